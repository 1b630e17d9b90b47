"""What the page's markup marks for readers: headlines, bylines, dates, and the places where none of them counts.

One walk over the elements. Marks are microdata (`itemprop`), microformats (h-entry's p-name, p-author, dt-published),
HTML's own `time` and `rel=author`, and the class names that publishing systems have in common; classes are cut into
words, so that "entry-author-name", "entryAuthorName" and "entry__author" are one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import chain
from typing import Literal

from lxml.etree import _Element as Element

from archiver.class_names import class_tokens
from archiver.draft import Draft

Mark = Literal["title", "subtitle", "byline", "published", "modified", "date", "aside"]

_ASIDE_TAGS = frozenset(("nav", "aside", "footer"))
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


@dataclass(slots=True)
class MarkedElements:
    """Elements by what their markup says, each list in document order."""

    headlines: list[Element] = field(default_factory=list)
    subtitles: list[Element] = field(default_factory=list)
    bylines: list[Element] = field(default_factory=list)
    dates: dict[Element, Mark] = field(default_factory=dict)
    #: Navigation, comments, related articles, side bars: what stands in them is about something else.
    asides: dict[Element, bool] = field(default_factory=dict)

    def in_aside(self, element: Element, beside: frozenset[Element] = frozenset()) -> bool:
        """Whether an element stands in an aside that does not hold the headline as well (`beside`: the headline's
        ancestors).
        """
        current: Element | None = element
        while current is not None and current not in beside:
            if current in self.asides:
                return True
            current = current.getparent()
        return False


def look(draft: Draft) -> MarkedElements:
    """Look at all elements of a page once."""
    seen = MarkedElements()
    by_names = _marks({said["class"] for said in draft.page.attributes if "class" in said})
    for element, tag, said in zip(draft.page.elements, draft.page.tags, draft.page.attributes, strict=True):
        marks = by_names.get(said["class"], _NONE) if "class" in said else _NONE
        if not _SAYING.isdisjoint(said):
            if tag in _HOLDERS and (identity := said.get("id")) and "aside" in _mark(identity):
                marks = marks | _ASIDE_MARK
            if itemprop := said.get("itemprop"):
                marks = marks | _itemprop(itemprop)
            if "role" in said and said["role"] in _ASIDE_ROLES:
                marks = marks | _ASIDE_MARK
            if tag == "a" and "rel" in said and "author" in said["rel"].split():
                marks = marks | _BYLINE_MARK
        if not marks and tag not in _TELLING:
            continue
        if tag == "h1" or ("title" in marks and tag in _TITLE_TAGS and "aside" not in marks):
            seen.headlines.append(element)
        elif tag == "time" or (marks & _DATE_MARKS and tag not in _NEVER):
            # a microformat or microdata word tells more than the element
            seen.dates[element] = "published" if "published" in marks else "modified" if "modified" in marks else "date"
        elif tag == "address" or ("byline" in marks and tag not in _NEVER):
            seen.bylines.append(element)
        elif "subtitle" in marks and tag not in _NEVER:
            seen.subtitles.append(element)
        if tag in _ASIDE_TAGS or ("aside" in marks and tag not in _NO_ASIDE):
            seen.asides[element] = True
    for element in _feet(seen):
        del seen.asides[element]
    # what holds half the page is no aside, whatever it is called
    half = len(draft.page.elements) // 2
    for element in [e for e in seen.asides if _size(draft, e) > half]:
        del seen.asides[element]
    return seen


def _feet(seen: MarkedElements) -> list[Element]:
    """The feet of the article, which have its author and its date, as Blogger writes them: those of the one article on the page, or of
    the one that holds a headline of the first rank.
    """
    of = {foot: next(filter(_is_article, foot.iterancestors()), None) for foot in seen.asides if _is_foot(foot)}
    articles = {article for article in of.values() if article is not None}
    if len(articles) > 1:
        first = {head for head in seen.headlines if head.tag == "h1"}
        articles = {article for article in articles if any(article in head.iterancestors() for head in first)}
    return [foot for foot, article in of.items() if article in articles]


def _is_foot(element: Element) -> bool:
    """Whether an element is called a footer and nothing else that is beside an article."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag != "footer" and "foot" not in names.lower():
        return False
    parts = {part.lower() for part in _WORD.findall(names)}
    return parts & _ASIDE <= {"footer"} and (element.tag == "footer" or "footer" in parts)


def _is_article(element: Element) -> bool:
    """Whether an element is the article by its tag, by a microformat, or by a class of its own."""
    return element.tag == "article" or (element.tag in _HOLDERS and not _ARTICLES.isdisjoint(class_tokens(element)))


def _size(draft: Draft, element: Element) -> int:
    """How many elements an element holds, itself counted."""
    index = draft.page.index_of[element]
    return draft.page.ends[index] - index


#: Attributes that say something besides the class.
_SAYING = frozenset(("id", "itemprop", "role", "rel"))
_TELLING = frozenset(("h1", "time", "address", "nav", "aside", "footer"))
_HOLDERS = frozenset(("div", "section", "ul", "ol", "td", "table"))
_ARTICLES = frozenset(("hentry", "h-entry", "article", "post", "entry", "blog-post"))
_NO_ASIDE = frozenset(("body", "main", "article", "h1"))
_TITLE_TAGS = frozenset(["h1", "h2", "h3", "div", "span", "p", "td", "font", "strong", "b", "a"])
_NEVER = frozenset(
    [
        "body",
        "html",
        "main",
        "article",
        "section",
        "form",
        "input",
        "button",
        "img",
        "svg",
        "script",
        "style",
        "ul",
        "ol",
        "table",
        "meta",
        "link",
    ]
)
_DATE_MARKS: frozenset[Mark] = frozenset(("published", "modified", "date"))
_ASIDE_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "dialog"))

_ITEMPROPS: dict[str, Mark] = {
    "headline": "title", "alternativeheadline": "subtitle", "author": "byline", "creator": "byline",
    "datepublished": "published", "datecreated": "published", "datemodified": "modified", "comment": "aside",
}  # fmt: skip


def _itemprop(value: str) -> frozenset[Mark]:
    return frozenset(_ITEMPROPS[name] for name in value.lower().split() if name in _ITEMPROPS)


def _marks(classes: set[str]) -> dict[str, frozenset[Mark]]:
    """What the class names of a page say, by the class attributes that hold them; those that say nothing, which are most, are left out."""
    parted = {said: said.split()[:40] for said in classes}
    telling = {name: marks for name in set(chain.from_iterable(parted.values())) if (marks := _mark(name))}
    return {
        said: _NONE.union(*[telling[name] for name in names if name in telling])
        for said, names in parted.items()
        if not telling.keys().isdisjoint(names)
    }


@lru_cache(maxsize=32768)
def _mark(name: str) -> frozenset[Mark]:
    """What one class name says, word by word."""
    plain = name.replace("-", "_")
    if plain.islower() and plain.isidentifier() and plain.isascii() and _KNOWN.isdisjoint(plain.split("_")):
        # most names are of small letters and hyphens, and of no word that we know
        return _NONE
    listed = [part.lower() for part in _WORD.findall(name)[:12]]
    if _KNOWN.isdisjoint(listed):
        return _NONE
    parts = frozenset(listed)
    marks: set[Mark] = set()
    if parts & _ASIDE and not parts & _NOT_ASIDE:
        marks.add("aside")
    if parts & _PICTURE:
        return frozenset(marks)
    if parts & _SUBTITLE or {"sub", "title"} <= parts or {"sub", "head"} <= parts:
        marks.add("subtitle")
    elif (
        (parts & {"title", "headline", "heading"} and parts & _OF_ARTICLE) or parts & _TITLE or listed == ["p", "name"]
    ):
        marks.add("title")
    elif (parts & _BYLINE and not parts & _NOT_BYLINE) or {"reader", "credits"} <= parts:
        marks.add("byline")
    elif parts & _MODIFIED:
        marks.add("modified")
    elif parts & _PUBLISHED and "status" not in parts:
        marks.add("published")
    elif parts & _DATE and not parts & _NOT_DATE:
        marks.add("date")
    return frozenset(marks)


_NONE: frozenset[Mark] = frozenset()
_ASIDE_MARK: frozenset[Mark] = frozenset(("aside",))
_BYLINE_MARK: frozenset[Mark] = frozenset(("byline",))


def _load() -> dict[str, frozenset[str]]:
    text = resources.files("archiver.metadata").joinpath("marks.toml").read_text(encoding="utf-8")
    return {name: frozenset(listed) for name, listed in tomllib.loads(text).items()}


_LISTS = _load()
_OF_ARTICLE = _LISTS["of_article"]
_TITLE = _LISTS["title"]
_SUBTITLE = _LISTS["subtitle"]
_BYLINE = _LISTS["byline"]
_NOT_BYLINE = _LISTS["not_byline"]
_PUBLISHED = _LISTS["published"]
_MODIFIED = _LISTS["modified"]
_DATE = _LISTS["date"]
_NOT_DATE = _LISTS["not_date"]
_PICTURE = _LISTS["picture"]
_ASIDE = _LISTS["aside"]
_NOT_ASIDE = _LISTS["not_aside"]
# Most class names have none of these words and need no closer look.
_KNOWN = (
    _TITLE
    | _SUBTITLE
    | _BYLINE
    | _PUBLISHED
    | _MODIFIED
    | _DATE
    | _ASIDE
    | {"title", "headline", "heading", "head", "name", "credits"}
)
