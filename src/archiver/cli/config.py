"""The command `archiver config`."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator
from typing import Any

import click

from archiver.cli import options
from archiver.cli.output import emit_text
from archiver.cli.settings import Settings
from archiver.cli.settings.values import NEVER, commands_below, options_of
from archiver.cli.terminal import printable
from archiver.errors import UsageError

#: Options that an environment variable sets where nothing else does.
_ENVIRONMENT = {"made": "SOURCE_DATE_EPOCH"}


def _command_names(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    group = ctx.find_root().command
    assert isinstance(group, click.Group)
    return [name for name in group.list_commands(ctx) if name.startswith(begun)]


@click.command("config")
@click.argument("names", nargs=-1, metavar="[COMMAND]...", shell_complete=_command_names)
@options.report_format_option
@click.pass_context
def command(ctx: click.Context, /, names: tuple[str, ...], output_format: str) -> None:
    """Show every option of COMMAND, or of all commands, its value, and where the value comes from.

    Options may stand in archiver.toml, in the working folder or above it, and in your own archiver.toml. A key is the long name of an
    option: language = "de". At the top it is for all commands that have the option, in a table such as [convert] for one. What
    the command line says wins.

    \b
      archiver config
      archiver config convert
      archiver config --format json
    """
    root = ctx.find_root()
    group, settings = root.command, root.obj["settings"]
    assert isinstance(group, click.Group) and isinstance(settings, Settings)
    known = dict(commands_below(group))
    chosen = {path: one for path, one in known.items() if not names or path == names or path[:1] == names}
    if not chosen:
        called = " ".join(names)
        near = difflib.get_close_matches(called, map(" ".join, known), 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Commands: {', '.join(map(' '.join, known))}."
        raise UsageError(f"There is no command {called!r}.", remedy)
    rows = [row for path, one in chosen.items() for row in _rows(" ".join(path), one, settings.of(path))]
    if output_format == "json":
        files = [{"file": file.name, "found": file.found} for file in settings.files]
        data = {"files": files, "not_used": settings.warnings, "options": rows}
        emit_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        emit_text("\n".join(map(printable, _text(rows, settings))) + "\n")


def _rows(name: str, command: click.Command, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each option of a command."""
    for key, option in options_of(command).items():
        row: dict[str, Any] = {"command": name, "option": key, "value": _default(command, option)}
        setting, variable = settings.get(key), _ENVIRONMENT.get(key, "")
        if setting is not None:
            row |= {"value": setting.value, "from": "file", "file": setting.file.name, "line": setting.line}
        elif variable in os.environ:
            row |= {"value": os.environ[variable], "from": "environment", "variable": variable}
        else:
            row["from"] = "default"
        row["may_stand_in_file"] = key not in NEVER
        yield row


def _default(command: click.Command, option: click.Option) -> Any:
    """The value of an option that nobody gives; None for none."""
    value = option.get_default(click.Context(command))
    if isinstance(value, (bool, int, float, str)) and value != "":
        return value
    return False if option.is_flag else None


def _text(rows: list[dict[str, Any]], settings: Settings) -> Iterator[str]:
    """The report: the files that count, then a line for each option, in columns."""
    names = [file.name for file in settings.files]
    yield f"Options from files: {', '.join(names)}" if names else "Options from files: none"
    before = ""
    values = {id(row): _shown(row["value"]) for row in rows}
    width = max((len(row["option"]) for row in rows), default=0) + 2
    wide = min(max(map(len, values.values()), default=0), 40) + 2
    if not rows:
        yield "This command has no options."
    for row in rows:
        if row["command"] != before:
            before = row["command"]
            yield from ("", f"archiver {before}")
        yield f"  {row['option']:<{width}}{values[id(row)]:<{wide}}{_origin(row)}".rstrip()


def _shown(value: Any) -> str:
    """A value as a file has it; "-" for none."""
    return "-" if value is None else json.dumps(value, ensure_ascii=False)


def _origin(row: dict[str, Any]) -> str:
    if row["from"] == "file":
        return f"{row['file']}, line {row['line']}" if row["line"] else str(row["file"])
    if row["from"] == "environment":
        return f"environment variable {row['variable']}"
    return "default" if row["may_stand_in_file"] else "default; only on the command line"
