"""The order of the passes, and why: the story of the program.

Notes come first, because everything after would eat them: cleaners drop hidden tooltips and classes that begin with "foot", body finders
leave endnotes outside. Metadata comes before cleaning, because bylines and dates often sit in what cleaning takes out. Then the chrome
goes, the body is found in what is left, and its blocks get their roles. Last, one walk builds the record, which is validated before anyone
sees it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from archiver.article import Article
from archiver.draft import Draft
from archiver.errors import NotAnArticle
from archiver.source import Source

if TYPE_CHECKING:
    from archiver.metadata import Given

#: Rooms whose rule data decide what a record looks like.
_RULE_ROOMS = ("archiver.cleaning", "archiver.notes", "archiver.metadata")


def normalize(
    source: Source, *, media_type: str | None = None, given: Given | None = None, force: bool = False
) -> Article:
    """The validated Article of a source.

    `media_type` names the reader (a media type, or a name as in `--from`); it is detected when not given. `given` is the metadata that the
    user knows better. With `force`, what looks like no article is converted all the same, with a finding.

    Raises SourceError and its kin, NotAnArticle, and InvalidResult if the record does not satisfy its own schema.
    """
    from archiver import schema

    article = build(source, media_type=media_type, given=given, force=force)
    schema.require_valid(article)
    return article


def build(source: Source, *, media_type: str | None = None, given: Given | None = None, force: bool = False) -> Article:
    """The Article of a source, not yet validated."""
    from archiver import record

    draft = prepare(source, media_type=media_type, given=given, force=force)
    return record.build(draft, rules_digest())


def prepare(source: Source, *, media_type: str | None = None, given: Given | None = None, force: bool = False) -> Draft:
    """The Draft of a source after all passes: everything has been said of it, nothing has been built."""
    from archiver import cleaning, metadata, notes, readers

    draft = readers.read(source, media_type)
    notes.claim_notes(draft)
    metadata.gather_metadata(draft, given)
    cleaning.remove_chrome(draft)
    cleaning.find_body(draft)
    cleaning.shape_blocks(draft)
    if reason := cleaning.article_doubt(draft):
        if not force:
            raise NotAnArticle(
                f"{source.name}: no article was found in it: {reason}", "Use --force to convert it all the same."
            )
        draft.find("C001", reason=reason)
    return draft


@cache
def rules_digest() -> str:
    """The sha256 over all rule data that this program carries, in hexadecimal."""
    digest = hashlib.sha256()
    for room in _RULE_ROOMS:
        for name, data in sorted(_rule_files(room)):
            digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


def _rule_files(room: str) -> list[tuple[str, bytes]]:
    found = []
    folders = [resources.files(room)]
    while folders:
        folder = folders.pop()
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith((".toml", ".json")):
                found.append((f"{room}/{entry.name}", entry.read_bytes()))
    return found
