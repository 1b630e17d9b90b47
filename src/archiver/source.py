"""Source: what the user handed in, untouched, with what is needed to read it and to prove it later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from archiver import safety
from archiver.errors import Malformed


@dataclass(frozen=True)
class Source:
    """The bytes of one source.

    `name` is what messages call it (the path as the user wrote it, "-" for standard input); `stem` names its exports;
    `path` is None for what is no file; `url` is where the source came from, when that is known from outside.
    """

    name: str
    data: bytes
    stem: str
    path: Path | None = None
    url: str | None = None

    @classmethod
    def from_file(cls, path: Path, url: str | None = None) -> Source:
        """Read a file; raises SourceError or TooLarge."""
        return cls(name=str(path), data=safety.read_file(path), stem=path.stem, path=path, url=url)

    @classmethod
    def from_bytes(cls, data: bytes, url: str | None = None) -> Source:
        """What a program holds in memory; raises TooLarge as a file of that size would."""
        return cls(name="bytes", data=safety.read_stream(BytesIO(data), "bytes"), stem="article", url=url)

    @cached_property
    def sha256(self) -> str:
        """The fixity of the bytes, in lower-case hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def href(self) -> str:
        """What the record calls the source: its file name, never the folder, so that a record does not tell where it was made."""
        return self.path.name if self.path else "stdin" if self.name == "-" else self.name

    def require_content(self) -> None:
        """Raise Malformed for what no reader can use: nothing at all, or binary data."""
        if not self.data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            raise Malformed(f"{self.name}: it is empty.", "Check that it was saved whole.")
