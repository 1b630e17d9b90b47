"""Pictures of a page: which there are, where their data is, and what they show."""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote, urljoin, urlsplit

from lxml.etree import _Element as Element

from archiver import safety
from archiver.draft import Draft
from archiver.record.flow import make
from archiver.record.head import folded

#: Attributes that scripts fill `src` from when a picture scrolls into view, the surest first.
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-full-src", "data-image", "data-url")
_SRCSET = ("srcset", "data-srcset", "data-lazy-srcset")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml|avif)\s*(;[^,]*)?,", re.IGNORECASE)

#: First bytes of the picture formats that exports can show.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
#: A data: URI shorter than this is a placeholder for a picture that a script loads.
_PLACEHOLDER = 200


def image(node: Element, draft: Draft) -> Element | None:
    """The image that an img becomes, or None for one that shows nothing (a tracking pixel, an empty placeholder)."""
    if is_pixel(node):
        return None
    src = _address(node, draft)
    if not src:
        return None
    element = make("image", src=src)
    if (alt := node.get("alt")) is not None:
        element.set("alt", folded(alt))
    if title := folded(node.get("title") or ""):
        element.set("title", title)
    for name in ("width", "height"):
        value = (node.get(name) or "").strip().removesuffix("px")
        if value.isascii() and value.isdigit() and 0 < int(value[:6]) < 20000:
            element.set(name, str(int(value[:6])))
    return element


def is_pixel(node: Element) -> bool:
    """Whether an image or frame is at most two pixels wide or high: it counts visits and shows nothing."""
    for name in ("width", "height"):
        value = (node.get(name) or "").strip().removesuffix("px")
        if value in ("0", "1", "2"):
            return True
    return False


def is_small(node: Element) -> bool:
    """Whether an image is of the size of a letter: an emoji, an icon, a formula in the line."""
    classes = set((node.get("class") or "").lower().split())
    if classes & {"emoji", "wp-smiley", "icon", "latex", "tex", "mwe-math-fallback-image-inline"}:
        return True
    value = (node.get("height") or node.get("width") or "").strip().removesuffix("px")
    return value.isascii() and value.isdigit() and int(value) <= 32


def _address(node: Element, draft: Draft) -> str:
    """Where the picture is: embedded data, a file beside the page (embedded too), or an address."""
    for candidate in _candidates(node):
        candidate = candidate.strip()
        if candidate.lower().startswith("data:"):
            if _DATA.match(candidate) and (len(candidate) > _PLACEHOLDER or candidate is node.get("src")):
                compact = "".join(candidate.split())
                if len(compact) > _PLACEHOLDER:
                    return compact
            continue
        split = urlsplit(candidate)
        if not split.scheme and not split.netloc and (local := _embedded(candidate, draft)):
            return local
        try:
            absolute = urljoin(draft.base_url, candidate) if draft.base_url else candidate
        except ValueError:
            continue
        if urlsplit(absolute).scheme.lower() in ("", "http", "https"):
            return absolute.replace(" ", "%20")
    return ""


def _candidates(node: Element) -> list[str]:
    """All addresses that an img names, the best first: real data, lazy attributes, the largest of srcset, src."""
    src = node.get("src") or ""
    found = [src] if src.lower().startswith("data:") and len(src) > _PLACEHOLDER else []
    found += [value for name in _LAZY if (value := node.get(name))]
    if src and not src.lower().startswith("data:"):
        found.append(src)
    for name in _SRCSET:
        if srcset := node.get(name):
            sized = [(float(m[2] or 1), m[1]) for m in _CANDIDATE.finditer(srcset) if not m[1].startswith("data:")]
            found += [address for _, address in sorted(sized, key=lambda s: -s[0])[:1]]
    return found


def _embedded(reference: str, draft: Draft) -> str:
    """The data: URI of a picture file beside the source, or "" when there is none that exports could show."""
    path = safety.companion_file(draft.source.path, unquote(reference.partition("?")[0].partition("#")[0]))
    if path is None:
        return ""
    data = safety.read_file(path)
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
    return ""
