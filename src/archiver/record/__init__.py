"""The record: from a Draft on which everything has been said to the archival XML.

The tree is walked once for the body, once for each note, and once for what is left, which goes to the ledger. Nothing here decides what is
chrome or what is a note; it only carries out what the passes said and sees to it that every word arrives somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from archiver import safety
from archiver.article import NAMESPACE, XML_LANG, Article, tag
from archiver.draft import Call, Draft, FindingDraft, NoteDraft
from archiver.findings import FINDINGS
from archiver.languages import right_to_left
from archiver.page import BLOCKS, INVISIBLE
from archiver.record import formulas, images, links, word_count
from archiver.record.flow import Flow, make
from archiver.record.head import build_head, folded, language_tag
from archiver.record.ledger import Ledger
from archiver.record.sections import bare, nest_sections
from archiver.record.walk import Said, Walk
from archiver.version import __version__
from archiver.xmltree import unwrap

__all__ = ["WordCount", "build", "count_words"]

WordCount = word_count.WordCount
count_words = word_count.count


@dataclass
class _Build:
    """What the walks of one build share."""

    draft: Draft
    ledger: Ledger
    said: Said
    emitted: list[tuple[Element, Call]] = field(default_factory=list)
    anchors: dict[str, Element] = field(default_factory=dict)
    note_elements: dict[int, Element] = field(default_factory=dict)
    #: All elements of the finished parts, held to the end so that lxml does not make their Python faces anew for each look at them.
    elements: list[Element] = field(default_factory=list)

    def walk(self, flow: Flow, within: NoteDraft | None = None) -> Walk:
        return Walk(
            self.draft, flow, self.ledger, within=within, emitted=self.emitted, anchors=self.anchors, said=self.said
        )


def build(draft: Draft, rules_digest: str) -> Article:
    """The Article of a Draft.

    `rules_digest` is the sha256 of the rule data that cleaning and notes used, in hexadecimal: it goes into the provenance, so that it can
    be told later whether another run would decide the same.
    """
    job = _Build(draft, Ledger(draft), Said.of(draft))
    head = _head(job)
    body = _body(job)
    notes = _notes(job)
    _rest(job)
    _number(job, head, body, notes)

    article = etree.Element(tag("article"), nsmap={None: NAMESPACE})
    article.set("version", "1.0")
    if language := language_tag(draft.head.language):
        article.set(XML_LANG, language)
        if right_to_left(language):
            article.set("dir", "rtl")
    article.append(head)
    article.append(body)
    if len(notes):
        article.append(notes)
    provenance = _provenance(job, rules_digest)
    article.append(provenance)
    result = Article(article)
    _add_findings(draft, result, provenance, {id(c): r for r, c in job.emitted}, notes)
    return result


# -- head and body ---------------------------------------------------------------------------------


def _head(job: _Build) -> Element:
    draft = job.draft
    title = _heading_element(job, "title", draft.head.title_element, draft.head.title)
    subtitle: Element | None = None
    if draft.head.subtitle or draft.head.subtitle_element is not None:
        subtitle = _heading_element(job, "subtitle", draft.head.subtitle_element, draft.head.subtitle)
        if not "".join(subtitle.itertext()).strip():
            subtitle = None
    return build_head(draft.head, title, subtitle)


def _heading_element(job: _Build, name: str, source: Element | None, text: str) -> Element:
    """A title with the emphasis and the markers that the page gave it, as long as it reads as the settled text says."""
    element = make(name)
    if source is not None:
        draft = job.draft
        has_calls = source in draft.claimed_ancestors or (source, "text") in draft.text_calls
        emitted_before = len(job.emitted)
        flow = Flow(element)
        flow.open_paragraph(make("p"))
        # its words are entered when the walk of the page comes to it, so this walk's ledger is thrown away
        Walk(draft, flow, Ledger(draft), emitted=job.emitted, anchors=job.anchors, said=job.said).element(
            source, inline_only=True
        )
        flow.break_paragraph()
        if len(element) == 1:
            paragraph = element[0]
            element.remove(paragraph)
            element.text = paragraph.text
            element.extend(list(paragraph))
            shown = folded("".join(element.itertext()))
            if shown == folded(text) or has_calls:
                return bare(element, links.base(draft))
        del job.emitted[emitted_before:]
        element = make(name)
    element.text = folded(text) or None
    return element


def _body(job: _Build) -> Element:
    body = make("body")
    flow = Flow(body)
    walk = job.walk(flow)
    roots = [job.draft.page.root] if not job.draft.body else job.draft.body
    for root in roots:
        walk.element(root)
        flow.break_paragraph()
    images.drop_doubles(body)
    formulas.mark_tex(body, job.draft.page.text)
    return nest_sections(body)


def _notes(job: _Build) -> Element:
    notes = make("notes")
    for note in job.draft.notes:
        element = make("note", label=folded(note.label), kind=note.kind, status=note.status)
        if note.series:
            element.set("series", note.series)
        flow = Flow(element)
        walk = job.walk(flow, within=note)
        places = sorted(
            [(job.draft.page.index_of[part], 0, part) for part in note.parts]
            + [(job.draft.page.index_of[span.element], span.start, span) for span in note.spans],
            key=lambda place: place[:2],
        )
        for _, _, place in places:
            if isinstance(place, etree._Element):
                walk.element(place)
                flow.break_paragraph()
            else:
                walk.span(place)
        if note.markup:
            # a body that the page keeps in an attribute: a small page of its own
            walk.element(safety.parse_html(note.markup, f"{job.draft.page.source.name}, note {note.label}")[-1])
        flow.break_paragraph()
        formulas.mark_tex(element, job.draft.page.text)
        job.note_elements[id(note)] = element
        notes.append(element)
    return notes


# -- what is left ----------------------------------------------------------------------------------


def _rest(job: _Build) -> None:
    """Enter in the ledger everything outside the body: what a rule removed under its rule, the rest as outside the article."""
    draft, ledger = job.draft, job.ledger
    if not draft.body or draft.page.root in draft.body:
        return
    body = set(draft.body)
    # elements that hold something with a place of its own: they cannot be entered whole
    open_elements: set[Element] = set()
    for special in [*draft.body, *draft.removed, *draft.moved, *draft.note_parts, *(e for e, _ in draft.note_spans)]:
        node: Element | None = special if special not in body else special.getparent()
        if special in draft.removed or special in draft.moved or special in draft.note_parts:
            node = special.getparent()
        while node is not None and node not in open_elements:
            open_elements.add(node)
            node = node.getparent()
    loose: list[str] = []
    loose_at: Element = draft.page.root

    def end_run() -> None:
        if loose:
            ledger.enter_text("outside-article", "".join(loose), loose_at)
            loose.clear()

    stack: list[tuple[Element, bool]] = [(draft.page.root, True)]
    while stack:
        node, entering = stack.pop()
        if entering and isinstance(node.tag, str) and node.tag not in INVISIBLE:
            block = node.tag in BLOCKS
            if node in body or (node in draft.note_parts):
                end_run()
            elif node in draft.moved:
                end_run()
                ledger.enter_moved(node)
            elif node in draft.removed:
                end_run()
                ledger.enter(draft.removed[node].rule, node)
            elif node not in open_elements:
                if block:
                    end_run()
                    ledger.enter("outside-article", node)
                else:
                    loose_at = loose_at if loose else node
                    loose.extend(ledger.unclaimed_pieces(node))
            else:
                if block:
                    end_run()
                if node.text:
                    loose_at = loose_at if loose else node
                    loose.append(ledger.outside_notes(node, "text"))
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node))
                continue
        elif not entering and node.tag in BLOCKS:
            end_run()
        if node is not draft.page.root and node.tail:
            loose_at = loose_at if loose else node
            loose.append(ledger.outside_notes(node, "tail"))
    end_run()


# -- numbers and references ------------------------------------------------------------------------


def _number(job: _Build, head: Element, body: Element, notes: Element) -> None:
    """Settle the notes by the markers that really arrived, then give out ids in document order."""
    # only a call that stands in the record calls anything
    standing = {reference for part in (head, body, notes) for reference in part.iter(tag("noteref"))}
    job.emitted = [(reference, call) for reference, call in job.emitted if reference in standing]
    called = {id(call.note) for _, call in job.emitted}
    for note in job.draft.notes:
        element = job.note_elements[id(note)]
        empty = len(element) == 0
        if id(note) not in called and empty:
            notes.remove(element)
            continue
        element.set("status", "missing" if empty else "present" if id(note) in called else "unreferenced")
    for number, element in enumerate(notes, 1):
        element.set("id", f"n{number}")
    _tell_series_apart(job.draft, notes)
    targets = {id(note): job.note_elements[id(note)].get("id", "") for note in job.draft.notes}
    calls = dict(job.emitted)

    job.elements = elements = [element for part in (head, body, notes) for element in part.iter("*")]
    counts: dict[str, int] = {}
    prefixes = {tag("section"): "s", tag("p"): "p", tag("noteref"): "r"}
    for element in elements:
        if prefix := prefixes.get(str(element.tag)):
            counts[prefix] = counts.get(prefix, 0) + 1
            element.set("id", f"{prefix}{counts[prefix]}")
            if prefix == "r":
                element.set("target", targets[id(calls[element].note)])
    _link_fragments(job, (head, body, notes))
    for element in elements:
        _order_attributes(element)


def _tell_series_apart(draft: Draft, notes: Element) -> None:
    """Notes of one series that share a number or letter are told apart by a series of their own; symbols start again and again."""
    seen: set[tuple[str, str]] = set()
    tried: dict[tuple[str, str], int] = {}
    for note in notes:
        label, series = note.get("label", ""), note.get("series", "")
        if not any(c.isalnum() for c in label):
            continue
        first, again = (series, label), 1
        while (series, label) in seen:
            again = max(again, tried.get(first, 1)) + 1
            series = f"{note.get('series', 'series')}-{again}"
        seen.add((series, label))
        tried[first] = again
        if again > 1:
            note.set("series", series)
            draft.find("N005", label=label)


def _link_fragments(job: _Build, parts: Iterable[Element]) -> None:
    """Point links within the page at what their target became; a link to nothing in the record keeps its text only."""
    fresh = 0
    for part in parts:
        for link in list(part.iter(tag("link"))):
            href = link.get("href", "")
            if not href.startswith("#"):
                continue
            target = job.anchors.get(href[1:])
            while target is not None and target.tag == tag("heading") and target.getparent() is not None:
                target = target.getparent()
            if target is None or target.getroottree().getroot() not in parts:
                unwrap(link)
                continue
            heading = link.getparent()
            while heading is not None and heading.getparent() is not target:
                heading = heading.getparent()
            if heading is not None and heading.tag == tag("heading"):
                # a heading that leads to itself, as a handle to copy its address by
                unwrap(link)
                continue
            if not target.get("id"):
                fresh += 1
                target.set("id", f"a{fresh}")
            link.set("href", f"#{target.get('id')}")


def _order_attributes(element: Element) -> None:
    """Attributes in one order everywhere, the id first: equal records are equal bytes."""
    names = element.keys()
    if len(names) > 1 and names != (ordered := sorted(names, key=_rank)):
        values = [element.get(name, "") for name in ordered]
        element.attrib.clear()
        for name, value in zip(ordered, values, strict=True):
            element.set(name, value)


def _rank(name: str) -> tuple[bool, bool, str]:
    return (name != "id", name == XML_LANG, name)


# -- provenance ------------------------------------------------------------------------------------


def _provenance(job: _Build, rules_digest: str) -> Element:
    draft = job.draft
    provenance = make("provenance")
    provenance.append(
        make(
            "source",
            href=folded(draft.page.source.href),
            media_type=draft.page.media_type,
            encoding=draft.page.encoding,
            sha256=draft.page.source.sha256,
            bytes=str(len(draft.page.source.data)),
        )
    )
    provenance.append(make("tool", name="archiver", version=__version__, rules=f"sha256:{rules_digest}"))
    for evidence in draft.head.evidence:
        # "for" is a word of Python, so it cannot go through make()'s keywords
        element = make("evidence")
        element.set("for", evidence.field)
        element.set("rule", evidence.rule)
        element.set("confidence", evidence.confidence)
        element.text = folded(evidence.text) or None
        provenance.append(element)
    for number, entry in enumerate(job.ledger.entries(), 1):
        removed = make("removed", id=f"x{number}", rule=entry.rule, where=entry.where, chars=str(len(entry.text)))
        removed.text = entry.text
        provenance.append(removed)
    return provenance


def _add_findings(
    draft: Draft, article: Article, provenance: Element, references: dict[int, Element], notes: Element
) -> None:
    """Write the findings of the passes and those that only the finished record can tell."""

    def add(finding: FindingDraft, reference: str = "") -> None:
        kind = FINDINGS[finding.code]
        element = make("finding", code=kind.code, severity=kind.severity)
        if reference:
            element.set("ref", reference)
        element.text = folded(kind.sentence.format(**finding.values))
        provenance.append(element)

    for finding in draft.findings:
        reference = ""
        if isinstance(finding.about, Call) and id(finding.about) in references:
            reference = references[id(finding.about)].get("id", "")
        add(finding, reference)
    if "\ufffd" in draft.page.text:
        add(FindingDraft("S001", {"count": draft.page.text.count("\ufffd")}))
    for note in notes:
        if note.get("status") == "missing":
            add(FindingDraft("N001", {"label": note.get("label", "")}), note.get("id", ""))
        elif note.get("status") == "unreferenced":
            add(FindingDraft("N002", {"label": note.get("label", "")}), note.get("id", ""))
    for what, reason in images.left_out(article.root):
        add(FindingDraft("R001", {"what": what, "reason": reason}))
    if not article.title:
        add(FindingDraft("M001"))
    if not article.authors:
        add(FindingDraft("M002"))
    if not article.published:
        add(FindingDraft("M003"))
    lost, examples = word_count.unaccounted(draft, article)
    if lost:
        add(FindingDraft("A001", {"count": lost, "examples": ", ".join(examples)}))
