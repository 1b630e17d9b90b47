"""The inspection of a record as an HTML page: its state, what was corrected, and what it says.

Deleted words are struck, added words are underlined, and screen readers say which is which: colour is never the only
mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from archiver.inspection.changes import Change
from archiver.inspection.html_parts import (
    findings_part,
    html_page,
    metadata_part,
    navigation,
    notes_part,
    references_part,
    removals_part,
    table,
    table_rows,
    validity,
    word_meter,
)
from archiver.inspection.record_report import (
    DIGEST_STATES,
    RecordInspection,
    added_sentence,
    as_data,
    comparison_sentences,
    origin_rows,
    revision_text,
    source_line,
)
from archiver.inspection.word_changes import WordPart

#: A text with more characters than this is folded.
_LONGEST_UNFOLDED = 600
#: The element for words of each state.
_ELEMENTS = {"deleted": "del", "added": "ins"}


def as_html(inspection: RecordInspection) -> str:
    """The whole page as HTML. It holds no script and loads nothing."""
    data = as_data(inspection)
    return html_page(
        data["metadata"]["title"] or inspection.name,
        [
            f'<p class="key">{escape(inspection.name)}, a record of {escape(source_line(data))}</p>',
            f'<p class="state">This record: <strong>{escape(DIGEST_STATES[inspection.digest])}</strong>.</p>',
            *(
                word_meter(data["words"], f"{added_sentence(data['words'])}. {validity(data)}")
                if data["words"] is not None
                else [f"<p>{validity(data)}</p>"]
            ),
            navigation(
                [
                    ("changes", "Changes"),
                    ("origin", "Who made it"),
                    ("metadata", "Metadata"),
                    ("notes", "Notes"),
                    ("findings", "Findings"),
                    ("removed", "Removed, by rule"),
                ]
            ),
            *_changes(inspection),
            *_origin(inspection, data),
            *metadata_part(data["metadata"]),
            *notes_part(data["notes"]),
            *references_part(data),
            *findings_part(data),
            *removals_part(data["removed"]),
        ],
    )


def _origin(inspection: RecordInspection, data: dict[str, Any]) -> Iterator[str]:
    """Who and what made the record, and what people wrote about their corrections."""
    rows = origin_rows(data)
    rows += [("revision", revision_text(revision)) for revision in inspection.article.revisions]
    yield '<h2 id="origin">Who made it</h2>'
    yield table(("what", "value"), table_rows(rows)) if rows else "<p>The record does not say.</p>"


def _changes(inspection: RecordInspection) -> Iterator[str]:
    comparison = inspection.comparison
    changes = (comparison.changes if comparison is not None else None) or ()
    count = f" ({len(changes)})" if comparison is not None and comparison.changes is not None else ""
    yield f'<h2 id="changes">Changes{count}</h2>'
    for sentence in comparison_sentences(inspection):
        yield f"<p>{escape(sentence)}</p>"
    if changes:
        yield '<ol class="changes">'
        for change in changes:
            yield f'<li class="change-{change.kind}">{_heading(change)}{_content(change)}</li>'
        yield "</ol>"


def _heading(change: Change) -> str:
    attribute = f", <code>{escape(change.attribute)}</code>" if change.attribute else ""
    place = f' <span class="key">{escape(change.place)}</span>' if change.place else ""
    return (
        f'<p class="tag"><span class="kind">{change.kind}</span> <bdi>{escape(change.what)}</bdi>{attribute}{place}</p>'
    )


def _content(change: Change) -> str:
    if change.words:
        return f'<div class="b" dir="auto">{_words(change.words)}</div>'
    if change.kind == "moved":
        return (
            f'<dl><dt>from</dt><dd dir="auto">{escape(change.before)}</dd>'
            f'<dt>to</dt><dd dir="auto">{escape(change.after)}</dd></dl>{_text(change.text, "kept")}'
        )
    if change.kind == "changed":
        before = _marked(change.before, "deleted") if change.before else '<span class="key">(nothing)</span>'
        after = _marked(change.after, "added") if change.after else '<span class="key">(nothing)</span>'
        return f'<div class="b" dir="auto">{before} → {after}</div>'
    text = change.before or change.after
    return _text(text, change.kind) if text else ""


def _words(parts: tuple[WordPart, ...]) -> str:
    shown: list[str] = []
    for number, part in enumerate(parts):
        space = " " if part.state == "added" and number and parts[number - 1].state == "deleted" else ""
        shown.append(space + _marked(part.text, part.state))
    return "".join(shown)


def _marked(text: str, state: str) -> str:
    """Words with the marks of their state; a screen reader reads the state before them."""
    if state not in _ELEMENTS:
        return escape(text)
    name = _ELEMENTS[state]
    return f'<{name}><span class="sr">[{state}: </span>{escape(text)}<span class="sr">]</span></{name}>'


def _text(text: str, state: str) -> str:
    """A whole text that was added, deleted or moved, one line of it a line; folded when it is long."""
    if len(text) <= _LONGEST_UNFOLDED:
        return f'<div class="b whole" dir="auto">{_marked(text, state)}</div>'
    first = " ".join(text[:200].split()[:12])
    return (
        f'<details><summary dir="auto">{escape(first)} …</summary>'
        f'<div class="b whole" dir="auto">{_marked(text, state)}</div></details>'
    )
