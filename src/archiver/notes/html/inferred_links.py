"""Links whose targets went with the ids: feeds, newsletters and reading views keep the addresses and drop the names.

    text<a href="https://site/post#fn1">1</a>  …  <li>The note. <a href="https://site/post#fnref1">↩</a></li>

Marker and way back are known by what is left of their fragments without the words for notes and references, and by
where they stand: the one behind text, the other at the beginning or the end of a block.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from archiver.notes import labels
from archiver.notes.html.survey import Survey

#: What generators put around the key of a note in the names of notes and of markers.
_WORDS = re.compile(
    r"(?i)user-content|foot-?note|end-?note|anchor|back|cite|note|reference|ref|rev|ftnt|ftn|fn|edn|sym|anc|link|return|[\W_]+"
)
_SIGNS = labels.ARROWS + labels.OPENERS + labels.CLOSERS + " \t\xa0.:"


def inferred_links(page: Survey, lost: Iterable[tuple[Element, str, str]]) -> Iterator[tuple[Element, Element, str]]:
    """Pairs of a source and the target that it must have had, with the fragment: markers to notes, and notes back.

    `lost` are links that lead nowhere on the page: the element, the address without fragment, the fragment.
    """
    groups: dict[tuple[str, str], list[tuple[Element, str]]] = defaultdict(list)
    for element, address, fragment in lost:
        if key := _WORDS.sub("", fragment):
            groups[address, key.casefold()].append((element, fragment))
    for group in groups.values():
        if len({fragment for _, fragment in group}) < 2:
            continue
        forth = [(element, fragment) for element, fragment in group if _is_marker(page, element)]
        back = [(element, fragment) for element, fragment in group if _is_way_back(page, element)]
        holders = {page.block[element] for element, _ in back}
        if not forth or len(holders) != 1 or len({labels.read(page.text_of(element)) for element, _ in forth}) != 1:
            continue
        note = holders.pop()
        if page.order[note] < page.order[forth[0][0]] or {f for _, f in forth} & {f for _, f in back}:
            continue
        for element, fragment in forth:
            yield element, note, fragment
        for n, (element, fragment) in enumerate(back):
            yield element, forth[min(n, len(forth) - 1)][0], fragment


def _is_marker(page: Survey, element: Element) -> bool:
    """Whether a link shows a label and stands behind text."""
    if page.length_of(element) > 24 or labels.read_one(page.text_of(element)) is None:
        return False
    return bool(page.line_before(page.begin[element]).strip(_SIGNS))


def _is_way_back(page: Survey, element: Element) -> bool:
    """Whether a link is an arrow that ends a block, or a label or an arrow that opens one."""
    if page.length_of(element) > 40:
        return False
    text, block = page.text_of(element), page.block[element]
    if not page.between(page.begin[block], page.begin[element]).strip(_SIGNS):
        return labels.read_one(text) is not None or labels.says_back(text)
    rest = page.between(page.finish[element], page.finish[block]).strip(_SIGNS + "↩︎\ufe0e\ufe0f")
    return not rest and labels.says_back(text)
