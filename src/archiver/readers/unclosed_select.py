"""Content in a select that was never closed.

A browser leaves it in the select and shows only the first choice, so the rest of such a page is invisible. Here it is put after the select, where
the author saw it before browsers allowed blocks in a select (HTML Standard, 4.10.7).

    <select><option>a<p>One.</p></option></select>    becomes    <select><option>a</option></select><p>One.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.page import BLOCKS, INVISIBLE
from archiver.trees.elements import Element

_CHOICES = frozenset(["option", "optgroup"])
#: Elements that a select cannot hold: they end it.
_FIELDS = frozenset(["input", "keygen", "textarea", "select"])
#: Elements that end a select: fields, and blocks that are not part of its content (HTML Standard, 4.10.7).
_ENDS_SELECT = (BLOCKS - _CHOICES - {"hr", "br", "button", "legend"}) | _FIELDS
#: The elements in which no such content is looked for.
_CLOSED = _ENDS_SELECT | INVISIBLE
#: For each part of a table, the open parts that it ends.
_ENDED_TABLE_PARTS = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("tr",),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ("tbody", "thead", "tfoot", "tr")),
}


def release(root: Element) -> bool:
    """Move content that ends a select to the place after it, and return whether there was any. `root` is the body of a page; it is changed in place."""
    moved_behind: dict[Element, list[Element]] = {}
    for select in list(root.iter("select")):
        if (first := _first_block(select)) is not None:
            behind = _ended_by(first, select)
            moved = _taken_out(first, select, behind)
            for element in moved:
                element.parent = behind.parent
            moved_behind[behind] = moved + moved_behind.get(behind, [])
    _put_in(moved_behind)
    return bool(moved_behind)


def _first_block(select: Element) -> Element | None:
    """The first block with words, or the first field, that ends a select; None if there is none, or if options follow, because then the select goes on."""
    first: Element | None = None
    for node in _inside(select, _CLOSED):
        if first is not None and node.tag in _CHOICES:
            return None
        if first is None and node.tag in _ENDS_SELECT and (node.tag in _FIELDS or _has_words(node)):
            first = node
    return first


def _has_words(block: Element) -> bool:
    """Whether a block has visible text outside of the options in it."""
    closed = _CHOICES | INVISIBLE
    return bool((block.text or "").strip()) or any(
        (node.tail or "").strip() or (node.tag not in closed and (node.text or "").strip())
        for node in _inside(block, closed)
    )


def _inside(root: Element, closed: frozenset[str]) -> Iterator[Element]:
    """The elements below `root` in document order. The content of elements whose names are in `closed` is left out."""
    stack = list(reversed(root.children))
    while stack:
        node = stack.pop()
        yield node
        if node.tag not in closed:
            stack.extend(reversed(node.children))


def _ended_by(first: Element, select: Element) -> Element:
    """The element after which the content of a select is put: the select, or the part of a table around it that `first` ends, too."""
    ended = _ENDED_TABLE_PARTS.get(str(first.tag))
    if ended is not None:
        for ancestor in select.ancestors():
            if ancestor.tag in ended:
                return ancestor
            if ancestor.tag == "table":
                break
    return select


def _taken_out(first: Element, holder: Element, behind: Element) -> list[Element]:
    """Take an element, and everything after it in `holder`, out of the tree, and return it. Its last text is that which followed the element `behind`."""
    parent = first.parent
    assert parent is not None
    place = first.place
    moved: list[Element] = []
    # the text that follows what was moved so far is the tail of the last element
    while True:
        moved += parent.cut(place)
        moved[-1].tail += parent.tail if parent is not holder else behind.tail
        if parent is holder:
            break
        parent.tail, place = "", parent.place + 1
        assert parent.parent is not None
        parent = parent.parent
    behind.tail = ""
    return moved


def _put_in(moved_behind: dict[Element, list[Element]]) -> None:
    """Put elements into the tree, each list behind its element: at once for all lists of one parent, since a page may have thousands."""
    for parent in dict.fromkeys(behind.parent for behind in moved_behind):
        assert parent is not None
        children: list[Element] = []
        left = list(reversed(parent.cut(0)))
        while left:
            children.append(child := left.pop())
            left.extend(reversed(moved_behind.get(child, ())))
        parent.insert(0, *children)
