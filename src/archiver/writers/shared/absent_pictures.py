"""What stands for the pictures that an export cannot show: one quiet line, or nothing.

    Given:   <figure><image src="https://a.example/2019/quay-1600x900.jpg" alt="The quay"/><caption>In May.</caption></figure>
    becomes: <figure><caption>In May. <image x:label="The quay" x:name="a.example/…/quay-1600x900.jpg" …/></caption></figure>

The writer shows such an image as `[Image: The quay · a.example/…/quay-1600x900.jpg]`, with a link on the name. A book
would not put an empty frame where a plate is missing, least of all under its title. So the line goes to the end of the
caption, and a figure that opens the article goes behind its first paragraph. Nothing stands for a tracking pixel, for
decoration, and for an icon without words; of an icon with an alternative text, as of an emoji, the text is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from lxml import etree

from archiver import addresses
from archiver.article import NS, tag
from archiver.record_file import is_block
from archiver.trees.changes import drop_keeping_tail

_EXPORT = "urn:archiver:export:1"
#: Of an image that is not shown: its text for readers, perhaps empty; and the short form of its address.
LABEL, NAME = f"{{{_EXPORT}}}label", f"{{{_EXPORT}}}name"

#: A picture that is declared to be at most this wide or high, in CSS pixels, is an icon.
_ICON = 32
#: A longer name of host and file would fill a line of its own.
_LONGEST_NAME = 44
_EMPTIED = (tag("figure"), tag("p"))


def settle(root: etree._Element, is_shown: Callable[[etree._Element], bool]) -> None:
    """Prepare the images that are not shown, in a copy of a record: each gets x:label and x:name, or is removed."""
    absent = [image for image in root.iter(tag("image")) if not is_shown(image)]
    if not absent:
        return
    targets = {href[1:] for element in root.iter(etree.Element) if (href := element.get("href", ""))[:1] == "#"}
    for image in absent:
        _label(image, targets)
    for figure in {
        figure: None for image in absent if (figure := image.getparent()) is not None and figure.tag == tag("figure")
    }:
        _move_into_caption(figure)
    _move_behind_the_first_paragraph(root)


def label(image: etree._Element) -> str:
    """The words of an image: its alternative text, else its title; "" if these only repeat its address or file name."""
    src = image.get("src", "")
    for name in ("alt", "title"):
        text = " ".join(image.get(name, "").split())
        if text and text not in (src, file_name(src)):
            return text
    return ""


def short_name(src: str) -> str:
    """The address of a picture for readers: host and file, or the host alone if that is long; the file name of a relative
    address; "" for a data: address.
    """
    if src[:5].lower() == "data:":
        return ""
    if not addresses.is_web(src):
        name = file_name(src)
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    host, _, path = src.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")
    steps = [step for step in path.split("/") if step]
    name = "/".join([host, *(["…"] if len(steps) > 1 else []), *steps[-1:]])
    return name if len(name) <= _LONGEST_NAME else host


def file_name(src: str) -> str:
    """The file name in an address, or the whole address if it has no file name."""
    return src.partition("?")[0].rstrip("/").rpartition("/")[2] or src


def _label(image: etree._Element, targets: Collection[str]) -> None:
    """Set x:label and x:name; remove the image if nothing stands for it, replace it by its words if these are enough."""
    parent, words = image.getparent(), label(image)
    assert parent is not None
    in_figure = parent.tag == tag("figure")
    small = any(0 < int(size) <= _ICON for name in ("width", "height") if (size := image.get(name, "")).isdigit())
    if not words and (small or (image.get("alt") == "" and not in_figure)):
        drop_keeping_tail(image)
        _remove_if_empty(parent, targets)
    elif not in_figure and (small or not any(map(str.isalnum, words))) and words:
        _replace_by_words(image, words)
    else:
        image.set(LABEL, words)
        image.set(NAME, short_name(image.get("src", "")))


def _replace_by_words(image: etree._Element, words: str) -> None:
    """Put the words of an image in its place. A single letter may begin the word behind it; more stand apart from it."""
    parent, before = image.getparent(), image.getprevious()
    assert parent is not None
    left = (parent.text if before is None else before.tail) or ""
    if len(words) > 1 and left[-1:].isalnum() and words[0].isalnum():
        words = f" {words}"
    if len(words) > 1 and (image.tail or "")[:1].isalnum() and words[-1].isalnum():
        words = f"{words} "
    image.tail = f"{words}{image.tail or ''}"
    drop_keeping_tail(image)


def _remove_if_empty(element: etree._Element, targets: Collection[str]) -> None:
    """Remove a figure or a paragraph that has nothing any more, unless a link leads to it."""
    parent = element.getparent()
    if element.tag not in _EMPTIED or parent is None or len(element) or (element.text or "").strip():
        return
    if element.get("id") not in targets and parent.tag in (tag("body"), tag("section"), tag("quote"), tag("post")):
        drop_keeping_tail(element)


def _move_into_caption(figure: etree._Element) -> None:
    """Move the images of a figure to the end of its caption, if none of them is shown."""
    caption = figure.find("a:caption", NS)
    images = [child for child in figure.iterchildren(etree.Element) if child is not caption]
    if caption is None or not images or any(image.get(LABEL) is None for image in images):
        return
    if not "".join(caption.itertext()).strip() and caption.find(".//a:noteref", NS) is None:
        return
    end = caption
    if any(is_block(child) for child in caption):
        end = caption[-1]
        if end.tag != tag("p"):
            return
    for image in images:
        if len(end):
            end[-1].tail = f"{end[-1].tail or ''} "
        else:
            end.text = f"{end.text or ''} "
        image.tail = None
        end.append(image)


def _move_behind_the_first_paragraph(root: etree._Element) -> None:
    """Move figures and paragraphs that show nothing from the beginning of the body behind its first paragraph of text.

    The order of the notes stays: what has a call is not moved.
    """
    body = root.find("a:body", NS)
    first = [] if body is None else list(body.iterchildren(etree.Element))
    moved: list[etree._Element] = []
    while first and _shows_nothing(first[0]):
        moved.append(first.pop(0))
    while first and first[0].tag == tag("section"):
        first = list(first[0].iterchildren(etree.Element))
    paragraph = next((block for block in first if block.tag == tag("p")), None)
    if paragraph is None:
        return
    for block in reversed(moved):
        paragraph.addnext(block)


def _shows_nothing(block: etree._Element) -> bool:
    """Whether a block is a figure or a paragraph of which only images that are not shown are left."""
    if block.find(".//a:noteref", NS) is not None:
        return False
    images = list(block.iter(tag("image")))
    if not images or any(image.get(LABEL) is None for image in images):
        return False
    if block.tag == tag("figure"):
        return all(child.tag in (tag("image"), tag("caption")) for child in block)
    return block.tag == tag("p") and not "".join(map(str, block.itertext())).strip()
