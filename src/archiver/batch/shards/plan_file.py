"""The frozen plan of a batch: a file that all shards read, so that they agree on the sources and on the names of their exports, also when files
are added meanwhile.

    {"archiver": "plan", "format": 1, "call": "…", "tasks": 2, "failures": 0}
    {"source": "saved/a.html", "stem": "a", "place": "/home/ann/saved/a.html"}
    {"source": "mails.mbox", "stem": "mails/1", "place": "…", "page": {"key": "1", …}}
    {"passed_over": {"images": 3}, "examples": {"images": ["a.png"]}}
    {"end": 4}

The first shard that comes writes it, whole or not at all; all others read it. A plan that is damaged, of another version, or of another call is refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archiver import errors
from archiver.batch.names import stays_inside
from archiver.batch.plan import Plan, Task, is_open_file
from archiver.errors import ArchiverError, SourceError, UsageError
from archiver.readers.captures import CapturedPage
from archiver.writers.shared.whole_files import write_whole

#: The name of the plan in the folder of a batch.
PLAN_NAME = "archiver-plan.jsonl"
#: Another number for each change of the lines.
_FORMAT = 1
_NEW_PLAN = "Make a new plan: the same command with --plan-only."
#: The errors that a plan may hold, by their names.
_ERRORS: dict[str, type[ArchiverError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ArchiverError)
}


def digest_of_call(names: Sequence[str], **options: object) -> str:
    """What tells one call from another: the names of the sources, and the options that say which of them count."""
    called = json.dumps([list(names), {name: str(value) for name, value in sorted(options.items())}])
    return hashlib.sha256(called.encode()).hexdigest()


def as_bytes(plan: Plan, call: str) -> bytes:
    """A plan as the bytes of its file. Raises UsageError for standard input, and other open files of this process: another machine does not have them."""
    for task in plan.tasks:
        if is_open_file(task.source):
            raise UsageError(
                f"{task.source}: only this process can read it, so it cannot be in a plan.", "Name a file."
            )
    return "".join(f"{json.dumps(line)}\n" for line in _lines(plan, call)).encode("ascii")


def _lines(plan: Plan, call: str) -> Iterator[dict[str, Any]]:
    yield {
        "archiver": "plan", "format": _FORMAT, "call": call, "tasks": len(plan.tasks), "failures": len(plan.failures),
    }  # fmt: skip
    for task in plan.tasks:
        line: dict[str, Any] = {"source": task.source, "stem": task.stem, "place": task.place}
        yield line if task.page is None else {**line, "page": asdict(task.page)}
    for name, error in plan.failures:
        line = {"failure": name, "error": [type(error).__name__, error.message, error.remedy]}
        yield {**line, "quarantined": plan.quarantined[name]} if name in plan.quarantined else line
    yield {"passed_over": plan.passed_over, "examples": plan.examples}
    yield {"end": len(plan.tasks) + len(plan.failures)}


def from_bytes(data: bytes, name: str, call: str | None = None) -> Plan:
    """The plan in the bytes of a file. `name` is its name in messages.

    Raises SourceError when it is no plan, damaged, or of another version, and UsageError when it is the plan of another `call`.
    """
    plan = Plan()
    try:
        head, *lines = map(json.loads, data.decode("ascii").splitlines())
        if head["archiver"] != "plan":
            raise KeyError("archiver")
        if head["format"] != _FORMAT:
            raise SourceError(f"{name}: this plan is of another version of Archiver.", _NEW_PLAN)
        if call is not None and head["call"] != call:
            raise UsageError(
                f"{name}: this plan was made for other sources, or with other options that choose them.",
                f"Repeat that call; or give another -o, or another --plan. {_NEW_PLAN}",
            )
        for line in lines:
            _read_line(plan, line)
        if lines[-1] != {"end": head["tasks"] + head["failures"]}:
            raise ValueError
        if (len(plan.tasks), len(plan.failures)) != (head["tasks"], head["failures"]):
            raise ValueError
    except ArchiverError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"{name}: this is no plan of a batch, or it is damaged.", _NEW_PLAN) from error
    return plan


def _read_line(plan: Plan, line: dict[str, Any]) -> None:
    if "source" in line:
        page = CapturedPage(**line["page"]) if "page" in line else None
        if not stays_inside(line["stem"]):
            raise ValueError
        plan.tasks.append(Task(str(line["source"]), str(line["stem"]), page, str(line["place"])))
    elif "failure" in line:
        kind, message, remedy = line["error"]
        plan.failures.append((str(line["failure"]), _ERRORS[kind](str(message), str(remedy))))
        if "quarantined" in line:
            plan.quarantined[str(line["failure"])] = str(line["quarantined"])
    elif "passed_over" in line:
        plan.passed_over = Counter({str(kind): int(count) for kind, count in line["passed_over"].items()})
        plan.examples = {str(kind): list(map(str, names)) for kind, names in line["examples"].items()}


def frozen_plan(path: Path, call: str, make: Callable[[], Plan]) -> Plan:
    """The plan in a file; where there is none, the one that `make` gives, which then stands there. When two make one at the same time, both get
    that of the first.

    Raises as `from_bytes`, and UsageError when the file cannot be read or written.
    """
    if (data := _read(path)) is None:
        made = as_bytes(make(), call)
        _write_new(path, made)
        data = _read(path) or made
    return from_bytes(data, str(path), call)


def new_plan(path: Path, call: str, plan: Plan) -> None:
    """Put a plan in the place of the one that stands there, if any. Raises UsageError when it cannot be written."""
    write_whole(path, as_bytes(plan, call))


def tasks_of_old_plan(path: Path) -> list[Task]:
    """The tasks of the plan that stands in a file, of whatever call; none when there is none that can be read."""
    try:
        data = _read(path)
        return from_bytes(data, str(path)).tasks if data is not None else []
    except ArchiverError:
        return []


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{path}: the plan cannot be read: {reason}.", "Check its name and permissions.") from error


def _write_new(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, unless another process was faster."""
    aside = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(aside, path)
            except FileExistsError:
                pass
            except OSError:  # a file system without links to files: the last one wins there
                aside.replace(path)
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            f"{path}: the plan cannot be written: {error.strerror or error}.",
            "Make room, or name another place with --plan.",
        ) from error
