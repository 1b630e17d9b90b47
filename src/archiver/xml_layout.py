"""The layout of an XML file: one block a line, indented where white space means nothing.

White space means nothing inside an element that holds only elements (a list, a table). Inside an element with text it
means a space, so such an element is one line, whatever it holds. A Layout says which elements are which.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import _Element as Element

_INDENT = "  "
#: A document with more nodes is written without a copy of it.
_LONG = 20_000
#: The white space of XML 1.0, section 2.3. A no-break space is a character like any other.
_SPACE = " \t\r\n"
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where white space means nothing, for one XML vocabulary. Names are in Clark notation.

    `with_elements` are the elements that hold only elements; `with_either` those that hold either text or blocks;
    `is_block` tells a block. `namespace` is the vocabulary: white space in other namespaces is not touched.
    """

    namespace: str
    with_elements: frozenset[str]
    with_either: frozenset[str]
    is_block: Callable[[Element], bool]

    def holds_only_elements(self, element: Element) -> bool:
        """Whether white space directly inside `element` means nothing. Text that is not white space always means something."""
        tag = element.tag
        if tag not in self.with_elements and not (tag in self.with_either and self._holds_blocks(element)):
            return False
        return not _is_text(element.text) and not any(_is_text(child.tail) for child in element)

    def _holds_blocks(self, element: Element) -> bool:
        blocks = [self.is_block(child) for child in element if isinstance(child.tag, str)]
        return bool(blocks) and all(blocks)

    def to_bytes(self, document: Element | etree._ElementTree) -> bytes:
        """The file of a document: UTF-8, with an XML declaration, each block on a line of its own, and a final line feed.

        `document` is a root element, or a tree whose comments and processing instructions beside the root are written
        too. It is not changed.
        """
        root = document if isinstance(document, etree._Element) else document.getroot()
        before, after = ([], []) if isinstance(document, etree._Element) else _beside(root)
        is_long = next(islice(root.iter(), _LONG, None), None) is not None
        lines = [
            b'<?xml version="1.0" encoding="UTF-8"?>',
            *map(_serialized, before),
            self._written(root) if is_long and len(root.nsmap) == 1 else _serialized(self._indented(root)),
            *map(_serialized, after),
            b"",
        ]
        return b"\n".join(lines)

    def _written(self, root: Element) -> bytes:
        """The root element of a long document, line by line: a copy would take several times the memory of its file."""
        ((prefix, uri),) = root.nsmap.items()
        declaration = f' xmlns{f":{prefix}" if prefix else ""}="{uri}"'.encode()
        written = bytearray()
        # for each open element: its children that are left, and its end tag
        open_elements: list[tuple[Iterator[Element], bytes]] = [(iter((root,)), b"")]
        while open_elements:
            children, end = open_elements[-1]
            level = len(open_elements) - 1
            element = next(children, None)
            if element is None:
                open_elements.pop()
                if end:
                    written += b"\n" + _INDENT.encode() * (level - 1) + end
                continue
            if level:
                written += b"\n" + _INDENT.encode() * level
            holds_elements = isinstance(element.tag, str) and len(element) > 0 and self.holds_only_elements(element)
            line = _serialized(etree.Element(element.tag, element.attrib, root.nsmap) if holds_elements else element)
            if level and isinstance(element.tag, str) and element.prefix == prefix:
                line = line.replace(declaration, b"", 1)
            if holds_elements:
                line = line.removesuffix(b"/>") + b">"
                open_elements.append((iter(element), b"</" + line[1:-1].split(b" ", 1)[0] + b">"))
            written += line
        return bytes(written)

    def _indented(self, document: Element) -> Element:
        """A copy of a root element with the white space that its file has."""
        root = copy.deepcopy(document)
        levels = [(root, 0)]
        while levels:
            element, level = levels.pop()
            if not len(element) or not self.holds_only_elements(element):
                continue
            inner = "\n" + _INDENT * (level + 1)
            element.text = inner
            for child in element:
                child.tail = inner
                if isinstance(child.tag, str):
                    levels.append((child, level + 1))
            element[-1].tail = "\n" + _INDENT * level
        return root

    def fold(self, root: Element, verbatim: Callable[[Element], bool]) -> None:
        """Take out all white space that means nothing, in place: that between blocks and around the text of a block. A
        run of white space in text becomes one space. So a file that an editor has wrapped or indented in another way
        gives the same tree.

        `verbatim` tells the elements whose text is not touched, such as code.
        """
        prefix = f"{{{self.namespace}}}"
        elements = [(root, True)]
        while elements:
            element, is_line = elements.pop()
            if not isinstance(element.tag, str) or not element.tag.startswith(prefix) or verbatim(element):
                continue
            if self.holds_only_elements(element):
                element.text = None
                for child in element:
                    child.tail = None
                elements.extend((child, True) for child in element)
                continue
            if element.text:
                element.text = _folded(element.text)
            for child in element:
                if child.tail:
                    child.tail = _folded(child.tail)
            if is_line:
                _trim(element)
            elements.extend((child, False) for child in element)


def _serialized(node: Element) -> bytes:
    return etree.tostring(node, encoding="UTF-8", with_tail=False)


def _is_text(text: str | None) -> bool:
    return bool(text and text.strip(_SPACE))


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text) if "\n" in text or "\t" in text or "  " in text or "\r" in text else text


def _trim(element: Element) -> None:
    """Take out the white space at the start and the end of a line of text."""
    if element.text:
        element.text = element.text.lstrip(_SPACE) or None
    if len(element):
        if tail := element[-1].tail:
            element[-1].tail = tail.rstrip(_SPACE) or None
    elif element.text:
        element.text = element.text.rstrip(_SPACE) or None


def _beside(root: Element) -> tuple[list[Element], list[Element]]:
    """The comments and processing instructions before and after a root element, in their order."""
    before: Iterable[Element] = root.itersiblings(preceding=True)
    return list(before)[::-1], list(root.itersiblings())
