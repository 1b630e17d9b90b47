"""Content that the parser leaves outside of the body: a browser shows it there.

By the HTML Standard whatever is no metadata ends the head and opens the body (13.2.6.4.4, "in head", "anything else"), and the content of a
second body goes into the first (13.2.6.4.7, "a start tag whose tag name is body"). libxml2 knows the first of the elements of HTML 4 alone,
and the second not at all.

    <head><title>T</title><article>One.</article></head><body/>    becomes    <head><title>T</title></head><body><article>One.</article></body>
    <body><p>One.</p></body><body><p>Two.</p></body>               becomes    <body><p>One.</p><p>Two.</p></body>
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

#: What a head may hold (HTML Standard, 4.2.1, "metadata content"), and what of old HTML stays in it.
_METADATA = frozenset(
    "base basefont bgsound command isindex link meta noscript object script style template title".split()
)
#: Part of a page's content: an element, whose own tail counts no more, or a text.
_Part = Element | str


def gather(root: Element) -> None:
    """Put the content of a page, whose `root` has a head and a body, into its first body, in its order. Metadata stay where they are."""
    head, body = root.find("head"), root.find("body")
    if head is None or body is None or (len(root) == 2 and not body.tail and _holds_metadata_alone(head)):
        return
    place = root.index(body)
    children = list(root)
    before = [part for child in children[:place] for part in _taken(child, head)]
    after = [body.tail or "", *(part for child in children[place + 1 :] for part in _taken(child, head))]
    body.tail = None
    _put(body, [*before, body.text or ""], 0)
    _put(body, after, len(body))


def _holds_metadata_alone(head: Element) -> bool:
    if (head.text or "").strip():
        return False
    return all(child.tag in _METADATA and not (child.tail or "").strip() for child in head)


def _taken(child: Element, head: Element) -> list[_Part]:
    """The content of a child of the root, taken out of it. Metadata of a further head go into the first; a frame set stays, in a body's place."""
    tail, child.tail = child.tail or "", None
    if child.tag == "frameset":
        return [tail]
    if child is head:
        return [*_content(child, _METADATA), tail]
    parts: list[_Part] = [child]
    if child.tag in ("head", "body"):
        parts = _content(child, _METADATA if child.tag == "head" else frozenset())
        head.extend(child)
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)
    return [*parts, tail]


def _content(holder: Element, staying: frozenset[str]) -> list[_Part]:
    """The texts and elements in an element, but for those with the names in `staying`, which keep their places."""
    text, holder.text = holder.text or "", None
    parts: list[_Part] = [text]
    for child in list(holder):
        tail, child.tail = child.tail or "", None
        if child.tag not in staying:
            parts.append(child)
            holder.remove(child)
        parts.append(tail)
    return parts


def _put(body: Element, parts: Sequence[_Part], index: int) -> None:
    """Insert parts before the child of the body that has this index. Before the first child, they take the place of the body's text."""
    if index == 0:
        body.text = None
    last = body[index - 1] if index else None
    for part in parts:
        if not isinstance(part, str):
            body.insert(index, part)
            last, index = part, index + 1
        elif last is None:
            body.text = (body.text or "") + part or None
        else:
            last.tail = (last.tail or "") + part or None
