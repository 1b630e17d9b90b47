"""The command `archiver doctor`."""

from __future__ import annotations

import json

import click

from archiver.cli import options
from archiver.cli.output import emit_text

#: Width of the column of names.
_NAMES = 26


@click.command("doctor")
@options.report_format_option
def command(output_format: str) -> int:
    """Show what is installed, what is missing, what does not work without it, and the command that installs it (Linux and macOS).

    The exit code is 6 when something is missing that every conversion needs, else 0.

    \b
      archiver doctor
    """
    from archiver.doctor import run_checks

    checks = run_checks()
    if output_format == "json":
        emit_text(json.dumps([f.as_data() for f in checks], ensure_ascii=False, indent=2) + "\n")
    else:
        lines = []
        for check in checks:
            state = "ok     " if check.version else "MISSING" if check.needed else "absent "
            lines.append(f"{state}  {check.name:<{_NAMES}}{check.version or check.cost}")
            notes = (check.note, "" if check.version else f"→ {check.remedy}")
            lines += [f"{'':{_NAMES + 9}}{note}" for note in notes if note]
        emit_text("".join(f"{line}\n" for line in lines))
    return 6 if any(f.needed and not f.version for f in checks) else 0
