"""The lead image: the picture of the article, which the metadata of the page name, and which the page shows before the text.

The body finder decides by words, and a picture has none. The lead image is often beside the body or in the header of the page, so without this
step it would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from archiver import addresses, markup_numbers
from archiver.cleaning.anchors import headline
from archiver.cleaning.block_roles import inside_body
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.page import is_hidden, visible_text
from archiver.trees.elements import Element

#: Metadata in which pages name their picture (Open Graph, Twitter cards).
_NAMED = frozenset(["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"])
#: The endings that blog software and image services add to the name of a file for each size of a picture.
_SIZE = re.compile(
    r"([-_@](\d{2,4}x\d{2,4}|\d{3,4}w?|[2-4]x|scaled|large|medium|small|thumb(nail)?|xl|og))+$", re.IGNORECASE
)
_PICTURE = re.compile(r"\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
#: A picture that is known to be smaller is no lead image unless the metadata name it.
_LARGE = 150
_EXTENSION = re.compile(r"\.[a-z]{3,4}$", re.IGNORECASE)
#: Names of pictures that belong to the site, not to the article.
_OF_THE_SITE = re.compile(r"logo|default|placeholder|avatar|favicon|fallback|no-?image|share|social", re.IGNORECASE)
#: The fewest characters of a name. A shorter name may be that of any picture.
_SHORTEST = 5
#: Rules that remove an element because of its place on the page.
_BY_PLACE = frozenset(["site-header", "above-article", "beside-article", "below-article"])
#: The most characters of a caption. A longer text is no caption.
_LONGEST_CAPTION = 500


def keep_lead_image(draft: Draft, measures: Measures) -> None:
    """Make the lead image the first root of the body, with its caption, if it stands before the text and the body does not hold it.

    It is the picture that the metadata name. If they name none that is shown, it is the only picture in a figure between the headline and the text.
    """
    names = set(_names(draft))
    images = draft.page.named("img")
    shown = [image for image in images if _shows(image, names)] if names else []
    if not images:
        return
    kept = inside_body(draft, measures)
    first = next((i for i, element in enumerate(draft.page.elements) if kept[i] and (element.text or "").strip()), -1)
    found: Element | None = None
    if not shown:
        shown = _in_figure_below_headline(draft, measures, images, first)
    for element in shown:
        index = element.index
        if kept[index]:
            return
        if index < first and _may_stay(draft, element):
            found = element
    if found is None:
        return
    figure = next(found.ancestors("figure"), None)
    captions = list(figure.iter("figcaption")) if figure is not None else []
    roots = []
    for part in [found, *captions[:1]]:
        if len(visible_text(part)) > _LONGEST_CAPTION:
            continue
        for element in part.iter():
            if element in draft.removed and draft.removed[element].rule in _BY_PLACE:
                draft.take_back_removal(element)
        if not _is_in_body(draft, part):
            roots.append(part)
    draft.put_before_body(roots)


def _in_figure_below_headline(draft: Draft, measures: Measures, images: list[Element], first: int) -> list[Element]:
    """The only picture in a figure between the headline and the first text of the body; [] if there are none or several, which are teasers or a slide
    show.
    """
    above = headline(draft, measures)
    if above is None:
        return []
    found = [image for image in images if above < image.index < first and any(True for _ in image.ancestors("figure"))]
    return found if len(found) == 1 and _is_of_the_text(found[0]) else []


def _is_of_the_text(image: Element) -> bool:
    """Whether nothing says that a picture belongs to the site, to a person, or to another page."""
    said = f"{image.get('class') or ''} {image.get('src') or ''}"
    if _OF_THE_SITE.search(said) or any(
        (markup_numbers.dimension(image.get(name)) or _LARGE) < _LARGE for name in ("width", "height")
    ):
        return False
    link = next(image.ancestors("a"), None)
    href = "" if link is None else (link.get("href") or "").partition("?")[0].partition("#")[0]
    return not href or _PICTURE.search(href) is not None


def _is_in_body(draft: Draft, element: Element) -> bool:
    """Whether a root of the body holds an element, with nothing removed between them."""
    node: Element | None = element
    while node is not None and node not in draft.removed:
        if node in draft.body:
            return True
        node = node.parent
    return False


def _may_stay(draft: Draft, element: Element) -> bool:
    """Whether an image may become the lead image: it and the elements around it are visible, are not removed except by a rule of _BY_PLACE, and belong
    to no note and no field of the head.
    """
    node: Element | None = element
    while node is not None:
        removal = draft.removed.get(node)
        if (
            (removal and removal.rule not in _BY_PLACE)
            or node in draft.note_parts
            or node in draft.moved
            or is_hidden(node)
        ):
            return False
        node = node.parent
    return True


def _names(draft: Draft) -> Iterator[str]:
    """The file names of the pictures that the page's metadata name as its own."""
    if draft.page.head is None:
        return
    for meta in draft.page.head.named("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in _NAMED:
            yield from _name(meta.get("content") or "")


def _shows(image: Element, names: set[str]) -> bool:
    """Whether an img, or the picture element around it, may show a file of one of these names."""
    holders = [image]
    parent = image.parent
    while parent is not None and parent.tag in ("source", "picture"):
        holders.append(parent)
        parent = parent.parent
    return any(
        not names.isdisjoint(_name(candidate.split()[0]))
        for holder in holders
        for key, value in holder.attributes.items()
        if ("src" in key or key in ("data-original", "data-image", "data-url")) and _may_hold(value, names)
        for candidate in value.split(",")
        if candidate and not candidate.isspace()
    )


def _may_hold(candidates: str, names: set[str]) -> bool:
    """Cheap prefilter: whether one of the names may be in these addresses. Parsing an address is slow, and most addresses have none of the names."""
    if "%" in candidates or not candidates.isascii():
        return True
    folded = candidates.lower()
    return any(name in folded for name in names)


def _name(address: str) -> Iterator[str]:
    """The file name of a picture without its size and its format, if it is long enough and not a name of the site."""
    # the address of an image service holds the address of the original, in its path or in its query
    path = address.partition("url=")[2]
    if "url=" not in address:
        parts = addresses.split(address)
        path = parts.path if parts is not None else ""
    path = unquote(path)
    name = _EXTENSION.sub("", path.rstrip("/").rpartition("/")[2].partition("?")[0].partition("&")[0])
    name = _SIZE.sub("", name).lower()
    if len(name) >= _SHORTEST and not _OF_THE_SITE.search(name):
        yield name
