"""The run of `convert` and `export`: from the names on the command line to results and an exit code."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archiver.batch import local
from archiver.batch.convert import STDOUT, ConvertOptions, Result
from archiver.batch.plan import Plan, make_plan, require_apart
from archiver.batch.temporary import temporary_folder
from archiver.batch.worker import collect_rarely
from archiver.cli import process
from archiver.cli.console import Console
from archiver.cli.options import parse_formats
from archiver.cli.output import destination
from archiver.errors import SourceError, UsageError
from archiver.fetching import is_address
from archiver.writers.shared.whole_files import remove_leftovers


@dataclass(frozen=True, slots=True)
class InputKind:
    """The kind of source that a command takes.

    `suffixes` are the endings that folders are searched for, without those in `excluded_suffixes`. `formats` are made
    when the user names none. `no_source` and `no_source_remedy` are the error when there is no source.
    """

    suffixes: tuple[str, ...]
    excluded_suffixes: tuple[str, ...]
    formats: tuple[str, ...]
    no_source: str
    no_source_remedy: str


def run(
    names: tuple[str, ...], values: dict[str, Any], options: ConvertOptions, console: Console, *, kind: InputKind
) -> int:
    """Convert all sources that `names` lead to with `options`, and return the exit code. `values` are the options of
    the command line.

    Raises UsageError for a call that contradicts itself, SourceError when there is no source.
    """
    folder, file, formats = destination(values["output"], parse_formats(values["formats"]))
    plan = make_plan(
        expand_lists(names), kind.suffixes, excluded_suffixes=kind.excluded_suffixes, exports=None if file else folder,
        expand=not options.from_record, fetch=not options.from_record, url=options.url,
    )  # fmt: skip
    if not plan.tasks and not plan.failures:
        raise SourceError(f"{', '.join(names)}: {kind.no_source}.", kind.no_source_remedy)
    several = len(plan.tasks) + len(plan.failures) > 1
    if several and (values.get("title") or options.url):
        raise UsageError(
            "--title and --url are for one article, but there are several sources.", "Convert that source alone."
        )
    if several and file is not None:
        raise UsageError(
            f"-o {file}: a file takes one source, but there are {len(plan.tasks) + len(plan.failures)}.",
            "Name a folder, with a slash at its end.",
        )
    if file is not None and str(file) == STDOUT and (options.keep_source or options.save_warc):
        raise UsageError(
            "--keep-source and --save-warc keep files beside the record, but it goes to standard output.",
            "Name a folder or a file with -o.",
        )
    options = replace(options, folder=folder, file=file, formats=formats or kind.formats)
    targets = [
        target for task in plan.tasks for name in options.formats if (target := options.target(task, name)) is not None
    ]
    require_apart(targets, [task.source for task in plan.tasks])
    if values["dry_run"]:
        for task in plan.tasks:
            for name in options.formats:
                console.show(f"{task.name} → {options.target(task, name) or 'standard output'}")
        return console.report(_failures(plan), plan, options) if plan.failures else 0
    with _process_setup() as temporary:
        return _run_tasks(
            plan, replace(options, temporary=temporary), {t.parent for t in targets}, console, values["jobs"]
        )


def _run_tasks(plan: Plan, options: ConvertOptions, folders: set[Path], console: Console, workers: int) -> int:
    for folder in folders:
        remove_leftovers(folder)
    results: list[Result] = []
    try:
        with (
            _turns(plan) as turns,
            contextlib.closing(
                local.run(plan.tasks, replace(options, turns=turns), workers or os.cpu_count() or 1)
            ) as converting,
        ):
            for result in console.follow(converting, len(plan.tasks)):
                results.append(result)
                if process.interrupted():
                    raise KeyboardInterrupt
    except KeyboardInterrupt:
        console.fail(f"interrupted after {len(results)} of {len(plan.tasks)} sources; what was finished is kept.")
        return 130
    finally:
        # Processes that were killed leave unfinished files behind.
        for folder in folders:
            remove_leftovers(folder)
    positions = {task.name: number for number, task in enumerate(plan.tasks)}
    results.sort(key=lambda result: positions[result.source])
    return console.report([*results, *_failures(plan)], plan, options)


@contextlib.contextmanager
def _turns(plan: Plan) -> Iterator[Path | None]:
    """The folder in which the processes of a run agree who fetches from a host; None without addresses among the sources."""
    if not any(is_address(task.source) for task in plan):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="archiver-hosts-") as folder:
        yield Path(folder)


def _failures(plan: Plan) -> list[Result]:
    return [Result(name, error=str(error), exit_code=error.exit_code) for name, error in plan.failures]


@contextlib.contextmanager
def _process_setup() -> Iterator[Path | None]:
    """Set up this process for a run, if it is a command line of its own. Yields its folder for temporary files, or
    None.
    """
    if not process.is_set_up():
        yield None
        return
    collect_rarely()
    with temporary_folder() as folder:
        yield folder


def expand_lists(names: tuple[str, ...]) -> list[str]:
    """The names, with each @LIST replaced by the names in that file. Blank lines, and lines that begin with #, are left
    out.

    Raises UsageError for a list that cannot be read.
    """
    expanded: list[str] = []
    for name in names:
        if not name.startswith("@") or os.path.lexists(name):
            expanded.append(name)
            continue
        try:
            data = Path(name[1:]).read_bytes()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise UsageError(f"{name[1:]}: the list cannot be read: {reason}.", "Check the name.") from error
        # File names are bytes: they may hold characters at which str.splitlines would split.
        lines = [os.fsdecode(line).strip() for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        expanded += [line for line in lines if line and not line.startswith("#")]
    return expanded
