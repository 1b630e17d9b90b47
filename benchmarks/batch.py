"""Runs over many sources: speed, memory, growth, and what kills cost.

    python benchmarks/batch.py [CORPUS_FOLDER] [--pages N] [--typst N] [--shell N] [--growth N]... [--kills N] [--only PART]

`speed`    N pages (500) to record, TEI and EPUB, and some (200) also to PDF with Typst: with one worker and with two, and beside the usual shell loop
           (trafilatura to HTML, pandoc to EPUB and to TEI, one call for each page) over a sample. Pages of the corpus are used several times when there
           are too few, each time with another word in them.
`growth`   seconds and peak memory of a batch of 500, 1,000 … pages to text: time should be a straight line, memory flat.
`kills`    a batch of N pages is ended at random moments by SIGINT, SIGTERM and SIGKILL, 20 times, and begun again. In the end all results must be those of an
           undisturbed run, byte by byte; no process and no stray file may be left.

The exit code is 1 when two workers are less than 1.8 times as fast as one, when the shell loop is not 8 times as slow, when memory grows, or when
kills leave a trace.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from archiver.batch.ledger import LEDGER_NAME, Ledger
from archiver.batch.reports import REPORTS

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ARCHIVES = ("extraction/wcxb-articles.zip", "extraction/wcxb-rest.zip", "extraction/wcxb-others.zip")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


def write_pages(corpus: Path, number: int, folder: Path, most_bytes: int = 1_000_000) -> None:
    """Write N different pages to a folder."""
    folder.mkdir()
    written = 0
    while written < number:
        for data in _pages(corpus, most_bytes):
            if written == number:
                return
            # as a comment, so that no two sources have the same bytes
            (folder / f"{written:06}.html").write_bytes(data + b"<!-- copy %d -->" % written)
            written += 1


def _pages(corpus: Path, most_bytes: int) -> Iterator[bytes]:
    for name in ARCHIVES:
        with zipfile.ZipFile(corpus / name) as archive:
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                if member.filename.endswith(".html") and member.file_size <= most_bytes:
                    yield archive.read(member)


def command(source: Path, out: Path, *options: object) -> list[str]:
    return [sys.executable, "-m", "archiver", "batch", str(source), "-o", str(out), "-q", *map(str, options)]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall and of CPU, and the most memory of all processes of a command at once."""

    seconds: float
    cpu: float
    memory: int


def timed(arguments: list[str]) -> Cost:
    """What a command costs."""
    start, cpu = time.perf_counter(), _cpu_of_children()
    running = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    most = 0
    watched = psutil.Process(running.pid)
    while running.poll() is None:
        most = max(most, _memory(watched))
        time.sleep(0.25)
    return Cost(time.perf_counter() - start, _cpu_of_children() - cpu, most)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(process: psutil.Process) -> int:
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_info().rss
    except psutil.Error:
        pass
    return total


def shell_loop(pages: list[Path], out: Path) -> float:
    """Seconds for the usual loop: each page through trafilatura, and its HTML through pandoc to EPUB and to TEI."""
    import pypandoc  # type: ignore[import-untyped]

    pandoc = pypandoc.get_pandoc_path()
    start = time.perf_counter()
    for page in pages:
        html = out / f"{page.stem}.html"
        with page.open("rb") as source, html.open("wb") as target:
            extract = [sys.executable, "-m", "trafilatura.cli", "--output-format", "html"]
            subprocess.run(extract, stdin=source, stdout=target, stderr=subprocess.DEVNULL, check=False)
        title = f"title={page.stem}"
        for suffix, options in ((".epub", ("--metadata", title)), (".tei.xml", ("-t", "tei", "-s"))):
            made = [pandoc, str(html), *options, "-o", str(out / f"{page.stem}{suffix}")]
            subprocess.run(made, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def speed(corpus: Path, folder: Path, pages: int, typst: int, shell: int) -> bool:
    """Print the speed of one and of two workers, and of the shell loop; True when it is as it should be."""
    good = True
    per_page: dict[str, float] = {}
    cpu_per_page: dict[str, float] = {}
    for number, formats in ((pages, "xml,tei,epub"), (typst, "xml,tei,epub,pdf")):
        source = folder / f"speed-{number}"
        write_pages(corpus, number, source)
        costs: dict[int, Cost] = {}
        for workers in (1, 2):
            out = folder / f"out-{number}-{workers}"
            cost = costs[workers] = timed(command(source, out, "-t", formats, "-j", workers, "--pdf-engine", "typst"))
            print(
                f"{number:5} pages to {formats:18}{workers:2} workers{cost.seconds:8.1f} s{1000 * cost.seconds / number:8.0f} ms a page"
                f"{1000 * cost.cpu / number:8.0f} ms of CPU{cost.memory / 1024**2:8.0f} MB at most",
                flush=True,
            )
        ratio = costs[1].seconds / costs[2].seconds
        good &= ratio >= 1.8
        print(f"      two workers are {ratio:.2f} times as fast as one")
        per_page[formats] = costs[2].seconds / number
        cpu_per_page[formats] = costs[2].cpu / number
    if shell:
        out = folder / "shell"
        out.mkdir()
        files = sorted((folder / f"speed-{pages}").iterdir())
        sample = files[:: max(1, len(files) // shell)][:shell]
        cpu = _cpu_of_children()
        a_page = shell_loop(sample, out) / len(sample)
        cpu = (_cpu_of_children() - cpu) / len(sample)
        times = a_page / per_page["xml,tei,epub"]
        good &= times >= 8
        print(
            f"      shell loop, a sample of {len(sample)}: {1000 * a_page:.0f} ms a page, {times:.1f} times as long as two workers, {cpu / cpu_per_page['xml,tei,epub']:.1f} times the CPU"
        )
    return good


def growth(corpus: Path, folder: Path, numbers: list[int]) -> bool:
    """Print seconds and memory for more and more pages; True when they are a straight line and flat."""
    small = folder / "growth-pages"
    write_pages(corpus, 400, small, most_bytes=60_000)
    data = [path.read_bytes() for path in sorted(small.iterdir())]
    found: list[tuple[int, float, int]] = []
    for number in numbers:
        source = folder / f"growth-{number}"
        source.mkdir()
        for position in range(number):
            (source / f"{position:06}.html").write_bytes(data[position % len(data)] + b"<!-- %d -->" % position)
        cost = timed(command(source, folder / f"growth-out-{number}", "-t", "text", "-j", 2))
        again = timed(command(source, folder / f"growth-out-{number}", "-t", "text", "-j", 2))
        found.append((number, cost.seconds / number, cost.memory))
        print(
            f"{number:6} pages to text{cost.seconds:9.1f} s{1000 * cost.seconds / number:8.1f} ms a page{1000 * cost.cpu / number:8.1f} ms of CPU"
            f"{cost.memory / 1024**2:8.0f} MB at most; again, all unchanged: {again.seconds:.1f} s",
            flush=True,
        )
    (_, first, least), (_, last, most) = found[0], found[-1]
    return last < 1.25 * first and most < 1.5 * least


def digests(folder: Path) -> dict[str, str]:
    """The hashes of all files of a batch, without those that tell of the run itself."""
    own = (LEDGER_NAME, *REPORTS)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in own
    }


def kills(corpus: Path, folder: Path, pages: int, number: int, seed: int) -> bool:
    """Kill a run again and again; True when that leaves no trace."""
    for one in SIGNALS[:2]:
        # a shell lets programs in the background ignore signals, and the runs would inherit it
        if signal.getsignal(one) == signal.SIG_IGN:
            signal.signal(one, signal.SIG_DFL)
    source, whole, out = folder / "kill-pages", folder / "kill-whole", folder / "kill-out"
    write_pages(corpus, pages, source)
    options = ("-t", "xml,tei,epub", "-j", 2)
    undisturbed = timed(command(source, whole, *options)).seconds
    chance = random.Random(seed)
    temporary = folder / "kill-tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    orphans = 0
    for turn in range(number):
        running = subprocess.Popen(
            command(source, out, *options), start_new_session=True, env=environment, stderr=subprocess.DEVNULL
        )
        wait = 1 + chance.random() * 2.2 * undisturbed / number
        try:
            running.wait(wait)
        except subprocess.TimeoutExpired:
            running.send_signal(SIGNALS[turn % len(SIGNALS)])
            running.wait()
        deadline = time.monotonic() + 2
        while (left := _session(running.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
        orphans += len(left)
        with Ledger.open(out / LEDGER_NAME) as ledger:
            done = ledger.counts()["done"]
        name = SIGNALS[turn % len(SIGNALS)].name
        print(
            f"  {name:8} after {wait:5.1f} s: {done} of {pages} done, code {running.returncode}, {len(left)} processes left",
            flush=True,
        )
    ended = subprocess.run(command(source, out, *options), env=environment, stderr=subprocess.DEVNULL, check=False)
    same = digests(out) == digests(whole)
    stray = [str(path) for path in (*out.rglob(".*"), *temporary.iterdir())]
    print(
        f"{pages} pages, {number} kills: the same bytes: {same}; processes left: {orphans}; stray files: {stray or 'none'}; code {ended.returncode}"
    )
    return same and not orphans and not stray


def _session(leader: int) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (OSError, psutil.Error):
            continue
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--typst", type=int, default=200, help="how many pages also go to PDF")
    parser.add_argument("--shell", type=int, default=40, help="how many pages go through the shell loop")
    parser.add_argument("--growth", type=int, action="append", help="sizes of batches (repeatable)")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["speed", "growth", "kills"])
    args = parser.parse_args()
    parts: dict[str, Callable[[Path], bool]] = {
        "speed": lambda folder: speed(args.corpus, folder, args.pages, args.typst, args.shell),
        "growth": lambda folder: growth(args.corpus, folder, args.growth or [500, 1000, 2000, 5000, 10000]),
        "kills": lambda folder: kills(args.corpus, folder, args.pages, args.kills, args.seed),
    }
    good = True
    for name, part in parts.items():
        if args.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="archiver-bench-") as folder:
                good &= part(Path(folder))
    print(f"most memory of any one process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
