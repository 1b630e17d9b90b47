"""Train rules/line_roles.json: which lines of a copied page are captions, headings or items of a list.

    python benchmarks/training/line_roles.py CORPUS_FOLDER             learn from all copies and write the file
    python benchmarks/training/line_roles.py CORPUS_FOLDER --check     cross-validate by site, and print precision and recall

The markup of the page from which a copy was made says what its lines are: each line is looked up among the texts of the
elements of the page. A caption must be missing in the true text of the page, too. A line that the markup calls otherwise
than the words of the line do (bold paragraphs, definitions) teaches nothing. scikit-learn is needed, which is no dependency
of Archiver.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from labels import label
from learning import fold, np, tree_data
from lxml import html
from lxml.etree import _Element as Element
from prepare import site

from archiver import cleaning, metadata, notes, readers
from archiver.cleaning.block_roles import inside_body
from archiver.cleaning.line_roles.features import NAMES, near_body, rows
from archiver.cleaning.line_roles.model import ROLES
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.source import Source

# no dependency of the project, so type checking cannot know it
HistGradientBoostingClassifier: Any = importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "src" / "archiver" / "cleaning" / "rules" / "line_roles.json"
FOLDS = 5
#: The archives in which the pages of the copies are.
PAGES = {"fundus": "metadata/fundus.zip", "newspaper4k-dataset": "metadata/newspaper4k-dataset.zip", "wcxb-articles": "extraction/wcxb-articles.zip"}  # fmt: skip
TREES, LEAVES, RATE, FEATURE_SHARE = 60, 12, 0.12, 0.4
#: The most characters of an element that is looked up.
LONGEST = 4000
_CAPTION = re.compile(r"caption|credit|legend|bildunter|copyright")
_PULL_QUOTE = re.compile(r"pull-?quote")
#: What a line is, if its text stands in elements of several kinds: the first of these.
ORDER = ["caption", "pull-quote", "quote", "heading", "bold", "code", "cell", "item", "definition"]
_KINDS = {"blockquote": "quote", "pre": "code", "td": "cell", "th": "cell", "li": "item", "dt": "definition", "dd": "definition"}  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Copy:
    """The lines of the body of a copy: its name, its site, and for each line its features, its kind in the markup, and whether the true text has it."""

    name: str
    site: str
    lines: list[tuple[tuple[float, ...], str, bool, str]]


def key(text: str) -> str:
    """The words of a text, for comparison."""
    return " ".join(_WORD.findall(text.casefold()))


def kinds_of(data: bytes) -> dict[str, str]:
    """What the markup of a page calls each text: by the words of the text, one of ORDER."""
    found: dict[str, set[str]] = {}
    try:
        root = html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except ValueError:
        return {}
    for element in list(root.iter("script", "style", "template")):
        element.drop_tree()
    for element in root.iter():
        if isinstance(element.tag, str) and (kind := _kind(element)):
            text = element.text_content()
            if len(text) <= LONGEST:
                for part in (text, *(e.text_content() for e in element.iter("p", "div", "span", "li") if e is not element)):  # fmt: skip
                    found.setdefault(key(part), set()).add(kind)
    return {words: min(kinds, key=ORDER.index) for words, kinds in found.items()}


def _kind(element: Element) -> str | None:
    tag, classes = str(element.tag), (element.get("class") or "").lower()
    if tag in ("aside", "blockquote", "div", "figure", "p") and _PULL_QUOTE.search(classes):
        return "pull-quote"
    if tag == "figcaption" or (tag in ("div", "em", "p", "small", "span") and _CAPTION.search(classes)):
        return "caption"
    if re.fullmatch("h[1-6]", tag):
        return "heading"
    if tag in ("p", "div") and len(element) and len(text := key(_text(element))) < 200:
        bold = " ".join(_text(e) for e in element.iter("b", "strong"))
        return "bold" if text and key(bold) == text else None
    return _KINDS.get(tag)


def _text(element: Element) -> str:
    return "".join(element.itertext())


@cache
def corpus(folder: Path) -> tuple[zipfile.ZipFile, dict[str, Any], dict[str, zipfile.ZipFile]]:
    """The archive of the copies, the truths by the name of a page, and the archives of the pages."""
    archive = zipfile.ZipFile(folder / "copies" / "copies-dev.zip")
    pages = {name: zipfile.ZipFile(folder / path) for name, path in PAGES.items()}
    return archive, json.loads(archive.read("truth.json")), pages


def read_copy(folder: Path, name: str) -> Copy:
    """The labelled lines of the body of a copy, as Archiver finds it."""
    archive, truths, pages = corpus(folder)
    page = name.rpartition("~")[0]
    source = next(s for s in PAGES if page.startswith(f"{s}-"))
    kinds = kinds_of(pages[source].read(f"html/{page[len(source) + 1 :]}.html"))
    draft = Draft(readers.read(Source(name=name, data=archive.read(f"text/{name}.txt"), stem=name), "text/plain"))
    notes.claim_notes(draft)
    metadata.gather_metadata(draft)
    measures = Measures(draft)
    cleaning.find_article(draft, measures)
    inside = inside_body(draft, measures)
    units, kept = near_body(measures.units, inside)
    truth = {measures.units[k].index: value > 0 for k, value, _ in label(measures.units, truths[page])}
    table = rows(draft, measures, units, kept) if any(kept) else []
    lines = [
        (table[k], kinds.get(key(unit.text), ""), truth[unit.index], unit.text)
        for k, unit in enumerate(units)
        if kept[k] and unit.index in truth and measures.tags[unit.index] in ("p", "h2")
    ]
    return Copy(name, site(truths[page].get("url", ""), page), lines)


def examples(copy: Copy, role: str) -> Iterator[tuple[tuple[float, ...], bool, float]]:
    """The lines of a copy that teach something about a role: features, whether the line has the role, and its weight."""
    for row, kind, is_body, _ in copy.lines:
        if role == "caption":
            # what neither the markup nor the true text knows may be a caption without a class
            if kind == "caption" or is_body or not (row[NAMES.index("credit_start")] or row[NAMES.index("source_end")]):
                if not (kind == "caption" and is_body):
                    yield row, kind == "caption", 1.0 if is_body or kind == "caption" else 0.5
                else:
                    yield row, False, 1.0
        elif kind not in ("bold", "definition") or (role == "item" and kind == "bold"):
            yield row, kind == role, 1.0


def learn(copies: list[Copy]) -> dict[str, Any]:
    """The content of line_roles.json, learned from these copies."""
    roles = {}
    for role in ROLES:
        taught = [example for copy in copies for example in examples(copy, role)]
        trees = HistGradientBoostingClassifier(
            max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=40, l2_regularization=1.0, max_features=FEATURE_SHARE,
            early_stopping=False, random_state=1,
        ).fit(np.array([row for row, _, _ in taught], dtype=np.float32), np.array([y for _, y, _ in taught]), sample_weight=np.array([w for _, _, w in taught]))  # fmt: skip
        roles[role] = {
            "base": round(float(trees._baseline_prediction.ravel()[0]), 4),
            "trees": [tree_data(step[0].nodes) for step in trees._predictors],
        }
    return {
        "made_by": "benchmarks/training/line_roles.py; the labels' authors are named in docs/reference/rules.md",
        "features": NAMES,
        **roles,
    }


def check(copies: list[Copy]) -> None:
    """Print the precision and the recall of each role at several chances, cross-validated by site."""
    from archiver.cleaning.line_roles.model import RoleModel

    scored: dict[str, list[tuple[float, str, bool, str, str]]] = {role: [] for role in ROLES}
    for part in range(FOLDS):
        trained = RoleModel(learn([copy for copy in copies if fold(copy.site, "outer", FOLDS) != part]))
        for copy in copies:
            if fold(copy.site, "outer", FOLDS) == part and copy.lines:
                columns = dict(zip(NAMES, zip(*(row for row, *_ in copy.lines), strict=True), strict=True))
                for role, chances in trained.chances(columns).items():
                    scored[role] += [
                        (chance, kind, is_body, text, copy.name)
                        for chance, (_, kind, is_body, text) in zip(chances, copy.lines, strict=True)
                    ]
    for role, lines in scored.items():
        total = sum(kind == role and (role != "caption" or not is_body) for _, kind, is_body, *_ in lines)
        print(f"{role}: {total} lines in the markup")
        for limit in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            taken = [line for line in lines if line[0] >= limit]
            right = sum(kind == role for _, kind, *_ in taken)
            body = sum(is_body for _, _, is_body, *_ in taken)
            kinds = dict(Counter(kind for _, kind, *_ in taken).most_common(5))
            print(f"  from {limit}: {len(taken)} lines, named so {right / max(1, len(taken)):.3f}, found {right / max(1, total):.3f}, in the true text {body / max(1, len(taken)):.3f}; {kinds}")  # fmt: skip
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "line-roles.json").write_text(json.dumps(scored, ensure_ascii=False), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds copies/")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    names = sorted(name[5:-4] for name in corpus(args.corpus)[0].namelist() if name.startswith("text/"))
    corpus.cache_clear()  # each process opens the archives itself
    with ProcessPoolExecutor(args.jobs) as pool:
        copies = list(pool.map(partial(read_copy, args.corpus), names, chunksize=8))
    if args.check:
        check(copies)
        return
    text = json.dumps(learn(copies), ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    OUTPUT.write_text(text, "utf-8")
    print(f"{OUTPUT}: {OUTPUT.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
