"""Accuracy of authors: the names that Archiver finds on labelled pages, and those of trafilatura where they are given.

    python benchmarks/authors.py [CORPUS_FOLDER] [--sets fundus,postlight] [--peer peer.json] [--wrong 20] [--dump authors.json]

CORPUS_FOLDER holds metadata/SET.zip with truth.json ({id: {"authors": [...]}}) and html/ID.html; the pages of `trafilatura-eval`
lie in extraction/snippets.zip. `right` is the share of the labelled pages with exactly the labelled names (same letters and
digits), `none` the share without any name, `invented` the share of the pages without a label for which names are found.
peer.json is {set: {id: {"author": "Name; Name"}}}, as another program found them.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from archiver import notes
from archiver.draft import Draft
from archiver.errors import ArchiverError
from archiver.metadata import gather_metadata
from archiver.readers import html
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SETS = ("fundus", "newspaper4k-dataset", "postlight", "trafilatura-eval")


def key(name: str) -> str:
    """The letters and digits of a name."""
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))


def grade(truth: list[str], found: list[str]) -> str:
    """right, some (not all, or others too), wrong, none; for a page without a label: silent or invented."""
    labelled, given = {key(name) for name in truth}, {key(name) for name in found}
    if not labelled:
        return "invented" if given else "silent"
    if not given:
        return "none"
    return "right" if labelled == given else "some" if labelled & given else "wrong"


def found_by_archiver(name: str, data: bytes) -> dict[str, Any]:
    """The authors of a page with their evidence, after the pass for notes."""
    try:
        draft = Draft(html.read(Source(name=f"{name}.html", data=data, stem=name)))
    except ArchiverError as error:
        return {"authors": [], "error": str(error)}
    notes.claim_notes(draft)
    gather_metadata(draft)
    return {
        "authors": [author.name for author in draft.head.authors],
        "drafts": [repr(author) for author in draft.head.authors],
        "contributors": [(c.role, c.name) for c in draft.head.contributors],
        "evidence": [(e.rule, e.confidence, e.text) for e in draft.head.evidence if e.field == "author"],
    }


def pages_of(corpus: zipfile.ZipFile, truth: dict[str, Any], folder: Path) -> tuple[zipfile.ZipFile, dict[str, str]]:
    """The archive that holds the pages of a set, and the file of each page in it. A set without pages has those of
    snippets.zip with the same addresses.
    """
    names = set(corpus.namelist())
    if any(name.startswith("html/") for name in names):
        return corpus, {name: f"html/{name}.html" for name in truth if f"html/{name}.html" in names}
    snippets = zipfile.ZipFile(folder / "extraction" / "snippets.zip")
    by_address = {labels.get("url"): name for name, labels in json.loads(snippets.read("truth.json")).items()}
    return snippets, {
        name: f"html/{by_address[labels['url']]}.html" for name, labels in truth.items() if labels["url"] in by_address
    }


def shares(grades: Counter[str]) -> str:
    """The grades of one set as text."""
    labelled = sum(grades[name] for name in ("right", "some", "wrong", "none")) or 1
    unlabelled = grades["silent"] + grades["invented"]
    parts = [f"{name} {grades[name] / labelled:.3f}" for name in ("right", "some", "wrong", "none")]
    return f"{'  '.join(parts)}  of {labelled}; invented {grades['invented']} of {unlabelled}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--peer", type=Path, help="what another program found")
    parser.add_argument("--wrong", type=int, default=0, help="show so many pages of each set that are not right")
    parser.add_argument("--dump", type=Path, help="write all that was found as JSON")
    args = parser.parse_args()
    peer: dict[str, dict[str, dict[str, str]]] = json.loads(args.peer.read_text("utf-8")) if args.peer else {}
    dump: dict[str, dict[str, Any]] = {}
    means: Counter[str] = Counter()
    for set_ in args.sets.split(","):
        grades: dict[str, Counter[str]] = {"archiver": Counter(), "peer": Counter()}
        with zipfile.ZipFile(args.corpus / "metadata" / f"{set_}.zip") as corpus:
            truth = json.loads(corpus.read("truth.json"))
            pages, file_of = pages_of(corpus, truth, args.corpus)
            shown = 0
            for name, labels in truth.items():
                if name not in file_of:
                    continue
                found = found_by_archiver(name, pages.read(file_of[name]))
                authors = labels.get("authors", [])
                result = grade(authors, found["authors"])
                grades["archiver"][result] += 1
                if set_ in peer:
                    names = [n for n in peer[set_].get(name, {}).get("author", "").split(";") if n.strip()]
                    grades["peer"][grade(authors, names)] += 1
                dump.setdefault(set_, {})[name] = {**found, "truth": authors, "grade": result, "url": labels.get("url")}
                if result not in ("right", "silent") and shown < args.wrong:
                    shown += 1
                    print(f"  {result:8} {name}: {authors} {found['authors']}")
        for tool, counted in grades.items():
            if counted:
                labelled = sum(counted[grade_] for grade_ in ("right", "some", "wrong", "none"))
                means[tool] += counted["right"] / labelled  # type: ignore[assignment]
                print(f"{set_:20} {tool:9} {shares(counted)}", flush=True)
    print({tool: round(total / len(args.sets.split(",")), 3) for tool, total in means.items()})
    if args.dump:
        args.dump.write_text(json.dumps(dump, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
