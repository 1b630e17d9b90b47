"""ODT (OpenDocument 1.3, ISO/IEC 26300): what pandoc does not read, or does not tell.

The file has the label and the kind of each note, as LibreOffice shows them. pandoc drops text boxes, ruby annotation, comments and deleted text: boxes
and ruby are put into the running text before pandoc reads it; comments and deletions are given to the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from archiver.errors import Malformed
from archiver.page import Property
from archiver.readers.documents import odt_code
from archiver.readers.documents.containers import ZipContainer, protected

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _OFFICE, _STYLE, _DRAW = (f"{{{_BASE}{name}:1.0}}" for name in ("text", "office", "style", "drawing"))
_META = f"{{{_BASE}meta:1.0}}"
_SVG = f"{{{_BASE}svg-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = f"{{{_BASE}manifest:1.0}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_CONTENT = "content.xml"
#: Elements in a paragraph that are no text of it: notes, comments, the description and the title of a picture.
_NO_TEXT = frozenset((f"{_TEXT}note", f"{_OFFICE}annotation", f"{_SVG}desc", f"{_SVG}title"))

#: By the name of a paragraph style, the field of the head.
_STYLES = {"Title": "title", "Subtitle": "subtitle", "Author": "author", "Date": "date"}
#: The number of first paragraphs that may be a title, a subtitle, authors.
_FIRST = 12
_PROPERTIES = (
    (f"{_DC}title", "title"), (f"{_META}initial-creator", "author"), (f"{_DC}language", "language"), (f"{_META}keyword", "keyword"),
    (f"{_DC}date", "modified"),
)  # fmt: skip


def require_readable(container: ZipContainer) -> None:
    """Raise Forbidden for an encrypted document, and Malformed for one without content."""
    manifest = container.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
        raise protected(container.source)
    if container.xml(_CONTENT) is None:
        raise Malformed(
            f"{container.source.name}: this {container.what} has no readable content.xml.",
            "Save it again with the program that made it.",
        )


def labels(container: ZipContainer) -> list[tuple[str, str, bool]]:
    """The label and the kind of each note, in the order of their calls."""
    root = container.xml(_CONTENT)
    found: list[tuple[str, str, bool]] = []
    for note in root.iter(f"{_TEXT}note") if root is not None else ():
        citation = note.find(f"{_TEXT}note-citation")
        label = "" if citation is None else (citation.get(f"{_TEXT}label") or "".join(_strings(citation))).strip()
        kind = "endnote" if note.get(f"{_TEXT}note-class") == "endnote" else "footnote"
        found.append((label or str(len(found) + 1), kind, False))
    return found


def properties(container: ZipContainer) -> Iterator[Property]:
    """What the properties of the file say."""
    meta = container.xml("meta.xml")
    if meta is None:
        return
    for tag, name in _PROPERTIES:
        for element in meta.iter(tag):
            text = " ".join((element.text or "").split())
            for value in (
                filter(None, map(str.strip, text.replace(";", ",").split(","))) if name == "keyword" else (text,)
            ):
                yield Property(name, value, "document-properties", "low")


def styled(container: ZipContainer) -> Iterator[tuple[str, str]]:
    """The paragraphs at the start with the style of a title and the like: (field, text)."""
    root = container.xml(_CONTENT)
    if root is None:
        return
    parents = {
        str(style.get(f"{_STYLE}name")): str(style.get(f"{_STYLE}parent-style-name") or "")
        for style in root.iter(f"{_STYLE}style")
    }
    for number, paragraph in enumerate(
        p for p in root.iter(*_PARAGRAPHS) if next(p.iterancestors(f"{_TEXT}tracked-changes"), None) is None
    ):
        name = str(paragraph.get(f"{_TEXT}style-name") or "")
        field = _STYLES.get(name) or _STYLES.get(parents.get(name, ""))
        text = " ".join("".join(_strings(paragraph)).split())
        if number >= _FIRST or (text and field is None):
            return
        if field is not None and text:
            yield field, text


def changes(container: ZipContainer) -> Iterator[tuple[str, str]]:
    """What is no text of the document, as ("deletion" or "comment-start", text)."""
    root = container.xml(_CONTENT)
    if root is None:
        return
    for deletion in root.iter(f"{_TEXT}deletion"):
        if text := _paragraphs_of(deletion):
            yield "deletion", text
    for comment in root.iter(f"{_OFFICE}annotation"):
        if text := _paragraphs_of(comment):
            yield "comment-start", text


def count_insertions(container: ZipContainer) -> int:
    """The number of tracked insertions. Their text is a part of the running text."""
    root = container.xml(_CONTENT)
    return sum(1 for _ in root.iter(f"{_TEXT}insertion")) if root is not None else 0


def _paragraphs_of(element: etree._Element) -> str:
    return " ".join(" ".join("".join(_strings(p)).split()) for p in element.iter(*_PARAGRAPHS)).strip()


def source_text(container: ZipContainer) -> str:
    """All text of the paragraphs, for the check that pandoc read it."""
    root = container.xml(_CONTENT)
    if root is None:
        return ""
    for element in [*root.iter(f"{_TEXT}note-citation", f"{_TEXT}hidden-text")]:
        drop(element)
    return "\n".join("".join(_strings(p)) for p in root.iter(*_PARAGRAPHS))


def _strings(element: etree._Element) -> Iterator[str]:
    """The texts inside an element, without those of paragraphs inside of it; a space for a tab, a line break and several spaces."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _PARAGRAPHS:
            if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}ruby-text"):
                yield " "
            if child.tag not in _NO_TEXT:
                yield from _strings(child)
            if child.tag == f"{_TEXT}ruby":
                yield " "
        if child.tail:
            yield child.tail


def mended(container: ZipContainer) -> tuple[bytes, list[str]]:
    """The container with text boxes and ruby in the running text, and marks for blocks of code, where it has some; and these blocks."""
    root = container.xml(_CONTENT)
    if root is None:
        return container.source.data, []
    blocks = odt_code.take_out(container, root)
    if not (_unpack_boxes(root) | _spell_out_ruby(root) | _name_formulas(root) | bool(blocks)):
        return container.source.data, []
    return container.with_members({_CONTENT: etree.tostring(root)}), blocks


def _unpack_boxes(root: etree._Element) -> bool:
    """Put the paragraphs of text boxes behind the paragraph that holds the box:

    <p>One <frame><text-box><p>Two.</p></text-box></frame></p>    becomes    <p>One </p><p>Two.</p>

    A box with a picture and one paragraph is a picture with its caption, which pandoc reads.
    """
    boxes = [
        box
        for box in root.iter(f"{_DRAW}text-box")
        if len(box) > 1 or next(box.iter(f"{_DRAW}image", f"{_DRAW}object"), None) is None
    ]
    for box in boxes:
        outermost = next((p for p in box.iterancestors(*_PARAGRAPHS)), None)
        if outermost is None:
            continue
        position = outermost
        for child in list(box):
            child.tail = None
            position.addnext(child)
            position = child
    return bool(boxes)


def _spell_out_ruby(root: etree._Element) -> bool:
    """Write ruby annotation in brackets behind its base, as plain text has it."""
    rubies = list(root.iter(f"{_TEXT}ruby"))
    for ruby in rubies:
        annotation = "".join("".join(_strings(part)) for part in ruby.iter(f"{_TEXT}ruby-text"))
        span = etree.Element(f"{_TEXT}span")
        for base in list(ruby.iter(f"{_TEXT}ruby-base")):
            span.text = base.text
            span.extend(list(base))
        last = etree.SubElement(span, f"{_TEXT}span")
        last.text = f"({annotation})" if annotation else ""
        span.tail = ruby.tail
        parent = ruby.getparent()
        if parent is not None:
            parent.replace(ruby, span)
    return bool(rubies)


def without_indents(document: Mapping[str, Any]) -> None:
    """Take notes out of quotations. LibreOffice indents the text of each note, and pandoc takes indented paragraphs for quotations."""
    stack: list[Any] = [document["blocks"]]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            content: Any = node.get("c")
            while node.get("t") == "Note" and len(content) == 1 and content[0]["t"] == "BlockQuote":
                node["c"] = content = content[0]["c"]
            stack.append(content)
        elif isinstance(node, list):
            stack.extend(item for item in node if isinstance(item, dict | list))


def _name_formulas(root: etree._Element) -> bool:
    """Write the addresses of formulas as pandoc reads them: "Formula-1/" becomes "./Formula-1"."""
    found = False
    for formula in root.iter(f"{_DRAW}object"):
        address = formula.get(_HREF) or ""
        if address.endswith("/"):
            formula.set(_HREF, address.rstrip("/"))
            found = True
    return found


def drop(element: etree._Element) -> None:
    """Take an element out, and leave its tail."""
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
