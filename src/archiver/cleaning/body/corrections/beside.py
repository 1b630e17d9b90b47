"""What stands beside or below the article: cards of other articles, widgets, notices of the site, rows of headings that are links.

The model weighs each unit by itself, and the excerpt of another article reads like a paragraph of this one. What gives it away is its place and its like
siblings, so these corrections look at blocks: at elements with the same tag and the same classes, and at elements outside of the article's own.

    <article> <h1>…</h1> <p>…</p> <p>…</p> </article>   <div> <h3><a>Other article</a></h3> <p>its excerpt</p> </div> × 5   <p>The reader service …</p>

They apply only to a page that states that it is an article (`states_article`). On the front page of a site, or on a page of products, the cards are the content.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from archiver.cleaning.anchors import headline
from archiver.cleaning.body.corrections.selection import Decision, Decisions, Selection
from archiver.cleaning.body.groups import comparable_classes
from archiver.cleaning.branches import around
from archiver.cleaning.measures import HEADINGS, Unit
from archiver.cleaning.phrases import UNSPACED, phrases
from archiver.draft import Draft

#: The fewest characters of prose of the article itself. With fewer, the blocks may be the article.
_ARTICLE = 150
#: The most prose of a block, as a share of the prose that is kept elsewhere. A larger one may be the article. Cards and notices have evidence of their own.
_LARGEST, _LARGEST_KNOWN, _LARGEST_UNSIGNED, _LARGEST_TEXT = 1.2, 3.0, 2.0, 4.0
#: The fewest cards, the share of them that must begin with a link to another page, and the most paragraphs of one card.
_CARDS, _LINKED, _PARAGRAPHS = 2, 0.7, 1.5
#: The fewest spaces of a first line that is the title of another article.
_SPACES_OF_A_TITLE = 2
#: A unit is nothing but a link if at least this share of it is one.
_ALL_LINK = 0.9
#: The fewest headings in a row that are links, and the most characters of a label among them.
_ROW, _LABEL = 2, 60
#: The fewest cues of a notice of the site (rules/phrases.toml, table `notice`), and the most units of one.
_CUES, _UNITS = 2, 4


def beside_article(selection: Selection) -> Decisions:
    """Drop the cards of other articles below the text, what stands outside of the headline's `article`, and notices of the site below the article."""
    return _Beside(selection).decisions()


def states_article(draft: Draft) -> bool:
    """Whether a page states that it is an article: by a type of schema.org (NewsArticle, BlogPosting), else by its Open Graph type; where it gives none, by
    an author and a date of publication.
    """
    page = draft.page
    if _ARTICLE_TYPE.search(page.text):
        return True
    metas = page.head.named("meta") if page.head is not None else ()
    types = [(meta.get("content") or "").lower() for meta in metas if meta.get("property") == "og:type"]
    if types:
        # publishing systems give their posts both types, and their other pages only the one of Open Graph
        if _OTHER_TYPE.search(page.text):
            return False
        return any(word in type_ for type_ in types for word in ("article", "post", "story", "news"))
    return bool(draft.head.authors) and any(date.type == "published" for date in draft.head.dates)


#: The types of schema.org for articles, in JSON-LD and in microdata. A thread of a forum is a DiscussionForumPosting.
_ARTICLE_TYPE = re.compile(
    r"""(?:"@type"\s*:\s*\[?\s*"|schema\.org/)(?!Discussion|SocialMedia)[A-Za-z]*(?:Article|BlogPosting)\b"""
)
_OTHER_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:Web|Collection|SearchResults|Profile|QA|Item)Page"')


class _Beside:
    def __init__(self, selection: Selection) -> None:
        self.selection, self.measures = selection, selection.measures
        self.own = [unit.index for unit in selection.units]
        self.anchor = headline(selection.draft, selection.measures)

    def decisions(self) -> Decisions:
        keep = self.selection.keep
        if self.anchor is None or not any(keep) or not states_article(self.selection.draft):
            return {}
        decisions: Decisions = {}
        for numbers in self._outside():
            decisions.update({k: Decision(False, "outside-the-article", True) for k in numbers if keep[k]})
        for cards in self._cards():
            decisions.update({k: Decision(False, "cards-below", True) for k in cards if keep[k]})
        for numbers in self._notices():
            decisions.update({k: Decision(False, "notice-of-the-site", True) for k in numbers if keep[k]})
        return decisions

    @cached_property
    def _calling(self) -> set[int]:
        """The indexes of blocks that call a note: they are the author's own."""
        draft, measures = self.selection.draft, self.measures
        places = [element.index for element in draft.calls]
        places += [
            e.index if which == "text" else measures.parent[e.index] for e, which in draft.text_calls if e.index >= 0
        ]
        return {measures.owner[index] for index in places if index >= 0}

    # -- where the article is ------------------------------------------------------------------------

    @cached_property
    def _prose(self) -> int:
        """The kept prose."""
        return sum(unit.prose for unit, kept in zip(self.selection.units, self.selection.keep, strict=True) if kept)

    def _inside(self, index: int) -> range:
        """The numbers of the units in an element."""
        return range(bisect_left(self.own, index), bisect_left(self.own, self.measures.end[index]))

    def _kept_prose(self, numbers: range | list[int]) -> int:
        return sum(self.selection.units[k].prose for k in numbers if self.selection.keep[k])

    def _is_small(self, numbers: range | list[int], largest: float = _LARGEST) -> bool:
        """Whether a block leaves enough of the article, is not `largest` times as long or longer, and calls no note."""
        if any(self.own[k] in self._calling for k in numbers):
            return False
        prose = self._kept_prose(numbers)
        return prose <= largest * (self._prose - prose) and self._prose - prose >= _ARTICLE

    @cached_property
    def _last(self) -> int:
        """The number of the last kept prose in the article's element: that of the first prose below the headline, unless another one holds far more."""
        selection, parent = self.selection, self.measures.parent
        sums: dict[int, int] = {}
        first = 0
        for unit, kept in zip(selection.units, selection.keep, strict=True):
            if kept and unit.prose:
                first = first or (parent[unit.index] if unit.index > (self.anchor or 0) else 0)
                sums[parent[unit.index]] = sums.get(parent[unit.index], 0) + unit.prose
        if first:
            sums[first] = round(_LARGEST_KNOWN * sums[first])
        main = max(sums, key=lambda index: (sums[index], -index), default=-1)
        return max(
            (k for k, u in enumerate(selection.units) if selection.keep[k] and u.prose and parent[u.index] == main),
            default=-1,
        )

    # -- outside of the article's element ----------------------------------------------------------------

    def _outside(self) -> Iterator[range]:
        """The units before and behind the `article` element of the headline, if it holds text of its own."""
        article = self.anchor or 0
        while article > 0 and self.measures.tags[article] != "article":
            article = self.measures.parent[article]
        if article <= 0:
            return
        inside = self._inside(article)
        if self._kept_prose(inside) < _ARTICLE or sum(self.selection.keep[k] for k in inside) < _CARDS:
            return
        for numbers in (range(inside.start), range(inside.stop, len(self.own))):
            if any(self.selection.keep[k] for k in numbers) and self._is_small(numbers):
                yield numbers

    # -- cards ----------------------------------------------------------------------------------------

    def _cards(self) -> Iterator[list[int]]:
        """The units of the groups of cards below the article. If all cards of the page hold far more than the rest, the page is a list of them."""
        groups = list(self._groups_of_cards())
        in_cards = {k for numbers in groups for k in numbers}
        cards = self._kept_prose(sorted(in_cards))
        rest = self._prose - cards
        chars = [0, 0]
        for k, unit in enumerate(self.selection.units):
            if self.selection.keep[k]:
                chars[k in in_cards] += unit.chars
        head = self.selection.draft.head
        is_signed = bool(head.authors) or any(date.type == "published" for date in head.dates)
        if rest < _ARTICLE or chars[1] > _LARGEST_TEXT * chars[0]:
            return
        if cards > (_LARGEST_KNOWN if is_signed else _LARGEST_UNSIGNED) * rest:
            return
        for numbers in groups:
            calls_note = any(self.own[k] in self._calling for k in numbers)
            if numbers[0] > self._last and not calls_note and any(self.selection.keep[k] for k in numbers):
                yield self._with_heading(numbers)

    def _groups_of_cards(self) -> Iterator[list[int]]:
        """The units of groups of like siblings of which most begin with a link to another page."""
        measures = self.measures
        siblings: dict[tuple[int, str, str], list[int]] = {}
        for index in around(measures, self.selection.units):
            if index and measures.tags[index] in ("div", "li", "article", "section", "a", "figure"):
                key = (measures.parent[index], measures.tags[index], comparable_classes(measures.classes[index]))
                siblings.setdefault(key, []).append(index)
        for alike in siblings.values():
            members = [index for index in alike if self._inside(index)]
            numbers = [k for index in members for k in self._inside(index)]
            if len(members) < _CARDS or len(numbers) <= len(members):
                continue
            prose = sum(self.selection.units[k].prose > 0 for k in numbers)
            if prose > _PARAGRAPHS * len(members):
                continue
            if sum(self._is_card(index) for index in members) >= max(_CARDS, _LINKED * len(members)):
                yield numbers

    def _is_card(self, index: int) -> bool:
        """Whether the heading or the first unit of an element, or its last unit, is nothing but a link to another page; or the element is such a link."""
        units = [self.selection.units[k] for k in self._inside(index)]
        if self.measures.tags[index] == "a":
            return self._leads_away(index)
        if not units or units[0].text.strip(" .#").isdecimal():
            return False  # an entry of a ranking
        titles = [u for u in units if self._in_heading(u)] or [u for u in units[:1] if _is_title(u.text)]
        return any(self._is_link(unit) for unit in titles[:1]) or (
            len(units) > 1 and bool(titles) and self._in_heading(titles[0]) and self._ends_with_link(units[-1])
        )

    def _ends_with_link(self, unit: Unit) -> bool:
        """Whether a unit ends with a link of its own: "… more"."""
        element = self.measures.elements[unit.index]
        last = element.children[-1] if element.children else None
        return self._is_link(unit) or (
            last is not None and last.tag == "a" and not (last.tail or "").strip() and self._leads_away(last.index)
        )

    def _in_heading(self, unit: Unit) -> bool:
        tags, parent = self.measures.tags, self.measures.parent
        return tags[unit.index] in HEADINGS or tags[parent[unit.index]] in HEADINGS

    def _is_link(self, unit: Unit) -> bool:
        return unit.link >= _ALL_LINK * unit.chars and self._leads_away(unit.index)

    def _leads_away(self, index: int) -> bool:
        """Whether a link in or around an element leads to another page."""
        return leads_away(self.selection, index)

    def _with_heading(self, numbers: list[int]) -> list[int]:
        """The units of a group with the heading right above it."""
        above = numbers[0] - 1
        is_heading = above > self._last and self.measures.tags[self.own[above]] in HEADINGS
        return [above, *numbers] if is_heading else numbers

    # -- notices --------------------------------------------------------------------------------------

    def _notices(self) -> Iterator[range]:
        """The units of blocks behind the article's element whose words are those of a notice of the site."""
        measures, keep = self.measures, self.selection.keep
        if self._last < 0 or self.anchor is None:
            return
        element = self.own[self._last]
        while element > 0 and not element <= self.anchor < measures.end[element]:
            element = measures.parent[element]
        start = bisect_left(self.own, measures.end[element]) if element > 0 else len(self.own)
        k = start
        while k < len(self.own):
            index = self.own[k]
            while (parent := measures.parent[index]) > 0 and not parent <= element < measures.end[parent]:
                index = parent
            numbers = self._inside(index)
            numbers = range(k, max(numbers.stop, k + 1))
            if any(keep[j] for j in numbers) and len(numbers) <= _UNITS and self._is_small(numbers, _LARGEST_KNOWN):
                text = " ".join(self.selection.units[j].text for j in numbers)
                if phrases().notice_cues(text) >= _CUES:
                    yield numbers
            k = numbers.stop


def _is_title(text: str) -> bool:
    """Whether a line is longer than the name of a person or a label."""
    return text.count(" ") >= _SPACES_OF_A_TITLE or (not text.isascii() and UNSPACED.search(text) is not None)


def linked_headings(selection: Selection) -> Decisions:
    """Drop rows of headings that are nothing but links to other pages, with the labels among them; a heading right above a kept paragraph stays."""
    measures, units, keep = selection.measures, selection.units, selection.keep
    tags, parent = measures.tags, measures.parent
    if not states_article(selection.draft):
        return {}
    linked = {
        k
        for k, unit in enumerate(units)
        if (tags[unit.index] in HEADINGS or tags[parent[unit.index]] in HEADINGS)
        and unit.link >= _ALL_LINK * unit.chars
        and leads_away(selection, unit.index)
    }
    decisions: Decisions = {}
    k, prose = 0, sum(unit.prose for unit, kept in zip(units, keep, strict=True) if kept)
    # on a page of links, they are the content
    if len(linked) < _ROW or prose < max(_ARTICLE, sum(units[k].chars for k in linked)):
        return decisions
    while k < len(units):
        first = k
        while k < len(units) and (k in linked or (not units[k].prose and units[k].chars <= _LABEL)):
            k += 1
        row = [j for j in range(first, k) if j in linked]
        # the last heading of a row may be that of the paragraph below
        if row and row[-1] == k - 1 and k < len(units) and units[k].prose and keep[k] and _is_above(selection, k - 1):
            row.pop()
        if len(row) >= _ROW:
            decisions.update(
                {j: Decision(False, "row-of-links", True) for j in _with_labels(selection, row) if keep[j]}
            )
        k = max(k, first + 1)
    return decisions


def _is_above(selection: Selection, k: int) -> bool:
    """Whether a unit stands right above the next one, in the same element."""
    measures, units = selection.measures, selection.units
    return measures.parent[units[k].index] == measures.parent[units[k + 1].index]


def _with_labels(selection: Selection, row: list[int]) -> list[int]:
    """The numbers of a row of headings; with the other units of the element that holds them all, if none of these is prose."""
    measures, units = selection.measures, selection.units
    own = [unit.index for unit in units]
    holder, last = own[row[0]], own[row[-1]]
    while holder > 0 and measures.end[holder] <= last:
        holder = measures.parent[holder]
    inside = range(bisect_left(own, holder), bisect_left(own, measures.end[holder]))
    labels = [k for k in inside if k not in row]
    if any(units[k].prose or units[k].chars > _LABEL for k in labels) or len(labels) > 2 * len(row):
        return row
    return list(inside)


def leads_away(selection: Selection, index: int) -> bool:
    """Whether a link in an element, or right around it, leads to another page."""
    measures = selection.measures
    links = [i for i in range(index, measures.end[index]) if measures.tags[i] == "a"]
    around_it = index
    for _ in range(2):
        around_it = measures.parent[around_it]
        if around_it > 0 and measures.tags[around_it] == "a":
            links.append(around_it)
    addresses = [(measures.elements[i].get("href") or "").strip() for i in links]
    return any(address and address[0] != "#" and not address.startswith("javascript:") for address in addresses)
