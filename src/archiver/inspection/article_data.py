"""What a report shows of an article, be it made from a source or read from a record: as data, and as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from archiver.article import Article, Reference
from archiver.draft import NoteDraft
from archiver.record.word_count import WordCount
from archiver.schema import Violation


def article_data(
    article: Article, violations: Sequence[Violation], drafts: Mapping[str, NoteDraft] | None = None
) -> dict[str, Any]:
    """Metadata, notes, body, removals, findings and violations of an article as plain data for JSON.

    `drafts` are the drafts of the notes, by the id of the note: they know what found them and why. The keys are
    documented in docs/reference/inspect.md.
    """
    calls: dict[str, list[dict[str, object]]] = {}
    for reference in article.noterefs:
        calls.setdefault(reference.note, []).append(
            {"id": reference.id, "label": reference.label, "offset": reference.offset}
        )
    return {
        "metadata": {
            "title": article.title,
            "subtitle": article.subtitle,
            "authors": [asdict(author) for author in article.authors],
            "dates": [asdict(date) for date in article.dates],
            "language": article.language,
            "publisher": article.publisher,
            "container": asdict(article.container),
            "contributors": [asdict(contributor) for contributor in article.contributors],
            "department": article.department,
            "genre": {"type": article.genre, "text": article.genre_text},
            "licence": article.licence,
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
                **(_reasons(drafts.get(note.id)) if drafts is not None else {}),
                "calls": calls.get(note.id, []),
                "text": note.text,
            }
            for note in article.notes
        ],
        "references": [_reference(reference) for reference in article.references],
        "body": {"blocks": article.text().count("\n") + 1, "text": article.text()},
        "removed": [asdict(removal) for removal in article.removals],
        "removed_by_rule": dict(sorted(Counter(removal.rule for removal in article.removals).items())),
        "findings": [asdict(finding) for finding in article.findings],
        "valid": not any(v.severity == "error" for v in violations),
        "violations": [asdict(violation) for violation in violations],
    }


def _reference(reference: Reference) -> dict[str, Any]:
    """A reference as plain data; what it repeats, and how certain that is, only where it repeats something."""
    data = asdict(reference)
    data["parts"] = list(data["parts"])
    return data


def _reasons(draft: NoteDraft | None) -> dict[str, Any]:
    """What found a note, how certain that is (None for a note that nothing calls), and the cues."""
    if draft is None:
        return {"family": "", "certainty": None, "cues": []}
    certainty = None if draft.certainty is None else round(draft.certainty, 2)
    return {"family": draft.family, "certainty": certainty, "cues": list(draft.cues)}


def reason_line(note: dict[str, Any]) -> str:
    """Why a note of `article_data` was taken for one, in words. Empty when nothing is known."""
    certainty = "" if note["certainty"] is None else f"certainty {note['certainty']:.2f}"
    return ": ".join(filter(None, (certainty, ", ".join(note["cues"]))))


def words_data(words: WordCount) -> dict[str, Any]:
    """A word count as plain data for JSON."""
    return {**asdict(words), "examples": list(words.examples)}


def certainty_words(evidence: dict[str, Any]) -> str:
    """The confidence of an evidence, with its certainty where that was counted: "high 0.97"."""
    stated = evidence.get("certainty")
    return evidence["confidence"] if stated is None else f"{evidence['confidence']} {stated:.2f}"


def metadata_lines(data: dict[str, Any]) -> list[str]:
    """The metadata of `article_data` and their evidence."""
    metadata = data["metadata"]
    return [
        "METADATA",
        *(f"  {name:<12}{value}" for name, value in metadata_rows(metadata)),
        "",
        "EVIDENCE",
        *(
            [
                f"  {e['field']:<12}{e['rule']:<24}{certainty_words(e):<13}{cut(e['text'], 65)}"
                for e in metadata["evidence"]
            ]
            or ["  none"]
        ),
    ]


def note_lines(data: dict[str, Any], *, reasons: bool = False) -> list[str]:
    """The notes of `article_data`, with their families if they are known, and with `reasons`, with the cues of each."""
    lines = [f"NOTES ({len(data['notes'])})"]
    if not data["notes"]:
        return lines
    has_family = "family" in data["notes"][0]
    family = f"{'family':<14}" if has_family else ""
    lines.append(f"  {'label':<8}{'calls':<7}{'state':<14}{family}first words")
    for note in data["notes"]:
        family = f"{note['family']:<14}" if has_family else ""
        lines.append(
            f"  {cut(note['label'], 7):<8}{len(note['calls']):<7}{note['status']:<14}{family}{cut(note['text'], 60)}"
        )
        if reasons and has_family and (reason := reason_line(note)):
            lines.append(f"  {'':<15}{reason}")
    return lines


def reference_lines(data: dict[str, Any]) -> list[str]:
    """The references of `article_data`, each with its parts below it. Empty without references."""
    rows = reference_rows(data)
    lines = [f"REFERENCES ({len(rows)})"]
    for label, text, parts, again in rows:
        lines.append(f"  {cut(label, 7):<8}{cut(text, 90)}")
        lines += [f"  {'':<8}{line}" for line in (parts, again) if line]
    return [*lines, ""] if rows else []


def reference_rows(data: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """The references of `article_data` as rows: the label of the note, the words, the parts, and what it repeats in words."""
    labels = {note["id"]: note["label"] for note in data["notes"]}
    notes_of = {reference["id"]: reference["note"] for reference in data["references"] if reference["id"]}
    rows = []
    for reference in data["references"]:
        parts = "; ".join(f"{part['type']}: {part['text']}" for part in reference["parts"])
        again = ""
        if repeats := reference["repeats"]:
            label = labels.get(notes_of.get(repeats, repeats), "")
            place = f"note {label}" if label else "the list of references"
            again = f"repeats {place}, certainty {reference['certainty']}"
        rows.append((labels.get(reference["note"], ""), reference["text"], parts, again))
    return rows


def not_taken_lines(not_taken: dict[str, Any]) -> list[str]:
    """The candidates for notes that were not taken, each with the reason below it."""
    candidates, more = not_taken["candidates"], not_taken["more"]
    lines = [f"NO NOTES ({len(candidates) + more})"]
    for c in candidates:
        lines.append(f"  {c['kind']:<8}{cut(c['label'], 9):<10}{cut(c['where'], 34):<36}{cut(c['text'], 60)}")
        lines.append(f"  {'':<8}{c['reason']}")
    return [*lines, f"  and {more} more"] if more else lines


def removal_lines(data: dict[str, Any], word_count: int | None) -> list[str]:
    """The removals of `article_data`, with the number of their words if it is known."""
    words = f", {word_count} words" if word_count is not None else ""
    return [
        f"REMOVED ({len(data['removed'])} pieces{words})",
        *(f"  {r['rule']:<20}{cut(r['where'], 34):<36}{cut(r['text'], 60)}" for r in data["removed"]),
    ]


def finding_lines(data: dict[str, Any]) -> list[str]:
    """The findings of `article_data`."""
    return ["FINDINGS", *([f"  {f['code']} {f['severity']:<8}{f['text']}" for f in data["findings"]] or ["  none"])]


def word_lines(words: dict[str, Any]) -> list[str]:
    """The word count of `words_data`."""
    lines = [
        f"WORDS  {words['source']:,} in the source = {words['kept']:,} kept + {words['removed']:,} removed + {words['unaccounted']:,} unaccounted"
    ]
    if words["unaccounted"]:
        lines.append(f"  not found again: {', '.join(words['examples'])}")
    return lines


def validity_line(data: dict[str, Any]) -> str:
    """Whether the record is valid, and if not, the first violation."""
    return "RECORD  valid" if data["valid"] else f"RECORD  not valid: {data['violations'][0]['message']}"


#: The place of an article in its container: the name of a row, and the key of the value.
_PLACES = (("volume", "volume"), ("issue", "issue"), ("pages", "pages"), ("number", "article_number"))


def metadata_rows(metadata: dict[str, Any]) -> list[tuple[str, str]]:
    """The metadata of `article_data` as rows (field, value), in the order of the record, without empty values."""
    rows = [("title", metadata["title"]), ("subtitle", metadata["subtitle"])]
    for author in metadata["authors"]:
        name_parts = [author["honorific"], author["name"]]
        detail = "; ".join([*author["roles"], *author["affiliations"]])
        rows.append(("author", " ".join(p for p in name_parts if p) + (f" ({detail})" if detail else "")))
    rows += [(person["role"], person["name"]) for person in metadata["contributors"]]
    rows += [(date["type"], f"{date['when'] or '?'}  “{date['text']}”") for date in metadata["dates"]]
    container = metadata["container"]
    rows += [("language", metadata["language"]), (container["type"], container["name"])]
    rows += [(name, container[key]) for name, key in _PLACES]
    rows += [(name, ", ".join(container[key])) for name, key in (("ISSN", "issns"), ("ISBN", "isbns"))]
    if metadata["publisher"] != container["name"]:
        rows.append(("publisher", metadata["publisher"]))
    rows += [("section", metadata["department"]), ("genre", metadata["genre"]["text"])]
    rows += [("keywords", ", ".join(metadata["keywords"]))]
    rows += [("licence", metadata["licence"])]
    rows += [(identifier["type"], identifier["value"]) for identifier in metadata["identifiers"]]
    return [(name, value) for name, value in rows if value]


def cut(text: str, max_length: int) -> str:
    """A text on one line, of at most `max_length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + "…"
