"""Documents: all of a document is its article. It has no page chrome, so no rule and no weights look for it.

What the document itself says is no text of the article goes to the ledger: deleted text, comments, markup that nobody reads.
"""

from __future__ import annotations

from archiver.draft import Draft
from archiver.page import Document


def take_whole(draft: Draft, document: Document) -> None:
    """Make the whole page the body, remove what the document leaves out, and add the findings of its reader."""
    if not draft.body:  # else the rules for the site name it
        draft.set_body([draft.page.root])
    for element, rule in document.left_out:
        draft.remove(element, rule)
    for code, values in document.findings:
        draft.add_finding(code, **values)


def why_empty(draft: Draft) -> str | None:
    """Why a document is no article: only one without words is none."""
    has_words = any(not run.isspace() for run in draft.page.text_runs.row if run.isprintable())
    return None if has_words else "it holds no text."
