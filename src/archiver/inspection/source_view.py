"""The source of an inspection as marked-up lines: what was kept, what was removed by which rule, what moved to the
head, and what is a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from archiver.article import Article
from archiver.draft import Draft, Span, Which
from archiver.page import BLOCKS, INVISIBLE
from archiver.record.word_count import words
from archiver.trees.elements import Element

#: Rules that only the record builder applies. They are in the ledger, but not in the draft.
_BUILDER_RULES = frozenset(["line-number", "formula-glyphs"])
#: Classes for the lines of these elements, so that the page is easy to recognize.
_LINE_CLASSES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "caption"), "head"),
    **dict.fromkeys(("li", "dd"), "item"),
    **dict.fromkeys(("pre", "listing"), "pre"),
    **dict.fromkeys(("blockquote", "figcaption"), "quote"),
}
_CELLS = frozenset(["td", "th"])
#: Removed parts with more words than this are folded.
_MAX_UNFOLDED_WORDS = 90
#: The words that a screen reader reads before a part with each state.
_STATE_NAMES = {"out": "removed", "moved": "moved to the head", "note": "note", "call": "marker"}


@dataclass(frozen=True, slots=True)
class State:
    """What became of a part of the source: "kept", "out", "moved", "note" or "call"; and the rule or the label for
    details.
    """

    kind: str
    rule: str = ""


@dataclass(slots=True)
class _Line:
    """A line of the source: its class, its HTML with marks, its text, and the states in it."""

    class_name: str = ""
    html_parts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def add(self, text: str, state: State) -> None:
        """Add text with one state."""
        if text.strip():
            self.states.append(state)
            self.html_parts.append(_marked_span(text, state))
        else:
            self.html_parts.append(text)
        self.texts.append(text)

    @property
    def text(self) -> str:
        """The text of the line."""
        return "".join(self.texts)

    @property
    def state(self) -> State:
        """The state of the whole line. A line that is partly kept counts as kept, with marks inside."""
        first_state = self.states[0] if self.states else _KEPT
        return (
            first_state if all(state == first_state for state in self.states) and first_state.kind != "call" else _KEPT
        )

    def html(self, plain: bool) -> str:
        """The line as an HTML block, without marks when `plain`: then the run around it shows the state."""
        text = escape(self.text) if plain else "".join(self.html_parts)
        text = text.strip("\n") if self.class_name == "pre" else text.strip()
        return f'<div class="{f"b {self.class_name}".strip()}" dir="auto">{text}</div>'


_KEPT = State("kept")


def marked_source(draft: Draft, article: Article) -> Iterator[str]:
    """The visible text of the source in its order, as HTML blocks. Neighbouring lines with the same state share a
    block.
    """
    run: list[_Line] = []
    for line in _lines(draft, _removed_by_builder(draft, article)):
        if run and line.state != run[0].state:
            yield _run(run)
            run = []
        run.append(line)
    if run:
        yield _run(run)


def _run(lines: list[_Line]) -> str:
    """Lines with the same state, with the name of their rule and the number of their words."""
    state = lines[0].state
    if state.kind == "kept":
        return "\n".join(line.html(plain=False) for line in lines)
    blocks = "\n".join(line.html(plain=True) for line in lines)
    text = " ".join(line.text for line in lines)
    count = sum(words(text).values())
    label = f"{_label(state)} · {count:,} word{'' if count == 1 else 's'}"
    content = f"<del>{blocks}</del>" if state.kind == "out" else blocks
    if count <= _MAX_UNFOLDED_WORDS:
        return f'<div class="run {state.kind}" tabindex="0" title="{escape(_label(state))}"><p class="tag">{escape(label)}</p>{content}</div>'
    first_words = " ".join(text.split()[:9])
    return (
        f'<details class="run {state.kind}" title="{escape(_label(state))}"><summary><span class="tag">{escape(label)}</span> '
        f"<span>{escape(first_words)} …</span></summary>{content}</details>"
    )


def _label(state: State) -> str:
    state_name = _STATE_NAMES[state.kind]
    return state.rule if state.rule.startswith(state_name) else f"{state_name}: {state.rule}"


def _marked_span(text: str, state: State) -> str:
    """A part within a line. It can be reached by keyboard, shows its rule on hover and focus, and tells it to screen
    readers.
    """
    if state.kind == "kept":
        return escape(text)
    label = escape(_label(state))
    name = "del" if state.kind == "out" else "span"
    return f'<{name} class="mark {state.kind}" tabindex="0" title="{label}" data-rule="{label}"><span class="sr">[{label}:</span>{escape(text)}<span class="sr">]</span></{name}>'


# -- the walk --------------------------------------------------------------------------------------


def _lines(draft: Draft, removed_by_builder: dict[Element, str]) -> Iterator[_Line]:
    """The lines of the source: the text between two edges of blocks. The cells of a table row share a line."""
    body = set(draft.body)
    line = _Line()
    start = _KEPT if not draft.body or draft.page.root in body else State("out", "outside-article")
    # (element, its state, the class of lines in it, True on entering it and False on leaving it)
    stack: list[tuple[Element, State, str, bool]] = [(draft.page.root, start, "", True)]
    while stack:
        node, state, class_name, entering = stack.pop()
        edge = node.tag in BLOCKS and node.tag not in _CELLS
        if entering and isinstance(node.tag, str) and node.tag not in INVISIBLE:
            inner = _state(draft, node, state, body, removed_by_builder)
            inner_class = _LINE_CLASSES.get(node.tag, class_name)
            if edge:
                if line.states:
                    yield line
                line = _Line(inner_class)
            elif node.tag in _CELLS and line.states:
                line.add(" │ ", line.states[-1])
            elif node.tag == "img" and inner.kind == "kept" and (alt := " ".join((node.get("alt") or "").split())):
                picture = f'<span class="pic">[picture: {escape(alt)}]</span> '
                line.html_parts.append(picture)
            _add_text(draft, line, node, "text", inner)
            for child in reversed(node.children):
                # The tail of a child belongs to this element, whatever the child is.
                stack.append((child, inner, inner_class, False))
                stack.append((child, inner, inner_class, True))
            continue
        if not entering:
            if edge:
                if line.states:
                    yield line
                line = _Line(class_name)
            if node is not draft.page.root and node.tail:
                _add_text(draft, line, node, "tail", state)
    if line.states:
        yield line


def _add_text(draft: Draft, line: _Line, node: Element, which: Which, state: State) -> None:
    """Add a text node to the line, with marks for the spans that have a state of their own."""
    text = (node.text if which == "text" else node.tail) or ""
    if not text:
        return
    position = 0
    for start, stop, mark in sorted(_spans(draft, node, which), key=lambda s: s[:2]):
        if start < position:
            continue
        line.add(text[position:start], state)
        line.add(text[start:stop], mark)
        position = stop
    line.add(text[position:], state)


def _removed_by_builder(draft: Draft, article: Article) -> dict[Element, str]:
    """Elements that the record builder removed, found by the paths in the ledger."""
    rules = {
        removal.where: removal.rule
        for removal in article.removals
        if removal.rule in _BUILDER_RULES and removal.where.startswith("/")
    }
    if not rules:
        return {}
    places = {element: draft.page.places.path(element) for element in draft.page.elements}
    return {element: rules[place] for element, place in places.items() if place in rules}


def _state(
    draft: Draft, node: Element, outer: State, body: set[Element], removed_by_builder: dict[Element, str]
) -> State:
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
    if node in removed_by_builder:
        return State("out", removed_by_builder[node])
    if node in body and outer.kind == "out":
        return _KEPT
    return outer


def _spans(draft: Draft, node: Element, which: Which) -> list[tuple[int, int, State]]:
    key = (node, which)
    spans = [
        (call.place.start, call.place.end, State("call", f"marker of note {call.label}"))
        for call in draft.text_calls.get(key, ())
        if isinstance(call.place, Span)
    ]
    spans += [(start, end, State("out", rule)) for start, end, rule in draft.trimmed_spans.get(key, ())]
    spans += [(start, end, State("note", f"note {note.label}")) for start, end, note in draft.note_spans.get(key, ())]
    return spans
