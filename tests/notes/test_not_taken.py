"""Candidates that were not taken: asked for it, the pass of notes says of each why not, and takes the same notes all the same."""

from __future__ import annotations

import pytest

from archiver.draft import Draft
from archiver.notes import claim_notes
from archiver.readers import html, plain
from archiver.source import Source


def drafted(body: str, *, page: bool, explain: bool) -> Draft:
    text = f"<html><head><title>t</title></head><body>{body}</body></html>" if page else body
    reader = html if page else plain
    draft = Draft(reader.read(Source(name="page", data=text.encode(), stem="page")))
    claim_notes(draft, explain=explain)
    return draft


def reasons(body: str, *, page: bool) -> dict[tuple[str, str], str]:
    """The reasons by kind and label."""
    draft = drafted(body, page=page, explain=True)
    return {(candidate.kind, candidate.label): candidate.reason for candidate in draft.not_taken}


#: A page, a candidate on it, and a part of the reason why it is no note.
ON_PAGES = {
    "exponent of a unit": ("<p>A sail of 15 m<sup>2</sup> was set.</p>", ("marker", "2"), "exponent of a unit"),
    "exponent of a number": ("<p>It held 10<sup>6</sup> knots.</p>", ("marker", "6"), "exponent of a number"),
    "ordinal": ("<p>Le 19<sup>e</sup> bac.</p>", ("marker", "e"), "ordinal"),
    "line": ("<p><sup>1</sup> In the beginning was a ferry.</p>", ("marker", "1"), "opens its line"),
    "comments": ('<div class="comments"><p>As you say in the text.<sup>3</sup></p></div>', ("marker", "3"), "comments"),
    "authors": ('<p class="byline">Ann Merle<sup>1</sup>, Tom Wren<sup>2</sup></p><p>Tar.</p>', ("marker", "1"), "affiliation"),
    "single number": ("<p>The Tar<sup>1</sup> boat sailed on.</p>", ("marker", "1"), "single number"),
    "round brackets": ("<p>Nobody came (2) that day.</p><p>2. Cut the rope.</p>", ("marker", "2"), "no list answers"),
    "star without a line": ("<p>Ropes of hemp* were dear.</p>", ("marker", "*"), "no line below opens with it"),
    "section": ('<p>See section <a href="#s4">4</a>.</p><p id="s4">4 Tar is made from pine.</p>', ("marker", "4"), "a word for it"),
    "bare link": ('<p><a href="#x">7</a> boats</p><p id="x">Boats of tar and rope.</p>', ("marker", "7"), "too little speaks for it"),
    "list that nothing calls": (
        "<p>Tar.<sup>9</sup></p><ol><li>Cut the rope to length.</li><li>Sew the sail at last.</li></ol>",
        ("list", "1–2"), "nothing in the text calls its lines",
    ),
    "list called in part": (
        "<p>The ferry stopped one morning.<sup>3</sup></p><ol><li>Cut the rope.</li><li>Sew the sail.</li><li>Tar it.</li><li>Rest.</li></ol>",
        ("list", "1–4"), "1 of 4 called",
    ),
    "affiliations as a list": (
        "<p>Tar is made from pine.<sup>1</sup></p><div class='affiliations'><p><sup>1</sup> Museum of the Estuary, Lower Lock</p></div>",
        ("list", "1"), "affiliations of the authors",
    ),
}  # fmt: skip
IN_COPIES = {
    "verses": ("1 In the year of the flood the ferry ran. 2 And the ferry stopped. 3 And nobody knew why.", ("marker", "2"), "verses"),
    "code": ("Call x[1] first, then y[2], and s[3] last of all.", ("marker", "1"), "code"),
    "power": ("The sail was as wide as the square of the mast² by the rule.", ("marker", "2"), "power"),
    "digit set off by a space": ("We waited for the ferry of morning 2. It came.", ("marker", "2"), "too little around such numbers"),
    "field": ("Email*: ........\n\nYour message*\n\nPhone*", ("marker", "*"), "field of a form"),
    "star in a form of words": ("The inter* people met, and the inter* people sang with inter* people of the town all night.", ("marker", "*"), "points"),
    "list that nothing calls": ("Take a rope.\n\n1. Cut the rope to length.\n2. Sew the sail at last.\n\nThen rest.", ("list", "1–2"), "nothing calls its numbers"),
    "list called in part": (
        "The ferry stopped.1 Nobody knew why.\n\nWhat to do\n\n1. Cut it.\n2. Sew it.\n3. Tar it.\n4. Rest.\n\nThe boat was then sold to a school, where it stands in the yard to this very day, as anybody can see who walks there.",
        ("list", "1–4"), "1 of its 4 numbers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ON_PAGES)
def test_a_page_says_why_a_candidate_is_no_note(case: str) -> None:
    body, candidate, reason = ON_PAGES[case]
    assert reason in reasons(body, page=True)[candidate]


@pytest.mark.parametrize("case", IN_COPIES)
def test_a_copied_text_says_why_a_candidate_is_no_note(case: str) -> None:
    body, candidate, reason = IN_COPIES[case]
    assert reason in reasons(body, page=False)[candidate]


NOTES = {
    True: "<p>Tar was dear.<sup>1</sup> Rope* of 15 m<sup>2</sup> was not.<sup>2</sup></p><p><sup>1</sup> From pine.</p><p><sup>2</sup> Of hemp.</p>",
    False: "Tar was dear.[1] Rope of boats[0] was not.[2]\n\nNotes\n\n[1] From pine, mostly.\n[2] Of hemp.\n",
}


@pytest.mark.parametrize("page", [True, False])
def test_what_was_taken_is_not_among_what_was_not(page: bool) -> None:
    draft = drafted(NOTES[page], page=page, explain=True)
    assert [(note.label, note.status) for note in draft.notes] == [("1", "present"), ("2", "present")]
    assert not [c for c in draft.not_taken if c.kind == "marker" and "From pine" in c.text and c.label == "1"]
    assert not [c for c in draft.not_taken if c.kind == "list"]


@pytest.mark.parametrize("page", [True, False])
def test_nothing_is_said_and_nothing_is_different_if_nobody_asks(page: bool) -> None:
    asked, silent = (drafted(NOTES[page], page=page, explain=explain) for explain in (True, False))
    assert not silent.not_taken
    assert [(n.label, n.status, n.certainty, n.cues) for n in asked.notes] == [
        (n.label, n.status, n.certainty, n.cues) for n in silent.notes
    ]
    assert [f.code for f in asked.findings] == [f.code for f in silent.findings]
