"""Anchors of the article: its headline, and the text and names in the structured data of the page (JSON-LD, meta tags)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft, HeadDraft
from archiver.page import Page, visible_text

_WORD = re.compile(r"\w+")
_ARTICLE_BODY = re.compile(r'"(?:articleBody|reviewBody)"\s*:\s*"((?:[^"\\]|\\.){300,})"')
#: The types in JSON-LD, one or a list of them; and the end of the names of the types of news in schema.org.
_TYPES = re.compile(r'"@type"\s*:\s*(\[[^\]]*\]|"[^"]*")')
_NEWS = "NewsArticle"
_MARKUP = re.compile(r"<[^<>]*>|&[#a-zA-Z0-9]+;")
#: The number of letters at the start and at the end of a unit that are searched for in the structured data.
_PROBE = 32


@dataclass(frozen=True, slots=True)
class Hints:
    """The article text in the structured data, reduced to lower-case letters, the names of authors and site, and whether the page declares to be news.

    They only help to recognise the body. The record takes no text from them.
    """

    body: str = ""
    authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    is_news: bool = False

    def names_author(self, text: str) -> float:
        """2 if a text begins with the name of an author, 1 if a name is among its first characters, else 0; -1 if no author is known."""
        if not self.authors:
            return -1.0
        head = text[:160].casefold()
        if head.startswith(self.authors):
            return 2.0
        for name in self.authors:
            if name in head:
                return 1.0
        return 0.0

    def names_site(self, text: str) -> float:
        """1 if the name of the site is among the first characters of a text, else 0; -1 if no name is known."""
        if not self.sites:
            return -1.0
        head = text[:300].casefold()
        for name in self.sites:
            if name in head:
                return 1.0
        return 0.0

    def body_share(self, text: str) -> float:
        """1 if the start and the end of a text are in the article text of the structured data, 0.5 for one of them, else 0; -1 if the data give no text."""
        if not self.body:
            return -1.0
        letters = _letters(text[: 3 * _PROBE])[:_PROBE]
        if not letters:
            return 0.0
        start = letters in self.body
        if len(text) < 2 * _PROBE:
            return 1.0 if start else 0.0
        return 0.5 * start + 0.5 * (_letters(text[-3 * _PROBE :])[-_PROBE:] in self.body)


def hints(draft: Draft) -> Hints:
    """The hints in the structured data and in the head of a Draft."""
    page, body = draft.page, ""
    if '"articleBody"' in page.text or '"reviewBody"' in page.text:
        for match in _ARTICLE_BODY.finditer(page.text):
            try:
                body += _letters(_MARKUP.sub(" ", json.loads(f'"{match[1]}"', strict=False)))
            except ValueError:  # the value is cut short, or escaped twice
                continue
    authors = tuple({author.name.casefold() for author in draft.head.authors if len(author.name) > 4})
    sites = {name.casefold() for name in (_stated_name(draft.head), _site_name(page))}
    return Hints(body, authors, tuple(site for site in sites if len(site) > 2), declares_news(page))


def declares_news(page: Page) -> bool:
    """Whether a page declares to be an article of a newsroom: by a type `NewsArticle`, or a narrower one, in JSON-LD or microdata."""
    if _NEWS not in page.text:
        return False
    if any(name.strip(' "[]').endswith(_NEWS) for types in _TYPES.findall(page.text) for name in types.split(",")):
        return True
    return any(attributes.get("itemtype", "").endswith(_NEWS) for attributes in page.attributes if attributes)


def _stated_name(head: HeadDraft) -> str:
    """The name of the publication; the publisher, if the page states it and the name is only a guess; or ""."""
    is_guess = any(e.field == "container" and e.confidence == "low" for e in head.evidence)
    return head.publisher or head.publication if is_guess else head.publication or head.publisher


def _site_name(page: Page) -> str:
    """The name of the site in the Open Graph data, or ""."""
    for meta in page.head.named("meta") if page.head is not None else ():
        if meta.get("property") == "og:site_name":
            return (meta.get("content") or "").strip()
    return ""


def _letters(text: str) -> str:
    """The letters and digits of a text in lower case, without spaces."""
    return "".join(_WORD.findall(text.casefold())).replace("_", "")


def headline(draft: Draft, measures: Measures) -> int | None:
    """The index of the element with the title of the article, or None.

    It is the title element of the metadata, else the heading that shares most words with the title of the page, else the first h1.
    """
    title_element = draft.head.title_element
    if title_element is not None and title_element.index >= 0:
        return title_element.index
    title_words = _words(_page_title(draft.page))
    best, best_score = None, 0.0
    first_h1 = None
    for index, tag in enumerate(measures.tags):
        if tag not in HEADINGS or not measures.is_seen(index):
            continue
        words = _words(visible_text(measures.elements[index]))
        if not words:
            continue
        if tag == "h1" and first_h1 is None:
            first_h1 = index
        shared = len(words & title_words)
        score = 2 * shared / (len(words) + len(title_words)) + (0.1 if tag == "h1" else 0.0) if shared > 1 else 0.0
        if score > best_score:
            best, best_score = index, score
    return best if best_score >= 0.4 else first_h1


def _page_title(page: Page) -> str:
    """The title of the page in the Open Graph data, else in its title element, else ""."""
    if page.head is None:
        return ""
    for meta in page.head.named("meta"):
        if meta.get("property") == "og:title" and meta.get("content"):
            return meta.get("content") or ""
    title = page.head.first("title")
    return (title.text or "") if title is not None else ""


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
