"""What the nodes for the Typst template hold and say, and those of pandoc's tree that they are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from archiver.writers.pandoc.inlines import walk_nodes

Values = dict[str, Any]


def stand_alone(blocks: list[Values]) -> None:
    """Let pictures that are all that a block of a figure holds take their place in the middle."""
    for block in blocks:
        if block["t"] in ("Plain", "Para") and [n["t"] for n in block["c"]] == ["Image"]:
            block["t"] = "Plain"  # a paragraph holds no blocks
            block["c"][0]["alone"] = True


def shows_a_call(node: Values) -> bool:
    """Whether all that a node shows is the call of a note."""
    if node["t"] in ("Superscript", "Span") and len(node["c"]) == 1:
        return shows_a_call(node["c"][0])
    return node["t"] in ("Note", "NoteLink", "Lost note")


def left_to_right(text: str) -> bool:
    """Whether the first letter of a text is one of a script written from left to right."""
    return next((unicodedata.bidirectional(c) == "L" for c in text if c.isalpha()), False)


def is_colophon(block: Any) -> bool:
    """Whether a block of the tree tells where the copy comes from."""
    return block["t"] == "Div" and "colophon" in block["c"][0][1]


def tight(items: list[Any]) -> bool:
    """Whether no item of a list in the tree holds paragraphs."""
    return all(block["t"] != "Para" for item in items for block in item)


def of_kind(tree: Any, kind: str) -> Iterator[Values]:
    """All nodes of one kind, in order."""
    return (node for node in walk_nodes(tree) if node["t"] == kind)


def words_of(nodes: Any) -> str:
    """The words of some nodes, without those of notes."""
    if isinstance(nodes, list):
        return "".join(words_of(inner) for inner in nodes)
    if not isinstance(nodes, dict) or nodes.get("t") == "Note":
        return ""
    if nodes.get("t") == "Space":
        return " "
    content = nodes.get("c")
    return content if nodes.get("t") == "Str" and isinstance(content, str) else words_of(content)


def leave_out(nodes: Any, files: Collection[str]) -> None:
    """Put its words in the place of each picture in one of these files; without recursion."""
    waiting = [nodes]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if here.get("t") == "Image" and here["file"] in files:
                words = {"t": "Text", "c": [f"[{here['alt']}]"]}
                here.clear()
                here.update({"t": "Span", "id": "", "classes": [], "lang": None, "dir": None, "c": [words]})
            else:
                waiting += here.values()
        elif isinstance(here, list):
            waiting += here
