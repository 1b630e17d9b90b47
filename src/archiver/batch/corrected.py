"""Records that somebody corrected: they are kept, and the other formats are made from them.

A record was corrected when its digest does not fit the rest of the file (record_file.py). A record without a digest may
have been corrected too. A file that was a record and cannot be read any more counts as corrected: it may hold hours of
somebody's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver import pipeline, safety, schema
from archiver.article import NAMESPACE, Article
from archiver.batch.plan import STDIN
from archiver.errors import ArchiverError, InvalidResult, Malformed, UsageError
from archiver.findings import FINDINGS
from archiver.source import Source
from archiver.version import __version__
from archiver.writers.shared.whole_files import is_stream, write_whole

#: These options change some records and others not, and only a conversion would tell.
_FOLLOWED_ONLY_SOMETIMES = frozenset(("force", "site-rules"))
#: A record names these options only when they changed it.
_WITHOUT_EFFECT_ON_SOME = frozenset(("from", "fetch-images", "repair-encoding", "site-rules"))
#: What a metadata file sets and no option does, by the names that the provenance has.
_OF_METADATA_FILE = {
    "given-url": "url",
    **{name: name for name in ("subtitle", "modified", "abstract", "keyword", "doi")},
}
_START_ANEW = "Or start anew with --overwrite-corrected, which keeps it as {name}.bak."


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A corrected record in the place of an export, and what a new conversion would have changed besides the corrections."""

    path: Path
    article: Article
    not_done: tuple[str, ...]

    def findings(self) -> tuple[tuple[str, str, str], ...]:
        """What the user should know: code, severity and text of each finding."""
        if self.article.digest:
            reason = "somebody corrected it (its digest no longer fits)"
        else:
            reason = "it has no digest, so nobody can tell whether somebody corrected it"
        found = [("R002", {"record": str(self.path), "reason": reason})]
        if self.not_done:
            found.append(("R003", {"changes": "; ".join(self.not_done)}))
        return tuple(
            (code, FINDINGS[code].severity, FINDINGS[code].sentence.format(**values)) for code, values in found
        )


def keep_record(path: Path, source: Source, wanted: Sequence[tuple[str, str]]) -> KeptRecord | None:
    """The corrected record at `path`, when it is the record of this source; None when a new one may be written.

    `wanted` are the options of this call that change a record, by the names that the provenance has for them. A record
    of another state of the source counts, if the file has the same name: the source was saved again.

    Raises Malformed or InvalidResult for a record that was corrected and is broken, UsageError for a corrected record of
    another source.
    """
    article = corrected_record(path)
    if article is None:
        return None
    same_bytes = article.source.sha256 == source.sha256
    if not same_bytes and (source.name == STDIN or article.source.href != source.href):
        raise UsageError(
            f"{path}: this record was corrected by hand, and it was not made from {_name(source)}, so it is not replaced.",
            f"Name another folder with -o. {_start_anew(path)}",
        )
    try:
        schema.require_valid(article)
    except InvalidResult as error:
        raise InvalidResult(
            f"{path}: this record was corrected by hand, and it is kept, but no export can be made from it: {error.message}",
            f"{error.remedy} {_start_anew(path)}",
        ) from error
    return KeptRecord(path, article, tuple(_not_done(article, source, wanted)))


def corrected_record(path: Path) -> Article | None:
    """The record at `path` if somebody corrected it; None when no file is there, or one that is no record, or a record as
    Archiver wrote it.

    Raises Malformed for a record that is not well-formed any more, and SourceError when the file cannot be read.
    """
    article = _record(path)
    return article if article is not None and article.corrected else None


def make_room(path: Path, new: bytes, *, overwrite_corrected: bool) -> bool:
    """Whether a new record is to be written to `path`: not when the file there says the same, perhaps in another layout.

    A record that somebody corrected is kept beside the new one with `overwrite_corrected`: as NAME.xml.bak, or with a
    number behind it when another record has that name. Without it, UsageError is raised. A record that cannot be read
    any more counts as corrected.
    """
    try:
        article = _record(path)
    except ArchiverError as error:
        if not overwrite_corrected:
            raise UsageError(error.message, error.remedy) from error
        _back_up(path)
        return True
    if article is None:
        return True
    if article.xml() == new:
        return False
    if article.corrected:
        if not overwrite_corrected:
            raise UsageError(
                f"{path}: this record was corrected by hand, so it is not replaced.",
                f"Name another place with -o. {_start_anew(path)}",
            )
        _back_up(path)
    return True


def _record(path: Path) -> Article | None:
    """The record at `path`; None when no file is there, or one that is no record. Raises what `corrected_record` raises."""
    if not path.is_file() or is_stream(path) or not path.stat().st_size:
        return None
    data = safety.read_file(path)
    try:
        return Article.from_bytes(data, str(path))
    except ArchiverError as error:
        if NAMESPACE.encode() not in data:
            return None
        raise Malformed(
            f"{path}: this record was changed by hand, and it is kept, but it cannot be read any more: "
            f"{error.message.removeprefix(f'{path}: ')}",
            f"{error.remedy} {_start_anew(path)}",
        ) from error


def _back_up(path: Path) -> None:
    data = path.read_bytes()
    number = 1
    while True:
        kept = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not kept.exists():
            write_whole(kept, data)
            return
        if kept.is_file() and kept.read_bytes() == data:
            return
        number += 1


def _start_anew(path: Path) -> str:
    return _START_ANEW.format(name=path.name)


def _name(source: Source) -> str:
    return "standard input" if source.name == STDIN else source.name


def _not_done(article: Article, source: Source, wanted: Iterable[tuple[str, str]]) -> Iterable[str]:
    """What a new conversion would have changed besides the corrections: another source, other options, another version."""
    recorded, tool = article.source, article.tool
    if recorded.sha256 != source.sha256:
        yield f"the source is another one now (SHA-256 {source.sha256[:12]}…; the record was made from {recorded.sha256[:12]}…)"
    # a date of another day is no news
    agent = [("agent", article.agent)] if article.agent else []
    before, now = dict.fromkeys((*tool.options, *agent)), dict.fromkeys(wanted)
    for name, value in now:
        if name in _WITHOUT_EFFECT_ON_SOME and not _would_change(article, source, name, value):
            continue
        if (name, value) not in before and not (name in _FOLLOWED_ONLY_SOMETIMES and name in dict(before)):
            yield f'{_called(name)} "{value}"'
    names_now = {name for name, _ in now}
    for name in dict.fromkeys(name for name, _ in before):
        if name not in names_now and name not in _FOLLOWED_ONLY_SOMETIMES:
            yield f"no {_called(name)}, which the record was made with"
    if tool.version != __version__:
        yield f"version {__version__} of Archiver (the record was made by {tool.version})"
    elif tool.rules != f"sha256:{pipeline.rules_digest()}" or (
        tool.model and tool.model != f"sha256:{pipeline.model_digest()}"
    ):
        yield f"other rules of Archiver {__version__}"


def _called(name: str) -> str:
    """What the user calls an option of the provenance."""
    return f"{_OF_METADATA_FILE[name]} in a metadata file" if name in _OF_METADATA_FILE else f"--{name}"


def _would_change(article: Article, source: Source, name: str, value: str) -> bool:
    """Whether an option of `_WITHOUT_EFFECT_ON_SOME` changes the record of this source."""
    from archiver import fetching, readers

    if name == "from":
        return readers.is_chosen_otherwise(source, value)
    if name == "site-rules":
        try:
            draft = pipeline.prepare(source, force=True, site_rules=Path(value))
        except ArchiverError:
            return True  # the user should see what is wrong with them
        return any(name == "site-rules" for name, _ in draft.options)
    return fetching.has_linked_pictures(article)
