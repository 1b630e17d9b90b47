"""The order of the passes, and why: the story of the program.

Notes come first, because everything after would eat them: cleaners drop hidden tooltips and classes that begin with "foot", body finders
leave endnotes outside. Metadata comes before cleaning, because bylines and dates often sit in what cleaning takes out. Rules that a user
has for the site come next: they know it, and nothing after may overrule them. Then the chrome goes, the body is found in what is left, and its blocks get their roles. Last, one walk builds the record, which is validated before anyone
sees it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.article import Article
from archiver.draft import Draft
from archiver.errors import NotAnArticle
from archiver.page import Page
from archiver.source import Source
from archiver.text import writable

if TYPE_CHECKING:
    from archiver.cleaning import SiteRules
    from archiver.metadata import Given

#: Rooms whose rule data decide what a record looks like.
_RULE_ROOMS = ("archiver.cleaning", "archiver.notes", "archiver.metadata")


def normalize(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
) -> Article:
    """The validated Article of a source.

    `media_type` names the reader (a media type, or a name as in `--from`); it is detected when not given. `given` is the metadata that the
    user knows better. With `force`, what looks like no article is converted all the same, with a finding. `site_rules` is a folder of files
    in the ftr-site-config format (cleaning/site_rules/__init__.py).

    Raises SourceError and its kin, NotAnArticle, and InvalidResult if the record does not satisfy its own schema.
    """
    from archiver import schema

    article = build(source, media_type=media_type, given=given, force=force, site_rules=site_rules)
    schema.require_valid(article)
    return article


def build(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
) -> Article:
    """The Article of a source, not yet validated."""
    from archiver import record

    draft = prepare(source, media_type=media_type, given=given, force=force, site_rules=site_rules)
    return record.build(draft, rules_digest())


def prepare(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
) -> Draft:
    """The Draft of a source after all passes: everything has been said of it, nothing has been built."""
    from archiver import cleaning, notes, readers

    page = readers.read(source, media_type)
    rules = cleaning.find_site_rules(site_rules, page) if site_rules is not None else None
    rewritten = cleaning.rewrite(page, rules, partial(parse_again, page)) if rules is not None else None
    draft = Draft(rewritten.page if rewritten is not None else page)
    notes.claim_notes(draft)
    _gather_metadata(draft, given, rules)
    if rules is not None and rewritten is not None:
        cleaning.report_replacements(draft, rewritten)
        cleaning.apply_site_rules(draft, rules)
    measures = cleaning.Measures(draft)
    has_chrome = rules is None or not draft.body or rules.says("prune", otherwise=True)
    cleaning.find_article(draft, measures, chrome=has_chrome)
    cleaning.shape_blocks(draft, measures)
    if reason := cleaning.why_no_article(draft, measures):
        if not force:
            raise NotAnArticle(
                f"{source.name}: no article was found in it: {reason}", "Use --force to convert it all the same."
            )
        draft.find("C001", reason=reason)
    return draft


def parse_again(page: Page, text: str) -> Page:
    """The page with another text, which rules for its site made of the first: the same source. Raises what its reader raises."""
    from archiver.readers import html

    return html.parse(page.source, writable(text), page.encoding)


def _gather_metadata(draft: Draft, given: Given | None, rules: SiteRules | None) -> None:
    """The metadata pass. What the rules of a site say wins over what is found; what the user says wins over both."""
    from archiver import cleaning, metadata

    from_site = cleaning.site_metadata(draft, rules) if rules is not None else {}
    if given is not None:
        from_site = {field: value for field, value in from_site.items() if not getattr(given, field)}
    values: dict[str, Any] = {
        field: values if field == "authors" else values[0] for field, (values, _) in from_site.items()
    }
    given = replace(given or metadata.Given(), **values)
    metadata.gather_metadata(draft, given, {field: rule.ledger_name for field, (_, rule) in from_site.items()})


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
