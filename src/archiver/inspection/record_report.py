"""Inspection of a record: what it says, who or what made it, and what was corrected in it, where its source is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from archiver import fetching, record, schema
from archiver.article import Article, Revision
from archiver.errors import ArchiverError
from archiver.inspection import originals
from archiver.inspection.article_data import (
    article_data,
    cut,
    finding_lines,
    metadata_lines,
    note_lines,
    reference_lines,
    removal_lines,
    validity_line,
    word_lines,
    words_data,
)
from archiver.inspection.changes import Change, compare
from archiver.inspection.originals import Looked
from archiver.inspection.word_changes import marked
from archiver.record.word_count import WordCount
from archiver.source import Source

Digest = Literal["fits", "differs", "none"]

#: The states of the digest in plain words.
DIGEST_STATES: dict[Digest, str] = {
    "fits": "as Archiver wrote it",
    "differs": "corrected: its digest no longer fits",
    "none": "no digest: made by an earlier version, so it counts as corrected",
}
#: The longest text of a change in the report for a terminal.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Comparison:
    """A record beside the one that the program makes of its source today.

    `source` is the name of the source. `failure` says why no record could be made of it; then there are no `changes` and
    no `words`. `differing` is what the running program has otherwise (`originals.differing_program`), `not_repeated`
    the options that cannot be repeated.
    """

    source: str
    changes: tuple[Change, ...] | None = None
    words: WordCount | None = None
    differing: tuple[str, ...] = ()
    not_repeated: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class RecordInspection:
    """A record, its violations of the schema, and the comparison with its source: None when the source is not at hand.
    `looked` are the files that were not its source.
    """

    name: str
    article: Article
    violations: tuple[schema.Violation, ...]
    comparison: Comparison | None
    looked: tuple[Looked, ...] = ()

    @property
    def digest(self) -> Digest:
        """Whether the digest of the record fits."""
        return "none" if not self.article.digest else "differs" if self.article.corrected else "fits"


def inspect_record(source: Source, original: Source | None = None) -> RecordInspection:
    """The inspection of a record, which may be invalid. `original` is the source that it was made from; without it, it is
    looked for (`originals.find`).

    Raises Malformed for what is no record, and UsageError for an `original` with another SHA-256.
    """
    article = Article.from_bytes(source.data, source.name)
    looked: tuple[Looked, ...] = ()
    if original is not None:
        originals.require_same(article, original, source.name)
        original = fetching.as_fetched(article, original)
    else:
        original, looked = originals.find(article, source.path)
    comparison = _comparison(article, original) if original is not None else None
    name = "standard input" if source.name == "-" else source.name
    return RecordInspection(name, article, tuple(schema.check(article)), comparison, looked)


def _comparison(article: Article, original: Source) -> Comparison:
    try:
        remade = originals.make_again(article, original)
    except ArchiverError as error:
        return Comparison(original.name, failure=str(error))
    return Comparison(
        original.name,
        compare(remade.article, article),
        record.count_words(remade.draft, article),
        originals.differing_program(article, remade.article),
        remade.not_repeated,
    )


def as_data(inspection: RecordInspection) -> dict[str, Any]:
    """An inspection as plain data for JSON. The keys are documented in docs/reference/inspect.md."""
    article, comparison = inspection.article, inspection.comparison
    tool = asdict(article.tool)
    options = tool.pop("options")
    return {
        "record": {
            "digest": inspection.digest,
            "corrected": article.corrected,
            "tool": tool,
            "options": [{"name": name, "value": value} for name, value in options],
            "agent": article.agent,
            "made": article.made,
            "revisions": [asdict(revision) for revision in article.revisions],
        },
        "source": asdict(article.source),
        "comparison": {
            "source": comparison.source if comparison is not None else None,
            "looked_for": [asdict(looked) for looked in inspection.looked],
            "failure": comparison.failure if comparison is not None else "",
            "differing_program": list(comparison.differing) if comparison is not None else [],
            "not_repeated": list(comparison.not_repeated) if comparison is not None else [],
        },
        "changes": [asdict(change) for change in comparison.changes]
        if comparison is not None and comparison.changes is not None
        else None,
        "words": words_data(comparison.words) if comparison is not None and comparison.words is not None else None,
        **article_data(article, inspection.violations),
    }


def as_text(inspection: RecordInspection) -> str:
    """An inspection as text for a terminal."""
    data = as_data(inspection)
    comparison = inspection.comparison
    words = data["words"]
    lines = [
        f"{inspection.name}  a record of {source_line(data)}",
        "",
        f"STATE  {DIGEST_STATES[inspection.digest]}",
        *(f"  {name:<12}{value}" for name, value in origin_rows(data)),
        *(f"  {'revision':<12}{revision_text(revision)}" for revision in inspection.article.revisions),
        "",
        f"CHANGES ({len(data['changes'])})" if data["changes"] is not None else "CHANGES",
        *(f"  {sentence}" for sentence in comparison_sentences(inspection)),
        *(line for change in (comparison and comparison.changes) or () for line in _change_lines(change)),
        "",
        *metadata_lines(data),
        "",
        *note_lines(data),
        "",
        *reference_lines(data),
        *removal_lines(data, words["removed"] if words is not None else None),
        "",
        *finding_lines(data),
        "",
        *([*word_lines(words), f"  {added_sentence(words)}"] if words is not None else []),
        validity_line(data),
    ]
    return "\n".join(lines) + "\n"


def source_line(data: dict[str, Any]) -> str:
    """The source of a record on one line."""
    source = data["source"]
    encoding = f", {source['encoding']}" if source["encoding"] else ""
    return f"{source['href']}: {source['media_type']}{encoding}, {source['bytes']:,} bytes, SHA-256 {source['sha256']}"


def added_sentence(words: dict[str, Any]) -> str:
    """How many words of the record are not in its source."""
    return f"{words['added']:,} word{'' if words['added'] == 1 else 's'} of the record {'is' if words['added'] == 1 else 'are'} not in the visible source"


def origin_rows(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Who and what made a record, as rows (name, value), without empty ones."""
    made, tool = data["record"], data["record"]["tool"]
    rows = [
        ("made by", f"{tool['name']} {tool['version']}".strip()),
        ("rules", tool["rules"]),
        ("model", tool["model"]),
        ("parser", tool["parser"]),
        *(("option", f"{option['name']}: {option['value']}") for option in made["options"]),
        ("made for", made["agent"]),
        ("made on", made["made"]),
    ]
    return [(name, value) for name, value in rows if value]


def revision_text(revision: Revision) -> str:
    """What a person wrote about a correction, with the name and the date if they are there."""
    by = ", ".join(part for part in (revision.agent, revision.when) if part)
    return f"{' '.join(revision.text.split())}{f' ({by})' if by else ''}"


def comparison_sentences(inspection: RecordInspection) -> Iterator[str]:
    """What to know about the comparison: why there is none, or how far to trust it."""
    comparison, name = inspection.comparison, inspection.article.source.href
    if comparison is None:
        looked = [
            f"{entry.file} ({'there is no such file' if entry.state == 'not there' else 'another file: its SHA-256 is not that of the source'})"
            for entry in inspection.looked
        ]
        where = f"It was looked for at: {'; '.join(looked)}." if looked else "The record names no file to look for."
        yield f"The source {name} is not at hand. {where}"
        yield "`archiver inspect RECORD --source FILE` shows what was corrected."
        return
    if comparison.failure:
        yield f"The source {comparison.source} is at hand, but no record can be made of it again: {comparison.failure}"
        return
    if comparison.changes:
        yield f"From what Archiver makes of {comparison.source} to this record:"
    elif inspection.digest == "differs":
        yield f"It says what Archiver makes of {comparison.source}. Only its comments, its ids or the order of attributes differ."
    else:
        yield f"None: it says what Archiver makes of {comparison.source}."
    if comparison.differing:
        differing = " and ".join(filter(None, (", ".join(comparison.differing[:-1]), comparison.differing[-1])))
        yield f"The record was made by another program ({differing}): some of the differences may come from that."
    for option in comparison.not_repeated:
        yield f"The option {option} could not be repeated ({originals.NOT_REPEATABLE[option]}): some of the differences may come from that."


def _change_lines(change: Change) -> Iterator[str]:
    """A change: its kind and its part, then what is there."""
    attribute = f", {change.attribute}" if change.attribute else ""
    place = f" {change.place}" if change.place else ""
    yield f"  {change.kind:<9}{change.what}{attribute}{place}"
    indent = " " * 11
    if change.words:
        yield indent + _shortened(marked(change.words))
    elif change.kind == "moved":
        yield f"{indent}from  {change.before}"
        yield f"{indent}to    {change.after}"
        yield f"{indent}text  {cut(change.text, 80)}"
    elif change.kind == "changed":
        yield f"{indent}{_shortened(change.before) or '(nothing)'} → {_shortened(change.after) or '(nothing)'}"
    elif text := _shortened(change.before or change.after):
        yield indent + text


def _shortened(text: str) -> str:
    return cut(text, _LONGEST)
