"""The lines of a plain text: their words, how much of them is prose, and which are dates, bylines, names, reading times,
roles, breadcrumbs, or labels of page chrome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archiver.draft import Draft
from archiver.metadata.parsing.author_bios import parse_bio
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.personal_names import is_person_name, is_role
from archiver.metadata.parsing.word_lists import byline_words, words
from archiver.metadata.sources.front_matter import date_lines
from archiver.metadata.sources.visible_lines import visible_lines
from archiver.page import Page
from archiver.saved.chats import SPEAKER
from archiver.trees.elements import Element

#: A longer line is no title.
LONGEST = 300
#: The number of lines that are read closely, and of which one may be the title: no page has longer menus.
_MOST_LINES = 4000
#: The number of lines that are read: what follows says nothing of a title among the first.
_MOST_READ = 2 * _MOST_LINES
#: The fewest letters of a title.
_FEWEST_LETTERS = 2
#: The fewest characters of prose, and the fewest in East Asian scripts, which need a third of the characters for the same text.
_PROSE, _WIDE_PROSE = 80, 28
_ENDS = '.!?…。！？؟।"”»’)'
_WIDE = re.compile("[，。、：；！？「」・]")
#: A dash with which a line goes on in the next.
_GOES_ON = re.compile(r"\w\s[–—]$")
_STEP_OF_TRAIL = re.compile(r"\s(?:>|›|»|/|→|::)\s")
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
#: A word, or one character of a script that is written without spaces.
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
#: The share of the lines of a page that are verse if it is a poem.
_OF_POEM = 0.4
#: The characters of a long line whose words are read.
_MOST_CHARACTERS = 4000


@dataclass(slots=True)
class TitleLine:
    """A line: the element that holds it, its text, its words in lower case, and how many of its characters are prose.

    `candidate` is false for a line that can be no title: a note, code, a long line, a line without letters, a byline, the
    biography of an author, a reading time, an address, a label of page chrome.
    """

    element: Element
    text: str
    words: tuple[str, ...]
    prose: int
    candidate: bool = False
    date: bool = False
    byline: bool = False
    name: bool = False
    reading: bool = False
    chrome: bool = False
    bio: bool = False
    role: bool = False
    trail: bool = False


def lines_of(draft: Draft, language: str) -> list[TitleLine]:
    """The first _MOST_READ lines of a plain text in order: the elements that hold a stretch of the source."""
    offsets = draft.page.offsets
    poem = lines_of_poem(draft.page)
    result: list[TitleLine] = []
    for element in draft.page.elements:
        own = element.text or ""
        if element not in offsets or not own.strip():
            continue
        parts = (
            visible_lines(draft, element, LONGEST) if len(own) <= 2 * LONGEST and len(result) < _MOST_LINES else None
        )
        text = " ".join(parts) if parts else " ".join(own.split())
        is_verse = element in poem
        prose = len(text) if is_verse else _prose(text)
        line = TitleLine(element, text, tuple(_WORD.findall(text[:_MOST_CHARACTERS].casefold())), prose)
        if parts and not is_verse:
            _judge(line, parts, language)
            line.candidate = (
                element.tag != "pre"
                and not draft.is_claimed(element)
                and sum(map(str.isalpha, text)) >= _FEWEST_LETTERS
                and not (
                    line.chrome or line.byline or line.bio or line.reading or "://" in text or _GOES_ON.search(text)
                )
            )
        result.append(line)
        if len(result) == _MOST_READ:
            break
    speakers = [line for line in result if line.candidate and SPEAKER.fullmatch(line.text)]
    if len(speakers) > 1:
        for line in speakers:
            line.candidate = False
    return result


def lines_of_poem(page: Page) -> frozenset[Element]:
    """The lines of a poem, if a page is one: they are text of the article, however short, and none is a title. A few short lines among others may only look like
    verse.
    """
    lines = [e for e in page.elements if e in page.offsets and (e.text or "").strip()]
    verse = [e for e in lines if e.tag == "span" and e.parent is not None and e.parent.get("class") == "verse"]
    return frozenset(verse if len(verse) >= _OF_POEM * len(lines) else ())


def _prose(text: str) -> int:
    """The number of characters of a line if it is prose, else 0."""
    wide = not text.isascii() and _WIDE.search(text) is not None
    if len(text) < (_WIDE_PROSE if wide else _PROSE) or not (wide or text.count(" ") > 8):
        return 0
    stops = text.count(". ") + text.count(", ") + (text[-1] in _ENDS) + wide
    return len(text) if stops or len(text) > 2 * _PROSE else 0


def _judge(line: TitleLine, parts: Sequence[str], language: str) -> None:
    """Mark a short line as a date, a byline, a name and so on. `parts` are its lines in the source."""
    text = line.text
    key = text.casefold().strip(" :.|>»<*›/-–—")
    line.chrome = key in words("chrome") or key in words("nothing")
    line.date = len(text) < 160 and next(date_lines(list(parts), line.element, language), None) is not None
    line.byline = key in byline_words(language) or (len(text) < 200 and parse_byline("\n".join(parts), language).marked)
    line.name = is_person_name(text)
    line.role = len(text) <= 60 and is_role(text)
    line.reading = len(text) < 60 and any(word in key for word in words("reading") if " " in word)
    line.trail = (
        len(text) <= 160
        and all(len(part.split()) <= 6 for part in _STEP_OF_TRAIL.split(text))
        and bool(_STEP_OF_TRAIL.search(text))
    )
    line.bio = len(text) > 20 and parse_bio(text) is not None
