"""How the time of one record grows with its source, for shapes of pages and texts that invite a second look at everything.

    python benchmarks/growth.py [--size N] [--only WORD]

Each shape is made n, 2n and 4n times as long, N characters at first, and its record is built each time. Printed are the seconds of computing and
the exponent of growth between the first and the last: 1 is in line with the size, 2 with its square. Ends with 1 when a shape grows faster than
n^LIMIT, unless all of it is done in no time.
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

#: The largest exponent that passes: noise and the logarithm of sorting are in it.
LIMIT = 1.35
#: Seconds of the longest source under which its growth says nothing.
QUICK = 0.25
PROSE = "The ferry ran for eleven years, and then one morning it did not. Nobody on the quay could say why. "

#: Pages, by what they repeat: before, the unit, behind.
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
#: Runs of one unit, and where on a page they stand.
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
    """By its name each shape: what makes a source of about so many characters, and its media type."""
    found: dict[str, tuple[Callable[[int], str], str]] = {}
    for name, (before, unit, behind) in PAGES.items():
        found[name] = (lambda n, b=before, u=unit, e=behind: _page(f"<body>{b}{u * (n // len(u))}{e}"), "text/html")  # type: ignore[misc]
    for unit in UNITS:
        for place, markup in PLACES.items():
            found[f"{unit!r} in the {place}"] = (
                lambda n, u=unit, m=markup: _page(m.format(u * (n // len(u)))),  # type: ignore[misc]
                "text/html",
            )
        found[f"{unit!r} in a text"] = (
            lambda n, u=unit: f"A ferry\n\n{PROSE}\n\n{u * (n // len(u))}\n\n{PROSE}\n",  # type: ignore[misc]
            "text/plain",
        )
    return found


def _page(middle: str) -> str:
    head, body, rest = middle.partition("<body>")
    return f"<!DOCTYPE html><html><head>{head}</head><body>{rest if body else ''}<p>{PROSE * 3}</p></body></html>"


def seconds(text: str, media_type: str) -> float:
    """The seconds of computing that one record takes; a source that is refused counts as far as it came."""
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
    slow = 0
    print(f"{'n':>8}{'2n':>8}{'4n':>8}  exponent  shape (n = {args.size:,} characters)")
    for name, (make, media_type) in shapes().items():
        if args.only not in name:
            continue
        times = [seconds(make(args.size * factor), media_type) for factor in (1, 2, 4)]
        exponent = math.log(max(times[2], 1e-4) / max(times[0], 1e-4)) / math.log(4)
        bad = exponent > LIMIT and times[2] > QUICK
        slow += bad
        print(
            "".join(f"{one:8.3f}" for one in times)
            + f"{exponent:10.2f}  {name}{'   <-- grows too fast' if bad else ''}",
            flush=True,
        )
    print(f"{slow} of these shapes grow faster than n^{LIMIT}.")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
