"""Train rules/copied.json on labelled copies of pages, or cross-validate the training on sites that the model has not seen.

    python benchmarks/training/lines.py CORPUS_FOLDER                   learn from all copies and write the file
    python benchmarks/training/lines.py CORPUS_FOLDER --check [FOLDER]  cross-validate by site, and write no such file

--check trains five models, each without a fifth of the sites, and writes each of them with the names of the copies that it
did not see to FOLDER (build/line-folds). `benchmarks/copies.py --folds FOLDER` then measures each copy, from bytes to
Article, with the model that did not see its site. scikit-learn and LightGBM are needed, which are no dependencies of Archiver.

Two kinds of texts are learned from: the copies, whose lines are labelled by alignment with the true text of their page; and
that true text itself, where every line is body: a text without page chrome must stay whole.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from labels import label
from learning import Shape, fold, grow_trees, np
from prepare import site

from archiver import metadata, notes, readers
from archiver.cleaning.body.model import model
from archiver.cleaning.copied.features import NAMES, rows
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.metadata.sources.plain import titles as plain_titles
from archiver.metadata.sources.plain.titles.weights import Weights
from archiver.source import Source

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "src" / "archiver" / "cleaning" / "rules" / "copied.json"
FOLDS = ROOT / "build" / "line-folds"
OUTER_FOLDS = 5
SHAPE = Shape(180, 24, 0.075, 0.3, (12, 25, 50, 75, 100))
#: The weight of a text without page chrome.
CLEAN_WEIGHT = 0.15


@dataclass(frozen=True)
class Copy:
    """A labelled copy: its name, its site, the features of its lines, and its labels as `labels.label` gives them."""

    name: str
    site: str
    rows: list[tuple[float, ...]]
    labels: list[tuple[int, float, float]]


@cache
def corpus(folder: Path) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The archive of the copies, and the truths by the name of a page."""
    archive = zipfile.ZipFile(folder / "copies" / "copies-dev.zip")
    return archive, json.loads(archive.read("truth.json"))


@cache
def title_models(folder: Path) -> dict[str, Weights]:
    """By the name of a page, the weights of titles that did not see its site."""
    models: dict[str, Weights] = {}
    for path in sorted(folder.glob("fold-*.json")):
        data = json.loads(path.read_text("utf-8"))
        models |= dict.fromkeys((name.partition("~")[0] for name in data["unseen"]), Weights(data))
    return models


def read_copy(folder: Path, titles: Path, name: str) -> Copy:
    """A copy, or with the variant "clean" the true text of a page under its title. Its title is found with weights of
    `titles` that did not see its site; else the trees would trust the title too much.
    """
    archive, truths = corpus(folder)
    page, _, variant = name.rpartition("~")
    truth = truths[page]
    clean = variant == "clean"
    weights = title_models(titles)[page]
    plain_titles.weights = lambda: weights  # type: ignore[attr-defined,assignment]
    title = truth["titles"][0] if truth["titles"] else ""
    data = f"{title}\n\n{truth['text']}\n".encode() if clean else archive.read(f"text/{name}.txt")
    draft = Draft(readers.read(Source(name=f"{name}.txt", data=data, stem=name), "text/plain"))
    notes.claim_notes(draft)
    metadata.gather_metadata(draft)
    measures = Measures(draft)
    units = [unit for unit in measures.units if measures.elements[unit.index] not in draft.moved]
    labels = label(units, truth)
    if clean:
        labels = [(k, 1.0, weight * CLEAN_WEIGHT) for k, value, weight in labels if value or len(units[k].text) > 40]
    return Copy(name, site(truth.get("url", ""), page), rows(draft, measures, units, model().lexicon), labels)


def learn(copies: list[Copy]) -> dict[str, Any]:
    """The content of copied.json, learned from these copies."""
    labelled = [(copy.rows[k], value, weight) for copy in copies for k, value, weight in copy.labels]
    table = np.array([row for row, _, _ in labelled], dtype=np.float32)
    weights = np.array([weight for _, _, weight in labelled])
    trees = grow_trees(table, np.array([value for _, value, _ in labelled]), weights, SHAPE)
    return {
        "made_by": "benchmarks/training/lines.py; the labels' authors are named in docs/reference/rules.md",
        "features": NAMES,
        **trees,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds copies/")
    parser.add_argument("--check", type=Path, nargs="?", const=FOLDS, metavar="FOLDER")
    parser.add_argument(
        "--titles", type=Path, default=ROOT / "build" / "title-folds", help="what titles.py --check has made"
    )
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    archive, truths = corpus(args.corpus)
    names = sorted(name[5:-4] for name in archive.namelist() if name.startswith("text/"))
    names += [f"{page}~clean" for page in sorted(truths)]
    corpus.cache_clear()  # each process opens the archive itself
    with ProcessPoolExecutor(args.jobs) as pool:
        copies = [
            copy for copy in pool.map(partial(read_copy, args.corpus, args.titles), names, chunksize=8) if copy.rows
        ]
    if args.check is None:
        OUTPUT.write_text(as_text(learn(copies)), "utf-8")
        print(f"{OUTPUT}: {OUTPUT.stat().st_size // 1024} KB")
        return
    args.check.mkdir(parents=True, exist_ok=True)
    for part in range(OUTER_FOLDS):
        result = learn([copy for copy in copies if fold(copy.site, "outer", OUTER_FOLDS) != part])
        result["unseen"] = [copy.name for copy in copies if fold(copy.site, "outer", OUTER_FOLDS) == part]
        (args.check / f"fold-{part + 1}.json").write_text(as_text(result), "utf-8")
        print(f"fold {part + 1} of {OUTER_FOLDS}: {len(result['unseen'])} copies not seen", flush=True)
    print(f"now: python benchmarks/copies.py --folds {args.check}")


def as_text(result: dict[str, Any]) -> str:
    """The text of the file of a model."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).replace('"trees":', '\n"trees":') + "\n"


if __name__ == "__main__":
    main()
