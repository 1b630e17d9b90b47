"""Pictures as exports show them: upright, in colours that every program knows, side by side where they are small."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from lxml import etree
from PIL import Image, features

from archiver.images import rasters
from archiver.writers.pdf.typst.data import article_data
from archiver.writers.pdf.weasyprint.page import page
from support.records import Specimen, changed

FIRST = '<p id="p1">'


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def address(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def with_figure(*pictures: str, alt: str = 'alt="A quay"') -> Specimen:
    images = "".join(f'<image src="{src}" {alt}/>' for src in pictures)
    return changed("bare", (FIRST, f"{FIRST}Before.</p><figure>{images}<caption>Quays.</caption></figure><p>"))


def turned(orientation: int) -> bytes:
    """A white picture with a black corner at the top left, as a camera writes it that was held otherwise."""
    image = Image.new("L", (40, 40), 255)
    image.paste(0, (0, 0, 16, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, "JPEG", exif=exif)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (8, 8)), (3, (32, 32)), (6, (32, 8)), (8, (8, 32))])
def test_a_picture_is_turned_as_its_camera_notes(orientation: int, corner: tuple[int, int]) -> None:
    made = rasters.plain(turned(orientation), ("JPEG", "PNG"))
    assert made is not None
    image = Image.open(io.BytesIO(made.data)).convert("L")
    assert image.getexif().get(0x0112, 1) == 1
    dark = [place for place in ((8, 8), (32, 8), (8, 32), (32, 32)) if image.getpixel(place) < 90]  # type: ignore[operator]
    assert dark == [corner]


def test_a_plain_picture_keeps_its_bytes() -> None:
    data = encoded(Image.new("RGB", (60, 40), (90, 120, 150)), "PNG")
    made = rasters.plain(data, ("JPEG", "PNG"))
    assert made == (data, "image/png", 60, 40)


def test_four_inks_become_three_colours_and_sixteen_bits_eight() -> None:
    inks = rasters.plain(encoded(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG"), ("JPEG", "PNG"))
    assert inks is not None
    red = Image.open(io.BytesIO(inks.data))
    assert red.mode == "RGB" and red.getpixel((4, 4))[0] > 200 > 60 > red.getpixel((4, 4))[2]  # type: ignore[index]
    scan = Image.new("I;16", (9, 9), 128 * 256)
    greys = rasters.plain(encoded(scan, "PNG"), ("JPEG", "PNG"))
    assert greys is not None
    assert Image.open(io.BytesIO(greys.data)).getpixel((4, 4)) == 128


def test_a_poster_is_made_smaller_and_keeps_its_measures() -> None:
    made = rasters.plain(encoded(Image.new("L", (5000, 100), 200), "PNG"), ("JPEG", "PNG"))
    assert made is not None
    assert Image.open(io.BytesIO(made.data)).size == (2400, 48)
    assert (made.width, made.height) == (5000, 100)


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
def test_a_book_has_core_media_types_only() -> None:
    avif = encoded(Image.new("RGB", (60, 40), (90, 120, 150)), "AVIF")
    webp = encoded(Image.new("RGB", (60, 40), (90, 150, 120)), "WEBP")
    specimen = with_figure(address(avif, "avif"), address(webp, "webp"))
    names = sorted(name.rpartition(".")[2] for name in specimen.book if name.startswith("EPUB/images/"))
    assert names == ["jpg", "webp"]
    # the page of a browser has the bytes of the record
    assert base64.b64encode(avif) in specimen.html
    with zipfile.ZipFile(io.BytesIO(specimen.made("docx"))) as document:
        media = [name.rpartition(".")[2] for name in document.namelist() if name.startswith("word/media/")]
    assert set(media) == {"jpg"} or set(media) == {"jpeg"}


def test_small_pictures_of_a_figure_stand_side_by_side_in_their_own_size() -> None:
    pictures = [address(encoded(Image.new("L", (120, 90), grey), "PNG")) for grey in (90, 150)]
    specimen = with_figure(*pictures)
    html = page(specimen.article, frozenset())
    assert [image.get("style") for image in html.findall(".//figure/div[@class='row']/img")] == ["width: 120px"] * 2
    nodes = article_data(specimen.article).values["blocks"]
    (row,) = [block for node in nodes if node["t"] == "Figure" for block in node["c"]]
    assert (row["t"], [picture["width"] for picture in row["c"]]) == ("Row", [90.0, 90.0])
    web = etree.fromstring(specimen.html)
    assert web.xpath("//h:figure/@class", namespaces={"h": "http://www.w3.org/1999/xhtml"}) == ["several"]


def test_broad_pictures_of_a_figure_stand_under_each_other() -> None:
    pictures = [address(encoded(Image.new("L", (300, 200), grey), "PNG")) for grey in (90, 150)]
    html = page(with_figure(*pictures).article, frozenset())
    assert html.findall(".//div[@class='row']") == []


def test_decoration_is_no_picture_for_who_listens() -> None:
    dot = address(encoded(Image.new("L", (50, 50), 90), "PNG"))
    specimen = with_figure(dot, alt='alt=""')
    images = [
        picture
        for node in article_data(specimen.article).values["blocks"]
        if node["t"] == "Figure"
        for block in node["c"]
        for picture in block["c"]
    ]
    assert [picture["alt"] for picture in images] == [None]
    web = etree.fromstring(specimen.html)
    assert web.xpath("//h:figure/h:img/@alt", namespaces={"h": "http://www.w3.org/1999/xhtml"}) == [""]
