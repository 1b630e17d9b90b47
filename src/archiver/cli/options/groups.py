"""Help of a command with many options: they stand in groups, by what they are about."""

from __future__ import annotations

from collections.abc import Iterable

import click

#: The groups in the order of help, each with the long names of its options. What stands in none comes last.
GROUPS = {
    "Results": "output to overwrite overwrite-corrected keep-source save-warc format style dry-run",
    "Source": "from source url force site-rules repair-encoding fetch-images ignore-robots",
    "Run over many sources": "jobs timeout memory limit order redo retry-failed",
    "Many machines": "shard plan plan-only work engine scheduler",
    "How files look": "css pdf-engine page large-print title-case tei-notes tei-removed csl-references",
    "Metadata": "title author date language publisher rights metadata agent made",
    "Messages": "quiet verbose log-format",
}
_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names.split()}
_OTHERS = "Other options"


def grouped(parameters: Iterable[click.Parameter]) -> dict[str, list[click.Option]]:
    """The options among parameters by their groups."""
    found: dict[str, list[click.Option]] = {group: [] for group in (*GROUPS, _OTHERS)}
    for option in parameters:
        if isinstance(option, click.Option):
            names = (name.removeprefix("--") for name in option.opts)
            found[next((_GROUP_OF[name] for name in names if name in _GROUP_OF), _OTHERS)].append(option)
    return {group: options for group, options in found.items() if options}


class GroupedCommand(click.Command):
    """A command whose help shows the options in groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for group, options in grouped(self.get_params(ctx)).items():
            records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
            if records:
                with formatter.section(group):
                    formatter.write_dl(records)
