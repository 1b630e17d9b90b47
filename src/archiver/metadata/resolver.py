"""The resolver: it decides between the candidates of all sources, makes the head, and says which elements went into it.

The order of the fields matters. The title shows where the front of the article is, the front shows authors and dates, and the language decides
how dates are read. What the user gave wins over everything, and the evidence says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.etree import _Element as Element

from archiver.draft import AuthorDraft, DateDraft, Draft, EvidenceDraft, HeadDraft
from archiver.languages import canonical_tag
from archiver.metadata.candidates import Candidates
from archiver.metadata.fields.authors import Authors, resolve_authors
from archiver.metadata.fields.dates import ArticleDates, resolve_dates
from archiver.metadata.fields.language import normal_tag, resolve_language
from archiver.metadata.fields.publication import (
    Links,
    Resolved,
    links_of,
    resolve_abstract,
    resolve_identifiers,
    resolve_keywords,
    resolve_publisher,
    resolve_rights,
)
from archiver.metadata.fields.subtitle import resolve_subtitle
from archiver.metadata.fields.title import Title, resolve_title
from archiver.metadata.overrides import Given, iso_date
from archiver.metadata.parsing.bylines import split_authors
from archiver.metadata.parsing.dates import read_date, read_stamp
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.sources.front_matter import find_front_matter
from archiver.metadata.sources.meta_tags import without_archive
from archiver.metadata.sources.plain_lines import resolve_plain_title
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import visible_text

#: Characters that an element may hold besides what went into the head, to be called a byline or a date line.
_MOST_ELSE = 120


def resolve(draft: Draft, found: Candidates, seen: MarkedElements, given: Given, given_by: Mapping[str, str]) -> None:
    """Set `draft.head` and say what went into it. `given_by`: the site rules that gave a field, see `metadata.gather_metadata`."""
    head = HeadDraft()
    language, why = resolve_language(draft, found)
    if given.language:
        language, why = _given_tag(given.language), _given("language", given.language)
    head.language = language
    if why is not None:
        head.evidence.append(why)

    title = resolve_plain_title(draft, language) if draft.page.head is None else resolve_title(draft, found, seen)
    front = find_front_matter(draft, seen, title.element if title else None)
    links = links_of(draft)
    publisher = resolve_publisher(draft, found, title, links)
    site = found.best("site")
    site_name = site.value if site else publisher.value if publisher and publisher.rule == "page-title" else ""
    authors = resolve_authors(draft, found, seen, front, language, site_name)
    dates = resolve_dates(draft, found, seen, front, language)

    moves: dict[Element, tuple[str, list[str]]] = {}
    _set_title(draft, head, title, given, given_by)
    _set_authors(draft, head, authors, given, given_by, moves)
    _set_dates(draft, head, dates, given, given_by, language, moves)
    subtitle = resolve_subtitle(draft, found, seen, front, title, set(moves), language)
    if given.subtitle:
        head.subtitle = given.subtitle
        head.evidence.append(_given("subtitle", given.subtitle))
    elif subtitle is not None:
        head.subtitle, head.subtitle_element = subtitle.value, subtitle.element
        head.evidence.append(EvidenceDraft("subtitle", subtitle.rule, subtitle.confidence, subtitle.value))
        if subtitle.element is not None:
            draft.move(subtitle.element, "subtitle", subtitle.value)
    _apply_moves(draft, moves)
    _set_rest(draft, head, found, publisher, links, given)
    draft.set_head(head)


def _given_tag(said: str) -> str:
    """The tag that the user gave; what is none (the command line refuses it) is read as what pages write."""
    try:
        return canonical_tag(said)
    except ValueError:
        return normal_tag(said)


def _given(field: str, text: str, rule: str = "given") -> EvidenceDraft:
    return EvidenceDraft(field, rule, "high", text)


def _set_title(draft: Draft, head: HeadDraft, title: Title | None, given: Given, given_by: Mapping[str, str]) -> None:
    if given.title:
        head.title = fold(given.title)
        head.evidence.append(_given("title", head.title, given_by.get("title", "given")))
        # the headline that says the same, or nearly, is not to stand in the body as well
        if title is not None and title.element is not None:
            head.title_element = title.element if title.value == head.title and not title.partial else None
            draft.move(title.element, "title", *((head.title,) if title.value == head.title else ()))
        return
    if title is None:
        return
    head.title, head.title_element = title.value, None if title.partial else title.element
    head.evidence.append(EvidenceDraft("title", title.rule, title.confidence, title.value))
    if title.element is not None:
        draft.move(title.element, "title", title.value)


def _set_authors(
    draft: Draft,
    head: HeadDraft,
    authors: Authors,
    given: Given,
    given_by: Mapping[str, str],
    moves: dict[Element, tuple[str, list[str]]],
) -> None:
    if given.authors:
        people: list[AuthorDraft] = []
        for name in given.authors:
            known = split_authors(name) or (AuthorDraft(name=fold(name)),)
            for person in known:
                same = next((a for a in authors.people if comparison_key(a.name) == comparison_key(person.name)), None)
                people.append(same if same is not None else person)
        head.authors = tuple(people)
        head.evidence.append(_given("author", ", ".join(a.name for a in people), given_by.get("authors", "given")))
    elif authors.people:
        head.authors = authors.people
        head.evidence.append(EvidenceDraft("author", authors.rule, authors.confidence, authors.text))
        if authors.disagreement:
            draft.find("M005", field="author", values=authors.disagreement)
    in_head = {s for a in head.authors for s in (a.name, a.honorific, *a.roles, *a.affiliations) if s}
    if authors.rule != "byline-elsewhere":
        for element, strings in authors.shown.items():
            moves[element] = ("byline", [s for s in strings if s in in_head])
    for element, life in authors.lives.items():
        if any(a.bio == life.text for a in head.authors):
            moves[element] = ("profile-link" if life.rest else "byline", [life.text])


def _set_dates(
    draft: Draft,
    head: HeadDraft,
    article_dates: ArticleDates,
    given: Given,
    given_by: Mapping[str, str],
    language: str,
    moves: dict[Element, tuple[str, list[str]]],
) -> None:
    dates = list(article_dates.dates)
    evidence = list(article_dates.evidence)
    for kind, text in (("published", given.date), ("modified", given.modified)):
        if text:
            dates = [d for d in dates if d.type != kind]
            evidence = [e for e in evidence if e.field != kind]
            when = iso_date(text) or read_stamp(text, language) or read_date(text, language)
            dates.append(DateDraft(kind, when, fold(text)))  # type: ignore[arg-type]
            evidence.append(_given(kind, text, given_by.get("date", "given") if kind == "published" else "given"))
    order = {"published": 0, "modified": 1, "retrieved": 2}
    head.dates = tuple(sorted(dates, key=lambda d: order[d.type]))
    head.evidence.extend(evidence)
    if article_dates.disagreement and not given.date:
        draft.find("M005", field="date", values=article_dates.disagreement)
    texts = {d.text for d in head.dates}
    for element, strings in article_dates.shown.items():
        kept = [s for s in strings if s in texts]
        rule, listed = moves.get(element, ("date-line", []))
        moves[element] = (rule, [*listed, *kept])


def _apply_moves(draft: Draft, moves: dict[Element, tuple[str, list[str]]]) -> None:
    """Tell the Draft which elements went into the head: no word twice, no value inside another, and no element that holds a note."""
    taken = {value for moved in draft.moved.values() for value in moved.values}
    for element in sorted(moves, key=lambda e: draft.page.index_of.get(e, 0)):
        rule, values = moves[element]
        # a second copy of what went into the head already is left to the cleaning
        shown = visible_text(element)
        values = [value for value in dict.fromkeys(values) if value not in taken and value in shown]
        if not values:
            continue
        taken.update(values)
        outer = next((a for a in element.iterancestors() if a in draft.moved), None)
        if outer is not None:
            draft.move(outer, draft.moved[outer].rule, *values)
            continue
        if element in draft.claimed_ancestors or draft.is_claimed(element):
            continue
        if rule in ("byline", "date-line") and len(shown) - sum(map(len, values)) > _MOST_ELSE:
            continue
        draft.move(element, rule, *_apart(values))


def _apart(values: list[str]) -> list[str]:
    """Values in none of the others, so that no word is counted twice."""
    return [
        v
        for i, v in enumerate(values)
        if not any(v in other and (len(v) < len(other) or j < i) for j, other in enumerate(values) if j != i)
    ]


def _set_rest(
    draft: Draft, head: HeadDraft, found: Candidates, publisher: Resolved | None, links: Links, given: Given
) -> None:
    """Publisher, abstract, keywords, rights and identifiers."""

    def say(field: str, found_value: Resolved | None, given_value: str = "") -> str:
        if given_value:
            head.evidence.append(_given(field, given_value))
            return fold(given_value)
        if found_value is None:
            return ""
        text = found_value.value or found_value.href
        head.evidence.append(EvidenceDraft(field, found_value.rule, found_value.confidence, text))
        return found_value.value

    if (
        publisher is not None
        and publisher.confidence == "low"
        and any(a.name == publisher.value and a.type == "person" for a in head.authors)
    ):
        publisher = None  # authors claim copyright too
    head.publisher = say("publisher", publisher, given.publisher)
    taken = frozenset((comparison_key(head.title), comparison_key(head.subtitle)))
    head.abstract = say("abstract", resolve_abstract(draft, found, taken), given.abstract)
    listed, why = resolve_keywords(draft, found, links)
    head.keywords = tuple(map(fold, given.keywords)) or listed
    say("keyword", why, ", ".join(given.keywords))
    rights = resolve_rights(draft, found, links)
    head.rights = say("rights", rights, given.rights)
    if given.rights:
        head.rights_href = head.rights if re.fullmatch(r"https?://\S+", head.rights) else ""
    else:
        head.rights_href = rights.href if rights else ""
    pairs: list[tuple[str, str]] = []
    for kind, settled in resolve_identifiers(found):
        if (
            (kind, settled.value) not in pairs
            and not (kind == "url" and given.url)
            and not (kind == "doi" and given.doi)
        ):
            pairs.append((kind, say(kind, settled)))
    if given.url:
        pairs.insert(0, ("url", say("url", None, without_archive(given.url)[0])))
    if given.doi:
        pairs.append(("doi", say("doi", None, given.doi)))
    head.identifiers = tuple(pairs)
