"""The date of publication of a page, decided by weighing all that the page says of its dates.

A page names many days: in meta elements, in JSON-LD, in its address, under the headline, below the text, at comments, in
tables, in lists of other articles. Each place is a witness for its day. A witness has a score, the sum of the weights of
its evidence, and the share of a day among all scores, against "this page names no date", is the certainty of the
day (a conditional logit; McFadden 1974). The weights are counted on labelled pages by benchmarks/training/dates.py, and stand in
date_weights.json with the calibration of the certainties.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from math import exp, fsum

from archiver.draft import Draft
from archiver.metadata.candidates import Candidate, Candidates
from archiver.metadata.parsing.dates import find_dates, read_stamp
from archiver.metadata.sources.embedded_data import dates_in_scripts, dates_written_by_scripts, scripts_of
from archiver.metadata.sources.page_address import days_of_address
from archiver.metadata.sources.shown_dates import ShownDate, find_shown_dates
from archiver.metadata.sources.visible_markup import MarkedElements
from archiver.page import Page
from archiver.trees.elements import Element

_ZONE = re.compile(r"\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_NO_OFFSET = frozenset(("z", "utc", "gmt", "+00:00", "+0000", "-00:00", "-0000"))
#: Where the page shows it, in groups: for evidence that means something only together.
_PLACES = (
    "in-headline", "next-to-headline", "near-headline", "above-headline", "foot-near", "in-prose", "foot-far", "far-above-headline", "no-headline",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Witness:
    """A day by one place of the page, with the names of its evidence. `declared` or `shown` is the place, if it is one of those."""

    when: str
    evidence: frozenset[str]
    declared: Candidate | None = None
    shown: ShownDate | None = None
    rule: str = ""

    @property
    def day(self) -> str:
        """The date as far as it is known, without a time."""
        return self.when[:10]


@dataclass(frozen=True, slots=True)
class WeighedDay:
    """The day that the witnesses name, its certainty between 0 and 1, and the witnesses for it, the best first."""

    day: str
    certainty: float
    witnesses: tuple[Witness, ...] = field(default=())


def weigh_dates(witnesses: Sequence[Witness], model: DateModel | None = None) -> WeighedDay | None:
    """The day of publication by the witnesses; None if none is more likely than that the page names no day."""
    model = model or date_model()
    certainties = model.certainties(witnesses)
    if not certainties:
        return None
    day = max(certainties, key=lambda d: (certainties[d], d))
    if certainties[day] < model.least:
        return None
    ranked = sorted((w for w in witnesses if w.day == day), key=lambda w: -model.score(w.evidence))
    return WeighedDay(day, model.calibrated(certainties[day], kind_of(ranked)), tuple(ranked))


def kind_of(witnesses: Sequence[Witness]) -> str:
    """The kind of a day by its witnesses: "declared" as published, "shown", or "inferred" from an address, a script or a date of change."""
    if any("declared" in w.evidence for w in witnesses):
        return "declared"
    if any("shown" in w.evidence and "label-modified" not in w.evidence for w in witnesses):
        return "shown"
    return "inferred"


class DateModel:
    """The weights of date_weights.json: by the name of an evidence, its weight; `least`, the least share of a day that is
    taken; and by the kind of a day the steps of its calibration, as (share, certainty).
    """

    def __init__(self, data: Mapping[str, object]) -> None:
        self.weights: dict[str, float] = dict(data["weights"])  # type: ignore[call-overload]
        self.least = float(data["least"])  # type: ignore[arg-type]
        self.steps: dict[str, list[tuple[float, float]]] = data["steps"]  # type: ignore[assignment]

    def score(self, evidence: frozenset[str]) -> float:
        """The sum of the weights of some evidence, the same in whatever order it is added."""
        return fsum(self.weights.get(name, 0.0) for name in evidence)

    def certainties(self, witnesses: Sequence[Witness]) -> dict[str, float]:
        """By day, its share of all scores; the score of "no date" is 0."""
        scores: dict[str, list[float]] = {}
        for witness in witnesses:
            scores.setdefault(witness.day, []).append(exp(min(self.score(witness.evidence), 60.0)))
        total = fsum([1.0, *(value for values in scores.values() for value in values)])
        return {day: fsum(values) / total for day, values in scores.items()}

    def calibrated(self, share: float, kind: str) -> float:
        """The certainty that the counts give to a share, for days of one kind (`kind_of`): a line between the steps."""
        low, certainty = 0.0, 0.0
        for step, counted in self.steps.get(kind, []):
            if share <= step:
                width = step - low
                return certainty + (counted - certainty) * ((share - low) / width if width else 1.0)
            low, certainty = step, counted
        return certainty


@cache
def date_model() -> DateModel:
    """The model of date_weights.json, loaded once per process."""
    text = resources.files(__package__).joinpath("date_weights.json").read_text("utf-8")
    return DateModel(json.loads(text))


# -- the witnesses of a page ---------------------------------------------------------------------------


def find_witnesses(
    draft: Draft, candidates: Candidates, marked: MarkedElements, headline: Element | None, language: str
) -> tuple[Witness, ...]:
    """All witnesses for the day of publication of a page."""
    notes = {part for note in draft.notes for part in note.parts}
    # a day in a note is that of a work or of an event, and its words belong to the note
    rows = [
        row
        for row in _witnesses(draft, candidates, marked, headline, language)
        if row.shown is None or not row.shown.element.is_within(notes)
    ]
    retrieved = max((read_stamp(c.value)[:10] for c in candidates.of("retrieved")), default="")
    if len(retrieved) == 10:
        # a page cannot be published after it was saved; one day is left for the time zones
        rows = [row for row in rows if not _days_between(retrieved, row.day) > 1]
    return _with_support(rows)


def _witnesses(
    draft: Draft, candidates: Candidates, marked: MarkedElements, headline: Element | None, language: str
) -> Iterator[Witness]:
    """The witnesses, each with the evidence of its own place."""
    for name, prefix in (("published", "declared"), ("modified", "changed")):
        for candidate in candidates.of("published" if name == "published" else "modified"):
            if when := read_stamp(candidate.value, language):
                evidence = {
                    prefix,
                    f"{prefix}-{candidate.confidence}",
                    f"{prefix}-{candidate.rule}",
                    _zone(candidate.value),
                }
                yield Witness(
                    when, frozenset((*evidence, f"precision-{len(when)}")), declared=candidate, rule=candidate.rule
                )
    for when in days_of_address(candidate.value for candidate in candidates.of("url")):
        yield Witness(when, frozenset(("address", f"address-{len(when)}")), rule="address-date")
    for when in days_of_address(_picture_addresses(draft.page)):
        if len(when) == 10:
            yield Witness(when, frozenset(("picture",)), rule="picture-address")
    scripted = dates_in_scripts(scripts_of(draft.page))
    for when in scripted:
        many = "script-one" if len(scripted) == 1 else "script-many"
        yield Witness(when, frozenset(("script", many)), rule="script-data")
    for when in dates_written_by_scripts(draft.page):
        yield Witness(when, frozenset(("script", "script-in-line")), rule="script-data")
    for candidate in candidates.of("abstract"):
        found = find_dates(candidate.value, language)
        if len(found) == 1 and len(found[0].when) == 10 and candidate.rule == "meta-description":
            yield Witness(found[0].when, frozenset(("description",)), rule="meta-description")
    for shown in find_shown_dates(draft, marked, headline, language):
        yield Witness(shown.when, shown.evidence | _together(shown.evidence), shown=shown)


def _picture_addresses(page: Page) -> Iterator[str]:
    """The addresses of the pictures that a page declares for shared links."""
    for element in page.head.iter("meta") if page.head is not None else ():
        if (element.get("property") or element.get("name") or "").lower() in ("og:image", "twitter:image"):
            yield element.get("content") or ""


def _zone(text: str) -> str:
    """The evidence of the time zone of a declared date."""
    match = _ZONE.search(text)
    if match is None:
        return "zone-unknown" if ":" in text else "no-time"
    return "zone-utc" if match["zone"].lower() in _NO_OFFSET else "zone-local"


def _together(evidence: frozenset[str]) -> set[str]:
    """Evidence that means something only together: the place with the kind, and the place with the form."""
    place = next((name for name in _PLACES if name in evidence), "elsewhere")
    kind = next((name for name in evidence if name.startswith("label-")), "") or (
        "marked" if any(name.startswith("only-mark-") for name in evidence) else "bare"
    )
    result = {f"{place}+{kind}"}
    if "clean" in evidence:
        result.add(f"{place}+clean")
    if "aside" in evidence:
        result.add(f"aside+{kind}")
    return result


def _with_support(rows: list[Witness]) -> tuple[Witness, ...]:
    """The witnesses with what the other ones say of their days, and each kind of witness for a day once."""
    rules: dict[str, set[str]] = {}
    zones: dict[str, str] = {}
    for row in rows:
        if "declared" in row.evidence:
            rules.setdefault(row.day, set()).add(row.rule)
            zones[row.day] = next((e for e in row.evidence if e.startswith("zone-")), "no-time")
    changed = {row.day for row in rows if "changed" in row.evidence}
    address = {row.day for row in rows if "address" in row.evidence}
    scripted = {row.day for row in rows if "script" in row.evidence}
    front = {row.day for row in rows if row.shown is not None and _is_in_front(row.evidence)}
    unchanged = {
        row.day
        for row in rows
        if row.shown is not None
        and (row.shown.kind == "published" or (row.shown.kind == "" and _is_in_front(row.evidence)))
        and _NOT_OF_ARTICLE.isdisjoint(row.evidence)
    }
    full = {row.day for row in rows if len(row.day) == 10}
    kept: dict[tuple[str, frozenset[str]], Witness] = {}
    for row in rows:
        if len(row.day) < 10 and any(day.startswith(row.day) for day in full):
            continue  # it supports a day, and is none itself
        extra: set[str] = set()
        kind = next(
            k
            for k in ("declared", "changed", "address", "picture", "description", "script", "shown")
            if k in row.evidence
        )
        if kind != "declared":
            if row.day in rules:
                extra.add(f"{kind}-with-declared")
            elif near := next((day for day in rules if _days_between(day, row.day) in (1, -1)), ""):
                # the day in an attribute may be in UTC too; only what readers see is surely the day of the place
                extra.add(f"{'stamp' if 'stamp' in row.evidence else kind}-near-declared-{zones[near]}")
            elif not rules:
                extra.add(f"{kind}-without-declared")
            else:
                extra.add(f"{kind}-against-declared")
        elif len(rules[row.day]) > 1:
            extra.add("declared-twice")
        if kind != "shown":
            if row.day in front:
                extra.add(f"{kind}-with-shown")
            elif any(_days_between(day, row.day) in (1, -1) for day in front):
                extra.add(f"{kind}-near-shown")
            elif front:
                extra.add(f"{kind}-against-shown")
        if kind != "address" and address:
            days = [day for day in address if len(day) == 10]
            if row.day in address:
                extra.add(f"{kind}-with-address")
            elif any(_days_between(day, row.day) in (1, -1) for day in days):
                extra.add("near-address")
            elif days:
                extra.add("against-address")
            elif any(row.day.startswith(day) for day in address):
                extra.add("with-address-month")
            else:
                extra.add("against-address-month")
        if kind != "script" and row.day in scripted:
            extra.add(f"{kind}-with-script")
        if kind not in ("changed", "declared") and row.day in changed:
            extra.add(f"{kind}-with-changed")
        if row.shown is not None and row.shown.kind == "modified" and (rules or unchanged - {row.day}):
            extra.add("change-beside-publication")
        if row.day[:4] < "1990":
            extra.add("before-1990")
        known = Witness(row.when, row.evidence | extra, row.declared, row.shown, row.rule)
        kept.setdefault((known.day, known.evidence), known)
    return tuple(kept.values())


#: The evidence of dates of other articles.
_NOT_OF_ARTICLE = frozenset(("aside", "related", "listed-3", "listed-many", "foot-far", "far-above-headline"))
#: The evidence of dates in lists, side columns and far places.
_NOT_IN_FRONT = frozenset(
    (
        "aside",
        "related",
        "listed-3",
        "listed-many",
        "in-prose",
        "foot-far",
        "far-above-headline",
        "later-in-line",
        "event",
        "today",
        "link",
    )
)


def _is_in_front(evidence: frozenset[str]) -> bool:
    """Whether a shown date stands where those of articles stand: next to the headline or below the text. One above the headline needs a mark, because it
    may be today's.
    """
    if "clean" not in evidence or not _NOT_IN_FRONT.isdisjoint(evidence):
        return False
    return not ("above-headline" in evidence and "bare" in evidence)


def _days_between(one: str, other: str) -> int:
    """The days from one ISO day to another; a large number if one is no full day."""
    if len(one) != 10 or len(other) != 10:
        return -10_000
    return (date.fromisoformat(other) - date.fromisoformat(one)).days
