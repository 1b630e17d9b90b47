"""The words of a document, for the account: taken from pandoc's tree by a walk that no other part of the program shares.

The record's words are compared with these (record/word_count.py). What the builder of the elements (tree.py) or any pass loses is missing in that
comparison. docs/reference/documents.md says what counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from archiver.trees import browser, visible_words
from archiver.trees.visible_words import EDGE

#: What a document shows of its metadata.
_SHOWN = ("title", "subtitle", "author", "date", "abstract")
#: The parts of a person's name in metadata, in the order in which they are shown.
_NAME_KEYS = ("name", "literal", "given", "family")
_TAGS = re.compile(r"<!--.*?-->|<[!?/]?[a-zA-Z][^<>]*>", re.DOTALL)
_MARKUP = frozenset(("html", "html4", "html5"))
#: Nodes whose content is a list of nodes, or ends with one.
_LAST = frozenset(
    "Para Plain BlockQuote Emph Strong Underline Strikeout Superscript Subscript SmallCaps Div Header Span Quoted".split()
)
_BLOCKS = frozenset("Para Plain BlockQuote Div Header CodeBlock Figure LineBlock".split())
#: Classes of spans that are no part of the words around them.
_APART = frozenset(("deletion", "comment-start"))
_GAPS = {"Space": " ", "SoftBreak": " ", "LineBreak": EDGE, "HorizontalRule": EDGE}


def visible_text(document: Mapping[str, Any]) -> str:
    """The text that a document shows, with EDGE between its boxes: title, subtitle, authors, date and abstract, all blocks, all notes.

    Formulas count with their TeX. Descriptions of pictures do not count. Of HTML inside a document counts what a page would show.
    """
    pieces: list[str] = []
    meta = document["meta"]
    # what is still to do, last first: a node, a list of nodes, or a text
    stack: list[Any] = [document["blocks"]]
    for key in reversed(_SHOWN):
        if key in meta:
            stack += [EDGE, _shown(meta[key])]
    notes: list[Any] = []
    while stack or notes:
        if not stack:
            # a note stands behind the rest, so that the block that calls it stays in one piece
            stack += [EDGE, notes.pop(), EDGE]
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict) and "t" in node:
            _visit(node["t"], node.get("c"), stack, notes)
    return "".join(pieces)


def _visit(kind: str, content: Any, stack: list[Any], notes: list[Any]) -> None:
    """Put what a node shows on the stack, and its notes to the notes."""
    if kind in _BLOCKS:
        stack.append(EDGE)
    match kind:
        case "Str":
            stack.append(content)
        case "Math":
            stack.append(f" {content[1]} ")
        case "Code" | "CodeBlock":
            stack.append(content[1])
        case "RawInline" | "RawBlock":
            stack += [EDGE, _raw(*content), EDGE] if kind == "RawBlock" else [_raw(*content)]
        case "Note":
            notes.append(content)
        case "Link":
            stack.append(content[1])
        case "Cite":
            stack.append(_citation(*content))
        case "LineBlock":
            stack.append([[line, EDGE] for line in content])
        case "Span" if not _APART.isdisjoint(content[0][1]):
            stack += [EDGE, content[1], EDGE]
        case "BulletList":
            stack.append(_apart(content))
        case "OrderedList":
            stack.append(_apart(content[1]))
        case "DefinitionList":
            stack.append(_apart([part for term, definitions in content for part in (term, *definitions)]))
        case "Figure":
            stack.append(_apart([content[2], content[1][1]]))
        case "Table":
            stack.append(_table(*content))
        case _ if kind in _GAPS:
            stack.append(_GAPS[kind])
        case _ if kind in _LAST:
            stack.append(content[-1] if content and isinstance(content[-1], list) and kind in _WITH_HEAD else content)
    if kind in _BLOCKS:
        stack.append(EDGE)


#: Nodes with something before their list of nodes: attributes, a level, the kind of quotation marks.
_WITH_HEAD = frozenset(("Div", "Header", "Span", "Quoted"))


def _apart(parts: Iterable[Any]) -> list[Any]:
    return [piece for part in parts for piece in (EDGE, part, EDGE)]


def _table(_: Any, caption: Any, __: Any, head: Any, bodies: Any, foot: Any) -> list[Any]:
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return _apart([caption[1], *(cell[4] for row in rows for cell in row[1])])


def _citation(citations: Any, inlines: Any) -> Any:
    """The text of a citation; its keys, where pandoc gives no text but the command of TeX."""
    if inlines and all(inline["t"] == "RawInline" for inline in inlines):
        return [
            part
            for citation in citations
            for part in (citation["citationPrefix"], f" {citation['citationId']} ", citation["citationSuffix"])
        ]
    return inlines


def _raw(language: str, text: str) -> str:
    if language not in _MARKUP:
        return text
    if "</" in text:
        return visible_words.visible_text(browser.parsed(text), noscript=False)
    return html.unescape(_TAGS.sub("", text))


def _shown(value: Any) -> Any:
    """What a field of the metadata shows: of a person in parts, the name."""
    kind, content = value["t"], value.get("c")
    if kind == "MetaMap":
        return [[_shown(content[key]), " "] for key in _NAME_KEYS if key in content][: 1 if "name" in content else None]
    if kind == "MetaList":
        return _apart(_shown(part) for part in content)
    return content if isinstance(content, (str, list)) else ""
