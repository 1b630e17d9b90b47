"""The walk: over the marked tree of a Draft, giving each word to the flow, to a marker, or to the ledger.

One walk serves the body, each note and the title. It asks the Draft what each element was said to be (draft.py) before it asks the
vocabulary what its tag means, and it never recurses: pages nest deeper than Python does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from archiver.article import XML_LANG, tag
from archiver.draft import INVISIBLE, Call, Draft, NoteDraft, Span, Which, visible_text
from archiver.record import pictures, structures
from archiver.record.flow import Flow, make
from archiver.record.ledger import Ledger, without
from archiver.record.vocabulary import EMBEDS, HEADINGS, INLINE, TRANSPARENT, VERSE

_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_CODE_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:?)[-\s]+([\w+#-]+)")
_LINKABLE = frozenset(["http", "https", "mailto", "tel", "ftp", "doi", "urn"])

Exit = Callable[[], None]


class Walk:
    """Walks parts of one Draft into one Flow.

    `within` is the note being built (None for the body): its own parts are walked, those of others are left for their own walk.
    `emitted` collects (noteref element, call) for numbering later; `anchors` maps ids of the source to elements of the record.
    """

    def __init__(
        self,
        draft: Draft,
        flow: Flow,
        ledger: Ledger,
        *,
        within: NoteDraft | None = None,
        emitted: list[tuple[Element, Call]],
        anchors: dict[str, Element],
    ) -> None:
        self.draft = draft
        self.flow = flow
        self.ledger = ledger
        self.within = within
        self.emitted = emitted
        self.anchors = anchors
        self._roles: list[str] = []
        self._pending_ids: list[str] = []
        # lists made for items that the page left without one; the next such item goes on in the same list
        self._loose_lists: set[Element] = set()

    # -- the walk itself ---------------------------------------------------------------------------

    def element(self, root: Element, inline_only: bool = False) -> None:
        """Walk one element with its whole subtree; its tail belongs to whoever holds it."""
        stack: list[tuple[Element, Exit | None, bool]] = [(root, None, True)]
        while stack:
            node, leave, entering = stack.pop()
            if entering:
                into, leave = self._enter(node, inline_only)
                if into:
                    self._text(node, "text")
                    stack.append((node, leave, False))
                    stack.extend((child, None, True) for child in reversed(node))
                    continue
            if leave is not None:
                leave()
            if node is not root:
                self._text(node, "tail")

    def span(self, span: Span) -> None:
        """Walk a stretch of loose text."""
        self._pieces(span.element, span.which, span.start, span.end)

    # -- text --------------------------------------------------------------------------------------

    def _text(self, node: Element, which: Which) -> None:
        text = node.text if which == "text" else node.tail
        # a note that stands in the text has an empty place for a marker, perhaps where there is no text at all
        if text or (node, which) in self.draft.text_calls:
            self._pieces(node, which, 0, len(text or ""))

    def _pieces(self, node: Element, which: Which, start: int, end: int) -> None:
        """Give a text node to the flow, with what was said of stretches of it: markers, labels, back-links, notes."""
        key = (node, which)
        draft = self.draft
        text = ((node.text if which == "text" else node.tail) or "")[:end]
        calls = draft.text_calls.get(key)
        trims = draft.trimmed_spans.get(key)
        notes = draft.note_spans.get(key)
        if not (calls or trims or notes):
            self.flow.text(text[start:])
            return
        # (start, end, what to do), the marker first where two begin together
        marks: list[tuple[int, int, int, object]] = []
        for call in calls or ():
            assert isinstance(call.place, Span)
            marks.append((call.place.start, 1, call.place.end, call))
        marks += [(a, 0, b, rule) for a, b, rule in trims or ()]
        marks += [(a, 2, b, note) for a, b, note in notes or () if note is not self.within]
        marks.sort(key=lambda m: m[:2])
        position = start
        for begin, kind, stop, what in marks:
            same_marker = isinstance(what, Call) and stop <= position and begin < position
            if begin < position and not same_marker:
                continue
            if stop > end or (stop <= start and not begin == stop == start):
                continue
            self.flow.text(text[position:begin])
            if isinstance(what, Call):
                self._marker([what], leftover=not same_marker)
            elif kind == 0:
                self._trimmed_text(text[begin:stop], str(what), node, which, begin)
            position = max(position, stop)
        self.flow.text(text[position:])

    def _trimmed_text(self, text: str, rule: str, node: Element, which: Which, at: int) -> None:
        if rule == "note-label":
            text = _without_label(text, self.within.label if self.within else "")
        self.ledger.enter_text(rule, text, node, which, at)

    # -- markers -----------------------------------------------------------------------------------

    def _marker(self, calls: Iterable[Call], leftover: bool = True) -> None:
        place: Element | Span | None = None
        shown = ""
        for call in calls:
            noteref = make("noteref", label=" ".join(call.label.split()))
            if isinstance(call.place, Span):
                offset = self.draft.offsets.get(call.place.element)
                if offset is not None and call.place.which == "text":
                    noteref.set("at", str(offset + call.place.start))
            if place is None:
                place = call.place
                shown = place.text if isinstance(place, Span) else visible_text(place)
            shown = _without_label(shown, call.label)
            self.flow.inline(noteref)
            self.emitted.append((noteref, call))
        if leftover and place is not None:
            node = place.element if isinstance(place, Span) else place
            at = place.start if isinstance(place, Span) else 0
            self.ledger.enter_text("noteref-words", shown, node, "text", at)

    # -- elements ----------------------------------------------------------------------------------

    def _enter(self, node: Element, inline_only: bool) -> tuple[bool, Exit | None]:
        """Meet an element: (whether to go inside, what to do on the way out)."""
        draft = self.draft
        if not isinstance(node.tag, str):
            return False, None
        note = draft.note_parts.get(node)
        if note is not None and note is not self.within:
            return False, None
        if calls := draft.calls.get(node):
            self._marker(calls)
            return False, None
        if node in draft.trimmed:
            rule = draft.trimmed[node]
            text = "".join(self.ledger.unclaimed_pieces(node))
            if rule == "note-label":
                text = _without_label(text, self.within.label if self.within else "")
            self.ledger.enter_text(rule, text, node)
            return False, None
        if node in draft.moved and not (inline_only and self._is_title(node)):
            self.ledger.enter_moved(node)
            self._keep_apart(node)
            return False, None
        if node in draft.removed and note is None:
            self.ledger.enter(draft.removed[node].rule, node)
            self._keep_apart(node)
            return False, None
        name = draft.retagged.get(node, node.tag)
        if name in INVISIBLE:
            if name in EMBEDS and not inline_only:
                self._embed(node, EMBEDS[name])
            return False, None
        return self._by_name(node, name, inline_only)

    def _keep_apart(self, node: Element) -> None:
        """See to it that the words before and after something taken out do not become one."""
        if not node.tail or node.tail[0].isalnum():
            self.flow.text(" ")

    def _is_title(self, node: Element) -> bool:
        return node is self.draft.head.title_element or node is self.draft.head.subtitle_element

    def _by_name(self, node: Element, name: str, inline_only: bool) -> tuple[bool, Exit | None]:
        flow = self.flow
        if anchor := node.get("id") or (node.get("name") if name == "a" else None):
            self._pending_ids.append(anchor)
        if name == "br":
            if not inline_only:
                flow.line_break()
            else:
                flow.text(" ")
            return False, None
        if name in ("img", "image", "amp-img"):
            self._picture(node, inline_only)
            # only img is void to the parser; the others may have swallowed what follows them
            return True, None
        if name == "math":
            formula = structures.formula(node)
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
        if name == "embed" and not inline_only:
            self._embed(node, "src")
            return True, None
        if inline_only and name not in INLINE and name != "a" and name != "span":
            return True, None
        if name in INLINE or name in ("a", "span", "font", "bdi", "bdo", "u", "label", "time"):
            return True, self._inline(node, name)
        if name in HEADINGS:
            return True, self._heading(node, HEADINGS[name])
        if name == "p" or name in TRANSPARENT:
            if name in ("td", "th", "tr", "caption") or name in ("tbody", "thead", "tfoot"):
                return True, self._table_part(node, name)
            if name == "figcaption":
                return True, self._caption(node)
            return True, self._transparent(node, name)
        block = self._BLOCKS.get(name)
        if block is not None:
            return True, block(self, node)
        return True, None

    # -- inline ------------------------------------------------------------------------------------

    def _inline(self, node: Element, name: str) -> Exit | None:
        formats: list[tuple[str, dict[str, str]]] = []
        if name == "a":
            if href := self.link(node):
                formats.append(("link", {"href": href}))
        elif name in INLINE:
            attributes = {}
            if name in ("abbr", "acronym") and node.get("title"):
                attributes["title"] = " ".join(node.get("title", "").split())
            if name in ("q",) and (source := self._address(node.get("cite", ""))):
                attributes["href"] = source
            said = node.get("style") or ""
            normal = (name == "b" and re.search(r"font-weight\s*:\s*(normal|400)", said)) or (
                name == "i" and not visible_text(node)
            )
            if not normal:
                formats.append((INLINE[name], attributes))
        elif style := node.get("style"):
            if _ITALIC.search(style):
                formats.append(("em", {}))
            if _BOLD.search(style):
                formats.append(("strong", {}))
        if name != "a" and (language := self.foreign(node)):
            formats.append(("lang", language))
        for format_name, attributes in formats:
            self.flow.start(format_name, **attributes)
        if not formats:
            return None

        def leave() -> None:
            for _ in formats:
                self.flow.end()

        return leave

    def foreign(self, node: Element) -> dict[str, str]:
        """The language and direction of an element, where they differ from those of the article."""
        found = {}
        language = (node.get("lang") or node.get(XML_LANG) or "").strip()
        if language and _LANGUAGE_TAG.fullmatch(language):
            whole = self.draft.head.language
            if language.lower().split("-")[0] != whole.lower().split("-")[0]:
                found["xml_lang"] = language
        direction = (node.get("dir") or "").lower()
        if direction in ("ltr", "rtl") and direction != structures.direction(self.draft.head.language):
            found["dir"] = direction
        return found

    def link(self, node: Element) -> str:
        """Where a link leads, absolute if the page's address is known; "" for scripts, fragments elsewhere and nothing."""
        href = "".join((node.get("href") or "").split("\n")).strip()
        if href.startswith("#"):
            return href if len(href) > 1 else ""
        return self._address(href)

    def _address(self, href: str) -> str:
        href = href.strip()
        if not href:
            return ""
        try:
            absolute = urljoin(self.draft.base_url, href) if self.draft.base_url else href
            scheme = urlsplit(absolute).scheme.lower()
        except ValueError:
            return ""
        if scheme and scheme not in _LINKABLE:
            return ""
        if self.draft.base_url and "#" in absolute:
            page, _, fragment = absolute.partition("#")
            if fragment and page == self.draft.base_url.partition("#")[0]:
                return f"#{fragment}"
        return absolute.replace(" ", "%20")

    # -- blocks ------------------------------------------------------------------------------------

    def role(self, node: Element) -> str | None:
        """The role of a block: its own, or that of what it stands in."""
        return self.draft.roles.get(node) or (self._roles[-1] if self._roles else None)

    def _block(self, name: str, node: Element, **attributes: str) -> Element:
        element = make(name, **attributes, **self.foreign(node))
        if role := self.role(node):
            element.set("role", role)
        self._anchor(element)
        return element

    def _anchor(self, element: Element) -> None:
        for source_id in self._pending_ids:
            self.anchors.setdefault(source_id, element)
        self._pending_ids.clear()

    def _transparent(self, node: Element, name: str) -> Exit:
        flow = self.flow
        role = self.draft.roles.get(node)
        if role:
            self._roles.append(role)
        verse = bool(VERSE & set((node.get("class") or "").lower().split()))
        if name == "p":
            p = self._block("verse" if verse else "p", node)
            if verse:
                return structures.open_verse(self, node, p, role)
            offset = self.draft.offsets.get(node)
            if offset is not None:
                p.set("at", str(offset))
            flow.open_paragraph(p)
        else:
            flow.break_paragraph()
            language = self.foreign(node)
            # text straight inside gets a paragraph that says so; blocks inside say so themselves
            if (language or role) and (node.text or "").strip():
                flow.open_paragraph(self._block("p", node))

        def leave() -> None:
            flow.break_paragraph()
            if role:
                self._roles.pop()

        return leave

    def _heading(self, node: Element, level: int) -> Exit:
        in_section = self.flow.depth == 1 and self.within is None
        if in_section:
            heading = make("heading", **self.foreign(node))
            heading.set("level", str(level))
        else:
            heading = make("p", role="heading", **self.foreign(node))
        self._anchor(heading)
        self.flow.open_paragraph(heading)
        return self.flow.break_paragraph

    def _quote(self, node: Element) -> Exit:
        quote = self._block("quote", node)
        if source := self._address(node.get("cite", "")):
            quote.set("href", source)
        return self._open(quote, structures.finish_quote)

    def _list(self, node: Element) -> Exit:
        return self._open(structures.list_element(self, node), structures.finish_list)

    def _item(self, node: Element) -> Exit:
        flow = self.flow
        flow.break_paragraph()
        if self.within is not None and self.draft.note_parts.get(node) is self.within:
            if number := node.get("data-n"):
                self.ledger.enter_text("note-label", _without_label(number, self.within.label), node)
            return flow.break_paragraph
        if flow.container.tag != tag("list") or flow.container.get("type") == "definition":
            previous = flow.container[-1] if len(flow.container) else None
            if previous is not None and previous in self._loose_lists:
                loose = previous
                flow.container.remove(previous)
            else:
                loose = make("list", type="unordered")
                self._loose_lists.add(loose)
            flow.open(loose)
            item_exit = self._open(self._list_item(node), structures.finish_flow)

            def leave() -> None:
                item_exit()
                structures.finish_list(flow.close())

            return leave
        return self._open(self._list_item(node), structures.finish_flow)

    def _list_item(self, node: Element) -> Element:
        item = self._block("item", node)
        item.attrib.pop("role", None)
        if number := node.get("data-n"):
            item.set("n", number)
        elif (value := node.get("value")) and re.fullmatch(r"-?\d{1,6}", value):
            item.set("n", value)
        return item

    def _term(self, node: Element) -> Exit:
        if self.flow.container.tag != tag("list"):
            return self._transparent(node, "div")
        self.flow.open_paragraph(self._block("term", node))
        return self.flow.break_paragraph

    def _definition(self, node: Element) -> Exit:
        if self.flow.container.tag != tag("list") or (
            self.within is not None and self.draft.note_parts.get(node) is self.within
        ):
            return self._transparent(node, "div")
        return self._open(self._block("item", node), structures.finish_flow)

    def _code(self, node: Element) -> Exit:
        code = self._block("code", node, display="block")
        classes = " ".join([node.get("class") or "", *(c.get("class") or "" for c in node[:1])])
        if match := _CODE_LANGUAGE.search(classes):
            code.set("language", match[1])
        self.flow.open_paragraph(code, preserve=True)
        return self.flow.break_paragraph

    def _figure(self, node: Element) -> Exit:
        return self._open(self._block("figure", node), structures.finish_figure)

    def _caption(self, node: Element) -> Exit:
        flow = self.flow
        flow.break_paragraph()
        if flow.container.tag == tag("figure"):
            return self._open(make("caption", **self.foreign(node)), structures.finish_flow)
        previous = flow.container[-1] if len(flow.container) else None
        if previous is not None and previous.tag == tag("figure") and previous.find(tag("caption")) is None:
            # a caption that stands after its figure instead of in it
            flow.container.remove(previous)
            flow.open(previous)
            caption = self._open(make("caption", **self.foreign(node)), structures.finish_flow)

            def leave() -> None:
                caption()
                flow.close()

            return leave
        return self._transparent(node, "p")

    def _rule(self, node: Element) -> Exit | None:
        self.flow.add(make("rule"))
        return None

    def _table(self, node: Element) -> Exit:
        if structures.is_layout(node):
            self.flow.break_paragraph()
            return self.flow.break_paragraph
        return self._open(self._block("table", node), structures.finish_table)

    def _table_part(self, node: Element, name: str) -> Exit | None:
        own_part = self.within is not None and self.draft.note_parts.get(node) is self.within
        container = self.flow.container.tag
        if name == "tr" and container == tag("table"):
            return self._open(structures.row(node), structures.finish_row)
        if name in ("td", "th") and container == tag("row") and not own_part:
            return self._open(structures.cell(node, self.foreign(node)), structures.finish_flow)
        if name in ("td", "th") and container == tag("table") and not own_part:
            self.flow.open(make("row"))
            cell = self._open(structures.cell(node, self.foreign(node)), structures.finish_flow)

            def leave() -> None:
                cell()
                structures.finish_row(self.flow.close())

            return leave
        if name == "caption" and container == tag("table"):
            return self._open(make("caption", **self.foreign(node)), structures.finish_flow)
        if name in ("td", "th") and self.within is not None:
            # a note kept in a table row: its cells follow one another on the line
            self.flow.text(" ")
            return lambda: self.flow.text(" ")
        self.flow.break_paragraph()
        return self.flow.break_paragraph

    def _open(self, element: Element, finish: Callable[[Element], None]) -> Exit:
        self.flow.open(element)

        def leave() -> None:
            finish(self.flow.close())

        return leave

    # -- pictures and embeds -----------------------------------------------------------------------

    def _picture(self, node: Element, inline_only: bool) -> None:
        image = pictures.image(node, self.draft)
        if image is None:
            return
        flow = self.flow
        if inline_only or flow.has_content or pictures.is_small(node):
            flow.inline(image)
            return
        link = next((a for a in _ancestors(node, 3) if a.tag == "a"), None)
        if link is not None and (href := self.link(link)):
            image.set("href", href)
        if flow.container.tag == tag("figure"):
            flow.add(image)
        else:
            figure = make("figure")
            figure.append(image)
            if role := self.role(node):
                figure.set("role", role)
            flow.add(figure)

    def _embed(self, node: Element, attribute: str) -> None:
        address = node.get(attribute) or node.get("data-src") or ""
        if not address:
            source = node.find(".//source[@src]")
            address = source.get("src", "") if source is not None else ""
        href = self._address(address)
        if not urlsplit(href).scheme.startswith("http") or pictures.is_pixel(node):
            return
        embed = make("embed", href=href)
        if title := " ".join((node.get("title") or "").split()):
            embed.set("title", title)
        self.flow.add(embed)

    _BLOCKS: ClassVar[dict[str, Callable[[Walk, Element], Exit | None]]] = {}


Walk._BLOCKS = {
    "blockquote": Walk._quote,
    "ul": Walk._list,
    "ol": Walk._list,
    "menu": Walk._list,
    "dir": Walk._list,
    "dl": Walk._list,
    "li": Walk._item,
    "dt": Walk._term,
    "dd": Walk._definition,
    "pre": Walk._code,
    "listing": Walk._code,
    "xmp": Walk._code,
    "figure": Walk._figure,
    "hr": Walk._rule,
    "table": Walk._table,
}


def _ancestors(node: Element, levels: int) -> Iterable[Element]:
    parent = node.getparent()
    while parent is not None and levels > 0:
        yield parent
        parent, levels = parent.getparent(), levels - 1


def _without_label(text: str, label: str) -> str:
    """What is left of a marker's or a note's start when its label is taken out."""
    return without(" ".join(text.split()), label)
