"""Train rules/learned.json on the labelled pages, or cross-validate the training on sites that the model has not seen.

    python benchmarks/training/train.py CORPUS_FOLDER                   learn from all pages and write the file
    python benchmarks/training/train.py CORPUS_FOLDER --check [FOLDER]  cross-validate by site, and write no such file

--check trains five models, each without a fifth of the sites, and writes each of them with the names of the pages that it
did not see to FOLDER (build/folds). `benchmarks/extraction.py --folds FOLDER` then measures each page, from bytes to
Article, with the model that did not see its site. scikit-learn and LightGBM are needed, which are no dependencies of Archiver. The training
takes about six minutes of one processor, and each model of --check nearly as long. Who learns new weights also learns
copied.json (lines.py) again, and reads the limits of `body/corrections/column.py` again: both use the weights of words.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from learning import FOLDS, fold, learn, token_bags, word_bags
from prepare import SETS, Page, corpus, page_names, read_page

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "src" / "archiver" / "cleaning" / "rules" / "learned.json"
CHECKED = ROOT / "build" / "folds"


def prepared(corpus: Path, set_and_page: tuple[str, str]) -> tuple[Page, list[Any], list[Any]] | None:
    """A page with its token bags and word bags; None for a page without units. The tree of the page stays in the process that read it."""
    page = read_page(corpus, *set_and_page)
    return (page, token_bags(page), word_bags(page)) if page and page.units else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds extraction/ and score_extraction.py")
    parser.add_argument("--check", type=Path, nargs="?", const=CHECKED, metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    pages = [(name, page) for name in SETS for page in page_names(args.corpus, name)]
    corpus.cache_clear()  # each process opens the archives itself
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("fork")) as pool:
        prepared_pages = [page for page in pool.map(partial(prepared, args.corpus), pages, chunksize=20) if page]
    data = [page for page, _, _ in prepared_pages]
    tokens, words = {p.name: t for p, t, _ in prepared_pages}, {p.name: w for p, _, w in prepared_pages}
    if args.check is None:
        OUTPUT.write_text(as_text(learn(data, tokens, words)), "utf-8")
        print(f"{OUTPUT}: {OUTPUT.stat().st_size // 1024} KB")
        return

    args.check.mkdir(parents=True, exist_ok=True)

    def train_fold(part: int) -> None:
        result = learn([p for p in data if fold(p.site, "outer", FOLDS) != part], tokens, words)
        result["unseen"] = sorted(p.name for p in data if fold(p.site, "outer", FOLDS) == part)
        (args.check / f"fold-{part + 1}.json").write_text(as_text(result), "utf-8")
        print(f"fold {part + 1} of {FOLDS}: {len(result['unseen'])} pages not seen", flush=True)

    context = get_context("fork")
    for first in range(0, FOLDS, args.jobs):
        processes = [
            context.Process(target=train_fold, args=(part,)) for part in range(first, min(FOLDS, first + args.jobs))
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
            if process.exitcode:
                raise SystemExit("learning failed, see above")
    print(f"now: python benchmarks/extraction.py --folds {args.check}")


def as_text(result: dict[str, Any]) -> str:
    """The text of the file of a model."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).replace('"trees":', '\n"trees":') + "\n"


if __name__ == "__main__":
    main()
