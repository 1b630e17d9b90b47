"""The authors: the embedded metadata compared with the visible byline.

Embedded metadata are reliable for full names, and for the difference between persons and organizations. The byline is
reliable for the order of several authors, and for a guest author whose text an editor posted. If both name the same
people, the byline gives the form of the names, and the embedded metadata give the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver import addresses
from archiver.description import Author, Confidence
from archiver.draft import Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.author_bios import Bio
from archiver.metadata.parsing.bylines import Byline, is_credit, pen_name, split_authors
from archiver.metadata.parsing.folding import cached_key, comparison_key, fold
from archiver.metadata.parsing.personal_names import author_of, is_nobody, is_organization, is_role
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.article_bylines import find_article_byline
from archiver.metadata.sources.author_elements import AUTHOR_FOLDERS, find_author_element
from archiver.metadata.sources.front_matter import FrontItem, FrontMatter, bio_of, byline_of, is_inside
from archiver.metadata.sources.signatures import find_signature, is_before_mail_address
from archiver.metadata.sources.visible_lines import short_text, visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden, visible_text
from archiver.trees.elements import Element

if TYPE_CHECKING:
    from archiver.metadata.sources.plain.bylines import LineByline
    from archiver.metadata.sources.plain.lines import TextLines

#: The rules of embedded authors, best first. The first that names a person wins.
_RULES = (
    "document-metadata",
    "citation-tag",
    "json-ld",
    "parsely-tag",
    "microdata",
    "dublin-core",
    "meta-author",
    "open-graph",
    "sailthru-tag",
    "twitter-card",
    "mail-sender",
    "document-properties",
)
#: The rules whose organizations are the owners or makers of the site and hardly ever authors: on the labelled pages, no single one of
#: sixteen was.
_OWNERS = frozenset(("meta-author", "dublin-core", "open-graph"))
#: A longer list of authors is cut: it lists contributors to something else.
_MOST_AUTHORS = 60
#: The number of marked bylines that are read outside the front matter.
_MOST_MARKED_BYLINES = 40


@dataclass(slots=True)
class Authors:
    """The resolved authors with their evidence, and the elements whose text went into them."""

    people: tuple[Author, ...] = ()
    rule: str = ""
    confidence: Confidence = "low"
    text: str = ""
    #: Element that holds a byline → the names, honorifics, roles and affiliations in it.
    bylines: dict[Element, tuple[str, ...]] = field(default_factory=dict)
    #: Element that holds an author bio → the bio.
    bios: dict[Element, Bio] = field(default_factory=dict)
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class _VisibleByline:
    """A visible byline. `weight` is 3 for a byline with a byline word in the front matter, 2 for a byline with only a mark
    there, and 1 elsewhere.

    `others` are further elements with one author each, if no small element holds all authors.
    """

    people: tuple[Author, ...]
    element: Element
    weight: int
    text: str
    others: tuple[tuple[Element, tuple[str, ...]], ...] = ()


def resolve_authors(
    draft: Draft,
    candidates: Candidates,
    marked: MarkedElements,
    front: FrontMatter,
    language: str,
    site: str,
    lines: TextLines | None = None,
    line_byline: LineByline | None = None,
) -> Authors:
    """The authors of the article; `Authors.people` is empty when the page names none. `site` is the site's name, which
    is no person. For a plain text, `lines` are its lines, and `line_byline` is the byline in them.
    """
    embedded, rule = _embedded_authors(candidates, site)
    if lines is None:
        byline = _visible_byline(draft, marked, front, language, site, embedded)
    else:
        byline = _byline_in_lines(lines, line_byline)
    bios = _author_bios(front, tuple(a.name for a in (*embedded, *(byline.people if byline else ()))))
    authors = _reconcile(embedded, rule, byline)
    if lines is not None and not authors.people:
        bios = {element: bio for element, bio in bios.items() if not _is_named_in_prose(lines, element, bio.author)}
    if not authors.people and bios:
        first = next(iter(bios.values()))
        authors = Authors(
            (replace(first.author, bio=""),), "author-bio", "high" if len(bios) == 1 else "medium", first.text[:120]
        )
    for element, bio in bios.items():
        for index, person in enumerate(authors.people):
            if _is_same_author(person, bio.author):
                updated = list(authors.people)
                updated[index] = _fill_gaps(replace(person, bio=person.bio or bio.text), bio.author)
                authors.people = tuple(updated)
                authors.bios[element] = bio
    authors.text = evidence_with(authors.text, rule, embedded, authors.people)
    authors.text = evidence_with(
        authors.text, "author-bio", [bio.author for bio in authors.bios.values()], authors.people
    )
    return authors


def evidence_with(text: str, rule: str, sources: Iterable[Author], people: Iterable[Author]) -> str:
    """The evidence for authors, with what they have from another place: "By Ann Lee; json-ld: Editor, The Quay".

    `text` is the evidence so far, `sources` are the authors of that place, and `people` those of the head. A biography is
    cut to 120 characters.
    """
    wanted = {string for person in people for string in _all_strings(person)}
    added = dict.fromkeys(
        string[:120]
        for person in sources
        for string in _all_strings(person)
        if string in wanted and string[:120] not in text
    )
    return f"{text}; {rule}: {', '.join(added)}" if added else text


def _all_strings(person: Author) -> tuple[str, ...]:
    """All strings that an author adds to the head."""
    return (*_strings([person]), *filter(None, [person.bio]))


def _reconcile(embedded: tuple[Author, ...], rule: str, byline: _VisibleByline | None) -> Authors:
    """The authors of embedded metadata and byline together; see the docstring of the module."""
    confidence: Confidence = (
        "high"
        if rule in ("document-metadata", "citation-tag", "json-ld")
        else "low"
        if rule == "document-properties"
        else "medium"
    )
    if byline is None:
        return Authors(embedded, rule, confidence, ", ".join(a.name for a in embedded)) if embedded else Authors()
    by_rule = {3: "byline", 2: "byline-markup", 1: "byline-elsewhere"}[byline.weight]
    visible_authors = Authors(
        byline.people, by_rule, "high" if byline.weight == 3 else "medium" if byline.weight == 2 else "low", byline.text
    )
    visible_authors.bylines = {byline.element: _strings(byline.people), **dict(byline.others)}
    if not embedded:
        return visible_authors
    if within := _embedded_names_in_byline(embedded, byline):
        people, strings = within
        return Authors(people, by_rule, "high", byline.text, {byline.element: strings, **dict(byline.others)})
    if rule == "mail-sender" and byline.weight >= 2:
        return visible_authors  # a newsletter is often sent by somebody else than its author
    shared = [a for a in byline.people if any(_is_same_author(a, b) for b in embedded)]
    if shared:
        merged = [_prefer_visible(a, next((b for b in embedded if _is_same_author(a, b)), None)) for a in byline.people]
        merged += [b for b in embedded if b.type == "person" and not any(_is_same_author(a, b) for a in byline.people)]
        visible_authors.people = tuple(merged)
        visible_authors.confidence = "high"
        return visible_authors
    persons = [a for a in embedded if a.type == "person"]
    visible_persons = [a for a in byline.people if a.type == "person"]
    # a byline says who wrote the text, embedded metadata often only who published it
    if not persons and (visible_persons or (byline.weight == 3 and not byline.people[0].name[0].islower())):
        return visible_authors
    if byline.weight >= 2 and visible_persons:
        visible_authors.confidence = "medium"
        visible_authors.disagreement = (
            f"{', '.join(a.name for a in byline.people)}; {', '.join(a.name for a in embedded)}"
        )
        return visible_authors
    return Authors(embedded, rule, "medium", ", ".join(a.name for a in embedded))


def _embedded_names_in_byline(
    embedded: tuple[Author, ...], byline: _VisibleByline
) -> tuple[tuple[Author, ...], tuple[str, ...]] | None:
    """The authors, and their strings, where a byline holds embedded names inside a longer wrong name: "Jane
    DoePublished 4 May".

    None when no parsed name of the byline contains an embedded one.
    """
    shown_names = [a for a in embedded if a.type == "person" and " " in a.name and a.name in byline.text]
    merged_names = [b for b in byline.people if any(a.name in b.name and a.name != b.name for a in shown_names)]
    if not merged_names:
        return None
    people: list[Author] = []
    for person in byline.people:
        contained = [a for a in shown_names if a.name in person.name]
        people.extend(contained or ([person] if person.type == "person" else []))
    people += [
        a for a in embedded if a.type == "person" and a not in people and not any(_is_same_author(a, p) for p in people)
    ]
    return tuple(people), _strings(people)


# -- authors in embedded metadata ----------------------------------------------------------------------


def _embedded_authors(candidates: Candidates, site: str) -> tuple[tuple[Author, ...], str]:
    """The embedded authors and their rule: those of the best rule that names a person, else of the best that names an
    organization.
    """
    organizations: tuple[tuple[Author, ...], str] = ((), "")
    for rule in _RULES:
        people: list[Author] = []
        for candidate in candidates.of("author"):
            if candidate.rule == rule:
                people.extend(_authors_of_candidate(candidate.value, candidate.author, rule, site))
        people = _distinct(people)
        if rule in _OWNERS and all(a.type == "organization" for a in people):
            continue
        if any(a.type == "person" for a in people):
            if rule in _OWNERS:
                people = [a for a in people if a.type == "person" or comparison_key(a.name) != comparison_key(site)]
            return tuple(people), rule
        if people and not organizations[0]:
            organizations = tuple(people), rule
    return organizations


def _authors_of_candidate(value: str, structured: Author | None, rule: str, site: str) -> Iterable[Author]:
    """The authors in one embedded value. `structured` is the author from JSON-LD, with role, affiliation and so on, or None."""
    declared = rule in ("document-metadata", "citation-tag", "json-ld") and (
        structured is None or structured.type == "person"
    )
    if structured is not None and structured.type == "organization":
        author = author_of(value, site=site)
        if author is not None:
            yield replace(author, type="organization")
        elif value and not value.startswith("http") and author_of(value, declared_person=True, site=site):
            yield Author(name=value, type="organization")
        return
    people = split_authors(_without_by(value), declared_person=declared and " " in value.strip(), site=site)
    if not people and structured is not None and _single_name(value, site):
        people = (Author(name=value),)
    for person in people:
        if structured is not None and len(people) == 1:
            person = replace(
                person,
                honorific=person.honorific or structured.honorific,
                roles=person.roles or structured.roles,
                affiliations=person.affiliations or structured.affiliations,
                family=structured.family if _is_split(person.name, structured) else "",
                given=structured.given if _is_split(person.name, structured) else "",
                orcid=person.orcid or structured.orcid,
            )
        yield person


def _is_split(name: str, parts: Author) -> bool:
    """Whether the family name and the given name that a page declares are together the words of the name."""
    return bool(parts.family and parts.given) and sorted(f"{parts.given} {parts.family}".split()) == sorted(
        name.split()
    )


def _single_name(value: str, site: str) -> bool:
    """Whether the name of a declared person is one word, like "Tine", and no account, like "admin" or "jsmith"."""
    return (
        value.isalpha()
        and value.istitle()
        and len(value) >= 3
        and not is_nobody(value)
        and not is_organization(value)
        and comparison_key(value) != comparison_key(site)
    )


def _without_by(value: str) -> str:
    """A name without "By " before it."""
    folded = value.strip()
    return folded[3:] if folded[:3].casefold() == "by " else folded


def _distinct(people: Iterable[Author]) -> list[Author]:
    """The first _MOST_AUTHORS authors, in order. Drafts of the same author are merged."""
    kept: list[Author] = []
    for person in people:
        for index, other in enumerate(kept):
            if _is_same_author(person, other):
                kept[index] = _prefer_visible(other, person)
                break
        else:
            if len(kept) < _MOST_AUTHORS:
                kept.append(person)
    return kept


# -- authors in visible bylines ------------------------------------------------------------------------


def _visible_byline(
    draft: Draft,
    marked: MarkedElements,
    front: FrontMatter,
    language: str,
    site: str,
    embedded: tuple[Author, ...],
) -> _VisibleByline | None:
    """The visible byline with the greatest weight, in the innermost element that holds all of it.

    A line without markup or byline word is a byline too if it begins with the name of an embedded author.
    """
    best: _VisibleByline | None = None
    marked_bylines = set(marked.bylines)
    names = [a.name for a in embedded if a.type == "person"]
    item_texts = {item.element: item.text for item in front.items}
    for item in front.items:
        if draft.note_parts and item.element.is_within(draft.note_parts):
            continue
        expected = _is_marked(item.element, marked_bylines) or (
            item.after
            and (
                _opens_with_name(item.text, names)
                or is_before_mail_address(item.element)
                or _leads_to_author(draft, item.element)
            )
        )
        byline = byline_of(item, language, expected=expected, site=site)
        if not byline.authors and item.after and len(item.lines) == 1 and item.element.tag not in _HEADINGS:
            byline = _pen_name_byline(item.text, language)
        if best is not None and expected and item.element.index - best.element.index <= _MOST_BETWEEN:
            last = best.people[-1]
            if _is_role_of(item, byline.authors, last, names) and not is_inside(best.element, item.element):
                best = _with_role(best, item, item_texts)
                continue
        if not byline.authors or _is_too_long(item):
            continue
        weight = 3 if byline.marked else 2 if item.after else 1
        if not item.after and weight == 3 and not expected:
            weight = 2
        better = best is None or weight > best.weight
        if best is not None and weight == best.weight == 3 and _is_posted(best.text) and not _is_posted(item.text):
            better = not _is_same_authors(byline.authors, best.people)
            if better:
                best = None
        if best is not None and weight == best.weight:
            more = len(byline.authors) > len(best.people) and _is_adjacent(item.element, best.element)
            is_narrower = is_inside(item.element, best.element) and (
                _covers(byline.authors, best.people) or (expected and _is_start_of_name(byline.authors, best.people))
            )
            better = more or is_narrower
        if best is None or better:
            best = _VisibleByline(byline.authors, item.element, weight, item.text)
        elif expected and weight == best.weight and not is_inside(item.element, best.element):
            # one element for each of several authors, or for the role of the last one
            further = tuple(
                a for a in byline.authors if a.type == "person" and not any(_is_same_author(a, b) for b in best.people)
            )
            if further and item.element.index - best.element.index <= _MOST_BETWEEN:
                best = _extended(best, item, (*best.people, *further), further, item_texts)
    if best is not None and best.weight >= 2:
        return best
    headline = front.headline if front.headline is not None else -1
    named = find_author_element(draft, marked, headline, language, site)
    far = _byline_far_from_headline(draft, marked, front, language, site)
    if far is not None and (named is None or named.signs < _MANY_SIGNS or _covers(far.people, named.authors[:1])):
        return far
    if named is not None:
        return _VisibleByline(named.authors, named.element, 2 if named.signs >= _MANY_SIGNS else 1, named.text)
    if (in_article := find_article_byline(draft, marked, headline + 1, language, site)) is not None:
        people, element, text = in_article
        return _VisibleByline(people, element, 1, text)
    return best or _signature_byline(draft, marked)


#: The signs with which a single word is sure enough to be the author beside other bylines.
_MANY_SIGNS = 5


def _byline_far_from_headline(
    draft: Draft, marked: MarkedElements, front: FrontMatter, language: str, site: str
) -> _VisibleByline | None:
    """The first marked byline with persons behind the front matter."""
    for element in marked.bylines[:_MOST_MARKED_BYLINES]:
        if element.index < front.end or element.tag == "address" or marked.in_aside(element) or is_hidden(element):
            continue
        if element.is_within(draft.note_parts):
            continue  # the authors of a cited work in a note
        lines = visible_lines(draft, element, 200)
        if lines and len(lines) <= 4:
            item = FrontItem(element, tuple(lines), element.index, True)
            byline = byline_of(item, language, expected=True, site=site)
            if any(a.type == "person" for a in byline.authors):
                return _VisibleByline(byline.authors, element, 1, item.text)
    return None


#: The most characters of a role in an element of its own.
_LONGEST_ROLE = 60
#: The number of elements between a byline and another author or the role of it.
_MOST_BETWEEN = 12


def _with_role(best: _VisibleByline, item: FrontItem, item_texts: dict[Element, str]) -> _VisibleByline:
    """The byline with the text of a further element as the role of its last author."""
    people = (*best.people[:-1], replace(best.people[-1], roles=(item.text,)))
    return _extended(best, item, people, people[-1:], item_texts)


def _extended(
    best: _VisibleByline,
    item: FrontItem,
    people: tuple[Author, ...],
    added: tuple[Author, ...],
    item_texts: dict[Element, str],
) -> _VisibleByline:
    """The byline with a further element, in the element around both if that is short. `added` are the authors with strings in it."""
    parent = item.element.parent
    if parent in item_texts and is_inside(best.element, parent):
        return _VisibleByline(people, parent, best.weight, item_texts[parent])
    others = (*best.others, (item.element, _strings(added)))
    return _VisibleByline(people, best.element, best.weight, f"{best.text} {item.text}", others)


def _is_posted(text: str) -> bool:
    """Whether a byline begins with a word that only says who put the text on the page: "Posted by"."""
    folded = text.casefold().lstrip(" |·•–—-")
    return any(folded.startswith(word) for word in words("posted"))


def _is_same_authors(people: Iterable[Author], others: Iterable[Author]) -> bool:
    """Whether two bylines name the same authors."""
    first, second = list(people), list(others)
    return _covers(first, second) and _covers(second, first)


_HEADINGS = ("h1", "h2", "h3")


def _leads_to_author(draft: Draft, element: Element) -> bool:
    """Whether a link leads to the page of the person whose name it shows: its address has a folder of authors, and in the
    last part a word of the name.
    """
    address = addresses.split(element.get("href") or "") if element.tag == "a" else None
    folders = address.path.casefold().strip("/").split("/") if address is not None else []
    if len(folders) < 2 or AUTHOR_FOLDERS.isdisjoint(folders[:-1]):
        return False
    parent = element.parent
    if parent is not None and is_credit(short_text(draft, parent, 120)):
        return False  # "Reviewed by Max Roe"
    return any(len(word) > 2 and word in folders[-1] for word in visible_text(element).casefold().split())


def _pen_name_byline(text: str, language: str) -> Byline:
    """The byline of one word with capitals inside, as in "By AJLabs"; without authors for any other line."""
    authors = tuple(author for author in pen_name(text, language) if author.type == "organization")
    return Byline(authors, bool(authors))


def _is_start_of_name(people: tuple[Author, ...], others: tuple[Author, ...]) -> bool:
    """Whether one person's name is the start of one other name: "Jim Walsh" of "Jim Walsh Cherry Hill Courier"."""
    return len(people) == len(others) == 1 and others[0].name.startswith(f"{people[0].name} ")


def _is_role_of(item: FrontItem, authors: tuple[Author, ...], last: Author, embedded_names: Iterable[str]) -> bool:
    """Whether a line with the form of one more author is the role of the author before it: "Amy Gibbons" and, in an
    element of its own, "Political Correspondent" or "Breaking News Intern".
    """
    if len(item.lines) != 1 or last.type != "person" or last.roles or not is_role(item.text):
        return False
    if not authors:
        return len(item.text) <= _LONGEST_ROLE and comparison_key(last.name) not in comparison_key(item.text)
    if len(authors) != 1:
        return False
    name = authors[0].name
    if any(comparison_key(name) == comparison_key(other) for other in embedded_names):
        return False
    rest = item.text.removeprefix(name).strip()
    return item.text.startswith(name) and is_role(item.text) and (not rest or is_role(rest))


def _is_named_in_prose(page: TextLines, bio: Element, author: Author) -> bool:
    """Whether the prose of a plain text names a person by the last word of the name: then the first paragraph that says
    who that is is no author bio. `bio` is its element.
    """
    name = author.name.split()[-1].casefold()
    numbers = range(page.first, page.last)
    return any(page.lines[k].prose and page.lines[k].element is not bio and name in page.folded[k] for k in numbers)


def _byline_in_lines(page: TextLines, line_byline: LineByline | None) -> _VisibleByline | None:
    """The byline of a plain text as a visible byline. A name below the prose has the least weight."""
    if line_byline is None:
        return None
    features = line_byline.features
    weight = 3 if features.get("marked") or features.get("introduced") else 2
    line = page.lines[line_byline.number]
    others = tuple(
        (page.lines[number].element, _strings(line_byline.authors))
        for number in line_byline.others
        if page.lines[number].element is not line.element
    )
    text = " ".join(page.lines[number].text for number in (line_byline.number, *line_byline.others))
    return _VisibleByline(line_byline.authors, line.element, 1 if features.get("foot") else weight, fold(text), others)


def _signature_byline(draft: Draft, marked: MarkedElements) -> _VisibleByline | None:
    """A signature as a byline of the least weight."""
    signature = find_signature(draft, marked)
    return _VisibleByline(*signature) if signature is not None else None


def _opens_with_name(text: str, names: list[str]) -> bool:
    """Whether a line begins with one of these names and has at most 80 characters besides them."""
    shown_names = [name for name in names if name in text]
    return any(text.startswith(name) for name in shown_names) and len(text) - sum(map(len, shown_names)) <= 80


def _is_marked(element: Element, marked: set[Element]) -> bool:
    """Whether this element, or its parent for an inline element, is marked as a byline."""
    parent = element.parent
    return element in marked or (
        parent is not None and parent in marked and element.tag in ("a", "span", "b", "strong", "p")
    )


def _is_too_long(item: FrontItem) -> bool:
    """Whether an element has more lines or characters than a byline."""
    return len(item.lines) > 8 or len(item.text) > 300


def _is_adjacent(one: Element, other: Element) -> bool:
    """Whether two elements are siblings, or one is inside the other."""
    return one.parent is other.parent or is_inside(one, other) or is_inside(other, one)


def _covers(people: Iterable[Author], others: Iterable[Author]) -> bool:
    """Whether each of `others` is among `people`."""
    known = list(people)
    return all(any(_is_same_author(a, b) for a in known) for b in others)


def _author_bios(front: FrontMatter, names: tuple[str, ...]) -> dict[Element, Bio]:
    """The author bios in the front matter by their elements, outermost only."""
    bios: dict[Element, Bio] = {}
    for item in front.items:
        if item.after and not any(is_inside(item.element, outer) or is_inside(outer, item.element) for outer in bios):
            bio = bio_of(item, names)
            if bio is not None:
                bios[item.element] = bio
    return bios


# -- comparing and merging authors ---------------------------------------------------------------------


def _is_same_author(one: Author, other: Author) -> bool:
    """Whether two drafts are the same author: they have the same letters, or the same last name and matching first names
    ("J. Doe" and "Jane Doe").
    """
    first, second = _without_accents(one.name), _without_accents(other.name)
    if first == second or cached_key(one.name) == cached_key(other.name):
        return True
    a, b = first.split(), second.split()
    if min(len(a), len(b)) == 1 and max(len(a), len(b)) > 1:
        return a[0] == b[0] and len(a[0]) > 2  # "Nils" and "Nils Pickert"
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1]:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return a[0][0] == b[0][0] and (len(a[0].rstrip(".")) == 1 or len(b[0].rstrip(".")) == 1)


@lru_cache(maxsize=256)
def _without_accents(name: str) -> str:
    """A name in lower case without accents, hyphens as spaces."""
    return " ".join(
        "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
        .replace("-", " ")
        .split()
    )


def _prefer_visible(visible: Author, embedded: Author | None) -> Author:
    """The visible author, with gaps filled from the embedded one. A name all in capitals or small letters takes the
    embedded spelling.
    """
    if embedded is None:
        return visible
    name = visible.name
    cased = any(c.lower() != c.upper() for c in name)
    if cased and (name.isupper() or name.islower()) and not (embedded.name.isupper() or embedded.name.islower()):
        name = embedded.name
    return _fill_gaps(
        replace(visible, name=name, type=embedded.type if visible.type == embedded.type else "person"), embedded
    )


def _fill_gaps(one: Author, other: Author) -> Author:
    """The first author, with each empty field taken from the other."""
    return replace(
        one,
        honorific=one.honorific or other.honorific,
        roles=one.roles or other.roles,
        affiliations=one.affiliations or other.affiliations,
        bio=one.bio or other.bio,
        family=one.family or (other.family if one.name == other.name else ""),
        given=one.given or (other.given if one.name == other.name else ""),
        suffix=one.suffix or (other.suffix if one.name == other.name else ""),
        orcid=one.orcid or other.orcid,
    )


def _strings(people: Iterable[Author]) -> tuple[str, ...]:
    """All strings that these authors add to the head, bios left out."""
    return tuple(s for a in people for s in (a.honorific, a.name, *a.roles, *a.affiliations) if s)
