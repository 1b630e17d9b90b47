"""The lines of a plain text with the place of the article among them: the main stretch of prose, and the title.

A page that was copied out of a browser is a list of lines: menus, headline, byline, captions, paragraphs, cards of other
articles. The byline and the date of the article are near the headline, near the first paragraph or after the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from archiver.draft import Draft
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.word_lists import byline_words, words
from archiver.metadata.sources.plain.titles.lines import lines_of_poem
from archiver.metadata.sources.visible_lines import text_without_calls
from archiver.trees.elements import Element
from archiver.weighing.stretches import main_stretch

#: A line with so many characters is prose; with the end of a sentence, the second number is enough.
_PROSE, _SENTENCE = 160, 80
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"”»’)\]]*\d{0,3}$")
#: Characters that are as wide as two others.
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: In the search for the main stretch, the cost of a line that is no prose, in characters of prose.
_COST = 80
#: The number of lines around the title and the main stretch in which a byline or a date may be.
_BEFORE_TITLE, _AFTER_TITLE = 8, 40
_BEFORE_PROSE, _AFTER_FIRST_PROSE = 25, 14
_BEFORE_END, _AFTER_PROSE = 4, 25
#: In an article with so few lines, a line near its end is also near its start.
_LEAST_ARTICLE = 6
#: If no prose is in so many lines after the title, its place tells nothing.
_TITLE_TO_PROSE = 40
#: The number of characters that are read for `small_words`.
_MOST_VOCABULARY = 300_000
#: A longer line holds no byline and no date line.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a plain text.

    `text` is folded; it has a tab for each wide gap, and a space where the copying joined two words ("Jane DoeDec 4").
    `prose` is the number of characters if the line is prose, else 0.
    """

    element: Element
    text: str
    prose: int


@dataclass(frozen=True)
class TextLines:
    """The lines of a plain text. The main stretch of prose is first <= number < last. `title` is the number of the line
    with the title; -1 if there is none, or if it is too far from the prose. `head_words` are the words of the running heads of printed pages, in small letters.
    """

    lines: tuple[TextLine, ...]
    first: int
    last: int
    title: int
    head_words: frozenset[str] = frozenset()

    @cached_property
    def zone(self) -> tuple[int, ...]:
        """The numbers of the lines in which a byline or a date of the article may be, in order."""
        numbers = {
            *range(self.first - _BEFORE_PROSE, self.first + _AFTER_FIRST_PROSE),
            *range(self.last - _BEFORE_END, self.last + _AFTER_PROSE),
        }
        if self.title >= 0:
            numbers.update(range(self.title - _BEFORE_TITLE, self.title + _AFTER_TITLE))
        return tuple(sorted(number for number in numbers if 0 <= number < len(self.lines)))

    def is_foot(self, number: int) -> bool:
        """Whether a line is at the end of the main stretch or after it."""
        near_end = number >= self.last - _BEFORE_END and number > self.first + _LEAST_ARTICLE
        return self.last > 0 and (number >= self.last or near_end)

    @cached_property
    def prose_before(self) -> tuple[int, ...]:
        """For each line, the number of lines of prose between it and the title, or the start of the main stretch."""
        start = self.title if 0 <= self.title < self.first else self.first
        counts, total = [], 0
        for number, line in enumerate(self.lines):
            counts.append(total)
            total += number >= start and line.prose >= _PROSE
        return tuple(counts)

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that the page has in small letters. The words of a name are seldom among them."""
        found: set[str] = set()
        size = 0
        for line in self.lines:
            found.update(word for word in _WORD.findall(line.text) if word.islower())
            size += len(line.text)
            if size > _MOST_VOCABULARY:
                break
        return frozenset(found)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The texts of the lines in small letters."""
        return tuple(line.text.casefold() for line in self.lines)


_WORD = re.compile(r"[^\W\d_]+")


def text_lines(draft: Draft, title: Element | None) -> TextLines:
    """The lines of a draft whose page is a plain text. `title` is the element with the title, or None."""
    lines: list[TextLine] = []
    title_number = -1
    poem = lines_of_poem(draft.page)
    for element in draft.page.elements[1:]:
        if not element.text or element.tag in ("pre", "code"):
            continue
        if element is title:
            title_number = len(lines)
        lines.extend(_lines_of(element, text_without_calls(draft, element), element in poem))
    first, last = main_stretch([line.prose for line in lines], [len(line.text) for line in lines], _COST)
    if title_number >= last or not any(line.prose for line in lines[title_number : title_number + _TITLE_TO_PROSE]):
        title_number = -1
    heads = (piece.text for piece in draft.page.left_out if piece.rule == "running-head")
    head_words = frozenset(word.casefold() for head in heads for word in _WORD.findall(head))
    return TextLines(tuple(lines), first, last, title_number, head_words)


def _lines_of(element: Element, text: str, is_verse: bool) -> list[TextLine]:
    """The lines of an element that have letters or digits. `is_verse` says that it is a line of a poem."""
    texts = [
        _EMPHASIS.sub(r"\2", fold_gaps(line)) if len(line) <= LONGEST else fold(line)
        for line in text.splitlines()
        if any(c.isalnum() for c in line)
    ]
    total = sum(map(len, texts))
    # the lines of a hard-wrapped paragraph are prose together
    is_wrapped = len(texts) > 1 and total / len(texts) > 50
    lines = []
    for number, line in enumerate(texts):
        size = len(line) + len(_WIDE.findall(line[:LONGEST]))
        is_prose = size >= _PROSE or is_verse or (size >= _SENTENCE and _SENTENCE_END.search(line[-8:]) is not None)
        prose = (total if number == 0 else 1) if is_wrapped else size if is_prose else 0
        lines.append(TextLine(element, split_glued(line) if len(line) <= LONGEST else line, prose))
    return lines


#: The marks of emphasis that html2text and Markdown put around words: "**By Jane Doe** | 4 March".
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]{1,200}?)(?<=[^\s*_])\1(?![\w*_])")
_GAP = re.compile(r"[^\S\n]*\t\s*|[ \u00a0]{2,}")


def fold_gaps(text: str) -> str:
    """The text folded, with a tab for each gap of two spaces or more between words.

    A gap before a comma or an "and" separates nothing, and none after a byline word: "By  Jane Doe  and  Max Roe".
    """
    result = ""
    for piece in _GAP.split(text):
        if part := fold(piece):
            first, last = part.split(" ", 1)[0].casefold(), result.rsplit(" ", 1)[-1].rsplit("\t", 1)[-1].casefold()
            joins = (
                part[0] in ",;"
                or first in words("and")
                or last in words("and")
                or result.casefold() in byline_words("")
            )
            result += (" " if joins else "\t") * bool(result) + part
    return result


@cache
def _glued_label() -> re.Pattern[str]:
    """The pattern of a place between capitals and a label before a date in capitals: "JANE DOE|PUBLISHED"."""
    labels = sorted(
        {word.upper() for word in words("published") | words("modified") if word.isascii() and len(word) > 5}
    )
    return re.compile(rf"(?<=[A-Z]{{2}})(?=(?:{'|'.join(map(re.escape, labels))})\b)")


_GLUE = re.compile(
    # "Jane DoeDec 4", "Jane DoeReporter"; not in "McAdam", "LaToya", "DiCarlo"
    r"(?<=[^\W\d_A-Z]{3})(?=[A-ZÀ-ÖØ-ÞА-Я][^\W\d_A-Z])"
    r"|(?<=^by)(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z])"
    # "NEWS3 MINUTE READ", "Published6. March", "London15.04.25"
    r"|(?<=[A-Za-zÀ-ÿа-я]{4})(?=\d)"
    # "4 March 2024Updated"
    r"|(?<=\d)(?=[A-ZÀ-ÖØ-ÞА-Я][^\W\d_A-Z]{2})"
    # "March 4, 202412:30", "4 March 20244 March 2024"
    r"|(?<=(?<!\d)(?:19|20)\d\d)(?=\d{1,2}(?::\d\d| [A-Z][a-z]))"
    # "March 4, 20240123"
    r"|(?<=, (?:19|20)\d\d)(?=\d{3})"
    # "Jane Doe@janedoe", but not a mail address
    r"|(?<=[a-z])(?=@\w+(?![\w.]))"
)


#: "Updated onFebruary 16": the word belongs to the label before it.
_GLUED_PREPOSITION = re.compile(r"(?<=(?<![^\W_])[a-z]{2})(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]{2,}\.? \d)")


def split_glued(text: str) -> str:
    """The text with a tab where the copying joined two pieces: "Jane DoeDec 4, 20249:30" is "Jane Doe⇥Dec 4, 2024⇥9:30"."""
    if not text.islower():
        text = _GLUE.sub("\t", _GLUED_PREPOSITION.sub(" ", text))
        if any(c.isupper() for c in text):
            text = _glued_label().sub("\t", text)
    return text
