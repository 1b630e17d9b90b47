"""Options out of files (`archiver.toml`): docs/how-to/configure.md.

A value on the command line wins over one in a file, a table of a command over the keys for all commands, and the nearest
file over the user's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import click
from click.core import ParameterSource

from archiver.cli.settings.files import Keys, OptionFile, found_files, named_file
from archiver.cli.settings.values import Known, Setting, key_of
from archiver.cli.terminal import printable
from archiver.errors import UsageError

__all__ = ["ConfiguredContext", "Settings", "key_of"]


class Settings:
    """The files of options of one call. They are read when the first value is asked for: help needs none."""

    def __init__(self, group: click.Group, named: str | None = None, *, none: bool = False) -> None:
        """`group` is the program, `named` the file of `--config`; `none` is `--no-config`."""
        self._group = group
        self._named = named
        self._none = none
        #: The settings that this call took from a file, by the keys of their options.
        self.used: dict[str, Setting] = {}

    @cached_property
    def _read(self) -> tuple[list[OptionFile], list[str]]:
        if self._none:
            return [], []
        return ([named_file(self._named)], []) if self._named is not None else found_files()

    @property
    def files(self) -> list[OptionFile]:
        """The files that count, the one whose values win first. Raises UsageError for one that cannot be read."""
        return self._read[0]

    @property
    def warnings(self) -> list[str]:
        """A sentence for each file that is there and does not count."""
        return self._read[1]

    @cached_property
    def _by_command(self) -> dict[Keys, dict[str, Setting]]:
        if not self.files:
            return {}
        known = Known(self._group)
        merged: dict[Keys, dict[str, Setting]] = {}
        for file in reversed(self.files):
            for path, settings in known.settings(file).items():
                merged.setdefault(path, {}).update(settings)
        return merged

    def of(self, command: Keys) -> dict[str, Setting]:
        """What the files set for a command, by the keys of its options. Raises UsageError for a mistake in a file."""
        return self._by_command.get(command, {})

    def explain(self, error: UsageError) -> UsageError:
        """The error, with the places of the options that it names and that stand in a file: nobody sees them on the
        command line.
        """
        named = [(key, setting) for key, setting in self.used.items() if _names(error, key, setting.value)]
        if not named:
            return error
        told = " ".join(f"--{key} stands in {setting.place}." for key, setting in named)
        return UsageError(error.message, f"{error.remedy} {told}".strip())


class ConfiguredContext(click.Context):
    """The context of a command whose options may stand in a file."""

    def lookup_default(self, name: str, call: bool = True) -> Any:
        """The value of a parameter in a file; None without. Help and completion do not ask."""
        setting = None if self.resilient_parsing else self._settings_by_parameter.get(name)
        if setting is None:
            return super().lookup_default(name)
        settings = self._settings
        assert settings is not None
        settings.used[setting.keys[-1]] = setting
        return setting.value

    def invoke(self, callback: Callable[..., Any], /, *arguments: Any, **values: Any) -> Any:
        """Say what a file sets that nobody named, then run the command: such a file may lie in a folder of somebody else."""
        settings = self._settings
        if settings is not None and callback is self.command.callback:
            quiet = self.params.get("quiet") and self.get_parameter_source("quiet") is ParameterSource.COMMANDLINE
            for line in () if quiet else _announcements(settings):
                _say(line, as_json=self.params.get("log_format") == "json")
        return super().invoke(callback, *arguments, **values)

    @property
    def _settings(self) -> Settings | None:
        root = self.find_root()
        found = root.obj.get("settings") if isinstance(root.obj, dict) else None
        return found if isinstance(found, Settings) else None

    @cached_property
    def _settings_by_parameter(self) -> dict[str, Setting]:
        if self._settings is None:
            return {}
        settings = self._settings.of(_path_of(self))
        parameters = {key_of(p): p.name for p in self.command.params if isinstance(p, click.Option)}
        return {parameters[key] or "": setting for key, setting in settings.items()}


def _path_of(context: click.Context) -> Keys:
    """The name of the command of a context, in parts and without that of the program."""
    names: list[str] = []
    while context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return tuple(names)


def _names(error: UsageError, key: str, value: Any) -> bool:
    """Whether an error is about an option: it names it, or its value."""
    if re.search(rf"--{re.escape(key)}(?![\w-])", f"{error.message} {error.remedy}"):
        return True
    values = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and len(one) > 1]
    return any(re.search(rf"(?<![\w./-]){re.escape(one)}(?![\w/-])", error.message) for one in values)


def _announcements(settings: Settings) -> list[str]:
    lines = list(settings.warnings)
    for file in settings.files:
        keys = [key for key, setting in settings.used.items() if setting.file is file]
        if file.found and keys:
            lines.append(f"Options from {file.name}: {', '.join(keys)}.")
    return lines


def _say(line: str, *, as_json: bool) -> None:
    import json
    from contextlib import suppress

    with suppress(OSError):  # standard error may be closed
        click.echo(json.dumps({"level": "info", "message": line}) if as_json else printable(line), err=True)
