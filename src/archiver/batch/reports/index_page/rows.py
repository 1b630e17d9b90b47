"""The rows of the index page: one for each entry, and each is one line of HTML.

The script of the page reads the rows as lines, and the cells of a row by their end tags: it sorts by the text of a cell, or by its
`data-v` where that is given, and filters by the words in `data-is`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Literal
from urllib.parse import quote

from archiver.batch.ledger import Entry, Output
from archiver.batch.reports.counts import FAILED, doubts, has_warnings
from archiver.fetching import is_address
from archiver.source import name_bytes
from archiver.text import printable

#: The columns, and how each is sorted.
COLUMNS: dict[str, Literal["text", "number", "not"]] = {
    "Title": "text",
    "Authors": "text",
    "Date": "text",
    "Published in": "text",
    "Words": "number",
    "Notes": "number",
    "Missing": "number",
    "Findings": "number",
    "Files": "not",
}
#: The fields of the record (its evidence) that a column shows.
_FIELDS = {"title": "Title", "author": "Authors", "published": "Date", "container": "Published in"}
#: How the state of a source without a result is called.
_STATES = {
    "failed": "Failed",
    "quarantined": "In quarantine",
    "passed-over": "Passed over",
    "waiting": "Waiting",
    "running": "At work",
}
#: The formats that a title leads to, the first that was made.
_TO_READ = ("html", "pdf", "epub", "docx", "odt", "markdown", "text", "tei", "xml")
_MOST_AUTHORS = 4
_MOST_FINDINGS = 25
#: A finding of a higher severity counts as this many of the severity below, when rows are sorted by their findings.
_WEIGHT = 1000
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
#: Marks that turn the direction of writing. They have no place in a cell, which has a direction of its own.
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
#: To the eye a question mark, to the ear "(doubtful)".
_DOUBT = ' <span class="doubt"><span class="unseen">(doubtful)</span></span>'


def row(entry: Entry) -> str:
    """The row of an entry."""
    if entry.state != "done":
        return _row_without_result(entry)
    doubtful = doubts(entry)
    marked = {_FIELDS[name] for name in doubtful if name in _FIELDS}
    kinds = {
        "findings": bool(entry.findings),
        "warnings": has_warnings(entry),
        "missing": bool(entry.missing),
        "doubtful": bool(doubtful),
    }
    missing = f"<strong>{entry.missing:,}</strong>" if entry.missing else "0"
    cells = (
        _title(entry, "Title" in marked),
        _texts(_authors(entry.authors), "Authors" in marked),
        f"<td>{_text(entry.date)}{_mark('Date' in marked)}</td>",
        _texts([entry.container] if entry.container else [], "Published in" in marked),
        f"<td>{entry.words:,}</td>",
        f"<td>{entry.notes:,}</td>",
        f"<td>{missing}</td>",
        _findings(entry),
        f"<td>{_files(entry)}</td>",
    )
    return f'<tr data-is="{" ".join(name for name, holds in kinds.items() if holds)}">{"".join(cells)}</tr>'


def _row_without_result(entry: Entry) -> str:
    """The row of a source that has none: what happened to it stands across the other columns."""
    kind = "failed" if entry.state in FAILED else "passed" if entry.state == "passed-over" else "unfinished"
    state = _STATES.get(entry.state, printable(entry.state))
    if entry.state in FAILED and entry.exit_code:
        state += f" (exit code {entry.exit_code})"
    heading = f'<div class="title" dir="auto"{_language(entry)}>{_text(entry.title)}</div>' if entry.title else ""
    sentence = f" {escape(printable(entry.error))}" if entry.error else ""
    made = f' <span class="made">Files: {_files(entry)}</span>' if entry.outputs or entry.kept else ""
    return (
        f'<tr data-is="{kind}"><th scope="row">{heading}{_source(entry.source)}</th>'
        f'<td class="why" colspan="{len(COLUMNS) - 1}"><b>{escape(state)}</b>{sentence}{made}</td></tr>'
    )


def _title(entry: Entry, doubtful: bool) -> str:
    text = _text(entry.title)
    target = next((o for name in _TO_READ for o in entry.outputs if o.format == name), None)
    if target is not None and (link := address_of(target.path)):
        text = f'<a href="{link}">{text or "[untitled]"}</a>'
    value = "" if _text(entry.title) else ' data-v=""'
    return (
        f'<th scope="row"{value}><div class="title" dir="auto"{_language(entry)}>{text or "[untitled]"}{_mark(doubtful)}</div>'
        f"{_source(entry.source)}</th>"
    )


def _source(name: str) -> str:
    """The name of a source; an address is a link."""
    shown = escape(printable(name))
    if is_address(name) and name.lower().startswith(("http://", "https://")):
        shown = f'<a href="{escape(quote(name_bytes(name), safe=_IN_ADDRESS))}" rel="noreferrer">{shown}</a>'
    return f'<div class="source" dir="ltr">{shown}</div>'


#: What stands in an address as it is (RFC 3986, 2.2), with the sign of escapes.
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%"


def _authors(names: tuple[str, ...]) -> list[str]:
    """The first names, and how many more there are."""
    if len(names) <= _MOST_AUTHORS:
        return list(names)
    return [*names[: _MOST_AUTHORS - 1], f"and {len(names) - _MOST_AUTHORS + 1} more"]


def _texts(texts: Iterable[str], doubtful: bool) -> str:
    """A cell with texts, each in its own direction."""
    lines = [_text(text) for text in texts] or ([""] if doubtful else [])
    if lines:
        lines[-1] += _mark(doubtful)
    content = "".join(f'<div dir="auto">{line}</div>' for line in lines)
    return f"<td>{content}</td>"


def _findings(entry: Entry) -> str:
    """A cell with the number of findings, which opens to show them, and the fields that are doubtful."""
    severities = [severity for _, severity, _ in entry.findings]
    numbers = {name: severities.count(name) for name in ("error", "warning")}
    infos = len(severities) - sum(numbers.values())
    weight = (numbers["error"] * _WEIGHT + numbers["warning"]) * _WEIGHT + infos
    parts = [f"{number} {name}{'s' if number > 1 else ''}" for name, number in numbers.items() if number]
    parts += [f"{infos} info"] if infos else []
    content = ""
    if entry.findings:
        items = "".join(
            f"<li><b>{escape(printable(code))}</b> {escape(printable(severity))}: {escape(printable(text))}</li>"
            for code, severity, text in entry.findings[:_MOST_FINDINGS]
        )
        if more := len(entry.findings) - _MOST_FINDINGS:
            items += f"<li>and {more} more, in report.jsonl</li>" if more > 0 else ""
        content = f"<details><summary>{', '.join(parts)}</summary><ul>{items}</ul></details>"
    if doubtful := doubts(entry):
        content += f'<div class="note">Doubtful: {", ".join(doubtful)}</div>'
    return f'<td data-v="{weight}">{content}</td>'


def _files(entry: Entry) -> str:
    """Links to the files that were made."""
    links = [_file(output) for output in entry.outputs]
    if entry.kept and (link := address_of(entry.kept)):
        links.append(f'<a href="{link}">xml</a> (corrected)')
    return " ".join(links)


def _file(output: Output) -> str:
    name = escape(printable(output.format))
    link = address_of(output.path)
    return f'<a href="{link}">{name}</a>' if link else name


def address_of(path: str) -> str:
    """A path below the folder as a relative address, "" for one that leads out of it. Each byte that an address cannot hold is escaped, and
    nothing before a colon can be taken for a scheme.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or path.startswith("/") or ".." in parts:
        return ""
    return quote(name_bytes("/".join(parts)), safe="/")


def _language(entry: Entry) -> str:
    return f' lang="{entry.language}"' if _TAG.fullmatch(entry.language) else ""


def _mark(doubtful: bool) -> str:
    return _DOUBT if doubtful else ""


def _text(text: str) -> str:
    """Words of an article, for a cell."""
    return escape(printable(" ".join(text.translate(_TURNS).split())))
