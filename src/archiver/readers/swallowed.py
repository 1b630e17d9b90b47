"""What a drawing or a select has swallowed: the parser keeps inside it what a browser shows behind it.

Neither is always closed, and both hold what no reader sees. By the HTML Standard a paragraph, a heading, a list or a span ends a drawing that it
stands in (13.2.6.5, "The rules for parsing tokens in foreign content"), but for `foreignObject` and its kind; libxml2 knows no such rule.

    <svg><path/><p>One.</p><p>Two.</p></svg>Three     becomes     <svg><path/></svg><p>One.</p><p>Two.</p>Three
    <select><option>a<p>One.</p></option></select>    becomes     <select><option>a</option></select><p>One.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from archiver.page import BLOCKS

#: Tags that end what is foreign to HTML (13.2.6.5).
_ENDS_FOREIGN = frozenset((
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr",
    "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table",
    "tt", "u", "ul", "var",
))  # fmt: skip
#: A font is one of SVG's elements too, unless it has one of these.
_OF_HTML_FONT = ("color", "face", "size")
_MAY_END = _ENDS_FOREIGN | {"font"}
_FOREIGN = ("svg", "math")
#: Elements of SVG and MathML that hold HTML (13.2.6, integration points); the parser has their names in lower case.
_HOLDS_HTML = frozenset(["foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"])
_CHOICES = frozenset(["option", "optgroup"])
_FIELDS = frozenset(["input", "keygen", "textarea", "select"])
#: Blocks that a select may hold itself (HTML Standard, 4.10.7, content model of customizable selects).
_ENDS_SELECT = (BLOCKS - _CHOICES - {"hr", "br", "button", "legend"}) | _FIELDS
#: Parts of a table, and which open ones they end.
_ENDED = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ("tbody", "thead", "tfoot", "tr")),
}


def release(root: Element) -> None:
    """Put what drawings, formulas and selects of a tree have swallowed behind them, in place."""
    settled: set[Element] = set()
    for holder in list(root.iter("select", *_FOREIGN)):
        if holder.tag == "select":
            if (first := _first_block(holder)) is not None:
                _move(first, holder, _ended_by(first, holder))
        elif (
            holder not in settled and _may_end(holder, settled) and (first := _first_html(holder, settled)) is not None
        ):
            _move(first, holder, holder)


def _may_end(foreign: Element, settled: set[Element]) -> bool:
    """Whether a drawing or formula holds HTML at all: most hold none, and then those in it (`settled`) need no look of their own."""
    within = []
    for node in foreign.iterdescendants():
        if node.tag in _MAY_END:
            return True
        if node.tag in _FOREIGN:
            within.append(node)
    settled.update(within)
    return False


def _first_html(foreign: Element, settled: set[Element]) -> Element | None:
    """The first element in a drawing or formula that ends it; `settled` gets those that were looked through with it."""
    for node in _inside(foreign, _HOLDS_HTML):
        if node.tag in _FOREIGN:
            settled.add(node)
        elif node.tag in _ENDS_FOREIGN or (
            node.tag == "font" and any(node.get(name) is not None for name in _OF_HTML_FONT)
        ):
            return node
    return None


def _first_block(select: Element) -> Element | None:
    """The first block with words in a select that is no choice; None where choices follow, and the select goes on behind it."""
    first: Element | None = None
    for node in _inside(select, _ENDS_SELECT):
        if first is not None and node.tag in _CHOICES:
            return None
        if first is None and node.tag in _ENDS_SELECT and (node.tag in _FIELDS or _has_words(node)):
            first = node
    return first


def _has_words(block: Element) -> bool:
    """Whether a block has text beside the choices in it."""
    if (block.text or "").strip():
        return True
    return any(
        (node.tail or "").strip() or (node.tag not in _CHOICES and (node.text or "").strip())
        for node in _inside(block, _CHOICES)
    )


def _inside(root: Element, closed: frozenset[str]) -> Iterator[Element]:
    """The elements below one in document order, without what stands in elements of the `closed` names."""
    stack = list(reversed(root))
    while stack:
        node = stack.pop()
        yield node
        if node.tag not in closed:
            stack.extend(reversed(node))


def _ended_by(first: Element, select: Element) -> Element:
    """Behind which element a block goes that ended a select: a part of a table ends the part before it, too."""
    ended = _ENDED.get(str(first.tag))
    if ended is not None:
        for ancestor in select.iterancestors():
            if ancestor.tag in ended:
                return ancestor
            if ancestor.tag == "table":
                break
    return select


def _move(first: Element, holder: Element, behind: Element) -> None:
    """Put an element, and all that follows it in its `holder`, behind another element, before what follows there."""
    parent = first.getparent()
    assert parent is not None
    moved: list[Element | str] = [first, *first.itersiblings()]
    while parent is not holder:
        if tail := parent.tail:
            moved.append(tail)
            parent.tail = None
        moved.extend(parent.itersiblings())
        parent = parent.getparent()
        assert parent is not None
    place, following = behind.getparent(), behind.getnext()
    assert place is not None
    tail, behind.tail = behind.tail, None
    last = behind
    for piece in (*moved, tail or ""):
        if isinstance(piece, str):
            last.tail = (last.tail or "") + piece or None
        elif following is not None:
            following.addprevious(piece)
            last = piece
        else:
            place.append(piece)
            last = piece
