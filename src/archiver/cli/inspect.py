"""The command `archiver inspect`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from archiver.batch.convert import name_in_messages, open_source
from archiver.batch.plan import STDIN
from archiver.cli import options
from archiver.cli.options.groups import GroupedCommand
from archiver.cli.options.reading import ReadingOptions, one_source
from archiver.cli.output import emit, require_fitting_name
from archiver.cli.terminal import printable
from archiver.errors import UsageError, guarded

if TYPE_CHECKING:
    from archiver.metadata import Given
    from archiver.source import Source

#: The options that a record takes too.
_FOR_RECORDS = frozenset(("source", "output_format", "output", "original"))
#: Formats whose endings a report may have.
_NAMES_OF_REPORTS = ("text", "html", "markdown")


@click.command("inspect", cls=GroupedCommand)
@one_source("report")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or an HTML page that shows the source with its removals struck out, or the changes of a record.",
)
@click.option(
    "--source",
    "original",
    metavar="FILE",
    type=options.FileName(),
    help="For a record: the source that it was made from, when it is not beside it.",
)
@options.flag(
    "-v",
    "--verbose",
    help="In the text, show also why each note was taken for one, and why other markers and lists were not.",
)
@options.metadata_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    source: str,
    output: Path | None,
    reading: ReadingOptions,
    output_format: str,
    original: str | None,
    verbose: bool,
    **given: Any,
) -> None:
    """Show what becomes of a source: the metadata with their evidence, the notes with their state, every removal with its rule and
    its place, and the word count: no word may be lost without a trace. Of a record, show what it says and what was corrected in it.

    SOURCE is a source or a record: a file, an address (https://…), or - for standard input. A record is compared with what Archiver makes of its source
    today, with the same options. The source is looked for beside the record, in the working folder, and in the folder above the
    record; --source names another place. It counts only if its SHA-256 is that in the record.

    \b
      archiver inspect article.html
      archiver inspect article.html --format json | jq .words
      archiver inspect article.html --format html -o report.html
      archiver inspect exports/article.xml --source article.html
    """
    from archiver.readers import is_record

    require_fitting_name(output, source, f"a report ({output_format})", *_NAMES_OF_REPORTS)
    metadata = options.parse_given(**given)
    with guarded(name_in_messages(source)):
        opened = reading.open(source).source
        if is_record(opened):
            _refuse_options_of_sources(ctx, source)
            report = _of_record(opened, _original(opened, original), output_format)
        elif original is not None:
            raise UsageError(
                f"--source {original}: {name_in_messages(source)} is no record, so it has no source.",
                "Leave the option out.",
            )
        else:
            report = _of_source(opened, output_format, metadata, reading, verbose)
    emit(report.encode("utf-8"), output, source, original or STDIN)


def _of_source(source: Source, output_format: str, given: Given | None, reading: ReadingOptions, verbose: bool) -> str:
    from archiver import inspection

    inspected = inspection.inspect(source, given=given, **reading.of_pipeline)
    if output_format == "json":
        return _json(inspection.as_data(inspected))
    if output_format == "html":
        from archiver.inspection.html_report import as_html

        return as_html(inspected)
    return printable(inspection.as_text(inspected, verbose=verbose), keep="\n")


def _of_record(record: Source, original: Source | None, output_format: str) -> str:
    from archiver.inspection import record_report

    inspected = record_report.inspect_record(record, original)
    if output_format == "json":
        return _json(record_report.as_data(inspected))
    if output_format == "html":
        from archiver.inspection.record_html import as_html

        return as_html(inspected)
    return printable(record_report.as_text(inspected), keep="\n")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _original(record: Source, original: str | None) -> Source | None:
    """The source that --source names: a file, or the page of the record in a capture. Raises UsageError when it and the record are both standard input."""
    if original is None:
        return None
    if original == record.name == STDIN:
        raise UsageError("--source -: the record is read from standard input already.", "Name a file.")
    if original != STDIN and Path(original).is_file():
        from archiver.article import Article
        from archiver.inspection import originals

        page = originals.in_capture(Article.from_bytes(record.data, record.name), Path(original))
        if page is not None:
            return page
    return open_source(original)


def _refuse_options_of_sources(ctx: click.Context, source: str) -> None:
    """Raise UsageError for an option that says how a source is read: a record is read as it is."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if name not in _FOR_RECORDS and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(
                f"{parameter.opts[-1]}: this option is for sources, and {name_in_messages(source)} is a record.",
                "Leave it out: the record names the options that it was made with.",
            )
