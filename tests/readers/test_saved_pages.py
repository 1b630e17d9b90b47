"""Pages as browsers and SingleFile save them: the pictures in the folder beside the page, and in the page."""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

import archiver
from support.pictures import png

PARAGRAPHS = "".join(
    f"<p>On evening {n} the lamp at the end of the pier was lit by hand, and whoever lit it wrote the hour into a book that hung on a nail beside the"
    " door, because the insurance of the harbour asked for it.</p>"
    for n in range(1, 6)
)


def page(picture: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body><h1>The Lamp at Stell</h1>{PARAGRAPHS}{picture}</body></html>'
    ).encode()


def picture_of(article: archiver.Article) -> str:
    (image,) = article.root.iter("{*}image")
    return image.get("src", "")


DATA = f"data:image/png;base64,{base64.b64encode(png(30, 20)).decode()}"


@pytest.mark.parametrize(
    ("folder", "reference"),
    [
        ("lamp_files", "lamp_files/a.png"),
        ("lamp_files", "./lamp_files/a.png?w=300#x"),
        ("The Lamp_files", "The%20Lamp_files/a.png"),
        ("Die Größe-Dateien", "Die Größe-Dateien/a.png"),
        ("Die Größe-Dateien", quote("Die Größe-Dateien/a.png")),
        (unicodedata.normalize("NFD", "Größe_files"), quote("Größe_files/a.png")),
        ("Größe_files", quote(unicodedata.normalize("NFD", "Größe_files/a.png"))),
        ("lampe_fichiers", "lampe_fichiers\\a.png"),
        ("100%25_files", "100%25_files/a.png"),
        ("灯台_files", "./灯台_files/a.png"),
    ],
)
@pytest.mark.parametrize("url", [None, "https://courier.example/lamp"])
def test_pictures_in_the_folder_of_a_saved_page_are_embedded(
    tmp_path: Path, folder: str, reference: str, url: str | None
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.png").write_bytes(png(30, 20))
    (tmp_path / "lamp.html").write_bytes(page(f'<img src="{reference}" alt="The lamp">'))
    assert picture_of(archiver.normalize(tmp_path / "lamp.html", url=url)) == DATA


def test_a_picture_that_a_page_of_singlefile_shows_twice_is_found_in_its_styles() -> None:
    placeholder = "data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2230%22 height=%2220%22></svg>"
    style = f'<style>:root{{--sf-img-1:url("data:image/gif;base64,x");--sf-img-12: url("{DATA}")}}</style>'
    shown = f'<img src="{placeholder}" style="background-image:var(--sf-img-12)!important" alt="The lamp">'
    assert picture_of(archiver.normalize(page(shown, style))) == DATA


@pytest.mark.parametrize("style", ["var(--sf-img-9)", "var(--sf-img-3)", "var(--other)"])
def test_a_property_that_holds_no_picture_gives_none(style: str) -> None:
    head = '<style>:root{--sf-img-3:url("https://courier.example/a.png")}</style>'
    article = archiver.normalize(
        page(f'<img src="https://courier.example/lamp.png" style="background-image:{style}">', head)
    )
    assert picture_of(article) == "https://courier.example/lamp.png"


def test_the_address_and_the_day_of_a_page_that_monolith_saved() -> None:
    comment = "<!-- Saved from https://harbour.example/lamp at 2024-05-06T10:00:00Z using monolith v2.8.1 -->\n"
    article = archiver.normalize(comment.encode() + page(""))
    assert (article.retrieved, dict(article.identifiers)["url"]) == ("2024-05-06", "https://harbour.example/lamp")
