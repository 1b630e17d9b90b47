"""Trees of pages from XML text and back."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from archiver.trees.elements import NO_ATTRIBUTES, Element


def from_xml(text: str) -> Element:
    """The tree of an XML text."""
    return from_lxml(etree.fromstring(text))


def from_lxml(root: etree._Element) -> Element:
    """The tree of an lxml element."""
    copies: dict[etree._Element, Element] = {}
    for node in root.iter("*"):
        parent = node.getparent()
        copy = Element(
            str(node.tag),
            {str(k): str(v) for k, v in node.attrib.items()} or NO_ATTRIBUTES,
            None if node is root or parent is None else copies[parent],
            node.text or "",
        )
        if node is not root:
            copy.tail = node.tail or ""
        copies[node] = copy
    return copies[root]


def to_xml(element: Element) -> str:
    """A tree as XML, whether its names are allowed there or not. Trees of a page are at most 512 deep, so it may recurse."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.attributes.items())
    inside = escape(element.text) + "".join(to_xml(child) + escape(child.tail) for child in element.children)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>" if inside else f"<{element.tag}{attributes}/>"
