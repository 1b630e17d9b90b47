"""Published and modified: what the page says to programs held against the dates that readers see near the headline.

Where both name the same day, the visible date gives the words and the day; a time zone may have moved the other by
one. Where they do not, a date that the page labels or marks as its own wins over the data, which a move to another
system often overwrites.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from lxml.etree import _Element as Element

from archiver.draft import Confidence, DateDraft, DateType, Draft, EvidenceDraft
from archiver.metadata.candidates import RANK, Candidate, Candidates
from archiver.metadata.parsing.dates import find_dates, may_hold_date, read_date, read_stamp
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.front_matter import FrontMatter, date_lines, label_of
from archiver.metadata.sources.visible_lines import last_text_runs, short_text, visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import is_hidden

#: Marked dates looked at outside the front.
_MARKED = 30
#: Elements at the end of a page in which a line about its last change is looked for.
_COLOPHON = 400


@dataclass(slots=True)
class ArticleDates:
    """The settled dates with their evidence, and the elements whose words they are."""

    dates: list[DateDraft] = field(default_factory=list)
    evidence: list[EvidenceDraft] = field(default_factory=list)
    #: Element that shows a date → the words.
    shown: dict[Element, list[str]] = field(default_factory=dict)
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A date on the page: `weight` 3 labelled or declared as this kind, 2 marked as a date, 1 alone on its line."""

    kind: str
    when: str
    text: str
    element: Element
    weight: int
    hidden: bool = False
    #: Its kind comes from words that readers see.
    labelled: bool = False


def resolve_dates(
    draft: Draft, found: Candidates, seen: MarkedElements, front: FrontMatter, language: str
) -> ArticleDates:
    """When the article appeared and when it was changed, as far as the page tells."""
    visible = list(_visible(draft, seen, front, language))
    settled = ArticleDates()
    said: dict[str, tuple[Candidate, str]] = {}
    for name in ("published", "modified", "retrieved"):
        for candidate in sorted(found.of(name), key=lambda c: RANK[c.confidence]):
            if when := read_stamp(candidate.value, language):
                said.setdefault(name, (candidate, when))
                break
    _relabel(visible, said)
    published = _settle(
        settled, "published", said.get("published"), [s for s in visible if s.kind in ("published", "")]
    )
    # nothing is changed before it appears; only words that readers see may say otherwise
    modified_visible = [
        s
        for s in visible
        if s.kind == "modified" and (s.labelled or not published or s.when >= published[: len(s.when)])
    ]
    modified_said = said.get("modified")
    if modified_said and published and modified_said[1][:10] == published[:10] and not modified_visible:
        modified_said = None  # every system stamps the first version as a change too
    if published and modified_said and modified_said[1][:10] < published[: len(modified_said[1][:10])]:
        modified_said = None  # nothing is changed before it appears
    if not _settle(settled, "modified", modified_said, modified_visible):
        _from_colophon(draft, settled, language)
    if retrieved := said.get("retrieved"):
        candidate, when = retrieved
        settled.dates.append(DateDraft("retrieved", when, when))
        settled.evidence.append(EvidenceDraft("retrieved", candidate.rule, candidate.confidence, candidate.value))
    return settled


def _from_colophon(draft: Draft, settled: ArticleDates, language: str) -> None:
    """The date of the last change as encyclopedias and handbooks give it: a line at the very end of the page that begins so.

    Its words stay where they are, for the line says more than the date.
    """
    for holder, own in reversed(last_text_runs(draft, _COLOPHON)):
        # own texts have even holders, those behind elements odd ones
        if holder & 1 or len(own) < 8 or not may_hold_date(own):
            continue
        text = fold(own)
        if not 8 <= len(text) <= 200:
            continue
        start = text[:60].casefold()
        if not any(word in start for word in words("modified")):
            continue
        for line in find_dates(text, language)[:1]:
            if line.start <= 60 and label_of(text[: line.start]) == "modified":
                settled.dates.append(DateDraft("modified", line.when, text[line.start : line.end]))
                settled.evidence.append(EvidenceDraft("modified", "page-colophon", "medium", text))
                return


def _relabel(visible: list[_Seen], said: dict[str, tuple[Candidate, str]]) -> None:
    """A bare date that is the day of the last change and not that of publication shows the last change, and the other
    way round:
    themes call the one date that they show "updated"."""
    if "published" not in said or "modified" not in said:
        return
    published, modified = said["published"][1], said["modified"][1]
    for index, item in enumerate(visible):
        if item.kind == "" and _near(item.when, modified) and not _near(item.when, published):
            visible[index] = replace(item, kind="modified")
        elif (
            item.kind == "modified"
            and not item.labelled
            and _near(item.when, published)
            and not _near(item.when, modified)
        ):
            visible[index] = replace(item, kind="published")


def _settle(settled: ArticleDates, kind: DateType, said: tuple[Candidate, str] | None, visible: list[_Seen]) -> str:
    """Settle one kind of date; returns its ISO form."""
    shown = [s for s in visible if not s.hidden]
    if said is not None:
        candidate, when = said
        agreeing = next((s for s in sorted(shown, key=lambda s: -s.weight) if _near(s.when, when)), None)
        if agreeing is not None:
            best = agreeing.when if len(agreeing.when) == 10 else when
            _take(settled, kind, best, agreeing.text, agreeing.element)
            settled.evidence.append(
                EvidenceDraft(kind, candidate.rule, "high", f"{candidate.value}; shown: {agreeing.text}")
            )
            return best
        strong = next((s for s in shown if s.weight >= 3 and len(s.when) == 10), None)
        if strong is None or (candidate.confidence == "high" and strong.when > when):
            text = when if any(c in candidate.value for c in "T:") else candidate.value
            settled.dates.append(DateDraft(kind, when, text))
            sure: Confidence = "medium" if shown and candidate.confidence == "high" else candidate.confidence
            settled.evidence.append(EvidenceDraft(kind, candidate.rule, sure, candidate.value))
            return when
        settled.disagreement = f"{strong.text}; {candidate.value}"
        _take(settled, kind, strong.when, strong.text, strong.element)
        settled.evidence.append(
            EvidenceDraft(kind, "date-line", "medium", f"{strong.text}; {candidate.rule}: {candidate.value}")
        )
        return strong.when
    pool = shown or visible
    if not pool:
        return ""
    best_seen = max(pool, key=lambda s: s.weight)
    if best_seen.hidden:
        settled.dates.append(DateDraft(kind, best_seen.when, best_seen.text))
    else:
        _take(settled, kind, best_seen.when, best_seen.text, best_seen.element)
    rule = (
        "time-element" if best_seen.element.tag == "time" else "date-markup" if best_seen.weight == 2 else "date-line"
    )
    level: Confidence = "high" if best_seen.weight >= 2 else "medium"
    settled.evidence.append(EvidenceDraft(kind, rule, level, best_seen.text))
    return best_seen.when


def _take(settled: ArticleDates, kind: DateType, when: str, text: str, element: Element) -> None:
    settled.dates.append(DateDraft(kind, when, text))
    settled.shown.setdefault(element, []).append(text)


def _near(one: str, other: str) -> bool:
    """Whether two ISO dates may be the same day: as far as both are known, or a day apart, as time zones have it."""
    if not one or not other:
        return False
    shared = min(len(one), len(other), 10)
    if one[:shared] == other[:shared]:
        return True
    if shared < 10:
        return False
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= 1


# -- the dates on the page -----------------------------------------------------------------------------


def _visible(draft: Draft, seen: MarkedElements, front: FrontMatter, language: str) -> Iterator[_Seen]:
    """The dates that the page shows as its own: in its front, each in the innermost element, then marked ones
    elsewhere.
    """
    best: dict[tuple[str, str], _Seen] = {}
    for item in front.items:
        mark = _mark_of(item.element, seen)
        if len(item.text) > 300:
            continue
        for line in date_lines(item.lines, item.element, language):
            kind = line.label or ("" if mark == "date" else mark)
            weight = 3 if line.label or mark in ("published", "modified") else 2 if mark else 1
            if not item.after and weight == 1:
                # above a headline stands today's date as well as the article's
                continue
            key = (line.found.when, line.found.text)
            known = best.get(key)
            # what the element tells programs settles which number is the day
            stamp = read_stamp(item.element.get("datetime") or "", language)
            when = stamp if stamp.startswith(line.found.when) else line.found.when
            if known is None:
                best[key] = _Seen(kind, when, line.found.text, item.element, weight, labelled=bool(line.label))
            else:
                # the same words in an inner element: the place is better there, the label was perhaps outside
                own = seen.dates.get(item.element)
                within = _inner(item.element, known.element)
                if within and own in ("published", "modified") and not known.labelled and not line.label:
                    known = replace(known, kind=own)  # what the element itself says is truer than a class around it
                inner = item.element if within else known.element
                kind, labelled = (known.kind or kind, known.labelled or bool(line.label))
                when = max(when, known.when, key=len)
                best[key] = _Seen(kind, when, known.text, inner, max(known.weight, weight), labelled=labelled)
    yield from best.values()
    for element in list(seen.dates)[:_MARKED]:
        mark = seen.dates[element]
        titled = element.get("title") if element.tag == "abbr" else None
        stamp = element.get("datetime") or element.get("content") or titled or ""
        in_front = front.start <= draft.page.index_of[element] < front.end
        if not in_front and ((mark == "date" and element.tag != "time") or best or seen.in_aside(element)):
            continue
        lines = visible_lines(draft, element, 120) or []
        text = " ".join(lines)
        when = read_date(text, language)
        exact = read_stamp(stamp, language) if stamp else ""
        if in_front and any(when == known.when for known in best.values()):
            continue
        if exact or when:
            kind = label_of(text) or ("" if mark == "date" else mark) or _label_before(draft, element)
            if kind == "captured":
                continue
            # words like "2 hours ago" are no date to keep
            shown = next(iter(line.found.text for line in date_lines(lines, element, language)), "")
            yield _Seen(
                kind,
                when if len(when) >= len(exact) else exact,
                shown or exact,
                element,
                2 if in_front or mark != "date" else 1,
                is_hidden(element) or not shown,
            )


def _label_before(draft: Draft, element: Element) -> str:
    """What the words right before an element in its line call its date: "Last updated on" and a time element."""
    before = ""
    for _ in range(2):
        previous, parent = element.getprevious(), element.getparent()
        if parent is None:
            break
        before = (parent.text if previous is None else previous.tail) or (
            short_text(draft, previous, 60) if previous is not None else ""
        )
        if before.strip() or previous is not None:
            break
        element = parent
    return label_of(fold(before)) if len(before) <= 60 else ""


def _mark_of(element: Element, seen: MarkedElements) -> str:
    """What the markup calls a date: that of the element itself, or of the element right around it."""
    parent = element.getparent()
    return seen.dates.get(element) or (seen.dates.get(parent) if parent is not None else None) or ""


def _inner(inner: Element, outer: Element) -> bool:
    return any(ancestor is outer for ancestor in inner.iterancestors())
