"""JSON-LD: metadata of the article in the vocabulary of schema.org (schema.org/Article, and Google's guide to
structured data of articles).

Pages have it as one object, as a list, or as an `@graph` whose nodes refer to each other by `@id`. All forms become one
list of nodes here. The node of the article is chosen by its type. A script that is no JSON is skipped.
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
from archiver.description import Author, Confidence
from archiver.metadata.candidates import Candidates, Field, orcid_in
from archiver.metadata.parsing.folding import fold

Node = dict[str, object]

#: The most nodes that are read in one script.
_MAX_NODES = 5000
_COMMENT_AROUND = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)?\s*(.*?)\s*(?:-->|//\s*\]\]>|\]\]>|/\*\]\]>\*/|;)?\s*$",
    re.DOTALL,
)
_TAGS = re.compile(r"<[^<>]*>")
#: The types of what an article is part of, and the field of its name.
_CONTAINERS: tuple[tuple[str, Field], ...] = (
    ("Newspaper", "newspaper"),
    ("Magazine", "magazine"),
    ("Periodical", "journal"),
    ("Blog", "blog"),
    ("BookSeries", "series"),
    ("CreativeWorkSeries", "series"),
    ("Book", "book"),
    ("WebSite", "site"),
)
#: How many steps up from an article its journal may stand: issue, volume, periodical, and a page between.
_MOST_STEPS = 5
#: The properties of an article that name persons with other parts than an author's.
_CONTRIBUTORS: tuple[Field, ...] = ("editor", "translator", "illustrator", "contributor")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def gather_json_ld(scripts: Sequence[str], candidates: Candidates) -> None:
    """Add candidates from the JSON-LD scripts of a page. `scripts` are the texts of the `script` elements."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_nodes(_load(script)))
    by_id = {key: node for node in nodes if isinstance(key := node.get("@id"), str) and len(node) > 1}
    article = _choose_article(nodes)
    for node in nodes:
        if _types_of(node) & {"WebSite"}:
            candidates.add("site", _text(node.get("name")), "json-ld", "medium")
    if article is not None:
        _add_article(article, by_id, candidates)


def _load(script: str) -> object:
    """The data of a script; None if no attempt to read it succeeds."""
    for attempt in _json_attempts(script):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _json_attempts(script: str) -> Iterator[str]:
    """The script unchanged, then without comment marks around it, then also without trailing commas."""
    yield script
    match = _COMMENT_AROUND.match(script)
    body = match[1] if match else script
    yield body
    yield re.sub(r",\s*([}\]])", r"\1", body)


def _nodes(data: object) -> Iterator[Node]:
    """All objects in the data of a script, parents first. A stack is used, because a page can nest deeper than Python
    recurses.
    """
    stack: list[object] = [data]
    count = 0
    while stack and count < _MAX_NODES:
        item = stack.pop()
        if isinstance(item, dict):
            count += 1
            yield item
            # the nodes inside an article, such as its comments, come after the article
            stack.extend(reversed([v for v in item.values() if isinstance(v, dict | list)]))
        elif isinstance(item, list):
            stack.extend(reversed(item[:_MAX_NODES]))


def _types_of(node: Node) -> set[str]:
    """The types of a node without prefix or address: "schema:Article" is "Article"."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)}


def _choose_article(nodes: list[Node]) -> Node | None:
    """The node of the article, or None if no node has the type of an article.

    It is the node with the most properties of an article, and the first of equal ones. Related articles are nodes, too,
    but they come later, or have no author, date or body.
    """
    articles, pages = _article_types()
    best: tuple[int, int] | None = None
    article: Node | None = None
    for index, node in enumerate(nodes):
        types = _types_of(node)
        if types & articles:
            score = (
                8 * bool(types & articles - pages)
                + 2 * ("author" in node)
                + ("datePublished" in node)
                + ("headline" in node)
                + ("articleBody" in node)
            )
            if best is None or score > best[0]:
                best, article = (score, index), node
    return article


@cache
def _article_types() -> tuple[frozenset[str], frozenset[str]]:
    """The types of articles, and those of them that may name any page, such as "WebPage" (embedded.toml)."""
    text = resources.files("archiver.metadata").joinpath("embedded.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["jsonld"]
    return frozenset(table["articles"]), frozenset(table["pages"])


def _add_article(node: Node, by_id: dict[str, Node], candidates: Candidates) -> None:
    """Add candidates from the node of the article."""
    page_only = not _types_of(node) & (_article_types()[0] - _article_types()[1])
    confidence: Confidence = "low" if page_only else "high"
    candidates.add("title", _text(node.get("headline")), "json-ld", "low" if page_only else "high")
    candidates.add("title", _text(node.get("name")), "json-ld", "low" if page_only else "medium")
    candidates.add("subtitle", _text(node.get("alternativeHeadline")), "json-ld", "low")
    for field in ("author", "creator"):
        authors = list(_authors(node.get(field), by_id))
        for author in authors:
            candidates.add("author", author.name, "json-ld", "high" if not page_only else "medium", author=author)
        if authors:
            break
    candidates.add("published", _text(node.get("datePublished")), "json-ld", "high" if not page_only else "medium")
    candidates.add("published", _text(node.get("dateCreated")), "json-ld", "low")
    candidates.add("modified", _text(node.get("dateModified")), "json-ld", "high" if not page_only else "medium")
    for publisher in _dereferenced(node.get("publisher"), by_id):
        candidates.add("publisher", _name(publisher), "json-ld", "medium")
    _add_container(node, by_id, candidates, "medium" if page_only else "high")
    for role in _CONTRIBUTORS:
        for person in _authors(node.get(role), by_id):
            candidates.add(role, person.name, "json-ld", confidence, author=person)
    candidates.add("department", _text(node.get("articleSection")), "json-ld", "medium")
    candidates.add("genre", _text(node.get("genre")), "json-ld", "medium")
    for name in sorted(_types_of(node) - {"Article", *_article_types()[1]}):
        candidates.add("genre", name, "json-ld", "medium")
    for language in _dereferenced(node.get("inLanguage"), by_id):
        value = language.get("alternateName") or language.get("name") if isinstance(language, dict) else language
        candidates.add("language", _text(value), "json-ld", "medium")
    keywords = node.get("keywords")
    for word in keywords if isinstance(keywords, list) else re.split("[,;]", _text(keywords)):
        candidates.add("keyword", _name(word), "json-ld", "medium")
    candidates.add("abstract", _text(node.get("abstract")), "json-ld", "high" if confidence == "high" else "low")
    for right in _dereferenced(node.get("license"), by_id):
        value = _text(right.get("url") or right.get("@id") if isinstance(right, dict) else right)
        candidates.add("rights-href" if addresses.is_web(value) else "rights", value, "json-ld", "high")
    candidates.add("rights", _text(node.get("copyrightNotice")), "json-ld", "medium")
    for identifier in (node.get("identifier"), node.get("sameAs"), node.get("@id"), node.get("doi")):
        for value in identifier if isinstance(identifier, list) else [identifier]:
            text = _text(value.get("value") if isinstance(value, dict) else value)
            if match := _DOI.search(text):
                candidates.add("doi", match.group(), "json-ld", "high")
    page = node.get("mainEntityOfPage")
    for value in (node.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if addresses.is_web(_text(value)):
            candidates.add("url", _text(value), "json-ld", "low")


def _add_container(node: Node, by_id: dict[str, Node], candidates: Candidates, confidence: Confidence) -> None:
    """Add candidates from what the article is part of, and from that of which this is part: an issue, its volume, their
    periodical. Volume and periodical may be one node with both types.
    """
    candidates.add("pages", _number(node.get("pagination")), "json-ld", confidence)
    candidates.add("first-page", _number(node.get("pageStart")), "json-ld", confidence)
    candidates.add("last-page", _number(node.get("pageEnd")), "json-ld", confidence)
    level = [part for part in _dereferenced(node.get("isPartOf"), by_id) if isinstance(part, dict)]
    for _ in range(_MOST_STEPS):
        above: list[Node] = []
        for part in level[:_MOST_STEPS]:
            types = _types_of(part)
            if named := next((field for type_, field in _CONTAINERS if type_ in types), None):
                candidates.add(named, _name(part), "json-ld", confidence)
            candidates.add("issue", _number(part.get("issueNumber")), "json-ld", confidence)
            candidates.add("volume", _number(part.get("volumeNumber")), "json-ld", confidence)
            for issn in _listed(part.get("issn")):
                candidates.add("issn", _text(issn), "json-ld", confidence)
            candidates.add("isbn", _text(part.get("isbn")), "json-ld", confidence)
            if "publisher" in part and types & {"Periodical", "PublicationIssue", "PublicationVolume", "Book"}:
                for publisher in _dereferenced(part["publisher"], by_id):
                    candidates.add("publisher", _name(publisher), "json-ld", "medium")
            above += [upper for upper in _dereferenced(part.get("isPartOf"), by_id) if isinstance(upper, dict)]
        level = above


def _number(value: object) -> str:
    """A number as text: pages write it as a string or as a number."""
    value = next(iter(value), "") if isinstance(value, list) else value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _listed(value: object) -> list[object]:
    """A value as a list."""
    return value if isinstance(value, list) else [value]


def _dereferenced(value: object, by_id: dict[str, Node]) -> Iterator[object]:
    """The values of a property, one or many. A reference by `@id` is replaced by its node."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and isinstance(key := item.get("@id"), str) and key in by_id:
            yield {**by_id[key], **item}
        elif item is not None:
            yield item


def _authors(value: object, by_id: dict[str, Node]) -> Iterator[Author]:
    """The authors in the value of `author` or `creator`."""
    for item in _dereferenced(value, by_id):
        if isinstance(item, dict):
            names = item.get("name") or f"{_text(item.get('givenName'))} {_text(item.get('familyName'))}"
            # some plug-ins write several authors as one Person with a list of names
            for name in names if isinstance(names, list) else [names]:
                if folded := _text(name):
                    yield Author(
                        name=folded,
                        honorific=_text(item.get("honorificPrefix")),
                        family=_text(item.get("familyName")),
                        given=_text(item.get("givenName")),
                        orcid=_orcid(item),
                        roles=tuple(filter(None, [_text(item.get("jobTitle")).strip(" ·⋅•|–—-")])),
                        affiliations=tuple(
                            filter(None, (_name(a) for a in _dereferenced(item.get("affiliation"), by_id)))
                        ),
                        type="organization"
                        if _types_of(item) & {"Organization", "NewsMediaOrganization", "Corporation"}
                        else "person",
                    )
        elif folded := _text(item):
            yield Author(name=folded)


def _orcid(person: Node) -> str:
    """The ORCID of a person, among the addresses and identifiers that schema.org has for one."""
    values = [v for key in ("@id", "sameAs", "identifier", "url") for v in _listed(person.get(key))]
    texts = (_text(v.get("value") or v.get("@id") or v.get("url") if isinstance(v, dict) else v) for v in values)
    return next((orcid for text in texts if "orcid" in text.lower() and (orcid := orcid_in(text))), "")


def _name(value: object) -> str:
    """The `name` of a node, or the value itself, as plain text."""
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: object) -> str:
    """A value as plain text: without HTML tags and entities, with white space folded. A list gives its first value; a
    value without text gives "".
    """
    if isinstance(value, list):
        value = next((v for v in value if v), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    text = unescape(unescape(value)) if "&" in value else value
    return fold(_TAGS.sub(" ", text) if "<" in text else text)
