"""The tree of an HTML page as a browser builds it: turbohtml follows the parsing algorithm of the HTML Standard (13.2), and its nodes become an lxml tree.

Implied elements are there (`tbody`), text after `</body>` is in the body, misnested formatting is repaired, and what does not belong into a drawing
is behind it. No other folder than this one imports turbohtml.

    <table><tr><td>x</table></body>y    becomes    <html><head/><body><table><tbody><tr><td>x</td></tr></tbody></table>y</body></html>

Names are in lower case and without namespaces, also those of SVG and MathML; but a `figure` in a formula is named `math:figure`. Comments and processing instructions are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import turbohtml
from lxml import etree
from lxml.etree import _Element as Element
from turbohtml import CData, DocumentFragment, Namespace, Text
from turbohtml import Element as Node

from archiver.errors import TooLarge
from archiver.text import writable
from archiver.trees.columns import Columns

if TYPE_CHECKING:
    from turbohtml import Node as AnyNode

#: The program behind `parse`, with its version: another version may read broken markup in another way.
PARSER = f"turbohtml {turbohtml.__version__}"
#: The most attributes of one tag. lxml needs quadratic time to set them.
MAX_ATTRIBUTES = 2000

#: Only elements of this parser may have the names that HTML allows and XML does not: "o:p", "@click".
_HTML = etree.HTMLParser()
#: The characters that lxml allows in no name.
_NO_NAME = re.compile("[\\s&<>/\"'\x00-\x20\x7f\ud800-\udfff\ufffe\uffff]+")
#: Blocks of HTML that do not end a formula (13.2.6.5). In a formula they are unknown elements of MathML, and no blocks.
_NO_BLOCKS_IN_FORMULAS = frozenset(
    "address article aside button caption details dialog dir fieldset figcaption figure footer form frameset header hgroup html legend main nav"
    " optgroup option search section summary tbody td tfoot th thead tr".split()
)
#: Names of elements of which more than the name must be known, unless they are in a drawing or formula.
_LOOKED_AT = _NO_BLOCKS_IN_FORMULAS | {"svg", "math"}
#: What elements without attributes share.
_NO_ATTRIBUTES: dict[str, str] = {}
#: The tag of a template. Its attributes are the only sign of a shadow root in a source.
_TEMPLATE = re.compile(r"""<template\b(?:"[^"]*"|'[^']*'|[^>])*+""", re.IGNORECASE)


def parse(text: str, name: str) -> tuple[Element, Columns]:
    """The html element of an HTML page from decoded text, and the columns of its tree: `parsed` and `convert` in one."""
    return convert(parsed(text), name, shadows=has_shadow_roots(text))


def parsed(text: str) -> Node:
    """The html element of an HTML page in the parser's own tree. Elements nest at most 512 deep, as in Chromium: deeper ones become siblings."""
    html = turbohtml.parse(text, positions=False).root
    assert html is not None  # the parser makes an html element for any text
    return html


def convert(source: Node, name: str, *, shadows: bool) -> tuple[Element, Columns]:
    """The same html element as an lxml tree, and the columns of that tree. It has a head, and a body or a frameset as its last child.

    With `shadows`, the page has shadow roots. `name` is the name of the page in messages. Raises TooLarge for a page that has a tag with more than MAX_ATTRIBUTES attributes.
    """
    root = _HTML.makeelement("html")
    columns = Columns([root], ["html"], [_set(root, source.attrs, name)], [-1])
    _fill(columns, source, name, shadows=shadows)
    return root, columns


def has_shadow_roots(text: str) -> bool:
    """Whether a page may have shadow roots. Then its tree is not a browser's, because their content stands in their hosts."""
    return any("shadowrootmode" in tag[0].lower() for tag in _TEMPLATE.finditer(text))


def positioned(text: str, *, scripting: bool) -> list[Node]:
    """The elements of the parser's tree in the order of the columns, each with its position in the source: the page is parsed again.

    With `scripting`, the tree is that of a browser that runs scripts, where noscript holds one text. Else it is the tree of the columns.
    """
    shadows = has_shadow_roots(text)
    found: list[Node] = []
    left: list[AnyNode | None] = [turbohtml.parse(text, scripting=scripting).root]
    while left:
        node = left.pop()
        if type(node) is Node:
            found.append(node)
            left.extend(reversed(_children(node, shadows=shadows)))
        elif type(node) is DocumentFragment:
            left.extend(reversed(node.children))
    return found


def _fill(columns: Columns, source: Node, name: str, *, shadows: bool) -> None:
    """Give the first element of the columns the content of a node. With `shadows`, the tree that is shown is taken: the content of a shadow root stands in
    the place of its host's content.
    """
    # this loop goes over all nodes of a page, so it calls as few functions as it can
    elements, tags, attributes_of, parents = columns.elements, columns.tags, columns.attributes, columns.parents
    names = columns.names
    sub_element = etree.SubElement
    # one entry for each open element: the element, its index, its last child, and the rest of its nodes
    open_elements: list[tuple[Element, int, Element | None, Iterator[AnyNode]]] = []
    parent, index, last = elements[0], 0, None
    nodes = iter(_children(source, shadows=shadows))
    # in a drawing or formula, the number of elements around its content; else 0
    foreign = 0
    pieces: list[str] = []
    while True:
        for node in nodes:
            if type(node) is Node:
                if pieces:
                    _append(parent, last, pieces)
                tag = node.tag
                is_foreign = False
                if foreign or not (tag.isascii() and tag.islower()) or tag in _LOOKED_AT:
                    tag = _name(node)
                    is_foreign = node.namespace is not Namespace.HTML
                try:
                    last = sub_element(parent, tag)
                except ValueError:
                    tag = _NO_NAME.sub("", tag) or "x"
                    last = sub_element(parent, tag)
                    names[last] = node.tag
                if is_foreign:
                    names[last] = node.tag
                attributes = _set(last, given, name) if (given := node.attrs) else _NO_ATTRIBUTES
                elements.append(last)
                tags.append(tag)
                attributes_of.append(attributes)
                parents.append(index)
                children = node.flattened_children if shadows else node.children
                if children:
                    open_elements.append((parent, index, last, nodes))
                    if is_foreign and not foreign:
                        foreign = len(open_elements)
                    if type(children[0]) is DocumentFragment:
                        children = children[0].children  # of a template
                    parent, index, last, nodes = last, len(elements) - 1, None, iter(children)
                    break
            elif type(node) is Text or type(node) is CData:
                pieces.append(node.data)
        else:
            if pieces:
                _append(parent, last, pieces)
            if not open_elements:
                return
            parent, index, last, nodes = open_elements.pop()
            if len(open_elements) < foreign:
                foreign = 0


def _children(node: Node, *, shadows: bool) -> Sequence[AnyNode]:
    """The nodes in an element: those that are shown, if the page has shadow roots."""
    return node.flattened_children if shadows else node.children


def _name(node: Node) -> str:
    """The name of an element of the tree."""
    tag = node.tag.lower()
    return f"math:{tag}" if tag in _NO_BLOCKS_IN_FORMULAS and node.namespace is Namespace.MATHML else tag


def _append(parent: Element, last: Element | None, pieces: list[str]) -> None:
    """Append text to a parent whose last child is `last`, and empty the list of its pieces."""
    text = "".join(pieces)
    pieces.clear()
    try:
        if last is None:
            parent.text = text
        else:
            last.tail = text
    except ValueError:
        pieces.append(writable(text))
        _append(parent, last, pieces)


def _set(element: Element, given: Mapping[str, str | list[str] | None], name: str) -> dict[str, str]:
    """Set the attributes of an element to those of a node, and return them. Raises TooLarge if they are too many."""
    if len(given) > MAX_ATTRIBUTES:
        raise TooLarge(
            f"{name}: refused: one of its tags has {MAX_ATTRIBUTES} attributes or more.",
            "Such a page is broken or hostile; save it again.",
        )
    attributes: dict[str, str] = {}
    for key, value in given.items():
        # the value of `class` and of a few others is a list of tokens
        text = value if type(value) is str else " ".join(value or ())
        if key[0] == "{":  # for lxml, "{a}b" is a name in a namespace
            continue
        try:
            element.set(key, text)
        except ValueError:
            if _NO_NAME.search(key):
                continue
            text = writable(text)
            element.set(key, text)
        attributes[key] = text
    return attributes
