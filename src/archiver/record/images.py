"""Images of a page: which belong to the record, where their data is, and what they show."""

from __future__ import annotations

import base64
import re
import unicodedata
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
from archiver.trees.elements import Element as Node

#: Attributes from which scripts fill `src` when a picture scrolls into view, the most reliable first.
_LAZY_ATTRIBUTES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-hi-res-src",
    "data-full-src",
    "data-image",
    "data-url",
)
_SRCSET_ATTRIBUTES = ("srcset", "data-srcset", "data-lazy-srcset")
#: An address in a srcset, and its descriptors up to the next comma outside of parentheses.
_CANDIDATE = re.compile(r"[\s,]*+(\S++)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*+\)?+|[^(,])*+")
#: The width at the end of a file name, as blog software writes it for resized pictures: quay-300x200.jpg.
_NAMED_SIZE = re.compile(r"-(\d{2,4})x\d{2,4}\.\w{3,4}$")
_PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_RARE_FORMATS = ("image/avif", "image/webp", "image/jxl")
#: File names of placeholders that a script replaces by the picture.
_PLACEHOLDER_NAME = re.compile(
    r"(^|[/_-])(placeholder|spacer|blank|transparent|clear|pixel|1x1|loading|loader)\.(gif|png|svg)$", re.IGNORECASE
)
#: Wider pictures are for printing posters.
_MAX_WIDTH = 2600
#: The largest width or height that the schema allows.
_MAX_PIXELS = 20_000
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml|avif)\s*(;[^,]*)?,", re.IGNORECASE)

#: A picture of SingleFile that stands in the styles of the page, and the property that holds it.
_SHARED = re.compile(r"var\(--(sf-img-\d+)\)")
_PROPERTY = re.compile(r"--sf-img-\d+:\s*url\(\s*[\"']?(data:[^\"')]*)")
_WHITE_SPACE = re.compile(r"[ \t\n\r\f\v]")

#: A shorter data: URI is a placeholder for a picture that a script loads.
_MIN_DATA_LENGTH = 200
#: A shorter data: URI of a picture in a capture is that of a placeholder, if the page names a better one.
_MIN_HELD_LENGTH = 3000


def image(node: Node, draft: Draft, base_url: str | None) -> Element | None:
    """The image element for an img; None for a tracking pixel, an empty placeholder, the icon of a button, and the
    picture of a formula that is also there as MathML. Relative addresses are resolved against `base_url`.
    """
    if is_pixel(node) or _is_control(node) or _is_formula_fallback(node, draft):
        return None
    src, origin = _address(node, draft, base_url)
    if not src:
        return None
    element = make("image", src=src, origin=origin) if origin else make("image", src=src)
    if (alt := node.get("alt")) is not None:
        element.set("alt", folded(alt))
    if title := folded(node.get("title") or ""):
        element.set("title", title)
    for name in ("width", "height"):
        size = markup_numbers.dimension(node.get(name))
        if size is not None and 0 < size <= _MAX_PIXELS:
            element.set(name, str(size))
    return element


def is_pixel(node: Node) -> bool:
    """Whether an image or frame is at most two pixels wide or high, as tracking pixels are."""
    for name in ("width", "height"):
        value = (node.get(name) or "").strip().removesuffix("px")
        if value in ("0", "1", "2"):
            return True
    return False


def is_small(node: Node) -> bool:
    """Whether an image is as small as a letter: an emoji, an icon, an inline formula."""
    classes = set(class_tokens(node))
    if classes & {"emoji", "wp-smiley", "icon", "latex", "tex", "mwe-math-fallback-image-inline"}:
        return True
    size = markup_numbers.dimension(node.get("height") or node.get("width"))
    return size is not None and size <= 32


def link_around(node: Node) -> Node | None:
    """The link around an image, at most three levels up."""
    return next((a for a in _ancestors(node) if a.tag == "a"), None)


def _ancestors(node: Node) -> Iterable[Node]:
    parent, levels = node.parent, 3
    while parent is not None and levels > 0:
        yield parent
        parent, levels = parent.parent, levels - 1


def _is_control(node: Node) -> bool:
    """Whether an image is the icon of a button or of a link for sharing: an arrow of a slide show, the logo of a
    network.
    """
    for element in _ancestors(node):
        if element.tag == "a" and links.is_sharing(element.get("href") or ""):
            return True
        if element.tag == "button" or element.get("role") == "button":
            return (node.get("src") or "").startswith("data:image/svg") or is_small(node)
    return False


def _is_formula_fallback(node: Node, draft: Draft) -> bool:
    """Whether an image is the fallback picture of the MathML right before it (MediaWiki)."""
    before = node.previous
    if before is None or before in draft.removed or "fallback" not in (node.get("class") or ""):
        return False
    return before.tag == "math" or before.first("math") is not None


def drop_duplicates(body: Element) -> None:
    """Keep one of several equal pictures in a row, preferably the one with a caption. Slide shows repeat each picture
    as a thumbnail.
    """
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
            # the next figure is then compared with the one that stays
            figure.getparent().remove(figure)  # type: ignore[union-attr]
        elif len(before) == 1:
            before.getparent().remove(before)  # type: ignore[union-attr]


def left_out(record: Element) -> Iterator[tuple[str, str]]:
    """The pictures inside a record that no export will draw, because that would cost too much: their description or
    length, and the reason.
    """
    found_images = list(record.iter(tag("image")))
    refused = images.gallery(image.get("src", "") for image in found_images).refused
    for src, reason in refused.items():
        alt_text = next((alt for image in found_images if image.get("src") == src and (alt := image.get("alt"))), "")
        yield alt_text or f"{len(src):,} characters", reason


def _address(node: Node, draft: Draft, base_url: str | None) -> tuple[str, str]:
    """The address of the picture: embedded data, data of the capture or a file beside the page (which are embedded), or a web address. And where data of the
    capture came from, if that is a web address.
    """
    if shared := _shared_by_singlefile(node, draft):
        return shared, ""
    if draft.page.source.capture is not None:
        for number, candidate in enumerate(_candidates(node)):
            held, origin = _captured(candidate.strip(), draft, base_url)
            # the browser may have chosen another size than the best, but a very small one is a placeholder
            if held and (number == 0 or len(held) > _MIN_HELD_LENGTH):
                return held, origin
    if draft.page.document is not None and (match := _DATA.match(src := (node.get("src") or "").strip())) is not None:
        # in a document, no picture is a placeholder
        return _compact(src, match), ""
    for candidate in _candidates(node):
        candidate = candidate.strip()
        if candidate.lower().startswith("data:"):
            if (match := _DATA.match(candidate)) is not None:
                compact = _compact(candidate, match)
                if len(compact) > _MIN_DATA_LENGTH:
                    return compact, ""
            continue
        if draft.page.source.path is not None and not candidate.startswith(("http://", "https://")):
            parts = addresses.split(candidate)
            if parts is not None and not parts.scheme and not parts.netloc and (local := _embedded(candidate, draft)):
                return local, ""
        if known := links.joined_plain(candidate, base_url):
            return known, ""
        absolute = links.complete(candidate, base_url)
        if absolute and addresses.scheme(absolute) in ("", "http", "https"):
            return absolute.replace(" ", "%20"), ""
    return "", ""


def _shared_by_singlefile(node: Node, draft: Draft) -> str:
    """The data: address of a picture that a page shows more than once: SingleFile puts it into a property of the styles, and a placeholder into `src`."""
    match = _SHARED.search(node.get("style") or "")
    if match is None:
        return ""
    start = draft.page.text.find(f"--{match[1]}:")
    found = _PROPERTY.match(draft.page.text, start) if start >= 0 else None
    address = found[1].strip() if found is not None else ""
    data = _DATA.match(address)
    return _compact(address, data) if data is not None else ""


def _compact(address: str, start: re.Match[str]) -> str:
    """A data: address on one line. White space means nothing in base64 (RFC 2045). In text, such as an SVG, it
    separates words; it is percent-encoded (RFC 2397), since attributes do not keep it.
    """
    if (start[2] or "").lower().replace(" ", "").endswith(";base64"):
        return "".join(address.split())
    return "".join(start[0].split()) + _WHITE_SPACE.sub(lambda m: f"%{ord(m[0]):02X}", address[start.end() :])


def _candidates(node: Node) -> Iterator[str]:
    """All addresses of an img, the best first: real data, lazy attributes, a size known to be larger than src, src,
    other sizes, and the picture that a link around it points to.
    """
    src = (node.get("src") or "").strip()
    if src.lower().startswith("data:") and len(src) > _MIN_DATA_LENGTH:
        yield src
    yield from [value for name in _LAZY_ATTRIBUTES if (value := node.get(name))]
    sizes = _sizes(node)
    largest = max((width for width, _ in sizes if width <= _MAX_WIDTH), default=0)
    best_sizes = [address for width, address in sizes if width == largest] or [address for _, address in sizes]
    if src and not src.lower().startswith("data:") and not _PLACEHOLDER_NAME.search(src.partition("?")[0]):
        own_width = next((width for width, address in sizes if address == src), 0) or _named_width(src)
        yield from [*best_sizes[:1], src] if 0 < own_width < largest else [src]
    yield from best_sizes[:1]
    link = link_around(node)
    target = (link.get("href") or "").strip() if link is not None else ""
    if _PICTURE_FILE.search(target.partition("?")[0]):
        yield target
    # attributes for scripts of a single site
    for name, value in node.attributes.items():
        if str(name).startswith(("data-", "content")) and _PICTURE_FILE.search(str(value).partition("?")[0]):
            yield str(value)


def _sizes(node: Node) -> list[tuple[float, str]]:
    """The candidates of srcset attributes, here or in the sources of a picture element: (width or pixel density,
    address).
    """
    elements = [node]
    picture = node.parent
    while picture is not None and picture.tag == "source":
        # The parser does not treat source as void, so it contains what follows it.
        picture = picture.parent
    if picture is not None and picture.tag == "picture":
        # Formats that few exports can show come last.
        elements += sorted(picture.iter("source"), key=lambda s: (s.get("type") or "").lower() in _RARE_FORMATS)
    sizes: list[tuple[float, str]] = []
    for element in elements:
        for name in _SRCSET_ATTRIBUTES:
            if srcset := element.get(name):
                sizes += _candidates_of(srcset)
    return sizes


def _candidates_of(srcset: str) -> Iterator[tuple[float, str]]:
    """The candidates of a srcset (HTML Standard, "parse a srcset attribute"). A candidate with an invalid descriptor is
    dropped.
    """
    position = 0
    while match := _CANDIDATE.match(srcset, position):
        address, position = match[1].rstrip(","), match.end()
        descriptors_of_candidate: list[str] = []
        # A comma right after the address ends the candidate.
        if address == match[1] and (descriptors := _DESCRIPTORS.match(srcset, position)):
            position = descriptors.end()
            descriptors_of_candidate = [
                descriptor for descriptor in descriptors[0].split() if not descriptor.endswith("h")
            ]
        if not address or address.startswith("data:") or len(descriptors_of_candidate) > 1:
            continue
        if not descriptors_of_candidate:
            yield _named_width(address) or 1.0, address
        elif (
            descriptors_of_candidate[0][-1] in "wx"
            and (size := markup_numbers.floating(descriptors_of_candidate[0][:-1])) is not None
        ):
            yield size, address


def _named_width(address: str) -> float:
    match = _NAMED_SIZE.search(address.partition("?")[0])
    return float(markup_numbers.integer(match[1]) or 0) if match else 0.0


def _embedded(reference: str, draft: Draft) -> str:
    """The data: URI of a picture file beside the source; "" when there is none that exports can show.

    Its name may be percent-encoded, with backslashes (Internet Explorer), or composed otherwise than on the disk (macOS decomposes letters).
    """
    name = reference.partition("?")[0].partition("#")[0]
    plain = unquote(name).replace("\\", "/")
    for form in dict.fromkeys((plain, unicodedata.normalize("NFC", plain), unicodedata.normalize("NFD", plain), name)):
        if (data := draft.page.source.companions.read(draft.page.source.path, form)) is not None:
            return _data_uri(data)
    return ""


def _captured(reference: str, draft: Draft, base_url: str | None) -> tuple[str, str]:
    """The data: URI of a picture that the capture of the page holds, and its web address; "" when it holds none that exports can show."""
    capture = draft.page.source.capture
    if capture is None or reference[:5].lower() == "data:":
        return "", ""
    address = reference if addresses.scheme(reference) == "cid" else links.complete(reference, base_url)
    data = capture.resource(address) if address else None
    if data is None and reference != address:
        data = capture.resource(reference)  # a file beside the page in an archive
    if data is None or len(data) > safety.MAX_BYTES:
        return "", ""
    return _data_uri(data), address if addresses.is_web(address) else ""


def _data_uri(data: bytes) -> str:
    """The data: URI of a picture; "" for a format that exports cannot show."""
    media_type = images.media_type(data)
    address = f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}" if media_type else ""
    # many a page has a drawing in its markup, and is none
    return "" if media_type == "image/svg+xml" and images.picture(address) is None else address
