"""The head of a page that a browser's reader view shows, as it is copied:

    courier.example.org
    The Lamp at Stell            →  title
    Ilse Marrow
    4–5 minutes

Host, title and reading time stand in this order right above the first paragraph; the author may be missing. The words of
the reading time are in the language of the browser, so only its form counts: one or two numbers, and a word or two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archiver.metadata.fields.title import Title
from archiver.metadata.sources.plain.titles.lines import TitleLine

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,8}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})", re.IGNORECASE)
_READING_TIME = re.compile(
    r"\d{1,3}(?:\s?(?:[-–—~]|\b[^\W\d_]{1,3}\b)\s?\d{1,3})?\s?[^\W\d_]{1,12}\.?(?:\s[^\W\d_]{1,12}){0,2}"
)
#: The most lines from the host to the reading time: title, subtitle, and some authors.
_MOST_BETWEEN = 4


def reader_view_title(lines: Sequence[TitleLine]) -> Title | None:
    """The title in the head of a reader view; None if the lines of a text do not begin with one."""
    if not lines or not HOST.fullmatch(lines[0].text):
        return None
    for number, line in enumerate(lines[2 : _MOST_BETWEEN + 2], 2):
        if line.prose:
            return None
        if _READING_TIME.fullmatch(line.text) and number + 1 < len(lines):
            title = lines[1]
            is_title = any(map(str.isalpha, title.text)) and not _READING_TIME.fullmatch(title.text)
            return Title(title.text, title.element, "reader-view", "high") if is_title else None
    return None
