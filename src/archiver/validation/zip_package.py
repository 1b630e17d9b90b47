"""ZIP packages (EPUB, DOCX, ODT): the entries, read under limits, and whether the package itself is sound."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from posixpath import normpath

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError, TooLarge
from archiver.schema import Violation

#: Limits: the bytes of all entries after decompression, and the number of entries.
MAX_BYTES, MAX_ENTRIES = 256 * 1024**2, 20_000
_CHUNK_BYTES = 1024 * 1024

_REMEDY = "Export it again from its record."


class Package:
    """The entries of a package by their names. `violations` collects what is wrong with it.

    Without `keep`, everything is read, but no content is kept. Raises TooLarge when the entries decompress to more than
    MAX_BYTES.
    """

    def __init__(self, path: Path, keep: bool = True) -> None:
        self._keep = keep
        self.violations: list[Violation] = []
        self.entries: dict[str, bytes] = {}
        self.first = ""
        self.first_is_stored = False
        self._parsed: dict[str, etree._Element | None] = {}
        try:
            with zipfile.ZipFile(path) as archive:
                self._read(archive, path)
        except safety.ZIP_ERRORS as error:
            self.report("damaged", f"It is damaged: {_reason(error)}.")

    def _read(self, archive: zipfile.ZipFile, path: Path) -> None:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise TooLarge(
                f"{path}: refused: it holds more than {MAX_ENTRIES} files.",
                "Such a package is broken or hostile; make it again.",
            )
        size = 0
        for entry in entries:
            if entry.flag_bits & 1:
                self.report("encrypted", "It is encrypted.", entry.filename)
                return
            if entry.filename in self.entries:
                self.report("twice", "It holds two files with the same name.", entry.filename)
            if entry.filename.startswith("/") or "\\" in entry.filename or normpath(entry.filename).startswith(".."):
                self.report("outside", "It holds a file whose name points outside the package.", entry.filename)
            content = bytearray()
            with archive.open(entry) as file:
                while chunk := file.read(_CHUNK_BYTES):
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise TooLarge(
                            f"{path}: refused: it unpacks to more than {MAX_BYTES // 1024**2} MB.",
                            "Such a package is broken or hostile; make it again.",
                        )
                    content += chunk if self._keep else b""
            self.entries[entry.filename] = bytes(content)
        if entries:
            self.first, self.first_is_stored = entries[0].filename, entries[0].compress_type == zipfile.ZIP_STORED

    def report(self, rule: str, message: str, where: str = "", line: int = 0, severity: str = "error") -> None:
        """Add a violation; with the severity "info" a remark."""
        self.violations.append(Violation(line, rule, message, _REMEDY, severity, where))

    def require(self, names: Iterable[str]) -> None:
        """Add a violation for each of these files that is missing."""
        for name in names:
            if name not in self.entries:
                self.report("part", f"It lacks the file {name}.")

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML file. None when the file is missing, and when it is not well-formed, which is a violation."""
        if name not in self._parsed:
            self._parsed[name] = None
            if name in self.entries:
                try:
                    self._parsed[name] = safety.parse_xml(self.entries[name], name)
                except ArchiverError as error:
                    self.report("well-formed", error.message, name)
        return self._parsed[name]


def _reason(error: BaseException) -> str:
    message = " ".join(str(error).split()).rstrip(".")
    return message[:1].lower() + message[1:] if message else type(error).__name__
