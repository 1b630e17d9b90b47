"""Numbers in markup are read as browsers read them, and raise nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver import markup_numbers
from archiver.record.images import image
from archiver.text import ordinal
from support.drafts import body_xml, build, page

LONG = "9" * 5000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), (" 7px", 7), ("-3", -3), ("+4", 4), ("007", 7), ("1e3", 1), ("1.9", 1), ("100%", 100), ("--9", None), ("²", None), ("٣", None),
        ("", None), (None, None), ("px", None), ("\u00a05", None), ("0" * 9000 + "5", 5), (LONG, 10**18), (f"-{LONG}", -(10**18)),
    ],
)  # fmt: skip
def test_integers(text: str | None, number: int | None) -> None:
    assert markup_numbers.integer(text) == number


@pytest.mark.parametrize(
    ("text", "pixels"),
    [("640", 640), ("640px", 640), ("480.7", 480), (" 12 ", 12), ("50%", None), ("50.5 %", None), ("auto", None), ("-5", None), ("1e999", 1), (LONG, 10**18)],
)  # fmt: skip
def test_dimensions(text: str, pixels: int | None) -> None:
    assert markup_numbers.dimension(text) == pixels


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.5", 1.5), ("2", 2.0), (".5", 0.5), ("2e1", 20.0), ("1.5.5", None), ("1e999", None), ("²", None), ("-1", None), ("0", None), ("nan", None), ("inf", None), (LONG, None)],
)  # fmt: skip
def test_floats(text: str, number: float | None) -> None:
    assert markup_numbers.floating(text) == number


@given(st.text(max_size=20))
def test_no_text_raises(text: str) -> None:
    markup_numbers.integer(text)
    markup_numbers.dimension(text)
    markup_numbers.floating(text)
    assert 1 <= markup_numbers.clamped(text, 1, 1000, 1) <= 1000


@pytest.mark.parametrize(
    "odd", ["1e999", "٣", "²", "99999999999999999999", LONG, "--9", "-1", "1.5.5", "50%", "+", "0x10"]
)
def test_no_attribute_stops_a_page(odd: str) -> None:
    prose = (
        "<p>The keeper wrote the level down and went home over the bridge, as she had done for thirty years.</p>" * 4
    )
    source = f"""<html><body><article><h1>Levels</h1>{prose}<ol start="{odd}" reversed><li value="{odd}">one<li>two</ol><ol type="i" start="{odd}"><li>a</ol>
        <img src="gate.png" width="{odd}" height="{odd}" srcset="gate.png {odd}x, b.png {odd}w, c.png 2x"><p>in line <img src="g.png" height="{odd}"></p>
        <table border="{odd}"><tr><th colspan="{odd}" rowspan="{odd}">a</th><th>b</th></tr><tr><td>{odd}</td><td><pre>{odd}</pre></td></tr></table>
        <table class="highlight"><tr><td><span>12345</span><span>{odd}</span></td><td><pre>x</pre></td></tr></table>
        <iframe src="https://film.example/embed/1" width="{odd}"></iframe>{prose}</article></body></html>"""
    article = archiver.normalize(source.encode())
    assert not [finding for finding in article.findings if finding.code == "A001"]


def test_lists_start_where_a_browser_starts_them_within_the_bounds() -> None:
    def shown(start: str) -> str:
        return body_xml(build(page(f"<ol start='{start}'><li>one</li><li>two</li></ol>")))

    assert 'start="7"' in shown("7")
    assert 'start="-999999"' in shown("-999999")
    for beyond in ("1000000", "99999999999999999999", "٣", "x"):
        assert "start" not in shown(beyond)


def test_numbers_beyond_roman_ones_are_written_in_digits() -> None:
    assert (ordinal(3999, "i"), ordinal(4000, "i"), ordinal(99_999_999, "I")) == ("mmmcmxcix", "4000", "99999999")


def test_sizes_of_pictures_are_pixels_within_the_bounds() -> None:
    draft = page("<img src='a.png' width='300.5' height='50%'><img src='b.png' width='20000' height='20001'>")
    first, second = (image(node, draft, None) for node in draft.page.root.iter("img"))
    assert first is not None and second is not None
    assert dict(first.attrib) == {"src": "a.png", "width": "300"}
    assert dict(second.attrib) == {"src": "b.png", "width": "20000"}
