"""The tree of an HTML page as a browser builds it: turbohtml follows the parsing algorithm of the HTML Standard (13.2), and its nodes become an lxml tree.

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
_NO_NAME = re.compile("[\\s&<>/\"'\x00-\x20\x7f]+")
#: Blocks of HTML that do not end a formula (13.2.6.5). In a formula they are unknown elements of MathML, and no blocks.
_NO_BLOCKS_IN_FORMULAS = frozenset(
    "address article aside button caption details dialog dir fieldset figcaption figure footer form frameset header hgroup html legend main nav"
    " optgroup option search section summary tbody td tfoot th thead tr".split()
)
#: What elements without attributes share.
_NO_ATTRIBUTES: dict[str, str] = {}
#: The only sign of a shadow root in a source.
_SHADOW = re.compile("shadowrootmode", re.IGNORECASE)


def parse(text: str, name: str) -> tuple[Element, Columns]:
    """The html element of an HTML page from decoded text, and the columns of its tree. It has a head, and a body or a frameset as its last child.

    Elements nest at most 512 deep, as in Chromium: deeper ones become siblings. `name` is the name of the page in messages. Raises TooLarge for a page that
    has a tag with more than MAX_ATTRIBUTES attributes.
    """
    document = turbohtml.parse(text, positions=False)
    source = document.root
    assert source is not None  # the parser makes an html element for any text
    attributes = _attributes(source.attrs, name)
    root = _HTML.makeelement("html", attributes)
    columns = Columns([root], ["html"], [attributes], [-1])
    _fill(columns, source, name, shadows=_SHADOW.search(text) is not None)
    return root, columns


def _fill(columns: Columns, source: Node, name: str, *, shadows: bool) -> None:
    """Give the first element of the columns the content of a node. With `shadows`, the tree that is shown is taken: the content of a shadow root stands in the place of its
    host's content.
    """
    # one entry for each open element: the element, its last child, and the rest of its nodes
    open_elements: list[tuple[Element, int, Element | None, Iterator[AnyNode]]] = []
    elements, parents = columns.elements, columns.parents
    parent, index, last = elements[0], 0, None
    nodes = iter(_children(source, shadows=shadows))
    pieces: list[str] = []
    while True:
        for node in nodes:
            if type(node) is Node:
                if pieces:
                    _append(parent, last, pieces)
                last = _sub_element(parent, node, columns, name)
                parents.append(index)
                children = _children(node, shadows=shadows)
                if children:
                    open_elements.append((parent, index, last, nodes))
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


def _children(node: Node, *, shadows: bool) -> Sequence[AnyNode]:
    """The nodes in an element: those that are shown, if the page has shadow roots."""
    children = node.flattened_children if shadows else node.children
    if len(children) == 1 and isinstance(content := children[0], DocumentFragment):
        return content.children  # of a template
    return children


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
        if last is None:
            parent.text = writable(text)
        else:
            last.tail = writable(text)


def _sub_element(parent: Element, node: Node, columns: Columns, name: str) -> Element:
    """Append an element with the name and the attributes of a node, also to the columns (but not its parent)."""
    attributes, tag = _attributes(node.attrs, name), node.tag.lower()
    if tag in _NO_BLOCKS_IN_FORMULAS and node.namespace is Namespace.MATHML:
        tag = f"math:{tag}"
    try:
        element = etree.SubElement(parent, tag, attributes)
    except ValueError:
        attributes = {key: writable(value) for key, value in attributes.items() if not _NO_NAME.search(key)}
        tag = _NO_NAME.sub("", tag) or "x"
        element = etree.SubElement(parent, tag, attributes)
    columns.elements.append(element)
    columns.tags.append(tag)
    columns.attributes.append(attributes)
    return element


def _attributes(attributes: Mapping[str, str | list[str] | None], name: str) -> dict[str, str]:
    """The attributes of a node. Raises TooLarge if they are too many."""
    if not attributes:
        return _NO_ATTRIBUTES
    if len(attributes) > MAX_ATTRIBUTES:
        raise TooLarge(
            f"{name}: refused: one of its tags has {MAX_ATTRIBUTES} attributes or more.",
            "Such a page is broken or hostile; save it again.",
        )
    # the value of `class` and of a few others is a list of tokens; for lxml, "{a}b" is a name in a namespace
    return {
        key: value if type(value) is str else " ".join(value or ())
        for key, value in attributes.items()
        if key[0] != "{"
    }
