"""What convert and export share: from names on the command line to outcomes and an exit code."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archiver.batch import local
from archiver.batch.plan import Plan, plan, require_apart
from archiver.batch.temporary import temporary_folder
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.worker import collect_rarely
from archiver.cli import options, process
from archiver.cli.console import Console
from archiver.cli.output import destination
from archiver.errors import SourceError, UsageError
from archiver.writers.shared.whole_files import remove_leftovers


@dataclass(frozen=True, slots=True)
class Kind:
    """What sources of a command are: endings that folders are searched for, those that are none all the same, the formats that are made of them when
    none is named, and what is said where there are none."""

    suffixes: tuple[str, ...]
    but_not: tuple[str, ...]
    formats: tuple[str, ...]
    absent: str
    remedy: str


def run(names: tuple[str, ...], given: dict[str, Any], order: ConvertOptions, console: Console, *, kind: Kind) -> int:
    """Carry out `order` on what `names` stand for, where and as the command line (`given`) says; the exit code.

    Raises UsageError for a call that contradicts itself, SourceError when there is nothing to do.
    """
    folder, file, formats = destination(given["output"], options.parse_formats(given["formats"]))
    planned = plan(expand_lists(names), kind.suffixes, but_not=kind.but_not, exports=None if file else folder)
    if not planned.jobs and not planned.failures:
        raise SourceError(f"{', '.join(names)}: {kind.absent}.", kind.remedy)
    several = len(planned.jobs) + len(planned.failures) > 1
    if several and (given.get("title") or order.url):
        raise UsageError(
            "--title and --url speak of one article, and there are several sources.", "Convert that one by itself."
        )
    if several and file is not None:
        raise UsageError(
            f"-o {file}: it takes one source, and there are {len(planned.jobs) + len(planned.failures)}.",
            "Name a folder, with a slash at its end.",
        )
    order = replace(order, folder=folder, file=file, formats=formats or kind.formats)
    targets = [
        target for job in planned.jobs for name in order.formats if (target := order.target(job, name)) is not None
    ]
    require_apart(targets, [job.source for job in planned.jobs])
    if given["dry_run"]:
        for job in planned.jobs:
            for name in order.formats:
                console.show(f"{job.source} → {order.target(job, name) or 'standard output'}")
        return console.report(_failures(planned), planned, order) if planned.failures else 0
    with _own_process() as temporary:
        return _carry_out(
            planned, replace(order, temporary=temporary), {t.parent for t in targets}, console, given["jobs"]
        )


def _carry_out(planned: Plan, order: ConvertOptions, folders: set[Path], console: Console, workers: int) -> int:
    for folder in folders:
        remove_leftovers(folder)
    outcomes: list[Result] = []
    running = local.run(planned.jobs, order, workers or os.cpu_count() or 1)
    try:
        with contextlib.closing(running):
            for outcome in console.follow(running, len(planned.jobs)):
                outcomes.append(outcome)
                if process.interrupted():
                    raise KeyboardInterrupt
    except KeyboardInterrupt:
        console.fail(f"interrupted after {len(outcomes)} of {len(planned.jobs)} sources; what was finished is kept.")
        return 130
    finally:
        # of processes that were killed
        for folder in folders:
            remove_leftovers(folder)
    known = {job.source: number for number, job in enumerate(planned.jobs)}
    outcomes.sort(key=lambda outcome: known[outcome.source])
    return console.report([*outcomes, *_failures(planned)], planned, order)


def _failures(planned: Plan) -> list[Result]:
    return [Result(name, error=str(error), exit_code=error.exit_code) for name, error in planned.failures]


@contextlib.contextmanager
def _own_process() -> Iterator[Path | None]:
    """What a process of our own is set up with for a run; its folder for temporary files, if it has one."""
    if not process.is_own():
        yield None
        return
    collect_rarely()
    with temporary_folder() as folder:
        yield folder


def expand_lists(names: tuple[str, ...]) -> list[str]:
    """Names as given, with each @LIST replaced by the names in that file (blank lines and lines that begin with # left out)."""
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
        # names of files are bytes, and may hold what str.splitlines takes for the end of a line
        lines = [os.fsdecode(line).strip() for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        expanded += [line for line in lines if line and not line.startswith("#")]
    return expanded
