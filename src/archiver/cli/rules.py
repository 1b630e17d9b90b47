"""archiver rules"""

from __future__ import annotations

from pathlib import Path

import click

from archiver.batch.work import open_source
from archiver.cli.output import emit


@click.group("rules")
def command() -> None:
    """Try rules for a site, in the format of ftr-site-config, on one of its pages.

    \b
      archiver rules test example.com.txt page.html
    """


@command.command("test")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.argument("source", metavar="SOURCE")
def test(file: Path, source: str) -> None:
    """Say what each line of FILE hits in SOURCE, whatever site the file is named after.

    One line for each rule: its number, its name, how many elements it hits and how much text is in them, and how that text begins.

    \b
      archiver rules test example.com.txt page.html
      curl -s https://example.com/essay | archiver rules test example.com.txt -
    """
    from archiver import readers
    from archiver.cleaning import site_rules

    rules = site_rules.read(file)
    draft = readers.read(open_source(source), "text/html")
    lines = [f"{rule.line:>4}  {rule.name:18} {site_rules.trial(draft, rule)}" for rule in rules.rules]
    emit(("\n".join(lines) + "\n").encode("utf-8") if lines else b"", None)
