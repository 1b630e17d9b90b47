"""Losses: how much of each article with a known body arrives in its record, and which rules removed the rest.

    python benchmarks/losses.py [CORPUS_FOLDER] [--sets NAME,...] [--sample N] [--jobs N] [--save FILE]

The true body of a page is counted in runs of four words (single characters in scripts without spaces). Only runs that
the page shows at all count: those in the head, body, notes or ledger of its record. The share of them in body and notes
is what arrived. Runs in the ledger are charged to its rules.

Prints for each set how many pages lost more than half and more than nine tenths of their article, every such page with
its rules, and how many pages have the finding C004. A page that is refused as no article is counted as refused, and its
losses are those of a conversion with `force`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from archiver import pipeline
from archiver.article import Article
from archiver.errors import ArchiverError, NotAnArticle
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
#: The archives with pages of known body, and the field of their truth that holds the body.
SETS = {
    "newspaper4k-dataset": ("metadata/newspaper4k-dataset.zip", "body"),
    "fundus": ("metadata/fundus.zip", "body"),
    "wcxb-articles": ("extraction/wcxb-articles.zip", "text"),
    "wcxb-others": ("extraction/wcxb-others.zip", "text"),
    "wcxb-rest": ("extraction/wcxb-rest.zip", "text"),
    "readability": ("extraction/readability.zip", "text"),
    "copies-dev": ("copies/copies-dev.zip", "text"),
}
#: A word, or one character of a script without spaces.
_TOKEN = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+"
)
#: Words in a run, and the smallest number of runs that a page needs to be measured.
_RUN_WORDS, _MIN_RUNS = 4, 20

Runs = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Loss:
    """The loss of one article: `held` is the share of its runs that the page shows, `kept` the share of those that
    arrived.
    """

    page: str
    runs: int
    held: float
    kept: float
    rules: dict[str, float] = field(default_factory=dict)
    refused: str = ""
    findings: tuple[str, ...] = ()
    type: str = ""


def runs_of(texts: Iterable[str]) -> Runs:
    """The runs of four words in several texts."""
    results: Runs = Counter()
    for text in texts:
        tokens = _TOKEN.findall(text.lower())
        results.update(zip(*(tokens[i:] for i in range(_RUN_WORDS)), strict=False))
    return results


def loss(page: str, data: bytes, truth: str, type_: str = "") -> Loss | None:
    """The loss of one page; None when the page or its truth is too short. `page` ends in .html or .txt."""
    path = Path(page)
    source = Source(name=path.name, data=data, stem=path.stem, path=path)
    refused = ""
    try:
        article = pipeline.build(source)
    except NotAnArticle as error:
        refused = error.message.rpartition(": ")[2]
        article = pipeline.build(source, force=True)
    true_runs = runs_of(truth.splitlines())
    kept = runs_of([*article.text(markers=False).split("\n"), *(note.text for note in article.notes)])
    missing = true_runs - kept
    by_rule: dict[str, int] = {}
    unmatched = missing.copy()
    for rule, runs in _ledger(article):
        matched = unmatched & runs
        unmatched -= matched
        if matched:
            by_rule[rule] = by_rule.get(rule, 0) + matched.total()
    arrived = (true_runs & kept).total()
    total = arrived + sum(by_rule.values())
    if total < _MIN_RUNS:
        return None
    rules = {rule: count / total for rule, count in sorted(by_rule.items(), key=lambda item: (-item[1], item[0]))}
    findings = tuple(f"{f.code} {f.text}" for f in article.findings if f.code in ("C004", "C005"))
    return Loss(page, true_runs.total(), total / true_runs.total(), arrived / total, rules, refused, findings, type_)


def _ledger(article: Article) -> Iterator[tuple[str, Runs]]:
    """The runs in the ledger by rule. Neighbouring entries of the same rule are joined."""
    rule, texts = "", list[str]()
    for removal in article.removals:
        if removal.rule != rule and texts:
            yield rule, runs_of([" ".join(texts)])
            texts = []
        rule = removal.rule
        texts.append(removal.text)
    if texts:
        yield rule, runs_of([" ".join(texts)])


def pages(folder: Path, name: str, sample: int) -> Iterator[tuple[str, bytes, str, str]]:
    """(page, bytes, truth, type) of the pages of a set with a known body."""
    archive_name, key = SETS[name]
    with zipfile.ZipFile(folder / archive_name) as archive:
        truth = json.loads(archive.read("truth.json"))
        # A page may have several copied texts: PAGE~all.txt, PAGE~main.txt
        names = sorted(name for name in archive.namelist() if name.startswith(("html/", "text/")))
        names = [name for name in names if truth.get(Path(name).stem.partition("~")[0], {}).get(key)]
        for name in names[:: max(1, len(names) // sample) if sample else 1]:
            page_truth = truth[Path(name).stem.partition("~")[0]]
            yield name, archive.read(name), page_truth[key], page_truth.get("type") or ""


def _loss_of_task(task: tuple[str, bytes, str, str]) -> Loss | None:
    try:
        return loss(*task)
    except ArchiverError as error:
        print(f"{task[0]}: {error.message}", file=sys.stderr)
        return None


def report(name: str, losses: list[Loss]) -> None:
    """Print the figures of one set, and its pages with great losses."""
    half, nearly = [x for x in losses if x.kept < 0.5], [x for x in losses if x.kept < 0.1]
    mean = sum(x.kept for x in losses) / max(1, len(losses))
    print(
        f"{name:20} {len(losses)} pages; kept on average {mean:.4f}; more than half lost: {len(half)}, more than nine tenths: {len(nearly)};"
        f" refused: {sum(bool(x.refused) for x in losses)}; with C004: {sum(bool(x.findings) for x in losses)}",
        flush=True,
    )
    for x in sorted(half, key=lambda x: x.kept):
        rules = ", ".join(f"{rule} {share:.2f}" for rule, share in list(x.rules.items())[:4])
        refused = f" REFUSED {x.refused}" if x.refused else ""
        print(f"    {x.kept:.2f} kept of {x.runs} runs, {x.held:.2f} held  {x.page} {x.type} {rules}{refused}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--sets", default=",".join(SETS), help="names of sets, parted by commas")
    parser.add_argument("--sample", type=int, default=0, help="pages of each set; 0 for all")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--save", type=Path, help="a JSON file for what was measured of each page")
    args = parser.parse_args()
    if not (args.corpus / "extraction").exists():
        print(f"The corpus is not here ({args.corpus.name}); nothing to measure.", file=sys.stderr)
        return
    saved = {}
    with ProcessPoolExecutor(args.jobs) as pool:
        for name in args.sets.split(","):
            if not (args.corpus / SETS[name][0]).exists():
                continue
            results = [
                x for x in pool.map(_loss_of_task, pages(args.corpus, name, args.sample), chunksize=4) if x is not None
            ]
            report(name, results)
            saved[name] = [asdict(x) for x in results]
    if args.save:
        args.save.write_text(json.dumps(saved, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
