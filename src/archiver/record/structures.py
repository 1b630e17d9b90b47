"""The structured blocks: lists, quotes, figures, verse, ruby (tables.py has the tables, formulas.py the formulas). How each is opened, and how each is finished so that it
satisfies the grammar of the record (schemas/article.rnc) whatever the page did."""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.page import BLOCKS, visible_text
from archiver.record.flow import Flow, make
from archiver.xmltree import append_text, drop

_LIST_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}

_INLINE_TAGS = frozenset(
    tag(n) for n in "em strong link sub sup q lang br noteref del ins mark small abbr cite ruby image".split()
)


# -- running text or blocks ------------------------------------------------------------------------


def finish_flow(element: Element) -> None:
    """An item, cell or caption that holds one plain paragraph holds running text instead; an empty caption goes."""
    if len(element) == 1 and element[0].tag == tag("p") and not set(element[0].attrib) - {"at"} and not element[0].tail:
        paragraph = element[0]
        element.remove(paragraph)
        element.text = paragraph.text
        element.extend(list(paragraph))
    if element.tag == tag("caption") and len(element) == 0 and not element.text:
        drop(element)
    if element.tag == tag("item") and len(element) == 0 and not element.text and not element.get("n"):
        drop(element)


def behind(container: Element, before: Element | None) -> list[Element]:
    """The children of a container that stand behind one of them; all for None."""
    return list(container if before is None else before.itersiblings())


# -- quotes and figures ----------------------------------------------------------------------------


def finish_quote(quote: Element) -> None:
    """A quote needs a block; its cite, if the page marked one, stands last."""
    if len(quote) == 0:
        drop(quote)
        return
    last = quote[-1]
    if quote.get("role") == "post" and not quote.get("href"):
        # an embedded post ends with the date, which leads to it
        links = [href for link in last.iter(tag("link")) if (href := link.get("href", "")).startswith("http")]
        if links:
            quote.set("href", links[-1])
    # a rule alone is no quotation, and goes where it parts nothing
    said = any(child.tag != tag("rule") for child in quote[:-1])
    if said and last.tag == tag("p") and not (last.text or "").strip(" —–-\u00a0"):
        inner = [child for child in last if child.tag == tag("cite")]
        if len(inner) == 1 and len(last) == 1 and not (inner[0].tail or "").strip():
            cite = inner[0]
            cite.tail = None
            quote.remove(last)
            quote.append(cite)


def finish_figure(figure: Element) -> None:
    """A figure holds either images or blocks, then one caption. One that shows nothing and says nothing goes."""
    captions = [c for c in figure if c.tag == tag("caption")]
    for extra in captions[1:]:
        for child in as_blocks(extra):
            captions[0].addnext(child)
        figure.remove(extra)
    content = [c for c in figure if c.tag != tag("caption")]
    for inner in list(content):
        # a figure that was made for a lone picture is this one's picture
        if inner.tag == tag("figure") and not inner.attrib and inner.find(tag("caption")) is None:
            for child in list(inner):
                inner.addprevious(child)
            figure.remove(inner)
    content = [c for c in figure if c.tag != tag("caption")]
    if any(c.tag == tag("image") for c in content) and any(c.tag != tag("image") for c in content):
        for image in [c for c in content if c.tag == tag("image")]:
            wrapper = make("figure")
            image.addprevious(wrapper)
            wrapper.append(image)
    if captions and captions[0].getparent() is figure:
        caption = captions[0]
        figure.remove(caption)
        figure.append(caption)
    if len(figure) == 0:
        drop(figure)


def _is_inline(element: Element) -> bool:
    """Whether an element runs in a line; formulas and code are of both kinds."""
    return element.tag in _INLINE_TAGS or (element.tag in (tag("code"), tag("formula")) and not element.get("display"))


def as_blocks(element: Element) -> list[Element]:
    """The content of a flow element as blocks."""
    if element.text or any(_is_inline(c) for c in element):
        paragraph = make("p")
        paragraph.text = element.text
        paragraph.extend(list(element))
        return [paragraph]
    return list(element)


# -- lists -----------------------------------------------------------------------------------------


def list_element(block: Callable[..., Element], node: Element) -> Element:
    """The list that a ul, ol, menu, dir or dl becomes. `block` makes a new block of a name from an element (Blocks.block)."""
    name = node.tag
    if name == "dl":
        return block("list", node, type="definition")
    if name != "ol":
        return block("list", node, type="unordered")
    element = block("list", node, type="ordered")
    if style := _LIST_STYLES.get((node.get("type") or "").strip()):
        element.set("style", style)
    return element


def finish_list(element: Element) -> None:
    """A list holds items only: what stands between them becomes an item; a list in a list belongs to the item before."""
    if element.get("type") == "definition":
        if all(child.tag != tag("term") for child in element):
            _unindent(element)
            return
        _finish_definitions(element)
    else:
        previous: Element | None = None
        for child in list(element):
            if child.tag == tag("item"):
                previous = child
                continue
            if child.tag == tag("list") and previous is not None:
                _to_blocks(previous)
                previous.append(child)
                continue
            item = make("item")
            child.addprevious(item)
            item.append(child)
            finish_flow(item)
            previous = item
    if len(element) == 0:
        drop(element)


def _to_blocks(item: Element) -> None:
    """Turn running text in an item into a paragraph, so that a block can follow it."""
    if item.text or (len(item) and _is_inline(item[0])):
        paragraph = make("p")
        paragraph.text = item.text
        item.text = None
        paragraph.extend(list(item))
        item.append(paragraph)


def _unindent(element: Element) -> None:
    """A definition list that defines nothing is how wikis and old pages indent: its items go on as what they hold."""
    for item in list(element):
        for block in as_blocks(item) if item.tag == tag("item") else [item]:
            element.addprevious(block)
    drop(element)


def _finish_definitions(element: Element) -> None:
    expecting_term = True
    for child in list(element):
        if child.tag == tag("term"):
            expecting_term = False
            continue
        if child.tag != tag("item"):
            item = make("item")
            child.addprevious(item)
            item.append(child)
            finish_flow(item)
            child = item
        if expecting_term:
            child.addprevious(make("term"))
            expecting_term = False


# -- verse -----------------------------------------------------------------------------------------


def is_loose(node: Element) -> bool:
    """Whether an element holds running text and line breaks only, no blocks."""
    return all(child.tag == "br" or child.tag not in BLOCKS for child in node)


def open_verse(flow: Flow, verse: Element, roles: list[str] | None, preserve: bool = False) -> Callable[[], None]:
    """A paragraph of verse: its lines are found when it ends, from the line breaks in it, or with `preserve` from its own lines.

    `roles` are the open roles, if the verse has opened one, which ends with it.
    """
    paragraph = make("p")
    flow.open(verse)
    flow.open_paragraph(paragraph, preserve=preserve)

    def leave() -> None:
        flow.break_paragraph()
        if preserve:
            _break_lines(paragraph)
        finish_verse(flow.close())
        if roles is not None:
            roles.pop()

    return leave


def _break_lines(paragraph: Element) -> None:
    """Put stanzas in place of a paragraph in which white space counts: its lines, parted where one is empty."""
    lines: list[list[str | Element]] = [[]]
    pieces: list[tuple[Element | None, str]] = [(None, paragraph.text or "")]
    pieces += [(child, child.tail or "") for child in paragraph]
    for child, text in pieces:
        if child is not None:
            child.tail = None
            lines[-1].append(child)
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(part)
    stanza: Element | None = None
    for pieces_of_line in lines:
        if all(isinstance(piece, str) and not piece.strip() for piece in pieces_of_line):
            stanza = None
            continue
        if stanza is None:
            stanza = make("stanza")
            paragraph.addprevious(stanza)
        line = make("line")
        for piece in pieces_of_line:
            if not isinstance(piece, str):
                line.append(piece)
            else:
                append_text(line, piece)
        if line.text:
            line.text = line.text.lstrip() or None
        _trim(line)
        stanza.append(line)
    drop(paragraph)


def verses_of_paragraphs(container: Element, before: Element | None) -> None:
    """Make verse of the paragraphs with line breaks that a container holds behind its child `before`: a poem's text between its blocks."""
    for paragraph in behind(container, before):
        is_text = paragraph.tag == tag("p") and paragraph.get("role") != "heading"
        if is_text and paragraph.find(tag("br")) is not None:
            verse = make("verse", **{name: value for name, value in paragraph.items() if name != "at"})
            paragraph.addprevious(verse)
            verse.append(paragraph)
            finish_verse(verse)


def join_verses(container: Element, before: Element | None) -> None:
    """Make one poem of the verses that a container holds behind its child `before`, if it holds nothing else there."""
    verses = behind(container, before)
    if len(verses) > 1 and all(verse.tag == tag("verse") for verse in verses):
        for verse in verses[1:]:
            verses[0].extend(list(verse))
            container.remove(verse)


def finish_verse(verse: Element) -> None:
    """Cut each paragraph of a verse at its line breaks: a paragraph is a stanza.

    A verse holds nothing else. A verse inside gives its stanzas; any other block (a film, code, a list) parts the verse in two:

        verse(p, code, p)     becomes     verse(stanza) code verse(stanza)
    """
    # where the next stanza goes, and behind what the next block
    current, last = verse, verse
    for child in list(verse):
        if child.tag not in (tag("p"), tag("stanza"), tag("verse")):
            last.addnext(child)
            last, current = child, make("verse", **_shared(verse))
            continue
        if current is not verse and last is not current:
            last.addnext(current)
            last = current
        if child.tag == tag("p"):
            current.append(_stanza(child))
            drop(child)
        elif child.tag == tag("verse"):
            current.extend(list(child))
            drop(child)
        else:
            current.append(child)
    if len(verse) == 0:
        drop(verse)


def _shared(verse: Element) -> dict[str, str]:
    """The attributes of a verse that each part of it has."""
    return {name: value for name, value in verse.items() if name != "id"}


def _stanza(paragraph: Element) -> Element:
    """The stanza that a paragraph is, its lines parted at its line breaks."""
    stanza, line = make("stanza"), make("line")
    line.text = paragraph.text
    stanza.append(line)
    for child in list(paragraph):
        if child.tag == tag("br"):
            _trim(line)
            line = make("line")
            line.text = (child.tail or "").lstrip() or None
            stanza.append(line)
        else:
            line.append(child)
    _trim(line)
    return stanza


def _trim(line: Element) -> None:
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip() or None
    elif line.text:
        line.text = line.text.strip() or None


# -- ruby ---------------------------------------------------------------------------------------


def ruby(node: Element) -> Element | None:
    """Ruby annotation (HTML ruby, rb, rt, rp) as base and reading; None when it has no reading."""
    element = make("ruby")
    base: list[str] = [node.text or ""]
    for child in node:
        if child.tag in ("rt", "rtc"):
            base_element, reading = make("base"), make("reading")
            base_element.text = "".join("".join(base).split())
            reading.text = visible_text(child)
            element.append(base_element)
            element.append(reading)
            base = []
        elif child.tag != "rp":
            base.append(visible_text(child))
        base.append(child.tail or "")
    rest = "".join("".join(base).split())
    if len(element) == 0:
        return None
    if rest:
        base_element, reading = make("base"), make("reading")
        base_element.text = rest
        element.append(base_element)
        element.append(reading)
    return element
