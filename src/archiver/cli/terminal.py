"""Text for a terminal: names and pieces of pages, which may hold anything, without what would steer the terminal or turn the line around."""

from __future__ import annotations

import re

#: C0 and C1 controls, line and paragraph separators, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9), and surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]")


def printable(text: str, *, keep: str = "") -> str:
    """`text` with each character that is none to look at as an escape; those in `keep` stay.

    A byte of a file's name that is no text shows as `\\xff`, a control character as `\\x1b` or `\\n`, an override as `\\u202e`.
    """
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _escaped(found[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"  # a byte that was not decoded (PEP 383)
    return character.encode("unicode_escape").decode("ascii")
