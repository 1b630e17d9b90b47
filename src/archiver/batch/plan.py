"""The plan of a run: the sources that the call names, and the name of the exports of each. No two sources of a run
write the same file.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath

from archiver import safety
from archiver.batch.captured import Lister, Listing, Quarantined, list_pages
from archiver.batch.cloud.addresses import is_stored
from archiver.batch.cloud.addresses import shown as shown_stored
from archiver.batch.cloud.captures import fetched, may_hold_many
from archiver.batch.cloud.listing import sources_at
from archiver.batch.ledger import holds_ledger
from archiver.batch.names import Named, stems
from archiver.errors import ArchiverError, MissingDependency, SourceError, UsageError, guarded
from archiver.fetching import checked, is_address, shown
from archiver.readers import SUFFIXES, captures, html, kinds
from archiver.readers.captures import CapturedPage
from archiver.readers.captures.names import stem_of, stem_of_member
from archiver.readers.own_exports import names_checksum
from archiver.saved import copiers
from archiver.saved.folders import ABOUT_THE_FOLDER, is_about_folder, is_saved_folder

STDIN = "-"
#: What stands between the file and the page in the place of a page of a capture. No real path holds it.
PAGE_MARK = "//"
#: The name of the source in a record, and its checksum.
_SOURCE_OF_RECORD = re.compile(rb'<source [^>]*?href="([^"]*)"[^>]*?sha256="([0-9a-f]{64})"')
#: How many files of a kind that was passed over are named.
_MOST_EXAMPLES = 3
#: How many bytes of such a file are read to tell its kind.
_SNIFF = 4096
#: The largest ZIP archive whose list of members is read for that: the list may fill all of it, and takes some ten times its size in memory.
_MOST_FOR_MEMBERS = 16 * 1024 * 1024
#: Names of open files of the calling process: "-", /dev/stdin, and what a shell writes for `<(...)`.
_OPEN_FILE = re.compile(r"-|/dev/stdin|/(?:dev|proc/self)/fd/\d+")
#: A name that somebody may have meant as an address: a host and a path, or a host that begins with "www.".
_BARE_ADDRESS = re.compile(r"www\.[\w-]+\.|(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?/")


@dataclass(frozen=True, slots=True)
class Task:
    """One source, and the name of its exports below the export folder without an ending ("folder/page").

    `page` is the page in a capture of several pages; else None. `place` is where it really is, however it was called: the same in every run. `earlier` is the SHA-256 of the source in an earlier run, and
    `own` are the files that were made of it then, below the export folder: all these may be replaced.
    """

    source: str
    stem: str
    page: CapturedPage | None = None
    place: str = ""
    earlier: str = ""
    own: tuple[str, ...] = ()

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

    `quarantined` are the captures among the failures that ended the process that opened them, or reached a limit, twice: their names, each with its place. `held` are
    those that did so in an earlier run, and were not opened.
    """

    tasks: list[Task] = field(default_factory=list)
    failures: list[tuple[str, ArchiverError]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    quarantined: dict[str, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)

    def pass_over(self, kind: str, name: str) -> None:
        """Count a file that is no source of the run."""
        self.passed_over[kind] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < _MOST_EXAMPLES:
            examples.append(name)

    def __iter__(self) -> Iterator[Task]:
        return iter(self.tasks)


def never_held(name: str, place: str) -> bool:
    """No capture stands in quarantine."""
    return False


def make_plan(
    names: Sequence[str],
    suffixes: Iterable[str] = SUFFIXES,
    *,
    excluded_suffixes: Iterable[str] = (),
    exports: Path | None = None,
    expand: bool = True,
    fetch: bool = True,
    url: str | None = None,
    standing: Standing | None = None,
    stores: bool = False,
    store: str = "",
    lister: Lister = list_pages,
    held: Callable[[str, str], bool] = never_held,
) -> Plan:
    """The plan for the names of files and folders; "-" is standard input, and `https://…` is a web address: a task with `fetch`, else a failure.

    Folders are searched to any depth for files with one of `suffixes`, without those that end in one of
    `excluded_suffixes`; the names of exports mirror the folders. A file that is named twice is one task. If a
    searched folder contains `exports`, the files below `exports` are not sources. Each name that does not exist, and
    each folder that cannot be read, is a failure of its own. With `expand`, each page of a capture of several pages is a
    task; with `url`, only the page with that address. Nothing is fetched here: the name of the exports of an address comes from the address.
    With `stores`, addresses of object stores (`s3://…`) are listed, without what lies below the address `store` of the exports.
    A name with wildcards that is no file stands for the files and folders that it fits. With `standing`, sources that stand in a ledger keep their names.
    `lister` opens captures; `held` says by its name and its place whether one stands in quarantine, so that it is not opened.
    Raises UsageError for a capture without a page of the address `url`.
    """
    plan = Plan()
    names = list(_without_wildcards(names, plan))
    search = _Search(frozenset(suffixes), tuple(excluded_suffixes), exports, plan)
    sources_by_path: dict[str, Named] = {}
    for name in names:
        if name == STDIN:
            sources_by_path.setdefault(STDIN, Named(STDIN, PurePosixPath("stdin"), STDIN, place=STDIN))
            continue
        if stores and is_stored(name):
            try:
                found = list(sources_at(name, tuple(search.suffixes), search.excluded_suffixes, store, plan.pass_over))
            except MissingDependency:
                raise
            except ArchiverError as error:
                plan.failures.append((shown_stored(name), error))
            else:
                for named in found:
                    sources_by_path.setdefault(named.place, named)
            continue
        if is_address(name):
            try:
                address = _address(name, fetch=fetch)
            except ArchiverError as error:
                plan.failures.append((shown(name), error))
            else:
                stem = stem_of(address) or PurePosixPath("page")
                sources_by_path.setdefault(address, Named(address, stem, address, place=address))
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
                    str(real_path),
                    Named(str(file), relative.with_suffix(""), f"{real.name}/{relative}", file.suffix, str(real_path)),
                )
        else:
            folder = path.parent.resolve().name
            sources_by_path.setdefault(
                str(real), Named(str(path), PurePosixPath(path.stem), f"{folder}/{path.name}", path.suffix, str(real))
            )
    tasks = [
        task
        for source in sources_by_path.values()
        for task in _tasks_of(source, plan, expand=expand, url=url, lister=lister, held=held)
    ]
    standing = standing or Standing()
    known = {number: standing.of(named) for number, (named, _, _) in enumerate(tasks)}
    new = [named for number, (named, _, _) in enumerate(tasks) if known[number] is None]
    stems_of_new = iter(stems(new, standing.stems))
    for number, (named, source, page) in enumerate(tasks):
        own = known[number]
        name = standing.unique_name(named)
        if name != named.name:  # another file was called so in an earlier run
            source = named.place if page is None else str(Path(source).resolve())
        plan.tasks.append(Task(source, next(stems_of_new) if own is None else own, page, named.place))
    return plan


class Standing:
    """The sources that stand in a ledger: for each its name, its place and its stem. They keep their stems. `reserved` are stems that no source gets."""

    def __init__(self, sources: Iterable[tuple[str, str, str]] = (), reserved: Iterable[str] = ()) -> None:
        self._reserved = tuple(reserved)
        self._stem_by_place: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for name, place, stem in sources:
            if not stem:  # a name that could not be read
                continue
            self._stem_by_place[place] = stem
            self._places[name] = place

    @property
    def stems(self) -> Iterable[str]:
        """All stems that are taken."""
        return (*self._stem_by_place.values(), *self._reserved)

    def of(self, named: Named) -> str | None:
        """The stem of a source that stands there; None for a new one. One that was moved with all its folder is known by its name."""
        if (stem := self._stem_by_place.get(named.place)) is not None:
            return stem
        old = self._places.get(named.name)
        return self._stem_by_place[old] if old is not None and not _is_there(old) else None

    def unique_name(self, named: Named) -> str:
        """The name of a source in messages and in the ledger; its place when another file that is still there has the name."""
        old = self._places.get(named.name)
        return named.name if old is None or old == named.place or not _is_there(old) else named.place


def _is_there(place: str) -> bool:
    """Whether the file of a place is still there; a page of a capture counts with its file."""
    return is_address(place) or os.path.lexists(place.partition(PAGE_MARK)[0])


def _without_wildcards(names: Iterable[str], plan: Plan) -> Iterator[str]:
    """The names, with the files and folders that fit in the place of each name with wildcards; "**" stands for folders of any depth."""
    for name in names:
        if name == STDIN or is_address(name) or not glob.has_magic(name) or os.path.lexists(name):
            yield name
            continue
        found = sorted(glob.iglob(name, recursive=True))  # noqa: PTH207 - the name may be absolute
        if not found:
            plan.failures.append(
                (name, SourceError(f"{name}: cannot be read: nothing fits this pattern.", "Check the name."))
            )
        yield from found


def _address(name: str, *, fetch: bool) -> str:
    """The address that a name is. Raises Forbidden for one that is never fetched, and UsageError for any without `fetch`."""
    if not fetch:
        raise UsageError(f"{shown(name)}: records are not fetched.", "Download it, and name the file.")
    return checked(name)


def _tasks_of(
    named: Named, plan: Plan, *, expand: bool, url: str | None, lister: Lister, held: Callable[[str, str], bool]
) -> Iterator[tuple[Named, str, CapturedPage | None]]:
    """The tasks of one file, each with what its name is made from: one for each page of a capture of several pages, else one.

    With `expand`, captures are opened. One that cannot be read is a failure of the plan, and so is each broken part, unless `url` chooses one page.
    """
    try:
        with guarded(named.name), _file_of(named) if expand else contextlib.nullcontext() as path:
            listing = None
            if path is not None and captures.may_hold_several(path):
                if held(named.name, named.place):
                    plan.held.append(named.name)
                    return
                try:
                    listing = lister(path, named.name, url)
                except Quarantined as ended:
                    plan.quarantined[named.name] = named.place
                    raise ended.error from None
    except ArchiverError as error:
        plan.failures.append((named.name, error))
        return
    if listing is None:
        yield named, named.name, None
        return
    if listing.refusal is not None:
        raise listing.refusal
    plan.failures += listing.failures
    plan.passed_over.update(listing.passed_over)
    yield from _pages_of(named, listing)


@contextlib.contextmanager
def _file_of(named: Named) -> Iterator[Path | None]:
    """The file of a source that may hold several pages, as long as the context lasts; None for what is none. Raises SourceError for a store that refuses."""
    if is_stored(named.name) and may_hold_many(named.name):
        with fetched(named.name) as path:
            yield path
        return
    path = Path(named.name)
    yield path if named.name != STDIN and not is_address(named.name) and path.is_file() else None


def _pages_of(named: Named, listing: Listing) -> Iterator[tuple[Named, str, CapturedPage | None]]:
    """The tasks of the pages of a capture."""
    for page in listing.pages:
        if (stem := stem_of(page.address)) is not None:
            stem = named.stem.parent / stem
        elif len(listing.pages) == 1:
            stem = named.stem
        else:
            stem = named.stem / stem_of_member(page.key)
        if listing.is_page and not page.address:
            yield named, named.name, None
        else:
            place = f"{named.place}{PAGE_MARK}{page.key}"
            yield Named(f"{named.name} ({page.name})", stem, f"{named.path}/{page.key}", place=place), named.name, page


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
    if is_about_folder(path.name):
        return ABOUT_THE_FOLDER
    if kind := copiers.kind_of_file(path):
        return kind
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
            best = copiers.best_form(current, files_here)
            for entry in entries:
                path = current / entry.name
                if best and entry.name != best:
                    if path.name.lower().endswith(tuple(self.suffixes)) or entry.is_dir(follow_symlinks=False):
                        self.plan.pass_over(copiers.OTHER_FORMS, path.name)
                elif entry.name in copiers.COPIERS_FOLDERS and entry.is_dir(follow_symlinks=False):
                    self.plan.pass_over(copiers.COPIERS_OWN, path.name)
                elif entry.is_symlink():
                    if (target := self._target(path, root, exports)) is not None:
                        links.append((path, target))
                elif entry.is_dir(follow_symlinks=False):
                    if exports is not None and root / path.relative_to(folder) == exports:
                        continue
                    if holds_ledger(path):
                        self.plan.pass_over("folders with the results of a batch", entry.name)
                    elif not is_saved_folder(entry.name, files_here):
                        subfolders.append(path)
                elif not entry.is_file(follow_symlinks=False):
                    self.plan.pass_over("pipes, sockets and devices", entry.name)
                elif self._is_wanted(path):
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
        size = path.stat().st_size
    except (OSError, ValueError):
        return by_name
    members = (kinds.members_of(path) if size <= _MOST_FOR_MEMBERS else ()) if head.startswith(b"PK") else None
    if (kind := kinds.kind_of(head, members=members)) is not None:
        return kind.plural
    return "pages without a known ending" if html.begins_like(head) else by_name
