"""The find_string and replace_string lines of site rules: they change the markup of a page before the first pass.

The page is parsed twice: as it is, and after the replacements. They are applied if both trees show the same letters and digits in the same order.
Then only markup has changed (a tag became another one, a noscript with a picture was opened), and the word count is the same. A line that would
add, remove or move words is not applied, and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archiver.cleaning.site_rules import Rule, SiteRules
from archiver.draft import Draft, EvidenceDraft
from archiver.errors import ArchiverError
from archiver.page import Page

#: Everything except letters and digits.
_NO_WORD = re.compile(r"[\W_]+")
#: The most characters of a page after replacements: this factor of its length, and this number more. A repair needs less.
_MOST_GROWTH, _MOST_ADDED = 2, 100_000


@dataclass(frozen=True, slots=True)
class Replacement:
    """The replacement of a line or of a pair of lines: `find` becomes `put` everywhere in the source."""

    rule: Rule
    find: str
    put: str

    @property
    def summary(self) -> str:
        """The replacement in a few words, for evidence and for the user."""
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
    """The page after the replacements of the rules for its site; the page itself if none of them is applied.

    `parse` makes a Page of a rewritten text; it raises ArchiverError for a text that is no page any more. If all replacements together cannot be
    applied, they are tried one after the other, and those that cannot be applied are refused.
    """
    matching = [r for r in replacements(rules) if r.find and r.find in page.text]
    if not matching or page.media_type == "text/plain":
        return Rewritten(page)
    letters = _letters(page)
    result, reason = _apply(page, matching, letters, parse)
    if result is not None:
        return Rewritten(result, tuple(matching))
    if len(matching) == 1:
        return Rewritten(page, (), ((matching[0], reason),))
    applied: list[Replacement] = []
    refused: list[tuple[Replacement, str]] = []
    last = page
    for replacement in matching:
        result, reason = _apply(page, [*applied, replacement], letters, parse)
        if result is None:
            refused.append((replacement, reason))
        else:
            last = result
            applied.append(replacement)
    return Rewritten(last, tuple(applied), tuple(refused))


def report_replacements(draft: Draft, rewritten: Rewritten) -> None:
    """Add to the Draft an evidence for each replacement that was applied to its page, and a finding for each that was refused."""
    draft.add_evidence(*(EvidenceDraft("markup", r.rule.ledger_name, "high", r.summary) for r in rewritten.applied))
    for replacement, reason in rewritten.refused:
        draft.add_finding("C003", line=replacement.rule.line, file=replacement.rule.file, reason=reason)


def trial(page: Page, replacement: Replacement, parse: Callable[[str], Page]) -> str:
    """The effect of a replacement on a page, in a few words for the user. `parse` as in `rewrite`."""
    times = page.text.count(replacement.find) if replacement.find else 0
    if not times:
        return f"no hit   {replacement.summary}"
    result, reason = _apply(page, [replacement], _letters(page), parse)
    count = f"{times} hit{'s' if times > 1 else ''}"
    effect = "only markup changes" if result else f"not carried out: {reason}"
    return f"{count}, {effect}   {replacement.summary}"


def _apply(
    page: Page, selected: list[Replacement], letters: str, parse: Callable[[str], Page]
) -> tuple[Page | None, str]:
    """The page after these replacements, or None with the reason why they cannot be applied. `letters` are those of the page before."""
    text = page.text
    for replacement in selected:
        grown = len(text) + text.count(replacement.find) * (len(replacement.put) - len(replacement.find))
        if grown > _MOST_GROWTH * len(page.text) + _MOST_ADDED:
            return None, "it would more than double the page"
        text = text.replace(replacement.find, replacement.put)
    try:
        result = parse(text)
    except ArchiverError as error:
        return None, f"what it makes cannot be read: {error.message}"
    if _letters(result) != letters:
        return None, "it would change words of the page, not only its markup"
    return result, ""


def _letters(page: Page) -> str:
    """The visible letters and digits of a page, in their order."""
    return _NO_WORD.sub("", page.visible)
