"""summary.json: what is counted over all sources, as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from archiver.batch.reports.counts import Counts


def after(counts: Counts) -> bytes:
    """The whole file."""
    return json.dumps(as_object(counts), indent=2).encode("ascii") + b"\n"


def as_object(counts: Counts) -> dict[str, Any]:
    """The counts as JSON has them."""
    return {
        "sources": counts.sources,
        "states": dict(counts.states),
        "failures_by_exit_code": {str(code): number for code, number in sorted(counts.exit_codes.items())},
        "words": counts.words,
        "notes": counts.notes,
        "missing_notes": counts.missing,
        "removed": counts.removed,
        "sources_with": {
            "findings": counts.with_findings,
            "warnings": counts.with_warnings,
            "missing_notes": counts.with_missing,
            "doubtful_fields": counts.with_doubt,
        },
        "findings": {
            code: {"severity": one.severity, "sources": one.sources, "times": one.times, "example": one.example}
            for code, one in sorted(counts.findings.items())
        },
        "doubtful_fields": dict(sorted(counts.doubtful.items())),
        "languages": dict(sorted(counts.languages.items())),
        "files": {
            name: {"files": number, "bytes": counts.bytes[name]} for name, number in sorted(counts.files.items())
        },
        "seconds": round(counts.seconds, 3),
        "peak_memory": counts.peak_memory,
        "started": counts.started,
        "finished": counts.finished,
    }
