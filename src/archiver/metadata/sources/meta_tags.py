"""What a page says of itself to programs: meta elements, links, and the marks of those who saved it.

The names of the meta elements are in embedded.toml: Open Graph (ogp.me), Highwire Press (as Google Scholar's guide
for webmasters lists them), Dublin Core (RFC 5013 and DCMI's HTML guide), PRISM, Parse.ly, Twitter cards and the plain
old ones. JSON-LD has its own module.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from lxml.etree import _Element as Element

from archiver import addresses
from archiver.draft import Confidence, Draft
from archiver.metadata.candidates import Candidates, Field
from archiver.metadata.parsing.personal_names import invert
from archiver.metadata.sources import json_ld

#: Meta elements looked at; a page with more is a machine's dump.
_MAX_META = 500
#: Bytes of all JSON-LD together.
_MAX_JSON = 2_000_000
#: Characters from which on a title is looked at twice.
_LONGEST_TITLE = 500
_MARKUP = re.compile(r"<[a-zA-Z/!]")

_WAYBACK = re.compile(
    r"https?://web\.archive\.org/web/(\d{4})(\d{2})(\d{2})\d*(?:[a-z]{2}_)?/(https?:.*)", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def gather_embedded(draft: Draft, found: Candidates) -> None:
    """Add what the page's head, its microdata's meta elements, its JSON-LD and its saver's marks say."""
    _saved_marks(draft, found)
    _own_url(draft, found)
    head = draft.page.head
    html = draft.page.root.getparent()
    if (
        html is not None and (language := html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang"))
    ) or (language := draft.page.root.get("lang")):
        found.add("language", language, "html-lang", "medium")
    scripts: list[str] = []
    labels: dict[str, str] = {}
    for element in _elements(draft, head):
        tag = element.tag
        if tag == "meta":
            _meta(element, found, labels)
        elif tag == "link":
            _link(element, draft, found)
        elif tag == "script":
            if (element.get("type") or "").split(";")[0].strip().lower() == "application/ld+json" and element.text:
                scripts.append(element.text)
        elif tag == "title" and head is not None and element.getparent() is head:
            found.add("title", _closed(element.text or ""), "page-title", "low")
    if labels:
        _twitter_labels(labels, found)
    if scripts and sum(map(len, scripts)) <= _MAX_JSON:
        json_ld.gather(scripts, found)


def _closed(title: str) -> str:
    """A page's title; of one that nothing closed, so that the parser took the page for more of it, what stands before the page's markup."""
    if len(title) < _LONGEST_TITLE:
        return title
    return _MARKUP.split(title, maxsplit=1)[0]


def _elements(draft: Draft, head: Element | None) -> Iterator[Element]:
    """Meta elements, links, titles and scripts of the head, and those that stand in the body."""
    count = 0
    for scope in (head, draft.page.root):
        if scope is None:
            continue
        for element in scope.iter("meta", "link", "script", "title"):
            count += element.tag == "meta"
            if count > _MAX_META:
                return
            yield element


def _meta(element: Element, found: Candidates, labels: dict[str, str]) -> None:
    content = element.get("content")
    if not content:
        return
    table = _table()
    names = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
    for name in names.lower().split():
        if name.startswith(("twitter:label", "twitter:data")):
            labels[name] = content
            continue
        entry = table.get(name)
        if entry is None:
            continue
        field, rule, confidence = entry
        if field == "keyword":
            for word in re.split("[,;，、]", content)[:50]:
                found.add("keyword", word, rule, confidence)
        elif field == "author":
            value = invert(content) if rule in ("citation-tag", "dublin-core") else content
            for single in value.split(";") if rule == "citation-tag" else (value,):
                found.add("author", single, rule, confidence)
        elif field == "url":
            original, day = without_archive(content)
            found.add("url", original, rule, confidence)
            if day:
                found.add("retrieved", day, "wayback-address", "high")
        else:
            found.add(field, content, rule, confidence)
    if (doi := _DOI.search(content)) and names.lower() in ("dc.identifier", "dcterms.identifier"):
        found.add("doi", doi.group(), "dublin-core", "high")


def _twitter_labels(labels: dict[str, str], found: Candidates) -> None:
    """WordPress plug-ins write "Written by" and the name as a Twitter card's label and data."""
    for number in ("1", "2"):
        label, value = labels.get(f"twitter:label{number}", ""), labels.get(f"twitter:data{number}", "")
        if label.lower() in _WRITTEN_BY:
            found.add("author", value, "twitter-card", "low")


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


def _link(element: Element, draft: Draft, found: Candidates) -> None:
    rel = (element.get("rel") or "").lower().split()
    href = (element.get("href") or "").strip()
    if not href:
        return
    if "canonical" in rel:
        original, day = without_archive(href)
        if draft.page.base_url and not addresses.scheme(original):
            original = addresses.join(draft.page.base_url, original)
        if addresses.is_web(original):
            found.add("url", original, "canonical-link", "high")
        if day:
            found.add("retrieved", day, "wayback-address", "high")
    elif "license" in rel and addresses.may_lead(href):
        found.add("rights-href", href, "license-link", "high")


def without_archive(url: str) -> tuple[str, str]:
    """The address that a Wayback Machine address stands for, and the day of the capture; (`url`, "") for any other."""
    match = _WAYBACK.match(url.strip())
    if match is None:
        return url.strip(), ""
    year, month, day, original = match.groups()
    return original, f"{year}-{month}-{day}"


# -- who saved the page, and when --------------------------------------------------------------------

_SINGLEFILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)(?:\s+saved date:\s*\w{3} (?P<date>\w{3} \d{1,2} \d{4}))?",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+?)\s*-->", re.IGNORECASE)
_HTTRACK = re.compile(
    r"<!--\s*Mirrored from (?P<url>\S+) by HTTrack[^>]*?,\s*\w{3}, (?P<date>\d{1,2} \w{3} \d{4})", re.IGNORECASE
)
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (?P<date>\w{3} \d{1,2}, \d{4})")


def _saved_marks(draft: Draft, found: Candidates) -> None:
    """The comment that SingleFile, a browser's "save as", HTTrack or the Wayback Machine leaves."""
    from archiver.metadata.parsing.dates import read_date

    start = draft.page.text[:8192]
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
                if addresses.is_web(url):
                    found.add("url", url, rule, "high")
                shown = day or match.groupdict().get("date") or ""
                found.add("retrieved", read_date(shown, "en"), rule, "high")
    if match := _ARCHIVED.search(draft.page.text[-4096:]):
        found.add("retrieved", read_date(match["date"], "en"), "wayback-mark", "high")


def _own_url(draft: Draft, found: Candidates) -> None:
    """The address that came with the source: from the user, a transport header or the reader."""
    if draft.page.source.url:
        url, day = without_archive(draft.page.source.url)
        found.add("url", url, "source-address", "high")
        if day:
            found.add("retrieved", day, "wayback-address", "high")


@cache
def _table() -> dict[str, tuple[Field, str, Confidence]]:
    text = resources.files("archiver.metadata").joinpath("embedded.toml").read_text(encoding="utf-8")
    return {name: (field, rule, confidence) for name, (field, rule, confidence) in tomllib.loads(text)["meta"].items()}
