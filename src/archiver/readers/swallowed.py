"""Content inside of svg, math and select elements that a browser puts after them.

Pages often leave these elements unclosed. libxml2 then puts the content after them into them, where it would be invisible. In the HTML Standard,
a paragraph, a heading, a list or a span ends a drawing or formula (13.2.6.5, "The rules for parsing tokens in foreign content"), except in
`foreignObject` and the other HTML integration points. libxml2 does not follow this rule.

    <svg><path/><p>One.</p><p>Two.</p></svg>Three     becomes     <svg><path/></svg><p>One.</p><p>Two.</p>Three
    <select><option>a<p>One.</p></option></select>    becomes     <select><option>a</option></select><p>One.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from archiver.page import BLOCKS

#: HTML elements that end foreign content, which is SVG or MathML (13.2.6.5).
_ENDS_FOREIGN = frozenset((
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr",
    "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table",
    "tt", "u", "ul", "var",
))  # fmt: skip
#: SVG has a font element, too. A font with one of these attributes is HTML and ends foreign content.
_HTML_FONT_ATTRIBUTES = ("color", "face", "size")
_MAY_END = _ENDS_FOREIGN | {"font"}
_FOREIGN = ("svg", "math")
#: Elements of SVG and MathML that may hold HTML (13.2.6, integration points), in lower case as the parser writes them.
_HOLDS_HTML = frozenset(["foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"])
_CHOICES = frozenset(["option", "optgroup"])
#: Elements that a select cannot hold: they end it.
_FIELDS = frozenset(["input", "keygen", "textarea", "select"])
#: Elements that end a select: fields, and blocks that are not part of its content (HTML Standard, 4.10.7).
_ENDS_SELECT = (BLOCKS - _CHOICES - {"hr", "br", "button", "legend"}) | _FIELDS
#: For each part of a table, the open parts that it ends.
_ENDED_TABLE_PARTS = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ("tbody", "thead", "tfoot", "tr")),
}


def release(root: Element) -> None:
    """Move content that ends a drawing, a formula or a select to the place after that element. `root` is the body of a page; it is changed in place."""
    searched: set[Element] = set()
    for holder in list(root.iter("select", *_FOREIGN)):
        if holder.tag == "select":
            if (first := _first_block(holder)) is not None:
                _move(first, holder, _ended_by(first, holder))
        elif (
            holder not in searched
            and _may_end(holder, searched)
            and (first := _first_html(holder, searched)) is not None
        ):
            _move(first, holder, holder)


def _may_end(foreign: Element, searched: set[Element]) -> bool:
    """Whether a drawing or formula holds an element that may end it. If it holds none, the drawings and formulas inside of it are added to `searched`."""
    within = []
    for node in foreign.iterdescendants():
        if node.tag in _MAY_END:
            return True
        if node.tag in _FOREIGN:
            within.append(node)
    searched.update(within)
    return False


def _first_html(foreign: Element, searched: set[Element]) -> Element | None:
    """The first element that ends a drawing or formula, or None. Drawings and formulas inside of it are added to `searched`."""
    for node in _inside(foreign, _HOLDS_HTML):
        if node.tag in _FOREIGN:
            searched.add(node)
        elif node.tag in _ENDS_FOREIGN or (
            node.tag == "font" and any(node.get(name) is not None for name in _HTML_FONT_ATTRIBUTES)
        ):
            return node
    return None


def _first_block(select: Element) -> Element | None:
    """The first block with words, or the first field, that ends a select; None if there is none, or if options follow, because then the select goes on."""
    first: Element | None = None
    for node in _inside(select, _ENDS_SELECT):
        if first is not None and node.tag in _CHOICES:
            return None
        if first is None and node.tag in _ENDS_SELECT and (node.tag in _FIELDS or _has_words(node)):
            first = node
    return first


def _has_words(block: Element) -> bool:
    """Whether a block has text outside of the options in it."""
    if (block.text or "").strip():
        return True
    return any(
        (node.tail or "").strip() or (node.tag not in _CHOICES and (node.text or "").strip())
        for node in _inside(block, _CHOICES)
    )


def _inside(root: Element, closed: frozenset[str]) -> Iterator[Element]:
    """The elements below `root` in document order. The content of elements whose names are in `closed` is left out."""
    stack = list(reversed(root))
    while stack:
        node = stack.pop()
        yield node
        if node.tag not in closed:
            stack.extend(reversed(node))


def _ended_by(first: Element, select: Element) -> Element:
    """The element after which the content of a select is put: the select, or the part of a table around it that `first` ends, too."""
    ended = _ENDED_TABLE_PARTS.get(str(first.tag))
    if ended is not None:
        for ancestor in select.iterancestors():
            if ancestor.tag in ended:
                return ancestor
            if ancestor.tag == "table":
                break
    return select


def _move(first: Element, holder: Element, behind: Element) -> None:
    """Move an element, and everything after it in `holder`, to the place right after the element `behind`."""
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
