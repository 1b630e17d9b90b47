"""Flow: running page content in, the record's strict blocks out.

HTML lets text, inline elements and blocks mix freely; the record does not. A Flow takes what a walk over the source tree meets, in order
(text, a bold start, a paragraph end, a list ...), and keeps the one thing that needs keeping: which paragraph is open, and which inline
elements have to be opened again in the next one. It knows nothing of pages or notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import NAMESPACE, XML_LANG, tag
from archiver.text import unhyphenated, writable
from archiver.xmltree import drop, drop_keeping_tail

#: White space that HTML folds, the space itself apart. The no-break space and the ideographic space are not among it: they are set on purpose.
_FOLDED = "\n\t\r\f\v\u2028\u2029"
_SPACES = f" {_FOLDED}"
#: White space that is taken off the ends of a block.
_AT_ENDS = " \t\r\n\u00a0"
#: What a paragraph of nothing else is empty for.
_BLANK = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad]*")

P, HEADING, CODE, LINE, TERM = tag("p"), tag("heading"), tag("code"), tag("line"), tag("term")
BR, NOTEREF, IMAGE, ITEM, CELL = tag("br"), tag("noteref"), tag("image"), tag("item"), tag("cell")
#: Inline elements that say something without holding anything.
_MEANT_EMPTY = frozenset([BR, NOTEREF, IMAGE, tag("formula"), tag("base"), tag("reading")])
_MATHML = "{http://www.w3.org/1998/Math"

_NSMAP = {None: NAMESPACE}


@cache
def _empty(name: str) -> Element:
    return etree.Element(tag(name), nsmap=_NSMAP)


def make(name: str, /, **attributes: str) -> Element:
    """A new element of the record; `xml_lang` becomes xml:lang."""
    # a copy of an empty one costs a quarter of what a new one does, and copy() would only ask whether there is this method
    element: Element = _empty(name).__copy__()  # type: ignore[attr-defined]
    if attributes:
        if lang := attributes.pop("xml_lang", None):
            element.set(XML_LANG, lang)
        for key, value in attributes.items():
            element.set(key.replace("_", "-"), value)
    return element


@dataclass(slots=True)
class _Format:
    """An inline element that is open in the source: it is opened in the output when text comes."""

    name: str
    attributes: dict[str, str]


@dataclass(slots=True)
class _Container:
    """An open element of the output that holds blocks."""

    element: Element
    paragraph: Element | None = None
    # what is open inside the paragraph: (format, its element), outermost first
    opened: list[tuple[_Format, Element]] = field(default_factory=list)
    # the last child of the innermost of these, behind which the next text goes. Asking lxml for it would count the children each time,
    # which is quadratic in a paragraph of thousands
    last: Element | None = None


class Flow:
    """Builds blocks below a root element of the record."""

    def __init__(self, root: Element) -> None:
        self._containers = [_Container(root)]
        self._formats: list[_Format] = []
        self._buffer: list[str] = []
        self._space_pending = False
        # nothing that can be seen stands before the cursor on its line; one paragraph is open at a time, so one flag does
        self._line_start = True
        self._preserve = False

    # -- containers --------------------------------------------------------------------------------

    @property
    def container(self) -> Element:
        """The innermost open container."""
        return self._containers[-1].element

    def open(self, element: Element) -> Element:
        """Open a container (list, item, quote, table, row, cell, figure, caption ...) inside the present one."""
        self.break_paragraph()
        self.container.append(element)
        self._containers.append(_Container(element))
        return element

    def reopen(self, element: Element) -> Element:
        """Go on in a container that was closed, the last child of the present one, where it stands: lxml looks through all of what it moves."""
        self.break_paragraph()
        self._containers.append(_Container(element))
        return element

    def close(self) -> Element:
        """Close the innermost container and return it."""
        self.break_paragraph()
        return self._containers.pop().element

    @property
    def depth(self) -> int:
        """How many containers are open."""
        return len(self._containers)

    def add(self, element: Element) -> None:
        """Put a finished block into the container."""
        self.break_paragraph()
        self.container.append(element)

    # -- paragraphs --------------------------------------------------------------------------------

    def open_paragraph(self, element: Element, preserve: bool = False) -> Element:
        """Open a block of running text (p, heading, code, line, term). With `preserve`, white space counts."""
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
        """The open block of running text."""
        return self._containers[-1].paragraph

    @property
    def has_content(self) -> bool:
        """Whether the open block of running text has anything in it yet."""
        paragraph = self._containers[-1].paragraph
        return paragraph is not None and bool(
            any(not _BLANK.fullmatch(piece) for piece in self._buffer)
            or self._containers[-1].opened
            or self._containers[-1].last is not None
            or not _BLANK.fullmatch(paragraph.text or "")
        )

    def break_paragraph(self) -> None:
        """Close the open block of running text; an empty one disappears."""
        top = self._containers[-1]
        paragraph = top.paragraph
        if paragraph is None:
            self._buffer.clear()
            return
        preserve, self._preserve = self._preserve, False
        self._space_pending = False
        if top.last is None and not top.opened:
            # nothing went into it but text, which is all in the buffer still: most paragraphs are so
            top.paragraph = None
            text = "".join(self._buffer)
            self._buffer.clear()
            text = text.removeprefix("\n") if preserve else text.strip(_AT_ENDS)
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
        """Running text; white space alone opens no paragraph."""
        if not text:
            return
        if self._preserve:
            self._ensure_paragraph()
            self._buffer.append(writable(text).replace("\r\n", "\n").replace("\r", "\n"))
            self._line_start = text[-1] in "\r\n"
            return
        bare = text.strip(_SPACES)
        if bare and (not bare.isprintable() or "  " in bare):
            text = _fold(text)
            if not text:
                return
            bare = text.strip(" ")
        if not bare:
            self._space_pending = True
            return
        if text[0] in _SPACES:
            # said before inline elements are opened, so that the space stands before them and not inside
            self._space_pending = True
        self._ensure_paragraph()
        if self._space_pending and not self._line_start:
            self._buffer.append(" ")
        self._space_pending = text[-1] in _SPACES
        self._buffer.append(bare)
        self._line_start = False

    def start(self, name: str, /, **attributes: str) -> None:
        """An inline element begins."""
        self._formats.append(_Format(name, attributes))

    def end(self) -> None:
        """The inline element that began last ends."""
        ended = self._formats.pop()
        top = self._containers[-1]
        for index, (open_format, element) in enumerate(top.opened):
            if open_format is ended:
                self._flush()
                del top.opened[index:]
                top.last = element
                break

    def inline(self, element: Element) -> None:
        """A finished inline element (noteref, br, image, formula ...) at this place."""
        if element.tag == NOTEREF and not self._preserve:
            # a marker belongs to the word before it
            self._space_pending = False
        self._ensure_paragraph()
        if self._space_pending and not self._line_start and element.tag != BR:
            self._buffer.append(" ")
        self._space_pending = False
        self._flush()
        self._append(element)
        self._line_start = element.tag == BR

    def line_break(self) -> None:
        """A br: a second one in a row begins a new paragraph, one at the start does nothing."""
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
                fresh = etree.Element(P, nsmap=_NSMAP)
                for key, value in attributes.items():
                    fresh.set(key, value)
                self.open_paragraph(fresh)
            return
        self._space_pending = False
        self.inline(make("br"))

    def end_line(self) -> None:
        """Where white space counts: what comes next begins a line, and begins one already if nothing stands on this one."""
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
        """Open in the output those inline elements that are open in the source; those that are open already come first among them."""
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
        """The element that takes the next piece of running text."""
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
    """The writable text with each run of white space as one space, and without soft hyphens. Most pieces have none to fold, and asking that is cheap."""
    text = text.replace("\n", " ")
    if not text.isprintable():
        for space in _FOLDED:
            if space in text:
                text = text.replace(space, " ")
        text = unhyphenated(writable(text))
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _tidy(paragraph: Element, preserve: bool) -> None:
    """Take white space and line breaks off both ends of a block, and empty inline elements out of it."""
    if len(paragraph):
        for element in list(paragraph.iterdescendants()):
            if (
                not element.text
                and len(element) == 0
                and element.tag not in _MEANT_EMPTY
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
    bare = text.lstrip(_AT_ENDS)
    if not len(paragraph):
        bare = bare.rstrip(_AT_ENDS)
    elif (tail := paragraph[-1].tail) and tail[-1] in _AT_ENDS:
        paragraph[-1].tail = tail.rstrip(_AT_ENDS) or None
    if len(bare) != len(text):
        paragraph.text = bare or None


def last_child(element: Element) -> Element | None:
    """The last child of an element, without counting the others, as `len` and an index would."""
    return next(element.iterchildren(reversed=True), None)
