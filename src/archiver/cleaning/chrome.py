"""Named rules: they remove elements that are certainly page chrome, before the body is looked for.

A rule applies to an element if its tag, its ARIA role or its class names page chrome: a comment thread, short navigation, a footer, a share bar.
These elements are removed first, because the body finder would count their text: on many pages, a comment thread is the longest run of prose. No
rule removes the headline, a claimed note marker, or a large share of the prose. Some pages never close a nav or a button, and the parser then
puts the whole page into it; and some themes give a name of page chrome to the wrapper of the whole page.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from archiver.cleaning.anchors import headline
from archiver.cleaning.archive_banner import archive_banner
from archiver.cleaning.block_roles import roles
from archiver.cleaning.body.corrections.accordions import is_heading_button, opens_a_panel
from archiver.cleaning.body.corrections.beside import states_article
from archiver.cleaning.body.data_tables import data_tables
from archiver.cleaning.mail_parts import mail_parts
from archiver.cleaning.measures import HEADINGS, Measures
from archiver.cleaning.next_article import next_articles
from archiver.cleaning.phrases import phrases
from archiver.cleaning.rules import class_rules
from archiver.draft import Draft
from archiver.page import visible_text
from archiver.trees.class_names import hyphenated
from archiver.trees.elements import Element


class Cue(NamedTuple):
    """A rule, and the name by which it removes elements: a tag (`<nav>`), a role (`[role=menu]`) or a class token (`share-bar`)."""

    rule: str
    name: str


#: Rules by tag and by role: (rule, largest share of the prose of the page that an element may hold and still be removed).
_BY_TAG = {
    "nav": ("navigation", 0.1),
    "footer": ("site-footer", 0.15),
    "header": ("site-header", 0.05),
    "form": ("form", 0.05),
    "dialog": ("popup", 0.1),
    "button": ("button", 0.02),
    "aside": ("aside", 0.15),
    "menu": ("navigation", 0.02),
    "search": ("search-box", 0.02),
    "input": ("form", 0.0),
}
_BY_ROLE = {
    "navigation": ("navigation", 0.1),
    "contentinfo": ("site-footer", 0.15),
    "banner": ("site-header", 0.05),
    "search": ("search-box", 0.02),
    "dialog": ("popup", 0.1),
    "alertdialog": ("popup", 0.1),
    "complementary": ("aside", 0.12),
    "menu": ("navigation", 0.02),
    "menubar": ("navigation", 0.02),
    "toolbar": ("navigation", 0.01),
    "tablist": ("navigation", 0.01),
}
_CELLS = frozenset(["td", "th"])
#: Elements that a link to a heading consists of.
_LINK_PARTS = frozenset(["span", "a", "small"])
#: Tags that have a rule, and headings, in which links may have one.
_RULED_TAGS = HEADINGS.union(_BY_TAG)
#: The texts of links from a heading to itself.
_PERMALINKS = frozenset(["#", "¶", "§", "🔗", "Permalink", "Anchor", "Link to heading"])
#: The fewest characters of prose outside of the comments. With fewer, the comments may be the article.
_ENOUGH_WITHOUT_COMMENTS = 400
#: The fewest characters of prose between the headline and the first comment. With fewer, the comments may be the article.
_BEFORE_COMMENTS = 100
#: The fewest characters of a line that may be one of an article in lines.
_LINE = 12
#: Words of class names of forums.
_THREADS = frozenset(["discussion", "thread", "topic", "forum"])
#: An element with fewer characters of prose may be removed even from a page with hardly any prose.
_SHORT = 300
#: The most characters of a quotation that is set apart.
_LONGEST_QUOTE = 400
#: Rules that remove an element beside the article also if the article is short: the least prose of the article, and the largest share of the element.
_BESIDE = frozenset(["aside", "sidebar"])
_LEAST_ARTICLE, _LARGEST_BESIDE = 150, 0.85


def remove_chrome(draft: Draft, measures: Measures, ignored: Collection[Cue] = ()) -> None:
    """Remove each element whose tag, role or class names page chrome. Cues in `ignored` remove nothing."""
    if draft.page.media_type == "text/plain":
        return  # plain text has no tags and classes; copied/ judges its lines
    _Chrome(draft, measures, frozenset(ignored)).run()


def cue_of(measures: Measures, index: int, rule: str) -> Cue | None:
    """The cue of a rule at an element: its tag, its role, or the first of its class tokens that names the rule. None if nothing names it."""
    tag, role = measures.tags[index], measures.roles.get(index, "")
    if tag in _BY_TAG and _BY_TAG[tag][0] == rule:
        return Cue(rule, f"<{tag}>")
    if role in _BY_ROLE and _BY_ROLE[role][0] == rule:
        return Cue(rule, f"[role={role}]")
    for token in measures.classes[index].split():
        if any(named == rule for named, _ in class_rules().of(token)):
            return Cue(rule, token)
    return None


class _Chrome:
    """The named rules on one page."""

    def __init__(self, draft: Draft, measures: Measures, ignored: frozenset[Cue] = frozenset()) -> None:
        self.draft = draft
        self.measures = measures
        self.ignored = ignored
        rules_of = class_rules().of
        by_classes = {classes: rules for classes in set(measures.classes) if (rules := rules_of(classes))}
        #: by index, the rules that the class or id of an element names
        self.rules_by_class = {
            i: by_classes[classes] for i, classes in enumerate(measures.classes) if classes in by_classes
        }
        self.headline = headline(draft, measures)
        self.kept = self._kept()
        self.article_beside_comments = self._article_beside_comments()

    def run(self) -> None:
        """Remove elements in document order. The content of removed elements is not looked at."""
        elements, end, rule_of, remove = self.measures.elements, self.measures.end, self.rule, self.draft.remove
        behind = 0
        for index in next_articles(self.draft, self.measures, self.headline):
            if index not in self.kept:
                remove(elements[index], "related")
        around = [*archive_banner(self.draft, self.measures, self.headline), *mail_parts(self.draft, self.measures)]
        for index, part in around:
            if index not in self.kept:
                remove(elements[index], part)
        ignored = self.ignored
        for index in self._candidates():
            if index >= behind and (rule := rule_of(index)):
                if ignored and cue_of(self.measures, index, rule) in ignored:
                    continue
                remove(elements[index], rule)
                behind = end[index]

    def _candidates(self) -> list[int]:
        """The indexes of the elements to which a rule may apply, in document order; they are few."""
        measures = self.measures
        tags, owner, end = measures.tags, measures.owner, measures.end
        candidates = set(self.rules_by_class).union(measures.roles)
        behind = 0
        for index in measures.hiding:
            candidates.update(range(max(index, behind), end[index]))
            behind = max(behind, end[index])
        behind = 0
        for index in [index for index, tag in enumerate(tags) if tag in _RULED_TAGS]:
            if tags[index] in _BY_TAG:
                candidates.add(index)
            elif index >= behind:
                # the heading of a section may hold links to edit the section, and to the section itself
                behind = end[index]
                candidates.update(
                    [i for i in range(index, behind) if tags[i] in _LINK_PARTS and tags[owner[i]] in HEADINGS]
                )
        candidates -= self.kept
        candidates.discard(0)
        return sorted(candidates)

    def rule(self, index: int) -> str | None:
        """The rule that removes an element, or None."""
        measures = self.measures
        if measures.flags[index] and not measures.is_seen(index):
            return "hidden" if measures.is_hidden(index) and not _is_formula(measures.elements[index]) else None
        tag, role = measures.tags[index], measures.roles.get(index)
        if tag == "button" and (is_heading_button(measures, index) or opens_a_panel(measures, index)):
            return None
        if tag == "aside" and self._is_pull_quote(index):
            return None
        by_name = _BY_TAG.get(tag) or (_BY_ROLE.get(role) if role else None)
        if by_name and self._may_remove(index, *by_name):
            return by_name[0]
        if tag in _LINK_PARTS and self._edits_heading(index):
            return "edit-link"
        if tag in _CELLS and index in self._data_cells:
            return None  # a class of a cell names its column
        for rule, share in self.rules_by_class.get(index, ()):
            if self._may_remove(index, rule, share):
                return rule
        return None

    def _may_remove(self, index: int, rule: str, share: float) -> bool:
        """Whether a rule may remove an element. `share` is the largest share of the prose of the page that the element may hold."""
        measures = self.measures
        if measures.is_inline(index):
            # a part of a paragraph may be running text, so only some rules apply to it
            return rule in _INLINE_RULES and not (rule == "edit-link" and self._is_whole_heading(index))
        prose, total = measures.prose(index), measures.prose_total
        if rule == "comments":
            return self.article_beside_comments
        is_beside = rule in _BESIDE and prose <= _LARGEST_BESIDE * total and self._is_beside_article(index)
        if rule in ("form", "aside") and prose > 600 and not is_beside:
            return False
        if prose > max(share * total, min(_SHORT, 0.3 * total)) and not is_beside:
            return False
        if rule == "site-footer" and self._inside_article(index) and measures.density(index) < 0.3:
            return False
        return not (rule == "site-header" and self._inside_article(index) and measures.density(index) < 0.5)

    @cached_property
    def _data_cells(self) -> set[int]:
        """The indexes of the cells of data tables that have others beside them in their row. A row of one cell may hold the controls of the table."""
        measures = self.measures
        tags, parent = measures.tags, measures.parent
        rows: dict[int, set[int]] = {}
        for numbers in data_tables(measures, measures.units):
            for k in numbers:
                index = measures.units[k].index
                cell = index if tags[index] in _CELLS else parent[index]
                rows.setdefault(parent[cell], set()).add(cell)
        return {cell for cells in rows.values() if len(cells) > 1 for cell in cells if tags[cell] in _CELLS}

    def _is_pull_quote(self, index: int) -> bool:
        """Whether an element of the article is a quotation set apart: by its class, or because it holds a `blockquote` and at most who said it."""
        measures = self.measures
        if not 0 < measures.chars(index) <= _LONGEST_QUOTE or measures.link(index) or not self._inside_article(index):
            return False
        if roles().of_classes(measures.classes[index]) == "pull-quote":
            return True
        quotes = [i for i in range(index + 1, measures.end[index]) if measures.tags[i] == "blockquote"]
        return len(quotes) == 1 and 2 * measures.chars(quotes[0]) > measures.chars(index)

    def _is_beside_article(self, index: int) -> bool:
        """Whether an element stands beside the article: the headline and the text right below it are in another element."""
        start, end = self._article
        return start < end and (self.measures.end[index] <= start or index >= end)

    @cached_property
    def _article(self) -> tuple[int, int]:
        """The indexes of the article's element and behind it, known by the headline and the first prose below it; (0, 0) if it is not known.

        It is the innermost element around both; where the headline has an element of its own, it is the element of the prose beside that one.
        """
        measures, headline = self.measures, self.headline
        first = next((u.index for u in measures.units if u.prose and u.index > (headline or 0)), None)
        if headline is None or first is None:
            return 0, 0
        element = headline
        while measures.end[element] <= first:
            element = measures.parent[element]
        if element <= 0:
            return 0, 0
        inner = first
        while measures.parent[inner] != element and inner != element:
            inner = measures.parent[inner]
        for part in (inner, element):
            prose = measures.prose(part)
            if prose >= _LEAST_ARTICLE and prose > measures.prose(first):
                return part, measures.end[part]
        return 0, 0

    def _edits_heading(self, index: int) -> bool:
        """Whether an element is a link in a heading: to edit the section, or to the section itself."""
        if self.measures.tags[self.measures.owner[index]] not in HEADINGS:
            return False
        text = visible_text(self.measures.elements[index])
        return text in _PERMALINKS or phrases().whole(text) == "edit-link"

    def _is_whole_heading(self, index: int) -> bool:
        """Whether an inline element holds all words of its heading. Documentation sites make such headings links to themselves."""
        owner = self.measures.owner[index]
        if self.measures.tags[owner] not in HEADINGS:
            return False
        text = visible_text(self.measures.elements[index])
        return any(c.isalnum() for c in text) and text == visible_text(self.measures.elements[owner])

    def _inside_article(self, index: int) -> bool:
        """Whether an element is inside an `article` or `main` element."""
        while index > 0:
            index = self.measures.parent[index]
            if self.measures.tags[index] in ("article", "main"):
                return True
        return False

    def _article_beside_comments(self) -> bool:
        """Whether the page has enough prose outside of the comments. In a forum or on a page of reviews, the comments are the article."""
        measures = self.measures
        if self._is_in_a_thread():
            return False
        total = left = measures.prose_total
        thread = -1
        behind = 1
        for index, rules in self.rules_by_class.items():
            if index >= behind and any(rule == "comments" for rule, _ in rules) and index not in self.kept:
                left -= measures.prose(index)
                thread = index if thread < 0 and measures.prose(index) else thread
                behind = measures.end[index]
        if left < max(_ENOUGH_WITHOUT_COMMENTS, 0.05 * total):
            return thread > 0 and self._is_article_in_lines(thread)
        # in a forum, the posts come right after the headline
        return self.headline is None or thread < 0 or measures.prose_between(self.headline, thread) >= _BEFORE_COMMENTS

    def _is_article_in_lines(self, thread: int) -> bool:
        """Whether what stands between the headline and the comments is an article in short lines, on a page that states to be one. Verse, and blogs in
        East Asian languages, are written so: without stops, and in no line as long as prose.
        """
        if self.headline is None or not self.headline < thread or not states_article(self.draft):
            return False
        measures = self.measures
        lines = sum(
            unit.chars - unit.link
            for unit in measures.units_between(self.headline, thread)
            if unit.chars >= _LINE and unit.link * 3 < unit.chars and measures.tags[unit.index] not in HEADINGS
        )
        return lines >= _ENOUGH_WITHOUT_COMMENTS

    def _is_in_a_thread(self) -> bool:
        """Whether the class of an element around the headline names a thread: then the replies are posts, also if their class is `comment`."""
        index = self.headline or 0
        while index > 0:
            if not _THREADS.isdisjoint(
                hyphenated(self.measures.classes[index]).replace("#", "").replace("-", " ").split()
            ):
                return True
            index = self.measures.parent[index]
        return False

    def _kept(self) -> set[int]:
        """The indexes of the elements that hold the headline, a visible note marker, or a root of the body. No rule removes them."""
        draft, parent = self.draft, self.measures.parent
        places = [e.index for e in draft.calls if e.index >= 0]
        places += [e.index for e, _ in draft.text_calls if e.index >= 0]
        places = [index for index in places if self.measures.is_seen(index)]
        places += [e.index for e in draft.body]
        if self.headline is not None:
            places.append(self.headline)
        kept: set[int] = set()
        for index in places:
            while index > 0 and index not in kept:
                kept.add(index)
                index = parent[index]
        return kept


def _is_formula(element: Element) -> bool:
    """Whether an element is part of a formula or holds only a formula. MediaWiki hides formulas and shows pictures of them instead."""
    if len(element.children) == 1 and element.children[0].tag == "math" and not (element.text or "").strip():
        return True
    return element.tag == "math" or next(element.ancestors("math"), None) is not None


#: The rules that may remove a part of a paragraph.
_INLINE_RULES = frozenset(
    ["hidden", "share-bar", "screen-reader", "print-links", "tags", "rating", "pagination", "byline", "edit-link"]
)
