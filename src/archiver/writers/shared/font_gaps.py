"""Which characters of an article no installed font has, and what would bring one.

Not every install has the fonts of the extras (typefaces.EXTRAS). A PDF shows a character without a font as its number; this
module says so, for the command line, since a record knows nothing of the machine that its exports are made on.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from archiver.article import Article, tag
from archiver.writers.shared import fonts
from archiver.writers.shared.i18n import words_for

#: Attributes of the record that pages show.
_SHOWN = ("alt", "label")
#: ISO 15924 codes of what is no script, and what a reader calls it.
_NAMES = {"Zmth": "mathematics", "Zsym": "symbols", "Zsye": "emoji", "Hani": "Chinese characters"}


@dataclass(frozen=True, slots=True)
class FontGap:
    """Characters of one article that show as their numbers, for one reason.

    `scripts` are their scripts by name, `characters` each of them once. `requirement` is what to give to `pip install` for fonts of these
    scripts; "" when there is no font of ours for them.
    """

    scripts: tuple[str, ...]
    characters: str
    requirement: str


def font_gaps(article: Article) -> tuple[FontGap, ...]:
    """What a PDF of the article would show as numbers, one entry for each package that would help, those that none helps last.

    Characters for private use are left out: they mean something in one page's own font only. Raises MissingDependency without
    the text fonts.
    """
    rare = [
        char
        for char in fonts.uncovered("".join(sorted(set(_text(article)))))
        if unicodedata.category(char) not in ("Co", "Cn")
    ]
    if not rare:
        return ()
    bringers: dict[str, str] = {}
    for family in reversed(fonts.absent()):
        bringers |= dict.fromkeys(family.scripts, family.requirement)
    groups: dict[str, dict[str, str]] = {}
    for char in rare:
        code = script_of(char)
        groups.setdefault(bringers.get(code, ""), {})[char] = code
    return tuple(
        FontGap(
            tuple(sorted({script_name(code) for code in group.values()})),
            "".join(group),
            requirement,
        )
        for requirement, group in sorted(groups.items(), key=lambda item: (not item[0], item[0]))
    )


def script_of(char: str) -> str:
    """The ISO 15924 code of a character's script; one that several scripts share is Hani, Zmth, Zsye or Zsym by what it is."""
    from fontTools.unicodedata import script_extension  # type: ignore[import-untyped]

    scripts: set[str] = script_extension(char)
    if own := sorted(scripts - {"Zyyy", "Zinh", "Zzzz"}):
        return "Hani" if "Hani" in own else own[0]
    code = ord(char)
    if unicodedata.category(char) == "Sm" or 0x1D400 <= code <= 0x1D7FF:
        return "Zmth"
    if 0x1F000 <= code <= 0x1FAFF:
        return "Zsye"
    return "Hani" if unicodedata.east_asian_width(char) in "WF" else "Zsym"


def script_name(code: str) -> str:
    """What a script is called in English ("Bengali"), by its ISO 15924 code."""
    from fontTools.unicodedata import script_name

    return _NAMES.get(code) or str(script_name(code, code)).replace("_", " ")


def _text(article: Article) -> str:
    """What pages show of a record: all but what was left out of the source, and our own words beside it."""
    said = [article.source_href, *words_for(article.language).values()]
    for part in article.root:
        if part.tag != tag("provenance"):
            said += map(str, part.itertext())
            said += (element.get(name, "") for element in part.iter() for name in _SHOWN)
    return "".join(said)
