"""Growth of the time for one record with the size of its source, for shapes of pages and texts that may cost more than
linear time.

    python benchmarks/growth.py [--size N] [--only WORD]

Each shape (growth_shapes.toml, and each of UNITS in each of PLACES) is made n, 2n and 4n bytes long, and its validated
record is made each time, in a process of its own. The output is the CPU seconds, and the exponent of growth between the first and
the last: 1 is linear, 2 quadratic. n is LARGEST / 4 at first; it is raised until the longest source takes JUDGED_SECONDS. An exponent
that is too large is measured again, and the shorter times count.

The exit code is 1 when a shape grows faster than n^LIMIT, or when a source of LARGEST bytes takes more than MOST_SECONDS.
"""

from __future__ import annotations

import argparse
import gc
import math
import multiprocessing
import multiprocessing.connection
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver import pipeline
from archiver.errors import ArchiverError
from archiver.source import Source

#: The largest exponent that passes. It leaves room for noise and for the logarithm of sorting.
LIMIT = 1.15
#: The bytes of the longest source at first, and the most CPU seconds that it may take.
LARGEST, MOST_SECONDS = 300_000, 3.0
#: The growth is judged when the longest source takes these CPU seconds, or is MOST_LENGTHENED times LARGEST.
JUDGED_SECONDS, MOST_LENGTHENED = 0.5, 32
#: A process is ended after these CPU seconds.
ENDED_SECONDS = 60
SHAPES = Path(__file__).with_name("growth_shapes.toml")
PROSE = "The ferry ran for eleven years, and then one morning it did not. Nobody on the quay could say why. "

#: Units that are repeated, and the places on a page where they are put.
UNITS = (
    "1", "a", "@", "(", ")", "[1]", '"', "“", ".", "-", " ", "\u00a0", "\u200b", "*", "&", "| ", "a@", "www.", ">\n", "1. ",
)  # fmt: skip
PLACES: dict[str, str] = {
    "title": "<title>{}</title>",
    "keywords": "<meta name=keywords content='{}'>",
    "author": "<meta name=author content='{}'>",
    "description": "<meta name=description content='{}'>",
    "date": "<meta property='article:published_time' content='{}'>",
    "byline": "<body><h1>A ferry</h1><p class=byline>By Ann Lee {}</p>",
    "text of the page": "<body><p>{}</p>",
}

#: A function from a number of bytes to a source of about this size.
Maker = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one record cost: CPU seconds, the bytes by which the process grew, and what the program said if it refused the source."""

    seconds: float
    memory: int
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Growth:
    """How a shape grows: the CPU seconds for LARGEST bytes, those for sources of `size`, twice and four times `size` bytes, and the exponent."""

    seconds: float
    size: int
    times: list[float]
    exponent: float
    refusal: str

    @property
    def is_too_fast(self) -> bool:
        """Whether the time grows faster than the source."""
        return self.exponent > LIMIT and self.times[2] >= JUDGED_SECONDS

    @property
    def is_too_slow(self) -> bool:
        """Whether a small source takes long."""
        return self.seconds > MOST_SECONDS


def shapes() -> dict[str, tuple[Maker, str]]:
    """Every shape by its name: a function from a number of bytes to a source, and the media type."""
    made: dict[str, tuple[Maker, str]] = {}
    data = tomllib.loads(SHAPES.read_text("utf-8"))
    for name, parts in data["pages"].items():
        made[f"page: {name}"] = (lambda n, p=parts: page(repeated(p, n)), "text/html")  # type: ignore[misc]
    for name, parts in data["texts"].items():
        made[f"text: {name}"] = (lambda n, p=parts: text(repeated(p, n)), "text/plain")  # type: ignore[misc]
    for unit in UNITS:
        for place, markup in PLACES.items():
            made[f"{unit!r} in the {place}"] = (
                lambda n, u=unit, m=markup: page(m.format(u * (n // len(u.encode())))),  # type: ignore[misc]
                "text/html",
            )
        made[f"{unit!r} in a text"] = (lambda n, u=unit: text(u * (n // len(u.encode()))), "text/plain")  # type: ignore[misc]
    return made


def repeated(parts: list[str], size: int) -> str:
    """A shape of about `size` bytes: [before, unit, after], or with two units [before, unit, between, unit, after]. "№" becomes the number of the
    repetition.
    """
    units = parts[1::2]
    length = sum(len(unit.encode()) for unit in units)
    wanted = max(1, size - sum(len(part.encode()) for part in parts[::2]))
    # the numbers have more digits than the sign has bytes, or fewer
    count = wanted // length
    if "№" in "".join(units):
        digits = len(str(wanted // length))
        signs = "".join(units).count("№")
        count = max(1, wanted // (length + signs * (digits - len("№".encode()))))
    pieces = [parts[0]]
    for unit, behind in zip(units, parts[2::2], strict=True):
        if "№" in unit:
            pieces += [unit.replace("№", str(number)) for number in range(1, count + 1)]
        else:
            pieces.append(unit * count)
        pieces.append(behind)
    return "".join(pieces)


def page(middle: str) -> str:
    """A page with this content; what stands before "<body>" is in its head."""
    head, body, rest = middle.partition("<body>")
    if not body:
        head, rest = "", middle
    return f"<!DOCTYPE html><html><head>{head}</head><body>{rest}<p>{PROSE * 3}</p></body></html>"


def text(middle: str) -> str:
    """A plain text with this content, between a title and a paragraph before it, and a paragraph behind it."""
    return f"A ferry\n\n{PROSE}\n\n{middle}\n\n{PROSE}\n"


def cost(source: str, media_type: str) -> Cost:
    """What the validated record of a source costs, in a process of its own. A source that is refused costs what it took until then."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(source.encode(), media_type, sending))
    process.start()
    sending.close()
    try:
        result: Cost = receiving.recv()
    except EOFError:
        result = Cost(float(ENDED_SECONDS), 0, "ended")
    receiving.close()
    process.join()
    return result


def _measure(data: bytes, media_type: str, sending: multiprocessing.connection.Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (ENDED_SECONDS, ENDED_SECONDS))
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    refusal = ""
    try:
        pipeline.normalize(Source(name="page", data=data, stem="page"), media_type=media_type, force=True).xml()
    except ArchiverError as error:
        refusal = error.message[:100]
    seconds = time.process_time() - start
    sending.send(Cost(seconds, 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before), refusal))


def growth(make: Maker, media_type: str, largest: int) -> Growth:
    """How the time for the records of a shape grows. `largest` are the bytes of the longest source at first."""
    size = largest // 4
    costs = [cost(make(size * factor), media_type) for factor in (1, 2, 4)]
    seconds, refusal = costs[2].seconds, costs[2].refusal
    if seconds < JUDGED_SECONDS:
        size *= min(MOST_LENGTHENED, math.ceil(1.5 * JUDGED_SECONDS / max(seconds, 1e-3)))
        costs = [cost(make(size * factor), media_type) for factor in (1, 2, 4)]
    times = [each.seconds for each in costs]
    for _ in range(2):
        if _exponent(times) > LIMIT and JUDGED_SECONDS <= times[2] < ENDED_SECONDS:
            again = [cost(make(size * factor), media_type).seconds for factor in (1, 2, 4)]
            times = [min(pair) for pair in zip(times, again, strict=True)]
    return Growth(seconds, size, times, _exponent(times), refusal)


def _exponent(times: list[float]) -> float:
    return math.log(max(times[2], 1e-4) / max(times[0], 1e-4)) / math.log(4)


def prepare() -> None:
    """Load all that records need, so that the processes which are forked from this one begin with it."""
    middle = f"<p>{PROSE}</p>" * 800
    pipeline.normalize(Source(name="page", data=page(middle).encode(), stem="page"), force=True)
    lines = text(f"{PROSE}\n\n" * 800).encode()
    pipeline.normalize(Source(name="text", data=lines, stem="text"), media_type="text/plain", force=True)
    gc.collect()
    gc.freeze()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=LARGEST, help="bytes of the longest source of each shape, at first")
    parser.add_argument("--only", default="", help="shapes with this word in their name")
    args = parser.parse_args()
    prepare()
    chosen = {name: shape for name, shape in shapes().items() if args.only in name}
    failures = sum(_reported(chosen, args.size))
    print(f"{failures} of {len(chosen)} shapes grow faster than n^{LIMIT}, or take more than {MOST_SECONDS} s.")
    return 1 if failures else 0


def _reported(chosen: dict[str, tuple[Maker, str]], size: int) -> Iterator[bool]:
    """Measure each shape, print a line for it, and say whether it fails."""
    print(f"{size:9,} bytes{'n':>10} bytes{'n':>8}{'2n':>8}{'4n':>8}  exponent  shape (CPU seconds)")
    for name, (make, media_type) in chosen.items():
        shape = growth(make, media_type, size)
        note = "   <-- grows too fast" * shape.is_too_fast + "   <-- takes too long" * shape.is_too_slow
        times = "".join(f"{value:8.3f}" for value in shape.times)
        refusal = f"   ({shape.refusal})" if shape.refusal else ""
        print(f"{shape.seconds:15.3f}{shape.size:16,}{times}{shape.exponent:10.2f}  {name}{note}{refusal}", flush=True)
        yield shape.is_too_fast or shape.is_too_slow


if __name__ == "__main__":
    sys.exit(main())
