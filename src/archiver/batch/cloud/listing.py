"""The sources that an address of a store leads to: an object, all objects below a folder, or all that fit a pattern.

s3://press/saved/page.html     the object
s3://press/saved               all objects below saved/, if there is no object of this name
s3://press/saved/**/*.html     all that fit; an object that has this very name goes first
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from archiver.batch.cloud.addresses import checked, folder_of, join, name_of, relative_path, shown
from archiver.batch.cloud.store import StoredObject, store_at
from archiver.batch.names import Named
from archiver.errors import SourceError
from archiver.saved.folders import ABOUT_THE_FOLDER, is_about_folder, is_saved_folder

_WILDCARD = re.compile(r"[*?\[]")


def sources_at(
    name: str,
    suffixes: Sequence[str],
    excluded_suffixes: Sequence[str],
    exports: str,
    pass_over: Callable[[str, str], None],
) -> Iterator[Named]:
    """The sources that an address leads to. Below a folder, those with one of the suffixes count; hidden ones, the parts of saved pages, and what lies below
    the address `exports` are no sources, as in folders of this machine. `pass_over` is told the kind and the name of each other object.

    Raises SourceError when there is none, and when the store refuses; MissingDependency without the library for it.
    """
    address = checked(name)
    store = store_at(address)
    if not address.endswith("/") and (found := store.find(address)) is not None:
        yield _named(found, folder_of(address))
        return
    if _WILDCARD.search(address):
        objects = list(store.fitting(address))
        # the names of exports mirror what stands below the part without wildcards
        folder = folder_of(address[: _WILDCARD.search(address).start()])  # type: ignore[union-attr]
    else:
        objects, folder = list(store.below(address)), address.rstrip("/")
    if not objects:
        raise SourceError(f"{shown(address)}: cannot be read: there is nothing.", "Check the name.")
    siblings: dict[str, set[str]] = defaultdict(set)
    for stored in objects:
        siblings[folder_of(stored.address)].add(stored.address.rpartition("/")[2])
    for stored in objects:
        relative = stored.address.removeprefix(f"{folder}/")
        if (exports and stored.address.startswith(join(exports, ""))) or _is_part(relative, folder, siblings):
            continue
        low = stored.address.lower()
        if is_about_folder(name_of(stored.address)):
            pass_over(ABOUT_THE_FOLDER, name_of(stored.address))
        elif low.endswith(tuple(suffixes)) and not low.endswith(tuple(excluded_suffixes)):
            yield _named(stored, folder)
        else:
            pass_over(PurePosixPath(name_of(low)).suffix or "files without an ending", name_of(stored.address))


def _is_part(relative: str, folder: str, siblings: dict[str, set[str]]) -> bool:
    """Whether an object is hidden, or lies in a folder that is, or in the folder of the parts of a saved page."""
    parts = relative.split("/")
    if any(part.startswith(".") and part.strip(".") for part in parts):
        return True
    return any(
        is_saved_folder(part, siblings.get(join(folder, "/".join(parts[:depth])).rstrip("/"), set()))
        for depth, part in enumerate(parts[:-1])
    )


def _named(stored: StoredObject, folder: str) -> Named:
    path = relative_path(stored.address, folder)
    return Named(
        stored.address, path.with_suffix("") if path.name else path, f"{folder.rpartition('/')[2]}/{path}", path.suffix,
        place=stored.address,
    )  # fmt: skip
