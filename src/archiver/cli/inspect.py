"""The command `archiver inspect`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import name_in_messages, open_source
from archiver.cli import options
from archiver.cli.output import emit
from archiver.cli.terminal import printable
from archiver.errors import guarded


@click.command("inspect")
@options.source_argument("SOURCE")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or an HTML page that shows the source with its removals struck out.",
)
@options.output_option("report")
@options.source_options
@options.metadata_options
def command(
    source: str,
    output_format: str,
    output: Path | None,
    media_type: str | None,
    url: str | None,
    force: bool,
    site_rules: Path | None,
    **given: Any,
) -> None:
    """Show what becomes of a source: the metadata with their evidence, the notes with their state, every removal with its rule and
    its place, and the word count: no word may be lost without a trace.

    SOURCE is a file, or - for standard input.

    \b
      archiver inspect article.html
      archiver inspect article.html --format json | jq .words
      archiver inspect article.html --format html -o report.html
    """
    from archiver import inspection

    metadata = options.parse_given(**given)
    with guarded(name_in_messages(source)):
        inspection_result = inspection.inspect(
            open_source(source, url), media_type=media_type, given=metadata, force=force, site_rules=site_rules
        )
        if output_format == "json":
            text = json.dumps(inspection.as_data(inspection_result), ensure_ascii=False, indent=2) + "\n"
        elif output_format == "html":
            from archiver.inspection.html_report import as_html

            text = as_html(inspection_result)
        else:
            text = printable(inspection.as_text(inspection_result), keep="\n")
        report = text.encode("utf-8")
    emit(report, output, source)
