"""The find_string and replace_string lines of a site's rules: they mend the page's markup before it is read.

A page is read once as it is and once as the lines make it. They are carried out if both readings show the same letters and digits in the same order:
then only markup has changed (tags turned into others, a noscript opened that holds a picture), and the account of words is the same. A line that
would add, drop or move words is not carried out, and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archiver.cleaning.site_rules import Rule, SiteRules
from archiver.draft import Draft, EvidenceDraft
from archiver.errors import ArchiverError

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
    def wish(self) -> str:
        """The replacement in a few words."""
        return f"{self.find} → {self.put}"


def replacements(rules: SiteRules) -> Iterator[Replacement]:
    """The replacements of a file in their order: `replace_string(FIND): PUT`, or a find_string line and the replace_string line after it."""
    waiting: list[Rule] = []
    for rule in rules.named("find_string", "replace_string"):
        if rule.name == "find_string":
            waiting.append(rule)
        elif rule.argument:
            yield Replacement(rule, rule.argument, rule.value)
        elif waiting:
            asked = waiting.pop(0)
            yield Replacement(asked, asked.value, rule.value)


def rewritten(
    draft: Draft, rules: SiteRules, read_again: Callable[[str], Draft]
) -> tuple[Draft, tuple[EvidenceDraft, ...]]:
    """The draft of the page as the replacements make it, or the draft itself where none of them changes anything; and evidence for those carried out.

    `read_again` reads a rewritten text; it raises ArchiverError for one that is no page any more. What is not carried out is told in a finding.
    """
    wanted = [r for r in replacements(rules) if r.find and r.find in draft.text]
    if not wanted or draft.media_type == "text/plain":
        return draft, ()
    shown = _shown(draft)
    carried: list[Replacement] = []
    refused: list[tuple[Replacement, str]] = []
    mended, reason = _read(draft, wanted, shown, read_again)
    if mended is not None:
        carried = wanted
    elif len(wanted) == 1:
        refused = [(wanted[0], reason)]
    else:
        for one in wanted:
            tried, reason = _read(draft, [*carried, one], shown, read_again)
            if tried is None:
                refused.append((one, reason))
            else:
                mended = tried
                carried.append(one)
    result = draft if mended is None else mended
    result.source, result.encoding = draft.source, draft.encoding
    for replacement, why in refused:
        result.find("C003", line=replacement.rule.line, file=replacement.rule.file, reason=why)
    return result, tuple(EvidenceDraft("markup", one.rule.ledger_name, "high", one.wish) for one in carried)


def trial(draft: Draft, replacement: Replacement, read_again: Callable[[str], Draft]) -> str:
    """What a replacement would do on a page, in a few words."""
    times = draft.text.count(replacement.find) if replacement.find else 0
    if not times:
        return f"no hit   {replacement.wish}"
    mended, reason = _read(draft, [replacement], _shown(draft), read_again)
    count = f"{times} hit{'s' if times > 1 else ''}"
    return (
        f"{count}, only markup changes   {replacement.wish}"
        if mended
        else f"{count}, not carried out: {reason}   {replacement.wish}"
    )


def _read(
    draft: Draft, wanted: list[Replacement], shown: str, read_again: Callable[[str], Draft]
) -> tuple[Draft | None, str]:
    """The draft of the page after these replacements, or None and why not."""
    text = draft.text
    for replacement in wanted:
        grown = len(text) + text.count(replacement.find) * (len(replacement.put) - len(replacement.find))
        if grown > _GROWTH * len(draft.text) + _LITTLE:
            return None, "it would more than double the page"
        text = text.replace(replacement.find, replacement.put)
    try:
        mended = read_again(text)
    except ArchiverError as error:
        return None, f"what it makes cannot be read: {error.message}"
    if _shown(mended) != shown:
        return None, "it would change words of the page, not only its markup"
    return mended, ""


def _shown(draft: Draft) -> str:
    """The letters and digits that a reader of the page sees, in their order."""
    return _NO_WORD.sub("", "".join(draft.pieces.row))
