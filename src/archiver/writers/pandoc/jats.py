"""What pandoc leaves to do in JATS (Z39.96, archiving tag set): the source's labels, verse, language, and who wrote it."""

from __future__ import annotations

import re

from lxml import etree

from archiver.article import NS, XML_LANG, Article
from archiver.writers.pandoc.dialect import Tree
from archiver.writers.pandoc.inlines import Node, node, strings
from archiver.writers.shared.prepare import EXPORT, HREF, WHEN, Prepared

_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
#: Which pandoc lets stand in text, where XML forbids it.
_END_OF_CDATA = re.compile(rb"(?s)<!\[CDATA\[.*?\]\]>|\]\]>")
_DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" '
    '"JATS-archivearticle1.dtd">'
)


def metadata(article: Article, prepared: Prepared) -> dict[str, Node]:
    """The head in the shape that pandoc's JATS template asks for."""
    head = prepared.root.find("a:head", NS)
    if head is None:
        return {}
    meta: dict[str, Node] = {}
    if authors := [_author(author, at) for at, author in enumerate(head.findall("a:author", NS), 1)]:
        meta["author"] = node("MetaList", authors)
    date = next((d.get(WHEN, "") for d in head.findall("a:date", NS) if d.get("type") == "published"), "")[:10]
    if date:
        year, month, day = ([*date.split("-"), "", ""])[:3]
        meta["date"] = _map(**{"year": year, "month": month.lstrip("0"), "day": day.lstrip("0"), "iso-8601": date})
    else:
        meta["date"] = node("MetaString", "")
    known = dict(article.identifiers)
    if "doi" in known:
        meta["article"] = _map(doi=known["doi"])
    meta["journal"] = _map(title=article.publisher, eissn=known.get("issn", ""))
    if article.keywords:
        meta["tags"] = node("MetaList", [_said(keyword) for keyword in article.keywords])
    rights = head.find("a:rights", NS)
    if rights is not None:
        meta["license"] = _map(
            text="".join(rights.itertext()).strip() or rights.get("href", ""), link=rights.get(HREF, "")
        )
    return meta


def _author(author: etree._Element, number: int) -> Node:
    name = author.find("a:name", NS)
    assert name is not None  # by the grammar
    given = {
        # shown where the name cannot be told apart
        "name": author.get(f"{{{EXPORT}}}styled", ""),
        "surname": name.get(f"{{{EXPORT}}}surname", ""),
        "given-names": name.get(f"{{{EXPORT}}}forename", ""),
        "prefix": author.get(f"{{{EXPORT}}}before", ""),
        "suffix": ", ".join(filter(None, (author.get(f"{{{EXPORT}}}{part}") for part in ("generation", "after")))),
    }
    made = _map(**given)
    if roles := author.findall("a:role", NS):
        made["c"]["roles"] = node("MetaList", [_map(name=role.text or "") for role in roles])
    if places := author.findall("a:affiliation", NS):
        made["c"]["affiliation"] = node(
            "MetaList", [_map(id=f"{number}-{at}", name=place.text or "") for at, place in enumerate(places, 1)]
        )
    return made


def _map(**values: str) -> Node:
    return node("MetaMap", {key: _said(value) for key, value in values.items() if value})


def _said(text: str) -> Node:
    return node("MetaInlines", strings(text))


def finish(data: bytes, tree: Tree, article: Article) -> tuple[bytes, int, int]:
    """The finished file, and how many calls and notes it holds."""
    data = _END_OF_CDATA.sub(lambda m: m[0] if m[0].startswith(b"<") else b"]]&gt;", data)
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if article.language:
        root.set(XML_LANG, article.language)
    _drop_what_says_nothing(root)
    if article.url and (place := root.find("front/article-meta/permissions")) is not None:
        place.addnext(etree.Element("self-uri", {_XLINK_HREF: article.url}))
    places = _label_notes(root, tree)
    _set_verse(root)
    _say_alternatives(root, tree)
    _unlink_what_leads_nowhere(root)
    calls = len(root.findall(".//xref[@ref-type='fn']"))
    notes = len(root.findall(".//fn")) + sum(place not in places for place in tree.at_end)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE}\n'.encode()
        + etree.tostring(root, encoding="UTF-8")
        + b"\n",
        calls,
        notes,
    )


def _drop_what_says_nothing(root: etree._Element) -> None:
    """Pandoc's template writes some elements also when there is nothing to say."""
    for name in ("journal-id", "issn", "publisher-name", "publisher", "journal-title-group", "journal-meta"):
        for element in list(root.iter(name)):
            parent = element.getparent()
            if parent is not None and not len(element) and not (element.text or "").strip():
                parent.remove(element)


def _set_verse(root: etree._Element) -> None:
    """Lines that came as spans become what JATS has for verse."""
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


def _say_alternatives(root: etree._Element, tree: Tree) -> None:
    for element in root.iter("alt-text"):
        if found := re.fullmatch(rf"\s*{tree.own}alt(\d+)x\s*", element.text or ""):
            element.text = tree.alternatives[int(found[1])]


def _unlink_what_leads_nowhere(root: etree._Element) -> None:
    """Pandoc drops the ids of some blocks in lists; and it says the text of links a second time, in an attribute."""
    ids = {element.get("id") for element in root.iter(etree.Element)}
    for link in root.iter("xref"):
        link.attrib.pop("alt", None)
        if link.get("rid") not in ids:
            link.tag = "styled-content"
            link.attrib.clear()


def _label_notes(root: etree._Element, tree: Tree) -> dict[int, str]:
    """Give notes and calls the source's labels, and let every call be one; the notes in the order of their first calls."""
    places: dict[int, str] = {}
    labels: dict[str, str] = {}
    for group in root.iter("fn-group"):
        by_number = {}
        for note in group.findall("fn"):
            number = _take_mark(note, tree)
            places[number] = note.get("id", "")
            labels[note.get("id", "")] = tree.labels[number]
            by_number[number] = note
            if (label := note.find("label")) is not None:
                label.text = tree.labels[number]
            if (first := note.find("p")) is not None and not len(first) and not (first.text or "").strip():
                note.remove(first)
        group[:] = [by_number[number] for number in tree.placed if number in by_number]
    for call in list(root.iter("xref")):
        place = call.get("rid", "")
        if call.get("ref-type") == "fn":
            call.text = None
            etree.SubElement(call, "sup").text = labels.get(place, "*")
        elif found := re.fullmatch(rf"{tree.own}(\d+)", place):
            number = int(found[1])
            call.set("ref-type", "fn")
            call.set("rid", places.get(number, place))
            _swap_with_parent(call)
    return places


def _take_mark(note: etree._Element, tree: Tree) -> int:
    for text in note.iter():
        for where in ("text", "tail"):
            if found := re.match(rf"\s*{tree.own}(\d+)x\s*", getattr(text, where) or ""):
                setattr(text, where, getattr(text, where)[found.end() :])
                return int(found[1])
    return -1


def _swap_with_parent(call: etree._Element) -> None:
    """<sup><xref>4</xref></sup> as <xref><sup>4</sup></xref>, as the calls are that pandoc writes."""
    sup = call.getparent()
    if sup is None or sup.tag != "sup" or len(sup) != 1:
        return
    around = sup.getparent()
    assert around is not None
    call.tail, sup.tail = sup.tail, None
    around.replace(sup, call)
    text, call.text = call.text, None
    etree.SubElement(call, "sup").text = text
