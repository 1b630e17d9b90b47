"""DOCX (Office Open XML, ECMA-376): what pandoc does not tell, and what it does not read.

pandoc loses text boxes with the paragraph around them, ruby annotation and the results of simple fields, and takes hidden text for text. That is put
right in the markup before pandoc reads it. What it does not tell are the labels of the notes as Word shows them, and the properties of the file.

Word numbers notes itself: footnotes 1, 2, 3, endnotes i, ii, iii, each series on its own, unless the settings of the document or of a section say
otherwise (17.11). An author may also give a note a mark of its own (`customMarkFollows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from archiver.page import Property
from archiver.readers.documents.containers import ZipContainer
from archiver.text import ordinal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_COMPATIBILITY}Fallback"
#: WordArt in old drawings: its words are an attribute.
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
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
        _drop_instructions(root)
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
        lines += [str(art.get("string")) for art in root.iter(_WORD_ART) if art.get("string")]
    return "\n".join(lines)


def included(container: ZipContainer) -> Iterator[str]:
    """The names of the files that the document takes in as it is opened, and that are not read: other documents inside or outside of the container."""
    main = main_part(container)
    root = container.xml(main)
    folder, _, name = main.rpartition("/")
    relations = container.xml(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if root is None or relations is None:
        return
    targets = {str(relation.get("Id")): str(relation.get("Target") or "") for relation in relations}
    for element in root.iter(f"{_W}altChunk", f"{_W}subDoc", f"{_W_STRICT}altChunk", f"{_W_STRICT}subDoc"):
        key = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        if target := targets.get(key, ""):
            yield target.rpartition("/")[2] or target


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return next((outer for outer in element.iterancestors() if _local(outer) == "p"), None)


def _in_fallback(element: etree._Element) -> bool:
    return next(element.iterancestors(_FALLBACK), None) is not None


def mended(container: ZipContainer) -> bytes:
    """The container with all text where pandoc reads it. Unchanged, if there is nothing to do."""
    changed: dict[str, bytes] = {}
    for name, root in _parts(container):
        has_changed = False
        for step in (
            _choose_alternatives,
            _unwrap,
            _drop_instructions,
            _name_tabs,
            _open_comments,
            _unpack_boxes,
            _spell_out_ruby,
            _mark_hidden,
        ):
            has_changed |= step(root)
        if has_changed:
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return container.with_members(changed)


#: Elements around runs or paragraphs that pandoc does not read into: results of simple fields, XML of a customer, directions of writing.
_WRAPPERS = ("fldSimple", "customXml", "bdo", "dir")


def _choose_alternatives(root: etree._Element) -> bool:
    """Take the first choice of alternative content that is text (ECMA-376-3, 7.6), as Word does: pandoc reads the fallback, or nothing. Drawings are read elsewhere."""
    found = False
    for alternatives in list(root.iter(f"{_COMPATIBILITY}AlternateContent")):
        choice = next(alternatives.iterchildren(f"{_COMPATIBILITY}Choice"), None)
        parent = alternatives.getparent()
        if choice is None or parent is None or any(map(_is_drawing, choice.iter())):
            continue
        position = parent.index(alternatives)
        parent[position : position + 1] = list(choice)
        found = True
    return found


def _unwrap(root: etree._Element) -> bool:
    """Put what wrappers hold in their place: <fldSimple instr="SEQ Figure"><r>1</r></fldSimple> becomes <r>1</r>."""
    wrappers = [element for element in root.iter(f"{_W}*", f"{_W_STRICT}*") if _local(element) in _WRAPPERS]
    for element in wrappers:
        parent = element.getparent()
        if parent is not None:
            position = parent.index(element)
            parent[position : position + 1] = [child for child in element if not _local(child).endswith("Pr")]
    return bool(wrappers)


def _drop_instructions(root: etree._Element) -> bool:
    """Take out the results of fields that stand in the instruction of another field (17.16.18): nobody sees them.

    { IF { DATE } = … } shows the result of IF alone, and pandoc that of DATE too.
    """
    stack: list[bool] = []  # for each open field, whether its instruction goes on
    found = False
    for element in list(root.iter(f"{_W}fldChar", f"{_W}t", f"{_W_STRICT}fldChar", f"{_W_STRICT}t")):
        if _local(element) == "t":
            if any(stack[:-1]) and element.text:
                element.text = ""
                found = True
            continue
        kind = _attribute(element, "fldCharType")
        if kind == "begin":
            stack.append(True)
        elif stack and kind == "separate":
            stack[-1] = False
        elif stack and kind == "end":
            stack.pop()
    return found


def _open_comments(root: etree._Element) -> bool:
    """Give each comment that is about a place and no stretch of text (as LibreOffice writes them) an empty stretch: without one, pandoc leaves it out."""
    opened = {_attribute(start, "id") for start in root.iter(f"{_W}commentRangeStart", f"{_W_STRICT}commentRangeStart")}
    found = False
    for reference in list(root.iter(f"{_W}commentReference", f"{_W_STRICT}commentReference")):
        run = reference.getparent()
        if run is None or _attribute(reference, "id") in opened:
            continue
        namespace = f"{{{etree.QName(reference).namespace}}}"
        for name in ("commentRangeStart", "commentRangeEnd"):
            run.addprevious(etree.Element(f"{namespace}{name}", {f"{namespace}id": _attribute(reference, "id")}))
        found = True
    return found


def _name_tabs(root: etree._Element) -> bool:
    """Write tabs to a place of the page (<ptab>) as tabs: pandoc leaves them out, and joins the words around them."""
    tabs = list(root.iter(f"{_W}ptab", f"{_W_STRICT}ptab"))
    for tab in tabs:
        tab.tag = f"{{{etree.QName(tab).namespace}}}tab"
        tab.attrib.clear()
    return bool(tabs)


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


def join_lists(document: Mapping[str, Any]) -> None:
    """Join bulleted lists that nothing parts: a file may give each item a list of its own, and Word shows one."""
    stack: list[Any] = [document["blocks"]]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            stack.append(node.get("c"))
        elif isinstance(node, list):
            for n in range(len(node) - 1, 0, -1):
                if all(isinstance(block, dict) and block.get("t") == "BulletList" for block in node[n - 1 : n + 1]):
                    node[n - 1]["c"] += node.pop(n)["c"]
            stack.extend(item for item in node if isinstance(item, dict | list))
