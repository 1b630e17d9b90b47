"""What notes and text will read like, told from a Draft alone, before a record is built.

For tests, benchmarks and a closer look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from archiver import safety
from archiver.draft import Call, Draft, NoteDraft, Which
from archiver.page import BLOCKS, INVISIBLE


def note_text(draft: Draft, note: NoteDraft) -> str:
    """The text of a note without its labels and back-links; markers inside it as [label]."""
    if note.markup:
        return " ".join("".join(str(piece) for piece in safety.parse_html(note.markup, "note").itertext()).split())
    pieces: list[str] = []
    for part in note.parts:
        pieces.extend(_below(draft, part, note))
        pieces.append(" ")
    for span in note.spans:
        pieces.append(_stretch(draft, span.element, span.which, span.start, span.end, inside=note))
        pieces.append(" ")
    return " ".join("".join(pieces).split())


def body_text(draft: Draft) -> str:
    """The text of the page without notes and what was removed; markers as [label]."""
    return " ".join("".join(_below(draft, draft.page.root, None)).split())


def _below(draft: Draft, top: Element, note: NoteDraft | None) -> Iterator[str]:
    stack: list[tuple[Element, bool]] = [(top, True)]
    while stack:
        node, entering = stack.pop()
        if entering:
            if node in draft.calls:
                yield _shown(draft.calls[node])
            other = draft.note_parts.get(node)
            skipped = (
                node.tag in INVISIBLE
                or node in draft.trimmed
                or node in draft.calls
                or (other is not None and other is not note)
            )
            if skipped or (node in draft.removed and note is None):
                if node is not top:
                    yield _stretch(draft, node, "tail", inside=note)
                continue
            if node.tag in BLOCKS:
                yield " "
            yield _stretch(draft, node, "text", inside=note)
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node) if isinstance(child.tag, str))
        else:
            if node.tag in BLOCKS:
                yield " "
            if node is not top:
                yield _stretch(draft, node, "tail", inside=note)


def _shown(calls: Sequence[Call]) -> str:
    return "".join(f"[{call.label}]" for call in calls)


def _stretch(
    draft: Draft,
    element: Element,
    which: Which,
    start: int = 0,
    end: int | None = None,
    *,
    inside: NoteDraft | None = None,
) -> str:
    whole = (element.text if which == "text" else element.tail) or ""
    end = len(whole) if end is None else end
    gone: list[tuple[int, int, str]] = [
        (low, high, "") for low, high, _ in draft.trimmed_spans.get((element, which), ())
    ]
    gone += [(low, high, "") for low, high, note in draft.note_spans.get((element, which), ()) if note is not inside]
    for call in draft.text_calls.get((element, which), ()):
        if not isinstance(call.place, Element):
            gone.append((call.place.start, call.place.end, f"[{call.label}]"))
    text, at = "", start
    for low, high, instead in sorted(gone, key=lambda one: one[:2]):
        if start <= low and high <= end:
            text += whole[at : max(at, low)] + instead
            at = max(at, high)
    return text + whole[at:end]
