"""Images on the page: those that the record carries are drawn, the others leave a quiet box with their words.

Nothing is fetched. What is drawn was decoded once here, so that a broken or monstrous image cannot stop the page, and
no colours get in that PDF/A does not take.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass

from lxml import etree

from archiver import images, safety

_LINKS = ("http://", "https://")
#: Print needs no more dots than this along the longer side (420 a inch over the measure).
_ENOUGH = 2400
_LARGEST_DRAWING = 4_000_000  # bytes
#: Pixels along a side of a drawing; it is scaled to the page in any case.
_LONGEST_SIDE = 100_000
#: In a note, millimetres.
_TALLEST_IN_NOTE = 60.0
_FIT_MODES = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that can be drawn: a data: URI, and its size in CSS pixels."""

    src: str
    width: int
    height: int


def place(html: etree._Element, called: str, tallest: float) -> None:
    """Make every <img> one that can be drawn, or a box that says what was there; the box calls itself `called`.

    `tallest` is how high a picture may be, in millimetres.
    """
    found = list(html.iter("img"))
    carried = images.gallery((image.get("src") or "").strip() for image in found).shown
    made = {src: _drawn(picture) for src, picture in carried.items()}
    for image in found:
        src = (image.get("src") or "").strip()
        drawn = made.get(src)
        if drawn is None:
            _replace(image, _absent(image, src, called))
        else:
            image.set("src", drawn.src)
            in_note = next(image.iterancestors("main"), None) is not None
            _size(image, drawn, (min(tallest, _TALLEST_IN_NOTE) if in_note else tallest) * 96 / 25.4)


def drawable(src: str) -> Picture | None:
    """The picture in a data: URI, or None where there is none that can be drawn."""
    found = images.picture(src)
    return _drawn(found) if found is not None else None


def _drawn(picture: images.Picture) -> Picture | None:
    return _drawing(picture.data) if picture.is_drawing else _raster(picture.data)


def _raster(data: bytes) -> Picture | None:
    from PIL import Image, ImageOps

    try:
        # what Pillow warns of goes the way that the program's own filters say: they belong to all of its threads
        image: Image.Image = Image.open(io.BytesIO(data))
        if not image.width or not image.height:
            return None
        kind = image.format
        image.load()
        size = image.size
        turned = ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - decoders raise whatever a broken image makes them stumble over
        return None
    upright = turned.size == size
    if kind in ("JPEG", "PNG") and upright and max(size) <= _ENOUGH and image.mode in _FIT_MODES:
        return Picture(_uri(kind.lower(), data), *size)
    size = turned.size
    transparent = "A" in turned.mode or "transparency" in turned.info
    turned = turned.convert("RGBA" if transparent else "L" if turned.mode in ("L", "1") else "RGB")
    turned.thumbnail((_ENOUGH, _ENOUGH))
    out = io.BytesIO()
    kind = "JPEG" if kind == "JPEG" else "PNG"
    turned.save(out, kind, quality=88)
    return Picture(_uri(kind.lower(), out.getvalue()), *size)


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _drawing(data: bytes) -> Picture | None:
    """An SVG drawing, which images.py has found harmless; one that holds pictures is left out."""
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
    return Picture(_uri("svg+xml", data), max(1, width), max(1, height))


def _pixels(text: str | None) -> int:
    match = re.match(r"\s*-?(\d+(?:\.\d+)?)(?:px|pt)?\s*$", text or "")
    return int(min(float(match[1]), _LONGEST_SIDE)) if match else 0


def _size(image: etree._Element, picture: Picture, tallest: float) -> None:
    """Give the image the width that the page gave it, else its own, and less where it would be too tall: a height that CSS caps would
    press it flat. print.css caps the width. Decoration goes behind."""
    width, height = picture.width, picture.height
    shown = int(image.attrib.pop("data-width", "0"))
    image.attrib.pop("data-height", None)
    if shown and shown < width:
        width, height = shown, max(1, round(picture.height * shown / picture.width))
    if image.attrib.pop("data-decoration", None) is None:
        image.set("style", f"width: {width * min(1.0, tallest / height):.0f}px")
        return
    fit = min(1.0, 468 / width, tallest / height)  # the measure, in CSS pixels
    drawn = etree.Element("span", {"class": "picture"})
    size = f"width: {width * fit:.1f}px; height: {height * fit:.1f}px"
    drawn.set("style", f"{size}; background-image: url({picture.src})")
    _replace(image, drawn)


def _absent(image: etree._Element, src: str, called: str) -> etree._Element:
    box = etree.Element("p" if image.get("class") == "plate" else "span", {"class": "absent"})
    said = etree.SubElement(box, "span", {"class": "run-in"})
    said.text, said.tail = called, " "
    if image.get("alt") not in (called, src):
        said.tail = f" {image.get('alt')} "
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
