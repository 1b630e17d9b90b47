"""archiver export"""

from __future__ import annotations

from typing import Any

import click

from archiver.batch.plan import plan
from archiver.batch.work import Order
from archiver.cli import options
from archiver.cli.console import Console
from archiver.cli.convert import carry_out, expand_lists, writer_options
from archiver.errors import SourceError


@click.command("export")
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@options.export_options
@options.log_options
@click.pass_context
def command(ctx: click.Context, /, records: tuple[str, ...], **given: Any) -> int:
    """Make exports from archival records, as they are or corrected by hand.

    RECORD is a file, a folder of records, @LIST, or - for standard input. A record that breaks its own schema is refused with the line and
    the rule.

    \b
      archiver export exports/article.xml -t pdf
      archiver export records/ -o exports -t epub,tei
    """
    console = Console(
        quiet=given["quiet"], verbose=given["verbose"], log_format=given["log_format"], debug=ctx.obj["debug"]
    )
    jobs = [job for job in plan(expand_lists(records), suffixes=(".xml",)) if not job.source.endswith(".tei.xml")]
    if not jobs:
        raise SourceError(
            f"{', '.join(records)}: there is no record in it.", "Make one with `archiver normalize SOURCE`."
        )
    order = Order(
        folder=given["folder"],
        formats=options.parse_formats(given["formats"] or ("pdf", "epub", "tei")),
        from_record=True,
        options=writer_options(given),
    )
    return carry_out(jobs, order, console, workers=given["jobs"], dry_run=given["dry_run"])
