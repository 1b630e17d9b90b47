"""Accuracy and speed of metadata: titles compared with labels, and with trafilatura where it is installed.

    python benchmarks/metadata.py CORPUS.zip [--wrong 20] [--dump fields.json]

CORPUS.zip holds truth.json ({id: {"title": …, "url": …}}) and html/ID.html (the web content extraction benchmark).
`exact` is the labelled title with folded white space, `normalised` the same letters and digits, `near` at least 80 % of
the words in common. Authors and dates have no labels, so only the agreement of the two tools is shown.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import statistics
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from archiver.draft import Draft
from archiver.errors import ArchiverError
from archiver.metadata import gather_metadata
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.readers import html
from archiver.source import Source

Fields = dict[str, str]


def grade(truth: str, found: str) -> str:
    """The best grade of a title: exact, normalised, near, wrong or none."""
    if not found:
        return "none"
    if fold(truth) == fold(found):
        return "exact"
    if comparison_key(truth) == comparison_key(found):
        return "normalised"
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (truth, found))
    return "near" if len(first & second) >= 0.8 * len(first | second) else "wrong"


def ours(draft: Draft) -> Fields:
    """Archiver's metadata in the form for comparison."""
    head = draft.head
    return {
        "title": head.title,
        "author": "; ".join(a.name for a in head.authors),
        "date": next((d.when for d in head.dates if d.type == "published"), ""),
        "publisher": head.publication or head.publisher,
        "language": head.language,
    }


def peers(extract: Any, text: str) -> Fields:
    """trafilatura's metadata in the same form; {} when it finds no document."""
    document = extract(text, with_metadata=True) if extract is not None else None
    if document is None:
        return {}
    names = {"title": "title", "author": "author", "date": "date", "publisher": "sitename", "language": "language"}
    return {field: getattr(document, name) or "" for field, name in names.items()}


def details(draft: Draft) -> dict[str, object]:
    """Everything that the passes recorded for a page, for reading by eye."""
    head = draft.head
    return {
        "subtitle": head.subtitle,
        "abstract": head.abstract,
        "rights": head.rights,
        "dates": [(d.type, d.when, d.text) for d in head.dates],
        "authors": [repr(a) for a in head.authors],
        "evidence": [(e.field, e.rule, e.confidence, e.text) for e in head.evidence],
        "moved": [(m.rule, m.values) for m in draft.moved.values()],
        "findings": [(f.code, dict(f.values)) for f in draft.findings],
    }


def agreement(first_fields: Fields, second_fields: Fields, count: Counter[str]) -> None:
    """Count the pages for which both tools give a date or authors, and those where they agree."""
    if first_fields["date"] and second_fields.get("date"):
        count["dates, both"] += 1
        count["dates, same day"] += first_fields["date"][:10] == second_fields["date"]
    if first_fields["author"] and second_fields.get("author"):
        first, second = (
            {comparison_key(name) for name in fields["author"].split(";")} for fields in (first_fields, second_fields)
        )
        count["authors, both"] += 1
        count["authors, same"] += first == second


def report(tool: str, grades: Counter[str], filled: Counter[str], pages: int) -> None:
    """Print the lines for one tool."""
    if total := sum(grades.values()):
        exact, same = grades["exact"], grades["exact"] + grades["normalised"]
        shares = (exact / total, same / total, (same + grades["near"]) / total)
        print(f"{tool:12} titles: exact %.3f  normalised %.3f  near %.3f  of {total}" % shares)
    print(f"{tool:12} filled: {dict(filled)} of {pages}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--wrong", type=int, default=0, help="show so many titles that are wrong")
    parser.add_argument("--dump", type=Path, help="write all fields as JSON")
    args = parser.parse_args()
    try:
        extract = importlib.import_module("trafilatura").bare_extraction
    except ImportError:
        extract = None
    tools = ("archiver", "trafilatura") if extract is not None else ("archiver",)
    grades: dict[str, Counter[str]] = {tool: Counter() for tool in tools}
    filled: dict[str, Counter[str]] = {tool: Counter() for tool in tools}
    agreements: Counter[str] = Counter()
    seconds: list[float] = []
    wrong: list[tuple[str, str, str, str]] = []
    dump: dict[str, dict[str, object]] = {}
    with zipfile.ZipFile(args.corpus) as corpus:
        truth = json.loads(corpus.read("truth.json"))
        for name, labels in truth.items():
            try:
                draft = Draft(html.read(Source(name=name, data=corpus.read(f"html/{name}.html"), stem=name)))
            except ArchiverError as error:
                print(f"refused      {error}")
                grades["archiver"]["none"] += bool(labels.get("title"))
                continue
            start = time.process_time()
            gather_metadata(draft)
            seconds.append(time.process_time() - start)
            found = {"archiver": ours(draft), "trafilatura": peers(extract, draft.page.text)}
            agreement(found["archiver"], found["trafilatura"], agreements)
            for tool in tools:
                filled[tool].update(key for key, value in found[tool].items() if value)
                if labels.get("title"):
                    grades[tool][grade(labels["title"], found[tool].get("title", ""))] += 1
            title = found["archiver"]["title"]
            if labels.get("title") and grade(labels["title"], title) not in ("exact", "normalised"):
                wrong.append((name, labels["title"], title, found["trafilatura"].get("title", "")))
            dump[name] = {"url": labels.get("url"), **found, **details(draft)}
    for tool in tools:
        report(tool, grades[tool], filled[tool], len(truth))
    print(f"agreement    {dict(agreements)}")
    ordered = sorted(seconds[1:])
    median, ninth_decile, worst = statistics.median(ordered), ordered[int(len(ordered) * 0.9)], ordered[-1]
    print(
        f"a page       median {median * 1e3:.2f} ms, 90 % under {ninth_decile * 1e3:.2f} ms, worst {worst * 1e3:.1f} ms"
    )
    print(f"first page   {seconds[0] * 1e3:.0f} ms, with all that is imported then")
    for name, label, title, peer in wrong[: args.wrong]:
        print(f"  {name}\n    label {label}\n    ours  {title}\n    peer  {peer}")
    if args.dump:
        args.dump.write_text(json.dumps(dump, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
