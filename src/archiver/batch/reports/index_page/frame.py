"""What stands around the rows of the index page: its head, the counts, the controls, the findings, and what belongs to the end."""

from __future__ import annotations

import base64
import re
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from archiver.batch.reports.counts import Counts
from archiver.batch.reports.index_page.rows import COLUMNS
from archiver.findings import FINDINGS
from archiver.text import printable
from archiver.version import __version__
from archiver.writers.shared.xslt import resource

MARK = '<meta name="generator" content="archiver report">'
#: The other reports, and what each is for.
_REPORTS = (
    ("catalogue.csv", "for a spreadsheet"),
    ("report.jsonl", "all that is known, for programs"),
    ("summary.json", "the counts"),
    ("failures.txt", "the list of what failed, for the next run"),
)


def before_rows(counts: Counts, title: str) -> str:
    """The page up to the first row."""
    style, script = _style(), _script()
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    name = escape(printable(title))
    columns = "".join(f'<th scope="col" data-sort="{kind}">{column}</th>' for column, kind in COLUMNS.items())
    return (
        "\n".join(
            [
                "<!DOCTYPE html>",
                '<html lang="en"><head><meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                f'{MARK}<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{name}: results</title>",
                f"<style>{style}</style></head><body>",
                *_masthead(counts, name),
                "<main>",
                *_findings(counts),
                '<section aria-labelledby="sources"><h2 id="sources" class="unseen">Sources</h2>',
                *(
                    _controls(counts)
                    if counts.sources
                    else ["<p>There are no sources in the ledger of this batch.</p>"]
                ),
                f'<div id="list"></div><noscript><table><thead><tr>{columns}</tr></thead><tbody id="rows">'
                if counts.sources
                else "",
            ]
        )
        + "\n"
    )


def after_rows(counts: Counts) -> str:
    """The page behind the last row."""
    return "\n".join(
        [
            *(["</tbody></table></noscript>", *_PAGES] if counts.sources else []),
            "</section>",
            "</main>",
            *_colophon(counts),
            f"<script>{_script()}</script>",
            "</body></html>",
            "",
        ]
    )


def _masthead(counts: Counts, name: str) -> list[str]:
    """The name of the folder, and the counts."""
    figures = [
        ("source", "sources", counts.sources, True),
        ("done", "done", counts.states["done"], True),
        ("failed", "failed", counts.failed, True),
        ("passed over", "passed over", counts.states["passed-over"], False),
        ("not done yet", "not done yet", counts.unfinished, False),
        ("word", "words", counts.words, False),
        ("note", "notes", counts.notes, False),
        ("note missing", "notes missing", counts.missing, False),
    ]
    shown = "".join(
        f"<div{_class(several, number)}><dt>{one if number == 1 else several}</dt><dd>{number:,}</dd></div>"
        for one, several, number, always in figures
        if number or always
    )
    reports = "".join(f'<li><a href="{file}">{file}</a> {use}</li>' for file, use in _REPORTS)
    return [
        f'<header class="masthead"><p class="publisher">Results of a batch</p><h1 dir="auto">{name}</h1>',
        f'<dl class="figures">{shown}</dl>',
        f'<ul class="reports">{reports}</ul></header>',
    ]


def _class(label: str, number: int) -> str:
    return ' class="alarm"' if label == "failed" and number else ""


def _findings(counts: Counts) -> list[str]:
    """The findings of all sources, folded; nothing if there are none."""
    if not counts.findings:
        return []
    rows = []
    for code, one in sorted(counts.findings.items(), key=lambda item: (-item[1].sources, item[0])):
        kind = FINDINGS.get(code)
        sentence = re.sub(r"\{\w+\}", "…", kind.sentence).replace("….", "…") if kind is not None else one.example
        advice = f'<div class="source">{escape(kind.advice)}</div>' if kind is not None else ""
        rows.append(
            f'<tr><th scope="row" data-code>{escape(printable(code))}</th><td>{escape(printable(one.severity))}</td>'
            f'<td class="number">{one.sources:,}</td><td>{escape(printable(sentence))}{advice}</td></tr>'
        )
    kinds = f"{len(rows)} kinds" if len(rows) > 1 else "1 kind"
    sources = f"{counts.with_findings:,} {'sources' if counts.with_findings > 1 else 'source'}"
    return [
        f"<details><summary><h2>Findings</h2> {kinds}, in {sources}</summary>",
        '<table class="findings"><thead><tr><th scope="col">Code</th><th scope="col">Severity</th><th scope="col">Sources</th>'
        f'<th scope="col">What it says, and what to do</th></tr></thead><tbody>{"".join(rows)}</tbody></table></details>',
    ]


def _controls(counts: Counts) -> list[str]:
    """The search and the filters. They stay hidden where scripts do not run."""
    filters = [
        ("", "All", counts.sources),
        ("findings", "With findings", counts.with_findings),
        ("warnings", "With warnings", counts.with_warnings),
        ("missing", "Missing notes", counts.with_missing),
        ("doubtful", "Doubtful", counts.with_doubt),
        ("failed", "Failed", counts.failed),
        ("passed", "Passed over", counts.states["passed-over"]),
        ("unfinished", "Not done yet", counts.unfinished),
    ]
    choices = "".join(
        f'<label><input type="radio" name="show" value="{value}"{"" if value else " checked"}> <span>{label} <small>{number:,}</small></span></label>'
        for value, label, number in filters
        if number or value in _ALWAYS
    )
    return [
        '<form id="controls" role="search" hidden>',
        '<p><label for="search">Search</label> <input type="search" id="search" autocomplete="off" spellcheck="false"></p>',
        f"<fieldset><legend>Show</legend>{choices}</fieldset></form>",
        '<p id="status" role="status"></p>',
    ]


#: Filters that are there also when nothing would be left.
_ALWAYS = frozenset(("", "findings", "missing", "doubtful", "failed"))
_PAGES = (
    '<nav id="pages" aria-label="Pages of the list" hidden><button type="button" id="previous">Previous</button> <button type="button" id="next">Next</button>',
    '<label>Rows <select id="size"><option>50</option><option selected>100</option><option>500</option><option>1000</option></select></label></nav>',
)


def _colophon(counts: Counts) -> list[str]:
    """What the marks mean, and what made the page."""
    when = ""
    if counts.started and counts.finished:
        when = f"<dt>Runs</dt><dd>{_moment(counts.started)} to {_moment(counts.finished)}</dd>"
    return [
        '<footer class="colophon"><h2 class="unseen">About this page</h2><dl>',
        '<dt><span class="doubt"><span class="unseen">Question mark</span></span></dt><dd>The evidence for this is weak: check it with the page. (Doubtful)</dd>',
        "<dt>Missing</dt><dd>Notes that the text calls, but for which the source carries no text.</dd>",
        f"{when}<dt>Made by</dt><dd>Archiver {escape(__version__)}, from the ledger of the batch; <code>archiver report</code> makes it again.</dd>",
        "</dl></footer>",
    ]


def _moment(text: str) -> str:
    """A moment in ISO 8601 (UTC) to the minute, as people read it."""
    day, _, time = text.partition("T")
    return escape(printable(f"{day} {time[:5]} UTC" if time else text))


@cache
def _style() -> str:
    return resource("palette.css") + _file("page.css")


@cache
def _script() -> str:
    return _file("page.js")


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash source for a style sheet or a script in a content security policy (CSP Level 3, "sha256-…")."""
    return "sha256-" + base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
