"""Training of rules/learned.json from the labelled pages, and cross-validation on unseen sites.

    python benchmarks/training/train.py CORPUS_FOLDER                   learn from all pages and write the file
    python benchmarks/training/train.py CORPUS_FOLDER --check [FOLDER]  cross-validate by site, do not write the file

--check learns five times, each time without a fifth of the sites, and writes each model to FOLDER (build/folds), with
the names of the pages that it did not see. `benchmarks/extraction.py --folds FOLDER` then measures every page, bytes to
Article, with the model that did not see its site.

It needs scikit-learn (not a dependency of Archiver), and takes about two minutes on two processors.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from learning import fold, learn, token_bags, word_bags
from prepare import SETS, Page, page_names, read_page

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "src" / "archiver" / "cleaning" / "rules" / "learned.json"
FOLDS = ROOT / "build" / "folds"
OUTER_FOLDS = 5


def prepared(corpus: Path, task: tuple[str, str]) -> tuple[Page, list[Any], list[Any]] | None:
    """A page with its bags. The trees of the page stay in the process that read them."""
    page = read_page(corpus, *task)
    return (page, token_bags(page), word_bags(page)) if page and page.units else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds extraction/ and score_extraction.py")
    parser.add_argument("--check", type=Path, nargs="?", const=FOLDS, metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    jobs = [(name, page) for name in SETS for page in page_names(args.corpus, name)]
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("fork")) as pool:
        results = [x for x in pool.map(partial(prepared, args.corpus), jobs, chunksize=20) if x]
    data = [page for page, _, _ in results]
    tokens, words = {p.name: t for p, t, _ in results}, {p.name: w for p, _, w in results}
    if args.check is None:
        OUTPUT.write_text(as_text(learn(data, tokens, words)), "utf-8")
        print(f"{OUTPUT}: {OUTPUT.stat().st_size // 1024} KB")
        return

    args.check.mkdir(parents=True, exist_ok=True)

    def learn_fold(part: int) -> None:
        result = learn([p for p in data if fold(p.site, "outer", OUTER_FOLDS) != part], tokens, words)
        result["unseen"] = sorted(p.name for p in data if fold(p.site, "outer", OUTER_FOLDS) == part)
        (args.check / f"fold-{part + 1}.json").write_text(as_text(result), "utf-8")
        print(f"fold {part + 1} of {OUTER_FOLDS}: {len(result['unseen'])} pages not seen", flush=True)

    context = get_context("fork")
    for first in range(0, OUTER_FOLDS, args.jobs):
        processes = [
            context.Process(target=learn_fold, args=(part,))
            for part in range(first, min(OUTER_FOLDS, first + args.jobs))
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
            if process.exitcode:
                raise SystemExit("learning failed, see above")
    print(f"now: python benchmarks/extraction.py --folds {args.check}")


def as_text(result: dict[str, Any]) -> str:
    """A model as the text of its file."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).replace('"trees":', '\n"trees":') + "\n"


if __name__ == "__main__":
    main()
