"""Accuracy of notes on labelled pages: page-mean F1 by kind, family and page.

    python benchmarks/footnotes.py                              # ../shared/corpus/footnotes/footnotes-dev.zip
    python benchmarks/footnotes.py --set footnotes-more --worst 10
    python benchmarks/footnotes.py --kind html --worst 10
    python benchmarks/footnotes.py --engine notes               # the record of the whole page: notes linked, nothing cleaned
    python benchmarks/footnotes.py --defuddle FOLDER            # beside defuddle, from a folder where `npm install defuddle jsdom` was run

--defuddle compares with defuddle, from a folder in which `npm install defuddle jsdom` was run.

The corpus is not part of the project, since its pages are other people's work. Without it there is nothing to measure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from archiver.article import Article
from archiver.draft import Draft
from archiver.notes import claim_notes
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES = CORPUS / "footnotes" / "footnotes-dev.zip"
SCORER = CORPUS / "score_footnotes.py"


def predict_notes(name: str, data: bytes) -> dict[str, Any]:
    """What a record says that is built from the notes alone: nothing cleaned, the whole page as body."""
    from archiver import record
    from archiver.readers import html, plain

    source = Source(name=name, data=data, stem=Path(name).stem)
    draft = Draft(html.read(source) if name.endswith(".html") else plain.read(source))
    claim_notes(draft)
    return _of_article(record.build(draft, record.Conversion("0" * 64)), name)


def predict_flow(name: str, data: bytes) -> dict[str, Any]:
    """The notes of a source in the finished record."""
    import archiver

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        article = archiver.normalize(path, force=True)
    return _of_article(article, name)


def _of_article(article: Article, name: str) -> dict[str, Any]:
    notes = [
        {"label": note.label, "n_refs": note.references, "text": note.text}
        for note in article.notes
        if note.status != "missing"
    ]
    present = {note.id for note in article.notes if note.status != "missing"}
    orphans = [ref.label for ref in article.noterefs if ref.note not in present]
    refs = [{"label": ref.label, "offset": ref.offset} for ref in article.noterefs if ref.offset is not None]
    return {"notes": notes, "orphan_refs": orphans, **({} if name.endswith(".html") else {"refs": refs})}


ENGINES = {"notes": predict_notes, "flow": predict_flow}


def predict_defuddle(folder: Path, pages: dict[str, bytes]) -> dict[str, Any]:
    """The notes that defuddle finds in HTML pages, by name; {} when node or defuddle is not installed."""
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / "defuddle").is_dir():
        print("node or defuddle is not installed: no comparison.", file=sys.stderr)
        return {}
    script = Path(__file__).with_name("defuddle.mjs").read_text("utf-8")
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        paths = {}
        for name, data in pages.items():
            path = Path(temporary) / name
            path.write_bytes(data)
            paths[str(path)] = name.removesuffix(".html")
        run = subprocess.run(
            [node, "--input-type=module", "-e", script], cwd=folder, input="\n".join(paths).encode(), capture_output=True, check=True
        )  # fmt: skip
        for line in run.stdout.decode().splitlines():
            row = json.loads(line)
            results[paths[row["path"]]] = _of_defuddle(row["content"])
    return results


def _of_defuddle(content: str) -> dict[str, Any]:
    """Notes and markers from defuddle's output, in which `sup#fnref:1` points to `li#fn:1`."""
    from lxml import html

    if not content.strip():
        return {"notes": [], "orphan_refs": []}
    root = html.fromstring(f"<div>{content}</div>")
    calls: dict[str, int] = defaultdict(int)
    for link in root.iterfind(".//sup/a[@href]"):
        calls[link.get("href", "")[1:]] += 1
    notes = []
    for item in root.iterfind(".//li[@id]"):
        name = item.get("id", "")
        if name.startswith("fn:"):
            for backlink in item.findall(".//a[@class='footnote-backref']"):
                backlink.drop_tree()
            notes.append({"label": name[3:], "n_refs": calls[name], "text": " ".join(item.text_content().split())})
    return {"notes": notes, "orphan_refs": []}


def load_scorer() -> Any:
    """The scorer of the corpus, which stands beside it."""
    spec = importlib.util.spec_from_file_location("score_footnotes", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(
    kinds: tuple[str, ...], engine: str = "flow", only: str = "", *, pages: Path = PAGES
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, float]]:
    """Truth, predictions, scores and seconds by page, for pages of these kinds (html, copy, inner, bare)."""
    scorer = load_scorer()
    predict = ENGINES[engine]
    truth, predictions, rows, seconds = {}, {}, {}, {}
    with zipfile.ZipFile(pages) as corpus:
        all_pages = json.loads(corpus.read("truth.json"))
        for page, gold in all_pages.items():
            kind = "html" if gold["kind"] == "html" else gold.get("variant", "text")
            if kind not in kinds or only not in page:
                continue
            name = f"{page}.{'html' if kind == 'html' else 'txt'}"
            start = time.perf_counter()
            predictions[page] = predict(name, corpus.read(f"pages/{name}"))
            seconds[page] = time.perf_counter() - start
            truth[page] = gold
            rows[page] = scorer.page(predictions[page], gold)
    return truth, predictions, rows, seconds


def kind_of(gold: dict[str, Any]) -> str:
    """The kind of a corpus page: html, copy, inner or bare."""
    return "html" if gold["kind"] == "html" else str(gold.get("variant", "text"))


def mean(values: list[float]) -> float:
    """The mean; 0 for an empty list."""
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", choices=["html", "copy", "inner", "bare"], help="default: all four")
    parser.add_argument("--set", choices=["footnotes-dev", "footnotes-more"], default="footnotes-dev")
    parser.add_argument("--engine", choices=[*ENGINES], default="flow")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N pages with the lowest F1")
    parser.add_argument("--page", default="", help="only pages whose name holds this; prints what differs")
    parser.add_argument("--json", type=Path, help="write the predictions, for score_footnotes.py")
    parser.add_argument("--defuddle", type=Path, metavar="FOLDER", help="where npm has put defuddle and jsdom")
    options = parser.parse_args()
    pages = PAGES.with_name(f"{options.set}.zip")
    if not pages.exists():
        print(f"The corpus is not here ({pages.name}); nothing to measure.", file=sys.stderr)
        return 6
    kinds = tuple(options.kind or ("html", "copy", "inner", "bare"))
    truth, predictions, rows, seconds = measure(kinds, options.engine, options.page, pages=pages)
    if options.json:
        options.json.write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")
    for kind in kinds:
        figures = [row["f1"] for page, row in rows.items() if kind_of(truth[page]) == kind]
        if figures:
            print(f"{kind:6} pages {len(figures):3}  page-mean F1 {mean(figures):.4f}")
    if options.defuddle is not None:
        print(compare_with_defuddle(options.defuddle, truth))
    families: dict[str, list[float]] = defaultdict(list)
    for page, row in rows.items():
        families[truth[page]["family"]].append(row["f1"])
    if not options.page:
        print(
            "\n"
            + "\n".join(
                f"  {family:28} {mean(figures):.3f}  ({len(figures)})" for family, figures in sorted(families.items())
            )
        )
    for page, row in sorted(rows.items(), key=lambda item: item[1]["f1"])[: options.worst]:
        print(
            f"  {page:36} {row['f1']:.3f} {seconds[page]:.1f}s  { {k: v for k, v in row.items() if k != 'f1' and v} }"
        )
    if options.page:
        for page in rows:
            differences(truth[page], predictions[page])
    return 0


def compare_with_defuddle(folder: Path, truth: dict[str, Any]) -> str:
    """A line with defuddle's figures on the HTML pages, with and without labels."""
    scorer = load_scorer()
    gold = {page: page_truth for page, page_truth in truth.items() if page_truth["kind"] == "html"}
    with zipfile.ZipFile(PAGES) as corpus:
        results = predict_defuddle(folder, {f"{page}.html": corpus.read(f"pages/{page}.html") for page in gold})
    if not results:
        return ""
    with_labels = mean([scorer.page(results.get(page), page_truth)["f1"] for page, page_truth in gold.items()])
    without_labels = mean([scorer.page(results.get(page), page_truth, True)["f1"] for page, page_truth in gold.items()])
    return f"defuddle, html: page-mean F1 {with_labels:.4f}, {without_labels:.4f} with labels ignored"


def differences(gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    """Print the notes and markers that differ from the truth."""
    scorer = load_scorer()
    pairs = scorer.match(predicted["notes"], gold["notes"], gold.get("labels") == "generated")
    results, matched_truth = {p for p, _ in pairs}, {g for _, g in pairs}
    for p, g in pairs:
        if predicted["notes"][p]["n_refs"] != gold["notes"][g]["n_refs"]:
            print(
                "  calls ",
                gold["notes"][g]["label"],
                "found",
                predicted["notes"][p]["n_refs"],
                "truth",
                gold["notes"][g]["n_refs"],
            )
    for index, note in enumerate(gold["notes"]):
        if index not in matched_truth:
            print("  lacks ", note["label"], note["n_refs"], repr(note["text"][:150]), "…", repr(note["text"][-60:]))
    for index, note in enumerate(predicted["notes"]):
        if index not in results:
            print(
                "  extra ",
                note["label"],
                note["n_refs"],
                note.get("family"),
                repr(note["text"][:150]),
                "…",
                repr(note["text"][-60:]),
            )
    if sorted(predicted["orphan_refs"]) != sorted(gold["orphan_refs"]):
        print("  orphans", predicted["orphan_refs"][:80], "truth", gold["orphan_refs"][:80])


if __name__ == "__main__":
    sys.exit(main())
