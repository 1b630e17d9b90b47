"""What the ledger of a batch keeps of an article, so that a catalogue can be made without reading the records again."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archiver.article import Article
from archiver.batch.ledger import STEP_OF_TIME, Companion, Output
from archiver.errors import SourceError
from archiver.source import Source

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
#: One Chinese or Japanese character, or what stands up to the next space.
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Summary:
    """The head of an article in short, and the number of words of its body. `doubtful` are the fields whose evidence is of low confidence."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    container: str = ""
    language: str = ""
    words: int = 0
    doubtful: tuple[str, ...] = ()


def summary_of(article: Article) -> Summary:
    """The summary of an article."""
    return Summary(
        title=article.title,
        authors=tuple(author.name for author in article.authors),
        date=article.published,
        container=article.publication,
        language=article.language,
        words=word_count(article.text(markers=False)),
        doubtful=tuple(dict.fromkeys(e.field for e in article.evidence if e.confidence == "low")),
    )


def word_count(text: str) -> int:
    """How many words a text has, as word processors count: a dash is none, and each Chinese or Japanese character is one."""
    return sum(any(map(str.isalnum, word[0])) for word in _WORD.finditer(text))


def outputs_of(files: Iterable[tuple[str, Path]], folder: Path) -> tuple[Output, ...]:
    """The files below the folder of a batch, each with its format, as the ledger has them.

    Raises SourceError when one cannot be read any more.
    """
    outputs = []
    for format, path in files:
        try:
            data = path.read_bytes()
            modified = path.stat().st_mtime_ns
        except OSError as error:
            raise SourceError(
                f"{path}: this result cannot be read any more: {error.strerror or error}.", "Run the batch again."
            ) from error
        name = path.relative_to(folder).as_posix()
        outputs.append(Output(format, name, hashlib.sha256(data).hexdigest(), len(data), modified))
    return tuple(outputs)


def companions_of(source: Source) -> tuple[Companion, ...]:
    """The files beside a source that its conversion looked for, as the ledger has them."""
    now = time.time_ns()
    return tuple(
        Companion(path)
        if found is None
        else Companion(path, found.sha256, found.size, found.modified if now - found.modified > STEP_OF_TIME else 0)
        for path, found in sorted(source.companions.asked.items())
    )
