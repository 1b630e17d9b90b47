"""Author bios and the colophon (the origin of this copy) as blocks of a pandoc document."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archiver.article import NS, Article
from archiver.writers.pandoc.inlines import Inlines, Node, attributes, node, strings
from archiver.writers.shared.history import corrections, made_with
from archiver.writers.shared.i18n import missing_sentence
from archiver.writers.shared.reference import KINDS, publication_line, reference
from archiver.writers.shared.safe_links import safe_href
from archiver.writers.shared.written_dates import written_date


def biographies(root: etree._Element, inlines: Inlines, has_title_block: bool = False) -> Iterator[Node]:
    """The bios of authors for whom the source gives more than a name.

    With `has_title_block` (the title block shows names, roles and affiliations) only the bios themselves.
    """
    for author in root.iterfind("a:head/a:author", NS):
        about = (
            []
            if has_title_block
            else [
                " ".join("".join(e.itertext()).split())
                for e in author.findall("a:role", NS) + author.findall("a:affiliation", NS)
            ]
        )
        bio = inlines.of(author.find("a:bio", NS))
        if not (about or bio):
            continue
        if has_title_block:
            yield node("Div", attributes(classes=["bio"]), [node("Para", bio)])
            continue
        name = [node("Strong", strings(text_of(author, "name")))]
        if about:
            name += [node("Str", ","), node("Space"), *strings(", ".join(about) + ("." if bio else ""))]
        text = [*name, node("Space"), *bio] if bio else name
        yield node("Div", attributes(classes=["bio"]), [node("Para", text)])


def colophon(
    article: Article, words: dict[str, str], has_title_block: bool = False, end_labels: str = ""
) -> list[Node]:
    """The section about this copy: its source, its identifiers, who made it when, and what was corrected by hand; without what a title block shows
    (`has_title_block`). `end_labels`: the labels of notes at the end that one looks for at the foot of the page.
    """
    source = article.root.find("a:provenance/a:source", NS)
    if source is None or article.root.find("a:provenance/a:tool", NS) is None:
        return []
    publisher = "" if has_title_block else publication_line(article)
    capture = source.find("a:capture", NS)
    held = capture.get("href") if capture is not None else ""
    entries = [(words["source"], " · ".join(filter(None, (publisher, source.get("href"), held))))]
    entries += [
        (words["archived"] if kind == "archived-url" else KINDS.get(kind, "URL"), value)
        for kind, value in article.identifiers
        if value != source.get("href")
    ]
    entries += [(words["cite"], reference(article))]
    entries += [
        (words[d.type], written_date(d.when, d.text, article.language))
        for d in article.dates
        if not (has_title_block and d.type == "published")
    ]
    entries += [(words["keywords"], "" if has_title_block else "; ".join(article.keywords))]
    entries += [(words["rights"], " ".join((text_of(article.root, "head/a:rights"), _address(article.root))))]
    entries += [("SHA-256", source.get("sha256", "")), (words["removed"], str(len(article.removals)))]
    entries += [(words["notes"], "" if has_title_block else missing_sentence(article, words))]
    entries += [(words["ending"], end_labels), (words["made"], made_with(article))]
    items = [
        _entry(strings(term), [node("Code", attributes(), text)] if term == "SHA-256" else _linked(text))
        for term, text in entries
        if text.strip()
    ]
    if corrected := corrections(article, words):
        items.append(_entry(strings(words["corrected"]), *map(_linked, corrected)))
    heading = node("Header", 1, attributes(classes=["unnumbered"]), strings(words["about"]))
    return [node("Div", attributes(classes=["colophon"]), [heading, node("DefinitionList", items)])]


def _entry(term: list[Node], *definitions: list[Node]) -> list[object]:
    """One entry of a DefinitionList."""
    return [term, [[node("Plain", definition)] for definition in definitions]]


def _linked(text: str) -> list[Node]:
    """Plain text in which web addresses are links."""
    words = text.split()
    links = [safe_href(word) if word.startswith(("http://", "https://")) else None for word in words]
    nodes = [
        node("Link", attributes(), [node("Str", word)], [link, ""]) if link else node("Str", word)
        for word, link in zip(words, links, strict=True)
    ]
    return [n for word in nodes for n in (node("Space"), word)][1:]


def text_of(element: etree._Element | None, name: str) -> str:
    child = element.find(f"a:{name}", NS) if element is not None else None
    return " ".join("".join(child.itertext()).split()) if child is not None else ""


def _address(root: etree._Element) -> str:
    rights = root.find("a:head/a:rights", NS)
    return rights.get("href", "") if rights is not None else ""
