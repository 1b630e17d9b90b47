"""Publisher, name of the site, abstract, keywords, rights and identifiers: the fields of a catalogue besides title, authors,
dates and container.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archiver import addresses
from archiver.description import Confidence
from archiver.draft import Draft
from archiver.metadata.candidates import RANK, Candidate, Candidates, Field
from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.sources.visible_lines import last_text_runs, short_text
from archiver.page import Page
from archiver.trees.class_names import hyphenated
from archiver.trees.elements import Element

#: A longer list of keywords was not chosen by hand.
_MOST_KEYWORDS = 30
#: The number of elements at the end of a page in which its © line may stand.
_LAST_ELEMENTS = 400

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\)|by|copyright)?\s*(?:\d{4}(?:\s*[-–]\s*(?:\d{4}|\d{2}))?)?[,.]?\s*(?:by\s+)?(?P<who>[^.|•·©\n]{2,80})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|[٠-٩۰-۹]{4}")
_RIGHTS_RESERVED = re.compile(
    r"reserved|vorbehalten|réservés|reservados|riservati|voorbehouden|zastrzeżone|vyhrazena|защищены|محفوظة|無断",
    re.IGNORECASE,
)
_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/([\d.]+)", re.IGNORECASE
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_PMID = re.compile(r"(?:PMID:?\s*|info:pmid/|\S*pubmed\S*?/)?(\d{1,9})/?", re.IGNORECASE)
_PMCID = re.compile(r"(?:\S*/)?(?:PMC:?\s*)?(\d{1,9})/?", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:|\S*arxiv\.org/(?:abs|pdf)/)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:https?://hdl\.handle\.net/|(?:info:)?hdl[:/])?(\d+(?:\.\d+)*/\S+)", re.IGNORECASE)
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX]")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The resolved value of a field, with its rule and confidence. `href` is the address of a licence."""

    value: str
    rule: str
    confidence: Confidence
    href: str = ""


#: The `a` elements of a page with their attributes.
Links = list[tuple[Element, Mapping[str, str]]]


def links_of_page(page: Page) -> Links:
    """The `a` elements of a page in document order, each with its attributes."""
    return [
        (element, attributes)
        for element, tag, attributes in zip(page.elements, page.tags, page.attributes, strict=True)
        if tag == "a"
    ]


def resolve_publisher(candidates: Candidates, title: Title | None) -> Resolved | None:
    """The publisher that embedded metadata name, or None. The name of a site or of a journal is none."""
    return _best_name(candidates, "publisher", title)


def _best_name(candidates: Candidates, field: Literal["publisher", "site"], title: Title | None) -> Resolved | None:
    """The candidate of the best rule that is a name, and not the title."""
    for candidate in sorted(candidates.of(field), key=_publisher_rank):
        value = candidate.value
        if (
            not re.match(r"https?://|@", value)
            and (title is None or comparison_key(value) != comparison_key(title.value))
            and len(value) <= 120
        ):
            return Resolved(value, candidate.rule, _at_most_medium(candidate))
    return None


def resolve_site(draft: Draft, candidates: Candidates, title: Title | None, links: Links) -> Resolved | None:
    """The name of the site, or None. The first of these is taken: its name in embedded metadata, the name beside the
    article's title in the title of the window, a marked name of the site, the text of a link to the front page.
    """
    if (named := _best_name(candidates, "site", title)) is not None:
        return named
    if title is not None:
        for candidate in candidates.of("title"):
            if candidate.rule == "page-title" and (name := _site_name_beside_title(candidate.value, title.value)):
                return Resolved(name, "page-title", "low")
            # "The Gull: Title" may also be a section and a title
            name, colon, rest = candidate.value.partition(":")
            if colon and rest.strip() == title.value and _is_home_link(draft, name, links):
                return Resolved(name.strip(), "page-title", "low")
    if marked_name := _marked_site_name(draft, title):
        return Resolved(marked_name, "site-markup", "low")
    if home_name := _home_link(draft, candidates, links):
        return Resolved(home_name, "home-link", "low")
    if title is not None and title.rule == "reader-view":
        return Resolved(draft.page.text.split(maxsplit=1)[0], "reader-view", "low")
    return None


def resolve_copyright_holder(draft: Draft) -> Resolved | None:
    """The name in a © line, the last resort for a publisher; None if there is none."""
    line = _copyright_line(draft)
    if line and (match := _COPYRIGHT.search(line)) and match["who"]:
        who = re.sub(
            r"(?i)\s*\b(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|無断).*$",
            "",
            match["who"],
        ).strip(" ,-–")
        name_words = who.split()
        if (
            any(c.isalpha() for c in who)
            and len(name_words) <= 8
            and sum(word[0].islower() for word in name_words) <= len(name_words) // 3
        ):
            return Resolved(who, "copyright-line", "low")
    return None


def _site_name_beside_title(window_title: str, title: str) -> str:
    """The site's name in the title of the window, "" for none: the last part when the article's title comes first, else
    the first part.
    """
    start = window_title.find(title)
    if start < 0:
        return ""
    before, after = window_title[:start], window_title[start + len(title) :]
    if after and _NAME_SEPARATOR.match(after):
        # "Title | Lighthouses | The Gull": the parts between are sections
        parts = [part for part in map(str.strip, _NAME_SEPARATOR.split(after)) if part]
        name = parts[-1] if parts else ""
        if len(parts) == 2 and len(name.split()) > _WORDS_OF_NAME and len(parts[0]) < len(name):
            name = parts[0]  # the second part is the site's motto
        return name if 2 <= len(name) <= _LONGEST_NAME and not parse_byline(name).marked else ""
    if not after and (rest := _NAME_BEFORE.match(before)):
        return rest[1].strip()
    if after and (parts := re.split(r"\s[|｜]\s", after))[1:]:
        return parts[-1].strip() if len(parts[-1]) <= _LONGEST_NAME else ""
    return ""


#: The separators between a title, sections and the name of the site.
_NAME_SEPARATOR = re.compile(
    r"\s*[|｜–—·•»«‹]+\s*|\s+-+\s+|\s*-+\s+(?=\S+$)|(?<=[^\x00-\x7f])[_：](?=[^\x00-\x7f])|^[_：](?=[^\x00-\x7f])"
)
_NAME_BEFORE = re.compile(r"(.{2,60}?)\s*[|｜–—·•»]+\s*(?:.*\s[|｜–—·•»-]+\s*)?$")
#: The most characters of a site's name.
_LONGEST_NAME = 60
#: A site's name seldom has more words; its motto has.
_WORDS_OF_NAME = 3


def _marked_site_name(draft: Draft, title: Title | None) -> str:
    """The site's name in an element with a class such as WordPress' `site-title`; Joomla, Jekyll and others have
    similar ones.
    """
    for element, attributes in zip(draft.page.elements, draft.page.attributes, strict=True):
        class_or_id = attributes.get("class") or attributes.get("id") or ""
        if "ite" not in class_or_id or _SITE_NAME_CLASSES.isdisjoint(hyphenated(class_or_id).split()):
            continue
        text = short_text(draft, element, _LONGEST_NAME)
        if len(text) > 1 and (title is None or comparison_key(text) != comparison_key(title.value)):
            return text
    return ""


#: Classes and ids that mark the name of a site.
_SITE_NAME_CLASSES = frozenset(
    ("site-title", "sitetitle", "site-name", "sitename", "wp-block-site-title", "site-title-text", "header-site-title")
)


def _is_home_link(draft: Draft, name: str, links: Links) -> bool:
    """Whether this name is the text of a link to the front page of the site."""
    key = comparison_key(name)
    return any(
        _is_front_page(href) and comparison_key(short_text(draft, element, _LONGEST_NAME)) == key
        for element, attributes in links
        if (href := attributes.get("href", "").strip()) and href[0] != "#" and (href[0] == "/" or href[:4] == "http")
    )


def _is_front_page(href: str) -> bool:
    """Whether an address has no path."""
    parts = addresses.split(href)
    return parts is not None and parts.path in ("", "/")


def _home_link(draft: Draft, candidates: Candidates, links: Links) -> str:
    """The text of a link to the site's front page, if it is the name of the host: "The Gull" at thegull.example; "" for
    none.
    """
    copy = draft.page.archived
    address = (copy.original if copy is not None else draft.page.source.url) or next(
        (c.value for c in candidates.of("url")), ""
    )
    host = addresses.host(address) if address.startswith("http") else ""
    if not host:
        return ""
    labels = {label for label in host.split(".")[:-1] if len(label) > 3}
    for element, attributes in links:
        href = attributes.get("href", "").strip()
        # a cheap test first: most links lead to another page of the site, or to another site
        if (href[:1] == "/" and href[1:2].isalnum()) or (href[:4] == "http" and host not in href.lower()):
            continue
        target = addresses.split(href)
        if target is None or target.path not in ("", "/") or target.query or attributes.get("href") == "":
            continue
        if (target.hostname or host) != host:
            continue
        text = short_text(draft, element, 60)
        if text and "".join(c for c in text.casefold() if c.isalnum()) in labels:
            return text
    return ""


def _publisher_rank(candidate: Candidate) -> tuple[int, int]:
    """The rank of a publisher: by its rule, then by its confidence; the lowest is the best."""
    rule_order = (
        "open-graph",
        "json-ld",
        "citation-tag",
        "dublin-core",
        "meta-publisher",
        "meta-application",
    )
    return (
        rule_order.index(candidate.rule) if candidate.rule in rule_order else len(rule_order),
        RANK[candidate.confidence],
    )


def _at_most_medium(candidate: Candidate) -> Confidence:
    """The confidence of a candidate, high only for Open Graph and for the tags of scholarly publishers."""
    is_sure = candidate.rule in ("open-graph", "citation-tag", "eprints-tag")
    return "medium" if candidate.confidence == "high" and not is_sure else candidate.confidence


def resolve_abstract(draft: Draft, candidates: Candidates, title_keys: frozenset[str]) -> Resolved | None:
    """The abstract, or the page's meta description if it is not the beginning of a paragraph.

    `title_keys` are the comparison keys of title and subtitle: an abstract that repeats one of them is none.
    """
    for candidate in sorted(candidates.of("abstract"), key=lambda c: RANK[c.confidence]):
        key = comparison_key(candidate.value)
        if not key or key in title_keys or (len(candidate.value.split()) < 4 and candidate.value.isascii()):
            continue
        shortened = re.sub(
            r"\s*(?:\[?(?:…|\.\.\.)\]?|\[&hellip;\])\s*(?:read more.*)?$", "", candidate.value, flags=re.IGNORECASE
        )
        if shortened != candidate.value and candidate.rule == "meta-description":
            continue  # a truncated description is no abstract
        if candidate.rule == "meta-description" and _begins_paragraph(draft, comparison_key(shortened)):
            continue
        return Resolved(candidate.value, candidate.rule, candidate.confidence)
    return None


def _begins_paragraph(draft: Draft, key: str) -> bool:
    """Whether a paragraph of the page begins with the text of this comparison key."""
    start, first = key[:60], key[:1]
    runs = draft.page.text_runs
    for text, owner in zip(runs.row, runs.owners, strict=True):
        # texts of elements have even owners; tails and edges of blocks have odd ones
        if owner & 1:
            continue
        text = text.lstrip("\n\t\r \xa0\"'“„«‘(…")
        if not text or text[0].casefold() != first:
            continue
        opening = comparison_key(text[:200])
        if opening.startswith(start):
            return True
        if (
            len(opening) >= 8
            and start.startswith(opening)
            and comparison_key(short_text(draft, draft.page.elements[owner // 2], 3000)).startswith(start)
        ):
            return True
    return False


def resolve_keywords(draft: Draft, candidates: Candidates, links: Links) -> tuple[tuple[str, ...], Resolved | None]:
    """The keywords of the first rule with one to 30 of them, and their evidence; then those of `rel="tag"` links."""
    rules = dict.fromkeys(c.rule for c in candidates.of("keyword"))
    rule_order = ("citation-tag", "json-ld", "open-graph", "dublin-core", "meta-keywords")
    for rule in sorted(rules, key=lambda r: rule_order.index(r) if r in rule_order else len(rule_order)):
        of_rule = [c for c in candidates.of("keyword") if c.rule == rule]
        words = list(
            {
                comparison_key(c.value): c.value
                for c in reversed(of_rule)
                if comparison_key(c.value) and len(c.value) <= 80
            }.values()
        )[::-1]
        if 1 <= len(words) <= _MOST_KEYWORDS:
            return tuple(words), Resolved(", ".join(words), rule, of_rule[0].confidence)
    tags = [
        short_text(draft, element, 80)
        for element, attributes in links
        if "rel" in attributes and "tag" in attributes["rel"].split() and "category" not in attributes["rel"]
    ]
    words = list(dict.fromkeys(tag.lstrip("#") for tag in tags if tag))
    if 1 <= len(words) <= _MOST_KEYWORDS:
        return tuple(words), Resolved(", ".join(words), "tag-links", "low")
    return (), None


def resolve_rights(draft: Draft, candidates: Candidates, links: Links) -> Resolved | None:
    """The licence or the rights statement, or None. If there is nothing else, it is a © line at the end of the page; the
    line is not moved.
    """
    href = next((c for c in sorted(candidates.of("rights-href"), key=lambda c: RANK[c.confidence])), None)
    text = next((c for c in sorted(candidates.of("rights"), key=lambda c: RANK[c.confidence])), None)
    if href is not None:
        return Resolved(text.value if text else _licence_name(href.value), href.rule, href.confidence, href.value)
    linked = _linked_licence(links)
    if linked is not None:
        return linked
    if text is not None:
        return Resolved(text.value, text.rule, text.confidence, text.value if addresses.is_web(text.value) else "")
    line = _copyright_line(draft)
    return Resolved(line, "copyright-line", "low") if line else None


def _linked_licence(links: Links) -> Resolved | None:
    """The licence of the first `rel="license"` link or link to Creative Commons."""
    for element, attributes in links:
        href = attributes.get("href", "")
        if "rel" in attributes and "license" in attributes["rel"].split() and addresses.is_web(href):
            return Resolved(_licence_name(href), "license-link", "high", href)
        if "creativecommons.org/" in href and _CREATIVE_COMMONS.match(href):
            parent = element.parent
            # a licence in a caption is that of the picture
            if parent is None or not any(a.tag in ("figure", "figcaption") for a in element.ancestors()):
                return Resolved(_licence_name(href), "license-link", "low", href)
    return None


def _licence_name(href: str) -> str:
    """The short name of a Creative Commons licence by its address; any other address as it is."""
    match = _CREATIVE_COMMONS.match(href)
    if match is None:
        return href
    code, version = match.groups()
    if code in ("zero", "mark"):
        return "CC0 1.0" if code == "zero" else "Public Domain Mark 1.0"
    return f"CC {code.upper()} {version}"


def _copyright_line(draft: Draft) -> str:
    """The © line nearest to the end of the page, "" for none."""
    claiming_runs = [
        run for run in last_text_runs(draft.page, _LAST_ELEMENTS) if len(run[1]) < 2000 and _claims_copyright(run[1])
    ]
    # the last element first, and its tail before its text
    for owner, text in sorted(claiming_runs, reverse=True):
        for line in text.splitlines() if draft.page.offsets else [text]:
            if _claims_copyright(line) and len(folded := fold(line)) <= 250:
                if len(folded) < 12:
                    # the sign is alone in its text node, so take the text of its element, or for a tail of the parent
                    element = draft.page.elements[owner // 2]
                    holder = element.parent if owner % 2 else element
                    folded = (short_text(draft, holder, 250) if holder is not None else "") or folded
                return folded
    return ""


def _claims_copyright(text: str) -> bool:
    """Whether a text claims copyright: it has the sign or the word, and a year or "all rights reserved". A picture
    credit has neither.
    """
    if "©" not in text and "(c)" not in text and "(C)" not in text and "opyright" not in text:
        return False
    return bool(_YEAR.search(text) or _RIGHTS_RESERVED.search(text))


def resolve_identifiers(candidates: Candidates) -> list[tuple[str, Resolved]]:
    """The identifiers as (type, value): one address, one of an archived copy, one DOI, one of each other kind, up to four
    ISBNs. ISSNs belong to the container.
    """
    identifiers: list[tuple[str, Resolved]] = []
    url = next(iter(sorted(candidates.of("url"), key=lambda c: RANK[c.confidence])), None)
    if url is not None and addresses.is_web(url.value) and not any(c.isspace() for c in url.value):
        identifiers.append(("url", Resolved(url.value, url.rule, url.confidence)))
    for copy in candidates.of("archived-url"):
        if not any(c.isspace() for c in copy.value):
            identifiers.append(("archived-url", Resolved(copy.value, copy.rule, copy.confidence)))
            break
    identifiers.extend(_standard_identifiers(candidates))
    return identifiers


def _standard_identifiers(candidates: Candidates) -> Iterator[tuple[str, Resolved]]:
    """The DOI, the ISBNs, and the identifiers of repositories as (type, value)."""
    patterns: tuple[tuple[Field, re.Pattern[str]], ...] = (("doi", _DOI), ("isbn", _ISBN))
    for kind, pattern in patterns:
        values: dict[str, Resolved] = {}
        for candidate in candidates.of(kind):
            if match := pattern.search(candidate.value):
                value = match[1].rstrip(".,;)") if kind == "doi" else match.group()
                values.setdefault(value.lower(), Resolved(value, candidate.rule, candidate.confidence))
        yield from ((kind, identifier) for identifier in list(values.values())[: 1 if kind == "doi" else 4])
    exact: tuple[tuple[Field, re.Pattern[str], str], ...] = (
        ("pmid", _PMID, ""),
        ("pmcid", _PMCID, "PMC"),
        ("arxiv", _ARXIV, ""),
        ("handle", _HANDLE, ""),
    )
    for kind, pattern, before in exact:
        for candidate in candidates.of(kind):
            if match := pattern.fullmatch(candidate.value.strip()):
                yield kind, Resolved(before + match[1], candidate.rule, candidate.confidence)
                break
