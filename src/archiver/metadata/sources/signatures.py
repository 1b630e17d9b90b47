"""Signatures: names of authors without a byline word, before a mail address under the headline or alone at the right
margin.
"""

from __future__ import annotations

import re

from archiver.description import Author
from archiver.draft import Draft
from archiver.metadata.parsing.bylines import split_authors
from archiver.metadata.sources.visible_lines import visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden
from archiver.trees.elements import Element

_RIGHT_ALIGNED = re.compile(r"text-align:\s*right")


def find_signature(draft: Draft, marked: MarkedElements) -> tuple[tuple[Author, ...], Element, int, str] | None:
    """The author whose name is alone on a right-aligned line, as in Vietnamese newspapers and on old pages; None if there
    is none.

    The result is (authors, element, weight, text). The weight is always 1, the lowest weight of a byline.
    """
    for element, attributes in zip(draft.page.elements, draft.page.attributes, strict=True):
        if not (
            attributes.get("align") == "right" or ("style" in attributes and _RIGHT_ALIGNED.search(attributes["style"]))
        ):
            continue
        text = " ".join(visible_lines(draft, element, 60) or [])
        if (
            element.tag in ("p", "div")
            and 2 <= len(text.split()) <= 4
            and text[0].isupper()
            and element.first("a") is None
            and not marked.in_aside(element)
            and not is_hidden(element)
        ):
            authors = split_authors(text)
            if len(authors) == 1 and authors[0].type == "person" and authors[0].name == text:
                return authors, element, 1, text
    return None


def is_before_mail_address(element: Element) -> bool:
    """Whether an element is the first of its line and a `mailto:` link follows: the name of the sender in archives of
    mailing lists.
    """
    parent, previous, following = element.parent, element.previous, element.next
    if (
        parent is None
        or following is None
        or following.tag != "a"
        or not (following.get("href") or "").startswith("mailto:")
    ):
        return False
    if (element.tail or "").strip(" <(\n\t"):
        return False
    is_first = not (parent.text or "").strip() if previous is None else not (previous.tail or "").strip()
    return is_first and (previous is None or previous.tag in ("br", "hr", "h1", "h2", "p"))
