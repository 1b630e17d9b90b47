"""Character references of a page that spell text that was encoded twice, or control characters.

    isn&acirc;&euro;&trade;t     becomes    isnâ€™t      (which twice.py recognises)
    isn&#226;&#128;&#153;t       becomes    isnâ\\x80\\x99t (which twice.py mends)
    a&#157;b                     becomes    a\ufffdb         (a browser shows nothing)

Only runs of references that are the bytes of a character of UTF-8 are changed. A page shows the same before and after.
"""

from __future__ import annotations

import html
import re

from archiver.readers.encoding.twice import SEQUENCE, character

#: Signs that a page shows if it has such references: the leads for punctuation and for the letters of Latin-1, and control characters without a letter.
_SHOWN = ("â", "Ã", "Â", "Ð", "Ñ", "\x81", "\x8d", "\x8f", "\x90", "\x9d")
#: The first reference of such a run: a letter of Latin-1 that may be a lead byte of UTF-8.
_LEAD = (
    r"&(?:#(?:0*(?:19[4-9]|2[0-3][0-9]|24[0-4])|[xX]0*(?:[c-eC-E][0-9a-fA-F]|[fF][0-4]))"
    r"|[AEIOUYNCaeiouync](?:circ|tilde|uml|ring|grave|acute|cedil)|[Oo]slash|(?:AE|ae|sz)lig|ETH|eth);"
)
#: A reference to a control character for which the HTML Standard has no letter of windows-1252.
_UNREADABLE = re.compile(r"&#(?:0*(?:129|141|143|144|157)|[xX]0*(?:81|8[dDfF]|90|9[dD]))(?:;|(?![0-9a-fA-F]))")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_SPELLED = re.compile(rf"{SEQUENCE.pattern}|[\x80-\x9f]")
_RUN = re.compile(rf"{_LEAD}(?:{_REFERENCE.pattern}|[\x80-\uffff])+")


def may_be_spelled(visible: str) -> bool:
    """Whether the visible text of a page may come from such references. It is quick, and for nearly all pages the answer is no."""
    return not visible.isascii() and any(sign in visible for sign in _SHOWN) and _SPELLED.search(visible) is not None


def spelled_out(text: str) -> str:
    """The text of a page with such references as the characters that they name."""
    return _RUN.sub(_run, text)


def readable(text: str) -> str:
    """The text of a page with U+FFFD for references to control characters that have no letter."""
    return _UNREADABLE.sub("\ufffd", text)


def _run(match: re.Match[str]) -> str:
    run = match[0]
    pieces, position = [], 0
    for reference in _REFERENCE.finditer(run):
        pieces += [run[position : reference.start()], _character(reference[0])]
        position = reference.end()
    spelled = "".join([*pieces, run[position:]])
    return spelled if any(character(found[0]) for found in SEQUENCE.finditer(spelled)) else run


def _character(reference: str) -> str:
    """The character that a reference names: for a number from 128 to 159 the control character itself, which proves that bytes were meant. A reference to a
    character of ASCII stays, because it may stand for markup.
    """
    number = reference[2:-1] if reference[1] == "#" else ""
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        if 0x80 <= code <= 0x9F:
            return chr(code)
    named = html.unescape(reference)
    return reference if named.isascii() else named
