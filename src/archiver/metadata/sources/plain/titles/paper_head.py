"""The head of a paper, as PDF programs copy it: the issue of the journal above the title, and the names of the authors below it.

    Small Trade Letters, Vol. 4, No. 2                 → no title, but the title is the next line
    Jam as a Public Good: Evidence from One Street
    SALOME WHITLOCK AND IDRIS PENHALE                  → no title

The learned weights know pages of the web, where neither line stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archiver.metadata.parsing.bylines import split_authors
from archiver.metadata.parsing.personal_names import is_person_name
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.plain.titles.lines import TitleLine

#: What the title's line below an issue gains, and what a line loses that names an issue, or only persons.
_OF_BELOW_ISSUE, _OF_NO_TITLE = 2.0, 3.0
#: How many lines from the first one an issue may stand.
_MOST_ABOVE = 3
_NUMBER = r"[\s\xa0]?(?:\d{1,4}|[IVXLC]{1,7})\b"
#: What says where in a journal a text stands: volume, issue, pages. Two of them make a line one of an issue: a title may have one, "Essays, Vol. 3".
_DESIGNATION = re.compile(
    rf"(?i:\b(?:vol(?:ume)?|bd|band|jg|jahrgang|tom[eo]?|ročník|roč|årg|évf|том|т)\b\.?{_NUMBER})"
    rf"|(?i:\b(?:no|nr|num|núm|issue|heft|h|numéro|número|numero|zeszyt|z|číslo|č|szám|вып|выпуск)\b\.?{_NUMBER}|(?:n[º°]|№|#)\s?\d{{1,4}}\b)"
    r"|(?i:\b(?:pp?|pages?|s|seiten?|ss|str|стр|с)\b\.?\s?\d{1,5}(?:\s?[-–—]\s?\d{1,5})?)"
    r"|\b\d{1,4}\s?\((?:\d{1,3}(?:[-–/]\d{1,3})?|(?:\w{2,12}\.? )?(?:1[5-9]|20)\d\d)\)"
    r"|(?<=\))\s?[:,]\s?e?\d{1,5}\s?[-–—]\s?\d{1,5}\b"
    r"|第\s?[\d一二三四五六七八九十百]{1,5}\s?[巻卷期号號]"
)  # fmt: skip
#: The longest list of names, and how much of it must be names.
_LONGEST_LIST, _SHARE_OF_NAMES = 200, 0.7


def is_issue(text: str) -> bool:
    """Whether a line says in which issue of a journal a text stands: volume and issue, or one of them and pages."""
    found = list(_DESIGNATION.finditer(text))
    return len(found) > 1 and found[0].start() > 0


def names_persons(line: TitleLine, small_words: frozenset[str]) -> bool:
    """Whether a line is a list of at least two full names, of which no word stands in small letters in the text below."""
    joints = any(sign in line.text for sign in ",;&") or not words("and").isdisjoint(line.words)
    if len(line.text) > _LONGEST_LIST or not joints:
        return False
    authors = split_authors(line.text)
    parts = [word.casefold() for author in authors for word in author.name.split()]
    return (
        len(authors) > 1
        and all(author.type == "person" and is_person_name(author.name) for author in authors)
        and sum(map(len, parts)) > _SHARE_OF_NAMES * sum(map(len, line.words))
        and small_words.isdisjoint(part for part in parts if len(part) > 3)
    )


def of_paper(lines: Sequence[TitleLine], candidates: Sequence[int]) -> Mapping[int, float]:
    """What the head of a paper adds to the scores of lines, by their numbers; nothing for other texts."""
    small = _small_words(lines)
    added: dict[int, float] = {}
    issue = next((k for k, line in enumerate(lines[:_MOST_ABOVE]) if is_issue(line.text)), -1)
    for k in candidates:
        if k == issue or names_persons(lines[k], small):
            added[k] = -_OF_NO_TITLE
        elif 0 <= issue == k - 1:
            added[k] = _OF_BELOW_ISSUE
    return added


def _small_words(lines: Sequence[TitleLine]) -> frozenset[str]:
    """The words that the prose of a text has in small letters."""
    return frozenset(
        word.strip(".,;:!?()\"“”") for line in lines if line.prose for word in line.text.split() if word[:1].islower()
    )  # fmt: skip
