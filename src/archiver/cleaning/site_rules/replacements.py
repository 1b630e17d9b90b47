"""The find_string and replace_string lines of a site's rules: they change the markup of a page before anything is said of it.

The page is parsed once as it is and once as the lines make it. The lines are applied if both trees show the same letters and digits in the same
order. Then only markup has changed (a tag became another, a noscript with a picture was opened), and the count of words is the same. A line that
would add, drop or move words is not applied, and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archiver.cleaning.site_rules import Rule, SiteRules
from archiver.draft import Draft, EvidenceDraft
from archiver.errors import ArchiverError
from archiver.page import Page

_NO_WORD = re.compile(r"[\W_]+")
#: A page may grow by this factor, and a little: what makes more of it is no repair.
_GROWTH, _LITTLE = 2, 100_000


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a line, or a pair of lines, asks for: `find` becomes `put` wherever it stands in the source."""

    rule: Rule
    find: str
    put: str

    @property
    def summary(self) -> str:
        """The replacement in a few words."""
        return f"{self.find} → {self.put}"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page after the replacements: `applied` are those that changed it, `refused` those that were not applied, each with the reason."""

    page: Page
    applied: tuple[Replacement, ...] = ()
    refused: tuple[tuple[Replacement, str], ...] = ()


def replacements(rules: SiteRules) -> Iterator[Replacement]:
    """The replacements of a file in their order: `replace_string(FIND): PUT`, or a find_string line and the replace_string line after it."""
    unpaired: list[Rule] = []
    for rule in rules.named("find_string", "replace_string"):
        if rule.name == "find_string":
            unpaired.append(rule)
        elif rule.argument:
            yield Replacement(rule, rule.argument, rule.value)
        elif unpaired:
            first = unpaired.pop(0)
            yield Replacement(first, first.value, rule.value)


def rewrite(page: Page, rules: SiteRules, parse: Callable[[str], Page]) -> Rewritten:
    """The page as the replacements of its site's rules make it, or the page itself where none of them is applied.

    `parse` makes a Page of a rewritten text; it raises ArchiverError for a text that is no page any more.
    """
    wanted = [r for r in replacements(rules) if r.find and r.find in page.text]
    if not wanted or page.media_type == "text/plain":
        return Rewritten(page)
    visible = _letters(page)
    result, reason = _apply(page, wanted, visible, parse)
    if result is not None:
        return Rewritten(result, tuple(wanted))
    if len(wanted) == 1:
        return Rewritten(page, (), ((wanted[0], reason),))
    applied: list[Replacement] = []
    refused: list[tuple[Replacement, str]] = []
    last = page
    for replacement in wanted:
        result, reason = _apply(page, [*applied, replacement], visible, parse)
        if result is None:
            refused.append((replacement, reason))
        else:
            last = result
            applied.append(replacement)
    return Rewritten(last, tuple(applied), tuple(refused))


def report_replacements(draft: Draft, rewritten: Rewritten) -> None:
    """Say in the Draft which replacements of a site's rules were applied to its page, and which were not."""
    draft.add_evidence(*(EvidenceDraft("markup", r.rule.ledger_name, "high", r.summary) for r in rewritten.applied))
    for replacement, reason in rewritten.refused:
        draft.find("C003", line=replacement.rule.line, file=replacement.rule.file, reason=reason)


def trial(page: Page, replacement: Replacement, parse: Callable[[str], Page]) -> str:
    """What a replacement would do on a page, in a few words."""
    times = page.text.count(replacement.find) if replacement.find else 0
    if not times:
        return f"no hit   {replacement.summary}"
    result, reason = _apply(page, [replacement], _letters(page), parse)
    count = f"{times} hit{'s' if times > 1 else ''}"
    effect = "only markup changes" if result else f"not carried out: {reason}"
    return f"{count}, {effect}   {replacement.summary}"


def _apply(
    page: Page, wanted: list[Replacement], visible: str, parse: Callable[[str], Page]
) -> tuple[Page | None, str]:
    """The page after these replacements; or None and the reason why they cannot be applied."""
    text = page.text
    for replacement in wanted:
        grown = len(text) + text.count(replacement.find) * (len(replacement.put) - len(replacement.find))
        if grown > _GROWTH * len(page.text) + _LITTLE:
            return None, "it would more than double the page"
        text = text.replace(replacement.find, replacement.put)
    try:
        result = parse(text)
    except ArchiverError as error:
        return None, f"what it makes cannot be read: {error.message}"
    if _letters(result) != visible:
        return None, "it would change words of the page, not only its markup"
    return result, ""


def _letters(page: Page) -> str:
    """The letters and digits that a reader of the page sees, in their order."""
    return _NO_WORD.sub("", "".join(page.text_runs.row))
