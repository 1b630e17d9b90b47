"""A mail that quotes a whole article: nearly all of the text stands behind quotation signs.

    > The ferry stopped        The ferry stopped
    > running in May.          running in May.

The quotation is then the text itself, so the reader leaves the outer signs out. A quotation inside of it keeps its own.
"""

from __future__ import annotations

import re

from archiver.readers.plain.cuts import Cut

#: The rule of the ledger. The signs have no words, so the ledger has no entry for them.
RULE = "quotation-sign"

_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LINE = re.compile(r"^.*\S.*$", re.MULTILINE)
#: The share of the characters of a text that must be quoted, and the share of the lines between the first and the last
#: quoted one. In an answer, quoted and new lines take turns.
_MOSTLY, _TOGETHER = 0.6, 0.95
_FEWEST = 5


def quotation_signs(text: str) -> list[Cut]:
    """The signs at the start of the quoted lines of a text that is quoted as a whole; else []."""
    if "\n>" not in text and not text.startswith(">"):
        return []
    lines = list(_LINE.finditer(text))
    signs = [(n, sign) for n, line in enumerate(lines) if (sign := _QUOTED.match(text, line.start()))]
    if len(signs) < _FEWEST:
        return []
    quoted = sum(lines[n].end() - sign.end() for n, sign in signs)
    total = sum(line.end() - line.start() for line in lines)
    if quoted < _MOSTLY * total or len(signs) < _TOGETHER * (signs[-1][0] - signs[0][0] + 1):
        return []
    return [Cut(sign.start(), sign.end(), RULE) for _, sign in signs]
