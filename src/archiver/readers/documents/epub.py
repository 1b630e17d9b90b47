"""EPUB (EPUB 3.3, and EPUB 2): its chapters are pages, so they are read like pages, one after the other in the order of the spine.

pandoc reads EPUB too, but it loses the ids of paragraphs and with them the targets of notes, and the labels that the markers show. Read as pages, the
notes are found by the families of the web (`epub:type`, links and backlinks), also in a file of their own.

    OEBPS/c1.xhtml   <p>Text.<a epub:type="noteref" href="notes.xhtml#n1">1</a></p>        <section id="c1"><p>Text.<a … href="#c2-n1">1</a></p></section>
    OEBPS/notes.xhtml   <li id="n1">Note.</li>                                     becomes    <section id="c2"><li id="c2-n1">Note.</li></section>

The table of contents and the cover are no text of the book: they are in the ledger.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from archiver import addresses
from archiver.errors import Forbidden, Malformed, TooLarge
from archiver.page import Document, NoText, Page, PageFinding, Property
from archiver.readers.documents import pictures
from archiver.readers.documents.containers import ZipContainer
from archiver.readers.encoding import decode
from archiver.readers.entities import require_no_entities
from archiver.readers.own_exports import require_no_export
from archiver.source import Source
from archiver.trees import browser, visible_words
from archiver.trees.elements import Element

MEDIA_TYPE = "application/epub+zip"
_WHAT = "EPUB"
#: The most chapters, and the most elements of all of them.
_MOST_CHAPTERS, _MOST_ELEMENTS = 3_000, 2_000_000

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
#: Fonts that are made unreadable to other programs; their text is not encrypted.
_OBFUSCATION = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_REMEDY = "Get it again from where it was bought or made."

#: An empty element as XML writes it. In HTML only void elements may be written so.
_EMPTY = re.compile(r"<([a-zA-Z][\w.-]*)((?:\s+(?:[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))?))*)\s*/>")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TYPE = "epub:type"
_TARGETS = ("aria-describedby", "aria-details", "aria-controls", "aria-labelledby")
_PICTURE_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml",
    ".avif": "image/avif", ".tif": "image/tiff", ".tiff": "image/tiff", ".bmp": "image/bmp",
}  # fmt: skip
#: By `epub:type` of a chapter, the rule under which it goes to the ledger.
_NO_TEXT = {"cover": "cover", "toc": "toc", "landmarks": "toc", "page-list": "toc", "loi": "toc", "lot": "toc"}

_FIELDS = (
    ("creator", "author"), ("publisher", "publisher"), ("language", "language"), ("rights", "rights"), ("subject", "keyword"),
)  # fmt: skip
#: What programs write for a title or an author that nobody gave: LibreOffice, calibre, Sigil, pandoc.
_PLACEHOLDER = re.compile(r"\W*(?:unknown (?:title|author|creator)|untitled(?: document)?|no title|no author)\W*|\[(?:title|main title|author)(?: here)?\]|unknown", re.IGNORECASE)  # fmt: skip

#: The most names of missing chapters in a finding.
_MOST_NAMES = 5


@dataclass(slots=True)
class _Chapter:
    """A file of the spine. `rule` is the rule of the ledger for one that is no text of the book."""

    name: str
    key: str
    rule: str = ""


def read(source: Source) -> Page:
    """The Page of an EPUB. Raises Malformed, TooLarge, and Forbidden for one with copy protection (DRM)."""
    container = ZipContainer(source, _WHAT)
    _require_no_protection(container)
    opf = _opf_name(container)
    package = container.xml(opf)
    if package is None:
        raise Malformed(f"{source.name}: this {_WHAT} has no readable package file ({opf or 'none'}).", _REMEDY)
    chapters, missing = _chapters(container, package, opf)
    book = _Book(container, chapters)
    body = book.read()
    if not chapters or (missing and len(book.left_out) == len(chapters)):
        what = "holds none of its chapters" if missing else "names no chapters"
        raise Malformed(f"{source.name}: this {_WHAT} {what}.", _REMEDY)
    require_no_export(source, "".join(book.visible))
    properties = tuple(_properties(package))
    html = Element("html")
    if language := next((p.value for p in properties if p.field == "language"), ""):
        html.set("lang", language)
    head = Element("head", parent=html)
    html.insert(1, body)
    findings = pictures.mend(body)
    if missing:
        more = " …" if len(missing) > _MOST_NAMES else ""
        findings = [*findings, PageFinding("D005", {"names": ", ".join(missing[:_MOST_NAMES]) + more})]
    return Page(
        source,
        body,
        media_type=MEDIA_TYPE,
        encoding="utf-8",
        text="",
        head=head,
        base_url=source.url,
        parser=browser.PARSER,
        visible="".join(book.visible),
        findings=[*book.findings, *findings],
        document=Document((), tuple(book.left_out), properties),
    )


# -- the container -------------------------------------------------------------------------------------


def _require_no_protection(container: ZipContainer) -> None:
    """Raise Forbidden if the chapters are encrypted. Obfuscated fonts are no hindrance."""
    encryption = container.xml("META-INF/encryption.xml")
    for data in encryption.iter(f"{_ENC}EncryptedData") if encryption is not None else ():
        method = data.find(f"{_ENC}EncryptionMethod")
        if method is None or method.get("Algorithm") not in _OBFUSCATION:
            raise Forbidden(
                f"{container.source.name}: refused: its chapters are encrypted (copy protection, DRM).",
                "Ask its publisher for a copy without protection.",
            )


def _opf_name(container: ZipContainer) -> str:
    """The name of the package file, from META-INF/container.xml; else the only one with its ending."""
    root = container.xml("META-INF/container.xml")
    for rootfile in root.iter(f"{_CONTAINER}rootfile") if root is not None else ():
        name = unquote(rootfile.get("full-path") or "")
        if name in container:
            return name
    return next((name for name in container.names if name.endswith(".opf")), "")


def _chapters(container: ZipContainer, package: etree._Element, opf: str) -> tuple[list[_Chapter], list[str]]:
    """The files of the spine that are there, in their order, those beside the line of reading last; and the names of those that are not there."""
    folder = posixpath.dirname(opf)
    items = {str(item.get("id")): item for item in package.iter(f"{_OPF}item")}
    covers = {
        _joined(folder, reference.get("href") or "")[0]
        for reference in package.iter(f"{_OPF}reference")
        if (reference.get("type") or "").lower() in ("cover", "coverpage")
    }
    tables = {
        _joined(folder, reference.get("href") or "")[0]
        for reference in package.iter(f"{_OPF}reference")
        if (reference.get("type") or "").lower() == "toc"
    }
    spine: list[tuple[bool, _Chapter]] = []
    missing: list[str] = []
    seen: set[str] = set()
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(str(reference.get("idref")))
        name = _joined(folder, item.get("href") or "")[0] if item is not None else ""
        if item is None or name not in container:
            missing.append(name or str(reference.get("idref")))
            continue
        if name in seen or not _is_page(item, name):
            continue
        seen.add(name)
        rule = (
            "toc"
            if "nav" in (item.get("properties") or "").split() or name in tables
            else "cover"
            if name in covers
            else ""
        )
        spine.append((reference.get("linear") == "no", _Chapter(name, f"c{len(spine) + 1}", rule)))
        if len(spine) > _MOST_CHAPTERS:
            raise TooLarge(
                f"{container.source.name}: refused: it has more than {_MOST_CHAPTERS} chapters.", "Convert it in parts."
            )
    return [chapter for _, chapter in sorted(spine, key=lambda pair: pair[0])], missing


def _is_page(item: etree._Element, name: str) -> bool:
    media_type = (item.get("media-type") or "").lower()
    return "html" in media_type or name.lower().endswith((".xhtml", ".html", ".htm"))


def _joined(folder: str, href: str) -> tuple[str, str]:
    """The name of a member, and the fragment, for an address in a file of a folder. "" for one that leads out of the container."""
    path, _, fragment = href.partition("#")
    name = posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0]))) if path else ""
    return ("" if name.startswith(("../", "/")) or name == ".." else name), unquote(fragment)


# -- the chapters --------------------------------------------------------------------------------------


class _Book:
    """The chapters as one body."""

    def __init__(self, container: ZipContainer, chapters: list[_Chapter]) -> None:
        self.container = container
        self.chapters = chapters
        self.key_of = {chapter.name: chapter.key for chapter in chapters}
        self.visible: list[str] = []
        self.left_out: list[NoText] = []
        self.elements = 0
        self.findings: list[PageFinding] = []

    def read(self) -> Element:
        """The body of the book."""
        body = Element("body")
        for chapter in self.chapters:
            self._chapter(body, chapter)
        return body

    def _chapter(self, body: Element, chapter: _Chapter) -> None:
        source = self.container.source
        text, _, findings, _ = decode(self.container.bytes_of(chapter.name), repair=source.repair_encoding)
        self.findings += [finding for finding in findings if finding not in self.findings]
        require_no_entities(source, text)
        text = _EMPTY.sub(_opened, text)
        html = browser.parsed(text)
        self.visible += [visible_words.visible_text(html, noscript=False), visible_words.EDGE]
        tree = browser.convert(html, text)
        self.elements += len(tree.elements)
        if self.elements > _MOST_ELEMENTS:
            raise TooLarge(
                f"{source.name}: refused: it has more than {_MOST_ELEMENTS} elements.", "Convert it in parts."
            )
        page = tree.elements[0]
        inner = page.children[-1]
        section = Element("section", {"id": chapter.key}, body)
        for name in (_TYPE, "class", "lang", "dir"):
            if value := inner.get(name) or (page.get(name) if name in ("lang", "dir") else None):
                section.set(name, value)
        if own := inner.get("id"):
            section.insert(0, Element("a", {"id": f"{chapter.key}-{own}"}))
        section.text = inner.text
        section.append(*inner.cut(0))
        folder = posixpath.dirname(chapter.name)
        for element in section.iter():
            if element is not section and element.attributes:
                self._rewrite(element, chapter, folder)
        if rule := chapter.rule or _rule_of(section):
            self.left_out.append(NoText(section, rule=rule))

    def _rewrite(self, element: Element, chapter: _Chapter, folder: str) -> None:
        """Make the names of an element, and what it refers to, those of the whole book."""
        attributes = dict(element.attributes)
        for name in ("id", "name"):
            if value := attributes.get(name):
                attributes[name] = f"{chapter.key}-{value}"
        for name in _TARGETS:
            if value := attributes.get(name):
                attributes[name] = " ".join(f"{chapter.key}-{part}" for part in value.split())
        if (href := attributes.get("href")) is not None:
            attributes["href"] = self._target(href, chapter, folder)
        if element.tag == "img":
            attributes.pop("srcset", None)
            attributes["src"] = self._picture(attributes.get("src", ""), folder)
        element.attributes = attributes

    def _target(self, href: str, chapter: _Chapter, folder: str) -> str:
        """The address of a link: inside of the book that of the element in the one body."""
        if addresses.scheme(href) or href.startswith("//"):
            return href
        name, fragment = _joined(folder, href.strip())
        key = chapter.key if href.startswith("#") else self.key_of.get(name, "")
        if not key:
            return ""
        return f"#{key}-{fragment}" if fragment else f"#{key}"

    def _picture(self, src: str, folder: str) -> str:
        """The address of a picture: that of the web, or its data."""
        if addresses.scheme(src):
            return src
        name, _ = _joined(folder, src)
        data = self.container.bytes_of(name) if name else b""
        media_type = _PICTURE_TYPES.get(posixpath.splitext(name)[1].lower(), "application/octet-stream")
        return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}" if data else ""


def _opened(match: re.Match[str]) -> str:
    """An empty element of XML as HTML writes it: <a id="x"/> becomes <a id="x"></a>."""
    return match[0] if match[1].lower() in _VOID else f"<{match[1]}{match[2]}></{match[1]}>"


def _rule_of(section: Element) -> str:
    """The rule for a chapter that is no text of the book, by its `epub:type` or that of its only element; "" for one that is."""
    kinds = (section.get(_TYPE) or "").split()
    inner = [child for child in section.children if child.tag not in ("a", "br")]
    if len(inner) == 1:
        kinds += (inner[0].get(_TYPE) or "").split()
    return next((_NO_TEXT[kind] for kind in kinds if kind in _NO_TEXT), "")


# -- metadata ------------------------------------------------------------------------------------------


def _properties(package: etree._Element) -> Iterator[Property]:
    """What the package file says of the book."""
    for found in _declared(package):
        if not (found.field in ("title", "author") and _PLACEHOLDER.fullmatch(found.value)):
            yield found


def _declared(package: etree._Element) -> Iterator[Property]:
    rule = "document-metadata"
    refined: dict[tuple[str, str], str] = {}
    for meta in package.iter(f"{_OPF}meta"):
        refines = (meta.get("refines") or "").lstrip("#")
        refined[refines, meta.get("property") or ""] = (meta.text or "").strip()
    for title in package.iter(f"{_DC}title"):
        kind = refined.get((title.get("id") or "", "title-type"), "main")
        if text := _text(title):
            if kind == "subtitle":
                yield Property("subtitle", text, rule, "medium")
            elif kind == "main":
                yield Property("title", text, rule, "high")
    for tag, name in _FIELDS:
        for element in package.iter(f"{_DC}{tag}"):
            role = refined.get((element.get("id") or "", "role")) or element.get(f"{_OPF}role") or "aut"
            if (text := _text(element)) and (name != "author" or role == "aut"):
                yield Property(name, text, rule, "high" if name in ("author", "language") else "medium")
    for date in package.iter(f"{_DC}date"):
        event = (date.get(f"{_OPF}event") or "publication").lower()
        if text := _text(date):
            yield Property(
                "modified" if event == "modification" else "published",
                text,
                rule,
                "high" if event == "publication" else "low",
            )
    for identifier in package.iter(f"{_DC}identifier"):
        text = _text(identifier)
        for name, pattern in (
            ("doi", r"(?i)^(?:urn:|https?://(?:dx\.)?doi\.org/)?(?:doi:)?(10\.\d{4,9}/\S+)"),
            ("isbn", r"(?i)^(?:urn:)?(?:isbn:?)?\s*((?:97[89])?[\d -]{9,13}[\dX])$"),
        ):
            if match := re.match(pattern, text):
                yield Property(name, match[1], rule, "high")
    for description in package.iter(f"{_DC}description"):
        if text := _text(description):
            yield Property("abstract", text, rule, "low")


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
