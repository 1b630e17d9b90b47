"""Blocks of the record: what to open at the start and to finish at the end of each block of the page (paragraphs,
headings, lists, quotations, code, figures, tables). markup.py maps the tags to these.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from lxml.etree import _Element as Element

from archiver import languages
from archiver.article import XML_LANG, tag
from archiver.draft import Draft, NoteDraft
from archiver.page import visible_text
from archiver.record import code_listings, links, list_numbers, structures, tables
from archiver.record.flow import Flow, last_child, make
from archiver.record.ledger import RemovalLedger, without_label
from archiver.record.picture_twins import Twins
from archiver.record.vocabulary import VERSE
from archiver.trees.changes import drop
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element as Node
from archiver.trees.heading_numbers import glued_number

_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")

_LANGUAGE_ATTRIBUTES = frozenset(["lang", XML_LANG, "dir"])

#: A function to call when an element ends.
Exit = Callable[[], None]


class Blocks:
    """Opens and closes blocks in a Flow.

    `within` is the note that is built (None for the body). `anchors` maps ids of the source to elements of the record. `twins` are the pictures that the
    page holds twice.
    """

    def __init__(
        self,
        draft: Draft,
        flow: Flow,
        ledger: RemovalLedger,
        *,
        within: NoteDraft | None,
        anchors: dict[str, Element],
        twins: Twins,
    ) -> None:
        self.draft = draft
        self.flow = flow
        self.ledger = ledger
        self.within = within
        self.anchors = anchors
        self.twins = twins
        self.open_roles: list[str] = []
        self.base_url = links.base(draft)
        self._pending_ids: list[str] = []
        # the paragraph that says whom the next quotation quotes, if it follows
        self._line_before_quote: Element | None = None
        # the number of open code elements, whose lines are kept
        self._code_depth = 0
        # the number of open elements that are marked as verse
        self._verse_depth = 0
        # the cells with line numbers in the open listings
        self._line_numbers: set[Node] = set()
        # the number of the open heading, if a space must follow it
        self._glued_number: Node | None = None
        # lists that were made for items without a list; the next such item continues the same list
        self._implied_lists: set[Element] = set()
        # the `value` attribute of items
        self._values: dict[Element, str] = {}

    def language_attributes(self, node: Node) -> dict[str, str]:
        """The language and direction of an element, where they differ from those of the article."""
        result: dict[str, str] = {}
        attributes = node.attributes
        if _LANGUAGE_ATTRIBUTES.isdisjoint(attributes):
            return result
        language = (attributes.get("lang") or attributes.get(XML_LANG) or "").strip()
        if language and _LANGUAGE_TAG.fullmatch(language):
            article_language = self.draft.head.language
            if not languages.same_written_language(language, article_language):
                result["xml_lang"] = language
        direction = attributes.get("dir", "").lower()
        if direction in ("ltr", "rtl") and direction != languages.direction(self.draft.head.language):
            result["dir"] = direction
        return result

    # -- blocks ------------------------------------------------------------------------------------

    def role(self, node: Node) -> str | None:
        """The role of a block: its own, or that of the nearest open element with one."""
        return self.draft.roles.get(node) or (self.open_roles[-1] if self.open_roles else None)

    def block(self, name: str, node: Node, **attributes: str) -> Element:
        """A new block with the language, the role and the anchors of its source element."""
        element = make(name, **attributes, **self.language_attributes(node))
        if role := self.role(node):
            element.set("role", role)
        self._anchor(element)
        return element

    def _anchor(self, element: Element) -> None:
        for source_id in self._pending_ids:
            self.anchors.setdefault(source_id, element)
        self._pending_ids.clear()

    def _transparent(self, node: Node, name: str) -> Exit:
        flow = self.flow
        role = self.draft.roles.get(node)
        if role:
            self.open_roles.append(role)
        attributes = node.attributes
        verse = "class" in attributes and not VERSE.isdisjoint(attributes["class"].lower().split())
        if name == "p" or (verse and structures.is_inline_only(node)):
            verse = verse or (self._verse_depth > 0 and node.first("br") is not None)
            p = self.block("verse" if verse else "p", node)
            if verse:
                return structures.open_verse(self.flow, p, self.open_roles if role else None)
            offset = self.draft.page.offsets.get(node)
            if offset is not None:
                p.set("at", str(self.draft.page.decoded_offset(offset)))
            flow.open_paragraph(p)
        else:
            flow.break_paragraph()
            language = self.language_attributes(node)
            # Text directly inside gets a paragraph with the language and role; blocks inside get them themselves.
            if (language or role) and (node.text or "").strip():
                flow.open_paragraph(self.block("p", node))

        if not verse:
            if not role:
                return flow.break_paragraph

            def leave_role() -> None:
                flow.break_paragraph()
                self.open_roles.pop()

            return leave_role

        self._verse_depth += 1
        container, before = flow.container, last_child(flow.container)

        def leave() -> None:
            flow.break_paragraph()
            self._verse_depth -= 1
            structures.verses_of_paragraphs(container, before)
            structures.join_verses(container, before)
            if role:
                self.open_roles.pop()

        return leave

    def _heading(self, node: Node, level: int) -> Exit:
        in_section = self.flow.depth == 1 and self.within is None
        if in_section:
            heading = make("heading", **self.language_attributes(node))
            heading.set("level", str(level))
        else:
            heading = make("p", role="heading", **self.language_attributes(node))
        self._anchor(heading)
        self.flow.open_paragraph(heading)
        self._glued_number = glued_number(node)
        return self.flow.break_paragraph

    def _quote(self, node: Node) -> Exit:
        quote = self.block("quote", node)
        if source := links.absolute(node.get("cite", ""), self.base_url):
            quote.set("href", source)
        exit_ = self._open(quote, structures.finish_quote)
        line, self._line_before_quote = self._line_before_quote, None
        if line is not None and quote.getprevious() is line:
            line.tag = tag("cite")
            quote.insert(0, line)
        return exit_

    def _quote_head(self, node: Node) -> Exit:
        """The line of a quotation that says whom it quotes: it becomes the cite of the quote around it."""
        holder = self.flow.open(make("cite"))

        def leave() -> None:
            self.flow.close()
            structures.flatten(holder)
            if not holder.text and not len(holder):
                drop(holder)
            elif self.flow.container.tag != tag("quote"):
                # a paragraph, until its quotation follows: "On Saturday, Anna wrote:"
                holder.tag = tag("p")
                self._line_before_quote = holder

        return leave

    def _list(self, node: Node) -> Exit:
        if node.tag != "ol":
            return self._open(structures.list_element(self.block, node), structures.finish_list)

        def finish(element: Element) -> None:
            structures.finish_list(element)
            if len(element):
                list_numbers.write_numbers(element, node, self._values)

        return self._open(structures.list_element(self.block, node), finish)

    def _item(self, node: Node) -> Exit:
        flow = self.flow
        flow.break_paragraph()
        if self.within is not None and self.draft.note_parts.get(node) is self.within:
            if number_text := self.draft.page.item_number(node):
                self.ledger.enter_text("note-label", without_label(number_text, self.within.label), node)
            return flow.break_paragraph
        if flow.container.tag != tag("list") or flow.container.get("type") == "definition":
            previous = last_child(flow.container)
            if previous is not None and previous in self._implied_lists:
                implied_list = flow.reopen(previous)
            else:
                implied_list = flow.open(make("list", type="unordered"))
                self._implied_lists.add(implied_list)
            item_exit = self._open(self._list_item(node), structures.finish_flow)

            def leave() -> None:
                item_exit()
                # All children are items, and each was finished already; finishing the whole list for each item would be
                # quadratic.
                if last_child(flow.close()) is None:
                    drop(implied_list)

            return leave
        return self._open(self._list_item(node), structures.finish_flow)

    def _list_item(self, node: Node) -> Element:
        item = self.block("item", node)
        item.attrib.pop("role", None)
        if number_text := self.draft.page.item_number(node):
            item.set("n", number_text)
        if value := node.get("value"):
            self._values[item] = value
        return item

    def _term(self, node: Node) -> Exit:
        if self.flow.container.tag != tag("list") or self.flow.container.get("type") != "definition":
            return self._transparent(node, "div")
        self.flow.open_paragraph(self.block("term", node))
        return self.flow.break_paragraph

    def _definition(self, node: Node) -> Exit:
        if self.flow.container.tag != tag("list") or (
            self.within is not None and self.draft.note_parts.get(node) is self.within
        ):
            return self._transparent(node, "div")
        return self._open(self.block("item", node), structures.finish_flow)

    def _code(self, node: Node) -> Exit:
        if not VERSE.isdisjoint(class_tokens(node)):
            return structures.open_verse(self.flow, self.block("verse", node), None, preserve=True)
        code = self.block("code", node, display="block")
        if language := code_listings.language(node):
            code.set("language", language)
        self.flow.open_paragraph(code, preserve=True)
        if code_listings.is_mixed(node):
            return self.flow.break_paragraph
        self._code_depth += 1
        numbers = code_listings.numbers_at_line_starts(node)
        self._line_numbers |= numbers

        def leave() -> None:
            self._code_depth -= 1
            self._line_numbers -= numbers
            self.flow.break_paragraph()

        return leave

    def _figure(self, node: Node) -> Exit:
        return self._open(self.block("figure", node), structures.finish_figure)

    def _caption(self, node: Node) -> Exit:
        flow = self.flow
        flow.break_paragraph()
        if flow.container.tag == tag("figure"):
            return self._open(make("caption", **self.language_attributes(node)), structures.finish_flow)
        previous = last_child(flow.container)
        if previous is not None and previous.tag == tag("figure") and previous.find(tag("caption")) is None:
            # a caption after its figure instead of inside
            flow.reopen(previous)
            caption = self._open(make("caption", **self.language_attributes(node)), structures.finish_flow)

            def leave() -> None:
                caption()
                flow.close()

            return leave
        if node in self.draft.retagged:
            # the caption of a picture that the source does not hold
            figure = self._figure(node)
            caption = self._open(make("caption"), structures.finish_flow)

            def leave_both() -> None:
                caption()
                figure()

            return leave_both
        return self._transparent(node, "p")

    def _rule(self, node: Node) -> Exit | None:
        self.flow.add(make("rule"))
        return None

    def _table(self, node: Node) -> Exit:
        if (numbers := code_listings.line_number_cells(node)) is not None:
            return self._listing(numbers)
        if tables.is_layout(node):
            self.flow.break_paragraph()
            return self.flow.break_paragraph
        return self._open(self.block("table", node), tables.finish_table)

    def _listing(self, numbers: set[Node]) -> Exit:
        """A table with code beside line numbers: all rows become one listing, without the numbers."""
        flow = self.flow
        flow.break_paragraph()
        self._line_numbers |= numbers
        container, before = flow.container, last_child(flow.container)

        def leave() -> None:
            flow.break_paragraph()
            self._line_numbers -= numbers
            code_listings.join_lines(container, before)

        return leave

    def _line_of_code(self, node: Node) -> Exit:
        """A cell beside a line number, which holds code whatever its tags are."""
        if visible_text(node) == "":
            self.flow.add(code_listings.blank_line())
            return self.flow.break_paragraph
        return self._code(node)

    def _table_part(self, node: Node, name: str) -> Exit | None:
        is_note_part = self.within is not None and self.draft.note_parts.get(node) is self.within
        container = self.flow.container.tag
        if name == "tr" and container == tag("table"):
            return self._open(tables.row(node), tables.finish_row)
        if name in ("td", "th") and container == tag("row") and not is_note_part:
            return self._open(tables.cell(node, self.language_attributes(node)), structures.finish_flow)
        if name in ("td", "th") and container == tag("table") and not is_note_part:
            self.flow.open(make("row"))
            cell = self._open(tables.cell(node, self.language_attributes(node)), structures.finish_flow)

            def leave() -> None:
                cell()
                tables.finish_row(self.flow.close())

            return leave
        if name == "caption" and container == tag("table"):
            return self._open(make("caption", **self.language_attributes(node)), structures.finish_flow)
        if name in ("td", "th") and self.within is not None:
            # A note in a table row: its cells become one line.
            self.flow.text(" ")
            return lambda: self.flow.text(" ")
        if name in ("td", "th") and node.previous in self._line_numbers and node.first("pre") is None:
            return self._line_of_code(node)
        self.flow.break_paragraph()
        return self.flow.break_paragraph

    def _open(self, element: Element, finish: Callable[[Element], None]) -> Exit:
        self.flow.open(element)

        def leave() -> None:
            finish(self.flow.close())

        return leave

    BLOCKS: ClassVar[dict[str, Callable[[Blocks, Node], Exit | None]]] = {}


Blocks.BLOCKS = {
    "blockquote": Blocks._quote,
    "quote-head": Blocks._quote_head,
    "ul": Blocks._list,
    "ol": Blocks._list,
    "menu": Blocks._list,
    "dir": Blocks._list,
    "dl": Blocks._list,
    "li": Blocks._item,
    "dt": Blocks._term,
    "dd": Blocks._definition,
    "pre": Blocks._code,
    "listing": Blocks._code,
    "xmp": Blocks._code,
    "figure": Blocks._figure,
    "hr": Blocks._rule,
    "table": Blocks._table,
}
