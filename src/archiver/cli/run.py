"""The run of `convert` and `export`: from the names on the command line to results and an exit code."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archiver import addresses
from archiver.batch import guard
from archiver.batch.captured import list_pages
from archiver.batch.convert import STDOUT, ConvertOptions, Result
from archiver.batch.guard import GuardedListing, SourceLimits
from archiver.batch.guard.worker import collect_rarely
from archiver.batch.plan import Plan, Task, make_plan, require_apart
from archiver.batch.source_lists import names_in
from archiver.batch.temporary import temporary_folder
from archiver.cli import process
from archiver.cli.console import Console
from archiver.cli.options import parse_formats, require_nothing_kept
from archiver.cli.output import destination
from archiver.cli.run_report import RunReport
from archiver.errors import DiskFull, SourceError, UsageError
from archiver.readers.captures import format_of_several
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
    called = expand_lists(names)
    with GuardedListing(SourceLimits(values["timeout"], values["memory"])) as guarded_lister:
        # a page that is named alone is read in this process, as it is converted; a capture of several may take any time and any memory
        is_alone = (
            len(called) == 1
            and os.path.isfile(called[0])  # noqa: PTH113 - which says no of any name
            and format_of_several(Path(called[0])) is None
        )
        plan = make_plan(
            called, kind.suffixes, excluded_suffixes=kind.excluded_suffixes, exports=None if file else folder,
            expand=not options.from_record, fetch=not options.from_record, url=options.url,
            lister=list_pages if is_alone else guarded_lister,
        )  # fmt: skip
    if file is not None and (count := len(plan.tasks) + len(plan.failures)) > 1:
        is_stdout = str(file) == STDOUT
        what = "standard output" if is_stdout else "a file"
        remedy = "Name a folder." if is_stdout else "Name a folder, with a slash at its end."
        raise UsageError(f"-o {values['output']}: {what} takes one source, but there are {count}.", remedy)
    if file is not None and str(file) == STDOUT:
        require_nothing_kept()
        options = replace(options, keep_source=False, save_warc=False)
    options = replace(options, folder=folder, file=file, formats=formats or kind.formats)
    folders = check(plan, names, values, options, kind)
    report = RunReport(console, folder, has_own_css="css" in options.writer_options)
    if values["dry_run"]:
        show(plan.tasks, options, console)
        report.add_failures(plan)
        return report.end(plan) if plan.failures else 0
    is_single = len(plan.tasks) + len(plan.failures) == 1

    def convert(options: ConvertOptions) -> Generator[Result, None, None]:
        limits = None if is_single else SourceLimits(values["timeout"], values["memory"])
        return guard.run(plan.tasks, options, values["jobs"] or os.cpu_count() or 1, limits)

    code = follow(convert, plan, len(plan.tasks), options, folders, console, report)
    return report.end(plan) if code is None else code


def check(
    plan: Plan, names: Sequence[str], values: dict[str, Any], options: ConvertOptions, kind: InputKind
) -> set[Path]:
    """The folders that a run would write to. Raises SourceError when there is no source, UsageError for options that do not go with the plan, and when a result
    would replace a source.
    """
    if not plan.tasks and not plan.failures:
        raise SourceError(f"{', '.join(names)}: {kind.no_source}.", kind.no_source_remedy)
    if len(plan.tasks) + len(plan.failures) > 1 and (values.get("title") or options.url):
        raise UsageError(
            "--title and --url are for one article, but there are several sources.", "Convert that source alone."
        )
    require_apart(targets_of(plan, options), (task.source for task in plan.tasks))
    return {target.parent for target in targets_of(plan, options)}


def targets_of(plan: Plan, options: ConvertOptions) -> Iterator[Path]:
    """The files that a plan would write."""
    for task in plan.tasks:
        for name in options.formats:
            if (target := options.target(task, name)) is not None:
                yield target


def show(tasks: Iterable[Task], options: ConvertOptions, console: Console, shown: Callable[[Path], str] = str) -> None:
    """Show which files would be written; `shown` is how a file is called."""
    for task in tasks:
        for name in options.formats:
            target = options.target(task, name)
            console.show(f"{task.name} → {shown(target) if target is not None else 'standard output'}")


def follow(
    convert: Callable[[ConvertOptions], Generator[Result, None, None]], plan: Plan, total: int, options: ConvertOptions,
    folders: set[Path], console: Console, report: RunReport,
) -> int | None:  # fmt: skip
    """Set this process up, convert, and report each result as it comes. Returns None, or the exit code of a run that was cut off.

    `convert` gives the results for the options that it is called with; `total` is how many sources it has; `folders` are those that files are written to.
    """
    for folder in folders:
        remove_leftovers(folder)
    report.add_failures(plan)
    total += len(plan.failures)
    try:
        with (
            _process_setup() as temporary,
            _turns(plan) as turns,
            console.progress(total) as progress,
            contextlib.closing(convert(replace(options, temporary=temporary, turns=turns))) as converting,
        ):
            report.is_terse = progress is not None
            for result in converting:
                report.add(result)
                if progress is not None and not result.again:
                    progress.step(failed=not result.ok and not result.passed_over)
                if result.is_disk_full and total > 1:
                    return report.stop(DiskFull("the disk is full."), total)
                if process.interrupted():
                    raise KeyboardInterrupt
    except KeyboardInterrupt:
        return report.interrupt(total)
    except DiskFull as error:
        return report.stop(error, total)
    finally:
        # Processes that were killed leave unfinished files behind.
        for folder in folders:
            remove_leftovers(folder)
    return None


@contextlib.contextmanager
def _turns(plan: Plan) -> Iterator[Path | None]:
    """The folder in which the processes of a run agree who fetches from a host; None without addresses among the sources."""
    if not any(addresses.is_web(task.source) for task in plan):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="archiver-hosts-") as folder:
        yield Path(folder)


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
    """The names, with each @LIST replaced by the names in that file (batch/source_lists.py).

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
        expanded += names_in(data)
    return expanded
