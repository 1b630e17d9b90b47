r"""Markdown that is as quiet for other programs as for pandoc.

Pandoc escapes the text of a document, but not the values of attributes and titles, which only its own dialect knows; and the head stands in YAML, where
each stroke of an escape is doubled. A program without the one or the other reads both as text:

    [MSL]{.abbr title="<script>"}   ▶   [MSL]{.abbr title="&lt;script&gt;"}
    title: "\\<script\\>"           ▶   title: "&lt;script&gt;"

Character references are the same to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from archiver.writers.pandoc.inlines import Node, every, node

#: What may begin markup, a link or a formula, and what a reference would begin with.
_SIGNS = re.compile(r"[&<>\[\]`$\\\"{}]")
_PICTURE = re.compile(r"!(?=\[)")


def quiet(document: Node) -> None:
    """Write the signs of markup as character references in attributes, titles and the head of a document, and put fences around code."""
    for inner in every(document["blocks"]):
        if inner["t"] in ("Link", "Image"):
            inner["c"][2][1] = _referred(inner["c"][2][1])
        elif inner["t"] == "CodeBlock" and not inner["c"][0][1]:
            # without fences it is code to those only who see a block where pandoc does
            inner["c"][0][1] = ["text"]
    _attributes(document["blocks"])
    # of "![" in one word pandoc escapes the first sign only, and what follows may become the address of a picture
    _part(document["blocks"], _PICTURE, lambda piece: node("Str", piece))
    for value in document["meta"].values():
        _head(value)


def _referred(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _attributes(tree: Any) -> None:
    """Every Attr of pandoc's tree is an id, a list of classes and a list of pairs; nothing else looks like it."""
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            waiting += here.values()
        elif isinstance(here, list):
            match here:
                case [str(), [*classes], [*pairs]] if all(isinstance(c, str) for c in classes):
                    for pair in pairs:
                        match pair:
                            case [str(), str(value)]:
                                pair[1] = _referred(value)
            waiting += [inner for inner in here if isinstance(inner, (list, dict))]


def _head(tree: Any) -> None:
    """Part the words of the head around each sign, which is then written as it stands."""
    _part(tree, _SIGNS, lambda piece: node("RawInline", "markdown", _referred(piece)))


def _part(tree: Any, sign: re.Pattern[str], write: Callable[[str], Node]) -> None:
    """Part each word that holds a sign around it, and write the sign by itself."""
    parts = re.compile(f"({sign.pattern})")
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            waiting.append(here.get("c"))
        elif isinstance(here, list):
            for at in range(len(here) - 1, -1, -1):
                inner = here[at]
                if isinstance(inner, dict) and inner.get("t") == "Str" and sign.search(inner["c"]):
                    pieces = filter(None, parts.split(inner["c"]))
                    here[at : at + 1] = [write(p) if sign.fullmatch(p) else node("Str", p) for p in pieces]
                elif isinstance(inner, (list, dict)):
                    waiting.append(inner)
