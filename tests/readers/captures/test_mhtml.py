"""Pages saved as MHTML: the page, its address, the moment of its capture, its pictures."""

from __future__ import annotations

import base64
import hashlib
import quopri
from pathlib import Path

import pytest

import archiver
from support.pictures import png

ADDRESS = "https://harbour.example/tides/lantern"
PARAGRAPHS = "".join(
    f"<p>Keeper number {n} climbed the hundred and eight steps each evening, trimmed the wick, and wrote the weather of the bay into a book"
    " that nobody on the mainland ever asked to see, though it was kept for ninety years without a gap.</p>"
    for n in range(1, 6)
)
PAGE = (
    f'<!DOCTYPE html><html lang="de"><head><title>Die Laterne</title></head><body><article><h1>Die Laterne von Grün</h1>{PARAGRAPHS}'
    '<p>Größe und Gewicht.<sup><a href="https://harbour.example/tides/lantern#n1" id="r1">1</a></sup></p>'
    '<p><img src="https://harbour.example/lantern.png" alt="The lantern"><img src="cid:second@mhtml.example" alt="The stairs"></p>'
    '<ol><li id="n1">Im Buch des Wärters. <a href="https://harbour.example/tides/lantern#r1">↩</a></li></ol></article></body></html>'
)


def mhtml(page: bytes = PAGE.encode(), content_type: str = "text/html", pictures: bool = True) -> bytes:
    """An MHTML file as Chromium writes it."""
    parts = [
        f"Content-Type: {content_type}\r\nContent-ID: <frame-1@mhtml.example>\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: {ADDRESS}\r\n\r\n".encode()
        + quopri.encodestring(page)
    ]
    if pictures:
        for name, place in (
            ("lantern", "Content-Location: https://harbour.example/lantern.png"),
            ("stairs", "Content-ID: <second@mhtml.example>"),
        ):
            data = base64.encodebytes(png(3, 2) if name == "lantern" else png(5, 4))
            parts.append(
                f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n{place}\r\n\r\n".encode() + data
            )
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nSubject: Die Laterne\r\nDate: Tue, 5 Mar 2024 21:30:00 +0100\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary--7----"\r\n\r\n'
    )
    return (
        head.encode()
        + b"".join(b"\r\n------Boundary--7----\r\n" + part for part in parts)
        + b"\r\n------Boundary--7------\r\n"
    )


def test_a_saved_page_is_read_with_its_address_and_moment() -> None:
    article = archiver.normalize(mhtml())
    assert article.title == "Die Laterne von Grün"
    assert (article.url, article.retrieved) == (ADDRESS, "2024-03-05T20:30:00Z")
    assert "Größe und Gewicht." in article.text(markers=False)


def test_links_in_the_page_are_absolute_and_notes_are_found_all_the_same() -> None:
    article = archiver.normalize(mhtml())
    assert [(note.label, note.text, note.status) for note in article.notes] == [
        ("1", "Im Buch des Wärters.", "present")
    ]


def test_pictures_come_from_the_file() -> None:
    images = list(archiver.normalize(mhtml()).root.iter("{*}image"))
    data = [base64.b64decode(image.get("src", "").partition(",")[2]) for image in images]
    assert data == [png(3, 2), png(5, 4)]
    without = archiver.normalize(mhtml(pictures=False)).root.iter("{*}image")
    assert [image.get("src") for image in without][:1] == ["https://harbour.example/lantern.png"]


def test_the_record_has_the_fixity_of_the_page_and_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lantern.mhtml"
    path.write_bytes(mhtml())
    source = archiver.normalize(path).root.find(".//{*}source")
    assert source is not None
    assert (source.get("href"), source.get("sha256")) == (ADDRESS, hashlib.sha256(PAGE.encode()).hexdigest())
    assert dict(source[0].attrib) == {
        "href": "lantern.mhtml", "media-type": "multipart/related", "sha256": hashlib.sha256(mhtml()).hexdigest(), "bytes": str(len(mhtml())),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/html", "utf-8"),
        ("text/html; charset=windows-1252", "cp1252"),
        ("text/html; charset=iso-8859-1", "cp1252"),
    ],
)
def test_letters_are_read_by_the_header_of_the_part(content_type: str, encoding: str) -> None:
    assert "Größe" in archiver.normalize(mhtml(PAGE.replace("↩", "^").encode(encoding), content_type)).text()


@pytest.mark.parametrize(
    "address", ["https://a b.example/", "https://user@[bad/", "file:///C:/lantern.html", "cid:x", "ftp://a.example/x"]
)
def test_what_is_no_web_address_is_none(address: str) -> None:
    raw = mhtml().replace(ADDRESS.encode() + b"\r\n", address.encode() + b"\r\n")
    assert archiver.normalize(raw).title == "Die Laterne von Grün"


def test_the_users_address_wins() -> None:
    assert archiver.normalize(mhtml(), url="https://mirror.example/lantern").url == "https://mirror.example/lantern"


@pytest.mark.parametrize(
    "data",
    [
        mhtml(content_type="image/png", pictures=False),
        mhtml(page=b"", pictures=False),
        mhtml()[: mhtml().index(b"\r\n\r\n") + 4],
        b"MIME-Version: 1.0\r\nContent-Location: x\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a--\r\n",
    ],
    ids=["no HTML part", "empty page", "head alone", "no part"],
)
def test_a_file_without_a_page_is_refused(data: bytes) -> None:
    with pytest.raises(archiver.SourceError, match="HTML page") as caught:
        archiver.normalize(data)
    assert caught.value.exit_code == 3


def test_a_file_that_was_cut_off_says_so() -> None:
    whole, cut = (archiver.normalize(data, force=True) for data in (mhtml(), mhtml()[:1500]))
    assert "S012" not in {finding.code for finding in whole.findings}
    assert "S012" in {finding.code for finding in cut.findings}


def test_a_tower_of_parts_is_refused_or_read() -> None:
    inner = b"Content-Type: text/html\r\n\r\n<p>x</p>\r\n"
    for n in range(1000):
        inner = (
            f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode()
            + inner
            + f"--b{n}--\r\n".encode()
        )
    with pytest.raises((archiver.SourceError, archiver.NotAnArticle)):
        archiver.normalize(b"MIME-Version: 1.0\r\nSnapshot-Content-Location: https://a.example/\r\n" + inner)


WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"></head><body><div class=WordSection1>'
    '<p class=MsoTitle>The Lantern<o:p></o:p></p><p class=MsoNormal>The keeper’s café.<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1">'
    "<span class=MsoFootnoteReference>[1]</span></a></p><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
    '<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> In the book.</p></div></div></div></body></html>'
)


@pytest.mark.parametrize("raw", [False, True], ids=["quoted-printable", "with bytes that should be quoted"])
def test_a_document_that_word_saved_as_one_file_is_a_document(raw: bool) -> None:
    page = quopri.encodestring(WORD.encode("cp1252"))
    page = page.replace(b"=E9", b"\xe9") if raw else page
    part = b'Content-Location: file:///C:/1/lantern%s\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="windows-1252"\r\n\r\n%s'
    parts = [
        part % (b".htm", page),
        part % (b"_files/header.htm", b"<html><body><p>Head of the page</p></body></html>"),
    ]
    parts = parts[::-1] if raw else parts
    article = archiver.normalize(
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\nThis document is a Single File Web Page.\r\n\r\n--b\r\n'
        + b"\r\n--b\r\n".join(parts) + b"\r\n--b--\r\n"
    )  # fmt: skip
    assert (article.title, article.text(), [n.text for n in article.notes]) == (
        "The Lantern",
        "The keeper’s café.[1]",
        ["In the book."],
    )
    assert article.authors == ()


def test_pages_of_opera_and_of_extensions_of_firefox() -> None:
    opera = (
        f'Content-Type: multipart/related; start="<op.1@a.example>"; boundary=---b\r\nContent-Location: {ADDRESS}\r\nSubject: Die Laterne\r\n'
        f"MIME-Version: 1.0\r\n\r\n-----b\r\nContent-Type: text/html; charset=utf-8; name=a.htm\r\nContent-ID: <op.1@a.example>\r\nContent-Location: {ADDRESS}\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{PAGE}\r\n-----b--\r\n"
    )
    unmht = (
        'From: "Saved by UnMHT" <a@localhost>\r\nSubject: Die Laterne\r\nDate: Tue, 5 Mar 2024 21:30:00 +0100\r\nMIME-Version: 1.0\r\n'
        f'Content-Type: multipart/related; boundary="--b"; type="text/html"\r\n\r\n----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: {ADDRESS}\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(PAGE.encode()).decode()}\r\n----b--\r\n"
    )
    for raw in (opera, unmht):
        article = archiver.normalize(raw.encode())
        assert (article.title, article.authors, len(article.notes)) == ("Die Laterne von Grün", (), 1)
        assert dict(article.identifiers)["url"] == ADDRESS


def test_of_a_set_of_frames_the_frame_with_the_text_is_the_page() -> None:
    frames = '<html><frameset cols="20%,80%"><frame src="a.html"><frame src="b.html"></frameset></html>'
    parts = "".join(
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://harbour.example/{name}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n"
        for name, page in (("", frames), ("a.html", "<a href=x>Home</a>"), ("b.html", PAGE))
    )
    head = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    assert archiver.normalize(f"{head}{parts}--b--\r\n".encode()).title == "Die Laterne von Grün"


def in_frames(hull: str, *frames: str) -> bytes:
    """An MHTML file with a page and the pages of its frames."""
    parts = [("", hull), *((f"frame{n}.html", page) for n, page in enumerate(frames, 1))]
    body = "".join(
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <frame-{n}@mhtml.blink>\r\nContent-Location: {ADDRESS}{name}\r\n\r\n{page}\r\n"
        for n, (name, page) in enumerate(parts)
    )
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    return (head + body + "--b--\r\n").encode()


def test_an_article_in_a_frame_of_a_page_without_a_text_of_its_own() -> None:
    hull = '<html><body><a href="/">Harbour</a><iframe src="cid:frame-2@mhtml.blink"></iframe><footer>Imprint</footer></body></html>'
    article = archiver.normalize(in_frames(hull, "<p>An advertisement.</p>", PAGE))
    assert article.title == "Die Laterne von Grün" and "Größe und Gewicht." in article.text(markers=False)


def test_a_page_with_a_text_of_its_own_is_not_left_for_a_longer_frame() -> None:
    other = PAGE.replace("Laterne von Grün", "Glocke von Blau").replace(
        "</article>", "<p>Noch ein Absatz.</p>" * 300 + "</article>"
    )
    article = archiver.normalize(in_frames(PAGE, other))
    assert article.title == "Die Laterne von Grün"


@pytest.mark.parametrize(
    "attribute", ['shadowmode="open"', "shadowmode=closed", 'shadowroot="open" shadowrootdelegatesfocus', 'class="x" shadowrootmode="open"']
)  # fmt: skip
def test_an_article_in_a_shadow_root_whatever_the_attribute_is_called(attribute: str) -> None:
    """Chromium writes `shadowmode`."""
    start, end = PAGE.index("<article>"), PAGE.index("</article>") + len("</article>")
    page = f"{PAGE[:start]}<story-page><template {attribute}>{PAGE[start:end]}</template></story-page>{PAGE[end:]}"
    article = archiver.normalize(mhtml(page.encode()))
    assert article.title == "Die Laterne von Grün" and "Größe und Gewicht." in article.text(markers=False)
    assert "A001" not in [finding.code for finding in article.findings]
