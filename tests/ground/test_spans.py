"""Spans of cells are cut to the rows and columns that exist; a grid far larger than its cells is taken apart."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from archiver import markup_numbers, spans
from archiver.article import NAMESPACE
from support.drafts import body_xml, build, page

C = f"{{{NAMESPACE}}}cell"
R = f"{{{NAMESPACE}}}row"


def table(rows: str) -> Element:
    return etree.fromstring(f'<table xmlns="{NAMESPACE}">{rows}</table>')


def settled(rows: str) -> list[list[tuple[str, int, int]]]:
    made = table(rows)
    spans.cut_spans(made)
    return [[(c.text or "", int(c.get("colspan", 1)), int(c.get("rowspan", 1))) for c in row] for row in made]


def test_spans_within_the_table_stay() -> None:
    rows = '<row><cell colspan="2">a</cell><cell rowspan="2">b</cell></row><row><cell>c</cell><cell>d</cell></row>'
    assert settled(rows) == [[("a", 2, 1), ("b", 1, 2)], [("c", 1, 1), ("d", 1, 1)]]


def test_spans_end_with_the_table() -> None:
    rows = '<row><cell colspan="1000">a</cell></row><row><cell rowspan="65534">b</cell><cell>c</cell></row><row><cell colspan="7">d</cell></row>'
    assert settled(rows) == [[("a", 2, 1)], [("b", 1, 2), ("c", 1, 1)], [("d", 1, 1)]]


def test_columns_in_which_no_cell_begins_are_none() -> None:
    rows = '<row><cell colspan="3">a</cell><cell>b</cell></row><row><cell colspan="3">c</cell><cell>d</cell></row>'
    assert settled(rows) == [[("a", 1, 1), ("b", 1, 1)], [("c", 1, 1), ("d", 1, 1)]]


def test_a_cell_ends_where_another_hangs_down() -> None:
    rows = '<row><cell>a</cell><cell rowspan="2">b</cell><cell>c</cell></row><row><cell colspan="3">d</cell><cell>e</cell></row>'
    assert settled(rows)[1] == [("d", 1, 1), ("e", 1, 1)]


@pytest.mark.parametrize("odd", ["0", "-1", "²", "+", "9" * 5000, ""])
def test_no_number_stops_it(odd: str) -> None:
    assert settled(f'<row><cell colspan="{odd}" rowspan="{odd}">a</cell></row>') == [[("a", 1, 1)]]


def test_settling_twice_changes_nothing() -> None:
    rows = '<row><cell colspan="9" rowspan="9">a</cell><cell>b</cell></row>' * 6
    made = table(rows)
    spans.cut_spans(made)
    once = etree.tostring(made)
    spans.cut_spans(made)
    assert etree.tostring(made) == once


OUT_OF_PROPORTION = {
    "greedy spans": '<row><cell colspan="1000" rowspan="65534">w{}</cell></row>',
    "steps": '<row><cell rowspan="{1}">w{0}</cell></row>',
}


def slots(made: Element) -> int:
    """The rows times the columns of a table whose spans are settled, by its broadest row."""
    rows = made.findall(R)
    return len(rows) * max(sum(int(c.get("colspan", 1)) for c in row) for row in rows)


@pytest.mark.parametrize("count", [300, 3000])
@pytest.mark.parametrize("kind", OUT_OF_PROPORTION)
def test_a_grid_out_of_proportion_is_taken_apart(kind: str, count: int) -> None:
    made = table("".join(OUT_OF_PROPORTION[kind].format(n, (n * 7919) % count + 2) for n in range(count)))
    spans.cut_spans(made)
    assert ["".join(row.itertext()) for row in made] == [f"w{n}" for n in range(count)]
    assert not made.xpath(".//@colspan | .//@rowspan")


def test_a_row_far_broader_than_others_goes_on_below() -> None:
    made = table("<row role='head'>" + "<cell>a</cell>" * 3000 + "</row>" + "<row><cell>b</cell></row>" * 3000)
    spans.cut_spans(made)
    assert len(list(made.iter(C))) == 6000
    assert slots(made) <= max(spans.MOST_SLOTS, 2 * spans.MOST_PER_CELL * 6000)
    heads = [row for row in made if row.get("role") == "head"]
    assert sum(len(row) for row in heads) == 3000 and all(len(row) for row in heads)


def test_the_work_grows_with_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str | None] = []
    clamped = markup_numbers.clamped

    def counting(text: str | None, low: int, high: int, otherwise: int) -> int:
        read.append(text)
        return clamped(text, low, high, otherwise)

    monkeypatch.setattr(markup_numbers, "clamped", counting)
    spans.cut_spans(table('<row><cell colspan="1000" rowspan="65534">a</cell></row>' * 500))
    assert len(read) <= 2 * 500


def test_the_record_of_a_page_has_the_spans_of_its_table() -> None:
    draft = page("<table><tr><th colspan=1000>Levels<tr><td rowspan=65534>one<td>two<tr><td>three<tr><td>four</table>")
    assert body_xml(build(draft)) == (
        '<table><row><cell colspan="2" role="head">Levels</cell></row><row><cell rowspan="3">one</cell><cell>two</cell></row>'
        "<row><cell>three</cell></row><row><cell>four</cell></row></table>"
    )
