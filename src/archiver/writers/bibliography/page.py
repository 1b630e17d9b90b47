"""The metadata of an HTML page for programs: `citation_*`, as Google Scholar and Zotero read them, and JSON-LD in the vocabulary of
schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from archiver.writers.bibliography.mapping import TABLE, filled, holds_persons, persons
from archiver.writers.shared.work import Person, Work, WorkType

_TYPES: dict[WorkType, str] = {
    "journal-article": "ScholarlyArticle", "conference-paper": "ScholarlyArticle", "newspaper-article": "NewsArticle", "blog-post": "BlogPosting",
    "chapter": "Chapter", "book": "Book", "report": "Report", "thesis": "Thesis",
}  # fmt: skip
_CONTAINERS = {
    "journal": "Periodical", "newspaper": "Newspaper", "magazine": "Periodical", "proceedings": "Book", "book": "Book", "series": "BookSeries",
    "blog": "Blog", "site": "WebSite",
}  # fmt: skip
#: The tags for the name of a publication. There is none for a site.
_NAME_TAGS = {
    "journal": "citation_journal_title", "magazine": "citation_journal_title", "newspaper": "citation_journal_title",
    "proceedings": "citation_conference_title", "book": "citation_inbook_title", "series": "citation_series_title",
}  # fmt: skip
_SEVERAL = frozenset(("citation_keywords",))


def tags(work: Work) -> Iterator[tuple[str, str]]:
    """The names and contents of the `citation_*` elements, in the order of the table."""
    for row in TABLE:
        if row.html and holds_persons(row):
            for person in persons(work, row.field):
                yield row.html, person.inverted
                if row.field == "authors":
                    yield from (("citation_author_institution", place) for place in person.affiliations)
                    if person.orcid:
                        yield "citation_author_orcid", f"https://orcid.org/{person.orcid}"
    for row, name, found in filled(work, "html"):
        if row.field == "container":
            if tag := _NAME_TAGS.get(work.container_type):
                yield tag, found[0]
        elif row.field == "published":
            yield name, found[0].partition("T")[0].replace("-", "/")
        else:
            yield from ((name, value) for value in (["; ".join(found)] if name in _SEVERAL else found))


def json_ld(work: Work) -> str:
    """The description as JSON that a `script` element can hold: no character in it means anything to HTML or XML."""
    text = json.dumps(description(work), ensure_ascii=False, separators=(",", ":"))
    return re.sub(r"[<>&\u2028\u2029\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", text)


def description(work: Work) -> dict[str, Any]:
    """The work as a node of schema.org, without empty properties."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(work.type, "Article"),
        "headline": work.full_title,
        "author": [_person(person) for person in work.authors],
        "datePublished": work.published,
        "dateModified": work.modified,
        "inLanguage": work.language,
        "abstract": work.abstract,
        "keywords": list(work.keywords),
        "articleSection": work.department,
        "genre": work.genre,
        "isPartOf": _publication(work),
        "pageStart": work.first_page,
        "pageEnd": work.last_page,
        "pagination": work.pages,
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else {},
        "license": work.rights_href,
        "copyrightNotice": work.rights,
        "url": work.url,
        "archivedAt": work.identifier("archived-url"),
        "sameAs": f"https://doi.org/{work.doi}" if work.doi else "",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value}
            for kind, value in work.identifiers
            if kind not in ("url", "archived-url")
        ],
    }
    for role, person in work.people:
        name = role if role in ("editor", "translator", "illustrator") else "contributor"
        data.setdefault(name, []).append(_person(person))
    return {key: value for key, value in data.items() if value}


def _person(person: Person) -> dict[str, Any]:
    places = [{"@type": "Organization", "name": place} for place in person.affiliations]
    data: dict[str, Any] = {
        "@type": "Organization" if person.is_organization else "Person",
        "name": person.name,
        "familyName": person.family,
        "givenName": person.given,
        "honorificSuffix": person.suffix,
        "jobTitle": list(person.roles),
        "affiliation": places,
        "identifier": f"https://orcid.org/{person.orcid}" if person.orcid else "",
    }
    return {key: value for key, value in data.items() if value}


def _publication(work: Work) -> dict[str, Any]:
    """The publication; around it the volume and the issue, from the inside out as schema.org nests them."""
    node: dict[str, Any] = {}
    if work.container or work.issns:
        node = {"@type": _CONTAINERS.get(work.container_type, "Periodical"), "name": work.container}
        node |= {"issn": list(work.issns), "isbn": next(iter(work.isbns), "") if work.container else ""}
        node = {key: value for key, value in node.items() if value}
    for type_, name, value in (
        ("PublicationVolume", "volumeNumber", work.volume),
        ("PublicationIssue", "issueNumber", work.issue),
    ):
        if value:
            node = {"@type": type_, name: value} | ({"isPartOf": node} if node else {})
    return node
