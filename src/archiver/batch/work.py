"""One source's whole way, as a function that a process pool can call: everything that goes in and comes out can be pickled."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import safety
from archiver.article import Article
from archiver.batch.plan import STDIN, Job
from archiver.errors import ArchiverError
from archiver.findings import FINDINGS
from archiver.source import Source

if TYPE_CHECKING:
    from archiver.metadata import Given


#: How many characters without a font are named.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with every source of a call.

    `options` are writer options by their name (css ...); a format takes those that it knows. `from_record` says that the sources are records;
    `fetch_images` that pictures which lie elsewhere are to be fetched.
    """

    folder: Path
    formats: tuple[str, ...]
    media_type: str | None = None
    url: str | None = None
    given: Given | None = None
    force: bool = False
    site_rules: Path | None = None
    from_record: bool = False
    fetch_images: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one source ended: the files it became, or the sentence and exit code of its failure. `trace` is for --debug."""

    source: str
    made: tuple[Path, ...] = ()
    error: str = ""
    exit_code: int = 0
    trace: str = ""
    seconds: float = 0.0
    findings: tuple[tuple[str, str, str], ...] = ()
    removed: int = 0
    notes: int = 0
    missing: int = 0

    @property
    def ok(self) -> bool:
        """Whether the source came through."""
        return self.exit_code == 0


def open_source(name: str, url: str | None = None) -> Source:
    """The Source of a job's name; "-" is standard input. Raises SourceError and TooLarge."""
    if name == STDIN:
        return Source(name=STDIN, data=safety.read_stream(sys.stdin.buffer, "standard input"), stem="stdin", url=url)
    return Source.from_file(Path(name), url=url)


def load(job: Job, order: Order) -> Article:
    """The validated Article of a job: normalized from a raw source, or read back from a record."""
    from archiver import pipeline, schema

    source = open_source(job.source, order.url)
    if order.from_record:
        article = Article.from_bytes(source.data, source.name)
        schema.require_valid(article)
        return article
    article = pipeline.normalize(
        source, media_type=order.media_type, given=order.given, force=order.force, site_rules=order.site_rules
    )
    return with_pictures(article) if order.fetch_images else article


def with_pictures(article: Article) -> Article:
    """The article with the pictures that its page only pointed at inside it, validated anew."""
    from archiver import fetching, schema

    embedded = fetching.embed_pictures(article)
    schema.require_valid(embedded)
    return embedded


def convert_one(job: Job, order: Order) -> Outcome:
    """Carry out an order on one source. Never raises what belongs to the source: failures are outcomes."""
    start = time.perf_counter()
    made: list[Path] = []
    try:
        article = load(job, order)
        made.extend(_export(article, job, order))
    except ArchiverError as error:
        return Outcome(
            job.source, tuple(made), str(error), error.exit_code, traceback.format_exc(), time.perf_counter() - start
        )
    except (MemoryError, RecursionError) as error:
        sentence = f"{job.source}: refused: it needs more {'memory' if isinstance(error, MemoryError) else 'depth'} than there is."
        return Outcome(job.source, tuple(made), sentence, 3, traceback.format_exc(), time.perf_counter() - start)
    notes = article.notes
    return Outcome(
        source=job.source,
        made=tuple(made),
        seconds=time.perf_counter() - start,
        findings=(*((f.code, f.severity, f.text) for f in article.findings), *font_findings(article, order.formats)),
        removed=len(article.removals),
        notes=len(notes),
        missing=sum(note.status == "missing" for note in notes),
    )


def font_findings(article: Article, formats: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """What a PDF among the exports shows as numbers for want of a font, as findings (code, severity, text)."""
    if "pdf" not in formats:
        return ()
    from archiver.writers.font_gaps import font_gaps

    found = []
    for gap in font_gaps(article):
        kind = FINDINGS["W001" if gap.requirement else "W002"]
        some = " ".join(gap.characters[:_NAMED]) + (" …" if len(gap.characters) > _NAMED else "")
        said = kind.sentence.format(scripts=", ".join(gap.scripts), characters=some, requirement=gap.requirement)
        found.append((kind.code, kind.severity, said))
    return tuple(found)


def _export(article: Article, job: Job, order: Order) -> list[Path]:
    """Write all formats of one article. Where one fails, those already written stay: each is whole and valid by itself."""
    from archiver.writers import WRITERS, export

    for name in order.formats:
        # said before anything is written: a source that is refused leaves nothing behind
        WRITERS[name].require_fitting(article)
    made = []
    for name in order.formats:
        chosen = WRITERS[name]
        options = (
            {key: value for key, value in order.options.items() if key in chosen.options()} if order.options else {}
        )
        target = order.folder / f"{job.stem}{chosen.suffix}"
        export(article, name, target, **options)
        made.append(target)
    return made
