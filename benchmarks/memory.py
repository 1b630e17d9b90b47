"""Peak memory for one record, as a multiple of the size of its source.

    python benchmarks/memory.py [--megabytes N]... [--only WORD]

Ordinary articles (paragraphs with links), tables of short cells and plain text are made N MB long (1, 10 and 50). The record of each is
made in a process of its own, which is forked from one that has loaded all that records need. The output is the growth of that process (the
largest resident set less the one at the start) by the size of the source, and the CPU seconds. The exit code is 1 when a growth is more than
MOST times the source.
"""

from __future__ import annotations

import argparse
import sys

import growth

#: The most memory that passes, as a multiple of the source.
MOST = 25
#: The shapes of growth_shapes.toml that are measured.
ORDINARY = (
    "page: paragraphs with links",
    "page: rows of cells",
    "page: cells in one row",
    "text: wrapped paragraphs",
    "text: paragraphs",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, action="append", help="the size of the sources (repeatable)")
    parser.add_argument("--only", default="", help="shapes with this word in their name")
    args = parser.parse_args()
    growth.prepare()
    shapes = growth.shapes()
    failures = 0
    print(f"{'MB':>4}{'times the source':>18}{'CPU seconds':>13}  shape")
    for name in ORDINARY:
        if args.only not in name:
            continue
        make, media_type = shapes[name]
        for megabytes in args.megabytes or (1, 10, 50):
            source = make(megabytes * 1_000_000)
            cost = growth.cost(source, media_type)
            times = cost.memory / len(source.encode())
            failures += times > MOST
            note = f"   <-- more than {MOST}" * (times > MOST) + f"   ({cost.refusal})" * bool(cost.refusal)
            print(f"{megabytes:4}{times:18.1f}{cost.seconds:13.1f}  {name}{note}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
