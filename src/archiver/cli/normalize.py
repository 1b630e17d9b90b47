"""The command `archiver normalize`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archiver.batch import kept
from archiver.batch.convert import name_in_messages, open_whole, with_recorded_pictures
from archiver.batch.corrected import make_room
from archiver.batch.fetched import FetchOptions
from archiver.cli import options
from archiver.cli.output import emit, is_stdout
from archiver.errors import UsageError, guarded
from archiver.fetching import Exchange

_ANOTHER_NAME = "Name another file with -o, or move that one away."


@click.command("normalize")
@options.source_argument("SOURCE")
@options.output_option("record")
@options.source_options
@options.overwrite_corrected_option
@options.fetch_option
@options.robots_option
@options.keep_options
@options.metadata_options
@options.made_options
def command(
    source: str,
    output: Path | None,
    media_type: str | None,
    url: str | None,
    force: bool,
    site_rules: Path | None,
    repair_encoding: bool,
    overwrite_corrected: bool,
    fetch_images: bool,
    ignore_robots: bool,
    keep_source: bool,
    save_warc: bool,
    agent: str,
    made: str,
    **given: Any,
) -> None:
    """Convert a raw source to its archival record: the XML file to keep. All exports are made from it.

    SOURCE is a file, an address (https://…), or - for standard input. --keep-source and --save-warc need -o: they write beside the record.

    \b
      archiver normalize article.html -o article.xml
      archiver normalize https://example.org/gulls -o gulls.xml --keep-source
      pbpaste | archiver normalize - --url https://example.org/gulls > gulls.xml
    """
    from archiver import pipeline

    metadata = options.parse_given(**given)
    if (keep_source or save_warc) and (output is None or is_stdout(output)):
        raise UsageError(
            "--keep-source and --save-warc keep files beside the record, but it goes to standard output.",
            "Name the file of the record with -o.",
        )
    with guarded(name_in_messages(source)):
        opened = open_whole(
            source, url, media_type, FetchOptions(ignore_robots, keep=save_warc), repair_encoding=repair_encoding
        )
        article = pipeline.normalize(
            opened.source, media_type=media_type, given=metadata, force=force, site_rules=site_rules,
            agent=agent, made=made,
        )  # fmt: skip
        pictures: tuple[Exchange, ...] = ()
        if fetch_images:
            article, pictures = with_recorded_pictures(article, keep=save_warc)
        record = article.xml()
        if output is not None:
            if not make_room(output, record, overwrite_corrected=overwrite_corrected):
                return
            name, raw = name_in_messages(source), opened.raw
            if keep_source:
                kept.require_place(path := kept.source_path(output, opened, media_type), raw.data, name, _ANOTHER_NAME)
                kept.keep_source(path, raw.data)
            if save_warc and opened.exchanges:
                kept.require_place_of_warc(path := kept.warc_path(output), raw.sha256, name, _ANOTHER_NAME)
                kept.keep_warc(path, opened, pictures)
    emit(record, output, source)
