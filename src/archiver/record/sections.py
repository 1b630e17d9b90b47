"""Sections: a flat sequence of blocks and headings becomes sections, nested by the levels of the headings.

h2 a, p, h3 b, p, h2 c     becomes     section(h2 a, p, section(h3 b, p)), section(h2 c)
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver.article import XML_LANG, tag
from archiver.record.flow import make
from archiver.trees.changes import unwrap

_HEADING, _RULE = tag("heading"), tag("rule")
_STRONG, _LINK = tag("strong"), tag("link")
_NEVER_EMPTY = frozenset([tag("quote"), tag("figure")])


def nest_sections(body: Element) -> Element:
    """Move each heading of a flat body, with the blocks after it, into a section. Returns the body.

    A page may begin with h3 and go on with h2, or skip levels. So a section goes inside the nearest earlier section
    whose heading has a higher rank (a lower number). Blocks before the first heading stay outside all sections.
    """
    blocks = list(body)
    # (rank, section), outermost first
    path: list[tuple[int, Element]] = []
    for block in blocks:
        if block.tag == _HEADING:
            level = int(block.attrib.pop("level", "2"))
            while path and path[-1][0] >= level:
                path.pop()
            section = make("section", level=str(level))
            if language := block.get(XML_LANG):
                section.set(XML_LANG, language)
            (path[-1][1] if path else body).append(section)
            section.append(bare(block))
            path.append((level, section))
        elif path:
            path[-1][1].append(block)
    _trim_rules(body)
    return body


def bare(heading: Element, page: str | None = None) -> Element:
    """Remove elements around the whole text of a heading or title that add nothing to it. Returns the heading.

    These are a strong, because a heading is strong already, and a link to `page`, the address of the page itself.
    """
    while len(heading) == 1 and not (heading.text or "").strip() and not (heading[0].tail or "").strip():
        around = heading[0]
        if around.tag != _STRONG and not (around.tag == _LINK and page and around.get("href") == page):
            break
        unwrap(around)
    return heading


def _trim_rules(body: Element) -> None:
    """Drop rules that separate nothing: at the start or end of a section, before a section, or after another rule."""
    for rule in list(body.iter(_RULE)):
        parent = rule.getparent()
        if parent is None:
            continue
        previous, following = rule.getprevious(), rule.getnext()
        needless = (
            previous is None
            or previous.tag in (_HEADING, _RULE)
            or following is None
            or following.tag == tag("section")
        )
        if needless:
            parent.remove(rule)
            _drop_emptied(parent)


def _drop_emptied(element: Element) -> None:
    """Drop a quote or figure that contained only the dropped rule, and each quote or figure that contained only it."""
    while element.tag in _NEVER_EMPTY and len(element) == 0 and (parent := element.getparent()) is not None:
        parent.remove(element)
        element = parent
