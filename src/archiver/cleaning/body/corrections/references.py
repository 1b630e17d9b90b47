"""References: a unit that calls a note is body, a unit to which a sentence of the body links is body, and so is a list of sources right below the text."""

from __future__ import annotations

from collections import Counter

from archiver import addresses
from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.body.data_tables import data_tables
from archiver.cleaning.measures import HEADINGS, Measures
from archiver.page import Page

#: From this share of links on, a line that calls a note is no evidence, because the call may be a link by chance.
_ALL_LINKS = 0.8
#: A sentence has at least so many characters outside of links.
_SENTENCE = 20
#: The most characters of one entry in a list of references.
_REFERENCE = 1500
#: A list of sources has at least so many links, and they lead to so many other sites.
_SOURCES, _SITES = 3, 2
#: The largest share of its links that lead to the own site.
_OWN = 0.25
#: Sites to which the pages of other sites link without any of their texts.
_NETWORKS = frozenset(
    "facebook twitter x instagram linkedin youtube pinterest tiktok reddit whatsapp telegram t.me google apple spotify".split()
)
#: The target of a link is the block of a unit, or one of this number of elements: the block and its ancestors.
_LEVELS = 4


def note_calls(selection: Selection) -> Decisions:
    """Keep units that call a note, except lines whose other words are nearly all links.

    A cell that calls a note says nothing alone: a data table with one stays whole if it stands in the element around the article's paragraphs. In any other
    table, a star beside a price is no evidence.
    """
    draft, measures = selection.draft, selection.measures
    owner, parent = measures.owner, measures.parent
    #: by unit, how many characters of its text are calls
    called: dict[int, int] = {}
    #: blocks with a call that is a number or a letter: stronger evidence than a star, which means much else in a table
    numbered: set[int] = set()
    for element, calls in draft.calls.items():
        if element.index >= 0:
            block = owner[element.index]
            called[block] = called.get(block, 0) + max(len("".join(element.itertext()).strip()), len(calls))
            if any(call.label.isalnum() for call in calls):
                numbered.add(block)
    for (element, which), spans in draft.text_calls.items():
        if element.index >= 0:
            index = element.index
            block = owner[index if which == "text" else parent[index]]
            called[block] = called.get(block, 0) + len(spans)
            if any(call.label.isalnum() for call in spans):
                numbered.add(block)
    decisions: Decisions = {}
    for k, unit in enumerate(selection.units) if called else ():
        marks = called.get(unit.index)
        if marks is None:
            continue
        words, links = unit.chars - marks, unit.link - marks
        # a heading of a statute or a handbook is a link to itself
        is_own_link = measures.tags[unit.index] in HEADINGS and unit.index in numbered
        if words <= 0 or links < _ALL_LINKS * words or is_own_link:
            decisions[k] = Decision(True, "calls-a-note")
    if decisions and "table" in measures.tags:
        _decide_on_tables(selection, decisions, numbered)
    return decisions


def _decide_on_tables(selection: Selection, decisions: Decisions, numbered: set[int]) -> None:
    """Extend the decisions on cells to their data tables, or take them back."""
    measures, keep = selection.measures, selection.keep
    parent, end = measures.parent, measures.end
    kept = [unit.index for unit, stays in zip(selection.units, keep, strict=True) if stays and unit.prose]
    if not kept:
        return
    article = kept[0]
    while article > 0 and end[article] <= kept[-1]:
        article = parent[article]
    if len(kept) == 1:
        article = max(0, parent[article])
    for numbers in data_tables(measures, selection.units):
        if decisions.keys().isdisjoint(numbers) or all(keep[k] for k in numbers):
            continue
        first, last = selection.units[numbers[0]].index, selection.units[numbers[-1]].index
        for k in numbers:
            if article <= first and last < end[article]:
                decisions[k] = Decision(True, "calls-a-note")
            elif selection.units[k].index not in numbered:
                decisions.pop(k, None)


def link_targets(selection: Selection) -> Decisions:
    """Keep units to which sentences of the body or notes link: "Tarn (2003)" in a sentence links to an entry in the list of references."""
    draft, measures, units = selection.draft, selection.measures, selection.units
    owner, parent = measures.owner, measures.parent
    sentences = {
        unit.index
        for unit, stays in zip(units, selection.keep, strict=True)
        if stays and unit.chars - unit.link >= _SENTENCE
    }
    elements, tags = measures.elements, measures.tags
    links = [index for index, tag in enumerate(tags) if tag == "a"]
    ends = draft.page.ends
    in_notes = {index for part in draft.note_parts if part.index >= 0 for index in range(part.index, ends[part.index])}
    wanted = {
        href[1:]
        for index in links
        if (index in in_notes or owner[index] in sentences)
        and (href := elements[index].get("href"))
        and href[0] == "#"
        and len(href) > 1
    }
    decisions: Decisions = {}
    if not wanted:
        return decisions
    named = [
        index for index, names in enumerate(measures.classes) if "#" in names and elements[index].get("id") in wanted
    ]
    named += [index for index in links if elements[index].get("name") in wanted]
    # the target of a link may be an empty anchor in the block
    blocks = {owner[index] for index in named}
    targets = {i for i in blocks if 0 < measures.chars(i) <= _REFERENCE and tags[i] not in HEADINGS}
    for k, unit in enumerate(units):
        index = unit.index
        for _ in range(_LEVELS):
            if index in targets:
                decisions[k] = Decision(True, "linked-from-the-text")
                break
            if not index:
                break
            index = parent[index]
    return decisions


def source_lists(selection: Selection) -> Decisions:
    """Keep a list of links under a heading right below the text of the article, among its paragraphs, if its links lead to several other sites and hardly one
    to the own one. What a site puts below its articles leads to its own pages.

        <p>…</p> <h2>Sources and links</h2> <ul><li><a href="https://a.example/x">…</a></li> <li><a href="https://b.example/y">…</a></li> …</ul>
    """
    measures, units, keep = selection.measures, selection.units, selection.keep
    tags, parent, end, elements = measures.tags, measures.parent, measures.end, measures.elements
    prose = Counter(parent[unit.index] for unit, stays in zip(units, keep, strict=True) if stays and unit.prose)
    own = _own_hosts(selection.draft.page)
    decisions: Decisions = {}
    for k, unit in enumerate(units):
        index = unit.index
        if (
            tags[index] not in HEADINGS
            or unit.link
            or prose[parent[index]] < _SOURCES
            or k in selection.removed_by_words
        ):
            continue
        following = elements[index].next
        if following is None or following.tag not in ("ul", "ol") or (elements[index].tail or "").strip():
            continue
        first, last = following.index, end[following.index]
        inside = [j for j in range(k + 1, len(units)) if first <= units[j].index < last]
        is_open = inside and not all(keep[j] for j in (k, *inside))
        if is_open and selection.removed_by_words.isdisjoint(inside) and _leads_away(measures, first, last, own):
            decisions.update(dict.fromkeys((k, *inside), Decision(True, "sources-of-the-article")))
    return decisions


def _own_hosts(page: Page) -> set[str]:
    """The hosts of the page itself, by what it says of its address and by its source."""
    said = [page.source.url or ""]
    if page.head is not None:
        said += [link.get("href") or "" for link in page.head.named("link") if link.get("rel") == "canonical"]
        said += [meta.get("content") or "" for meta in page.head.named("meta") if meta.get("property") == "og:url"]
    return {_host(address) for address in said} - {""}


def _host(address: str) -> str:
    return addresses.host(address).removeprefix("www.") if addresses.is_web(address) else ""


def _leads_away(measures: Measures, first: int, last: int, own: set[str]) -> bool:
    """Whether the links of a list lead to several other sites, hardly one to the site of the page, and none to a social network."""
    hosts: list[str] = []
    for index in range(first, last):
        if measures.tags[index] == "a" and (href := measures.elements[index].get("href")):
            hosts.append(_host(href.strip()))
    if len(hosts) < _SOURCES or len(set(hosts)) < _SITES:
        return False
    if not all(host and _NETWORKS.isdisjoint(host.split(".")) for host in hosts):
        return False
    # a platform holds the pages of many authors
    return sum(host in own for host in hosts) <= _OWN * len(hosts)
