"""Quotations of earlier posts, and the lines that say whom they quote.

Programs write them in many ways. What they have in common: a box with a short line at its beginning, or right before it, and this line names an author of
the thread, or ends with a colon, or its class speaks of a title or an attribution:

    <blockquote><cite>anna wrote:</cite>…</blockquote>
    <aside class="quote"><div class="title">anna:</div><blockquote>…</blockquote></aside>
    <div class="smallfont">Quote:</div><table><tr><td><div>Originally Posted by <strong>anna</strong></div><div>…</div></td></tr></table>

The box becomes a quotation of the record, and the line its `cite`.
"""

from __future__ import annotations

from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.page import BLOCKS, visible_text
from archiver.threads.words import listed, parts
from archiver.trees.elements import Element

#: The name under which the record reads the line that says whom a quotation quotes (record/blocks.py).
HEAD = "quote-head"
#: The most characters of such a line.
_LONGEST = 90
_LONGEST_LABEL = 14
_BOXES = frozenset(["blockquote", "aside", "div", "table", "fieldset", "td"])


def mark_quotations(draft: Draft, measures: Measures) -> None:
    """Retag the boxes of quotations and their first lines in the posts of a draft."""
    authors = frozenset(post.author for post in draft.posts if len(post.author) > 1)
    done: set[Element] = set()
    for post in draft.posts:
        for root in post.elements:
            for element in root.iter():
                if element in done or element.tag not in _BOXES or element is root:
                    continue
                if element.tag == "blockquote" or _is_box(measures, element, authors):
                    _mark(draft, measures, element, authors, done)
                    if element in done and (label := _label_before(element)) is not None:
                        post.left_out += (label,)


def _label_before(box: Element) -> Element | None:
    """The word "Quote:" before a table that lays out a quotation, in any language: a short line that ends with a colon, in the wrapper of the table."""
    table = next(box.ancestors("table"), None) if box.tag == "td" else None
    before = table.previous if table is not None else None
    if before is None or (before.tail or "").strip():
        return None
    text = visible_text(before)
    return before if len(text) <= _LONGEST_LABEL and text.endswith((":", "：")) else None


def _is_box(measures: Measures, element: Element, authors: frozenset[str]) -> bool:
    """Whether an element without the tag of a quotation is one: its class says so, or a cell begins with a line that ends with the name of an author."""
    if not measures.chars(element.index):
        return False
    if not listed("quotation").isdisjoint(parts(measures.classes[element.index])):
        return True
    if element.tag != "td":
        return False
    head = _first_line(element)
    return head is not None and visible_text(head).rstrip(": ").endswith(tuple(authors))


def _mark(draft: Draft, measures: Measures, box: Element, authors: frozenset[str], done: set[Element]) -> None:
    inner = box if box.tag == "blockquote" else box.first("blockquote")
    head = _first_line(box)
    if head is not None and not _names(draft, measures, head, authors, box):
        head = None
    if box.tag == "blockquote" and head is None:
        before = box.previous
        if before is not None and before not in done and before.tag in ("p", "div") and not (before.tail or "").strip():
            text = visible_text(before)
            if len(text) <= _LONGEST and text.endswith((":", "：")) and any(author in text for author in authors):
                draft.retag(before, HEAD)
                done.add(before)
        return
    if inner is None and head is None and box.tag != "div":
        return
    if box.tag == "td":
        table = next((a for a in box.ancestors("table") if len(visible_text(a)) == len(visible_text(box))), None)
        if table is None:
            return
        draft.retag(table, "div")
    if inner is None and head is None:
        # a box without a line and without a tag of its own: only its class says that it is a quotation
        draft.retag(box, "blockquote")
        done.update(box.iter())
        return
    if head is not None and inner is not None and inner is not box and not head.is_within([inner]):
        draft.retag(box, "blockquote")
        draft.retag(inner, "div")
        done.add(inner)
    elif inner is None:
        draft.retag(box, "blockquote")
    if head is not None:
        draft.retag(head, HEAD)
        done.add(head)
    done.add(box)


def _first_line(box: Element) -> Element | None:
    """The element at the beginning of a box that holds a short text, while the box holds more; None if loose text comes first."""
    total = len(visible_text(box))
    node = box
    for _ in range(7):
        if (node.text or "").strip():
            return None
        first = next((child for child in node.children if visible_text(child)), None)
        if first is None or any((c.tail or "").strip() for c in node.children[: first.place]):
            return None
        text = visible_text(first)
        if first.tag in ("p", "blockquote", "pre", "ul", "ol") and first.tag != "p":
            return None
        if len(text) <= _LONGEST and len(text) < total:
            return first
        node = first
    return None


def _names(draft: Draft, measures: Measures, head: Element, authors: frozenset[str], box: Element) -> bool:
    """Whether a first line says whom the box quotes."""
    text = visible_text(head)
    if head in draft.claimed_or_called:
        return False
    weight = 0.0
    weight += 2.0 * any(author in text for author in authors)
    weight += 1.0 * text.endswith((":", "：", *authors))
    weight += 1.5 * (head.tag == "cite")
    weight += 1.0 * (not listed("quotation-head").isdisjoint(parts(measures.classes[head.index])))
    weight -= 1.0 * (head.tag not in BLOCKS and head.tag != "cite" and (head.tail or "").strip() != "")
    weight -= 1.0 * text.endswith((".", "!", "?"))
    attributes = " ".join(value for name, value in box.attributes.items() if name.startswith("data-"))
    weight += 1.0 * bool(attributes and any(word in attributes for word in text.strip(": ").split() if len(word) > 2))
    return weight >= 2.0
