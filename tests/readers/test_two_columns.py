"""Columns side by side are read one after the other where sentences run down in both."""

from __future__ import annotations

import textwrap

import pytest

from archiver.readers.plain.two_columns import in_columns
from support.drafts import build_text
from support.work import growth

LEFT = (
    "The sluice at Orrin was built in the year of the great flood, when the miller and the vestry agreed for the first and the last time. "
    "It has two doors of oak and one of iron, and a keeper who opens them by the tide table behind his stove."
)
RIGHT = (
    "In the spring of 2019 the water rose by a hand in one night. The keeper was asleep, and the doors stood open on both sides. "
    "The meadow took the water, and the cows took to the hill, where they stayed until the bank was mended in June."
)


def beside(left: str, right: str, width: int = 40, gap: int = 4) -> str:
    columns = [
        [line for part in text.split("\n\n") for line in (*textwrap.wrap(part, width), "")][:-1]
        for text in (left, right)
    ]
    size = max(map(len, columns))
    first, second = ([*column, *[""] * (size - len(column))] for column in columns)
    return "".join(f"{a.ljust(width + gap)}{b}".rstrip() + "\n" for a, b in zip(first, second, strict=True))


def paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in build_text(text).text().split("\n") if line.strip()]


def codes(text: str) -> list[str]:
    return [finding.code for finding in build_text(text).findings]


WHOLE = f"{LEFT} {RIGHT.replace('June', 'summer')} {LEFT} {RIGHT.replace('June', 'autumn')}"
HEAD = "                    The Two Sluices\n\n"


@pytest.mark.parametrize("width", [34, 44, 56])
def test_each_column_is_read_down_and_it_is_told(width: int) -> None:
    text = HEAD + beside(
        f"{LEFT}\n\n{RIGHT}", f"{LEFT.replace('Orrin', 'Stell')}\n\n{RIGHT.replace('cows', 'hens')}", width
    )
    assert paragraphs(text)[-4:] == [LEFT, RIGHT, LEFT.replace("Orrin", "Stell"), RIGHT.replace("cows", "hens")]
    assert "S013" in codes(text) and "A001" not in codes(text)


def test_a_sentence_goes_on_from_column_to_column_and_from_page_to_page() -> None:
    halves = textwrap.wrap(WHOLE, 40)
    quarter = len(halves) // 4
    parts = ["\n".join(halves[n * quarter : (n + 1) * quarter if n < 3 else None]) for n in range(4)]

    def page(left: str, right: str, number: int) -> str:
        rows = zip(*(text.split("\n") + [""] * 9 for text in (left, right)), strict=False)
        return "".join(f"{a.ljust(46)}{b}".rstrip() + "\n" for a, b in rows).rstrip("\n") + f"\n\n{' ' * 40}{number}\n"

    text = HEAD + page(parts[0], parts[1], 7) + "\x0c" + page(parts[2], parts[3], 8)
    found = paragraphs(text)
    assert " ".join(found)[-len(WHOLE) :] == WHOLE
    assert all(line[-1] == "." for line in found[1:]), "a sentence was broken"


def test_words_that_a_column_broke_are_whole() -> None:
    left = LEFT.replace("and a keeper", "and a keep-\ner")
    text = HEAD + beside(left, RIGHT).replace("keep- er", "keeper")
    assert any("keeper" in line for line in paragraphs(text))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"Boat number {n}            belongs to keeper {n}       and is white\n" for n in range(20)),
        "".join(f"{'x' * 30}    {'y' * 30}\n" for _ in range(20)),
        LEFT + "\n\n" + RIGHT + "\n",
    ],
    ids=["table", "signs", "one column"],
)
def test_tables_and_plain_text_stay_as_they_are(text: str) -> None:
    found = in_columns(text)
    assert found is None or (found.proven == 0 and found.text == text)


def test_what_looks_like_columns_and_proves_nothing_is_told() -> None:
    rows = [
        ("The boat of the miller is", "Nobody has seen it since"),
        ("and two oars of white pine", "with a stripe of dark green"),
    ]
    text = "".join(f"{rows[n % 5 == 1][0].ljust(34)}{rows[n % 5 == 1][1]}\n" for n in range(15))
    found = in_columns(text)
    assert found is not None and (found.proven, found.alike, found.text) == (0, 1, text)
    assert "line by line" in next(finding.text for finding in build_text(text).findings if finding.code == "S013")


def test_every_character_is_found_again_in_the_source() -> None:
    text = HEAD + beside(LEFT, RIGHT)
    found = in_columns(text)
    assert found is not None
    for word in ("Orrin", "cows", "vestry"):
        assert text[found.shift.before(found.text.index(word)) :].startswith(word)
    assert sorted(found.text.split()) == sorted(text.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["a word\n" * 4 + f"{'a word':40}another word\n", "a   b   " * 40 + "\n", f"{' ' * 60}x\n", f"{LEFT[:36]:40}{RIGHT[:36]}\n"],
    ids=["few lines of two parts", "many gaps", "one column at the right", "two columns"],
)  # fmt: skip
def test_the_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    assert growth(lambda size: in_columns(unit * size), 500) < 6
