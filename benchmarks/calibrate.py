"""Count on how many labelled pages the title of each rule is right, and write metadata/calibration.json.

    python benchmarks/calibrate.py CORPUS.zip[=PAGES.zip]... [--write]

A rule that was seen on few pages gets a share between its own and that of all rules of its level. The reliability table states for
each page the share counted on the pages of other sites. The certainties of dates are counted by benchmarks/training/dates.py.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from facts import all_answers, grade_title, labels_of

OUTPUT = Path(__file__).parents[1] / "src" / "archiver" / "metadata" / "calibration.json"
FOLDS = 5
#: How many pages the share of a level counts as much as, beside the pages of a rule.
PRIOR_PAGES = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """A page with a labelled title: its site, the rule and level of our title, and whether that is right."""

    site: str
    rule: str
    level: str
    right: bool


def seen_pages(corpora: Iterable[str], jobs: int) -> list[Seen]:
    """The pages of some sets with a labelled title for which Archiver gives one."""
    result = []
    for corpus in corpora:
        pages, labels = labels_of(corpus)
        titled = {name: of for name, of in labels.items() if of.get("title")}
        for name, answer in all_answers(pages, titled, True, False, jobs).items():
            evidence: list[Any] = next((e for e in answer.get("evidence", ()) if e[0] == "title"), [])
            if evidence:
                site = urlsplit(titled[name].get("url") or name).hostname or name
                right = grade_title(titled[name]["title"], answer["title"]) == "right"
                result.append(Seen(site, evidence[1], evidence[5], right))
    return result


def count(pages: list[Seen]) -> dict[str, float]:
    """The share right by rule and level."""
    of_level: dict[str, Counter[bool]] = {}
    of_rule: dict[str, Counter[bool]] = {}
    for page in pages:
        of_level.setdefault(page.level, Counter())[page.right] += 1
        of_rule.setdefault(f"{page.rule} {page.level}", Counter())[page.right] += 1
    shares = {}
    for name, counts in sorted(of_rule.items()):
        level = of_level[name.rpartition(" ")[2]]
        prior = level[True] / level.total()
        shares[name] = round((counts[True] + PRIOR_PAGES * prior) / (counts.total() + PRIOR_PAGES), 3)
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--write", action="store_true", help="write metadata/calibration.json")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    pages = seen_pages(args.corpora, args.jobs)
    stated: dict[str, list[tuple[float, bool]]] = {}
    for fold in range(FOLDS):
        apart = [p for p in pages if int(sha256(p.site.encode()).hexdigest(), 16) % FOLDS == fold]
        shares = count([p for p in pages if p not in set(apart)])
        for page in apart:
            name = f"{page.rule} {page.level}"
            if name in shares:
                stated.setdefault(name, []).append((shares[name], page.right))
    for name, said in sorted(stated.items()):
        mean, right = sum(s for s, _ in said) / len(said), sum(ok for _, ok in said) / len(said)
        print(f"{name:24} stated {mean:.3f} right {right:.3f} of {len(said)}")
    if args.write:
        OUTPUT.write_text(json.dumps({"title": count(pages)}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
