"""Documents: all of a document is its article. It has no page chrome, so no rule and no weights look for it.

What the document itself says is no text of the article goes to the ledger: deleted text, comments, markup that nobody reads.
"""

from __future__ import annotations

from archiver.draft import Draft
from archiver.page import Document, is_hidden
from archiver.trees.elements import Element

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def take_whole(draft: Draft, document: Document) -> None:
    """Make the whole page the body, and remove what the document leaves out."""
    if not draft.body:  # else the rules for the site name it
        draft.set_body([draft.page.root])
    for part in document.left_out:
        draft.remove(part.element, part.rule)
    for element, attributes in zip(draft.page.elements, draft.page.attributes, strict=True):
        if attributes and element is not draft.page.root and is_hidden(element):
            draft.remove(element, "hidden")
    _remove_headings_of_notes(draft)
    _remove_rules_before_notes(draft)


def _remove_headings_of_notes(draft: Draft) -> None:
    """Remove the headings of a chapter that holds notes and nothing else: they announce what stands in the notes of the record now."""
    for part in draft.page.root.children:
        if part.tag not in ("section", "aside"):
            continue
        headings: list[Element] = []
        has_notes = has_text = False
        behind = 0
        for element in part.iter():
            if element.index < behind:
                continue
            end = draft.page.ends[element.index]
            if element in draft.note_parts:
                has_notes, behind = True, end
            elif element.tag in _HEADINGS:
                headings.append(element)
                behind = end
            else:
                has_text |= bool(element.text.strip()) and element not in draft.moved
            has_text |= element is not part and bool(element.tail.strip())
        if has_notes and not has_text:
            for heading in headings:
                if heading not in draft.claimed_ancestors and not draft.is_claimed(heading):
                    draft.remove(heading, "notes-heading")


def _remove_rules_before_notes(draft: Draft) -> None:
    """Remove the lines that part the notes from the text: behind them, nothing but notes stands."""
    page, behind, last_text, last_note = draft.page, 0, -1, -1
    rules: list[Element] = []
    for element in page.elements:
        index = element.index
        if index < behind:
            continue
        if element in draft.note_parts:
            behind = page.ends[index]
            last_note = index
        elif element in draft.removed or element in draft.moved:
            behind = page.ends[index]
        elif element.tag == "hr":
            rules.append(element)
        elif element.text.strip() or element.tag in ("img", "math", "table"):
            last_text = index
        if index and element.tail.strip():
            last_text = page.ends[index] - 1
    for rule in rules:
        if last_text < rule.index < last_note:
            draft.remove(rule, "notes-heading")


def why_empty(draft: Draft) -> str | None:
    """Why a document is no article: only one without words is none."""
    has_words = any(sign.isprintable() and not sign.isspace() for run in draft.page.text_runs.row for sign in run)
    return None if has_words else "it holds no text."
