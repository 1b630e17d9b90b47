"""Names of persons with their titles, as people write them: "Prof. Ines Varga, PhD", "Ruben Ford Jr."

The record keeps all titles of a person in one element. This module splits them into the titles before the name, the
generational suffix, and the letters after the name. Records of version 1.1 have the suffix among the titles, later ones in the name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.description import Author

_GENERATION = re.compile(r"(?:jr|junior|II|III|IV)\.?", re.IGNORECASE)  # not Sr., which is señor before a name
#: Letters after a name have two or more capitals (PhD, M.D., MSc, FRCP), or are one of these.
_LETTERS_AFTER = frozenset(["esq", "phd", "md", "ph.d"])
#: Titles with two or more capitals that come before a name.
_TITLES_BEFORE = frozenset(
    ["DDr", "MMag", "DI", "HDI", "PD", "RA", "HRH", "HH", "HE", "H.E", "H.R.H", "HM", "SE", "S.E"]
)


class Ranks(NamedTuple):
    """Titles before the name, the generational suffix, and letters after the name; "" for none."""

    before: str = ""
    generation: str = ""
    after: str = ""


def ranks(honorific: str) -> Ranks:
    """Split an honorific: "Dr, Jr., FRCP, MSc" gives ("Dr", "Jr.", "FRCP, MSc")."""
    before, generation, after = [], [], []
    for part in filter(None, map(str.strip, honorific.split(","))):
        if _GENERATION.fullmatch(part):
            generation.append(part)
        elif all(map(_comes_after_name, part.split())):
            after.append(part)
        else:
            before.append(part)
    return Ranks(", ".join(before), " ".join(generation), ", ".join(after))


def full_name(author: Author) -> str:
    """The name of a person with all titles in their places."""
    before, generation, after = ranks(author.honorific)
    if author.suffix:
        generation = ""  # it stands in the name
    return ", ".join(filter(None, (" ".join(filter(None, (before, author.name, generation))), after)))


def _comes_after_name(word: str) -> bool:
    letters = word.rstrip(".")
    if letters.casefold() in _LETTERS_AFTER:
        return True
    return "-" not in word and letters not in _TITLES_BEFORE and sum(letter.isupper() for letter in letters) > 1
