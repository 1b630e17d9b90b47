"""Structure: how many headings, items, cells, pictures, links and so on of an article arrive in its record.

    python benchmarks/structure.py [CORPUS_FOLDER] [--worst N] [--page PART] [--kind KIND]... [--json FILE]

The labels are the HTML that the tests of Mozilla's Readability expect (`extraction/readability.zip`). That HTML is the
output of another tool, which its makers have read: what stands in it should be found (recall). But a record says some
things in another place: the title stands in the head, a strong around a whole heading is not kept, and a table of
contents goes into the ledger, since exports make it again. So what is missing is split: `shown` counts what is in the
head, the body or the notes all the same, with other markup around it, and `ledger` what a rule took out. What the
record has and the label does not have may be right too: `text` counts the extras whose text the label holds with other
markup, and `other` the rest. For them, look at the page.

Texts are compared by letters and digits, the first 80, as the scorer of the corpus does it. A picture is compared by the
name of its file. `images by any address` counts a picture as found when the record has any address that the label
offers for it, since the two may choose different sizes.

--page prints what differs on the pages whose name holds PART. --json writes the predictions for `score_structure.py`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html
from lxml.etree import _Element as Element

from archiver import pipeline
from archiver.article import Article, tag
from archiver.errors import ArchiverError
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES, SCORER = Path("extraction", "readability.zip"), "score_structure.py"
KINDS = ("heading", "item", "cell", "image", "link", "strong", "em", "quote", "code")
#: The kinds by the elements of the record that need no further look.
_SIMPLE = {"heading": "heading", "quote": "quote", "cell": "cell", "em": "em", "strong": "strong", "link": "link"}
#: Addresses in the srcset of a label.
_SRCSET_ADDRESS = re.compile(r"[^\s,]\S*[^\s,]")

Texts = dict[str, list[str]]


@dataclass(slots=True)
class PageResult:
    """The texts of one page by kind: those of the label that the record lacks, and those of the record that the label lacks."""

    name: str
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    missing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    extra: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    extra_of: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing_of: Counter[tuple[str, str]] = field(default_factory=Counter)
    found_by_any_address: int = 0


def structure_of(article: Article) -> Texts:
    """The texts of a record by kind: body and notes, without the head and the ledger."""
    texts: Texts = {kind: [] for kind in KINDS}
    for part in ("body", "notes"):
        holder = article.root.find(tag(part))
        for element in holder.iter(etree.Element) if holder is not None else ():
            if (kind := _kind(element)) is not None:
                texts[kind].append(
                    element.get("src", "") if kind == "image" else "".join(str(text) for text in element.itertext())
                )
    return texts


def _kind(element: Element) -> str | None:
    name = etree.QName(element).localname
    if name == "p":
        return "heading" if element.get("role") == "heading" else None
    if name == "note":
        return "item"
    if name == "item":
        parent = element.getparent()
        return "item" if parent is not None and parent.get("type") != "definition" else None
    if name == "code":
        return "code" if element.get("display") == "block" else None
    return "image" if name == "image" else _SIMPLE.get(name)


def compare(name: str, article: Article | None, predicted: Texts, label: bytes, scorer: Any) -> PageResult:
    """What the record of a page has of its label, by kind."""
    shown, ledger = _words_of(article) if article is not None else ("", [])
    truth = scorer.expected(label)
    document = html.fromstring(label.decode("utf-8", "replace"))
    all_text = _letters(str(document.text_content()))
    result = PageResult(name)
    for kind in KINDS:
        fold = scorer.file_name if kind == "image" else scorer.fold
        wanted, given = Counter(truth.get(kind, [])), Counter(fold(text) for text in predicted[kind])
        given.pop("", None)
        result.found[kind] = (wanted & given).total()
        result.wanted[kind], result.given[kind] = wanted.total(), given.total()
        result.missing[kind] = sorted((wanted - given).elements())
        result.extra[kind] = sorted((given - wanted).elements())
        for text in result.extra[kind]:
            result.extra_of[kind, "text" if kind != "image" and text in all_text else "other"] += 1
        for text in result.missing[kind] if kind != "image" else ():
            where = "shown" if text in shown else "ledger" if any(text in removed for removed in ledger) else "other"
            result.missing_of[kind, where] += 1
    result.found_by_any_address = _pictures_by_any_address(document, predicted["image"], scorer)
    return result


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _words_of(article: Article) -> tuple[str, list[str]]:
    """The letters of head, body and notes, and those of each removal."""
    parts = [part for name in ("head", "body", "notes") if (part := article.root.find(tag(name))) is not None]
    shown = "".join(_letters("".join(str(text) for text in part.itertext())) for part in parts)
    return shown, [_letters(removal.text) for removal in article.removals]


def _pictures_by_any_address(document: Any, given: list[str], scorer: Any) -> int:
    names = Counter(scorer.file_name(address) for address in given)
    found = 0
    for picture in document.iter("img"):
        if not (picture.get("src") or "").strip():
            continue
        for address in _addresses(picture):
            name = scorer.file_name(address)
            if names[name]:
                names[name] -= 1
                found += 1
                break
    return found


def _addresses(picture: Any) -> Iterator[str]:
    """The addresses that a label offers for one picture."""
    holders = [picture]
    if (parent := picture.getparent()) is not None and parent.tag == "picture":
        holders += parent.iter("source")
    for holder in holders:
        for name, value in holder.attrib.items():
            if name == "src" or (name.startswith("data-") and "/" in value and "," not in value):
                yield value
            elif "srcset" in name:
                yield from _SRCSET_ADDRESS.findall(value)


def load_scorer(folder: Path) -> Any:
    """The scorer of the corpus, which stands beside it."""
    spec = importlib.util.spec_from_file_location("score_structure", folder / SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(folder: Path, only: str = "") -> tuple[list[PageResult], dict[str, Texts]]:
    """The results of all pages whose name holds `only`, and what the records of these pages hold."""
    scorer = load_scorer(folder)
    results, predictions = list[PageResult](), dict[str, Texts]()
    with zipfile.ZipFile(folder / PAGES) as archive:
        names = [Path(name).stem for name in archive.namelist() if name.startswith("expected/")]
        for name in sorted(name for name in names if only in name):
            label = archive.read(f"expected/{name}.html")
            if not label.strip():
                continue
            source = Source(name=f"{name}.html", data=archive.read(f"html/{name}.html"), stem=name)
            article: Article | None
            try:
                article = pipeline.build(source, media_type="text/html", force=True)
            except ArchiverError as error:
                print(f"{name}: {error.message}", file=sys.stderr)
                article, predicted = None, {kind: list[str]() for kind in KINDS}
            else:
                predicted = structure_of(article)
            predictions[name] = predicted
            results.append(compare(name, article, predicted, label, scorer))
    return results, predictions


def table(results: list[PageResult]) -> str:
    """A line for each kind: recall, precision, where the missing ones are, and what the extra ones are. `with shown` is the recall if what the record shows
    with other markup counts.
    """
    lines = ["kind     recall  with shown  precision    of  given   missing: shown  ledger  other   extra: text  other"]
    for kind in KINDS:
        found = sum(result.found[kind] for result in results)
        wanted, given = sum(result.wanted[kind] for result in results), sum(result.given[kind] for result in results)
        missing = [sum(result.missing_of[kind, where] for result in results) for where in ("shown", "ledger", "other")]
        extra = [sum(result.extra_of[kind, why] for result in results) for why in ("text", "other")]
        lines.append(
            f"{kind:8} {found / max(1, wanted):6.3f} {(found + missing[0]) / max(1, wanted):11.3f} {found / max(1, given):10.3f}"
            f" {wanted:5} {given:6} {missing[0]:16} {missing[1]:7} {missing[2]:6} {extra[0]:13} {extra[1]:6}"
        )
    found = sum(result.found_by_any_address for result in results)
    wanted = sum(result.wanted["image"] for result in results)
    return "\n".join([*lines, f"images by any address: recall {found / max(1, wanted):.3f}"])


def worst(results: list[PageResult], kind: str, count: int) -> str:
    """The pages that lack most of one kind, and those that have most that the label does not have."""
    parts = []
    for what, of in (("missing", "missing"), ("extra", "extra")):
        ranked = sorted(results, key=lambda r: (-len(getattr(r, of)[kind]), r.name))[:count]
        pages = ", ".join(f"{r.name} {len(getattr(r, of)[kind])}" for r in ranked if getattr(r, of)[kind])
        parts.append(f"{kind:8} {what:7} {pages}")
    return "\n".join(parts)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--worst", type=int, default=5, metavar="N", help="name the N worst pages for each kind")
    parser.add_argument(
        "--page", default="", metavar="PART", help="only pages whose name holds this; prints what differs"
    )
    parser.add_argument("--kind", action="append", choices=KINDS, help="with --page, print only this kind")
    parser.add_argument("--json", type=Path, help="write the predictions, for score_structure.py")
    args = parser.parse_args()
    if not (args.corpus / PAGES).exists():
        print(f"The corpus is not here ({args.corpus.name}); nothing to measure.", file=sys.stderr)
        return 0
    results, predictions = measure(args.corpus, args.page)
    if args.json:
        args.json.write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")
    if args.page:
        for result in results:
            for kind in args.kind or KINDS:
                for what, texts in (("lacks", result.missing[kind]), ("extra", result.extra[kind])):
                    for text in texts:
                        print(f"{result.name} {kind:8} {what} {text}")
    print(table(results))
    if not args.page:
        print(*(worst(results, kind, args.worst) for kind in KINDS), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
