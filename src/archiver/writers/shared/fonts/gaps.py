"""Font gaps: the characters of an article that no installed font has, and the package that has a font for them.

Not every installation has the fonts of the extras (fonts.EXTRAS). A PDF shows a character without a font as its code
number. The command line reports such characters; the record cannot, because it is independent of the machine.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from archiver.article import Article, tag
from archiver.text import is_wide
from archiver.writers.shared import fonts
from archiver.writers.shared.history import corrections, made_with
from archiver.writers.shared.i18n import words_for
from archiver.writers.shared.written_dates import written_dates

#: Attributes of the record whose text appears on pages.
_SHOWN = ("alt", "label")
#: English names for ISO 15924 codes that are no script names.
_NAMES = {"Zmth": "mathematics", "Zsym": "symbols", "Zsye": "emoji", "Hani": "Chinese characters"}


@dataclass(frozen=True, slots=True)
class FontGap:
    """Characters of one article that appear as code numbers, grouped by the missing package.

    `scripts` are the English names of their scripts. `characters` has each character once. `requirement` is the
    argument for `pip install` that brings fonts for them; "" if no package has one.
    """

    scripts: tuple[str, ...]
    characters: str
    requirement: str


def font_gaps(article: Article) -> tuple[FontGap, ...]:
    """The characters that a PDF of the article would show as code numbers: one entry for each package that is missing.

    Characters that no package covers come last. Characters for private use are left out, because they have a meaning
    only in the font of their own page. Raises MissingDependency if the text fonts are not installed.
    """
    uncovered = [
        char
        for char in fonts.uncovered("".join(sorted(set(_text(article)))))
        if unicodedata.category(char) not in ("Co", "Cn")
    ]
    if not uncovered:
        return ()
    requirements: dict[str, str] = {}
    for family in reversed(fonts.absent()):
        requirements |= dict.fromkeys(family.scripts, family.requirement)
    groups: dict[str, dict[str, str]] = {}
    for char in uncovered:
        code = script_of(char)
        groups.setdefault(requirements.get(code, ""), {})[char] = code
    return tuple(
        FontGap(
            tuple(sorted({script_name(code) for code in group.values()})),
            "".join(group),
            requirement,
        )
        for requirement, group in sorted(groups.items(), key=lambda item: (not item[0], item[0]))
    )


def script_of(char: str) -> str:
    """The ISO 15924 code of a character's script; for characters that scripts share: Hani, Zmth, Zsye or Zsym."""
    from fontTools.unicodedata import script_extension  # type: ignore[import-untyped]

    scripts: set[str] = script_extension(char)
    if specific := sorted(scripts - {"Zyyy", "Zinh", "Zzzz"}):
        return "Hani" if "Hani" in specific else specific[0]
    code = ord(char)
    if unicodedata.category(char) == "Sm" or 0x1D400 <= code <= 0x1D7FF:
        return "Zmth"
    if 0x1F000 <= code <= 0x1FAFF:
        return "Zsye"
    return "Hani" if is_wide(char) else "Zsym"


def script_name(code: str) -> str:
    """The English name of a script ("Bengali") for its ISO 15924 code."""
    from fontTools.unicodedata import script_name

    return _NAMES.get(code) or str(script_name(code, code)).replace("_", " ")


def _text(article: Article) -> str:
    """The text of a record that appears on pages: all except most of the provenance, and the words that exports add."""
    words = words_for(article.language)
    pieces = [
        article.source_href,
        *words.values(),
        made_with(article),
        *corrections(article, words),
        *written_dates(article),
    ]
    for section in article.root:
        if section.tag != tag("provenance"):
            pieces += map(str, section.itertext())
            pieces += (element.get(name, "") for element in section.iter() for name in _SHOWN)
    return "".join(pieces)
