"""Inspection: what became of a source, as data for programs and as text for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import pipeline, record, schema
from archiver.article import Article
from archiver.draft import Draft
from archiver.record.word_count import WordCount
from archiver.source import Source

if TYPE_CHECKING:
    from archiver.metadata import Given

__all__ = ["Inspection", "as_data", "as_text", "inspect", "metadata_rows"]


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
    families = {note.get("id", ""): draft.family for note, draft in _note_drafts(inspection)}
    calls: dict[str, list[dict[str, object]]] = {}
    for reference in article.noterefs:
        calls.setdefault(reference.note, []).append(
            {"id": reference.id, "label": reference.label, "offset": reference.offset}
        )
    words = inspection.words
    return {
        "source": {
            "href": source.href,
            "media_type": inspection.draft.page.media_type,
            "encoding": inspection.draft.page.encoding,
            "bytes": len(source.data),
            "sha256": source.sha256,
        },
        "words": {
            "source": words.source,
            "kept": words.kept,
            "removed": words.removed,
            "unaccounted": words.unaccounted,
            "added": words.added,
            "examples": list(words.examples),
        },
        "metadata": {
            "title": article.title,
            "subtitle": article.subtitle,
            "authors": [asdict(author) for author in article.authors],
            "dates": [asdict(date) for date in article.dates],
            "language": article.language,
            "publisher": article.publisher,
            "keywords": list(article.keywords),
            "identifiers": [{"type": type_, "value": value} for type_, value in article.identifiers],
            "evidence": [asdict(evidence) for evidence in article.evidence],
        },
        "notes": [
            {
                "id": note.id,
                "label": note.label,
                "status": note.status,
                "kind": note.kind,
                "family": families.get(note.id, ""),
                "calls": calls.get(note.id, []),
                "text": note.text,
            }
            for note in article.notes
        ],
        "body": {"blocks": article.text().count("\n") + 1, "text": article.text()},
        "removed": [asdict(removal) for removal in article.removals],
        "removed_by_rule": dict(sorted(Counter(removal.rule for removal in article.removals).items())),
        "corrections": _corrections(inspection.draft),
        "findings": [asdict(finding) for finding in article.findings],
        "valid": not any(v.severity == "error" for v in inspection.violations),
        "violations": [asdict(violation) for violation in inspection.violations],
    }


def _corrections(draft: Draft) -> list[dict[str, object]]:
    """The blocks whose decision a correction of the body has changed: place, text, whether kept, and the reasons in order."""
    tree = draft.page.root.getroottree()
    return [
        {
            "where": tree.getpath(element),
            "text": draft.page.text_runs.text(element),
            "kept": correction.keep,
            "reasons": list(correction.reasons),
        }
        for element, correction in sorted(draft.corrected.items(), key=lambda item: draft.page.index_of[item[0]])
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


def as_text(inspection: Inspection) -> str:
    """An inspection as text for a terminal."""
    data = as_data(inspection)
    words, metadata = data["words"], data["metadata"]
    lines = [
        f"{data['source']['href']}  {data['source']['media_type']}, {data['source']['encoding']}, {data['source']['bytes']:,} bytes",
        "",
        "METADATA",
    ]
    lines += [f"  {name:<12}{value}" for name, value in metadata_rows(metadata)]
    lines += ["", "EVIDENCE"]
    lines += [
        f"  {e['field']:<12}{e['rule']:<24}{e['confidence']:<8}{_cut(e['text'], 70)}" for e in metadata["evidence"]
    ] or ["  none"]
    lines += ["", f"NOTES ({len(data['notes'])})"]
    if data["notes"]:
        lines.append(f"  {'label':<8}{'calls':<7}{'state':<14}{'family':<14}first words")
        lines += [
            f"  {_cut(n['label'], 7):<8}{len(n['calls']):<7}{n['status']:<14}{n['family']:<14}{_cut(n['text'], 60)}"
            for n in data["notes"]
        ]
    lines += ["", f"REMOVED ({len(data['removed'])} pieces, {words['removed']} words)"]
    lines += [f"  {r['rule']:<20}{_cut(r['where'], 34):<36}{_cut(r['text'], 60)}" for r in data["removed"]]
    lines += ["", f"CORRECTIONS OF THE BODY ({len(data['corrections'])})"]
    lines += [
        f"  {'kept' if c['kept'] else 'removed':<9}{_cut(', '.join(c['reasons']), 40):<42}{_cut(c['text'], 60)}"
        for c in data["corrections"]
    ] or ["  none"]
    lines += ["", "FINDINGS"]
    lines += [f"  {f['code']} {f['severity']:<8}{f['text']}" for f in data["findings"]] or ["  none"]
    lines += [
        "",
        f"WORDS  {words['source']:,} in the source = {words['kept']:,} kept + {words['removed']:,} removed + {words['unaccounted']:,} unaccounted",
    ]
    if words["unaccounted"]:
        lines.append(f"  not found again: {', '.join(words['examples'])}")
    lines.append("RECORD  valid" if data["valid"] else f"RECORD  not valid: {data['violations'][0]['message']}")
    return "\n".join(lines) + "\n"


def metadata_rows(metadata: dict[str, Any]) -> list[tuple[str, str]]:
    """The metadata of `as_data` as rows (field, value), in the order of the record, without empty values."""
    rows = [("title", metadata["title"]), ("subtitle", metadata["subtitle"])]
    for author in metadata["authors"]:
        name_parts = [author["honorific"], author["name"]]
        detail = "; ".join([*author["roles"], *author["affiliations"]])
        rows.append(("author", " ".join(p for p in name_parts if p) + (f" ({detail})" if detail else "")))
    rows += [(date["type"], f"{date['when'] or '?'}  “{date['text']}”") for date in metadata["dates"]]
    rows += [("language", metadata["language"]), ("publisher", metadata["publisher"])]
    rows += [("keywords", ", ".join(metadata["keywords"]))]
    rows += [(identifier["type"], identifier["value"]) for identifier in metadata["identifiers"]]
    return [(name, value) for name, value in rows if value]


def _cut(text: str, max_length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + "…"
