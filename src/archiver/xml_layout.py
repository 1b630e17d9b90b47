"""The layout of an XML file: one block a line, indented where white space means nothing.

White space means nothing inside an element that holds only elements (a list, a table). Inside an element with text it
means a space, so such an element is one line, whatever it holds. A Layout says which elements are which.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

_INDENT = "  "
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
        root = copy.deepcopy(document if isinstance(document, etree._Element) else document.getroot())
        self._indent(root)
        beside = ([], []) if isinstance(document, etree._Element) else _beside(document.getroot())
        lines = [etree.tostring(node, encoding="UTF-8", with_tail=False) for node in (*beside[0], root, *beside[1])]
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + b"\n".join(lines) + b"\n"

    def _indent(self, root: Element) -> None:
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
