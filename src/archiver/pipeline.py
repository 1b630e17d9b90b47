"""The pipeline: the order of the passes, and the reasons for it.

1. Notes come first, because later passes would destroy them: cleaners drop hidden tooltips and classes that begin with
"foot", and body finders leave endnotes out.

2. Metadata come before cleaning, because bylines and dates often stand in what cleaning removes.

3. The user's rules for the site come next. Nothing later may overrule them.

4. Cleaning removes the page chrome, finds the body in the rest, and gives roles to its blocks.

5. The builder makes the record in one walk over the page. The record is validated before it is returned.
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

#: Packages whose rule data determine the record.
_RULE_PACKAGES = ("archiver.cleaning", "archiver.notes", "archiver.metadata")


def normalize(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
) -> Article:
    """The validated Article of a source.

    `media_type` names the reader (a media type, or a name as in `--from`); None detects it. `given` are metadata from
    the user. With `force`, a source that does not look like an article is converted too, with a finding. `site_rules`
    is a folder of files in the ftr-site-config format (cleaning/site_rules/__init__.py).

    Raises SourceError and its subclasses, NotAnArticle, and InvalidResult when the record does not satisfy its own
    schema.
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
    """The Article of a source, not yet validated. The parameters are those of `normalize`."""
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
    """The Draft of a source after all passes, from which the record is built. The parameters are those of `normalize`."""
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
    if reason := cleaning.article_doubt(draft, measures):
        if not force:
            raise NotAnArticle(
                f"{source.name}: no article was found in it: {reason}", "Use --force to convert it all the same."
            )
        draft.find("C001", reason=reason)
    return draft


def parse_again(page: Page, text: str) -> Page:
    """The page with a new text, which replacement rules for its site have made; its source stays the same. Raises what
    its reader raises.
    """
    from archiver.readers import html

    return html.parse(page.source, writable(text), page.encoding)


def _gather_metadata(draft: Draft, given: Given | None, rules: SiteRules | None) -> None:
    """The metadata pass. The rules of a site win over what is found, and the user wins over both."""
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
    """The SHA-256 over all rule data in this program, in hexadecimal."""
    digest = hashlib.sha256()
    for package in _RULE_PACKAGES:
        for name, data in sorted(_rule_files(package)):
            digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


def _rule_files(package: str) -> list[tuple[str, bytes]]:
    files = []
    folders = [resources.files(package)]
    while folders:
        folder = folders.pop()
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith((".toml", ".json")):
                files.append((f"{package}/{entry.name}", entry.read_bytes()))
    return files
