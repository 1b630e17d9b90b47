"""The sender in the head of a mail that was copied as text: he is the author, if no byline in the text names another one.

From: Tamsin Vey <tamsin@mill.example>      →  Tamsin Vey
Sent: Friday, May 3, 2024
To: otto@mill.example
Subject: The wheel turns

Programs write these labels in the language of their user, but all of them begin with the sender. So the first field that is neither the subject nor a date has him.
"""

from __future__ import annotations

import re

from archiver.description import Author
from archiver.metadata.parsing.dates import find_dates, may_hold_date
from archiver.metadata.parsing.personal_names import is_organization, is_person_name
from archiver.metadata.sources.plain.bylines import LineByline
from archiver.metadata.sources.plain.lines import TextLines
from archiver.metadata.sources.plain.titles.mail import mail_head

#: What stands beside the name: the address, in any brackets, and who sent the mail on.
_ADDRESS = re.compile(
    r"[<(\[]?(?:mailto:)?[^\s<>()\[\]]+@[^\s<>()\[\]]+[>)\]]?|\s(?:on behalf of|im auftrag von|via)\s.*", re.IGNORECASE
)
_EDGES = " \t\"'“”‘’«»,;<>()[]*_"
#: A list of names is one of those who got the mail.
_SEVERAL = re.compile(r"[;,]\s")


def mail_byline(page: TextLines, language: str) -> LineByline | None:
    """The sender as the author; None for a text that is no mail, and for a sender without a name."""
    head = mail_head([line.text for line in page.lines])
    if head is None:
        return None
    for number, (_, value) in head.fields.items():
        if number == head.subject or (may_hold_date(value) and find_dates(value, language)):
            continue
        name = _ADDRESS.sub(" ", value).strip(_EDGES)
        if not any(map(str.isalpha, name)) or _SEVERAL.search(name):
            return None
        is_person = is_person_name(name) and not is_organization(name)
        author = Author(name) if is_person else Author(name, type="organization")
        return LineByline((author,), number, (), {"introduced": 1.0})
    return None
