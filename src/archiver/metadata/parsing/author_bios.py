"""Short lives of authors: "Dr Jane Doe is a Senior Fellow at the Institute of Something, Town. Click here for her
profile."

The first sentence gives name, rank, role and place; a last sentence that only leads elsewhere is no part of the life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archiver.draft import AuthorDraft
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.personal_names import is_organization, is_person_name, is_role, split_honorifics
from archiver.metadata.parsing.word_lists import alternatives, words

#: Longer paragraphs are prose, even if they open with a person.
MAX_LENGTH = 1200

# A full stop ends a sentence when a capital follows and what stands before it is no short form ("Dr.", "U.S.", "J.
# Doe").
_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bDr)(?<!\bProf)(?<!\bMr)(?<!\bMrs)(?<!\bSt)(?<!\bNo)[.!?。]['”\")]?\s*(?=[^\W\d_a-z]|$)"
)


@dataclass(frozen=True, slots=True)
class Bio:
    """A life and whose it is. `text` is without the sentences that lead to a profile page; `rest` is those."""

    author: AuthorDraft
    text: str
    rest: str


def parse_bio(text: str, names: tuple[str, ...] = ()) -> Bio | None:
    """The life that a paragraph gives, or None for any other paragraph.

    It must open with a name and say what its bearer is or does. `names` are authors known from elsewhere: their first
    or last name will do.
    """
    if not 20 <= len(text) <= MAX_LENGTH:
        return None
    match = _copula().search(text[:160])
    if match is None:
        return None
    subject, said = text[: match.start()], text[match.end() :]
    honorific, name, suffix = split_honorifics(subject.strip())
    known = next((n for n in names if _refers(name, n)), "")
    if not known and name.split(" ")[0].casefold() in words(*_ARTICLE_WORDS):
        return None
    if not known and not (is_person_name(name) and not is_organization(name) and len(name.split()) <= 5):
        return None
    body, rest = split_profile(text)
    if not body:
        return None
    first = _sentences(said)[0] if said else ""
    copula = match[0].strip().casefold()
    role, place = _role_and_place(first, copula)
    if not known and not (honorific or is_role(role) or is_organization(place) or (copula in _WORKS and place)):
        return None  # "The Lime Tree is full, on the stairs …": nobody's life
    author = AuthorDraft(
        name=known or name,
        honorific=", ".join(part for part in (honorific, suffix) if part),
        roles=(role,) if role else (),
        affiliations=(place,) if place else (),
        bio=body,
    )
    return Bio(author, body, rest)


def split_profile(text: str) -> tuple[str, str]:
    """A life and the sentences at its end that only lead to a profile page."""
    sentences = _sentences(text)
    leads = words("profile")
    end = len(sentences)
    while end > 1 and any(sentences[end - 1].casefold().startswith(word) for word in leads):
        end -= 1
    body = "".join(sentences[:end]).strip()
    return body, text[len("".join(sentences[:end])) :].strip()


def _sentences(text: str) -> list[str]:
    """The sentences of a text, white space after each included."""
    sentences: list[str] = []
    at = 0
    for match in _SENTENCE.finditer(text):
        sentences.append(text[at : match.end()])
        at = match.end()
    if text[at:].strip():
        sentences.append(text[at:])
    return sentences or [text]


def _refers(short: str, full: str) -> bool:
    """Whether a subject is this author: the whole name, or its first or last word."""
    key = comparison_key(short)
    return bool(key) and (
        key == comparison_key(full) or key in {comparison_key(part) for part in full.split() if len(part) > 2}
    )


@cache
def _copula() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w)\].])\s*,?\s+(?:{alternatives(words('copula'))})\s", re.IGNORECASE)


@cache
def _place_start() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(words('copula', 'at'))})\s*(?=\S)", re.IGNORECASE)


_ARTICLE_WORDS = "copula", "articles"
#: Verbs that say where somebody works.
_WORKS = frozenset(
    "teaches writes works serves leads heads arbeitet lehrt travaille enseigne trabaja lavora pracuje".split()
)
_IN_PLACE = re.compile(r"^(?:the|der|die|das|dem|den|la|le|les|el|il|lo|l'|l’|o|a|de|het)\s+", re.IGNORECASE)


# What follows "who", "and is", a semicolon is another statement.
_NEXT_STATEMENT = re.compile(
    r";|,?\s(?:who|whose|where|and (?:is|was|has|the author|edits|writes|author)"
    r"|und (?:ist|schreibt)|et (?:est|auteur)|y (?:es|autor))\s"
)


def _role_and_place(sentence: str, copula: str) -> tuple[str, str]:
    """("Research Analyst", "East Asia Centre at the Institute, Town") of "Research Analyst in the East Asia Centre
    at the Institute, Town.".
    """
    said = sentence.strip().rstrip(".!。 ")
    while (first := said.split(" ", 1)) and len(first) == 2 and first[0].casefold() in words(*_ARTICLE_WORDS):
        said = first[1]
    said = _NEXT_STATEMENT.split(said)[0]

    for match in _place_start().finditer(f" {said}"):
        place = _IN_PLACE.sub("", said[match.end() - 1 :].strip())
        role = said[: max(0, match.start() - 1)].strip(" ,") if match.start() else ""
        if not place or not _proper(place) or len(place) > 200:
            continue
        if copula in _WORKS:
            role = ""
        return (role if _short_role(role) else ""), place.rstrip(",")
    role = said.split(",")[0].strip()
    return (role if _short_role(role) and is_role(role) else ""), ""


def _proper(place: str) -> bool:
    """Whether a place is a name: it has a capital early on, or letters without case, and no day or year in it alone."""
    words_ = place.split()
    return any(word[:1].isupper() for word in words_[:3]) or (
        place[:1].upper() == place[:1].lower() and place[:1].isalpha()
    )


def _short_role(role: str) -> bool:
    return 0 < len(role.split()) <= 8 and len(role) <= 80
