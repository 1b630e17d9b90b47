"""Code in OpenDocument texts: paragraphs with the style Preformatted Text, or Source Code, one for each line.

pandoc reads them as paragraphs, and several spaces as one. So each run of them becomes one paragraph with a mark, and in pandoc's tree a block of code stands for
the mark again.

<text:p text:style-name="P9">lamp <text:s text:c="2"/>--on</text:p>        →    <text:p>⟨0⟩</text:p>        →    CodeBlock "lamp   --on"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from archiver.readers.documents.containers import ZipContainer

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{{{_BASE}text:1.0}}", f"{{{_BASE}style:1.0}}"
_PARAGRAPH, _NAME = f"{_TEXT}p", f"{_TEXT}style-name"
#: The styles of LibreOffice, of pandoc's ODT, and of Word documents that pandoc wrote.
_STYLES = frozenset(
    ("Preformatted_20_Text", "Preformatted Text", "Source_20_Code", "Source Code", "HTML_20_Preformatted")
)
#: Elements in a line of code that are no text of their own.
_PLAIN = frozenset(f"{_TEXT}{name}" for name in ("span", "a", "s", "tab", "line-break", "soft-page-break", "bookmark", "bookmark-start", "bookmark-end"))  # fmt: skip
#: Characters for private use on both sides of the number of a block.
_OPEN, _CLOSE = "\uf8e4", "\uf8e5"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
#: How many styles a style may be made from.
_MOST_PARENTS = 20


def take_out(container: ZipContainer, root: etree._Element) -> list[str]:
    """Put a mark for each block of code in the content of a document, and return the blocks."""
    text = "".join(root.itertext())
    styles = _styles_of_code(container, root)
    if not styles or _OPEN in text or _CLOSE in text:
        return []
    blocks: list[str] = []
    for parent in dict.fromkeys(p.getparent() for p in root.iter(_PARAGRAPH) if p.get(_NAME) in styles):
        if parent is None:
            continue
        for run in list(_runs(parent, styles)):
            first, *rest = run
            code = "\n".join("".join(_strings(p)) for p in run).rstrip()
            if not code.strip():
                continue
            for child in list(first):
                first.remove(child)
            first.text = f"{_OPEN}{len(blocks)}{_CLOSE}"
            for paragraph in rest:
                parent.remove(paragraph)
            blocks.append(code)
    return blocks


def put_back(document: Mapping[str, Any], blocks: Sequence[str]) -> None:
    """Put the blocks of code into pandoc's tree, where their marks are."""
    stack: list[Any] = [document["blocks"]] if blocks else []
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(item for item in node if isinstance(item, dict | list))
            continue
        content: Any = node.get("c")
        if node.get("t") in ("Para", "Plain") and (number := _number(content)) is not None:
            node["t"], node["c"] = "CodeBlock", [["", [], []], blocks[number]]
        elif isinstance(content, dict | list):
            stack.append(content)


def _number(inlines: Any) -> int | None:
    """The number of the block of code for which a paragraph stands; None for any other paragraph."""
    while isinstance(inlines, list) and len(inlines) == 1 and isinstance(inlines[0], dict):
        content = inlines[0].get("c")
        if inlines[0].get("t") == "Str":
            match = _MARK.fullmatch(str(content))
            return int(match[1]) if match is not None else None
        # the paragraph may have a format
        inlines = content[-1] if content and isinstance(content[-1], list) else content
    return None


def _styles_of_code(container: ZipContainer, root: etree._Element) -> frozenset[str]:
    """The names of the styles of code, and of those that are made from them."""
    parents: dict[str, str] = {}
    for part in (container.xml("styles.xml"), root):
        for style in part.iter(f"{_STYLE}style") if part is not None else ():
            parents[str(style.get(f"{_STYLE}name"))] = str(style.get(f"{_STYLE}parent-style-name") or "")
    found = set(_STYLES)
    for name in parents:
        chain = [name]
        while (parent := parents.get(chain[-1], "")) and len(chain) < _MOST_PARENTS:
            chain.append(parent)
        if not found.isdisjoint(chain):
            found.update(chain[: next(n for n, style in enumerate(chain) if style in found)])
    return frozenset(found)


def _runs(parent: etree._Element, styles: frozenset[str]) -> Iterator[list[etree._Element]]:
    """The paragraphs of code that follow each other. One that holds a note, a picture or a comment is none."""
    run: list[etree._Element] = []
    for child in parent:
        if (
            child.tag == _PARAGRAPH
            and child.get(_NAME) in styles
            and all(e.tag in _PLAIN for e in child.iterdescendants())
        ):
            run.append(child)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _strings(element: etree._Element) -> Iterator[str]:
    """The text of a line of code, with all its spaces."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            yield " " * min(int(count) if count.isdecimal() else 1, 200)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        yield from _strings(child)
        yield child.tail or ""
