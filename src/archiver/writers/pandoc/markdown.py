r"""Markdown for all programs: what pandoc writes as text must not be markup for another program.

Pandoc escapes the text of a document, but not the values of attributes and titles, which only pandoc's Markdown has.
The head is written as YAML, where each backslash of an escape is doubled. A program that does not know attributes or
YAML reads both as text:

    [MSL]{.abbr title="<script>"}   ▶   [MSL]{.abbr title="&lt;script&gt;"}
    title: "\\<script\\>"           ▶   title: "&lt;script&gt;"

Character references mean the same to all programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from archiver.writers.pandoc.inlines import Node, node, walk_nodes

#: Characters that may begin markup, a link, a formula or a character reference.
_MARKUP_CHARACTERS = re.compile(r"[&<>\[\]`$\\\"{}]")
_IMAGE_OPENER = re.compile(r"!(?=\[)")


def escape_markup(document: Node) -> None:
    """Make a document safe for all Markdown readers, in place.

    Markup characters in attributes, titles and the head become character references. Code blocks get fences.
    """
    for inner in walk_nodes(document["blocks"]):
        if inner["t"] in ("Link", "Image"):
            inner["c"][2][1] = _as_references(inner["c"][2][1])
        elif inner["t"] == "CodeBlock" and not inner["c"][0][1]:
            # An indented code block is code only to programs that find the same blocks as pandoc.
            inner["c"][0][1] = ["text"]
    _escape_attributes(document["blocks"])
    # Pandoc escapes only the first character of "![", and the rest could become the address of a picture.
    _split_words(document["blocks"], _IMAGE_OPENER, lambda piece: node("Str", piece))
    for value in document["meta"].values():
        _escape_head(value)


def _as_references(text: str) -> str:
    return _MARKUP_CHARACTERS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _escape_attributes(tree: Any) -> None:
    """Escape the values of all attributes. Pandoc's Attr is [id, classes, pairs]; no other list has this form."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list):
            match item:
                case [str(), [*classes], [*pairs]] if all(isinstance(c, str) for c in classes):
                    for pair in pairs:
                        match pair:
                            case [str(), str(value)]:
                                pair[1] = _as_references(value)
            stack += [inner for inner in item if isinstance(inner, (list, dict))]


def _escape_head(tree: Any) -> None:
    """Escape the text of the head: markup characters become raw Markdown nodes."""
    _split_words(tree, _MARKUP_CHARACTERS, lambda piece: node("RawInline", "markdown", _as_references(piece)))


def _split_words(tree: Any, pattern: re.Pattern[str], write: Callable[[str], Node]) -> None:
    """Split each word at the matches of `pattern`, and turn each match into the node that `write` returns."""
    splitter = re.compile(f"({pattern.pattern})")
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.append(item.get("c"))
        elif isinstance(item, list):
            for index in range(len(item) - 1, -1, -1):
                inner = item[index]
                if isinstance(inner, dict) and inner.get("t") == "Str" and pattern.search(inner["c"]):
                    pieces = filter(None, splitter.split(inner["c"]))
                    item[index : index + 1] = [write(p) if pattern.fullmatch(p) else node("Str", p) for p in pieces]
                elif isinstance(inner, (list, dict)):
                    stack.append(inner)
