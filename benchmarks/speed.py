"""Speed of each stage of the pipeline compared with other tools, and the growth of the time with the size of a page.

    python benchmarks/speed.py [CORPUS_FOLDER] [--sample N] [--rounds N] [--largest MB]

1. Pages of every set of the corpus go in turn to Archiver (bytes to validated Article) and to every other tool that is
installed (trafilatura, readability-lxml: `pip install -e '.[bench]'`), in one process, so that other load on the
machine affects them alike.

2. The time of each stage of the pipeline.

3. A synthetic page is doubled from 100 KB on. Where the cost is linear, the time for a megabyte is constant.

All times are CPU seconds of this process (`time.process_time`). Of several rounds, the fastest of each page and tool
counts.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archiver import pipeline
from archiver.errors import ArchiverError
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ARCHIVES = (
    "extraction/wcxb-articles.zip",
    "extraction/wcxb-others.zip",
    "extraction/snippets.zip",
    "footnotes/footnotes-dev.zip",
)
#: The functions that the pipeline calls, and the stage that each belongs to.
STAGES = {
    "archiver.readers.read": "read",
    "archiver.notes.claim_notes": "notes",
    "archiver.metadata.gather_metadata": "metadata",
    "archiver.cleaning.find_article": "cleaning",
    "archiver.cleaning.shape_blocks": "cleaning",
    "archiver.cleaning.why_no_article": "cleaning",
    "archiver.record.build": "build",
    "archiver.schema.require_valid": "validate",
}
ALL = "archiver"

Tool = Callable[[bytes], object]


class Stopwatch:
    """CPU seconds by stage. The functions are wrapped where the pipeline calls them, so the pipeline itself is
    measured.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def attach(self) -> None:
        """Start to time every function of STAGES."""
        for path, stage in STAGES.items():
            module_name, _, name = path.rpartition(".")
            module = importlib.import_module(module_name)
            setattr(module, name, self._timed(stage, getattr(module, name)))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            start = time.process_time()
            try:
                return function(*args, **options)
            finally:
                self.seconds[stage] += time.process_time() - start

        return timed

    def take(self) -> dict[str, float]:
        """The seconds since the last call of this method."""
        result = dict(self.seconds)
        self.seconds.clear()
        return result


def archiver(data: bytes) -> object:
    """Bytes to validated Article. A page that is refused ends there."""
    with contextlib.suppress(ArchiverError):
        return pipeline.normalize(Source(name="page.html", data=data, stem="page"), media_type="text/html", force=True)
    return None


def peers() -> dict[str, Tool]:
    """The other tools that are installed, each called with its defaults."""
    tools_found: dict[str, Tool] = {}
    with contextlib.suppress(ImportError):
        trafilatura = importlib.import_module("trafilatura")
        tools_found["trafilatura"] = trafilatura.extract
    with contextlib.suppress(ImportError):
        readability = importlib.import_module("readability")

        def read(data: bytes) -> object:
            try:
                return readability.Document(data.decode("utf-8", "replace")).summary(html_partial=True)
            except Exception:  # noqa: BLE001  a crash of the other tool counts as one page without a result
                return None

        tools_found["readability-lxml"] = read
    for missing in {"trafilatura", "readability-lxml"} - set(tools_found):
        print(f"{missing} is not installed: left out.", file=sys.stderr)
    return tools_found


def pages(folder: Path, sample: int) -> Iterator[tuple[str, str, bytes]]:
    """(set, name, bytes) of `sample` pages of each set at even distances; of all pages for 0."""
    for path in ARCHIVES:
        with zipfile.ZipFile(folder / path) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".html"))
            for name in names[:: max(1, len(names) // sample) if sample else 1]:
                yield Path(path).stem, name, archive.read(name)


def measure(folder: Path, sample: int, rounds: int) -> None:
    """Print documents per second of each tool and set, and milliseconds per page of each stage."""
    tools: dict[str, Tool] = {ALL: archiver, **peers()}
    watch = Stopwatch()
    watch.attach()
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    stages: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    size = 0
    first = True
    for set_name, _, data in pages(folder, sample):
        if first:
            for tool in tools.values():
                tool(data)  # imports and rule data are loaded once per process
            first = False
        counts[set_name] += 1
        size += len(data)
        best = dict.fromkeys(tools, float("inf"))
        best_stages: dict[str, float] = {}
        for _ in range(rounds):
            for name, tool in tools.items():
                watch.take()
                start = time.process_time()
                tool(data)
                seconds_spent = time.process_time() - start
                if seconds_spent < best[name]:
                    best[name] = seconds_spent
                    if name == ALL:
                        best_stages = watch.take()
        for name, seconds_spent in best.items():
            seconds[set_name, name] += seconds_spent
        for stage, seconds_spent in best_stages.items():
            stages[stage] += seconds_spent
    total = sum(counts.values())
    print(
        f"{total} pages, {size / total / 1024:.0f} KB each on average; documents a CPU second, and how many times the peer's\n"
    )
    for set_name in [*counts, "all"]:
        row = f"{set_name:16}"
        set_names = counts if set_name == "all" else [set_name]
        ours = sum(seconds[s, ALL] for s in set_names)
        for name in tools:
            seconds_spent = sum(seconds[s, name] for s in set_names)
            row += f"  {name} {sum(counts[s] for s in set_names) / seconds_spent:6.1f}" + (
                f" (×{seconds_spent / ours:.2f})" if name != ALL else ""
            )
        print(row)
    all_seconds = sum(seconds[s, ALL] for s in counts)
    print("\nmilliseconds a page, by stage")
    for stage in dict.fromkeys(STAGES.values()):
        print(f"  {stage:10} {1000 * stages[stage] / total:7.2f}  {100 * stages[stage] / all_seconds:5.1f} %")
    print(f"  {'all':10} {1000 * all_seconds / total:7.2f}")
    for name in tools:
        if name != ALL:
            print(f"  {name:10} {1000 * sum(seconds[s, name] for s in counts) / total:7.2f}")


# -- time against size -----------------------------------------------------------------------------


def grown(size: int) -> bytes:
    """A page of about `size` bytes: an article with headings, lists, tables, links and notes, between navigation and
    comments.
    """
    parts = [
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The Salt Road | Upper Valley Papers</title></head><body>",
        "<header><nav><ul>"
        + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(12))
        + "</ul></nav></header>",
        "<main><article><h1>The Salt Road</h1><p class=byline>By Odile Marchetti</p><time datetime=2021-04-09>9 April 2021</time>",
    ]
    notes: list[str] = []
    size_so_far = sum(map(len, parts))
    number = 0
    while size_so_far < size * 0.8:
        number += 1
        block = (
            f"<h2 id=s{number}>Toll house {number}</h2><p>The carters of post {number} paid in kind, a measure of salt for every axle,"
            f" and the keeper wrote each into a <em>long book</em> that was read out at Michaelmas.<sup><a id=r{number} href=#n{number}>{number}</a></sup>"
            f" Nobody contested the sum, <a href='/tolls/{number}'>as far as the rolls tell</a>, before the road was paved.</p>"
            f"<ul><li>axles counted: {number * 3}</li><li>measures of salt: {number}</li></ul>"
            f"<table><tr><th>Year</th><th>Carts</th></tr><tr><td>{1600 + number % 300}</td><td>{number * 7}</td></tr></table>"
            f"<blockquote><p>We saw the lamp of house {number} from the ford, and were glad of it.</p></blockquote>"
        )
        note = f"<li id=n{number}>Roll {number}, leaf {number % 40}, in the keeper's own hand. <a href=#r{number}>↩</a></li>"
        parts.append(block)
        notes.append(note)
        size_so_far += len(block) + len(note)
    parts += ["<ol class=footnotes>", *notes, "</ol></article></main><section class=comments><h3>Comments</h3>"]
    while size_so_far < size:
        number += 1
        block = f"<div class=comment><b>reader {number}</b><p>My own people kept house {number} for a while. <a href='#'>Reply</a></p></div>"
        parts.append(block)
        size_so_far += len(block)
    parts.append("</section><footer>Upper Valley Papers, all rights reserved</footer></body></html>")
    return "".join(parts).encode()


def growth(largest: int) -> None:
    """Print the seconds and the milliseconds per megabyte for pages that double in size up to `largest` bytes, by
    stage.
    """
    watch = Stopwatch()
    watch.attach()
    archiver(grown(20_000))
    names = list(dict.fromkeys(STAGES.values()))
    print(
        "\nseconds by size; the last column is milliseconds for a megabyte, which stays the same where cost is linear"
    )
    print(f"{'MB':>6}" + "".join(f"{name:>10}" for name in names) + f"{'all':>10}{'ms/MB':>10}")
    size = 100_000
    while size <= largest:
        data = grown(size)
        watch.take()
        start = time.process_time()
        archiver(data)
        seconds_spent = time.process_time() - start
        stages = watch.take()
        row = "".join(f"{stages.get(name, 0.0):10.3f}" for name in names)
        print(f"{len(data) / 1e6:6.1f}{row}{seconds_spent:10.3f}{1e9 * seconds_spent / len(data):10.1f}", flush=True)
        size *= 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--sample", type=int, default=40, help="pages of each set; 0 for all")
    parser.add_argument("--rounds", type=int, default=2, help="the fastest counts")
    parser.add_argument(
        "--largest", type=float, default=26, help="megabytes of the largest grown page; 0 for no such table"
    )
    args = parser.parse_args()
    if (args.corpus / "extraction").exists():
        measure(args.corpus, args.sample, args.rounds)
    else:
        print(f"The corpus is not here ({args.corpus.name}); nothing to compare.", file=sys.stderr)
    growth(int(args.largest * 1e6))


if __name__ == "__main__":
    main()
