"""What it costs to draw an SVG: how many parts it comes to when all that it refers to stands where it is referred to.

A `use` stands for what it refers to, and that may hold others: ten in each of eight groups are a kilobyte and 100,000,000 rectangles. Patterns,
markers, masks, clipping paths, filters and gradients are drawn once for each shape that names them, and what a group names its shapes inherit.
WeasyPrint, browsers and readers of EPUB draw all of it, so it is counted before any of them sees it. Counting takes a time that grows with the
file alone.

Source: SVG 2, https://www.w3.org/TR/SVG2/struct.html#UseElement and https://www.w3.org/TR/SVG2/painting.html.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

#: What is infinite, for all purposes here.
ENDLESS = 10**12
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
#: Elements that are drawn only where others refer to them.
_KEPT = frozenset(
    "defs symbol clipPath mask pattern marker linearGradient radialGradient filter style title desc metadata".split()
)
_SHAPES = frozenset("path rect circle ellipse line polyline polygon text tspan image".split())
#: Elements that a style sheet is read for.
_SELECTED = _SHAPES | frozenset(["g", "svg", "use", "symbol", "textPath"])
#: Properties that what is inside an element inherits; those of markers are drawn at each corner of a shape.
_PAINTS, _MARKERS = frozenset(["fill", "stroke"]), frozenset(["marker", "marker-start", "marker-mid", "marker-end"])
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)")
_DECLARATION = re.compile(r"([a-zA-Z-]+)\s*:([^;{}]*)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_NAME = re.compile(r"[.#]?[\w-]+|[*:\[]")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
#: Attributes of a filter's steps by whose size their work grows.
_EFFORT = ("numOctaves", "order", "radius", "stdDeviation")


class Endless(ValueError):
    """A drawing that refers to itself."""


class Cost(NamedTuple):
    """What an element comes to: parts to draw, shapes among them, corners of those, and how deep they nest."""

    parts: int = 0
    shapes: int = 0
    corners: int = 0
    depth: int = 0

    def __add__(self, other: Cost) -> Cost:  # type: ignore[override]
        return Cost(
            min(self.parts + other.parts, ENDLESS),
            min(self.shapes + other.shapes, ENDLESS),
            min(self.corners + other.corners, ENDLESS),
            max(self.depth, other.depth),
        )


@dataclass(slots=True)
class _Node:
    """An element with what it refers to."""

    name: str
    own: Cost
    children: list[etree._Element]
    #: Elements that it stands for (use), that its shapes are painted with, that stand at their corners, and that are drawn once for it.
    instances: list[etree._Element] = field(default_factory=list)
    paints: list[etree._Element] = field(default_factory=list)
    markers: list[etree._Element] = field(default_factory=list)
    others: list[etree._Element] = field(default_factory=list)
    #: What each of its shapes costs besides.
    dashes: int = 0

    def needs(self) -> Iterator[etree._Element]:
        """The elements whose cost makes up its own."""
        yield from self.children
        yield from self.instances
        yield from self.paints
        yield from self.markers
        yield from self.others


def cost(root: etree._Element, pixels: Callable[[str], int]) -> Cost:
    """What a drawing comes to. `pixels` tells of the address of a picture inside it how many it has.

    Raises Endless for a drawing that refers to itself.
    """
    return _Drawing(root, pixels).cost()


class _Drawing:
    def __init__(self, root: etree._Element, pixels: Callable[[str], int]) -> None:
        self._root = root
        self._pixels = pixels
        elements = [element for element in root.iter(etree.Element) if isinstance(element.tag, str)]
        self._by_id: dict[str, etree._Element] = {}
        for element in elements:
            if id_ := element.get("id"):
                self._by_id.setdefault(id_, element)
        self._extent = _extent(root)
        self._sheets: dict[str, list[tuple[str, str]]] = {}
        rules = self._read_sheets([e for e in elements if etree.QName(e).localname == "style"])
        self._nodes = {element: self._node(element) for element in elements}
        #: Each rule of a style sheet is tried on each element.
        self._trying = rules * len(elements) // 500

    def cost(self) -> Cost:
        """Costs from the leaves up, along children and references, without recursion."""
        drawn: dict[etree._Element, Cost] = {}
        held: dict[etree._Element, Cost] = {}
        open_: set[etree._Element] = set()
        waiting = [(self._root, False)]
        while waiting:
            element, done = waiting.pop()
            if element in drawn:
                continue
            node = self._nodes[element]
            if done:
                open_.discard(element)
                drawn[element], held[element] = self._sum(node, drawn, held)
                continue
            if element in open_:
                raise Endless
            open_.add(element)
            waiting.append((element, True))
            for needed in node.needs():
                if needed in open_:
                    raise Endless
                if needed not in drawn:
                    waiting.append((needed, False))
        return held[self._root] + Cost(parts=self._trying)

    def _sum(
        self, node: _Node, drawn: dict[etree._Element, Cost], held: dict[etree._Element, Cost]
    ) -> tuple[Cost, Cost]:
        """What an element costs where it stands, and where something refers to it."""
        total = node.own
        for child in node.children:
            total += drawn[child]
        for target in node.instances:
            total += held[target]
        each = node.dashes + sum(held[target].parts for target in node.paints)
        corner = sum(held[target].parts for target in node.markers)
        once = sum(held[target].parts for target in node.others)
        below = [*node.paints, *node.markers, *node.others]
        deepest = max([total.depth, *(held[target].depth for target in below)])
        parts = total.parts + each * total.shapes + corner * total.corners + once
        total = Cost(min(parts, ENDLESS), total.shapes, total.corners, deepest + 1)
        return (Cost() if node.name in _KEPT else total), total

    def _node(self, element: etree._Element) -> _Node:
        name = etree.QName(element).localname
        node = _Node(name, self._own(element, name), [e for e in element if isinstance(e.tag, str)])
        for attribute in _HREFS:
            if (href := element.get(attribute, "")).startswith("#") and (
                target := self._by_id.get(href[1:])
            ) is not None:
                (node.instances if name == "use" else node.others).append(target)
        for property_, value in self._properties(element, name):
            if property_ == "stroke-dasharray":
                node.dashes = max(node.dashes, self._dashes(value))
            for id_ in _REFERENCE.findall(value):
                if (target := self._by_id.get(id_)) is not None:
                    kind = property_.lower()
                    where = node.paints if kind in _PAINTS else node.markers if kind in _MARKERS else node.others
                    where.append(target)
        return node

    def _own(self, element: etree._Element, name: str) -> Cost:
        """What an element costs alone, in rectangles as WeasyPrint and Typst draw them: long paths and texts count for more, pictures by their
        pixels, and filters by their effort."""
        drawn = element.get("d") or element.get("points") or ""
        parts = 1 + sum(map(len, map(str, element.attrib.values()))) // 100 + len(element.get("transform", "")) // 40
        if name in ("text", "tspan", "textPath"):
            parts += 4 + (len(element.text or "") + len(element.tail or "")) // 50
        if name == "image":
            addresses = [element.get(attribute, "") for attribute in _HREFS]
            parts = 1 + sum(map(self._pixels, addresses)) // 10_000
        elif name.startswith("fe"):
            parts += 200 + int(max((_largest(element.get(attribute, "")) for attribute in _EFFORT), default=0))
        elif name == "pattern":
            parts += self._tiles(element)
        if name not in _SHAPES:
            return Cost(parts)
        return Cost(parts, 1, 2 + len(drawn) // 2)

    def _properties(self, element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
        """The properties of an element that refer to others or dash its lines: its attributes, its style, and what style sheets say."""
        for attribute, value in element.attrib.items():
            if "url(" in str(value) or attribute == "stroke-dasharray":
                yield str(attribute), str(value)
        for property_, value in _DECLARATION.findall(element.get("style", "")):
            yield property_, value
        if self._sheets and name in _SELECTED:
            inside = {id_ for holder in element.iterancestors() if (id_ := holder.get("id"))}
            for known in ("*", name, f"#{element.get('id')}", *(f".{one}" for one in element.get("class", "").split())):
                for property_, value in self._sheets.get(known, ()):
                    # (what is inside a pattern is not painted with it, as a rule for all elements would have it)
                    if not inside.intersection(_REFERENCE.findall(value)):
                        yield property_, value

    def _read_sheets(self, sheets: list[etree._Element]) -> int:
        """Note what the rules of style sheets may say of whom, rather too much than too little; returns how many rules there are."""
        count = 0
        for sheet in sheets:
            text = re.sub(r"/\*.*?\*/", "", "".join(map(str, sheet.itertext())), flags=re.DOTALL)
            for selector, body in _RULE.findall(text):
                count += 1
                said = [(p, v) for p, v in _DECLARATION.findall(body) if "url(" in v or p == "stroke-dasharray"]
                if said:
                    names = set(_NAME.findall(selector))
                    for known in {"*"} if names & {"*", ":", "["} else names:
                        self._sheets.setdefault(known, []).extend(said)
        return count

    def _dashes(self, value: str) -> int:
        """Thousands of dashes along a line around the drawing."""
        length = sum(_numbers(value))
        return int(min(2 * sum(self._extent) / length / 1000, ENDLESS)) if length > 0 else 0

    def _tiles(self, pattern: etree._Element) -> int:
        """Tens of thousands of times that a pattern repeats on the whole drawing."""
        sizes = [next(iter(_numbers(pattern.get(side, ""))), 0.0) for side in ("width", "height")]
        units = pattern.get("patternUnits") == "userSpaceOnUse"
        whole = self._extent if units else (100.0, 100.0) if "%" in pattern.get("width", "") else (1.0, 1.0)
        if min(sizes) <= 0:
            return 0
        return int(min(whole[0] / sizes[0] * (whole[1] / sizes[1]) / 10_000, ENDLESS))


def _extent(root: etree._Element) -> tuple[float, float]:
    """Width and height of a drawing in its own units."""
    box = _numbers(root.get("viewBox", ""))
    if len(box) == 4:
        return box[2], box[3]
    sides = [next(iter(_numbers(root.get(side, ""))), 0.0) for side in ("width", "height")]
    return sides[0] or 1000.0, sides[1] or 1000.0


def _numbers(text: str) -> list[float]:
    """The numbers in a short text, without signs."""
    return [min(abs(float(found)), 1e30) for found in _NUMBER.findall(text[:1000])]


def _largest(text: str) -> float:
    """The product of the numbers in an attribute of a filter."""
    return min(math.prod(_numbers(text)), float(ENDLESS)) if text else 0.0
