"""Embedded metadata: meta elements, links, the title element, and the comments of programs that save pages. JSON-LD has
its own module.

The names of the meta elements are in embedded.toml: Open Graph (ogp.me), Highwire Press (as in Google Scholar's guide
for webmasters), Dublin Core (RFC 5013 and DCMI's HTML guide), PRISM, Parse.ly, Twitter cards, and HTML's own names such
as `author`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain

from archiver import addresses
from archiver.description import Author, Confidence
from archiver.metadata.candidates import Candidates, Field
from archiver.metadata.parsing.personal_names import invert
from archiver.metadata.sources import json_ld
from archiver.page import Page
from archiver.saved import archive_addresses
from archiver.saved.archive_addresses import ArchivedCopy
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element

#: The most meta elements that are read.
_MAX_META = 500
#: The most characters of all JSON-LD together.
_MAX_JSON_LENGTH = 2_000_000
#: A title of this length may hold markup of the page, because its end tag is missing.
_LONGEST_TITLE = 500
_TAG_START = re.compile(r"<[a-zA-Z/!]")

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_HANDLE = re.compile(r"hdl\.handle\.net/|^(?:info:)?hdl[:/]", re.IGNORECASE)
_URN = re.compile(r"\s*urn:(issn|isbn):(\S+)", re.IGNORECASE)
#: The fields that name persons with other parts than an author's.
_PERSONS = frozenset(("editor", "translator", "illustrator", "photographer", "interviewer", "reviewer", "contributor"))


def gather_embedded(page: Page, candidates: Candidates) -> None:
    """Add candidates from meta elements, links, title and JSON-LD of a page, and from the comment of the program that
    saved it.
    """
    if page.archived is not None:
        # first: what the archive says of the page is surer than the rest
        candidates.add("url", page.archived.original, "archive-address", "high")
        candidates.add("retrieved", page.archived.day, "wayback-address", "high")
        if page.source.url:
            _add_archived(page.archived.original, page.source.url, candidates)
        candidates.add("archived-url", archive_addresses.address_of(page.archived), "archive-address", "medium")
    _add_capture_comments(page, candidates)
    _add_source_url(page, candidates)
    head = page.head
    of_clip = _add_clip(page, candidates)
    html = page.root.parent
    if (
        html is not None and (language := html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang"))
    ) or (language := page.root.get("lang")):
        candidates.add("language", language, "html-lang", "medium")
    scripts: list[str] = []
    labels: dict[str, str] = {}
    for element in _elements(page, head):
        tag = element.tag
        if tag == "meta":
            if element not in of_clip and (page.archived is None or not _is_of_archive(element, page.archived)):
                _add_meta(element, candidates, labels)
        elif tag == "link":
            _add_link(element, page, candidates)
        elif tag == "script":
            if (element.get("type") or "").split(";")[0].strip().lower() == "application/ld+json" and element.text:
                scripts.append(element.text)
        elif tag == "title" and head is not None and element.parent is head:
            candidates.add("title", _without_swallowed_markup(element.text or ""), "page-title", "low")
    if labels:
        _add_twitter_author(labels, candidates)
    if scripts and sum(map(len, scripts)) <= _MAX_JSON_LENGTH:
        json_ld.gather_json_ld(scripts, candidates)


def _without_swallowed_markup(title: str) -> str:
    """The text of the title element. If its end tag is missing, the parser puts the page into it; then only the text
    before the first tag.
    """
    if len(title) < _LONGEST_TITLE:
        return title
    return _TAG_START.split(title, maxsplit=1)[0]


def _elements(page: Page, head: Element | None) -> Iterator[Element]:
    """The `meta`, `link`, `script` and `title` elements of the head, then those of the body."""
    names = ("meta", "link", "script", "title")
    count = 0
    for element in chain(head.iter(*names) if head is not None else (), page.named(*names)):
        count += element.tag == "meta"
        if count > _MAX_META:
            return
        yield element


def _add_meta(element: Element, candidates: Candidates, labels: dict[str, str]) -> None:
    """Add candidates from a meta element; labels and data of a Twitter card go into `labels`."""
    # programs that render pages on a server sometimes write `value`
    content = element.get("content") or element.get("value")
    if not content:
        return
    fields_of = _meta_fields()
    names = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
    for name in names.lower().split():
        if name.startswith("prism:"):
            name = f"prism.{name[6:]}"
        if name.startswith(("twitter:label", "twitter:data")):
            labels[name] = content
            continue
        entry = fields_of.get(name) or _date_field(name, content)
        if entry is None:
            continue
        field, rule, confidence = entry
        if field == "keyword":
            for word in re.split("[,;，、]", content)[:50]:
                candidates.add("keyword", word, rule, confidence)
        elif field in ("author-affiliation", "author-orcid"):
            candidates.describe_author(content, field)
        elif field == "author":
            is_inverted = rule in ("citation-tag", "dublin-core")
            for single in content.split(";") if rule == "citation-tag" else (content,):
                value = invert(single.strip()) if is_inverted else single
                family, _, given = single.partition(",")
                author = (
                    Author(name=value, family=family.strip(), given=given.strip())
                    if is_inverted and value != single.strip()
                    else None
                )
                candidates.add("author", value, rule, confidence, author=author)
        elif field in _PERSONS:
            for single in content.split(";"):
                candidates.add(field, invert(single.strip()), rule, confidence)
        elif field == "url":
            original, day = without_archive(content)
            candidates.add("url", original, rule, confidence)
            _add_archived(original, content, candidates)
            if day:
                candidates.add("retrieved", day, "wayback-address", "high")
        else:
            candidates.add(field, content, rule, confidence)
    if names.lower() in ("dc.identifier", "dcterms.identifier", "dc.identifier.uri"):
        if doi := _DOI.search(content):
            candidates.add("doi", doi.group(), "dublin-core", "high")
        elif _HANDLE.search(content):
            candidates.add("handle", content, "dublin-core", "high")
        elif urn := _URN.match(content):
            candidates.add("issn" if urn[1].lower() == "issn" else "isbn", urn[2], "dublin-core", "high")
    elif (urn := _URN.match(content)) and names.lower() in ("dcterms.ispartof", "dc.relation.ispartof"):
        candidates.add("issn" if urn[1].lower() == "issn" else "isbn", urn[2], "dublin-core", "high")


#: The words of names that publishing systems of their own give to a date: "bt:pubDate", "DCSext.articleFirstPublished", "rbpubdate", "last_updated".
_NAME_OF_PUBLICATION = re.compile(
    r"publi(?:sh|cation)|(?:^|[^a-z])pub_?-?date|pubdate|post_?-?date|date_?-?posted|issue_?-?date|display_?-?date|release_?-?date|article_?-?(?:original_?)?date|regdate"
)
_NAME_OF_CHANGE = re.compile(r"modif|update|revis|moddate|lastmod|changed")
_NAME_OF_CREATION = re.compile(r"creat(?:ed|ion)|date_?-?created|created_?-?(?:at|date)|firstcreated")


def _date_field(name: str, content: str) -> tuple[Field, str, Confidence] | None:
    """The field of a meta element that no list names, by the words of its name: only if its content is a date and no more."""
    if len(content) > 40 or not any(c.isdigit() for c in content):
        return None
    change, publication, creation = (
        p.search(name) is not None for p in (_NAME_OF_CHANGE, _NAME_OF_PUBLICATION, _NAME_OF_CREATION)
    )
    if not (change or publication or creation):
        return None
    from archiver.metadata.parsing.dates import read_stamp

    if len(read_stamp(content.strip())) != 10:
        return None
    return ("modified" if change else "published", "meta-date", "low" if creation and not publication else "medium")


_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


def _is_of_archive(element: Element, copy: ArchivedCopy) -> bool:
    """Whether a meta element of an archived page says something of the copy: its address, the name of the archive, or the moment of the capture."""
    content = (element.get("content") or "").strip()
    if _HOST.fullmatch(content):
        return content.lower().removeprefix("www.") != addresses.host(copy.original).removeprefix("www.")
    if addresses.is_web(content):
        return copy.is_of_archive(addresses.authority(content))
    return bool(copy.moment) and len(copy.moment) > 10 and content[:19].replace(" ", "T") == copy.moment[:19]


def _add_twitter_author(labels: dict[str, str], candidates: Candidates) -> None:
    """Add the author of a Twitter card: WordPress plug-ins write "Written by" as a label and the name as its data."""
    for number in ("1", "2"):
        label, value = labels.get(f"twitter:label{number}", ""), labels.get(f"twitter:data{number}", "")
        if label.lower() in _WRITTEN_BY:
            candidates.add("author", value, "twitter-card", "low")


#: Labels of the author in Twitter cards, by language.
_WRITTEN_BY = frozenset(
    [
        "written by",
        "verfasst von",
        "geschrieben von",
        "écrit par",
        "escrito por",
        "scritto da",
        "geschreven door",
        "napisane przez",
        "автор",
        "skriven av",
        "napsal(a)",
        "skrevet av",
        "skrevet af",
        "tarafından yazıldı",
        "rédigé par",
        "作者",
        "執筆者",
    ]
)


def _add_link(element: Element, page: Page, candidates: Candidates) -> None:
    """Add the address of a canonical link, or the licence of a licence link."""
    rel = (element.get("rel") or "").lower().split()
    href = (element.get("href") or "").strip()
    if not href:
        return
    if "canonical" in rel:
        original, day = without_archive(href)
        if page.archived is not None and page.archived.is_of_archive(addresses.authority(original)):
            return
        if page.base_url and not addresses.scheme(original):
            original = addresses.join(page.base_url, original)
        if addresses.is_web(original):
            candidates.add("url", original, "canonical-link", "high")
            _add_archived(original, href, candidates)
        if day:
            candidates.add("retrieved", day, "wayback-address", "high")
    elif "license" in rel and addresses.is_web_reference(href):
        candidates.add("rights-href", href, "license-link", "high")


def _add_archived(original: str, address: str, candidates: Candidates) -> None:
    """Add the address of an archived copy, if `address` is that of one and `original` that of its page."""
    if original and address.strip() != original and addresses.is_web(address):
        candidates.add("archived-url", address, "archive-address", "high")


def without_archive(url: str) -> tuple[str, str]:
    """The original address in an address of a web archive, and the day of the capture ("" if it is not there). (`url`, "") for other addresses."""
    found = archive_addresses.split(url)
    return (found.original, found.day) if found is not None else (url.strip(), "")


# -- the address and the day of a saved page ----------------------------------------------------------

_SINGLEFILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)(?:\s+saved date:\s*\w{3} (?P<date>\w{3} \d{1,2} \d{4}))?",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+?)\s*-->", re.IGNORECASE)
_HTTRACK = re.compile(
    r"<!--\s*Mirrored from (?P<url>\S+) by HTTrack[^>]*?,\s*\w{3}, (?P<date>\d{1,2} \w{3} \d{4})", re.IGNORECASE
)
_MONOLITH = re.compile(
    r"<!--\s*Saved from (?P<url>\S+) at (?P<date>\d{4}-\d\d-\d\d)T[\d:]+Z using monolith", re.IGNORECASE
)
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (?P<date>\w{3} \d{1,2}, \d{4})")


def _add_capture_comments(page: Page, candidates: Candidates) -> None:
    """Add address and day of retrieval from the comment of SingleFile, a browser's "save as", HTTrack, monolith or the Wayback
    Machine.
    """
    from archiver.metadata.parsing.dates import read_date

    start = page.text[:8192]
    if "<!--" in start:
        for pattern, rule in (
            (_SINGLEFILE, "singlefile-mark"),
            (_SAVED_FROM, "saved-from-mark"),
            (_HTTRACK, "httrack-mark"),
            (_MONOLITH, "monolith-mark"),
        ):
            if match := pattern.search(start):
                url, day = without_archive(match["url"])
                if not addresses.scheme(url):
                    url = f"http://{url}"
                if addresses.is_web(url) and not (
                    page.archived is not None and page.archived.is_of_archive(addresses.authority(url))
                ):
                    candidates.add("url", url, rule, "high")
                day_text = (
                    day
                    or (page.archived.day if page.archived is not None else "")
                    or match.groupdict().get("date")
                    or ""
                )
                candidates.add("retrieved", read_date(day_text, "en"), rule, "high")
    if match := _ARCHIVED.search(page.text[-4096:]):
        candidates.add("retrieved", read_date(match["date"], "en"), "wayback-mark", "high")


def _add_clip(page: Page, candidates: Candidates) -> frozenset[Element]:
    """Add address and day of retrieval of a page that somebody clipped: the meta elements of Evernote's exports, and the link of a browser's reader view to
    the page that it shows. Return the elements that say nothing else: the dates are those of the note.
    """
    for link in page.named("a"):
        if "reader-domain" in class_tokens(link):
            if addresses.is_web(address := (link.get("href") or "").strip()):
                candidates.add("url", address, "reader-view", "high")
            break
    named = {(element.get("name") or "").lower(): element for element in page.head.iter("meta")} if page.head else {}
    program, address = (
        (named[name].get("content") or "").strip() if name in named else ""
        for name in ("exporter-version", "source-url")
    )
    if not program.startswith("Evernote") or not addresses.is_web(address):
        return frozenset()
    from archiver.metadata.parsing.dates import read_stamp

    candidates.add("url", address, "evernote-mark", "high")
    of_note = [named[name] for name in ("created", "updated") if name in named]
    if "created" in named and (day := read_stamp((named["created"].get("content") or "").strip())):
        candidates.add("retrieved", day, "evernote-mark", "high")
    return frozenset(of_note)


def _add_source_url(page: Page, candidates: Candidates) -> None:
    """Add the address of the source, which the user, a transport header or the reader gave."""
    if page.source.url and page.archived is None:
        url, day = without_archive(page.source.url)
        candidates.add("url", url, "source-address", "high")
        _add_archived(url, page.source.url, candidates)
        if day:
            candidates.add("retrieved", day, "wayback-address", "high")


@cache
def _meta_fields() -> dict[str, tuple[Field, str, Confidence]]:
    """Field, rule and confidence of each name of a meta element, from embedded.toml."""
    text = resources.files("archiver.metadata").joinpath("embedded.toml").read_text(encoding="utf-8")
    return {name: (field, rule, confidence) for name, (field, rule, confidence) in tomllib.loads(text)["meta"].items()}
