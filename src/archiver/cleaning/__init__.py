"""Cleaning: what is page chrome goes out, each piece by a named rule; where the article's body is; what role its blocks play."""

from __future__ import annotations

from archiver.cleaning import chrome, lines, prose, roles
from archiver.draft import Draft, visible_text

__all__ = ["article_doubt", "find_body", "remove_chrome", "shape_blocks"]

#: Fewer characters than this are no article, unless they are all there is of a text.
_LEAST = 250


def remove_chrome(draft: Draft) -> None:
    """Say of each element that is chrome by its name or its words which rule takes it out."""
    if draft.page_head is None:
        lines.clean_text(draft)
    else:
        chrome.remove_chrome(draft)


def find_body(draft: Draft) -> None:
    """Set `draft.body`; of a plain text everything is body that no rule took out."""
    if draft.page_head is not None:
        prose.find_prose(draft)


def shape_blocks(draft: Draft) -> None:
    """Give roles to blocks of the body."""
    roles.give_roles(draft)


def article_doubt(draft: Draft) -> str | None:
    """Why this looks like no article, in a sentence; None when it looks like one."""
    if draft.page_head is None:
        kept = sum(
            len(" ".join((e.text or "").split()))
            for e in draft.elements
            if e.text and not draft.inside(e, draft.removed) and e not in draft.moved
        )
        return None if kept >= 40 else "the text has hardly a sentence in it."
    if not draft.body:
        return "no part of the page is running text."
    kept = sum(len(visible_text(e)) for e in draft.body)
    if kept < _LEAST and not draft.notes:
        return f"its running text has only {kept} characters."
    return None
