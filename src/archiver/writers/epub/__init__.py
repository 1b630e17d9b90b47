"""EPUB 3.3: a stylesheet makes the content documents and the package, this module the split into files and the zip.

Each note is an aside in the content document that calls it first. Reading systems open such an aside in a pop-up, most
reliably if it is in the same document as its call.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from lxml import etree

from archiver.article import NS, XML_LANG, Article, tag
from archiver.images import Picture, rasters
from archiver.writers.epub.cover import cover
from archiver.writers.formulas.translation import add_mathml
from archiver.writers.html import XHTML, serialize
from archiver.writers.shared.absent_pictures import settle
from archiver.writers.shared.i18n import language_of_words
from archiver.writers.shared.identity import identity, modified, source_name
from archiver.writers.shared.prepare import EXPORT, HREF, Prepared, is_shown, prepare, require_all_notes
from archiver.writers.shared.xslt import resource, transform
from archiver.writers.shared.zip_archive import add

__all__ = ["SPLIT_ABOVE", "write"]

#: An article with more characters is split: at its sections, or at any block if a file would otherwise become longer
#: than this. Reading systems become slow with long files.
SPLIT_ABOVE = 60_000
#: A file with fewer characters than SMALL also takes the next section. A book has at most FILES files.
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
    """Write the book. Raises InvalidResult if a note call or a note would be missing."""
    prepared = prepare(article, show=lambda picture: f"images/{picture.name}", convert=_core_picture)
    settle(prepared.root, is_shown)
    add_mathml(prepared.root)
    file_count = _assign_files(prepared.root)
    _resolve_links(prepared)
    result = transform(
        "epub.xsl",
        prepared.root,
        epub=True,
        own=prepared.id_prefix,
        direction=prepared.direction,
        wanted=language_of_words(article.language),
        parts=str(file_count),
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
        publication=article.publication,
        language=prepared.root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        right_to_left=prepared.direction == "rtl",
    )
    files |= {f"EPUB/images/{name}": picture.data for name, picture in prepared.pictures.items()}
    _pack(files, out)


def _core_picture(picture: Picture) -> Picture | None:
    """A picture in a core media type (EPUB 3.3, 3.2), upright and in RGB; None if Pillow cannot read one that needs that."""
    if picture.is_drawing:
        return picture
    plain = rasters.plain(picture.data, ("JPEG", "PNG", "GIF", "WEBP"))
    if plain is None:
        return None if picture.media_type == "image/avif" else picture
    return picture if plain.data is picture.data else Picture(plain.data, plain.media_type, picture.cost)


def _assign_files(root: etree._Element) -> int:
    """Write into `x:part` of each block and each note the number of its file; returns the number of files.

    The content of a section belongs to the file of the section. Only a section that would fill a file alone is split,
    and then its blocks have numbers of their own.
    """
    body = root.find("a:body", NS)
    blocks = [] if body is None else [b for b in body if isinstance(b.tag, str)]
    notes = root.findall("a:notes/a:note", NS)
    split = _Split(total=sum(map(_length, blocks)), note_characters=sum(map(_length, notes)))
    split.assign(blocks)
    last = str(split.part)
    file_of_note: dict[str, str] = {}
    for call in body.iter(tag("noteref")) if body is not None else ():
        file_of_note.setdefault(call.get("target", ""), _part_of(call, last))
    # Calls in the head come first, except those of a biography, which ends the text.
    for call in root.iterfind("a:head//a:noteref", NS):
        if any(True for _ in call.iterancestors(tag("bio"))):
            file_of_note.setdefault(call.get("target", ""), last)
        else:
            file_of_note[call.get("target", "")] = "1"
    _assign_notes(notes, file_of_note, last=last)
    return split.part


class _Split:
    """The split of blocks into files, in order: the number of the current file, and its characters so far."""

    def __init__(self, total: int, note_characters: int) -> None:
        self.part, self.filled = 1, 0
        self.small = max(SMALL, 2 * total // FILES)
        self.split = total + note_characters > SPLIT_ABOVE

    def assign(self, blocks: Iterable[etree._Element], within: bool = False) -> None:
        """Assign blocks to files. Blocks `within` a section get a number only if it differs from the section's."""
        first = self.part
        for block in blocks:
            size = _length(block)
            threshold = self.small if block.tag == tag("section") else max(self.small, SPLIT_ABOVE - size)
            if self.split and self.filled > threshold:
                self.part, self.filled = self.part + 1, 0
            if not within:
                block.set(PART, str(self.part))
            elif self.part != first:
                block.set(PART, str(self.part))
                for name in (XML_LANG, "dir"):  # the block is no longer inside its sections in the file
                    inherited = (
                        section.get(name) for section in block.iterancestors(tag("section")) if section.get(name)
                    )
                    if block.get(name) is None and (value := next(inherited, None)):
                        block.set(name, value)
            if self.split and size > SPLIT_ABOVE and block.tag == tag("section") and not block.get("role"):
                self.assign([child for child in block if isinstance(child.tag, str)], within=True)
            else:
                self.filled += size


def _assign_notes(notes: list[etree._Element], file_of_note: dict[str, str], last: str) -> None:
    """Assign each note to the file of its first call, a note inside a note to the outer note's file, others to `last`."""
    by_id = {note.get("id", ""): note for note in notes}
    unvisited = [id_ for id_ in file_of_note if id_ in by_id]
    while unvisited:
        note = by_id[unvisited.pop()]
        for call in note.iter(tag("noteref")):
            target = call.get("target", "")
            if target in by_id and target not in file_of_note:
                file_of_note[target] = file_of_note[note.get("id", "")]
                unvisited.append(target)
    for note in notes:
        note.set(PART, file_of_note.get(note.get("id", ""), last))


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))


def _resolve_links(prepared: Prepared) -> None:
    """Point links inside the article to the right file, and give pictures their media type."""
    file_of_id: dict[str, str] = {}
    last = max((e.get(PART, "1") for e in prepared.root.iterfind("a:body//*", NS)), key=int, default="1")
    for element in prepared.root.iter(etree.Element):
        if id_ := element.get("id"):
            file_of_id[id_] = _part_of(element, last)
    for element in prepared.root.iter(etree.Element):
        href = element.get(HREF, "")
        if href.startswith("#"):
            part = file_of_id.get(href[1:], "1")
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
    """Write the container (OCF): the media type first and uncompressed, then all files in a fixed order and date."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        add(archive, "META-INF/container.xml", _CONTAINER)
        for name in sorted(files):
            add(archive, name, files[name])
