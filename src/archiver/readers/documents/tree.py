"""From pandoc's tree to the elements of a page.

    {"t": "Para", "c": [{"t": "Str", "c": "A"}, {"t": "Note", "c": […]}]}    becomes    <p>A<sup>1</sup></p> … <aside><div>…</div></aside>

The nodes of the tree are those of pandoc-types 1.23 (https://hackage.haskell.org/package/pandoc-types). What the document says of its metadata and
shows (title, subtitle, authors, date, abstract) stands in a header before the blocks; the notes stand in an aside behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archiver.errors import TooLarge
from archiver.page import MarkedNote, NoText
from archiver.readers.documents import raw_html
from archiver.readers.documents.docx import HIDDEN
from archiver.text import is_wide, writable
from archiver.trees.elements import NO_ATTRIBUTES, Element

#: The deepest nesting of nodes. Text that people write does not reach a tenth of it.
MOST_LEVELS = 120

#: Rules of the ledger for what is no text of the article.
DELETION, COMMENT, RAW = "tracked-deletion", "comment", "raw-markup"

_FORMATS = {
    "Emph": "em", "Strong": "strong", "Underline": "u", "Strikeout": "s", "Superscript": "sup", "Subscript": "sub", "SmallCaps": "span",
}  # fmt: skip
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_LIST_TYPES = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
_ALIGNS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
#: Classes of spans that are elements of their own.
_SPANS = {"insertion": "ins", "mark": "mark", "kbd": "kbd", "underline": "u", "ul": "u"}
_LEFT_OUT = {"deletion": DELETION, "comment-start": COMMENT}
_MARKUP = frozenset(("html", "html4", "html5"))
#: Elements in which a text may stand without a paragraph.
_OF_LINES = frozenset(
    ("li", "dd", "dt", "td", "th", "figcaption", "caption", "summary", "p", "h1", "h2", "h3", "h4", "h5", "h6")
)
_VERSE = frozenset(("line-block", "verse"))
#: The most spans of a cell that are taken over; the record has limits of its own.
_MOST_SPAN = 1000

Node = Mapping[str, Any]
#: The label of a note, its kind, and whether the label is a mark that stands in the text too, from the number of the note in the document.
Labels = Callable[[int], tuple[str, str, bool]]


@dataclass(slots=True)
class DocumentTree:
    """The elements of a document, and what it marks among them."""

    body: Element
    notes: list[MarkedNote] = field(default_factory=list)
    left_out: list[NoText] = field(default_factory=list)
    #: The elements that show a field of the metadata, with the name of the field and its text.
    shown: list[tuple[str, str, Element]] = field(default_factory=list)
    #: The number of tracked insertions.
    insertions: int = 0


def build(document: Mapping[str, Any], name: str, labels: Labels) -> DocumentTree:
    """The elements of a document. `name` is the name of the source in messages; `labels` gives the labels of the notes.

    Raises TooLarge for a document that nests deeper than MOST_LEVELS.
    """
    builder = _Builder(name, labels)
    builder.header(document["meta"])
    builder.blocks(builder.tree.body, document["blocks"])
    builder.append_notes()
    return builder.tree


def count_notes(document: Mapping[str, Any]) -> int:
    """The number of notes of a document, in its metadata and its blocks."""
    count = 0
    stack: list[Any] = [document["meta"], document["blocks"]]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            count += node.get("t") == "Note"
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return count


class _Builder:
    def __init__(self, name: str, labels: Labels) -> None:
        self.name = name
        self.labels = labels
        self.tree = DocumentTree(Element("body"))
        #: The blocks of the notes that are still to be built, each with its element.
        self.pending: list[tuple[Element, Sequence[Node], bool]] = []
        self.levels = 0
        #: The mark that stands in the text behind the last call, or at the start of the note that is built.
        self.mark = ""

    def deeper(self) -> None:
        """Count one level of nesting more. Raises TooLarge."""
        self.levels += 1
        if self.levels > MOST_LEVELS:
            raise TooLarge(
                f"{self.name}: refused: its blocks nest deeper than {MOST_LEVELS} levels.", "Save the article alone."
            )

    # -- metadata ----------------------------------------------------------------------------------

    def header(self, meta: Mapping[str, Any]) -> None:
        """The fields that the document shows, in a header."""
        header = Element("header")
        for key, tag in (("title", "h1"), ("subtitle", "p"), ("author", "p"), ("date", "p"), ("abstract", "div")):
            for value in _values(meta.get(key)):
                element = Element(tag, {"class": key})
                self.value(element, value)
                if text := " ".join("".join(element.itertext()).split()):
                    header.append(element)
                    self.tree.shown.append((key, text, element))
        if header.children:
            self.tree.body.insert(0, header)

    def value(self, parent: Element, value: Any) -> None:
        """One value of the metadata. Of a person in parts, the name is shown."""
        match value["t"]:
            case "MetaBlocks":
                self.blocks(parent, value["c"]) if parent.tag == "div" else self.lines(parent, value["c"])
            case "MetaInlines":
                self.inlines(parent, value["c"])
            case "MetaString":
                add_text(parent, value["c"])
            case "MetaMap":
                parts = value["c"]
                for key in ("name",) if "name" in parts else ("literal", "given", "family"):
                    if key in parts:
                        add_text(parent, " ")
                        self.value(parent, parts[key])
            case "MetaList":
                for part in value["c"]:
                    add_text(parent, " ")
                    self.value(parent, part)

    def lines(self, parent: Element, blocks: Sequence[Node]) -> None:
        """Blocks as lines of one element, where only inline content may stand."""
        for number, block in enumerate(blocks):
            if number:
                Element("br", parent=parent)
            if block["t"] in ("Para", "Plain"):
                self.inlines(parent, block["c"])
            else:
                self.blocks(parent, [block])

    # -- blocks ------------------------------------------------------------------------------------

    def blocks(self, parent: Element, nodes: Sequence[Node]) -> None:
        """Append the elements of blocks."""
        self.deeper()
        target = parent
        for node in nodes:
            kind, content = node["t"], _content(node)
            if kind == "RawBlock" and content[0] in _MARKUP:
                target = raw_html.append_markup(target, parent, content[1])
            else:
                self.block(target, kind, content)
        self.levels -= 1

    def block(self, parent: Element, kind: str, content: Any) -> None:
        match kind:
            case "Para":
                self.paragraph(parent, content)
            case "Plain":
                # without paragraphs, the text of an item stands in the item itself
                if parent.tag in _OF_LINES and not parent.children:
                    self.inlines(parent, content)
                else:
                    self.paragraph(parent, content)
            case "Header":
                level, attributes, inlines = content
                self.inlines(self.element(f"h{min(max(level, 1), 6)}", parent, attributes), inlines)
            case "BlockQuote":
                self.blocks(Element("blockquote", parent=parent), content)
            case "CodeBlock":
                attributes, text = content
                self.code(parent, attributes, text)
            case "LineBlock":
                self.verse(parent, content)
            case "BulletList":
                self.items(Element("ul", parent=parent), content)
            case "OrderedList":
                (start, style, _), items = content
                ordered = Element("ol", parent=parent)
                if start != 1:
                    ordered.set("start", str(start))
                if kind_of_number := _LIST_TYPES.get(style["t"]):
                    ordered.set("type", kind_of_number)
                self.items(ordered, items)
            case "DefinitionList":
                definitions = Element("dl", parent=parent)
                for term, descriptions in content:
                    self.inlines(Element("dt", parent=definitions), term)
                    for description in descriptions:
                        self.blocks(Element("dd", parent=definitions), description)
            case "HorizontalRule":
                Element("hr", parent=parent)
            case "Table":
                self.table(parent, *content)
            case "Figure":
                self.figure(parent, *content)
            case "Div":
                attributes, blocks = content
                self.division(parent, attributes, blocks)
            case "RawBlock":
                self.raw(Element("pre", parent=parent), content[1])

    def element(self, tag: str, parent: Element, attributes: Sequence[Any]) -> Element:
        """An element with what pandoc's attributes say of its name, its classes and its language."""
        identifier, classes, pairs = attributes
        given: dict[str, str] = {}
        if identifier:
            given["id"] = writable(identifier)
        if classes:
            given["class"] = writable(" ".join(classes))
        for key, value in pairs:
            if key in ("lang", "dir"):
                given[key] = writable(value)
        return Element(tag, given or NO_ATTRIBUTES, parent)

    def paragraph(self, parent: Element, inlines: Sequence[Node]) -> None:
        """A paragraph. One that only names a place for links becomes an anchor."""
        if len(inlines) == 1 and inlines[0]["t"] == "Span" and not inlines[0]["c"][1]:
            self.element("a", parent, (inlines[0]["c"][0][0], (), ()))
        elif inlines:
            self.inlines(Element("p", parent=parent), inlines)

    def items(self, parent: Element, items: Sequence[Sequence[Node]]) -> None:
        for blocks in items:
            self.blocks(Element("li", parent=parent), blocks)

    def code(self, parent: Element, attributes: Sequence[Any], text: str) -> None:
        identifier, classes, _ = attributes
        pre = self.element("pre", parent, (identifier, (), ()))
        language = next((name for name in classes if name not in ("sourceCode", "numberLines")), "")
        if language:
            pre.set("class", f"language-{writable(language)}")
        pre.text = writable(text)

    def verse(self, parent: Element, lines: Sequence[Sequence[Node]]) -> None:
        """A line block: a stanza for the lines between two empty ones."""
        stanza: Element | None = None
        holder = Element("div", {"class": "verse"}, parent)
        for line in lines:
            if not line:
                stanza = None
                continue
            if stanza is None:
                stanza = Element("p", {"class": "verse"}, holder)
            else:
                Element("br", parent=stanza)
            self.inlines(Element("span", parent=stanza), line)

    def division(self, parent: Element, attributes: Sequence[Any], blocks: Sequence[Node]) -> None:
        if not _VERSE.isdisjoint(attributes[1]) and all(block["t"] in ("Plain", "Para") for block in blocks):
            holder = Element("div", {"class": "verse"}, parent)
            for block in blocks:
                self.inlines(Element("p", {"class": "verse"}, holder), block["c"])
            return
        if "table-wrap" in attributes[1]:
            blocks = _with_caption(blocks)
        division = self.element("div", parent, attributes)
        for name in attributes[1]:
            if name in _LEFT_OUT:
                self.tree.left_out.append(NoText(division, rule=_LEFT_OUT[name]))
        self.blocks(division, blocks)

    def figure(
        self, parent: Element, attributes: Sequence[Any], caption: Sequence[Any], blocks: Sequence[Node]
    ) -> None:
        figure = self.element("figure", parent, attributes)
        self.blocks(figure, blocks)
        if caption[1]:
            self.blocks(Element("figcaption", parent=figure), caption[1])

    def table(
        self, parent: Element, attributes: Sequence[Any], caption: Any, columns: Any, head: Any, bodies: Any, foot: Any
    ) -> None:
        table = self.element("table", parent, attributes)
        if caption[1]:
            self.blocks(Element("caption", parent=table), caption[1])
        aligns = [_ALIGNS.get(column[0]["t"], "") for column in columns]
        self.rows(table, "thead", head[1], aligns, heads=_MOST_SPAN)
        for _, head_columns, inner_heads, rows in bodies:
            self.rows(table, "tbody", inner_heads, aligns, heads=_MOST_SPAN)
            self.rows(table, "tbody", rows, aligns, heads=head_columns)
        self.rows(table, "tfoot", foot[1], aligns, heads=0)

    def rows(self, table: Element, tag: str, rows: Sequence[Any], aligns: Sequence[str], heads: int) -> None:
        """A part of a table. The first `heads` cells of each row are heads."""
        if not rows:
            return
        part = Element(tag, parent=table)
        for _, cells in rows:
            row = Element("tr", parent=part)
            column = 0
            for _, align, row_span, column_span, blocks in cells:
                cell = Element("th" if column < heads else "td", parent=row)
                for name, span in (("rowspan", row_span), ("colspan", column_span)):
                    if span > 1:
                        cell.set(name, str(min(span, _MOST_SPAN)))
                if side := _ALIGNS.get(align["t"]) or (aligns[column] if column < len(aligns) else ""):
                    cell.set("align", side)
                if 0 < heads < _MOST_SPAN and cell.tag == "th":
                    cell.set("scope", "row")
                self.blocks(cell, blocks)
                column += max(1, column_span)

    def raw(self, element: Element, text: str) -> None:
        """Markup of another language that pandoc did not read: for the ledger."""
        element.text = writable(text)
        self.tree.left_out.append(NoText(element, rule=RAW))

    # -- inlines -----------------------------------------------------------------------------------

    def inlines(self, parent: Element, nodes: Sequence[Node]) -> None:
        """Append text and elements of inlines. HTML tags among them open and close elements."""
        self.deeper()
        target = parent
        pieces: list[str] = []
        for number, node in enumerate(nodes):
            kind, content = node["t"], _content(node)
            if kind == "Str":
                pieces.append(self.without_mark(content))
            elif kind == "Space":
                pieces.append(" ")
            elif kind == "SoftBreak":
                pieces.append("" if _is_between_wide(nodes, number) else " ")
            else:
                add_text(target, "".join(pieces))
                pieces.clear()
                if kind == "RawInline" and content[0] in _MARKUP:
                    target = raw_html.weave(target, parent, content[1])
                else:
                    self.inline(target, kind, content)
        add_text(target, "".join(pieces))
        self.levels -= 1

    def without_mark(self, text: str) -> str:
        """A text without the mark of a note that stands at its start: the record has it as the label."""
        mark, self.mark = self.mark, ""
        return text.removeprefix(mark)

    def inline(self, parent: Element, kind: str, content: Any) -> None:
        if tag := _FORMATS.get(kind):
            self.inlines(Element(tag, parent=parent), content)
            return
        match kind:
            case "LineBreak":
                Element("br", parent=parent)
            case "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                add_text(parent, opening)
                self.inlines(parent, content[1])
                add_text(parent, closing)
            case "Code":
                code = Element("code", parent=parent)
                code.text = writable(content[1])
            case "Math":
                formula = Element("script", {"type": "math/tex"}, parent)
                if content[0]["t"] == "DisplayMath":
                    formula.set("type", "math/tex; mode=display")
                formula.text = writable(content[1])
            case "Cite":
                self.citation(parent, *content)
            case "Link":
                attributes, inlines, (address, title) = content
                link = self.element("a", parent, attributes)
                link.set("href", writable(address))
                if title:
                    link.set("title", writable(title))
                self.inlines(link, inlines)
            case "Image":
                self.image(parent, *content)
            case "Note":
                self.note(parent, content)
            case "Span":
                self.span(parent, *content)
            case "RawInline":
                self.raw(Element("code", parent=parent), content[1])

    def span(self, parent: Element, attributes: Sequence[Any], inlines: Sequence[Node]) -> None:
        tag = next((_SPANS[name] for name in attributes[1] if name in _SPANS), "span")
        span = self.element(tag, parent, attributes)
        for name in attributes[1]:
            if name in _LEFT_OUT and inlines:
                is_hidden = ["author", HIDDEN] in attributes[2]
                self.tree.left_out.append(NoText(span, rule="hidden" if is_hidden else _LEFT_OUT[name]))
            self.tree.insertions += name == "insertion" and bool(inlines)
        self.inlines(span, inlines)

    def citation(self, parent: Element, citations: Sequence[Any], inlines: Sequence[Node]) -> None:
        """A citation: its text; its keys in brackets where pandoc gives no text but the command of TeX."""
        if not inlines or any(inline["t"] != "RawInline" for inline in inlines):
            self.inlines(parent, inlines)
            return
        for number, citation in enumerate(citations):
            add_text(parent, "; " if number else "[")
            for part, gap in (
                (citation["citationPrefix"], " "),
                (_text(citation["citationId"]), ""),
                (citation["citationSuffix"], ""),
            ):
                self.inlines(parent, part)
                add_text(parent, gap if part else "")
        add_text(parent, "]")

    def image(
        self, parent: Element, attributes: Sequence[Any], description: Sequence[Node], target: Sequence[str]
    ) -> None:
        given = {"src": writable(target[0]), "alt": " ".join(_plain(description).split())}
        if target[1] and not target[1].startswith("fig:"):
            given["title"] = writable(target[1])
        for name, value in attributes[2]:
            if name in ("width", "height") and (pixels := _pixels(value)):
                given[name] = pixels
        Element("img", given, parent)

    # -- notes -------------------------------------------------------------------------------------

    def note(self, parent: Element, blocks: Sequence[Node]) -> None:
        """The call of a note. The note itself is built behind the blocks."""
        label, kind, is_mark = self.labels(len(self.tree.notes))
        call = Element("sup", parent=parent)
        call.text = label
        note = Element("div", {"class": kind})
        self.tree.notes.append(MarkedNote(call, note, label, kind))
        self.pending.append((note, blocks, is_mark))
        self.mark = label if is_mark else ""

    def append_notes(self) -> None:
        """Build the notes. A note may call further notes."""
        if not self.pending:
            return
        aside = Element("aside", parent=self.tree.body)
        done = 0
        while done < len(self.pending):
            note, blocks, has_mark = self.pending[done]
            self.mark = self.tree.notes[done].label if has_mark else ""
            done += 1
            aside.append(note)
            self.blocks(note, blocks)


# -- functions -----------------------------------------------------------------------------------------


def add_text(parent: Element, text: str) -> None:
    """Add text at the end of an element."""
    if not text:
        return
    text = writable(text)
    if parent.children:
        parent.children[-1].tail += text
    else:
        parent.text += text


def _with_caption(blocks: Sequence[Node]) -> Sequence[Node]:
    """The blocks around a table of JATS, with the caption in the table."""
    captions = [block for block in blocks if block["t"] == "Div" and "caption" in block["c"][0][1]]
    tables = [block for block in blocks if block["t"] == "Table" and not block["c"][1][1]]
    if len(captions) != 1 or len(tables) != 1:
        return blocks
    (caption,), (table,) = captions, tables
    attributes, (short, _), *rest = table["c"]
    whole = {"t": "Table", "c": [attributes, [short, caption["c"][1]], *rest]}
    return [whole if block is table else block for block in blocks if block is not caption]


def _content(node: Node) -> Any:
    """What a node holds; None for one that holds nothing, such as a space."""
    return node.get("c")


def _text(text: str) -> list[Node]:
    return [{"t": "Str", "c": text}]


def _values(value: Any) -> Iterable[Any]:
    """The single values of a field of the metadata."""
    if value is None:
        return ()
    return value["c"] if value["t"] == "MetaList" else (value,)


def _is_between_wide(nodes: Sequence[Node], number: int) -> bool:
    """Whether a line ends between two characters of a script without spaces: there, the end of a line is no space."""
    if not 0 < number < len(nodes) - 1:
        return False
    before, after = nodes[number - 1], nodes[number + 1]
    if before["t"] != "Str" or after["t"] != "Str" or not before["c"] or not after["c"]:
        return False
    return is_wide(before["c"][-1]) and is_wide(after["c"][0])


def _plain(inlines: Sequence[Node]) -> str:
    """The text of inlines without notes."""
    return "".join(_pieces(inlines))


def _pieces(inlines: Iterable[Any]) -> Iterator[str]:
    stack: list[Any] = list(inlines)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            kind, content = node["t"], _content(node)
            if kind == "Str":
                yield writable(content)
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                yield " "
            elif kind in ("Code", "Math"):
                yield writable(content[1])
            elif kind in ("Link", "Cite"):
                stack.append(content[1])
            elif kind not in ("Note", "RawInline", "Image"):
                stack.append(content[-1] if kind in ("Span", "Quoted") else content)


def _pixels(size: str) -> str:
    """The pixels of a size as pandoc gives it ("50", "50px", "1.2in"); "" for a share of the page."""
    for unit, factor in (("px", 1.0), ("in", 96.0), ("cm", 37.795), ("mm", 3.7795), ("pt", 4 / 3), ("", 1.0)):
        if size.endswith(unit):
            try:
                number = float(size.removesuffix(unit)) * factor
            except ValueError:
                return ""
            return str(round(number)) if 0 < number < 100_000 else ""
    return ""
