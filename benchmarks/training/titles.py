"""Train the weights of titles of plain texts on the copied pages, or cross-validate the training on sites that they have not seen.

    python benchmarks/training/titles.py CORPUS_FOLDER                   learn from all copies and write titles.json
    python benchmarks/training/titles.py CORPUS_FOLDER --check [FOLDER]  cross-validate by site; write only the five models, to FOLDER

The texts are the copies themselves, and essays made of the pages' true texts: with the title above, with a byline or a date
below it, with hard-wrapped lines, and without a title. From the copies alone, the weights would say that a title has a menu
before it. And each text that holds its title is learned from once more as if none of its words came again anywhere, because
not every title is made of the words of its article.

Trees and a logistic regression learn from the same table, and the score is the weighted mean of both: the trees are better on
texts like those learned from, the regression on others. scikit-learn is needed, which is no dependency of Archiver. The
training takes about two minutes on two processors.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import re
import textwrap
import unicodedata
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from learning import LogisticRegression, fold, np, tree_data
from prepare import site

from archiver.draft import Draft
from archiver.metadata.candidates import Candidates
from archiver.metadata.fields.language import resolve_language
from archiver.metadata.sources.plain.titles.features import NAMES, columns
from archiver.metadata.sources.plain.titles.lines import lines_of
from archiver.notes import claim_notes
from archiver.readers import plain
from archiver.source import Source

HistGradientBoostingClassifier: Any = importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "src" / "archiver" / "metadata" / "sources" / "plain" / "titles" / "titles.json"
FOLDS = ROOT / "build" / "title-folds"
SET = "copies/copies-dev.zip"
COPIES = ("main", "all")
ESSAYS = ("title", "byline", "date", "wrapped", "none", "none")
OUTER_FOLDS = 5
#: The number of trees, the most leaves of each, the learning rate, and the share of features that each split may use.
TREES, LEAVES, RATE, FEATURE_SHARE = 160, 8, 0.08, 0.2
#: The inverse strength of regularisation of the regression (C in scikit-learn), and its share in the score beside the trees.
LINE_C, LINE_SHARE = 0.1, 0.35
#: The weight of a title among the lines of its text, the most that all other lines weigh together, and the weight of essays.
TITLE_WEIGHT, OTHERS_WEIGHT, ESSAY_WEIGHT = 4.0, 60.0, 0.5
#: The features that say where words come again, and the weight of a text without them.
REPETITION = (
    "in_stretch", "matched", "use", "in_next", "rare", "use_to_best", "matched_to_best", "in_stretch_to_best",
)  # fmt: skip
WITHOUT_REPETITION = 0.2
#: A line with a lower score is no title; a line with at least the second score was nearly always the title.
LEAST, SURE = -0.2, 2.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text for training: the features of each line that may be the title, and whether it is. `held` is true if the text
    holds its title.
    """

    name: str
    kind: str
    site: str
    held: bool
    rows: list[tuple[float, ...]]
    right: list[bool]


@cache
def truths(corpus: Path) -> dict[str, Any]:
    """The truths by the name of a page."""
    with zipfile.ZipFile(corpus / SET) as archive:
        result: dict[str, Any] = json.loads(archive.read("truth.json"))
    return result


def texts_of(corpus: Path) -> list[tuple[str, str]]:
    """The texts, as (page, kind): all copies, and two kinds of essay for each page."""
    result = []
    for page, truth in sorted(truths(corpus).items()):
        number = fold(page, "essay", len(ESSAYS))
        result += [(page, kind) for kind in COPIES if kind in truth["held"]]
        result += [(page, ESSAYS[number]), (page, ESSAYS[(number + 3) % len(ESSAYS)])]
    return result


def key(text: str) -> str:
    """The letters and digits of a text, as the corpus's scorer compares titles."""
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def essay(truth: dict[str, Any], kind: str) -> str:
    """The true text of a page below its title; "" if the true text has the title in it."""
    keys = {key(title) for title in truth["titles"]}
    paragraphs = [paragraph for paragraph in truth["text"].split("\n") if paragraph.strip()]
    while paragraphs and key(paragraphs[0]) in keys:
        paragraphs.pop(0)
    if not paragraphs or any(key(paragraph) in keys for paragraph in paragraphs):
        return ""
    if kind == "wrapped":
        paragraphs = [textwrap.fill(paragraph, 72) for paragraph in paragraphs]
    head = [] if kind == "none" else [truth["titles"][-1]]
    if kind == "byline" and truth["authors"]:
        head.append(f"By {', '.join(truth['authors'])}")
    if kind == "date" and truth["date"]:
        head.append(truth["date"])
    return "\n\n".join([*head, *paragraphs])


def prepared(corpus: Path, page_and_kind: tuple[str, str]) -> Text | None:
    """A text, ready for training; None if it has no line that may be a title."""
    page, kind = page_and_kind
    truth = truths(corpus)[page]
    if kind in COPIES:
        with zipfile.ZipFile(corpus / SET) as archive:
            data = archive.read(f"text/{page}~{kind}.txt")
    else:
        data = essay(truth, kind).encode()
    draft = Draft(plain.read(Source(name=f"{page}.txt", data=data, stem=page)))
    claim_notes(draft)
    language, _ = resolve_language(draft, Candidates())
    lines = lines_of(draft, language)
    candidates = [k for k, line in enumerate(lines) if line.candidate]
    if not candidates:
        return None
    table = columns(draft, lines)
    keys = {key(title) for title in truth["titles"]}
    return Text(
        page, kind, site(truth["url"], page), truth["held"][kind]["title"] if kind in COPIES else kind != "none",
        [tuple(table[name][k] for name in NAMES) for k in candidates], [key(lines[k].text) in keys for k in candidates],
    )  # fmt: skip


def line_weights(text: Text) -> Any:
    """The weights of the lines of a text."""
    right = np.array(text.right)
    others = min(1.0, OTHERS_WEIGHT / max(1, int((~right).sum())))
    result = np.where(right, TITLE_WEIGHT / max(1, int(right.sum())), others)
    return result * (1.0 if text.kind in COPIES else ESSAY_WEIGHT)


def without_repetition(text: Text) -> list[tuple[float, ...]]:
    """The features of the lines of a text as if no word came again."""
    return [tuple(0.0 if name in REPETITION else v for name, v in zip(NAMES, row, strict=True)) for row in text.rows]


def learn(training: list[Text]) -> dict[str, Any]:
    """The content of titles.json, learned from these texts."""
    held = [text for text in training if text.held]
    rows = np.array(
        [row for text in training for row in text.rows] + [row for t in held for row in without_repetition(t)]
    )
    right = np.array([value for text in (*training, *held) for value in text.right])
    weights = np.concatenate(
        [*map(line_weights, training), *(line_weights(text) * WITHOUT_REPETITION for text in held)]
    )
    trees = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=40, l2_regularization=1.0, max_features=FEATURE_SHARE,
        early_stopping=False, random_state=1,
    ).fit(rows, right, sample_weight=weights)  # fmt: skip
    middle, width = rows.mean(axis=0), rows.std(axis=0)
    width[width == 0] = 1.0
    line = LogisticRegression(C=LINE_C, max_iter=150).fit((rows - middle) / width, right, sample_weight=weights)
    slopes = line.coef_[0] / width
    return {
        "made_by": "benchmarks/training/titles.py",
        "features": NAMES,
        "least": LEAST,
        "sure": SURE,
        "line_share": LINE_SHARE,
        "line_base": round(float(line.intercept_[0] - slopes @ middle), 4),
        "line": [float(f"{slope:.4g}") for slope in slopes],
        "base": round(float(trees._baseline_prediction.ravel()[0]), 4),
        "trees": [tree_data(step[0].nodes) for step in trees._predictors],
    }


def as_text(result: dict[str, Any]) -> str:
    """The text of titles.json."""
    return json.dumps(result, separators=(",", ":")).replace('"trees":', '\n"trees":') + "\n"


def said(result: dict[str, Any], text: Text) -> tuple[str, float]:
    """What a model says of a text: "right", "wrong" or "none", and the score of its best line."""
    from archiver.metadata.sources.plain.titles.weights import Weights

    data = [[row[k] for row in text.rows] for k in range(len(NAMES))]
    scores = Weights(result).scores(dict(zip(NAMES, data, strict=True)), range(len(text.rows)))
    best = max(range(len(scores)), key=lambda k: scores[k])
    return "none" if scores[best] < LEAST else "right" if text.right[best] else "wrong", scores[best]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds copies/")
    parser.add_argument("--check", type=Path, nargs="?", const=FOLDS, metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("fork")) as pool:
        texts = [t for t in pool.map(partial(prepared, args.corpus), texts_of(args.corpus), chunksize=16) if t]
    if args.check is None:
        OUTPUT.write_text(as_text(learn(texts)), "utf-8")
        print(
            f"{OUTPUT}: {OUTPUT.stat().st_size // 1024} KB, sha256 {hashlib.sha256(OUTPUT.read_bytes()).hexdigest()[:12]}"
        )
        return
    args.check.mkdir(parents=True, exist_ok=True)
    answers: list[tuple[Text, str, float]] = []
    for part in range(OUTER_FOLDS):
        unseen = [text for text in texts if fold(text.site, "outer", OUTER_FOLDS) == part]
        result = learn([text for text in texts if fold(text.site, "outer", OUTER_FOLDS) != part])
        answers += [(text, *said(result, text)) for text in unseen]
        result["unseen"] = sorted({text.name for text in unseen})
        (args.check / f"fold-{part + 1}.json").write_text(as_text(result), "utf-8")
    for kind in (*COPIES, *sorted(set(ESSAYS))):
        of_kind = [(text, answer) for text, answer, _ in answers if text.kind == kind]
        held = [answer for text, answer in of_kind if text.held]
        shares = ", ".join(f"{word} {held.count(word) / max(1, len(held)):.3f}" for word in ("right", "wrong", "none"))
        without = [answer for text, answer in of_kind if not text.held]
        print(
            f"{kind:8} {len(held):4} with a title: {shares}; {len(without):3} without: {len(without) - without.count('none')} get one"
        )
    for least in (SURE, 0.0, LEAST):
        above = [answer for text, answer, score in answers if text.kind in COPIES and text.held and score >= least]
        print(
            f"copies with a score of at least {least}: {len(above)}, right {above.count('right') / max(1, len(above)):.3f}"
        )


if __name__ == "__main__":
    main()
