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
