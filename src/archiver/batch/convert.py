"""One source's whole way, as a function that a process pool can call: everything that goes in and comes out can be pickled."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import safety
from archiver.article import NS, Article
from archiver.batch.ownership import require_free
from archiver.batch.plan import STDIN, Task
from archiver.errors import ArchiverError, Defect, ReaderGone, SourceError, UsageError, guarded
from archiver.findings import FINDINGS
from archiver.source import Source

if TYPE_CHECKING:
    from archiver.metadata import Given

#: The name of standard output among the places that an export can go to.
STDOUT = "-"


#: How many characters without a font are named.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """What is to be done with every source of a call.

    Exports go below `folder`, named after their sources; with `file`, the one export that there is goes there, or to standard output for "-".
    `options` are writer options by their name (css ...); a format takes those that it knows. `from_record` says that the sources are records;
    `fetch_images` that pictures which lie elsewhere are to be fetched; `overwrite` that exports of other sources are written over; `temporary` is
    where temporary files go.
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
    file: Path | None = None
    overwrite: bool = False
    temporary: Path | None = None

    def target(self, job: Task, name: str) -> Path | None:
        """Where the export of a job in the format `name` goes; None for standard output."""
        from archiver.writers import WRITERS

        if self.file is not None:
            return self.file if str(self.file) != STDOUT else None
        return self.folder / f"{job.stem}{WRITERS[name].suffix}"


@dataclass(frozen=True, slots=True)
class Result:
    """How one source ended: the files it became, or the sentence and exit code of its failure. `trace` is for --debug.

    `weasyprint` is how many of the seconds went into PDFs by that engine; `crashed` says that the process ended with it.
    """

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
    weasyprint: float = 0.0
    crashed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the source came through."""
        return self.exit_code == 0

    @classmethod
    def of_crash(cls, source: str, exit_code: int) -> Result:
        """That of a source whose process ended without a word; `exit_code` is the process's, -N for signal N."""
        if exit_code == -signal.SIGKILL:
            failure: ArchiverError = SourceError(
                f"{source}: its process was killed, perhaps for want of memory.",
                "Convert it alone, or without the format that it died in.",
            )
        else:
            how = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
            failure = Defect(
                f"{source}: a defect of Archiver, or of a library that it uses, ended the process ({how}).",
                "Please report it with this file.",
            )
        return cls(source, error=str(failure), exit_code=failure.exit_code, crashed=True)


def called(source: str) -> str:
    """What messages call a source."""
    return "standard input" if source == STDIN else source


def open_source(name: str, url: str | None = None) -> Source:
    """The Source of a job's name: a file, a pipe that was named, or "-" for standard input. Raises SourceError and TooLarge."""
    try:
        if name == STDIN:
            if sys.stdin is None:
                raise SourceError("standard input: cannot be read: it is closed.", "Name a file.")
            data = safety.read_stream(sys.stdin.buffer, "standard input")
            return Source(name=STDIN, data=data, stem="stdin", url=url)
        path = Path(name)
        if path.is_fifo():
            with path.open("rb") as pipe:
                return Source(name=name, data=safety.read_stream(pipe, name), stem=path.stem, path=path, url=url)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise SourceError(f"{called(name)}: cannot be read: {reason}.", "Name a file.") from error
    return Source.from_file(path, url=url)


def write_standard_output(data: bytes) -> None:
    """Write a result to standard output, all of it. Raises UsageError when that is closed or full, ReaderGone when nobody reads it."""
    if sys.stdout is None:
        raise UsageError("standard output: cannot be written: it is closed.", "Name a file with -o.")
    try:
        sys.stdout.flush()
        try:
            handle = sys.stdout.fileno()
        except (OSError, ValueError):  # somebody caught it in memory
            sys.stdout.buffer.write(data)
            return
        # past Python's buffer, which would try again at the end of the process, and say so in its own words
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(handle, rest) :]
            except BlockingIOError:  # whoever shares it has set it not to wait
                select.select([], [handle], [])
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        raise UsageError(
            f"standard output: cannot be written: {error.strerror or error}.", "Make room or name a file with -o."
        ) from error


def load(source: Source, order: ConvertOptions) -> Article:
    """The validated Article of a source: normalized from a raw one, or read back from a record."""
    from archiver import pipeline, schema

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


def convert_one(job: Task, order: ConvertOptions) -> Result:
    """Carry out an order on one source. Raises nothing that belongs to the source: failures, also those that nobody foresaw, are outcomes."""
    start = time.perf_counter()
    made: list[Path] = []
    try:
        with guarded(called(job.source)):
            source = open_source(job.source, order.url)
            if not order.from_record:
                _require_free(job, order, source.sha256)
            article = load(source, order)
            if order.from_record:
                _require_free(job, order, _sha256(article))
            weasyprint = _export(article, job, order, made)
            notes = article.notes
            return Result(
                source=job.source,
                made=tuple(made),
                seconds=time.perf_counter() - start,
                findings=(
                    *((f.code, f.severity, f.text) for f in article.findings),
                    *font_findings(article, order.formats),
                ),
                removed=len(article.removals),
                notes=len(notes),
                missing=sum(note.status == "missing" for note in notes),
                weasyprint=weasyprint,
            )
    except ArchiverError as error:
        return Result(
            job.source, tuple(made), str(error), error.exit_code, traceback.format_exc(), time.perf_counter() - start
        )


def font_findings(article: Article, formats: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """What a PDF among the exports shows as numbers for want of a font, as findings (code, severity, text)."""
    if "pdf" not in formats:
        return ()
    from archiver.writers.shared.font_gaps import font_gaps

    found = []
    for gap in font_gaps(article):
        kind = FINDINGS["W001" if gap.requirement else "W002"]
        some = " ".join(gap.characters[:_NAMED]) + (" …" if len(gap.characters) > _NAMED else "")
        said = kind.sentence.format(scripts=", ".join(gap.scripts), characters=some, requirement=gap.requirement)
        found.append((kind.code, kind.severity, said))
    return tuple(found)


def _sha256(article: Article) -> str:
    source = article.root.find("a:provenance/a:source", NS)
    return source.get("sha256", "") if source is not None else ""


def _require_free(job: Task, order: ConvertOptions, sha256: str) -> None:
    """Raise UsageError when an export would take the place of what was made from another source."""
    if order.overwrite:
        return
    for name in order.formats:
        if (target := order.target(job, name)) is not None:
            require_free(target, sha256, called(job.source))


def _export(article: Article, job: Task, order: ConvertOptions, made: list[Path]) -> float:
    """Write all formats of one article; `made` gets the name of each. Where one fails, those already written stay: each is whole and valid by itself.

    Returns the seconds that went into PDFs by WeasyPrint.
    """
    from archiver.writers import WRITERS, export

    for name in order.formats:
        # said before anything is written: a source that is refused leaves nothing behind
        WRITERS[name].require_fitting(article)
    seconds = 0.0
    for name in order.formats:
        start = time.perf_counter()
        chosen = WRITERS[name]
        options = (
            {key: value for key, value in order.options.items() if key in chosen.options()} if order.options else {}
        )
        target = order.target(job, name)
        if target is None:
            stream = io.BytesIO()
            export(article, name, stream, **options)
            write_standard_output(stream.getvalue())
        else:
            export(article, name, target, **options)
            made.append(target)
        if name == "pdf" and order.options.get("engine", "weasyprint") == "weasyprint":
            seconds += time.perf_counter() - start
    return seconds
