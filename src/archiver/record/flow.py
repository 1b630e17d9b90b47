"""Flow: turns running page content into the strict blocks of the record.

HTML mixes text, inline elements and blocks freely; the record does not. A Flow receives what a walk over the source
meets, in order (text, the start of bold, the end of a paragraph, a list ...). It keeps track of the open paragraph, and
of the inline elements that must be opened again in the next one. It knows nothing about pages or notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import NAMESPACE, XML_LANG, tag
from archiver.text import unhyphenated, writable
from archiver.trees.changes import drop, drop_keeping_tail

#: White space that HTML folds, except the space itself. The no-break space and the ideographic space are not folded:
#: authors set them on purpose.
_FOLDED_SPACES = "\n\t\r\f\v\u2028\u2029"
_SPACES = f" {_FOLDED_SPACES}"
#: White space that is trimmed at the ends of a block.
_TRIMMED_AT_ENDS = " \t\r\n\u00a0"
#: A paragraph with only these characters counts as empty.
_BLANK = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad]*")

P, HEADING, CODE, LINE, TERM = tag("p"), tag("heading"), tag("code"), tag("line"), tag("term")
BR, NOTEREF, IMAGE, ITEM, CELL = tag("br"), tag("noteref"), tag("image"), tag("item"), tag("cell")
#: Inline elements that are meaningful without content.
_KEPT_WHEN_EMPTY = frozenset([BR, NOTEREF, IMAGE, tag("formula"), tag("base"), tag("reading")])
_MATHML = "{http://www.w3.org/1998/Math"

_NSMAP = {None: NAMESPACE}


@cache
def _empty(name: str) -> Element:
    return etree.Element(tag(name), nsmap=_NSMAP)


def make(name: str, /, **attributes: str) -> Element:
    """A new element of the record. `xml_lang` becomes xml:lang, and "_" in other names becomes "-"."""
    # Copying an empty element takes a quarter of the time of creating one. copy() would only look for this method.
    element: Element = _empty(name).__copy__()  # type: ignore[attr-defined]
    if attributes:
        if lang := attributes.pop("xml_lang", None):
            element.set(XML_LANG, lang)
        for key, value in attributes.items():
            element.set(key.replace("_", "-"), value)
    return element


@dataclass(slots=True)
class _Format:
    """An inline element that is open in the source. It is opened in the output when text follows."""

    name: str
    attributes: dict[str, str]


@dataclass(slots=True)
class _Container:
    """An open element of the output that holds blocks."""

    element: Element
    paragraph: Element | None = None
    # the open inline elements of the paragraph: (format, element), outermost first
    opened: list[tuple[_Format, Element]] = field(default_factory=list)
    # the last child of the innermost of these, after which the next text goes. Asking lxml for it would count the
    # children each time, which is quadratic in a paragraph with thousands of children
    last: Element | None = None


class Flow:
    """Builds blocks below a root element of the record."""

    def __init__(self, root: Element) -> None:
        self._containers = [_Container(root)]
        self._formats: list[_Format] = []
        self._buffer: list[str] = []
        self._space_pending = False
        # whether the current line has no visible content yet; only one paragraph is open at a time, so one flag is
        # enough
        self._line_start = True
        self._preserve = False

    # -- containers --------------------------------------------------------------------------------

    @property
    def container(self) -> Element:
        """The innermost open container."""
        return self._containers[-1].element

    def open(self, element: Element) -> Element:
        """Open a container (list, item, quote, table, row, cell, figure, caption ...) inside the current one."""
        self.break_paragraph()
        self.container.append(element)
        self._containers.append(_Container(element))
        return element

    def reopen(self, element: Element) -> Element:
        """Continue in a closed container, the last child of the current one. It stays in its place, since lxml takes
        time to move a tree.
        """
        self.break_paragraph()
        self._containers.append(_Container(element))
        return element

    def close(self) -> Element:
        """Close the innermost container and return it."""
        self.break_paragraph()
        return self._containers.pop().element

    @property
    def depth(self) -> int:
        """The number of open containers."""
        return len(self._containers)

    def add(self, element: Element) -> None:
        """Add a finished block to the container."""
        self.break_paragraph()
        self.container.append(element)

    # -- paragraphs --------------------------------------------------------------------------------

    def open_paragraph(self, element: Element, preserve: bool = False) -> Element:
        """Open a block of inline content (p, heading, code, line, term). With `preserve`, white space is kept."""
        self.break_paragraph()
        top = self._containers[-1]
        top.element.append(element)
        top.paragraph = element
        top.last = None
        self._preserve = preserve
        self._space_pending = False
        self._line_start = True
        return element

    @property
    def paragraph(self) -> Element | None:
        """The open block of inline content."""
        return self._containers[-1].paragraph

    @property
    def has_content(self) -> bool:
        """Whether the open block of inline content holds anything yet."""
        paragraph = self._containers[-1].paragraph
        return paragraph is not None and bool(
            any(not _BLANK.fullmatch(piece) for piece in self._buffer)
            or self._containers[-1].opened
            or self._containers[-1].last is not None
            or not _BLANK.fullmatch(paragraph.text or "")
        )

    def break_paragraph(self) -> None:
        """Close the open block of inline content; an empty one is dropped."""
        top = self._containers[-1]
        paragraph = top.paragraph
        if paragraph is None:
            self._buffer.clear()
            return
        preserve, self._preserve = self._preserve, False
        self._space_pending = False
        if top.last is None and not top.opened:
            # Most paragraphs hold only text, which is still in the buffer.
            top.paragraph = None
            text = "".join(self._buffer)
            self._buffer.clear()
            text = text.removeprefix("\n") if preserve else text.strip(_TRIMMED_AT_ENDS)
            if text:
                paragraph.text = text
            if (not text or _BLANK.fullmatch(text)) and paragraph.tag != LINE:
                drop(paragraph)
            return
        self._flush()
        top.paragraph = None
        top.opened.clear()
        _tidy(paragraph, preserve)
        if len(paragraph) == 0 and _BLANK.fullmatch(paragraph.text or "") and paragraph.tag != LINE:
            drop(paragraph)

    # -- running text ------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        """Add text. White space alone does not open a paragraph."""
        if not text:
            return
        if self._preserve:
            self._ensure_paragraph()
            self._buffer.append(writable(text).replace("\r\n", "\n").replace("\r", "\n"))
            self._line_start = text[-1] in "\r\n"
            return
        stripped = text.strip(_SPACES)
        if stripped and (not stripped.isprintable() or "  " in stripped):
            text = _fold(text)
            if not text:
                return
            stripped = text.strip(" ")
        if not stripped:
            self._space_pending = True
            return
        if text[0] in _SPACES:
            # Set before inline elements are opened, so that the space goes before them, not inside.
            self._space_pending = True
        self._ensure_paragraph()
        if self._space_pending and not self._line_start:
            self._buffer.append(" ")
        self._space_pending = text[-1] in _SPACES
        self._buffer.append(stripped)
        self._line_start = False

    def start(self, name: str, /, **attributes: str) -> None:
        """Start an inline element."""
        self._formats.append(_Format(name, attributes))

    def end(self) -> None:
        """End the inline element that started last."""
        ended_format = self._formats.pop()
        top = self._containers[-1]
        for index, (open_format, element) in enumerate(top.opened):
            if open_format is ended_format:
                self._flush()
                del top.opened[index:]
                top.last = element
                break

    def inline(self, element: Element) -> None:
        """Add a finished inline element (noteref, br, image, formula ...)."""
        if element.tag == NOTEREF and not self._preserve:
            # A marker belongs to the word before it: no space between them.
            self._space_pending = False
        self._ensure_paragraph()
        if self._space_pending and not self._line_start and element.tag != BR:
            self._buffer.append(" ")
        self._space_pending = False
        self._flush()
        self._append(element)
        self._line_start = element.tag == BR

    def line_break(self) -> None:
        """Add a br. A second br in a row starts a new paragraph; one at the start of a paragraph is ignored."""
        if self._preserve:
            self._buffer.append("\n")
            self._line_start = True
            return
        paragraph = self.paragraph
        if paragraph is None or not self.has_content:
            return
        last = self._containers[-1].last
        if not self._buffer and last is not None and last.tag == BR and not (last.tail or "").strip():
            attributes = dict(paragraph.attrib)
            self.break_paragraph()
            if paragraph.tag == P:
                paragraph_copy = etree.Element(P, nsmap=_NSMAP)
                for key, value in attributes.items():
                    paragraph_copy.set(key, value)
                self.open_paragraph(paragraph_copy)
            return
        self._space_pending = False
        self.inline(make("br"))

    def end_line(self) -> None:
        """Where white space is kept: make sure that the next text starts a line."""
        if self._preserve and not self._line_start:
            self.line_break()

    # -- inner workings ----------------------------------------------------------------------------

    def _ensure_paragraph(self) -> None:
        top = self._containers[-1]
        if top.paragraph is None:
            self.open_paragraph(make("p"))
        if len(top.opened) != len(self._formats):
            self._sync(top)

    def _sync(self, top: _Container) -> None:
        """Open the inline elements in the output that are open in the source. Those that are open already are the first
        of them.
        """
        for format_ in self._formats[len(top.opened) :]:
            if self._space_pending and not self._line_start:
                self._buffer.append(" ")
                self._space_pending = False
            self._flush()
            element = make(format_.name, **format_.attributes)
            self._cursor().append(element)
            top.opened.append((format_, element))
            top.last = None

    def _cursor(self) -> Element:
        """The element that takes the next text."""
        top = self._containers[-1]
        if top.opened:
            return top.opened[-1][1]
        assert top.paragraph is not None
        return top.paragraph

    def _append(self, element: Element) -> None:
        self._cursor().append(element)
        self._containers[-1].last = element

    def _flush(self) -> None:
        if not self._buffer:
            return
        text = "".join(self._buffer)
        self._buffer.clear()
        if (last := self._containers[-1].last) is not None:
            last.tail = (last.tail or "") + text
        else:
            cursor = self._cursor()
            cursor.text = (cursor.text or "") + text


def _fold(text: str) -> str:
    """The text with folded white space, and without soft hyphens and characters that XML cannot hold. Most texts need
    no change, and the check is cheap.
    """
    text = text.replace("\n", " ")
    if not text.isprintable():
        for character in _FOLDED_SPACES:
            if character in text:
                text = text.replace(character, " ")
        text = unhyphenated(writable(text))
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _tidy(paragraph: Element, preserve: bool) -> None:
    """Trim white space and line breaks at both ends of a block, and drop empty inline elements."""
    if len(paragraph):
        for element in list(paragraph.iterdescendants()):
            if (
                not element.text
                and len(element) == 0
                and element.tag not in _KEPT_WHEN_EMPTY
                and not str(element.tag).startswith(_MATHML)
            ):
                drop_keeping_tail(element)
    if preserve:
        if paragraph.text:
            paragraph.text = paragraph.text.removeprefix("\n")
        return
    while len(paragraph) and (last := paragraph[-1]).tag == BR and not (last.tail or "").strip():
        paragraph.remove(last)
    text = paragraph.text or ""
    stripped = text.lstrip(_TRIMMED_AT_ENDS)
    if not len(paragraph):
        stripped = stripped.rstrip(_TRIMMED_AT_ENDS)
    elif (tail := paragraph[-1].tail) and tail[-1] in _TRIMMED_AT_ENDS:
        paragraph[-1].tail = tail.rstrip(_TRIMMED_AT_ENDS) or None
    if len(stripped) != len(text):
        paragraph.text = stripped or None


def last_child(element: Element) -> Element | None:
    """The last child of an element. Unlike `len` and an index, this does not count the others."""
    return next(element.iterchildren(reversed=True), None)
