"""How well the program does on the project's own pages, as figures from 0 to 1, with the fixtures as truth.

A test of a fixture says yes or no, and a fixture that fails stays out of sight. A figure counts that page too, and says how far off it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import fsum
from typing import Any

from archiver import pipeline
from archiver.article import Article
from support.fixtures import Fixture, folded, head_field, without_spaces


def f1(hits: float, lacking: float, surplus: float) -> float:
    """The harmonic mean of precision and recall; 1 where nothing is wanted and nothing is found."""
    return 2 * hits / (2 * hits + lacking + surplus) if hits + lacking + surplus else 1.0


def body_f1(fixture: Fixture, article: Article) -> float:
    """F1 over the letters of what the fixture speaks of: what it has (found or lacking), and what it has not (surplus)."""
    body, letters = folded(article.text()), without_spaces(article.text(markers=False))
    hits = lacking = 0
    for text in fixture.expected.get("has", ()):
        whole = fixture.stretch(text)
        size = len(without_spaces(whole))
        hits, lacking = (hits + size, lacking) if whole in body else (hits, lacking + size)
    unwanted = [without_spaces(text) for text in fixture.expected.get("has_not", ())]
    return f1(hits, lacking, sum(len(text) for text in unwanted if text in letters))


def notes_f1(fixture: Fixture, article: Article) -> float:
    """F1 over notes; one is found if its label, its text and the number of its markers are right, and if a lost one is said to be lost."""
    wanted: Counter[Any] = Counter(
        (note["label"], note["calls"], folded(note.get("text", "")))
        for note in (*fixture.expected["notes"], *fixture.expected.get("missing", ()))
    )
    found: Counter[Any] = Counter((note.label, note.references, folded(note.text)) for note in article.notes)
    return f1((wanted & found).total(), (wanted - found).total(), (found - wanted).total())


def field_is_right(fixture: Fixture, article: Article, field: str) -> float:
    """1 if a field of the head is as expected, else 0."""
    return float(head_field(article, field) == fixture.expected[field])


def mean(figures: Iterable[float]) -> float:
    """The mean, the same for any order of the figures; raises ZeroDivisionError if there are none."""
    values = list(figures)
    return fsum(values) / len(values)


def measure(group: list[Fixture]) -> dict[str, float]:
    """The mean of each figure over those fixtures that expect something of it: body, notes, title, authors, published, language, publisher."""
    figures: dict[str, list[float]] = {}
    for fixture in group:
        article = pipeline.build(fixture.source, media_type=fixture.media_type)
        if "has" in fixture.expected:
            figures.setdefault("body", []).append(body_f1(fixture, article))
        if "notes" in fixture.expected:
            figures.setdefault("notes", []).append(notes_f1(fixture, article))
        for field in ("title", "authors", "published", "language", "publisher"):
            if field in fixture.expected:
                figures.setdefault(field, []).append(field_is_right(fixture, article, field))
    return {name: mean(values) for name, values in figures.items()}
