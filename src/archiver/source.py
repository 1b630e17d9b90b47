"""The Source: the unchanged bytes of one page or text, with their names and their checksum.

A page may come out of a web capture (an MHTML file, a WARC file, a mail …) or from a server. Then its Source has a Capture: what
the capture, or the server, says of the page.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path

from archiver import addresses, safety
from archiver.companions import Companions
from archiver.errors import ArchiverError, Malformed, SourceError, UsageError
from archiver.safety import BinaryFile

#: Control characters that XML forbids. So the text of a page cannot hold them.
_CONTROL_BYTES = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
#: Characters that no address and no name in a record may hold: control characters and halves of surrogate pairs.
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Halves of surrogate pairs that are not the code of a byte. PEP 383 uses the other halves for bytes of file names.
_LONE_SURROGATES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"


#: The media types of the files that hold mails.
MAIL, MAILBOX = "message/rfc822", "application/mbox"


@dataclass(frozen=True, slots=True)
class FileFixity:
    """The file that held a captured page: its name without the folder, its media type, and its fixity."""

    name: str
    media_type: str
    sha256: str
    size: int


def no_resource(address: str) -> bytes | None:
    """The resources of a capture that has none."""
    return None


@dataclass(frozen=True, slots=True)
class Capture:
    """What a web capture, or a server, says of a page.

    `address` is the web address of the page ("" when there is none), and `media_type` and `charset` are what the header of
    its part or its response declares. `retrieved` is the moment of the capture in ISO 8601, or "". `title`, `authors`,
    `publisher` and `published` are what the envelope of a mail says, and `is_forward` that its subject calls it forwarded. `resource` gives the bytes that the capture has for an address
    (absolute, "cid:" and a name, or relative as the page has it), such as those of a picture; None for an address that it does not hold. `file` is
    the file that held the page; None for a page that came from a server. `part` is the name of the page in that file.
    """

    address: str = ""
    media_type: str = ""
    charset: str | None = None
    retrieved: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    is_forward: bool = False
    resource: Callable[[str], bytes | None] = no_resource
    file: FileFixity | None = None
    part: str = ""
    #: Findings of findings.py about the capture, each with the values of its sentence.
    findings: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())

    @property
    def is_mail(self) -> bool:
        """Whether the page is a mail."""
        return self.file is not None and self.file.media_type in (MAIL, MAILBOX)


@dataclass(frozen=True)
class Source:
    """One source.

    `name` is its name in messages (the path as the user wrote it, "-" for standard input). `stem` is the name of its
    exports. `path` is None for a source that is not a file of its own. `url` is the web address of the source, if the user
    gave one or its capture has one; a user name and a password in it are left out. `capture` is what a web capture says of
    it. `repair_encoding` says whether text that reads as encoded twice is mended also where nothing proves it. `companions` remembers
    which files beside it were looked for. Raises UsageError for a `url` that is not an address.
    """

    name: str
    data: bytes
    stem: str
    path: Path | None = None
    url: str | None = None
    capture: Capture | None = None
    repair_encoding: bool = False
    companions: Companions = field(default_factory=Companions, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.url is not None:
            if not isinstance(self.url, str):
                raise UsageError(f"{self.url!r}: this is not an address.", "Give the address as the browser shows it.")
            # the class is frozen; this is the only value that is changed
            object.__setattr__(self, "url", addresses.require_complete(self.url))

    @classmethod
    def from_file(cls, path: Path, url: str | None = None) -> Source:
        """Read a file. Raises SourceError or TooLarge, and UsageError for a bad `url`."""
        return cls(name=str(path), data=safety.read_file(path), stem=path.stem, path=path, url=url)

    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, url: str | None = None) -> Source:
        """A source from memory. Raises TooLarge as for a file of that size, and UsageError for a bad `url`."""
        return cls(name="bytes", data=safety.read_stream(BytesIO(bytes(data)), "bytes"), stem="article", url=url)

    @classmethod
    def from_stream(cls, stream: BinaryFile, url: str | None = None) -> Source:
        """A source from an open binary file, from its position to its end. The file is left open.

        A file of the system that was opened by its name gives the same Source as that name. Other streams, such as a
        member of a ZIP file, keep their name, but no folder: nothing beside them on the disk belongs to them. A stream
        without a name is called "bytes".

        Raises SourceError when it cannot be read, TooLarge, and UsageError for a text file and a bad `url`.
        """
        path = _path_of(stream)
        name = str(path) if path else _name_of(stream) or "bytes"
        if isinstance(stream, io.TextIOBase):
            raise safety.no_binary_file(name)
        try:
            data = safety.read_stream(stream, name)
        except (ArchiverError, MemoryError):
            raise
        except UnicodeError as error:  # only a text file decodes
            raise safety.no_binary_file(name) from error
        except Exception as error:
            # The stream may be any object of the caller and fail in its own way; that is no defect of Archiver.
            reason = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".") or type(error).__name__
            raise SourceError(f"{name}: cannot be read: {reason}.", "Give an open binary file.") from error
        stem = path.stem if path else Path(name).stem if name != "bytes" else "article"
        return cls(name=name, data=data, stem=stem, path=path, url=url)

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
        if self.capture is not None:
            held_by = self.capture.file.name if self.capture.file is not None else self.name
            name = self.capture.part or self.capture.address or held_by
        else:
            name = self.path.name if self.path else "stdin" if self.name == "-" else self.name
        return _NOT_IN_NAMES.sub("\ufffd", name_bytes(name).decode("utf-8", "replace"))

    def require_content(self) -> None:
        """Raise Malformed if the source is empty or has only white space."""
        # the first bytes are tested first, because nearly all sources have content there, and strip() copies its bytes
        if not self.data[:256].strip(_BLANK) and not self.data.strip(_BLANK):
            raise Malformed(f"{self.name}: it is empty.", "Check that it was saved whole.")


def _path_of(stream: BinaryFile) -> Path | None:
    """The path of a file of the system that was opened by its name, and still has it; else None."""
    raw = getattr(stream, "raw", stream)
    name = getattr(raw, "name", None)
    if not isinstance(raw, io.FileIO) or not isinstance(name, (str, bytes)):
        return None
    path = Path(os.fsdecode(name))
    try:
        return path if os.path.samestat(os.fstat(raw.fileno()), path.stat()) else None
    except (OSError, ValueError):  # renamed, removed, closed, or a name such as "<stdin>"
        return None


def _name_of(stream: BinaryFile) -> str:
    """The name of a stream without its folder; "" when it has none, or only one of Python's, such as "<stdin>"."""
    name = getattr(stream, "name", None)
    if not isinstance(name, (str, bytes)):
        return ""
    own = Path(os.fsdecode(name)).name
    return "" if own.startswith("<") and own.endswith(">") else own


def name_bytes(name: str) -> bytes:
    """The bytes of a file name in the file system, independent of Python's encoding for file names (PEP 383)."""
    return _LONE_SURROGATES.sub("\ufffd", name).encode("utf-8", "surrogateescape")
