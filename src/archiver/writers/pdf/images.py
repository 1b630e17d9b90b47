"""Images on the page: images that the record contains are drawn; for others a line shows their words and their address.

Nothing is fetched. Each image is decoded here before it is drawn, so a broken or huge image cannot stop the layout, and
no colour space gets in that PDF/A forbids.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from archiver import images, safety
from archiver.images import rasters

_LINKS = ("http://", "https://")
_LARGEST_DRAWING = 4_000_000  # bytes
#: The most pixels along a side of a drawing; it is scaled to the page in any case.
_LONGEST_SIDE = 100_000
#: The greatest height in a note, in millimetres.
_NOTE_HEIGHT = 60.0
#: Between two pictures in a row, in CSS pixels.
_BETWEEN = 12.0
#: The caption of a figure that is narrower than this share of the measure stands in the middle, as the figure does.
_NARROW = 0.7


@dataclass(frozen=True, slots=True)
class DrawablePicture:
    """An image that can be drawn: a data: URI, and its size in CSS pixels."""

    src: str
    width: int
    height: int


def drawables(sources: Iterable[str]) -> dict[str, DrawablePicture]:
    """The pictures that can be drawn, by their data: address. `sources` are the addresses of all pictures of an article."""
    pictures = images.gallery(sources).shown
    return {src: drawn for src, picture in pictures.items() if (drawn := _drawable(picture)) is not None}


def place(
    html: etree._Element, drawn: Mapping[str, DrawablePicture], label: str, tallest: float, measure: float
) -> None:
    """Prepare each <img> for drawing, or replace it by a line with its words. Drawn formulas stay as they are.

    `drawn` are the pictures that can be drawn. `label` is the word for "image" in the line. `tallest` is the greatest height of
    an image in millimetres, `measure` the width of the text. Small pictures of a figure stand side by side where the measure has
    room for them.
    """
    elements = [image for image in html.iter("img") if image.get("class") != "formula-piece"]
    measure, tallest = measure * 96 / 25.4, tallest * 96 / 25.4
    widths: dict[etree._Element, float] = {}
    for image in elements:
        if (picture := drawn.get(image.get("src", ""))) is None:
            _replace(image, _words_of(image, label))
            continue
        image.set("src", picture.src)
        in_note = next(image.iterancestors("main"), None) is not None
        width = _size(image, picture, min(tallest, _NOTE_HEIGHT * 96 / 25.4) if in_note else tallest)
        if image.get("class") == "plate" and image.getparent() is not None:
            widths[image] = width
    for figure in {
        figure: None for image in widths if (figure := image.getparent()) is not None and figure.tag == "figure"
    }:
        _set_in_rows(figure, widths, measure)


def _set_in_rows(figure: etree._Element, widths: Mapping[etree._Element, float], measure: float) -> None:
    """Put neighbouring pictures of a figure into rows that fit into the measure, and mark a narrow figure."""
    row: list[etree._Element] = []
    filled = broadest = 0.0
    for child in [*figure, None]:
        width = widths.get(child) if child is not None else None
        if row and (width is None or filled + _BETWEEN + width > measure):
            if len(row) > 1:
                line = etree.Element("div", {"class": "row"})
                row[0].addprevious(line)
                line.extend(row)
            row, filled = [], 0.0
        if width is not None and child is not None:
            filled += width + (_BETWEEN if row else 0.0)
            row.append(child)
            broadest = max(broadest, filled)
    if len(list(figure.iter("img"))) and broadest < _NARROW * measure:
        figure.set("class", f"{figure.get('class', '')} narrow".strip())


def drawable(src: str) -> DrawablePicture | None:
    """The picture in a data: URI, or None if none can be drawn."""
    picture = images.picture(src)
    return _drawable(picture) if picture is not None else None


def _drawable(picture: images.Picture) -> DrawablePicture | None:
    return _svg(picture.data) if picture.is_drawing else _raster(picture.data)


def _raster(data: bytes) -> DrawablePicture | None:
    plain = rasters.plain(data, ("JPEG", "PNG"))
    if plain is None:
        return None
    return DrawablePicture(_uri(plain.media_type.removeprefix("image/"), plain.data), plain.width, plain.height)


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _svg(data: bytes) -> DrawablePicture | None:
    """An SVG drawing, which images.py has found passive; a drawing with embedded pictures is left out."""
    root = safety.parse_xml(data, "the drawing")
    if len(data) > _LARGEST_DRAWING or any(etree.QName(e).localname == "image" for e in root.iter(etree.Element)):
        return None
    width, height = (_pixels(root.get(name)) for name in ("width", "height"))
    box = [_pixels(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    if len(box) == 4 and box[2] and box[3]:
        width = width or (height * box[2] // box[3] if height else box[2])
        height = height or width * box[3] // box[2]
    if not width or not height:
        return None
    return DrawablePicture(_uri("svg+xml", data), max(1, width), max(1, height))


def _pixels(text: str | None) -> int:
    match = re.match(r"\s*-?(\d+(?:\.\d+)?)(?:px|pt)?\s*$", text or "")
    return int(min(float(match[1]), _LONGEST_SIDE)) if match else 0


def _size(image: etree._Element, picture: DrawablePicture, tallest: float) -> float:
    """Set and return the width of an image: the page's own, else the picture's, and less if it would be too tall.

    A height limit in CSS would distort the image; print.css limits the width. Decoration becomes a background.
    """
    width, height = picture.width, picture.height
    declared = int(image.attrib.pop("data-width", "0"))
    image.attrib.pop("data-height", None)
    if declared and declared < width:
        width, height = declared, max(1, round(picture.height * declared / picture.width))
    if image.attrib.pop("data-decoration", None) is None:
        width = round(width * min(1.0, tallest / height))
        image.set("style", f"width: {width}px")
        return width
    fit = min(1.0, 468 / width, tallest / height)  # the measure, in CSS pixels
    box = etree.Element("span", {"class": "picture"})
    size = f"width: {width * fit:.1f}px; height: {height * fit:.1f}px"
    box.set("style", f"{size}; background-image: url({picture.src})")
    _replace(image, box)
    return width * fit


def _words_of(image: etree._Element, label: str) -> etree._Element:
    """The line for an image that is not drawn: `[Image: its words · its address]`, with a link to the address. In the text the
    words have the link (writers/shared/absent_pictures.py)."""
    src, words, name = (image.get(key, "") for key in ("src", "data-label", "data-name"))
    line = etree.Element("p" if image.get("class") == "plate" else "span", {"class": "absent"})
    in_figure = image.get("data-figure") is not None
    parts = [part for part in ((words, name) if in_figure else (words or name,)) if part]
    last = parts.pop() if parts else ""
    line.text = f"[{label}{':' if last else ''} {''.join(f'{part} · ' for part in parts)}" if last else f"[{label}"
    inside_link = next(image.iterancestors("a"), None) is not None
    if src.lower().startswith(_LINKS) and not inside_link and last:
        etree.SubElement(line, "a", {"href": src}).text = last
    else:
        etree.SubElement(line, "span").text = last
    line[0].tail = "]"
    return line


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    assert parent is not None
    parent.replace(old, new)
