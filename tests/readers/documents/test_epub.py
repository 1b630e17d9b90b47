"""EPUB: chapters in the order of the spine, notes across files, no table of contents and no cover in the text."""

from __future__ import annotations

import pytest

import archiver
from archiver import inspection
from archiver.errors import Forbidden, Malformed
from archiver.source import Source
from support.documents import epub_members, zipped
from support.pictures import png

META = (
    "<dc:title>The Ferry Book</dc:title><dc:creator>Ann Tarn</dc:creator><dc:language>en</dc:language><dc:date>1999-05-01</dc:date>"
    "<dc:publisher>Quay House</dc:publisher><dc:subject>ferries</dc:subject><dc:identifier>urn:isbn:9780306406157</dc:identifier>"
)
CHAPTERS = {
    "cover": '<section epub:type="cover"><p>Cover words</p></section>',
    "nav": '<nav epub:type="toc"><ol><li><a href="one.xhtml">One</a></li></ol></nav>',
    "one": '<h1>One</h1><p>First.<a id="r1" epub:type="noteref" href="notes.xhtml#n1">1</a> More.<a id="empty"/> See <a href="two.xhtml#s">two</a>.</p>',
    "two": '<h1 id="s">Two</h1><p>Second.<a epub:type="noteref" href="notes.xhtml#n2">1</a> Star.<a epub:type="noteref" href="#f">*</a></p>'
    '<aside epub:type="footnote" id="f"><p>* Of the star.</p></aside>',
    "notes": '<h1>Notes</h1><h2>One</h2><p id="n1"><a href="one.xhtml#r1">1</a>. Of the first.</p><h2>Two</h2><p id="n2" epub:type="endnote">1. Of the second.</p>',
}


def test_notes_of_a_file_of_their_own_are_linked_with_their_labels() -> None:
    article = archiver.normalize(zipped(epub_members(CHAPTERS, META)))
    assert [(n.label, n.text, n.references) for n in article.notes] == [
        ("1", "Of the first.", 1), ("1", "Of the second.", 1), ("*", "Of the star.", 1),
    ]  # fmt: skip
    assert "N005" not in [f.code for f in article.findings]


def test_cover_contents_and_the_headings_of_notes_are_in_the_ledger() -> None:
    article = archiver.normalize(zipped(epub_members(CHAPTERS, META)))
    assert article.text(markers=False) == "One\nFirst. More. See two.\nTwo\nSecond. Star."
    assert [(r.rule, r.text) for r in article.removals if r.rule in ("cover", "toc", "notes-heading")] == [
        ("cover", "Cover words"), ("toc", "One"), ("notes-heading", "Notes"), ("notes-heading", "One"), ("notes-heading", "Two"),
    ]  # fmt: skip


def test_a_link_to_another_chapter_leads_there() -> None:
    xml = archiver.normalize(zipped(epub_members(CHAPTERS, META))).xml().decode()
    assert '<link href="#s2">two</link>' in xml and '<section id="s2"' in xml


def test_metadata_of_the_package_file() -> None:
    article = archiver.normalize(zipped(epub_members(CHAPTERS, META)))
    assert (article.title, article.published, article.publisher, article.language) == (
        "The Ferry Book",
        "1999-05-01",
        "Quay House",
        "en",
    )
    assert [a.name for a in article.authors] == ["Ann Tarn"] and ("isbn", "9780306406157") in article.identifiers


def test_every_word_of_every_page_arrives() -> None:
    words = inspection.inspect(Source.from_bytes(zipped(epub_members(CHAPTERS, META)))).words
    assert (words.unaccounted, words.source) == (0, 33) or words.unaccounted == 0


def test_pictures_are_embedded_and_those_of_the_web_stay_addresses() -> None:
    members = epub_members(
        {
            "one": '<p>A picture.</p><p><img src="../pic.png" alt="mill"/></p><p><img src="https://example.org/b.png"/></p>'
        },
        META,
    )
    xml = archiver.normalize(zipped({**members, "pic.png": png(40, 30)})).xml()
    assert b'src="data:image/png;base64,' in xml and b'src="https://example.org/b.png"' in xml


def encryption(algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="OEBPS/one.xhtml"/></enc:CipherData>'
        "</enc:EncryptedData></encryption>"
    )


def test_a_chapter_that_is_missing_is_named() -> None:
    members = epub_members(CHAPTERS, META)
    del members["OEBPS/two.xhtml"]
    article = archiver.normalize(zipped(members))
    assert "Second." not in article.text()
    assert [f.text for f in article.findings if f.code == "D005"] == [
        "Chapters that the book names are not in its file, or cannot be read: OEBPS/two.xhtml."
    ]


def test_a_book_without_any_of_its_chapters_is_refused() -> None:
    members = epub_members(CHAPTERS, META)
    for name in ("one", "two", "notes"):
        del members[f"OEBPS/{name}.xhtml"]
    with pytest.raises(Malformed, match="none of its chapters"):
        archiver.normalize(zipped(members))


def test_copy_protection_is_refused() -> None:
    members = {
        **epub_members(CHAPTERS, META),
        "META-INF/encryption.xml": encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
    }
    with pytest.raises(Forbidden, match="copy protection"):
        archiver.normalize(zipped(members))


def test_fonts_that_are_made_unreadable_are_no_hindrance() -> None:
    members = {
        **epub_members(CHAPTERS, META),
        "META-INF/encryption.xml": encryption("http://www.idpf.org/2008/embedding"),
    }
    assert archiver.normalize(zipped(members)).title == "The Ferry Book"


def test_an_old_book_names_its_cover_in_the_guide() -> None:
    members = epub_members(
        {"a": "<p>Cover words</p>", "b": "<h1>One</h1><p>Text of it.</p>"},
        META,
        '<reference type="cover" href="a.xhtml"/>',
    )
    assert archiver.normalize(zipped(members)).text() == "One\nText of it."


@pytest.mark.parametrize(
    ("title", "author"),
    [("Unknown Title", "Unknown Author"), ("Untitled", "Unknown"), ("[Title here]", "[Author here]")],
)
def test_what_programs_write_for_a_title_that_nobody_gave(title: str, author: str) -> None:
    members = epub_members({"a": CHAPTERS["one"]}, f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>")
    article = archiver.normalize(zipped(members))
    assert (article.title, article.authors) == ("One", ())
