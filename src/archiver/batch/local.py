"""Jobs on this machine: in this process, or side by side in several."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from archiver.batch.plan import STDIN, Job
from archiver.batch.work import Order, Outcome, convert_one

_CRASHED = "{source}: its process ended without a word, perhaps for want of memory. Convert it alone, or without the format that it died in."

#: How many new objects make Python look for circles of dead ones, and how often it then looks at older ones too. An article's trees live until it is
#: done: with Python's own 700 a tenth of the time goes into looking at them in vain.
_COLLECTED_AFTER = (50_000, 10, 5)


def run(jobs: Sequence[Job], order: Order, workers: int = 1) -> Iterator[Outcome]:
    """The outcomes of all jobs, each as soon as it is there (with one worker: in order).

    A source that takes its process down with it is one failed source; the others go on.
    """
    if workers <= 1 or len(jobs) <= 1:
        before = gc.get_threshold()
        collect_rarely()
        try:
            for job in jobs:
                yield convert_one(job, order)
        finally:
            gc.set_threshold(*before)
        return
    here = [job for job in jobs if job.source == STDIN]
    for job in here:
        yield convert_one(job, order)
    yield from _pooled([job for job in jobs if job.source != STDIN], order, workers)


def collect_rarely() -> None:
    """Let Python look for dead objects as seldom as articles, of some hundred thousand objects each, need it."""
    gc.set_threshold(*_COLLECTED_AFTER)


def _pooled(jobs: Sequence[Job], order: Order, workers: int) -> Iterator[Outcome]:
    waiting = list(reversed(jobs))
    suspects: list[Job] = []
    while waiting or suspects:
        # After a crash, those that were under way go on one at a time, so that the culprit is known.
        alone = bool(suspects)
        queue = [suspects.pop()] if alone else waiting
        pool = ProcessPoolExecutor(
            1 if alone else workers, mp_context=multiprocessing.get_context("forkserver"), initializer=collect_rarely
        )
        running: dict[Future[Outcome], Job] = {}
        try:
            while queue or running:
                while queue and len(running) < 2 * workers:
                    job = queue.pop()
                    running[pool.submit(convert_one, job, order)] = job
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    job = running[future]
                    try:
                        outcome = future.result()
                    except BrokenProcessPool:
                        continue
                    del running[future]
                    yield outcome
                if any(isinstance(f.exception(), BrokenProcessPool) for f in done if f in running):
                    break
        except BrokenProcessPool:
            pass  # a submit found the pool broken: what is still running is suspect
        finally:
            pool.shutdown(wait=not running, cancel_futures=True)
        if running and alone:
            (culprit,) = running.values()
            yield Outcome(culprit.source, error=_CRASHED.format(source=culprit.source), exit_code=3)
        elif running:
            suspects = list(running.values())
