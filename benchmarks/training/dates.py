"""Learn the weights of the witnesses for the day of publication, and count how often a certainty is right.

    python benchmarks/training/dates.py CORPUS.zip[=PAGES.zip]... --write     learn from all pages, and write date_weights.json
    python benchmarks/training/dates.py CORPUS.zip[=PAGES.zip]...             only cross-validate by site

A page teaches twice: as it is, and with all witnesses for its true day taken out, so that the answer is "no date". The second half
teaches to say nothing. The reliability table holds the certainties of pages whose sites were not learned from. scipy is
needed, which is no dependency of Archiver.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pickle
import re
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver.draft import Draft
from archiver.errors import ArchiverError
from archiver.metadata import gather_candidates
from archiver.metadata.fields.language import resolve_language
from archiver.metadata.fields.page_dates import DateModel, Witness, find_witnesses, kind_of, weigh_dates
from archiver.metadata.fields.title import resolve_title
from archiver.metadata.sources.visible_markup import find_marked_elements
from archiver.notes import claim_notes
from archiver.readers import html
from archiver.source import Source

np: Any = importlib.import_module("numpy")
minimize: Any = importlib.import_module("scipy.optimize").minimize

OUTPUT = Path(__file__).parents[2] / "src" / "archiver" / "metadata" / "fields" / "date_weights.json"
FOLDS = 5
#: The strength of regularisation, the weight of a page without its true day, the fewest sites with an evidence that gets a weight, and the least share of a day
#: that is taken.
RIDGE, WITHOUT, FEWEST_SITES, LEAST = 1.5, 0.35, 3, 0.3
#: The number of pages in a step of the calibration, and the kinds that have one.
STEP, KINDS = 50, ("declared", "shown", "inferred")


#: The weights from which the learning starts, and which the pages must speak against. All labelled pages have a date, so they hardly teach that a lone date in
#: a side column or in the text is not the article's, that the date above a headline may be today's, and that a change is no publication.
PRIOR = {
    "headline-box": 1.0, "related": -2.5, "caption-name": -2.0, "change-beside-publication": -2.5, "aside+label-published": 1.0, "shown-near-declared-zone-utc": 1.0, "shown-with-changed": -0.7, "picture": -0.5, "description": -2.0, "aside": -1.0, "data-table": -3.0, "table": -0.5, "sentence": -1.5, "before-1990": -2.0, "event": -2.0, "user": -1.0, "today": -2.0,
    "above-headline+bare": -2.0, "far-above-headline+bare": -2.5, "in-prose+bare": -2.0, "foot-far+bare": -1.5, "no-headline+bare": -0.5, "top-of-page": -1.0,
    "foot-near+label-modified": -1.0, "foot-far+label-modified": -2.0, "changed": -1.0, "listed-3": -1.0, "listed-many": -2.0, "quote": -1.0, "nav": -2.0,
    "declared": 1.0, "declared-high": 1.0, "label-published": 1.0, "next-to-headline": 1.0, "precision-7": -1.0, "precision-4": -2.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page: its site, its true day ("" if it has none), and its witnesses as (day, evidence)."""

    name: str
    site: str
    truth: str
    rows: tuple[tuple[str, frozenset[str]], ...]


def site_of(url: str) -> str:
    """The name of the site of an address: its host without the usual prefixes."""
    host = (urlsplit(url).hostname or url).lower().removeprefix("www.")
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def read(pages: Path, url: bool, name: str, labels: dict[str, Any], page: str) -> Labelled | None:
    """The witnesses of a page, with or without its address."""
    with zipfile.ZipFile(pages) as archive:
        data = archive.read(f"html/{page}.html")
    try:
        draft = Draft(
            html.read(Source(name=page, data=data, stem=page, url=(labels.get("url") if url else None) or None))
        )
    except ArchiverError:
        return None
    claim_notes(draft)
    candidates, marked = gather_candidates(draft.page), find_marked_elements(draft.page)
    language, _ = resolve_language(draft, candidates)
    title = resolve_title(draft, candidates, marked)
    witnesses = find_witnesses(draft, candidates, marked, title.element if title else None, language)
    rows = tuple((w.day, w.evidence) for w in witnesses)
    return Labelled(f"{name}/{page}", site_of(labels.get("url") or page), labels["date"], rows)


def load(corpora: list[str], jobs: int) -> list[Labelled]:
    """All labelled pages of some sets, each with and without its address in turn."""
    result: list[Labelled] = []
    for corpus in corpora:
        labels_at, _, pages_at = corpus.partition("=")
        with zipfile.ZipFile(labels_at) as archive:
            truth = json.loads(archive.read("truth.json"))
        with zipfile.ZipFile(pages_at or labels_at) as archive:
            present = {Path(name).stem for name in archive.namelist() if name.startswith("html/")}
            by_url = {p["url"]: n for n, p in json.loads(archive.read("truth.json")).items() if "url" in p}
        tasks = []
        for number, (name, labels) in enumerate(sorted(truth.items())):
            page = name if name in present else by_url.get(labels.get("url", ""), "")
            if page in present and labels.get("date"):
                tasks.append((number % 4 != 0, Path(labels_at).stem, labels, page))
        with ProcessPoolExecutor(jobs) as pool:
            call = partial(_read_one, Path(pages_at or labels_at))
            result += [page for page in pool.map(call, tasks, chunksize=8) if page is not None]
    return result


def _read_one(pages: Path, task: tuple[bool, str, dict[str, Any], str]) -> Labelled | None:
    return read(pages, *task)


def examples(pages: list[Labelled]) -> list[tuple[list[frozenset[str]], list[bool], float]]:
    """The examples of some pages: the evidence of the rows, which of them are for the true day, and the weight."""
    result = []
    for page in pages:
        right = [day == page.truth for day, _ in page.rows]
        result.append(([evidence for _, evidence in page.rows], right, 1.0))
        if any(right):
            others = [
                _alone(e)
                for (day, e), good in zip(page.rows, right, strict=True)
                if "shown" in e and not good and not _is_near(day, page.truth)
            ]
            result.append((others, [False] * len(others), WITHOUT))
    return result


def _alone(evidence: frozenset[str]) -> frozenset[str]:
    """The evidence of a shown date as on a page that declares none and has none in its address."""
    own = {e for e in evidence if not re.match(r"(?:shown|near|against|with)-(?!without)", e)}
    return frozenset({*own, "shown-without-declared"})


def _is_near(day: str, truth: str) -> bool:
    if len(day) < 10:
        return truth.startswith(day)
    return bool(abs((np.datetime64(day) - np.datetime64(truth)).astype(int)) <= 1)


def learn(pages: list[Labelled]) -> dict[str, float]:
    """The weights of the evidence: those that make the true days most likely, with a ridge."""
    sites: dict[str, set[str]] = {}
    for page in pages:
        for _, evidence in page.rows:
            for name in evidence:
                sites.setdefault(name, set()).add(page.site)
    names = sorted(name for name, of in sites.items() if len(of) >= FEWEST_SITES)
    index = {name: k for k, name in enumerate(names)}
    data = [(rows, right, weight) for rows, right, weight in examples(pages) if rows]
    csr = importlib.import_module("scipy.sparse").csr_matrix
    lines = [[index[e] for e in row if e in index] for rows, _, _ in data for row in rows]
    pointer = np.cumsum([0] + [len(line) for line in lines])
    matrix = csr(
        (np.ones(pointer[-1]), np.concatenate([np.array(line, dtype=int) for line in lines]), pointer),
        shape=(len(lines), len(names)),
    )
    starts = np.cumsum([0] + [len(rows) for rows, _, _ in data])[:-1]
    group = np.repeat(np.arange(len(data)), [len(rows) for rows, _, _ in data])
    good = np.concatenate([np.array(right, dtype=float) for _, right, _ in data])
    has = np.maximum.reduceat(good, starts)
    weight = np.array([w for _, _, w in data])

    prior = np.array([PRIOR.get(name, 0.0) for name in names])

    def loss(w: Any) -> tuple[float, Any]:
        score = np.minimum(matrix @ w, 50)
        top = np.maximum(np.maximum.reduceat(score, starts), 0)
        e = np.exp(score - top[group])
        none = np.exp(-top)
        total = np.add.reduceat(e, starts) + none
        right = np.where(has > 0, np.add.reduceat(e * good, starts), none)
        value = -np.sum(weight * np.log(right / total + 1e-12)) + RIDGE * np.sum((w - prior) ** 2) / 2
        share = e / total[group]
        among = np.where(has[group] > 0, e * good / np.maximum(right, 1e-300)[group], 0)
        return value, matrix.T @ ((share - among) * weight[group]) + RIDGE * (w - prior)

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {name: round(float(value), 2) for name, value in zip(names, found.x, strict=True) if abs(value) >= 0.02}


def calibration(outcomes: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """The steps of the calibration: the share right in groups of equal size, never falling (pool adjacent violators)."""
    ordered = sorted(outcomes)
    count = max(2, min(8, len(ordered) // STEP))
    groups = [ordered[len(ordered) * k // count : len(ordered) * (k + 1) // count] for k in range(count)]
    blocks = [[sum(s for s, _ in g) / len(g), (sum(r for _, r in g) + 0.5) / (len(g) + 1), len(g)] for g in groups if g]
    merged: list[list[float]] = []
    for block in blocks:
        merged.append(list(block))
        while len(merged) > 1 and merged[-2][1] > merged[-1][1]:
            last, before = merged.pop(), merged.pop()
            n = before[2] + last[2]
            merged.append(
                [(before[0] * before[2] + last[0] * last[2]) / n, (before[1] * before[2] + last[1] * last[2]) / n, n]
            )
    return [(round(s, 4), round(r, 3)) for s, r, _ in merged]


def cross_validate(pages: list[Labelled]) -> list[tuple[Labelled, str, float, str]]:
    """For each page, the day, the share and the kind by a model that has not seen its site; "" and 0 if it names none."""
    result = []
    for fold in range(FOLDS):
        apart = [p for p in pages if int(sha256(p.site.encode()).hexdigest(), 16) % FOLDS == fold]
        known = [p for p in pages if int(sha256(p.site.encode()).hexdigest(), 16) % FOLDS != fold]
        model = DateModel({"weights": learn(known), "least": LEAST, "steps": {key: [(1, 1)] for key in KINDS}})
        for page in apart:
            verdict = weigh_dates([Witness(day, evidence) for day, evidence in page.rows], model)
            kind = kind_of(verdict.witnesses) if verdict else ""
            result.append((page, verdict.day if verdict else "", verdict.certainty if verdict else 0.0, kind))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--write", action="store_true", help="write date_weights.json")
    parser.add_argument("--kept", type=Path, help="a file that keeps the witnesses of all pages between two runs")
    parser.add_argument("--wrong", action="store_true", help="list the pages that are not right")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    if args.kept and args.kept.exists():
        pages = pickle.loads(args.kept.read_bytes())
    else:
        pages = load(args.corpora, args.jobs)
        if args.kept:
            args.kept.write_bytes(pickle.dumps(pages))
    outcomes = cross_validate(pages)
    by_set: dict[str, Counter[str]] = {}
    for page, day, *_ in outcomes:
        grade = (
            "none" if not day else "right" if day == page.truth else "vague" if page.truth.startswith(day) else "wrong"
        )
        by_set.setdefault(page.name.split("/")[0], Counter())[grade] += 1
    for name, counts in by_set.items():
        total = counts.total()
        print(f"{name:28}", " ".join(f"{g} {counts[g] / total:.3f}" for g in ("right", "wrong", "vague", "none")))
    held = [any(day == p.truth for day, _ in p.rows) for p in pages]
    print(f"the true day is among the witnesses of {sum(held)} of {len(pages)} pages")
    said = [(share, page.truth == day, kind) for page, day, share, kind in outcomes if day]
    steps = {kind: calibration([(share, ok) for share, ok, other in said if other == kind]) for kind in KINDS}
    print("reliability (pages of sites not learned from):")
    model = DateModel({"weights": {}, "least": 0, "steps": steps})
    for low, high in ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [(c, ok) for share, ok, kind in said if low <= (c := model.calibrated(share, kind)) < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            print(
                f"  stated {low:.2f}-{min(high, 1):.2f}  mean {mean:.3f}  right {sum(ok for _, ok in inside) / len(inside):.3f}  of {len(inside)}"
            )
    if args.wrong:
        for page, day, share, _ in outcomes:
            if day != page.truth:
                print(
                    page.name,
                    "label",
                    page.truth,
                    "ours",
                    day,
                    f"{share:.2f}",
                    "held" if any(d == page.truth for d, _ in page.rows) else "",
                )
    if args.write:
        weights = learn(pages)
        data = {"least": LEAST, "steps": steps, "weights": weights}
        OUTPUT.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"wrote {len(weights)} weights")


if __name__ == "__main__":
    main()
