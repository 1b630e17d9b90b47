"""Columns of numbers: which they are, and what each number lacks to stand with its decimal sign."""

from __future__ import annotations

import pytest

from archiver.writers.shared.number_columns import NumberColumn, number_columns


def column(*texts: str) -> NumberColumn | None:
    """What a single column of these cells is."""
    return number_columns((0, text) for text in texts).get(0)


@pytest.mark.parametrize(
    ("texts", "sign", "decimals"),
    [
        (("12.304", "−0.42", "3", "120.5"), ".", 3),
        (("€ 1,204.50", "€ 88.25", "€ 9.5"), ".", 2),
        (("17,9 Mio.", "13,2 Mio.", "0,75 Mio."), ",", 2),
        (("< .001", ".012", "n. s."), ".", 3),
        (("−17.1 %", "+1,385.3 %", "–"), ".", 1),
        (("1 204 000,5", "88 000", "7"), ",", 1),
    ],
)
def test_numbers_with_decimals_are_ranged_on_their_sign(texts: tuple[str, ...], sign: str, decimals: int) -> None:
    assert column(*texts) == NumberColumn(sign, decimals)


@pytest.mark.parametrize(
    "texts",
    [
        ("1,204", "998", "12,310"),
        ("34.112 km²", "70.541 km²", "419 km²"),
        ("9", "10", "104", "–"),
        ("1.", "2.", "10."),
        ("1,204隻", "998隻"),
        ("12 kg", "3.5 t"),
    ],
)
def test_whole_numbers_and_mixed_units_are_only_ranged_right(texts: tuple[str, ...]) -> None:
    assert column(*texts) == NumberColumn()


@pytest.mark.parametrize(
    "texts",
    [
        ("1990", "1991", "2001"),
        ("1990", "1991", "all"),
        ("12.05.1999", "1.6.2001"),
        ("06:10", "12:45"),
        ("[10.70, 13.91]", "[−0.63, −0.21]"),
        ("3 apples", "4 pears", "5 plums", "6 figs"),
        ("Ada", "12", "Bea"),
        ("–", "–"),
    ],
)
def test_names_dates_and_ranges_are_no_numbers(texts: tuple[str, ...]) -> None:
    assert column(*texts) is None


def test_a_number_ends_earlier_by_the_decimals_that_it_lacks() -> None:
    numbers = NumberColumn(".", 3)
    assert [numbers.missing(text) for text in ("12.304", "−0.42 m", "3", "n. s.")] == [
        (0, False), (1, False), (3, True), (0, False),
    ]  # fmt: skip
    assert [numbers.classes(text) for text in ("1.5", "7", "0.001")] == [
        "number lacks-2", "number lacks-3-sign", "number",
    ]  # fmt: skip
