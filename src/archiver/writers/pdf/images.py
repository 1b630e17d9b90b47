"""Images on the page: images that the record contains are drawn; for others a box shows their text and their address.

Nothing is fetched. Each image is decoded here before it is drawn, so a broken or huge image cannot stop the layout, and
no colour space gets in that PDF/A forbids.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass

from lxml import etree

from archiver import images, safety

_LINKS = ("http://", "https://")
#: The most pixels along the longer side: print needs no more (420 per inch over the measure).
_MOST_PIXELS = 2400
_LARGEST_DRAWING = 4_000_000  # bytes
#: The most pixels along a side of a drawing; it is scaled to the page in any case.
_LONGEST_SIDE = 100_000
#: The greatest height in a note, in millimetres.
_NOTE_HEIGHT = 60.0
_PDF_MODES = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})


@dataclass(frozen=True, slots=True)
class DrawablePicture:
    """An image that can be drawn: a data: URI, and its size in CSS pixels."""

    src: str
    width: int
    height: int


def place(html: etree._Element, label: str, tallest: float) -> None:
    """Prepare each <img> for drawing, or replace it by a box that shows its text. Drawn formulas stay as they are.

    `label` is the word for "image" in the box. `tallest` is the greatest height of an image in millimetres.
    """
    elements = [image for image in html.iter("img") if image.get("class") != "formula-piece"]
    pictures = images.gallery((image.get("src") or "").strip() for image in elements).shown
    drawn_pictures = {src: _drawable(picture) for src, picture in pictures.items()}
    for image in elements:
        src = (image.get("src") or "").strip()
        drawn = drawn_pictures.get(src)
        if drawn is None:
            _replace(image, _placeholder(image, src, label))
        else:
            image.set("src", drawn.src)
            in_note = next(image.iterancestors("main"), None) is not None
            _size(image, drawn, (min(tallest, _NOTE_HEIGHT) if in_note else tallest) * 96 / 25.4)


def drawable(src: str) -> DrawablePicture | None:
    """The picture in a data: URI, or None if none can be drawn."""
    picture = images.picture(src)
    return _drawable(picture) if picture is not None else None


def _drawable(picture: images.Picture) -> DrawablePicture | None:
    return _svg(picture.data) if picture.is_drawing else _raster(picture.data)


def _raster(data: bytes) -> DrawablePicture | None:
    from PIL import Image, ImageOps

    try:
        # Pillow's warnings are not filtered here: the filters belong to the whole process, with all its threads.
        image: Image.Image = Image.open(io.BytesIO(data))
        if not image.width or not image.height:
            return None
        format_ = image.format
        image.load()
        size = image.size
        upright = ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - a decoder may raise anything on a broken image
        return None
    same_size = upright.size == size
    if format_ in ("JPEG", "PNG") and same_size and max(size) <= _MOST_PIXELS and image.mode in _PDF_MODES:
        return DrawablePicture(_uri(format_.lower(), data), *size)
    size = upright.size
    transparent = "A" in upright.mode or "transparency" in upright.info
    upright = upright.convert("RGBA" if transparent else "L" if upright.mode in ("L", "1") else "RGB")
    upright.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    out = io.BytesIO()
    format_ = "JPEG" if format_ == "JPEG" else "PNG"
    upright.save(out, format_, quality=88)
    return DrawablePicture(_uri(format_.lower(), out.getvalue()), *size)


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


def _size(image: etree._Element, picture: DrawablePicture, tallest: float) -> None:
    """Set the width of an image: the page's own, else the picture's, and less if it would be too tall.

    A height limit in CSS would distort the image; print.css limits the width. Decoration becomes a background.
    """
    width, height = picture.width, picture.height
    declared = int(image.attrib.pop("data-width", "0"))
    image.attrib.pop("data-height", None)
    if declared and declared < width:
        width, height = declared, max(1, round(picture.height * declared / picture.width))
    if image.attrib.pop("data-decoration", None) is None:
        image.set("style", f"width: {width * min(1.0, tallest / height):.0f}px")
        return
    fit = min(1.0, 468 / width, tallest / height)  # the measure, in CSS pixels
    box = etree.Element("span", {"class": "picture"})
    size = f"width: {width * fit:.1f}px; height: {height * fit:.1f}px"
    box.set("style", f"{size}; background-image: url({picture.src})")
    _replace(image, box)


def _placeholder(image: etree._Element, src: str, label: str) -> etree._Element:
    box = etree.Element("p" if image.get("class") == "plate" else "span", {"class": "absent"})
    label_ = etree.SubElement(box, "span", {"class": "run-in"})
    label_.text, label_.tail = label, " "
    if image.get("alt") not in (label, src):
        label_.tail = f" {image.get('alt')} "
    if src.lower().startswith("data:") or len(src) > 2000:
        return box
    inside_link = next(image.iterancestors("a"), None) is not None
    if src.lower().startswith(_LINKS) and not inside_link:
        etree.SubElement(box, "a", {"class": "url", "href": src}).text = src
    else:
        etree.SubElement(box, "span", {"class": "url"}).text = src
    return box


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    assert parent is not None
    parent.replace(old, new)
