"""Microdata and RDFa of the container: volume, issue, pages and ISSN in the words of schema.org, as visible text or as
the content of a `meta` (HTML Standard, Microdata; RDFa Lite 1.1).

Title, authors and dates in such markup are visible elements of the page: visible_markup.py marks them.
"""

from __future__ import annotations

from archiver.metadata.candidates import Candidates, Field
from archiver.page import Page, visible_text
from archiver.trees.elements import Element

#: The properties with one field each.
_FIELDS: dict[str, Field] = {
    "volumenumber": "volume", "issuenumber": "issue", "pagestart": "first-page", "pageend": "last-page", "pagination": "pages", "issn": "issn",
    "articlesection": "department",
}  # fmt: skip
#: The types of items, and the field of their name.
_CONTAINERS: dict[str, Field] = {
    "Periodical": "journal",
    "Newspaper": "newspaper",
    "Blog": "blog",
    "Book": "book",
    "BookSeries": "series",
}
#: What belongs to another work: a reference, a comment, a recommended article.
_OTHERS = frozenset(("citation", "comment", "review", "mentions", "hasPart", "isRelatedTo", "itemListElement"))
#: One of these words stands in the source of every page with such markup.
_WORDS = ("volumeNumber", "issueNumber", "pageStart", "pagination", "issn", "articleSection", "isPartOf")
_LONGEST = 200


def gather_items(page: Page, candidates: Candidates) -> None:
    """Add candidates from microdata and RDFa. A property with different values belongs to a list, and is left out."""
    if not any(word in page.text for word in _WORDS):
        return
    found: dict[tuple[Field, str], dict[str, None]] = {}
    for element, attributes in zip(page.elements, page.attributes, strict=True):
        rule, names = "microdata", attributes.get("itemprop", "")
        if not names:
            rule, names = "rdfa", attributes.get("property", "")
        if not names:
            continue
        for name in names.split():
            field = _field(element, name.rpartition(":")[2].rpartition("/")[2])
            if field is not None and not _is_of_other(element) and (value := _value(element)):
                found.setdefault((field, rule), {})[value] = None
    for (field, rule), values in found.items():
        if len(values) == 1 or field == "issn":
            for value in list(values)[:4]:
                candidates.add(field, value, rule, "high" if field != "department" else "medium")


def _field(element: Element, name: str) -> Field | None:
    """The field of a property: by its name, or, for a name, by the type of the item that has it."""
    if name != "name":
        return _FIELDS.get(name.lower())
    item = next((a for a in element.ancestors() if a.get("itemtype") or a.get("typeof")), None)
    if item is None or not _is_part(item):
        return None
    types = f"{item.get('itemtype') or ''} {item.get('typeof') or ''}".replace("/", " ").replace(":", " ").split()
    return next((_CONTAINERS[type_] for type_ in types if type_ in _CONTAINERS), None)


def _is_part(item: Element) -> bool:
    """Whether an item is what the article is part of."""
    return any("isPartOf" in (a.get("itemprop") or a.get("property") or "") for a in (item, *item.ancestors()))


def _is_of_other(element: Element) -> bool:
    return any(
        not _OTHERS.isdisjoint((a.get("itemprop") or a.get("property") or "").replace("schema:", "").split())
        for a in element.ancestors()
    )


def _value(element: Element) -> str:
    value = element.get("content")
    text = value if value is not None else visible_text(element)
    return text if 0 < len(text) <= _LONGEST else ""
