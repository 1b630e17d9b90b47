"""What files of options set: the keys and types of all options, and the values of each.

A key is the long name of an option. In the file itself it counts for every command that has the option, in a table such as
`[convert]` for that command.
"""

from __future__ import annotations

import datetime
import difflib
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from archiver.cli.options import FileName
from archiver.cli.settings.files import Keys, OptionFile, user_file
from archiver.errors import UsageError

#: Kinds of options that take a text. Other kinds of our own, such as a size, may take a number too.
_TEXTS = (click.types.StringParamType, click.Choice, click.Path)
#: Options that no file sets, because each takes a protection away: such a thing is said anew each time. With the reason.
NEVER = {
    "overwrite": "it lets files be lost",
    "overwrite-corrected": "it lets records be replaced that somebody corrected",
    "ignore-robots": "it fetches what a site does not want to be fetched",
}
#: Options that a file sets only when it is the user's own or was named: a folder of pages by somebody else may hold such a file too.
NOT_IF_FOUND = {
    "fetch-images": "it lets pages use the network",
    "scheduler": "it hands the work to another machine",
    "timeout": "it lets a page take as long as it likes",
    "memory": "it lets a page take as much of the machine as it likes",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """The value of an option as a file has it, ready for click, and where it stands."""

    value: Any
    file: OptionFile
    keys: Keys

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return self.file.place(self.keys)

    @property
    def line(self) -> int | None:
        """The line in the file, where it is known."""
        return self.file.lines.get(self.keys)


def key_of(option: click.Option) -> str:
    """The key of an option: its long name without the dashes; "" when it has none."""
    return next((name.removeprefix("--") for name in option.opts if name.startswith("--")), "")


def commands_below(group: click.Group) -> Iterator[tuple[Keys, click.Command]]:
    """All commands of a group and of the groups in it, each with its name in parts: ("rules", "test")."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from (((name, *rest), below) for rest, below in commands_below(command))
        elif command is not None:
            yield (name,), command


def options_of(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their keys."""
    return {key: p for p in command.params if isinstance(p, click.Option) and (key := key_of(p))}


class Known:
    """The options of all commands of the program."""

    def __init__(self, group: click.Group) -> None:
        self.commands = {path: options_of(command) for path, command in commands_below(group)}
        self.contexts = {path: click.Context(command) for path, command in commands_below(group)}
        self.of_program = frozenset(options_of(group)) | {"help"}

    def settings(self, file: OptionFile) -> dict[Keys, dict[str, Setting]]:
        """What a file sets, for each command. Raises UsageError for the first mistake in it: each key and each value is
        checked, whatever command was called.
        """
        found: dict[Keys, dict[str, Setting]] = {path: {} for path in self.commands}
        for key, value in file.tables.items():
            if isinstance(value, dict) and (groups := {path for path in self.commands if path[0] == key}):
                self._add_table(file, (key,), value, groups, found)
            else:
                self._add_general(file, key, value, found)
        return found

    def _add_general(self, file: OptionFile, key: str, value: Any, found: dict[Keys, dict[str, Setting]]) -> None:
        """Add a key that counts for all commands. The value in the table of a command wins."""
        if any(path[0] == key for path in self.commands):
            raise UsageError(
                f"{file.place((key,))}: {key} is a command, so it takes a table.",
                f"Write [{key}], and its options below.",
            )
        having = {path: options[key] for path, options in self.commands.items() if key in options}
        if not having:
            names = [
                *{key: 0 for options in self.commands.values() for key in options},
                *(path[0] for path in self.commands),
            ]
            raise self._unknown(file, (key,), names, "there is no option and no command")
        if len({_meaning(option) for option in having.values()}) > 1:
            tables = ", ".join(f"[{'.'.join(path)}]" for path in having)
            raise UsageError(
                f"{file.place((key,))}: {key} is not the same for all commands.",
                f"Write it in the table of a command: {tables}.",
            )
        for path, option in having.items():
            setting = self._checked(file, (key,), option, value, path)
            found[path].setdefault(key, setting)

    def _add_table(
        self,
        file: OptionFile,
        keys: Keys,
        table: Mapping[str, Any],
        below: set[Keys],
        found: dict[Keys, dict[str, Setting]],
    ) -> None:
        """Add the table of a command, or of a group of commands, which holds a table for each."""
        for key, value in table.items():
            inside = {path for path in below if path[: len(keys) + 1] == (*keys, key)}
            if keys not in below and isinstance(value, dict) and inside:
                self._add_table(file, (*keys, key), value, inside, found)
                continue
            options = self.commands.get(keys, {})
            if inside:
                name = ".".join((*keys, key))
                raise UsageError(
                    f"{file.place((*keys, key))}: {name} is a command, so it takes a table.",
                    f"Write [{name}], and its options below.",
                )
            if key not in options:
                names = list(options) if keys in below else [path[len(keys)] for path in below]
                raise self._unknown(file, (*keys, key), names, f"`archiver {' '.join(keys)}` has no option")
            found[keys][key] = self._checked(file, (*keys, key), options[key], value, keys)

    def _unknown(self, file: OptionFile, keys: Keys, names: list[str], what: str) -> UsageError:
        key = keys[-1]
        shown = key if len(key) <= 60 else f"{key[:59]}…"
        place = file.place(keys)
        if key in self.of_program:
            return UsageError(f"{place}: {shown} is an option for the command line only.", "Take the line out.")
        near = difflib.get_close_matches(key.lower().replace("_", "-").removeprefix("--"), names, 1)
        remedy = f"Did you mean {near[0]}?" if near else "`archiver config` lists the options of each command."
        return UsageError(f"{place}: {what} {shown!r}.", remedy)

    def _checked(self, file: OptionFile, keys: Keys, option: click.Option, value: Any, path: Keys) -> Setting:
        """A value of a file as click takes it. Raises UsageError for one that the option does not take, or this file may not
        set.
        """
        key, place = keys[-1], file.place(keys)
        is_default = value is False or value == option.default
        if key in NEVER and not is_default:
            raise UsageError(f"{place}: no file can set {key}: {NEVER[key]}.", "Give it on the command line.")
        if file.found and key in NOT_IF_FOUND and not is_default:
            raise UsageError(
                f"{place}: this file was found and not named, so it cannot set {key}: {NOT_IF_FOUND[key]}.",
                _elsewhere(file),
            )
        values = value if isinstance(value, list) and option.multiple else [value]
        ready = []
        for one in values:
            text = _converted(one, option)
            if text is None:
                wanted, example = _wanted(option)
                many = " or a list of them" if option.multiple else ""
                raise UsageError(
                    f"{place}: {key} takes {wanted}{many}, and here is {_kind(one)}.", f"Write {key} = {example}."
                )
            if isinstance(text, str) and "\0" in text:
                raise UsageError(f"{place}: {key} holds a zero byte.", "Take it out.")
            ready.append(_path(text, file, place) if _is_path(option.type, text) else text)
        result = ready if option.multiple else ready[0]
        try:
            option.type_cast_value(self.contexts[path], result)
        except click.BadParameter as error:
            raise UsageError(f"{place}: {key}: {error.message.rstrip('.')}.", "Correct it there.") from error
        return Setting(result, file, keys)


def _elsewhere(file: OptionFile) -> str:
    """Where the user can say what a file that was found may not."""
    own = user_file()
    in_own = f" or in your own file ({own})" if own is not None else ""
    return f"Say it on the command line{in_own}, or use --config {file.name}."


def _meaning(option: click.Option) -> tuple[object, ...]:
    """What an option takes: the same for two options that are one option of two commands."""
    choices = tuple(option.type.choices) if isinstance(option.type, click.Choice) else ()
    return type(option.type), choices, option.metavar, option.is_flag, option.multiple


def _converted(value: Any, option: click.Option) -> Any:
    """A value of TOML as click takes it; None when it is not of the option's kind."""
    if option.is_flag:
        return value if isinstance(value, bool) else None
    if isinstance(value, bool):
        return None
    if isinstance(option.type, click.types.IntParamType):
        return value if isinstance(value, int) else None
    if isinstance(option.type, click.types.FloatParamType):
        return value if isinstance(value, int | float) and math.isfinite(value) else None
    if isinstance(value, int) and not isinstance(option.type, _TEXTS):
        return str(value)
    # a date needs no quotation marks in TOML, and is written as the options take it
    if isinstance(value, datetime.date):
        return value.isoformat().removesuffix("+00:00") + ("Z" if value.isoformat().endswith("+00:00") else "")
    return value if isinstance(value, str) else None


def _wanted(option: click.Option) -> tuple[str, str]:
    if option.is_flag:
        return "true or false", "true"
    if isinstance(option.type, click.types.IntParamType):
        return "a whole number", "4"
    if isinstance(option.type, click.types.FloatParamType):
        return "a number", "1.5"
    return "a text", '"…", with quotation marks'


def _kind(value: Any) -> str:
    """What a value of TOML is, for messages."""
    if isinstance(value, float) and not math.isfinite(value):
        return "no finite one"
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or a time")


def _is_path(kind: click.ParamType[Any], value: Any) -> bool:
    return isinstance(kind, click.Path) or (isinstance(kind, FileName) and kind.is_path(value))


def _path(text: str, file: OptionFile, place: str) -> str:
    """A path of a file, from the working folder. A slash at its end stays, since it tells a folder.

    Raises UsageError for one that leads out of the folder of a file that was found.
    """
    if not text or text == "-":
        return text
    text = os.fsdecode(text.encode("utf-8"))  # the same bytes in any locale, as from the command line
    path = os.path.expanduser(text) if text.startswith("~/") else text  # noqa: PTH111 - which raises nothing without a home
    if "://" not in path:
        path = os.path.join(file.base, path)  # noqa: PTH118 - pathlib would take the slash away
    if file.found:
        folder = os.path.realpath(file.base or os.curdir)
        if "://" in path or os.path.commonpath((folder, os.path.realpath(path))) != folder:
            raise UsageError(
                f"{place}: {text!r} leads out of the folder of this file, which was found and not named.",
                _elsewhere(file),
            )
    return path
