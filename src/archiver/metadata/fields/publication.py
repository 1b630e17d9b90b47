"""Publisher, abstract, keywords, rights and identifiers: what a catalogue wants besides who, what and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver import addresses
from archiver.class_names import hyphenated
from archiver.draft import Confidence, Draft
from archiver.metadata.candidates import RANK, Candidate, Candidates
from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.sources.visible_lines import last_text_runs, short_text

#: The longest list of keywords that somebody chose by hand.
_MOST_KEYWORDS = 30
#: Elements at the end of a page in which its © line is looked for.
_COLOPHON = 400

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\)|by|copyright)?\s*(?:\d{4}(?:\s*[-–]\s*(?:\d{4}|\d{2}))?)?[,.]?\s*(?:by\s+)?(?P<who>[^.|•·©\n]{2,80})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|[٠-٩۰-۹]{4}")
_RESERVED = re.compile(
    r"reserved|vorbehalten|réservés|reservados|riservati|voorbehouden|zastrzeżone|vyhrazena|защищены|محفوظة|無断",
    re.IGNORECASE,
)
_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/([\d.]+)", re.IGNORECASE
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX]")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A settled value with its rule and how sure it is."""

    value: str
    rule: str
    confidence: Confidence
    href: str = ""


#: The links of a page with their attributes.
Links = list[tuple[Element, Mapping[str, str]]]


def links_of(draft: Draft) -> Links:
    """The links of a page in document order."""
    return [
        (element, said)
        for element, tag, said in zip(draft.page.elements, draft.page.tags, draft.page.attributes, strict=True)
        if tag == "a"
    ]


def resolve_publisher(draft: Draft, found: Candidates, title: Title | None, links: Links) -> Resolved | None:
    """Who published: the journal, the site by its own name, the publisher of the data, the rest of the window's
    title, a © line.
    """
    for candidate in sorted(found.of("publisher", "site"), key=_publisher_order):
        value = candidate.value
        if (
            not re.match(r"https?://|@", value)
            and (title is None or comparison_key(value) != comparison_key(title.value))
            and len(value) <= 120
        ):
            return Resolved(
                value, candidate.rule, "high" if candidate.rule == "citation-journal" else _at_most_medium(candidate)
            )
    if title is not None:
        for candidate in found.of("title"):
            if candidate.rule == "page-title" and (name := _beside_title(candidate.value, title.value)):
                return Resolved(name, "page-title", "low")
            # "The Gull: Title" may as well be a section and a title
            name, colon, rest = candidate.value.partition(":")
            if colon and rest.strip() == title.value and _leads_home(draft, name, links):
                return Resolved(name.strip(), "page-title", "low")
    if marked := _site_markup(draft, title):
        return Resolved(marked, "site-markup", "low")
    if home := _home_link(draft, found, links):
        return Resolved(home, "home-link", "low")
    line = _copyright_line(draft)
    if line and (match := _COPYRIGHT.search(line)) and match["who"]:
        who = re.sub(
            r"(?i)\s*\b(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|無断).*$",
            "",
            match["who"],
        ).strip(" ,-–")
        parts = who.split()
        if (
            any(c.isalpha() for c in who)
            and len(parts) <= 8
            and sum(part[0].islower() for part in parts) <= len(parts) // 3
        ):
            return Resolved(who, "copyright-line", "low")
    return None


def _beside_title(window: str, title: str) -> str:
    """The site's name in the window's title: its last part where the title comes first, else its first part."""
    at = window.find(title)
    if at < 0:
        return ""
    before, after = window[:at], window[at + len(title) :]
    if after and _OPENS_NAME.match(after):
        # "Title | Lighthouses | The Gull": sections stand between
        parts = [part for part in map(str.strip, _OPENS_NAME.split(after)) if part]
        name = parts[-1] if parts else ""
        if len(parts) == 2 and len(name.split()) > _WORDS_OF_NAME and len(parts[0]) < len(name):
            name = parts[0]  # and what follows is the site's motto
        return name if 2 <= len(name) <= _LONGEST_NAME and not parse_byline(name).marked else ""
    if not after and (rest := _NAME_BEFORE.match(before)):
        return rest[1].strip()
    if after and (parts := re.split(r"\s[|｜]\s", after))[1:]:
        return parts[-1].strip() if len(parts[-1]) <= _LONGEST_NAME else ""
    return ""


#: What parts a title from the name of its site, and sections from one another.
_OPENS_NAME = re.compile(
    r"\s*[|｜–—·•»«‹]+\s*|\s+-+\s+|\s*-+\s+(?=\S+$)|(?<=[^\x00-\x7f])[_：](?=[^\x00-\x7f])|^[_：](?=[^\x00-\x7f])"
)
_NAME_BEFORE = re.compile(r"(.{2,60}?)\s*[|｜–—·•»]+\s*(?:.*\s[|｜–—·•»-]+\s*)?$")
_LONGEST_NAME = 60
#: A site's name has seldom more words, its motto has.
_WORDS_OF_NAME = 3


def _site_markup(draft: Draft, title: Title | None) -> str:
    """The site's name where a theme marks it: WordPress' `site-title`, Joomla's, Jekyll's and those of many others."""
    for element, said in zip(draft.page.elements, draft.page.attributes, strict=True):
        name = said.get("class") or said.get("id") or ""
        if "ite" not in name or _SITE_NAMES.isdisjoint(hyphenated(name).split()):
            continue
        shown = short_text(draft, element, _LONGEST_NAME)
        if len(shown) > 1 and (title is None or comparison_key(shown) != comparison_key(title.value)):
            return shown
    return ""


_SITE_NAMES = frozenset(
    ("site-title", "sitetitle", "site-name", "sitename", "wp-block-site-title", "site-title-text", "header-site-title")
)


def _leads_home(draft: Draft, name: str, links: Links) -> bool:
    """Whether a link to the front page of the site shows this name."""
    key = comparison_key(name)
    return any(
        _is_front_page(href) and comparison_key(short_text(draft, element, _LONGEST_NAME)) == key
        for element, said in links
        if (href := said.get("href", "").strip()) and href[0] != "#" and (href[0] == "/" or href[:4] == "http")
    )


def _is_front_page(href: str) -> bool:
    parts = addresses.split(href)
    return parts is not None and parts.path in ("", "/")


def _home_link(draft: Draft, found: Candidates, links: Links) -> str:
    """The words of a link to the site's own front page, where they are the name of its host: "The Gull" at thegull.example."""
    address = draft.page.source.url or next((c.value for c in found.of("url")), "")
    host = addresses.host(address) if address.startswith("http") else ""
    if not host:
        return ""
    labels = {label for label in host.split(".")[:-1] if len(label) > 3}
    for element, said in links:
        href = said.get("href", "").strip()
        # most links lead to another page of the site, or to another site, which is seen before they are taken to pieces
        if (href[:1] == "/" and href[1:2].isalnum()) or (href[:4] == "http" and host not in href.lower()):
            continue
        target = addresses.split(href)
        if target is None or target.path not in ("", "/") or target.query or said.get("href") == "":
            continue
        if (target.hostname or host) != host:
            continue
        shown = short_text(draft, element, 60)
        if shown and "".join(c for c in shown.casefold() if c.isalnum()) in labels:
            return shown
    return ""


def _publisher_order(candidate: Candidate) -> tuple[int, int]:
    order = (
        "citation-journal",
        "open-graph",
        "json-ld",
        "citation-tag",
        "dublin-core",
        "meta-publisher",
        "meta-application",
    )
    return (order.index(candidate.rule) if candidate.rule in order else len(order), RANK[candidate.confidence])


def _at_most_medium(candidate: Candidate) -> Confidence:
    return "medium" if candidate.confidence == "high" and candidate.rule != "open-graph" else candidate.confidence


def resolve_abstract(draft: Draft, found: Candidates, taken: frozenset[str]) -> Resolved | None:
    """The abstract, or the page's description of itself where it is not just the beginning of its text.

    `taken` are the keys of the title and the subtitle.
    """
    for candidate in sorted(found.of("abstract"), key=lambda c: RANK[c.confidence]):
        key = comparison_key(candidate.value)
        if not key or key in taken or (len(candidate.value.split()) < 4 and candidate.value.isascii()):
            continue
        cut = re.sub(
            r"\s*(?:\[?(?:…|\.\.\.)\]?|\[&hellip;\])\s*(?:read more.*)?$", "", candidate.value, flags=re.IGNORECASE
        )
        if cut != candidate.value and candidate.rule == "meta-description":
            continue  # a description that breaks off is no abstract, wherever it was cut from
        if candidate.rule == "meta-description" and _opens_paragraph(draft, comparison_key(cut)):
            continue
        return Resolved(candidate.value, candidate.rule, candidate.confidence)
    return None


def _opens_paragraph(draft: Draft, key: str) -> bool:
    """Whether one of the page's paragraphs begins with these words, or is these words."""
    start, first = key[:60], key[:1]
    pieces = draft.page.text_runs
    for text, holder in zip(pieces.row, pieces.owners, strict=True):
        # own texts have even holders, the edges of blocks and the texts behind elements odd ones
        if holder & 1:
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
            and comparison_key(short_text(draft, draft.page.elements[holder // 2], 3000)).startswith(start)
        ):
            return True
    return False


def resolve_keywords(draft: Draft, found: Candidates, links: Links) -> tuple[tuple[str, ...], Resolved | None]:
    """The keywords of the first source that has a sensible number of them."""
    rules = dict.fromkeys(c.rule for c in found.of("keyword"))
    order = ("citation-tag", "json-ld", "open-graph", "dublin-core", "meta-keywords")
    for rule in sorted(rules, key=lambda r: order.index(r) if r in order else len(order)):
        candidates = [c for c in found.of("keyword") if c.rule == rule]
        words = list(
            {
                comparison_key(c.value): c.value
                for c in reversed(candidates)
                if comparison_key(c.value) and len(c.value) <= 80
            }.values()
        )[::-1]
        if 1 <= len(words) <= _MOST_KEYWORDS:
            return tuple(words), Resolved(", ".join(words), rule, candidates[0].confidence)
    tags = [
        short_text(draft, element, 80)
        for element, said in links
        if "rel" in said and "tag" in said["rel"].split() and "category" not in said["rel"]
    ]
    words = list(dict.fromkeys(tag.lstrip("#") for tag in tags if tag))
    if 1 <= len(words) <= _MOST_KEYWORDS:
        return tuple(words), Resolved(", ".join(words), "tag-links", "low")
    return (), None


def resolve_rights(draft: Draft, found: Candidates, links: Links) -> Resolved | None:
    """The licence or the rights statement; a © line at the end of the page is the last resort and stays where it is."""
    href = next((c for c in sorted(found.of("rights-href"), key=lambda c: RANK[c.confidence])), None)
    text = next((c for c in sorted(found.of("rights"), key=lambda c: RANK[c.confidence])), None)
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
    for element, said in links:
        href = said.get("href", "")
        if "rel" in said and "license" in said["rel"].split() and addresses.is_web(href):
            return Resolved(_licence_name(href), "license-link", "high", href)
        if "creativecommons.org/" in href and _CREATIVE_COMMONS.match(href):
            parent = element.getparent()
            # the licence of a picture stands in its caption
            if parent is None or not any(a.tag in ("figure", "figcaption") for a in element.iterancestors()):
                return Resolved(_licence_name(href), "license-link", "low", href)
    return None


def _licence_name(href: str) -> str:
    match = _CREATIVE_COMMONS.match(href)
    if match is None:
        return href
    code, version = match.groups()
    if code in ("zero", "mark"):
        return "CC0 1.0" if code == "zero" else "Public Domain Mark 1.0"
    return f"CC {code.upper()} {version}"


def _copyright_line(draft: Draft) -> str:
    """The © line nearest to the end of the page."""
    claims = [piece for piece in last_text_runs(draft, _COLOPHON) if len(piece[1]) < 2000 and _claims(piece[1])]
    # the last element first, what stands behind it before its own text
    for holder, text in sorted(claims, reverse=True):
        for line in text.splitlines() if draft.page.offsets else [text]:
            if _claims(line) and len(folded := fold(line)) <= 250:
                if len(folded) < 12:
                    # a sign alone: what it stands in says the rest; text behind an element stands in that element's parent
                    element = draft.page.elements[holder // 2]
                    around = element.getparent() if holder % 2 else element
                    folded = (short_text(draft, around, 250) if around is not None else "") or folded
                return folded
    return ""


def _claims(text: str) -> bool:
    """Whether a text claims copyright for a page: the sign or the word, with a year or a reservation; a picture's
    credit has neither.
    """
    if "©" not in text and "(c)" not in text and "(C)" not in text and "opyright" not in text:
        return False
    return bool(_YEAR.search(text) or _RESERVED.search(text))


def resolve_identifiers(found: Candidates) -> list[tuple[str, Resolved]]:
    """The address, DOI, ISSN and ISBN, each once."""
    identifiers: list[tuple[str, Resolved]] = []
    url = next(iter(sorted(found.of("url"), key=lambda c: RANK[c.confidence])), None)
    if url is not None and addresses.is_web(url.value) and not any(c.isspace() for c in url.value):
        identifiers.append(("url", Resolved(url.value, url.rule, url.confidence)))
    identifiers.extend(_identifier(found))
    return identifiers


def _identifier(found: Candidates) -> Iterator[tuple[str, Resolved]]:
    patterns = (("doi", _DOI), ("issn", _ISSN), ("isbn", _ISBN))
    for kind, pattern in patterns:
        values: dict[str, Resolved] = {}
        for candidate in found.of(kind):  # type: ignore[arg-type]
            if match := pattern.search(candidate.value):
                value = match[1].rstrip(".,;)") if kind == "doi" else match.group()
                values.setdefault(value.lower(), Resolved(value, candidate.rule, candidate.confidence))
        yield from ((kind, settled) for settled in list(values.values())[: 1 if kind == "doi" else 4])
