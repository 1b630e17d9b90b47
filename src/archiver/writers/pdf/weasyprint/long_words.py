"""Places where a very long word may break: Pango sets the whole rest of such a word again for each of its lines.

WeasyPrint gives Pango a piece of text that surely fills a line, and all of the text if no line ends in that piece. An
unbroken word ends nowhere, so the time grows with the square of its letters: half a minute for 32,000. With a zero width
space every few letters each line takes the same time. Pango draws such a space as nothing, so none gets into the text
of the PDF.
"""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from archiver.text import is_wide

#: A word with more letters fills more than two lines.
_LONGEST = 200
#: The letters between two places where a line may end; combining marks are not counted.
_BETWEEN = 4
_LONG_WORD = re.compile(rf"[^\s\u200b]{{{_LONGEST + 1},}}")
_JOINER = "\u200d"


def let_long_words_break(html: etree._Element) -> None:
    """Put each very long word of a page into a `span class="long-word"`, with zero width spaces.

    The class switches ligatures off (print.css): one over such a space would lose its letters.
    """
    body = html.find("body")
    for element in list(body.iter(etree.Element)) if body is not None else ():
        if element.text and len(element.text) > _LONGEST:
            element.text, spans = _split(element.text)
            element[:0] = spans
        if element.tail and len(element.tail) > _LONGEST and (parent := element.getparent()) is not None:
            element.tail, spans = _split(element.tail)
            place = parent.index(element) + 1
            parent[place:place] = spans


def _split(text: str) -> tuple[str, list[etree._Element]]:
    """The text before the first very long word, and a span for each such word with the text after it as its tail."""
    before, end, spans = "", 0, list[etree._Element]()
    for word in _LONG_WORD.finditer(text):
        if sum(map(is_wide, word[0])) > len(word[0]) / 2:
            continue  # East Asian text may break anywhere, and by its own rules
        if spans:
            spans[-1].tail = text[end : word.start()]
        else:
            before = text[: word.start()]
        spans.append(etree.Element("span", {"class": "long-word"}))
        spans[-1].text = _with_spaces(word[0])
        end = word.end()
    if not spans:
        return text, spans
    spans[-1].tail = text[end:]
    return before, spans


def _with_spaces(word: str) -> str:
    result: list[str] = []
    letters = 0
    for char in word:
        joined = unicodedata.category(char)[0] == "M" or char == _JOINER or (bool(result) and result[-1] == _JOINER)
        if letters >= _BETWEEN and not joined:
            result.append("\u200b")
            letters = 0
        result.append(char)
        letters += not joined
    return "".join(result)
