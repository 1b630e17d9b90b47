"""Author elements: elements that hold nothing but the name under which somebody posted the text, also one that has not the form
of a full name ("gizzmo", "Ulrike", "Herr_Rein").

A single word is no name by its form. What makes it one is where it stands, and several signs must agree: a class or property for
authors, a link to the page of an author or user whose address repeats the name, a byline word before it, a date beside it, and a
place near the headline. (h-card of microformats.org, `rel=author` and `itemprop=author` of HTML, the classes of WordPress, Drupal,
XenForo, phpBB and others.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from archiver import addresses
from archiver.description import Author
from archiver.draft import Draft
from archiver.languages import subtags
from archiver.metadata.parsing.bylines import is_credit, parse_byline
from archiver.metadata.parsing.dates import find_dates, may_hold_date
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.personal_names import (
    author_of,
    is_desk,
    is_label,
    is_nobody,
    is_organization,
    is_person_name,
    is_role,
)
from archiver.metadata.parsing.word_lists import byline_start, byline_words, words
from archiver.metadata.sources.visible_lines import short_text
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden, visible_text
from archiver.trees.elements import Element

#: The folders of pages about authors and users in web addresses: "/author/jane-doe", "/u/jane".
AUTHOR_FOLDERS = frozenset(
    "author authors auteur auteurs autor autoren autores autore autori writer writers contributor contributors".split()
    + "columnist columnists journalist journalists reporter reporters staff byline bylines redakteur skribent forfatter".split()
)
_USER_FOLDERS = frozenset("user users u member members profile profiles profil mitglied editors newsteam".split())
#: Words of class names for the name of an author or a user, alone and together: "username", "social-author__name".
_USER_WORDS = frozenset(("username", "nickname", "authorname", "postauthor", "writername"))
_OWNER_WORDS = frozenset(("author", "writer", "autor", "auteur", "user", "byline", "nick"))
_CLASS_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
#: The sum of signs that makes a word a name, and the sum in a part of the page that mostly holds other things.
_ENOUGH, _ENOUGH_ASIDE = 3, 5
#: The sum for a text that has not the form of a full name.
_ENOUGH_FOR_A_WORD = 4
#: The number of elements before and after the headline in which a name is near it.
_BEFORE, _AFTER = 40, 150
#: The number of elements after the headline in which a part for comments is only their count.
_NEAREST = 40
_LONGEST, _MOST_WORDS, _LONGEST_LINE = 40, 4, 160
_NAME = re.compile(r"[^\W\d][\w.'’&+-]*(?: [\w.'’&+-]+)*")
#: What separates a name from other things in its element.
_BESIDE = re.compile(r"\s*[|•·@\n]\s*|,\s|\s[–—-]\s")
_ASIDE_TAGS = frozenset(("nav", "aside", "footer", "form"))


@dataclass(frozen=True, slots=True)
class AuthorElement:
    """The author that an element names, with the others of the same line, and how many signs say so."""

    authors: tuple[Author, ...]
    element: Element
    signs: int
    text: str


def find_author_element(
    draft: Draft, marked: MarkedElements, headline: int, language: str, site: str
) -> AuthorElement | None:
    """The element with the most signs, the first of equal ones; None if no element has enough. `headline` is the index of the
    headline (-1: none), `site` the name of the site.
    """
    best: AuthorElement | None = None
    marks = set(marked.bylines)
    for element in draft.page.elements:
        if element.tag not in _TAGS or draft.page.ends[element.index] - element.index > _MOST_INSIDE:
            continue
        is_marked = element in marks or _is_of_user(element.get("class") or "")
        link = element if element.tag == "a" else next(element.iter("a"), None)
        folders = _folders(link)
        if not is_marked and not folders:
            continue
        found = _weigh(draft, marked, element, is_marked, folders, headline, language, site)
        if found is not None and (best is None or found.signs > best.signs):
            best = found
    return best


_TAGS = frozenset("a span div p strong b em i cite h2 h3 h4 h5 h6 li td address small".split())
_MOST_INSIDE = 6


@lru_cache(maxsize=4096)
def _is_of_user(classes: str) -> bool:
    """Whether the value of a class attribute says that its element holds the name of an author or a user."""
    for token in classes.lower().split():
        parts = {word.lower() for word in _CLASS_WORD.findall(token)}
        if parts & _USER_WORDS or ("name" in parts and parts & _OWNER_WORDS):
            return True
    return False


def _weigh(
    draft: Draft,
    marked: MarkedElements,
    element: Element,
    is_marked: bool,
    folders: list[str],
    headline: int,
    language: str,
    site: str,
) -> AuthorElement | None:
    """The element with its signs; None if they are too few, or if its text can be no name."""
    text = visible_text(element)
    if not text or len(text) > _LONGEST + 20 or is_hidden(element) or element.is_within(draft.note_parts):
        return None
    match = byline_start(subtags(language).language).match(text)
    name = _without_date(_BESIDE.split(text[match.end() :] if match is not None else text)[0], language)
    author = _author(name, site)
    if author is None:
        return None
    line = _line_around(draft, element)
    if is_credit(line):
        return None
    signs = 2 * is_marked + bool(folders)
    key = comparison_key(name)
    signs += bool(folders) and any(key in comparison_key(f) or _is_part(f, name) for f in folders)
    signs += match is not None or _follows_byline_word(line, name, language)
    signs += may_hold_date(line) and bool(find_dates(line, language))
    distance = element.index - headline if headline >= 0 else element.index
    signs += -_BEFORE <= distance <= _AFTER
    enough = _ENOUGH if is_person_name(name) else _ENOUGH_FOR_A_WORD
    if marked.in_aside(element):
        if any(a.tag in _ASIDE_TAGS for a in element.ancestors()):
            return None
        if not 0 <= distance <= _NEAREST and any("comment" in (a.get("class") or "") for a in element.ancestors()):
            return None
        enough = _ENOUGH_ASIDE
    if signs < enough:
        return None
    others = parse_byline(line, language, expected=is_marked, site=site).authors
    is_among = any(comparison_key(a.name) == comparison_key(author.name) for a in others)
    return AuthorElement(others if is_among and len(others) > 1 else (author,), element, signs, line or text)


def _without_date(text: str, language: str) -> str:
    """A text without the date behind the name, and without the small word between both: "Olga am 4. Mai 2021" is "Olga"."""
    for found in find_dates(text, language) if may_hold_date(text) else ():
        text = text[: found.start]
        break
    return _TRAILING.sub("", text.strip(" ,|·•:-–")).strip(" ,|·•:-–")


_TRAILING = re.compile(r"(?<=\S)\s+(?:in|on|at|am|im|le|el|il|op|den|the|,)$", re.IGNORECASE)


def _author(name: str, site: str) -> Author | None:
    """The author with this name, or None for a text that is no name: a sentence, a button, a role, an account of nobody."""
    if not 2 <= len(name) <= _LONGEST or len(name.split()) > _MOST_WORDS or not _NAME.fullmatch(name):
        return None
    if is_desk(name):
        return Author(name=name, type="organization")
    if name.endswith(".") and len(name.split()) == 1:
        return None  # an abbreviation: "red."
    if "admin" in name.casefold() or name.casefold() in _labels():
        return None
    if is_nobody(name) or is_label(name) or (is_role(name) and not is_organization(name)):
        return None
    if comparison_key(name) == comparison_key(site):
        return Author(name=name, type="organization")
    return author_of(name) or Author(name=name, type="organization" if is_organization(name) else "person")


@cache
def _labels() -> frozenset[str]:
    """Words before a date or a name, which are no names themselves."""
    return (
        words("published") | words("modified") | words("source") | words("credit") | words("chrome") | byline_words("")
    )


def _folders(link: Element | None) -> list[str]:
    """The last parts of the address of a link that leads to the page of an author or a user; [] for any other link."""
    address = addresses.split(link.get("href") or "") if link is not None else None
    if address is None:
        return []
    query = address.query.casefold()
    if match := re.search(r"(?:^|&)(?:author|user|uid|u|profile)=([^&]*)", query):
        return [match[1]]
    parts = re.split(r"[/,]", address.path.casefold().strip("/"))
    known = AUTHOR_FOLDERS | _USER_FOLDERS
    for position, part in enumerate(parts[:-1]):
        if part in known:
            return parts[position + 1 :]
    return []


def _is_part(folder: str, name: str) -> bool:
    """Whether the end of an address holds a word of the name."""
    return any(len(word) > 2 and comparison_key(word) in comparison_key(folder) for word in name.split())


def _line_around(draft: Draft, element: Element) -> str:
    """The text of the smallest block around an element that is a short line; "" if it is longer."""
    best, current = "", element
    for _ in range(3):
        parent = current.parent
        if parent is None:
            break
        text = short_text(draft, parent, _LONGEST_LINE)
        if not text:
            break
        best, current = text, parent
    return best


def _follows_byline_word(line: str, name: str, language: str) -> bool:
    """Whether a byline word stands right before the name in its line."""
    at = line.find(name)
    if at <= 0:
        return False
    before = line[:at].split()[-3:]
    start = byline_start(subtags(language).language)
    return any(
        (m := start.match(f"{' '.join(before[k:])} x")) and m.end() == len(" ".join(before[k:])) + 1
        for k in range(len(before))
    )
