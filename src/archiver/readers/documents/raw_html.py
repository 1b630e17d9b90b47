"""HTML inside of documents: Markdown may hold it anywhere.

pandoc gives most tags alone, with what it has read as Markdown between them:

    Water is H<sub>2</sub>O.    becomes    RawInline "<sub>", Str "2", RawInline "</sub>"

A tag opens or closes an element around what stands between. Other blocks of HTML are read like a page.
"""

from __future__ import annotations

import html
import re

from archiver.text import writable
from archiver.trees import browser
from archiver.trees.elements import Element

_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>|<[!?][^<>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_VOID = frozenset(("br", "img", "wbr", "hr"))
#: Elements in a line that mean something in the record.
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup u var".split()
)
#: Elements that a tag in a block of its own opens.
_BLOCKS = frozenset(
    "article aside blockquote center caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup li main nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
_HOLDERS = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "td": ("tr",), "th": ("tr",), "tr": ("table", "thead", "tbody", "tfoot"),
}  # fmt: skip
_KEPT = frozenset(
    (
        "href",
        "src",
        "alt",
        "title",
        "width",
        "height",
        "id",
        "name",
        "class",
        "lang",
        "dir",
        "cite",
        "colspan",
        "rowspan",
        "align",
        "start",
        "type",
    )
)


def append_markup(target: Element, outermost: Element, text: str) -> Element:
    """Append a block of HTML to `target`, and return the element for what follows. A block that is one tag opens or closes an element:

    <td>    *Two.*    </td>        RawBlock "<td>", Plain [Emph [Str "Two."]], RawBlock "</td>"

    No end tag closes `outermost`.
    """
    if (match := _TOKEN.fullmatch(text.strip())) is not None:
        tag = (match["tag"] or "").lower()
        if match["end"]:
            return _closed(target, outermost, tag)
        if tag in _BLOCKS:
            return Element(tag, _attributes(match["attributes"]), _holder(target, outermost, tag))
    body = browser.parse(text).children[-1]
    add_text(target, body.text)
    target.append(*body.cut(0))
    return target


def weave(target: Element, outermost: Element, text: str) -> Element:
    """Append a piece of HTML in a line to `target`, and return the element for what follows. No end tag closes `outermost`."""
    position = 0
    for match in _TOKEN.finditer(text):
        add_text(target, html.unescape(text[position : match.start()]))
        position = match.end()
        tag = (match["tag"] or "").lower()
        if match["end"]:
            target = _closed(target, outermost, tag)
        elif tag in _VOID:
            Element(tag, _attributes(match["attributes"]), target)
        elif tag in _INLINE:
            target = Element(tag, _attributes(match["attributes"]), target)
    add_text(target, html.unescape(text[position:]))
    return target


def add_text(parent: Element, text: str) -> None:
    """Add text at the end of an element."""
    if text and parent.children:
        parent.children[-1].tail += writable(text)
    elif text:
        parent.text += writable(text)


def _holder(target: Element, outermost: Element, tag: str) -> Element:
    """The element that an element with this name goes into: an item, a cell and a row end where the next one begins."""
    holders = _HOLDERS.get(tag, ())
    node: Element | None = target
    while holders and node is not None and node is not outermost:
        if node.tag in holders:
            return node
        node = node.parent
    return target


def _closed(target: Element, outermost: Element, tag: str) -> Element:
    """The element around the innermost open one with this name; `target` itself if none is open."""
    node: Element | None = target
    while node is not None and node is not outermost:
        if node.tag == tag:
            return node.parent or outermost
        node = node.parent
    return target


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): writable(html.unescape(value.strip("\"'")))
        for name, value in _ATTRIBUTE.findall(text)
        if name.lower() in _KEPT
    }
