"""Whole pages as publishing systems write them, with what an archivist expects marked in them (tests/pages).

A file holds pages, each under a line `=== NAME | field=value | …`. In the markup `⟦…⟧` must stand in the body, in this order, and `⟪…⟫` must not.
`$T $S $A $H` and `$1`, `$2` … are title, lead, author, subhead and paragraphs of the article in articles.txt that `text=` names; its paragraphs
must stand in the body. Fields: `title authors published modified publisher lang` say what the head must have (authors are parted by `;`, ways of
writing them by `~`; `-` is nobody, `any` anybody), `fails` why the page fails today.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archiver.article import Article

FOLDER = Path(__file__).parent / "pages"
#: Articles whose name is not their language.
_LANGUAGES = {"en2": "en", "de2": "de", "zht": "zh"}


@dataclass(frozen=True)
class WebPage:
    """A page and what its record has to say."""

    name: str
    source: bytes
    keep: tuple[str, ...]
    drop: tuple[str, ...]
    title: str
    authors: str
    language: str
    said: dict[str, str]

    @property
    def fails(self) -> str:
        return self.said.get("fails", "")


@cache
def _articles() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    parts: dict[str, str] = {}
    for line in (FOLDER / "articles.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            parts = found[line[2:].strip()] = {}
        elif line:
            key, _, text = line.partition(" ")
            parts[key] = text
    return found


def web_pages() -> Iterator[WebPage]:
    """All pages of the folder."""
    for path in sorted(FOLDER.glob("*.txt")):
        if path.name != "articles.txt":
            for block in re.split(r"(?m)^=== ", path.read_text("utf-8"))[1:]:
                yield _page(block)


def _page(block: str) -> WebPage:
    head, markup = block.split("\n", 1)
    name, *fields = (field.strip() for field in head.split(" | "))
    said = dict(field.split("=", 1) for field in fields)
    article = _articles()[said.get("text", "en")]

    def filled(match: re.Match[str]) -> str:
        text = article[match[1]]
        return f"⟦{text}⟧" if match[1].isdigit() else text

    markup = re.sub(r"\$([TSAH1-9])", filled, markup).replace("⟦⟦", "⟦").replace("⟧⟧", "⟧")
    text = said.get("text", "en")
    return WebPage(
        name=name,
        source=re.sub("[⟦⟧⟪⟫]", "", markup).encode(),
        keep=_marked(markup, "⟦(.*?)⟧"),
        drop=_marked(markup, "⟪(.*?)⟫"),
        title=said.get("title", article["T"]),
        authors=said.get("authors", article["A"]),
        language=said.get("lang", _LANGUAGES.get(text, text)),
        said=said,
    )


def _marked(markup: str, pattern: str) -> tuple[str, ...]:
    found = (letters(html.unescape(re.sub("<[^>]+>", "", text))) for text in re.findall(pattern, markup, re.DOTALL))
    return tuple(text for text in found if text)


def letters(text: str) -> str:
    """A text without white space, so that the edges of blocks do not count."""
    return re.sub(r"[\s\u200b\u200c\u00ad]+", "", unicodedata.normalize("NFKC", text))


def complaints(page: WebPage, article: Article) -> list[str]:
    """What an archivist would say of a record of this page; nothing, at best."""
    return [*_of_the_body(page, article), *_of_the_head(page, article)]


def _of_the_body(page: WebPage, article: Article) -> Iterator[str]:
    body = letters(article.text(markers=False))
    elsewhere = letters(article.subtitle + " ".join(note.text for note in article.notes))
    at = 0
    for text in page.keep:
        place = body.find(text, at)
        if place >= 0:
            at = place + len(text)
        elif text not in elsewhere:
            yield f"not in its place in the body: {text}"
    lines = [letters(line) for line in article.text(markers=False).splitlines()]
    for text in page.drop:
        # a label of few letters may be a part of any sentence
        short = len(text) <= 12
        if any(line.startswith(text) or line.endswith(text) if short else text in line for line in lines) and not any(
            text in kept for kept in page.keep
        ):
            yield f"in the body: {text}"


def _of_the_head(page: WebPage, article: Article) -> Iterator[str]:
    if letters(article.title) != letters(page.title):
        yield f"title: {article.title}"
    names = ";".join(author.name for author in article.authors) or "-"
    if page.authors != "any" and names not in page.authors.split("~"):
        yield f"authors: {names}"
    for kind in ("published", "modified"):
        if kind in page.said and article.date(kind)[:10] != page.said[kind]:
            yield f"{kind}: {article.date(kind)}"
    if "publisher" in page.said and article.publisher.lower() != page.said["publisher"].lower():
        yield f"publisher: {article.publisher}"
    if article.language.split("-")[0] != page.language:
        yield f"language: {article.language}"
