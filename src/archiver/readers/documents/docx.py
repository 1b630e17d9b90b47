"""DOCX (Office Open XML, ECMA-376): what pandoc does not tell, and what it does not read.

pandoc loses text boxes with the paragraph around them, ruby annotation and the results of simple fields, and takes hidden text for text. That is put
right in the markup before pandoc reads it. What it does not tell are the labels of the notes as Word shows them, and the properties of the file.

Word numbers notes itself: footnotes 1, 2, 3, endnotes i, ii, iii, each series on its own, unless the settings of the document or of a section say
otherwise (17.11). An author may also give a note a mark of its own (`customMarkFollows`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from archiver.page import Property
from archiver.readers.documents.containers import ZipContainer
from archiver.text import ordinal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_COMPATIBILITY}Fallback"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = ("document.main+xml", "template.main+xml", "document.macroEnabled.main+xml")
_ROMAN = {"lowerRoman": "i", "upperRoman": "I"}
_SYMBOLS = "*†‡§"
#: The author of "deletions" that are hidden text. tree.py knows the name.
HIDDEN = "archiver:hidden"


@dataclass(slots=True)
class _Numbering:
    """How a section numbers its footnotes or endnotes."""

    style: str
    start: int = 1
    restarts: bool = False

    def label(self, number: int) -> str:
        if self.style in _ROMAN:
            return ordinal(number, _ROMAN[self.style])
        if self.style in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if self.style == "lowerLetter" else letter.upper()
        if self.style == "chicago":
            return _SYMBOLS[(number - 1) % 4] * ((number - 1) // 4 + 1)
        return str(number)


@dataclass(slots=True)
class _Call:
    kind: str
    #: The own mark of the note; "" for one that Word numbers.
    mark: str


@dataclass(slots=True)
class _Section:
    calls: list[_Call] = field(default_factory=list)
    properties: etree._Element | None = None


def main_part(container: ZipContainer) -> str:
    """The name of the main part. It is word/document.xml nearly always, and [Content_Types].xml says so."""
    types = container.xml(_CONTENT_TYPES)
    for override in types if types is not None else ():
        if str(override.get("ContentType", "")).endswith(_MAIN):
            return str(override.get("PartName", "")).lstrip("/")
    return "word/document.xml"


def labels(container: ZipContainer) -> list[tuple[str, str, bool]]:
    """For each note, in the order of their calls: its label, its kind, and whether the label is a mark of the author's, which stands in the
    text too.
    """
    root = container.xml(main_part(container))
    if root is None:
        return []
    settings = container.xml(f"{main_part(container).rpartition('/')[0]}/settings.xml")
    counts = {"footnote": 0, "endnote": 0}
    found: list[tuple[str, str, bool]] = []
    for section in _sections(root):
        numbering = {kind: _numbering(kind, settings, section.properties) for kind in counts}
        for kind, numbers in numbering.items():
            if numbers.restarts:
                counts[kind] = 0
        for call in section.calls:
            if call.mark:
                found.append((call.mark, call.kind, True))
                continue
            numbers = numbering[call.kind]
            found.append((numbers.label(max(1, numbers.start + counts[call.kind])), call.kind, False))
            counts[call.kind] += 1
    return found


def _sections(root: etree._Element) -> Iterator[_Section]:
    """The sections of a document with their calls. The properties of a section stand at its end."""
    section = _Section()
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
            continue
        name = _local(element)
        if event == "start":
            if element.tag == _FALLBACK:
                skipped = element
            elif name in ("footnoteReference", "endnoteReference"):
                custom = _attribute(element, "customMarkFollows") in ("1", "true", "on")
                section.calls.append(_Call(name.removesuffix("Reference"), _mark(element) if custom else ""))
        elif name == "sectPr":
            section.properties = element
            yield section
            section = _Section()
    if section.calls:
        yield section


def _mark(reference: etree._Element) -> str:
    """The text of the run behind a call with a mark of its own; "" when it is too long for a mark."""
    text = "".join(sibling.text or "" for sibling in reference.itersiblings() if _local(sibling) == "t").strip()
    return text if len(text) <= 6 else ""


def _numbering(kind: str, settings: etree._Element | None, section: etree._Element | None) -> _Numbering:
    """The numbering of a section: that of the document, changed by its own properties."""
    numbering = _Numbering("decimal" if kind == "footnote" else "lowerRoman")
    for holder in (settings, section):
        properties = _child(holder, f"{kind}Pr")
        if (style := _child(properties, "numFmt")) is not None:
            numbering.style = _attribute(style, "val")
        if (start := _child(properties, "numStart")) is not None and _attribute(start, "val").isdecimal():
            numbering.start = int(_attribute(start, "val"))
        if (restart := _child(properties, "numRestart")) is not None:
            numbering.restarts = _attribute(restart, "val") == "eachSect"
    return numbering


def _local(element: etree._Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) and tag.startswith((_W, _W_STRICT)) else ""


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in element if _local(child) == name), None) if element is not None else None


def _attribute(element: etree._Element, name: str) -> str:
    return element.get(f"{_W}{name}") or element.get(f"{_W_STRICT}{name}") or ""


# -- what pandoc does not read -------------------------------------------------------------------------


def _parts(container: ZipContainer) -> Iterator[tuple[str, etree._Element]]:
    """The parts with text: the main one and the notes, by name."""
    main = main_part(container)
    folder = main.rpartition("/")[0]
    for name in (main, f"{folder}/footnotes.xml", f"{folder}/endnotes.xml"):
        if (root := container.xml(name)) is not None:
            yield name, root


def source_text(container: ZipContainer) -> str:
    """All text of the paragraphs, for the check that pandoc read it: also deleted text, without codes of fields."""
    lines: list[str] = []
    for _, root in _parts(container):
        for paragraph in root.iter(f"{_W}p", f"{_W_STRICT}p"):
            pieces: list[str] = []
            for element in paragraph.iter():
                name = _local(element)
                if name in ("t", "delText") and _paragraph_of(element) is paragraph and not _in_fallback(element):
                    in_ruby = any(_local(outer) in ("rt", "rubyBase") for outer in element.iterancestors())
                    pieces.append(f" {element.text} " if in_ruby else element.text or "")
                elif name in (
                    "tab",
                    "br",
                    "cr",
                    "footnoteReference",
                    "endnoteReference",
                    "noBreakHyphen",
                ):
                    pieces.append(" ")
            lines.append("".join(pieces))
    return "\n".join(lines)


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return next((outer for outer in element.iterancestors() if _local(outer) == "p"), None)


def _in_fallback(element: etree._Element) -> bool:
    return next(element.iterancestors(_FALLBACK), None) is not None


def mended(container: ZipContainer) -> bytes:
    """The container with all text where pandoc reads it. Unchanged, if there is nothing to do."""
    changed: dict[str, bytes] = {}
    for name, root in _parts(container):
        has_changed = False
        for step in (_unwrap_fields, _unpack_boxes, _spell_out_ruby, _mark_hidden):
            has_changed |= step(root)
        if has_changed:
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return container.with_members(changed)


def _unwrap_fields(root: etree._Element) -> bool:
    """Put the result of a simple field in its place: <fldSimple instr="SEQ Figure"><r>1</r></fldSimple> becomes <r>1</r>."""
    fields = list(root.iter(f"{_W}fldSimple", f"{_W_STRICT}fldSimple"))
    for element in fields:
        parent = element.getparent()
        if parent is not None:
            position = parent.index(element)
            parent[position : position + 1] = list(element)
    return bool(fields)


def _unpack_boxes(root: etree._Element) -> bool:
    """Put the paragraphs of text boxes behind the paragraph that holds the box."""
    boxes = [box for box in root.iter(f"{_W}txbxContent", f"{_W_STRICT}txbxContent") if not _in_fallback(box)]
    for box in boxes:
        paragraphs = [outer for outer in box.iterancestors() if _local(outer) == "p"]
        drawing = next((outer for outer in box.iterancestors() if _is_drawing(outer)), None)
        parent = box.getparent()
        if not paragraphs or parent is None:
            continue
        position = paragraphs[-1]
        for child in list(box):
            position.addnext(child)
            position = child
        parent.remove(box)
        for outer in list(parent.iterancestors(f"{_COMPATIBILITY}AlternateContent")):
            for fallback in outer.findall(_FALLBACK):
                outer.remove(fallback)
            drawing = outer
        if drawing is not None and not _has_picture(drawing) and (holder := drawing.getparent()) is not None:
            holder.remove(drawing)
    return bool(boxes)


def _is_drawing(element: etree._Element) -> bool:
    return _local(element) in ("drawing", "pict", "object")


def _has_picture(element: etree._Element) -> bool:
    return any(
        isinstance(e.tag, str) and etree.QName(e).localname in ("blip", "imagedata", "txbxContent")
        for e in element.iter()
    )


def _spell_out_ruby(root: etree._Element) -> bool:
    """Write ruby annotation in brackets behind its base, as plain text has it."""
    rubies = list(root.iter(f"{_W}ruby", f"{_W_STRICT}ruby"))
    for ruby in rubies:
        run = ruby.getparent()
        holder = run.getparent() if run is not None else None
        if run is None or holder is None or _local(run) != "r":
            continue
        namespace = f"{{{etree.QName(ruby).namespace}}}"
        base = [inner for part in ruby.findall(f"{namespace}rubyBase") for inner in part]
        annotation = "".join(
            e.text or "" for part in ruby.findall(f"{namespace}rt") for e in part.iter(f"{namespace}t")
        )
        note = etree.Element(f"{namespace}r")
        etree.SubElement(note, f"{namespace}t").text = f"({annotation})" if annotation else ""
        position = holder.index(run)
        holder[position : position + 1] = [*base, note]
    return bool(rubies)


def _mark_hidden(root: etree._Element) -> bool:
    """Mark hidden text as deleted by nobody: pandoc tells deleted text from other text, and hidden text it does not."""
    found = False
    for mark in list(root.iter(f"{_W}vanish", f"{_W_STRICT}vanish")):
        properties = mark.getparent()
        run = properties.getparent() if properties is not None else None
        holder = run.getparent() if run is not None else None
        if (
            run is None
            or holder is None
            or _local(run) != "r"
            or _local(holder) == "del"
            or _attribute(mark, "val") in ("0", "false", "off")
        ):
            continue
        namespace = f"{{{etree.QName(run).namespace}}}"
        deletion = etree.Element(f"{namespace}del", {f"{namespace}id": "0", f"{namespace}author": HIDDEN})
        holder.replace(run, deletion)
        deletion.append(run)
        for text in run.findall(f"{namespace}t"):
            text.tag = f"{namespace}delText"
        found = True
    return found


# -- properties ----------------------------------------------------------------------------------------


def properties(container: ZipContainer) -> Iterator[Property]:
    """What the properties of the file say. Programs fill them in, often with the name of an earlier file or of the owner of the machine."""
    core = container.xml("docProps/core.xml")
    if core is None:
        return
    for tag, name, confidence in _PROPERTIES:
        for element in core.iter(tag):
            if text := " ".join((element.text or "").split()):
                for value in text.replace(";", ",").split(",") if name == "keyword" else (text,):
                    yield Property(name, value.strip(), "document-properties", confidence)


_PROPERTIES: tuple[tuple[str, str, Literal["low"]], ...] = (
    (f"{_DC}title", "title", "low"),
    (f"{_DC}creator", "author", "low"),
    (f"{_DC}language", "language", "low"),
    (f"{_CORE}keywords", "keyword", "low"),
    (f"{_TERMS}modified", "modified", "low"),
)
