"""Quality and speed of extraction, page by page, compared with trafilatura and readability-lxml in the same process.

    python benchmarks/extraction.py [CORPUS_FOLDER] [--set NAME]... [--sample N] [--peers] [--folds FOLDER] [--save FOLDER]

Prints the figures of the corpus's scorer for each set, and documents per second (bytes to text) for each tool.
trafilatura and readability-lxml are not dependencies of Archiver: `pip install trafilatura readability-lxml` installs
them, and a tool that is missing is left out.

Archiver's weights were learned from these pages. For an honest figure use --folds with models that
`benchmarks/training/train.py CORPUS --check FOLDER` has made: then each page is measured with the model that did not
see its site.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archiver import pipeline, record
from archiver.cleaning.body import model
from archiver.cleaning.body.model import Model
from archiver.errors import ArchiverError, NotAnArticle
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
#: The sets of labelled pages, and the folders of their archives.
SETS = {
    "wcxb-articles": "extraction", "wcxb-others": "extraction", "wcxb-rest": "extraction", "snippets": "extraction",
    "readability": "extraction", "newspaper4k-dataset": "metadata", "fundus": "metadata",
}  # fmt: skip
Extract = Callable[[str, bytes], str]
Score = Callable[[dict[str, dict[str, Any]], dict[str, str]], tuple[dict[str, Any], dict[str, float]]]


def ours(name: str, data: bytes) -> str:
    """The body text of the Article, as the contract defines it. Pages that are refused are converted with force,
    because the corpus counts their texts.
    """
    source = Source(name=f"{name}.html", data=data, stem=name)
    draft = pipeline.prepare(source, media_type="text/html", force=True)
    return record.build(draft, record.Conversion("0" * 64)).text(markers=False, captions=False)


def unseen(folder: Path) -> Extract:
    """Like `ours`, but each page with the model that did not see its site (pages without text were not used for
    learning at all).
    """
    models: dict[str, Model] = {}
    for path in sorted(folder.glob("fold-*.json")):
        data = json.loads(path.read_text("utf-8"))
        models |= dict.fromkeys(data["unseen"], Model(data))
    shipped = model.model

    def extract(name: str, data: bytes) -> str:
        model.model = lambda: models.get(name) or shipped()  # type: ignore[assignment]
        try:
            return ours(name, data)
        finally:
            model.model = shipped

    return extract


def refused(name: str, data: bytes) -> str:
    """The reason why a page is not an article, or ""."""
    try:
        pipeline.prepare(Source(name=f"{name}.html", data=data, stem=name), media_type="text/html")
    except NotAnArticle as error:
        return error.message
    except ArchiverError:
        return ""  # reported before, when its text was extracted
    return ""


def peers() -> dict[str, Extract]:
    """The other tools that are installed."""
    tools: dict[str, Extract] = {}
    with contextlib.suppress(ImportError):
        trafilatura = importlib.import_module("trafilatura")
        tools["trafilatura"] = lambda name, data: trafilatura.extract(data) or ""
    with contextlib.suppress(ImportError):
        readability = importlib.import_module("readability")
        lxml_html = importlib.import_module("lxml.html")

        def read(name: str, data: bytes) -> str:
            try:
                summary = readability.Document(data.decode("utf-8", "replace")).summary(html_partial=True)
                return str("\n".join(lxml_html.fromstring(summary).itertext()))
            except Exception:  # noqa: BLE001  a crash of the other tool counts as an empty text
                return ""

        tools["readability-lxml"] = read
    return tools


def pages(folder: Path, name: str, sample: int) -> list[tuple[str, dict[str, Any], bytes]]:
    """(id, truth, bytes) of all pages of a set, or of `sample` pages at even distances."""
    with zipfile.ZipFile(folder / SETS[name] / f"{name}.zip") as archive:
        truth = json.loads(archive.read("truth.json"))
        # the sets of metadata call the text of an article its body, and have pages without one
        truth = {i: t | {"text": t["body"]} if t.get("body") else t for i, t in truth.items()}
        ids = sorted(i for i, t in truth.items() if "text" in t or "with" in t)
        step = max(1, len(ids) // sample) if sample else 1
        return [(i, truth[i], archive.read(f"html/{i}.html")) for i in ids[::step]]


def scorer(folder: Path) -> Score:
    """The function `score` of the corpus's own scorer: (truth, texts) → (table, F1 by page)."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    score: Score = importlib.import_module("score_extraction").score
    return score


def run(extract: Extract, data: list[tuple[str, dict[str, Any], bytes]]) -> tuple[dict[str, str], float]:
    """(texts, seconds)."""
    texts, start = {}, time.perf_counter()
    for name, _, content in data:
        try:
            texts[name] = extract(name, content)
        except ArchiverError as error:
            print(f"{name}: {error.message}", file=sys.stderr)
            texts[name] = ""
    return texts, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--set", action="append", choices=SETS, help="measure this set only; may be given again")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--folds", type=Path, help="models of train.py --check: measure with them instead")
    parser.add_argument("--save", type=Path)
    args = parser.parse_args()
    if not (args.corpus / "extraction").exists():
        print(f"The corpus is not here ({args.corpus.name}); nothing to measure.", file=sys.stderr)
        return
    score = scorer(args.corpus)
    tools: dict[str, Extract] = {
        **({"archiver, unseen": unseen(args.folds)} if args.folds else {"archiver": ours}),
        **(peers() if args.peers else {}),
    }
    for name in args.set or SETS:
        data = pages(args.corpus, name, args.sample)
        truth = {i: t for i, t, _ in data}
        for tool, extract in tools.items():
            extract(data[0][0], data[0][2])  # imports and rule data are loaded once per process
            texts, seconds = run(extract, data)
            table, by_page = score(truth, texts)
            figures = " ".join(
                f"{k} P {v['P']:.4f} R {v['R']:.4f} F1 {v['F1']:.4f}" for k, v in table.items() if k != "pages"
            )
            print(f"{name:14} {tool:17} {len(data) / seconds:6.1f} docs/s  {figures}", flush=True)
            if args.save:
                args.save.mkdir(parents=True, exist_ok=True)
                (args.save / f"{name}.{tool}.json").write_text(json.dumps([texts, by_page]))
        reasons = {i: why for i, _, content in data if (why := refused(i, content))}
        print(f"{name:14} refused: {len(reasons)} of {len(data)}", *sorted(reasons.items())[:20], sep="\n    ")


if __name__ == "__main__":
    main()
