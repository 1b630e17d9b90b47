"""Threads: pages whose text is posts of several people, each with its author and its date. Forums, questions with answers, mailing lists, chats.

    find_thread    finds the posts, and writes them into the Draft (draft.PostDraft); on all other pages it does nothing

    module         what it finds
    groups         elements that are alike, wherever they stand
    pieces         the texts of the members of a group by their place
    heads          the places of the names and the dates; moments reads dates
    texts          the elements that hold the text of the posts
    flat           posts without an element around each
    opening        the post that opens the thread, if its markup differs from that of the replies
    evidence       what speaks for a thread, and what against
    decision       whether a group is the posts of a thread, and whether it can be before it is read
    building       the posts, with what they answer
    quotations     the quotations of earlier posts, and who is quoted

Comments below an article are no thread: the article outweighs them.
"""

from __future__ import annotations

import re
from typing import Any

from archiver.cleaning.anchors import headline
from archiver.cleaning.measures import Measures
from archiver.draft import Draft, PostDraft
from archiver.page import visible_text
from archiver.threads.building import build_flat_posts, build_posts
from archiver.threads.decision import ARTICLE, SAYS_SO, can_be_posts, enough, may_be_article, weigh
from archiver.threads.evidence import (
    PageEvidence,
    group_evidence,
    missing_heads,
    most_evidence,
    page_evidence,
    site_evidence,
    titled_share,
)
from archiver.threads.flat import flat_thread
from archiver.threads.groups import Group, groups
from archiver.threads.heads import ENOUGH_DATE, ENOUGH_NAME, HeadPlaces, find_heads
from archiver.threads.opening import Opening, find_opening, region_above
from archiver.threads.pieces import Pieces
from archiver.threads.quotations import mark_quotations
from archiver.threads.texts import text_elements
from archiver.trees.elements import Element

__all__ = ["RULE", "find_thread", "metadata_of"]

#: The name of the evidence for the author and the date of a thread.
RULE = "first-post"

_LANGUAGE = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)
#: The least share of the prose of the page in a thread without an element around each post.
_LEAST_FLAT = 0.4
#: The most characters of a subject, and the least share of the title of the page.
_LONGEST_TOPIC, _LEAST_TOPIC = 240, 0.4


def find_thread(draft: Draft, measures: Measures) -> None:
    """Set `draft.posts` if the page is a thread."""
    if draft.page.document is not None or draft.page.media_type == "text/plain" or draft.page.head is None:
        return
    site = site_evidence(draft, measures)
    most = most_evidence(site, measures)
    if most.weight < 0:
        return  # wherever the posts would be, the page says that it is an article
    language = language_of(draft)
    candidates = groups(measures)
    anchor = headline(draft, measures) if candidates else None
    best: tuple[float, Group, HeadPlaces, Pieces, Opening | None] | None = None
    for group in candidates:
        first = group.members[0].index
        page = page_evidence(site, measures, first)
        region = region_above(measures, first, anchor)
        if not can_be_posts(group, measures, page, measures.prose_between(*region) if region is not None else 0):
            continue
        pieces = Pieces(group, draft.page.text_runs, measures)
        heads = find_heads(group, pieces, measures, language)
        if heads.name_weight < ENOUGH_NAME and heads.date_weight < ENOUGH_DATE:
            continue
        if missing_heads(heads, page):
            continue
        opening = find_opening(draft, measures, group, heads, region, language)
        if weigh(group, heads, measures, page, opening) < enough(page):
            continue
        # of several groups that may be the posts, the one that holds most of the prose, and heads for all of it
        headed = sum(
            group.own_prose(member) for n, member in enumerate(group.members) if n in heads.names or n in heads.dates
        )
        if heads.name_weight >= ENOUGH_NAME and heads.date_weight >= ENOUGH_DATE:
            headed = sum(
                group.own_prose(member)
                for n, member in enumerate(group.members)
                if n in heads.names and n in heads.dates
            )
        if opening is not None and opening.name is not None:
            headed += opening.prose
        rank = group_evidence(group, heads, measures) + 8.0 * headed / measures.prose_total
        rank -= 6.0 * (heads.name_weight < ENOUGH_NAME or heads.date_weight < ENOUGH_DATE)
        # a member with several names at the same place holds several posts
        rank -= min(6.0, 3.0 * pieces.extras(heads.name_place, heads.date_place) / len(group.members))
        if best is None or rank > best[0]:
            best = rank, group, heads, pieces, opening
    if best is None:
        _find_flat(draft, measures, site, most, language)
    else:
        _, group, heads, pieces, opening = best
        posts = build_posts(draft, measures, group, heads, text_elements(group, measures), opening, language)
        draft.set_posts(posts, topic_of(draft, measures, posts))
        mark_quotations(draft, measures)


def _find_flat(draft: Draft, measures: Measures, site: PageEvidence, most: PageEvidence, language: str) -> None:
    """Set the posts of a thread without an element around each post. `most` is the result of `most_evidence`."""
    total = measures.prose_total
    least = _LEAST_FLAT * total
    if may_be_article(most, total):
        least = max(least, total - ARTICLE - 1)
    flat = flat_thread(draft, measures, language, least)
    if flat is None:
        return
    page = page_evidence(site, measures, flat.group.members[0].index)
    if may_be_article(page, measures.prose_total - flat.prose):
        return
    heads = flat.heads
    weight = page.weight + 4.0 * flat.prose / measures.prose_total + 2.0 * heads.in_order
    weight += min(2.0, heads.name_weight - ENOUGH_NAME + 1.5) + min(2.0, heads.date_weight - ENOUGH_DATE)
    weight -= 4.0 * titled_share(flat.group, measures)
    if weight >= enough(page) and (len(flat.group.members) > 2 or page.weight >= SAYS_SO):
        posts = build_flat_posts(draft, measures, flat)
        draft.set_posts(posts, topic_of(draft, measures, posts))
        mark_quotations(draft, measures)


def topic_of(draft: Draft, measures: Measures, posts: list[PostDraft]) -> Element | None:
    """The element with the subject, if that is not the first h1: boards head all their pages with their own name.

    It is the longest short text above or in the first post that the title of the page holds.
    """
    head = draft.page.head
    title = head.first("title") if head is not None else None
    words = " ".join((title.text if title is not None else "").split()).casefold()
    if not words or not posts:
        return None
    first = posts[0]
    behind = measures.end[(first.holder or first.elements[0]).index]
    texts = {element for post in posts for element in post.elements}
    best, longest = None, 0
    for unit in measures.units_between(0, behind):
        text = unit.text.casefold()
        if (
            longest < len(text) < _LONGEST_TOPIC
            and text in words
            and not measures.elements[unit.index].is_within(texts)
        ):
            best, longest = unit.index, len(text)
    heading = next((u for u in measures.units if measures.tags[u.index] == "h1"), None)
    if best is None or heading is None or heading.index == best or longest < _LEAST_TOPIC * len(words):
        return None
    return measures.elements[best] if heading.text.casefold() not in words or len(heading.text) < longest else None


def language_of(draft: Draft) -> str:
    """The language that the page declares, or "": the language of the article is not decided yet."""
    match = _LANGUAGE.search(draft.page.text[:5000])
    return match[1] if match is not None else ""


def metadata_of(draft: Draft) -> dict[str, Any]:
    """What the thread says for the fields of metadata.Given: the author and the day of its first post, and its subject if that is not the headline."""
    if not draft.posts:
        return {}
    first = draft.posts[0]
    values: dict[str, Any] = {}
    if draft.topic is not None:
        values["title"] = visible_text(draft.topic)
    if first.author:
        values["authors"] = (first.author,)
    if first.when:
        values["date"] = first.when[:10]
    return values
