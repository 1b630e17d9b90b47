"""Word accounting over the corpus: every word of a page must be in its record, in the head, the body, the notes or the
ledger.

    python benchmarks/ledger.py [CORPUS_FOLDER] [--sample N]

Prints, for each set, the pages whose records lack words of the source, with the words, and how many of all words were
kept and removed. The exit code is 1 if any word is missing. `added` counts words of the record that are not in the
visible page: metadata, and labels of automatic list numbering.
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
#: The archives with pages, and the folder in each.
SETS = {
    "extraction/wcxb-articles.zip": "html/",
    "extraction/wcxb-others.zip": "html/",
    "extraction/snippets.zip": "html/",
    "footnotes/footnotes-dev.zip": "pages/",
}


def count(name: str, data: bytes) -> record.WordCount:
    """The word count of one page or copied text. A source that does not look like an article is converted too."""
    path = Path(name)
    draft = pipeline.prepare(Source(name=name, data=data, stem=path.stem, path=Path(path.name)), force=True)
    return record.count_words(draft, record.build(draft, record.Conversion("0" * 64)))


def check(folder: Path, archive_name: str, sample: int) -> int:
    """Print the word account of one set. Returns how many of its pages lack words or could not be read."""
    totals: Counter[str] = Counter()
    with zipfile.ZipFile(folder / archive_name) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(SETS[archive_name]))
        names = names[:: max(1, len(names) // sample) if sample else 1]
        for name in names:
            try:
                word_count = count(name, archive.read(name))
            except ArchiverError as error:
                totals["bad"] += 1
                print(f"  {name}: {error.message}")
                continue
            totals.update(
                source=word_count.source, kept=word_count.kept, removed=word_count.removed, added=word_count.added
            )
            if word_count.unaccounted:
                totals["bad"] += 1
                print(
                    f"  {name}: {word_count.unaccounted} of {word_count.source} words: {', '.join(word_count.examples)}",
                    flush=True,
                )
    print(
        f"{Path(archive_name).stem:16} {len(names)} pages, {totals['bad']} with words unaccounted for;"
        f" {totals['source']} words: {totals['kept']} kept, {totals['removed']} removed; {totals['added']} added",
        flush=True,
    )
    return totals["bad"]


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
