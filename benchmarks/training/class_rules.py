"""Right and wrong removals of each named rule on the labelled pages: by tag, role and class token.

    python benchmarks/training/class_rules.py CORPUS_FOLDER [--sets NAME,...] [--sample N] [--jobs N] [--all]

The rules run alone, before the model (cleaning/chrome.py). A removed element is wrong where it holds runs of four words of the true text that nothing else on the page
has; it is right where it holds runs that are not in the true text. Where the truth is snippets, those that must stay and those that must go are counted.

Prints one line for each cue that took more of articles than a fiftieth of what it took at all: the rule, the name, how many pages it
acts on, on how many it takes text of the article, and both counts. `--all` prints all cues. A cue with more wrong than right runs does
more harm than good; it is to leave rules/classes.toml.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from prepare import SETS, corpus, page_names, read_draft

from archiver.cleaning.branches import indexes_of, marked
from archiver.cleaning.chrome import Cue, cue_of, remove_chrome
from archiver.cleaning.measures import Measures, Unit, is_caption
from archiver.errors import ArchiverError

_WORD = re.compile(r"\w+")
#: Words in a run.
_RUN = 4
#: A page where a cue takes fewer runs of the article lost nothing worth a line.
_FEW = 8
#: Wrong runs for each right one from which a cue is printed.
_SHOWN = 0.02

Runs = Counter[tuple[str, ...]]


class Taken(NamedTuple):
    """What one cue took from one page: runs that are not in the article, and runs of the article that nothing else has."""

    cue: Cue
    right: int
    wrong: int
    page: str


def runs_of(units: Iterable[Unit]) -> Runs:
    """The runs of words of several units."""
    runs: Runs = Counter()
    for unit in units:
        words = [word.lower() for word in _WORD.findall(unit.text)]
        runs.update(zip(*(words[i:] for i in range(_RUN)), strict=False))
    return runs


def taken_from(folder: Path, set_and_page: tuple[str, str]) -> list[Taken]:
    """What each cue took from one labelled page."""
    name, page = set_and_page
    archive, truths = corpus(folder, name)
    truth = truths[page]
    try:
        draft = read_draft(page, archive.read(f"html/{page}.html"), truth.get("url") or "")
    except ArchiverError:
        return []
    measures = Measures(draft)
    remove_chrome(draft, measures)
    gone = marked(measures, indexes_of(draft, draft.removed), ())
    taken: dict[Cue, list[Unit]] = defaultdict(list)
    left = []
    for unit in measures.units:
        if not gone[unit.index]:
            left.append(unit)
        elif not is_caption(measures, unit.index):
            index = unit.index
            while (removal := draft.removed.get(measures.elements[index])) is None:
                index = measures.parent[index]
            taken[cue_of(measures, index, removal.rule) or Cue(removal.rule, "")].append(unit)
    if "text" not in truth:
        return [Taken(cue, *_snippets(units, left, truth), page) for cue, units in taken.items()]
    words = [word.lower() for word in _WORD.findall(truth["text"])]
    article: Runs = Counter(zip(*(words[i:] for i in range(_RUN)), strict=False))
    missing = article - runs_of(left)
    result = []
    for cue, units in taken.items():
        runs = runs_of(units)
        result.append(Taken(cue, (runs - article).total(), (runs & missing).total(), page))
    return result


def _snippets(units: list[Unit], left: list[Unit], truth: dict[str, list[str]]) -> tuple[int, int]:
    """Snippets that must go and went, and snippets that must stay and went; each counts as many runs as it has."""
    removed, rest = (" ".join(unit.text for unit in part) for part in (units, left))

    def size(snippets: list[str]) -> int:
        folded = [" ".join(snippet.split()) for snippet in snippets]
        return sum(max(1, len(_WORD.findall(s)) - _RUN + 1) for s in folded if s and s in removed and s not in rest)

    return size(truth.get("without", [])), size(truth.get("with", []))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--sample", type=int, default=1, help="each so many-th page")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    pages = [(name, page) for name in args.sets.split(",") for page in page_names(args.corpus, name)][:: args.sample]
    corpus.cache_clear()  # each process opens the archives itself
    by_cue: dict[Cue, list[Taken]] = defaultdict(list)
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        for result in pool.map(partial(taken_from, args.corpus), pages, chunksize=10):
            for taken in result:
                by_cue[taken.cue].append(taken)
    print(f"{len(pages)} pages\n{'rule':16} {'name':34} pages  wrong on  right runs  wrong runs  worst pages")
    for cue, found in sorted(by_cue.items(), key=lambda item: -sum(t.wrong for t in item[1])):
        right, wrong = sum(t.right for t in found), sum(t.wrong for t in found)
        worst = sorted((t for t in found if t.wrong >= _FEW), key=lambda t: -t.wrong)
        if args.all or wrong > _SHOWN * right:
            names = " ".join(f"{t.page}:{t.wrong}" for t in worst[:4])
            print(f"{cue.rule:16} {cue.name:34} {len(found):5} {len(worst):9} {right:11} {wrong:11}  {names}")


if __name__ == "__main__":
    main()
