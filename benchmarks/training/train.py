"""Learn rules/learned.json from the labelled pages, and say what it is worth on sites it has not seen.

    python benchmarks/training/train.py CORPUS_FOLDER            learn from all pages and write the file
    python benchmarks/training/train.py CORPUS_FOLDER --check    cross-validate by site, write nothing

Needs scikit-learn (not a dependency of Archiver). First two logistic regressions weigh class tokens and words of
short lines; then boosted trees learn from those weights and the counts of features.py. What the trees see of a page's
weights always comes from regressions that did not see its site, else they would trust the weights too much.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prepare import SETS, Page, pages, score_texts

from archiver.cleaning.body import choose_cut
from archiver.cleaning.features import NAMES, rows
from archiver.cleaning.lexicon import Lexicon, token_features, word_features

# no dependencies of the project, so nothing that type checking could rely on
np: Any = importlib.import_module("numpy")
csr_matrix: Any = importlib.import_module("scipy.sparse").csr_matrix
HistGradientBoostingClassifier: Any = importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier
LogisticRegression: Any = importlib.import_module("sklearn.linear_model").LogisticRegression

OUTPUT = Path(__file__).parents[2] / "src" / "archiver" / "cleaning" / "rules" / "learned.json"
MIN_SITES = 10
WEIGHT = {"wcxb-articles": 1.0, "wcxb-others": 0.6, "snippets": 1.0}
TOKEN_C, WORD_C = 0.05, 0.3
TREES, LEAVES, RATE = 220, 16, 0.05
INNER, OUTER = 3, 5

Bag = tuple[tuple[str, int], ...]


def fold(site: str, salt: str, count: int) -> int:
    """The same fold for all pages of a site, on every machine."""
    return int(hashlib.sha256((site + salt).encode()).hexdigest(), 16) % count


def token_bags(page: Page) -> list[Bag]:
    """For each label, the tokens of its unit's block and all around it, counted."""
    seen: dict[int, Counter[str]] = {0: Counter()}

    def bag(index: int) -> Counter[str]:
        chain = []
        while index not in seen:
            chain.append(index)
            index = page.parent[index]
        total = seen[index]
        for step in reversed(chain):
            total = total + Counter(token_features(page.tags[step], page.classes[step]))
            seen[step] = total
        return total

    return [tuple(sorted(bag(page.units[k].index).items())) for k, _, _ in page.labels]


def word_bags(page: Page) -> list[Bag | None]:
    """For each label, the words of its unit if it is short."""
    return [
        tuple((f, 1) for f in word_features(page.units[k].text)) if page.units[k].chars <= 240 else None
        for k, _, _ in page.labels
    ]


def regress(data: Iterable[tuple[Page, list[Any]]], strength: float, cap: float) -> tuple[dict[str, float], float]:
    """Weights of the bags' features by logistic regression; features of few sites and with digits stay out."""
    sites: dict[str, set[str]] = {}
    rows_of: dict[tuple[str, Bag, float], float] = {}
    for page, bags in data:
        for bag, (_, value, weight) in zip(bags, page.labels, strict=True):
            if bag is not None:
                key = (page.name, bag, value)
                rows_of[key] = rows_of.get(key, 0.0) + min(weight, cap) * WEIGHT[page.set]
                for feature, _count in bag:
                    sites.setdefault(feature, set()).add(page.site)
    names = sorted(f for f, s in sites.items() if len(s) >= MIN_SITES and not any(c.isdigit() for c in f))
    column = {name: k for k, name in enumerate(names)}
    row_index, columns, counts, values, weights = [], [], [], [], []
    for number, ((_, bag, value), weight) in enumerate(rows_of.items()):
        for feature, count in bag:
            if feature in column:
                row_index.append(number)
                columns.append(column[feature])
                counts.append(min(count, 3))
        values.append(value)
        weights.append(weight)
    matrix = csr_matrix((counts, (row_index, columns)), shape=(len(values), len(names)), dtype=float)
    scaled = np.array(weights) * len(weights) / sum(weights)
    fitted = LogisticRegression(C=strength, max_iter=200).fit(matrix, values, sample_weight=scaled)
    return dict(zip(names, map(float, fitted.coef_[0]), strict=True)), float(fitted.intercept_[0])


def learn_lexicon(training: list[Page], tokens: dict[str, list[Any]], words: dict[str, list[Any]]) -> tuple[Any, ...]:
    token_weights, _ = regress([(p, tokens[p.name]) for p in training], TOKEN_C, 20.0)
    word_weights, bias = regress([(p, words[p.name]) for p in training], WORD_C, 2.0)
    return token_weights, word_weights, bias


def page_rows(page: Page, lexicon: Lexicon) -> list[list[float]]:
    return rows(page, page.units, page.headline, lexicon)  # type: ignore[arg-type]


def learn(training: list[Page], tokens: dict[str, list[Any]], words: dict[str, list[Any]]) -> tuple[Any, Any]:
    """(lexicon parts, trees) from these pages."""
    x: list[list[float]] = []
    y: list[float] = []
    w: list[float] = []
    for part in range(INNER):
        others = [p for p in training if fold(p.site, "inner", INNER) != part]
        lexicon = Lexicon(*learn_lexicon(others, tokens, words))
        for page in training:
            if fold(page.site, "inner", INNER) == part and page.labels:
                table = page_rows(page, lexicon)
                for k, value, weight in page.labels:
                    x.append(table[k])
                    y.append(value)
                    w.append(weight * WEIGHT[page.set])
    trees = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=60, l2_regularization=1.0,
        early_stopping=False, random_state=1,
    ).fit(np.array(x), np.array(y), sample_weight=np.array(w) / np.mean(w))  # fmt: skip
    return learn_lexicon(training, tokens, words), trees


def as_data(parts: tuple[Any, ...], trees: Any) -> dict[str, Any]:
    """What learned.json holds."""

    def tree(nodes: Any, at: int = 0) -> Any:
        node = nodes[at]
        if node["is_leaf"]:
            return round(float(node["value"]), 4)
        threshold = float(f"{node['num_threshold']:.5g}")
        return [int(node["feature_idx"]), threshold, tree(nodes, node["left"]), tree(nodes, node["right"])]

    def trimmed(weights: dict[str, float]) -> dict[str, float]:
        return {k: round(v, 2) for k, v in sorted(weights.items()) if abs(v) >= 0.03}

    return {
        "made_by": "benchmarks/training/train.py; the labels' authors are named in docs/rules.md",
        "features": NAMES,
        "words_bias": round(parts[2], 3),
        "base": round(float(trees._baseline_prediction.ravel()[0]), 4),
        "tokens": trimmed(parts[0]),
        "words": trimmed(parts[1]),
        "trees": [tree(step[0].nodes) for step in trees._predictors],
    }


def check(data: list[Page], tokens: dict[str, list[Any]], words: dict[str, list[Any]]) -> None:
    """Print what the model reaches on sites that it did not learn from."""
    texts: dict[str, str] = {}
    for part in range(OUTER):
        parts, trees = learn([p for p in data if fold(p.site, "outer", OUTER) != part], tokens, words)
        lexicon = Lexicon(*parts)
        for page in data:
            if fold(page.site, "outer", OUTER) == part:
                table = page_rows(page, lexicon)
                chances = trees.predict_proba(np.array(table))[:, 1].tolist() if table else []
                cut = choose_cut(page.units, chances)
                texts[page.name] = "\n".join(u.text for u, p in zip(page.units, chances, strict=True) if p >= cut)
        print(f"fold {part + 1} of {OUTER} done", file=sys.stderr)
    for name in SETS:
        truth = {p.name: p.truth for p in data if p.set == name}
        print(name, json.dumps(score_texts(truth, texts)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds extraction/ and score_extraction.py")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    data = [page for page in pages(args.corpus) if page.units]
    tokens = {p.name: token_bags(p) for p in data}
    words = {p.name: word_bags(p) for p in data}
    if args.check:
        check(data, tokens, words)
        return
    result = as_data(*learn(data, tokens, words))
    OUTPUT.write_text(
        json.dumps(result, ensure_ascii=False, separators=(",", ":")).replace('"trees":', '\n"trees":') + "\n"
    )
    print(f"{OUTPUT}: {OUTPUT.stat().st_size // 1024} KB, {len(result['tokens'])} tokens, {len(result['words'])} words")


if __name__ == "__main__":
    main()
