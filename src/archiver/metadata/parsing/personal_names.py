"""Personal names: whether a text is the name of a person or an organization, and its honorific, role and affiliation.

No program knows all names. So most tests look only at the shape of a text: capitals, number of words, length.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TypeVar

from archiver.description import Author, Contributor
from archiver.languages import territory_names
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.parsing.word_lists import words
from archiver.personal_names import split_name

_WORD = re.compile(r"\S+")
# a web address, at the beginning of a word or inside it
_WEB = re.compile(r"(?:https?://|www\.).*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*|(?<!\w)@\w+")
_DOMAIN_END = re.compile(r"\.\w+")
# the spaces before it are left to strip(): a pattern that begins with spaces is quadratic in a long run of them
_PARENTHESIS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]$")
_ARTICLE = re.compile(r"^(?:the|der|die|das|la|le|les|il|el|de|a|o)\s")
# "By Jane Doe In" + the category's link
_TRAILING_PREPOSITION = re.compile(r"\s+(?:in|on|at|for|am|im)$", re.IGNORECASE)
_NUMBER_BEFORE_NAME = re.compile(r"\d{1,2}[A-Z][a-z]")
_EDGE_MARKS = ' \t\u00a0,;:.|/–—-·⋅•*»«›‹>"“”()（）'


def author_of(text: str, *, declared_person: bool = False, site: str = "") -> Author | None:
    """The author with this name, or None for an account, an address or a role without a name.

    With `declared_person`, the page declares the value to be a person, and its shape is not tested. `site` is the name
    of the site, which is no person.
    """
    name = strip_address(text)
    in_parentheses = ""
    if match := _PARENTHESIS.search(name):
        in_parentheses, name = match[1].strip(), name[: match.start()].rstrip()
    name, generation = split_generation(name)
    honorific, name, suffix = split_honorifics(name)
    name, role = _split_role(_TRAILING_PREPOSITION.sub("", name))
    if not name or is_nobody(name) or len(name) > 100 or not any(c.isalpha() for c in name):
        return None
    if not declared_person and is_label(name):
        return None
    if _NUMBER_BEFORE_NAME.match(name):
        return None  # "1College of Law": an affiliation with the number that its authors refer to
    if is_organization(name) and not (declared_person and is_person_name(name) and not _is_known_organization(name)):
        return Author(name=fold(f"{honorific} {name}"), type="organization")
    if site and _is_site(name, site):
        return Author(name=name, type="organization")
    if not declared_person and not is_person_name(name):
        return None
    if generation:
        name = f"{name} {generation}"
    roles = tuple(text for text in (role, in_parentheses if is_role(in_parentheses) else "") if text)
    affiliations = (
        (in_parentheses,) if in_parentheses and in_parentheses not in roles and is_organization(in_parentheses) else ()
    )
    honorifics = f"{honorific}, {suffix}" if honorific and suffix else honorific or suffix
    return Author(
        name=name, honorific=honorifics, roles=roles, affiliations=affiliations, suffix=generation.strip(", ")
    )


def _is_site(name: str, site: str) -> bool:
    """Whether a name is that of the site, or its beginning: "Medical Xpress" of "Medical Xpress - medical research news"."""
    key, of_site = comparison_key(name), comparison_key(site)
    return key == of_site or (
        len(key) >= 8 and of_site.startswith(key) and not site[len(name) : len(name) + 1].isalpha()
    )


#: The suffix of a generation at the end of a name. It is a part of the name, not a title.
_GENERATION = re.compile(r"(?<=\w[\w.]),?\s+((?:Jr|Sr|Jnr|Snr)\.?|I{2,3}|IV)$")


def split_generation(name: str) -> tuple[str, str]:
    """A name as (name, suffix of the generation): "John Garcia Jr." gives ("John Garcia", "Jr.")."""
    match = _GENERATION.search(name.rstrip())
    if match is None or len(name[: match.start()].split()) < 2:
        return name, ""
    return name[: match.start()], match[1]


#: Small words before names, at the end of which no name can stand.
_BEFORE_NAMES = frozenset("by von vom par por di door av af of from with mit und and".split())


def is_label(name: str) -> bool:
    """Whether a text with the form of a name is the label of a button, a menu or a section, or the name of a country: one of
    its words is in no personal name, or all of it is the name of a country in some large language.
    """
    tokens = [token.casefold().strip(_EDGE_MARKS) for token in name.split()]
    known = words("buttons") | words("heading")
    if tokens and tokens[-1] in _BEFORE_NAMES:
        return True  # "COMMENTARY BY"
    return any(token in known for token in tokens) or (len(tokens) > 1 and name.casefold() in _countries())


@cache
def _countries() -> frozenset[str]:
    """The names of countries and continents in the languages of most pages (Unicode CLDR), in lower case."""
    tags = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "cs", "tr", "ru", "uk", "id", "vi")
    return frozenset(name.casefold() for tag in tags for name in territory_names(tag) if " " in name)


def _split_role(name: str) -> tuple[str, str]:
    """A name as (name, role): "Jane Doe Tech Reporter" gives ("Jane Doe", "Tech Reporter"). The name is "" for a role
    alone.
    """
    tokens = name.split()
    listed = words("roles")
    if len(tokens) < 2 or not any(token.casefold().strip(".,") in listed for token in tokens):
        return name, ""
    if tokens[0].casefold() in listed:
        return "", name
    if len(tokens) == 2 and tokens[1].casefold().strip(".,") in listed - words("roles", "surnames"):
        return "", name  # "Wellness Writer"
    if len(tokens) >= 3 and tokens[-1].casefold() in listed:
        count = (
            3
            if len(tokens) >= 4 and (len(tokens[1].rstrip(".")) == 1 or tokens[1].casefold() in words("particles"))
            else 2
        )
        return " ".join(tokens[:count]), " ".join(tokens[count:])
    return name, ""


def strip_address(text: str) -> str:
    """A name without the web address, mail address or handle beside it. "mail@host (Name)" gives "Name"."""
    if (match := _PARENTHESIS.search(text.rstrip())) and "@" in text[: match.start()]:
        text = match[1]
    return fold(_WORD.sub(lambda word: _without_address(word[0]), text)).strip(
        _EDGE_MARKS.replace(")", "").replace("）", "").replace(".", "")
    )


def _without_address(word: str) -> str:
    """A run without spaces without the addresses in it. Each part is read once, because runs have any length."""
    if not _WEB.match(word) and "@" in word[1:]:
        # a mail address begins where the run begins and ends behind the last dot of its domain
        ends = list(_DOMAIN_END.finditer(word))
        if ends and "@" in word[1 : max(1, ends[-1].start() - 1)]:
            # keep one letter before the rest, so that no handle is seen at its start
            return " " + _ADDRESS.sub(" ", word[ends[-1].end() - 1 :])[1:]
    return _ADDRESS.sub(" ", word)


def split_honorifics(text: str) -> tuple[str, str, str]:
    """A name as (honorifics, name, suffix): "Prof. Dr. Jane Doe, PhD" gives ("Prof. Dr.", "Jane Doe", "PhD"). First and
    last may be "".
    """
    known, suffixes, attached = words("honorifics"), words("honorifics", "suffixes"), words("honorifics", "attached")
    tokens = text.split()
    start = 0
    while start < len(tokens) - 1 and _is_honorific(tokens[start], known, follower=tokens[start + 1]):
        start += 1
    end = len(tokens)
    while (
        end - start > 1
        and tokens[end - 1].strip(",()").casefold() in suffixes
        and (tokens[end - 2].endswith(",") or tokens[end - 1].strip(",").isupper() or "." in tokens[end - 1])
    ):
        end -= 1
    name = " ".join(tokens[start:end]).strip(_EDGE_MARKS.replace(".", ""))
    if name.endswith(".") and len(name.split()[-1]) > 3 and "." not in name.split()[-1][:-1]:
        name = name.rstrip(".")
    suffix = " ".join(tokens[end:]).strip(",() ")
    for word in attached:
        bare = name.removesuffix(word).rstrip()
        if name.endswith(word) and len(bare) > 1 and not bare[-1].isascii():
            return " ".join(tokens[:start]), bare, word
    return " ".join(tokens[:start]).strip(","), name, suffix


def _is_honorific(token: str, known: frozenset[str], follower: str) -> bool:
    """Whether a token before `follower` is an honorific and not a first name or an initial."""
    folded = token.casefold().rstrip(".,:")
    if folded not in known and token.casefold() not in known:
        return False
    # an initial or a first name may be in the list too: "M. Night", "Dean", "Don DeLillo"
    if len(folded) <= 3 and folded.isascii() and token[-1] not in ".:" and folded in _NEEDS_FULL_STOP:
        return False
    if len(folded) == 1 and folded.isascii() and len(follower.rstrip(".")) == 1:
        return False
    return (
        folded not in ("don", "fr", "on", "me", "ing", "med", "nat", "pol", "pan", "doc", "phil", "mag", "hon")
        or token[-1] == "."
    )


#: Honorifics only with a full stop, because they are words or names too.
_NEEDS_FULL_STOP = frozenset(
    ["on", "me", "fr", "sr", "lt", "gen", "col", "maj", "mag", "pd", "d", "nat", "pol", "med", "rer", "jur"]
)


def is_nobody(name: str) -> bool:
    """Whether a name is an account or a role without a person: "admin", "Staff Writer", "Redaktion"."""
    folded = name.casefold().strip(_EDGE_MARKS)
    nobody = words("organizations", "nobody")
    return folded in nobody or _ARTICLE.sub("", folded) in nobody


def is_desk(name: str) -> bool:
    """Whether a name is that of a desk or a team of the publication, without a person: "Redaktion", "The Editors"."""
    return name.casefold().strip(_EDGE_MARKS) in words("organizations", "desks")


def is_organization(name: str) -> bool:
    """Whether a name is that of an organization: "Reuters", "Redaktion Wissen", "Institute of …", "The Tin"."""
    folded = name.casefold().strip(_EDGE_MARKS)
    if folded in words("organizations", "names") or name.lstrip(_EDGE_MARKS).startswith("The "):
        return True
    listed = words("organizations")
    return any(token.strip(".,") in listed or token in listed for token in folded.replace("/", " ").split())


def _is_known_organization(name: str) -> bool:
    """Whether a name is in the list of organizations."""
    return name.casefold() in words("organizations", "names")


def is_role(text: str) -> bool:
    """Whether a part of a byline is a role: "Senior Editor"."""
    folded = text.casefold()
    listed = words("roles")
    return folded in listed or any(
        token.strip(".,()") in listed for token in folded.replace("-", " ").replace("/", " ").split()
    )


def is_person_name(text: str) -> bool:
    """Whether a text has the shape of a full name: two to six words with capitals, or a short text in a script without
    case.
    """
    if len(text) > 60 or any(c.isdigit() or c in "@:;!?…|<>[]{}=_#%“”„«»" for c in text):
        return False
    tokens = text.split()
    if not tokens:
        return False
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return False
    cased = [c for c in letters if c.lower() != c.upper()]
    if len(cased) < len(letters) / 2:
        # a script without case: a sentence has a full stop or comma, or is longer than a name
        spaced = len(tokens) > 1
        return (
            len(tokens) <= 5
            and (len(text) <= 30 if spaced else 2 <= len(text) <= 8)
            and not set(text) & set("。、,，.؟")
        )
    if not 2 <= len(tokens) <= 6:
        return False
    particles = words("particles")
    capitals = 0
    for token in tokens:
        word = token.lstrip("(\"'’‘")
        if word[:1].isupper():
            capitals += 1
        elif token.casefold() not in particles and word[:2] not in ("d'", "d’", "l'", "l’"):
            return False
    return capitals >= 2 or (capitals == 1 and len(tokens) == 2 and tokens[-1][0].isupper())


Named = TypeVar("Named", Author, Contributor)


def with_parts(person: Named, language: str) -> Named:
    """A person with the family name, the given name and the suffix that the name shows; what is known already stays."""
    if person.type != "person":
        return person
    parts = split_name(person.name, language)
    if person.family:
        return replace(person, suffix=person.suffix or parts.suffix)
    return replace(person, family=parts.family, given=parts.given, suffix=person.suffix or parts.suffix)


def invert(name: str) -> str:
    """The name of a bibliographic tag in reading order: "Doe, Jane" is "Jane Doe". Any other text as it is."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or not first.strip() or not last.strip():
        return name
    if first.strip().casefold() in words("honorifics", "suffixes"):
        return name
    return f"{first.strip()} {last.strip()}"
