"""Structured blocks: lists, quotes, figures and verse. tables.py has the tables, formulas.py the formulas, ruby.py the ruby annotation.

Each has a function that opens it, and one that finishes it, so that it satisfies the grammar of the record
(schemas/article.rnc) whatever the page does.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.page import BLOCKS
from archiver.record.flow import Flow, make
from archiver.text import KIND_OF_STYLE
from archiver.trees.changes import append_text, drop, unwrap
from archiver.trees.elements import Element as Node

#: The list styles of the schema by the `type` of HTML's `ol`.
_LIST_STYLES = {"1": "decimal"} | {kind: style for style, kind in KIND_OF_STYLE.items()}

_INLINE_TAGS = frozenset(
    tag(n) for n in "em strong link sub sup q lang br noteref del ins mark small abbr cite ruby image".split()
)


# -- running text or blocks ------------------------------------------------------------------------


def finish_flow(element: Element) -> None:
    """Finish an item, cell or caption: a single plain paragraph becomes inline content, and an empty caption or item is
    dropped.

        <item><p>a</p></item>    becomes    <item>a</item>
    """
    if len(element) == 1 and element[0].tag == tag("p") and not set(element[0].attrib) - {"at"} and not element[0].tail:
        paragraph = element[0]
        element.remove(paragraph)
        element.text = paragraph.text
        element.extend(list(paragraph))
    if element.tag == tag("caption") and len(element) == 0 and not element.text:
        drop(element)
    if element.tag == tag("item") and len(element) == 0 and not element.text and not element.get("n"):
        drop(element)


def children_after(container: Element, before: Element | None) -> list[Element]:
    """The children of a container after one of them; all children for None."""
    return list(container if before is None else before.itersiblings())


# -- quotes and figures ----------------------------------------------------------------------------


def finish_quote(quote: Element) -> None:
    """Finish a quote: drop an empty one, and put a cite that the page marked at the end."""
    heads = [child for child in quote if child.tag == tag("cite")]
    if len(quote) == len(heads):
        for head in heads:  # nothing is quoted
            head.tag = tag("p")
        if not heads:
            drop(quote)
        return
    for head in heads[1:]:
        head.tag = tag("p")
    if heads:
        quote.append(heads[0])
        return
    last = quote[-1]
    if quote.get("role") == "post" and not quote.get("href"):
        # an embedded post ends with its date, which links to it
        links = [href for link in last.iter(tag("link")) if (href := link.get("href", "")).startswith("http")]
        if links:
            quote.set("href", links[-1])
    # a rule alone is not a quotation, and is dropped where it separates nothing
    has_content = any(child.tag != tag("rule") for child in quote[:-1])
    if has_content and last.tag == tag("p") and not (last.text or "").strip(" —–-\u00a0"):
        cites = [child for child in last if child.tag == tag("cite")]
        if len(cites) == 1 and len(last) == 1 and not (cites[0].tail or "").strip():
            cite = cites[0]
            cite.tail = None
            quote.remove(last)
            quote.append(cite)


def finish_figure(figure: Element) -> None:
    """Finish a figure: images or other blocks, then one caption. An empty figure is dropped."""
    captions = [c for c in figure if c.tag == tag("caption")]
    for extra_caption in captions[1:]:
        for child in as_blocks(extra_caption):
            captions[0].addnext(child)
        figure.remove(extra_caption)
    content = [c for c in figure if c.tag != tag("caption")]
    for inner_element in list(content):
        # A figure that was made for a single picture is merged into this one.
        if (
            inner_element.tag == tag("figure")
            and not inner_element.attrib
            and inner_element.find(tag("caption")) is None
        ):
            for child in list(inner_element):
                inner_element.addprevious(child)
            figure.remove(inner_element)
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


def flatten(element: Element) -> None:
    """Turn the paragraphs of an element into one line of inline content: <cite><p>a</p><p>b</p></cite> becomes <cite>a b</cite>."""
    for block in [inner for inner in element.iterdescendants() if not _is_inline(inner)]:
        if block.getprevious() is not None:
            block.text = f" {block.text or ''}"
        unwrap(block)
    if element.text:
        element.text = (element.text.lstrip() if len(element) else element.text.strip()) or None


def _is_inline(element: Element) -> bool:
    """Whether an element is inline content. Formulas and code can be both."""
    return element.tag in _INLINE_TAGS or (element.tag in (tag("code"), tag("formula")) and not element.get("display"))


def as_blocks(element: Element) -> list[Element]:
    """The content of an item, cell or caption as blocks."""
    if element.text or any(_is_inline(c) for c in element):
        paragraph = make("p")
        paragraph.text = element.text
        paragraph.extend(list(element))
        return [paragraph]
    return list(element)


# -- lists -----------------------------------------------------------------------------------------


def list_element(block: Callable[..., Element], node: Node) -> Element:
    """The list for a ul, ol, menu, dir or dl. `block` is Blocks.block."""
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
    """Finish a list, so that it holds only items: other content becomes an item, and a nested list goes into the item
    before it.
    """
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
    """Turn the inline content of an item into a paragraph, so that a block can follow."""
    if item.text or (len(item) and _is_inline(item[0])):
        paragraph = make("p")
        paragraph.text = item.text
        item.text = None
        paragraph.extend(list(item))
        item.append(paragraph)


def _unindent(element: Element) -> None:
    """Replace a definition list without terms by its content: wikis and old pages use it to indent."""
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


def is_inline_only(node: Node) -> bool:
    """Whether an element holds only inline content and line breaks."""
    return all(child.tag == "br" or child.tag not in BLOCKS for child in node.children)


def open_verse(flow: Flow, verse: Element, roles: list[str] | None, preserve: bool = False) -> Callable[[], None]:
    """Open a paragraph of verse. Its lines come from its line breaks; with `preserve`, from the lines of its text.

    `roles` are the open roles if the verse has opened one, which ends with it.
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
    """Replace a paragraph with preserved white space by stanzas; an empty line starts a new stanza."""
    lines: list[list[str | Element]] = [[]]
    parts: list[tuple[Element | None, str]] = [(None, paragraph.text or "")]
    parts += [(child, child.tail or "") for child in paragraph]
    for child, text in parts:
        if child is not None:
            child.tail = None
            lines[-1].append(child)
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(part)
    stanza: Element | None = None
    for line_parts in lines:
        if all(isinstance(part_of_line, str) and not part_of_line.strip() for part_of_line in line_parts):
            stanza = None
            continue
        if stanza is None:
            stanza = make("stanza")
            paragraph.addprevious(stanza)
        line = make("line")
        for part_of_line in line_parts:
            if not isinstance(part_of_line, str):
                line.append(part_of_line)
            else:
                append_text(line, part_of_line)
        if line.text:
            line.text = line.text.lstrip() or None
        _trim(line)
        stanza.append(line)
    drop(paragraph)


def verses_of_paragraphs(container: Element, before: Element | None) -> None:
    """Turn the paragraphs with line breaks after the child `before` into verse: the text of a poem between its blocks."""
    for paragraph in children_after(container, before):
        is_text = paragraph.tag == tag("p") and paragraph.get("role") != "heading"
        if is_text and paragraph.find(tag("br")) is not None:
            verse = make("verse", **{name: value for name, value in paragraph.items() if name != "at"})
            paragraph.addprevious(verse)
            verse.append(paragraph)
            finish_verse(verse)


def join_verses(container: Element, before: Element | None) -> None:
    """Join the verses after the child `before` of a container into one, if there is nothing else."""
    verses = children_after(container, before)
    if len(verses) > 1 and all(verse.tag == tag("verse") for verse in verses):
        for verse in verses[1:]:
            verses[0].extend(list(verse))
            container.remove(verse)


def finish_verse(verse: Element) -> None:
    """Split each paragraph of a verse at its line breaks: a paragraph becomes a stanza.

    A verse holds only stanzas. A verse inside gives its stanzas. Any other block (a film, code, a list) splits the
    verse:

        verse(p, code, p)     becomes     verse(stanza) code verse(stanza)
    """
    # the verse for the next stanza, and the element after which the next block goes
    current, last = verse, verse
    for child in list(verse):
        if child.tag not in (tag("p"), tag("stanza"), tag("verse")):
            last.addnext(child)
            last, current = child, make("verse", **_common_attributes(verse))
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


def _common_attributes(verse: Element) -> dict[str, str]:
    """The attributes that all parts of a split verse share."""
    return {name: value for name, value in verse.items() if name != "id"}


def _stanza(paragraph: Element) -> Element:
    """The stanza for a paragraph, with a line for each of its line breaks."""
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
