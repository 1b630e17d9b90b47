"""PageView: one look at the untouched tree, taken once for all families: its text (survey.py) and all that points from one
place of it to another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, TypeVar, cast
from urllib.parse import unquote

from lxml.etree import _Element as Element

from archiver import addresses
from archiver.draft import Draft
from archiver.notes.html.inferred_links import inferred_links
from archiver.notes.html.survey import Survey

T = TypeVar("T")
Via = Literal["href", "script", "data", "aria"]

_IDENTIFIER = re.compile(r"[\w:.\-]+")
_QUOTED = re.compile(r"""["']#?([\w:.\-]{1,80})["']""")
_TELLING = re.compile(r"(?i)_?(?:ftn|edn|ftnt|fn|sdfootnote|sdendnote|foot-?note|end-?note|note|cite)")
_NAMES = frozenset({"name", "content-id", "rid"})
#: Attributes that hold a script.
_ACTIONS = frozenset({"onclick", "onmouseover", "ontoggle", "on"})
#: AMP: on="tap:note-1" opens the box of that id.
_TAPPED = re.compile(r"tap:([\w.-]+)(?![\w.(-]*close)")
#: Attributes of links and markers without an address that hold the id of the note; Distill keeps several keys in one.
_POINTERS = frozenset({"anchor", "rid", "key", "refid", "bibid", "ref-id"})
_ARIA = frozenset({"aria-describedby", "aria-controls", "aria-details", "popovertarget", "commandfor"})

_TELLING_NAMES = ("class", "role", "epub:type", "{http://www.idpf.org/2007/ops}type", "data-type", "rel", "type")
_ROLES = frozenset(_TELLING_NAMES[1:])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1 << 14)
def told(said: str) -> str:
    """Names with their camel case taken apart."""
    return said if said.islower() else _CAMEL.sub("-", said)


@dataclass(frozen=True, slots=True)
class Link:
    """`source` points to `target` (None: nothing on the page has that id) by the name `fragment`."""

    source: Element
    target: Element | None
    fragment: str
    via: Via = "href"


class PageView(Survey):
    """The tree of a Draft as note families see it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._results: dict[Callable[[PageView], object], object] = {}

    def once(self, work: Callable[[PageView], T]) -> T:
        """The result of `work` on this page. Several families ask for it; it is computed once."""
        if work not in self._results:
            self._results[work] = work(self)
        return cast(T, self._results[work])

    @cached_property
    def ids(self) -> dict[str, Element]:
        """The elements by their id, or by the name that anchors have instead; the first of several."""
        # from behind, so that the first comes last and stays
        found = {
            name: element
            for element, said in reversed(self.having("name"))
            if (name := said["name"]) and element.tag in ("a", "span", "p", "div", "li", "sup")
        }
        found.update((name, element) for element, said in reversed(self.having("id")) if (name := said["id"]))
        return found

    @cached_property
    def hashed(self) -> list[tuple[Element, str]]:
        """The elements whose `href` has a fragment, with this."""
        return [(element, href) for element, said in self.having("href") if "#" in (href := said["href"])]

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Addresses of the page itself, without fragments, as its head and its links tell."""
        found: set[str] = set()
        draft = self.draft
        for url in (draft.page.source.url, draft.page.base_url):
            if url:
                found.add(_bare(url))
        if draft.page.head is not None:
            for element in draft.page.head.iter("link", "meta"):
                if element.tag == "link" and "canonical" in (element.get("rel") or ""):
                    found.add(_bare(element.get("href") or ""))
                elif element.get("property") == "og:url":
                    found.add(_bare(element.get("content") or ""))
        found.discard("")
        # An address whose fragments are (nearly) all on this page is this page's.
        leading = [href.partition("#")[::2] for _, href in self.hashed if not href.startswith("#")]
        known = {fragment for _, fragment in leading if fragment and self.find_id(fragment) is not None}
        if len(known) > 1:
            hits: dict[str, set[str]] = {}
            for address, fragment in leading:
                if fragment:
                    hits.setdefault(_bare(address), set()).add(fragment)
            found.update(address for address, named in hits.items() if len(named & known) >= max(2, 0.8 * len(named)))
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
        # what an attribute calls a name goes before what points with it: content-id="fn1" and data-open="fn1"
        return self._called(self.data_names) | self._named

    @cached_property
    def _named(self) -> dict[str, Element]:
        """Elements by a name that no other has: `content-id`, `name`, `rid`."""
        return self._called(_NAMES)

    def _called(self, names: frozenset[str]) -> dict[str, Element]:
        found: dict[str, Element | None] = {}
        for element, attributes in self.having(*names):
            for name, value in attributes.items():
                if name not in names or not 0 < len(value) <= 80 or value in self.ids:
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
        base = self.draft.page.base_url or self.draft.page.source.url
        bare = _bare(address)
        if bare in self.own_addresses or (base and _bare(addresses.join(base, address)) in self.own_addresses):
            return fragment
        # Word and LibreOffice write the folder of the day of export before the fragment; the names they use are
        # telling.
        if _TELLING.match(fragment) and self.find_id(fragment) is not None:
            return fragment
        return None

    def purpose_of(self, element: Element) -> str:
        """Roles, types and classes of an element, camel case taken apart; "" when it has none."""
        known = self._purposes.get(element)
        if known is None:
            index = self.order.get(element, -1)
            said = self.draft.page.attributes[index] if index >= 0 else {}
            if _ROLES.isdisjoint(said):
                purpose = said.get("class", "")
            else:
                purpose = " ".join([value for name in _TELLING_NAMES if (value := said.get(name))])
            known = self._purposes[element] = told(purpose)
        return known

    @cached_property
    def _purposes(self) -> dict[Element, str]:
        """What `purpose_of` was asked before."""
        return {}

    @cached_property
    def _said(self) -> frozenset[str]:
        """All roles, types and classes on the page as they are written, each once."""
        said: set[str] = set()
        attributes = self.draft.page.attributes
        for name in _TELLING_NAMES:
            said.update([attributes[index][name] for index in self.draft.page.by_attribute.get(name, ())])
        return frozenset(said)

    def may_say(self, word: str) -> list[Element]:
        """The elements whose roles, types or classes may hold a word (in lower case) in any case, in document order.

        Quick, and most often empty: whoever looks for what needs this word in its name begins here. No element that has it is missing.
        """
        telling = {value for value in self._said if word in value.lower()}
        if not telling:
            return []
        return [element for element, said in self.having(*_TELLING_NAMES) if not telling.isdisjoint(said.values())]

    @cached_property
    def links(self) -> list[Link]:
        """All that points from one place of the page to another, in document order."""
        found = list(self._addressed())
        found += [Link(*one) for one in inferred_links(self, self._lost(found))]
        found += self._pointing({link.source for link in found})
        found.sort(key=lambda link: self.order[link.source])
        return found

    def _addressed(self) -> Iterator[Link]:
        """What points by its address."""
        drawn = [
            (element, href)
            for element, said in self.having("xlink:href")
            if "#" in (href := said["xlink:href"]) and not said.get("href")
        ]
        local: list[tuple[Element, str]] = []
        for element, href in (*self.hashed, *drawn):
            if element.tag in ("a", "area"):
                fragment = self.local_fragment(href)
                if fragment is not None:
                    local.append((element, fragment))
        times = Counter(fragment for _, fragment in local)
        several = self._several({fragment for fragment, count in times.items() if count > 1})
        # a page of several articles that name their notes alike: each link has its own
        own = {name: iter(elements) for name, elements in several.items() if len(elements) == times[name]}
        for element, fragment in local:
            target = next(own[fragment]) if fragment in own else self.find_id(fragment)
            if target is not None and fragment not in self.ids and self.contains(target, element):
                target = None  # a marker that keeps the name of its lost note
            yield Link(element, target, fragment)

    def _several(self, names: set[str]) -> dict[str, list[Element]]:
        """The elements by an id that several have."""
        if not names:
            return {}
        found: dict[str, list[Element]] = {}
        for element, said in self.having("id"):
            if said["id"] in names:
                found.setdefault(said["id"], []).append(element)
        return {name: elements for name, elements in found.items() if len(elements) > 1}

    def _lost(self, found: Iterable[Link]) -> Iterator[tuple[Element, str, str]]:
        """The links with a fragment that lead to no place on the page, with address and fragment apart."""
        here = {link.source for link in found if link.target is not None}
        for element, href in self.hashed:
            address, _, fragment = href.partition("#")
            if element.tag == "a" and element not in here and fragment:
                yield element, _bare(address) if address else "", fragment

    def _pointing(self, addressed: set[Element]) -> Iterator[Link]:
        """What points by a script or by another attribute, those apart whose addresses do."""
        names = self.data_names | _POINTERS | _ARIA | _ACTIONS
        pointing = self.having(*names)
        pointing += [(one, said) for one, said in self.having("href") if "(" in said["href"] and names.isdisjoint(said)]
        for element, attributes in pointing:
            if element in addressed or self.length_of(element) > 60:
                continue
            for name, value in attributes.items():
                if name == "on":
                    for fragment in _TAPPED.findall(value):
                        if (target := self.ids.get(fragment)) is not None and not self.contains(target, element):
                            yield Link(element, target, fragment, "script")
                elif (name in _ACTIONS or name == "href") and "(" in value:
                    for fragment in _QUOTED.findall(value):
                        if (target := self.ids.get(fragment)) is not None and target is not element:
                            yield Link(element, target, fragment, "script")
                            break
                elif name in _POINTERS:
                    for fragment in value.split(","):
                        target = self.ids.get(fragment.strip())
                        if target is not None and not self.contains(target, element):
                            yield Link(element, target, fragment.strip(), "data")
                elif name in _ARIA or (name in self.data_names and len(value) < 120):
                    fragment = value.removeprefix("#")
                    target = self.ids.get(fragment)
                    if target is None:
                        target = self._named.get(fragment)
                    if target is None or target is element or not _IDENTIFIER.fullmatch(fragment):
                        continue
                    if not self.contains(target, element):
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


@lru_cache(maxsize=1 << 12)
def _bare(url: str) -> str:
    """An address without scheme, fragment and trailing slash, for comparing."""
    parts = addresses.split(url.partition("#")[0])
    if parts is None:
        return url
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
