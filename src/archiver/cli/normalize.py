"""The command `archiver normalize`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archiver.batch import kept
from archiver.batch.convert import name_in_messages, with_recorded_pictures
from archiver.batch.corrected import make_room
from archiver.cli import options
from archiver.cli.options.groups import GroupedCommand
from archiver.cli.options.reading import ReadingOptions, one_source
from archiver.cli.output import emit, is_stdout, require_fitting_name
from archiver.errors import guarded
from archiver.fetching import Exchange

_ANOTHER_NAME = "Name another file with -o, or move that one away."


@click.command("normalize", cls=GroupedCommand)
@one_source("record")
@options.overwrite_corrected_option
@options.fetch_option
@options.keep_options
@options.metadata_options
@options.made_options
def command(
    source: str,
    output: Path | None,
    reading: ReadingOptions,
    overwrite_corrected: bool,
    fetch_images: bool,
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

    require_fitting_name(output, source, "the record", "xml")
    metadata = options.parse_given(**given)
    if output is None or is_stdout(output):
        options.require_nothing_kept()
        keep_source = save_warc = False
    with guarded(name_in_messages(source)):
        opened = reading.open(source, keep=save_warc)
        article = pipeline.normalize(opened.source, given=metadata, agent=agent, made=made, **reading.of_pipeline)
        pictures: tuple[Exchange, ...] = ()
        if fetch_images:
            article, pictures = with_recorded_pictures(article, keep=save_warc)
        record = article.xml()
        if output is not None:
            if not make_room(output, record, overwrite_corrected=overwrite_corrected):
                return
            name, raw = name_in_messages(source), opened.raw
            if keep_source:
                kept.require_place(
                    path := kept.source_path(output, opened, reading.media_type), raw.data, name, _ANOTHER_NAME
                )
                kept.keep_source(path, raw.data)
            if save_warc and opened.exchanges:
                kept.require_place_of_warc(path := kept.warc_path(output), raw.sha256, name, _ANOTHER_NAME)
                kept.keep_warc(path, opened, pictures)
    emit(record, output, source)
