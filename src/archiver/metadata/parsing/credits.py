"""Credits: persons with other parts than the author's, as a page shows them.

    credits_of("Traduit de l'anglais par Yann Le Goff")   →  translator Yann Le Goff
    credits_of("Von Rike Anders (Text) und Pia Lenz (Fotos)")  →  photographer Pia Lenz
    credits_of("文：西野 はるか　写真：大竹 翔")              →  photographer 大竹 翔

The words of the parts stand in words.toml, [contributors]. After a word, the whole rest of a part must have the form of
names: "Photo: the old harbour" names nobody.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from archiver.description import Contributor, ContributorRole
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.personal_names import author_of
from archiver.metadata.parsing.word_lists import alternatives, words

ROLES: Final[tuple[ContributorRole, ...]] = (
    "translator", "editor", "illustrator", "photographer", "interviewer", "reviewer",
)  # fmt: skip
#: A longer line is prose.
_LONGEST = 200
_PARTS = re.compile(r"\s*[|•·\n\t\r»›／]+\s*|\s+[–—-]\s+|\s{3,}|\s+/\s+|;\s+|(?:,|\.)?\s+(?=as told to\s)")
_NAMES = re.compile(r"\s*(?:[,&+、，،]|\s/\s)\s*")
_IN_BRACKETS = re.compile(r"([^,;()（）|]+?)\s*[(（]([^()（）]{2,40})[)）]")


@cache
def _start(role: ContributorRole) -> re.Pattern[str]:
    """The pattern of a word for a part at the start of a text, with the sign after it. Without a colon, a space must follow."""
    return re.compile(rf"(?:{alternatives(words('contributors', role))})(?:\s*[:：・/=＝]\s*|\s+)(?=\S)", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    """The pattern of the place before a word for a part with a colon after it, inside a line."""
    known = frozenset(word for role in ROLES for word in words("contributors", role))
    return re.compile(rf"[\s,;.]+(?=(?:{alternatives(known)})\s?[:：])", re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(words('and'))})\s", re.IGNORECASE)


def credits_of(text: str, language: str = "") -> tuple[Contributor, ...]:
    """The persons that a short text names with other parts than the author's, in its order; () for any other text."""
    if not text or len(text) > _LONGEST:
        return ()
    found: list[Contributor] = []
    for part in (piece for cut in _PARTS.split(text) for piece in _label().split(cut)):
        part = fold(part).strip(" .,([—–-")
        for role in ROLES:
            if match := _start(role).match(part):
                names = _names(part[match.end() :])
                found += [Contributor(role, name) for name in names]
                if names:
                    break
        else:
            for name, word in _IN_BRACKETS.findall(part):
                if (in_brackets := _role_of(word)) is not None and (names := _names(_and().split(name)[-1])):
                    found += [Contributor(in_brackets, name) for name in names]
    return tuple(dict.fromkeys(found))


def is_credited(text: str) -> bool:
    """Whether a text is a name with a word for another part than the author's in brackets after it: "Pia Lenz (Fotos)"."""
    match = _IN_BRACKETS.search(text)
    return match is not None and _role_of(match[2]) is not None


def _role_of(word: str) -> ContributorRole | None:
    folded = word.casefold().strip(" :.")
    return next((role for role in ROLES if folded in words("contributors", role)), None)


def _names(text: str) -> list[str]:
    """The names of persons that a text consists of; [] if one part of it is no name of a person."""
    names: list[str] = []
    for part in (piece for cut in _NAMES.split(text) for piece in _and().split(cut)):
        author = author_of(part.strip(" .")) if part.strip(" .") else None
        if author is None or author.type != "person":
            return []
        names.append(author.name)
    return names
