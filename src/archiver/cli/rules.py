"""archiver rules"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from archiver.batch.work import called, open_source
from archiver.cli.output import emit_text
from archiver.cli.terminal import printable
from archiver.errors import UsageError, guarded


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

    One line for each rule: its number, its name, how many elements it hits and how much text is in them, and how that text begins. Replacements are tried as they would be
    carried out. Ends with exit code 2 when a line is no rule, its expression no XPath, or
    its search on this page too long.

    \b
      archiver rules test example.com.txt page.html
      curl -s https://example.com/essay | archiver rules test example.com.txt -
    """
    from archiver import pipeline, readers
    from archiver.cleaning import site_rules
    from archiver.cleaning.site_rules import replacements as rewriting

    lines: list[str] = []
    broken = 0
    with guarded(f"{file} with {called(source)}"):
        rules = site_rules.read(file)
        opened = open_source(source)
        page = readers.read(opened, "text/html")
        search = site_rules.Search(page)
        replacements = {one.rule.line: one for one in rewriting.replacements(rules)}
        for rule in rules.rules:
            try:
                if rule.line in replacements:
                    found = rewriting.trial(page, replacements[rule.line], partial(pipeline.parse_again, page))
                else:
                    found = site_rules.trial(search, rule)
            except UsageError as error:
                broken += 1
                found = f"broken: {error.message.partition(': ')[2]} {error.remedy}"
            lines.append(printable(f"{rule.line:>4}  {rule.name:18} {found}"))
    if lines:
        emit_text("\n".join(lines) + "\n")
    if broken:
        raise UsageError(
            f"{file}: {broken} line{'s' if broken > 1 else ''} of it cannot be carried out.",
            "Correct what is called broken above.",
        )
