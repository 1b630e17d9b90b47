"""Doubt: what was taken for a note with little certainty has a finding (N007), so that somebody looks at the page."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.draft import Draft

#: From this certainty on, calls are taken without a finding.
DOUBTFUL = 0.5
#: The same for a marker and a list on a page that no link joins. Just below it, such lists on labelled pages were as often none.
DOUBTFUL_PAIR = 0.52
#: The number of labels that a finding quotes.
_QUOTED = 8


def add_doubt(draft: Draft, labels: Iterable[str], *, answered: bool) -> None:
    """Add the finding that these labels may be no calls of notes. `answered` says whether the notes are on the page."""
    known = list(dict.fromkeys(labels))
    shown = ", ".join(known[:_QUOTED]) + (" …" if len(known) > _QUOTED else "")
    reason = "it may be a number or sign of the text" if answered else "no list answers it"
    draft.add_finding("N007", labels=shown, reason=reason)
