"""The plan of a run: the sources that the call names, and the name of the exports of each. No two sources of a run
write the same file.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath

from archiver import safety
from archiver.batch.names import Named, stems
from archiver.errors import ArchiverError, SourceError, UsageError, guarded
from archiver.fetching import checked, is_address, shown
from archiver.readers import SUFFIXES, TEXT_SUFFIXES, captures, html, kinds
from archiver.readers.captures import CapturedPage, CaptureFile
from archiver.readers.captures.names import stem_of, stem_of_member
from archiver.readers.own_exports import names_checksum
from archiver.saved.folders import is_saved_folder

STDIN = "-"
#: Names of files in light markup that tell of a folder or a project.
_ABOUT_THE_FOLDER = frozenset(("readme", "license", "licence", "changelog", "contributing", "code_of_conduct"))
#: The name of the source in a record, and its checksum.
_SOURCE_OF_RECORD = re.compile(rb'<source [^>]*?href="([^"]*)"[^>]*?sha256="([0-9a-f]{64})"')
#: How many files of a kind that was passed over are named.
_MOST_EXAMPLES = 3
#: How many bytes of such a file are read to tell its kind.
_SNIFF = 4096
#: Names of open files of the calling process: "-", /dev/stdin, and what a shell writes for `<(...)`.
_OPEN_FILE = re.compile(r"-|/dev/stdin|/(?:dev|proc/self)/fd/\d+")
#: A name that somebody may have meant as an address: a host and a path, or a host that begins with "www.".
_BARE_ADDRESS = re.compile(r"www\.[\w-]+\.|(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?/")


@dataclass(frozen=True, slots=True)
class Task:
    """One source, and the name of its exports below the export folder without an ending ("folder/page").

    `page` is the page in a capture of several pages; else None.
    """

    source: str
    stem: str
    page: CapturedPage | None = None

    @property
    def name(self) -> str:
        """Its name in messages; no two tasks of a run have the same."""
        return self.source if self.page is None else f"{self.source} ({self.page.name})"


def is_open_file(source: str) -> bool:
    """Whether a source is an open file of this process, such as standard input. In another process the same name is
    another file.
    """
    return _OPEN_FILE.fullmatch(source) is not None


@dataclass(slots=True)
class Plan:
    """The tasks of a run; the names and folders that cannot be read, each with its error; how many files in folders were passed over, by kind, and the
    names of the first of each kind.
    """

    tasks: list[Task] = field(default_factory=list)
    failures: list[tuple[str, ArchiverError]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def pass_over(self, kind: str, name: str) -> None:
        """Count a file that is no source of the run."""
        self.passed_over[kind] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < _MOST_EXAMPLES:
            examples.append(name)

    def __iter__(self) -> Iterator[Task]:
        return iter(self.tasks)


def make_plan(
    names: Sequence[str],
    suffixes: Iterable[str] = SUFFIXES,
    *,
    excluded_suffixes: Iterable[str] = (),
    exports: Path | None = None,
    expand: bool = True,
    fetch: bool = True,
    url: str | None = None,
) -> Plan:
    """The plan for the names of files and folders; "-" is standard input, and `https://…` is a web address: a task with `fetch`, else a failure.

    Folders are searched to any depth for files with one of `suffixes`, without those that end in one of
    `excluded_suffixes`; the names of exports mirror the folders. A file that is named twice is one task. If a
    searched folder contains `exports`, the files below `exports` are not sources. Each name that does not exist, and
    each folder that cannot be read, is a failure of its own. With `expand`, each page of a capture of several pages is a
    task; with `url`, only the page with that address. Nothing is fetched here: the name of the exports of an address comes from the address.
    Raises UsageError for a capture without a page of the address `url`.
    """
    plan = Plan()
    search = _Search(frozenset(suffixes), tuple(excluded_suffixes), exports, plan)
    sources_by_path: dict[str, Named] = {}
    for name in names:
        if name == STDIN:
            sources_by_path.setdefault(STDIN, Named(STDIN, PurePosixPath("stdin"), STDIN))
            continue
        if is_address(name):
            try:
                address = _address(name, fetch=fetch)
            except ArchiverError as error:
                plan.failures.append((shown(name), error))
            else:
                sources_by_path.setdefault(address, Named(address, stem_of(address) or PurePosixPath("page"), address))
            continue
        path = Path(name)
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            real = path.resolve()
        except (OSError, ValueError, RuntimeError) as error:
            plan.failures.append((name, _unreadable(path, error)))
            continue
        if is_folder:
            for file, real_path in search.below(path, real):
                relative = PurePosixPath(file.relative_to(path).as_posix())
                sources_by_path.setdefault(
                    str(real_path), Named(str(file), relative.with_suffix(""), f"{real.name}/{relative}", file.suffix)
                )
        else:
            folder = path.parent.resolve().name
            sources_by_path.setdefault(
                str(real), Named(str(path), PurePosixPath(path.stem), f"{folder}/{path.name}", path.suffix)
            )
    tasks = [task for source in sources_by_path.values() for task in _tasks_of(source, plan, expand=expand, url=url)]
    names_of_exports = stems([named for named, _, _ in tasks])
    plan.tasks = [Task(source, stem, page) for (_, source, page), stem in zip(tasks, names_of_exports, strict=True)]
    return plan


def _address(name: str, *, fetch: bool) -> str:
    """The address that a name is. Raises Forbidden for one that is never fetched, and UsageError for any without `fetch`."""
    if not fetch:
        raise UsageError(f"{shown(name)}: records are not fetched.", "Download it, and name the file.")
    return checked(name)


def _tasks_of(
    named: Named, plan: Plan, *, expand: bool, url: str | None
) -> Iterator[tuple[Named, str, CapturedPage | None]]:
    """The tasks of one file, each with what its name is made from: one for each page of a capture of several pages, else one.

    With `expand`, captures are opened. One that cannot be read is a failure of the plan, and so is each broken part, unless `url` chooses one page.
    """
    path = Path(named.name)
    is_file = named.name != STDIN and not is_address(named.name) and path.is_file()
    form = captures.format_of_several(path) if expand and is_file else None
    if form is None:
        yield named, named.name, None
        return
    try:
        with guarded(named.name):
            pages = captures.open_capture(CaptureFile.from_path(path), form)
    except ArchiverError as error:
        plan.failures.append((named.name, error))
        return
    chosen = pages.pages
    if url and len(chosen) > 1:
        chosen = [pages.page_at(url)]
    else:
        plan.failures += pages.failures
        plan.passed_over.update(pages.passed_over)
    # a file that is one page without an address is like any other source
    is_page = len(pages.pages) == 1 and not pages.failures and pages.file.size <= safety.MAX_BYTES
    for page in chosen:
        if (stem := stem_of(page.address)) is not None:
            stem = named.stem.parent / stem
        elif len(chosen) == 1:
            stem = named.stem
        else:
            stem = named.stem / stem_of_member(page.key)
        if is_page and not page.address:
            yield named, named.name, None
        else:
            yield Named(f"{named.name} ({page.key})", stem, f"{named.path}/{page.key}"), named.name, page
    pages.close()


def require_apart(targets: Iterable[Path], sources: Iterable[str]) -> None:
    """Raise UsageError when an export would replace one of the sources, which would be lost."""
    # a source may have thousands of pages
    real = {_resolve(Path(source)) for source in set(sources) if source != STDIN and not is_address(source)}
    folders: dict[Path, Path] = {}
    for target in targets:
        folder = target.parent
        if folder not in folders:
            folders[folder] = _resolve(folder)
        real_path = target.resolve() if target.is_symlink() else folders[folder] / target.name
        if real_path in real:
            raise UsageError(f"{target}: this export would overwrite a source.", "Name another folder with -o.")


def _resolve(path: Path) -> Path:
    """The real path. Raises UsageError when it cannot be found: a relative path in a deleted working folder, or links
    in a circle.
    """
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(
            f"{path}: cannot be reached: {reason}.", "Change to a folder that exists, or name another."
        ) from error


def _unreadable(path: Path, error: Exception) -> SourceError:
    if isinstance(error, FileNotFoundError):
        remedy = "Check the name."
        if _BARE_ADDRESS.match(str(path)):
            remedy = f"Check the name; for a web address, write it whole: https://{path}"
        return SourceError(f"{path}: cannot be read: it does not exist.", remedy)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return SourceError(f"{path}: cannot be read: {reason}.", "Check its name and permissions.")


def _no_source(path: Path) -> str:
    """What a file in a folder is that nobody meant as a source: a file about the folder, or an export beside its record; "" for a source."""
    if path.stem.lower() in _ABOUT_THE_FOLDER and path.suffix.lower() in TEXT_SUFFIXES:
        return "files about the folder"
    try:
        record = path.with_name(path.name.partition(".")[0] + ".xml")
        if not record.is_file() or record.stat().st_size > safety.MAX_BYTES or path.stat().st_size > safety.MAX_BYTES:
            return ""
        data = record.read_bytes()
        source = _SOURCE_OF_RECORD.search(data) if b"urn:archiver:article:" in data[:1024] else None
        if source is None or unescape(source[1].decode("utf-8", "replace")) == path.name:
            return ""
        is_export = names_checksum(path.read_bytes(), source[2])
    except (OSError, ValueError):
        return ""
    return "exports beside their record" if is_export else ""


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for sources in folders."""

    suffixes: frozenset[str]
    excluded_suffixes: tuple[str, ...]
    exports: Path | None
    plan: Plan

    def below(self, folder: Path, root: Path) -> list[tuple[Path, Path]]:
        """The sources below a folder in a fixed order: for each its path as called, and its real path. `root` is the
        real path of the folder.

        Hidden files and the resource folders of saved pages (NAME_files, saved/folders.py) are skipped. A link counts when it leads to a
        file inside the folder: the user did not name files outside, and links to folders could lead in circles.
        """
        exports = self._exports_inside(root)
        files: list[Path] = []
        links: list[tuple[Path, Path]] = []
        folders = [folder]
        while folders:
            current = folders.pop()
            try:
                with os.scandir(current) as listing:
                    entries = sorted((e for e in listing if not e.name.startswith(".")), key=lambda e: e.name)
            except OSError as error:
                self.plan.failures.append((str(current), _unreadable(current, error)))
                continue
            subfolders: list[Path] = []
            files_here = {entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)}
            for entry in entries:
                path = current / entry.name
                if entry.is_symlink():
                    if (target := self._target(path, root, exports)) is not None:
                        links.append((path, target))
                elif entry.is_dir(follow_symlinks=False):
                    if not is_saved_folder(entry.name, files_here) and (
                        exports is None or root / path.relative_to(folder) != exports
                    ):
                        subfolders.append(path)
                elif self._is_wanted(path) and entry.is_file(follow_symlinks=False):
                    files.append(path)
            folders += reversed(subfolders)
        real = [(path, root / path.relative_to(folder)) for path in sorted(files)]
        # A file gets the name of a link only when it has no own name here, for example because it is hidden.
        return real + sorted(links)

    def _exports_inside(self, root: Path) -> Path | None:
        if self.exports is None:
            return None
        exports = _resolve(self.exports)
        return exports if root in exports.parents else None

    def _target(self, link: Path, root: Path, exports: Path | None) -> Path | None:
        """The file that a link leads to, if it is a source."""
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):  # Python before 3.13 raises RuntimeError for circular links
            self.plan.pass_over("dead links", link.name)
            return None
        if root not in target.parents:
            if target != root:
                self.plan.pass_over("links that lead out of the folder", link.name)
            return None
        if exports is not None and exports in target.parents:
            return None
        return target if target.is_file() and self._is_wanted(link) else None

    def _is_wanted(self, path: Path) -> bool:
        if path.name.lower().endswith(tuple(self.suffixes)) and not path.name.lower().endswith(self.excluded_suffixes):
            if kind := _no_source(path):
                self.plan.pass_over(kind, path.name)
                return False
            return True
        self.plan.pass_over(_kind_of(path), path.name)
        return False


def _kind_of(path: Path) -> str:
    """What a file that was passed over is, in the plural: by its content if that tells it, else by the ending of its name."""
    by_name = path.suffix.lower() or "files without an ending"
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return by_name
        with path.open("rb") as file:
            head = file.read(_SNIFF)
    except (OSError, ValueError):
        return by_name
    members = kinds.members_of(path) if head.startswith(b"PK") else None
    if (kind := kinds.kind_of(head, members=members)) is not None:
        return kind.plural
    return "pages without a known ending" if html.begins_like(head) else by_name
