"""archiver convert"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from archiver.batch import local
from archiver.batch.plan import Job, plan, require_apart
from archiver.batch.work import Order, Outcome
from archiver.cli import options
from archiver.cli.console import Console
from archiver.errors import SourceError, UsageError


@click.command("convert")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.export_options
@options.source_options
@options.fetch_option
@options.metadata_options
@options.log_options
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **given: Any) -> int:
    """Convert raw sources: pages saved as HTML, texts copied out of a browser.

    SOURCE is a file, a folder (searched to any depth), @LIST for a file that names one source a line, or - for standard input.
    Each source becomes one archival record and, from it, the other formats, named after it in the export folder.

    \b
      archiver convert article.html
      archiver convert saved/ -o exports -j 4
      pbpaste | archiver convert - -t pdf --title "On Gulls"
    """
    console = Console(
        quiet=given["quiet"], verbose=given["verbose"], log_format=given["log_format"], debug=ctx.obj["debug"]
    )
    jobs = plan(expand_lists(sources))
    if not jobs:
        raise SourceError(
            f"{', '.join(sources)}: there is no HTML page and no text in it.",
            "Name the file itself if its ending is unusual.",
        )
    metadata = options.parse_given(**{key: given[key] for key in _GIVEN})
    if len(jobs) > 1 and (given["title"] or given["url"]):
        raise UsageError(
            "--title and --url speak of one article, and there are several sources.", "Convert that one by itself."
        )
    order = Order(
        folder=given["folder"],
        formats=options.parse_formats(given["formats"]),
        media_type=given["media_type"],
        url=given["url"],
        given=metadata,
        force=given["force"],
        site_rules=given["site_rules"],
        fetch_images=given["fetch_images"],
        options=writer_options(given),
    )
    return carry_out(jobs, order, console, workers=given["jobs"], dry_run=given["dry_run"])


_GIVEN = ("title", "authors", "date", "language", "publisher", "rights", "metadata_file")


#: Options of the command line that writers take: under which name, and what they do without it.
_WRITER_OPTIONS = {
    "css": ("css", None),
    "pdf_engine": ("engine", "weasyprint"),
    "page": ("page", "a4"),
    "large_print": ("large_print", False),
    "tei_notes": ("notes", "end"),
    "tei_removed": ("removed", False),
}


def writer_options(given: dict[str, Any]) -> dict[str, Any]:
    """The options that writers take, where they are not the default. Raises UsageError for those that cannot be carried out."""
    css = given["css"]
    if css is not None and not css.is_file():
        raise UsageError(f"{css}: there is no such style sheet.", "Check the name.")
    if css is not None and given["pdf_engine"] == "typst":
        raise UsageError("Typst takes no CSS.", "Leave --css out, or use --pdf-engine weasyprint.")
    return {name: given[said] for said, (name, default) in _WRITER_OPTIONS.items() if given[said] != default}


def expand_lists(names: tuple[str, ...]) -> list[str]:
    """Names as given, with each @LIST replaced by the names in that file (blank lines and lines that begin with # left out)."""
    expanded: list[str] = []
    for name in names:
        if not name.startswith("@") or Path(name).exists():
            expanded.append(name)
            continue
        try:
            lines = Path(name[1:]).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{name[1:]}: the list cannot be read: {error}.", "Check the name.") from error
        expanded += [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return expanded


def carry_out(jobs: list[Job], order: Order, console: Console, *, workers: int, dry_run: bool) -> int:
    """Run an order on its jobs and report; the exit code."""
    from archiver.writers import WRITERS

    require_apart(jobs, order.folder, (WRITERS[name].suffix for name in order.formats))
    if dry_run:
        for job in jobs:
            for name in order.formats:
                click.echo(f"{job.source} → {order.folder / (job.stem + WRITERS[name].suffix)}", err=True)
        return 0
    outcomes: list[Outcome] = []
    try:
        running = local.run(jobs, order, workers or os.cpu_count() or 1)
        outcomes.extend(console.follow(running, len(jobs)))
    except KeyboardInterrupt:
        console.fail(
            f"interrupted after {len(outcomes)} of {len(jobs)} sources; what was finished is kept in {order.folder}."
        )
        return 130
    known = {job.source: number for number, job in enumerate(jobs)}
    outcomes.sort(key=lambda outcome: known[outcome.source])
    return console.report(outcomes, order.folder)
