"""Which link in a note points back at its marker, or at what stands around it: the second half of a reciprocal pair.

The way back need not lead to the marker itself: generators name its superscript, an empty anchor before it, or its paragraph.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes.html.claims import Marker
from archiver.notes.html.page_view import Link, PageView


def marker_element(marker: Marker) -> Element:
    """The element of a marker's place."""
    return marker.place.element if isinstance(marker.place, Span) else marker.place


def answer_of(page: PageView, link: Link, marker: Marker) -> Link | None:
    """The link in the note that points back at the marker, if there is one."""
    note = link.target
    assert note is not None
    call = marker_element(marker)
    near: list[Element] = [*page.elements_from(call)][:12]
    sibling = call.getprevious()
    while sibling is not None and page.finish.get(sibling, 0) >= marker.start - 4 and len(near) < 20:
        near.append(sibling)
        if page.length_of(sibling) < 40:
            near.extend(child for child in sibling[:8] if isinstance(child.tag, str))
        if (sibling.tail or "").strip():
            break
        sibling = sibling.getprevious()
    following = call.getnext()
    if (
        following is not None
        and isinstance(following.tag, str)
        and not (call.tail or "").strip()
        and page.length_of(following) < 3
    ):
        near.append(following)
    for parent in page.ancestors(call):
        near.append(parent)
        if page.is_line(parent):
            break
    index = page.once(_by_target)
    holder = page.block[note]
    for element in near:
        for back in index.get(element, ())[:60]:
            if back.source is link.source:
                continue
            if page.contains(note, back.source) or (
                holder.tag not in ("body", "main", "article") and page.contains(holder, back.source)
            ):
                return back
            if abs(page.begin[back.source] - page.begin[note]) < 8:
                return back
            above = holder.getparent()
            if above is not None and above.tag in ("li", "tr", "dl", "aside") and page.contains(above, back.source):
                return back
            if (
                holder.tag in ("body", "main", "article", "div", "td", "section")
                and 0 <= page.begin[back.source] - page.begin[note] < 3000
            ):
                return back
    return None


def _by_target(page: PageView) -> dict[Element, list[Link]]:
    """The links of a page by the element that they point to."""
    links: dict[Element, list[Link]] = {}
    for link in page.links:
        if link.target is not None:
            links.setdefault(link.target, []).append(link)
    return links
