"""Raster pictures in a form that any program shows: upright, in RGB or grey with eight bits, not larger than print needs.

Cameras write a turned picture and a note that it is turned (Exif, orientation), which many programs do not read. CMYK is shown
with inverted colours by some, and refused by PDF/A; scans have sixteen bits for each grey.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

#: The most pixels along the longer side: print needs no more (420 per inch over the measure).
MOST_PIXELS = 2400
_ORIENTATION = 0x0112
_PLAIN_MODES = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}


class Raster(NamedTuple):
    """A picture's bytes and media type, and its width and height in pixels before it was made smaller."""

    data: bytes
    media_type: str
    width: int
    height: int


def plain(data: bytes, formats: Collection[str]) -> Raster | None:
    """The picture as JPEG or PNG; its own bytes if it is already plain and in one of `formats` (names of Pillow). None if Pillow
    cannot read it. A picture that moves stays as it is, in these formats.
    """
    from PIL import Image, ImageOps

    try:
        # Pillow's warnings are not filtered here: the filters belong to the whole process, with all its threads.
        image: Image.Image = Image.open(io.BytesIO(data))
        if not image.width or not image.height:
            return None
        format_ = image.format or ""
        moves = getattr(image, "n_frames", 1) > 1
        image.load()
        turned = image.getexif().get(_ORIENTATION, 1) != 1
        upright = ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - a decoder may raise anything on a broken image
        return None
    is_plain = not turned and max(image.size) <= MOST_PIXELS and image.mode in _PLAIN_MODES
    if format_ in formats and (is_plain or moves):
        return Raster(data, _MEDIA_TYPES[format_], *image.size)
    width, height = upright.size
    upright = _eight_bits(upright)
    transparent = "A" in upright.mode or "transparency" in upright.info
    upright = upright.convert("RGBA" if transparent else "L" if upright.mode in ("L", "1") else "RGB")
    upright.thumbnail((MOST_PIXELS, MOST_PIXELS))
    out = io.BytesIO()
    # A photograph stays one: PNG would make it ten times as large.
    kind = "JPEG" if format_ in ("JPEG", "AVIF", "WEBP") and not transparent else "PNG"
    upright.save(out, kind, quality=88)
    return Raster(out.getvalue(), _MEDIA_TYPES[kind], width, height)


def _eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of more bits in eight, without the clipping of Pillow's conversion."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode == "I":
        return image.point(lambda grey: grey * (1 / 256)).convert("L")
    return image.convert("L") if image.mode == "F" else image
