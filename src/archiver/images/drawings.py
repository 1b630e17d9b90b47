"""The cost of drawing an SVG: the number of parts that it has after every reference is expanded.

A `use` stands for the element that it refers to, and that element may contain other `use` elements: eight groups with
ten `use` elements each fit into a kilobyte and expand to 100,000,000 rectangles. Patterns, markers, masks, clipping
paths, filters and gradients are drawn once for each shape that names them. Shapes inherit what their group names.
WeasyPrint, browsers and EPUB readers draw all of it, so the cost is counted before any of them reads the file. The time
for counting grows only with the size of the file.

Source: SVG 2, https://www.w3.org/TR/SVG2/struct.html#UseElement and https://www.w3.org/TR/SVG2/painting.html.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

#: The upper bound of every count: larger costs count as this.
ENDLESS = 10**12
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
#: Elements that are drawn only where other elements refer to them.
_NOT_RENDERED = frozenset(
    "defs symbol clipPath mask pattern marker linearGradient radialGradient filter style title desc metadata".split()
)
_SHAPES = frozenset("path rect circle ellipse line polyline polygon text tspan image".split())
#: Elements to which the rules of a style sheet are applied here.
_STYLED = _SHAPES | frozenset(["g", "svg", "use", "symbol", "textPath"])
#: Properties that the children of an element inherit. Markers are drawn at each corner of a shape.
_PAINTS, _MARKERS = frozenset(["fill", "stroke"]), frozenset(["marker", "marker-start", "marker-mid", "marker-end"])
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)")
_DECLARATION = re.compile(r"([a-zA-Z-]+)\s*:([^;{}]*)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_NAME = re.compile(r"[.#]?[\w-]+|[*:\[]")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
#: Attributes of filter primitives: the work of the filter grows with their values.
_EFFORT = ("numOctaves", "order", "radius", "stdDeviation")


class CircularDrawing(ValueError):
    """A drawing that refers to itself."""


class Cost(NamedTuple):
    """The cost of an element: parts to draw, shapes among these parts, corners of these shapes, and nesting depth."""

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
    """An element with the elements that it refers to."""

    name: str
    own: Cost
    children: list[etree._Element]
    #: Referenced elements: expanded by `use`; painted on each shape; drawn at each corner; drawn once for this element.
    instances: list[etree._Element] = field(default_factory=list)
    paints: list[etree._Element] = field(default_factory=list)
    markers: list[etree._Element] = field(default_factory=list)
    others: list[etree._Element] = field(default_factory=list)
    #: Additional cost of each shape inside: its dashes.
    dashes: int = 0

    def needs(self) -> Iterator[etree._Element]:
        """The elements whose cost is part of this element's cost."""
        yield from self.children
        yield from self.instances
        yield from self.paints
        yield from self.markers
        yield from self.others


def cost(root: etree._Element, pixels: Callable[[str], int]) -> Cost:
    """The cost of a drawing. `pixels` returns the number of pixels of an embedded picture, given the picture's address.

    Raises CircularDrawing if the drawing refers to itself.
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
        #: A renderer tests each rule of a style sheet on each element.
        self._trying = rules * len(elements) // 500

    def cost(self) -> Cost:
        """Add up the costs from the leaves to the root, along children and references, without recursion."""
        drawn: dict[etree._Element, Cost] = {}
        held: dict[etree._Element, Cost] = {}
        in_progress: set[etree._Element] = set()
        stack = [(self._root, False)]
        while stack:
            element, children_done = stack.pop()
            if element in drawn:
                continue
            node = self._nodes[element]
            if children_done:
                in_progress.discard(element)
                drawn[element], held[element] = self._sum(node, drawn, held)
                continue
            if element in in_progress:
                raise CircularDrawing
            in_progress.add(element)
            stack.append((element, True))
            for needed in node.needs():
                if needed in in_progress:
                    raise CircularDrawing
                if needed not in drawn:
                    stack.append((needed, False))
        return held[self._root] + Cost(parts=self._trying)

    def _sum(
        self, node: _Node, drawn: dict[etree._Element, Cost], held: dict[etree._Element, Cost]
    ) -> tuple[Cost, Cost]:
        """The cost of an element at its own place (none if it is only drawn by reference), and its cost where another
        element refers to it.
        """
        total = node.own
        for child in node.children:
            total += drawn[child]
        for target in node.instances:
            total += held[target]
        cost_per_shape = node.dashes + sum(held[target].parts for target in node.paints)
        cost_per_corner = sum(held[target].parts for target in node.markers)
        once = sum(held[target].parts for target in node.others)
        referenced = [*node.paints, *node.markers, *node.others]
        depth = max([total.depth, *(held[target].depth for target in referenced)])
        parts = total.parts + cost_per_shape * total.shapes + cost_per_corner * total.corners + once
        total = Cost(min(parts, ENDLESS), total.shapes, total.corners, depth + 1)
        return (Cost() if node.name in _NOT_RENDERED else total), total

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
                    targets = node.paints if kind in _PAINTS else node.markers if kind in _MARKERS else node.others
                    targets.append(target)
        return node

    def _own(self, element: etree._Element, name: str) -> Cost:
        """The cost of an element alone, measured in rectangles as WeasyPrint and Typst draw them.

        Long paths and texts count for more, embedded pictures by their pixels, filters by the values in _EFFORT.
        """
        path_data = element.get("d") or element.get("points") or ""
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
        return Cost(parts, 1, 2 + len(path_data) // 2)

    def _properties(self, element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
        """The properties that refer to other elements or dash lines: from attributes, the `style` attribute and style
        sheets.
        """
        for attribute, value in element.attrib.items():
            if "url(" in str(value) or attribute == "stroke-dasharray":
                yield str(attribute), str(value)
        for property_, value in _DECLARATION.findall(element.get("style", "")):
            yield property_, value
        if self._sheets and name in _STYLED:
            ancestor_ids = {id_ for holder in element.iterancestors() if (id_ := holder.get("id"))}
            for selector in (
                "*",
                name,
                f"#{element.get('id')}",
                *(f".{token}" for token in element.get("class", "").split()),
            ):
                for property_, value in self._sheets.get(selector, ()):
                    # A rule for all elements would paint the content of a pattern with the pattern itself; authors do
                    # not mean that.
                    if not ancestor_ids.intersection(_REFERENCE.findall(value)):
                        yield property_, value

    def _read_sheets(self, sheets: list[etree._Element]) -> int:
        """Store the properties that each rule may set, by element name, id and class. Returns the number of rules.

        Selectors are read loosely: a rule counts for too many elements rather than for too few.
        """
        count = 0
        for sheet in sheets:
            text = re.sub(r"/\*.*?\*/", "", "".join(map(str, sheet.itertext())), flags=re.DOTALL)
            for selector, body in _RULE.findall(text):
                count += 1
                declarations = [(p, v) for p, v in _DECLARATION.findall(body) if "url(" in v or p == "stroke-dasharray"]
                if declarations:
                    names = set(_NAME.findall(selector))
                    for key in {"*"} if names & {"*", ":", "["} else names:
                        self._sheets.setdefault(key, []).extend(declarations)
        return count

    def _dashes(self, value: str) -> int:
        """The number of dashes on a line around the whole drawing, in thousands."""
        length = sum(_numbers(value))
        return int(min(2 * sum(self._extent) / length / 1000, ENDLESS)) if length > 0 else 0

    def _tiles(self, pattern: etree._Element) -> int:
        """The number of tiles of a pattern on the whole drawing, in tens of thousands."""
        sizes = [next(iter(_numbers(pattern.get(side, ""))), 0.0) for side in ("width", "height")]
        units = pattern.get("patternUnits") == "userSpaceOnUse"
        area = self._extent if units else (100.0, 100.0) if "%" in pattern.get("width", "") else (1.0, 1.0)
        if min(sizes) <= 0:
            return 0
        return int(min(area[0] / sizes[0] * (area[1] / sizes[1]) / 10_000, ENDLESS))


def _extent(root: etree._Element) -> tuple[float, float]:
    """Width and height of the drawing in user units."""
    box = _numbers(root.get("viewBox", ""))
    if len(box) == 4:
        return box[2], box[3]
    sides = [next(iter(_numbers(root.get(side, ""))), 0.0) for side in ("width", "height")]
    return sides[0] or 1000.0, sides[1] or 1000.0


def _numbers(text: str) -> list[float]:
    """The absolute values of the numbers in the first 1,000 characters of a text."""
    return [min(abs(float(number)), 1e30) for number in _NUMBER.findall(text[:1000])]


def _largest(text: str) -> float:
    """The product of the numbers in a filter attribute."""
    return min(math.prod(_numbers(text)), float(ENDLESS)) if text else 0.0
