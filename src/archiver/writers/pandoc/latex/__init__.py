r"""LaTeX that TeX engines accept: corrections of what pandoc's LaTeX gets wrong.

A heading is an argument of a command and cannot hold a note with several paragraphs. Such a note is only marked in the
heading, and its text follows the heading; the same for a title:

    \section{The bell\footnote{One.  ⏎⏎  Two.}}   ▶   \section{The bell\footnotemark{}} \footnotetext{One.  ⏎⏎  Two.}

`verbatim` reads up to the first \end{verbatim}, wherever it comes from. Code with such an end would continue as
commands of the document, so each of its lines becomes inline code. The preamble is in preamble.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archiver.writers.pandoc.dialect import PandocTree
from archiver.writers.pandoc.inlines import Node, node, walk_nodes
from archiver.writers.pandoc.latex.preamble import preamble

__all__ = ["finish", "move_notes", "split_unsafe_code"]

_BEGIN = rb"\begin{document}"
_ENVIRONMENT_END = re.compile(r"\\end\s*\{")


def move_notes(tree: PandocTree) -> None:
    """Move the texts of notes that a heading or the title cannot hold behind it; `finish` writes the marks."""
    mover = _NoteMover(tree.anchor_prefix)
    document = tree.document
    title_notes: list[Node] = []
    for key in ("title", "subtitle"):
        if key in document["meta"]:
            title_notes += mover.move(document["meta"][key]["c"], r"\fnsymbol{footnote}")
    _move_behind_headings(document["blocks"], mover)
    for table in walk_nodes(document["blocks"]):
        if table["t"] == "Table":
            for note in (
                inner for inner in walk_nodes(table["c"][1]) if inner["t"] == "Note" and not _fits(inner["c"])
            ):
                note["c"] = [node("Plain", _one_line(note["c"]))]
    document["blocks"][:0] = title_notes


def split_unsafe_code(tree: PandocTree) -> None:
    """Turn code blocks that contain the end of an environment into lines of inline code, which pandoc escapes."""
    for block in walk_nodes(tree.document):
        if block["t"] == "CodeBlock" and _ENVIRONMENT_END.search(block["c"][1]):
            block["t"], block["c"] = (
                "LineBlock",
                [[node("Code", ["", [], []], line)] for line in block["c"][1].splitlines()],
            )


def finish(text: bytes, tree: PandocTree) -> bytes:
    """The document with the marks of moved notes and with the preamble that its scripts need."""
    prefix = tree.anchor_prefix.encode()
    text = re.sub(rb"\\footnote\{%stext\d+\}" % prefix, rb"\\footnotemark{}", text)
    text = re.sub(rb"(\\footnotetext(?:\[[^\]]*\])?\{%)\s+", rb"\1" + b"\n", text)
    text = re.sub(rb"\s+\}(\\endgroup)?% " + prefix + rb"\n", rb"}\1\n", text)
    return text.replace(_BEGIN, preamble(text) + _BEGIN, 1)


class _NoteMover:
    """Moves note texts behind their arguments and numbers them."""

    def __init__(self, anchor_prefix: str) -> None:
        self.anchor_prefix = anchor_prefix
        self.number = 0

    def move(self, inlines: list[Node], numbering: str = "") -> list[Node]:
        """The blocks for the place behind an argument: the texts of all notes in it, or nothing if it can hold them
        all.
        """
        notes = [inner for inner in walk_nodes(inlines) if inner["t"] == "Note"]
        notes = [n for n in reversed(notes) if not any(n is not other and _holds(other, n) for other in notes)]
        if all(_fits(note["c"]) for note in notes):
            return []
        moved: list[Node] = []
        for following, note in zip(range(len(notes) - 1, -1, -1), notes, strict=True):
            self.number += 1
            if numbering:
                opening = rf"\begingroup\renewcommand{{\thefootnote}}{{{numbering}}}\footnotetext[{len(notes) - following}]{{%"
            else:
                opening = rf"\footnotetext[\numexpr\value{{footnote}}-{following}\relax]{{%"
            closing = r"}\endgroup" if numbering else "}"
            moved += [_raw(opening), *note["c"], _raw(f"{closing}% {self.anchor_prefix}")]
            note["c"] = [node("Plain", [node("Str", f"{self.anchor_prefix}text{self.number}")])]
        return moved


def _holds(outer: Node, inner: Node) -> bool:
    return any(item is inner for item in walk_nodes(outer["c"]))


def _fits(blocks: list[Node]) -> bool:
    """Whether an argument can hold these blocks: only a single paragraph."""
    return len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain")


def _one_line(blocks: list[Node]) -> list[Node]:
    """The text of blocks as one paragraph with line breaks, for a table caption, which cannot hold more."""
    inlines = [inline for line in _lines(blocks) for inline in [node("LineBreak"), *line]]
    return inlines[1:]


def _lines(tree: Any) -> Iterator[list[Node]]:
    if isinstance(tree, list):
        for inner in tree:
            yield from _lines(inner)
    elif isinstance(tree, dict):
        match tree["t"]:
            case "Para" | "Plain":
                yield tree["c"]
            case "LineBlock":
                yield from tree["c"]
            case "CodeBlock":
                yield from ([node("Code", tree["c"][0], line)] for line in tree["c"][1].splitlines())
            case _:
                yield from _lines(tree.get("c"))


def _raw(text: str) -> Node:
    return node("RawBlock", "latex", text)


def _move_behind_headings(tree: Any, mover: _NoteMover) -> None:
    if isinstance(tree, dict):
        _move_behind_headings(tree.get("c"), mover)
    elif isinstance(tree, list):
        for index in range(len(tree) - 1, -1, -1):
            if isinstance(tree[index], dict) and tree[index].get("t") == "Header":
                tree[index + 1 : index + 1] = mover.move(tree[index]["c"][2])
            else:
                _move_behind_headings(tree[index], mover)
