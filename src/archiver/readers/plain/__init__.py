"""Reader of plain text that was copied from a browser. Line ends and indentation show where blocks, headings and lists are.

Each element of the tree with text has one stretch of the source: its text is exactly that stretch, with its line breaks. `Page.offsets` has the
start of the stretch, in characters of the decoded source (after the repair of its letters, if there was one). Text outside of the elements has no words, except the labels of list items: the `data-n`
attribute of an item is its number as the source writes it ("3.", "(b)").

    lines.py          lines with their offsets and indentation; the width of hard-wrapped text
    list_labels.py    bullets and numbers at the start of lines
    paragraphs.py     units: the stretches of text that become elements
    link_numbers.py   the numbers of links, and the list of their addresses, which are left out
    placeholders.py   what stands for pictures, buttons and frames, and is left out
    edit_links.py     links to edit a section behind its heading, which are left out
    drawn_tables.py   tables that are drawn with bars, dashes and box characters
    contents.py       the dots and page numbers of a table of contents, which are left out
    memo_head.py      the head of an RFC or of a report, in two columns
    two_columns.py    columns side by side, which are read one after the other
    printed_pages.py  running heads, page numbers and form feeds, which are left out
    hyphens.py        hyphens of words that a line end broke, which are left out
    mail_parts.py     the mails before an answer, its signature, and the foot of a newsletter, which are left out
    quoted_mail.py    the quotation signs of a mail that quotes a whole article, which are left out
    cuts.py           what is left out, and where it stood
    shapes.py         which units are headings, quotations, prose

Elements: h2 (h1 to h6 if the source marks the level), p, ul and ol with li, blockquote, pre, table, hr. A stanza is `p class="verse"` with a
span for each line and br between the lines. The cells of the head of a memo are `p class="memo-head"`, the entries of a table of contents `li class="contents"`, tables that are drawn with characters `table class="drawn"`. If an item has several paragraphs, they are p elements in the li. The notes at the feet of printed
pages are `p class="page-note"` behind all other blocks; only these are not in the order of the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from archiver.errors import TooLarge
from archiver.page import LeftOut, Page, PageFinding
from archiver.readers.encoding import decode
from archiver.readers.plain.contents import FAMILY as CONTENTS
from archiver.readers.plain.contents import RULE as CONTENTS_RULE
from archiver.readers.plain.contents import contents_numbers
from archiver.readers.plain.cuts import Cut, joined, leave_out, merged, place_in_text
from archiver.readers.plain.edit_links import RULE as EDIT_LINK
from archiver.readers.plain.edit_links import edit_links
from archiver.readers.plain.hyphens import JOINED_RULE, LINE_END_RULE, line_end_hyphens
from archiver.readers.plain.lines import scan
from archiver.readers.plain.link_numbers import link_numbers
from archiver.readers.plain.mail_parts import mail_parts
from archiver.readers.plain.paragraphs import TextUnit, units, with_page_notes
from archiver.readers.plain.placeholders import placeholders
from archiver.readers.plain.printed_pages import FORM_FEED, PrintedPages, Resumption, find_pages, with_form_feeds
from archiver.readers.plain.quoted_mail import quotation_signs
from archiver.readers.plain.shapes import find_headings, find_quotes, is_prose
from archiver.readers.plain.two_columns import InColumns, in_columns
from archiver.source import Source
from archiver.trees.elements import Element

__all__ = ["read"]

MEDIA_TYPE = "text/plain"
#: The most lines that are not blank. A book of a thousand pages has fifty thousand.
MAX_LINES = 2_000_000
#: The deepest level of nested lists; the items of deeper lists go into a list at this level.
_DEEPEST_LIST = 12
#: The most paragraphs of an item that is recognised only by the labels before and after it.
_MOST_BELOW_NUMBER, _MOST_BELOW_BULLET = 8, 3


def read(source: Source, declared: str | None = None) -> Page:
    """The Page of a plain text. `declared` is the encoding label of a transport header, if there was one.

    Raises TooLarge for a text of more than MAX_LINES lines.
    """
    decoded, encoding, findings, shifts = decode(
        source.data, declared, source.has_controls, url=source.url, markup=False, repair=source.repair_encoding
    )
    paged = with_form_feeds(source.data, decoded, encoding)
    columns = in_columns(paged)
    if columns is not None and columns.proven:
        # a form feed is a space again, as XML has it
        paged, decoded = columns.text, columns.text.replace(FORM_FEED, " ")
        shifts = (*shifts, columns.shift)
    text, left_out, pages = _without_furniture(source, decoded, paged, columns.cuts if columns is not None else ())
    joints = [piece.offset for piece in left_out if piece.rule in (JOINED_RULE, LINE_END_RULE)]
    lines = []
    for line in scan(text, joints):
        lines.append(line)
        if len(lines) > MAX_LINES:
            raise TooLarge(f"{source.name}: refused: it has more than {MAX_LINES} lines.", "Convert it in parts.")
    contents = [piece.offset for piece in left_out if piece.rule == CONTENTS_RULE]
    all_units = with_page_notes(units(text, lines, pages, contents), pages)
    find_headings(text, all_units, {piece.offset for piece in left_out if piece.rule == EDIT_LINK})
    find_quotes(text, all_units)
    tree = _Tree(text)
    tree.build(all_units)
    return Page(
        source,
        tree.body,
        media_type=MEDIA_TYPE,
        encoding=encoding,
        text=text,
        offsets=tree.offsets,
        left_out=left_out,
        base_url=source.url,
        findings=[*findings, *_of_columns(columns)],
        shifts=shifts,
    )


def _of_columns(columns: InColumns | None) -> Iterator[PageFinding]:
    """What the user should know of a text in two columns."""
    if columns is not None and columns.proven:
        yield PageFinding("S013", {"outcome": f"the left one was read first, in {columns.proven} places"})
    if columns is not None and columns.alike:
        yield PageFinding("S013", {"outcome": f"they were read line by line, as they stand, in {columns.alike} places"})


def _without_furniture(
    source: Source, decoded: str, paged: str, hyphens: Sequence[Cut] = ()
) -> tuple[str, list[LeftOut], PrintedPages]:
    """The text of a source without what programs and printers put into it, the pieces that were left out, and the notes of its
    pages. `paged` is the text with its form feeds, `hyphens` are those of its columns.
    """
    pages = find_pages(paged)
    cuts = merged(pages.cuts, hyphens)
    text, left_out = leave_out(decoded, cuts) if cuts else (decoded, [])

    hyphens_of = partial(line_end_hyphens, is_printed=bool(pages.cuts))
    for stage in (partial(_of_mail, source), contents_numbers, hyphens_of, _links_and_placeholders):
        if more := stage(text):
            cuts = joined(cuts, more)
            text, left_out = leave_out(decoded, cuts)
    if not cuts:
        return text, left_out, pages

    def place(offset: int) -> int:
        return place_in_text(left_out, offset)

    return (
        text,
        left_out,
        PrintedPages(
            cuts,
            [Resumption(place(r.end), place(r.start)) for r in pages.resumptions],
            [place(start) for start in pages.note_starts],
            [(place(start), place(end - 1) + 1) for start, end in pages.feet],
            [place(start) for start in pages.continued],
        ),
    )


def _of_mail(source: Source, text: str) -> list[Cut]:
    """The quotation signs of a text that is quoted as a whole; else, for a mail, its parts that are none of the letter."""
    signs = quotation_signs(text)
    capture = source.capture
    return mail_parts(text, capture.is_forward) if not signs and capture is not None and capture.is_mail else signs


def _links_and_placeholders(text: str) -> list[Cut]:
    numbers = link_numbers(text)
    return merged(merged(numbers, placeholders(text, is_printed=bool(numbers))), edit_links(text))


@dataclass(slots=True)
class _List:
    """A list that is still open: its element, the indentation of its labels in columns, and the family of its labels."""

    element: Element
    indent: int
    family: str


class _Tree:
    """The body under construction."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.body = Element("body")
        self.offsets: dict[Element, int] = {}
        self.lists: list[_List] = []

    def build(self, all_units: Sequence[TextUnit]) -> None:
        """Append all units to the body. Items, and the paragraphs that belong to them, go into lists."""
        hanging = _hanging(self.text, all_units)
        for unit, hangs in zip(all_units, hanging, strict=True):
            if unit.kind == "item":
                self.item(unit)
            elif hangs and self.lists:
                self.below_item(unit)
            else:
                self.lists.clear()
                self.block(self.body, unit)

    def leaf(self, parent: Element, tag: str, start: int, end: int) -> Element:
        """Append an element for the stretch of the source from `start` to `end`."""
        element = Element(tag, parent=parent)
        if end > start:
            element.text = self.text[start:end]
            self.offsets[element] = start
        return element

    def block(self, parent: Element, unit: TextUnit) -> Element:
        """Append the element of a unit that is not a list item."""
        match unit.kind:
            case "heading":
                return self.leaf(parent, f"h{unit.level}", unit.start, unit.end)
            case "rule":
                return Element("hr", parent=parent)
            case "code":
                return self.leaf(parent, "pre", unit.start, unit.end)
            case "table":
                return self.table(parent, unit)
            case "verse":
                return self.verse(parent, unit)
            case "paragraph" if unit.rest:
                return self.spans(Element("p", parent=parent), [(unit.start, unit.end), *unit.rest])
            case "quote":
                last = parent.children[-1] if parent.children else None
                quote = last if last is not None and last.tag == "blockquote" else Element("blockquote", parent=parent)
                return self.quoted(quote, unit)
            case _:
                paragraph = self.leaf(parent, "p", unit.start, unit.end)
                if unit.is_page_note:
                    paragraph.set("class", "page-note")
                elif unit.is_memo_head:
                    paragraph.set("class", "memo-head")
                return paragraph

    def quoted(self, quote: Element, unit: TextUnit) -> Element:
        """Append a paragraph of a quotation. If each line has a quotation sign (">") before it, each line becomes a span."""
        if all(self.text[a:b].isspace() for (_, a), (b, _) in pairwise(unit.lines)):
            return self.leaf(quote, "p", unit.start, unit.end)
        return self.spans(Element("p", parent=quote), unit.lines)

    def spans(self, parent: Element, stretches: Sequence[tuple[int, int]]) -> Element:
        """Append a span for each stretch of the source to `parent`, which is one text."""
        for start, end in stretches:
            self.leaf(parent, "span", start, end).tail = "\n"
        return parent

    def verse(self, parent: Element, unit: TextUnit) -> Element:
        """Append a stanza."""
        paragraph = Element("p", {"class": "verse"}, parent)
        for n, (start, end) in enumerate(unit.lines):
            if n:
                Element("br", parent=paragraph)
            self.leaf(paragraph, "span", start, end)
        return paragraph

    def table(self, parent: Element, unit: TextUnit) -> Element:
        """Append a table; one that is drawn with characters has a class. If a cell has several lines, each line becomes a span."""
        # a unit of rows that tabs part has no lines of its own
        table = Element("table", parent=parent)
        if unit.lines:
            table.set("class", "drawn")
        for row in unit.rows:
            line = Element("tr", parent=table)
            for cell in row:
                if len(cell) > 1:
                    self.spans(Element("td", parent=line), cell)
                else:
                    self.leaf(line, "td", *(cell[0] if cell else (0, 0)))
        return table

    def item(self, unit: TextUnit) -> None:
        """Append a list item to the open list of its indentation, to a new list in the last item, or to a new list in the body."""
        label = unit.label
        assert label is not None
        while self.lists and self.lists[-1].indent > unit.indent:
            self.lists.pop()
        if self.lists and self.lists[-1].indent == unit.indent and self.lists[-1].family != label.family:
            self.lists.pop()
        if not self.lists or self.lists[-1].indent < unit.indent:
            parent = self.lists[-1].element.children[-1] if self.lists and len(self.lists) < _DEEPEST_LIST else None
            if parent is None:
                self.lists.clear()
                parent = self.body
            element = Element("ul" if label.kind == "bullet" else "ol", parent=parent)
            self.lists.append(_List(element, unit.indent, label.family))
        item = self.leaf(self.lists[-1].element, "li", unit.start, unit.end)
        if label.family == CONTENTS:
            item.set("class", CONTENTS)
        if label.written and (label.kind == "number" or label.written == "o"):
            item.set("data-n", label.written)

    def below_item(self, unit: TextUnit) -> None:
        """Append a unit to the last item. If the label stood alone on its line, the unit becomes the text of the item."""
        item = self.lists[-1].element.children[-1]
        if item in self.offsets:
            # an item with several paragraphs holds all of them as p elements, so its own text becomes the first one
            first = Element("p")
            first.text, item.text = item.text, ""
            self.offsets[first] = self.offsets.pop(item)
            item.insert(0, first)
        elif not item.children and unit.kind == "paragraph" and not unit.rest:
            item.text = self.text[unit.start : unit.end]
            self.offsets[item] = unit.start
            return
        self.block(item, unit)


def _hanging(text: str, all_units: Sequence[TextUnit]) -> list[bool]:
    """For each unit, whether it belongs to the list item before it.

    A unit belongs to the item if it is indented deeper than the label and another item of the list follows. After the last item, at most two
    units without a heading belong to it: a longer run is the body of the article, which the browser indented after the last bullet of a share
    bar. After a label that is alone on its line, all units up to the next such label belong to the item; if no such label follows, one unit does.
    """
    hangs = [False] * len(all_units)
    i = 0
    while i < len(all_units):
        item = all_units[i]
        i += 1
        if item.kind != "item" or item.label is None:
            continue
        bare = item.start >= item.end
        j = i
        while j < len(all_units) and all_units[j].kind != "item" and (bare or all_units[j].indent > item.indent + 1):
            j += 1
        if j == i:
            continue
        follows = j < len(all_units) and _is_next(item, all_units[j])
        if bare:
            # if no label follows, only one paragraph surely belongs to this label
            alone = (
                follows
                and all_units[j].start >= all_units[j].end
                and _is_short(all_units[i:j], item.label.kind == "number")
            )
            stop = j if alone else i + 1
            if all_units[i].kind == "heading" and not alone:
                all_units[i].kind = "paragraph"
        elif follows:
            stop = j
        else:
            short = j - i <= 2 and is_prose(text, item) and all(u.kind != "heading" for u in all_units[i:j])
            stop = j if short else i
        hangs[i:stop] = [True] * (stop - i)
        i = j
    return hangs


def _is_short(between: Sequence[TextUnit], numbered: bool) -> bool:
    """Whether all units between two labels that stand alone on their lines can be the text of the first item."""
    most = _MOST_BELOW_NUMBER if numbered else _MOST_BELOW_BULLET
    return len(between) <= most and all(u.kind != "heading" for u in between)


def _is_next(item: TextUnit, other: TextUnit) -> bool:
    """Whether `other` is the next item of the same list."""
    a, b = item.label, other.label
    return (
        a is not None
        and b is not None
        and a.family == b.family
        and other.indent == item.indent
        and b.value - a.value == (a.kind == "number")
    )
