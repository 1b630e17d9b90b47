"""JSON-LD: what a page says of its article in the vocabulary of schema.org (schema.org/Article, Google's article
guide).

Pages write it as one object, as a list, or as an `@graph` whose parts point at one another by `@id`; each is a heap
of nodes here, and the node that is the article is chosen by its type. What does not parse is left alone: a page that
lies to machines is still a page.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from importlib import resources

from archiver import addresses
from archiver.draft import AuthorDraft
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.folding import fold

Node = dict[str, object]

#: Nodes looked at on one page.
_MAX_NODES = 5000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)?\s*(.*?)\s*(?:-->|//\s*\]\]>|\]\]>|/\*\]\]>\*/|;)?\s*$",
    re.DOTALL,
)
_TAGS = re.compile(r"<[^<>]*>")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def gather(scripts: Sequence[str], found: Candidates) -> None:
    """Add what the JSON-LD blocks of a page say of the article."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_nodes(_load(script)))
    by_id = {key: node for node in nodes if isinstance(key := node.get("@id"), str) and len(node) > 1}
    article = _choose(nodes)
    for node in nodes:
        if _types(node) & {"WebSite"}:
            found.add("site", _text(node.get("name")), "json-ld", "medium")
    if article is not None:
        _article(article, by_id, found)


def _load(script: str) -> object:
    """The data of a script: as it stands, else without what is wrapped around it, else without commas before closing brackets too."""
    for attempt in _readings(script):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _readings(script: str) -> Iterator[str]:
    yield script
    match = _WRAPPING.match(script)
    body = match[1] if match else script
    yield body
    yield re.sub(r",\s*([}\]])", r"\1", body)


def _nodes(data: object) -> Iterator[Node]:
    """All objects that a document holds, parents first; a loop with a stack, as nesting is the page's to choose."""
    stack: list[object] = [data]
    count = 0
    while stack and count < _MAX_NODES:
        item = stack.pop()
        if isinstance(item, dict):
            count += 1
            yield item
            # what hangs on an article (its comments, say) is looked at after the article
            stack.extend(reversed([v for v in item.values() if isinstance(v, dict | list)]))
        elif isinstance(item, list):
            stack.extend(reversed(item[:_MAX_NODES]))


def _types(node: Node) -> set[str]:
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)}


def _choose(nodes: list[Node]) -> Node | None:
    """The node that is the article: the first of an article's type, else of a page's type.

    Lists of related articles are in the page's data too, but they come later, or have no author, date and body of
    their own.
    """
    articles, pages = _article_types()
    best: tuple[int, int] | None = None
    chosen: Node | None = None
    for index, node in enumerate(nodes):
        types = _types(node)
        if types & articles:
            weight = (
                8 * bool(types & articles - pages)
                + 2 * ("author" in node)
                + ("datePublished" in node)
                + ("headline" in node)
                + ("articleBody" in node)
            )
            if best is None or weight > best[0]:
                best, chosen = (weight, index), node
    return chosen


@cache
def _article_types() -> tuple[frozenset[str], frozenset[str]]:
    text = resources.files("archiver.metadata").joinpath("embedded.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["jsonld"]
    return frozenset(table["articles"]), frozenset(table["pages"])


def _article(node: Node, by_id: dict[str, Node], found: Candidates) -> None:
    page_only = not _types(node) & (_article_types()[0] - _article_types()[1])
    sure = "low" if page_only else "high"
    found.add("title", _text(node.get("headline")), "json-ld", "low" if page_only else "high")
    found.add("title", _text(node.get("name")), "json-ld", "low" if page_only else "medium")
    found.add("subtitle", _text(node.get("alternativeHeadline")), "json-ld", "low")
    for field in ("author", "creator"):
        authors = list(_people(node.get(field), by_id))
        for author in authors:
            found.add("author", author.name, "json-ld", "high" if not page_only else "medium", author=author)
        if authors:
            break
    found.add("published", _text(node.get("datePublished")), "json-ld", "high" if not page_only else "medium")
    found.add("published", _text(node.get("dateCreated")), "json-ld", "low")
    found.add("modified", _text(node.get("dateModified")), "json-ld", "high" if not page_only else "medium")
    for publisher in _resolved(node.get("publisher"), by_id):
        found.add("publisher", _name(publisher), "json-ld", "medium")
    for journal in _resolved(node.get("isPartOf"), by_id):
        if isinstance(journal, dict):
            if _types(journal) & {"Periodical", "PublicationIssue", "PublicationVolume", "Newspaper"}:
                found.add("publisher", _name(journal), "json-ld", "high")
            found.add("issn", _text(journal.get("issn")), "json-ld", "high")
    for language in _resolved(node.get("inLanguage"), by_id):
        value = language.get("alternateName") or language.get("name") if isinstance(language, dict) else language
        found.add("language", _text(value), "json-ld", "medium")
    keywords = node.get("keywords")
    for word in keywords if isinstance(keywords, list) else re.split("[,;]", _text(keywords)):
        found.add("keyword", _name(word), "json-ld", "medium")
    found.add("abstract", _text(node.get("abstract")), "json-ld", "high" if sure == "high" else "low")
    for right in _resolved(node.get("license"), by_id):
        value = _text(right.get("url") or right.get("@id") if isinstance(right, dict) else right)
        found.add("rights-href" if addresses.is_web(value) else "rights", value, "json-ld", "high")
    found.add("rights", _text(node.get("copyrightNotice")), "json-ld", "medium")
    for identifier in (node.get("identifier"), node.get("sameAs"), node.get("@id"), node.get("doi")):
        for value in identifier if isinstance(identifier, list) else [identifier]:
            text = _text(value.get("value") if isinstance(value, dict) else value)
            if match := _DOI.search(text):
                found.add("doi", match.group(), "json-ld", "high")
    page = node.get("mainEntityOfPage")
    for value in (node.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if addresses.is_web(_text(value)):
            found.add("url", _text(value), "json-ld", "low")


def _resolved(value: object, by_id: dict[str, Node]) -> Iterator[object]:
    """The values of a property: one or many, each in place of a pointer to it."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and isinstance(key := item.get("@id"), str) and key in by_id:
            yield {**by_id[key], **item}
        elif item is not None:
            yield item


def _people(value: object, by_id: dict[str, Node]) -> Iterator[AuthorDraft]:
    for item in _resolved(value, by_id):
        if isinstance(item, dict):
            names = item.get("name") or f"{_text(item.get('givenName'))} {_text(item.get('familyName'))}"
            # one Person whose name is a list, as some plug-ins write several authors
            for name in names if isinstance(names, list) else [names]:
                if folded := _text(name):
                    yield AuthorDraft(
                        name=folded,
                        honorific=_text(item.get("honorificPrefix")),
                        roles=tuple(filter(None, [_text(item.get("jobTitle")).strip(" ·⋅•|–—-")])),
                        affiliations=tuple(filter(None, (_name(a) for a in _resolved(item.get("affiliation"), by_id)))),
                        type="organization"
                        if _types(item) & {"Organization", "NewsMediaOrganization", "Corporation"}
                        else "person",
                    )
        elif folded := _text(item):
            yield AuthorDraft(name=folded)


def _name(value: object) -> str:
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: object) -> str:
    """A string as people read it: entities and tags that were written into it are undone; a list gives its first
    string.
    """
    if isinstance(value, list):
        value = next((v for v in value if v), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    text = unescape(unescape(value)) if "&" in value else value
    return fold(_TAGS.sub(" ", text) if "<" in text else text)
