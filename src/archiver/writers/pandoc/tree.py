"""From a prepared record to a pandoc document (pandoc-types, `Text.Pandoc.Definition`), without HTML in between.

Pandoc's Note contains the body of the note at the place of its call, so each note has one place: its first call in the
text. Later calls, and calls inside notes, become links to that place, as a book says "see note 4". A note that is
written twice would become two notes with two numbers. A note that no call in the text reaches is placed at the end,
under a heading of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from lxml import etree

from archiver.article import NS, Article, tag
from archiver.record_file import is_block
from archiver.writers.pandoc.dialect import Dialect, PandocTree
from archiver.writers.pandoc.inlines import (
    CallNode,
    Inlines,
    Node,
    attributes,
    flatten,
    flattened_text,
    language_pairs,
    node,
    node_ids,
    split_at_calls,
    strings,
    walk_nodes,
)
from archiver.writers.pandoc.metadata import biographies, colophon, text_of
from archiver.writers.pandoc.mixed_citations import tags_of
from archiver.writers.pandoc.tables import columns, rows
from archiver.writers.shared.abstract import is_repeated
from archiver.writers.shared.i18n import labels_of, words_for
from archiver.writers.shared.identity import source_name
from archiver.writers.shared.personal_names import full_name
from archiver.writers.shared.posts import depth_of, post_date, post_name, posts_of
from archiver.writers.shared.prepare import HREF, Prepared
from archiver.writers.shared.reference import publication_line
from archiver.writers.shared.table_grid import grid
from archiver.writers.shared.written_dates import article_date

API_VERSION = [1, 23, 1]
_STYLES = {
    "decimal": "Decimal", "lower-alpha": "LowerAlpha", "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman",
}  # fmt: skip


def build_tree(
    article: Article, prepared: Prepared, dialect: Dialect, ending: Collection[str] = frozenset()
) -> PandocTree:
    """Build the pandoc document of a prepared record, and count its notes and calls.

    `ending`: ids of notes that go to the end, with links at all of their calls.
    """
    return _Builder(article, prepared, dialect, ending).build()


class _Builder:
    def __init__(self, article: Article, prepared: Prepared, dialect: Dialect, ending: Collection[str]) -> None:
        self.article = article
        self.ending = ending
        self.root = prepared.root
        self.direction = prepared.direction
        self.dialect = dialect
        self.words = words_for(article.language)
        self.link_targets = {h[1:] for e in self.root.iter(etree.Element) if (h := e.get(HREF, "")).startswith("#")}
        self.posts = posts_of(self.root)
        self.notes = self.root.findall("a:notes/a:note", NS)
        self.number_of = {note.get("id", ""): number for number, note in enumerate(self.notes)}
        # Letters and digits only: Word changes other bookmark names.
        anchor_prefix = "archivernote"
        while any(anchor_prefix in text for text in self.root.itertext()) or any(
            anchor_prefix in v for e in self.root.iter(etree.Element) for v in map(str, e.attrib.values())
        ):
            anchor_prefix += "x"
        labels = [note.get("label") or self.words["note"] for note in self.notes]
        self.tree = PandocTree(node("Null"), anchor_prefix, labels=labels)
        placeholder = self.tree.alternative_placeholder if dialect.alternative_placeholders else None
        self.inlines = Inlines(
            self._call,
            self.words,
            placeholder,
            tex=dialect.tex,
            word_nodes=dialect.word_nodes,
            tags=tags_of if dialect.mixed_citations else None,
            marks_decoration=dialect.marks_decoration,
        )
        self.call_counts = Counter(call.get("target", "") for call in self.root.iter(tag("noteref")))
        self.in_note = False
        self.in_head = False
        self.shows_labels = not self._numbers_agree()

    def _numbers_agree(self) -> bool:
        """Whether the labels of the notes are the numbers that every program gives them."""
        calls = [c.get("target") for c in self.root.iterfind("a:body//a:noteref", NS)]
        labels = [
            self.tree.labels[self.number_of[target]] for target in dict.fromkeys(calls) if target in self.number_of
        ]
        in_head = next(self.root.iterfind("a:head//a:noteref", NS), None) is not None
        return not in_head and labels == [str(number) for number in range(1, len(labels) + 1)]

    def build(self) -> PandocTree:
        tree = self.tree
        tree.has_placeholders = self.dialect.labels == "mark" and (
            self.shows_labels or self.dialect.always_placeholders
        )
        meta = self._meta()
        body = self.root.find("a:body", NS)
        blocks = [] if body is None else self._blocks(body)
        blocks += biographies(self.root, self.inlines, self.dialect.title_block)
        blocks += self._end_notes()
        blocks += colophon(self.article, self.words, self.dialect.title_block, labels_of(self.article, self.ending))
        tree.alternatives = self.inlines.alternatives
        _remove_dead_links([meta, blocks])
        tree.document = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
        return tree

    # -- head --------------------------------------------------------------------------------------

    def _meta(self) -> dict[str, Node]:
        """The variables of pandoc's templates, and the rest of the head under plain names."""
        head, article = self.root.find("a:head", NS), self.article
        self.in_head = True

        def inlines(name: str) -> list[Node]:
            return self.inlines.of(head.find(f"a:{name}", NS)) if head is not None else []

        date = next((d for d in article.dates if d.type == "published"), None)
        values: dict[str, list[Node]] = {
            "title": inlines("title") or strings(source_name(article)),
            "subtitle": inlines("subtitle"),
            "date": strings((date.when if self.dialect.plain_dates else "") or article_date(article, "published"))
            if date
            else [],
            "lang": strings(article.language),
            "dir": strings(self.direction),
            "publisher": strings(publication_line(article)),
            "rights": strings(text_of(head, "rights")),
            "source": strings(article.url or source_name(article)),
        }
        lists = {
            "author": [strings(full_name(a)) for a in article.authors],
            "keywords": [strings(keyword) for keyword in article.keywords],
            "identifier": [
                strings(value if value.startswith(("http", kind)) else f"{kind}:{value}")
                for kind, value in article.identifiers
            ],
        }
        meta = {key: node("MetaInlines", value) for key, value in values.items() if value}
        meta |= {
            key: node("MetaList", [node("MetaInlines", v) for v in value]) for key, value in lists.items() if value
        }
        is_shown = self.dialect.repeats_abstract or not is_repeated(self.root)
        if is_shown and (abstract := inlines("abstract")):
            meta["abstract"] = node("MetaBlocks", [node("Para", abstract)])
            meta["abstract-title"] = node("MetaInlines", strings(self.words["abstract"]))
        self.in_head = False
        return meta

    # -- notes -------------------------------------------------------------------------------------

    def _call(self, ref: etree._Element) -> CallNode:
        """The note itself at its first call in the text, else a link to it."""
        number = self.number_of[ref.get("target", "")]
        must_link = (
            ref.get("target") in self.ending or self.in_note or (self.in_head and not self.dialect.notes_in_head)
        )
        if must_link or number in self.tree.placed:
            self.tree.links += 1
            label = strings(ref.get("label") or self.words["note"])
            link = node("Link", attributes(classes=["noteref"]), label, [f"#{self.tree.anchor_prefix}{number}", ""])
            return CallNode(self._anchored(node("Superscript", [link]), ref))
        self.tree.placed.append(number)
        note = self.notes[number]
        inline = node("Note", self._note(note, number))
        if self.call_counts[note.get("id", "")] > 1 or self.dialect.always_anchored:
            inline = node("Span", attributes(f"{self.tree.anchor_prefix}{number}"), [inline])
        return CallNode(self._anchored(self._anchored(inline, note), ref))

    def _anchored(self, inline: Node, element: etree._Element) -> Node:
        """The inline in a Span with the element's id, if a link of the text leads to the element."""
        id_ = element.get("id", "")
        return node("Span", attributes(id_), [inline]) if id_ in self.link_targets else inline

    def _note(self, note: etree._Element, number: int, *, at_end: bool = False) -> list[Node]:
        """The blocks of a note, after its label if the mark of the format will not show it."""
        was_in_note, self.in_note = self.in_note, True
        if note.get("status") == "missing":
            blocks = [node("Para", [node("Emph", strings(self.words["missing"]))])]
        else:
            blocks = self._blocks(note)
        if note.get("status") == "unreferenced":
            blocks.append(node("Para", [node("Emph", strings(f"({self.words['unreferenced']})"))]))
        self.in_note = was_in_note
        opening: list[Node] = []
        if at_end or (self.shows_labels and self.dialect.labels == "text"):
            label = node("Strong", strings(f"[{self.tree.labels[number]}]"))
            anchor = attributes(f"{self.tree.anchor_prefix}{number}")
            opening = [node("Span", anchor, [label]) if at_end else label, node("Space")]
        elif self.tree.has_placeholders:
            opening = [node("Str", self.tree.placeholder(number)), node("Space")]
        if opening and blocks and blocks[0]["t"] in ("Para", "Plain"):
            blocks[0] = node(blocks[0]["t"], opening + blocks[0]["c"])
        elif opening or not blocks:
            blocks.insert(0, node("Para", opening[:1]))
        pairs = language_pairs(note)
        return [node("Div", attributes(pairs=pairs), blocks)] if any(pairs.values()) else blocks

    def _end_notes(self) -> list[Node]:
        """The notes that no call in the text reaches."""
        blocks: list[Node] = []
        for number, note in enumerate(self.notes):
            if number not in self.tree.placed:
                self.tree.at_end.append(number)
                attrs = attributes(classes=["note", note.get("status", "")])
                blocks.append(node("Div", attrs, self._note(note, number, at_end=True)))
        if blocks:
            blocks.insert(0, node("Header", 1, attributes(classes=["unnumbered"]), strings(self.words["notes"])))
        return blocks

    # -- blocks ------------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element) -> list[Node]:
        return [block for child in parent.iterchildren(etree.Element) for block in self._block(child)]

    def _block(self, element: etree._Element) -> list[Node]:
        match etree.QName(element).localname:
            case "section":
                return self._section(element)
            case "post":
                return [self._post(element)]
            case "list":
                blocks = [self._list(element)]
            case "quote":
                blocks = [node("BlockQuote", list(self._quote(element)))]
            case "figure" | "embed":
                return self._figure(element)
            case "table":
                return [self._table(element)]
            case "code":
                return self._code(element)
            case "verse":
                blocks = self._verse(element)
            case "rule":
                return [node("HorizontalRule")]
            case "image":
                blocks = [node("Plain", inner)] if (inner := self.inlines.image(element)) else []
            case "formula":
                blocks = [node("Para", self.inlines.formula(element, "DisplayMath"))]
            case "caption":
                blocks = self._flow(element)
            case "cite":
                blocks = [node("Para", [node("Str", "—"), node("Space"), *self.inlines.of(element)])]
            case _:
                blocks = [node("Para", self.inlines.of(element))]
        return self._in_div(element, blocks)

    def _in_div(self, element: etree._Element, blocks: list[Node]) -> list[Node]:
        """The blocks in a Div with the element's role, language and anchor, if it has any of these."""
        attrs = self._attributes(element)
        return [node("Div", attrs, blocks)] if any(attrs) else blocks

    def _post(self, post: etree._Element) -> Node:
        """A post of a thread: a Div with a line that has its name, its date, its number and whom it answers; then its blocks."""
        blocks: list[Node] = []
        head = post.find("a:head", NS)
        if head is not None and (heading := self.inlines.of(head.find("a:heading", NS))):
            blocks.append(node("Header", 1, attributes(), heading))
        parts: list[list[Node]] = []
        if name := post_name(post):
            parts.append([node("Strong", strings(name))])
        parts += [strings(text) for text in (post_date(post), post.get("number")) if text]
        if (answered := self.posts.get(post.get("answers", ""))) is not None:
            shown = post_name(answered) or answered.get("number", "")
            parts.append([node("Link", attributes(), strings(f"→ {shown}".strip()), [f"#{answered.get('id')}", ""])])
        line = [
            inline
            for number, part in enumerate(parts)
            for inline in ([node("Str", ","), node("Space")] if number else []) + part
        ]
        if line:
            blocks.append(node("Div", attributes(classes=["post-head"]), [node("Para", line)]))
        blocks += [b for child in post.iterchildren(etree.Element) if child is not head for b in self._block(child)]
        classes = ["thread-post"]
        if depth := depth_of(post, self.posts):
            classes.append(f"reply-{depth}")
        if post.getprevious() is None:
            classes.append("first-post")
        return node("Div", attributes(post.get("id", ""), classes, language_pairs(post)), blocks)

    def _section(self, section: etree._Element) -> list[Node]:
        depth = 1 + sum(1 for _ in section.iterancestors(tag("section")))
        heading = section.find("a:heading", NS)
        text = self.inlines.of(heading)
        content = [
            b for child in section.iterchildren(etree.Element) if child is not heading for b in self._block(child)
        ]
        if not text:
            return self._in_div(section, content)
        attrs = attributes(section.get("id", ""), [section.get("role", "")])
        blocks = [node("Header", min(depth, 6), attrs, text), *content]
        if heading is not None and (inner := heading.get("id", "")) in self.link_targets:
            blocks.insert(0, node("Div", attributes(inner), []))
        pairs = language_pairs(section)
        return [node("Div", attributes(pairs=pairs), blocks)] if any(pairs.values()) else blocks

    def _flow(self, element: etree._Element) -> list[Node]:
        """The blocks of an element that holds running text or blocks."""
        if any(is_block(child) for child in element):
            return self._blocks(element)
        inner = self.inlines.of(element)
        return [node("Plain", inner)] if inner else []

    def _list(self, element: etree._Element) -> Node:
        if element.get("type") == "definition":
            return node("DefinitionList", list(self._definitions(element)))
        entries = element.findall("a:item", NS)
        items = [self._in_div(item, self._flow(item)) for item in entries]
        labels = [item.get("n") or "" for item in entries]
        start = int(element.get("start") or 1)
        style = _STYLES[element.get("style", "decimal")]
        if any(labels):
            numbers = [re.fullmatch(r"[(\[]?(\d{1,9})[.)\]:]?", label) for label in labels]
            first = int(numbers[0][1]) if numbers[0] else 0
            if all(m and int(m[1]) == first + offset for offset, m in enumerate(numbers)):
                start, style = first, "Decimal"
            elif self.dialect.free_lists:
                return node("LabelledList", [label + "." * label.isalnum() for label in labels], items)
            else:
                for item, label in zip(items, labels, strict=True):
                    _prepend(item, strings(label))
                return node("BulletList", items)
        if element.get("type") != "ordered":
            return node("BulletList", items)
        if start < 0 or (start == 0 and style != "Decimal"):  # no such numbers elsewhere
            if self.dialect.free_lists:
                return node("LabelledList", [f"{start + offset}." for offset in range(len(items))], items)
            for offset, item in enumerate(items):
                _prepend(item, strings(f"{start + offset}."))
            return node("BulletList", items)
        return node("OrderedList", [start, node(style), node("Period")], items)

    def _definitions(self, element: etree._Element) -> Iterator[list[object]]:
        terms: list[Node] = []
        items: list[list[Node]] = []
        for child in element.iterchildren(tag("term"), tag("item")):
            if child.tag == tag("term"):
                if items:
                    yield [terms, items]
                    terms, items = [], []
                text = self.inlines.of(child)
                separator = [node("LineBreak")] if self.dialect.free_lists else [node("Str", ","), node("Space")]
                terms = [*terms, *separator, *text] if terms else text
            else:
                items.append(self._flow(child))
        yield [terms, items or [[]]]

    def _quote(self, quote: etree._Element) -> Iterator[Node]:
        yield from self._blocks(quote)
        cite = quote.find("a:cite", NS)
        if quote.get("role") == "post" and (href := quote.get(HREF)) and (cite is None or not cite.get(HREF)):
            yield node("Para", [node("Link", attributes(), strings(quote.get("href", "")), [href, ""])])

    def _code(self, code: etree._Element) -> list[Node]:
        """A code block, followed by the calls in it: pandoc's code block can hold only text."""
        language = re.sub(r"[^\w+#.-]+", "-", (code.get("language") or "").strip())
        blocks = [node("CodeBlock", attributes(classes=[language]), flattened_text(code).strip("\n"))]
        calls = [self._call(piece) for piece in flatten(code) if not isinstance(piece, str)]
        if calls:
            blocks.append(node("Para", calls))
        return self._in_div(code, blocks)

    def _verse(self, verse: etree._Element) -> list[Node]:
        stanzas = [[self.inlines.of(line) for line in stanza] for stanza in verse.iterchildren(tag("stanza"))]
        if self.dialect.line_blocks:
            return [node("LineBlock", [line for stanza in stanzas for line in (*stanza, [])][:-1])]
        attrs = attributes(classes=["verse-line"])
        return [node("Para", [node("Span", attrs, line) for line in stanza]) for stanza in stanzas]

    def _figure(self, figure: etree._Element) -> list[Node]:
        caption = figure.find("a:caption", NS)
        children = [c for c in figure.iterchildren(etree.Element) if c is not caption]
        blocks = [block for child in children for block in self._block(child)]
        if figure.tag == tag("embed"):
            blocks = [node("Para", self._embedded(figure))]
        caption_blocks = self._flow(caption) if caption is not None else []
        simple = (
            [b["t"] for b in blocks] == ["Plain"]
            and [i["t"] for i in blocks[0]["c"]] == ["Image"]
            and [b["t"] for b in caption_blocks] == ["Plain"]
            and caption is not None
            and next(caption.iter(tag("noteref"), tag("image"), tag("br")), None) is None
        )
        bare = not caption_blocks and not self.dialect.bare_figures
        # No floats in notes: pandoc's LaTeX loses the notes around a float.
        if figure.tag == tag("embed") or bare or self.in_note or not (simple or self.dialect.figures):
            blocks = [node("Para", b["c"]) if b["t"] == "Plain" else b for b in blocks]
            inner = [
                *blocks,
                *([node("Div", attributes(classes=["caption"]), caption_blocks)] if caption_blocks else []),
            ]
            return [node("Div", self._attributes(figure, "figure"), inner)]
        return [node("Figure", self._attributes(figure), _caption(caption_blocks), blocks)]

    def _attributes(self, element: etree._Element, *classes: str) -> list[object]:
        id_, role = element.get("id", ""), element.get("role", "")
        pairs = {self.dialect.role_key: role} if self.dialect.role_key and role else {}
        return attributes(
            id_ if id_ in self.link_targets else "", [*classes, role], {**language_pairs(element), **pairs}
        )

    def _embedded(self, embed: etree._Element) -> list[Node]:
        """The title and the address of an embedded object, which is not fetched."""
        text = strings(f"[{self.words['embedded']}: {embed.get('title', '')}".rstrip())
        address = [node("Str", embed.get("href", ""))]
        if href := embed.get(HREF):
            address = [node("Link", attributes(), address, [href, ""])]
        return [*text, node("Space"), *address, node("Str", "]")]

    def _table(self, table: etree._Element) -> Node:
        caption = table.find("a:caption", NS)
        table_grid = grid(table)
        head, body, foot = (
            rows(section, table_grid.columns, self._flow)
            for section in (table_grid.head, table_grid.body, table_grid.foot)
        )
        return node(
            "Table",
            self._attributes(table),
            _caption(self._flow(caption) if caption is not None else []),
            columns(list(table_grid.rows()), table_grid.columns),
            [attributes(), head],
            [[attributes(), table_grid.head_columns, [], body]] if body else [],
            [attributes(), foot],
        )


def _remove_dead_links(document: list[object]) -> None:
    """Turn links to places that the document does not have into text: not every element of the record has an anchor."""
    links = [inner for inner in walk_nodes(document) if inner["t"] == "Link" and inner["c"][2][0].startswith("#")]
    if not links:
        return
    ids = set(node_ids(document))
    for link in links:
        if link["c"][2][0][1:] not in ids:
            link["t"], link["c"] = "Span", link["c"][:2]


def _caption(blocks: list[Node]) -> list[object]:
    """A caption with its short form, which serves lists of figures and running heads and may not call notes."""
    inlines = [inline for block in blocks if block["t"] in ("Plain", "Para") for inline in block["c"]]
    pieces = list(split_at_calls(inlines))
    short = [inline for piece in pieces if not isinstance(piece, CallNode) for inline in piece]
    return [short if short and len(pieces) > 1 else None, blocks]


def _prepend(item: list[Node], opening: list[Node]) -> None:
    """Write a label in front of a list item's text."""
    if item and item[0]["t"] in ("Plain", "Para"):
        item[0] = node(item[0]["t"], [*opening, node("Space"), *item[0]["c"]])
    else:
        item.insert(0, node("Plain", opening))
