"""Text that Typst can set: each character has a font or is shown as its code number, and long words may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from lxml import etree

from archiver.writers.pdf.hyphenation import is_hyphenable, with_soft_hyphens
from archiver.writers.pdf.typst.fonts import typst_hyphenates
from archiver.writers.shared.fonts import uncovered

_BREAKS = re.compile(r"(?<=[/?&=#._,;:-])(?![/])")
#: Invisible characters. Soft hyphens as well: those of a source follow other rules than ours, and some stand between
#: words.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff\ufff9-\ufffb]")


#: Characters between which a line may break without a space: South East Asian and East Asian ones.
_BREAK_ANYWHERE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
#: The number of characters of an overlong word between two places where it may break.
_CHUNK = 5


@cache
def _long_words(longest: int) -> re.Pattern[str]:
    """A pattern for words, and for white space, of more characters than `longest`."""
    return re.compile(rf"[^\s{_BREAK_ANYWHERE}]{{{longest + 1},}}|\s{{{longest + 1},}}")


class Lettering:
    """How the text of one article is drawn; `text` must contain every character that the article may show."""

    def __init__(self, text: str) -> None:
        rare = uncovered(text) + "".join(c for c in sorted(set(text)) if unicodedata.category(c) in ("Co", "Cn"))
        self._code_numbers = {ord(char): f"U+{ord(char):04X}" for char in rare}
        self._rare_characters = re.compile(f"([{re.escape(rare)}])") if rare else None

    def drawn(self, text: str) -> str:
        """The text, with the code number of each character that no font has."""
        return self.visible(text.translate(self._code_numbers) if self._code_numbers else text)

    @staticmethod
    def visible(text: str) -> str:
        """The text without invisible characters, for metadata that are read and never drawn."""
        return _INVISIBLE.sub("", text)

    def runs(self, text: str) -> Iterator[tuple[bool, str]]:
        """The text in runs, as (rare, run): each character without a font is a run of its own, unchanged."""
        if not self._rare_characters:
            yield False, text
            return
        for number, run in enumerate(self._rare_characters.split(text)):
            if run:
                yield bool(number % 2), run

    def pieces(self, text: str, longest: int, language: str | None = None) -> list[str]:
        """The text in pieces between which runs of more than `longest` characters may break, without a hyphen.

        With a `language`, words get soft hyphens in place of that where they would not fit: those of a language for
        which Typst has no rules.
        """
        text = self.drawn(text)
        result: list[str] = [""]
        position = 0
        for long in _long_words(longest).finditer(text):
            result[-1] += text[position : long.start()]
            position = long.end()
            if language is not None and _is_word(long[0]):
                result[-1] += long[0] if typst_hyphenates(language) else with_soft_hyphens(long[0], language)
                continue
            for number, piece in enumerate(_BREAKS.split(long[0])):
                chunks = _chunks(piece) if len(piece) > longest else [piece]
                if number == 0:
                    result[-1] += chunks.pop(0)
                result += chunks
        result[-1] += text[position:]
        return [part for part in result if part]


def _is_word(text: str) -> bool:
    """Whether most of a run of characters are letters of a script that has hyphens."""
    return 2 * sum(map(is_hyphenable, text)) > len(text)


def _chunks(word: str) -> list[str]:
    """An overlong word in small pieces that fill a line; a combining mark stays with its letter."""
    chunks = [""]
    for char in word:
        if len(chunks[-1]) >= _CHUNK and not (
            unicodedata.category(char)[0] == "M" or char == "\u200d" or chunks[-1][-1] == "\u200d"
        ):
            chunks.append("")
        chunks[-1] += char
    return chunks


def visible_text(root: etree._Element, words: dict[str, str]) -> str:
    """All text that a record may show (and more), with the words that exports add."""
    attributes = (str(v) for e in root.iter(etree.Element) for v in e.attrib.values() if not str(v).startswith("data:"))
    return "".join((*map(str, root.itertext()), *attributes, *words.values()))
