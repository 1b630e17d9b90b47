"""The weights of the evidence for bylines and dates in the lines of copied pages, by logistic regression.

    python benchmarks/training/line_evidence.py [CORPUS_FOLDER]

A candidate is right if its authors are those of the truth, or its day is. Where the truth has no day (the WCXB pages), the
day that the page's HTML declares is the truth: there a page of comments or cards has no date more easily taken for its own.
Prints the weights that all sites give, and how
often the best candidate is right on sites that the regression did not see, with the true title known. The weights in
metadata/sources/plain/bylines.py and dates.py are these, rounded by hand. For them, wrong names on pages whose truth
names no author were labelled by hand too, because such pages have most of the headings that look like names.
"""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from learning import LogisticRegression, fold, np
from prepare import site

from archiver.draft import Draft
from archiver.metadata import gather_metadata
from archiver.metadata.candidates import Candidates
from archiver.metadata.fields.language import resolve_language
from archiver.metadata.parsing.folding import comparison_key
from archiver.metadata.sources.plain.bylines import find_line_byline, line_bylines
from archiver.metadata.sources.plain.dates import line_dates
from archiver.metadata.sources.plain.lines import text_lines
from archiver.notes import claim_notes
from archiver.readers import html, plain
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FOLDS = 5
#: The beginning of the names of the pages without a day in the truth, and their archive.
UNDATED, UNDATED_PAGES = "wcxb-articles-", "extraction/wcxb-articles.zip"

#: A candidate: its evidence, and whether it is right; None if the truth is not sure.
Row = tuple[dict[str, float], bool | None]


def declared_day(archive: zipfile.ZipFile, page: str) -> str:
    """The day of publication that the HTML of a WCXB page declares; "" if there is none, or if it is not sure."""
    data = archive.read(f"html/{page.removeprefix(UNDATED)}.html")
    draft = Draft(html.read(Source(name=f"{page}.html", data=data, stem=page)))
    claim_notes(draft)
    gather_metadata(draft)
    is_sure = any(e.field == "published" and e.confidence == "high" for e in draft.head.evidence)
    day = next((d.when[:10] for d in draft.head.dates if d.type == "published"), "")
    return day if is_sure and len(day) == 10 else ""


def candidates(name: str, data: bytes, truth: dict[str, Any]) -> tuple[list[Row], list[Row]]:
    """The candidates for the byline and for the date of a copy."""
    draft = Draft(plain.read(Source(name=name, data=data, stem=name)))
    claim_notes(draft)
    language, _ = resolve_language(draft, Candidates())
    keys = {comparison_key(title) for title in truth["titles"]}
    elements = [e for e in draft.page.elements if e.text and comparison_key(e.text) in keys]
    page = text_lines(draft, elements[-1] if elements else None)
    variant = name.rpartition("~")[2]
    wanted = {comparison_key(author) for author in truth["held"][variant]["authors"]}
    bylines = line_bylines(page, language) if wanted else []
    dates = line_dates(page, language, find_line_byline(page, language)) if truth["date"] else []
    byline_rows: list[Row] = []
    for byline in bylines:
        found = {comparison_key(author.name) for author in byline.authors}
        byline_rows.append((dict(byline.features), found == wanted or (None if found & wanted else False)))
    date_rows: list[Row] = [
        (dict(found.features), _is_day(found.match.when, truth["date"])) for found in dates if found.kind != "modified"
    ]
    return byline_rows, date_rows


def _is_day(when: str, true_day: str) -> bool | None:
    """Whether a date is the true day; None for the day before or after it, and for the same day of another year."""
    if when == true_day or len(when) < 10 or len(true_day) < 10:
        return when == true_day
    days = abs((date.fromisoformat(when) - date.fromisoformat(true_day)).days)
    return None if days <= 1 or when[5:] == true_day[5:] else False


def fit(pages: list[list[Row]], names: list[str]) -> Any:
    """The weights of the evidence, in the order of `names`."""
    rows = [row for page in pages for row in page if row[1] is not None]
    values = np.array([[features.get(name, 0.0) for name in names] for features, _ in rows])
    model = LogisticRegression(C=1.0, max_iter=3000, fit_intercept=False)
    return model.fit(values, np.array([right for _, right in rows])).coef_[0]


def report(field: str, pages: dict[str, list[list[Row]]]) -> None:
    """Print the weights, and the share of pages whose best candidate is right, of those with a right candidate."""
    names = sorted({name for site_pages in pages.values() for page in site_pages for row in page for name in row[0]})
    right = total = 0
    for number in range(FOLDS):
        inside = [p for s, ps in pages.items() if fold(s, "outer", FOLDS) != number for p in ps]
        weights = fit(inside, names)
        for page in (p for s, ps in pages.items() if fold(s, "outer", FOLDS) == number for p in ps):
            if any(is_right for _, is_right in page):
                scores = [sum(weights[names.index(n)] * v for n, v in features.items()) for features, _ in page]
                right += page[scores.index(max(scores))][1] is True
                total += 1
    print(f"{field}: best candidate right on {right} of {total} copies with a right one")
    weights = fit([page for site_pages in pages.values() for page in site_pages], names)
    for name, weight in sorted(zip(names, weights, strict=True), key=lambda pair: -pair[1]):
        print(f"    {name:18}{weight:6.2f}")


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    bylines: dict[str, list[list[Row]]] = {}
    dates: dict[str, list[list[Row]]] = {}
    with zipfile.ZipFile(corpus / "copies" / "copies-dev.zip") as archive:
        truth = json.loads(archive.read("truth.json"))
        with zipfile.ZipFile(corpus / UNDATED_PAGES) as pages:
            for page in truth:
                if page.startswith(UNDATED):
                    truth[page]["date"] = declared_day(pages, page)
        for path in sorted(archive.namelist()):
            if path.startswith("text/"):
                name = path[5:-4]
                page = name.rpartition("~")[0]
                found = candidates(name, archive.read(path), truth[page])
                for rows, by_site in zip(found, (bylines, dates), strict=True):
                    by_site.setdefault(site(truth[page]["url"], page), []).append(rows)
    report("byline", bylines)
    report("date", dates)


if __name__ == "__main__":
    main()
