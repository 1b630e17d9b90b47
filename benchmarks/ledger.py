"""Whether every word of every page of the corpus arrives in its record: in head, body or notes, or in the ledger.

    python benchmarks/ledger.py [CORPUS_FOLDER] [--sample N]

Prints, for each set, the pages whose records miss words of the source, with the words, and how many of all words were kept and removed. Ends with 1 if any
word is missing. `added` are words of the record that no reader of the page sees: metadata, labels of lists that number themselves.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections import Counter
from pathlib import Path

from archiver import pipeline, record
from archiver.errors import ArchiverError
from archiver.source import Source

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
#: Where the pages are: (archive, folder in it).
SETS = {
    "extraction/wcxb-articles.zip": "html/",
    "extraction/wcxb-others.zip": "html/",
    "extraction/snippets.zip": "html/",
    "footnotes/footnotes-dev.zip": "pages/",
}


def count(name: str, data: bytes) -> record.WordCount:
    """The words of one page or copied text, counted; what looks like no article is converted all the same."""
    path = Path(name)
    draft = pipeline.prepare(Source(name=name, data=data, stem=path.stem, path=Path(path.name)), force=True)
    return record.count_words(draft, record.build(draft, "0" * 64))


def check(folder: Path, archive_name: str, sample: int) -> int:
    """Print the account of one set; returns how many of its pages miss words or could not be read."""
    sums: Counter[str] = Counter()
    with zipfile.ZipFile(folder / archive_name) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(SETS[archive_name]))
        names = names[:: max(1, len(names) // sample) if sample else 1]
        for name in names:
            try:
                counted = count(name, archive.read(name))
            except ArchiverError as error:
                sums["bad"] += 1
                print(f"  {name}: {error.message}")
                continue
            sums.update(source=counted.source, kept=counted.kept, removed=counted.removed, added=counted.added)
            if counted.unaccounted:
                sums["bad"] += 1
                print(
                    f"  {name}: {counted.unaccounted} of {counted.source} words: {', '.join(counted.examples)}",
                    flush=True,
                )
    print(
        f"{Path(archive_name).stem:16} {len(names)} pages, {sums['bad']} with words unaccounted for;"
        f" {sums['source']} words: {sums['kept']} kept, {sums['removed']} removed; {sums['added']} added",
        flush=True,
    )
    return sums["bad"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--sample", type=int, default=0, help="pages of each set; 0 for all")
    args = parser.parse_args()
    if not (args.corpus / "extraction").exists():
        print(f"The corpus is not here ({args.corpus.name}); nothing to count.", file=sys.stderr)
        return
    sys.exit(1 if sum(check(args.corpus, name, args.sample) for name in SETS) else 0)


if __name__ == "__main__":
    main()
