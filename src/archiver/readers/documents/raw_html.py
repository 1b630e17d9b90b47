"""HTML inside of documents: Markdown may hold it anywhere.

pandoc gives a block of HTML as one text, and each tag in a line alone:

    Water is H<sub>2</sub>O.    becomes    RawInline "<sub>", Str "2", RawInline "</sub>"

A block is read like a page. Tags in a line open and close elements around what stands between them.
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
_KEPT = frozenset(("href", "src", "alt", "title", "width", "height", "id", "name", "class", "lang", "dir", "cite"))


def graft(parent: Element, text: str) -> None:
    """Append the content of a block of HTML."""
    body = browser.parse(text).children[-1]
    add_text(parent, body.text)
    children = body.cut(0)
    parent.insert(len(parent.children), *children)


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
