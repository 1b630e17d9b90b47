"""Titles and dates of publication, compared with labels and with other tools, on several sets of pages.

    python benchmarks/facts.py CORPUS.zip[=PAGES.zip]... [--no-url] [--wrong date|title] [--peers CACHE.json] [--dump OUT.json]

CORPUS.zip holds truth.json ({id: {"title": …, "date": "YYYY-MM-DD", "url": …}}) and html/ID.html. Where the pages are in
another file, it stands behind "=". A date is right when it is the labelled day, and wrong when it is another one; a year
or a month alone that fits is `vague`. A title is right when its letters and digits are those of the label.

The peers are htmldate (dates) and trafilatura (titles). They are slow: `--peers` names a file in which their answers are
kept. `--no-url` hides the addresses of the pages from all tools.
"""

from __future__ import annotations

import argparse
import importlib
import json
import unicodedata
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from archiver.draft import Draft
from archiver.errors import ArchiverError
from archiver.metadata import gather_metadata
from archiver.metadata.parsing.folding import comparison_key
from archiver.notes import claim_notes
from archiver.readers import html
from archiver.source import Source

Answer = dict[str, Any]


def ours(name: str, data: bytes, url: str) -> Answer:
    """Archiver's title and dates of a page, with their evidence."""
    try:
        draft = Draft(html.read(Source(name=name, data=data, stem=name, url=url or None)))
    except ArchiverError as error:
        return {"title": "", "date": "", "refused": str(error)}
    claim_notes(draft)
    gather_metadata(draft)
    head = draft.head
    return {
        "title": head.title,
        "date": next((d.when for d in head.dates if d.type == "published"), ""),
        "modified": next((d.when for d in head.dates if d.type == "modified"), ""),
        "language": head.language,
        "evidence": [
            [e.field, e.rule, e.confidence, e.text[:120], e.certainty, e.level]
            for e in head.evidence
            if e.field in ("title", "published", "modified", "retrieved")
        ],
    }


def peers(data: bytes, url: str) -> Answer:
    """The date of htmldate and the title of trafilatura."""
    found: Answer = {}
    text = data.decode("utf-8", errors="replace")
    find_date = importlib.import_module("htmldate").find_date
    metadata = importlib.import_module("trafilatura.metadata").extract_metadata
    try:
        found["htmldate"] = find_date(text, url=url or None, original_date=True) or ""
    except Exception as error:  # noqa: BLE001 (a peer may fail in any way: its answer is empty then)
        found |= {"htmldate": "", "failed": repr(error)}
    document = metadata(text, default_url=url or None)
    return found | {
        "title": (document.title if document else "") or "",
        "date": (document.date if document else "") or "",
    }


def grade_date(truth: str, found: str) -> str:
    """right, wrong, vague or none."""
    if not found:
        return "none"
    if found[:10] == truth:
        return "right"
    return "vague" if truth.startswith(found[:10]) else "wrong"


def grade_title(truth: str, found: str) -> str:
    """right, wrong or none."""
    if not found:
        return "none"
    first, second = (comparison_key(unicodedata.normalize("NFKC", text)) for text in (truth, found))
    return "right" if first == second else "wrong"


def answers_of(corpus: Path, url: bool, peer: bool, name: str, address: str) -> Answer:
    """The answers of Archiver, or of the peers, for one page."""
    with zipfile.ZipFile(corpus) as archive:
        data = archive.read(f"html/{name}.html")
    return peers(data, address if url else "") if peer else ours(name, data, address if url else "")


def all_answers(pages: Path, labels: dict[str, Answer], url: bool, peer: bool, jobs: int) -> dict[str, Answer]:
    """The answers for all pages of a set."""
    names = list(labels)
    with ProcessPoolExecutor(jobs) as pool:
        task = partial(answers_of, pages, url, peer)
        addresses = [labels[name].get("url") or "" for name in names]
        return dict(zip(names, pool.map(task, names, addresses, chunksize=8), strict=True))


def labels_of(corpus: str) -> tuple[Path, dict[str, Answer]]:
    """The archive with the pages of a set, and the labels of those that are in it. `corpus` is LABELS.zip or LABELS.zip=PAGES.zip: sets of the same pages may
    have other names for them.
    """
    labels_at, _, pages_at = corpus.partition("=")
    with zipfile.ZipFile(labels_at) as archive:
        truth: dict[str, Answer] = json.loads(archive.read("truth.json"))
    pages = Path(pages_at or labels_at)
    with zipfile.ZipFile(pages) as archive:
        present = {Path(name).stem for name in archive.namelist() if name.startswith("html/")}
        by_url = {page["url"]: name for name, page in json.loads(archive.read("truth.json")).items() if "url" in page}
    named = {
        name if name in present else by_url.get(labels.get("url", ""), ""): labels for name, labels in truth.items()
    }
    return pages, {name: labels for name, labels in named.items() if name in present}


def shares(grades: Counter[str]) -> str:
    total = sum(grades.values()) or 1
    return " ".join(f"{kind} {grades[kind] / total:.3f}" for kind in ("right", "wrong", "vague", "none"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--no-url", action="store_true", help="hide the addresses of the pages")
    parser.add_argument("--wrong", choices=("date", "title"), help="list what is not right")
    parser.add_argument("--peers", type=Path, help="a file that keeps the answers of the peers")
    parser.add_argument("--dump", type=Path, help="write all answers as JSON")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    kept: dict[str, dict[str, Answer]] = (
        json.loads(args.peers.read_text()) if args.peers and args.peers.exists() else {}
    )
    dump: dict[str, dict[str, Answer]] = {}
    for corpus in args.corpora:
        labels_at = corpus.partition("=")[0]
        pages, truth = labels_of(corpus)
        found = all_answers(pages, truth, not args.no_url, False, args.jobs)
        key = f"{Path(labels_at).stem}{'' if args.no_url else '+url'}"
        if args.peers and key not in kept:
            kept[key] = all_answers(pages, truth, not args.no_url, True, args.jobs)
            args.peers.write_text(json.dumps(kept))
        dump[key] = {
            name: {"label": {k: labels.get(k) or "" for k in ("title", "date", "url")}, "ours": found[name], "peers": kept.get(key, {}).get(name)}
            for name, labels in truth.items()
        }  # fmt: skip
        report(key, dump[key], args.wrong)
    if args.dump:
        args.dump.write_text(json.dumps(dump, ensure_ascii=False, indent=1), encoding="utf-8")


def report(key: str, pages: dict[str, Answer], wrong: str | None) -> None:
    """Print the shares of one set."""
    dated = [page for page in pages.values() if page["label"]["date"]]
    titled = [page for page in pages.values() if page["label"]["title"]]
    print(f"{key}: {len(pages)} pages, {len(dated)} dates, {len(titled)} titles")
    tools = [("archiver", "ours", "date"), ("htmldate", "peers", "htmldate"), ("trafilatura", "peers", "date")]
    for tool, place, field in tools if dated else ():
        if all(page[place] for page in dated):
            counts = Counter(grade_date(page["label"]["date"], page[place][field]) for page in dated)
            print(f"  dates  {tool:12} {shares(counts)}")
    for tool, place in (("archiver", "ours"), ("trafilatura", "peers")) if titled else ():
        if all(page[place] for page in titled):
            counts = Counter(grade_title(page["label"]["title"], page[place]["title"]) for page in titled)
            print(f"  titles {tool:12} {shares(counts)}")
    for name, page in pages.items() if wrong else ():
        label, answer = page["label"][wrong] or "", page["ours"][wrong]
        grade = grade_date(label, answer) if wrong == "date" else grade_title(label, answer)
        if label and grade != "right":
            said = [e for e in page["ours"].get("evidence", ()) if e[0] in (wrong, "published")]
            peer = (page["peers"] or {}).get("htmldate" if wrong == "date" else "title", "")
            print(f"    {name} {grade}\n      label {label}\n      ours  {answer}  {said}\n      peer  {peer}")


if __name__ == "__main__":
    main()
