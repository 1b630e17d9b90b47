"""ZIP archives of saved pages: each page, text, document or MHTML file in them is a page, and its pictures are found beside it.

Folders with the resources of a saved page, hidden files and the copies of macOS (__MACOSX) are no pages. Archives in archives are not opened. The files are
read from memory and nothing is unpacked, so their names lead nowhere; names that would (`../`, `/`) are refused all the same. A page that SingleFileZ saved is
an archive with a program before it; its page is index.html.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections import defaultdict
from dataclasses import replace
from urllib.parse import unquote

from archiver import addresses, safety
from archiver.errors import Malformed, SourceError, TooLarge
from archiver.readers import captures, document_kinds, kinds
from archiver.readers.captures import CapturedPage, CaptureFile, Pages, cut_archives
from archiver.saved import copiers
from archiver.saved.folders import ABOUT_THE_FOLDER, is_about_folder, is_saved_folder
from archiver.source import Capture, Source

MEDIA_TYPE = "application/zip"
_UNPACK = "Unpack it, and convert the files in it."
_PAGES = (
    ".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".txt", ".text", ".mhtml", ".mht", ".eml", ".webarchive",
)  # fmt: skip
#: The endings of documents (those of readers.DOCUMENT_SUFFIXES, which cannot be imported here), and what files about a folder are called.
DOCUMENTS = (
    ".docx", ".docm", ".dotx", ".odt", ".ott", ".fodt", ".epub", ".rtf", ".md", ".markdown", ".tex", ".latex", ".rst", ".rest", ".org", ".mediawiki", ".wiki",
    ".jats", ".nxml", ".docbook", ".dbk", ".typ", ".fb2",
)  # fmt: skip
_ARCHIVES = (".zip", ".wacz", ".tar", ".gz", ".tgz", ".7z", ".rar")
#: What a page uses: it is not worth a word that it is no page.
_RESOURCES = (
    ".css", ".js", ".mjs", ".json", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg",
)  # fmt: skip
MAX_MEMBERS = 100_000
#: A member that unpacks to this many times its size, and to this many bytes, is a bomb; so is an archive.
_MAX_RATIO, _LARGE, MAX_TOTAL = 300, 8 * 1024 * 1024, 4 * 1024**3
#: The most bytes that are taken out of an archive that was cut.
_MAX_SALVAGED = 4 * safety.MAX_BYTES
#: How many bytes of a file that is no page are unpacked to say what it is.
_HEAD_OF_KIND = 4096
#: Of how many files.
_MOST_SNIFFED = 5_000
#: The length of the head of a member in the archive, without its names (APPNOTE.TXT, 4.3.7).
_LOCAL_HEAD = 30
#: Names in Shift_JIS have East Asian letters in rows: Western names in cp437 that can be read so give single ones.
_EAST_ASIAN = re.compile(r"(?:[\x00-\x7f]++|[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]{2,}+)+")


def open_pages(file: CaptureFile) -> Pages:
    """The pages of a ZIP archive. Raises Malformed for one that is broken, TooLarge for a bomb."""
    return _Zip(file)


class _Zip(Pages):
    def __init__(self, file: CaptureFile) -> None:
        super().__init__(file)
        try:
            self._zip = zipfile.ZipFile(file.stream)
        except safety.ZIP_ERRORS as error:
            broken = Malformed(f"{file.name}: it is no whole ZIP archive: it is cut or damaged.", "Get it again.")
            if (whole := _whole_members(file)) is None:
                raise broken from error
            self._zip = whole
            self.failures.append((file.name, broken))
        members = self._zip.infolist()
        self._require_harmless(members)
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._sniffed = 0
        for member in members:
            if not member.filename or member.is_dir() or stat.S_ISLNK(member.external_attr >> 16):
                continue
            if self._members.setdefault(name := _name(member), member) is not member:
                # programs that unpack it keep the last one, because who adds a new version to an archive puts it there
                self._members[name] = member
                self.passed_over["files whose name another file of the ZIP archive has"] += 1
        self._find_pages()

    def _require_harmless(self, members: list[zipfile.ZipInfo]) -> None:
        """Raise TooLarge or Malformed for an archive that was made to harm."""
        name = self.file.name
        if len(members) > MAX_MEMBERS:
            raise TooLarge(f"{name}: refused: it holds more than {MAX_MEMBERS:,} files.", _UNPACK)
        total = sum(member.file_size for member in members)
        if total > MAX_TOTAL and total > _MAX_RATIO * max(self.file.size, 1):
            raise TooLarge(f"{name}: refused: it unpacks to {total / 1024**3:,.0f} GB.", _UNPACK)
        end = 0
        for member in sorted(members, key=lambda m: m.header_offset):
            if member.header_offset < end:
                raise Malformed(f"{name}: refused: the files in it overlap, as in a ZIP bomb.", _UNPACK)
            end = member.header_offset + _LOCAL_HEAD + member.compress_size

    def _find_pages(self) -> None:
        beside: dict[str, set[str]] = defaultdict(set)
        for name in self._members:
            folder, _, last = name.rpartition("/")
            beside[folder].add(last)
        if self._is_one_page():
            self.pages = [CapturedPage("index.html")]
            return
        resources = 0
        for name in self._members:
            folders = name.split("/")[:-1]
            if "__MACOSX" in folders or any(
                part.startswith(".") and part not in ("..", ".") for part in name.split("/")
            ):
                continue
            if any(is_saved_folder(folder, beside["/".join(folders[:depth])]) for depth, folder in enumerate(folders)):
                continue
            lower = name.lower()
            if is_about_folder(name):
                self.passed_over[ABOUT_THE_FOLDER] += 1
            elif posixpath.basename(lower) in copiers.FOR_ROBOTS_NAMES:
                self.passed_over[copiers.FOR_ROBOTS] += 1
            elif lower.endswith((*_PAGES, *DOCUMENTS)):
                self._add(name)
            elif lower.endswith(_ARCHIVES):
                self.passed_over["archives in ZIP archives"] += 1
            elif not lower.endswith(_RESOURCES):
                self.passed_over[f"{self._kind_of(name)} in ZIP archives"] += 1
            else:
                resources += 1
        if not self.pages and not self.failures and resources:
            self.passed_over["pictures, styles and scripts in ZIP archives"] += resources

    def _kind_of(self, name: str) -> str:
        """What a file is that is no page, in the plural: its first bytes say it."""
        self._sniffed += 1
        if self._sniffed > _MOST_SNIFFED:
            return "other files"
        try:
            with self.file.lock, self._zip.open(self._members[name]) as member:
                head = member.read(_HEAD_OF_KIND)
        except safety.ZIP_ERRORS:
            head = b""
        kind = document_kinds.detect(head, head) or kinds.kind_of(head, members=())
        return kind.plural if kind is not None else "other files"

    def _is_one_page(self) -> bool:
        """Whether the archive is one that SingleFileZ made: a page that unpacks itself."""
        return "index.html" in self._members and self.file.read_at(0, 512).lstrip().startswith(b"<")

    def _add(self, name: str) -> None:
        """Add a page, or its failure."""
        member = self._members[name]
        label = f"{self.file.name} ({name})"
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
            error: SourceError = Malformed(f"{label}: refused: its name leads out of the archive.", _UNPACK)
        elif member.flag_bits & 1:
            error = Malformed(
                f"{label}: it is encrypted.", "Unpack the archive with its password, and convert the files."
            )
        elif member.file_size > safety.MAX_BYTES:
            error = TooLarge(
                f"{label}: refused: it has more than {safety.MAX_BYTES // 1024**2} MB.", "Save the article alone."
            )
        elif member.file_size > max(_LARGE, _MAX_RATIO * member.compress_size):
            error = TooLarge(f"{label}: refused: it unpacks to {_MAX_RATIO} times its size, as a ZIP bomb.", _UNPACK)
        else:
            self.pages.append(CapturedPage(name))
            return
        self.failures.append((label, error))

    def _bytes(self, name: str) -> bytes:
        """The bytes of a member. Raises Malformed when they cannot be had."""
        label = f"{self.file.name} ({name})"
        try:
            with self.file.lock, self._zip.open(self._members[name]) as member:
                return member.read(safety.MAX_BYTES)
        except NotImplementedError as error:
            raise Malformed(f"{label}: it is packed in a way that Archiver does not know.", _UNPACK) from error
        except safety.ZIP_ERRORS as error:
            raise Malformed(f"{label}: it is cut or damaged.", "Get the archive again.") from error

    def _resource(self, folder: str, address: str) -> bytes | None:
        """The bytes of a file beside a page; None for one that the archive does not have."""
        if addresses.scheme(address) or address.startswith("//"):
            return None
        path = unquote(address.partition("?")[0].partition("#")[0])
        name = posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
        if name not in self._members or self._members[name].file_size > safety.MAX_BYTES:
            return None
        try:
            return self._bytes(name)
        except Malformed:
            return None  # a picture that cannot be had stays a link, as everywhere

    def source(self, page: CapturedPage) -> Source:
        """The Source of a page. A page in a capture of its own (MHTML) is taken out of it."""
        data = self._bytes(page.key)
        name = self.file.name if len(self.pages) == 1 else self.name_of(page)
        folder = posixpath.dirname(page.key)
        kind = kinds.kind_of(data[: kinds.HEAD_BYTES], lambda: data)
        form = captures.named(kind.name) if kind is not None and kind not in (kinds.ZIP, kinds.WACZ) else None
        own = Capture(
            resource=lambda address: self._resource(folder, address), file=self.file.fixity(MEDIA_TYPE), part=page.key
        )
        stem = posixpath.splitext(posixpath.basename(page.key))[0] or "article"
        if form is None:
            return Source(name=name, data=data, stem=stem, capture=own)
        inner = captures.only_page(Source(name=f"{self.file.name} ({page.key})", data=data, stem=stem))
        assert inner.capture is not None
        return replace(inner, name=name, stem=stem, capture=replace(inner.capture, file=own.file, part=page.key))


def _whole_members(file: CaptureFile) -> zipfile.ZipFile | None:
    """An archive in memory of the members before the place where an archive was cut; None when there is none."""
    data = io.BytesIO()
    left = _MAX_SALVAGED
    with zipfile.ZipFile(data, "w") as whole:
        for member in cut_archives.members(file):
            if not member.is_whole or member.is_encrypted:
                break
            content = bytearray()
            for piece in cut_archives.unpacked(file, member):
                content += piece
                if len(content) > min(left, safety.MAX_BYTES):
                    break
            if len(content) > min(left, safety.MAX_BYTES) or member.crc not in (None, zlib.crc32(content)):
                break
            if member.name and not member.name.endswith("/"):
                whole.writestr(zipfile.ZipInfo(member.name), bytes(content))
            left -= len(content)
    return zipfile.ZipFile(data) if whole.namelist() else None


def _name(member: zipfile.ZipInfo) -> str:
    """The path of a member with slashes. Names without the mark of UTF-8 are in cp437 by the standard; programs write UTF-8 and Shift_JIS there too."""
    name = member.orig_filename
    if not member.flag_bits & 0x800 and not name.isascii():
        data = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp932"):
            try:
                decoded = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if encoding == "utf-8" or _EAST_ASIAN.fullmatch(decoded):
                name = decoded
                break
    return name.partition("\0")[0].replace("\\", "/").removeprefix("./")
