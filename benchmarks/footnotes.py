"""Accuracy of notes on labelled pages: page-mean F1 by kind, family and page.

    python benchmarks/footnotes.py                              # ../shared/corpus/footnotes/footnotes-dev.zip
    python benchmarks/footnotes.py --kind html --worst 10
    python benchmarks/footnotes.py --engine draft               # what the families and the judge say, without the
    rest of the flow

The corpus is not part of the project (its pages are other people's work); without it there is nothing to measure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from archiver.article import Article
from archiver.draft import Draft, Span
from archiver.notes import claim_notes
from archiver.notes.preview import note_text
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES = CORPUS / "footnotes" / "footnotes-dev.zip"
SCORER = CORPUS / "score_footnotes.py"


def predict_draft(name: str, data: bytes) -> dict[str, Any]:
    """What the note families and their judge say of a source."""
    source = Source(name=name, data=data, stem=Path(name).stem)
    if name.endswith(".html"):
        from archiver.readers import html as reader
    else:
        from archiver.readers import text as reader  # type: ignore[no-redef]
    draft: Draft = reader.read(source)
    claim_notes(draft)
    counts: dict[int, int] = defaultdict(int)
    orphans: list[str] = []
    refs: list[dict[str, Any]] = []
    for calls in (*draft.calls.values(), *draft.text_calls.values()):
        for call in calls:
            counts[id(call.note)] += 1
            if call.note.status == "missing":
                orphans.append(call.label)
            if isinstance(call.place, Span):
                refs.append(
                    {"label": call.label, "offset": draft.offsets.get(call.place.element, 0) + call.place.start}
                )
    notes = [
        {"label": note.label, "n_refs": counts[id(note)], "text": note_text(draft, note), "family": note.family}
        for note in draft.notes
        if note.status != "missing"
    ]
    return {"notes": notes, "orphan_refs": orphans, **({} if name.endswith(".html") else {"refs": refs})}


def predict_record(name: str, data: bytes) -> dict[str, Any]:
    """What a record says that is built from the notes alone: nothing cleaned, the whole page as body."""
    from archiver import record
    from archiver.readers import html, text

    source = Source(name=name, data=data, stem=Path(name).stem)
    draft = (html if name.endswith(".html") else text).read(source)
    claim_notes(draft)
    return _of_article(record.build(draft, "0" * 64), name)


def predict_flow(name: str, data: bytes) -> dict[str, Any]:
    """What the finished record says of a source."""
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


ENGINES = {"draft": predict_draft, "record": predict_record, "flow": predict_flow}


def load_scorer() -> Any:
    """The scorer that stands beside the corpus."""
    spec = importlib.util.spec_from_file_location("score_footnotes", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(
    kinds: tuple[str, ...], engine: str = "draft", only: str = ""
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, float]]:
    """Truth, predictions, scores and seconds by page, for the pages of these kinds (html, copy, inner, bare)."""
    scorer = load_scorer()
    predict = ENGINES[engine]
    truth, predictions, rows, seconds = {}, {}, {}, {}
    with zipfile.ZipFile(PAGES) as corpus:
        everything = json.loads(corpus.read("truth.json"))
        for page, gold in everything.items():
            kind = "html" if gold["kind"] == "html" else gold.get("variant", "text")
            if kind not in kinds or only not in page:
                continue
            name = f"{page}.{'html' if kind == 'html' else 'txt'}"
            began = time.perf_counter()
            predictions[page] = predict(name, corpus.read(f"pages/{name}"))
            seconds[page] = time.perf_counter() - began
            truth[page] = gold
            rows[page] = scorer.page(predictions[page], gold)
    return truth, predictions, rows, seconds


def kind_of(gold: dict[str, Any]) -> str:
    """The kind of a page of the corpus: html, copy, inner or bare."""
    return "html" if gold["kind"] == "html" else str(gold.get("variant", "text"))


def mean(values: list[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", choices=["html", "copy", "inner", "bare"], help="default: all four")
    parser.add_argument("--engine", choices=[*ENGINES], default="draft")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N pages with the lowest F1")
    parser.add_argument("--page", default="", help="only pages whose name holds this; prints what differs")
    parser.add_argument("--json", type=Path, help="write the predictions, for score_footnotes.py")
    options = parser.parse_args()
    if not PAGES.exists():
        print(f"The corpus is not here ({PAGES.name}); nothing to measure.", file=sys.stderr)
        return 6
    kinds = tuple(options.kind or ("html", "copy", "inner", "bare"))
    truth, predictions, rows, seconds = measure(kinds, options.engine, options.page)
    if options.json:
        options.json.write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")
    for kind in kinds:
        figures = [row["f1"] for page, row in rows.items() if kind_of(truth[page]) == kind]
        if figures:
            print(f"{kind:6} pages {len(figures):3}  page-mean F1 {mean(figures):.4f}")
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


def differences(gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    """Print the notes and orphans that differ."""
    scorer = load_scorer()
    pairs = scorer.match(predicted["notes"], gold["notes"], gold.get("labels") == "generated")
    found, known = {p for p, _ in pairs}, {g for _, g in pairs}
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
        if index not in known:
            print("  lacks ", note["label"], note["n_refs"], repr(note["text"][:150]), "…", repr(note["text"][-60:]))
    for index, note in enumerate(predicted["notes"]):
        if index not in found:
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
