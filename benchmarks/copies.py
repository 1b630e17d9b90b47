"""Quality on pages that were copied out of a browser: body, title, authors and date, scored by the corpus's own scorer.

    python benchmarks/copies.py [CORPUS_FOLDER] [--sample N] [--save FILE] [--folds FOLDER]

`main` are copies from the column of the headline, `all` are copies of everything on the page. Archiver's weights for copied
lines and for titles were learned from these copies. For an honest figure use --folds with a folder in which
`benchmarks/training/titles.py CORPUS --check FOLDER/title-folds` and `lines.py CORPUS --check FOLDER/line-folds` have made
models: then each copy is read with those that did not see its site.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

from archiver import pipeline
from archiver.cleaning.copied import finder
from archiver.cleaning.copied.model import LineModel
from archiver.errors import ArchiverError
from archiver.metadata.sources.plain import titles as plain_titles
from archiver.metadata.sources.plain.titles.weights import Weights
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SET = "copies/copies-dev.zip"


def copies(corpus: Path, sample: int = 0) -> list[str]:
    """The names of the copies, or of about `sample` of them at even distances."""
    with zipfile.ZipFile(corpus / SET) as archive:
        names = sorted(name[5:-4] for name in archive.namelist() if name.startswith("text/"))
    return names[:: max(1, len(names) // sample)] if sample else names


@cache
def unseen(folder: Path, model: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """By the name of a copy, the model that did not see its site. `model` makes one of the content of a file."""
    models: dict[str, Any] = {}
    for path in sorted(folder.glob("fold-*.json")):
        data = json.loads(path.read_text("utf-8"))
        models |= dict.fromkeys(data["unseen"], model(data))
    return models


def prediction(corpus: Path, folds: Path | None, name: str) -> tuple[str, dict[str, Any]]:
    """What the whole product reads out of a copy: the body without captions and markers, title, authors, day."""
    if folds is not None:
        learned, weights = (
            unseen(folds / "line-folds", LineModel)[name],
            unseen(folds / "title-folds", Weights)[name.partition("~")[0]],
        )
        finder.line_model = lambda: learned  # type: ignore[attr-defined,assignment]
        plain_titles.weights = lambda: weights  # type: ignore[attr-defined,assignment]
    with zipfile.ZipFile(corpus / SET) as archive:
        data = archive.read(f"text/{name}.txt")
    source = Source(name=f"{name}.txt", data=data, stem=name)
    try:
        article = pipeline.build(source, media_type="text/plain", force=True)
    except ArchiverError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return name, {"text": "", "title": "", "authors": [], "date": ""}
    return name, {
        "text": article.text(markers=False, captions=False),
        "title": article.title,
        "authors": [author.name for author in article.authors],
        "date": article.published[:10],
        "unaccounted": sum(finding.code == "A001" for finding in article.findings),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--save", type=Path, help="a file for the predictions (JSON)")
    parser.add_argument("--folds", type=Path, help="models that did not see the site of a copy")
    args = parser.parse_args()
    names = copies(args.corpus, args.sample)
    with ProcessPoolExecutor(2) as pool:
        predictions = dict(pool.map(partial(prediction, args.corpus, args.folds), names, chunksize=8))
    if args.save:
        args.save.write_text(json.dumps(predictions, ensure_ascii=False), "utf-8")
    sys.path.append(str(args.corpus))
    scorer = importlib.import_module("score_copies")
    with zipfile.ZipFile(args.corpus / SET) as archive:
        truth = json.loads(archive.read("truth.json"))
    for variant in ("main", "all"):
        print(variant, scorer.score(truth, predictions, variant))
    print("copies with words that are not accounted for:", sum(p.get("unaccounted", 0) for p in predictions.values()))


if __name__ == "__main__":
    main()
