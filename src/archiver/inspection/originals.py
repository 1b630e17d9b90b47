"""The source of a record: where it is, and the record that the program makes of it today."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from archiver import fetching, pipeline
from archiver.article import Article
from archiver.draft import Draft
from archiver.errors import ArchiverError, UsageError
from archiver.metadata import GIVEN_URL, Given
from archiver.readers import READERS, captures
from archiver.source import Source

#: Options of a conversion that cannot be repeated, and why.
NOT_REPEATABLE = {
    "site-rules": "the rules of a site are not in the record",
    "fetch-images": "nothing is fetched for a comparison",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that may have been the source: it is not there, or it holds other bytes."""

    file: str
    state: Literal["not there", "other bytes"]


@dataclass(frozen=True, slots=True)
class Remade:
    """What the program makes of the source of a record today: the draft, its record read as from a file, and the options
    of the former conversion that could not be repeated.
    """

    draft: Draft
    article: Article
    not_repeated: tuple[str, ...]


def find(article: Article, record_path: Path | None) -> tuple[Source | None, tuple[Looked, ...]]:
    """The source of a record, and the files that are not it. It is looked for under its name beside the record, in the
    working folder, and in the folder above the record's, and under the name that --keep-source gives it; it counts only with the SHA-256
    that the record names.
    """
    looked: list[Looked] = []
    for path in (*_candidates(article.source.capture or article.source.href, record_path), *_kept(record_path)):
        try:
            source = in_capture(article, path) if article.source.capture else Source.from_file(path)
        except ArchiverError:
            # a folder, a device, a file that may not be read or is too large: none of them is the source
            looked.append(Looked(str(path), "not there"))
            continue
        if source is not None and source.sha256 == article.source.sha256:
            return fetching.as_fetched(article, source), tuple(looked)
        looked.append(Looked(str(path), "other bytes"))
    return None, tuple(looked)


def in_capture(article: Article, path: Path) -> Source | None:
    """The page that a record was made from, in the web capture that a file is; None when the capture does not hold it, and for any other file.

    Raises SourceError for a file that cannot be read.
    """
    pages = captures.pages_at(path, article.source.href)
    return next((page for page in pages if page.sha256 == article.source.sha256), None)


def _candidates(name: str, record_path: Path | None) -> Iterator[Path]:
    """Where the source may be. A record is data from outside: its name for the source may lead nowhere else."""
    if name in ("", ".", "..") or Path(name).name != name or "\\" in name or "\0" in name:
        return
    folders = [Path()]
    if record_path is not None:
        folder = record_path.parent
        folders = [folder, Path(), Path(os.path.normpath(folder / ".."))]
    seen: set[str] = set()
    for folder in folders:
        place = os.path.abspath(folder)  # noqa: PTH100 - resolve() would follow links
        if place not in seen:
            seen.add(place)
            yield folder / name


def _kept(record_path: Path | None) -> list[Path]:
    """The files beside a record that --keep-source may have written."""
    if record_path is None:
        return []
    prefix = f"{record_path.name.removesuffix('.xml')}.source."
    try:
        return sorted(path for path in record_path.parent.iterdir() if path.name.startswith(prefix))
    except OSError:
        return []


def require_same(article: Article, source: Source, record_name: str) -> None:
    """Raise UsageError when a source is not the one that a record was made from."""
    if source.sha256 != article.source.sha256:
        raise UsageError(
            f"{source.name}: this is not the source of {record_name}: its SHA-256 is {source.sha256}, "
            f"and the record names {article.source.sha256 or 'none'}.",
            "Name the file that the record was made from.",
        )


def make_again(article: Article, source: Source) -> Remade:
    """The record that the program makes of a source today, with the options that the provenance of a record names.

    Raises UsageError for an option that no conversion can have had, and what `pipeline.prepare` raises.
    """
    options = list(article.tool.options)
    urls = [value for name, value in options if name == "url"]
    given_url = next((value for name, value in options if name == GIVEN_URL), "")
    # records of an earlier day name an address of a metadata file `url` too
    if not given_url and urls and (len(urls) > 1 or _is_given(article, "url")):
        given_url = urls.pop()
    values: dict[str, object] = {"url": given_url}
    for name, value in options:
        if name in ("author", "keyword"):
            values[name] = [*_list(values.get(name)), value]
        elif name not in ("from", "url", GIVEN_URL, "force", "repair-encoding", *NOT_REPEATABLE):
            values[name] = value
    try:
        given = Given.from_mapping(values).checked(lambda field: f"the option {field}")
    except ValueError as error:
        raise UsageError(f"the option {error.args[0]} is not known.", "Correct it in the record.") from error
    media_type = next((value for name, value in options if name == "from"), "") or article.source.media_type
    known = {name for reader in READERS for name in (reader.name, reader.media_type)}
    own = source.capture.address if source.capture is not None else ""
    draft = pipeline.prepare(
        replace(source, url=urls[0] if urls else own or None, repair_encoding=("repair-encoding", "yes") in options),
        media_type=media_type if media_type in known else None,
        given=given if given != Given() else None,
        # It was made from this source, so an article was found in it, or it was forced.
        force=True,
    )
    made = pipeline.finish(draft, pipeline.conversion())
    not_repeated = tuple(dict.fromkeys(name for name, _ in options if name in NOT_REPEATABLE))
    return Remade(draft, Article.from_bytes(made.xml(), "the record made again"), not_repeated)


def _is_given(article: Article, field: str) -> bool:
    return any(evidence.field == field and evidence.rule == "given" for evidence in article.evidence)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def differing_program(article: Article, made: Article) -> tuple[str, ...]:
    """What the running program has otherwise than the one that made a record: "version", "rules", "model", "parser"."""
    return tuple(
        name
        for name in ("version", "rules", "model", "parser")
        if getattr(article.tool, name) != getattr(made.tool, name)
    )
