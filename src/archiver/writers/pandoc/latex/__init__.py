r"""LaTeX that TeX engines take as it is: what pandoc's own LaTeX stumbles over, put right.

A heading is an argument that takes no second paragraph, so a note in it that has more is only marked there, and said behind it:

    \section{The bell\footnote{One.  ⏎⏎  Two.}}   ▶   \section{The bell\footnotemark{}} \footnotetext{One.  ⏎⏎  Two.}

A title likewise. Code that would end the environment it stands in, and go on as commands of whoever sets the document, stands in lines of
its own: `verbatim` reads up to the first \end{verbatim}, wherever it comes from. What the preamble needs is said in preamble.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archiver.writers.pandoc.dialect import Tree
from archiver.writers.pandoc.inlines import Node, every, node
from archiver.writers.pandoc.latex.preamble import preamble

_BEGIN = rb"\begin{document}"
_ENDS = re.compile(r"\\end\s*\{")


def hold_back(made: Tree) -> None:
    """Put the text of notes that a heading or the title cannot hold behind it; `finish` makes marks of what is left there."""
    count = _Count(made.own)
    document = made.document
    first: list[Node] = []
    for key in ("title", "subtitle"):
        if key in document["meta"]:
            first += count.texts(document["meta"][key]["c"], r"\fnsymbol{footnote}")
    _behind_headings(document["blocks"], count)
    for table in every(document["blocks"]):
        if table["t"] == "Table":
            for note in (found for found in every(table["c"][1]) if found["t"] == "Note" and not _fits(found["c"])):
                note["c"] = [node("Plain", _one_line(note["c"]))]
    document["blocks"][:0] = first


def tame_code(made: Tree) -> None:
    """Make lines of inline code of each listing that holds the end of an environment; pandoc escapes those."""
    for block in every(made.document):
        if block["t"] == "CodeBlock" and _ENDS.search(block["c"][1]):
            block["t"], block["c"] = (
                "LineBlock",
                [[node("Code", ["", [], []], line)] for line in block["c"][1].splitlines()],
            )


def finish(text: bytes, made: Tree) -> bytes:
    """The document with its marks, and with a preamble that suits its scripts."""
    own = made.own.encode()
    text = re.sub(rb"\\footnote\{%stext\d+\}" % own, rb"\\footnotemark{}", text)
    text = re.sub(rb"(\\footnotetext(?:\[[^\]]*\])?\{%)\s+", rb"\1" + b"\n", text)
    text = re.sub(rb"\s+\}(\\endgroup)?% " + own + rb"\n", rb"}\1\n", text)
    return text.replace(_BEGIN, preamble(text) + _BEGIN, 1)


class _Count:
    """The texts held back so far."""

    def __init__(self, own: str) -> None:
        self.own = own
        self.number = 0

    def texts(self, inlines: list[Node], numbering: str = "") -> list[Node]:
        """What stands behind an argument: nothing where it can hold its notes, else the texts of all of them."""
        notes = [found for found in every(inlines) if found["t"] == "Note"]
        notes = [n for n in reversed(notes) if not any(n is not other and _holds(other, n) for other in notes)]
        if all(_fits(note["c"]) for note in notes):
            return []
        behind: list[Node] = []
        for left, note in zip(range(len(notes) - 1, -1, -1), notes, strict=True):
            self.number += 1
            if numbering:
                opening = (
                    rf"\begingroup\renewcommand{{\thefootnote}}{{{numbering}}}\footnotetext[{len(notes) - left}]{{%"
                )
            else:
                opening = rf"\footnotetext[\numexpr\value{{footnote}}-{left}\relax]{{%"
            closing = r"}\endgroup" if numbering else "}"
            behind += [_raw(opening), *note["c"], _raw(f"{closing}% {self.own}")]
            note["c"] = [node("Plain", [node("Str", f"{self.own}text{self.number}")])]
        return behind


def _holds(outer: Node, inner: Node) -> bool:
    return any(found is inner for found in every(outer["c"]))


def _fits(blocks: list[Node]) -> bool:
    """Whether an argument can hold this: one paragraph, or two without anything that TeX reads letter by letter."""
    return len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain")


def _one_line(blocks: list[Node]) -> list[Node]:
    """The words of some blocks as one paragraph of lines, for the caption of a table, which neither holds more nor waits for what is behind."""
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


def _behind_headings(tree: Any, count: _Count) -> None:
    if isinstance(tree, dict):
        _behind_headings(tree.get("c"), count)
    elif isinstance(tree, list):
        for at in range(len(tree) - 1, -1, -1):
            if isinstance(tree[at], dict) and tree[at].get("t") == "Header":
                tree[at + 1 : at + 1] = count.texts(tree[at]["c"][2])
            else:
                _behind_headings(tree[at], count)
