"""Numbers of headings that stand in an element of their own, with the space that only a style sheet makes.

<h2><span class="secnum">15.1</span><span>An Instruction</span></h2>     15.1 An Instruction
<h2><span>2</span>nd harbour</h2>                                        2nd harbour

A browser shows a margin between the two; in running text there would be none.
"""

from __future__ import annotations

import re
from itertools import islice

from archiver.trees.elements import Element as Node

_LONG_NUMBER = re.compile(r"§?\s?(?:(?:\d{1,4}|[A-Z]|[IVXLC]{1,7})(?:\.\d{1,3})+[.):]?|(?:\d{1,4}|[IVXLC]{1,7})[.):])")
_SHORT_NUMBER = re.compile(r"§?\s?\d{1,3}")
#: What may open a title before its first letter.
_OPENING = "“„«‘「『\"'("
_NO_NUMBER = frozenset(["sup", "sub", "code", "math", "ruby"])
#: The longest number with its signs; what is longer is not looked at.
_LONGEST = 24
#: The elements at the start of a heading that are looked at. A heading that was never closed may hold the whole page.
_MOST_ELEMENTS = 12


def glued_number(heading: Node) -> Node | None:
    """The element at the start of a heading that holds its number, if the title follows without a space; else None.

    "2.5M" and "3D" are one word each: after a number of one part a word must follow that begins with a capital, after
    one of several parts a word that doesn't begin small.
    """
    if not heading.children or (heading.text or "").strip():
        return None
    text = _start(heading)
    if not text or not (text[0].isalnum() or text[0] == "§"):
        return None
    for node in islice(heading.iter(), 1, _MOST_ELEMENTS):
        number = _start(node)
        if not number:
            continue
        if node.tag in _NO_NUMBER or not text.startswith(number):
            return None
        if len(number) <= _LONGEST:
            title = text[len(number) :]
            is_long = _LONG_NUMBER.fullmatch(number) is not None
            if is_long or _SHORT_NUMBER.fullmatch(number):
                return node if _begins_title(title, is_long) else None
        if (node.text or "").strip():
            return None
    return None


def _start(element: Node) -> str:
    """The text of an element without white space before it, or the start of a long one."""
    text = ""
    for piece in element.itertext():
        text = (text + piece).lstrip()
        if len(text) > 2 * _LONGEST:
            break
    return text


def with_space(heading: Node, text: str) -> str:
    """The visible text of a heading, with a space between its number and its title."""
    number = glued_number(heading)
    if number is None or not text.startswith(label := " ".join(_start(number).split())):
        return text
    return f"{label} {text[len(label) :].lstrip()}"


def _begins_title(text: str, after_long: bool) -> bool:
    first, second = text[:1], text[1:2]
    if not after_long:
        return first.isupper() and second.islower()
    if not first.isalpha():
        return first != "" and first in _OPENING
    return not first.islower() and (second.isalpha() or first in "AIO" or not first.isupper())
