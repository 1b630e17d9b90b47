"""The source of an inspection as marked-up lines: what was kept, what was struck and by which rule, what moved to the head, what is a note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import Article
from archiver.draft import Draft, Span, Which
from archiver.page import BLOCKS, INVISIBLE
from archiver.record.word_count import words

#: Rules that only the record's builder applies: the draft does not know them, the ledger does.
_BUILDERS = frozenset(["line-number", "formula-glyphs"])
#: How lines of these elements are set, so that the page is known again.
_SHAPES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "caption"), "head"),
    **dict.fromkeys(("li", "dd"), "item"),
    **dict.fromkeys(("pre", "listing"), "pre"),
    **dict.fromkeys(("blockquote", "figcaption"), "quote"),
}
_CELLS = frozenset(["td", "th"])
#: More words than this are folded away until someone asks for them.
_LONG = 90
#: What a reader hears before a stretch of each kind.
_SPOKEN = {"out": "removed", "moved": "moved to the head", "note": "note", "call": "marker"}


@dataclass(frozen=True, slots=True)
class State:
    """What became of a stretch of the source: "kept", "out", "moved", "note" or "call", and the rule or the label that says more."""

    kind: str
    rule: str = ""


@dataclass(slots=True)
class _Line:
    """A line of the source: its shape, its HTML with each stretch marked, its text, and the states in it."""

    shape: str = ""
    marked: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def put(self, text: str, state: State) -> None:
        """A stretch of text."""
        if text.strip():
            self.states.append(state)
            self.marked.append(_marked(text, state))
        else:
            self.marked.append(text)
        self.pieces.append(text)

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(self.pieces)

    @property
    def state(self) -> State:
        """What became of the whole line; a line of which anything is kept is kept, with marks in it."""
        first = self.states[0] if self.states else _KEPT
        return first if all(state == first for state in self.states) and first.kind != "call" else _KEPT

    def html(self, plain: bool) -> str:
        """The line as a block; `plain` in a run that says for all its lines what became of them."""
        text = escape(self.text) if plain else "".join(self.marked)
        text = text.strip("\n") if self.shape == "pre" else text.strip()
        return f'<div class="{f"b {self.shape}".strip()}" dir="auto">{text}</div>'


_KEPT = State("kept")


def shown(draft: Draft, article: Article) -> Iterator[str]:
    """The visible text of the source in its order as HTML blocks, those that share their fate together."""
    run: list[_Line] = []
    for line in _lines(draft, _built(draft, article)):
        if run and line.state != run[0].state:
            yield _run(run)
            run = []
        run.append(line)
    if run:
        yield _run(run)


def _run(lines: list[_Line]) -> str:
    """Lines of one state, with the name of their rule and the number of their words."""
    state = lines[0].state
    if state.kind == "kept":
        return "\n".join(line.html(plain=False) for line in lines)
    blocks = "\n".join(line.html(plain=True) for line in lines)
    text = " ".join(line.text for line in lines)
    count = sum(words(text).values())
    label = f"{_label(state)} · {count:,} word{'' if count == 1 else 's'}"
    inside = f"<del>{blocks}</del>" if state.kind == "out" else blocks
    if count <= _LONG:
        return f'<div class="run {state.kind}" tabindex="0" title="{escape(_label(state))}"><p class="tag">{escape(label)}</p>{inside}</div>'
    first = " ".join(text.split()[:9])
    return (
        f'<details class="run {state.kind}" title="{escape(_label(state))}"><summary><span class="tag">{escape(label)}</span> '
        f"<span>{escape(first)} …</span></summary>{inside}</details>"
    )


def _label(state: State) -> str:
    spoken = _SPOKEN[state.kind]
    return state.rule if state.rule.startswith(spoken) else f"{spoken}: {state.rule}"


def _marked(text: str, state: State) -> str:
    """A stretch within a line. It can be reached by keyboard, shows its rule on hover and focus, and says it to who listens."""
    if state.kind == "kept":
        return escape(text)
    label = escape(_label(state))
    name = "del" if state.kind == "out" else "span"
    return f'<{name} class="mark {state.kind}" tabindex="0" title="{label}" data-rule="{label}"><span class="sr">[{label}:</span>{escape(text)}<span class="sr">]</span></{name}>'


# -- the walk --------------------------------------------------------------------------------------


def _lines(draft: Draft, built: dict[Element, str]) -> Iterator[_Line]:
    """The lines of the source: what stands between two edges of blocks; the cells of a row share one."""
    body = set(draft.body)
    line = _Line()
    start = _KEPT if not draft.body or draft.page.root in body else State("out", "outside-article")
    # (element, what became of it, the shape of lines in it, whether it is entered or left)
    stack: list[tuple[Element, State, str, bool]] = [(draft.page.root, start, "", True)]
    while stack:
        node, state, shape, entering = stack.pop()
        edge = node.tag in BLOCKS and node.tag not in _CELLS
        if entering and isinstance(node.tag, str) and node.tag not in INVISIBLE:
            inner = _state(draft, node, state, body, built)
            inside = _SHAPES.get(node.tag, shape)
            if edge:
                if line.states:
                    yield line
                line = _Line(inside)
            elif node.tag in _CELLS and line.states:
                line.put(" │ ", line.states[-1])
            elif node.tag == "img" and inner.kind == "kept" and (alt := " ".join((node.get("alt") or "").split())):
                picture = f'<span class="pic">[picture: {escape(alt)}]</span> '
                line.marked.append(picture)
            _put(draft, line, node, "text", inner)
            for child in reversed(node):
                # what follows a child belongs to this element, whatever the child is
                stack.append((child, inner, inside, False))
                stack.append((child, inner, inside, True))
            continue
        if not entering:
            if edge:
                if line.states:
                    yield line
                line = _Line(shape)
            if node is not draft.page.root and node.tail:
                _put(draft, line, node, "tail", state)
    if line.states:
        yield line


def _put(draft: Draft, line: _Line, node: Element, which: Which, state: State) -> None:
    """Put a text node on the line, with what was said of stretches of it."""
    text = (node.text if which == "text" else node.tail) or ""
    if not text:
        return
    position = 0
    for start, stop, mark in sorted(_stretches(draft, node, which), key=lambda s: s[:2]):
        if start < position:
            continue
        line.put(text[position:start], state)
        line.put(text[start:stop], mark)
        position = stop
    line.put(text[position:], state)


def _built(draft: Draft, article: Article) -> dict[Element, str]:
    """Elements that the builder struck, found again by the places that the ledger gives."""
    tree = draft.page.root.getroottree()
    found: dict[Element, str] = {}
    for removal in article.removals:
        if removal.rule in _BUILDERS and removal.where.startswith("/"):
            try:
                hits = tree.xpath(removal.where)
            except etree.XPathError:
                # a tag that is no name in XPath; the words then only lack their mark here
                continue
            found.update((hit, removal.rule) for hit in hits)
    return found


def _state(draft: Draft, node: Element, outer: State, body: set[Element], built: dict[Element, str]) -> State:
    note = draft.note_parts.get(node)
    if note is not None:
        return State("note", f"note {note.label} ({note.family or note.status})")
    if node in draft.calls:
        return State("call", "marker of note " + ", ".join(call.label for call in draft.calls[node]))
    if node in draft.trimmed:
        return State("out", draft.trimmed[node])
    if node in draft.moved:
        return State("moved", draft.moved[node].rule)
    struck_whole = outer.kind == "out" and outer.rule != "outside-article"
    if node in draft.removed and outer.kind != "note" and not struck_whole:
        return State("out", draft.removed[node].rule)
    if node in built:
        return State("out", built[node])
    if node in body and outer.kind == "out":
        return _KEPT
    return outer


def _stretches(draft: Draft, node: Element, which: Which) -> list[tuple[int, int, State]]:
    key = (node, which)
    found = [
        (call.place.start, call.place.end, State("call", f"marker of note {call.label}"))
        for call in draft.text_calls.get(key, ())
        if isinstance(call.place, Span)
    ]
    found += [(start, end, State("out", rule)) for start, end, rule in draft.trimmed_spans.get(key, ())]
    found += [(start, end, State("note", f"note {note.label}")) for start, end, note in draft.note_spans.get(key, ())]
    return found
