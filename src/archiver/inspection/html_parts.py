"""The parts that the HTML reports share: the page around them, and tables of metadata, notes, findings and removals.

Colour is never the only mark. A page holds no script and loads nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import Any

from archiver.inspection.article_data import certainty_words, metadata_rows, reason_line, reference_rows
from archiver.record.word_count import words

#: The names of rules and note families are not longer than this.
_LONGEST_NAME = 26
_STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1b; --paper: #fdfcf9; --quiet: #625e55; --line: #cfc9ba; --focus: #1c5b8f;
  --out: #9c2117; --out-back: #fbe9e6; --moved: #1c5b8f; --moved-back: #e5f0f9; --note: #28612a; --note-back: #e7f3e5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e4dc; --paper: #191917; --quiet: #aaa598; --line: #4a473d; --focus: #93c3ea;
  --out: #f2a39b; --out-back: #361d19; --moved: #93c3ea; --moved-back: #16293a; --note: #9fd39d; --note-back: #1a2f1a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 48rem; padding: 2rem 1.25rem 5rem; font: 1rem/1.55 Georgia, "Liberation Serif", serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; border-top: 1px solid var(--line); padding-top: 1rem; }
nav, .key, .tag, table, .pic, fieldset { font-family: system-ui, "Liberation Sans", sans-serif; }
.key { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; } nav { font-size: .9rem; display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; } a { color: var(--moved); }
.meter { display: flex; height: 1rem; margin: .75rem 0 .25rem; border: 1px solid var(--line); } .meter > * { display: block; }
.meter .k { background: var(--note); } .meter .o { background: repeating-linear-gradient(135deg, var(--out) 0 2px, var(--out-back) 2px 6px); flex: 1; }
fieldset { border: 1px solid var(--line); font-size: .9rem; margin: 1rem 0; padding: .4rem .9rem .6rem; } fieldset label { margin-inline-end: 1.25rem; white-space: nowrap; }
ul.legend { list-style: none; padding: 0; font-size: .95rem; } ul.legend li { margin: .3em 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: start; vertical-align: top; padding: .3em .8em .3em 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { color: var(--quiet); font-weight: 600; overflow-wrap: normal; } th:has(+ td + td), th:has(+ td):not(.long) { white-space: nowrap; } td.s { white-space: nowrap; } td:not(.s) { min-width: 11rem; } th.long { overflow-wrap: anywhere; width: 35%; font-weight: 400; }
.bad { color: var(--out); font-weight: bold; }
.b { margin: .55em 0; overflow-wrap: anywhere; } .b.head { font-weight: bold; font-size: 1.08em; margin-top: 1.1em; } .b.item { margin-inline-start: 1.6em; } .b.item::before { content: "• "; }
.b.quote { margin-inline-start: 1.2em; font-style: italic; } .b.pre { white-space: pre-wrap; font: .85rem/1.45 ui-monospace, "Liberation Mono", monospace; } .pic { color: var(--quiet); font-size: .85rem; }
.run { margin: .8em 0; padding: .15em .8em; border-inline-start: 4px solid; border-radius: 2px; } .run .b { margin: .3em 0; }
.tag { font-size: .78rem; font-weight: 600; margin: .15em 0; } .run.out { border-inline-start-style: dashed; }
.out { color: var(--out); background: var(--out-back); } .moved { color: var(--moved); background: var(--moved-back); } .note { color: var(--note); background: var(--note-back); border-inline-start-style: double; }
del { text-decoration: line-through; text-decoration-thickness: 1px; } details > summary { cursor: pointer; } details.out > summary > span:last-child { text-decoration: line-through; }
.mark { position: relative; border-radius: 2px; } span.mark.moved { text-decoration: underline dotted; } span.mark.note { text-decoration: underline double; } span.mark.call { color: var(--note); font-weight: bold; border: 1px solid; padding: 0 .15em; }
.mark:hover::after, .mark:focus::after { content: attr(data-rule); position: absolute; inset-inline-start: 0; top: 1.6em; z-index: 2; width: max-content; max-width: 18rem; padding: .1em .5em;
  font: .8rem/1.5 system-ui, sans-serif; color: var(--paper); background: var(--ink); border-radius: 3px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
body:has(#kept:checked) .source :is(.out, .moved), body:has(#gone:checked) .source > .b { display: none; }
ol.changes { list-style: none; padding: 0; } .changes > li { margin: .8em 0; padding: .15em .8em .4em; border-inline-start: 4px solid var(--moved); border-radius: 2px; }
.changes > .change-deleted { border-color: var(--out); border-inline-start-style: dashed; } .changes > .change-added { border-color: var(--note); border-inline-start-style: double; } .changes > .change-moved { border-inline-start-style: dotted; }
.changes .tag { font-size: .88rem; overflow-wrap: anywhere; } .changes .tag .key { font-weight: 400; } .changes .kind { text-transform: uppercase; font-size: .72rem; letter-spacing: .04em; border: 1px solid; border-radius: 3px; padding: 0 .4em; margin-inline-end: .3em; }
.changes del { color: var(--out); background: var(--out-back); } ins { color: var(--note); background: var(--note-back); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .15em; }
.changes del, .changes ins { border-radius: 2px; padding: 0 .1em; } .whole { white-space: pre-wrap; } .changes summary { font-size: .95rem; }
.changes dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em .8em; margin: .3em 0; font-size: .92rem; } .changes dt { color: var(--quiet); } .changes dd { margin: 0; overflow-wrap: anywhere; }
@media print { fieldset, nav { display: none; } .run, .mark { print-color-adjust: exact; } }
"""


def html_page(title: str, body: Iterable[str]) -> str:
    """The whole page as HTML, with a heading."""
    return (
        "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="en"><head><meta charset="utf-8"><title>Inspection of {escape(title)}</title>',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
                f"<style>{_STYLE}</style></head><body><main>",
                f'<h1 dir="auto">{escape(title)}</h1>',
                *body,
                "</main></body></html>",
            ]
        ).replace("\x00", "")
        + "\n"
    )


def navigation(links: Iterable[tuple[str, str]]) -> str:
    """Links to the parts of the page: (id, name)."""
    shown = "".join(f'<a href="#{id_}">{name}</a>' for id_, name in links)
    return f'<nav aria-label="Parts of this page">{shown}</nav>'


def word_meter(counts: dict[str, Any], sentence: str) -> list[str]:
    """The word count as a bar and as a sentence, with another sentence (HTML) behind it."""
    share = 100 * counts["kept"] / max(1, counts["source"])
    unaccounted = (
        f'<strong class="bad">{counts["unaccounted"]:,} unaccounted: {escape(", ".join(counts["examples"]))}</strong>'
        if counts["unaccounted"]
        else "0 unaccounted"
    )
    return [
        f'<div class="meter" aria-hidden="true"><span class="k" style="width:{share:.1f}%"></span><span class="o"></span></div>',
        f"<p>{counts['source']:,} words = <strong>{counts['kept']:,} kept</strong> ({share:.0f} %) + {counts['removed']:,} removed + {unaccounted}. {sentence}</p>",
    ]


def validity(data: dict[str, Any]) -> str:
    """Whether the record is valid, as a sentence."""
    if data["valid"]:
        return "The record is valid."
    return f'<strong class="bad">The record is not valid: {escape(data["violations"][0]["message"])}</strong>'


def metadata_part(metadata: dict[str, Any]) -> list[str]:
    """The metadata of `article_data` with their evidence."""
    values = table_rows(metadata_rows(metadata))
    evidence = table_rows([(e["field"], e["text"], e["rule"], certainty_words(e)) for e in metadata["evidence"]])
    return [
        '<h2 id="metadata">Metadata</h2>',
        table(("field", "value"), values),
        "<h3>Evidence</h3>",
        table(("field", "words", "rule", "confidence"), evidence) if evidence else "<p>None.</p>",
    ]


def notes_part(notes: list[dict[str, Any]]) -> list[str]:
    """The notes of `article_data`, with what found them and why if that is known."""
    has_family = bool(notes) and "family" in notes[0]
    rows = [
        (
            n["label"],
            f"{len(n['calls'])}",
            n["status"],
            *([n["family"]] if has_family else []),
            (n["text"] or "(the source carries no text for it)", reason_line(n) if has_family else ""),
        )
        for n in notes
    ]
    headings = ("label", "calls", "state", *(["family"] if has_family else []), "text")
    heading = f'<h2 id="notes">Notes ({len(notes)})</h2>'
    return [heading, table(headings, table_rows(rows)) if notes else "<p>None.</p>"]


def references_part(data: dict[str, Any]) -> list[str]:
    """The references of `article_data`, folded, with their parts and what they repeat. Nothing if there are none."""
    if not (rows := reference_rows(data)):
        return []
    cells = table_rows([(label, (text, again), parts) for label, text, parts, again in rows])
    return [
        f"<details><summary>References in notes and lists ({len(rows):,})</summary>"
        f"{table(('note', 'words', 'parts'), cells)}</details>"
    ]


def not_taken_part(not_taken: dict[str, Any]) -> list[str]:
    """The candidates for notes that were not taken, folded, with the reasons. Nothing if there are none."""
    candidates, more = not_taken["candidates"], not_taken["more"]
    if not candidates:
        return []
    rows = table_rows([(c["label"], c["kind"], (c["text"], c["reason"]), c["where"]) for c in candidates])
    rest = f"<p>And {more:,} more, for which less speaks.</p>" if more else ""
    return [
        f"<details><summary>Taken for no notes: {len(candidates) + more:,} markers and lists, with the reasons</summary>"
        f"{table(('label', 'kind', 'text', 'where'), rows)}{rest}</details>"
    ]


def findings_part(data: dict[str, Any]) -> list[str]:
    """The findings of `article_data`."""
    rows = table_rows([(f["code"], f["severity"], f["text"]) for f in data["findings"]])
    return [
        '<h2 id="findings">Findings</h2>',
        table(("code", "severity", "what it says"), rows) if rows else "<p>None.</p>",
    ]


def removals_part(removals: list[dict[str, Any]]) -> list[str]:
    """The removals of each rule, the rule with the most words first."""
    counts: Counter[str] = Counter()
    removals_by_rule: dict[str, list[dict[str, Any]]] = {}
    for removal in removals:
        counts[removal["rule"]] += sum(words(removal["text"]).values())
        removals_by_rule.setdefault(removal["rule"], []).append(removal)
    out = [f'<h2 id="removed">Removed, by rule ({len(removals)} pieces)</h2>']
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        rows = table_rows([(piece["where"], piece["text"]) for piece in removals_by_rule[rule]], "long")
        out.append(
            f"<details><summary><strong>{escape(rule)}</strong> · {len(removals_by_rule[rule])} piece{'' if len(removals_by_rule[rule]) == 1 else 's'}, {count:,} words</summary>"
            f"{table(('where', 'words'), rows)}</details>"
        )
    return out if removals else [*out, "<p>Nothing.</p>"]


def table_rows(rows: list[Any], class_name: str = "") -> list[str]:
    """Table rows. The first cell of a row is its heading, with the class `class_name`."""
    opening = f'<th scope="row" class="{class_name}">' if class_name else '<th scope="row">'
    return [f"<tr>{opening}{escape(str(row[0]))}</th>{''.join(map(_cell, row[1:]))}</tr>" for row in rows]


def _cell(content: object) -> str:
    """A table cell. A single short word, such as the name of a rule, is never broken. Of a pair, the second text stands small under the first."""
    text, below = content if isinstance(content, tuple) else (str(content), "")
    class_name = ' class="s"' if len(text) <= _LONGEST_NAME and " " not in text else ""
    detail = f'<div class="key" dir="ltr">{escape(below)}</div>' if below else ""
    return f'<td dir="auto"{class_name}>{escape(text)}{detail}</td>'


def table(headings: tuple[str, ...], rows: list[str]) -> str:
    """A table that scrolls where it is too wide."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in headings)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{columns}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
