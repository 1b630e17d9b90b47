"""Evidence that a page is a thread, and not an article with comments, a list of teasers, reviews, or biographies.

Each piece of evidence has a weight. The weights were chosen on labelled pages of forums and of other types (docs/decisions says on which); no single one
makes a thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft
from archiver.metadata.parsing.dates import find_dates
from archiver.page import visible_text
from archiver.threads.groups import Group
from archiver.threads.heads import ENOUGH_DATE, ENOUGH_NAME, HeadPlaces
from archiver.threads.words import listed, names_any, parts

#: The least sum of weights of a thread.
ENOUGH = 7.0
#: The weight of names that stand without dates.
_SURE_NAMES = 5.0
#: The fewest characters of a title, and of a link at the beginning of a member that is its title.
_TITLE, _FIRST_LINK = 12, 20
#: The weights of controls to reply, of names around the posts, and of a program for forums.
_OF_CONTROLS, _OF_NAMES, _OF_PROGRAM = 1.0, 1.5, 2.0
_TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z:/.]+)"')
_RE = re.compile(r"^(?:re|aw|sv|antw|odp|rép)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?:)?//[^/]*|[?#].*$")


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What the page says of itself: the sum of the weights, and the program that made it as it names itself, or ""."""

    weight: float
    program: str


def site_evidence(draft: Draft, measures: Measures) -> PageEvidence:
    """The evidence of the page as a whole: its address, types of schema.org, its program, controls to reply."""
    page, weight = draft.page, 0.0
    types = {value.rpartition("/")[2].rpartition(":")[2].lower() for value in _TYPE.findall(page.text)}
    types |= {
        (measures.elements[i].get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()
        for i in page.by_attribute.get("itemtype", ())
    }
    if types & listed("schema", "thread"):
        weight += 3.0
    if types & listed("schema", "article"):
        weight -= 2.0
    address = page.source.url or ""
    program = ""
    for element in page.head.iter("meta", "link", "base") if page.head is not None else ():
        name = (element.get("property") or element.get("name") or element.get("rel") or element.tag).lower()
        content = element.get("content") or element.get("href") or ""
        if name in ("canonical", "og:url", "base") and not address:
            address = content
        elif name == "og:type" and content.lower() in ("article", "product", "recipe"):
            weight -= 1.0
        elif name == "generator":
            program = content
    if address:
        weight += 1.5 * names_any(address, "page") - 1.0 * names_any(_ADDRESS.sub("", address), "article")
    if weight + _OF_CONTROLS + _OF_NAMES + _OF_PROGRAM >= 0:  # else the controls decide nothing
        weight += _OF_CONTROLS * _has_reply_controls(measures)
    return PageEvidence(weight, program)


def page_evidence(site: PageEvidence, measures: Measures, first: int) -> PageEvidence:
    """The evidence of the page with that of the classes around the first post."""
    index = first
    names = [site.program]
    while index > 0:
        index = measures.parent[index]
        names.append(measures.classes[index])
    words = parts(" ".join(names))
    weight = site.weight + _OF_NAMES * (not (listed("page") - {"comments"}).isdisjoint(words))
    program = site.program.lower()
    weight += _OF_PROGRAM * (
        not listed("programs").isdisjoint(words) or any(word in program for word in listed("programs"))
    )
    return PageEvidence(weight, site.program)


def most_evidence(site: PageEvidence, measures: Measures) -> PageEvidence:
    """The evidence of the page with the most that `page_evidence` can add to it, wherever the first post is."""
    names = " ".join(sorted(set(measures.classes))).lower()
    weight = site.weight + _OF_NAMES * _holds_any(names, "page")
    weight += _OF_PROGRAM * _holds_any(f"{names} {site.program.lower()}", "programs")
    return PageEvidence(weight, site.program)


def _holds_any(text: str, table: str) -> bool:
    """Cheap prefilter: whether the words of a list stand anywhere in a text in lower case, also inside of other words."""
    return any(word in text for word in listed(table))


def _has_reply_controls(measures: Measures) -> bool:
    """Whether several buttons or links of one kind to reply, to quote or to vote stand on the page: their addresses or classes say it in any language."""
    count = 0
    for index in [i for i, tag in enumerate(measures.tags) if tag in ("a", "button")]:
        element = measures.elements[index]
        names = f"{element.get('class', '')} {element.get('href', '')} {element.get('rel', '')}"
        count += _CONTROL.search(names) is not None and not parts(names).isdisjoint(_CONTROLS)
        if count > 1:
            return True
    return False


_CONTROLS = frozenset(
    "reply replies quote upvote vote downvote answer comment respond newreply reportpost report".split()
)
#: Cheap prefilter: few addresses hold such a word at all.
_CONTROL = re.compile("|".join(sorted(_CONTROLS)), re.IGNORECASE)


def group_evidence(group: Group, heads: HeadPlaces, measures: Measures) -> float:
    """The weight with which a group consists of posts: each has one name and one date, in order, and no title that leads to a page of its own."""
    weight = 0.0
    if heads.name_weight >= ENOUGH_NAME:
        weight += 1.5 + min(1.0, 0.3 * (heads.name_weight - ENOUGH_NAME))
    if heads.date_weight >= ENOUGH_DATE:
        weight += 1.5 + min(1.0, 0.3 * (heads.date_weight - ENOUGH_DATE))
    # a group that has caught other elements too has members without heads
    texts = [n for n, member in enumerate(group.members) if group.own_chars(member) >= 40]
    named = sum(n in heads.names for n in texts) if heads.name_weight >= ENOUGH_NAME else 0
    dated = sum(n in heads.dates for n in texts) if heads.date_weight >= ENOUGH_DATE else 0
    weight -= 2.0 * (2 - (named + dated) / (len(texts) or 1))
    names = [name for name, _ in heads.names.values()]
    if heads.name_weight >= ENOUGH_NAME and len(set(names)) < len(names):
        weight += 0.7
    return weight + form_evidence(group, measures) - 4.0 * titled_share(group, measures)


#: The most that the heads of its members add to the weight of a group.
MOST_OF_HEADS = 2.5 + 2.5 + 0.7


def form_evidence(group: Group, measures: Measures) -> float:
    """The part of the weight of a group that needs no heads: the names of the first member, and how the text is spread over the members."""
    weight = 0.0
    sample = group.members[0]
    own = parts(measures.classes[sample.index]) | {measures.tags[sample.index]}
    if not listed("member").isdisjoint(own):
        weight += 1.0
    itemtype = (measures.elements[sample.index].get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()
    if itemtype in listed("schema", "post"):
        weight += 1.5
    elif itemtype in listed("schema", "article"):
        weight -= 3.0
    if group.key[0] == "id":
        weight += 0.7
    if group.is_nested:
        weight += 1.0
    prose = [group.own_prose(m) for m in group.members]
    # one long text beside short ones is an article beside its teasers
    if max(prose) > 0.85 * sum(prose) and sum(group.own_chars(member) > 0 for member in group.members) > 2:
        weight -= 1.0
    return weight


def missing_heads(heads: HeadPlaces, page: PageEvidence) -> bool:
    """Whether the heads are too poor for posts: each post has a name and a date. One of the two may be missing on a page that says itself that it is a thread."""
    has_names, has_dates = heads.name_weight >= ENOUGH_NAME, heads.date_weight >= ENOUGH_DATE
    if has_names and has_dates:
        return False
    return page.weight < 3.0 or not (has_dates or heads.name_weight >= _SURE_NAMES)


def titled_share(group: Group, measures: Measures) -> float:
    """The share of the members with a title that is a link to a page of its own and differs from the titles of the others."""
    titles: list[str] = []
    with_text = 0
    for member in group.members[:60]:
        if not group.own_chars(member):
            continue
        with_text += 1
        for start, behind in member.ranges():
            title = _linked_title(measures, start, behind)
            if title:
                titles.append(title)
                break
    if not titles or len(set(titles)) < 0.6 * len(titles) or len(set(titles)) < 2:
        return 0.0
    return len(titles) / with_text


def _linked_title(measures: Measures, start: int, behind: int) -> str:
    """The text of the first heading in a range of indexes, without "Re:", if a link to another page holds all of it or is around it; else ""."""
    first = 0
    for index in range(start, behind):
        is_link = measures.tags[index] == "a"
        if is_link:
            first = first or index
        if measures.tags[index] not in HEADINGS and not (
            is_link
            and (
                names_any(measures.classes[measures.parent[index]] or measures.classes[index], "title")
                or (first == index and _opens(measures, index, start))
            )
        ):
            continue
        element = measures.elements[index]
        text = visible_text(element)
        link = element if element.tag == "a" else element.first("a") or next(element.ancestors("a"), None)
        if link is None or not text or link.get("href", "").startswith("#") or len(text) < _TITLE:
            return ""
        linked = sum(len(visible_text(a)) for a in element.iter("a")) if element.first("a") is not None else len(text)
        if linked < 0.8 * len(text) or find_dates(text):
            return ""
        return _RE.sub("", text).casefold()
    return ""


def _opens(measures: Measures, link: int, start: int) -> bool:
    """Whether a link of some length is the first text of a member."""
    text = visible_text(measures.elements[link])
    return len(text) >= _FIRST_LINK and visible_text(measures.elements[start]).startswith(text)
