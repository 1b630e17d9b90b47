"""The cleaned page as XHTML: the markup of the source without the page chrome.

Unlike the record, it keeps the page's elements and classes, so that it can be compared with the page. Unlike the page,
it holds no scripts, styles and event handlers.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import XML_LANG
from archiver.draft import Draft
from archiver.languages import right_to_left
from archiver.page import INVISIBLE
from archiver.text import writable
from archiver.trees.changes import append_text, drop_keeping_tail
from archiver.trees.elements import Element as Node

XHTML = "http://www.w3.org/1999/xhtml"

#: Attributes that describe an element. Event handlers, styles and tracking data are not among them.
_KEPT_ATTRIBUTES = frozenset(
    "id class lang dir title href src alt width height colspan rowspan headers scope cite datetime start value type name role rel"
    " span reversed data-n srcset".split()
)
_DANGEROUS_PREFIXES = ("javascript:", "vbscript:", "data:text", "file:")


def xhtml(draft: Draft) -> bytes:
    """The cleaned page, as bytes of an XHTML document. `draft` has gone through all passes.

    Notes stay where the page has them. What became metadata is in the body as well, since it is not chrome.
    """
    html = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML})
    if draft.head.language:
        html.set("lang", draft.head.language)
        html.set(XML_LANG, draft.head.language)
        if right_to_left(draft.head.language):
            html.set("dir", "rtl")
    head = etree.SubElement(html, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}meta", charset="utf-8")
    etree.SubElement(head, f"{{{XHTML}}}title").text = writable(draft.head.title or draft.page.source.href)
    body = etree.SubElement(html, f"{{{XHTML}}}body")
    kept = _kept_and_ancestors(draft)
    _copy(draft, body, kept)
    _drop_empty(body)
    document = etree.tostring(html, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n' + document + b"\n"


def _kept_and_ancestors(draft: Draft) -> dict[Node, bool]:
    """The elements to copy: True for elements with all their content, False for elements that only contain such
    elements.
    """
    kept: dict[Node, bool] = {}
    roots = [*(draft.body or [draft.page.root]), *draft.note_parts, *draft.moved, *(e for e, _ in draft.note_spans)]
    for element in roots:
        kept[element] = True
    for element in roots:
        parent = element.parent
        while parent is not None and parent not in kept:
            kept[parent] = False
            parent = parent.parent
    return kept


def _copy(draft: Draft, body: Element, kept: dict[Node, bool]) -> None:
    # (element of the source, parent of its copy, whether all content of its own parent is kept)
    stack: list[tuple[Node, Element, bool]] = [(draft.page.root, body, kept.get(draft.page.root, False))]
    is_root = True
    while stack:
        node, target, parent_kept = stack.pop()
        copy: Element | None = None
        if isinstance(node.tag, str):
            mark = kept.get(node)
            claimed = node in draft.note_parts or node in draft.moved
            if (node in draft.removed and not claimed) or node.tag in INVISIBLE:
                content_kept = False
                is_copied = mark is False and node.tag not in INVISIBLE
            else:
                content_kept = parent_kept or mark is True
                is_copied = content_kept or mark is not None
            if is_copied:
                copy = target if is_root else _copy_element(node, target)
                is_root = False
                if content_kept and node.text:
                    append_text(copy, writable(node.text))
                stack.extend((child, copy, content_kept) for child in reversed(node.children))
        is_root = False
        if node is not draft.page.root and parent_kept and node.tail:
            # Children are copied later, but into the copy itself; the tail goes after it.
            if copy is not None:
                copy.tail = writable(node.tail)
            else:
                append_text(target, writable(node.tail))


def _copy_element(node: Node, target: Element) -> Element:
    name = node.tag.split(":")[-1]
    try:
        copy = etree.SubElement(target, f"{{{XHTML}}}{name}")
    except ValueError:
        copy = etree.SubElement(target, f"{{{XHTML}}}span")
    for key, value in node.attributes.items():
        value = writable(value)
        if key in _KEPT_ATTRIBUTES and not value.strip().lower().startswith(_DANGEROUS_PREFIXES):
            copy.set(key, value)
    return copy


_KEPT_WHEN_EMPTY = frozenset(
    f"{{{XHTML}}}{name}" for name in ("img", "br", "hr", "td", "th", "wbr", "col", "math", "a")
)


def _drop_empty(body: Element) -> None:
    """Remove elements that became empty, innermost first."""
    for element in reversed(list(body.iter())):
        parent = element.getparent()
        if (
            parent is not None
            and element is not body
            and len(element) == 0
            and not (element.text or "").strip()
            and element.tag not in _KEPT_WHEN_EMPTY
            and not element.get("id")
        ):
            drop_keeping_tail(element)
