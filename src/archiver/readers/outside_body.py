"""Content outside of the body. libxml2 leaves it in the head or in a second body, but a browser moves it into the body.

In the HTML Standard, anything that is not metadata ends the head and opens the body (13.2.6.4.4, "in head", "anything else"). The content of a
second body goes into the first one (13.2.6.4.7, "a start tag whose tag name is body"). libxml2 follows the first rule only for the elements of
HTML 4, and it does not follow the second rule.

    <head><title>T</title><article>One.</article></head><body/>    becomes    <head><title>T</title></head><body><article>One.</article></body>
    <body><p>One.</p></body><body><p>Two.</p></body>               becomes    <body><p>One.</p><p>Two.</p></body>
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

#: The elements that stay in a head: metadata content (HTML Standard, 4.2.1), and obsolete elements that browsers leave there.
_METADATA = frozenset(
    "base basefont bgsound command isindex link meta noscript object script style template title".split()
)
#: A piece of content: an element whose tail was taken off, or a text.
_Piece = Element | str


def gather(root: Element) -> None:
    """Move content from outside of the body into the first body of a page, in document order. Metadata elements stay in the head.

    `root` is the html element. Nothing happens to a page without a head or a body.
    """
    head, body = root.find("head"), root.find("body")
    if head is None or body is None or (len(root) == 2 and not body.tail and _holds_only_metadata(head)):
        return
    place = root.index(body)
    children = list(root)
    before = [piece for child in children[:place] for piece in _take_content(child, head)]
    after = [body.tail or "", *(piece for child in children[place + 1 :] for piece in _take_content(child, head))]
    body.tail = None
    _insert(body, [*before, body.text or ""], 0)
    _insert(body, after, len(body))


def _holds_only_metadata(head: Element) -> bool:
    """Whether a head holds metadata elements and no text."""
    if (head.text or "").strip():
        return False
    return all(child.tag in _METADATA and not (child.tail or "").strip() for child in head)


def _take_content(child: Element, head: Element) -> list[_Piece]:
    """Take the content out of a child of the root, with the text behind it.

    The metadata of a second head go into the first head. A frame set stays, because it takes the place of a body.
    """
    tail, child.tail = child.tail or "", None
    if child.tag == "frameset":
        return [tail]
    if child is head:
        return [*_take_children(child, _METADATA), tail]
    pieces: list[_Piece] = [child]
    if child.tag in ("head", "body"):
        pieces = _take_children(child, _METADATA if child.tag == "head" else frozenset())
        head.extend(child)
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)
    return [*pieces, tail]


def _take_children(holder: Element, staying: frozenset[str]) -> list[_Piece]:
    """Take the texts and children out of an element. Children whose names are in `staying` keep their places."""
    text, holder.text = holder.text or "", None
    pieces: list[_Piece] = [text]
    for child in list(holder):
        tail, child.tail = child.tail or "", None
        if child.tag not in staying:
            pieces.append(child)
            holder.remove(child)
        pieces.append(tail)
    return pieces


def _insert(body: Element, pieces: Sequence[_Piece], index: int) -> None:
    """Insert pieces before the child of the body with this index. Before the first child, they replace the text of the body."""
    if index == 0:
        body.text = None
    last = body[index - 1] if index else None
    for piece in pieces:
        if not isinstance(piece, str):
            body.insert(index, piece)
            last, index = piece, index + 1
        elif last is None:
            body.text = (body.text or "") + piece or None
        else:
            last.tail = (last.tail or "") + piece or None
