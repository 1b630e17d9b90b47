"""The command `archiver batch`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archiver.batch.cloud import is_stored
from archiver.batch.cloud.results import StoredResults
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.guard import GuardedListing, SourceLimits
from archiver.batch.ledger import Ledger, held_folder
from archiver.batch.places import BatchPlace, part_of, place_of, require_apart_in_store
from archiver.batch.plan import Plan, Standing, make_plan, never_held
from archiver.batch.reports import Entries
from archiver.batch.resume import ORDERS, Keys, in_quarantine, work_of
from archiver.batch.run import now, run_batch
from archiver.batch.shards import of_this_machine
from archiver.batch.shards.ledgers import merged_ledgers
from archiver.batch.shards.plan_file import digest_of_call
from archiver.cli import options
from archiver.cli.console import Console
from archiver.cli.convert import RAW_SOURCES, convert_options
from archiver.cli.options import parse_formats
from archiver.cli.options.groups import GroupedCommand
from archiver.cli.output import destination
from archiver.cli.run import check, expand_lists, follow, show, targets_of
from archiver.cli.run_report import RunReport
from archiver.errors import ArchiverError, SourceError, UsageError, guarded


@click.command("batch", cls=GroupedCommand)
@options.source_argument("SOURCE", several=True)
@options.export_options
@options.limit_options
@options.flag("--redo", help="Convert all sources again, also those that are unchanged.")
@options.flag("--retry-failed", help="Try again what failed in an earlier run.")
@click.option("--limit", type=options.WholeNumber(0), metavar="N", help="Convert at most N sources, and leave the rest for another run.")  # fmt: skip
@click.option("--order", type=click.Choice(list(ORDERS)), default="given", show_default=True, help="Which sources come first: as they are given; by name; by size, the smallest or the largest first; the oldest or the newest file first.")  # fmt: skip
@click.option("--shard", metavar="I/N", help="Do only one of N parts, which all machines agree on: 3/8. Default: what an array job of Slurm says; with auto/8, the index of a Job of Kubernetes.")  # fmt: skip
@click.option("--plan", metavar="FILE", help="The file with the plan that all shards read; the first one makes it. Default with --shard: archiver-plan.jsonl beside the results.")  # fmt: skip
@click.option("--plan-only", is_flag=True, help="Make a new plan for the shards, and convert nothing.")
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="For results in a store (-o s3://…): the folder of this machine for the ledger. Default: in the user's cache.")  # fmt: skip
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Who does the work: this machine, or the workers of a Dask cluster.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="With --engine dask: the scheduler of the cluster (tcp://…, tls://…).")  # fmt: skip
@options.source_options
@options.fetch_option
@options.robots_option
@options.keep_options
@options.metadata_options
@options.made_options
@options.log_options
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **values: Any) -> int:
    """Convert thousands of sources into a folder, with a ledger of what was made: the same command goes on where the last one stopped.

    SOURCE is a file, a folder (searched to any depth), a web capture of many pages, a pattern ('pages/**/*.html'), an address (https://…, s3://…), or
    @LIST (a file with the name of one source on each line). What is unchanged is not converted again. A source that hangs, crashes or
    needs too much memory costs itself only, and is tried twice.

    \b
      archiver batch saved/ -o archive -j 0
      archiver batch saved/ -o archive -j 0 --retry-failed
      archiver batch s3://press/saved -o s3://press/archive --shard 3/8
    """
    console = Console(
        quiet=values["quiet"], verbose=values["verbose"], log_format=values["log_format"], debug=ctx.obj["debug"]
    )
    shard = of_this_machine(values["shard"], os.environ if values["engine"] == "local" else {})
    formats = parse_formats(values["formats"])
    if not is_stored(values["output"]):
        _, file, formats = destination(values["output"], formats)
        if file is not None:
            raise UsageError(f"-o {values['output']}: a batch takes a folder.", "Name one, with a slash at its end.")
    place = place_of(values["output"], shard, values["work"])
    _require_other_folder(place, sources)
    wanted = replace(
        convert_options(values), folder=place.folder, formats=formats or RAW_SOURCES.formats, store=place.store
    )
    if not values["overwrite"]:
        place.require_free()
    call = _Call(sources, values, wanted, place, console)
    if values["engine"] == "dask":
        return call.on_cluster()
    if values["scheduler"] is not None:
        raise UsageError("--scheduler goes with --engine dask.", "Add --engine dask, or leave --scheduler out.")
    if values["plan_only"]:
        return call.plan_only()
    with call.ledger() as (ledger, results):
        return call.run(ledger, results)


class _Call:
    """One call of the command."""

    def __init__(
        self,
        names: tuple[str, ...],
        values: dict[str, Any],
        wanted: ConvertOptions,
        place: BatchPlace,
        console: Console,
    ) -> None:
        self._names = names
        self._values = values
        self._wanted = wanted
        self._place = place
        self._console = console

    @contextlib.contextmanager
    def ledger(self) -> Iterator[tuple[Ledger | None, StoredResults | None]]:
        """The ledger of a place, which no other run works in meanwhile, and its results in a store. For a dry run nothing is made: None where there is no
        ledger.
        """
        place = self._place
        if self._values["dry_run"]:
            with self._ledger_as_it_is() as found:
                yield found, StoredResults(place.store) if place.store and found is not None else None
            return
        with _removed_when_empty(place), place.held(), place.results() as results:
            ledger, said = place.open_ledger()
            if said:
                self._console.warn(said)
            with ledger:
                yield ledger, results
        if results is not None and results.failure is not None:
            self._console.warn(
                f"{results.failure.message} The results are whole, but a machine without this ledger would make some again."
            )

    @contextlib.contextmanager
    def _ledger_as_it_is(self) -> Iterator[Ledger | None]:
        """The ledger that stands there; None where there is none, and for one that a run would set aside."""
        path = self._place.ledger_path
        with contextlib.ExitStack() as stack:
            ledger = None
            try:
                if path.is_file():
                    ledger = stack.enter_context(Ledger.open(path))
                    ledger.require_whole()
            except SourceError as error:
                self._console.warn(f"{error.message} A run would set it aside, and begin a new one.")
                ledger = None
            yield ledger

    def run(self, ledger: Ledger | None, results: StoredResults | None) -> int:
        """Convert what is to be converted on this machine, and return the exit code."""
        place, values, console, wanted = self._place, self._values, self._console, self._wanted
        keys = Keys(wanted)
        plan, folders = self._plan(ledger, results, keys)
        if ledger is not None and not values["dry_run"]:
            place.complete(ledger, plan.tasks, results)
        work = work_of(
            plan, ledger, wanted, keys, redo=values["redo"], retry_failed=values["retry_failed"],
            stand=results.stand if results is not None else None,
        )  # fmt: skip
        work.arrange(values["order"], values["limit"])
        report = self._report()
        report.unchanged, report.failed_before, report.later = work.unchanged, work.failed, len(work.later)
        if values["dry_run"] or ledger is None:
            show(work.tasks, wanted, console, place.shown_file)
            console.show(f"{len(work.tasks):,} to convert, {work.unchanged:,} unchanged.")
            report.add_failures(plan)
            return 10 if plan.failures else 0

        def convert(with_places: ConvertOptions) -> Generator[Result, None, None]:
            return run_batch(
                work, ledger, with_places, keys, workers=values["jobs"] or os.cpu_count() or 1,
                limits=SourceLimits(values["timeout"], values["memory"]), keep=results.keep if results is not None else None,
            )  # fmt: skip

        code = follow(convert, plan, len(work.tasks), wanted, folders, console, report)
        if code is not None:
            if place.shard.is_whole:
                self._write_what_was_done(ledger, results)
            return code
        # The lines come first: the reports may find the disk full.
        code = report.end(plan)
        if place.shard.is_whole:
            place.write_reports(ledger, results)
        else:
            console.say(f"`archiver report {place.shown} --merge` makes the reports of all shards.")
        return code

    def _write_what_was_done(self, entries: Entries, results: StoredResults | None) -> None:
        """Write the reports of a run that was cut off, where that is possible: they say how far it came. The old ones stay where it is not."""
        try:
            with guarded(self._place.shown):
                self._place.write_reports(entries, results)
        except (ArchiverError, KeyboardInterrupt) as error:
            reason = error.message if isinstance(error, ArchiverError) else "interrupted."
            self._console.warn(
                f"The reports were not written ({reason.rstrip('.')}); `archiver report {self._place.shown}` makes them."
            )

    def plan_only(self) -> int:
        """Make a new plan in the place of the old one, and convert nothing. Names that stand in a ledger, or in the old plan, stay."""
        plan = self._make_plan()
        check(plan, self._names, self._values, self._wanted, RAW_SOURCES)
        path = self._place.put_plan(self._values["plan"] or "", self._digest(), plan)
        report = self._report()
        report.add_failures(plan)
        self._console.say(f"{len(plan.tasks):,} sources in {path}.", sources=len(plan.tasks), plan=path)
        return 10 if plan.failures else 0

    def _report(self) -> RunReport:
        return RunReport(
            self._console, self._place.shown, has_own_css="css" in self._wanted.writer_options, is_batch=True,
            shown=self._place.shown_file,
        )  # fmt: skip

    def _plan(self, ledger: Ledger | None, results: StoredResults | None, keys: Keys) -> tuple[Plan, set[Path]]:
        """The part of the plan that this shard does, and the folders that its results go to."""
        place, shard = self._place, self._place.shard
        is_frozen = not shard.is_whole or self._values["plan"] is not None
        if not is_frozen and results is not None and ledger is not None and not any(ledger.counts().values()):
            results.restore(ledger)
        file = self._values["plan"] or ""
        if is_frozen and (not self._values["dry_run"] or place.has_plan(file)):
            plan = place.plan(file, self._digest(), self._make_plan)
        else:
            again = self._values["redo"] or self._values["retry_failed"]
            plan = self._make_plan(held=never_held if ledger is None or again else in_quarantine(ledger, keys))
        check(plan, self._names, self._values, self._wanted, RAW_SOURCES)
        part = part_of(plan, shard)
        if not shard.is_whole:
            origin = f" ({shard.origin})" if shard.origin else ""
            self._console.say(
                f"Shard {shard}{origin}: {len(part.tasks):,} of {len(plan.tasks):,} sources.",
                shard=shard.number, shards=shard.count, sources=len(part.tasks),
            )  # fmt: skip
        targets = list(targets_of(part, self._wanted))
        require_apart_in_store(place, targets, plan.tasks)
        return part, set() if place.store else {target.parent for target in targets}

    def _make_plan(self, standing: Standing | None = None, held: Callable[[str, str], bool] = never_held) -> Plan:
        place = self._place
        with GuardedListing(SourceLimits(self._values["timeout"], self._values["memory"])) as lister:
            return make_plan(
                self._expanded(), RAW_SOURCES.suffixes, exports=place.folder, url=self._wanted.url,
                standing=standing or place.standing(self._values["plan"] or ""), stores=True, store=place.store,
                lister=lister, held=held,
            )  # fmt: skip

    def _expanded(self) -> list[str]:
        return expand_lists(self._names)

    def _digest(self) -> str:
        return digest_of_call(self._expanded(), url=self._wanted.url)

    def on_cluster(self) -> int:
        """Convert what is to be converted on a Dask cluster, and return the exit code."""
        from archiver.batch.cluster import engine
        from archiver.batch.cluster.job import CALLER, ShardJob, results_without_worker

        values, place, console, wanted = self._values, self._place, self._console, self._wanted
        self._require_options_of_cluster()
        with (
            held_folder(place.folder, CALLER),
            place.results() as results,
            engine.cluster(values["scheduler"]) as client,
        ):
            standing = place.standing(also=results.entries() if results is not None else ())
            plan = self._make_plan(standing)
            folders = check(plan, self._names, values, wanted, RAW_SOURCES)
            require_apart_in_store(place, targets_of(plan, wanted), plan.tasks)
            begun, shards = now(), engine.shards_for(client, len(plan.tasks))
            jobs = [
                ShardJob(
                    replace(place, shard=shard), Plan(tasks), wanted, SourceLimits(values["timeout"], values["memory"]), Path.cwd(), begun,
                    redo=values["redo"], retry_failed=values["retry_failed"], workers=values["jobs"],
                )
                for shard in shards if (tasks := shard.tasks(plan.tasks))
            ]  # fmt: skip
            console.say(
                f"{len(plan.tasks):,} sources in {len(jobs):,} shards.", sources=len(plan.tasks), shards=len(jobs)
            )
            report = self._report()
            for shard in shards:
                if not shard.tasks(plan.tasks) and not place.store:  # so that no ledger seems to be missing
                    replace(place, shard=shard).open_ledger()[0].close()

            def convert(_: ConvertOptions) -> Generator[Result, None, None]:
                with contextlib.closing(engine.outcomes(client, jobs)) as outcomes:
                    for outcome in outcomes:
                        report.unchanged += outcome.unchanged
                        report.failed_before += outcome.failed_before
                        yield from outcome.results if outcome.error is None else results_without_worker(outcome)

            code = follow(convert, plan, len(plan.tasks), wanted, set() if place.store else folders, console, report)
            if code is not None:
                with contextlib.suppress(ArchiverError), merged_ledgers(place.folder) as ledgers:
                    if not place.store:
                        self._write_what_was_done(ledgers, None)
                return code
            code = report.end(plan)
            if results is not None:
                results.put_reports_of_all()
            else:
                with merged_ledgers(place.folder) as ledgers:
                    place.write_reports(ledgers, None)
            return code

    def _require_options_of_cluster(self) -> None:
        """Raise UsageError for options that do not go with a cluster."""
        if self._values["scheduler"] is None:
            raise UsageError("--engine dask needs the address of a scheduler.", "Give it with --scheduler tcp://….")
        for name, is_given in (
            ("--shard", self._values["shard"] is not None), ("--plan", self._values["plan"] is not None), ("--plan-only", self._values["plan_only"]),
            ("--dry-run", self._values["dry_run"]), ("--limit", self._values["limit"] is not None), ("--order", self._values["order"] != "given"),
        ):  # fmt: skip
            if is_given:
                raise UsageError(
                    f"{name} does not go with --engine dask, which makes the shards itself.", f"Leave {name} out."
                )


@contextlib.contextmanager
def _removed_when_empty(place: BatchPlace) -> Iterator[None]:
    """Leave no folder behind when there was nothing to do."""
    is_new = not place.folder.exists()
    try:
        yield
    finally:
        if is_new and place.shard.is_whole:
            with contextlib.suppress(OSError, ArchiverError):
                with Ledger.open(place.ledger_path) as ledger:
                    is_empty = not any(ledger.counts().values())
                if is_empty:
                    place.ledger_path.unlink()
                    place.folder.rmdir()


def _require_other_folder(place: BatchPlace, sources: tuple[str, ...]) -> None:
    """Raise UsageError when the results would lie among the sources, where a later run would find them."""
    for name in sources:
        with contextlib.suppress(OSError, ValueError):
            is_same = name.rstrip("/") == place.store if place.store else place.folder.samefile(name)
            if is_same:
                raise UsageError(
                    f"-o {place.shown}: this is the folder of the sources.", "Name another; one below it will do."
                )
