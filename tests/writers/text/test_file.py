"""Plain text for people; files that appear whole or not at all; the words that exports add in each language."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from archiver.errors import InvalidResult, UsageError
from archiver.images import picture
from archiver.writers import WRITERS, export
from archiver.writers.shared.i18n import words_for
from archiver.writers.shared.prepare import plain_date, require_all_notes
from archiver.writers.shared.safe_links import safe_href
from archiver.writers.shared.xslt import FOLDER
from support.random_records import random_article
from support.records import NAMES, Specimen, changed, record
from support.work import growth


def test_text_reads_from_title_to_source() -> None:
    lines = record("lost-notes").made("text").decode("utf-8").splitlines()
    assert lines == [
        "A Ferry Without a Timetable",
        "===========================",
        "",
        "Prof. Ines Varga, Research Fellow, Centre for River Studies",
        "May 17, 2020",
        "",
        "The ferry leaves when it is full.[1] It has done so since 1911.[2]",
        "",
        "",
        "Those who wait",
        "--------------",
        "",
        "Waiting is free of charge.[3]",
        "",
        "Views expressed are of the author.",
        "",
        "",
        "Notes",
        "-----",
        "",
        "[1] The source carried no text for this note.",
        "",
        "[2] The source carried no text for this note.",
        "",
        "[3] The source carried no text for this note.",
        "",
        "",
        "Source: ferry.txt",
        "SHA-256: " + "d" * 64,
        "Cite as: Varga, Ines. A Ferry Without a Timetable. 2020-05-17.",
    ]


def test_text_keeps_numbers_lines_and_cells() -> None:
    made = record("everything").made("text").decode("utf-8")
    for line in ("  iv. The second bell:", "  § 1 Boats wait.", "| January | 1.2 | 3.9[a] |", "            sleep(60)"):
        assert line in made.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("format", sorted(WRITERS.keys() - {"pdf"}))
def test_strange_records_can_be_written_in_every_format(format: str, tmp_path: Path) -> None:
    for seed in range(1000, 1040):
        assert export(random_article(seed), format, tmp_path / f"{seed}").stat().st_size


@pytest.mark.slow
@pytest.mark.parametrize("format", sorted(WRITERS.keys() - {"pdf"}))
def test_the_same_record_gives_the_same_bytes(format: str) -> None:
    for name in NAMES:
        assert changed(name).made(format) == record(name).made(format)


def test_an_export_that_loses_a_note_is_refused(tmp_path: Path) -> None:
    article = changed("lost-notes").article
    assert len(article.notes) == 3, "which the article remembers"
    (notes,) = article.root.iterfind("{*}notes")
    article.root.remove(notes)
    with pytest.raises(InvalidResult, match="would hold 3 note calls and 0 notes"):
        export(article, "text", tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_the_counts_of_notes_and_calls_must_agree() -> None:
    require_all_notes(record("lost-notes").article, "text", calls=3, notes=3)
    with pytest.raises(InvalidResult):
        require_all_notes(record("lost-notes").article, "text", calls=4, notes=3)


def test_unknown_formats_and_options_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no format 'doc'"):
        export(record("bare").article, "doc", tmp_path / "x")
    with pytest.raises(UsageError, match="has no option 'css'"):
        export(record("bare").article, "text", tmp_path / "x", css="y")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        export(record("bare").article, "text", tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://a.example/b c?d=é#e", "https://a.example/b%20c?d=é#e"),
        ("HTTP://A.Example", "http://a.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#n1", "#n1"),
        ("https://a.example/%zz", "https://a.example/%25zz"),
        ("https://user:word@a.example/", "https://a.example/"),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//a.example/x", None),
        ("page.html", None),
        ("https://", None),
        ("http://[bad", None),
        ("http://a.example:99999/", None),
        ("#", None),
    ],
)
def test_only_safe_addresses_are_links(href: str, safe: str | None) -> None:
    assert safe_href(href) == safe


@pytest.mark.parametrize(
    ("src", "type_"),
    [
        ("data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "image/gif"),
        ("data:text/plain;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "image/gif"),
        ("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E", "image/svg+xml"),
        ("data:image/png;base64,AAAA", None),
        ("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='x'/%3E", None),
        ("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cscript/%3E%3C/svg%3E", None),
        (
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='http://a.example/'/%3E%3C/svg%3E",
            None,
        ),
        (
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Crect fill='url(http://a.example)'/%3E%3C/svg%3E",
            "image/svg+xml",
        ),
        ("data:text/html,<script>", None),
        ("https://a.example/i.png", None),
    ],
)
def test_the_bytes_of_a_picture_decide_its_kind_and_active_content_alone_is_no_picture(
    src: str, type_: str | None
) -> None:
    found = picture(src)
    assert (found.media_type if found else None) == type_


def test_dates_and_names() -> None:
    assert plain_date("2024-02-29T10:15:00+02:00") == "2024-02-29T10:15:00+02:00"
    assert (plain_date("2023-07"), plain_date("2020-01-01Z"), plain_date("-0044")) == ("2023-07", "2020-01-01", "")


def test_every_language_has_every_word() -> None:
    entries = etree.parse(FOLDER / "words.xml").getroot().findall("{*}language")
    keys = set(entries[0].attrib)
    assert len(keys) == 26 and len(entries) >= 22
    for entry in entries:
        assert set(entry.attrib) == keys, entry.get("tag")
        assert all(value.strip() for value in entry.attrib.values()), entry.get("tag")


def test_words_are_chosen_by_tag_then_script_then_language() -> None:
    assert words_for("de-AT")["notes"] == "Anmerkungen"
    assert (words_for("zh-Hant-HK")["contents"], words_for("zh-TW")["contents"], words_for("zh-CN")["contents"]) == (
        "目錄",
        "目錄",
        "目录",
    )
    assert words_for("")["notes"] == words_for("tlh")["notes"] == "Notes"


def long_record(size: int) -> Specimen:
    """Once each of these cost the square of its length, or ran out of stack."""
    paragraphs = "".join(f'<p id="long{n}">word</p>' for n in range(20 * size))
    terms = "<term>t</term>" * size + "<item>d</item>"
    sections = "".join(f'<section id="long-s{n}"><p id="long-p{n}">{"w " * 100}</p></section>' for n in range(5 * size))
    body = f'{sections}{paragraphs}<list type="definition">{terms}</list>'
    return changed("bare", ('<p id="p1">', f'{body}<p id="p1">'))


@pytest.mark.slow
@pytest.mark.parametrize("format", sorted(WRITERS.keys() - {"pdf"}))
def test_long_records_take_linear_time(format: str) -> None:
    assert growth(lambda size: long_record(size).made(format), 5) < 5


@pytest.mark.slow
@pytest.mark.parametrize("format", sorted(WRITERS.keys() - {"pdf"}))
def test_a_very_long_record_is_written(format: str) -> None:
    assert long_record(300).made(format)
