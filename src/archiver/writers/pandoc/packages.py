"""DOCX and ODT after pandoc: the record's dates, the source's labels on notes, a reproducible zip, and the counts."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from archiver import safety
from archiver.writers.pandoc.dialect import PandocTree
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


def docx(data: bytes, tree: PandocTree, made_at: str) -> tuple[bytes, int, int]:
    """Finish pandoc's DOCX; returns the file, and the numbers of calls and notes. `made_at` is ISO 8601, or ""."""
    files = _unpack(data)
    document = safety.parse_xml(files["word/document.xml"], "the DOCX")
    notes = safety.parse_xml(files["word/footnotes.xml"], "the DOCX")
    footnotes = [note for note in notes.iter(f"{{{_W}}}footnote") if note.get(f"{{{_W}}}type") is None]
    references = list(document.iter(f"{{{_W}}}footnoteReference"))
    if tree.has_placeholders:
        labels = {note.get(f"{{{_W}}}id"): _take_placeholder(note, tree) for note in footnotes}
        for note in footnotes:
            for mark in note.iter(f"{{{_W}}}footnoteRef"):
                _replace(mark, _run_text(labels[note.get(f"{{{_W}}}id")]))
                break
        for reference in references:
            reference.set(f"{{{_W}}}customMarkFollows", "1")
            reference.addnext(_run_text(labels[reference.get(f"{{{_W}}}id")]))
        files["word/document.xml"], files["word/footnotes.xml"] = _bytes(document), _bytes(notes)
    anchors = [str(a) for a in document.xpath("//@w:anchor", namespaces={"w": _W})]
    anchors += [str(a) for a in notes.xpath("//@w:anchor", namespaces={"w": _W})]
    names = [str(n) for n in document.xpath("//w:bookmarkStart/@w:name", namespaces={"w": _W})]
    files["docProps/core.xml"] = _with_dates(
        files["docProps/core.xml"], (f"{{{_DCTERMS}}}created", f"{{{_DCTERMS}}}modified"), made_at
    )
    return _pack(files), *_count(tree, len(references), len(footnotes), anchors, names)


def odt(data: bytes, tree: PandocTree, made_at: str) -> tuple[bytes, int, int]:
    """Finish pandoc's ODT; returns the file, and the numbers of calls and notes. `made_at` is ISO 8601, or ""."""
    files = _unpack(data)
    content = safety.parse_xml(files["content.xml"], "the ODT")
    notes = list(content.iter(f"{{{_TEXT}}}note"))
    if tree.has_placeholders:
        for note in notes:
            label = _take_placeholder(note, tree)
            for citation in note.iter(f"{{{_TEXT}}}note-citation"):
                citation.set(f"{{{_TEXT}}}label", label)
                citation.text = label
    _set_alternatives(content, tree)
    files["content.xml"] = _bytes(content)
    if _is_rtl(tree):
        files["styles.xml"] = _right_to_left(files["styles.xml"])
    anchors = [str(h)[1:] for h in content.xpath("//t:a/@l:href", namespaces={"t": _TEXT, "l": _XLINK})]
    names = [
        str(n)
        for n in content.xpath("//t:bookmark-start/@t:name | //t:bookmark/@t:name | //@xml:id", namespaces={"t": _TEXT})
    ]
    files["meta.xml"] = _with_dates(files["meta.xml"], (f"{{{_META}}}creation-date", f"{{{_DC}}}date"), made_at)
    return _pack(files), *_count(tree, len(notes), len(notes), anchors, names)


def _is_rtl(tree: PandocTree) -> bool:
    inlines = tree.document["meta"].get("dir", {"c": []})["c"]
    return [inline["c"] for inline in inlines] == ["rtl"]


def _right_to_left(styles: bytes) -> bytes:
    """Styles for right-to-left text: paragraphs and pages begin at the right, which pandoc does in no language."""
    root = safety.parse_xml(styles, "the ODT")
    for family in root.iter(f"{{{_STYLE}}}default-style"):
        if family.get(f"{{{_STYLE}}}family") == "paragraph":
            default = family.find(f"{{{_STYLE}}}paragraph-properties")
            if default is None:
                default = etree.Element(f"{{{_STYLE}}}paragraph-properties")
                family.insert(0, default)
            default.set(f"{{{_STYLE}}}writing-mode", "rl-tb")
            default.set(f"{{{_FO}}}text-align", "right")  # LibreOffice takes "start" as left in every direction
    for properties in root.iter(f"{{{_STYLE}}}paragraph-properties"):
        if properties.get(f"{{{_FO}}}text-align") in ("left", "start"):
            properties.set(f"{{{_FO}}}text-align", "right")
    for page in root.iter(f"{{{_STYLE}}}page-layout-properties"):
        page.set(f"{{{_STYLE}}}writing-mode", "rl-tb")
    return _bytes(root)


def _set_alternatives(content: etree._Element, tree: PandocTree) -> None:
    """Add the alternative texts of pictures, which pandoc does not write in ODT."""
    frames = [frame for frame in content.iter(f"{{{_DRAW}}}frame") if frame.find(f"{{{_DRAW}}}image") is not None]
    if len(frames) == len(tree.alternatives):
        for frame, alternative in zip(frames, tree.alternatives, strict=True):
            if alternative and frame.find(f"{{{_SVG}}}title") is None:
                etree.SubElement(frame, f"{{{_SVG}}}title").text = alternative


def _count(tree: PandocTree, references: int, note_count: int, anchors: list[str], names: list[str]) -> tuple[int, int]:
    end_anchors = {f"{tree.anchor_prefix}{number}" for number in tree.at_end}
    return (
        references + sum(anchor.startswith(tree.anchor_prefix) for anchor in anchors),
        note_count + len(end_anchors & set(names)),
    )


def _take_placeholder(note: etree._Element, tree: PandocTree) -> str:
    """The label of this note; removes the placeholder from its text."""
    for text in note.iter(etree.Element):
        if match := re.match(rf"{tree.anchor_prefix}(\d+)x ?", text.text or ""):
            text.text = (text.text or "")[match.end() :]
            return tree.labels[int(match[1])]
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


def _with_dates(data: bytes, names: tuple[str, ...], made_at: str) -> bytes:
    """The metadata with the record's date instead of pandoc's, or without dates if none is known."""
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
