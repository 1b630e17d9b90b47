"""Tables that are drawn with characters become tables; other drawings stay as they are, and nothing becomes loose lines."""

from __future__ import annotations

import pytest

from archiver.page import Page
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build_text

PROSE = (
    "The harbour kept a list of its boats, which nobody read until the year in which the last of them was sold to a "
    "museum in the county town."
)
YEARS = [["Year", "Boats"], ["1870", "3"], ["1880", "5"]]


def read(text: str) -> Page:
    return plain.read(Source(name="t.txt", data=text.encode(), stem="t"))


def rows(text: str) -> list[list[str]]:
    (table,) = [element for element in read(f"{PROSE}\n\n{text}\n\n{PROSE}").root.children if element.tag == "table"]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row.children] for row in table.children]


@pytest.mark.parametrize(
    "drawing",
    [
        "+------+-------+\n| Year | Boats |\n+------+-------+\n| 1870 |     3 |\n| 1880 |     5 |\n+------+-------+",
        "+------+-------+\n| Year | Boats |\n+======+=======+\n| 1870 | 3     |\n+------+-------+\n| 1880 | 5     |\n+------+-------+",
        "| Year | Boats |\n|------|------:|\n| 1870 | 3     |\n| 1880 | 5     |",
        "Year | Boats\n--- | ---\n1870 | 3\n1880 | 5",
        " year | boats\n------+-------\n 1870 |     3\n 1880 |     5".replace("year", "Year").replace("boats", "Boats"),
        "┌────┬─────┐\n│Year│Boats│\n├────┼─────┤\n│1870│3    │\n├────┼─────┤\n│1880│5    │\n└────┴─────┘",
        "╔══════╦═══════╗\n║ Year ║ Boats ║\n╠══════╬═══════╣\n║ 1870 ║ 3     ║\n║ 1880 ║ 5     ║\n╚══════╩═══════╝",
        "   | Year | Boats |\n   | 1870 | 3     |\n   | 1880 | 5     |",
        "  Year   Boats\n  ------ -------\n  1870   3\n  1880   5",
        " __________\n|Year|Boats|\n|1870|3____|\n|1880|5____|",
    ],
)
def test_a_drawn_table_is_a_table(drawing: str) -> None:
    assert rows(drawing) == YEARS


def test_a_cell_may_have_several_lines() -> None:
    grid = (
        "+------+-----------------+\n| Year | Remarks         |\n+======+=================+\n"
        "| 1870 | built of green  |\n|      | oak             |\n+------+-----------------+\n"
        "| 1880 | one sank        |\n+------+-----------------+"
    )
    dashes = (
        "  ----------------------------\n  Year   Remarks\n  ------ ---------------------\n  1870   built of green\n"
        "         oak\n\n  1880   one sank\n  ----------------------------"
    )
    centred = (
        "┌──────┬─────────────────┐\n│ Year │     Remarks     │\n├──────┼─────────────────┤\n│      │ built of green  │\n"
        "│ 1870 │ oak             │\n├──────┼─────────────────┤\n│ 1880 │ one sank        │\n└──────┴─────────────────┘"
    )
    for drawing in (grid, dashes, centred):
        assert rows(drawing) == [["Year", "Remarks"], ["1870", "built of green oak"], ["1880", "one sank"]]


def test_wide_characters_take_two_columns() -> None:
    assert rows("年       船\n-------- ----\n一八七〇 三\n一八八〇 五") == [
        ["年", "船"],
        ["一八七〇", "三"],
        ["一八八〇", "五"],
    ]


def test_an_empty_cell_stays_one() -> None:
    assert rows(" Year | Boats | Oak\n------+-------+-----\n 1870 |     3 | yes\n 1880 |     5 |") == [
        ["Year", "Boats", "Oak"],
        ["1870", "3", "yes"],
        ["1880", "5", ""],
    ]


@pytest.mark.parametrize(
    "drawing",
    [
        "+------+-------+\n| Boats of Stell |\n+------+-------+\n| 1870 | 3     |\n+------+-------+\n| 1880 | 5     |\n+------+-------+",
        "+--------------------+\n| Closed on Fridays. |\n+--------------------+",
        "┌──────┐   ┌──────┐\n│ Lamp │   │ Slip │\n└──┬───┘   └──┬───┘\n   └──────────┘",
    ],
)
def test_another_drawing_stays_line_by_line(drawing: str) -> None:
    (kept,) = [element for element in read(f"{PROSE}\n\n{drawing}\n\n{PROSE}").root.children if element.tag == "pre"]
    assert kept.text is not None and kept.text.split("\n")[0] == drawing.split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "Home | News | Sport\nIslands | Boats | Lamps",
        "Two words\n--- -----\nThis is no table but a heading whose words are underlined, and prose.",
        "- - - - -",
        "-----\nsigned, the parish clerk",
    ],
)
def test_other_bars_and_dashes_are_no_table(text: str) -> None:
    assert not [
        element for element in read(f"{PROSE}\n\n{text}\n\n{PROSE}").root.children if element.tag in ("table", "pre")
    ]


def test_a_wide_table_does_not_hide_where_the_text_was_wrapped() -> None:
    lines = PROSE[: PROSE.index(" until")] + "\n" + PROSE[PROSE.index("until") :]
    wide = f"| Year | Remarks |\n|------|---------|\n| 1870 | {'built of green oak ' * 9}|"
    paragraphs = [
        element for element in read(f"{lines}\n\n{wide}\n\n{lines}\n\n{lines}").root.children if element.tag == "p"
    ]
    assert [" ".join((p.text or "").split()) for p in paragraphs] == [PROSE] * 3


def test_the_record_has_the_table_and_every_word_of_it() -> None:
    article = build_text(
        f"{PROSE}\n\n+------+-------+\n| Year | Boats |\n+------+-------+\n| 1870 | three |\n+------+-------+\n\n{PROSE}\n"
    )
    assert article.root.find(".//{*}table") is not None
    assert "A001" not in {finding.code for finding in article.findings} and "three" in article.text()
