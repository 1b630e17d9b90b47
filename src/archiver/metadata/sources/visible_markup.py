"""Marked elements: headlines, subtitles, bylines, dates and asides by the markup of the visible page.

The marks are microdata (`itemprop`), microformats (p-name, p-author and dt-published of h-entry), HTML's own `time` and
`rel=author`, and the class names that publishing systems have in common. A class name is split into words, so that
"entry-author-name", "entryAuthorName" and "entry__author" have the same marks. The page is walked once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import chain
from typing import Literal

from archiver.page import Page
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element

Mark = Literal["title", "subtitle", "byline", "published", "modified", "date", "aside"]

_ASIDE_TAGS = frozenset(("nav", "aside", "footer"))
_NAME_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


@dataclass(slots=True)
class MarkedElements:
    """Elements by their marks, each list in document order."""

    headlines: list[Element] = field(default_factory=list)
    subtitles: list[Element] = field(default_factory=list)
    bylines: list[Element] = field(default_factory=list)
    dates: dict[Element, Mark] = field(default_factory=dict)
    #: Navigation, comments, related articles, side bars. Their names and dates are not those of the article.
    asides: dict[Element, bool] = field(default_factory=dict)

    def in_aside(self, element: Element, beside: frozenset[Element] = frozenset()) -> bool:
        """Whether an element is in an aside that does not also hold the headline. `beside` are the headline and its
        ancestors.
        """
        current: Element | None = element
        while current is not None and current not in beside:
            if current in self.asides:
                return True
            current = current.parent
        return False


def find_marked_elements(page: Page) -> MarkedElements:
    """The marked elements of a page."""
    marked = MarkedElements()
    marks_of_class = _marks_by_class({attributes["class"] for attributes in page.attributes if "class" in attributes})
    for element, tag, attributes in zip(page.elements, page.tags, page.attributes, strict=True):
        marks = marks_of_class.get(attributes["class"], _NO_MARKS) if "class" in attributes else _NO_MARKS
        if not _MARKING_ATTRIBUTES.isdisjoint(attributes):
            if tag in _BOX_TAGS and (identity := attributes.get("id")) and "aside" in _marks_of_name(identity):
                marks = marks | _ASIDE_MARK
            if itemprop := attributes.get("itemprop"):
                marks = marks | _marks_of_itemprop(itemprop)
            if "role" in attributes and attributes["role"] in _ASIDE_ROLES:
                marks = marks | _ASIDE_MARK
            if tag == "a" and "rel" in attributes and "author" in attributes["rel"].split():
                marks = marks | _BYLINE_MARK
        if not marks and tag not in _MARKING_TAGS:
            continue
        if tag == "h1" or ("title" in marks and tag in _TITLE_TAGS and "aside" not in marks):
            marked.headlines.append(element)
        elif tag == "time" or (marks & _DATE_MARKS and tag not in _CONTAINER_TAGS):
            # a microformat or microdata word is more exact than the `time` element
            marked.dates[element] = (
                "published" if "published" in marks else "modified" if "modified" in marks else "date"
            )
        elif tag == "address" or ("byline" in marks and tag not in _CONTAINER_TAGS):
            marked.bylines.append(element)
        elif "subtitle" in marks and tag not in _CONTAINER_TAGS:
            marked.subtitles.append(element)
        if tag in _ASIDE_TAGS or ("aside" in marks and tag not in _NEVER_ASIDE_TAGS):
            marked.asides[element] = True
    for element in _article_footers(marked):
        del marked.asides[element]
    # an element with half of the page is no aside, whatever its class
    half = len(page.elements) // 2
    for element in [e for e in marked.asides if _element_count(page, e) > half]:
        del marked.asides[element]
    return marked


def _article_footers(marked: MarkedElements) -> list[Element]:
    """The footers of the article, in which Blogger puts author and date: footers inside the only article element of the
    page, or inside the one that holds an `h1`.
    """
    article_of = {
        footer: next(filter(_is_article, footer.ancestors()), None) for footer in marked.asides if _is_footer(footer)
    }
    articles = {article for article in article_of.values() if article is not None}
    if len(articles) > 1:
        first_rank = {headline for headline in marked.headlines if headline.tag == "h1"}
        articles = {article for article in articles if any(article in headline.ancestors() for headline in first_rank)}
    return [footer for footer, article in article_of.items() if article in articles]


def _is_footer(element: Element) -> bool:
    """Whether an element is a footer by tag or class, and has no other word of an aside in its names."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag != "footer" and "foot" not in names.lower():
        return False
    name_words = {part.lower() for part in _NAME_WORD.findall(names)}
    return name_words & _ASIDE <= {"footer"} and (element.tag == "footer" or "footer" in name_words)


def _is_article(element: Element) -> bool:
    """Whether an element is an article by its tag, by a microformat, or by a common class."""
    return element.tag == "article" or (
        element.tag in _BOX_TAGS and not _ARTICLE_CLASSES.isdisjoint(class_tokens(element))
    )


def _element_count(page: Page, element: Element) -> int:
    """The number of elements in a subtree, its root counted."""
    index = element.index
    return page.ends[index] - index


#: Attributes, besides `class`, that can mark an element.
_MARKING_ATTRIBUTES = frozenset(("id", "itemprop", "role", "rel"))
#: Elements that are marked by their name.
_MARKING_TAGS = frozenset(("h1", "time", "address", "nav", "aside", "footer"))
_BOX_TAGS = frozenset(("div", "section", "ul", "ol", "td", "table"))
_ARTICLE_CLASSES = frozenset(("hentry", "h-entry", "article", "post", "entry", "blog-post"))
_NEVER_ASIDE_TAGS = frozenset(("body", "main", "article", "h1"))
_TITLE_TAGS = frozenset(["h1", "h2", "h3", "div", "span", "p", "td", "font", "strong", "b", "a"])
#: Elements that are no byline, date or subtitle, whatever their class.
_CONTAINER_TAGS = frozenset(
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


def _marks_of_itemprop(value: str) -> frozenset[Mark]:
    """The marks of an `itemprop` attribute (schema.org)."""
    return frozenset(_ITEMPROPS[name] for name in value.lower().split() if name in _ITEMPROPS)


def _marks_by_class(classes: set[str]) -> dict[str, frozenset[Mark]]:
    """The marks of each class attribute of a page: {"entry-title big": {"title"}}. Attributes without marks, which are
    most, are left out.
    """
    names_of = {attribute: attribute.split()[:40] for attribute in classes}
    marks_of = {name: marks for name in set(chain.from_iterable(names_of.values())) if (marks := _marks_of_name(name))}
    return {
        attribute: _NO_MARKS.union(*[marks_of[name] for name in names if name in marks_of])
        for attribute, names in names_of.items()
        if not marks_of.keys().isdisjoint(names)
    }


@lru_cache(maxsize=4096)
def words_of_names(names: str) -> tuple[str, ...]:
    """The words of class names and ids in lower case: "entryAuthor-name" gives entry, author and name."""
    return tuple(word.lower() for word in _NAME_WORD.findall(names)[:40])


@lru_cache(maxsize=32768)
def _marks_of_name(name: str) -> frozenset[Mark]:
    """The marks of one class name or id, by its words: "entry-author-name" is {"byline"}."""
    normalized = name.replace("-", "_")
    if (
        normalized.islower()
        and normalized.isidentifier()
        and normalized.isascii()
        and _KNOWN_WORDS.isdisjoint(normalized.split("_"))
    ):
        # a cheap test first: most names have only small letters and hyphens, and none of the known words
        return _NO_MARKS
    name_words = [word.lower() for word in _NAME_WORD.findall(name)[:12]]
    if _KNOWN_WORDS.isdisjoint(name_words):
        return _NO_MARKS
    distinct_words = frozenset(name_words)
    marks: set[Mark] = set()
    if distinct_words & _ASIDE and not distinct_words & _NOT_ASIDE:
        marks.add("aside")
    if distinct_words & _PICTURE:
        return frozenset(marks)
    if distinct_words & _SUBTITLE or {"sub", "title"} <= distinct_words or {"sub", "head"} <= distinct_words:
        marks.add("subtitle")
    elif (
        (distinct_words & {"title", "headline", "heading"} and distinct_words & _ARTICLE_WORDS)
        or distinct_words & _TITLE
        or name_words == ["p", "name"]
    ):
        marks.add("title")
    elif (distinct_words & _BYLINE and not distinct_words & _NOT_BYLINE) or {"reader", "credits"} <= distinct_words:
        marks.add("byline")
    elif distinct_words & _MODIFIED:
        marks.add("modified")
    elif distinct_words & _PUBLISHED and "status" not in distinct_words:
        marks.add("published")
    elif distinct_words & _DATE and not distinct_words & _NOT_DATE:
        marks.add("date")
    return frozenset(marks)


_NO_MARKS: frozenset[Mark] = frozenset()
_ASIDE_MARK: frozenset[Mark] = frozenset(("aside",))
_BYLINE_MARK: frozenset[Mark] = frozenset(("byline",))


def _load_lists() -> dict[str, frozenset[str]]:
    """The word lists of marks.toml by their names."""
    text = resources.files("archiver.metadata").joinpath("marks.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


_LISTS = _load_lists()
_ARTICLE_WORDS = _LISTS["of_article"]
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
# A class name with none of these words has no marks.
_KNOWN_WORDS = (
    _TITLE
    | _SUBTITLE
    | _BYLINE
    | _PUBLISHED
    | _MODIFIED
    | _DATE
    | _ASIDE
    | {"title", "headline", "heading", "head", "name", "credits"}
)
