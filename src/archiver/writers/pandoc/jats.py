"""JATS (Z39.96, archiving tag set) after pandoc: the source's labels, verse, language and author data."""

from __future__ import annotations

import re

from lxml import etree

from archiver.article import NS, XML_LANG, Article
from archiver.writers.pandoc.dialect import PandocTree
from archiver.writers.pandoc.inlines import Node, node, strings
from archiver.writers.shared.prepare import EXPORT, HREF, WHEN, Prepared

_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
#: "]]>" in text, which XML forbids and pandoc writes.
_END_OF_CDATA = re.compile(rb"(?s)<!\[CDATA\[.*?\]\]>|\]\]>")
_DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" '
    '"JATS-archivearticle1.dtd">'
)


def metadata(article: Article, prepared: Prepared) -> dict[str, Node]:
    """The head in the structure that pandoc's JATS template expects."""
    head = prepared.root.find("a:head", NS)
    if head is None:
        return {}
    meta: dict[str, Node] = {}
    if authors := [_author(author, number) for number, author in enumerate(head.findall("a:author", NS), 1)]:
        meta["author"] = node("MetaList", authors)
    date = next((d.get(WHEN, "") for d in head.findall("a:date", NS) if d.get("type") == "published"), "")[:10]
    if date:
        year, month, day = ([*date.split("-"), "", ""])[:3]
        meta["date"] = _map(**{"year": year, "month": month.lstrip("0"), "day": day.lstrip("0"), "iso-8601": date})
    else:
        meta["date"] = node("MetaString", "")
    identifiers = dict(article.identifiers)
    if numbers := {kind: identifiers[kind] for kind in ("doi", "pmid", "pmcid") if kind in identifiers}:
        meta["article"] = _map(**numbers, heading=article.department)
    elif article.department:
        meta["article"] = _map(heading=article.department)
    container = article.container
    journal = {
        "title": article.publication,
        "abbrev-title": container.abbreviation,
        "eissn": next(iter(container.issns), identifiers.get("issn", "")),
        "publisher-name": article.publisher if container.name != article.publisher else "",
    }
    meta["journal"] = _map(**journal)
    if article.keywords:
        meta["tags"] = node("MetaList", [_inlines(keyword) for keyword in article.keywords])
    rights = head.find("a:rights", NS)
    if rights is not None:
        meta["license"] = _map(
            text="".join(rights.itertext()).strip() or rights.get("href", ""), link=rights.get(HREF, "")
        )
    return meta


def _author(author: etree._Element, author_number: int) -> Node:
    name = author.find("a:name", NS)
    assert name is not None  # by the grammar
    values = {
        # The template shows this name if forename and surname are missing.
        "name": author.get(f"{{{EXPORT}}}styled", ""),
        "surname": name.get(f"{{{EXPORT}}}surname", ""),
        "given-names": name.get(f"{{{EXPORT}}}forename", ""),
        "orcid": author.get("orcid", ""),
        "prefix": author.get(f"{{{EXPORT}}}before", ""),
        "suffix": ", ".join(filter(None, (author.get(f"{{{EXPORT}}}{part}") for part in ("generation", "after")))),
    }
    meta = _map(**values)
    if roles := author.findall("a:role", NS):
        meta["c"]["roles"] = node("MetaList", [_map(name=role.text or "") for role in roles])
    if places := author.findall("a:affiliation", NS):
        meta["c"]["affiliation"] = node(
            "MetaList",
            [_map(id=f"{author_number}-{position}", name=place.text or "") for position, place in enumerate(places, 1)],
        )
    return meta


def _map(**values: str) -> Node:
    return node("MetaMap", {key: _inlines(value) for key, value in values.items() if value})


def _inlines(text: str) -> Node:
    return node("MetaInlines", strings(text))


def finish(data: bytes, tree: PandocTree, article: Article) -> tuple[bytes, int, int]:
    """Finish pandoc's JATS; returns the file, and the numbers of calls and notes in it."""
    data = _END_OF_CDATA.sub(lambda m: m[0] if m[0].startswith(b"<") else b"]]&gt;", data)
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if article.language:
        root.set(XML_LANG, article.language)
    _remove_empty_elements(root)
    _set_place(root, article)
    if article.url and (permissions := root.find("front/article-meta/permissions")) is not None:
        permissions.addnext(etree.Element("self-uri", {_XLINK_HREF: article.url}))
    id_of_note = _label_notes(root, tree)
    _set_verse(root)
    _set_alternatives(root, tree)
    _remove_dead_links(root)
    calls = len(root.findall(".//xref[@ref-type='fn']"))
    notes = len(root.findall(".//fn")) + sum(permissions not in id_of_note for permissions in tree.at_end)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE}\n'.encode()
        + etree.tostring(root, encoding="UTF-8")
        + b"\n",
        calls,
        notes,
    )


def _set_place(root: etree._Element, article: Article) -> None:
    """Add volume, issue and pages, which pandoc's template does not know, in the order of JATS: after the date, before the rights."""
    container = article.container
    meta = root.find("front/article-meta")
    if meta is None:
        return
    values = {"volume": container.volume, "issue": container.issue, "fpage": container.first_page}
    if container.first_page:
        values["lpage"] = container.last_page
    else:
        values["elocation-id"] = container.article_number
    position = next(
        (n for n, child in enumerate(meta) if child.tag in _AFTER_PLACE),
        len(meta),
    )
    for name, value in values.items():
        if value:
            element = etree.Element(name)
            element.text = value
            meta.insert(position, element)
            position += 1


#: What stands after the pages in the metadata of an article (JATS 1.2, article-meta).
_AFTER_PLACE = frozenset(
    ("product", "supplementary-material", "history", "permissions", "self-uri", "related-article", "related-object", "abstract", "trans-abstract", "kwd-group", "funding-group", "conference", "counts", "custom-meta-group")
)  # fmt: skip


def _remove_empty_elements(root: etree._Element) -> None:
    """Remove empty elements, which pandoc's template writes even without a value."""
    for name in ("journal-id", "issn", "publisher-name", "publisher", "journal-title-group", "journal-meta"):
        for element in list(root.iter(name)):
            parent = element.getparent()
            if parent is not None and not len(element) and not (element.text or "").strip():
                parent.remove(element)


def _set_verse(root: etree._Element) -> None:
    """Turn lines that are spans into JATS verse.

    Before: <p><named-content content-type="verse-line">…</named-content></p>
    After:  <verse-group><verse-line>…</verse-line></verse-group>
    """
    for paragraph in list(root.iter("p")):
        lines = list(paragraph)
        if (
            lines
            and not (paragraph.text or "").strip()
            and all(line.tag == "named-content" and line.get("content-type") == "verse-line" for line in lines)
        ):
            paragraph.tag = "verse-group"
            paragraph.text = None
            for line in lines:
                line.tag, line.tail = "verse-line", None
                line.attrib.clear()


def _set_alternatives(root: etree._Element, tree: PandocTree) -> None:
    for element in root.iter("alt-text"):
        if match := re.fullmatch(rf"\s*{tree.anchor_prefix}alt(\d+)x\s*", element.text or ""):
            element.text = tree.alternatives[int(match[1])]


def _remove_dead_links(root: etree._Element) -> None:
    """Turn links to missing ids into plain text (pandoc drops ids in lists), and remove the repeated text of links."""
    ids = {element.get("id") for element in root.iter(etree.Element)}
    for link in root.iter("xref"):
        link.attrib.pop("alt", None)
        if link.get("rid") not in ids:
            link.tag = "styled-content"
            link.attrib.clear()


def _label_notes(root: etree._Element, tree: PandocTree) -> dict[int, str]:
    """Give notes and calls the source's labels, and order the notes by their first calls.

    Returns the ids of the notes by their numbers in the record.
    """
    id_of_note: dict[int, str] = {}
    label_of_id: dict[str, str] = {}
    for group in root.iter("fn-group"):
        by_number = {}
        for note in group.findall("fn"):
            number = _take_placeholder(note, tree)
            id_of_note[number] = note.get("id", "")
            label_of_id[note.get("id", "")] = tree.labels[number]
            by_number[number] = note
            if (label := note.find("label")) is not None:
                label.text = tree.labels[number]
            if (paragraph := note.find("p")) is not None and not len(paragraph) and not (paragraph.text or "").strip():
                note.remove(paragraph)
        group[:] = [by_number[number] for number in tree.placed if number in by_number]
    for call in list(root.iter("xref")):
        target = call.get("rid", "")
        if call.get("ref-type") == "fn":
            call.text = None
            etree.SubElement(call, "sup").text = label_of_id.get(target, "*")
        elif match := re.fullmatch(rf"{tree.anchor_prefix}(\d+)", target):
            number = int(match[1])
            call.set("ref-type", "fn")
            call.set("rid", id_of_note.get(number, target))
            _swap_with_parent(call)
    return id_of_note


def _take_placeholder(note: etree._Element, tree: PandocTree) -> int:
    for text in note.iter():
        for attribute in ("text", "tail"):
            if match := re.match(rf"\s*{tree.anchor_prefix}(\d+)x\s*", getattr(text, attribute) or ""):
                setattr(text, attribute, getattr(text, attribute)[match.end() :])
                return int(match[1])
    return -1


def _swap_with_parent(call: etree._Element) -> None:
    """Turn <sup><xref>4</xref></sup> into <xref><sup>4</sup></xref>, the form of pandoc's own calls."""
    sup = call.getparent()
    if sup is None or sup.tag != "sup" or len(sup) != 1:
        return
    parent = sup.getparent()
    assert parent is not None
    call.tail, sup.tail = sup.tail, None
    parent.replace(sup, call)
    text, call.text = call.text, None
    etree.SubElement(call, "sup").text = text
