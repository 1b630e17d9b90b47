"""Text as Typst can set it: each character has a face or is shown as its number, and a long word is parted where it may break."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from lxml import etree

from archiver.writers.typefaces import uncovered

_BREAKS = re.compile(r"(?<=[/?&=#._,;:-])(?![/])")
#: What is never seen. Soft hyphens too: nothing is hyphenated here, and where a line breaks at one behind a link, Typst 0.15 gives
#: up on the document (typst/typst#8608).
_UNDRAWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff\ufff9-\ufffb]")


@cache
def _has_long_words(longest: int) -> re.Pattern[str]:
    """What finds a word, or a gap between two, of more characters than that."""
    return re.compile(rf"\S{{{longest + 1}}}|\s{{{longest + 1}}}")


class Lettering:
    """How the text of one article is drawn. `shown` is all of it that may be shown, or more."""

    def __init__(self, shown: str) -> None:
        rare = uncovered(shown) + "".join(c for c in sorted(set(shown)) if unicodedata.category(c) in ("Co", "Cn"))
        self._rare = {ord(char): f"U+{ord(char):04X}" for char in rare}

    def drawn(self, text: str) -> str:
        """Text with the number of each character that no face has."""
        return _UNDRAWN.sub("", text.translate(self._rare) if self._rare else text)

    def pieces(self, text: str, longest: int) -> list[str]:
        """Text parted where a word of more than `longest` characters may break."""
        text = self.drawn(text)
        if not _has_long_words(longest).search(text):
            return [text] if text else []
        parts: list[str] = [""]
        for word in re.split(r"(\s+)", text):
            if len(word) <= longest:
                parts[-1] += word
                continue
            for number, piece in enumerate(_BREAKS.split(word)):
                chunks = [piece[at : at + longest] for at in range(0, len(piece), longest)]
                if number == 0:
                    parts[-1] += chunks.pop(0) if chunks else ""
                parts += chunks
        return [part for part in parts if part]


def all_shown(root: etree._Element, words: dict[str, str]) -> str:
    """All that may be shown of a record, and more; `words` are ours."""
    attributes = (str(v) for e in root.iter(etree.Element) for v in e.attrib.values() if not str(v).startswith("data:"))
    return "".join((*map(str, root.itertext()), *attributes, *words.values()))
