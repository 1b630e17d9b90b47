"""The works that an article cites, as CSL-JSON: one item for each reference that was recognised and repeats no other one.

An item says what the note says and no more. The pages of a book that a note names are the place of a passage, so they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archiver.article import Article, Reference
from archiver.personal_names import split_name

_DATE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SEVERAL_PAGES = re.compile(r"\w+\s?[–—-]\s?\w+")
#: "Okafor C", "Лазарев П. И.": a family name, and the letters of the given names.
_LETTERS = re.compile(r"(?P<family>[^\W\d_][\w’' -]+?)\s(?P<given>[^\W\d_]{1,3}|(?:[^\W\d_]\.\s?){1,3})")
#: The variables of CSL for the parts of one value.
_VARIABLES = {
    "publisher": "publisher", "place": "publisher-place", "volume": "volume", "issue": "issue", "doi": "DOI", "isbn": "ISBN", "url": "URL",
}  # fmt: skip


def items(article: Article) -> list[dict[str, Any]]:
    """The items in the order of the record, each work once."""
    found: list[dict[str, Any]] = []
    seen: set[tuple[object, ...]] = set()
    for reference in article.references:
        if reference.repeats or not (reference.texts("title") or reference.texts("book")):
            continue
        item = _item(reference, article.language)
        key = (str(item.get("author")), item["title"].casefold(), str(item.get("issued")))
        if key not in seen:
            seen.add(key)
            found.append(item)
    return found


def _item(reference: Reference, language: str) -> dict[str, Any]:
    article, book, journal = (next(iter(reference.texts(type_)), "") for type_ in ("title", "book", "journal"))
    data: dict[str, Any] = {
        "id": reference.id,
        "type": _type(reference, article, book, journal),
        "title": article or book,
    }
    for role in ("author", "editor"):
        if people := [_name(name, language) for name in reference.texts(role)]:
            data[role] = people
    if container := journal or (book if article else ""):
        data["container-title"] = container
    for part in reference.parts:
        if (name := _VARIABLES.get(part.type)) and name not in data:
            data[name] = part.value or part.text
        elif part.type in ("date", "accessed") and (date := _DATE.match(part.value)):
            parts = [int(number) for number in date.groups() if number]
            data.setdefault("issued" if part.type == "date" else "accessed", {"date-parts": [parts]})
    pages = next(iter(reference.texts("pages")), "")
    if article and _SEVERAL_PAGES.fullmatch(pages):
        data["page"] = pages
    return dict(_ordered(data))


def _ordered(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    first = [name for name in ("id", "type", "title", "author", "editor") if name in data]
    yield from ((name, data[name]) for name in (*first, *sorted(data.keys() - set(first))))


def _type(reference: Reference, article: str, book: str, journal: str) -> str:
    """The type of CSL: that of a journal, a newspaper, a chapter, a book, or a page of the web."""
    dates = [part.value for part in reference.parts if part.type == "date"]
    if article and book:
        return "chapter"
    if not article:
        return "book"
    if reference.texts("volume") or reference.texts("issue") or reference.texts("doi"):
        return "article-journal"
    if reference.texts("url") or reference.texts("accessed"):
        return "webpage"
    return "article-newspaper" if journal and any(len(date) == 10 for date in dates) else "article"


def _name(name: str, language: str) -> dict[str, str]:
    """A name in its parts, as far as its form tells them."""
    family, comma, given = name.partition(", ")
    if comma:
        return {"family": family, "given": given}
    if match := _LETTERS.fullmatch(name):
        return {"family": match["family"], "given": match["given"].strip()}
    parts = split_name(name, language)
    if not parts.family or not parts.given or name.startswith(parts.family):
        return {"literal": name}
    return {"family": parts.family, "given": parts.given, **({"suffix": parts.suffix} if parts.suffix else {})}
