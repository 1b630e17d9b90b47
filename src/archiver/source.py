"""Source: what the user handed in, untouched, with what is needed to read it and to prove it later."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from archiver import addresses, safety
from archiver.errors import Malformed, UsageError

#: The control characters that XML, and so the text of a page, cannot hold.
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
#: What no address and no name in a record may hold: control characters, and halves of characters.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Halves of characters that stand for no byte.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True)
class Source:
    """The bytes of one source.

    `name` is what messages call it (the path as the user wrote it, "-" for standard input); `stem` names its exports;
    `path` is None for what is no file; `url` is where the source came from, when that is known from outside. Raises UsageError for a `url` that is
    no address.
    """

    name: str
    data: bytes
    stem: str
    path: Path | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None:
            if not isinstance(self.url, str):
                raise UsageError(f"{self.url!r} is no address.", "Give one as the browser shows it.")
            addresses.require(self.url)

    @classmethod
    def from_file(cls, path: Path, url: str | None = None) -> Source:
        """Read a file; raises SourceError or TooLarge, and UsageError for a `url` that is none."""
        return cls(name=str(path), data=safety.read_file(path), stem=path.stem, path=path, url=url)

    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, url: str | None = None) -> Source:
        """What a program holds in memory; raises TooLarge as a file of that size would, and UsageError for a `url` that is none."""
        return cls(name="bytes", data=safety.read_stream(BytesIO(bytes(data)), "bytes"), stem="article", url=url)

    @cached_property
    def sha256(self) -> str:
        """The fixity of the bytes, in lower-case hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def has_controls(self) -> bool:
        """Whether a byte is one of the control characters that XML cannot hold; of UTF-16, half of the bytes are."""
        # the quickest way to look through a whole source for what sources hardly ever hold
        return len(self.data.translate(None, _CONTROLS)) != len(self.data)

    @property
    def href(self) -> str:
        """What the record calls the source: its file name, never the folder, so that a record does not tell where it was made.

        Names of files are bytes. Those that are no UTF-8, and control characters, show as U+FFFD, whatever the locale.
        """
        name = self.path.name if self.path else "stdin" if self.name == "-" else self.name
        return _UNFIT.sub("\ufffd", name_bytes(name).decode("utf-8", "replace"))

    def require_content(self) -> None:
        """Raise Malformed for what no reader can use: nothing at all, or binary data."""
        # nearly all sources have content in their first bytes; to strip the whole is to copy it
        if not self.data[:256].strip(_BLANK) and not self.data.strip(_BLANK):
            raise Malformed(f"{self.name}: it is empty.", "Check that it was saved whole.")


def name_bytes(name: str) -> bytes:
    """The bytes of a file's name as the system has them, whatever encoding Python takes the system's names for (PEP 383)."""
    return _NO_BYTE.sub("\ufffd", name).encode("utf-8", "surrogateescape")
