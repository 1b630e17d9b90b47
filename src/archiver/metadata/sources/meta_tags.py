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
from archiver.draft import Confidence
from archiver.metadata.candidates import Candidates, Field
from archiver.metadata.parsing.personal_names import invert
from archiver.metadata.sources import json_ld
from archiver.page import Page
from archiver.saved import archive_addresses
from archiver.saved.archive_addresses import ArchivedCopy
from archiver.trees.elements import Element

#: The most meta elements that are read.
_MAX_META = 500
#: The most characters of all JSON-LD together.
_MAX_JSON_LENGTH = 2_000_000
#: A title of this length may hold markup of the page, because its end tag is missing.
_LONGEST_TITLE = 500
_TAG_START = re.compile(r"<[a-zA-Z/!]")

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def gather_embedded(page: Page, candidates: Candidates) -> None:
    """Add candidates from meta elements, links, title and JSON-LD of a page, and from the comment of the program that
    saved it.
    """
    if page.archived is not None:
        # first: what the archive says of the page is surer than the rest
        candidates.add("url", page.archived.original, "archive-address", "high")
        candidates.add("retrieved", page.archived.day, "wayback-address", "high")
    _add_capture_comments(page, candidates)
    _add_source_url(page, candidates)
    head = page.head
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
            if page.archived is None or not _is_of_archive(element, page.archived):
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
    content = element.get("content")
    if not content:
        return
    fields_of = _meta_fields()
    names = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
    for name in names.lower().split():
        if name.startswith(("twitter:label", "twitter:data")):
            labels[name] = content
            continue
        entry = fields_of.get(name)
        if entry is None:
            continue
        field, rule, confidence = entry
        if field == "keyword":
            for word in re.split("[,;，、]", content)[:50]:
                candidates.add("keyword", word, rule, confidence)
        elif field == "author":
            value = invert(content) if rule in ("citation-tag", "dublin-core") else content
            for single in value.split(";") if rule == "citation-tag" else (value,):
                candidates.add("author", single, rule, confidence)
        elif field == "url":
            original, day = without_archive(content)
            candidates.add("url", original, rule, confidence)
            if day:
                candidates.add("retrieved", day, "wayback-address", "high")
        else:
            candidates.add(field, content, rule, confidence)
    if (doi := _DOI.search(content)) and names.lower() in ("dc.identifier", "dcterms.identifier"):
        candidates.add("doi", doi.group(), "dublin-core", "high")


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
        if day:
            candidates.add("retrieved", day, "wayback-address", "high")
    elif "license" in rel and addresses.is_web_reference(href):
        candidates.add("rights-href", href, "license-link", "high")


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
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (?P<date>\w{3} \d{1,2}, \d{4})")


def _add_capture_comments(page: Page, candidates: Candidates) -> None:
    """Add address and day of retrieval from the comment of SingleFile, a browser's "save as", HTTrack or the Wayback
    Machine.
    """
    from archiver.metadata.parsing.dates import read_date

    start = page.text[:8192]
    if "<!--" in start:
        for pattern, rule in (
            (_SINGLEFILE, "singlefile-mark"),
            (_SAVED_FROM, "saved-from-mark"),
            (_HTTRACK, "httrack-mark"),
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


def _add_source_url(page: Page, candidates: Candidates) -> None:
    """Add the address of the source, which the user, a transport header or the reader gave."""
    if page.source.url and page.archived is None:
        url, day = without_archive(page.source.url)
        candidates.add("url", url, "source-address", "high")
        if day:
            candidates.add("retrieved", day, "wayback-address", "high")


@cache
def _meta_fields() -> dict[str, tuple[Field, str, Confidence]]:
    """Field, rule and confidence of each name of a meta element, from embedded.toml."""
    text = resources.files("archiver.metadata").joinpath("embedded.toml").read_text(encoding="utf-8")
    return {name: (field, rule, confidence) for name, (field, rule, confidence) in tomllib.loads(text)["meta"].items()}
