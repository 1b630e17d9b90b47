"""EPUB 3.3: an XSLT makes the pages and the package, and this module the parts and the container.

Notes stand in the file that calls them first, one aside each: reading systems open those in a pop-up, and the surest
pop-up is the one whose note is in the same file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from lxml import etree

from archiver.article import NS, XML_LANG, Article, tag
from archiver.writers.epub.cover import cover
from archiver.writers.html import XHTML, serialize
from archiver.writers.shared.i18n import language_of_words
from archiver.writers.shared.identity import identity, modified, source_name
from archiver.writers.shared.prepare import EXPORT, HREF, Prepared, prepare, require_all_notes
from archiver.writers.shared.xslt import resource, transform
from archiver.writers.shared.zip_archive import add

#: Characters of text from which on an article is split, at its sections or, where a file would hold as many again, at any
#: block: reading systems slow down with longer files.
SPLIT_ABOVE = 60_000
#: A file that has not got this many yet takes the next section in as well; and no book has more files than FILES.
SMALL = 3_000
FILES = 500

PART = f"{{{EXPORT}}}part"
TYPE = f"{{{EXPORT}}}type"
_CONTAINER = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    b"</rootfiles></container>\n"
)
_COUNT_CALLS = etree.XPath("count(//@role[. = 'doc-noteref'])")
_COUNT_NOTES = etree.XPath("count(//h:aside[@class = 'note'] | //h:div[@class = 'note'])", namespaces={"h": XHTML})


def write(article: Article, out: BinaryIO) -> None:
    """Write the book."""
    prepared = prepare(article, show=lambda picture: f"images/{picture.name}")
    parts = _divide(prepared.root)
    _settle(prepared)
    result = transform(
        "epub.xsl",
        prepared.root,
        epub=True,
        own=prepared.id_prefix,
        direction=prepared.direction,
        wanted=language_of_words(article.language),
        parts=str(parts),
        uuid=str(identity(article)),
        modified=modified(article),
        moving=any(picture.moves for picture in prepared.pictures.values()),
    )
    require_all_notes(article, "EPUB", calls=int(_COUNT_CALLS(result)), notes=int(_COUNT_NOTES(result)))
    files = {f"EPUB/{file.get('name')}": _document(file[0]) for file in result}
    files["EPUB/epub.css"] = resource("epub.css").encode("utf-8")
    files["EPUB/cover.svg"] = cover(
        title=article.title or source_name(article),
        authors=", ".join(author.name for author in article.authors),
        publication=article.publisher,
        language=prepared.root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        right_to_left=prepared.direction == "rtl",
    )
    files |= {f"EPUB/images/{name}": picture.data for name, picture in prepared.pictures.items()}
    _pack(files, out)


def _divide(root: etree._Element) -> int:
    """Say in `part` to which file each block and each note belongs; returns how many files there are.

    What stands in a section belongs to its file, unless it says otherwise itself: only a section that would fill a file alone is
    divided in its turn.
    """
    body = root.find("a:body", NS)
    blocks = [] if body is None else [b for b in body if isinstance(b.tag, str)]
    notes = root.findall("a:notes/a:note", NS)
    division = _Division(total=sum(map(_length, blocks)), rest=sum(map(_length, notes)))
    division.assign(blocks)
    last = str(division.part)
    home: dict[str, str] = {}
    for call in body.iter(tag("noteref")) if body is not None else ():
        home.setdefault(call.get("target", ""), _part_of(call, last))
    # Calls in the head come first of all, except those of a biography, which closes the text.
    for call in root.iterfind("a:head//a:noteref", NS):
        if any(True for _ in call.iterancestors(tag("bio"))):
            home.setdefault(call.get("target", ""), last)
        else:
            home[call.get("target", "")] = "1"
    _place_notes(notes, home, last=last)
    return division.part


class _Division:
    """Blocks dealt out to files, in order: which file is being filled, and with how many characters already."""

    def __init__(self, total: int, rest: int) -> None:
        self.part, self.filled = 1, 0
        self.small = max(SMALL, 2 * total // FILES)
        self.split = total + rest > SPLIT_ABOVE

    def assign(self, blocks: Iterable[etree._Element], within: bool = False) -> None:
        """Deal out blocks; those `within` a section say their file only where it is no longer that of the section."""
        first = self.part
        for block in blocks:
            size = _length(block)
            full = self.small if block.tag == tag("section") else max(self.small, SPLIT_ABOVE - size)
            if self.split and self.filled > full:
                self.part, self.filled = self.part + 1, 0
            if not within:
                block.set(PART, str(self.part))
            elif self.part != first:
                block.set(PART, str(self.part))
                for name in (XML_LANG, "dir"):  # it stands in its sections no longer
                    said = (holder.get(name) for holder in block.iterancestors(tag("section")) if holder.get(name))
                    if block.get(name) is None and (value := next(said, None)):
                        block.set(name, value)
            if self.split and size > SPLIT_ABOVE and block.tag == tag("section") and not block.get("role"):
                self.assign([child for child in block if isinstance(child.tag, str)], within=True)
            else:
                self.filled += size


def _place_notes(notes: list[etree._Element], home: dict[str, str], last: str) -> None:
    """A note that only another note calls goes where that one is; one that nothing calls goes last."""
    by_id = {note.get("id", ""): note for note in notes}
    settled = [id_ for id_ in home if id_ in by_id]
    while settled:
        note = by_id[settled.pop()]
        for call in note.iter(tag("noteref")):
            target = call.get("target", "")
            if target in by_id and target not in home:
                home[target] = home[note.get("id", "")]
                settled.append(target)
    for note in notes:
        note.set(PART, home.get(note.get("id", ""), last))


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))


def _settle(prepared: Prepared) -> None:
    """Give links inside the article the file they lead to, and pictures their type."""
    places: dict[str, str] = {}
    last = max((e.get(PART, "1") for e in prepared.root.iterfind("a:body//*", NS)), key=int, default="1")
    for element in prepared.root.iter(etree.Element):
        if id_ := element.get("id"):
            places[id_] = _part_of(element, last)
    for element in prepared.root.iter(etree.Element):
        href = element.get(HREF, "")
        if href.startswith("#"):
            part = places.get(href[1:], "1")
            element.set(HREF, href if part == _part_of(element, last) else f"text-{part}.xhtml{href}")
        if element.tag == tag("image") and (file := element.get(f"{{{EXPORT}}}file")):
            element.set(TYPE, prepared.pictures[file.removeprefix("images/")].media_type)


def _part_of(element: etree._Element, last: str) -> str:
    for ancestor in (element, *element.iterancestors()):
        if part := ancestor.get(PART):
            return part
        if ancestor.tag == tag("bio"):
            return last
    return "1"


def _document(root: etree._Element) -> bytes:
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    if root.tag == f"{{{XHTML}}}html":
        return declaration + b"<!DOCTYPE html>\n" + serialize(root) + b"\n"
    return declaration + etree.tostring(root, encoding="UTF-8") + b"\n"


def _pack(files: dict[str, bytes], out: BinaryIO) -> None:
    """The container: the media type first and bare, then everything in a fixed order with a fixed date."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        add(archive, "META-INF/container.xml", _CONTAINER)
        for name in sorted(files):
            add(archive, name, files[name])
