"""A page as HTML and the same page copied out of a browser: whether both give the same title, authors, date and body.

    python benchmarks/both_ways.py [CORPUS_FOLDER] [--sample N | --all] [--save FILE] [--folds FOLDER]

The copies are those of `benchmarks/copies.py`, which says what --folds is. Only what a copy holds is compared: a title that
is a line of it, authors whose names are all in it, a day that is written in it, and those words of the page's body that are
in it too. The corpus's truth plays no part, so this measures agreement and not accuracy: where both are wrong in the same
way, they agree. Without --all, a sample is compared.

A field is `same`, `other` (the copy's record says something else) or `none` (it says nothing); `more` counts copies whose
record says something where the page's says nothing. `body` is the F1 over runs of four words.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import fsum
from pathlib import Path
from typing import Any

from archiver import pipeline
from archiver.article import Article
from archiver.errors import ArchiverError
from archiver.metadata.parsing.dates import find_dates
from archiver.metadata.parsing.folding import comparison_key
from archiver.source import Source
from copies import CORPUS, SET, copies, prediction

#: The archives of the pages, by the beginning of the names of their copies.
PAGES = {
    "fundus": "metadata/fundus.zip",
    "newspaper4k-dataset": "metadata/newspaper4k-dataset.zip",
    "wcxb-articles": "extraction/wcxb-articles.zip",
}
FIELDS = ("title", "authors", "date")
SAMPLE = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far the record of a copy agrees with that of its page.

    `fields` has "same", "other", "none" or "more" by the name of a field, without the fields that cannot be compared.
    `body` is the F1 of the bodies; None if the copy holds nothing of the page's body.
    """

    fields: dict[str, str]
    body: float | None


def page_of(corpus: Path, name: str) -> bytes:
    """The HTML of the page with this name, without the variant of a copy."""
    start = next(start for start in PAGES if name.startswith(f"{start}-"))
    with zipfile.ZipFile(corpus / PAGES[start]) as archive:
        return archive.read(f"html/{name.removeprefix(f'{start}-')}.html")


def said(article: Article) -> dict[str, Any]:
    """What the record says: the body without captions and markers, title, authors, day."""
    return {
        "text": article.text(markers=False, captions=False),
        "title": article.title,
        "authors": [author.name for author in article.authors],
        "date": article.published[:10],
        "language": article.language,
    }


def compare(page: dict[str, Any], copy: dict[str, Any], held: str) -> Comparison:
    """Compare what the records of a page and of its copy say (`said`), as far as the text of the copy, `held`, has it."""
    lines = held.splitlines()
    whole = comparison_key(held)
    is_held = {
        "title": comparison_key(page["title"]) in {comparison_key(line) for line in lines},
        "authors": all(comparison_key(name) in whole for name in page["authors"]),
        "date": any(match.when == page["date"] for line in lines for match in find_dates(line, page["language"])),
    }
    fields = {}
    for field in FIELDS:
        first, second = key_of(page[field]), key_of(copy[field])
        if not first:
            fields[field] = "more" if second else ""
        elif is_held[field]:
            fields[field] = "same" if first == second else "other" if second else "none"
    wanted = shingles(page["text"]) & shingles(held)
    found = shingles(copy["text"])
    body = 2 * (wanted & found).total() / (wanted.total() + found.total()) if wanted else None
    return Comparison({field: state for field, state in fields.items() if state}, body)


def key_of(value: Any) -> Any:
    """A field in the form for comparison: names without their order, letters and digits only."""
    return frozenset(map(comparison_key, value)) if isinstance(value, list) else comparison_key(value)


def shingles(text: str) -> Counter[Any]:
    """The runs of four words of a text, as the corpus's scorer counts them."""
    found: Counter[Any] = importlib.import_module("score_extraction").shingles(text)
    return found


def run(corpus: Path, folds: Path | None, name: str) -> tuple[str, dict[str, Any], dict[str, Any], Comparison] | None:
    """Compare a copy with its page: its name, what both records say, and the comparison. None if the page is refused."""
    if str(corpus) not in sys.path:
        sys.path.append(str(corpus))
    page_name = name.rpartition("~")[0]
    data = page_of(corpus, page_name)
    try:
        page = said(pipeline.build(Source(name=f"{page_name}.html", data=data, stem=page_name), force=True))
    except ArchiverError as error:
        print(f"{page_name}: {error}", file=sys.stderr)
        return None
    _, copy = prediction(corpus, folds, name)
    with zipfile.ZipFile(corpus / SET) as archive:
        held = archive.read(f"text/{name}.txt").decode("utf-8")
    return name, page, copy, compare(page, copy, held)


def table(comparisons: Iterable[Comparison]) -> dict[str, dict[str, float]]:
    """The number of each state of each field with the share of `same`, and the mean F1 of the bodies."""
    rows = list(comparisons)
    result: dict[str, dict[str, float]] = {}
    for field in FIELDS:
        states = Counter(row.fields[field] for row in rows if field in row.fields)
        compared = states["same"] + states["other"] + states["none"]
        result[field] = {"agree": round(states["same"] / max(1, compared), 3), **dict(sorted(states.items()))}
    bodies = [row.body for row in rows if row.body is not None]
    result["body"] = {"F1": round(fsum(bodies) / max(1, len(bodies)), 4), "copies": len(bodies)}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--all", action="store_true", help="all copies, about ten minutes")
    parser.add_argument("--save", type=Path, help="a file for what the records say, and how they compare (JSON)")
    parser.add_argument("--folds", type=Path, help="models that did not see the site of a copy")
    args = parser.parse_args()
    names = copies(args.corpus, 0 if args.all else args.sample)
    with ProcessPoolExecutor(2) as pool:
        rows = [row for row in pool.map(partial(run, args.corpus, args.folds), names, chunksize=4) if row is not None]
    for variant in ("main", "all"):
        print(variant, json.dumps(table(row[3] for row in rows if row[0].endswith(f"~{variant}"))))
    if args.save:
        saved = {
            name: {"page": page, "copy": copy, "fields": found.fields, "body": found.body}
            for name, page, copy, found in rows
        }
        args.save.write_text(json.dumps(saved, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
