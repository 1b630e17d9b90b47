"""Names that sign a text without a word for it: beside a mail address under the headline, or alone at the right margin."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archiver.draft import AuthorDraft, Draft
from archiver.metadata.parsing.bylines import split_authors
from archiver.metadata.sources.visible_lines import visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden

_TO_THE_RIGHT = re.compile(r"text-align:\s*right")


def find_signature(draft: Draft, seen: MarkedElements) -> tuple[tuple[AuthorDraft, ...], Element, int, str] | None:
    """A name alone on a line that is set to the right, as papers in Vietnam and old pages sign their texts."""
    for element, said in zip(draft.page.elements, draft.page.attributes, strict=True):
        if not (said.get("align") == "right" or ("style" in said and _TO_THE_RIGHT.search(said["style"]))):
            continue
        text = " ".join(visible_lines(draft, element, 60) or [])
        if (
            element.tag in ("p", "div")
            and 2 <= len(text.split()) <= 4
            and text[0].isupper()
            and element.find(".//a") is None
            and not seen.in_aside(element)
            and not is_hidden(element)
        ):
            people = split_authors(text)
            if len(people) == 1 and people[0].type == "person" and people[0].name == text:
                return people, element, 1, text
    return None


def is_before_mail_address(element: Element) -> bool:
    """Whether a name opens a line right before its mail address, as archives of mailing lists have it."""
    parent, before, after = element.getparent(), element.getprevious(), element.getnext()
    if parent is None or after is None or after.tag != "a" or not (after.get("href") or "").startswith("mailto:"):
        return False
    if (element.tail or "").strip(" <(\n\t"):
        return False
    opens = not (parent.text or "").strip() if before is None else not (before.tail or "").strip()
    return opens and (before is None or before.tag in ("br", "hr", "h1", "h2", "p"))
