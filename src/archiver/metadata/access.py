"""Whether a page holds all of its article: a paywall, or one page of several.

A publisher declares a paywall in JSON-LD (schema.org/isAccessibleForFree, and Google's guide to paywalled content) also on pages that carry all of
the text. So the declaration alone says nothing: evidence is counted, and two pieces of it make the finding M006.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from archiver.draft import Draft
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.word_lists import words
from archiver.page import Page, visible_text
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element

_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?(?P<free>true|false)', re.IGNORECASE)
_WORD_COUNT = re.compile(r'"wordCount"\s*:\s*"?(?P<count>\d{2,6})')
_SELECTOR = re.compile(r'"cssSelector"\s*:\s*"\.(?P<name>[\w-]+)"')
#: An element with so many characters behind a paywall is text, and no call to subscribe.
_TEXT_BEHIND = 600
#: A page with less than this share of the declared words holds a part of its article.
_LEAST_SHARE = 0.6
#: The most characters of a call to subscribe, of a paragraph that may be the last one, and of a line that counts pages.
_LONGEST_CALL, _SHORTEST_PROSE, _LONGEST_COUNT = 240, 80, 40
_TWO_NUMBERS = re.compile(r"\d\D+\d")
_ENOUGH, _MOST_RUNS = 2, 40
_NUMBERED = re.compile(
    r"(?:[/_-]|[?&](?:page|pg|p|seite|pagina|s)=|/page/)(?P<n>\d{1,2})(?:/|\.html?|\.php)?$", re.IGNORECASE
)


def find_cut(draft: Draft) -> str:
    """Why a page holds only a part of its article, in words for the user; "" if nothing says so."""
    page = draft.page
    if count := _count_of_pages(page):
        return count
    evidence = list(_evidence_of_paywall(page))
    if evidence and (call := _call_to_subscribe(page)):
        evidence.append(f"“{call}”")
    return "; ".join(evidence) if len(evidence) >= _ENOUGH else ""


def _count_of_pages(page: Page) -> str:
    """A line such as "Page 1 of 3", or links to the pages that follow this one; "" if there are none."""
    for run in page.text_runs.row:
        if 5 <= len(run) <= _LONGEST_COUNT * 2 and _TWO_NUMBERS.search(run):
            text = fold(run)
            match = _page_of_pages().search(text) if len(text) <= _LONGEST_COUNT else None
            if match is not None and 1 <= int(match["n"]) <= int(match["of"]) and int(match["of"]) > 1:
                return f"“{match.group()}”"
    following = [link for link in page.named("a") if "next" in (link.get("rel") or "").split()]
    for link in following:
        href = (link.get("href") or "").strip()
        number = _NUMBERED.search(href.partition("#")[0])
        if (
            number is not None
            and int(number["n"]) >= 2
            and _has_sister(page, href[: number.start("n")], int(number["n"]))
        ):
            return f"a link to page {number['n']}: {visible_text(link)[:60] or href}"
    return ""


@cache
def _page_of_pages() -> re.Pattern[str]:
    """ "Page 1 of 3" in the languages of words.toml."""
    units, joints = (
        "|".join(map(re.escape, sorted(words("pagination", key), key=lambda word: (-len(word), word))))
        for key in ("units", "of")
    )
    return re.compile(rf"(?:{units})\s*(?P<n>\d{{1,2}})\s*(?:{joints})\s*(?P<of>\d{{1,2}})\b", re.IGNORECASE)


def _has_sister(page: Page, prefix: str, number: int) -> bool:
    """Whether another link leads to the page of a neighbouring number: pages of an article have a row of numbers, a next article has none."""
    wanted = {number - 1, number + 1}
    for link in page.named("a"):
        href = (link.get("href") or "").strip()
        if (
            href.startswith(prefix)
            and (found := re.match(r"\d{1,2}", href[len(prefix) :]))
            and int(found.group()) in wanted
        ):
            return True
    return False


def _evidence_of_paywall(page: Page) -> Iterator[str]:
    """What says that a paywall cuts the article."""
    free = [match["free"].lower() for match in islice(_FREE.finditer(page.text), 20)]
    tier = next((m.get("content") or "" for m in page.named("meta") if m.get("property") == "article:content_tier"), "")
    selectors = {match["name"].lower() for match in islice(_SELECTOR.finditer(page.text), 20)}
    if selectors and _length_behind(page, selectors) >= _TEXT_BEHIND:
        return  # the text behind the paywall is on the page
    if "false" in free or tier in ("locked", "metered"):
        yield "the page declares that it is not free"
    paragraphs = [e for e in page.named("p") if len(visible_text(e)) >= _SHORTEST_PROSE]
    count = _WORD_COUNT.search(page.text)
    if count is not None:
        held = sum(len(visible_text(p).split()) for p in page.named("p"))
        if held < _LEAST_SHARE * int(count["count"]):
            yield f"it declares {count['count']} words and shows about {held}"
    if paragraphs and visible_text(paragraphs[-1]).rstrip().endswith(("…", "...")):
        yield "its last paragraph breaks off"


def _length_behind(page: Page, selectors: set[str]) -> int:
    """The number of characters in the elements that a paywall hides."""
    return sum(
        len(visible_text(element))
        for element in page.elements
        if "class" in page.attributes[element.index] and not selectors.isdisjoint(class_tokens(element))
    )


def _call_to_subscribe(page: Page) -> str:
    """A line that asks the reader to subscribe in order to read on; "" if there is none."""
    calls = words("paywall")
    for element in page.named("h2", "h3", "h4", "p", "div", "span", "strong"):
        text = _short_text(page, element)
        if text and any(call in text.casefold() for call in calls):
            return text[:80]
    return ""


def _short_text(page: Page, element: Element) -> str:
    """The visible text of an element, "" if it is too long for a call."""
    runs = page.text_runs
    begin, end = runs.begins[element.index], runs.ends[element.index]
    if begin < 0 or end - begin > _MOST_RUNS:
        return ""
    text = " ".join("".join(runs.row[begin:end]).split())
    return text if 8 <= len(text) <= _LONGEST_CALL else ""
