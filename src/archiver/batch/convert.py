"""Conversion of one source, from its name to its exports. Arguments and results can be pickled for worker processes."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from archiver import safety
from archiver.article import Article, tag
from archiver.batch import fetched, kept
from archiver.batch.corrected import KeptRecord, keep_record, make_room
from archiver.batch.fetched import FetchOptions, Opened, RecordedGet
from archiver.batch.ledger import Companion, Output
from archiver.batch.ownership import require_free
from archiver.batch.plan import STDIN, Task
from archiver.batch.summary import Summary, companions_of, outputs_of, summary_of
from archiver.errors import (
    ArchiverError,
    Defect,
    DiskFull,
    NotAnArticle,
    OutputClosed,
    SourceError,
    UsageError,
    guarded,
)
from archiver.fetching import Exchange, checked, is_address, shown
from archiver.findings import FINDINGS
from archiver.source import Source

if TYPE_CHECKING:
    from archiver.metadata import Given

#: The name of standard output as a place for an export.
STDOUT = "-"


#: How many characters without a font a finding names.
_MAX_CHARACTERS_NAMED = 8


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """What to do with each source of a run.

    Exports go below `folder`, named after their sources. With `file` there is one export, which goes there; "-" is
    standard output. `writer_options` are options of writers by their name (`css` ...); each format takes those that it
    knows. With `from_record` the sources are records. With `fetch_images`, pictures on other servers are fetched and
    embedded. With `repair_encoding`, text that reads as encoded twice is mended without proof. `keep_source` keeps the bytes of each source beside its record, `save_warc` what was fetched. With `ignore_robots`, the sites of
    addresses are not asked for their rules; `turns` is a folder in which processes agree who fetches from a host. With `overwrite`, exports of other sources are replaced; with `overwrite_corrected`, records that somebody
    corrected. `agent` and `made` go into the provenance of records. `temporary` is the folder for temporary files. With `for_ledger`, results hold what the ledger of a
    batch keeps. With `store`, exports go below that address of a store, and `folder` stands for it.
    """

    folder: Path
    formats: tuple[str, ...]
    media_type: str | None = None
    url: str | None = None
    given: Given | None = None
    force: bool = False
    site_rules: Path | None = None
    repair_encoding: bool = False
    from_record: bool = False
    fetch_images: bool = False
    ignore_robots: bool = False
    keep_source: bool = False
    save_warc: bool = False
    turns: Path | None = None
    agent: str = ""
    made: str = ""
    writer_options: Mapping[str, Any] = field(default_factory=dict)
    file: Path | None = None
    overwrite: bool = False
    overwrite_corrected: bool = False
    temporary: Path | None = None
    for_ledger: bool = False
    store: str = ""

    def target(self, task: Task, name: str) -> Path | None:
        """Where the export of a task in the format `name` goes; None for standard output."""
        from archiver.writers import WRITERS

        if self.file is not None:
            return self.file if str(self.file) != STDOUT else None
        return self.folder / f"{task.stem}{WRITERS[name].suffix}"

    def record(self, task: Task) -> Path | None:
        """Where the record of a task stands or would stand, whether it is made or not: beside its exports; None when they
        go to standard output.
        """
        from archiver.writers import WRITERS

        target = self.target(task, self.formats[0])
        if target is None or self.file is None or "xml" in self.formats:
            return target and self.target(task, "xml")
        suffix = WRITERS[self.formats[0]].suffix
        return target.with_name(f"{target.name.removesuffix(suffix)}{WRITERS['xml'].suffix}")

    def changing_records(self) -> list[tuple[str, str]]:
        """The options of this call that change a record, by the names that its provenance has for them."""
        from archiver.metadata import Given

        options = [
            ("from", self.media_type or ""),
            ("url", self.url or ""),
            ("site-rules", str(self.site_rules or "")),
            ("repair-encoding", "yes" if self.repair_encoding else ""),
            *(self.given or Given()).named_values(),
            ("fetch-images", "yes" if self.fetch_images else ""),
            ("agent", self.agent),
        ]
        return [(name, value) for name, value in dict.fromkeys(options) if value]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one source: the files that were made, or the message and the exit code of its failure.

    `trace` is the traceback for --debug; `weasyprint` the seconds that went into PDFs by that engine; `kept` is the record that somebody
    corrected, from which the files were made; `passed_over` says that this page of a capture is no article.

    `ended` says how the process of the source ended without a result: "crash"; "killed", perhaps by the system for want of memory; "limit" when it
    reached a limit. Such a source is tried `again`; after the second try it is `quarantined`. `is_disk_full` says that no other source can be written
    either. `peak_memory` is in bytes, 0 when it was not measured.

    For the ledger of a batch: the `summary` of the article, the `outputs` with their hashes, and the SHA-256 and the size of the source and of the file
    that holds it, and the files `beside` it that were looked for.
    """

    source: str
    files: tuple[Path, ...] = ()
    error: str = ""
    exit_code: int = 0
    trace: str = ""
    seconds: float = 0.0
    findings: tuple[tuple[str, str, str], ...] = ()
    removed: int = 0
    notes: int = 0
    missing: int = 0
    weasyprint: float = 0.0
    kept: Path | None = None
    passed_over: bool = False
    ended: Literal["", "crash", "killed", "limit"] = ""
    again: bool = False
    quarantined: bool = False
    is_disk_full: bool = False
    peak_memory: int = 0
    summary: Summary = field(default_factory=Summary)
    outputs: tuple[Output, ...] = ()
    sha256: str = ""
    size: int = 0
    file_sha256: str = ""
    beside: tuple[Companion, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the source was converted."""
        return self.exit_code == 0 and not self.passed_over

    @classmethod
    def of_error(cls, source: str, error: ArchiverError, **values: Any) -> Result:
        """The result of a source that failed."""
        is_disk_full = isinstance(error, DiskFull)
        return cls(source, error=str(error), exit_code=error.exit_code, is_disk_full=is_disk_full, **values)

    @classmethod
    def of_crash(cls, source: str, exit_code: int) -> Result:
        """The result of a source whose process ended without a result; `exit_code` is that of the process, -N for
        signal N.
        """
        ended = "killed" if exit_code == -signal.SIGKILL else "crash"
        return cls.of_error(source, cls.crash(source, exit_code), ended=ended)

    @staticmethod
    def crash(source: str, exit_code: int) -> ArchiverError:
        """The error of a source whose process ended so."""
        if exit_code == -signal.SIGKILL:
            return SourceError(
                f"{source}: its process was killed, perhaps for want of memory.",
                "Convert it alone, or without the format that it died in.",
            )
        how = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
        return Defect(
            f"{source}: a defect of Archiver, or of a library that it uses, ended the process ({how}).",
            "Please report it with this file.",
        )


def name_in_messages(source: str) -> str:
    """The name of a source in messages: "standard input" for "-", and an address without what is secret in it."""
    return "standard input" if source == STDIN else shown(source) if is_address(source) else source


def open_source(
    name: str,
    url: str | None = None,
    media_type: str | None = None,
    fetch: FetchOptions | None = None,
    *,
    repair_encoding: bool = False,
) -> Source:
    """The Source for a name: a file, a named pipe, "-" for standard input, or with `fetch` an address. For a capture it is the page in it, or
    the one with the address `url`, unless `media_type` names another format. `repair_encoding` is what Source says of it.

    Raises SourceError and TooLarge, and UsageError for a capture of several pages without one of that address, and for an address without `fetch`.
    """
    return open_whole(name, url, media_type, fetch, repair_encoding=repair_encoding).source


def open_whole(
    name: str,
    url: str | None = None,
    media_type: str | None = None,
    fetch: FetchOptions | None = None,
    *,
    repair_encoding: bool = False,
) -> Opened:
    """The Source for a name, as `open_source` has it, with the file or the answer that it came out of."""
    opened = _open(name, url, media_type, fetch)
    return replace(opened, source=replace(opened.source, repair_encoding=True)) if repair_encoding else opened


def _open(name: str, url: str | None, media_type: str | None, fetch: FetchOptions | None) -> Opened:
    from archiver.readers import captures

    if is_address(name):
        if fetch is None:
            raise UsageError(f"{shown(name)}: this command fetches nothing.", "Save the page, and name the file.")
        return fetched.open_address(checked(name), url, media_type, fetch)
    is_file = name != STDIN and os.path.isfile(name)  # noqa: PTH113 - which says no of any name
    if is_file and (page := captures.only_page_of_file(Path(name), url, media_type)):
        return Opened(page, page)
    raw = kept.with_its_record(_raw_source(name, url))
    return Opened(captures.only_page(raw, media_type), raw)


def _raw_source(name: str, url: str | None) -> Source:
    """The Source with the bytes of a file, as they are."""
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
        raise SourceError(f"{name_in_messages(name)}: cannot be read: {reason}.", "Name a file.") from error
    return Source.from_file(path, url=url)


def write_standard_output(data: bytes) -> None:
    """Write all of `data` to standard output.

    Raises UsageError when standard output is closed or full, OutputClosed when the reading end of its pipe is closed.
    """
    if sys.stdout is None:
        raise UsageError("standard output: cannot be written: it is closed.", "Name a file with -o.")
    try:
        sys.stdout.flush()
        try:
            handle = sys.stdout.fileno()
        except (OSError, ValueError):  # standard output was replaced by a buffer in memory
            sys.stdout.buffer.write(data)
            return
        # Not through Python's buffer: at the end of the process it would try to write again, and print its own message.
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(handle, rest) :]
            except BlockingIOError:  # another process set it to non-blocking
                select.select([], [handle], [])
    except BrokenPipeError as error:
        raise OutputClosed from error
    except OSError as error:
        raise UsageError(
            f"standard output: cannot be written: {error.strerror or error}.", "Make room or name a file with -o."
        ) from error


def load(source: Source, options: ConvertOptions) -> Article:
    """The validated Article of a source: normalized from a raw source, or read from a record."""
    from archiver import pipeline, schema

    if options.from_record:
        article = Article.from_bytes(source.data, source.name)
        schema.require_valid(article)
        return article
    return pipeline.normalize(
        source, media_type=options.media_type, given=options.given, force=options.force, site_rules=options.site_rules,
        agent=options.agent, made=options.made,
    )  # fmt: skip


def with_pictures(article: Article) -> Article:
    """A copy of the article in which pictures on other servers are fetched and embedded; validated again."""
    return with_recorded_pictures(article, keep=False)[0]


def with_recorded_pictures(article: Article, *, keep: bool) -> tuple[Article, tuple[Exchange, ...]]:
    """The same, and with `keep` what went over the wire."""
    from archiver import fetching, schema

    fetcher = fetched.picture_fetcher()
    recorded = RecordedGet(fetcher)
    embedded = fetching.embed_pictures(article, recorded if keep else fetcher.get)
    schema.require_valid(embedded)
    return embedded, recorded.exchanges


def convert_one(task: Task, options: ConvertOptions) -> Result:
    """Convert one source. Every error that concerns the source, also an unforeseen one, becomes a failed Result instead
    of being raised.
    """
    start = time.perf_counter()
    files: list[Path] = []
    formats = options.formats
    try:
        with guarded(name_in_messages(task.name)):
            opened = _opened(task, options)
            source = opened.source
            beside = _Beside.of(task, opened, options)
            corrected = _kept_record(task, source, options)
            pictures: tuple[Exchange, ...] = ()
            if corrected is not None:
                options = replace(options, formats=tuple(name for name in options.formats if name != "xml"))
                article = corrected.article
            else:
                if not options.from_record:
                    _require_free(task, options, source.sha256)
                article = load(source, options)
                if options.fetch_images and not options.from_record:
                    article, pictures = with_recorded_pictures(article, keep=beside.warc is not None)
            if options.from_record or corrected is not None:
                _require_free(task, options, article.source.sha256)
            beside.write(opened, pictures)
            from archiver.writers.shared.remarks import listening

            with listening() as remarks:
                weasyprint = _export(article, task, options, files)
            files += beside.paths
            notes = article.notes
            ledger: dict[str, Any] = {}
            if options.for_ledger:
                ledger = {
                    "summary": summary_of(article),
                    "outputs": outputs_of(_by_format(task, options, formats, beside), options.folder),
                    "sha256": article.source.sha256 or source.sha256,
                    "size": article.source.bytes or len(source.data),
                    "file_sha256": opened.file_sha256,
                    "beside": companions_of(source),
                }
            return Result(
                source=task.name,
                files=tuple(files),
                seconds=time.perf_counter() - start,
                findings=(
                    *(corrected.findings() if corrected is not None else ()),
                    *((f.code, f.severity, f.text) for f in article.findings),
                    *font_findings(article, options.formats),
                    *formula_findings(article, options.formats),
                    *remarks,
                ),
                removed=len(article.removals),
                notes=len(notes),
                missing=sum(note.status == "missing" for note in notes),
                weasyprint=weasyprint,
                kept=corrected.path if corrected is not None else None,
                **ledger,
            )
    except NotAnArticle as error:
        if task.page is not None:
            return Result(task.name, passed_over=True, seconds=time.perf_counter() - start)
        return _failed(task, files, error, start)
    except ArchiverError as error:
        return _failed(task, files, error, start)


def _failed(task: Task, files: list[Path], error: ArchiverError, start: float) -> Result:
    return Result.of_error(
        task.name, error, files=tuple(files), trace=traceback.format_exc(), seconds=time.perf_counter() - start
    )


def _by_format(
    task: Task, options: ConvertOptions, formats: tuple[str, ...], beside: _Beside
) -> Iterator[tuple[str, Path]]:
    """The files of a task in the folder of a batch, each with its format; a corrected record that was kept is one of them."""
    for name in formats:
        if (target := options.target(task, name)) is not None:
            yield name, target
    for name, path in (("source", beside.source), ("warc", beside.warc)):
        if path is not None:
            yield name, path


def _opened(task: Task, options: ConvertOptions) -> Opened:
    """The Source of a task: a file, an address, or a page of a capture."""
    if task.page is None:
        if options.from_record:
            return open_whole(task.source, options.url, "record")
        fetch = FetchOptions(options.ignore_robots, options.save_warc, options.turns)
        return open_whole(task.source, options.url, options.media_type, fetch, repair_encoding=options.repair_encoding)
    from archiver.batch.captured import captured_page

    source = captured_page(task.source, task.page, options.url)
    return Opened(replace(source, repair_encoding=options.repair_encoding), source)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Where the bytes of a source and the WARC file of its fetch go; None for what is not kept."""

    source: Path | None = None
    warc: Path | None = None

    @classmethod
    def of(cls, task: Task, opened: Opened, options: ConvertOptions) -> _Beside:
        """What the options want. Raises UsageError when other files stand in these places."""
        record = options.record(task)
        if record is None or options.from_record:
            return cls()
        places = cls(
            kept.source_path(record, opened, options.media_type) if options.keep_source else None,
            kept.warc_path(record) if options.save_warc and opened.exchanges else None,
        )
        if not options.overwrite:
            name = name_in_messages(task.source)
            if places.source is not None:
                kept.require_place(places.source, opened.raw.data, name)
            if places.warc is not None:
                kept.require_place_of_warc(places.warc, opened.raw.sha256, name)
        return places

    def write(self, opened: Opened, pictures: tuple[Exchange, ...]) -> None:
        """Write both. Raises UsageError when one cannot be written."""
        if self.source is not None:
            kept.keep_source(self.source, opened.raw.data)
        if self.warc is not None:
            kept.keep_warc(self.warc, opened, pictures)

    @property
    def paths(self) -> list[Path]:
        """The files that were written."""
        return [path for path in (self.source, self.warc) if path is not None]


#: The formats that set formulas as mathematics.
_SET_FORMULAS = frozenset(("pdf", "epub", "html", "docx", "odt"))


def font_findings(article: Article, formats: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Findings (code, severity, text) for characters that a PDF shows as numbers, because no font for them is
    installed.
    """
    if "pdf" not in formats:
        return ()
    from archiver.writers.shared.fonts.gaps import font_gaps

    found = []
    for gap in font_gaps(article):
        kind = FINDINGS["W001" if gap.requirement else "W002"]
        characters = " ".join(gap.characters[:_MAX_CHARACTERS_NAMED]) + (
            " …" if len(gap.characters) > _MAX_CHARACTERS_NAMED else ""
        )
        text = kind.sentence.format(scripts=", ".join(gap.scripts), characters=characters, requirement=gap.requirement)
        found.append((kind.code, kind.severity, text))
    return tuple(found)


def formula_findings(article: Article, formats: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Findings (code, severity, text) for formulas that exports show as TeX."""
    if _SET_FORMULAS.isdisjoint(formats) or next(article.root.iter(tag("formula")), None) is None:
        return ()
    from archiver.writers.formulas.translation import sources_not_set

    sources = sources_not_set(article)
    if not sources:
        return ()
    kind = FINDINGS["W003"]
    examples = ", ".join(source if len(source) <= 60 else f"{source[:59]}…" for source in sources[:3])
    text = kind.sentence.format(count=len(sources), examples=examples)
    return ((kind.code, kind.severity, text),)


def _kept_record(task: Task, source: Source, options: ConvertOptions) -> KeptRecord | None:
    """The corrected record of a raw source, from which the exports are made; None when a new record is made."""
    record = options.record(task)
    if options.from_record or options.overwrite_corrected or record is None:
        return None
    return keep_record(record, source, options.changing_records())


def _require_free(task: Task, options: ConvertOptions, sha256: str) -> None:
    """Raise UsageError when an export would replace a file that was made from another source."""
    if options.overwrite:
        return
    for name in options.formats:
        target = options.target(task, name)
        if target is not None and not (task.own and target.relative_to(options.folder).as_posix() in task.own):
            require_free(target, sha256, name_in_messages(task.source), task.earlier)


def _export(article: Article, task: Task, options: ConvertOptions, files: list[Path]) -> float:
    """Write all formats of one article, and add each path to `files`. Returns the seconds that went into PDFs by
    WeasyPrint.

    When a format fails, the files that were written before stay: each is complete and valid.
    """
    from archiver.writers import WRITERS, export

    for name in options.formats:
        # All formats are checked first: a source that is refused leaves no files behind.
        WRITERS[name].require_fitting(article)
    seconds = 0.0
    for name in options.formats:
        start = time.perf_counter()
        writer = WRITERS[name]
        options_of_format = (
            {key: value for key, value in options.writer_options.items() if key in writer.options()}
            if options.writer_options
            else {}
        )
        target = options.target(task, name)
        if target is None:
            stream = io.BytesIO()
            export(article, name, stream, **options_of_format)
            write_standard_output(stream.getvalue())
        else:
            if name != "xml" or make_room(target, article.xml(), overwrite_corrected=options.overwrite_corrected):
                export(article, name, target, **options_of_format)
            files.append(target)
        if name == "pdf" and options.writer_options.get("engine", "weasyprint") == "weasyprint":
            seconds += time.perf_counter() - start
    return seconds
