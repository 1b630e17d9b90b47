"""Author bios: "Dr Jane Doe is a Senior Fellow at the Institute of Something, Town. Click here for her profile."

The first sentence gives name, honorific, role and affiliation. Sentences at the end that only lead to a profile page
are no part of the bio.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archiver.description import Author
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.personal_names import is_organization, is_person_name, is_role, split_honorifics
from archiver.metadata.parsing.word_lists import alternatives, words

#: A longer paragraph is prose, even if it begins with a person.
MAX_LENGTH = 1200

# A full stop ends a sentence if a capital follows and it belongs to no abbreviation ("Dr.", "U.S.", "J. Doe").
_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bDr)(?<!\bProf)(?<!\bMr)(?<!\bMrs)(?<!\bSt)(?<!\bNo)[.!?。]['”\")]?\s*(?=[^\W\d_a-z]|$)"
)


@dataclass(frozen=True, slots=True)
class Bio:
    """An author bio and its author. `text` is the bio without the sentences at its end that lead to a profile page;
    `profile_link` is these sentences.
    """

    author: Author
    text: str
    profile_link: str


def parse_bio(text: str, names: tuple[str, ...] = ()) -> Bio | None:
    """The author bio in a paragraph, or None for any other paragraph.

    A bio begins with a name and a verb such as "is a". `names` are authors known from elsewhere: for them the first or
    last name is enough.
    """
    if not 20 <= len(text) <= MAX_LENGTH:
        return None
    match = _copula().search(text[:160])
    if match is None:
        return None
    subject, predicate = text[: match.start()], text[match.end() :]
    honorific, name, suffix = split_honorifics(subject.strip())
    known = next((n for n in names if _refers_to(name, n)), "")
    if not known and name.split(" ")[0].casefold() in words(*_ARTICLE_LIST):
        return None
    if not known and not (is_person_name(name) and not is_organization(name) and len(name.split()) <= 5):
        return None
    body, profile_link = split_profile(text)
    if not body:
        return None
    first = _sentences(predicate)[0] if predicate else ""
    copula = match[0].strip().casefold()
    role, place = _role_and_place(first, copula)
    if not known and not (
        honorific or is_role(role) or is_organization(place) or (copula in _VERBS_WITH_PLACE and place)
    ):
        return None  # "The Lime Tree is full, on the stairs …" begins with the shape of a name, but is no bio
    author = Author(
        name=known or name,
        honorific=", ".join(part for part in (honorific, suffix) if part),
        roles=(role,) if role else (),
        affiliations=(place,) if place else (),
        bio=body,
    )
    return Bio(author, body, profile_link)


def split_profile(text: str) -> tuple[str, str]:
    """A bio as (text, sentences at its end that only lead to a profile page)."""
    sentences = _sentences(text)
    profile_starts = words("profile")
    end = len(sentences)
    while end > 1 and any(sentences[end - 1].casefold().startswith(word) for word in profile_starts):
        end -= 1
    body = "".join(sentences[:end]).strip()
    return body, text[len("".join(sentences[:end])) :].strip()


def _sentences(text: str) -> list[str]:
    """The sentences of a text, each with the white space after it."""
    sentences: list[str] = []
    at = 0
    for match in _SENTENCE.finditer(text):
        sentences.append(text[at : match.end()])
        at = match.end()
    if text[at:].strip():
        sentences.append(text[at:])
    return sentences or [text]


def _refers_to(short: str, full: str) -> bool:
    """Whether `short` is a name of the author `full`: the full name, or one word of it with more than two letters."""
    key = comparison_key(short)
    return bool(key) and (
        key == comparison_key(full) or key in {comparison_key(part) for part in full.split() if len(part) > 2}
    )


@cache
def _copula() -> re.Pattern[str]:
    """The pattern of a verb that joins a name and what the person is or does: " is a ", ", teaches "."""
    return re.compile(rf"(?<=[\w)\].])\s*,?\s+(?:{alternatives(words('copula'))})\s", re.IGNORECASE)


@cache
def _place_start() -> re.Pattern[str]:
    """The pattern of a preposition between role and affiliation: " at ", " of "."""
    return re.compile(rf"\s(?:{alternatives(words('copula', 'at'))})\s*(?=\S)", re.IGNORECASE)


_ARTICLE_LIST = "copula", "articles"
#: Verbs that a place follows, and no role: where somebody works.
_VERBS_WITH_PLACE = frozenset(
    "teaches writes works serves leads heads arbeitet lehrt travaille enseigne trabaja lavora pracuje".split()
)
_LEADING_ARTICLE = re.compile(r"^(?:the|der|die|das|dem|den|la|le|les|el|il|lo|l'|l’|o|a|de|het)\s+", re.IGNORECASE)


# The words after "who", "and is" or a semicolon are another statement.
_NEXT_STATEMENT = re.compile(
    r";|,?\s(?:who|whose|where|and (?:is|was|has|the author|edits|writes|author)"
    r"|und (?:ist|schreibt)|et (?:est|auteur)|y (?:es|autor))\s"
)


def _role_and_place(sentence: str, copula: str) -> tuple[str, str]:
    """The role and the affiliation in the predicate of a bio, each "" if there is none.

    "Research Analyst in the East Asia Centre at the Institute, Town." gives ("Research Analyst", "East Asia Centre at
    the Institute, Town").
    """
    predicate = sentence.strip().rstrip(".!。 ")
    while (parts := predicate.split(" ", 1)) and len(parts) == 2 and parts[0].casefold() in words(*_ARTICLE_LIST):
        predicate = parts[1]
    predicate = _NEXT_STATEMENT.split(predicate)[0]

    for match in _place_start().finditer(f" {predicate}"):
        place = _LEADING_ARTICLE.sub("", predicate[match.end() - 1 :].strip())
        role = predicate[: max(0, match.start() - 1)].strip(" ,") if match.start() else ""
        if not place or not _is_proper_name(place) or len(place) > 200:
            continue
        if copula in _VERBS_WITH_PLACE:
            role = ""
        return (role if _is_short(role) else ""), place.rstrip(",")
    role = predicate.split(",")[0].strip()
    return (role if _is_short(role) and is_role(role) else ""), ""


def _is_proper_name(place: str) -> bool:
    """Whether a place is a proper name: one of its first three words has a capital, or its letters have no case."""
    place_words = place.split()
    return any(word[:1].isupper() for word in place_words[:3]) or (
        place[:1].upper() == place[:1].lower() and place[:1].isalpha()
    )


def _is_short(role: str) -> bool:
    """Whether a role has at most eight words."""
    return 0 < len(role.split()) <= 8 and len(role) <= 80
