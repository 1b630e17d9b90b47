"""The command `archiver report`."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from archiver.batch import reports
from archiver.batch.cloud.addresses import checked, is_stored, join
from archiver.batch.cloud.results import StoredResults
from archiver.batch.ledger import LEDGER_NAME, Ledger
from archiver.batch.shards.ledgers import ledger_shards
from archiver.cli import options
from archiver.cli.console import Console
from archiver.errors import SourceError, UsageError, guarded

_MOST_NAMED = 5


@click.command("report")
@click.argument("name", type=options.FileName(), metavar="DIR")
@options.flag("--merge", help="Read the ledgers of all shards (--shard) in the folder as one.")
@options.log_options
@click.pass_context
def command(ctx: click.Context, name: str, merge: bool, quiet: bool, verbose: bool, log_format: str) -> None:
    """Make the reports of a batch again from its ledger: index.html, catalogue.csv, report.jsonl, failures.txt and summary.json.

    DIR is the folder, or the address in a store, that `archiver batch -o DIR` made. The reports are written into it; nothing is converted. While a batch is at work, its
    reports show how far it is.

    \b
      archiver report results
      archiver report results --merge
    """
    console = Console(quiet=quiet, verbose=verbose, log_format=log_format, debug=ctx.obj["debug"])
    with guarded(name), contextlib.ExitStack() as stack:
        if is_stored(name):
            counts = StoredResults(checked(name).rstrip("/")).put_reports_of_all()
            made = [join(name, report) for report in reports.REPORTS]
        else:
            folder = Path(name)
            paths = _ledgers(folder, merge=merge, console=console)
            reports.require_free(folder, ["index.html"])
            ledgers = [stack.enter_context(Ledger.open(path)) for path in paths]
            counts = reports.write(folder, reports.MergedLedgers(ledgers) if merge else ledgers[0])
            made = [str(folder / report) for report in reports.REPORTS]
    parts = [f"{counts.states['done']:,} done"]
    parts += [f"{counts.failed:,} failed"] if counts.failed else []
    parts += [f"{number:,} passed over"] if (number := counts.states["passed-over"]) else []
    parts += [f"{counts.unfinished:,} not done yet"] if counts.unfinished else []
    sources = "1 source" if counts.sources == 1 else f"{counts.sources:,} sources"
    console.say(
        f"{made[0]}: {sources}: {', '.join(parts)}.",
        made=made, sources=counts.sources, states=dict(counts.states),
    )  # fmt: skip
    found = {code: one.sources for code, one in sorted(counts.findings.items()) if verbose or one.severity != "info"}
    if found:
        console.say(
            f"Sources with findings: {', '.join(f'{code} in {number:,}' for code, number in found.items())}.",
            findings=found,
        )


def _ledgers(folder: Path, *, merge: bool, console: Console) -> list[Path]:
    """The ledgers in a folder that the call means, each shard's behind the folder's own.

    Raises UsageError when there is no such folder, and when only --merge or no --merge would do; SourceError when it holds no ledger.
    """
    try:
        names = [path.name for path in folder.iterdir()]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{folder}: this folder cannot be read: {reason}.", "Name the folder of a batch.") from error
    found = ledger_shards(names)
    own = [folder / name for name, shard in found.items() if shard.is_whole]
    shards = {name: shard for name, shard in found.items() if not shard.is_whole}
    if not own and not shards:
        raise SourceError(
            f"{folder}: this folder holds no ledger of a batch ({LEDGER_NAME}).",
            "Name the folder that `archiver batch -o` wrote to.",
        )
    if not merge:
        if not own:
            raise UsageError(f"{folder}: this folder holds only the ledgers of shards.", "Add --merge.")
        if shards:
            console.warn(f"{folder}: the ledgers of {len(shards)} shards are left out; --merge takes them in.")
        return own
    for total in sorted({shard.count for shard in shards.values()}):
        here = {shard.number for shard in shards.values() if shard.count == total}
        if missing := [number for number in range(1, total + 1) if number not in here]:
            named = ", ".join(map(str, missing[:_MOST_NAMED])) + (" …" if len(missing) > _MOST_NAMED else "")
            console.warn(f"{folder}: of {total} shards these have no ledger here: {named}.", missing=missing)
    return [*own, *(folder / name for name in shards)]
