"""What the tags of a page stand for: which are blocks (blocks.py), and what inline elements, pictures, formulas and embedded things become.

The walk meets an element; if nothing was said of it, `Markup.by_name` opens in the flow what its tag stands for, and gives back what is to be
done when the element ends. A tag that has no entry here is transparent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.page import visible_text
from archiver.record import code_listings, formulas, images, links, structures
from archiver.record.blocks import Blocks, Exit
from archiver.record.flow import CELL, ITEM, make
from archiver.record.vocabulary import HEADINGS, INLINE, TRANSPARENT

_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NORMAL = re.compile(r"font-weight\s*:\s*(normal|400)")
_OBJECTS = frozenset(["br", "img", "image", "amp-img", "math", "ruby", "embed"])
_ANNOTATED = frozenset(["math", "ruby"])
_INLINE = frozenset([*INLINE, "a", "span", "font", "bdi", "bdo", "u", "label", "time"])
#: What a line of code may be kept in, inside of it.
_CODE_LINES = frozenset(["div", "p", "li", "tr", "ol", "ul", "dd", "dt", "table", "tbody"])
#: Characters that mean nothing but what a font made for one site draws for them.
_PRIVATE = re.compile(r"\s*[\ue000-\uf8ff\U000f0000-\U0010fffd]{1,2}\s*")
_TABLE_PARTS = frozenset(["td", "th", "tr", "caption", "tbody", "thead", "tfoot"])


def _stands_in_line(node: Element) -> bool:
    """Whether an inline element has text, or text behind it before the next block begins: an empty anchor right before
    that, or at the end of a block, names what comes.
    """
    if any(text.strip() for text in node.itertext()):
        return True
    current: Element | None = node
    while current is not None:
        if (current.tail or "").strip():
            return True
        following = current.getnext()
        if following is None:
            current = current.getparent()
            if current is not None and current.tag not in _INLINE:
                return False
        elif isinstance(following.tag, str) and following.tag not in _INLINE and following.tag != "br":
            return False
        elif isinstance(following.tag, str) and any(text.strip() for text in following.itertext()):
            return True
        else:
            current = following
    return False


class Markup(Blocks):
    """Opens in a Flow what the tags of a page stand for, and says what is to be done when they end."""

    def _holder_of(self, node: Element) -> Element | None:
        """The open block of the record that an inline element with an id stands in; None where the next block is meant."""
        if not _stands_in_line(node):
            return None
        container = self.flow.container
        return container if container.tag in (ITEM, CELL) else self.flow.paragraph

    def by_name(self, node: Element, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        """Meet an element under the name of its tag: (whether to go inside, what to do at its end)."""
        said = self.said(node)
        if said and (anchor := said.get("id") or (said.get("name") if name == "a" else None)):
            here = self._holder_of(node) if name in _INLINE else None
            if here is None:
                self._pending_ids.append(anchor)
            else:
                self.anchors.setdefault(anchor, here)
        if self._code_depth and name != "img":
            return self._in_code(node, name)
        if name in _OBJECTS:
            return self._object(node, name, inline_only)
        if ("data-src" in said or name in links.FILMS) and not inline_only and (film := links.of_facade(node, name)):
            self.flow.add(make("embed", href=film))
        if "aria-hidden" in said and formulas.shows_again(node):
            self.ledger.enter("formula-glyphs", node)
            return False, None
        if inline_only and name not in INLINE and name != "a" and name != "span":
            return True, None
        if name in _INLINE:
            if len(node) == 0 and (text := node.text) and not text.isascii() and _PRIVATE.fullmatch(text):
                # an icon
                return False, None
            return True, self._inline(node, name, said)
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
        return True, block(self, node) if block is not None else None

    def _object(self, node: Element, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        """What stands in a line or between blocks as one thing: a line break, a picture, a formula, ruby, something embedded."""
        flow = self.flow
        if name in _ANNOTATED and node in self.draft.claimed_ancestors:
            # a formula or a reading that a note is called in: text, for neither can hold the call
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
            ruby = structures.ruby(node)
            if ruby is not None:
                flow.inline(ruby)
            return ruby is None, None
        if name == "embed":
            if not inline_only:
                self.embed(node, "src")
        else:
            self._picture(node, inline_only)
        # only img is void to the parser; the others may have swallowed what follows them
        return True, None

    # -- inline ------------------------------------------------------------------------------------

    def _inline(self, node: Element, name: str, said: Mapping[str, str]) -> Exit | None:
        if not said and name not in INLINE:
            return None
        formats: list[tuple[str, dict[str, str]]] = []
        if name == "a":
            if href := links.link(node, self.base_url):
                formats.append(("link", {"href": href}))
        elif name in INLINE:
            attributes = {}
            if name in ("abbr", "acronym") and said.get("title"):
                attributes["title"] = " ".join(said["title"].split())
            if name in ("q",) and (source := links.absolute(said.get("cite", ""), self.base_url)):
                attributes["href"] = source
            normal = (name == "b" and _NORMAL.search(said.get("style", ""))) or (
                name == "i" and not (node.text or "").strip() and not visible_text(node)
            )
            if not normal:
                formats.append((INLINE[name], attributes))
        elif style := said.get("style"):
            if _ITALIC.search(style):
                formats.append(("em", {}))
            if _BOLD.search(style):
                formats.append(("strong", {}))
        if said and name != "a" and (language := self.foreign(node)):
            formats.append(("lang", language))
        for format_name, attributes in formats:
            self.flow.start(format_name, **attributes)
        if not formats:
            return None

        def leave() -> None:
            for _ in formats:
                self.flow.end()

        return leave

    def _in_code(self, node: Element, name: str) -> tuple[bool, Exit | None]:
        """Meet an element inside of code: it is code already, a block in it is a line, and the number of a line is none of it."""
        if name == "br":
            self.flow.line_break()
            return False, None
        if code_listings.is_line_number(node):
            self.ledger.enter("line-number", node)
            return False, None
        if name in _CODE_LINES:
            self.flow.end_line()
            if len(node) == 0 and not node.text:
                self.flow.line_break()
            return True, self.flow.end_line
        return True, self._inline(node, name, self.said(node)) if name in _INLINE and INLINE.get(
            name
        ) != "code" else None

    # -- pictures and embeds -----------------------------------------------------------------------

    def _picture(self, node: Element, inline_only: bool) -> None:
        image = images.image(node, self.draft, self.base_url)
        if image is None:
            return
        flow = self.flow
        if inline_only or flow.has_content or self._code_depth or images.is_small(node):
            flow.inline(image)
            return
        link = images.link_around(node)
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

    def script(self, node: Element) -> None:
        """A script, which shows nothing, unless it keeps a formula."""
        formula = formulas.tex_script(node)
        if formula is None:
            return
        if formula.get("display") and not self.flow.has_content:
            self.flow.add(formula)
        else:
            formula.attrib.pop("display", None)
            self.flow.inline(formula)

    def embed(self, node: Element, attribute: str) -> None:
        """Something in a frame: its address is kept, its content is not ours."""
        href = links.of_frame(node, attribute, self.base_url)
        if not href or images.is_pixel(node):
            return
        embed = make("embed", href=href)
        if title := " ".join((node.get("title") or "").split()):
            embed.set("title", title)
        self.flow.add(embed)
