"""archiver export"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import ConvertOptions
from archiver.cli import options
from archiver.cli.console import Console
from archiver.cli.convert import writer_options
from archiver.cli.run import Kind, run
from archiver.writers import WRITERS


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
    return run(
        records,
        given,
        ConvertOptions(
            folder=Path(), formats=(), from_record=True, options=writer_options(given), overwrite=given["overwrite"]
        ),
        Console(quiet=given["quiet"], verbose=given["verbose"], log_format=given["log_format"], debug=ctx.obj["debug"]),
        kind=Kind(
            (".xml",),
            _NO_RECORDS,
            ("pdf", "epub", "tei"),
            "there is no record in it",
            "Make one with `archiver normalize SOURCE`.",
        ),
    )


#: Endings of exports that are XML too.
_NO_RECORDS = tuple(suffix for f in WRITERS.values() if (suffix := f.suffix).endswith(".xml") and suffix.count(".") > 1)
