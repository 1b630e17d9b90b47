"""The title below the head of an RFC, of an Internet draft, of a report (readers/plain/memo_head.py).

Network Working Group                              I. Marr
Request for Comments: 9999                Corran Institute

            The Transport of Lamps over Water                       → title
"""

from __future__ import annotations

from collections.abc import Sequence

from archiver.metadata.fields.title import Title
from archiver.metadata.sources.plain.titles.lines import TitleLine

#: The class of the cells of the head.
CLASS = "memo-head"


def memo_title(lines: Sequence[TitleLine]) -> Title | None:
    """The line below the head of a memo as the title; None for a text without such a head."""
    if not lines or lines[0].element.get("class") != CLASS:
        return None
    first = next((line for line in lines if line.element.get("class") != CLASS), None)
    if first is None or not first.candidate or first.prose or first.element.tag != "p":
        return None
    return Title(first.text, first.element, "memo-head", "high")
