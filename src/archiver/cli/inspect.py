"""archiver inspect"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import called, open_source
from archiver.cli import options
from archiver.cli.output import emit
from archiver.cli.terminal import printable
from archiver.errors import guarded


@click.command("inspect")
@click.argument("source", metavar="SOURCE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="For reading, for programs, or the page with its removals struck out.",
)
@options.output_option("report")
@options.source_options
@options.metadata_options
def command(
    source: str,
    form: str,
    output: Path | None,
    media_type: str | None,
    url: str | None,
    force: bool,
    site_rules: Path | None,
    **given: Any,
) -> None:
    """Show what becomes of a source: the metadata with their evidence, the notes with their state, every removal with its rule and its
    place, and whether every word is accounted for.

    SOURCE is a file, or - for standard input.

    \b
      archiver inspect article.html
      archiver inspect article.html --format json | jq .words
      archiver inspect article.html --format html -o report.html
    """
    from archiver import inspection

    metadata = options.parse_given(**given)
    with guarded(called(source)):
        found = inspection.inspect(
            open_source(source, url), media_type=media_type, given=metadata, force=force, site_rules=site_rules
        )
        if form == "json":
            text = json.dumps(inspection.as_data(found), ensure_ascii=False, indent=2) + "\n"
        elif form == "html":
            from archiver.inspection.html_report import as_page

            text = as_page(found)
        else:
            text = printable(inspection.as_text(found), keep="\n")
        report = text.encode("utf-8")
    emit(report, output, source)
