"""Inspection: what became of a source, as data for programs and as text for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import notes, pipeline, record, schema
from archiver.article import Article
from archiver.draft import Draft, Span
from archiver.inspection.article_data import (
    article_data,
    cut,
    finding_lines,
    metadata_lines,
    not_taken_lines,
    note_lines,
    reference_lines,
    removal_lines,
    validity_line,
    word_lines,
    words_data,
)
from archiver.page import Page
from archiver.record.word_count import WordCount
from archiver.source import Source
from archiver.trees.elements import Element

if TYPE_CHECKING:
    from archiver.metadata import Given

__all__ = ["Inspection", "as_data", "as_text", "inspect"]

#: The most candidates for notes that are shown with the reason why they were not taken.
MOST_NOT_TAKEN = 20


@dataclass(frozen=True)
class Inspection:
    """The draft of a source, the article made from it, the word count, and the violations of the record's schema."""

    draft: Draft
    article: Article
    words: WordCount
    violations: tuple[schema.Violation, ...]


def inspect(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
) -> Inspection:
    """Run the whole pipeline on a source, and keep everything for the report. Raises what `pipeline.build` raises."""
    draft = pipeline.prepare(source, media_type=media_type, given=given, force=force, site_rules=site_rules)
    article = pipeline.finish(draft, pipeline.conversion())
    return Inspection(draft, article, record.count_words(draft, article), tuple(schema.check(article)))


def as_data(inspection: Inspection) -> dict[str, Any]:
    """An inspection as plain data for JSON. The keys are documented in docs/reference/inspect.md."""
    article, source = inspection.article, inspection.draft.page.source
    drafts = {note.get("id", ""): draft for note, draft in _note_drafts(inspection)}
    data = article_data(article, inspection.violations, drafts)
    return {
        "source": {
            "href": source.href,
            "media_type": inspection.draft.page.media_type,
            "encoding": inspection.draft.page.encoding,
            "bytes": len(source.data),
            "sha256": source.sha256,
        },
        "words": words_data(inspection.words),
        **{key: data.pop(key) for key in ("metadata", "notes")},
        "not_taken": _not_taken(inspection.draft),
        **{key: data.pop(key) for key in ("body", "removed", "removed_by_rule")},
        "corrections": _corrections(inspection.draft),
        **data,
    }


def _corrections(draft: Draft) -> list[dict[str, object]]:
    """The blocks whose decision a correction of the body has changed: place, text, whether kept, and the reasons in order."""
    return [
        {
            "where": draft.page.places.path(element),
            "text": draft.page.text_runs.text(element),
            "kept": correction.keep,
            "reasons": list(correction.reasons),
        }
        for element, correction in sorted(draft.corrected.items(), key=lambda item: item[0].index)
    ]


def _not_taken(draft: Draft) -> dict[str, object]:
    """The candidates for notes that were not taken, in the order of the source: the surest of them, and how many more there are.

    The pass of notes runs again for it: it keeps them only if somebody asks.
    """
    again = Draft(draft.page)
    notes.claim_notes(again, explain=True)
    surest = sorted(again.not_taken, key=lambda candidate: -candidate.certainty)[:MOST_NOT_TAKEN]
    shown = set(map(id, surest))
    return {
        "candidates": [
            {
                "kind": candidate.kind,
                "label": candidate.label,
                "where": _where(draft.page, candidate.place),
                "text": candidate.text,
                "reason": candidate.reason,
            }
            for candidate in again.not_taken
            if id(candidate) in shown
        ],
        "more": len(again.not_taken) - len(surest),
    }


def _where(page: Page, place: Element | Span) -> str:
    """The place as the ledger names places: the line of a text, the path in a page."""
    element, at = (place.element, place.start) if isinstance(place, Span) else (place, 0)
    offset = page.offsets.get(element)
    if offset is None:
        holder = element.parent if isinstance(place, Span) and place.which == "tail" else element
        return page.places.path(holder if holder is not None and holder.index >= 0 else page.root)
    before = page.source_text[: page.source_offset(offset + at)]
    return f"line {before.count(chr(10)) + before.count(chr(13)) - before.count(chr(13) + chr(10)) + 1}"


def _note_drafts(inspection: Inspection) -> list[tuple[Any, Any]]:
    """The note elements of the record, each with the draft of the note. Both have the same order; drafts that gave no
    note are left out.
    """
    elements = list(inspection.article.root.iterfind(".//{*}notes/{*}note"))
    drafts = list(inspection.draft.notes)
    if len(elements) == len(drafts):
        return list(zip(elements, drafts, strict=True))
    by_label: dict[str, list[Any]] = {}
    for draft in drafts:
        by_label.setdefault(draft.label, []).append(draft)
    return [(e, by_label[label].pop(0)) for e in elements if by_label.get(label := e.get("label", ""))]


def as_text(inspection: Inspection, *, verbose: bool = False) -> str:
    """An inspection as text for a terminal. With `verbose` it says why each note was taken for one, and why other candidates were not."""
    data = as_data(inspection)
    words, source = data["words"], data["source"]
    lines = [
        f"{source['href']}  {source['media_type']}, {source['encoding']}, {source['bytes']:,} bytes",
        "",
        *metadata_lines(data),
        "",
        *note_lines(data, reasons=verbose),
        "",
        *reference_lines(data),
        *([*not_taken_lines(data["not_taken"]), ""] if verbose else []),
        *removal_lines(data, words["removed"]),
        "",
        f"CORRECTIONS OF THE BODY ({len(data['corrections'])})",
        *(
            [
                f"  {'kept' if c['kept'] else 'removed':<9}{cut(', '.join(c['reasons']), 40):<42}{cut(c['text'], 60)}"
                for c in data["corrections"]
            ]
            or ["  none"]
        ),
        "",
        *finding_lines(data),
        "",
        *word_lines(words),
        validity_line(data),
    ]
    return "\n".join(lines) + "\n"
