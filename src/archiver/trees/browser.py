"""The tree of an HTML page as a browser builds it: turbohtml follows the parsing algorithm of the HTML Standard (13.2), and its nodes become our elements.

Implied elements are there (`tbody`), text after `</body>` is in the body, misnested formatting is repaired, and what does not belong into a drawing
is behind it. No other folder than this one imports turbohtml.

    <table><tr><td>x</table></body>y    becomes    <html><head/><body><table><tbody><tr><td>x</td></tr></tbody></table>y</body></html>

Names are in lower case and without namespaces, also those of SVG and MathML; but a `figure` in a formula is named `math:figure`. Comments and processing instructions are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
#: Names of elements of which more than the name must be known, unless they are in a drawing or formula.
_LOOKED_AT = _NO_BLOCKS_IN_FORMULAS | {"svg", "math"}
#: A reference to a character that XML forbids: a control character, or the last two of the first plane.
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])|x0*(?:[1-8bcef]|1[0-9a-f]|fff[ef]))(?![0-9a-f])", re.IGNORECASE
)
#: The tag of a template. Its attributes are the only sign of a shadow root in a source.
_TEMPLATE = re.compile(r"""<template\b(?:"[^"]*"|'[^']*'|[^>])*+""", re.IGNORECASE)


def parse(text: str) -> Element:
    """The html element of an HTML page from decoded text: `parsed` and `convert` in one."""
    return convert(parsed(text), text).elements[0]


def parsed(text: str) -> Node:
    """The html element of an HTML page in the parser's own tree. Elements nest at most 512 deep, as in Chromium: deeper ones become siblings."""
    html = turbohtml.parse(text, positions=False).root
    assert html is not None  # the parser makes an html element for any text
    return html


def has_shadow_roots(text: str) -> bool:
    """Whether a page may have shadow roots. Then its tree is not a browser's, because their content stands in their hosts."""
    return any("shadowrootmode" in tag[0].lower() for tag in _TEMPLATE.finditer(text))


@dataclass(slots=True)
class PageTree:
    """The elements of a page in document order, the html element first.

    `names` has what the elements do not say: the names that a browser gives to those in drawings and formulas.
    """

    elements: list[Element]
    names: dict[Element, str] = field(default_factory=dict)


def convert(html: Node, text: str) -> PageTree:
    """The tree of a page from the parser's own tree. The html element has a head, and a body or a frameset as its last child.

    `text` is the text of the page. It holds no character that XML forbids (text.writable). A space stands for such a character that is written as a reference.
    """
    tree = PageTree([Element("html", _attributes(html.attrs) if html.attrs else NO_ATTRIBUTES)])
    _fill(tree, html, shadows=has_shadow_roots(text))
    if _FORBIDDEN_REFERENCE.search(text):
        _make_writable(tree)
    return tree


def positioned(text: str, *, scripting: bool) -> list[Node]:
    """The elements of the parser's tree in the order of a PageTree, each with its position in the source: the page is parsed again.

    With `scripting`, the tree is that of a browser that runs scripts, where noscript holds one text. Else it is the one of `parsed`.
    """
    shadows = has_shadow_roots(text)
    found: list[Node] = []
    left: list[AnyNode | None] = [turbohtml.parse(text, scripting=scripting).root]
    while left:
        node = left.pop()
        if type(node) is Node:
            found.append(node)
            left.extend(reversed(node.flattened_children if shadows else node.children))
        elif type(node) is DocumentFragment:
            left.extend(reversed(node.children))
    return found


def _fill(tree: PageTree, source: Node, *, shadows: bool) -> None:
    """Give the html element of a tree the content of a node. With `shadows`, the tree that is shown is taken: the content of a shadow root stands in the
    place of its host's content.
    """
    # this loop goes over all nodes of a page, so it calls as few functions as it can
    elements, names = tree.elements, tree.names
    # one entry for each open element: the element, its last child, and the rest of its nodes
    open_elements: list[tuple[Element, Element | None, Iterator[AnyNode]]] = []
    parent, last = elements[0], None
    nodes = iter(source.flattened_children if shadows else source.children)
    # in a drawing or formula, the number of elements around its content; else 0
    foreign = 0
    while True:
        for node in nodes:
            if type(node) is Node:
                tag = node.tag
                if foreign or not tag.islower() or tag in _LOOKED_AT:
                    name, tag = tag, _name(node)
                    last = Element(tag, _attributes(given) if (given := node.attrs) else NO_ATTRIBUTES, parent)
                    if node.namespace is not Namespace.HTML:
                        names[last] = name
                        foreign = foreign or len(open_elements) + 1
                else:
                    last = Element(tag, _attributes(given) if (given := node.attrs) else NO_ATTRIBUTES, parent)
                elements.append(last)
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
            if len(open_elements) < foreign:
                foreign = 0


def _name(node: Node) -> str:
    """The name of an element of the tree."""
    tag = node.tag.lower()
    return f"math:{tag}" if tag in _NO_BLOCKS_IN_FORMULAS and node.namespace is Namespace.MATHML else tag


def _attributes(given: Mapping[str, str | list[str] | None]) -> dict[str, str]:
    """The attributes of a node. The value of `class` and of a few others is a list of tokens there."""
    return {name: value if type(value) is str else " ".join(value or ()) for name, value in given.items()}


def _make_writable(tree: PageTree) -> None:
    """Put a space for each character that XML forbids."""
    for element in tree.elements:
        element.text, element.tail = writable(element.text), writable(element.tail)
        if element.attributes:
            element.attributes = {name: writable(value) for name, value in element.attributes.items()}
