"""The inspection as a page: the source with what was removed struck out, what was moved and what is a note marked, the rule on hover."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from lxml.etree import _Element as Element

from archiver.draft import Draft, Span, Which
from archiver.inspection import Inspection, as_data
from archiver.visible import BLOCKS, INVISIBLE

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1b; --paper: #fdfcf9; --quiet: #6b675e; --line: #d9d4c7;
  --out: #a3261b; --out-back: #fbe9e6; --moved: #1c5b8f; --moved-back: #e5f0f9; --note: #2d6a2f; --note-back: #e7f3e5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e4dc; --paper: #191917; --quiet: #a09b8f; --line: #3a382f;
  --out: #f0988f; --out-back: #3a1f1b; --moved: #93c3ea; --moved-back: #16293a; --note: #9fd39d; --note-back: #1a2f1a; } }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 5rem; font: 1rem/1.55 Georgia, serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
p, .block { margin: .55em 0; } .key { color: var(--quiet); font-size: .9rem; }
del { color: var(--out); background: var(--out-back); text-decoration-thickness: 1px; border-radius: 2px; }
.moved { color: var(--moved); background: var(--moved-back); border-radius: 2px; } .note { color: var(--note); background: var(--note-back); border-radius: 2px; }
.call { color: var(--note); font-weight: bold; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; } th, td { text-align: left; vertical-align: top; padding: .3em .7em .3em 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td:nth-child(2) { white-space: normal; overflow-wrap: anywhere; width: 100%; }
th { color: var(--quiet); font-weight: normal; } .bad { color: var(--out); font-weight: bold; }
"""


@dataclass(frozen=True, slots=True)
class _State:
    """What became of a stretch of the source: its mark-up here and what hovering says."""

    kind: str
    rule: str


_KEPT = _State("kept", "")


def as_page(inspection: Inspection) -> str:
    """The whole page as HTML; it holds no script and loads nothing."""
    data = as_data(inspection)
    words = data["words"]
    title = data["metadata"]["title"] or data["source"]["href"]
    unaccounted = (
        f'<span class="bad">{words["unaccounted"]:,} unaccounted: {escape(", ".join(words["examples"]))}</span>'
        if words["unaccounted"]
        else "0 unaccounted"
    )
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>Inspection of {escape(title)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f'<p class="key">{escape(data["source"]["href"])} · {words["source"]:,} words = {words["kept"]:,} kept + '
        f"{words['removed']:,} removed + {unaccounted}</p>",
        '<p class="key"><del>removed</del> · <span class="moved">moved to the head</span> · <span class="note">note</span> · '
        '<span class="call">marker</span> — hover for the rule.</p>',
        _metadata_table(data),
        "<h2>The source</h2>",
        f'<div lang="{escape(data["metadata"]["language"])}" dir="auto">',
        *_source(inspection.draft),
        "</div></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _metadata_table(data: dict[str, object]) -> str:
    metadata = data["metadata"]
    assert isinstance(metadata, dict)
    rows = [
        f"<tr><td>{escape(e['field'])}</td><td>{escape(e['text'])}</td><td>{escape(e['rule'])}</td><td>{escape(e['confidence'])}</td></tr>"
        for e in metadata["evidence"]
    ]
    findings = data["findings"]
    assert isinstance(findings, list)
    told = "".join(f"<p>{escape(f['code'])} {escape(f['severity'])}: {escape(f['text'])}</p>" for f in findings)
    return (
        "<h2>Metadata and their evidence</h2><table><tr><th>field</th><th>words</th><th>rule</th><th>confidence</th></tr>"
        + "".join(rows)
        + "</table><h2>Findings</h2>"
        + (told or "<p>None.</p>")
    )


def _source(draft: Draft) -> list[str]:
    """The visible text of the source in its order, each stretch marked with what became of it."""
    out: list[str] = []
    line: list[str] = []
    body = set(draft.body)
    outside = _State("removed", "outside-article")

    def end_line() -> None:
        text = "".join(line).strip()
        line.clear()
        if text:
            out.append(f'<div class="block">{text}</div>')

    def put(node: Element, which: Which, state: _State) -> None:
        text = (node.text if which == "text" else node.tail) or ""
        if not text:
            return
        position = 0
        for start, stop, mark in sorted(_stretches(draft, node, which), key=lambda s: s[:2]):
            if start < position:
                continue
            line.append(_marked(text[position:start], state))
            line.append(_marked(text[start:stop], mark))
            position = stop
        line.append(_marked(text[position:], state))

    start = _KEPT if not draft.body or draft.root in body else outside
    stack: list[tuple[Element, _State, bool]] = [(draft.root, start, True)]
    while stack:
        node, state, entering = stack.pop()
        if not entering:
            if node.tag in BLOCKS:
                end_line()
        elif isinstance(node.tag, str) and node.tag not in INVISIBLE:
            inner = _state(draft, node, state, body)
            if node.tag in BLOCKS:
                end_line()
            put(node, "text", inner)
            for child in reversed(node):
                # what follows a child belongs to this element, whatever the child is
                stack.append((child, inner, False))
                stack.append((child, inner, True))
            continue
        if not entering and node is not draft.root and node.tail:
            put(node, "tail", state)
    end_line()
    return out


def _state(draft: Draft, node: Element, outer: _State, body: set[Element]) -> _State:
    note = draft.note_parts.get(node)
    if note is not None:
        return _State("note", f"note {note.label} ({note.family or note.status})")
    if node in draft.calls:
        return _State("call", "marker of note " + ", ".join(call.label for call in draft.calls[node]))
    if node in draft.trimmed:
        return _State("removed", draft.trimmed[node])
    if node in draft.moved:
        return _State("moved", draft.moved[node].rule)
    if node in draft.removed and outer.kind != "note":
        return _State("removed", draft.removed[node].rule)
    if node in body and outer.kind == "removed":
        return _KEPT
    return outer


def _stretches(draft: Draft, node: Element, which: Which) -> list[tuple[int, int, _State]]:
    key = (node, which)
    found = [
        (call.place.start, call.place.end, _State("call", f"marker of note {call.label}"))
        for call in draft.text_calls.get(key, ())
        if isinstance(call.place, Span)
    ]
    found += [(start, end, _State("removed", rule)) for start, end, rule in draft.trimmed_spans.get(key, ())]
    found += [(start, end, _State("note", f"note {note.label}")) for start, end, note in draft.note_spans.get(key, ())]
    return found


def _marked(text: str, state: _State) -> str:
    if not text.strip():
        return escape(text)
    hover = f' title="{escape(state.rule)}"' if state.rule else ""
    match state.kind:
        case "removed":
            return f"<del{hover}>{escape(text)}</del>"
        case "moved" | "note" | "call":
            return f'<span class="{state.kind}"{hover}>{escape(text)}</span>'
        case _:
            return escape(text)
