"""The authors: what the page says to programs held against the byline that readers see.

The page's data is sure about who is a person and writes names in full; the byline is sure about the order, about
several authors, and about the guest whose text an editor's account has posted. Where both name the same people the
byline gives the form and the data the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from archiver.draft import AuthorDraft, Confidence, Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.author_bios import Bio
from archiver.metadata.parsing.bylines import split_authors
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.parsing.personal_names import author_of, is_nobody, is_organization
from archiver.metadata.sources.front_matter import FrontItem, FrontMatter, bio_of, byline_of
from archiver.metadata.sources.signatures import find_signature, is_before_mail_address
from archiver.metadata.sources.visible_lines import visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden
from archiver.xmltree import is_within

#: Best first. Within one page the first of these that names a person is believed.
_SOURCES = (
    "citation-tag",
    "json-ld",
    "parsely-tag",
    "microdata",
    "dublin-core",
    "meta-author",
    "open-graph",
    "sailthru-tag",
    "twitter-card",
)
#: More than these are a list of contributors to something else.
_MOST = 60
#: Marked bylines looked at outside the front.
_MARKED = 40


@dataclass(slots=True)
class Authors:
    """The settled authors, how they were found, and the elements whose words went into them."""

    people: tuple[AuthorDraft, ...] = ()
    rule: str = ""
    confidence: Confidence = "low"
    text: str = ""
    #: Element that holds a byline → the names and ranks of it.
    shown: dict[Element, tuple[str, ...]] = field(default_factory=dict)
    #: Paragraph that holds a life → the life.
    lives: dict[Element, Bio] = field(default_factory=dict)
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A visible byline: `weight` 3 with a byline word in the front, 2 marked up there, 1 marked up elsewhere.

    `others` are further elements that name one author each, where no small element holds them all.
    """

    people: tuple[AuthorDraft, ...]
    element: Element
    weight: int
    text: str
    others: tuple[tuple[Element, tuple[str, ...]], ...] = ()


def resolve_authors(
    draft: Draft, found: Candidates, seen: MarkedElements, front: FrontMatter, language: str, site: str
) -> Authors:
    """Who wrote the article, as far as the page tells."""
    data, rule = _from_data(found, site)
    byline = _from_byline(draft, seen, front, language, site, data)
    lives = _lives(front, tuple(a.name for a in (*data, *(byline.people if byline else ()))))
    settled = _compare(data, rule, byline)
    if not settled.people and lives:
        first = next(iter(lives.values()))
        settled = Authors(
            (replace(first.author, bio=""),), "author-bio", "high" if len(lives) == 1 else "medium", first.text[:120]
        )
    for element, life in lives.items():
        for index, person in enumerate(settled.people):
            if _same(person, life.author):
                people = list(settled.people)
                people[index] = _join(replace(person, bio=person.bio or life.text), life.author)
                settled.people = tuple(people)
                settled.lives[element] = life
    return settled


def _compare(data: tuple[AuthorDraft, ...], rule: str, byline: _Shown | None) -> Authors:
    sure: Confidence = "high" if rule in ("citation-tag", "json-ld") else "medium"
    if byline is None:
        return Authors(data, rule, sure, ", ".join(a.name for a in data)) if data else Authors()
    by_rule = {3: "byline", 2: "byline-markup", 1: "byline-elsewhere"}[byline.weight]
    visible = Authors(
        byline.people, by_rule, "high" if byline.weight == 3 else "medium" if byline.weight == 2 else "low", byline.text
    )
    visible.shown = {byline.element: _strings(byline.people), **dict(byline.others)}
    if not data:
        return visible
    if within := _in_text(data, byline):
        people, strings = within
        return Authors(people, by_rule, "high", byline.text, {byline.element: strings, **dict(byline.others)})
    shared = [a for a in byline.people if any(_same(a, b) for b in data)]
    if shared:
        merged = [_merge(a, next((b for b in data if _same(a, b)), None)) for a in byline.people]
        merged += [b for b in data if b.type == "person" and not any(_same(a, b) for a in byline.people)]
        visible.people = tuple(merged)
        visible.confidence = "high"
        return visible
    persons = [a for a in data if a.type == "person"]
    seen_persons = [a for a in byline.people if a.type == "person"]
    if not persons and seen_persons:
        return visible
    if byline.weight == 3 and seen_persons:
        visible.confidence = "medium"
        visible.disagreement = f"{', '.join(a.name for a in byline.people)}; {', '.join(a.name for a in data)}"
        return visible
    return Authors(data, rule, "medium", ", ".join(a.name for a in data))


def _in_text(data: tuple[AuthorDraft, ...], byline: _Shown) -> tuple[tuple[AuthorDraft, ...], tuple[str, ...]] | None:
    """The authors where the byline shows the very names of the data, though the line reads otherwise ("Jane
    DoePublished 4 May").

    None when it reads the same anyway, or shows none of them.
    """
    named = [a for a in data if a.type == "person" and a.name in byline.text]
    odd = [b for b in byline.people if any(a.name in b.name and a.name != b.name for a in named)]
    if not odd:
        return None
    people: list[AuthorDraft] = []
    for person in byline.people:
        within = [a for a in named if a.name in person.name]
        people.extend(within or ([person] if person.type == "person" else []))
    people += [a for a in data if a.type == "person" and a not in people and not any(_same(a, p) for p in people)]
    return tuple(people), _strings(people)


# -- what programs are told ----------------------------------------------------------------------------


def _from_data(found: Candidates, site: str) -> tuple[tuple[AuthorDraft, ...], str]:
    """The authors of the best source that names a person, else of the best that names anyone."""
    bodies: tuple[tuple[AuthorDraft, ...], str] = ((), "")
    for rule in _SOURCES:
        people: list[AuthorDraft] = []
        for candidate in found.of("author"):
            if candidate.rule == rule:
                people.extend(_named(candidate.value, candidate.author, rule, site))
        people = _distinct(people)[:_MOST]
        if any(a.type == "person" for a in people):
            return tuple(people), rule
        if people and not bodies[0]:
            bodies = tuple(people), rule
    return bodies


def _named(value: str, known: AuthorDraft | None, rule: str, site: str) -> Iterable[AuthorDraft]:
    declared = rule in ("citation-tag", "json-ld") and (known is None or known.type == "person")
    if known is not None and known.type == "organization":
        author = author_of(value, site=site)
        if author is not None:
            yield replace(author, type="organization")
        elif value and not value.startswith("http") and author_of(value, declared_person=True, site=site):
            yield AuthorDraft(name=value, type="organization")
        return
    people = split_authors(_without_by(value), declared_person=declared and " " in value.strip(), site=site)
    if not people and known is not None and _single_name(value, site):
        people = (AuthorDraft(name=value),)
    for person in people:
        if known is not None and len(people) == 1:
            person = replace(
                person,
                honorific=person.honorific or known.honorific,
                roles=person.roles or known.roles,
                affiliations=person.affiliations or known.affiliations,
            )
        yield person


def _single_name(value: str, site: str) -> bool:
    """Whether a person that the page declares goes by one name: "Tine", not "admin" or "jsmith"."""
    return (
        value.isalpha()
        and value.istitle()
        and len(value) >= 3
        and not is_nobody(value)
        and not is_organization(value)
        and comparison_key(value) != comparison_key(site)
    )


def _without_by(value: str) -> str:
    folded = value.strip()
    return folded[3:] if folded[:3].casefold() == "by " else folded


def _distinct(people: Iterable[AuthorDraft]) -> list[AuthorDraft]:
    kept: list[AuthorDraft] = []
    for person in people:
        for index, other in enumerate(kept):
            if _same(person, other):
                kept[index] = _merge(other, person)
                break
        else:
            kept.append(person)
    return kept


# -- what readers see ----------------------------------------------------------------------------------


def _from_byline(
    draft: Draft, seen: MarkedElements, front: FrontMatter, language: str, site: str, data: tuple[AuthorDraft, ...]
) -> _Shown | None:
    """The best visible byline: the innermost element that holds it whole.

    A line without markup or byline word is one too if it shows a name that the page's data call an author.
    """
    best: _Shown | None = None
    marked = set(seen.bylines)
    names = [a.name for a in data if a.type == "person"]
    small = {item.element: item.text for item in front.items}
    for item in front.items:
        if draft.note_parts and is_within(item.element, draft.note_parts):
            continue
        expected = _is_marked(item.element, marked) or (
            item.after and (_shows(item.text, names) or is_before_mail_address(item.element))
        )
        byline = byline_of(item, language, expected=expected, site=site)
        if not byline.authors or _too_much(item):
            continue
        weight = 3 if byline.marked else 2 if item.after else 1
        if not item.after and weight == 3 and not expected:
            weight = 2
        better = best is None or weight > best.weight
        if best is not None and weight == best.weight:
            more = len(byline.authors) > len(best.people) and _beside(item.element, best.element)
            better = more or (_within(item.element, best.element) and _covers(byline.authors, best.people))
        if best is None or better:
            best = _Shown(byline.authors, item.element, weight, item.text)
        elif expected and weight == best.weight and not _within(item.element, best.element):
            # one element for each of several authors
            fresh = tuple(a for a in byline.authors if not any(_same(a, b) for b in best.people))
            if fresh and draft.page.index_of[item.element] - draft.page.index_of[best.element] <= 12:
                parent = item.element.getparent()
                people = (*best.people, *fresh)
                if parent in small and _within(best.element, parent):
                    best = _Shown(people, parent, weight, small[parent])
                else:
                    text = f"{best.text} {item.text}"
                    best = _Shown(people, best.element, weight, text, (*best.others, (item.element, _strings(fresh))))
    if best is not None and best.weight >= 2:
        return best
    for element in seen.bylines[:_MARKED]:
        if (
            draft.page.index_of[element] < front.end
            or element.tag == "address"
            or seen.in_aside(element)
            or is_hidden(element)
        ):
            continue
        if is_within(element, draft.note_parts):
            continue  # the authors of a reference
        lines = visible_lines(draft, element, 200)
        if lines and len(lines) <= 4:
            item = FrontItem(element, tuple(lines), draft.page.index_of[element], True)
            byline = byline_of(item, language, expected=True, site=site)
            if any(a.type == "person" for a in byline.authors):
                return _Shown(byline.authors, element, 1, item.text)
    return best or _signed(draft, seen)


def _signed(draft: Draft, seen: MarkedElements) -> _Shown | None:
    signed = find_signature(draft, seen)
    return _Shown(*signed) if signed is not None else None


def _shows(text: str, names: list[str]) -> bool:
    """Whether a line opens with one of these names and says little else."""
    said = [name for name in names if name in text]
    return any(text.startswith(name) for name in said) and len(text) - sum(map(len, said)) <= 80


def _is_marked(element: Element, marked: set[Element]) -> bool:
    """Whether the markup calls this element a byline, or the element right around it."""
    parent = element.getparent()
    return element in marked or (
        parent is not None and parent in marked and element.tag in ("a", "span", "b", "strong", "p")
    )


def _too_much(item: FrontItem) -> bool:
    """Whether an element holds more lines than a byline does."""
    return len(item.lines) > 8 or len(item.text) > 300


def _within(inner: Element, outer: Element) -> bool:
    return any(ancestor is outer for ancestor in inner.iterancestors())


def _beside(one: Element, other: Element) -> bool:
    return one.getparent() is other.getparent() or _within(one, other) or _within(other, one)


def _covers(people: Iterable[AuthorDraft], others: Iterable[AuthorDraft]) -> bool:
    listed = list(people)
    return all(any(_same(a, b) for a in listed) for b in others)


def _lives(front: FrontMatter, names: tuple[str, ...]) -> dict[Element, Bio]:
    """The paragraphs of the front that are lives of authors."""
    lives: dict[Element, Bio] = {}
    for item in front.items:
        if item.after and not any(_within(item.element, outer) or _within(outer, item.element) for outer in lives):
            life = bio_of(item, names)
            if life is not None:
                lives[item.element] = life
    return lives


# -- one and the same ----------------------------------------------------------------------------------


def _same(one: AuthorDraft, other: AuthorDraft) -> bool:
    """Whether two drafts are one author: the same letters, or the same last name with first names that may be the
    same.
    """
    first, second = _plain(one.name), _plain(other.name)
    if first == second or comparison_key(one.name) == comparison_key(other.name):
        return True
    a, b = first.split(), second.split()
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1]:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return a[0][0] == b[0][0] and (len(a[0].rstrip(".")) == 1 or len(b[0].rstrip(".")) == 1)


def _plain(name: str) -> str:
    return " ".join(
        "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
        .replace("-", " ")
        .split()
    )


def _merge(shown: AuthorDraft, data: AuthorDraft | None) -> AuthorDraft:
    """The author as the byline shows it, with what only the data knows; capitals alone are a style, not a name."""
    if data is None:
        return shown
    name = shown.name
    cased = any(c.lower() != c.upper() for c in name)
    if cased and (name.isupper() or name.islower()) and not (data.name.isupper() or data.name.islower()):
        name = data.name
    return _join(replace(shown, name=name, type=data.type if shown.type == data.type else "person"), data)


def _join(one: AuthorDraft, other: AuthorDraft) -> AuthorDraft:
    return replace(
        one,
        honorific=one.honorific or other.honorific,
        roles=one.roles or other.roles,
        affiliations=one.affiliations or other.affiliations,
        bio=one.bio or other.bio,
    )


def _strings(people: Iterable[AuthorDraft]) -> tuple[str, ...]:
    """All strings of the head that these authors bring."""
    return tuple(s for a in people for s in (a.honorific, a.name, *a.roles, *a.affiliations) if s)
