"""Which sources a call names, and what the exports of each are called. No two sources ever write the same file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archiver.errors import SourceError, UsageError
from archiver.readers import SUFFIXES

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Job:
    """One source and the name of its exports below the export folder, without an ending ("folder/page")."""

    source: str
    stem: str


def plan(names: Sequence[str], suffixes: Iterable[str] = SUFFIXES) -> list[Job]:
    """The jobs that names of files and folders stand for; "-" is standard input.

    Folders are searched to any depth for files with one of `suffixes`, and their inner folders are mirrored in the names. A file named twice
    is one job. Raises UsageError for an address (pages are not fetched), SourceError for a name that does not exist.
    """
    wanted = frozenset(suffixes)
    found: dict[str, tuple[str, PurePosixPath, str]] = {}
    for name in names:
        if name == STDIN:
            found.setdefault(STDIN, (STDIN, PurePosixPath("stdin"), ""))
            continue
        if "://" in name:
            raise UsageError(
                f"{name}: pages are not fetched.", "Save it from the browser, and give its address with --url."
            )
        path = Path(name)
        if path.is_dir():
            for file in _files_below(path, wanted):
                inside = PurePosixPath(file.relative_to(path).as_posix())
                found.setdefault(str(file.resolve()), (str(file), inside.with_suffix(""), file.suffix))
        elif path.exists():
            found.setdefault(str(path.resolve()), (str(path), PurePosixPath(path.stem), path.suffix))
        else:
            raise SourceError(f"{path}: cannot be read: it does not exist.", "Check the name.")
    return _name(list(found.values()))


def require_apart(jobs: Iterable[Job], folder: Path, endings: Iterable[str]) -> None:
    """Raise UsageError when an export would be written over one of the sources: it would be gone before anybody saw the result."""
    endings = tuple(endings)
    sources = {Path(job.source).resolve() for job in jobs if job.source != STDIN}
    for job in jobs:
        for ending in endings:
            target = folder / f"{job.stem}{ending}"
            if target.resolve() in sources:
                raise UsageError(
                    f"{target}: this export would be written over a source.", "Name another folder with -o."
                )


def _files_below(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    """The sources below a folder in a fixed order. Hidden files and the folders of saved pages' parts (NAME_files) are none."""
    files = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if any(part.startswith(".") for part in inside) or any(part.endswith("_files") for part in inside[:-1]):
            continue
        if path.suffix.lower() in suffixes and path.is_file():
            files.append(path)
    return files


def _name(sources: list[tuple[str, PurePosixPath, str]]) -> list[Job]:
    """Give each source its stem; where two would share one, each gets its ending too, and then a number."""
    counts = Counter(str(stem).casefold() for _, stem, _ in sources)
    taken: set[str] = set()
    jobs = []
    for source, stem, suffix in sources:
        name = str(stem)
        if counts[name.casefold()] > 1 and suffix:
            name = f"{name}-{suffix[1:].lower()}"
        candidate, number = name, 1
        while candidate.casefold() in taken or (number > 1 and candidate.casefold() in counts):
            number += 1
            candidate = f"{name}-{number}"
        taken.add(candidate.casefold())
        jobs.append(Job(source, candidate))
    return jobs
