"""Changes of lxml trees that keep the text, and questions about ancestors. In lxml the text behind an element is part of that element (its tail)."""

from __future__ import annotations

from collections.abc import Container

from lxml.etree import _Element as Element


def drop(element: Element) -> None:
    """Take an element out of its parent, and the text that follows it. A root stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def drop_keeping_tail(element: Element) -> None:
    """Take an element out of its parent and leave the text that follows it. A root stays.

    <p>a<b>c</b>d</p>    becomes    <p>ad</p>
    """
    parent = element.getparent()
    if parent is None:
        return
    _append_before(element, element.tail)
    element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Replace an element by its content. A root stays.

    <p>a<b>c<i>d</i></b>e</p>    becomes    <p>ac<i>d</i>e</p>
    """
    parent = element.getparent()
    if parent is None:
        return
    _append_before(element, element.text)
    for child in list(element):
        element.addprevious(child)
    drop_keeping_tail(element)


def append_text(element: Element, text: str) -> None:
    """Put text behind all that an element holds.

    <p>a<b>c</b>d</p> with "e"    becomes    <p>a<b>c</b>de</p>
    """
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def is_within(element: Element, holders: Container[Element]) -> bool:
    """Whether an element or one of its ancestors is among `holders`."""
    current: Element | None = element
    while current is not None:
        if current in holders:
            return True
        current = current.getparent()
    return False


def _append_before(element: Element, text: str | None) -> None:
    """Put text right before an element that has a parent."""
    if not text:
        return
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
