"""Inspection: what became of a source, as data for programs and as text for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import pipeline, record, schema
from archiver.article import Article
from archiver.draft import Draft
from archiver.inspection.article_data import (
    article_data,
    cut,
    finding_lines,
    metadata_lines,
    note_lines,
    removal_lines,
    validity_line,
    word_lines,
    words_data,
)
from archiver.record.word_count import WordCount
from archiver.source import Source

if TYPE_CHECKING:
    from archiver.metadata import Given

__all__ = ["Inspection", "as_data", "as_text", "inspect"]


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
    article = record.build(draft, pipeline.conversion())
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
        **{key: data.pop(key) for key in ("metadata", "notes", "body", "removed", "removed_by_rule")},
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
    """An inspection as text for a terminal. With `verbose` it says why each note was taken for one."""
    data = as_data(inspection)
    words, source = data["words"], data["source"]
    lines = [
        f"{source['href']}  {source['media_type']}, {source['encoding']}, {source['bytes']:,} bytes",
        "",
        *metadata_lines(data),
        "",
        *note_lines(data, reasons=verbose),
        "",
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
