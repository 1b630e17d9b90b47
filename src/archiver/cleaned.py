"""The cleaned page: what is left of a source's own markup when the page chrome is gone, as XHTML.

Unlike the record it keeps the page's elements and classes, so that it can be compared with the page; unlike the page it carries no
scripts, no styles and no handlers.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import XML_LANG
from archiver.draft import Draft
from archiver.languages import right_to_left
from archiver.page import INVISIBLE
from archiver.text import writable
from archiver.xmltree import append_text, drop_keeping_tail

XHTML = "http://www.w3.org/1999/xhtml"

#: Attributes that say what an element is. Handlers, styles and tracking data are none of them.
_KEPT = frozenset(
    "id class lang dir title href src alt width height colspan rowspan headers scope cite datetime start value type name role rel"
    " span reversed data-n srcset".split()
)
_DANGEROUS = ("javascript:", "vbscript:", "data:text", "file:")


def xhtml(draft: Draft) -> bytes:
    """The cleaned page of a draft on which all passes have spoken, as bytes of an XHTML document.

    Notes stay where the page has them, whatever surrounded them. What went into the head is in the body as well, for it is no chrome.
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


def _kept_and_ancestors(draft: Draft) -> dict[Element, bool]:
    """Elements to copy: True with their whole content, False for those that only hold one of the others."""
    kept: dict[Element, bool] = {}
    roots = [*(draft.body or [draft.page.root]), *draft.note_parts, *draft.moved, *(e for e, _ in draft.note_spans)]
    for element in roots:
        kept[element] = True
    for element in roots:
        parent = element.getparent()
        while parent is not None and parent not in kept:
            kept[parent] = False
            parent = parent.getparent()
    return kept


def _copy(draft: Draft, body: Element, kept: dict[Element, bool]) -> None:
    # (source, where its copy goes, whether everything in it is kept)
    stack: list[tuple[Element, Element, bool]] = [(draft.page.root, body, kept.get(draft.page.root, False))]
    first = True
    while stack:
        node, target, whole = stack.pop()
        copy: Element | None = None
        if isinstance(node.tag, str):
            own = kept.get(node)
            claimed = node in draft.note_parts or node in draft.moved
            if (node in draft.removed and not claimed) or node.tag in INVISIBLE:
                inside_whole = False
                copied = own is False and node.tag not in INVISIBLE
            else:
                inside_whole = whole or own is True
                copied = inside_whole or own is not None
            if copied:
                copy = target if first else _shell(node, target)
                first = False
                if inside_whole and node.text:
                    append_text(copy, writable(node.text))
                stack.extend((child, copy, inside_whole) for child in reversed(node))
        first = False
        if node is not draft.page.root and whole and node.tail:
            # children are copied after this, but into the copy itself; the tail belongs behind it
            if copy is not None:
                copy.tail = writable(node.tail)
            else:
                append_text(target, writable(node.tail))


def _shell(node: Element, target: Element) -> Element:
    name = str(node.tag).split(":")[-1]
    try:
        copy = etree.SubElement(target, f"{{{XHTML}}}{name}")
    except ValueError:
        copy = etree.SubElement(target, f"{{{XHTML}}}span")
    for key, value in node.attrib.items():
        key, value = str(key), writable(str(value))
        if key in _KEPT and not value.strip().lower().startswith(_DANGEROUS):
            copy.set(key, value)
    return copy


_MEANINGFUL = frozenset(f"{{{XHTML}}}{name}" for name in ("img", "br", "hr", "td", "th", "wbr", "col", "math", "a"))


def _drop_empty(body: Element) -> None:
    """Take out shells that hold nothing any more, innermost first."""
    for element in reversed(list(body.iter())):
        parent = element.getparent()
        if (
            parent is not None
            and element is not body
            and len(element) == 0
            and not (element.text or "").strip()
            and element.tag not in _MEANINGFUL
            and not element.get("id")
        ):
            drop_keeping_tail(element)
