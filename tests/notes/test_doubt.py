"""N007: what was taken for a note with little certainty is said, on pages and in copied text, and what is clear is not."""

from __future__ import annotations

import pytest

from archiver.draft import Draft
from archiver.notes import claim_notes
from archiver.readers import html, plain
from archiver.source import Source

LONG = "The ferry ran for eleven years, and stopped one morning in the fog"
#: A body, and what the finding says; "" for none.
PAGES = {
    "one or two numbers behind words, without notes": (
        f"<p>{LONG} of Tar<sup>1</sup> and nobody could say why of Rope<sup>2</sup> at all.</p>", "1, 2: no list answers it",
    ),
    "a series behind words, without notes": (
        f"<p>{LONG} of Tar<sup>1</sup> and why Rope<sup>2</sup> was dear in Hemp<sup>3</sup> at all.</p>", "",
    ),
    "numbers behind sentences, without notes": (f"<p>{LONG}.<sup>1</sup> Nobody could say why.<sup>2</sup></p>", ""),
    "a list of the article, called in part": (
        f"<p>{LONG}.<sup>1</sup> It was sold.<sup>2</sup> It stands in a yard.<sup>3</sup></p><h2>References</h2><ol><li>Cut it.</li><li>Sew it.</li><li>Tar it.</li><li>Rest.</li></ol>",
        "1, 2, 3: it may be a number or sign of the text",
    ),
    "raised notes below": (f"<p>{LONG}.<sup>1</sup></p><p><sup>1</sup> Report of the engineer.</p>", ""),
    "linked notes": (f'<p>{LONG}.<sup><a href="#n1">1</a></sup></p><p id="n1">1. Report of the engineer.</p>', ""),
}  # fmt: skip
COPIES = {
    "numbers in round brackets": (f"{LONG} (1). Nobody could say why (2). It was sold (3).", "1, 2, 3: no list answers it"),
    "numbers in brackets": (f"{LONG}.[1] Nobody could say why.[2]", ""),
}  # fmt: skip


def doubts(body: str, *, page: bool) -> list[str]:
    text = f"<html><head><title>t</title></head><body>{body}</body></html>" if page else body
    draft = Draft((html if page else plain).read(Source(name="page", data=text.encode(), stem="page")))
    claim_notes(draft)
    assert draft.notes
    return [f"{f.values['labels']}: {f.values['reason']}" for f in draft.findings if f.code == "N007"]


@pytest.mark.parametrize("case", PAGES)
def test_doubt_is_said_on_pages(case: str) -> None:
    body, said = PAGES[case]
    assert doubts(body, page=True) == ([said] if said else [])


@pytest.mark.parametrize("case", COPIES)
def test_doubt_is_said_in_copied_text(case: str) -> None:
    body, said = COPIES[case]
    assert doubts(body, page=False) == ([said] if said else [])
