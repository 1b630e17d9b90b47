"""What the numbers of notes tell the user: findings N003, N004 and N006."""

from __future__ import annotations

import pytest

import archiver

PROSE = (
    "<p>"
    + "The keeper of the lower light wrote down every ship, its flag and its cargo, before he trimmed the lamp. " * 3
    + "</p>"
)


def page(*numbers: int, listed: tuple[int, ...] = (), printed: dict[int, int] | None = None) -> bytes:
    """A page whose text calls these notes in this order, and has a note for each of `listed` (those called, if none)."""
    calls = "".join(
        f'<p>Ship number {n} came in late.<sup><a id="r{n}" href="#n{n}">{n}</a></sup></p>' for n in numbers
    )
    notes = "".join(
        f'<p id="n{n}"><a href="#r{n}">{(printed or {}).get(n, n)}</a>. From the log of the year {1900 + n}.</p>'
        for n in (listed or sorted(numbers))
    )
    return f"<html><body><article><h1>Ships</h1>{PROSE * 3}{calls}{PROSE}<div class='notes'>{notes}</div></article></body></html>".encode()


def codes(source: bytes) -> list[str]:
    return [
        finding.code
        for finding in archiver.normalize(source, media_type="text/html").findings
        if finding.code[0] == "N"
    ]


def test_numbers_without_a_gap_tell_nothing() -> None:
    assert codes(page(1, 2, 3, 4)) == []


def test_a_number_that_is_neither_called_nor_there_is_named() -> None:
    article = archiver.normalize(page(1, 2, 4, 5), media_type="text/html")
    assert [(f.code, f.text) for f in article.findings if f.code == "N003"] == [
        ("N003", "The notes count from 1 to 5, and 3 is neither called nor there.")
    ]


def test_a_series_that_starts_late_has_no_gap_before_it() -> None:
    assert codes(page(290, 291, 292)) == []


def test_markers_out_of_order() -> None:
    assert codes(page(1, 3, 2, 4)) == ["N004"]


def test_a_marker_whose_note_shows_another_number() -> None:
    assert "N006" in codes(page(1, 2, 3, printed={2: 7}))


@pytest.mark.parametrize(
    "text", ["one.1 Then two.2 And four.4 And five.5", "one.[1] Then two.[2] And four.[4] And five.[5]"]
)
def test_gaps_in_copied_text(text: str) -> None:
    plain = ("The keeper wrote down every ship before he trimmed the lamp. " * 4 + "\n\n") * 3
    source = f"Ships of the coast\n\n{plain}They came in as {text} at last.\n\n{plain}".encode()
    found = [f.code for f in archiver.normalize(source, media_type="text/plain").findings]
    assert found.count("N003") == 1
