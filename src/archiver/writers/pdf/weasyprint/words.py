"""The words that WeasyPrint breaks: its dictionary of hyphens is replaced by the rules of pdf/hyphenation.py.

WeasyPrint asks pyphen, with all that pyphen does: letters that change at the break ("asz-szony") would get into the
text. A word of a language without patterns is broken too, but print.css lets that happen only where it is wider than
its line (`data-hyphens`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from archiver.writers.pdf.hyphenation import break_points


class _Dictionary:
    """Takes the place of pyphen.Pyphen."""

    def __init__(self, language: str) -> None:
        self._language = language

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """The two parts of a word at each of its break points, the last one first, as pyphen gives them."""
        for point in reversed(break_points(word, self._language)):
            yield word[:point], word[point:]


def hyphenator(original: Any, ours: Callable[[], bool]) -> Any:
    """Patch of weasyprint.text.line_break.pyphen, the module."""

    class Module:
        def __getattr__(self, name: str) -> Any:
            return getattr(original, name)

        def language_fallback(self, language: str) -> str | None:
            return language if ours() else original.language_fallback(language)

        def Pyphen(self, lang: str, **options: Any) -> Any:  # noqa: N802
            return _Dictionary(lang) if ours() else original.Pyphen(lang=lang, **options)

    return Module()
