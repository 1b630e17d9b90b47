"""Addresses of a picture: all that a page names for one `img`, the best first.

Pages that load pictures late give `src` a stand-in and name the picture elsewhere: in a data attribute, in a list of sizes (`srcset`), in the sources of a
`picture`, in the link around it, or in the `noscript` beside it (picture_twins.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archiver import images, markup_numbers
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element as Node

#: Attributes from which scripts fill `src` when a picture scrolls into view, the most reliable first.
_LAZY_ATTRIBUTES = (
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-original",
    "data-hi-res-src",
    "data-full-src",
    "data-image",
    "data-url",
)
#: Words in the name of an attribute that holds an address, and those that say that it is the larger or the smaller picture.
_ADDRESS_WORDS = frozenset("src source lazy original image img url full large hires picture".split())
_LARGER = frozenset("full large largest big hires hi original max xl".split())
_SMALLER = frozenset("small tiny thumb thumbnail low lowres lqip blur preview placeholder min xs".split())
#: An address, with nothing that stands in JSON or in a text.
_ONE_ADDRESS = re.compile(r"[^\s{}<>\"|,]*[/.][^\s{}<>\"|,]*(?:,[^\s{}<>\"|]+)*")
#: An address in a srcset, and its descriptors up to the next comma outside of parentheses.
_CANDIDATE = re.compile(r"[\s,]*+(\S++)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*+\)?+|[^(,])*+")
#: The width at the end of a file name, as blog software writes it for resized pictures: quay-300x200.jpg.
_NAMED_SIZE = re.compile(r"-(\d{2,4})x\d{2,4}\.\w{3,4}$")
PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_RARE_FORMATS = ("image/avif", "image/webp", "image/jxl")
#: A word in the name of a file that a script replaces by the picture, and the formats of such files.
_STAND_IN_NAME = re.compile(
    r"(?<![a-z0-9])(placeholder|spacer|blank|transparent|trans|clear|pixel|1x1|loading|loader|lazy(load)?|gr[ae]y|missing|dummy|empty|no-?image)(?![a-z])"
    r"[^/]*\.(gif|png|svg)$",
    re.IGNORECASE,
)
#: Formats of pictures that are hardly ever photographs.
_DRAWN = re.compile(r"\.(gif|svg)$", re.IGNORECASE)
#: A background in a style.
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*([\"']?)([^\"')]+)\1\s*\)", re.IGNORECASE)
#: What an SVG draws with. One without any is an empty box of the size of the picture to come.
_DRAWS = re.compile(r"(?:<|%3c)\s*(path|image|poly|circle|ellipse|text|use|line|g\b)", re.IGNORECASE)
_BASE64 = re.compile(r"[^,]*;\s*base64\s*,", re.IGNORECASE)
#: Wider pictures are for printing posters.
_MAX_WIDTH = 2600
#: A shorter data: URI is a placeholder for a picture that a script loads.
MIN_DATA_LENGTH = 200
#: A longer one is no preview, and is not decoded to see its size.
_LONGEST_PREVIEW = 6000
#: The most pixels of a preview: a blurred picture that is shown until the real one is there.
_PREVIEW_PIXELS = 64 * 64


def candidates(node: Node) -> Iterator[str]:
    """All addresses of an img, the best first: real data, lazy attributes, a size known to be larger than src, src,
    other sizes, and the picture that a link around it points to.
    """
    src = (node.get("src") or "").strip()
    is_data = src.lower().startswith("data:")
    named = list(_named_addresses(node))
    is_preview = is_data and is_preview_data(src)
    if is_data and len(src) > MIN_DATA_LENGTH and not is_preview:
        yield src
    yield from [address for is_lazy, address in named if is_lazy]
    sizes = _sizes(node)
    largest = max((width for width, _ in sizes if width <= _MAX_WIDTH), default=0)
    best_sizes = [address for width, address in sizes if width == largest] or [address for _, address in sizes]
    others = [address for is_lazy, address in named if not is_lazy]
    if src and not is_data:
        if is_stand_in(src) or (_is_waiting(node, src) and (best_sizes or others)):
            yield from best_sizes[:1]
            yield from others
        own_width = next((width for width, address in sizes if address == src), 0) or _own_width(node, src)
        if not is_stand_in(src):
            yield from [*best_sizes[:1], src] if 0 < own_width < largest else [src]
    yield from best_sizes[:1]
    link = link_around(node)
    target = (link.get("href") or "").strip() if link is not None else ""
    if PICTURE_FILE.search(target.partition("?")[0]):
        yield target
    yield from others
    if is_data and len(src) > MIN_DATA_LENGTH and not src[:15].lower().startswith("data:image/svg"):
        yield src  # a preview, where the page names nothing better
    if (background := background_address(node)) is not None:
        yield background
    if (described := described_address(node)) is not None:
        yield described


def background_address(node: Node) -> str | None:
    """The address of the picture in the background of an element; None if it has none."""
    style = node.get("style") or ""
    match = _BACKGROUND.search(style) if "url(" in style else None
    return match[2].strip() if match is not None else None


def described_address(node: Node) -> str | None:
    """The address by which microdata identify the picture of a figure whose box a script fills (schema.org/ImageObject); None if the figure has a picture
    of its own.
    """
    address = (node.get("itemid") or "").strip()
    if (
        not (node.get("itemtype") or "").endswith("/ImageObject")
        or PICTURE_FILE.search(address.partition("?")[0]) is None
    ):
        return None
    has_own = any(True for picture in node.iter("img", "amp-img", "video", "iframe") for _ in candidates(picture))
    return None if has_own else address


def is_stand_in(address: str) -> bool:
    """Whether the name of a file says that it only stands where a picture will be: spacer.gif, grey-16x9.png."""
    path = address.partition("?")[0].partition("#")[0]
    return _STAND_IN_NAME.search(path.rpartition("/")[2]) is not None


def is_preview_data(address: str) -> bool:
    """Whether a data: address holds an empty drawing or a picture of very few points, which is shown until the real one is there."""
    if len(address) > _LONGEST_PREVIEW:
        return False
    if address[:15].lower().startswith("data:image/svg"):
        return _BASE64.match(address) is None and _DRAWS.search(address) is None
    shown = images.picture(address)
    return shown is not None and not shown.is_drawing and 0 < shown.cost <= _PREVIEW_PIXELS


def link_around(node: Node) -> Node | None:
    """The link around an image, at most three levels up."""
    return next((a for a in ancestors(node) if a.tag == "a"), None)


def ancestors(node: Node) -> Iterable[Node]:
    """The three nearest elements around a picture."""
    parent, levels = node.parent, 3
    while parent is not None and levels > 0:
        yield parent
        parent, levels = parent.parent, levels - 1


def _named_addresses(node: Node) -> Iterator[tuple[bool, str]]:
    """(whether scripts load it, address) of the attributes of an img that are no standard ones. Those whose name is known come first, then those whose
    name says that they are larger.
    """
    for name in _LAZY_ATTRIBUTES:
        if value := node.get(name):
            # the addresses for two densities of a screen may stand in one attribute, parted by a bar
            yield True, value.partition("|")[0].strip()
    others: list[tuple[int, int, str]] = []
    for place, (name, value) in enumerate(node.attributes.items()):
        if not name.startswith(("data-", "content")) or name in _LAZY_ATTRIBUTES or "srcset" in name:
            continue
        value = value.strip()
        words = set(name.split("-"))
        if _ONE_ADDRESS.fullmatch(value) is None or value[:5].lower() == "data:" or is_stand_in(value):
            continue
        if PICTURE_FILE.search(value.partition("?")[0]) or (words & _ADDRESS_WORDS and value.startswith(("http", "/"))):
            others.append((1 if words & _SMALLER else -1 if words & _LARGER else 0, place, value))
    for _, _, value in sorted(others):
        yield False, value


def _is_waiting(node: Node, src: str) -> bool:
    """Whether an img says that a script will put another picture into its place: a class for it, and a `src` in a format of drawings."""
    return _DRAWN.search(src.partition("?")[0]) is not None and any("lazy" in token for token in class_tokens(node))


def _own_width(node: Node, src: str) -> float:
    """The width of the picture in `src`, as far as its name or the page tells it."""
    return _named_width(src) or float(markup_numbers.dimension(node.get("width")) or 0)


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
        for name, value in element.attributes.items():
            if name == "srcset" or (name.startswith("data-") and name.endswith("srcset")):
                sizes += _candidates_of(value)
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


def original_name(address: str) -> tuple[str, float]:
    """The address of a picture without the size that blog software writes at the end of the name of each of its copies, and the width of that size; 0
    for an address without one. quay-90x60.jpg gives (quay.jpg, 90).
    """
    path = address.partition("?")[0]
    match = _NAMED_SIZE.search(path)
    if match is None:
        return path, 0.0
    return path[: match.start()] + path[path.rindex(".") :], float(match[1])
