"""The notes that Typst would set too slowly at the foot of the page: those that long tables, lists and quotations call.

Typst lays a table out over all of its pages, and once more for each footnote that the table calls; so it does with a
list and with a quotation, where it takes less time. Such a block would take a time that grows with the product of its
rows and its notes: half a second more for each note in a table of 1,000 rows. The notes of a block whose product is too
large go to the end, with links at their calls. All other notes are at the foot of their pages.
"""

from __future__ import annotations

from lxml import etree

from archiver.article import NS, Article, tag

#: The greatest product of the notes that a block calls and of its rows, items or paragraphs: a second or two.
_MOST = {"table": 3_000, "list": 15_000, "quote": 30_000}
_UNITS = tuple(map(tag, ("row", "item", "p")))


def notes_for_the_end(article: Article) -> frozenset[str]:
    """The ids of these notes; a note counts for the block of its first call."""
    body = article.root.find("a:body", NS)
    if body is None:
        return frozenset()
    missing = {note.id for note in article.notes if note.status == "missing"}
    called: set[str] = set(missing)
    blocks: dict[etree._Element, list[str]] = {}
    for call in body.iter(tag("noteref")):
        target = call.get("target", "")
        if target not in called:
            called.add(target)
            if (block := _outermost(call)) is not None:
                blocks.setdefault(block, []).append(target)
    return frozenset(
        target
        for block, targets in blocks.items()
        if len(targets) * sum(1 for _ in block.iter(*_UNITS)) > _MOST[etree.QName(block).localname]
        for target in targets
    )


def _outermost(call: etree._Element) -> etree._Element | None:
    """The outermost table, list or quotation around a call."""
    return next(iter([*call.iterancestors(*map(tag, _MOST))][::-1]), None)
