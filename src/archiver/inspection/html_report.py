"""The inspection as an HTML page: the counts, the metadata, the notes and the ledger, then the source with its removals
struck out.

Removed text is struck and bordered, and each removed part carries the name of its rule. A mark inside a line shows its
rule on hover and on focus.
"""

from __future__ import annotations

from html import escape
from typing import Any

from archiver.inspection import Inspection, as_data
from archiver.inspection.html_parts import (
    findings_part,
    html_page,
    metadata_part,
    navigation,
    not_taken_part,
    notes_part,
    references_part,
    removals_part,
    table,
    table_rows,
    validity,
    word_meter,
)
from archiver.inspection.source_view import marked_source


def as_html(inspection: Inspection) -> str:
    """The whole page as HTML. It holds no script and loads nothing."""
    data = as_data(inspection)
    language = data["metadata"]["language"]
    links = [("metadata", "Metadata"), ("notes", "Notes"), ("findings", "Findings"), ("removed", "Removed, by rule")]
    links += [("corrections", "Corrections")] if data["corrections"] else []
    return html_page(
        data["metadata"]["title"] or data["source"]["href"],
        [
            *_summary(data),
            navigation([*links, ("source", "The source")]),
            *metadata_part(data["metadata"]),
            *notes_part(data["notes"]),
            *references_part(data),
            *not_taken_part(data["not_taken"]),
            *findings_part(data),
            *removals_part(data["removed"]),
            *_corrections(data["corrections"]),
            *_LEGEND,
            f'<div class="source"{f" lang={chr(34)}{escape(language)}{chr(34)}" if language else ""}>',
            *marked_source(inspection.draft, inspection.article),
            "</div>",
        ],
    )


_LEGEND = (
    '<h2 id="source">The source</h2>',
    '<ul class="legend"><li><del class="mark out">struck, dashed line</del> removed; the rule stands above it, or shows on hover and focus</li>'
    '<li><span class="mark moved">dotted underline</span> moved to the head as metadata</li>'
    '<li><span class="mark note">double underline</span> text of a note</li><li><span class="mark call">1</span> marker of a note</li>'
    "<li>Long removed parts are folded: open them with a click or the Enter key.</li></ul>",
    '<fieldset><legend>Show</legend><label><input type="radio" name="show" checked> everything</label> <label><input type="radio" name="show" id="kept"> '
    'what was kept</label> <label><input type="radio" name="show" id="gone"> what was not kept as it stands</label></fieldset>',
)


def _summary(data: dict[str, Any]) -> list[str]:
    """The name of the source, the word count, and whether the record is valid."""
    source = data["source"]
    return [
        f'<p class="key">{escape(source["href"])} · {escape(source["media_type"])}, {escape(source["encoding"])}, {source["bytes"]:,} bytes</p>',
        *word_meter(data["words"], validity(data)),
    ]


def _corrections(corrections: list[dict[str, Any]]) -> list[str]:
    """The blocks whose decision a correction of the body changed, and the reasons."""
    if not corrections:
        return []
    rows = [("kept" if c["kept"] else "removed", ", ".join(c["reasons"]), c["text"]) for c in corrections]
    return [
        f'<h2 id="corrections">Corrections of the body ({len(rows)})</h2>',
        table(("block", "reasons, in order", "text"), table_rows(rows)),
    ]
