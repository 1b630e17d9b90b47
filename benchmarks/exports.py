"""Speed of the exports: record, PDF, EPUB and TEI, compared with a common shell pipeline, and the time of each format.

    python benchmarks/exports.py [CORPUS_FOLDER] [--articles N] [-j JOBS] [--rounds N]

The same N article pages of the corpus, as files, in one run:

    archiver          archiver convert -j JOBS -t xml,pdf,epub,tei
    archiver typst    the same with --pdf-engine typst
    shell line        trafilatura to HTML; pandoc to EPUB and to TEI; weasyprint to PDF: JOBS pages at a time

Every round runs all three in turn, so that other load on the machine affects them alike. The fastest round counts.

Then one process makes each format of each article, to show where the time goes. Last, Archiver's PDF is compared with
WeasyPrint's own from the same HTML, CSS and fonts (laid out once, tagged, PDF/A-3a; without speedups, checks and second
layouts), as a ratio of CPU time.

The shell line is left out where trafilatura is not installed (`pip install -e '.[bench]'`).
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from archiver import pipeline
from archiver.errors import ArchiverError
from archiver.source import Source
from archiver.writers import WRITERS

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ARCHIVE = "extraction/wcxb-articles.zip"


def pages(corpus: Path, number: int, folder: Path) -> list[Path]:
    """Write N article pages to `folder`, evenly spread over the set. Pages that are refused (a login wall, a list) are
    skipped.
    """
    files: list[Path] = []
    with zipfile.ZipFile(corpus / ARCHIVE) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".html"))
        step = max(1, len(names) // (number + number // 5))
        for name in names[::step]:
            if len(files) == number:
                break
            data = archive.read(name)
            file = folder / Path(name).name
            try:
                pipeline.normalize(Source(name=file.name, data=data, stem=file.stem, path=file))
            except ArchiverError:
                continue
            file.write_bytes(data)
            files.append(file)
    return files


def ours(folder: Path, jobs: int, *options: str) -> Callable[[], None]:
    """A function that runs `archiver convert` on a folder."""

    def run() -> None:
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "archiver", "convert", folder, "-q", "-j", jobs, "-t", "xml,pdf,epub,tei"]
            command_line = [*command, "-o", out, *options]
            completed = subprocess.run(
                [str(part) for part in command_line], capture_output=True, text=True, check=False
            )
            count = sum(1 for path in Path(out).rglob("*") if path.is_file())
            if completed.returncode:
                print(f"  ({completed.stderr.strip().splitlines()[-1]})", file=sys.stderr)
            assert count, completed.stderr

    return run


def shell_line(files: list[Path], jobs: int) -> Callable[[], None]:
    """A function that runs the shell pipeline on each page."""
    import pypandoc  # type: ignore[import-untyped]

    pandoc = pypandoc.get_pandoc_path()

    def convert(file: Path, out: Path) -> None:
        def command_line(*command: object, source: bytes | None = None) -> bytes:
            completed = subprocess.run([str(part) for part in command], input=source, capture_output=True, check=False)
            if completed.returncode:  # a tool that fails at once would look fast
                messages = completed.stderr.decode("utf-8", "replace").strip().splitlines()
                raise SystemExit(
                    f"{Path(str(command[0])).name} {command[1]} failed on {file.name}: {messages[-1] if messages else ''}"
                )
            return completed.stdout

        html = command_line(
            sys.executable, "-m", "trafilatura.cli", "--output-format", "html", source=file.read_bytes()
        )
        page = out / f"{file.stem}.html"
        page.write_bytes(html)
        command_line(pandoc, page, "-o", out / f"{file.stem}.epub", "--metadata", f"title={file.stem}")
        command_line(pandoc, page, "-t", "tei", "-s", "-o", out / f"{file.stem}.tei.xml")
        command_line(sys.executable, "-m", "weasyprint", page, out / f"{file.stem}.pdf")

    def run() -> None:
        with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(jobs) as pool:
            list(pool.map(lambda file: convert(file, Path(name)), files))

    return run


def timed(run: Callable[[], None]) -> tuple[float, float]:
    """Wall-clock seconds, and CPU seconds of the child processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    run()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(files: list[Path], folder: Path, jobs: int, rounds: int) -> None:
    """Print the seconds of each way, and how many times less CPU time than the shell line it takes."""
    engines: dict[str, tuple[str, ...]] = {"archiver": ()}
    if importlib.util.find_spec("typst"):
        engines["archiver typst"] = ("--pdf-engine", "typst")
    times_by_name: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        for name, options in engines.items():
            # The CPU seconds of worker processes are not counted for this process, so they are measured in a run
            # without workers.
            wall, _ = timed(ours(folder, jobs, *options))
            _, cpu = timed(ours(folder, 1, *options))
            times_by_name[name].append((wall, cpu))
        if importlib.util.find_spec("trafilatura"):
            times_by_name["shell line"].append(timed(shell_line(files, jobs)))
    best = {
        name: (min(wall for wall, _ in times), min(cpu for _, cpu in times)) for name, times in times_by_name.items()
    }
    print(f"{len(files)} articles to xml, pdf, epub, tei, {jobs} at a time, fastest of {rounds}\n")
    print(f"{'':16}{'wall s':>9}{'CPU s':>9}{'CPU s/article':>15}{'times':>8}")
    reference = best.get("shell line", (0.0, 0.0))[1]
    for name, (wall, cpu) in best.items():
        times = f"{reference / cpu:.1f}" if reference else "–"
        print(f"{name:16}{wall:9.1f}{cpu:9.1f}{cpu / len(files):15.3f}{times:>8}")


def stages(files: list[Path]) -> None:
    """Print the CPU time of each format in one process, after everything that is prepared once is prepared."""
    seconds_by_name: dict[str, float] = defaultdict(float)
    writers_by_name: dict[str, tuple[Callable[..., None], dict[str, str]]] = {}
    for name in ("xml", "pdf", "epub", "tei", "html", "text"):
        writers_by_name[name] = (WRITERS[name].writer(), {})
    if importlib.util.find_spec("typst"):
        writers_by_name["pdf typst"] = (WRITERS["pdf"].writer(), {"engine": "typst"})
    for number, file in enumerate([files[0], *files]):  # the first file runs twice, to prepare what is prepared once
        start = time.process_time()
        article = pipeline.normalize(Source.from_file(file))
        steps = {"normalize": time.process_time() - start}
        for name, (write, options) in writers_by_name.items():
            start = time.process_time()
            write(article, io.BytesIO(), **options)
            steps[name] = time.process_time() - start
        if number:
            for name, seconds in steps.items():
                seconds_by_name[name] += seconds
    print(f"\n{'CPU ms/article':16}")
    for name, seconds in seconds_by_name.items():
        print(f"{name:16}{1000 * seconds / len(files):9.1f}")


def against_stock(files: list[Path], rounds: int) -> None:
    """Print the CPU time of our PDFs divided by that of unmodified WeasyPrint, which lays out the last page that we
    laid out for each article.
    """
    from archiver.writers.pdf.paper import A4
    from archiver.writers.pdf.weasyprint import page as pdf_page
    from archiver.writers.pdf.weasyprint import renderer

    articles = [pipeline.normalize(Source.from_file(file)) for file in files]
    pages: list[Any] = []
    make_page = pdf_page.page

    def record_page(*arguments: Any) -> Any:
        pages[-1:] = [make_page(*arguments)]
        return pages[-1]

    pdf_page.page = record_page  # type: ignore[assignment]
    for article in articles:
        pages.append(None)
        renderer.write(article, io.BytesIO())
    pdf_page.page = make_page
    press = renderer._renderer()

    def ours() -> None:
        for article in articles:
            renderer.write(article, io.BytesIO())

    def stock() -> None:
        with press.styling(A4) as styling:
            for page in pages:
                html = renderer._html(page, press.fetcher)
                html.write_pdf(font_config=styling.fonts, stylesheets=styling.sheets, pdf_variant="pdf/a-3a")

    seconds_by_name: dict[str, float] = {}
    for _ in range(max(rounds, 3)):
        for run in (ours, stock):
            start = time.process_time()
            run()
            seconds = time.process_time() - start
            seconds_by_name[run.__name__] = min(seconds, seconds_by_name.get(run.__name__, seconds))
    milliseconds = {name: 1000 * seconds / len(articles) for name, seconds in seconds_by_name.items()}
    print(
        f"\nPDF by WeasyPrint, CPU ms/article: ours {milliseconds['ours']:.1f}, stock {milliseconds['stock']:.1f}, ",
        end="",
    )
    print(f"ratio {milliseconds['ours'] / milliseconds['stock']:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    if not (args.corpus / ARCHIVE).is_file():
        print(f"The corpus is not here ({args.corpus.name}); nothing to compare.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        files = pages(args.corpus, args.articles, Path(name))
        compare(files, Path(name), args.jobs, args.rounds)
        stages(files)
        against_stock(files, args.rounds)


if __name__ == "__main__":
    main()
