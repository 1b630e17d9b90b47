"""Pictures of a page: which there are, where their data is, and what they show."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from lxml.etree import _Element as Element

from archiver import addresses, images, markup_numbers, safety
from archiver.article import tag
from archiver.class_names import class_tokens
from archiver.draft import Draft
from archiver.record import links
from archiver.record.flow import make
from archiver.record.head import folded

#: Attributes that scripts fill `src` from when a picture scrolls into view, the surest first.
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-full-src", "data-image", "data-url")
_SRCSET = ("srcset", "data-srcset", "data-lazy-srcset")
#: An address in a srcset, and what stands behind it up to the next comma that is not in parentheses.
_CANDIDATE = re.compile(r"[\s,]*+(\S++)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*+\)?+|[^(,])*+")
#: The width that a name ends with, as blogs' software writes it for the sizes it makes: quay-300x200.jpg.
_NAMED_SIZE = re.compile(r"-(\d{2,4})x\d{2,4}\.\w{3,4}$")
_PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_RARE_FORMATS = ("image/avif", "image/webp", "image/jxl")
#: What shows nothing until a script puts the picture in its place.
_STAND_IN = re.compile(
    r"(^|[/_-])(placeholder|spacer|blank|transparent|clear|pixel|1x1|loading|loader)\.(gif|png|svg)$", re.IGNORECASE
)
#: Wider than this is for printing posters from.
_WIDEST = 2600
#: No picture of a page is shown wider or higher (the bound of the schema).
_LARGEST = 20_000
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml|avif)\s*(;[^,]*)?,", re.IGNORECASE)

_WHITE = re.compile(r"[ \t\n\r\f\v]")

#: First bytes of the picture formats that exports can show.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
#: A data: URI shorter than this is a placeholder for a picture that a script loads.
_PLACEHOLDER = 200


def image(node: Element, draft: Draft, base_url: str | None) -> Element | None:
    """The image that an img becomes, or None for one that shows nothing of the article: a tracking pixel, an empty placeholder, a button's
    icon, a formula that stands beside it as MathML. `base_url` is what relative addresses are read against."""
    if is_pixel(node) or _operates_the_page(node) or _says_formula_again(node, draft):
        return None
    src = _address(node, draft, base_url)
    if not src:
        return None
    element = make("image", src=src)
    if (alt := node.get("alt")) is not None:
        element.set("alt", folded(alt))
    if title := folded(node.get("title") or ""):
        element.set("title", title)
    for name in ("width", "height"):
        size = markup_numbers.dimension(node.get(name))
        if size is not None and 0 < size <= _LARGEST:
            element.set(name, str(size))
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
    classes = set(class_tokens(node))
    if classes & {"emoji", "wp-smiley", "icon", "latex", "tex", "mwe-math-fallback-image-inline"}:
        return True
    size = markup_numbers.dimension(node.get("height") or node.get("width"))
    return size is not None and size <= 32


def link_around(node: Element) -> Element | None:
    """The link that an image stands in, a few levels up at most."""
    return next((a for a in _around(node) if a.tag == "a"), None)


def _around(node: Element) -> Iterable[Element]:
    parent, levels = node.getparent(), 3
    while parent is not None and levels > 0:
        yield parent
        parent, levels = parent.getparent(), levels - 1


def _operates_the_page(node: Element) -> bool:
    """Whether an image is the face of a button: an arrow of a slide show, the sign of a network to share the page on."""
    for element in _around(node):
        if element.tag == "a" and links.is_sharing(element.get("href") or ""):
            return True
        if element.tag == "button" or element.get("role") == "button":
            return (node.get("src") or "").startswith("data:image/svg") or is_small(node)
    return False


def _says_formula_again(node: Element, draft: Draft) -> bool:
    """Whether an image is the picture of a formula for browsers that cannot set the MathML right before it (MediaWiki)."""
    before = node.getprevious()
    if before is None or before in draft.removed or "fallback" not in (node.get("class") or ""):
        return False
    return before.tag == "math" or before.find(".//math") is not None


def drop_doubles(body: Element) -> None:
    """Leave of like pictures in a row one, that with a caption: slide shows print each picture again as a thumbnail of itself."""
    figures = {
        figure: figure[0].get("src")
        for figure in body.iter(tag("figure"))
        if len(figure) and figure[0].tag == tag("image")
    }
    for figure, src in figures.items():
        before = figure.getprevious()
        if before is None or before.tail or before not in figures or figures[before] != src:
            continue
        if len(figure) == 1:
            # its successor is compared with what stays
            figure.getparent().remove(figure)  # type: ignore[union-attr]
        elif len(before) == 1:
            before.getparent().remove(before)  # type: ignore[union-attr]


def left_out(record: Element) -> Iterator[tuple[str, str]]:
    """The pictures inside a record that no export will draw, by their words or their length, and why: they would cost too much."""
    found = list(record.iter(tag("image")))
    refused = images.gallery(image.get("src", "") for image in found).refused
    for src, reason in refused.items():
        words = next((alt for image in found if image.get("src") == src and (alt := image.get("alt"))), "")
        yield words or f"{len(src):,} characters", reason


def _address(node: Element, draft: Draft, base_url: str | None) -> str:
    """Where the picture is: embedded data, a file beside the page (embedded too), or an address."""
    for candidate in _candidates(node):
        candidate = candidate.strip()
        if candidate.lower().startswith("data:"):
            if (match := _DATA.match(candidate)) is not None:
                compact = _compact(candidate, match)
                if len(compact) > _PLACEHOLDER:
                    return compact
            continue
        if draft.page.source.path is not None and not candidate.startswith(("http://", "https://")):
            parts = addresses.split(candidate)
            if parts is not None and not parts.scheme and not parts.netloc and (local := _embedded(candidate, draft)):
                return local
        if known := links.known(candidate, base_url):
            return known
        absolute = links.whole(candidate, base_url)
        if absolute and addresses.scheme(absolute) in ("", "http", "https"):
            return absolute.replace(" ", "%20")
    return ""


def _compact(address: str, start: re.Match[str]) -> str:
    """A data: address on one line. White space says nothing in base64 (RFC 2045); in text, an SVG written out, it parts words and stays,
    as percent signs (RFC 2397), since white space does not last in attributes."""
    if (start[2] or "").lower().replace(" ", "").endswith(";base64"):
        return "".join(address.split())
    return "".join(start[0].split()) + _WHITE.sub(lambda m: f"%{ord(m[0]):02X}", address[start.end() :])


def _candidates(node: Element) -> Iterator[str]:
    """All addresses that an img has, the best first: real data, lazy attributes, a size that is known to be larger than src, src, other
    sizes, the picture that a link around it leads to."""
    src = (node.get("src") or "").strip()
    if src.lower().startswith("data:") and len(src) > _PLACEHOLDER:
        yield src
    yield from [value for name in _LAZY if (value := node.get(name))]
    sizes = _sizes(node)
    largest = max((width for width, _ in sizes if width <= _WIDEST), default=0)
    others = [address for width, address in sizes if width == largest] or [address for _, address in sizes]
    if src and not src.lower().startswith("data:") and not _STAND_IN.search(src.partition("?")[0]):
        own = next((width for width, address in sizes if address == src), 0) or _named_width(src)
        yield from [*others[:1], src] if 0 < own < largest else [src]
    yield from others[:1]
    link = link_around(node)
    target = (link.get("href") or "").strip() if link is not None else ""
    if _PICTURE_FILE.search(target.partition("?")[0]):
        yield target
    # attributes of one site's own scripts
    for name, value in node.attrib.items():
        if str(name).startswith(("data-", "content")) and _PICTURE_FILE.search(str(value).partition("?")[0]):
            yield str(value)


def _sizes(node: Element) -> list[tuple[float, str]]:
    """The sizes that srcset names, here or in the sources of a picture element: (width, or the density of the screen, address)."""
    holders = [node]
    picture = node.getparent()
    while picture is not None and picture.tag == "source":
        # to the parser a source does not end where it should, and holds what follows it
        picture = picture.getparent()
    if picture is not None and picture.tag == "picture":
        # formats that hardly any export can show come last
        holders += sorted(picture.iter("source"), key=lambda s: (s.get("type") or "").lower() in _RARE_FORMATS)
    sizes: list[tuple[float, str]] = []
    for holder in holders:
        for name in _SRCSET:
            if srcset := holder.get(name):
                sizes += _candidates_of(srcset)
    return sizes


def _candidates_of(srcset: str) -> Iterator[tuple[float, str]]:
    """The candidates of a srcset by the HTML Standard ("parse a srcset attribute"): one whose descriptor is no number is none."""
    at = 0
    while found := _CANDIDATE.match(srcset, at):
        address, at = found[1].rstrip(","), found.end()
        said: list[str] = []
        # a comma right behind the address ends the candidate
        if address == found[1] and (descriptors := _DESCRIPTORS.match(srcset, at)):
            at = descriptors.end()
            said = [one for one in descriptors[0].split() if not one.endswith("h")]
        if not address or address.startswith("data:") or len(said) > 1:
            continue
        if not said:
            yield _named_width(address) or 1.0, address
        elif said[0][-1] in "wx" and (size := markup_numbers.floating(said[0][:-1])) is not None:
            yield size, address


def _named_width(address: str) -> float:
    found = _NAMED_SIZE.search(address.partition("?")[0])
    return float(markup_numbers.integer(found[1]) or 0) if found else 0.0


def _embedded(reference: str, draft: Draft) -> str:
    """The data: URI of a picture file beside the source, or "" when there is none that exports could show."""
    path = safety.companion_file(draft.page.source.path, unquote(reference.partition("?")[0].partition("#")[0]))
    if path is None:
        return ""
    data = safety.read_file(path)
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
    return ""
