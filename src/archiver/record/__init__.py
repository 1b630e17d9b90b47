"""The record builder: from a Draft after all passes to the archival XML.

The page is walked once for the body, once for each note, and once for the rest, which goes to the ledger. The builder
does not decide what is chrome or a note. It carries out what the passes decided, and makes sure that every word arrives
somewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.etree import _Element as Element

from archiver import record_file
from archiver.article import NAMESPACE, XML_LANG, Article, tag
from archiver.draft import Call, Draft, NoteDraft
from archiver.languages import right_to_left
from archiver.page import BLOCKS, INVISIBLE
from archiver.record import formulas, images, links, word_count
from archiver.record.flow import Flow, make
from archiver.record.head import build_head, folded, language_tag
from archiver.record.ledger import RemovalLedger
from archiver.record.posts import build_posts, number_answers
from archiver.record.provenance import Conversion, add_findings, build_provenance
from archiver.record.sections import bare, nest_sections
from archiver.record.walk import MarkedNodes, Walk
from archiver.trees import browser
from archiver.trees.changes import unwrap
from archiver.trees.elements import Element as Node

__all__ = ["Conversion", "WordCount", "build", "count_words"]

WordCount = word_count.WordCount
count_words = word_count.count


#: See _Builder.elements.
_MOST_HELD = 20_000


@dataclass
class _Builder:
    """The state that all walks of one build share: what they read, and what they have put into the record so far."""

    draft: Draft
    ledger: RemovalLedger
    marked: MarkedNodes
    emitted: list[tuple[Element, Call]] = field(default_factory=list)
    anchors: dict[str, Element] = field(default_factory=dict)
    note_elements: dict[int, Element] = field(default_factory=dict)
    #: The elements of the finished parts, at most _MOST_HELD of each. They are held to the end, so that lxml does not create
    #: their Python wrappers again for each access.
    elements: list[Element] = field(default_factory=list)

    def walk(self, flow: Flow, within: NoteDraft | None = None) -> Walk:
        return Walk(
            self.draft, flow, self.ledger, within=within, emitted=self.emitted, anchors=self.anchors, marked=self.marked
        )


def build(draft: Draft, conversion: Conversion, mark: Callable[[Element], None] | None = None) -> Article:
    """Build the Article of a Draft after all passes. Adds the findings that depend on the finished record, and the digest
    of the record. `conversion` is what the provenance says about this run. `mark` gets the finished record, before its
    digest, to mark parts of its text; it changes no character.
    """
    builder = _Builder(draft, RemovalLedger(draft), MarkedNodes.of(draft))
    head = _head(builder)
    body = _body(builder)
    notes = _notes(builder)
    _enter_rest(builder)
    _number(builder, head, body, notes)

    article = etree.Element(tag("article"), nsmap={None: NAMESPACE})
    article.set("version", record_file.VERSION)
    article.set(record_file.XML_SPACE, "preserve")
    if language := language_tag(draft.head.language):
        article.set(XML_LANG, language)
        if right_to_left(language):
            article.set("dir", "rtl")
    article.append(head)
    article.append(body)
    if len(notes):
        article.append(notes)
    article.append(build_provenance(draft, conversion, builder.ledger))
    add_findings(draft, Article(article), {id(c): r for r, c in builder.emitted})
    if mark is not None:
        mark(article)
    record_file.set_digest(article)
    return Article(article)


# -- head and body ---------------------------------------------------------------------------------


def _head(builder: _Builder) -> Element:
    draft = builder.draft
    title = _heading_element(builder, "title", draft.head.title_element, draft.head.title)
    subtitle: Element | None = None
    if draft.head.subtitle or draft.head.subtitle_element is not None:
        subtitle = _heading_element(builder, "subtitle", draft.head.subtitle_element, draft.head.subtitle)
        if not "".join(subtitle.itertext()).strip():
            subtitle = None
    return build_head(draft.head, title, subtitle)


def _heading_element(builder: _Builder, name: str, source: Node | None, text: str) -> Element:
    """A title element with the emphasis and the note markers of the page, as long as its text is the resolved title;
    else the plain title.
    """
    element = make(name)
    if source is not None:
        draft = builder.draft
        has_calls = source in draft.claimed_ancestors or (source, "text") in draft.text_calls
        emitted_before = len(builder.emitted)
        flow = Flow(element)
        flow.open_paragraph(make("p"))
        # The walk of the body enters these words in the ledger, so the ledger of this walk is dropped.
        Walk(
            draft, flow, RemovalLedger(draft), emitted=builder.emitted, anchors=builder.anchors, marked=builder.marked
        ).element(source, inline_only=True)
        flow.break_paragraph()
        if len(element) == 1:
            paragraph = element[0]
            element.remove(paragraph)
            element.text = paragraph.text
            element.extend(list(paragraph))
            heading_text = folded("".join(element.itertext()))
            if heading_text == folded(text) or has_calls:
                return bare(element, links.base(draft))
        del builder.emitted[emitted_before:]
        element = make(name)
    element.text = folded(text) or None
    return element


def _body(builder: _Builder) -> Element:
    body = make("body")
    flow = Flow(body)
    walk = builder.walk(flow)
    if builder.draft.posts:
        build_posts(builder.draft, flow, walk)
        formulas.mark_tex(body, builder.draft.page.text)
        return body
    roots = [builder.draft.page.root] if not builder.draft.body else builder.draft.body
    for root in roots:
        walk.element(root)
        flow.break_paragraph()
    images.drop_duplicates(body)
    if builder.draft.page.document is None:
        formulas.mark_tex(body, builder.draft.page.text)
    return nest_sections(body)


def _notes(builder: _Builder) -> Element:
    notes = make("notes")
    for note in builder.draft.notes:
        element = make("note", label=folded(note.label), kind=note.kind, status=note.status)
        if note.series:
            element.set("series", note.series)
        flow = Flow(element)
        walk = builder.walk(flow, within=note)
        places = sorted(
            [(part.index, 0, part) for part in note.parts]
            + [(span.element.index, span.start, span) for span in note.spans],
            key=lambda place: place[:2],
        )
        for _, _, place in places:
            if isinstance(place, Node):
                walk.element(place)
                flow.break_paragraph()
            else:
                walk.span(place)
        if note.markup:
            # The page keeps the note's body in an attribute: it is parsed as a small page of its own.
            walk.element(browser.parse(note.markup).children[-1])
        flow.break_paragraph()
        if builder.draft.page.document is None:
            formulas.mark_tex(element, builder.draft.page.text)
        builder.note_elements[id(note)] = element
        notes.append(element)
    return notes


# -- what is left ----------------------------------------------------------------------------------


def _enter_rest(builder: _Builder) -> None:
    """Enter everything outside the body in the ledger: removed elements under their rule, the rest as outside the
    article.
    """
    draft, ledger = builder.draft, builder.ledger
    ledger.enter_left_out()
    if not draft.body or draft.page.root in draft.body:
        return
    body = set(draft.body)
    # Elements that contain a node with a rule or place of its own: they cannot be entered as a whole.
    open_elements: set[Node] = set()
    for holder in [*draft.body, *draft.removed, *draft.moved, *draft.note_parts, *(e for e, _ in draft.note_spans)]:
        outer: Node | None = holder if holder not in body else holder.parent
        if holder in draft.removed or holder in draft.moved or holder in draft.note_parts:
            outer = holder.parent
        while outer is not None and outer not in open_elements:
            open_elements.add(outer)
            outer = outer.parent
    outside_texts: list[str] = []
    # the element at which these texts start, and the one that holds all their words
    outside_start = draft.page.root
    outside_holder: Node | None = None

    def add_outside_texts(texts: list[str], node: Node, holder: Node) -> None:
        nonlocal outside_start, outside_holder
        if not outside_texts:
            outside_start, outside_holder = node, None
        outside_texts.extend(texts)
        if all(text.isspace() for text in texts):
            return
        outside_holder = draft.page.common_ancestor(outside_holder if outside_holder is not None else holder, holder)

    def enter_outside_texts() -> None:
        if outside_texts:
            ledger.enter_text("outside-article", "".join(outside_texts), outside_start, within=outside_holder)
            outside_texts.clear()

    stack = [(draft.page.root, True)]
    while stack:
        node, entering = stack.pop()
        if entering and node.tag not in INVISIBLE:
            block = node.tag in BLOCKS
            if node in body or (node in draft.note_parts):
                enter_outside_texts()
            elif node in draft.moved:
                enter_outside_texts()
                ledger.enter_moved(node)
            elif node in draft.removed:
                enter_outside_texts()
                ledger.enter(draft.removed[node].rule, node)
            elif node not in open_elements:
                if block:
                    enter_outside_texts()
                    ledger.enter("outside-article", node)
                else:
                    add_outside_texts(ledger.unclaimed_pieces(node), node, node)
            else:
                if block:
                    enter_outside_texts()
                if node.text:
                    add_outside_texts([ledger.outside_notes(node, "text")], node, node)
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node.children))
                continue
        elif not entering and node.tag in BLOCKS:
            enter_outside_texts()
        if (parent := node.parent) is not None and node is not draft.page.root and node.tail:
            add_outside_texts([ledger.outside_notes(node, "tail")], node, parent)
    enter_outside_texts()


# -- numbers and references ------------------------------------------------------------------------


def _number(builder: _Builder, head: Element, body: Element, notes: Element) -> None:
    """Set the status of the notes by the markers in the record, then assign ids in document order."""
    # Only markers that are in the record count.
    references_in_record = {reference for part in (head, body, notes) for reference in part.iter(tag("noteref"))}
    builder.emitted = [(reference, call) for reference, call in builder.emitted if reference in references_in_record]
    called = {id(call.note) for _, call in builder.emitted}
    for note in builder.draft.notes:
        element = builder.note_elements[id(note)]
        empty = len(element) == 0
        if id(note) not in called and empty:
            notes.remove(element)
            continue
        element.set("status", "missing" if empty else "present" if id(note) in called else "unreferenced")
    for number, element in enumerate(notes, 1):
        element.set("id", f"n{number}")
    _split_series(builder.draft, notes)
    targets = {id(note): builder.note_elements[id(note)].get("id", "") for note in builder.draft.notes}
    calls = dict(builder.emitted)

    parts = (head, body, notes)
    # wrappers of a long record would take more memory than to create them again takes time
    builder.elements = [element for part in parts for element in islice(part.iter("*"), _MOST_HELD)]
    counts: dict[str, int] = {}
    prefixes = {tag("section"): "s", tag("p"): "p", tag("noteref"): "r", tag("post"): "post"}
    for element in _elements(parts):
        if prefix := prefixes.get(str(element.tag)):
            counts[prefix] = counts.get(prefix, 0) + 1
            element.set("id", f"{prefix}{counts[prefix]}")
            if prefix == "r":
                element.set("target", targets[id(calls[element].note)])
    number_answers(body)
    _link_fragments(builder, parts)
    for element in _elements(parts):
        _order_attributes(element)


def _elements(parts: Iterable[Element]) -> Iterator[Element]:
    for part in parts:
        yield from part.iter("*")


def _split_series(draft: Draft, notes: Element) -> None:
    """Give each repeated number or letter of a series a series of its own, with finding N005. Symbols may repeat."""
    seen: set[tuple[str, str]] = set()
    suffixes: dict[tuple[str, str], int] = {}
    for note in notes:
        label, series = note.get("label", ""), note.get("series", "")
        if not any(c.isalnum() for c in label):
            continue
        first, suffix = (series, label), 1
        while (series, label) in seen:
            suffix = max(suffix, suffixes.get(first, 1)) + 1
            series = f"{note.get('series', 'series')}-{suffix}"
        seen.add((series, label))
        suffixes[first] = suffix
        if suffix > 1:
            note.set("series", series)
            draft.add_finding("N005", label=label)


def _link_fragments(builder: _Builder, parts: Iterable[Element]) -> None:
    """Point internal links at the elements that their targets became. A link without a target in the record keeps only
    its text.
    """
    new_ids = 0
    for part in parts:
        for link in list(part.iter(tag("link"))):
            href = link.get("href", "")
            if not href.startswith("#"):
                continue
            target = builder.anchors.get(href[1:])
            while target is not None and target.tag == tag("heading") and target.getparent() is not None:
                target = target.getparent()
            if target is None or target.getroottree().getroot() not in parts:
                unwrap(link)
                continue
            heading = link.getparent()
            while heading is not None and heading.getparent() is not target:
                heading = heading.getparent()
            if heading is not None and heading.tag == tag("heading"):
                # The heading links to itself, as a handle to copy its address.
                unwrap(link)
                continue
            if not target.get("id"):
                new_ids += 1
                target.set("id", f"a{new_ids}")
            link.set("href", f"#{target.get('id')}")


def _order_attributes(element: Element) -> None:
    """Sort the attributes, with the id first, so that equal records are equal bytes."""
    names = element.keys()
    if len(names) > 1 and names != (ordered := sorted(names, key=_rank)):
        values = [element.get(name, "") for name in ordered]
        element.attrib.clear()
        for name, value in zip(ordered, values, strict=True):
            element.set(name, value)


def _rank(name: str) -> tuple[bool, bool, str]:
    return (name != "id", name == XML_LANG, name)
