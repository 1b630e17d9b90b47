"""Web archives of Safari: the page, its address, its letters, its pictures; and property lists that are broken or hostile."""

from __future__ import annotations

import plistlib
from typing import Any

import pytest

import archiver
from support.pictures import png

ADDRESS = "https://harbour.example/bell"
PARAGRAPHS = "".join(
    f"<p>In year {n} of the bell, the harbour master rang it for every ship that left, and for those that came back he rang it twice, so that all in"
    " the lower town could count who was still at sea.</p>"
    for n in range(1, 6)
)
PAGE = f'<html><body><h1>Die Glocke von Grün</h1>{PARAGRAPHS}<p>Größe.<img src="bell.png" alt="The bell"></p></body></html>'


def resource(
    data: object, url: object = ADDRESS, media_type: object = "text/html", encoding: object = "UTF-8"
) -> dict[str, Any]:
    return {
        "WebResourceData": data, "WebResourceURL": url, "WebResourceMIMEType": media_type, "WebResourceTextEncodingName": encoding, "WebResourceFrameName": "",
    }  # fmt: skip


def webarchive(page: bytes = PAGE.encode(), encoding: str = "UTF-8", binary: bool = True) -> bytes:
    root = {
        "WebMainResource": resource(page, encoding=encoding),
        "WebSubresources": [resource(png(4, 3), "https://harbour.example/bell.png", "image/png", "")],
        "WebSubframeArchives": [
            {"WebMainResource": resource(b"<p>An advertisement in a frame.</p>", "https://ads.example/")}
        ],
    }
    return plistlib.dumps(root, fmt=plistlib.FMT_BINARY if binary else plistlib.FMT_XML)


@pytest.mark.parametrize("binary", [True, False], ids=["binary", "XML"])
def test_the_page_is_read_with_its_address_and_pictures(binary: bool) -> None:
    article = archiver.normalize(webarchive(binary=binary))
    assert (article.title, article.url) == ("Die Glocke von Grün", ADDRESS)
    assert [image.get("src", "")[:22] for image in article.root.iter("{*}image")] == ["data:image/png;base64,"]
    assert "advertisement" not in article.text()


def test_letters_are_read_by_the_encoding_that_the_archive_names() -> None:
    assert "Größe" in archiver.normalize(webarchive(PAGE.encode("cp1252"), "windows-1252")).text()


def tower(depth: int) -> bytes:
    return (
        b'<?xml version="1.0"?><plist version="1.0"><dict><key>WebMainResource</key>' + b"<array>" * depth + b"</array>" * depth + b"</dict></plist>"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (webarchive()[:300], "cut or damaged"),
        (webarchive(binary=False)[:900], "cut or damaged"),
        (tower(100_000), "no page"),
        (plistlib.dumps({"WebMainResource": "a text"}, fmt=plistlib.FMT_BINARY), "no page"),
        (plistlib.dumps({"WebMainResource": resource(7)}, fmt=plistlib.FMT_BINARY), "no page"),
        (
            plistlib.dumps(
                {"WebMainResource": resource(b"%PDF-", media_type="application/pdf")}, fmt=plistlib.FMT_BINARY
            ),
            "application/pdf",
        ),
        (plistlib.dumps(["WebMainResource"], fmt=plistlib.FMT_BINARY), "no web archive"),
        (b'<!DOCTYPE plist [<!ENTITY a "b">]><plist><dict><key>WebMainResource</key></dict></plist>', "entities"),
        (plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), "property list"),
    ],
    ids=["cut", "cut XML", "deep", "no resource", "no bytes", "a PDF file", "an array", "entities", "another list"],
)
def test_a_broken_archive_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(archiver.SourceError, match=words) as caught:
        archiver.normalize(data)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["WebSubresources", "WebSubframeArchives"])
@pytest.mark.parametrize("value", [7, "text", [1, "x", {"WebResourceURL": 3}], {"a": 1}], ids=repr)
def test_resources_of_the_wrong_type_are_passed_over(name: str, value: object) -> None:
    data = plistlib.dumps({"WebMainResource": resource(PAGE.encode()), name: value}, fmt=plistlib.FMT_BINARY)
    assert archiver.normalize(data).title == "Die Glocke von Grün"


def test_of_a_set_of_frames_the_frame_with_the_text_is_the_page() -> None:
    frames = b'<html><head><title>Harbour</title></head><frameset cols="20%,80%"><frame src="nav.html"><frame src="bell"></frameset></html>'
    root = {
        "WebMainResource": resource(frames, "https://harbour.example/"),
        "WebSubframeArchives": [
            {
                "WebMainResource": resource(
                    b"<html><body><a href='x'>Home</a></body></html>", "https://harbour.example/nav.html"
                )
            },
            {"WebMainResource": resource(PAGE.encode())},
            {"WebMainResource": 7},
        ],
    }
    article = archiver.normalize(plistlib.dumps(root, fmt=plistlib.FMT_BINARY))
    assert article.title == "Die Glocke von Grün"
    assert dict(article.identifiers)["url"] == ADDRESS


def test_a_page_may_be_text_in_the_list_and_other_values_of_any_type() -> None:
    root = {"WebMainResource": resource(PAGE, encoding=4), "WebSubresources": [7, resource(5, b"x"), plistlib.UID(3)]}
    assert archiver.normalize(plistlib.dumps(root, fmt=plistlib.FMT_BINARY)).title == "Die Glocke von Grün"


def test_an_article_in_a_frame_of_a_page_without_a_text_of_its_own() -> None:
    hull = b"<html><body><h1>Harbour</h1><iframe src=bell></iframe></body></html>"
    longer = PAGE.replace("</h1>", "</h1>" + "<p>Und ein Absatz mehr, bis es genug ist.</p>" * 40)
    root = {
        "WebMainResource": resource(hull, "https://harbour.example/"),
        "WebSubframeArchives": [
            {"WebMainResource": resource(b"<p>An advertisement in a frame.</p>", "https://ads.example/")},
            {"WebMainResource": resource(longer.encode())},
        ],
    }
    assert archiver.normalize(plistlib.dumps(root)).title == "Die Glocke von Grün"
