"""What the help of the commands says, in parts: for docs/reference/commands.md and for the manual pages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click


def explained(text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a help text, and the lines of its examples (what click leaves as it is, behind \\b)."""
    prose, examples = [], []
    for block in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        if block.startswith("\b\n"):
            examples += [line.strip() for line in block.splitlines()[1:]]
        else:
            prose.append(" ".join(block.split()))
    return prose, examples


def own_options(command: click.Command) -> list[click.Option]:
    """The options of a command."""
    return [p for p in command.params if isinstance(p, click.Option)]


def all_commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group, with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))
