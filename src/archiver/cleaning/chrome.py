"""Named rules that take out what is page chrome beyond doubt, before the body is sought.

Whole blocks go by what their tag, role or class says they are: comment threads, short navigation, footers, share
bars. What is left makes the body finder's measures true; a comment thread would otherwise be the longest run of prose
on many a page. No rule may take the headline, a claimed marker, or a large share of the prose: the parser puts whole
pages inside a nav or a button that was never closed, and themes give chrome's names to wrappers of everything.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from lxml.etree import _Element as Element

from archiver.cleaning.anchors import headline
from archiver.cleaning.body.corrections.accordions import names_a_panel
from archiver.cleaning.measures import HEADINGS, Measures
from archiver.cleaning.next_article import following_articles
from archiver.cleaning.phrases import phrases
from archiver.cleaning.rules import class_rules
from archiver.draft import Draft
from archiver.page import visible_text


class Cue(NamedTuple):
    """A rule, and the name by which it takes elements of a page: a tag (`<nav>`), a role (`[role=menu]`), a class token."""

    rule: str
    name: str


#: What an element is by its tag or its role: (rule, share of the page's prose it may hold and still go).
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
#: What links to a heading are made of.
_SMALL = frozenset(["span", "a", "small"])
#: Tags of which a rule speaks, and those around links that one speaks of.
_NAMED = HEADINGS.union(_BY_TAG)
#: Signs by which a heading links to itself.
_ANCHORS = frozenset(["#", "¶", "§", "🔗", "Permalink", "Anchor", "Link to heading"])
#: Prose outside a comment thread that makes the rest of the page an article of its own.
_ENOUGH_WITHOUT_COMMENTS = 400
#: Prose between the headline and the thread that makes an article.
_BEFORE_COMMENTS = 100
#: An element of the page's own chrome that says less than this may go even where there is hardly any prose.
_SHORT = 300


def remove_chrome(draft: Draft, measures: Measures, spared: Collection[Cue] = ()) -> None:
    """Say of each element that is chrome by its name which rule takes it out; cues that are `spared` take nothing."""
    if draft.page.media_type == "text/plain":
        return  # copied text has no names; plain_text.py reads its lines
    _Chrome(draft, measures, frozenset(spared)).run()


def cue_of(measures: Measures, index: int, rule: str) -> Cue | None:
    """What names this rule at an element: its tag, its role, or the first of its class tokens that does. None where no name does."""
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
    def __init__(self, draft: Draft, measures: Measures, spared: frozenset[Cue] = frozenset()) -> None:
        self.draft = draft
        self.measures = measures
        self.spared = spared
        of = class_rules().of
        ruled = {name: rules for name in set(measures.classes) if (rules := of(name))}
        #: the elements whose class or id names rules, with those rules
        self.ruled = {index: ruled[name] for index, name in enumerate(measures.classes) if name in ruled}
        self.headline = headline(draft, measures)
        self.kept_around = self._kept_around()
        self.article_beside_comments = self._article_beside_comments()

    def run(self) -> None:
        """Visit elements from the outside in; what is taken out is not looked into."""
        elements, end, rule_of, remove = self.measures.elements, self.measures.end, self.rule, self.draft.remove
        behind = 0
        for index in following_articles(self.draft, self.measures, self.headline):
            if index not in self.kept_around:
                remove(elements[index], "related")
        spared = self.spared
        for index in self._asked():
            if index >= behind and (rule := rule_of(index)):
                if spared and cue_of(self.measures, index, rule) in spared:
                    continue
                remove(elements[index], rule)
                behind = end[index]

    def _asked(self) -> list[int]:
        """The elements of which some rule speaks, in order; they are few."""
        measures = self.measures
        tags, owner, end = measures.tags, measures.owner, measures.end
        asked = set(self.ruled).union(measures.roles)
        behind = 0
        for index in measures.hiding:
            asked.update(range(max(index, behind), end[index]))
            behind = max(behind, end[index])
        behind = 0
        for index in [index for index, tag in enumerate(tags) if tag in _NAMED]:
            if tags[index] in _BY_TAG:
                asked.add(index)
            elif index >= behind:
                # links to the section stand in its heading
                behind = end[index]
                asked.update([i for i in range(index, behind) if tags[i] in _SMALL and tags[owner[i]] in HEADINGS])
        asked -= self.kept_around
        asked.discard(0)
        return sorted(asked)

    def rule(self, index: int) -> str | None:
        """The rule that takes an element out, or None."""
        measures = self.measures
        if measures.flags[index] and not measures.is_seen(index):
            return "hidden" if measures.is_hidden(index) and not _is_formula(measures.elements[index]) else None
        tag, role = measures.tags[index], measures.roles.get(index)
        if tag == "button" and names_a_panel(measures, index):
            return None
        said = _BY_TAG.get(tag) or (_BY_ROLE.get(role) if role else None)
        if said and self._may_go(index, *said):
            return said[0]
        if tag in _SMALL and self._edits_heading(index):
            return "edit-link"
        for rule, share in self.ruled.get(index, ()):
            if self._may_go(index, rule, share):
                return rule
        return None

    def _may_go(self, index: int, rule: str, share: float) -> bool:
        measures = self.measures
        if measures.is_inline(index):
            # part of a paragraph: only what is no running text
            return rule in _INLINE_RULES and not (rule == "edit-link" and self._is_whole_heading(index))
        prose, total = measures.prose(index), measures.prose_total
        if rule == "comments":
            return self.article_beside_comments
        if rule in ("form", "aside") and prose and prose > 600:
            return False
        if prose > max(share * total, min(_SHORT, 0.3 * total)):
            return False
        if rule == "site-footer" and self._inside_article(index) and measures.density(index) < 0.3:
            return False
        return not (rule == "site-header" and self._inside_article(index) and measures.density(index) < 0.5)

    def _edits_heading(self, index: int) -> bool:
        """A link to edit a section, or to the section itself, that stands in its heading."""
        if self.measures.tags[self.measures.owner[index]] not in HEADINGS:
            return False
        text = visible_text(self.measures.elements[index])
        return text in _ANCHORS or phrases().whole(text) == "edit-link"

    def _is_whole_heading(self, index: int) -> bool:
        """Whether an inline element holds all the words of its heading, which documentation sites make a link to itself."""
        owner = self.measures.owner[index]
        if self.measures.tags[owner] not in HEADINGS:
            return False
        text = visible_text(self.measures.elements[index])
        return any(c.isalnum() for c in text) and text == visible_text(self.measures.elements[owner])

    def _inside_article(self, index: int) -> bool:
        while index > 0:
            index = self.measures.parent[index]
            if self.measures.tags[index] in ("article", "main"):
                return True
        return False

    def _article_beside_comments(self) -> bool:
        """Whether enough prose is left without the comments; a forum or a page of reviews is nothing else."""
        measures = self.measures
        total = left = measures.prose_total
        thread = -1
        behind = 1
        for index, rules in self.ruled.items():
            if index >= behind and any(rule == "comments" for rule, _ in rules) and index not in self.kept_around:
                left -= measures.prose(index)
                thread = index if thread < 0 and measures.prose(index) else thread
                behind = measures.end[index]
        if left < max(_ENOUGH_WITHOUT_COMMENTS, 0.05 * total):
            return False
        # in a forum the posts follow the headline at once
        return self.headline is None or thread < 0 or measures.prose_between(self.headline, thread) >= _BEFORE_COMMENTS

    def _kept_around(self) -> set[int]:
        """Elements that hold the headline or a marker that readers see: they stay, whatever their name."""
        draft, parent = self.draft, self.measures.parent
        places = [draft.page.index_of[e] for e in draft.calls if e in draft.page.index_of]
        places += [draft.page.index_of[e] for e, _ in draft.text_calls if e in draft.page.index_of]
        places = [index for index in places if self.measures.is_seen(index)]
        places += [draft.page.index_of[e] for e in draft.body]
        if self.headline is not None:
            places.append(self.headline)
        kept: set[int] = set()
        for index in places:
            while index > 0 and index not in kept:
                kept.add(index)
                index = parent[index]
        return kept


def _is_formula(element: Element) -> bool:
    """Whether an element is part of a formula, or holds nothing else: MediaWiki hides formulas from eyes and shows pictures of them."""
    if len(element) == 1 and element[0].tag == "math" and not (element.text or "").strip():
        return True
    return element.tag == "math" or next(element.iterancestors("math"), None) is not None


_INLINE_RULES = frozenset(
    ["hidden", "share-bar", "screen-reader", "print-links", "tags", "rating", "pagination", "byline", "edit-link"]
)
