"""Images of a page: which belong to the record, where their data is, and what they show."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml.etree import _Element as Element

from archiver import addresses, images, markup_numbers, safety
from archiver.article import tag
from archiver.draft import Draft
from archiver.record import links
from archiver.record.flow import make
from archiver.record.head import folded
from archiver.record.picture_addresses import (
    MIN_DATA_LENGTH,
    PICTURE_FILE,
    ancestors,
    candidates,
    is_preview_data,
    link_around,
    original_name,
)
from archiver.record.picture_twins import Twins, is_fuller, is_pixel
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element as Node

#: The largest width or height that the schema allows.
_MAX_PIXELS = 20_000
#: The largest width and height of an icon.
_ICON = 32
#: The greatest width of a thumbnail.
_THUMBNAIL = 200
#: Classes of images that stand for signs of the text.
_LETTERS = frozenset(["emoji", "wp-smiley", "latex", "tex", "mwe-math-fallback-image-inline"])
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml|avif)\s*(;[^,]*)?,", re.IGNORECASE)

#: A picture of SingleFile that stands in the styles of the page, and the property that holds it.
_SHARED = re.compile(r"var\(--(sf-img-\d+)\)")
_PROPERTY = re.compile(r"--sf-img-\d+:\s*url\(\s*[\"']?(data:[^\"')]*)")
_WHITE_SPACE = re.compile(r"[ \t\n\r\f\v]")

#: A shorter data: URI of a picture in a capture is that of a placeholder, if the page names a better one.
_MIN_HELD_LENGTH = 3000


def image(node: Node, draft: Draft, base_url: str | None, twins: Twins | None = None) -> Element | None:
    """The image element for an img; None for a tracking pixel, an empty placeholder, a preview, the icon of a button, and the
    picture of a formula that is also there as MathML. Relative addresses are resolved against `base_url`. `twins` are the pictures that the page holds twice:
    for a placeholder it names the picture.
    """
    twins = twins or Twins()
    if node in twins.previews or is_pixel(node) or _is_control(node) or _is_formula_fallback(node, draft):
        return None
    src, origin = _address(node, draft, base_url)
    twin = twins.hidden.get(node)
    if twin is not None and (not src or (src.startswith("data:") and is_preview_data(src)) or is_fuller(twin, node)):
        src, origin = _address(twin, draft, base_url)
    if not src:
        return None
    element = make("image", src=src, origin=origin) if origin else make("image", src=src)
    if (alt := node.get("alt") or (twin is not None and twin.get("alt")) or node.get("aria-label")) or (
        alt := node.get("alt")
    ) is not None:
        element.set("alt", folded(alt))
    if title := folded(node.get("title") or ""):
        element.set("title", title)
    for name in ("width", "height"):
        size = markup_numbers.dimension(node.get(name))
        if size is not None and 0 < size <= _MAX_PIXELS:
            element.set(name, str(size))
    return element


def is_small(node: Node) -> bool:
    """Whether an image is as small as a letter: an emoji, an icon, an inline formula."""
    if _is_letter(node) or "icon" in class_tokens(node):
        return True
    size = markup_numbers.dimension(node.get("height") or node.get("width"))
    return size is not None and size <= _ICON


def _is_letter(node: Node) -> bool:
    """Whether a class of an image says that it stands for a sign of the text."""
    return not _LETTERS.isdisjoint(class_tokens(node))


def _is_control(node: Node) -> bool:
    """Whether an image is the icon of a button or of a link for sharing: an arrow of a slide show, the logo of a
    network.
    """
    for element in ancestors(node):
        if element.tag == "a" and links.is_sharing(element.get("href") or ""):
            return True
        if element.tag == "button" or element.get("role") == "button":
            return (node.get("src") or "").startswith("data:image/svg") or is_small(node)
    return _is_icon_of_link(node)


def _is_icon_of_link(node: Node) -> bool:
    """Whether an image is all that a link shows, and no larger than a letter: "print", a flag, an arrow. A link to a picture shows that picture."""
    link = link_around(node)
    if link is None or any(text.strip() for text in link.itertext()) or _is_letter(node):
        return False
    sizes = [markup_numbers.dimension(node.get(name)) for name in ("width", "height")]
    is_icon = all(size is not None and size <= _ICON for size in sizes)
    return is_icon and PICTURE_FILE.search((link.get("href") or "").partition("?")[0]) is None


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
    _drop_thumbnails(body)


def _drop_thumbnails(body: Element) -> None:
    """Drop the pictures without a caption whose name says that they are small copies of another picture of the article: the strip below a slide show."""
    whole = {image: original_name(image.get("src", "")) for image in body.iter(tag("image"))}
    larger = Counter(name for image, (name, width) in whole.items() if not 0 < width <= _THUMBNAIL)
    for image, (name, width) in whole.items():
        figure = image.getparent()
        if 0 < width <= _THUMBNAIL and larger[name] and figure is not None and figure.tag == tag("figure"):
            holder = figure.getparent()
            if len(figure) == 1 and holder is not None and len(holder) > 1:
                holder.remove(figure)


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
        for number, candidate in enumerate(candidates(node)):
            held, origin = _captured(candidate.strip(), draft, base_url)
            # the browser may have chosen another size than the best, but a very small one is a placeholder
            if held and (number == 0 or len(held) > _MIN_HELD_LENGTH):
                return held, origin
    if draft.page.document is not None and (match := _DATA.match(src := (node.get("src") or "").strip())) is not None:
        # in a document, no picture is a placeholder
        return _compact(src, match), ""
    for candidate in candidates(node):
        candidate = candidate.strip()
        if candidate.lower().startswith("data:"):
            if (match := _DATA.match(candidate)) is not None:
                compact = _compact(candidate, match)
                if len(compact) > MIN_DATA_LENGTH:
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
