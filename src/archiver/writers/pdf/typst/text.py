"""Text as Typst can set it: each character has a face or is shown as its number, and a long word is parted where it may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from lxml import etree

from archiver.writers.shared.fonts import uncovered

_BREAKS = re.compile(r"(?<=[/?&=#._,;:-])(?![/])")
#: What is never seen. Soft hyphens too: nothing is hyphenated here, and where a line breaks at one behind a link, Typst 0.15 gives
#: up on the document (typst/typst#8608).
_UNDRAWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff\ufff9-\ufffb]")


#: Characters that a line may break beside by itself: South East Asian and East Asian ones.
_FREE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
#: Characters of an endless word between two places where it may break.
_STEP = 5


@cache
def _long_words(longest: int) -> re.Pattern[str]:
    """What finds a word, or a gap between two, of more characters than that."""
    return re.compile(rf"[^\s{_FREE}]{{{longest + 1},}}|\s{{{longest + 1},}}")


class Lettering:
    """How the text of one article is drawn. `shown` is all of it that may be shown, or more."""

    def __init__(self, shown: str) -> None:
        rare = uncovered(shown) + "".join(c for c in sorted(set(shown)) if unicodedata.category(c) in ("Co", "Cn"))
        self._rare = {ord(char): f"U+{ord(char):04X}" for char in rare}
        self._rare_characters = re.compile(f"([{re.escape(rare)}])") if rare else None

    def drawn(self, text: str) -> str:
        """Text with the number of each character that no face has."""
        return self.said(text.translate(self._rare) if self._rare else text)

    @staticmethod
    def said(text: str) -> str:
        """Text for what is read and never drawn, as the document's title in its metadata: without what is never seen."""
        return _UNDRAWN.sub("", text)

    def runs(self, text: str) -> Iterator[tuple[bool, str]]:
        """The text in runs: characters that no face has each alone, said to be rare and still themselves."""
        if not self._rare_characters:
            yield False, text
            return
        for number, run in enumerate(self._rare_characters.split(text)):
            if run:
                yield bool(number % 2), run

    def pieces(self, text: str, longest: int) -> list[str]:
        """Text parted where a word of more than `longest` characters may break."""
        text = self.drawn(text)
        parts: list[str] = [""]
        at = 0
        for long in _long_words(longest).finditer(text):
            parts[-1] += text[at : long.start()]
            at = long.end()
            for number, piece in enumerate(_BREAKS.split(long[0])):
                chunks = _chunks(piece) if len(piece) > longest else [piece]
                if number == 0:
                    parts[-1] += chunks.pop(0)
                parts += chunks
        parts[-1] += text[at:]
        return [part for part in parts if part]


def _chunks(word: str) -> list[str]:
    """An endless word in small parts, so that it fills its lines; a mark stays with its letter."""
    chunks = [""]
    for char in word:
        if len(chunks[-1]) >= _STEP and not (
            unicodedata.category(char)[0] == "M" or char == "\u200d" or chunks[-1][-1] == "\u200d"
        ):
            chunks.append("")
        chunks[-1] += char
    return chunks


def all_shown(root: etree._Element, words: dict[str, str]) -> str:
    """All that may be shown of a record, and more; `words` are ours."""
    attributes = (str(v) for e in root.iter(etree.Element) for v in e.attrib.values() if not str(v).startswith("data:"))
    return "".join((*map(str, root.itertext()), *attributes, *words.values()))
