"""What pandoc leaves to do in DOCX and ODT: the record's dates, the source's labels on notes, a zip without a clock, and the count."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from archiver import safety
from archiver.writers.pandoc.dialect import Tree
from archiver.writers.shared.zip_archive import add

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DCTERMS = "http://purl.org/dc/terms/"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_XLINK = "http://www.w3.org/1999/xlink"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Files = dict[str, bytes]


def docx(data: bytes, tree: Tree, made_at: str) -> tuple[bytes, int, int]:
    """The finished file, and how many calls and notes it holds. `made_at` is ISO 8601, or "" when no date is known."""
    files = _unpack(data)
    document = safety.parse_xml(files["word/document.xml"], "the DOCX")
    notes = safety.parse_xml(files["word/footnotes.xml"], "the DOCX")
    placed = [note for note in notes.iter(f"{{{_W}}}footnote") if note.get(f"{{{_W}}}type") is None]
    references = list(document.iter(f"{{{_W}}}footnoteReference"))
    if tree.marked:
        labels = {note.get(f"{{{_W}}}id"): _take_mark(note, tree) for note in placed}
        for note in placed:
            for own in note.iter(f"{{{_W}}}footnoteRef"):
                _replace(own, _run_text(labels[note.get(f"{{{_W}}}id")]))
                break
        for reference in references:
            reference.set(f"{{{_W}}}customMarkFollows", "1")
            reference.addnext(_run_text(labels[reference.get(f"{{{_W}}}id")]))
        files["word/document.xml"], files["word/footnotes.xml"] = _bytes(document), _bytes(notes)
    anchors = [str(a) for a in document.xpath("//@w:anchor", namespaces={"w": _W})]
    anchors += [str(a) for a in notes.xpath("//@w:anchor", namespaces={"w": _W})]
    names = [str(n) for n in document.xpath("//w:bookmarkStart/@w:name", namespaces={"w": _W})]
    files["docProps/core.xml"] = _dated(
        files["docProps/core.xml"], (f"{{{_DCTERMS}}}created", f"{{{_DCTERMS}}}modified"), made_at
    )
    return _pack(files), *_count(tree, len(references), len(placed), anchors, names)


def odt(data: bytes, tree: Tree, made_at: str) -> tuple[bytes, int, int]:
    """The finished file, and how many calls and notes it holds."""
    files = _unpack(data)
    content = safety.parse_xml(files["content.xml"], "the ODT")
    notes = list(content.iter(f"{{{_TEXT}}}note"))
    if tree.marked:
        for note in notes:
            label = _take_mark(note, tree)
            for shown in note.iter(f"{{{_TEXT}}}note-citation"):
                shown.set(f"{{{_TEXT}}}label", label)
                shown.text = label
    _say_alternatives(content, tree)
    files["content.xml"] = _bytes(content)
    if _is_rtl(tree):
        files["styles.xml"] = _turned(files["styles.xml"])
    anchors = [str(h)[1:] for h in content.xpath("//t:a/@l:href", namespaces={"t": _TEXT, "l": _XLINK})]
    names = [
        str(n)
        for n in content.xpath("//t:bookmark-start/@t:name | //t:bookmark/@t:name | //@xml:id", namespaces={"t": _TEXT})
    ]
    files["meta.xml"] = _dated(files["meta.xml"], (f"{{{_META}}}creation-date", f"{{{_DC}}}date"), made_at)
    return _pack(files), *_count(tree, len(notes), len(notes), anchors, names)


def _is_rtl(tree: Tree) -> bool:
    said = tree.document["meta"].get("dir", {"c": []})["c"]
    return [inline["c"] for inline in said] == ["rtl"]


def _turned(styles: bytes) -> bytes:
    """Styles whose paragraphs and pages begin at the right: pandoc leaves them as they are in every language."""
    root = safety.parse_xml(styles, "the ODT")
    for family in root.iter(f"{{{_STYLE}}}default-style"):
        if family.get(f"{{{_STYLE}}}family") == "paragraph":
            found = family.find(f"{{{_STYLE}}}paragraph-properties")
            if found is None:
                found = etree.Element(f"{{{_STYLE}}}paragraph-properties")
                family.insert(0, found)
            found.set(f"{{{_STYLE}}}writing-mode", "rl-tb")
            found.set(f"{{{_FO}}}text-align", "right")  # "start" is the left side for LibreOffice, in every direction
    for properties in root.iter(f"{{{_STYLE}}}paragraph-properties"):
        if properties.get(f"{{{_FO}}}text-align") in ("left", "start"):
            properties.set(f"{{{_FO}}}text-align", "right")
    for page in root.iter(f"{{{_STYLE}}}page-layout-properties"):
        page.set(f"{{{_STYLE}}}writing-mode", "rl-tb")
    return _bytes(root)


def _say_alternatives(content: etree._Element, tree: Tree) -> None:
    """Pandoc gives pictures in ODT no alternative text."""
    frames = [frame for frame in content.iter(f"{{{_DRAW}}}frame") if frame.find(f"{{{_DRAW}}}image") is not None]
    if len(frames) == len(tree.alternatives):
        for frame, alternative in zip(frames, tree.alternatives, strict=True):
            if alternative and frame.find(f"{{{_SVG}}}title") is None:
                etree.SubElement(frame, f"{{{_SVG}}}title").text = alternative


def _count(tree: Tree, references: int, placed: int, anchors: list[str], names: list[str]) -> tuple[int, int]:
    ended = {f"{tree.own}{number}" for number in tree.at_end}
    return (
        references + sum(anchor.startswith(tree.own) for anchor in anchors),
        placed + len(ended & set(names)),
    )


def _take_mark(note: etree._Element, tree: Tree) -> str:
    """The label of the note that this is; its mark goes."""
    for text in note.iter(etree.Element):
        if found := re.match(rf"{tree.own}(\d+)x ?", text.text or ""):
            text.text = (text.text or "")[found.end() :]
            return tree.labels[int(found[1])]
    return "*"


def _run_text(text: str) -> etree._Element:
    run = etree.Element(f"{{{_W}}}t", {_XML_SPACE: "preserve"})
    run.text = text
    return run


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    assert parent is not None
    parent.replace(old, new)


def _dated(data: bytes, names: tuple[str, ...], made_at: str) -> bytes:
    """The metadata with the record's date in place of pandoc's; without any where none is known."""
    root = safety.parse_xml(data, "the metadata")
    for element in [e for name in names for e in root.iter(name)]:
        if made_at:
            element.text = made_at
        elif (parent := element.getparent()) is not None:
            parent.remove(element)
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(root, encoding="UTF-8")


def _unpack(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _pack(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            add(archive, name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()
