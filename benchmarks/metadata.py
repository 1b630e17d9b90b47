"""How well and how fast the metadata are found: titles against labels, side by side with trafilatura where it is installed.

    python benchmarks/metadata.py CORPUS.zip [--wrong 20] [--dump fields.json]

CORPUS.zip holds truth.json ({id: {"title": …, "url": …}}) and html/ID.html, as the web content extraction benchmark's pages are packed.
`exact` is the labelled title with white space folded; `normalised` the same letters and digits; `near` at least 80 % of the words in common.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import zipfile
from collections import Counter
from pathlib import Path

from archiver.metadata import gather_metadata
from archiver.metadata.candidates import fold, same_key
from archiver.readers import html
from archiver.source import Source


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def grade(truth: str, found: str) -> str:
    """The best of exact, normalised, near, wrong and none that a found title earns."""
    if not found:
        return "none"
    if fold(truth) == fold(found):
        return "exact"
    if same_key(truth) == same_key(found):
        return "normalised"
    first, second = words(truth), words(found)
    return "near" if len(first & second) >= 0.8 * len(first | second) else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--wrong", type=int, default=0, help="show so many titles that are wrong")
    parser.add_argument("--dump", type=Path, help="write all fields as JSON")
    args = parser.parse_args()
    try:
        from trafilatura import bare_extraction
    except ImportError:
        bare_extraction = None
    grades: dict[str, Counter[str]] = {"archiver": Counter(), "trafilatura": Counter()}
    filled: dict[str, Counter[str]] = {"archiver": Counter(), "trafilatura": Counter()}
    seconds: list[float] = []
    read_seconds: list[float] = []
    wrong: list[tuple[str, str, str, str]] = []
    dump: dict[str, dict[str, object]] = {}
    agree: Counter[str] = Counter()
    with zipfile.ZipFile(args.corpus) as corpus:
        truth = json.loads(corpus.read("truth.json"))
        for name, labels in truth.items():
            data = corpus.read(f"html/{name}.html")
            started = time.process_time()
            draft = html.read(Source(name=name, data=data, stem=name))
            read_seconds.append(time.process_time() - started)
            started = time.process_time()
            gather_metadata(draft)
            seconds.append(time.process_time() - started)
            head = draft.head
            published = next((d.when for d in head.dates if d.type == "published"), "")
            authors = [a.name for a in head.authors]
            fields = {"title": head.title, "author": "; ".join(authors), "date": published, "publisher": head.publisher, "language": head.language}
            filled["archiver"].update(key for key, value in fields.items() if value)
            dump[name] = {
                **fields, "url": labels.get("url"), "subtitle": head.subtitle, "abstract": head.abstract, "rights": head.rights,
                "dates": [(d.type, d.when, d.text) for d in head.dates], "authors": [repr(a) for a in head.authors],
                "evidence": [(e.field, e.rule, e.confidence, e.text) for e in head.evidence],
                "moved": [(m.rule, m.values) for m in draft.moved.values()], "findings": [(f.code, dict(f.values)) for f in draft.findings],
            }  # fmt: skip
            theirs: dict[str, str] = {}
            if bare_extraction is not None:
                document = bare_extraction(data.decode(draft.encoding, "replace"), with_metadata=True)
                if document is not None:
                    theirs = {
                        "title": document.title or "", "author": document.author or "", "date": document.date or "",
                        "publisher": document.sitename or "", "language": document.language or "",
                    }  # fmt: skip
                filled["trafilatura"].update(key for key, value in theirs.items() if value)
                dump[name]["trafilatura"] = theirs
                if published and theirs.get("date"):
                    agree["dates, both"] += 1
                    agree["dates, same day"] += published[:10] == theirs["date"]
                if authors and theirs.get("author"):
                    agree["authors, both"] += 1
                    agree["authors, same"] += {same_key(a) for a in authors} == {same_key(a) for a in theirs["author"].split(";")}
            if labels.get("title"):
                result = grade(labels["title"], head.title)
                grades["archiver"][result] += 1
                grades["trafilatura"][grade(labels["title"], theirs.get("title", ""))] += 1
                if result in ("wrong", "none", "near"):
                    wrong.append((name, labels["title"], head.title, theirs.get("title", "")))
    total = sum(grades["archiver"].values())
    for tool in ("archiver", *(("trafilatura",) if bare_extraction is not None else ())):
        if total:
            g = grades[tool]
            same = g["exact"] + g["normalised"]
            print(f"{tool:12} titles: exact {g['exact'] / total:.3f}  normalised {same / total:.3f}  near {(same + g['near']) / total:.3f}  of {total}")
        print(f"{'':12} filled: {dict(filled[tool])} of {len(truth)}")
    print(f"agreement    {dict(agree)}")
    ordered = sorted(seconds[1:])
    print(f"metadata     median {statistics.median(ordered) * 1e3:.2f} ms, 90 % under {ordered[int(len(ordered) * 0.9)] * 1e3:.2f} ms, worst {ordered[-1] * 1e3:.1f} ms"
          f" (first page {seconds[0] * 1e3:.0f} ms; reading a page: median {statistics.median(read_seconds) * 1e3:.1f} ms)")  # fmt: skip
    for name, label, ours, theirs_ in wrong[: args.wrong]:
        print(f"  {name}\n    label {label}\n    ours  {ours}\n    peer  {theirs_}")
    if args.dump:
        args.dump.write_text(json.dumps(dump, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
