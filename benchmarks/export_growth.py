"""Growth of the CPU time of a PDF with the notes, the rows and the pages of its record, for both engines.

    python benchmarks/export_growth.py [--scale N] [--only WORD]

Each shape of a record is made n, 2n and 4n parts long (times N), and set with each engine. The output is the CPU seconds, the pages,
and the exponent of growth between the first and the last: 1 is a straight line, 2 a square. The exit code is 1 when a
shape grows faster than n^LIMIT. A word is one part of a record here; its letters are the parts.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import math
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from archiver.article import Article
from archiver.writers import WRITERS

#: The largest exponent that passes: room for noise, for the memory that a long document takes, and for the second and third
#: layout by WeasyPrint, which a longer document needs more often.
LIMIT = 1.3
#: A shape is judged when its longest record takes these CPU seconds; below, what is prepared for each record counts.
JUDGED_SECONDS = 0.5
WORDS = "the ferry ran for eleven years and then one morning it did not and nobody on the quay could say why".split()


@dataclass(frozen=True, slots=True)
class Shape:
    """A record of n parts: its body and its notes; `parts` is n for the shortest."""

    parts: int
    body: Callable[[int], str]
    notes: Callable[[int], int] = lambda n: 0


def text(words: int, seed: int) -> str:
    """So many words, the same for the same seed."""
    source = random.Random(seed)
    return " ".join(source.choice(WORDS) for _ in range(words))


def call(number: int) -> str:
    return f'<noteref id="r{number}" target="n{number}" label="{number}"/>'


def paragraph(number: int, content: str) -> str:
    return f'<p id="p{number}">{content}</p>'


def table(rows: int, cell: Callable[[int, int], str], columns: int) -> str:
    """A table with a head, whose cells are made by row and column."""
    head = "".join(f'<cell role="head">Head {column}</cell>' for column in range(columns))
    body = "".join(
        f"<row>{''.join(f'<cell>{cell(row, column)}</cell>' for column in range(columns))}</row>"
        for row in range(1, rows + 1)
    )
    return f'<table id="t"><row role="head">{head}</row>{body}</table>'


def _cell(row: int, column: int) -> str:
    return (str(1800 + row), f"{row * 7.31:.2f}", text(3, row), text(12, row))[column % 4]


SHAPES = {
    "pages of text": Shape(40, lambda n: "".join(paragraph(i, text(150, i)) for i in range(n))),
    "notes on long paragraphs": Shape(
        50, lambda n: "".join(paragraph(i, text(150, i) + call(i)) for i in range(1, n + 1)), lambda n: n
    ),
    "notes in one paragraph": Shape(
        80, lambda n: paragraph(0, " ".join(text(8, i) + call(i) for i in range(1, n + 1))), lambda n: n
    ),
    "notes in a list": Shape(
        80,
        lambda n: (
            f'<list id="l" type="unordered">{"".join(f"<item>{paragraph(i, text(20, i) + call(i))}</item>" for i in range(1, n + 1))}</list>'
        ),
        lambda n: n,
    ),
    "rows of a table": Shape(400, lambda n: table(n, _cell, 4)),
    "rows of a wide table": Shape(100, lambda n: table(n, _cell, 14)),
    "rows with a note in ten": Shape(
        250,
        lambda n: table(n, lambda r, c: _cell(r, c) + (call(r // 10) if c == 3 and r % 10 == 0 else ""), 4),
        lambda n: n // 10,
    ),
    "letters of one word": Shape(8000, lambda n: paragraph(0, "".join(random.Random(1).choices("abcdefgh", k=n)))),
}


def article(shape: Shape, parts: int) -> Article:
    """The record of a shape."""
    notes = "".join(
        f'<note id="n{i}" label="{i}" kind="footnote" status="present"><p id="q{i}">{text(12, -i)}</p></note>'
        for i in range(1, shape.notes(parts) + 1)
    )
    return Article.from_bytes(
        f'<article xmlns="urn:archiver:article:1" xml:lang="en" version="1.0"><head><title>Growth</title>'
        f"<language>en</language></head><body>{shape.body(parts)}</body>{f'<notes>{notes}</notes>' if notes else ''}"
        f'<provenance><source href="a.html" media-type="text/html" sha256="{"0" * 64}" bytes="1"/>'
        f'<tool name="archiver" version="0.1.0" rules="sha256:{"0" * 64}"/></provenance></article>'.encode()
    )


def cpu_seconds(record: Article, engine: str) -> tuple[float, int]:
    """The CPU seconds of one PDF, and its pages."""
    out = io.BytesIO()
    start = time.process_time()
    WRITERS["pdf"].writer()(record, out, engine=engine)
    seconds = time.process_time() - start
    import pikepdf

    with pikepdf.open(out) as pdf:
        return seconds, len(pdf.pages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="", metavar="WORD")
    args = parser.parse_args()
    engines = ["weasyprint", *(["typst"] if importlib.util.find_spec("typst") else [])]
    too_fast = False
    print(f"{'':28}{'engine':12}{'n':>7}{'CPU s: n':>10}{'2n':>8}{'4n':>8}{'pages':>7}{'exponent':>10}")
    for engine in engines:
        cpu_seconds(article(SHAPES["pages of text"], 2), engine)  # what is prepared once
        for name, shape in SHAPES.items():
            if args.only not in f"{name} {engine}":
                continue
            n = max(1, round(shape.parts * args.scale))
            times = []
            pages = 0
            for parts in (n, 2 * n, 4 * n):
                seconds, pages = cpu_seconds(article(shape, parts), engine)
                times.append(seconds)
            exponent = math.log(times[2] / times[0], 4)
            judged = exponent > LIMIT and times[2] >= JUDGED_SECONDS
            too_fast |= judged
            print(
                f"{name:28}{engine:12}{n:7}{times[0]:10.2f}{times[1]:8.2f}{times[2]:8.2f}{pages:7}{exponent:10.2f}{' !' * judged}",
                flush=True,
            )
    return int(too_fast)


if __name__ == "__main__":
    sys.exit(main())
