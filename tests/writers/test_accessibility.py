"""Pages and books that everybody can read: axe and Ace by DAISY have nothing against them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from support import external
from support.records import NAMES, html_of, record

H = {"h": "http://www.w3.org/1999/xhtml"}


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide and light", "narrow and dark"])
def test_axe_has_nothing_against_the_pages(tmp_path: Path, width: int, dark: bool) -> None:
    pages = {name: tmp_path / f"{name}.html" for name in NAMES}
    for name, page in pages.items():
        page.write_bytes(record(name).html)
    found = external.axe(pages.values(), width=width, dark=dark)
    assert {page.stem: messages for page, messages in found.items() if messages} == {}


@pytest.mark.slow
def test_axe_has_nothing_against_the_chapters_of_books(tmp_path: Path) -> None:
    """On the phone. The rules on landmarks do not count, since a chapter is no page of a site; in the dark the ground is the reader's, which axe takes for white."""
    chapters = []
    for name in NAMES:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "book.epub").write_bytes(record(name).made("epub"))
        with zipfile.ZipFile(folder / "book.epub") as book:
            book.extractall(folder)
        chapters += sorted((folder / "EPUB").glob("text-*.xhtml"))
    found = external.axe(chapters, width=390)
    of_sites = ("landmark-one-main", "region", "page-has-heading-one")
    wrong = {
        str(chapter.relative_to(tmp_path)): counted
        for chapter, messages in found.items()
        if (counted := [message for message in messages if not message.startswith(of_sites)])
    }
    assert wrong == {}


@pytest.mark.slow
def test_ace_has_nothing_against_the_books(tmp_path: Path) -> None:
    """Two of them, since it takes some seconds for each: all kinds of blocks, and a language that nobody knows."""
    books = [tmp_path / f"{name}.epub" for name in ("everything", "bare")]
    for book in books:
        book.write_bytes(record(book.stem).made("epub"))
    assert external.ace(books) == {book: [] for book in books}


def test_the_spoken_name_of_a_numbered_backlink_has_its_number() -> None:
    links = etree.fromstring(record("everything").html).xpath("//h:a[@class = 'way-back'][h:sup]", namespaces=H)
    assert links
    for link in links:
        assert link.get("aria-label").split()[-1] == link.findtext("h:sup", namespaces=H)


def test_a_page_in_no_known_language_says_so() -> None:
    page = html_of("bare")
    assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "und"
