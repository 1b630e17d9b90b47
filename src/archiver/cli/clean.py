"""The command `archiver clean`."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.batch.convert import name_in_messages, open_source
from archiver.batch.fetched import FetchOptions
from archiver.cli import options
from archiver.cli.output import emit
from archiver.errors import guarded


@click.command("clean")
@options.source_argument("SOURCE")
@options.output_option("page")
@options.source_options
@options.robots_option
def command(
    source: str,
    output: Path | None,
    media_type: str | None,
    url: str | None,
    force: bool,
    site_rules: Path | None,
    repair_encoding: bool,
    ignore_robots: bool,
) -> None:
    """Remove the page chrome from a raw source, and write the rest of its markup as XHTML.

    SOURCE is a file, an address (https://…), or - for standard input. `archiver inspect` shows what was removed, and by which rule.

    \b
      archiver clean article.html > clean.xhtml
    """
    from archiver import cleaned, pipeline

    with guarded(name_in_messages(source)):
        opened = open_source(source, url, media_type, FetchOptions(ignore_robots), repair_encoding=repair_encoding)
        draft = pipeline.prepare(opened, media_type=media_type, force=force, site_rules=site_rules)
        page = cleaned.xhtml(draft)
    emit(page, output, source)
