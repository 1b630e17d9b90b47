"""The posts of a thread in the record: one `post` after the other, each with its head.

    <post id="post2" answers="post1" number="#2" href="…">
      <head><author><name>tamsin</name></author><date when="2014-03-02T10:00:00">Sat Mar 02, 2014 10:00 am</date></head>
      <p>…</p>
    </post>

The order is that of the page. A reply inside of the post that it answers does not stand inside of it here: `answers` names the post.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.draft import Draft, PostDraft
from archiver.record import links
from archiver.record.flow import Flow, make
from archiver.record.head import folded
from archiver.record.walk import Walk
from archiver.trees.changes import drop

_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?)?)?")
#: Holds the place of the id of the answered post until all posts have their ids.
_ANSWERS = "answers"


def build_posts(draft: Draft, flow: Flow, walk: Walk) -> None:
    """Walk the posts into the flow, one after the other. A post without any content is left out."""
    numbers = {id(post): number for number, post in enumerate(draft.posts)}
    for number, post in enumerate(draft.posts):
        element = make("post", source=str(number))
        if post.kind:
            element.set("kind", post.kind)
        if post.number:
            element.set("number", folded(post.number))
        if href := links.absolute(post.address, links.base(draft)):
            element.set("href", href)
        if post.answers is not None:
            element.set(_ANSWERS, str(numbers[id(post.answers)]))
        flow.open(element)
        element.append(_head(post))
        if post.holder is not None and (anchor := post.holder.get("id")):
            walk.anchors.setdefault(anchor, element)
        for root in post.elements:
            walk.element(root)
            flow.break_paragraph()
        flow.close()
        if len(element) == 1:
            drop(element)


def number_answers(body: Element) -> None:
    """Write the ids of the answered posts. A post that was left out is answered by nobody."""
    posts = list(body.iter(tag("post")))
    ids = {post.attrib.pop("source"): post.get("id", "") for post in posts}
    for post in posts:
        if (number := post.get(_ANSWERS)) is not None:
            if number in ids:
                post.set(_ANSWERS, ids[number])
            else:
                del post.attrib[_ANSWERS]


def _head(post: PostDraft) -> Element:
    head = make("head")
    if heading := folded(post.heading):
        child = make("heading")
        child.text = heading
        head.append(child)
    if name := folded(post.author):
        author, child = make("author"), make("name")
        child.text = name
        author.append(child)
        head.append(author)
    if post.date or post.when:
        date = make("date")
        if _WHEN.fullmatch(post.when):
            date.set("when", post.when)
        date.text = folded(post.date or post.when)
        head.append(date)
    return head
