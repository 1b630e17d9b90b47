"""The subject of a mail that carries an article.

From: The Gull <gull@harbour.example>
Sent: Friday, May 3, 2024
Subject: Fwd: The Keeper of the Second Ledger        →  The Keeper of the Second Ledger
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.plain.titles.lines import TitleLine

#: The number of lines of a text among which the head of a mail begins, and the fewest lines of such a head.
_WITHIN, _FEWEST = 12, 3
#: A line of the head: its label, which may be set off as bold, and its value.
_FIELD = re.compile(r"[*_]*([^\W\d_][\w -]{0,20}?)[*_]*[ \xa0]?[:：][*_\s]*(\S.*)")
#: What mail programs put before the subject of an answer or of a forwarded mail.
_PREFIXES = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|rif|enc|odp|pd|ynt|ilt)\s?[:：]\s*)+", re.IGNORECASE)


def mail_subject(lines: Sequence[TitleLine]) -> Title | None:
    """The subject as the title, or None if no head of a mail stands at the beginning of the lines of a text."""
    subjects, others = words("mail", "subject"), words("mail", "others")
    count, subject = 0, None
    for number, line in enumerate(lines):
        field = _FIELD.fullmatch(line.text) if len(line.text) <= 300 else None
        label = field[1].casefold() if field else ""
        if field and label in subjects:
            subject = (field[2], line)
        elif label not in others:
            if subject is not None and count >= _FEWEST:
                break
            if number >= _WITHIN:
                return None
            count, subject = 0, None
            continue
        count += 1
    if subject is None or count < _FEWEST:
        return None
    text, line = subject
    title = text[prefix.end() :] if (prefix := _PREFIXES.match(text)) else text
    return Title(title, line.element, "mail-subject", "high") if any(map(str.isalpha, title)) else None
