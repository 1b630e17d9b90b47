"""archiver doctor"""

from __future__ import annotations

import json

import click

from archiver.cli.output import emit_text

#: Room for the names of what is looked for.
_NAMES = 26


@click.command("doctor")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For reading, or for programs.",
)
def command(form: str) -> int:
    """Say what is installed, what is missing, what that costs, and the command that mends it, on Linux and macOS.

    Ends with 6 when something is missing that every conversion needs; optional things only cost what is said of them.

    \b
      archiver doctor
    """
    from archiver.doctor import examine

    findings = examine()
    if form == "json":
        emit_text(json.dumps([f.as_data() for f in findings], ensure_ascii=False, indent=2) + "\n")
    else:
        lines = []
        for finding in findings:
            mark = "ok     " if finding.version else "MISSING" if finding.needed else "absent "
            lines.append(f"{mark}  {finding.name:<{_NAMES}}{finding.version or finding.cost}")
            notes = (finding.note, "" if finding.version else f"→ {finding.remedy}")
            lines += [f"{'':{_NAMES + 9}}{note}" for note in notes if note]
        emit_text("".join(f"{line}\n" for line in lines))
    return 6 if any(f.needed and not f.version for f in findings) else 0
