"""Properties of the records of odd but legal pages: no word is lost, the record is valid, and its ledger names places that are there.

In the suite, a few pages are tried, always the same. With ARCHIVER_ODD_PAGES=20000 there are 20,000 of them, and others each time:

    ARCHIVER_ODD_PAGES=20000 pytest tests/record/test_odd_pages.py
"""

from __future__ import annotations

import os
import re

import pytest
import turbohtml
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

import archiver
from archiver.draft import Call, Draft, NoteDraft
from archiver.errors import ArchiverError, InvalidResult
from archiver.readers import html
from archiver.source import Source
from archiver.trees.elements import Element
from support import odd_pages
from support.drafts import build, page

#: How many pages each property is tried on. Hypothesis keeps all that it has drawn, so they are drawn in rounds.
PAGES = int(os.environ.get("ARCHIVER_ODD_PAGES", "0"))
ROUND = 500
rounds = pytest.mark.parametrize("number", range(max(1, PAGES // ROUND)))


def examples(few: int) -> settings:
    return settings(
        max_examples=ROUND if PAGES else few, derandomize=not PAGES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip


@pytest.mark.slow
@rounds
@examples(200)
@given(parts=odd_pages.pages)
def test_no_word_is_lost_and_the_record_is_valid(number: int, parts: list[odd_pages.Part]) -> None:
    text = odd_pages.page(parts)
    note(text)
    try:
        article = archiver.normalize(text.encode(), force=True)
    except InvalidResult:
        raise
    except ArchiverError:
        return
    assert [finding.text for finding in article.findings if finding.code == "A001"] == []
    assert all(found.references for found in article.notes if found.status == "present")


@pytest.mark.slow
@rounds
@examples(100)
@given(parts=odd_pages.pages)
def test_the_words_of_the_source_are_those_that_the_passes_read(number: int, parts: list[odd_pages.Part]) -> None:
    text = odd_pages.page(parts)
    note(text)
    try:
        read = html.read(Source(name="page.html", data=text.encode(), stem="page"))
    except ArchiverError:
        return
    assert letters(read.visible) == letters(read.text_runs.text(read.root))


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.slow
@rounds
@examples(100)
@given(parts=odd_pages.pages)
def test_the_texts_of_the_ledger_stand_at_their_places(number: int, parts: list[odd_pages.Part]) -> None:
    # a noscript that something else than its end tag closes holds more in a browser that runs scripts
    text = odd_pages.page(parts).replace("noscript", "x-script")
    note(text)
    try:
        article = archiver.normalize(text.encode(), force=True)
    except ArchiverError:
        return
    document = turbohtml.parse(text, scripting=True)
    for removal in article.removals:
        shown = iter(letters(shown_text(at(removal.where, document))))
        # in their order; what is not visible may stand between them
        assert all(letter in shown for letter in letters(removal.text)), removal


def at(where: str, document: turbohtml.Document) -> turbohtml.Element:
    """The element at a place."""
    start, *behind = where.split("//")
    found = document.xpath_one(start)
    for path in behind:
        assert isinstance(found, turbohtml.Element) and found.shadow_root is not None, where
        found = found.shadow_root.xpath_one(path)
    assert isinstance(found, turbohtml.Element), where
    return found


def shown_text(node: turbohtml.Node) -> str:
    """All text in a node; that of a shadow root stands in its host."""
    if isinstance(node, (turbohtml.Text, turbohtml.CData)):
        return node.data
    return "".join(map(shown_text, node.flattened_children))


@pytest.mark.slow
@rounds
@examples(150)
@given(
    parts=odd_pages.pages,
    removed=st.lists(st.integers(0, 40), max_size=4),
    body=st.lists(st.integers(0, 40), max_size=2),
    called=st.lists(st.integers(0, 40), max_size=3),
)
def test_whatever_the_passes_say_no_word_is_lost(
    number: int, parts: list[odd_pages.Part], removed: list[int], body: list[int], called: list[int]
) -> None:
    text = f"<div>{odd_pages.markup(parts)}"
    note(text)
    try:
        draft = page(text)
    except ArchiverError:
        return
    claim(draft, called)
    inside = draft.page.elements[1:]
    for index in removed:
        if index < len(inside):
            draft.remove(inside[index], "promo")
    roots: list[Element] = []
    for index in sorted({index for index in body if index < len(inside)}):
        if not any(inside[index] in list(other.iter()) for other in roots):
            roots.append(inside[index])
    draft.set_body(roots)
    build(draft)


def claim(draft: Draft, called: list[int]) -> None:
    """Make elements without elements inside the parts of notes and their calls, in turn."""
    leaves = [element for element in draft.page.elements[1:] if not element.children]
    chosen = [leaves[index] for index in dict.fromkeys(called) if index < len(leaves)]
    for number, (part, marker) in enumerate(zip(chosen[::2], chosen[1::2], strict=False), 1):
        claimed = draft.add_note(NoteDraft(str(number), "present", parts=(part,)))
        draft.add_call(Call(marker, str(number), claimed))
