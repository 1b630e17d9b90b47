"""Page: one look at the untouched tree, taken once for all families: its text (survey.py) and all that points from one
place of it to another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from lxml.etree import _Element as Element

from archiver.draft import Draft
from archiver.notes.survey import COMMON, INERT, Survey

Via = Literal["href", "script", "data", "aria"]

_IDENTIFIER = re.compile(r"[\w:.\-]+")
_QUOTED = re.compile(r"""["']#?([\w:.\-]{1,80})["']""")
_TELLING = re.compile(r"(?i)_?(?:ftn|edn|ftnt|fn|sdfootnote|sdendnote|foot-?note|end-?note|note|cite)")
_NAMES = ("name", "content-id", "rid")
#: Attributes of links and markers without an address that hold the id of the note; Distill keeps several keys in one.
_POINTERS = ("anchor", "rid", "key", "refid", "bibid", "ref-id")
_ARIA = ("aria-describedby", "aria-controls", "aria-details", "popovertarget", "commandfor")

_TELLING_NAMES = ("class", "role", "epub:type", "{http://www.idpf.org/2007/ops}type", "data-type", "rel", "type")
_ROLES = frozenset(_TELLING_NAMES[1:])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1 << 14)
def told(said: str) -> str:
    """Names with their camel case taken apart."""
    return _CAMEL.sub("-", said)


@dataclass(frozen=True, slots=True)
class Link:
    """`source` points to `target` (None: nothing on the page has that id) by the name `fragment`."""

    source: Element
    target: Element | None
    fragment: str
    via: Via = "href"


class Page(Survey):
    """The tree of a Draft as note families see it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.ids: dict[str, Element] = {}
        for element, attributes in self.attributes:
            if name := attributes.get("id"):
                self.ids.setdefault(name, element)
        for element, attributes in self.unusual:
            if (name := attributes.get("name")) and element.tag in ("a", "span", "p", "div", "li", "sup"):
                self.ids.setdefault(name, element)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Addresses of the page itself, without fragments, as its head and its links tell."""
        found: set[str] = set()
        draft = self.draft
        for url in (draft.source.url, draft.base_url):
            if url:
                found.add(_bare(url))
        if draft.page_head is not None:
            for element in draft.page_head.iter("link", "meta"):
                if element.tag == "link" and "canonical" in (element.get("rel") or ""):
                    found.add(_bare(element.get("href") or ""))
                elif element.get("property") == "og:url":
                    found.add(_bare(element.get("content") or ""))
        found.discard("")
        # An address whose fragments are (nearly) all on this page is this page's.
        hits: dict[str, dict[str, bool]] = {}
        for _, attributes in self.attributes:
            href = attributes.get("href")
            if href and "#" in href and not href.startswith("#"):
                address, _, fragment = href.partition("#")
                if fragment:
                    hits.setdefault(_bare(address), {})[fragment] = self.find_id(fragment) is not None
        found.update(address for address, known in hits.items() if sum(known.values()) >= max(2, 0.8 * len(known)))
        return frozenset(found)

    def find_id(self, fragment: str) -> Element | None:
        """The element that a fragment names, percent signs decoded when need be."""
        element = self.ids.get(fragment)
        if element is None and "%" in fragment:
            element = self.ids.get(unquote(fragment))
        return element if element is not None else self._by_value.get(fragment)

    @cached_property
    def _by_value(self) -> dict[str, Element]:
        """Elements that say in another attribute what they are called (`data-bib-id`, `name`), each name being unique."""
        found: dict[str, Element | None] = {}
        for element, attributes in self.attributes:
            for name, value in attributes.items():
                if not (name.startswith("data-") or name in _NAMES) or not 0 < len(value) <= 80 or value in self.ids:
                    continue
                # a link that leads to the name has it too
                if not attributes.get("href", "").endswith(f"#{value}"):
                    found[value] = None if value in found else element
        return {value: element for value, element in found.items() if element is not None}

    def local_fragment(self, href: str) -> str | None:
        """The fragment of an address that leads to this very page, or None."""
        address, hash_, fragment = href.strip().partition("#")
        if not hash_ or not fragment or fragment.startswith(("!", "/")):
            return None
        if not address:
            return fragment
        base = self.draft.base_url or self.draft.source.url
        bare = _bare(address)
        if bare in self.own_addresses or (base and _bare(urljoin(base, address)) in self.own_addresses):
            return fragment
        # Word and LibreOffice write the folder of the day of export before the fragment; the names they use are
        # telling.
        if _TELLING.match(fragment) and self.find_id(fragment) is not None:
            return fragment
        return None

    @cached_property
    def purposes(self) -> dict[Element, str]:
        """Roles, types and classes of each element that has any, camel case taken apart."""
        found = {}
        for element, said in self.attributes:
            if _ROLES.isdisjoint(said):
                purpose = said.get("class", "")
            else:
                purpose = " ".join([value for name in _TELLING_NAMES if (value := said.get(name))])
            if purpose:
                found[element] = told(purpose)
        return found

    @cached_property
    def links(self) -> list[Link]:
        """All that points from one place of the page to another, in document order."""
        return list(self._find_links())

    def _find_links(self) -> Iterator[Link]:
        for element, attributes in self.attributes:
            href = attributes.get("href") or attributes.get("xlink:href") or ""
            if "#" in href and element.tag in ("a", "area"):
                fragment = self.local_fragment(href)
                if fragment is not None:
                    yield Link(element, self.find_id(fragment), fragment)
                    continue
            if (COMMON.issuperset(attributes) and "(" not in href) or self.length_of(element) > 60:
                continue
            for name, value in attributes.items():
                if name in INERT:
                    continue
                if name in ("onclick", "onmouseover", "ontoggle", "href") and "(" in value:
                    for fragment in _QUOTED.findall(value):
                        if (target := self.ids.get(fragment)) is not None and target is not element:
                            yield Link(element, target, fragment, "script")
                            break
                elif name in _POINTERS:
                    for fragment in value.split(","):
                        if (target := self.ids.get(fragment.strip())) is not None and not self.contains(
                            target, element
                        ):
                            yield Link(element, target, fragment.strip(), "data")
                elif name in _ARIA or (name.startswith("data-") and len(value) < 120):
                    fragment = value.removeprefix("#")
                    target = self.ids.get(fragment) if _IDENTIFIER.fullmatch(fragment) else None
                    if target is not None and target is not element and not self.contains(target, element):
                        yield Link(element, target, fragment, "aria" if name in _ARIA else "data")

    @cached_property
    def links_from(self) -> dict[Element, list[Link]]:
        """The links by their source."""
        found: dict[Element, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.source, []).append(link)
        return found

    @cached_property
    def _link_orders(self) -> list[int]:
        return [self.order[link.source] for link in self.links]

    def links_within(self, element: Element) -> list[Link]:
        """The links whose source is an element or below it."""
        low = bisect_left(self._link_orders, self.order[element])
        high = bisect_right(self._link_orders, self.last[element])
        return self.links[low:high]


def _bare(url: str) -> str:
    """An address without scheme, fragment and trailing slash, for comparing."""
    try:
        parts = urlsplit(url.strip().partition("#")[0])
    except ValueError:
        return url
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
