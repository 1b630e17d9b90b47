"""PageView: the page for the families of notes, with its text, its ids, and all links between two places of the page.

Links come from four kinds of markup:

    address      <a href="#n3">                                    PageView._address_links
    script       <a onclick="show('n3')">, <sup on="tap:n3">       PageView._attribute_links
    attribute    <sup data-note="n3">, <span aria-describedby="n3">
    inferred     the addresses are there, but the ids were removed    _inferred_links

Each page has one PageView, and all families use it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, TypeVar, cast
from urllib.parse import unquote

from archiver import addresses
from archiver.draft import Draft
from archiver.notes import labels
from archiver.notes.html.page_text import PageText
from archiver.notes.refusals import Refusals
from archiver.trees.elements import Element

T = TypeVar("T")
Via = Literal["href", "script", "data", "aria"]

_IDENTIFIER = re.compile(r"[\w:.\-]+")
_QUOTED = re.compile(r"""["']#?([\w:.\-]{1,80})["']""")
#: Fragments as word processors name their notes.
_NOTE_FRAGMENT = re.compile(r"(?i)_?(?:ftn|edn|ftnt|fn|sdfootnote|sdendnote|foot-?note|end-?note|note|cite)")
#: Attributes other than `id` that name an element.
_NAMES = frozenset({"name", "content-id", "rid"})
#: Attributes that hold a script.
_ACTIONS = frozenset({"onclick", "onmouseover", "ontoggle", "on"})
#: AMP: on="tap:note-1" opens the box of that id.
_TAPPED = re.compile(r"tap:([\w.-]+)(?![\w.(-]*close)")
#: Attributes of links and markers without an address that hold the id of the note. Distill keeps several keys in one.
_POINTERS = frozenset({"anchor", "rid", "key", "refid", "bibid", "ref-id"})
_ARIA = frozenset({"aria-describedby", "aria-controls", "aria-details", "popovertarget", "commandfor"})

#: Attributes that name the purpose of an element.
_PURPOSE_NAMES = ("class", "role", "epub:type", "{http://www.idpf.org/2007/ops}type", "data-type", "rel", "type")
_ROLES = frozenset(_PURPOSE_NAMES[1:])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: The parts that generators add to the key of a note in the ids of notes and markers.
_AFFIXES = re.compile(
    r"(?i)user-content|foot-?note|end-?note|anchor|back|cite|note|reference|ref|rev|ftnt|ftn|fn|edn|sym|anc|link|return|[\W_]+"
)
_SIGNS = labels.ARROWS + labels.OPENERS + labels.CLOSERS + " \t\xa0.:"


@lru_cache(maxsize=1 << 14)
def split_camel_case(names: str) -> str:
    """Names with a hyphen inside camel case: "FootNote" gives "Foot-Note"."""
    return names if names.islower() else _CAMEL.sub("-", names)


@dataclass(frozen=True, slots=True)
class Link:
    """`source` points to `target` by the name `fragment`. The target is None when no element of the page has that name."""

    source: Element
    target: Element | None
    fragment: str
    via: Via = "href"


class PageView(PageText):
    """The page of a Draft for the families of notes."""

    def __init__(self, draft: Draft, refusals: Refusals | None = None) -> None:
        super().__init__(draft.page)
        self.draft = draft
        #: Where candidates that are not taken are said. None if nobody asks for them.
        self.refusals = refusals
        self._results: dict[Callable[[PageView], object], object] = {}

    def once(self, work: Callable[[PageView], T]) -> T:
        """The result of `work` on this page. Several families need it; it is computed once."""
        if work not in self._results:
            self._results[work] = work(self)
        return cast(T, self._results[work])

    # -- ids and addresses ---------------------------------------------------------------------------

    @cached_property
    def ids(self) -> dict[str, Element]:
        """The elements by their id, or by the name that anchors have in its place.

        Of several elements with one id, the first.
        """
        # in reverse order, so that the first element overwrites the others
        ids = {
            name: element
            for element, attributes in reversed(self.with_attribute("name"))
            if (name := attributes["name"]) and element.tag in ("a", "span", "p", "div", "li", "sup")
        }
        ids.update(
            (name, element) for element, attributes in reversed(self.with_attribute("id")) if (name := attributes["id"])
        )
        return ids

    @cached_property
    def fragment_links(self) -> list[tuple[Element, str]]:
        """The elements whose `href` has a fragment, each with its `href`."""
        return [
            (element, href)
            for element, attributes in self.with_attribute("href")
            if "#" in (href := attributes["href"])
        ]

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The addresses of the page itself without fragments, from the source, the head of the page and its links."""
        own: set[str] = set()
        page = self.tree
        for url in (page.source.url, page.base_url):
            if url:
                own.add(comparable(url))
        if page.head is not None:
            for element in page.head.iter("link", "meta"):
                if element.tag == "link" and "canonical" in (element.get("rel") or ""):
                    own.add(comparable(element.get("href") or ""))
                elif element.get("property") == "og:url":
                    own.add(comparable(element.get("content") or ""))
        own.discard("")
        # An address is the page's own if (nearly) all fragments that go with it are names on this page.
        linked = [href.partition("#")[::2] for _, href in self.fragment_links if not href.startswith("#")]
        known = {fragment for _, fragment in linked if fragment and self.element_by_id(fragment) is not None}
        if len(known) > 1:
            fragments_of: dict[str, set[str]] = {}
            for address, fragment in linked:
                if fragment:
                    fragments_of.setdefault(comparable(address), set()).add(fragment)
            own.update(
                address
                for address, fragments in fragments_of.items()
                if len(fragments & known) >= max(2, 0.8 * len(fragments))
            )
        return frozenset(own)

    def element_by_id(self, fragment: str) -> Element | None:
        """The element that a fragment names, with percent signs decoded if needed. None when there is none."""
        element = self.ids.get(fragment)
        if element is None and "%" in fragment:
            element = self.ids.get(unquote(fragment))
        return element if element is not None else self._by_value.get(fragment)

    @cached_property
    def _by_value(self) -> dict[str, Element]:
        """Elements by a unique name that they have in an attribute other than `id` (`data-bib-id`, `name`)."""
        # An attribute that names goes before one that points: content-id="fn1" before data-open="fn1".
        return self._uniquely_named(self.data_names) | self._named

    @cached_property
    def _named(self) -> dict[str, Element]:
        """Elements by a unique name in `content-id`, `name` or `rid`."""
        return self._uniquely_named(_NAMES)

    def _uniquely_named(self, names: frozenset[str]) -> dict[str, Element]:
        by_name: dict[str, Element | None] = {}
        for element, attributes in self.with_attribute(*names):
            for name, value in attributes.items():
                if name not in names or not 0 < len(value) <= 80 or value in self.ids:
                    continue
                # A link that leads to the name may have it, too.
                if not attributes.get("href", "").endswith(f"#{value}"):
                    by_name[value] = None if value in by_name else element
        return {value: element for value, element in by_name.items() if element is not None}

    def local_fragment(self, href: str) -> str | None:
        """The fragment of an address that leads to this page. None when it leads elsewhere or has no fragment."""
        address, hash_, fragment = href.strip().partition("#")
        if not hash_ or not fragment or fragment.startswith(("!", "/")):
            return None
        if not address:
            return fragment
        base = self.tree.base_url or self.tree.source.url
        own = comparable(address)
        if own in self.own_addresses or (base and comparable(addresses.join(base, address)) in self.own_addresses):
            return fragment
        # Word and LibreOffice write the folder of the day of export before the fragment. Their fragments are known by
        # their form.
        if _NOTE_FRAGMENT.match(fragment) and self.element_by_id(fragment) is not None:
            return fragment
        return None

    # -- roles, types and classes --------------------------------------------------------------------

    def roles_and_classes(self, element: Element) -> str:
        """The roles, types and classes of an element in one string, with camel case split. "" when it has none."""
        known = self._roles_and_classes.get(element)
        if known is None:
            index = element.index
            attributes = self.tree.attributes[index] if index >= 0 else {}
            if _ROLES.isdisjoint(attributes):
                names = attributes.get("class", "")
            else:
                names = " ".join([value for name in _PURPOSE_NAMES if (value := attributes.get(name))])
            known = self._roles_and_classes[element] = split_camel_case(names)
        return known

    @cached_property
    def _roles_and_classes(self) -> dict[Element, str]:
        """The results of `roles_and_classes` so far."""
        return {}

    @cached_property
    def _purpose_values(self) -> frozenset[str]:
        """The different values of roles, types and classes on the page."""
        values: set[str] = set()
        attributes = self.tree.attributes
        for name in _PURPOSE_NAMES:
            values.update([attributes[index][name] for index in self.tree.by_attribute.get(name, ())])
        return frozenset(values)

    def mentioning(self, word: str) -> list[Element]:
        """Cheap prefilter: a superset of the elements whose role, type or class contains `word`, in document order.

        `word` is in lower case; the attributes may have it in any case. On most pages the list is empty.
        """
        values = {value for value in self._purpose_values if word in value.lower()}
        if not values:
            return []
        return [
            element
            for element, attributes in self.with_attribute(*_PURPOSE_NAMES)
            if not values.isdisjoint(attributes.values())
        ]

    # -- links ---------------------------------------------------------------------------------------

    @cached_property
    def links(self) -> list[Link]:
        """All links from one place of the page to another, in document order of their sources."""
        links = list(self._address_links())
        links += [Link(*ends) for ends in _inferred_links(self, self._broken_links(links))]
        links += self._attribute_links({link.source for link in links})
        links.sort(key=lambda link: link.source.index)
        return links

    def _address_links(self) -> Iterator[Link]:
        """The links by address (`href`, and `xlink:href` in SVG)."""
        in_drawings = [
            (element, href)
            for element, attributes in self.with_attribute("xlink:href")
            if "#" in (href := attributes["xlink:href"]) and not attributes.get("href")
        ]
        local: list[tuple[Element, str]] = []
        for element, href in (*self.fragment_links, *in_drawings):
            if element.tag in ("a", "area"):
                fragment = self.local_fragment(href)
                if fragment is not None:
                    local.append((element, fragment))
        times = Counter(fragment for _, fragment in local)
        shared = self._shared_ids({fragment for fragment, count in times.items() if count > 1})
        # A page of several articles may use the ids of notes again in each article. Then the n-th link leads to the
        # n-th element.
        in_turn = {name: iter(elements) for name, elements in shared.items() if len(elements) == times[name]}
        for element, fragment in local:
            target = next(in_turn[fragment]) if fragment in in_turn else self.element_by_id(fragment)
            if target is not None and fragment not in self.ids and self.contains(target, element):
                target = None  # a marker that has the name of its lost note in an attribute
            yield Link(element, target, fragment)

    def _shared_ids(self, names: set[str]) -> dict[str, list[Element]]:
        """Of these ids, those that several elements have, with their elements."""
        if not names:
            return {}
        by_id: dict[str, list[Element]] = {}
        for element, attributes in self.with_attribute("id"):
            if attributes["id"] in names:
                by_id.setdefault(attributes["id"], []).append(element)
        return {name: elements for name, elements in by_id.items() if len(elements) > 1}

    def _broken_links(self, links: Iterable[Link]) -> Iterator[tuple[Element, str, str]]:
        """The `a` elements with a fragment that have no target among `links`.

        Each as (element, address without the fragment, fragment).
        """
        resolved = {link.source for link in links if link.target is not None}
        for element, href in self.fragment_links:
            address, _, fragment = href.partition("#")
            if element.tag == "a" and element not in resolved and fragment:
                yield element, comparable(address) if address else "", fragment

    def _attribute_links(self, with_address: set[Element]) -> Iterator[Link]:
        """The links by a script or by another attribute than an address. Elements of `with_address` are left out."""
        names = self.data_names | _POINTERS | _ARIA | _ACTIONS
        elements = self.with_attribute(*names)
        elements += [
            (element, attributes)
            for element, attributes in self.with_attribute("href")
            if "(" in attributes["href"] and names.isdisjoint(attributes)
        ]
        # one bare number may be a count; several that are ids are hardly chance
        numbers = Counter(
            name
            for element, attributes in elements
            for name, value in attributes.items()
            if name in self.data_names and value.isdecimal() and value in self.ids
        )
        for element, attributes in elements:
            if element in with_address or self.length_of(element) > 60:
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
                    is_lonely = fragment.isdecimal() and numbers[name] == 1
                    target = self.ids.get(fragment) if not is_lonely else None
                    if target is None:
                        target = self._named.get(fragment)
                    if target is None or target is element or not _IDENTIFIER.fullmatch(fragment):
                        continue
                    if not self.contains(target, element):
                        yield Link(element, target, fragment, "aria" if name in _ARIA else "data")

    @cached_property
    def links_from(self) -> dict[Element, list[Link]]:
        """The links by their source."""
        by_source: dict[Element, list[Link]] = {}
        for link in self.links:
            by_source.setdefault(link.source, []).append(link)
        return by_source

    @cached_property
    def _source_indexes(self) -> list[int]:
        """The indexes of the sources of `links`."""
        return [link.source.index for link in self.links]

    def links_within(self, element: Element) -> list[Link]:
        """The links whose source is an element or a descendant of it."""
        low = bisect_left(self._source_indexes, element.index)
        high = bisect_right(self._source_indexes, self.last_index[element])
        return self.links[low:high]


@lru_cache(maxsize=1 << 12)
def comparable(url: str) -> str:
    """The form in which addresses are compared: without scheme, `www.`, fragment and slash at the end."""
    parts = addresses.split(url.partition("#")[0])
    if parts is None:
        return url
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


# -- inferred links ------------------------------------------------------------------------------------


def _inferred_links(
    page: PageText, broken: Iterable[tuple[Element, str, str]]
) -> Iterator[tuple[Element, Element, str]]:
    """Links whose targets lost their ids: (source, the inferred target, fragment).

    Feeds, newsletters and reading views keep the addresses and drop the ids:

        text<a href="https://site/post#fn1">1</a>  …  <li>The note. <a href="https://site/post#fnref1">↩</a></li>

    Marker and backlink are a pair if their fragments have the same key. The key is the fragment without words for notes
    and references ("1" in "fn1" and "fnref1"). Their places differ: the marker comes after text, the backlink is at the
    beginning or the end of a block.

    `broken` are links without a target on the page: the element, the address without the fragment, the fragment.
    """
    groups: dict[tuple[str, str], list[tuple[Element, str]]] = defaultdict(list)
    for element, address, fragment in broken:
        if key := _AFFIXES.sub("", fragment):
            groups[address, key.casefold()].append((element, fragment))
    for group in groups.values():
        if len({fragment for _, fragment in group}) < 2:
            continue
        markers = [(element, fragment) for element, fragment in group if _is_at_marker_place(page, element)]
        backlinks = [(element, fragment) for element, fragment in group if _is_at_backlink_place(page, element)]
        holders = {page.block_of[element] for element, _ in backlinks}
        if not markers or len(holders) != 1 or len({labels.read(page.text_of(element)) for element, _ in markers}) != 1:
            continue
        note = holders.pop()
        first_marker = markers[0][0]
        if note.index < first_marker.index or {f for _, f in markers} & {f for _, f in backlinks}:
            continue
        for element, fragment in markers:
            yield element, note, fragment
        for n, (element, fragment) in enumerate(backlinks):
            yield element, markers[min(n, len(markers) - 1)][0], fragment


def _is_at_marker_place(page: PageText, element: Element) -> bool:
    """Whether a link shows a label and comes after text on its line."""
    if page.length_of(element) > 24 or labels.read_one(page.text_of(element)) is None:
        return False
    return bool(page.line_before(page.start_of[element]).strip(_SIGNS))


def _is_at_backlink_place(page: PageText, element: Element) -> bool:
    """Whether a link is an arrow at the end of a block, or a label or an arrow at the start of one."""
    if page.length_of(element) > 40:
        return False
    text, block = page.text_of(element), page.block_of[element]
    if not page.text_between(page.start_of[block], page.start_of[element]).strip(_SIGNS):
        return labels.read_one(text) is not None or labels.is_backlink_text(text)
    rest = page.text_between(page.end_of[element], page.end_of[block]).strip(_SIGNS + "↩︎\ufe0e\ufe0f")
    return not rest and labels.is_backlink_text(text)
