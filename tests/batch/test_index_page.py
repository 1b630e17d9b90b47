"""The index page of a batch in a browser: the rows that show, their order, the search and the filters, and that it fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archiver.batch.ledger import Entry
from support.external import Tab, chromium_tab
from support.ledgers import done, failed, reported

FIRST = "[...document.querySelectorAll('#rows tr')].slice(0, 3).map(row => row.querySelector('.title, .source').textContent.trim())"
STATUS = "document.getElementById('status').textContent"
ROWS = "document.querySelectorAll('#rows tr').length"
WORDS = ("Bell", "Chapel", "Ébène", "Gull", "Harbour", "Lamp", "Quay", "Rope", "Salt", "Tide")


def batch() -> list[Entry]:
    """250 sources: Bell 0, Chapel 1 … Each tenth failed, each seventh misses notes."""
    entries = []
    for number in range(250):
        name = f"saved/{number:03}.html"
        missing = int(number % 7 == 0)
        finding = ("N001", "warning", "The source carries no text for note 4.")
        entries.append(
            failed(name)
            if number % 10 == 9
            else done(
                name,
                "xml",
                "pdf",
                title=f"{WORDS[number % 10]} {number}",
                authors=("Ann Lee",),
                date=f"2021-01-{number % 28 + 1:02}",
                words=number * 1000,
                missing=missing,
                findings=(finding,) * missing,
                doubtful=("author",) if number == 1 else (),
            )
        )
    return entries


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reported(tmp_path_factory.mktemp("batch"), *batch())


@pytest.fixture
def tab(folder: Path) -> Iterator[Tab]:
    """The page in a browser. Nothing may go wrong on it."""
    with chromium_tab(folder / "index.html") as tab:
        yield tab
        tab.run("1")
        assert tab.errors == []


def press(tab: Tab, name: str) -> None:
    """Press the button with this name."""
    tab.run(f"[...document.querySelectorAll('button')].find(one => one.textContent === '{name}').click()")


def choose(tab: Tab, kind: str) -> None:
    tab.run(f"document.querySelector('[name=show][value={kind}]').click()")


def look_for(tab: Tab, words: str) -> None:
    tab.run(f"document.getElementById('search').value = '{words}'; document.getElementById('controls').requestSubmit()")


@pytest.mark.slow
class TestWithScripts:
    def test_a_hundred_rows_show_in_the_order_of_their_sources(self, tab: Tab) -> None:
        assert tab.run(FIRST) == ["Bell 0", "Chapel 1", "Ébène 2"]
        assert (tab.run(ROWS), tab.run(STATUS)) == (100, "1 to 100 of 250 sources")

    def test_pages_are_turned(self, tab: Tab) -> None:
        press(tab, "Next")
        press(tab, "Next")
        assert (tab.run(ROWS), tab.run(STATUS)) == (50, "201 to 250 of 250 sources")
        press(tab, "Next")  # there is no other
        assert tab.run(STATUS) == "201 to 250 of 250 sources"
        assert tab.run("document.getElementById('next').getAttribute('aria-disabled')") == "true"

    def test_numbers_are_sorted_as_numbers_the_highest_first(self, tab: Tab) -> None:
        press(tab, "Words")
        assert tab.run(FIRST) == ["Salt 248", "Rope 247", "Quay 246"]
        assert tab.run(
            "[...document.querySelectorAll('[aria-sort]')].map(head => [head.textContent, head.getAttribute('aria-sort')])"
        ) == [["Words", "descending"]]
        press(tab, "Words")
        assert tab.run(FIRST)[0] == "Bell 0"

    def test_titles_are_sorted_as_words(self, tab: Tab) -> None:
        press(tab, "Title")
        assert tab.run(FIRST) == ["Bell 0", "Bell 10", "Bell 20"]
        press(tab, "Title")
        assert tab.run("document.querySelector('#rows .title').textContent") == "Salt 248"

    def test_accents_and_capitals_are_the_same_to_the_search(self, tab: Tab) -> None:
        look_for(tab, "EBENE")
        assert (tab.run(STATUS), tab.run(FIRST)[0]) == ("25 (of 250) sources", "Ébène 2")

    def test_what_has_no_value_comes_last_in_either_order(self, tab: Tab) -> None:
        for _ in range(2):
            press(tab, "Date")
            press(tab, "Next")
            press(tab, "Next")
            assert tab.run("document.querySelector('#rows tr:last-child').dataset.is") == "failed"

    def test_filters_and_search_go_together(self, tab: Tab) -> None:
        choose(tab, "failed")
        assert tab.run(STATUS) == "25 (of 250) sources"
        choose(tab, "missing")
        assert tab.run(STATUS) == "33 (of 250) sources"
        look_for(tab, "HARBOUR ann")
        assert tab.run(FIRST) == ["Harbour 14", "Harbour 84", "Harbour 154"]
        look_for(tab, "nowhere")
        assert (tab.run(ROWS), tab.run(STATUS)) == (0, "No source fits (of 250).")

    def test_a_finding_shows_the_sources_that_have_it(self, tab: Tab) -> None:
        press(tab, "N001")
        assert tab.run(STATUS) == "33 (of 250) sources"

    def test_the_order_is_changed_with_the_keyboard(self, tab: Tab) -> None:
        tab.run("document.querySelectorAll('thead button')[4].focus()")
        tab.press_enter()
        assert tab.run(FIRST)[0] == "Salt 248"
        tab.press_enter()  # the button has the focus still
        assert tab.run(FIRST)[0] == "Bell 0"
        assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    def test_print_has_all_that_fits_the_filter(self, tab: Tab) -> None:
        assert tab.run("dispatchEvent(new Event('beforeprint')), document.querySelectorAll('#rows tr').length") == 250
        assert tab.run("dispatchEvent(new Event('afterprint')), document.querySelectorAll('#rows tr').length") == 100


@pytest.mark.slow
class TestWithoutScripts:
    def test_all_rows_stand_in_a_plain_table(self, folder: Path) -> None:
        with chromium_tab(folder / "index.html", scripts=False) as tab:
            assert tab.run(ROWS) == 250
            assert tab.run("document.querySelectorAll('#rows a').length") == 225 * 3
            assert tab.run("getComputedStyle(document.getElementById('controls')).display") == "none"
            assert tab.run("document.querySelector('thead').getClientRects().length") > 0


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 390, 768, 961, 1280])
def test_nothing_has_to_be_moved_sideways(tmp_path: Path, width: int, scripts: bool) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    values: dict[str, Any] = {
        "title": long,
        "authors": (long,) * 9,
        "date": long,
        "container": long,
        "words": 10**9,
        "notes": 10**6,
    }
    entries = [
        done(f"saved/{'x' * 200}.html", "xml", "pdf", "epub", "tei", "html", missing=10**5, doubtful=("title", long), findings=(("N001", "warning", long),), **values),
        failed(f"{'y' * 200}.html", "z" * 300),
    ]  # fmt: skip
    folder = reported(tmp_path, *entries)
    with chromium_tab(folder / "index.html", width=width, scripts=scripts) as tab:
        tab.run("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert tab.run("document.documentElement.scrollWidth") <= width
        assert tab.run("[...document.querySelectorAll('#rows a')].every(one => one.getBoundingClientRect().width > 8)")


@pytest.mark.slow
def test_text_that_looks_like_markup_does_nothing(tmp_path: Path) -> None:
    bad = "</noscript><img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>"
    entry = done(
        "a.html",
        "xml",
        title=bad,
        authors=(bad,),
        container=bad,
        findings=((bad, bad, bad),),
        doubtful=(bad,),
        stem=bad,
    )
    folder = reported(tmp_path, entry, failed("b.html", bad))
    with chromium_tab(folder / "index.html") as tab:
        press(tab, "Title")
        assert tab.run("document.title") != "hit"
        assert tab.run(FIRST)[0] == bad
        assert tab.run("document.querySelectorAll('#rows img, #rows script').length") == 0
        assert tab.errors == []
