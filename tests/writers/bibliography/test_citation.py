"""`archiver cite`: styles by name and from a file, in the language of the article."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.article import Article
from archiver.errors import Malformed, SourceError, UsageError
from archiver.metadata import gather_metadata
from archiver.writers.bibliography import styles
from archiver.writers.bibliography.citation import cite
from support.drafts import build, page

PROSE = (
    "<h1>Counting Sand</h1><p>"
    + "The book has been kept in the harbour office since the first barge came in. " * 5
    + "</p>"
)
AUTHORS = "<meta name='citation_author' content='Vasalund, Ina'><meta name='citation_author' content='van der Aa, Bo'>"
JOURNAL = (
    "<meta name='citation_journal_title' content='Harbour Papers'><meta name='citation_volume' content='12'><meta name='citation_issue' content='3'>"
    "<meta name='citation_firstpage' content='101'><meta name='citation_lastpage' content='119'><meta name='citation_date' content='2021/03/04'>"
    "<meta name='citation_doi' content='10.5555/sand'>"
)


def article(head: str = AUTHORS + JOURNAL, language: str = "en") -> Article:
    draft = page(PROSE, head)
    gather_metadata(draft)
    xml = build(draft).xml().replace(b'xml:lang="en"', f'xml:lang="{language}"'.encode())
    return Article.from_bytes(xml.replace(b"<language>en<", f"<language>{language}<".encode()))


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("apa", "Vasalund, I., & van der Aa, B. (2021). Counting Sand. Harbour Papers, 12(3), 101–119. https://doi.org/10.5555/sand"),
        ("chicago", "Vasalund, Ina, and Bo van der Aa. 2021. “Counting Sand.” Harbour Papers 12 (3): 101–19. https://doi.org/10.5555/sand."),
        ("MLA", "Vasalund, Ina, and Bo van der Aa. “Counting Sand.” Harbour Papers, vol. 12, no. 3, Mar. 2021, pp. 101–19, https://doi.org/10.5555/sand."),
        ("ieee", "I. Vasalund and B. van der Aa, “Counting Sand,” Harbour Papers, vol. 12, no. 3, pp. 101–119, Mar. 2021, doi: 10.5555/sand."),
    ],
)  # fmt: skip
def test_styles_by_name(style: str, text: str) -> None:
    assert cite(article(), style) == text


def test_a_title_that_stands_for_the_author_is_written_once() -> None:
    assert cite(article(JOURNAL), "apa").startswith("Counting Sand. (2021). Harbour Papers, 12(3)")


def test_the_words_are_those_of_the_article_s_language() -> None:
    assert " und " in cite(article(language="de"), "chicago")
    assert "(o. J.)" in cite(article(AUTHORS, language="de"), "apa")
    assert "(n.d.)" in cite(article(AUTHORS, language="tlh"), "apa")


def test_html_has_italics_and_links() -> None:
    html = cite(article(), "apa", "html")
    assert html.startswith('<div class="csl-entry"') and "<em>Harbour Papers</em>" in html
    assert '<a href="https://doi.org/10.5555/sand">' in html


@pytest.mark.parametrize(
    ("name", "near"), [("chicag", "chicago"), ("modern language", "modern-language-association"), ("apa7", "apa")]
)
def test_an_unknown_style_is_refused_with_those_near_it(name: str, near: str) -> None:
    with pytest.raises(UsageError) as raised:
        cite(article(), name)
    assert near in raised.value.remedy


def test_a_style_without_a_list_of_references_is_refused() -> None:
    with pytest.raises(UsageError, match="footnotes only"):
        cite(article(), "chicago-notes-classic")


STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00Z</updated>{link}</info>'
    '<citation><layout><text variable="title"/></layout></citation>'
    '<bibliography><layout suffix="."><text variable="title"/><text prefix=" in " variable="container-title" font-style="italic"/></layout></bibliography></style>'
)


def test_a_style_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    path.write_text(STYLE.format(link=""))
    assert cite(article(), str(path)) == "Counting Sand in Harbour Papers."


def test_a_dependent_style_is_replaced_by_the_one_that_it_names_and_nothing_is_fetched(tmp_path: Path) -> None:
    path = tmp_path / "name.csl"
    path.write_text(STYLE.format(link='<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/>'))
    assert cite(article(), str(path)) == cite(article(), "apa")
    path.write_text(STYLE.format(link='<link href="http://styles.example/none" rel="independent-parent"/>'))
    with pytest.raises(UsageError, match="not there"):
        cite(article(), str(path))
    assert cite(article(), "nature-chemistry") == cite(article(), "nature")


@pytest.mark.slow
def test_a_style_that_never_ends_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    endless = STYLE.format(link="").replace("<citation>", '<macro name="a"><text macro="a"/></macro><citation>')
    path.write_text(endless.replace('<layout suffix=".">', '<layout suffix="."><text macro="a"/>'))
    with pytest.raises(Malformed, match="it takes more than"):
        cite(article(), str(path))


def test_files_that_are_no_styles(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    for text in (
        "",
        "<style",
        "<html/>",
        '<!DOCTYPE s [<!ENTITY e "x">]><style xmlns="http://purl.org/net/xbiblio/csl">&e;</style>',
    ):
        path.write_text(text)
        with pytest.raises(SourceError):
            styles.find(str(path))
    path.write_text(STYLE.format(link="").replace('<text variable="title"/>', "<text/>"))
    with pytest.raises(Malformed, match="cannot be used"):
        cite(article(), str(path))
    with pytest.raises(SourceError):
        styles.find(str(tmp_path / "none.csl"))
    for name in ("../apa", "", ".", "dependent/nature"):
        with pytest.raises((UsageError, SourceError)):
            styles.find(name)
