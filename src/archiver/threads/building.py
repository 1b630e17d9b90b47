"""The posts of a thread, built from its group and from the places of names, dates and texts."""

from __future__ import annotations

import re
from collections import Counter

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft, PostDraft, PostKind, Span, Which
from archiver.page import BLOCKS, is_hidden, visible_text
from archiver.threads.flat import FlatThread
from archiver.threads.groups import Group, Member
from archiver.threads.heads import ENOUGH_DATE, ENOUGH_NAME, HeadPlaces
from archiver.threads.moments import Moment, moment_of
from archiver.threads.opening import Opening, title_of
from archiver.threads.pieces import Piece
from archiver.threads.words import names_any, parts
from archiver.trees.elements import Element

_RE = re.compile(r"^(?:re|aw|sv|antw|odp|rép)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"#\s?\d{1,6}$")
_DEPTH = re.compile(r"(?:^|[\s_-])(?:depth|level|indent|lvl|nest)[_-]?(\d{1,2})(?:\s|$)", re.IGNORECASE)
_MARGIN = re.compile(r"(?:margin|padding)-(?:left|inline-start)\s*:\s*([\d.]+)\s*(?:px|em|rem|%)", re.IGNORECASE)
#: Classes with which programs of chats mark a message whose author is that of the message before.
_CONTINUED = frozenset(["joined", "grouped", "continued", "consecutive", "same", "continuation", "followup"])
#: A member without head and with less text is no post, but a line between posts.
_NO_POST = 60
#: Signs that only set a name or a date off from the text.
_SIGNS = " \t\r\n\u00a0[](){}<>:,;|·•»«–—-"
#: The most characters beside name and date in the line of a head.
_MOST_OTHERS = 60
_LONGEST_CONTROL = 40
_MEDIA = ("img", "picture", "video", "iframe", "audio", "math", "svg")


def build_posts(
    draft: Draft,
    measures: Measures,
    group: Group,
    heads: HeadPlaces,
    texts: dict[int, list[int]],
    opening: Opening | None,
    language: str,
) -> list[PostDraft]:
    """The posts in the order of the page."""
    title = _RE.sub("", title_of(draft, measures)).casefold()
    posts: list[PostDraft] = []
    by_member: dict[int, PostDraft] = {}
    headings: dict[int, int] = {}
    if opening is not None:
        posts.append(_opening_post(draft, measures, opening))
    for number, member in enumerate(group.members):
        name = heads.names.get(number) if heads.name_weight >= ENOUGH_NAME else None
        date = heads.dates.get(number) if heads.date_weight >= ENOUGH_DATE else None
        if not group.own_chars(member) or is_hidden(measures.elements[member.index]):
            continue
        if name is None and date is None and group.own_chars(member) < _NO_POST:
            continue
        post, heading = _post(draft, measures, member, texts[number], name, date, title, language)
        if not _has_content(post):
            continue  # its name and its date stay in the page, and go to the ledger
        if heading is not None:
            headings[id(post)] = heading
        if not post.author and posts and not _CONTINUED.isdisjoint(parts(measures.classes[member.index])):
            post.author = posts[-1].author
        posts.append(post)
        by_member[number] = post
    _drop_repeated_headings(posts)
    for post in posts:
        if post.heading:
            post.spans += _spans(draft, headings[id(post)], post.heading)
    _leave_out_controls(posts)
    _set_answers(measures, group, by_member)
    return posts


def _has_content(post: PostDraft) -> bool:
    """Whether a post has anything beside its head: words, or a picture."""
    shown = sum(sum(map(str.isalnum, span.text)) for span in post.spans if span.element.is_within(set(post.elements)))
    words = sum(sum(map(str.isalnum, visible_text(element))) for element in post.elements)
    return words > shown or any(element.first(*_MEDIA) is not None for element in post.elements)


def _drop_repeated_headings(posts: list[PostDraft]) -> None:
    """Headings that several posts have in common are labels of the program."""
    counts = Counter(post.heading for post in posts if post.heading)
    for post in posts:
        if counts[post.heading] > 1:
            post.heading = ""


def _leave_out_controls(posts: list[PostDraft]) -> None:
    """Leave out the controls in the texts of posts ("Click to expand…"): short links of several posts that lead nowhere."""
    links: dict[str, list[tuple[PostDraft, Element]]] = {}
    for post in posts:
        for root in post.elements:
            for element in root.iter("a", "button"):
                href = element.get("href", "#")
                if not href.startswith(("#", "javascript:")) or (len(href) > 1 and href[0] == "#"):
                    continue
                text = visible_text(element)
                if 0 < len(text) <= _LONGEST_CONTROL:
                    links.setdefault(text, []).append((post, element))
    for places in links.values():
        if len({id(post) for post, _ in places}) > 1 or all(element.tag == "button" for _, element in places):
            for post, element in places:
                post.left_out += (element,)


def build_flat_posts(draft: Draft, measures: Measures, flat: FlatThread) -> list[PostDraft]:
    """The posts of a thread without an element around each post."""
    posts = []
    elements = measures.elements
    for number, member in enumerate(flat.group.members):
        post = PostDraft(tuple(elements[i] for i in flat.texts[number]))
        _set_head(draft, post, flat.heads.names.get(number), flat.heads.dates.get(number))
        post.left_out = (elements[member.index],)
        posts.append(post)
    return posts


def _opening_post(draft: Draft, measures: Measures, opening: Opening) -> PostDraft:
    elements = measures.elements
    start, behind = opening.range
    post = PostDraft(tuple(elements[i] for i in opening.texts))
    if measures.end[start] == behind and start not in opening.texts:
        post.holder = elements[start]
        post.left_out = tuple(elements[i] for i in _beside(measures, start, behind, set(opening.texts), ()))
    _set_head(draft, post, opening.name, opening.date)
    post.kind = _kind(measures, start)
    return post


def _post(
    draft: Draft,
    measures: Measures,
    member: Member,
    texts: list[int],
    name: tuple[str, Piece] | None,
    date: tuple[Moment, Piece] | None,
    title: str,
    language: str,
) -> tuple[PostDraft, int | None]:
    """A post, and the index of its heading."""
    elements = measures.elements
    heading: int | None = None
    post = PostDraft(tuple(elements[i] for i in texts), elements[member.index])
    _set_head(draft, post, name, date)
    inside = [i for a, b in member.ranges() for i in range(a, b)]
    held = [(i, measures.end[i]) for i in texts]
    _set_declared_head(draft, measures, post, [i for i in inside if not any(a <= i < b for a, b in held)], language)
    post.left_out = tuple(elements[i] for i in _beside(measures, member.index, member.end, set(texts), member.holes))
    post.left_out += _head_lines(measures, post)
    post.kind = _kind(measures, member.index)
    for index in inside:
        if any(a <= index < b for a, b in held):
            continue
        element = elements[index]
        if measures.tags[index] == "a" and not post.number:
            text = visible_text(element)
            if _NUMBER.fullmatch(text):
                post.number = text
                post.spans += _spans(draft, index, text)
        if measures.tags[index] in HEADINGS and not post.heading and index > member.index:
            text = visible_text(element)
            subject = _RE.sub("", text).casefold()
            if names_any(measures.classes[index], "profile"):
                continue
            if (
                text
                and subject != title
                and text != post.author
                and post.author not in text
                and not element.is_within(list(post.elements))
            ) and (
                (len(subject) > 2 and subject not in title and not post.date)
                or (post.date and post.date not in text and subject not in title)
            ):
                post.heading, heading = text, index
    return post, heading


def _head_lines(measures: Measures, post: PostDraft) -> tuple[Element, ...]:
    """The elements among the text of a post that hold its name or its date and hardly anything else: "by Anna, on 3 May"."""
    roots = set(post.elements)
    lines: list[Element] = []
    for span in post.spans:
        element = span.element if span.which == "text" else span.element.parent
        line = None
        while element is not None and element not in roots and element.parent is not None:
            text = visible_text(element)
            others = len(text) - len(post.author) - len(post.date)
            if others > _MOST_OTHERS or measures.prose(element.index):
                break
            if element.tag in BLOCKS:
                line = element
            element = element.parent
        if line is not None and line.is_within(roots) and line not in lines:
            lines.append(line)
    return tuple(lines)


def _spans(draft: Draft, index: int, text: str) -> tuple[Span, ...]:
    """The stretches of text inside an element."""
    runs = draft.page.text_runs
    spans = []
    for run in range(max(0, runs.begins[index]), runs.ends[index]):
        owner = runs.owners[run]
        if owner >= 0 and runs.row[run].strip():
            which: Which = "tail" if owner & 1 else "text"
            spans.append(Span(draft.page.elements[owner >> 1], which, 0, len(runs.row[run])))
    return tuple(spans)


def _set_head(draft: Draft, post: PostDraft, name: tuple[str, Piece] | None, date: tuple[Moment, Piece] | None) -> None:
    """Set the author and the date, and the stretches of text that show them."""
    if name is not None:
        post.author = name[0]
        post.spans += _span(draft, name[1], name[0])
    if date is not None:
        moment, piece = date
        post.date, post.when = moment.text, moment.when
        post.spans += _span(draft, piece, moment.text)
        holder = draft.page.elements[piece.holder]
        link = holder if holder.tag == "a" else next(holder.ancestors("a"), None)
        # the date of a post is the link to it alone, in most programs
        if link is not None and not link.get("href", "#").startswith(("#", "javascript:")):
            post.address = link.get("href", "")


def _set_declared_head(draft: Draft, measures: Measures, post: PostDraft, beside: list[int], language: str) -> None:
    """Set the author and the date that the place of the other posts' heads does not give, if the markup says which element holds them: `time`, and the
    properties of schema.org. `beside` are the indexes of the elements of the post that are not its text.
    """
    for index in beside:
        element = measures.elements[index]
        properties = set((element.get("itemprop") or "").split())
        if is_hidden(element):
            continue
        text = visible_text(element)
        if not text or len(text) > _MOST_OTHERS:
            continue
        if not post.author and properties & _NAME_PROPERTIES and _is_in_link_or_author(element):
            post.author = text
            post.spans += _spans(draft, index, text)
        elif not post.date and (element.tag == "time" or properties & _DATE_PROPERTIES):
            moment = moment_of(measures, index, index, text, language)
            if moment is not None and moment.when:
                post.date, post.when = moment.text, moment.when
                post.spans += _spans(draft, index, text)


def _is_in_link_or_author(element: Element) -> bool:
    """Whether a name is that of a person: `name` is also the property of a title, which stands in a heading."""
    around = [element, *(a for _, a in zip(range(3), element.ancestors(), strict=False))]
    if any(a.tag in HEADINGS for a in around):
        return False
    return any(a.tag == "a" or {"author", "creator"} & set((a.get("itemprop") or "").split()) for a in around)


_NAME_PROPERTIES = frozenset(("author", "creator", "name"))
_DATE_PROPERTIES = frozenset(("datePublished", "dateCreated", "dateUploaded"))


def _span(draft: Draft, piece: Piece, value: str) -> tuple[Span, ...]:
    """The stretch of a text run that shows a value, with the signs around it: "[10:04]", "Anna:". White space in the run may differ."""
    runs = draft.page.text_runs
    raw = runs.row[piece.run]
    match = re.search(r"\s+".join(map(re.escape, value.split())), raw)
    owner = runs.owners[piece.run]
    if match is None or owner < 0:
        return ()
    start, end = match.span()
    while start and raw[start - 1] in _SIGNS:
        start -= 1
    while end < len(raw) and raw[end] in _SIGNS:
        end += 1
    return (Span(draft.page.elements[owner >> 1], "tail" if owner & 1 else "text", start, end),)


def _kind(measures: Measures, index: int) -> PostKind:
    """What the markup calls a post: its property, its type, or the first words of its class."""
    element = measures.elements[index]
    itemtype = (element.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()
    names = f"{element.get('itemprop', '')} {itemtype} {' '.join(measures.classes[index].split()[:2])}"
    words = parts(names)
    if words & {"answer", "suggestedanswer", "acceptedanswer"}:
        return "answer"
    if "question" in words:
        return "question"
    return "comment" if "comment" in words else ""


def _beside(
    measures: Measures, start: int, behind: int, texts: set[int], holes: tuple[tuple[int, int], ...]
) -> list[int]:
    """The outermost elements of a post that hold neither its text nor another post."""
    kept = [*texts, *(a for a, _ in holes)]
    beside = []
    index = start + 1 if start not in texts else behind
    hole_at = dict(holes)
    while index < behind:
        if index in hole_at:
            index = hole_at[index]
        elif index in texts:
            index = measures.end[index]
        elif any(index < k < measures.end[index] for k in kept):
            index += 1
        else:
            beside.append(index)
            index = measures.end[index]
    return beside


# -- answers -----------------------------------------------------------------------------------------


def _set_answers(measures: Measures, group: Group, by_member: dict[int, PostDraft]) -> None:
    """Set what each post answers: the post around it, else the last one with less indentation."""
    if group.is_nested:
        for number, post in by_member.items():
            parent = group.members[number].parent
            while parent is not None and parent not in by_member:
                parent = group.members[parent].parent
            if parent is not None:
                post.answers = by_member[parent]
        return
    depths = {number: _depth(measures, group.members[number]) for number in by_member}
    if len({depth for depth in depths.values() if depth is not None}) < 2:
        _set_answers_by_lists(measures, group, by_member)
        return
    open_posts: list[tuple[float, PostDraft]] = []
    for number, post in by_member.items():
        depth = depths[number] or 0.0
        while open_posts and open_posts[-1][0] >= depth:
            open_posts.pop()
        if open_posts:
            post.answers = open_posts[-1][1]
        open_posts.append((depth, post))


def _set_answers_by_lists(measures: Measures, group: Group, by_member: dict[int, PostDraft]) -> None:
    """Replies in a list that stands in the element of the post before: `<li><div>post</div><ul><li><div>reply</div></li></ul></li>`."""
    open_posts: list[tuple[int, int, PostDraft]] = []
    for number, post in by_member.items():
        member = group.members[number]
        holder = measures.parent[member.index]
        while open_posts and not (
            open_posts[-1][0] < member.index < measures.end[open_posts[-1][0]] and open_posts[-1][0] != holder
        ):
            open_posts.pop()
        if open_posts:
            post.answers = open_posts[-1][2]
        if measures.tags[holder] in ("li", "dd", "details") and _holds_one(group, holder, measures):
            open_posts.append((holder, member.index, post))


def _holds_one(group: Group, holder: int, measures: Measures) -> bool:
    """Whether an element is the parent of a single member."""
    return sum(measures.parent[m.index] == holder for m in group.members) == 1


def _depth(measures: Measures, member: Member) -> float | None:
    """The indentation of a member: a number in its class or attributes, a margin, or the width of a picture in front of its text."""
    element = measures.elements[member.index]
    candidates = [element]
    if element.parent is not None:
        candidates.append(element.parent)
    for candidate in candidates:
        for name in ("data-depth", "data-level", "aria-level", "depth", "data-indent", "indent"):
            if (value := candidate.get(name, "")).isdigit():
                return float(value)
        if match := _DEPTH.search(candidate.get("class", "")):
            return float(match[1])
        if match := _MARGIN.search(candidate.get("style", "")):
            return float(match[1])
    for index in range(member.index + 1, min(member.end, member.index + 12)):
        inner = measures.elements[index]
        if (value := inner.get("indent", "")).isdigit():
            return float(value)
        if measures.tags[index] == "img" and (width := inner.get("width", "")).isdigit() and inner.get("height") == "1":
            return float(width)
    return None
