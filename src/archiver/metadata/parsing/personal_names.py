"""Names of authors: is it one, whose is it, and what of it is title, rank or account.

No parser knows all names, so the tests here are modest: they take what has the shape of a name and leave the rest
alone.
"""

from __future__ import annotations

import re

from archiver.draft import AuthorDraft
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.parsing.word_lists import words

_WORD = re.compile(r"\S+")
# at the beginning, or within a word
_WEB = re.compile(r"(?:https?://|www\.).*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*|(?<!\w)@\w+")
_DOMAIN_END = re.compile(r"\.\w+")
# what stands before it is left to strip(): a search that begins with spaces reads a long run of them again from each
_PARENTHESIS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]$")
_ARTICLE = re.compile(r"^(?:the|der|die|das|la|le|les|il|el|de|a|o)\s")
# "By Jane Doe In" + the category's link
_TRAILING = re.compile(r"\s+(?:in|on|at|for|am|im)$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,2}[A-Z][a-z]")
_MARKS = ' \t\u00a0,;:.|/–—-·⋅•*»«›‹>"“”()（）'


def author_of(text: str, *, declared_person: bool = False, site: str = "") -> AuthorDraft | None:
    """The author that a single name stands for, or None for nobody: an account, an address, a role without a bearer.

    `declared_person`: the page says that it is one, so the shape matters less. `site` is the publication's name,
    which is no person.
    """
    name = strip_address(text)
    extra = ""
    if match := _PARENTHESIS.search(name):
        extra, name = match[1].strip(), name[: match.start()].rstrip()
    honorific, name, suffix = split_honorifics(name)
    name, office = _split_role(_TRAILING.sub("", name))
    if not name or is_nobody(name) or len(name) > 100 or not any(c.isalpha() for c in name):
        return None
    if _NUMBERED.match(name):
        return None  # "1College of Law": an affiliation with the number that its people carry
    if is_organization(name) and not (declared_person and is_person_name(name) and not _names_a_body(name)):
        return AuthorDraft(name=fold(f"{honorific} {name}"), type="organization")
    if site and comparison_key(site) == comparison_key(name):
        return AuthorDraft(name=name, type="organization")
    if not declared_person and not is_person_name(name):
        return None
    roles = tuple(text for text in (office, extra if is_role(extra) else "") if text)
    affiliations = (extra,) if extra and extra not in roles and is_organization(extra) else ()
    both = f"{honorific}, {suffix}" if honorific and suffix else honorific or suffix
    return AuthorDraft(name=name, honorific=both, roles=roles, affiliations=affiliations)


def _split_role(name: str) -> tuple[str, str]:
    """("Jane Doe", "Tech Reporter") of "Jane Doe Tech Reporter"; "" for a role alone: "Former Deputy Editor"."""
    tokens = name.split()
    listed = words("roles")
    if len(tokens) < 2 or not any(token.casefold().strip(".,") in listed for token in tokens):
        return name, ""
    if tokens[0].casefold() in listed:
        return "", name
    if len(tokens) >= 3 and tokens[-1].casefold() in listed:
        count = (
            3
            if len(tokens) >= 4 and (len(tokens[1].rstrip(".")) == 1 or tokens[1].casefold() in words("particles"))
            else 2
        )
        return " ".join(tokens[:count]), " ".join(tokens[count:])
    return name, ""


def strip_address(text: str) -> str:
    """A name without the web address, the mail address or the handle beside it; "mail@host (Name)" gives the name."""
    if (match := _PARENTHESIS.search(text.rstrip())) and "@" in text[: match.start()]:
        text = match[1]
    return fold(_WORD.sub(lambda word: _without_address(word[0]), text)).strip(
        _MARKS.replace(")", "").replace("）", "").replace(".", "")
    )


def _without_address(word: str) -> str:
    """What a run without spaces says beside an address in it. Each part of it is read once: pages write runs of any length."""
    if not _WEB.match(word) and "@" in word[1:]:
        # a mail address is all from the beginning to the last dot of the domain
        ends = list(_DOMAIN_END.finditer(word))
        if ends and "@" in word[1 : max(1, ends[-1].start() - 1)]:
            # the letter before the rest says that no handle begins there
            return " " + _ADDRESS.sub(" ", word[ends[-1].end() - 1 :])[1:]
    return _ADDRESS.sub(" ", word)


def split_honorifics(text: str) -> tuple[str, str, str]:
    """("Prof. Dr.", "Jane Doe", "PhD") of "Prof. Dr. Jane Doe, PhD"; the first and last are "" when there are none."""
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
    name = " ".join(tokens[start:end]).strip(_MARKS.replace(".", ""))
    if name.endswith(".") and len(name.split()[-1]) > 3:
        name = name.rstrip(".")
    suffix = " ".join(tokens[end:]).strip(",() ")
    for word in attached:
        if name.endswith(word) and len(name) > len(word) + 1 and not name[-len(word) - 1].isascii():
            return " ".join(tokens[:start]), name[: -len(word)].strip(), word
    return " ".join(tokens[:start]).strip(","), name, suffix


def _is_honorific(token: str, known: frozenset[str], follower: str) -> bool:
    folded = token.casefold().rstrip(".,:")
    if folded not in known and token.casefold() not in known:
        return False
    # an initial or a first name that happens to be in the list: "M. Night", "Dean", "Don DeLillo"
    if len(folded) <= 3 and folded.isascii() and token[-1] not in ".:" and folded in _NEEDS_STOP:
        return False
    if len(folded) == 1 and folded.isascii() and len(follower.rstrip(".")) == 1:
        return False
    return (
        folded not in ("don", "fr", "on", "me", "ing", "med", "nat", "pol", "pan", "doc", "phil", "mag", "hon")
        or token[-1] == "."
    )


_NEEDS_STOP = frozenset(
    ["on", "me", "fr", "sr", "lt", "gen", "col", "maj", "mag", "pd", "d", "nat", "pol", "med", "rer", "jur"]
)


def is_nobody(name: str) -> bool:
    """Whether a name is an account or an office without a bearer: "admin", "Staff Writer", "Redaktion"."""
    folded = name.casefold().strip(_MARKS)
    nobody = words("organizations", "nobody")
    return folded in nobody or _ARTICLE.sub("", folded) in nobody


def is_organization(name: str) -> bool:
    """Whether a name is that of a body of people: "Reuters", "Redaktion Wissen", "Institute of …"."""
    folded = name.casefold().strip(_MARKS)
    if folded in words("organizations", "names"):
        return True
    listed = words("organizations")
    return any(token.strip(".,") in listed or token in listed for token in folded.replace("/", " ").split())


def _names_a_body(name: str) -> bool:
    return name.casefold() in words("organizations", "names")


def is_role(text: str) -> bool:
    """Whether a part of a byline says what its author does."""
    folded = text.casefold()
    listed = words("roles")
    return folded in listed or any(
        token.strip(".,()") in listed for token in folded.replace("-", " ").replace("/", " ").split()
    )


def is_person_name(text: str) -> bool:
    """Whether a text has the shape of a full name: two to six words with capitals, or a short run of letters
    without case.
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
        # without capitals a full stop, a comma or length tells a sentence from a name
        spaced = len(tokens) > 1
        return (
            len(tokens) <= 5
            and (len(text) <= 30 if spaced else 2 <= len(text) <= 8)
            and not set(text) & set("。、,，.؟")
        )
    if not 2 <= len(tokens) <= 6:
        return False
    particles = words("particles")
    capital = 0
    for token in tokens:
        bare = token.lstrip("(\"'’‘")
        if bare[:1].isupper():
            capital += 1
        elif token.casefold() not in particles and bare[:2] not in ("d'", "d’", "l'", "l’"):
            return False
    return capital >= 2 or (capital == 1 and len(tokens) == 2 and tokens[-1][0].isupper())


def invert(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe", as bibliographic tags write names; anything else as it is."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or not first.strip() or not last.strip():
        return name
    if first.strip().casefold() in words("honorifics", "suffixes"):
        return name
    return f"{first.strip()} {last.strip()}"
