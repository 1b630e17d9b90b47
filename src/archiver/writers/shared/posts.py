"""What the head of a post of a thread shows, for the writers in Python."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from archiver.article import NS


def post_date(post: etree._Element) -> str:
    """The date of a post as the page shows it, with the day where the text has no year: "3 hours ago (2020-01-12)"."""
    date = post.find("a:head/a:date", NS)
    if date is None:
        return ""
    text, when = " ".join((date.text or "").split()), date.get("when", "")
    return f"{text} ({when[:10]})" if when and when[:4] not in text else text


def post_name(post: etree._Element) -> str:
    """The name of the author of a post, or ""."""
    return " ".join(post.findtext("a:head/a:author/a:name", "", NS).split())


#: The most steps that replies are set in.
_DEEPEST = 4
#: Posts by their ids.
Posts = Mapping[str, etree._Element]


def posts_of(root: etree._Element) -> Posts:
    """The posts of a record by their ids."""
    return {post.get("id", ""): post for post in root.iterfind("a:body/a:post", NS)}


def depth_of(post: etree._Element, posts: Posts) -> int:
    """How many posts a post answers, one through the other; at most four."""
    depth = 0
    answered = posts.get(post.get("answers", ""))
    while answered is not None and depth < _DEEPEST:
        depth, answered = depth + 1, posts.get(answered.get("answers", ""))
    return depth
