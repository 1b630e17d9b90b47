"""Persons as people write them: "Prof. Ines Varga, PhD", "Ruben Ford Jr."

The record has all ranks of a person in one place; here they part into what stands before a name and what stands after it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.article import Author

_GENERATION = re.compile(r"(?:jr|junior|II|III|IV)\.?", re.IGNORECASE)  # and not Sr., which is señor before a name
#: Letters after a name have two capitals or more (PhD, M.D., MSc, FRCP), or are one of these.
_AFTER = frozenset(["esq", "phd", "md", "ph.d"])
#: And so have these, which stand before it.
_BEFORE = frozenset(["DDr", "MMag", "DI", "HDI", "PD", "RA", "HRH", "HH", "HE", "H.E", "H.R.H", "HM", "SE", "S.E"])


class Ranks(NamedTuple):
    """What stands before a name, which of its name a person is, and the letters after it; "" where there is nothing."""

    before: str = ""
    generation: str = ""
    after: str = ""


def ranks(honorific: str) -> Ranks:
    """The ranks of a person in their places: ("Dr", "Jr.", "FRCP, MSc") of "Dr, Jr., FRCP, MSc"."""
    before, generation, after = [], [], []
    for part in filter(None, map(str.strip, honorific.split(","))):
        if _GENERATION.fullmatch(part):
            generation.append(part)
        elif all(map(_stands_after, part.split())):
            after.append(part)
        else:
            before.append(part)
    return Ranks(", ".join(before), " ".join(generation), ", ".join(after))


def styled(author: Author) -> str:
    """A person's name with all ranks in their places."""
    before, generation, after = ranks(author.honorific)
    return ", ".join(filter(None, (" ".join(filter(None, (before, author.name, generation))), after)))


def _stands_after(word: str) -> bool:
    bare = word.rstrip(".")
    if bare.casefold() in _AFTER:
        return True
    return "-" not in word and bare not in _BEFORE and sum(letter.isupper() for letter in bare) > 1
