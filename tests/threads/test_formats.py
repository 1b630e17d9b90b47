"""A thread in every format: each post with its own head, whom it answers, and nothing under the wrong name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import archiver
from archiver.article import Article
from archiver.writers import WRITERS
from support import external

PAGES = Path(__file__).parent / "pages"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XHTML = {"h": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def snails() -> Article:
    """A thread in which one post answers another."""
    return archiver.normalize(PAGES / "reddit-old.html")


def made(article: Article, format: str, **options: object) -> bytes:
    """The bytes of an export."""
    out = io.BytesIO()
    WRITERS[format].writer()(article, out, **options)
    return out.getvalue()


def test_the_record_is_the_golden_one(snails: Article, pytestconfig: pytest.Config) -> None:
    golden = Path(__file__).parent / "snails.body.xml"
    found = snails.root.find("{*}body")
    assert found is not None
    body = etree.tostring(found, encoding="unicode", with_tail=False)
    if pytestconfig.getoption("update"):
        golden.write_text(body + "\n", "utf-8")
    assert body == golden.read_text("utf-8").rstrip("\n")


def test_text_has_a_line_for_each_head(snails: Article) -> None:
    text = made(snails, "text").decode()
    heads = [
        "moss_cup, 4 years ago (2020-01-12)",
        "HelixHal, 4 years ago (2020-01-12)",
        "moss_cup, 4 years ago (2020-01-12) → HelixHal",
    ]
    assert [line for line in text.splitlines() if "4 years ago" in line][:3] == heads
    assert text.index("→ HelixHal") < text.index("That is a relief") < text.index("gastropod_gus, ")


def test_html_has_articles_with_times_and_links(snails: Article) -> None:
    page = etree.fromstring(made(snails, "html"))
    posts = page.xpath("//h:article[contains(@class, 'thread-post')]", namespaces=XHTML)
    assert len(posts) == 4
    assert [post.findtext(".//h:span[@class='name']", namespaces=XHTML) for post in posts] == [
        post.author for post in snails.posts
    ]
    assert posts[2].get("class") == "thread-post reply-1"
    assert posts[2].find(".//h:a[@class='answers']", XHTML).get("href") == f"#{posts[1].get('id')}"
    assert all(post.find(".//h:time", XHTML).get("datetime").startswith("2020-01-1") for post in posts)


def test_tei_has_posts_by_persons(snails: Article) -> None:
    root = etree.fromstring(made(snails, "tei"))
    persons = {
        p.get("{http://www.w3.org/XML/1998/namespace}id"): p.findtext("t:persName", namespaces=TEI)
        for p in root.iterfind(".//t:person", TEI)
    }
    posts = root.findall("t:text/t:body/t:post", TEI)
    assert [persons[post.get("who", "")[1:]] for post in posts] == [post.author for post in snails.posts]
    assert len(persons) == 3  # one of them wrote twice
    assert posts[2].get("replyTo") == "#post2"
    assert [post.findtext("t:opener/t:name", namespaces=TEI) for post in posts] == [
        post.author for post in snails.posts
    ]


@pytest.mark.parametrize("format", ["markdown", "jats", "latex", "docx", "odt"])
def test_pandoc_formats_keep_the_order_of_names_and_texts(snails: Article, format: str) -> None:
    data = made(snails, format)
    if format in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = package.read("word/document.xml" if format == "docx" else "content.xml")
    text = " ".join(re.sub(r"<[^>]*>|[\\{}*]", "", data.decode()).split())
    text = text[text.index("The duckweed has died") :]
    places = [
        text.index(words)
        for words in ("duckweed", "HelixHal", "Asleep", "That is a relief", "gastropod", "Mine take algae")
    ]
    assert places == sorted(places)


def test_a_reply_in_another_file_of_a_book_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    from archiver.writers import epub

    monkeypatch.setattr(epub, "SPLIT_ABOVE", 10)
    monkeypatch.setattr(epub, "SMALL", 1)
    out = io.BytesIO()
    WRITERS["epub"].writer()(archiver.normalize(PAGES / "letters.html"), out)
    with zipfile.ZipFile(out) as book:
        names = [name for name in book.namelist() if "text-" in name]
        pages = "".join(book.read(name).decode() for name in names)
    assert len(names) > 1
    assert re.search(r'class="answers" href="text-\d+\.xhtml#post', pages)


def test_two_conversions_are_the_same_bytes(snails: Article) -> None:
    again = archiver.normalize(PAGES / "reddit-old.html")
    assert again.xml() == snails.xml()
    for format in ("html", "tei", "text", "markdown"):
        assert made(again, format) == made(snails, format)


@pytest.mark.slow
def test_both_pdfs_pass_pdf_a_and_pdf_ua(snails: Article, tmp_path: Path) -> None:
    paths = []
    for engine in ("weasyprint", "typst"):
        paths.append(tmp_path / f"{engine}.pdf")
        archiver.export(snails, "pdf", paths[-1], engine=engine)
    assert all(verdict["compliant"] for verdict in external.vera(paths))
