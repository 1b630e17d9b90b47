"""Changes of lxml trees that keep the text, and questions about ancestors. In lxml the text behind an element is a part of that element (its tail)."""

from __future__ import annotations

from collections.abc import Container

from lxml.etree import _Element as Element


def drop_keeping_tail(element: Element) -> None:
    """Take an element out of its parent and leave the text that follows it. A root stays.

    <p>a<b>c</b>d</p>    becomes    <p>ad</p>
    """
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def is_within(element: Element, holders: Container[Element]) -> bool:
    """Whether an element or one of its ancestors is among `holders`."""
    current: Element | None = element
    while current is not None:
        if current in holders:
            return True
        current = current.getparent()
    return False
