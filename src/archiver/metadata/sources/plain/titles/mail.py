"""The subject of a mail that carries an article.

From: The Gull <gull@harbour.example>
Sent: Friday, May 3, 2024
Subject: Fwd: The Keeper of the Second Ledger        →  The Keeper of the Second Ledger
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.plain.titles.lines import TitleLine

#: The number of lines of a text among which the head of a mail begins, and the fewest lines of such a head.
_WITHIN, _FEWEST = 12, 3
#: A line of the head: its label, which may be set off as bold, and its value.
_FIELD = re.compile(r"[*_]*([^\W\d_][\w -]{0,20}?)[*_]*[ \xa0]?[:：][*_\s]*(\S.*)")
#: What mail programs put before the subject of an answer or of a forwarded mail.
_PREFIXES = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|rif|enc|odp|pd|ynt|ilt)\s?[:：]\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailHead:
    """The head of a mail among the lines of a text: label and value of each field by the number of its line, and the number of the line with the subject."""

    fields: Mapping[int, tuple[str, str]]
    subject: int


def mail_head(texts: Sequence[str]) -> MailHead | None:
    """The head of the mail that a text is; None if no head stands at the beginning of its lines."""
    subjects, others = words("mail", "subject"), words("mail", "others")
    found: dict[int, tuple[str, str]] = {}
    subject = -1
    for number, text in enumerate(texts):
        field = _FIELD.fullmatch(text) if len(text) <= 300 else None
        label = field[1].casefold() if field else ""
        if field and label in subjects:
            subject = number
        elif label not in others:
            if subject >= 0 and len(found) >= _FEWEST:
                break
            if number >= _WITHIN:
                return None
            found, subject = {}, -1
            continue
        if field:
            found[number] = (label, field[2])
    return MailHead(found, subject) if subject >= 0 and len(found) >= _FEWEST else None


def mail_subject(lines: Sequence[TitleLine]) -> Title | None:
    """The subject as the title, or None if no head of a mail stands at the beginning of the lines of a text."""
    head = mail_head([line.text for line in lines])
    if head is None:
        return None
    text = head.fields[head.subject][1]
    title = text[prefix.end() :] if (prefix := _PREFIXES.match(text)) else text
    return Title(title, lines[head.subject].element, "mail-subject", "high") if any(map(str.isalpha, title)) else None
