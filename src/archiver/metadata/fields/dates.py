"""The dates of publication, of the last change and of retrieval: declared dates compared with visible ones near the
headline.

A declared date is a date in embedded metadata. If both name the same day, the visible date gives the text and the day,
because a time zone may have moved the declared date by a day. If they differ, a visible date with a label or a mark
wins, because the declared dates are often overwritten when a site changes to another publishing system.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from archiver.draft import Confidence, DateDraft, DateType, Draft, EvidenceDraft
from archiver.metadata.candidates import RANK, Candidate, Candidates
from archiver.metadata.parsing.dates import find_dates, may_hold_date, read_date, read_stamp
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.front_matter import FrontMatter, date_lines, is_inside, label_of
from archiver.metadata.sources.visible_lines import last_text_runs, short_text, visible_lines
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import Page, is_hidden, visible_text
from archiver.trees.elements import Element

if TYPE_CHECKING:
    from archiver.metadata.sources.plain.bylines import LineByline
    from archiver.metadata.sources.plain.lines import TextLines

#: The number of marked dates that are read besides those of the front matter.
_MOST_MARKED_DATES = 30
#: The number of elements at the end of a page in which a line about its last change may stand.
_LAST_ELEMENTS = 400


@dataclass(slots=True)
class ArticleDates:
    """The resolved dates with their evidence, and the elements that show them."""

    dates: list[DateDraft] = field(default_factory=list)
    evidence: list[EvidenceDraft] = field(default_factory=list)
    #: Element that shows a date → its text.
    elements: dict[Element, list[str]] = field(default_factory=dict)
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class _VisibleDate:
    """A date on the page. `kind` is "published", "modified" or "". `weight` is 3 with a label or mark of its kind, 2
    with the mark of a date, 1 for a date alone on its line.
    """

    kind: str
    when: str
    text: str
    element: Element
    weight: int
    hidden: bool = False
    #: The kind comes from visible words.
    labelled: bool = False

    @property
    def words(self) -> str:
        """The words of the page for the evidence; of a date among other words, the whole element."""
        return self.text or fold(visible_text(self.element))[:120] or self.when


def resolve_dates(
    draft: Draft,
    candidates: Candidates,
    marked: MarkedElements,
    front: FrontMatter,
    language: str,
    lines: TextLines | None = None,
    line_byline: LineByline | None = None,
) -> ArticleDates:
    """The dates of publication, of the last change and of retrieval, as many as the page has. For a plain text, `lines`
    are its lines, and `line_byline` is the byline in them.
    """
    if lines is None:
        visible = list(_visible_dates(draft, marked, front, language))
    else:
        visible = list(_dates_in_lines(lines, language, line_byline))
    article_dates = ArticleDates()
    declared: dict[str, tuple[Candidate, str]] = {}
    for name in ("published", "modified", "retrieved"):
        for candidate in sorted(candidates.of(name), key=lambda c: RANK[c.confidence]):
            if when := read_stamp(candidate.value, language):
                declared.setdefault(name, (candidate, when))
                break
    if "published" in declared and declared["published"][0].rule == "mail-date":
        # a mail is of the day of its head: other dates in it are those of events, and of mails that it quotes
        visible = [s for s in visible if s.kind == "modified" or s.when == declared["published"][1][:10]]
    _correct_kinds(visible, declared)
    published = _resolve_kind(
        article_dates, "published", declared.get("published"), [s for s in visible if s.kind in ("published", "")]
    )
    # a change before the publication is a mistake of the markup, unless a visible label calls it so
    visible_modified = [
        s
        for s in visible
        if s.kind == "modified" and (s.labelled or not published or s.when >= published[: len(s.when)])
    ]
    declared_modified = declared.get("modified")
    if declared_modified and published and declared_modified[1][:10] == published[:10] and not visible_modified:
        declared_modified = None  # publishing systems give the first version a date of change too
    if published and declared_modified and declared_modified[1][:10] < published[: len(declared_modified[1][:10])]:
        declared_modified = None  # a change before the publication is a mistake
    if not _resolve_kind(article_dates, "modified", declared_modified, visible_modified):
        _add_last_change(draft.page, article_dates, language)
    if retrieved := declared.get("retrieved"):
        candidate, when = retrieved
        if candidate.rule == "capture-date":
            when = candidate.value  # to the second: a page may be captured twice a day
        article_dates.dates.append(DateDraft("retrieved", when, when))
        article_dates.evidence.append(EvidenceDraft("retrieved", candidate.rule, candidate.confidence, candidate.value))
    return article_dates


def _add_last_change(page: Page, article_dates: ArticleDates, language: str) -> None:
    """Add the date of the last change from a line at the end of the page, as encyclopedias and handbooks have it: "Last
    changed on 4 May 2024".

    The element is not moved into the head, because the line often holds more than the date.
    """
    for owner, run in reversed(last_text_runs(page, _LAST_ELEMENTS)):
        # texts of elements have even owners, tails odd ones
        if owner & 1 or len(run) < 8 or not may_hold_date(run):
            continue
        text = fold(run)
        if not 8 <= len(text) <= 200:
            continue
        start = text[:60].casefold()
        if not any(word in start for word in words("modified")):
            continue
        for match in find_dates(text, language)[:1]:
            if match.start <= 60 and label_of(text[: match.start]) == "modified":
                article_dates.dates.append(DateDraft("modified", match.when, text[match.start : match.end]))
                article_dates.evidence.append(EvidenceDraft("modified", "page-colophon", "medium", text))
                return


def _correct_kinds(visible: list[_VisibleDate], declared: dict[str, tuple[Candidate, str]]) -> None:
    """Correct the kinds of visible dates in place, if the declared dates show the right kinds.

    A date without a kind that is the declared day of change, and not that of publication, becomes "modified". A
    "modified" date without a visible label that is the day of publication becomes "published": many themes give the
    class "updated" to the only date that they show.
    """
    if "published" not in declared or "modified" not in declared:
        return
    published, modified = declared["published"][1], declared["modified"][1]
    for index, item in enumerate(visible):
        if item.kind == "" and _may_be_same_day(item.when, modified) and not _may_be_same_day(item.when, published):
            visible[index] = replace(item, kind="modified")
        elif (
            item.kind == "modified"
            and not item.labelled
            and _may_be_same_day(item.when, published)
            and not _may_be_same_day(item.when, modified)
        ):
            visible[index] = replace(item, kind="published")


def _resolve_kind(
    article_dates: ArticleDates, kind: DateType, declared: tuple[Candidate, str] | None, visible: list[_VisibleDate]
) -> str:
    """Resolve one kind of date and add it to `article_dates`. Returns its ISO form, "" when there is none."""
    not_hidden = [s for s in visible if not s.hidden]
    if declared is not None:
        candidate, when = declared
        agreeing = next(
            (s for s in sorted(not_hidden, key=lambda s: -s.weight) if _may_be_same_day(s.when, when)), None
        )
        if agreeing is not None:
            agreed_date = agreeing.when if len(agreeing.when) == 10 else when
            _add_visible(article_dates, kind, agreed_date, agreeing.text, agreeing.element)
            article_dates.evidence.append(
                EvidenceDraft(kind, candidate.rule, "high", f"{candidate.value}; shown: {agreeing.words}")
            )
            return agreed_date
        labelled = next((s for s in not_hidden if s.weight >= 3 and len(s.when) == 10), None)
        if labelled is None or (candidate.confidence == "high" and labelled.when > when):
            text = when if any(c in candidate.value for c in "T:") else candidate.value
            article_dates.dates.append(DateDraft(kind, when, text))
            declared_confidence: Confidence = (
                "medium" if not_hidden and candidate.confidence == "high" else candidate.confidence
            )
            article_dates.evidence.append(EvidenceDraft(kind, candidate.rule, declared_confidence, candidate.value))
            return when
        article_dates.disagreement = f"{labelled.text}; {candidate.value}"
        _add_visible(article_dates, kind, labelled.when, labelled.text, labelled.element)
        article_dates.evidence.append(
            EvidenceDraft(kind, "date-line", "medium", f"{labelled.words}; {candidate.rule}: {candidate.value}")
        )
        return labelled.when
    considered = not_hidden or visible
    if not considered:
        return ""
    best = max(considered, key=lambda s: s.weight)
    if best.hidden:
        article_dates.dates.append(DateDraft(kind, best.when, best.text))
    else:
        _add_visible(article_dates, kind, best.when, best.text, best.element)
    rule = "time-element" if best.element.tag == "time" else "date-markup" if best.weight == 2 else "date-line"
    confidence: Confidence = "high" if best.weight >= 2 else "medium"
    article_dates.evidence.append(EvidenceDraft(kind, rule, confidence, best.words))
    return best.when


def _add_visible(article_dates: ArticleDates, kind: DateType, when: str, text: str, element: Element) -> None:
    """Add a date and the element that shows it."""
    article_dates.dates.append(DateDraft(kind, when, text))
    article_dates.elements.setdefault(element, []).append(text)


def _may_be_same_day(one: str, other: str) -> bool:
    """Whether two ISO dates may be the same day: equal as far as both are known, or one day apart, because of time
    zones.
    """
    if not one or not other:
        return False
    shared = min(len(one), len(other), 10)
    if one[:shared] == other[:shared]:
        return True
    if shared < 10:
        return False
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= 1


# -- visible dates -------------------------------------------------------------------------------------


def _visible_dates(draft: Draft, marked: MarkedElements, front: FrontMatter, language: str) -> Iterator[_VisibleDate]:
    """The dates that may be the article's: those of the front matter, each with its innermost element, then marked ones
    elsewhere.
    """
    by_text: dict[tuple[str, str], _VisibleDate] = {}
    for item in front.items:
        mark = _date_mark(item.element, marked)
        if len(item.text) > 300:
            continue
        for line in date_lines(item.lines, item.element, language):
            kind = line.label or ("" if mark == "date" else mark)
            weight = 3 if line.label or mark in ("published", "modified") else 2 if mark else 1
            if not item.after and weight == 1:
                # the date above a headline may be today's
                continue
            key = (line.match.when, line.match.text)
            earlier = by_text.get(key)
            # a `datetime` attribute shows which number is the day
            stamp = read_stamp(item.element.get("datetime") or "", language)
            when = stamp if stamp.startswith(line.match.when) else line.match.when
            if earlier is None:
                by_text[key] = _VisibleDate(
                    kind, when, line.match.text, item.element, weight, labelled=bool(line.label)
                )
            else:
                # the same text in an inner element: take the inner element, and keep a label from the outer one
                own_mark = marked.dates.get(item.element)
                is_inner = is_inside(item.element, earlier.element)
                if is_inner and own_mark in ("published", "modified") and not earlier.labelled and not line.label:
                    earlier = replace(earlier, kind=own_mark)  # the element's own mark is more exact than one around it
                innermost = item.element if is_inner else earlier.element
                kind, labelled = (earlier.kind or kind, earlier.labelled or bool(line.label))
                when = max(when, earlier.when, key=len)
                by_text[key] = _VisibleDate(
                    kind, when, earlier.text, innermost, max(earlier.weight, weight), labelled=labelled
                )
    yield from by_text.values()
    for element in list(marked.dates)[:_MOST_MARKED_DATES]:
        mark = marked.dates[element]
        abbr_title = element.get("title") if element.tag == "abbr" else None
        stamp = element.get("datetime") or element.get("content") or abbr_title or ""
        in_front = front.start <= element.index < front.end
        if not in_front and ((mark == "date" and element.tag != "time") or by_text or marked.in_aside(element)):
            continue
        lines = visible_lines(draft, element, 120) or []
        text = " ".join(lines)
        when = read_date(text, language)
        stamp_date = read_stamp(stamp, language) if stamp else ""
        if in_front and any(when == earlier.when for earlier in by_text.values()):
            continue
        if stamp_date or when:
            kind = label_of(text) or ("" if mark == "date" else mark) or _label_before(draft, element)
            if kind == "captured":
                continue
            # "2 hours ago" is no text to keep
            date_text = next(iter(line.match.text for line in date_lines(lines, element, language)), "")
            yield _VisibleDate(
                kind,
                when if len(when) >= len(stamp_date) else stamp_date,
                date_text or stamp_date,
                element,
                2 if in_front or mark != "date" else 1,
                is_hidden(element) or not date_text,
            )


def _dates_in_lines(page: TextLines, language: str, line_byline: LineByline | None) -> Iterator[_VisibleDate]:
    """The dates of the article in the lines of a plain text, at most one of each kind."""
    from archiver.metadata.sources.plain.dates import find_line_dates

    for found in find_line_dates(page, language, line_byline):
        element = page.lines[found.number].element
        weight = 3 if found.kind else 1
        yield _VisibleDate(found.kind, found.match.when, found.match.text, element, weight, labelled=bool(found.kind))


def _label_before(draft: Draft, element: Element) -> str:
    """The kind of an element's date by the words before it in its line: "modified" for "Last updated on
    <time>…</time>".
    """
    before = ""
    for _ in range(2):
        previous, parent = element.previous, element.parent
        if parent is None:
            break
        before = (parent.text if previous is None else previous.tail) or (
            short_text(draft, previous, 60) if previous is not None else ""
        )
        if before.strip() or previous is not None:
            break
        element = parent
    return label_of(fold(before)) if len(before) <= 60 else ""


def _date_mark(element: Element, marked: MarkedElements) -> str:
    """The date mark of an element, else of its parent, else ""."""
    parent = element.parent
    return marked.dates.get(element) or (marked.dates.get(parent) if parent is not None else None) or ""
