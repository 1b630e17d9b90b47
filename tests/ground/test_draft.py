"""A Draft is changed only through its methods, and only while their pass is open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archiver.draft import Draft, EvidenceDraft, HeadDraft, NoteDraft
from support.drafts import page


def draft() -> Draft:
    return page("<h1>The lock</h1><p>Text.</p>")


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (lambda d: d.set_head(HeadDraft()), lambda d: d.add_note(NoteDraft("1", "missing"))),
        (lambda d: d.claimed_ancestors, lambda d: d.add_note(NoteDraft("1", "missing"))),
        (lambda d: d.set_body([d.page.root]), lambda d: d.move(d.page.elements[1], "title", "The lock")),
        (lambda d: d.set_role(d.page.elements[2], "bio"), lambda d: d.remove(d.page.elements[2], "promo")),
        (lambda d: d.set_role(d.page.elements[2], "bio"), lambda d: d.add_to_body(d.page.root)),
        (lambda d: d.add_evidence(EvidenceDraft("body", "r", "high", "x")), lambda d: d.set_head(HeadDraft())),
    ],
    ids=["note after head", "note after ancestors", "move after body", "removal after role", "root after role", "head after evidence"],
)  # fmt: skip
def test_a_pass_that_is_over_cannot_go_on(later: Callable[[Draft], object], earlier: Callable[[Draft], object]) -> None:
    earlier(draft())  # alone, it is right
    changed = draft()
    later(changed)
    with pytest.raises(RuntimeError, match="is over"):
        earlier(changed)


def test_notes_may_remove_and_cleaning_may_remove() -> None:
    changed = draft()
    changed.remove(changed.page.elements[1], "note-duplicate")
    changed.add_note(NoteDraft("1", "missing"))
    changed.set_head(HeadDraft())
    changed.remove(changed.page.elements[2], "promo")
    assert [removal.rule for removal in changed.removed.values()] == ["note-duplicate", "promo"]


def test_maps_are_read_only() -> None:
    changed = draft()
    for mapping in (changed.calls, changed.note_parts, changed.moved, changed.removed, changed.roles, changed.retagged):
        with pytest.raises(TypeError):
            mapping[changed.page.root] = None  # type: ignore[index]


def test_going_back_undoes_removals_roots_and_findings() -> None:
    changed = draft()
    changed.remove(changed.page.elements[1], "promo")
    before = changed.checkpoint()
    changed.remove(changed.page.elements[2], "promo")
    changed.set_body([changed.page.root])
    changed.add_finding("C002")
    changed.go_back(before)
    assert list(changed.removed) == [changed.page.elements[1]] and not changed.body and not changed.findings
