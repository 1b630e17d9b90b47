"""The Source: the unchanged bytes of one page or text, with their names and their checksum."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from archiver import addresses, safety
from archiver.errors import Malformed, UsageError

#: Control characters that XML forbids. So the text of a page cannot hold them.
_CONTROL_BYTES = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
#: Characters that no address and no name in a record may hold: control characters and halves of surrogate pairs.
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Halves of surrogate pairs that are not the code of a byte. PEP 383 uses the other halves for bytes of file names.
_LONE_SURROGATES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True)
class Source:
    """One source.

    `name` is its name in messages (the path as the user wrote it, "-" for standard input). `stem` is the name of its
    exports. `path` is None for a source that is not a file. `url` is the web address of the source, if the user gave
    one. Raises UsageError for a `url` that is not an address.
    """

    name: str
    data: bytes
    stem: str
    path: Path | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None:
            if not isinstance(self.url, str):
                raise UsageError(f"{self.url!r}: this is not an address.", "Give the address as the browser shows it.")
            addresses.require_complete(self.url)

    @classmethod
    def from_file(cls, path: Path, url: str | None = None) -> Source:
        """Read a file. Raises SourceError or TooLarge, and UsageError for a bad `url`."""
        return cls(name=str(path), data=safety.read_file(path), stem=path.stem, path=path, url=url)

    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, url: str | None = None) -> Source:
        """A source from memory. Raises TooLarge as for a file of that size, and UsageError for a bad `url`."""
        return cls(name="bytes", data=safety.read_stream(BytesIO(bytes(data)), "bytes"), stem="article", url=url)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in lower-case hexadecimal (their fixity)."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def has_controls(self) -> bool:
        """Whether a byte of the source is a control character that XML forbids. In UTF-16, many bytes are zero, so it is True."""
        # bytes.translate is the fastest way to search for such bytes, which few sources hold
        return len(self.data.translate(None, _CONTROL_BYTES)) != len(self.data)

    @property
    def href(self) -> str:
        """The name of the source in the record: its file name without the folder, because a record must not depend on the
        place where it was made.

        File names are bytes. Bytes that are not valid UTF-8, and control characters, become U+FFFD in every locale.
        """
        name = self.path.name if self.path else "stdin" if self.name == "-" else self.name
        return _NOT_IN_NAMES.sub("\ufffd", name_bytes(name).decode("utf-8", "replace"))

    def require_content(self) -> None:
        """Raise Malformed if the source is empty or has only white space."""
        # the first bytes are tested first, because nearly all sources have content there, and strip() copies its bytes
        if not self.data[:256].strip(_BLANK) and not self.data.strip(_BLANK):
            raise Malformed(f"{self.name}: it is empty.", "Check that it was saved whole.")


def name_bytes(name: str) -> bytes:
    """The bytes of a file name in the file system, independent of Python's encoding for file names (PEP 383)."""
    return _LONE_SURROGATES.sub("\ufffd", name).encode("utf-8", "surrogateescape")
