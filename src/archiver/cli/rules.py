"""The commands `archiver rules`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from archiver.batch.convert import name_in_messages, open_source
from archiver.cli import options
from archiver.cli.output import emit_text
from archiver.cli.terminal import printable
from archiver.errors import UsageError, guarded


@click.group("rules", no_args_is_help=False)
def command() -> None:
    """Test the rules for a site on one of its pages. The rules are in the ftr-site-config format.

    \b
      archiver rules test example.com.txt page.html
    """


@command.command("test")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@options.source_argument("SOURCE")
def test(file: Path, source: str) -> None:
    """Show what each rule of FILE matches in SOURCE.

    One line for each rule: its line number, its name, how many elements it matches, how much text they hold, and how that text begins.
    Replacements are applied to a copy. The site that FILE is named after does not matter. The exit code is 2 when a line is not a rule,
    when its expression is not XPath, or when its search on this page takes too long.

    \b
      archiver rules test example.com.txt page.html
      curl -s https://example.com/essay | archiver rules test example.com.txt -
    """
    from archiver import pipeline, readers
    from archiver.cleaning import site_rules
    from archiver.cleaning.site_rules import replacements as rewriting

    lines: list[str] = []
    broken = 0
    with guarded(f"{file} with {name_in_messages(source)}"):
        rules = site_rules.read(file)
        page = readers.read(open_source(source), "text/html")
        search = site_rules.Search(page)
        replacements = {replacement.rule.line: replacement for replacement in rewriting.replacements(rules)}
        for rule in rules.rules:
            try:
                if rule.line in replacements:
                    result = rewriting.trial(page, replacements[rule.line], partial(pipeline.parse_again, page))
                else:
                    result = site_rules.trial(search, rule)
            except UsageError as error:
                broken += 1
                result = f"broken: {error.message.partition(': ')[2]} {error.remedy}"
            lines.append(printable(f"{rule.line:>4}  {rule.name:18} {result}"))
    if lines:
        emit_text("\n".join(lines) + "\n")
    if broken:
        raise UsageError(
            f"{file}: {broken} {'lines' if broken > 1 else 'line'} cannot be applied.",
            "Correct the lines that are marked as broken above.",
        )
