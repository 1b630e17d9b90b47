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

from archiver.description import Confidence, Date, DateType
from archiver.draft import Draft, EvidenceDraft
from archiver.metadata.candidates import RANK, Candidate, Candidates
from archiver.metadata.certainty import confidence_of
from archiver.metadata.fields.page_dates import WeighedDay, Witness, find_witnesses, weigh_dates
from archiver.metadata.parsing.dates import find_dates, may_hold_date, read_stamp
from archiver.metadata.parsing.folding import fold
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.front_matter import label_of
from archiver.metadata.sources.shown_dates import ShownDate
from archiver.metadata.sources.visible_lines import last_text_runs
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import Page, visible_text
from archiver.trees.elements import Element

if TYPE_CHECKING:
    from archiver.metadata.sources.plain.bylines import LineByline
    from archiver.metadata.sources.plain.lines import TextLines

#: The evidence of dates that belong to something else than the article.
_OF_OTHERS = frozenset(
    (
        "aside",
        "comment",
        "related",
        "listed-3",
        "listed-many",
        "copyright",
        "caption",
        "event",
        "infobox",
        "table-head",
        "in-headline",
        "far-above-headline",
    )
)
#: The number of elements at the end of a page in which a line about its last change may stand.
_LAST_ELEMENTS = 400
#: The label of such a line ends within so many characters: a longer beginning is a sentence or the title of another article.
_LABEL_STARTS = 36


@dataclass(slots=True)
class ArticleDates:
    """The resolved dates with their evidence, and the elements that show them."""

    dates: list[Date] = field(default_factory=list)
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
    headline: Element | None,
    language: str,
    lines: TextLines | None = None,
    line_byline: LineByline | None = None,
) -> ArticleDates:
    """The dates of publication, of the last change and of retrieval, as many as the page has. `headline` shows the title. For a
    plain text, `lines` are its lines, and `line_byline` is the byline in them.
    """
    witnesses: tuple[Witness, ...] = ()
    if lines is None:
        witnesses = find_witnesses(draft, candidates, marked, headline, language)
        shown = [w.shown for w in witnesses if w.shown is not None]
        visible = [_as_visible(s) for s in shown if _may_be_of_article(s)]
    else:
        visible = list(_dates_in_lines(lines, language, line_byline))
    article_dates = ArticleDates()
    declared: dict[str, tuple[Candidate, str]] = {}
    for name in ("published", "modified", "retrieved"):
        for candidate in sorted(candidates.of(name), key=lambda c: RANK[c.confidence]):
            if when := read_stamp(candidate.value, language):
                declared.setdefault(name, (candidate, when))
                break
    is_mail = "published" in declared and declared["published"][0].rule == "mail-date"
    if is_mail:
        # a mail is of the day of its head: other dates in it are those of events, and of mails that it quotes
        visible = [s for s in visible if s.kind == "modified" or s.when == declared["published"][1][:10]]
    _correct_kinds(visible, declared)
    if lines is None and not is_mail and draft.page.document is None:
        published = _add_weighed(article_dates, weigh_dates(_of_publication(witnesses)), declared.get("published"))
    else:
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
        article_dates.dates.append(Date("retrieved", when, when))
        article_dates.evidence.append(EvidenceDraft("retrieved", candidate.rule, candidate.confidence, candidate.value))
    return article_dates


def _of_publication(witnesses: tuple[Witness, ...]) -> tuple[Witness, ...]:
    """The witnesses that may name the day of publication: the day of a change is none where the page declares both, or shows one without such a label."""
    others = tuple(w for w in witnesses if not _OF_CHANGE & w.evidence)
    if any("declared" in w.evidence or (w.shown is not None and not w.shown.hidden) for w in others):
        return others
    return witnesses


_OF_CHANGE = frozenset(("changed", "label-modified"))


def _add_weighed(
    article_dates: ArticleDates, verdict: WeighedDay | None, declared: tuple[Candidate, str] | None
) -> str:
    """Add the day of publication that the witnesses of a page name. Returns its ISO form, "" when there is none."""
    if verdict is None:
        return ""
    day = verdict.day
    witness = next((w for w in verdict.witnesses if w.declared is not None and w.declared.field == "published"), None)
    shown = next((w.shown for w in verdict.witnesses if w.shown is not None and not w.shown.hidden), None)
    first = witness or verdict.witnesses[0]
    if first.declared is not None:
        value = first.declared.value
        text = day if any(c in value for c in "T:") else value
        words = f"{value}; shown: {shown.line[:120]}" if shown is not None else value
    else:
        text, words = (
            (shown.text, shown.line[:120]) if shown is not None else (day, first.shown.line if first.shown else day)
        )
    if shown is not None and _is_line_of_its_own(shown):
        _add_visible(article_dates, "published", day, shown.text, shown.element)
    elif shown is not None:
        article_dates.dates.append(Date("published", day, shown.text))  # a sentence stays in the text
    else:
        article_dates.dates.append(Date("published", day, text))
    rule = _rule_of(first)
    # the day of a change is at best near that of the publication: it is said, and left out of citations
    confidence = "low" if rule == "last-change" else confidence_of(verdict.certainty)
    article_dates.evidence.append(EvidenceDraft("published", rule, confidence, words, round(verdict.certainty, 2)))
    if declared is not None and witness is None and not _may_be_same_day(day, declared[1]):
        article_dates.disagreement = f"{text}; {declared[0].value}"
    return day


def _is_line_of_its_own(shown: ShownDate) -> bool:
    """Whether the line of a date is about the article, so that it goes from the text into the head."""
    if "clean" in shown.evidence:
        return True
    return not _OF_TEXT & shown.evidence and bool({"rest-none", "rest-few", "own-element"} & shown.evidence)


_OF_TEXT = frozenset(("in-prose", "foot-far", "quote", "far-above-headline"))


def _rule_of(witness: Witness) -> str:
    """The rule of the evidence that a witness gives."""
    if witness.shown is None:
        return "last-change" if "changed" in witness.evidence else witness.rule
    if witness.shown.kind == "modified":
        return "last-change"
    if witness.shown.element.tag == "time":
        return "time-element"
    return "date-markup" if any(e.startswith("only-mark-") for e in witness.evidence) else "date-line"


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
        start = text[:_LABEL_STARTS].casefold()
        if not any(word in start for word in words("modified")):
            continue
        for match in find_dates(text, language)[:1]:
            if match.start <= 60 and label_of(text[: match.start]) == "modified":
                article_dates.dates.append(Date("modified", match.when, text[match.start : match.end]))
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
            article_dates.dates.append(Date(kind, when, text))
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
        article_dates.dates.append(Date(kind, best.when, best.text))
    else:
        _add_visible(article_dates, kind, best.when, best.text, best.element)
    rule = "time-element" if best.element.tag == "time" else "date-markup" if best.weight == 2 else "date-line"
    confidence: Confidence = "high" if best.weight >= 2 else "medium"
    article_dates.evidence.append(EvidenceDraft(kind, rule, confidence, best.words))
    return best.when


def _add_visible(article_dates: ArticleDates, kind: DateType, when: str, text: str, element: Element) -> None:
    """Add a date and the element that shows it."""
    article_dates.dates.append(Date(kind, when, text))
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


def _as_visible(shown: ShownDate) -> _VisibleDate:
    """A shown date for the comparison with declared ones."""
    weight = 3 if shown.kind else 2 if "mark-date" in shown.evidence or "time-tag" in shown.evidence else 1
    return _VisibleDate(shown.kind, shown.when, shown.text, shown.element, weight, shown.hidden, shown.labelled)


def _may_be_of_article(shown: ShownDate) -> bool:
    """Whether a shown date may be a date of the article at all: it is no part of a sentence, a list of dates, a comment or a
    side column.
    """
    if "clean" not in shown.evidence or not _OF_OTHERS.isdisjoint(shown.evidence):
        return False
    is_long = not {"rest-some", "rest-many"}.isdisjoint(shown.evidence)
    return not is_long or not {"next-to-headline", "near-headline", "headline-box"}.isdisjoint(shown.evidence)


def _dates_in_lines(page: TextLines, language: str, line_byline: LineByline | None) -> Iterator[_VisibleDate]:
    """The dates of the article in the lines of a plain text, at most one of each kind."""
    from archiver.metadata.sources.plain.dates import find_line_dates
    from archiver.metadata.sources.plain.memo_head import memo_date

    in_head = memo_date(page, language)
    for found in find_line_dates(page, language, line_byline) if in_head is None else [in_head]:
        element = page.lines[found.number].element
        weight = 3 if found.kind else 1
        yield _VisibleDate(found.kind, found.match.when, found.match.text, element, weight, labelled=bool(found.kind))
