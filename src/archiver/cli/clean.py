"""The command `archiver clean`."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.batch.convert import name_in_messages
from archiver.cli.options.reading import ReadingOptions, one_source
from archiver.cli.output import emit, require_fitting_name
from archiver.errors import guarded


@click.command("clean")
@one_source("page")
def command(source: str, output: Path | None, reading: ReadingOptions) -> None:
    """Remove the page chrome from a raw source, and write the rest of its markup as XHTML.

    SOURCE is a file, an address (https://…), or - for standard input. `archiver inspect` shows what was removed, and by which rule.

    \b
      archiver clean article.html > clean.xhtml
    """
    from archiver import cleaned, pipeline

    require_fitting_name(output, source, "a page", "html", "xml")
    with guarded(name_in_messages(source)):
        draft = pipeline.prepare(reading.open(source).source, **reading.of_pipeline)
        page = cleaned.xhtml(draft)
    emit(page, output, source)
