"""Pictures that a page holds twice: a stand-in for browsers that run scripts, and the picture in `noscript` for the others.

    <img class="lazy" src="empty.gif"><noscript><img src="quay.jpg"></noscript>        the picture is that of the noscript
    <img data-src="quay.jpg"><noscript><img src="quay.jpg"></noscript>                  one picture, not two
    <div class="box"></div><noscript><img src="quay.jpg"></noscript>                    a picture that noscript alone holds
    <img src="preview.jpg" aria-hidden="true"><img data-src="quay.jpg">                 a preview is no picture

What is joined stands side by side in wrappers that hold no text, as the software writes it that makes such pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.page import Page
from archiver.record.picture_addresses import PICTURE_FILE, candidates, is_preview_data, is_stand_in
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element as Node

#: How many wrappers a picture and its twin may each be inside.
_LEVELS = 3
#: Words in a class of a preview, which stands under the real picture until that has come.
_PREVIEW = re.compile(r"(?:^|[-_])(thumbnail|preview|placeholder|lqip|blur(red)?|tiny|low-?res)(?:$|[-_])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: A shorter name of a file may be that of any picture.
_SHORTEST_NAME = 7
#: Elements that are no wrappers of one picture.
_ENDS = frozenset(["figure", "li", "td", "article", "main", "body", "section"])
#: What holds a text of its own beside a picture.
_CAPTIONS = frozenset(["figcaption", "noscript", "script", "style"])


@dataclass(frozen=True, slots=True)
class Twins:
    """The pictures of a page that have a twin. `hidden` gives the picture in noscript by its stand-in, `alone` by the noscript that has no other,
    `previews` are pictures in whose place another one comes.
    """

    hidden: dict[Node, Node] = field(default_factory=dict)
    alone: dict[Node, Node] = field(default_factory=dict)
    previews: frozenset[Node] = frozenset()


def find_twins(page: Page) -> Twins:
    """The twins of a page. Each noscript has at most one, and each picture too: the one right before it, else the one right behind."""
    if page.document is not None:
        return Twins()
    holders = [noscript for noscript in page.named("noscript") if noscript.first("img") is not None]
    if not holders:
        return Twins(previews=frozenset(_previews(page)))
    hidden: dict[Node, Node] = {}
    alone: dict[Node, Node] = {}
    previews = set(_previews(page))
    names = Counter(_name(picture) for picture in page.named("img") if not _in_noscript(picture))
    for noscript in holders:
        pictures = [picture for picture in noscript.iter("img") if not is_pixel(picture)]
        if not pictures or any(text.strip() for text in noscript.itertext()):
            continue
        twin = next((node for node in _beside(noscript) if node not in hidden), None)
        name = _name(pictures[0])
        if twin is not None:
            hidden[twin] = pictures[0]
            previews |= {node for node in _around(noscript) if node is not twin and name and _name(node) == name}
        elif len(pictures) == 1 and not names[name] and _is_shown(pictures[0]):
            alone[noscript] = pictures[0]
    return Twins(hidden, alone, frozenset(previews))


def _around(noscript: Node) -> Iterator[Node]:
    """The pictures outside of noscript in the wrappers around one that hold no text."""
    holder = noscript
    for _ in range(_LEVELS):
        if holder.parent is None or holder.parent.tag in _ENDS or _has_text(holder.parent):
            break
        holder = holder.parent
    return (picture for picture in holder.iter("img") if not _in_noscript(picture))


def _name(picture: Node) -> str:
    """The name of the file of a picture, the same for all its sizes at a service that puts the size into the path; "" for a short name."""
    address = next((address for address in candidates(picture) if address[:5].lower() != "data:"), "")
    name = address.partition("?")[0].rpartition("/")[2]
    return name if len(name) > _SHORTEST_NAME else ""


def is_pixel(node: Node) -> bool:
    """Whether an image or frame is at most two pixels wide or high, as tracking pixels are, or is not shown at all."""
    for name in ("width", "height"):
        value = (node.get(name) or "").strip().removesuffix("px")
        if value in ("0", "1", "2"):
            return True
    style = node.get("style") or ""
    return bool(style) and "min-width" not in style and _POINT.search(style) is not None


#: A style that makes a picture a point.
_POINT = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*[012](?:px)?\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE)


def _is_shown(picture: Node) -> bool:
    """Whether a picture that noscript alone holds is one of the page: counters stand in noscript too, and have no name, no frame and no format of
    photographs.
    """
    src = (picture.get("src") or "").partition("?")[0].partition("#")[0]
    if _HIDDEN.search(picture.get("style") or "") or is_stand_in(src):
        return False
    is_file = PICTURE_FILE.search(src) is not None and not src.lower().endswith(".gif")
    return is_file or bool((picture.get("alt") or "").strip()) or any(True for _ in picture.ancestors("figure"))


def _beside(noscript: Node) -> Iterator[Node]:
    """The pictures that stand right before a noscript and right behind it, in wrappers without a text."""
    node: Node | None = noscript
    for _ in range(_LEVELS):
        assert node is not None
        if not _has_tail(node.previous if node.previous is not None else None):
            yield from _nearest(node, forward=False)
        if not (node.tail or "").strip():
            yield from _nearest(node, forward=True)
        node = node.parent
        if node is None or node.tag in _ENDS or _has_text(node):
            return


def _nearest(node: Node, *, forward: bool) -> Iterator[Node]:
    """The picture nearest to an element among those before or behind it, with no text and no noscript in between."""
    sibling = node.next if forward else node.previous
    while sibling is not None:
        if sibling.tag == "noscript" or _has_text(sibling):
            return
        found = [sibling] if sibling.tag in ("img", "amp-img") else sibling.named("img")
        found = [picture for picture in found if not _in_noscript(picture)]
        if found:
            yield found[0 if forward else -1]
            return
        if forward and _has_tail(sibling):
            return
        sibling = sibling.next if forward else sibling.previous
        if not forward and _has_tail(sibling):
            return


def _has_tail(node: Node | None) -> bool:
    return node is not None and bool((node.tail or "").strip())


def _in_noscript(node: Node) -> bool:
    return any(True for _ in node.ancestors("noscript"))


def _has_text(node: Node) -> bool:
    """Whether an element shows text, apart from captions."""
    if node.tag in _CAPTIONS:
        return node.tag == "figcaption"
    stack = [node]
    while stack:
        element = stack.pop()
        if (element.text or "").strip():
            return True
        for child in element.children:
            if (child.tail or "").strip():
                return True
            if child.tag not in _CAPTIONS:
                stack.append(child)
    return False


def _previews(page: Page) -> Iterator[Node]:
    """The previews of a page: pictures that say so of themselves, or are very small data, beside another picture in a wrapper without a text."""
    for picture in page.named("img"):
        if not _says_preview(picture) or _in_noscript(picture):
            continue
        holder = picture.parent
        for _ in range(_LEVELS):
            if holder is None or holder.tag in _ENDS - {"figure"} or _has_text(holder):
                break
            others = [other for other in holder.iter("img") if other is not picture and not _in_noscript(other)]
            if others:
                if any(not _says_preview(other) and any(True for _ in candidates(other)) for other in others):
                    yield picture
                break
            holder = holder.parent


def _says_preview(picture: Node) -> bool:
    src = (picture.get("src") or "").strip()
    if src[:5].lower() == "data:":
        return is_preview_data(src) and not _loads_late(picture)
    return picture.get("aria-hidden") == "true" or any(_PREVIEW.search(token) for token in class_tokens(picture))


def _loads_late(picture: Node) -> bool:
    return next((address for address in candidates(picture) if address[:5].lower() != "data:"), None) is not None


def is_fuller(twin: Node, picture: Node) -> bool:
    """Whether the twin in noscript is the larger one of two addresses of the same picture: a page needs no noscript for a picture whose `src` is the real
    one.
    """
    name = _name(twin)
    return (
        bool(name)
        and name == _name(picture)
        and not any(attribute.startswith("data-") or attribute == "srcset" for attribute in picture.attributes)
        and (picture.parent is None or picture.parent.tag != "picture")
    )
