"""How the commands that read one source take it: `normalize`, `clean` and `inspect`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from archiver.batch.convert import open_whole
from archiver.batch.fetched import FetchOptions, Opened
from archiver.cli import options

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """The options that say how a source is read."""

    media_type: str | None
    url: str | None
    force: bool
    site_rules: Path | None
    repair_encoding: bool
    ignore_robots: bool

    def open(self, source: str, *, keep: bool = False) -> Opened:
        """The Source for a name on the command line; with `keep`, also what went over the wire. Raises what `open_whole` raises."""
        fetch = FetchOptions(self.ignore_robots, keep)
        return open_whole(source, self.url, self.media_type, fetch, repair_encoding=self.repair_encoding)

    @property
    def of_pipeline(self) -> dict[str, Any]:
        """The arguments of the passes over an opened source."""
        return {"media_type": self.media_type, "force": self.force, "site_rules": self.site_rules}


def one_source(noun: str) -> Callable[[F], F]:
    """The argument SOURCE, the option -o for `noun`, and the options of ReadingOptions, which the function gets as `reading`."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def called(*arguments: Any, **values: Any) -> Any:
            reading = ReadingOptions(**{field.name: values.pop(field.name) for field in fields(ReadingOptions)})
            return function(*arguments, reading=reading, **values)

        decorated: Any = called
        for option in (options.robots_option, options.source_options, options.output_option(noun)):
            decorated = option(decorated)
        command: F = options.source_argument("SOURCE")(decorated)
        return command

    return decorate
