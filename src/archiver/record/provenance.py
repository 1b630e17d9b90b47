"""The provenance of a record: its source, what made it and how, the evidence for its head, the ledger, and the findings.

It holds nothing that differs between two runs on the same source with the same program and options. A date and a name
stand in it only when the caller gives them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import Article, tag
from archiver.draft import Call, Draft, FindingDraft
from archiver.findings import FINDINGS
from archiver.page import Page
from archiver.record import images, word_count
from archiver.record.flow import make
from archiver.record.head import folded
from archiver.record.ledger import RemovalLedger
from archiver.version import __version__

#: The number of joined words that S008 shows.
_MOST_SHOWN = 20
#: The rule of a hyphen at a line end that the reader of plain text leaves out, and how far a word reaches from it at most.
_LINE_END_HYPHEN, _REACH = "line-end-hyphen", 60
_WORD_END, _WORD_START = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*$"), re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Conversion:
    """One run of the program, as the provenance names it.

    `rules` and `model` are the SHA-256 of the rule data and of the trained weights in hexadecimal: two records with the
    same ones were made by the same rules. `agent` is the person or institution that had the record made, `made` the date
    or moment of it in ISO 8601; both are "" when the caller gave none.
    """

    rules: str
    model: str = ""
    agent: str = ""
    made: str = ""


def build_provenance(draft: Draft, conversion: Conversion, ledger: RemovalLedger) -> Element:
    """The provenance element, without the findings and the digest."""
    provenance = make("provenance")
    provenance.append(_source(draft))
    provenance.append(_tool(draft, conversion))
    if conversion.agent or conversion.made:
        made = etree.SubElement(provenance, tag("made"))
        if conversion.made:
            made.set("when", conversion.made)
        if conversion.agent:
            made.set("agent", folded(conversion.agent))
    for evidence in draft.head.evidence:
        # "for" is a keyword of Python, so make() cannot take it as an argument.
        element = make("evidence")
        element.set("for", evidence.field)
        element.set("rule", evidence.rule)
        element.set("confidence", evidence.confidence)
        if evidence.certainty is not None:
            element.set("certainty", f"{evidence.certainty:.2f}")
        element.text = folded(evidence.text) or None
        provenance.append(element)
    for number, entry in enumerate(ledger.entries(), 1):
        removed = make("removed", id=f"x{number}", rule=entry.rule, where=entry.where, chars=str(len(entry.text)))
        removed.text = entry.text
        provenance.append(removed)
    return provenance


def _source(draft: Draft) -> Element:
    """The source element; with the file that held the page, if it came out of a capture."""
    page = draft.page
    element = make(
        "source",
        href=folded(page.source.href),
        media_type=page.media_type,
        encoding=page.encoding,
        sha256=page.source.sha256,
        bytes=str(len(page.source.data)),
    )
    if page.source.capture is not None and (file := page.source.capture.file) is not None:
        element.append(
            make(
                "capture",
                href=folded(file.name),
                media_type=file.media_type,
                sha256=file.sha256,
                bytes=str(file.size),
            )
        )
    return element


def _tool(draft: Draft, conversion: Conversion) -> Element:
    tool = make("tool", name="archiver", version=__version__, rules=f"sha256:{conversion.rules}")
    if conversion.model:
        tool.set("model", f"sha256:{conversion.model}")
    if draft.page.parser:
        tool.set("parser", draft.page.parser)
    for name, value in draft.options:
        option = etree.SubElement(tool, tag("option"), name=name)
        option.text = folded(value) or None
    return tool


def add_findings(draft: Draft, article: Article, references: dict[int, Element]) -> None:
    """Write the findings of the passes, and those that depend on the finished record, into its provenance.

    `references` are the note markers of the record by the id() of the call that they stand for.
    """
    provenance = article.root[-1]

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
    if joined := _joined_words(draft.page):
        shown = ", ".join(dict.fromkeys(joined[:_MOST_SHOWN])) + (" …" if len(joined) > _MOST_SHOWN else "")
        add(FindingDraft("S008", {"count": len(joined), "examples": shown}))
    for note in article.notes:
        if note.status == "missing":
            add(FindingDraft("N001", {"label": note.label}), note.id)
        elif note.status == "unreferenced":
            add(FindingDraft("N002", {"label": note.label}), note.id)
    for what, reason in images.left_out(article.root):
        add(FindingDraft("R001", {"what": what, "reason": reason}))
    if not article.title:
        add(FindingDraft("M001"))
    if not article.authors:
        add(FindingDraft("M002"))
    if not article.published:
        add(FindingDraft("M003"))
    missing_words, examples = word_count.unaccounted(draft, article)
    if missing_words:
        add(FindingDraft("A001", {"count": missing_words, "examples": ", ".join(examples)}))


def _joined_words(page: Page) -> list[str]:
    """The words that the reader of plain text made whole, in their order."""
    found = []
    for piece in page.left_out:
        if piece.rule == _LINE_END_HYPHEN:
            before = _WORD_END.search(page.text, max(0, piece.offset - _REACH), piece.offset)
            after = _WORD_START.match(page.text, piece.offset, piece.offset + _REACH)
            found.append((before[0] if before else "") + (after[0] if after else ""))
    return found
