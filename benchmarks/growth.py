"""Growth of the time for one record with the size of its source, for shapes of pages and texts that may cost more than
linear time.

    python benchmarks/growth.py [--size N] [--only WORD]

Each shape is made n, 2n and 4n times as long (N characters at first), and its record is built each time. The output is
the CPU seconds and the exponent of growth between the first and the last: 1 is linear, 2 quadratic. The exit code is 1
when a shape grows faster than n^LIMIT, unless even the longest source takes almost no time.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable

from archiver import pipeline
from archiver.errors import ArchiverError
from archiver.source import Source

#: The largest exponent that passes. It leaves room for noise and for the logarithm of sorting.
LIMIT = 1.35
#: If the longest source takes less than these seconds, its growth is not judged.
IGNORED_SECONDS = 0.25
PROSE = "The ferry ran for eleven years, and then one morning it did not. Nobody on the quay could say why. "

#: Pages by the unit that they repeat: the text before it, the unit, the text after it.
PAGES: dict[str, tuple[str, str, str]] = {
    "paragraphs": ("", f"<p>{PROSE}</p>", ""),
    "items without a list": ("", "<li>She said it was high.", ""),
    "items without a list, with line breaks": ("", "<li>She said<br>it was high.<br>", ""),
    "items without a list in one div": ("<div>", "<li>She said it was high.</li>", "</div>"),
    "items each in a div": ("", "<div><li>She said it was high.</li></div>", ""),
    "definitions": ("<dl>", "<dt>Noon</dt><dd>She said it was high.</dd>", "</dl>"),
    "poems": ("", "<p class='verse'>one<br>two</p>", ""),
    "captions": ("", "<figcaption>one</figcaption>", ""),
    "spans of cells": ("<table>", "<tr><td colspan=1000 rowspan=65534>one word here</td></tr>", "</table>"),
    "cells": ("<table><tr>", "<td>one word here</td>", "</tr></table>"),
    "spans": ("<p>", "<span>a</span>", "</p>"),
    "notes with calls": ("", "<p>It ran<sup><a href='#n1'>1</a></sup> on.</p>", "<ol><li id='n1'>The quay.</li></ol>"),
    "one long srcset": ("<img src='a.png' srcset='", "a", " b c d'>"),
    "authors in JSON-LD": (
        '<script type=\'application/ld+json\'>{"@type":"Article","author":[',
        '{"@type":"Person","name":"Ann Lee"},',
        "{}]}</script>",
    ),
}
#: Units that are repeated, and the places on a page where they are put.
UNITS = (
    "1",
    "a",
    "@",
    "(",
    ")",
    "[1]",
    '"',
    "“",
    ".",
    "-",
    " ",
    "\u00a0",
    "\u200b",
    "*",
    "&",
    "| ",
    "a@",
    "www.",
    ">\n",
    "1. ",
)
PLACES: dict[str, str] = {
    "title": "<title>{}</title>",
    "keywords": "<meta name=keywords content='{}'>",
    "author": "<meta name=author content='{}'>",
    "description": "<meta name=description content='{}'>",
    "date": "<meta property='article:published_time' content='{}'>",
    "byline": "<body><h1>A ferry</h1><p class=byline>By Ann Lee {}</p>",
    "text of the page": "<body><p>{}</p>",
}


def shapes() -> dict[str, tuple[Callable[[int], str], str]]:
    """Every shape by its name: a function from a number of characters to a source, and the media type."""
    shapes_by_name: dict[str, tuple[Callable[[int], str], str]] = {}
    for name, (before, unit, after) in PAGES.items():
        shapes_by_name[name] = (
            lambda n, b=before, u=unit, e=after: _page(f"<body>{b}{u * (n // len(u))}{e}"),  # type: ignore[misc]
            "text/html",
        )
    for unit in UNITS:
        for place, markup in PLACES.items():
            shapes_by_name[f"{unit!r} in the {place}"] = (
                lambda n, u=unit, m=markup: _page(m.format(u * (n // len(u)))),  # type: ignore[misc]
                "text/html",
            )
        shapes_by_name[f"{unit!r} in a text"] = (
            lambda n, u=unit: f"A ferry\n\n{PROSE}\n\n{u * (n // len(u))}\n\n{PROSE}\n",  # type: ignore[misc]
            "text/plain",
        )
    return shapes_by_name


def _page(middle: str) -> str:
    head, body, rest = middle.partition("<body>")
    return f"<!DOCTYPE html><html><head>{head}</head><body>{rest if body else ''}<p>{PROSE * 3}</p></body></html>"


def seconds(text: str, media_type: str) -> float:
    """The CPU seconds for one record. A source that is refused counts until then."""
    source = Source(name="page", data=text.encode(), stem="page")
    start = time.process_time()
    try:
        pipeline.build(source, media_type=media_type, force=True)
    except ArchiverError as error:
        print(f"    {error.message[:100]}")
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=25_000, help="characters of the smallest source of each shape")
    parser.add_argument("--only", default="", help="shapes with this word in their name")
    args = parser.parse_args()
    seconds(_page("<body>"), "text/html")
    failures = 0
    print(f"{'n':>8}{'2n':>8}{'4n':>8}  exponent  shape (n = {args.size:,} characters)")
    for name, (make, media_type) in shapes().items():
        if args.only not in name:
            continue
        times = [seconds(make(args.size * factor), media_type) for factor in (1, 2, 4)]
        exponent = math.log(max(times[2], 1e-4) / max(times[0], 1e-4)) / math.log(4)
        too_fast = exponent > LIMIT and times[2] > IGNORED_SECONDS
        failures += too_fast
        print(
            "".join(f"{value:8.3f}" for value in times)
            + f"{exponent:10.2f}  {name}{'   <-- grows too fast' if too_fast else ''}",
            flush=True,
        )
    print(f"{failures} of these shapes grow faster than n^{LIMIT}.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
