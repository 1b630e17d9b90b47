"""The metadata resolver: it calls the resolver of each field, fills the head, and moves the elements whose text went
into it.

The order of the fields matters. The front matter is around the title, and it holds authors and dates. Dates are read
by the rules of the language. A value from the user wins over all candidates; the rule of its evidence is "given".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from archiver.description import Author, Contributor, ContributorRole, Date
from archiver.draft import Draft, EvidenceDraft, HeadDraft
from archiver.languages import canonical_tag
from archiver.metadata.access import find_cut
from archiver.metadata.candidates import Candidates
from archiver.metadata.certainty import confidence_of, counted_certainty
from archiver.metadata.fields.authors import Authors, evidence_with, resolve_authors
from archiver.metadata.fields.container import (
    resolve_container,
    resolve_contributors,
    resolve_department,
    resolve_genre,
    with_given,
)
from archiver.metadata.fields.dates import ArticleDates, resolve_dates
from archiver.metadata.fields.language import normal_tag, resolve_language
from archiver.metadata.fields.publication import (
    Links,
    Resolved,
    links_of_page,
    resolve_abstract,
    resolve_copyright_holder,
    resolve_identifiers,
    resolve_keywords,
    resolve_publisher,
    resolve_rights,
    resolve_site,
)
from archiver.metadata.fields.subtitle import Subtitle, resolve_subtitle
from archiver.metadata.fields.title import Title, resolve_title
from archiver.metadata.overrides import Given, iso_date
from archiver.metadata.parsing.bylines import split_authors
from archiver.metadata.parsing.dates import read_date, read_stamp
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.parsing.licences import spdx_identifier
from archiver.metadata.parsing.personal_names import with_parts
from archiver.metadata.sources.credit_lines import gather_credits
from archiver.metadata.sources.documents import document_title, shown
from archiver.metadata.sources.front_matter import find_front_matter, is_label_alone
from archiver.metadata.sources.meta_tags import without_archive
from archiver.metadata.sources.visible_lines import short_text
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import visible_text
from archiver.trees.elements import Element

if TYPE_CHECKING:
    from archiver.metadata.sources.plain.bylines import LineByline
    from archiver.metadata.sources.plain.lines import TextLines

#: An element that holds more characters besides the values for the head is no byline and no date line.
_MOST_OTHER_CHARACTERS = 120
#: The same in a document, where nothing else than a byline stands in its line.
_MOST_OTHERS_IN_DOCUMENT = 30
#: The most characters of the label of a date, and how many elements around the date are looked at for it.
_LONGEST_LABEL, _MOST_LEVELS = 40, 3


def resolve(
    draft: Draft, candidates: Candidates, marked: MarkedElements, given: Given, given_by: Mapping[str, str]
) -> None:
    """Set `draft.head`, and move the elements whose text went into it. `given_by` is explained at
    `metadata.gather_metadata`.
    """
    head = HeadDraft()
    language, evidence = resolve_language(draft, candidates)
    if given.language:
        language, evidence = _given_tag(given.language), _given_evidence("language", given.language)
    head.language = language
    if evidence is not None:
        head.evidence.append(evidence)

    # the modules for plain text are imported when they are needed, so that pages start faster
    if draft.page.document is not None:
        title = document_title(draft.page, candidates)
    elif draft.page.head is None:
        from archiver.metadata.sources.plain.titles import resolve_plain_title

        title = _title_of_plain_mail(candidates, resolve_plain_title(draft, language))
    else:
        title = resolve_title(draft, candidates, marked)
    front = find_front_matter(draft, marked, title.element if title else None)
    links = links_of_page(draft.page)
    publisher = resolve_publisher(candidates, title)
    site = resolve_site(draft, candidates, title, links)
    if publisher is None and site is None:
        publisher = resolve_copyright_holder(draft)
    declared_site = candidates.best("site")
    site_name = (
        declared_site.value
        if declared_site
        else site.value
        if site and site.rule == "page-title" and publisher is None
        else ""
    )
    lines: TextLines | None = None
    line_byline: LineByline | None = None
    if draft.page.offsets:
        from archiver.metadata.sources.plain.bylines import find_line_byline
        from archiver.metadata.sources.plain.lines import text_lines
        from archiver.metadata.sources.plain.mail_sender import mail_byline
        from archiver.metadata.sources.plain.memo_head import memo_byline

        lines = text_lines(draft, title.element if title else None)
        line_byline = memo_byline(lines, language) or find_line_byline(lines, language, site_name)
        if line_byline is None or not (line_byline.features.get("marked") or line_byline.features.get("introduced")):
            # below the head of a mail, a name alone is that of the reader: "Dear Ann Lee,"
            line_byline = mail_byline(lines, language) or line_byline
    authors = resolve_authors(draft, candidates, marked, front, language, site_name, lines, line_byline)
    gather_credits(draft, front, marked, language, candidates)
    dates = resolve_dates(draft, candidates, marked, title.element if title else None, language, lines, line_byline)

    moves: dict[Element, tuple[str, list[str]]] = {}
    _set_title(draft, head, title, given, given_by)
    _set_authors(draft, head, authors, given, given_by, moves)
    _set_dates(draft, head, dates, given, given_by, language, moves)
    _move_shown(draft, head, moves)
    subtitle = next(
        (
            Subtitle(p.value, p.element, p.rule, p.confidence)
            for p in shown(draft.page, "subtitle")
            if p.element is not None
        ),
        None,
    ) or resolve_subtitle(draft, candidates, marked, front, title, set(moves), language)
    if given.subtitle:
        head.subtitle = given.subtitle
        head.evidence.append(_given_evidence("subtitle", given.subtitle))
    elif subtitle is not None:
        head.subtitle, head.subtitle_element = subtitle.value, subtitle.element
        head.evidence.append(EvidenceDraft("subtitle", subtitle.rule, subtitle.confidence, subtitle.value))
        if subtitle.element is not None:
            draft.move(subtitle.element, "subtitle", subtitle.value)
    _apply_moves(draft, moves)
    _set_publication(draft, head, candidates, publisher, site, links, given)
    for declared in shown(draft.page, "abstract"):
        element = declared.element
        if element is not None and head.abstract == declared.value and element not in draft.claimed_ancestors:
            draft.move(element, "abstract", declared.value)
    if draft.page.head is not None and draft.page.document is None and (reason := find_cut(draft)):
        draft.add_finding("M006", reason=reason)
    draft.set_head(head)


def _title_of_plain_mail(candidates: Candidates, title: Title | None) -> Title | None:
    """The title of a plain text: the subject, if it is a mail, and neither a marked heading nor a line with the same words stands in it."""
    subject = next((c for c in candidates.of("title") if c.rule == "mail-subject"), None)
    if subject is None or (
        title is not None
        and (title.rule == "marked-heading" or comparison_key(title.value) == comparison_key(subject.value))
    ):
        return title
    return Title(subject.value, None, subject.rule, subject.confidence)


def _given_tag(text: str) -> str:
    """The user's language in canonical form. A text that is no BCP 47 tag is read like the declaration of a page. The
    command line refuses such a text earlier.
    """
    try:
        return canonical_tag(text)
    except ValueError:
        return normal_tag(text)


def _given_evidence(field: str, text: str, rule: str = "given") -> EvidenceDraft:
    """The evidence for a field that the user or a site rule gave."""
    return EvidenceDraft(field, rule, "high", text)


def _set_title(draft: Draft, head: HeadDraft, title: Title | None, given: Given, given_by: Mapping[str, str]) -> None:
    """Set the title, and move the headline that shows it."""
    if given.title:
        head.title = fold(given.title)
        head.evidence.append(_given_evidence("title", head.title, given_by.get("title", "given")))
        # the page's headline has the same words, or nearly the same; it must not stay in the body
        if title is not None and title.element is not None:
            head.title_element = title.element if title.value == head.title and not title.partial else None
            draft.move(title.element, "title", *((head.title,) if title.value == head.title else ()))
        return
    if title is None:
        return
    head.title, head.title_element = title.value, None if title.partial else title.element
    certainty = counted_certainty("title", title.rule, title.confidence)
    confidence = title.confidence if certainty is None else confidence_of(certainty)
    head.evidence.append(EvidenceDraft("title", title.rule, confidence, title.value, certainty, title.confidence))
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
    """Set the authors, and add their bylines and bios to `moves`: element → (ledger rule, values)."""
    if given.authors:
        given_authors: list[Author] = []
        for name in given.authors:
            parsed = split_authors(name) or (Author(name=fold(name)),)
            for author in parsed:
                declared = next(
                    (a for a in authors.people if comparison_key(a.name) == comparison_key(author.name)), None
                )
                given_authors.append(declared if declared is not None else author)
        head.authors = tuple(given_authors)
        text = evidence_with(", ".join(map(fold, given.authors)), authors.rule, authors.people, given_authors)
        head.evidence.append(_given_evidence("author", text, given_by.get("authors", "given")))
    elif authors.people:
        head.authors = authors.people
        head.evidence.append(EvidenceDraft("author", authors.rule, authors.confidence, authors.text))
        if authors.disagreement:
            draft.add_finding("M005", field="author", values=authors.disagreement)
    head.authors = tuple(with_parts(author, head.language) for author in head.authors)
    head_strings = {s for a in head.authors for s in (a.name, a.honorific, *a.roles, *a.affiliations) if s}
    if authors.rule != "byline-elsewhere":
        for element, strings in authors.bylines.items():
            moves[element] = ("byline", [s for s in strings if s in head_strings])
    for element, bio in authors.bios.items():
        if any(a.bio == bio.text for a in head.authors):
            moves[element] = ("profile-link" if bio.profile_link else "byline", [bio.text])


def _set_dates(
    draft: Draft,
    head: HeadDraft,
    article_dates: ArticleDates,
    given: Given,
    given_by: Mapping[str, str],
    language: str,
    moves: dict[Element, tuple[str, list[str]]],
) -> None:
    """Set the dates, and add the elements that show them to `moves`: element → (ledger rule, values)."""
    dates = list(article_dates.dates)
    evidence = list(article_dates.evidence)
    for kind, text in (("published", given.date), ("modified", given.modified)):
        if text:
            dates = [d for d in dates if d.type != kind]
            evidence = [e for e in evidence if e.field != kind]
            when = iso_date(text) or read_stamp(text, language) or read_date(text, language)
            dates.append(Date(kind, when, fold(text)))  # type: ignore[arg-type]
            evidence.append(
                _given_evidence(kind, text, given_by.get("date", "given") if kind == "published" else "given")
            )
    order = {"published": 0, "modified": 1, "retrieved": 2}
    head.dates = tuple(sorted(dates, key=lambda d: order[d.type]))
    head.evidence.extend(evidence)
    if article_dates.disagreement and not given.date:
        draft.add_finding("M005", field="date", values=article_dates.disagreement)
    texts = {d.text for d in head.dates}
    for element, strings in article_dates.elements.items():
        kept = [s for s in strings if s in texts]
        rule, values = moves.get(element, ("date-line", []))
        moves[element] = (rule, [*values, *kept])


def _move_shown(draft: Draft, head: HeadDraft, moves: dict[Element, tuple[str, list[str]]]) -> None:
    """Add the elements with which a document shows its authors and its date to `moves`."""
    names = [string for author in head.authors for string in (author.name, author.honorific) if string]
    for field, rule, strings in (("author", "byline", names), ("published", "date-line", [d.text for d in head.dates])):
        for declared in shown(draft.page, field):
            values = [string for string in strings if string and string in declared.value]
            if declared.element is not None and values:
                moves.setdefault(declared.element, (rule, values))


def _apply_moves(draft: Draft, moves: dict[Element, tuple[str, list[str]]]) -> None:
    """Move the elements whose text went into the head.

    No value is moved twice or inside another value, so that no word is counted twice. An element that holds a note or a
    call is not moved.
    """
    moved_values = {value for moved in draft.moved.values() for value in moved.values}
    for element in sorted(moves, key=lambda e: max(e.index, 0)):
        rule, values = moves[element]
        # a second copy of a moved value is left to the cleaning
        text = visible_text(element)
        values = [value for value in dict.fromkeys(values) if value not in moved_values and value in text]
        if not values:
            continue
        moved_values.update(values)
        outer = next((a for a in element.ancestors() if a in draft.moved), None)
        if outer is not None:
            draft.move(outer, draft.moved[outer].rule, *values)
            continue
        has_call = (element, "text") in draft.text_calls
        if has_call or element in draft.claimed_ancestors or draft.is_claimed(element):
            continue
        if rule == "date-line":
            element = _with_date_label(draft, element)
        most_others = _MOST_OTHER_CHARACTERS if draft.page.document is None else _MOST_OTHERS_IN_DOCUMENT
        if rule in ("byline", "date-line") and len(text) - sum(map(len, values)) > most_others:
            continue
        draft.move(element, rule, *_without_contained(values))


def _with_date_label(draft: Draft, element: Element) -> Element:
    """The element around that of a date if it holds nothing else but the label of the date: the paragraph of
    "Published <time>4 March 2024</time>".
    """
    text, outer = visible_text(element), element
    for _ in range(_MOST_LEVELS):
        parent = outer.parent
        if parent is None or parent in draft.claimed_ancestors or draft.is_claimed(parent):
            break
        whole = short_text(draft, parent, len(text) + _LONGEST_LABEL)
        if whole != text and not is_label_alone(whole.replace(text, "", 1)):
            break
        outer = parent
        if whole != text:
            return outer
    return element


def _without_contained(values: list[str]) -> list[str]:
    """The values that no other value contains; of equal values the first."""
    return [
        v
        for i, v in enumerate(values)
        if not any(v in other and (len(v) < len(other) or j < i) for j, other in enumerate(values) if j != i)
    ]


def _set_publication(
    draft: Draft,
    head: HeadDraft,
    candidates: Candidates,
    publisher: Resolved | None,
    site: Resolved | None,
    links: Links,
    given: Given,
) -> None:
    """Set container, publisher, abstract, keywords, rights and identifiers."""

    def choose(field: str, resolved: Resolved | None, given_value: str = "") -> str:
        """The value for a field, the given one first; its evidence is added to the head."""
        if given_value:
            head.evidence.append(_given_evidence(field, given_value))
            return fold(given_value)
        if resolved is None:
            return ""
        text = resolved.value or resolved.href
        head.evidence.append(EvidenceDraft(field, resolved.rule, resolved.confidence, text))
        return resolved.value

    persons = {a.name for a in head.authors if a.type == "person"}
    if publisher is not None and publisher.confidence == "low" and publisher.value in persons:
        publisher = None  # the name comes from a © line: authors claim copyright too
    if site is not None and site.confidence == "low" and site.value in persons:
        site = None
    if site is not None and publisher is not None and site.confidence == "low":
        site = _confirmed(site, publisher)
    _set_container(head, candidates, site, given)
    head.publisher = choose("publisher", publisher, given.publisher)
    title_keys = frozenset((comparison_key(head.title), comparison_key(head.subtitle)))
    head.abstract = choose("abstract", resolve_abstract(draft, candidates, title_keys), given.abstract)
    keywords, resolved_keywords = resolve_keywords(draft, candidates, links)
    head.keywords = tuple(map(fold, given.keywords)) or keywords
    choose("keyword", resolved_keywords, ", ".join(given.keywords))
    rights = resolve_rights(draft, candidates, links)
    head.rights = choose("rights", rights, given.rights)
    if given.rights:
        head.rights_href = head.rights if re.fullmatch(r"https?://\S+", head.rights) else ""
    else:
        head.rights_href = rights.href if rights else ""
    head.licence = spdx_identifier(head.rights_href, head.rights)
    identifiers: list[tuple[str, str]] = []
    has_isbns = head.container is not None and bool(head.container.isbns)
    for kind, identifier in resolve_identifiers(candidates):
        if kind == "isbn" and has_isbns:
            continue
        if (
            (kind, identifier.value) not in identifiers
            and not (kind == "url" and given.url)
            and not (kind == "doi" and given.doi)
        ):
            identifiers.append((kind, choose(kind, identifier)))
    if given.url:
        identifiers.insert(0, ("url", choose("url", None, without_archive(given.url)[0])))
    if given.doi:
        identifiers.append(("doi", choose("doi", None, given.doi)))
    head.identifiers = tuple(identifiers)


def _confirmed(site: Resolved, publisher: Resolved) -> Resolved:
    """The name of a site from the window's title, where the publisher has the same name or is a part of it ("News from Skarn - The
    Gull"): then it is the publisher's, and no mere guess.
    """
    key = comparison_key(publisher.value)
    is_part = len(key) > 2 and key in comparison_key(site.value)
    return Resolved(publisher.value, site.rule, "medium") if is_part else site


def _set_container(head: HeadDraft, candidates: Candidates, site: Resolved | None, given: Given) -> None:
    """Set the container, the section of it, the kind of the article, and the contributors apart from the authors."""
    title_key = comparison_key(head.title)
    head.container, evidence = with_given(*resolve_container(candidates, site, title_key), given)
    head.evidence.extend(evidence)
    department = resolve_department(candidates, frozenset((title_key, comparison_key(head.publication))))
    if given.section:
        head.department = fold(given.section)
        head.evidence.append(_given_evidence("department", head.department))
    elif department is not None:
        head.department = department.value
        head.evidence.append(EvidenceDraft("department", department.rule, department.confidence, department.value))
    genre = resolve_genre(candidates)
    if genre is not None:
        head.genre, words = genre
        head.genre_text = words.value
        head.evidence.append(EvidenceDraft("genre", words.rule, words.confidence, words.value))
    authors = frozenset(comparison_key(author.name) for author in head.authors)
    head.contributors, evidence = resolve_contributors(candidates, authors)
    roles: tuple[tuple[ContributorRole, tuple[str, ...]], ...] = (
        ("editor", given.editors),
        ("translator", given.translators),
    )
    for role, names in roles:
        if people := tuple(Contributor(role, fold(name)) for name in names if fold(name)):
            head.contributors = (*people, *(c for c in head.contributors if c.role != role))
            evidence = [e for e in evidence if e.field != role]
            evidence.append(_given_evidence(role, "; ".join(person.name for person in people)))
    head.contributors = tuple(with_parts(person, head.language) for person in head.contributors)
    head.evidence.extend(evidence)
