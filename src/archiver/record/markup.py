"""Markup: what the tags of a page become in the record. Blocks are in blocks.py; inline elements, pictures, formulas
and embeds are here.

The walk calls `Markup.by_name` for an element that no pass has marked. It opens the counterpart of the tag in the flow,
and returns a function to call when the element ends. A tag without an entry here is transparent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.page import visible_text
from archiver.record import code_listings, formulas, images, links, ruby
from archiver.record.blocks import Blocks, Exit
from archiver.record.flow import CELL, ITEM, make
from archiver.record.picture_addresses import background_address, described_address, link_around
from archiver.record.picture_twins import is_pixel
from archiver.record.vocabulary import HEADINGS, INLINE, TRANSPARENT
from archiver.trees.elements import Element as Node

_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NORMAL = re.compile(r"font-weight\s*:\s*(normal|400)")
_OBJECTS = frozenset(["br", "img", "image", "amp-img", "math", "ruby", "embed"])
_ANNOTATED = frozenset(["math", "ruby"])
_INLINE = frozenset([*INLINE, "a", "span", "font", "bdi", "bdo", "u", "label", "time"])
#: Elements that may hold one line of code inside a listing.
_CODE_LINE_TAGS = frozenset(["div", "p", "li", "tr", "ol", "ul", "dd", "dt", "table", "tbody"])
#: Private use characters, for which the font of one site has a drawing.
_PRIVATE_USE = re.compile(r"\s*[\ue000-\uf8ff\U000f0000-\U0010fffd]{1,2}\s*")
_TABLE_PARTS = frozenset(["td", "th", "tr", "caption", "tbody", "thead", "tfoot"])


def _has_text_nearby(node: Node) -> bool:
    """Whether an inline element has text, or text after it before the next block begins.

    An empty anchor right before a block, or at the end of one, names what follows.
    """
    if any(text.strip() for text in node.itertext()):
        return True
    current: Node | None = node
    while current is not None:
        if (current.tail or "").strip():
            return True
        following = current.next
        if following is None:
            current = current.parent
            if current is not None and current.tag not in _INLINE:
                return False
        elif following.tag not in _INLINE and following.tag != "br":
            return False
        elif any(text.strip() for text in following.itertext()):
            return True
        else:
            current = following
    return False


class Markup(Blocks):
    """Opens the counterparts of the page's tags in a Flow, and returns what to do when they end."""

    def _block_of_anchor(self, node: Node) -> Element | None:
        """The open block of the record for an inline element with an id; None when the id names the next block."""
        if not _has_text_nearby(node):
            return None
        container = self.flow.container
        return container if container.tag in (ITEM, CELL) else self.flow.paragraph

    def by_name(self, node: Node, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        """Handle an element by its tag name: (whether to go inside, what to do at its end)."""
        attributes = node.attributes
        if attributes and (anchor := attributes.get("id") or (attributes.get("name") if name == "a" else None)):
            anchor_block = self._block_of_anchor(node) if name in _INLINE else None
            if anchor_block is None:
                self._pending_ids.append(anchor)
            else:
                self.anchors.setdefault(anchor, anchor_block)
        if self._code_depth and name != "img":
            return self._in_code(node, name)
        if name in _OBJECTS:
            return self._object(node, name, inline_only)
        if (
            ("data-src" in attributes or name in links.FILMS)
            and not inline_only
            and (film := links.film_address(node, name))
        ):
            self.flow.add(make("embed", href=film))
        if attributes and attributes.get("role") == "img" and background_address(node) is not None:
            self.picture(node, inline_only)
        if "aria-hidden" in attributes and formulas.is_visual_copy(node):
            self.ledger.enter("formula-glyphs", node)
            return False, None
        if inline_only and name not in INLINE and name != "a" and name != "span":
            return True, None
        if name in _INLINE:
            if len(node.children) == 0 and (text := node.text) and not text.isascii() and _PRIVATE_USE.fullmatch(text):
                # an icon of an icon font
                return False, None
            if node is self._glued_number:
                return True, self._with_space(self._inline(node, name, attributes))
            return True, self._inline(node, name, attributes)
        if self._line_numbers and node in self._line_numbers:
            self.ledger.enter("line-number", node)
            return False, None
        if name in _TABLE_PARTS:
            return True, self._table_part(node, name)
        if name in HEADINGS:
            return True, self._heading(node, HEADINGS[name])
        if name == "figcaption":
            return True, self._caption(node)
        if name == "p" or name in TRANSPARENT:
            return True, self._transparent(node, name)
        block = self.BLOCKS.get(name)
        leave = block(self, node) if block is not None else None
        if name == "figure" and "itemid" in attributes and described_address(node) is not None:
            self.picture(node, inline_only)
        return True, leave

    def _object(self, node: Node, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        """Handle an atomic element, in a line or between blocks: a line break, a picture, a formula, ruby, an embed."""
        flow = self.flow
        if name in _ANNOTATED and node in self.draft.claimed_ancestors:
            # A formula or ruby with a note marker becomes text, since neither can hold the marker.
            return True, None
        if name == "br":
            if not inline_only:
                flow.line_break()
            else:
                flow.text(" ")
            return False, None
        if name == "math":
            formula = formulas.mathml(node)
            if formula is not None:
                if flow.has_content or inline_only or node.get("display") != "block":
                    flow.inline(formula)
                else:
                    formula.set("display", "block")
                    flow.add(formula)
            return False, None
        if name == "ruby":
            annotated = ruby.ruby(node, lambda picture: images.image(picture, self.draft, self.base_url, self.twins))
            if annotated is not None:
                flow.inline(annotated)
            return annotated is None, None
        if name == "embed":
            if not inline_only:
                self.embed(node, "src")
        else:
            self.picture(node, inline_only)
        # Only img is void for the parser; the others may contain what follows them.
        return True, None

    # -- inline ------------------------------------------------------------------------------------

    def _with_space(self, leave: Exit | None) -> Exit:
        """The end of an element, with a space after it."""

        def leave_with_space() -> None:
            if leave is not None:
                leave()
            self.flow.text(" ")

        return leave_with_space

    def _inline(self, node: Node, name: str, attributes: Mapping[str, str]) -> Exit | None:
        if not attributes and name not in INLINE:
            return None
        formats: list[tuple[str, dict[str, str]]] = []
        if name == "a":
            if href := links.link(node, self.base_url):
                formats.append(("link", {"href": href}))
        elif name in INLINE:
            format_attributes = {}
            if name in ("abbr", "acronym") and attributes.get("title"):
                format_attributes["title"] = " ".join(attributes["title"].split())
            if name in ("q",) and (source := links.absolute(attributes.get("cite", ""), self.base_url)):
                format_attributes["href"] = source
            normal = (name == "b" and _NORMAL.search(attributes.get("style", ""))) or (
                name == "i" and not (node.text or "").strip() and not visible_text(node)
            )
            if not normal:
                formats.append((INLINE[name], format_attributes))
        elif style := attributes.get("style"):
            if _ITALIC.search(style):
                formats.append(("em", {}))
            if _BOLD.search(style):
                formats.append(("strong", {}))
        if attributes and name != "a" and (language := self.language_attributes(node)):
            formats.append(("lang", language))
        for format_name, format_attributes in formats:
            self.flow.start(format_name, **format_attributes)
        if not formats:
            return None

        def leave() -> None:
            for _ in formats:
                self.flow.end()

        return leave

    def _in_code(self, node: Node, name: str) -> tuple[bool, Exit | None]:
        """Handle an element inside code: a block in it is a line, and line numbers are left out."""
        if name == "br":
            self.flow.line_break()
            return False, None
        if node in self._line_numbers or code_listings.is_line_number(node):
            self.ledger.enter("line-number", node)
            return False, None
        if name in _CODE_LINE_TAGS:
            self.flow.end_line()
            if len(node.children) == 0 and not node.text:
                self.flow.line_break()
            return True, self.flow.end_line
        return True, self._inline(node, name, node.attributes) if name in _INLINE and INLINE.get(
            name
        ) != "code" else None

    # -- pictures and embeds -----------------------------------------------------------------------

    def picture(self, node: Node, inline_only: bool) -> None:
        """Handle a picture: in a line of text it is part of the line, else it is a figure."""
        image = images.image(node, self.draft, self.base_url, self.twins)
        if image is None:
            return
        flow = self.flow
        if inline_only or flow.has_content or self._code_depth or images.is_small(node):
            flow.inline(image)
            return
        link = link_around(node)
        if link is not None and (href := links.link(link, self.base_url)):
            image.set("href", href)
        if flow.container.tag == tag("figure"):
            flow.add(image)
        else:
            figure = make("figure")
            figure.append(image)
            if role := self.role(node):
                figure.set("role", role)
            flow.add(figure)

    def script(self, node: Node) -> None:
        """Handle a script: it shows nothing, unless it holds a formula."""
        formula = formulas.tex_script(node)
        if formula is None:
            return
        if formula.get("display") and not self.flow.has_content:
            self.flow.add(formula)
        else:
            formula.attrib.pop("display", None)
            self.flow.inline(formula)

    def embed(self, node: Node, attribute: str) -> None:
        """Handle an embed: its address is kept, its content is not part of the page."""
        href = links.frame_address(node, attribute, self.base_url)
        if not href or is_pixel(node):
            return
        embed = make("embed", href=href)
        if title := " ".join((node.get("title") or "").split()):
            embed.set("title", title)
        self.flow.add(embed)
