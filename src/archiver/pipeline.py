"""The pipeline: from a source to its validated record, pass by pass.

1. The reader makes the Page. The user's rules for the site may replace parts of the source; then the source is parsed
   again.
2. Notes are claimed first, because later passes would destroy them: cleaning removes hidden tooltips and elements with
   classes of footers, and the body finder leaves endnotes out.
3. If the page is a thread, its posts are found: their heads tell who wrote the first one, and when.
4. Metadata are gathered before cleaning, because bylines and dates are often in the page chrome.
5. The other rules of the user for the site come next, because no later pass may overrule them.
6. Cleaning removes the page chrome and finds the body in the rest. The blocks of the body get their roles.
7. One walk over the Page builds the record. The references in its notes are marked. It is validated before it is returned.
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
    from archiver import record
    from archiver.cleaning import SiteRules
    from archiver.metadata import Given

#: The packages with rule data, on which records depend.
_RULE_PACKAGES = ("archiver.cleaning", "archiver.notes", "archiver.metadata", "archiver.references", "archiver.threads")


def normalize(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
    agent: str = "",
    made: str = "",
) -> Article:
    """The validated Article of a source.

    `media_type` names the reader (a media type, or a name as in `--from`); without it, it is detected. `given` is
    metadata from the user. With `force`, a source without a recognizable article is converted too, with finding C001.
    `site_rules` is a folder of files in the ftr-site-config format (cleaning/site_rules/__init__.py). `agent` is who has
    the record made, `made` when, in ISO 8601; both go into the provenance.

    Raises SourceError or a subclass, NotAnArticle, and InvalidResult if the record does not satisfy its own schema.
    """
    from archiver import schema

    article = build(
        source, media_type=media_type, given=given, force=force, site_rules=site_rules, agent=agent, made=made
    )
    schema.require_valid(article)
    return article


def build(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
    agent: str = "",
    made: str = "",
) -> Article:
    """The Article of a source, not yet validated. The parameters are those of `normalize`."""
    draft = prepare(source, media_type=media_type, given=given, force=force, site_rules=site_rules)
    return finish(draft, conversion(agent, made))


def finish(draft: Draft, conversion: record.Conversion) -> Article:
    """The Article of a Draft after all passes: its record with the references marked."""
    from archiver import record, references

    return record.build(draft, conversion, references.mark_references)


def conversion(agent: str = "", made: str = "") -> record.Conversion:
    """What the provenance of a record says about the program and the caller."""
    from archiver import record

    return record.Conversion(rules_digest(), model_digest(), agent, made)


def prepare(
    source: Source,
    *,
    media_type: str | None = None,
    given: Given | None = None,
    force: bool = False,
    site_rules: Path | None = None,
) -> Draft:
    """The Draft of a source after all passes, before the record is built."""
    from archiver import cleaning, notes, readers, threads

    page = readers.read(source, media_type)
    rules = cleaning.find_site_rules(site_rules, page) if site_rules is not None else None
    rewritten = cleaning.rewrite(page, rules, partial(parse_again, page)) if rules is not None else None
    draft = Draft(rewritten.page if rewritten is not None else page)
    for code, values in source.capture.findings if source.capture is not None else ():
        draft.add_finding(code, None, **values)
    if media_type and readers.is_chosen_otherwise(source, media_type):
        draft.add_option("from", media_type)
    if source.url and (source.capture is None or source.url != source.capture.address):
        draft.add_option("url", source.url)
    if any(finding.values.get("unproved") for finding in page.findings):
        draft.add_option("repair-encoding", "yes")
    notes.claim_notes(draft)
    measures = cleaning.Measures(draft)
    threads.find_thread(draft, measures)
    site_rules_acted = _gather_metadata(draft, given, rules) or draft.page is not page
    if rules is not None and rewritten is not None:
        before = _state(draft)
        cleaning.report_replacements(draft, rewritten)
        cleaning.apply_site_rules(draft, rules)
        if site_rules_acted or _state(draft) != before:
            draft.add_option("site-rules", f"{rules.file} sha256:{rules.sha256}")
    has_chrome = rules is None or not draft.body or rules.switch("prune", default=True)
    cleaning.find_article(draft, measures, chrome=has_chrome)
    cleaning.shape_blocks(draft, measures)
    cleaning.report_missing(draft, measures)
    if reason := cleaning.why_no_article(draft, measures):
        if not force:
            remedy = "Use --force to convert it all the same."
            if source.capture is not None and source.capture.file is None:  # it came from a server
                remedy = f"If a browser shows more of the page, save it there, and convert the file. {remedy}"
            raise NotAnArticle(f"{source.name}: no article was found in it: {reason}", remedy)
        draft.add_finding("C001", reason=reason)
        draft.add_option("force", "yes")
    return draft


def parse_again(page: Page, text: str) -> Page:
    """The Page of the same source with another text: the text after the replacements of site rules.

    Raises what the HTML reader raises.
    """
    from archiver.readers import html

    of_the_decoder = [finding for finding in page.findings if finding.code != "S003"]
    return html.parse(page.source, writable(text), page.encoding, of_the_decoder)


def _state(draft: Draft) -> tuple[object, ...]:
    """What rules for a site can change in a Draft, for comparison."""
    return (
        dict(draft.removed), dict(draft.retagged), tuple(draft.body), len(draft.findings), len(draft.head.evidence),
    )  # fmt: skip


def _gather_metadata(draft: Draft, given: Given | None, rules: SiteRules | None) -> bool:
    """Run the metadata pass. A value from a site rule wins over the candidates of the page. A value from the user wins over
    both. Returns whether a site rule gave a value, or could not be carried out.
    """
    findings = len(draft.findings)
    from archiver import cleaning, metadata, threads

    site_values = cleaning.site_metadata(draft, rules) if rules is not None else {}
    rule_failed = len(draft.findings) > findings
    if given is not None:
        site_values = {field: value for field, value in site_values.items() if not getattr(given, field)}
    by = {field: rule.ledger_name for field, (_, rule) in site_values.items()}
    values: dict[str, Any] = {
        field: values if field == "authors" else values[0] for field, (values, _) in site_values.items()
    }
    for name, text in (given or metadata.Given()).named_values():
        draft.add_option(name, text)
    given = replace(given or metadata.Given(), **values)
    for field, value in threads.metadata_of(draft).items():
        if not getattr(given, field):
            given = replace(given, **{field: value})
            by[field] = threads.RULE
            if field == "title" and draft.topic is not None:
                draft.move(draft.topic, "title", str(value))
    metadata.gather_metadata(draft, given, by)
    return bool(site_values) or rule_failed


@cache
def rules_digest() -> str:
    """The SHA-256 of all rule data of this program (TOML), in hexadecimal."""
    return _digest(".toml")


@cache
def model_digest() -> str:
    """The SHA-256 of all weights that were learned from labelled pages (JSON), in hexadecimal."""
    return _digest(".json")


def _digest(suffix: str) -> str:
    digest = hashlib.sha256()
    for package in _RULE_PACKAGES:
        for name, data in sorted(_rule_files(package, suffix)):
            digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


def _rule_files(package: str, suffix: str) -> list[tuple[str, bytes]]:
    """The files with this ending in a package and the folders below it, as (name, content)."""
    files = []
    folders = [resources.files(package)]
    while folders:
        folder = folders.pop()
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith(suffix):
                files.append((f"{package}/{entry.name}", entry.read_bytes()))
    return files
