"""The tree of an HTML page as a browser builds it: turbohtml follows the parsing algorithm of the HTML Standard (13.2), and its nodes become our elements.

Implied elements are there (`tbody`), text after `</body>` is in the body, misnested formatting is repaired, and what does not belong into a drawing
is behind it. This is the only module that imports turbohtml.

    <table><tr><td>x</table></body>y    becomes    <html><head/><body><table><tbody><tr><td>x</td></tr></tbody></table>y</body></html>

Names are in lower case and without namespaces, also those of SVG and MathML; but a `figure` in a formula is named `math:figure`. Comments and processing instructions are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import turbohtml
from turbohtml import CData, DocumentFragment, Namespace, Text
from turbohtml import Element as Node

from archiver.text import writable
from archiver.trees.elements import NO_ATTRIBUTES, Element

if TYPE_CHECKING:
    from turbohtml import Node as AnyNode

#: The program behind `parse`, with its version: another version may read broken markup in another way.
PARSER = f"turbohtml {turbohtml.__version__}"

#: Blocks of HTML that do not end a formula (13.2.6.5). In a formula they are unknown elements of MathML, and no blocks.
_NO_BLOCKS_IN_FORMULAS = frozenset(
    "address article aside button caption details dialog dir fieldset figcaption figure footer form frameset header hgroup html legend main nav"
    " optgroup option search section summary tbody td tfoot th thead tr".split()
)
#: The only sign of a shadow root in a source.
_SHADOW = re.compile(r"<template\b[^>]*\bshadowrootmode", re.IGNORECASE)
#: A reference to a character that XML forbids: a control character, or the last two of the first plane.
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])|x0*(?:[1-8bcef]|1[0-9a-f]|fff[ef]))(?![0-9a-f])", re.IGNORECASE
)


def parse(text: str) -> Element:
    """The html element of an HTML page from decoded text. It has a head, and a body or a frameset as its last child.

    Elements nest at most 512 deep, as in Chromium: deeper ones become siblings. The text holds no character that XML forbids (text.writable). A space stands
    for such a character that is written as a reference.
    """
    source = turbohtml.parse(text, positions=False).root
    assert source is not None  # the parser makes an html element for any text
    root = Element("html", _attributes(source.attrs) if source.attrs else NO_ATTRIBUTES)
    _fill(root, source, shadows=_SHADOW.search(text) is not None)
    if _FORBIDDEN_REFERENCE.search(text):
        _make_writable(root)
    return root


def _fill(root: Element, source: Node, *, shadows: bool) -> None:
    """Give an element the content of a node. With `shadows`, the tree that is shown is taken: the content of a shadow root stands in the place of its
    host's content.
    """
    # this loop goes over all nodes of a page, so it calls as few functions as it can
    # one entry for each open element: the element, its last child, and the rest of its nodes
    open_elements: list[tuple[Element, Element | None, Iterator[AnyNode]]] = []
    parent, last = root, None
    nodes = iter(source.flattened_children if shadows else source.children)
    while True:
        for node in nodes:
            if type(node) is Node:
                tag = node.tag
                if not tag.islower() or tag in _NO_BLOCKS_IN_FORMULAS:
                    tag = _name(node)
                last = Element(tag, _attributes(given) if (given := node.attrs) else NO_ATTRIBUTES, parent)
                children: Sequence[AnyNode] = node.flattened_children if shadows else node.children
                if children:
                    if type(children[0]) is DocumentFragment:
                        children = children[0].children  # of a template
                    elif len(children) == 1 and type(only := children[0]) is Text:
                        last.text = only.data
                        continue
                    open_elements.append((parent, last, nodes))
                    parent, last, nodes = last, None, iter(children)
                    break
            elif type(node) is Text or type(node) is CData:
                if last is None:
                    parent.text += node.data
                else:
                    last.tail += node.data
        else:
            if not open_elements:
                return
            parent, last, nodes = open_elements.pop()


def _name(node: Node) -> str:
    """The name of an element of the tree."""
    tag = node.tag.lower()
    return f"math:{tag}" if tag in _NO_BLOCKS_IN_FORMULAS and node.namespace is Namespace.MATHML else tag


def _attributes(given: Mapping[str, str | list[str] | None]) -> dict[str, str]:
    """The attributes of a node. The value of `class` and of a few others is a list of tokens there."""
    return {name: value if type(value) is str else " ".join(value or ()) for name, value in given.items()}


def _make_writable(root: Element) -> None:
    """Put a space for each character that XML forbids."""
    for element in root.iter():
        element.text, element.tail = writable(element.text), writable(element.tail)
        if element.attributes:
            element.attributes = {name: writable(value) for name, value in element.attributes.items()}
