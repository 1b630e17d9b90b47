"""Which sources a call names, and what the exports of each are called. No two sources of a run ever write the same file."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archiver.batch.names import Named, stems
from archiver.errors import ArchiverError, SourceError, UsageError
from archiver.readers import SUFFIXES

STDIN = "-"
#: Names of open files of whatever process asks: "-", /dev/stdin, and what a shell puts for `<(...)`.
_OPEN_FILE = re.compile(r"-|/dev/stdin|/(?:dev|proc/self)/fd/\d+")


@dataclass(frozen=True, slots=True)
class Task:
    """One source and the name of its exports below the export folder, without an ending ("folder/page")."""

    source: str
    stem: str


def is_open_file(source: str) -> bool:
    """Whether a source is an open file of this process, standard input for one: another process has another file under that name."""
    return _OPEN_FILE.fullmatch(source) is not None


@dataclass(slots=True)
class Plan:
    """What a call comes to: its jobs; the names and folders that can't be read, with why; and how many things in folders are no sources, by kind."""

    jobs: list[Task] = field(default_factory=list)
    failures: list[tuple[str, ArchiverError]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Task]:
        return iter(self.jobs)


def plan(
    names: Sequence[str],
    suffixes: Iterable[str] = SUFFIXES,
    *,
    but_not: Iterable[str] = (),
    exports: Path | None = None,
) -> Plan:
    """The jobs that names of files and folders stand for; "-" is standard input.

    Folders are searched to any depth for files with one of `suffixes`, and their inner folders are mirrored in the names. A file named twice
    is one job. What lies below `exports`, where that is a folder inside of one that is searched, is no source, nor are names that end in one of
    `but_not`. A name that leads nowhere, and a folder that can't be read, is a failure of its own. Raises UsageError for an address (pages are not
    fetched).
    """
    made = Plan()
    search = _Search(frozenset(suffixes), tuple(but_not), exports, made)
    found: dict[str, Named] = {}
    for name in names:
        if name == STDIN:
            found.setdefault(STDIN, Named(STDIN, PurePosixPath("stdin"), STDIN))
            continue
        if "://" in name:
            raise UsageError(
                f"{name}: pages are not fetched.", "Save it from the browser, and give its address with --url."
            )
        path = Path(name)
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            real = path.resolve()
        except (OSError, ValueError, RuntimeError) as error:
            made.failures.append((name, _unreadable(path, error)))
            continue
        if is_folder:
            for file, there in search.below(path, real):
                inside = PurePosixPath(file.relative_to(path).as_posix())
                found.setdefault(
                    str(there), Named(str(file), inside.with_suffix(""), f"{real.name}/{inside}", file.suffix)
                )
        else:
            folder = path.parent.resolve().name
            found.setdefault(
                str(real), Named(str(path), PurePosixPath(path.stem), f"{folder}/{path.name}", path.suffix)
            )
    sources = list(found.values())
    made.jobs = [Task(source.name, stem) for source, stem in zip(sources, stems(sources), strict=True)]
    return made


def require_apart(targets: Iterable[Path], sources: Iterable[str]) -> None:
    """Raise UsageError when an export would be written over one of the sources: it would be gone before anybody saw the result."""
    real = {_resolved(Path(source)) for source in sources if source != STDIN}
    folders: dict[Path, Path] = {}
    for target in targets:
        folder = target.parent
        if folder not in folders:
            folders[folder] = _resolved(folder)
        there = target.resolve() if target.is_symlink() else folders[folder] / target.name
        if there in real:
            raise UsageError(f"{target}: this export would be written over a source.", "Name another folder with -o.")


def _resolved(path: Path) -> Path:
    """Where a path really is. Raises UsageError when that cannot be told: a relative one in a working folder that is gone, links that lead round."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(
            f"{path}: cannot be reached: {reason}.", "Change to a folder that exists, or name another."
        ) from error


def _unreadable(path: Path, error: Exception) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{path}: cannot be read: it does not exist.", "Check the name.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return SourceError(f"{path}: cannot be read: {reason}.", "Check its name and permissions.")


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for sources in folders."""

    suffixes: frozenset[str]
    but_not: tuple[str, ...]
    exports: Path | None
    plan: Plan

    def below(self, folder: Path, root: Path) -> list[tuple[Path, Path]]:
        """The sources below a folder in a fixed order, each as it is called and where it really is; `root` is where the folder really is.

        Hidden files and the folders of saved pages' parts (NAME_files) are none. A link is one where it leads to a file inside of the folder: what
        lies outside was not named, and links to folders would lead round in circles.
        """
        exports = self._exports_inside(root)
        files: list[Path] = []
        links: list[tuple[Path, Path]] = []
        folders = [folder]
        while folders:
            place = folders.pop()
            try:
                with os.scandir(place) as listed:
                    entries = [entry for entry in listed if not entry.name.startswith(".")]
            except OSError as error:
                self.plan.failures.append((str(place), _unreadable(place, error)))
                continue
            for entry in entries:
                path = place / entry.name
                if entry.is_symlink():
                    if (target := self._target(path, root, exports)) is not None:
                        links.append((path, target))
                elif entry.is_dir(follow_symlinks=False):
                    if not entry.name.endswith("_files") and (
                        exports is None or root / path.relative_to(folder) != exports
                    ):
                        folders.append(path)
                elif self._is_wanted(path) and entry.is_file(follow_symlinks=False):
                    files.append(path)
        real = [(path, root / path.relative_to(folder)) for path in sorted(files)]
        # A file comes under its own name, and only if it has none here (it is hidden, say) under that of a link.
        return real + sorted(links)

    def _exports_inside(self, root: Path) -> Path | None:
        if self.exports is None:
            return None
        exports = _resolved(self.exports)
        return exports if root in exports.parents else None

    def _target(self, link: Path, root: Path, exports: Path | None) -> Path | None:
        """The file that a link stands for, if it is a source."""
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):  # Python before 3.13 says RuntimeError of links that lead round
            self.plan.passed_over["dead links"] += 1
            return None
        if root not in target.parents:
            if target != root:
                self.plan.passed_over["links that lead out of the folder"] += 1
            return None
        if exports is not None and exports in target.parents:
            return None
        return target if target.is_file() and self._is_wanted(link) else None

    def _is_wanted(self, path: Path) -> bool:
        suffix = path.suffix.lower()
        if suffix in self.suffixes and not path.name.lower().endswith(self.but_not):
            return True
        self.plan.passed_over[suffix or "files without an ending"] += 1
        return False
