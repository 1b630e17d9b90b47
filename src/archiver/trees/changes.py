"""Changes of the lxml trees of records. In lxml, the text after an element belongs to the element (its tail), so changes must keep it."""

from __future__ import annotations

from lxml.etree import _Element as Element


def drop(element: Element) -> None:
    """Remove an element and its tail from the tree. A root stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def drop_keeping_tail(element: Element) -> None:
    """Remove an element from the tree and keep its tail. A root stays.

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
    """Add text at the end of the content of an element.

    <p>a<b>c</b>d</p> with "e"    becomes    <p>a<b>c</b>de</p>
    """
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def _append_before(element: Element, text: str | None) -> None:
    """Add text right before an element that has a parent."""
    if not text:
        return
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
