"""Files that are packed together (EPUB, DOCX, ODT): whether the package itself is whole, and what is in it, under limits."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from posixpath import normpath

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError, TooLarge
from archiver.schema import Violation

#: Bytes of all entries when they are unpacked, and entries.
MAX_BYTES, MAX_ENTRIES = 256 * 1024**2, 20_000
_PIECE = 1024 * 1024
#: What zipfile raises for a package that is broken, or packed in a way that it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, OSError)

_REMAKE = "Make it anew from its record."


class Package:
    """The entries of a whole package by their names; `wrong` collects what is found wrong with it.

    Without `keep` all is read and nothing kept. Raises TooLarge when it unpacks to more than MAX_BYTES.
    """

    def __init__(self, path: Path, keep: bool = True) -> None:
        self._keep = keep
        self.wrong: list[Violation] = []
        self.entries: dict[str, bytes] = {}
        self.first = ""
        self.first_is_stored = False
        self._parsed: dict[str, etree._Element | None] = {}
        try:
            with zipfile.ZipFile(path) as packed:
                self._read(packed, path)
        except BROKEN as error:
            self.say("damaged", f"It is not whole: {_reason(error)}.")

    def _read(self, packed: zipfile.ZipFile, path: Path) -> None:
        listed = packed.infolist()
        if len(listed) > MAX_ENTRIES:
            raise TooLarge(
                f"{path}: refused: it holds more than {MAX_ENTRIES} files.",
                "Such a package is broken or hostile; make it anew.",
            )
        size = 0
        for entry in listed:
            if entry.flag_bits & 1:
                self.say("encrypted", "It is encrypted.", entry.filename)
                return
            if entry.filename in self.entries:
                self.say("twice", "It holds two files of one name.", entry.filename)
            if entry.filename.startswith("/") or "\\" in entry.filename or normpath(entry.filename).startswith(".."):
                self.say("outside", "It holds a file whose name leads out of it.", entry.filename)
            found = bytearray()
            with packed.open(entry) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    if size > MAX_BYTES:
                        raise TooLarge(
                            f"{path}: refused: it unpacks to more than {MAX_BYTES // 1024**2} MB.",
                            "Such a package is broken or hostile; make it anew.",
                        )
                    found += piece if self._keep else b""
            self.entries[entry.filename] = bytes(found)
        if listed:
            self.first, self.first_is_stored = listed[0].filename, listed[0].compress_type == zipfile.ZIP_STORED

    def say(self, rule: str, message: str, where: str = "", line: int = 0, severity: str = "error") -> None:
        """Note a breach, or with the severity "info" a remark."""
        self.wrong.append(Violation(line, rule, message, _REMAKE, severity, where))

    def require(self, names: Iterable[str]) -> None:
        """Note each of these files that is not there."""
        for name in names:
            if name not in self.entries:
                self.say("part", f"It lacks the file {name}.")

    def xml(self, name: str) -> etree._Element | None:
        """The root of a file that is XML; None, and noted, when it is none, and None when there is no such file."""
        if name not in self._parsed:
            self._parsed[name] = None
            if name in self.entries:
                try:
                    self._parsed[name] = safety.parse_xml(self.entries[name], name)
                except ArchiverError as error:
                    self.say("well-formed", error.message, name)
        return self._parsed[name]


def _reason(error: BaseException) -> str:
    said = " ".join(str(error).split()).rstrip(".")
    return said[:1].lower() + said[1:] if said else type(error).__name__
