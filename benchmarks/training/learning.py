"""The training of rules/learned.json: regressions learn weights of words, then boosted trees learn from these and from counts, and more trees from their scores.

First, three logistic regressions learn the weights of class tokens, of words in short lines and of words in prose. Then gradient-boosted trees learn
from the features of features.py, which contain sums of these weights, and the second trees from these and from context.py, which contains scores of the first trees.
What one step learns from the step before comes from a step that did not see the site of the page; otherwise the trees would trust weights and
scores too much. scikit-learn and LightGBM are needed, which are no dependencies of Archiver.
"""

from __future__ import annotations

import hashlib
import importlib
import os
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from prepare import Page

from archiver.cleaning.body import context
from archiver.cleaning.body.features import NAMES, rows
from archiver.cleaning.body.lexicon import LINE, Lexicon, prose_features, token_features, word_features, words_of
from archiver.cleaning.body.model import chances_of, trees_of

# the trees are small, so several threads wait for each other: on a busy machine, the training takes eight times as long with them
os.environ.setdefault("OMP_NUM_THREADS", "1")
# these packages are no dependencies of the project, so type checking cannot know them
np: Any = importlib.import_module("numpy")
csr_matrix: Any = importlib.import_module("scipy.sparse").csr_matrix
lightgbm: Any = importlib.import_module("lightgbm")
LogisticRegression: Any = importlib.import_module("sklearn.linear_model").LogisticRegression

#: The min_sites sites with a feature that gets a weight.
MIN_SITES = 10
#: The weight of the labels of pages that are no articles; those of articles have 1.
OTHER_TYPES = 0.6
#: The inverse strengths of regularisation of the regressions (C in scikit-learn).
TOKEN_C, WORD_C, PROSE_C = 0.05, 0.3, 0.03
#: The min_sites sites with a word of prose that gets a weight; other words name the topics of articles.
PROSE_SITES = 40


class Shape(NamedTuple):
    """The number of trees, the most leaves of each, the learning rate, the share of features that each split may use, and the numbers of trees after
    which a unit with a certain score stops.
    """

    trees: int
    leaves: int
    rate: float
    feature_share: float
    stops: tuple[int, ...]


FIRST = Shape(100, 24, 0.1, 0.2, (12, 25, 50, 75))
SECOND = Shape(60, 16, 0.075, 0.3, (12, 30))
#: The number of folds of sites. One at a time is left out when the weights and scores for the next step are learned, and by train.py --check.
FOLDS = 5
#: The largest share of units that stop and that all trees would decide otherwise, and the scores between which the cut of a page may lie.
MOST_CHANGED = 0.0005
LOWEST_CUT, HIGHEST_CUT = -1.39, 0.41

#: Features with their counts; and by the name of a page, the bags of its labels.
Bag = tuple[tuple[str, int], ...]
Bags = dict[str, list[Any]]


def page_weight(page: Page) -> float:
    """The weight of the labels of a page."""
    return 1.0 if page.truth.get("type", "article") == "article" else OTHER_TYPES


def fold(site: str, salt: str, count: int) -> int:
    """The number of the fold of a site, 0 to count - 1. It is the same for all pages of a site and on every machine."""
    return int(hashlib.sha256((site + salt).encode()).hexdigest(), 16) % count


def token_bags(page: Page) -> list[Bag]:
    """For each label of a page, the class-token features of the block of its unit and of all ancestors, with their counts."""
    totals: dict[int, Counter[str]] = {0: Counter()}
    bags: dict[int, Bag] = {}

    def bag(index: int) -> Bag:
        if index in bags:
            return bags[index]
        chain, at = [], index
        while at not in totals:
            chain.append(at)
            at = page.parent[at]
        total = totals[at]
        for step in reversed(chain):
            total = total.copy()
            total.update(token_features(page.tags[step], page.classes[step]))
            totals[step] = total
        return bags.setdefault(index, tuple(sorted(total.items())))

    return [bag(page.units[k].index) for k, _, _ in page.labels]


def word_bags(page: Page) -> list[tuple[Bag | None, Bag | None]]:
    """For each label of a page, the word features of its unit if it is a short line, and the prose features if it is prose; else None."""
    units = [page.units[k] for k, _, _ in page.labels]
    return [
        (
            tuple((f, 1) for f in word_features(words_of(unit.text))) if unit.chars <= LINE else None,
            tuple((f, 1) for f in prose_features(words_of(unit.text))) if unit.prose else None,
        )
        for unit in units
    ]


def regress(
    data: Iterable[tuple[Page, list[Any]]], inverse_regularization: float, max_weight: float, min_sites: int = MIN_SITES
) -> tuple[dict[str, float], float]:
    """The weights of features, and the bias, by logistic regression. Features on fewer than `min_sites` sites and features with digits get no weight.

    `data` are pages with a bag for each label; `inverse_regularization` is the C of the regression; weights of labels are limited to `max_weight`.
    """
    sites: dict[str, set[str]] = {}
    rows_of: dict[tuple[str, Bag, float], float] = {}
    for page, bags in data:
        seen: set[Bag] = set()
        for bag, (_, value, weight) in zip(bags, page.labels, strict=True):
            if bag is not None:
                key = (page.name, bag, value)
                rows_of[key] = rows_of.get(key, 0.0) + min(weight, max_weight) * page_weight(page)
                if bag not in seen:
                    seen.add(bag)
                    for feature, _count in bag:
                        sites.setdefault(feature, set()).add(page.site)
    names = sorted(f for f, s in sites.items() if len(s) >= min_sites and not any(c.isdigit() for c in f))
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
    fitted = LogisticRegression(C=inverse_regularization, max_iter=200).fit(matrix, values, sample_weight=scaled)
    return dict(zip(names, map(float, fitted.coef_[0]), strict=True)), float(fitted.intercept_[0])


def learn_lexicon(training: list[Page], tokens: Bags, words: Bags) -> tuple[Any, ...]:
    """The arguments of a Lexicon: weights of tokens, weights of words and their bias, weights of words in prose and their bias."""
    token_weights, _ = regress([(p, tokens[p.name]) for p in training], TOKEN_C, 20.0)
    word_weights, bias = regress([(p, [w for w, _ in words[p.name]]) for p in training], WORD_C, 2.0)
    prose = [(p, [w for _, w in words[p.name]]) for p in training]
    prose_weights, prose_bias = regress(prose, PROSE_C, 4.0, PROSE_SITES)
    return token_weights, word_weights, bias, prose_weights, prose_bias


def page_table(page: Page, lexicon: Lexicon) -> Any:
    """The features of all units of a page."""
    return np.array(rows(page, page.units, page.headline, lexicon, page.hints))  # type: ignore[arg-type]


def context_table(page: Page, table: Any, first: dict[str, Any]) -> Any:
    """The features of context.py of all units of a page, with the scores of the trees `first`."""
    scores = trees_of(first)(table.T.tolist())
    columns = context.columns(page, page.units, scores, chances_of(scores))  # type: ignore[arg-type]
    return np.column_stack([columns[name] for name in context.NAMES])


def learn(training: list[Page], tokens: Bags, words: Bags) -> dict[str, Any]:
    """The content of learned.json, learned from these pages."""
    by_fold: dict[int, list[Page]] = {}
    for page in training:
        by_fold.setdefault(fold(page.site, "outer", FOLDS), []).append(page)
    parts = [by_fold[number] for number in sorted(by_fold)]
    tables: dict[str, Any] = {}
    for part in parts:
        unseen = {page.name for page in part}
        lexicon = Lexicon(*learn_lexicon([p for p in training if p.name not in unseen], tokens, words))
        tables |= {page.name: page_table(page, lexicon) for page in part}
    both: dict[str, Any] = {}
    for part in parts:
        unseen = {page.name for page in part}
        first = grow([p for p in training if p.name not in unseen], tables, FIRST)
        both |= {p.name: np.hstack([tables[p.name], context_table(p, tables[p.name], first)]) for p in part}
    return as_data(learn_lexicon(training, tokens, words), grow(training, tables, FIRST), grow(training, both, SECOND))


def grow(training: list[Page], tables: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Trees, learned from the labelled rows of the tables of pages, with their early stops."""
    labelled = [page for page in training if page.labels]
    table = np.vstack([tables[page.name][[k for k, _, _ in page.labels]] for page in labelled])
    values = np.array([value for page in labelled for _, value, _ in page.labels])
    weights = np.array([weight * page_weight(page) for page in labelled for _, _, weight in page.labels])
    return grow_trees(table, values, weights, shape)


def grow_trees(table: Any, values: Any, weights: Any, shape: Shape) -> dict[str, Any]:
    """Trees, learned from rows of features, their labels and the weights of these, with their early stops. The same rows give the same trees."""
    parameters = {
        "objective": "binary", "num_leaves": shape.leaves, "learning_rate": shape.rate, "feature_fraction_bynode": shape.feature_share,
        "min_data_in_leaf": 60, "lambda_l2": 1.0, "max_bin": 127, "seed": 1, "num_threads": 1, "deterministic": True, "force_row_wise": True,
        "verbose": -1,
    }  # fmt: skip
    rows_of = lightgbm.Dataset(table, values, weight=weights / np.mean(weights), params=parameters)
    grown = lightgbm.train(parameters, rows_of, shape.trees)
    trees = [tree["tree_structure"] for tree in grown.dump_model()["tree_info"]]
    # the number of the leaf of each row in each tree, and so its score after each tree
    leaves = grown.predict(table, pred_leaf=True)
    stages = np.cumsum([np.array(leaf_values(tree))[leaves[:, k]] for k, tree in enumerate(trees)], axis=0)
    return {"base": 0.0, "stops": learn_stops(list(stages), shape.stops), "trees": [node_data(tree) for tree in trees]}


def leaf_values(tree: Any) -> list[float]:
    """The values of the leaves of a tree of LightGBM, by their number."""
    values: dict[int, float] = {}
    below = [tree]
    while below:
        node = below.pop()
        if "leaf_value" in node:
            values[node.get("leaf_index", 0)] = node["leaf_value"]
        else:
            below += [node["left_child"], node["right_child"]]
    return [values[number] for number in sorted(values)]


def node_data(node: Any) -> Any:
    """A node of a tree of LightGBM with all below it, as `archiver.weighing.trees` reads it."""
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), 4)
    threshold = float(f"{node['threshold']:.5g}")
    return [int(node["split_feature"]), threshold, node_data(node["left_child"]), node_data(node["right_child"])]


def learn_stops(stages: list[Any], numbers: tuple[int, ...]) -> list[dict[str, Any]]:
    """The early stops: after each of these numbers of trees, the limits nearest to 0 beyond which the decision hardly ever changes (MOST_CHANGED), for any cut of the
    page; and the line that estimates the final score from the score at the stop.

    `stages` are the scores of all labelled units after each tree.
    """
    last = stages[-1]
    undecided = np.ones(len(last), bool)
    stops = []
    for number in numbers:
        stage = stages[number - 1]
        stop: dict[str, Any] = {"trees": number}
        decided = np.zeros(len(last), bool)
        for sign, side, line, changed in (
            (-1, "low", "below", last > LOWEST_CUT),
            (1, "high", "above", last < HIGHEST_CUT),
        ):
            stop[side], stop[line] = sign * 99.0, [1.0, 0.0]
            for limit in np.arange(0.25, 5, 0.125):
                beyond = undecided & (sign * stage > limit)
                if beyond.sum() < 100:
                    break
                if changed[beyond].mean() <= MOST_CHANGED:
                    slope, offset = np.polyfit(stage[beyond], last[beyond], 1)
                    stop[side], stop[line] = sign * float(limit), [round(float(slope), 3), round(float(offset), 3)]
                    decided |= beyond
                    break
        undecided &= ~decided
        stops.append(stop)
    return stops


def tree_data(nodes: Any, at: int = 0) -> Any:
    """A tree of scikit-learn as `archiver.weighing.trees` reads it, from its node `at` on."""
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    threshold = float(f"{node['num_threshold']:.5g}")
    return [int(node["feature_idx"]), threshold, tree_data(nodes, node["left"]), tree_data(nodes, node["right"])]


def as_data(parts: tuple[Any, ...], first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """The content of learned.json; `parts` is the result of `learn_lexicon`, `first` and `second` are trees."""

    def trimmed(weights: dict[str, float]) -> dict[str, float]:
        return {k: round(v, 2) for k, v in sorted(weights.items()) if abs(v) >= 0.03}

    return {
        "made_by": "benchmarks/training/train.py; the labels' authors are named in docs/reference/rules.md",
        "features": NAMES,
        "context": context.NAMES,
        "words_bias": round(parts[2], 3),
        "prose_bias": round(parts[4], 3),
        "tokens": trimmed(parts[0]),
        "words": trimmed(parts[1]),
        "prose": trimmed(parts[3]),
        "first": first,
        "second": second,
    }
