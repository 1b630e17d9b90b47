"""XPath 1.0 with an allowance: an expression that would run for very long is stopped, on every machine at the same step.

Rules for a site are data from others, and XPath has expressions that take the square, the cube or more of a page's size: axes along siblings
or through the page within brackets, functions on the text of everything. libxml2 can't be stopped once it runs, its own limit of operations
isn't reachable through lxml, and elementpath counts nothing and takes fifty times as long. So this evaluates by itself, on a table of the
page's nodes, and counts: a node looked at is a step, a function or an operator is one, and so are 64 characters of text that a function reads.

    Page(root)                                   the table: numbers of nodes in document order, made once a page
    compiled("//p[following-sibling::div]")      an expression, read once
    Expression.select(page, allowance)           its hits, or TooCostly

What it evaluates is W3C XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/) without the namespace axis and variables, which rules for
sites do not use: names without a prefix are those of elements without a namespace, and functions are those of the recommendation.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, cast

from lxml import etree
from lxml.etree import _Element as Element

#: Characters of an expression, and how deep its brackets may stand in one another.
LONGEST, DEEPEST = 2000, 20
#: Characters that count as one step where a function reads them, and those that no string may be longer than.
_CHARACTERS_A_STEP, _LONGEST_STRING = 64, 16_000_000
_DOCUMENT, _TEXT = "#document", "#text"


class XPathError(ValueError):
    """An expression that is no XPath, or uses what is not known here. The message says what, without a full stop."""


class TooCostly(Exception):
    """An expression that took more steps than it was allowed."""


class Attribute(NamedTuple):
    """An attribute as a node: the element that has it, its place among the attributes there, its name and value."""

    owner: int
    place: int
    name: str
    value: str


Node = int | Attribute
Value = list[Node] | str | float | bool
Kind = Literal["nodes", "string", "number", "boolean"]


class Page:
    """A page's nodes in document order, each known by its number; 0 is the document itself.

    Comments and processing instructions are none of them: the reader of pages drops both. `left` is what an expression may still spend.
    """

    def __init__(self, root: Element) -> None:
        self.names: list[str] = [_DOCUMENT]
        self.parents: list[int] = [-1]
        self.elements: dict[int, Element] = {}
        self.left = 0
        #: What an expression has found out about a node once; emptied for each expression.
        self.known: dict[object, dict[Node, bool]] = {}
        self.constant: dict[object, Value] = {}
        self._by_name: dict[str, list[int]] = {}
        self._attributes: dict[int, list[Attribute]] = {}
        self._children: dict[tuple[int, str], list[int]] = {}
        texts: list[str] = []
        starts, ends, length = [0], [0], 0

        def add_text(text: str | None, parent: int) -> int:
            if not text:
                return 0
            self._by_name.setdefault(_TEXT, []).append(len(self.names))
            self.names.append(_TEXT)
            self.parents.append(parent)
            ends.append(len(self.names))
            starts.append(length)
            texts.append(text)
            return len(text)

        holders = [0]
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                number, name = len(self.names), str(node.tag)
                self._by_name.setdefault(name, []).append(number)
                self.names.append(name)
                self.parents.append(holders[-1])
                self.elements[number] = node
                ends.append(0)
                starts.append(length)
                holders.append(number)
                length += add_text(node.text, number)
                continue
            if event == "end":
                ends[holders.pop()] = len(self.names)
            if node is not root:
                length += add_text(node.tail, holders[-1])
        ends[0] = len(self.names)
        self.ends = ends
        self._starts = [*starts, length]
        self._text = "".join(texts)

    def spend(self, steps: int) -> None:
        """Take steps off what is left. Raises TooCostly where nothing is."""
        self.left -= steps
        if self.left < 0:
            raise TooCostly

    def forget(self) -> None:
        """Begin a new expression: what it takes may not hang on those before it."""
        self.known, self.constant, self._children = {}, {}, {}

    def read(self, text: str) -> str:
        """The text, paid for."""
        self.spend(len(text) // _CHARACTERS_A_STEP)
        if len(text) > _LONGEST_STRING:
            raise TooCostly
        return text

    def string_value(self, node: Node) -> str:
        """All text below a node, or the value of an attribute."""
        self.left -= 1
        if isinstance(node, Attribute):
            return self.read(node.value)
        return self.read(self._text[self._starts[node] : self._starts[self.ends[node]]])

    def attribute(self, node: Node, name: str) -> str | None:
        """The value of an element's attribute."""
        element = self.elements.get(node) if isinstance(node, int) else None
        return element.get(name) if element is not None else None

    def attributes(self, node: int) -> list[Attribute]:
        """All attributes of an element."""
        if node not in self._attributes:
            element = self.elements.get(node)
            said = element.items() if element is not None else []
            self._attributes[node] = [Attribute(node, place, str(k), str(v)) for place, (k, v) in enumerate(said)]
        return self._attributes[node]

    def listed(self, test: str) -> Sequence[int]:
        """The numbers of all nodes that a test takes, in order."""
        if test == "node()":
            return range(len(self.names))
        return self._all_elements if test == "*" else self._by_name.get(test, ())

    @cached_property
    def _all_elements(self) -> list[int]:
        return list(self.elements)

    def children(self, parent: int, test: str) -> list[int]:
        """Those of a node's children that a test takes; -1, which is above the document, has none."""
        if parent < 0:
            return []
        if (parent, test) not in self._children:
            found, at = [], parent + 1
            while at < self.ends[parent]:
                self.spend(1)
                if self.takes(test, at):
                    found.append(at)
                at = self.ends[at]
            self._children[parent, test] = found
        return self._children[parent, test]

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The first element of each id."""
        found: dict[str, int] = {}
        for number, element in self.elements.items():
            found.setdefault(element.get("id") or "", number)
        return found

    def takes(self, test: str, node: int) -> bool:
        """Whether a test takes a node that is no attribute. Tests: `node()`, `*`, `#text`, a name, and "" for what no page has."""
        name = self.names[node]
        return name == test or test == "node()" or (test == "*" and name not in (_TEXT, _DOCUMENT))


def _order(node: Node) -> tuple[int, int]:
    return (node.owner, node.place) if isinstance(node, Attribute) else (node, -1)


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    found = list(dict.fromkeys(nodes))
    if any(isinstance(node, Attribute) for node in found):
        return sorted(found, key=_order)
    return cast(list[Node], sorted(cast(list[int], found)))


# -- axes ----------------------------------------------------------------------------------------------


def _child(page: Page, node: int, test: str) -> Iterator[int]:
    at, end, ends = node + 1, page.ends[node], page.ends
    while at < end:
        page.spend(1)
        if page.takes(test, at):
            yield at
        at = ends[at]


def _within(page: Page, test: str, first: int, end: int) -> Iterator[int]:
    listed = page.listed(test)
    for at in range(bisect_left(listed, first), bisect_left(listed, end)):
        page.spend(1)
        yield listed[at]


def _descendant(page: Page, node: int, test: str) -> Iterator[int]:
    return _within(page, test, node + 1, page.ends[node])


def _descendant_or_self(page: Page, node: int, test: str) -> Iterator[int]:
    return _within(page, test, node, page.ends[node])


def _self(page: Page, node: int, test: str) -> Iterator[int]:
    page.spend(1)
    if page.takes(test, node):
        yield node


def _parent(page: Page, node: int, test: str) -> Iterator[int]:
    return _self(page, page.parents[node], test) if node else iter(())


def _ancestor(page: Page, node: int, test: str) -> Iterator[int]:
    return _ancestor_or_self(page, page.parents[node], test)


def _ancestor_or_self(page: Page, node: int, test: str) -> Iterator[int]:
    while node >= 0:
        page.spend(1)
        if page.takes(test, node):
            yield node
        node = page.parents[node]


def _following_sibling(page: Page, node: int, test: str) -> Iterator[int]:
    siblings = page.children(page.parents[node], test)
    for place in range(bisect_left(siblings, page.ends[node]), len(siblings)):
        page.spend(1)
        yield siblings[place]


def _preceding_sibling(page: Page, node: int, test: str) -> Iterator[int]:
    siblings = page.children(page.parents[node], test)
    for place in range(bisect_left(siblings, node) - 1, -1, -1):
        page.spend(1)
        yield siblings[place]


def _following(page: Page, node: int, test: str) -> Iterator[int]:
    return _within(page, test, page.ends[node], len(page.names))


def _preceding(page: Page, node: int, test: str) -> Iterator[int]:
    listed = page.listed(test)
    for at in range(bisect_left(listed, node) - 1, -1, -1):
        page.spend(1)
        if page.ends[listed[at]] <= node:
            yield listed[at]


_Axis = Callable[[Page, int, str], Iterator[int]]
_AXES: dict[str, _Axis] = {
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "self": _self,
    "parent": _parent,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "following-sibling": _following_sibling,
    "preceding-sibling": _preceding_sibling,
    "following": _following,
    "preceding": _preceding,
}
_REVERSE = frozenset(["ancestor", "ancestor-or-self", "preceding", "preceding-sibling"])


def _along(page: Page, axis: str, node: Node, test: str) -> Iterator[Node]:
    """The nodes on an axis that a test takes, in the order of the axis."""
    if axis == "attribute":
        if isinstance(node, int):
            for said in page.attributes(node):
                page.spend(1)
                if test in ("*", "node()", said.name):
                    yield said
    elif isinstance(node, int):
        yield from _AXES[axis](page, node, test)
    elif axis in ("self", "ancestor-or-self", "descendant-or-self"):
        if test == "node()":
            yield node
        if axis == "ancestor-or-self":
            yield from _ancestor_or_self(page, node.owner, test)
    elif axis == "parent":
        yield from _self(page, node.owner, test)
    elif axis == "ancestor":
        yield from _ancestor_or_self(page, node.owner, test)
    elif axis in ("following", "preceding"):  # those of its element, as libxml2 has it
        yield from _AXES[axis](page, node.owner, test)


def _along_all(page: Page, axis: str, nodes: list[Node], test: str) -> list[Node]:
    """The same for many nodes, in document order: none is looked at twice."""
    numbers = [node for node in nodes if isinstance(node, int)]
    found: list[int] = []
    if len(numbers) < len(nodes) or axis == "attribute":
        return _in_order(one for node in nodes for one in _along(page, axis, node, test))
    if axis in ("descendant", "descendant-or-self"):
        covered, listed = -1, page.listed(test)
        for node in numbers:
            page.spend(1)
            if node >= covered:  # else it is a descendant of one before
                covered, first = page.ends[node], node + (axis == "descendant")
                found += listed[bisect_left(listed, first) : bisect_left(listed, covered)]
        page.spend(len(found))
        return cast(list[Node], found)
    if axis == "following":
        numbers = [min(numbers, key=page.ends.__getitem__)] if numbers else []
    elif axis == "preceding":
        numbers = numbers[-1:]
    elif axis in ("following-sibling", "preceding-sibling"):
        # what follows the first of some siblings holds what follows the others
        page.spend(len(numbers))
        ordered = numbers if axis == "preceding-sibling" else reversed(numbers)
        numbers = list({page.parents[node]: node for node in ordered}.values())
    elif axis in ("ancestor", "ancestor-or-self"):
        seen: set[int] = set()
        for node in numbers:
            at = node if axis == "ancestor-or-self" else page.parents[node]
            while at >= 0 and at not in seen:
                page.spend(1)
                seen.add(at)
                at = page.parents[at]
        found = [node for node in seen if page.takes(test, node)]
        return cast(list[Node], sorted(found))
    for node in numbers:
        found += _AXES[axis](page, node, test)
    return _in_order(found)


# -- values --------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")


def _number(text: str) -> float:
    found = _NUMBER.fullmatch(text) if len(text) < 400 else None
    return float(found[1]) if found else math.nan


def _spelt(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(f"{number:.15g}"), "f")


def _rounded(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


@dataclass(slots=True)
class _Compiled:
    """A part of an expression: what it gives (`kind`), how, and on what that hangs."""

    kind: Kind
    run: Callable[[Page, Node, int, int], Value]
    #: Whether it asks for the place of its node among others (position, last).
    placed: bool = False
    #: Whether it is soon told, so that nothing is gained by remembering it.
    simple: bool = False
    #: For nodes: whether there is one, without looking for the others.
    exists: Callable[[Page, Node, int, int], bool] | None = None
    #: For nodes: the string-value of the first.
    first: Callable[[Page, Node], str] | None = None
    #: The name of the attribute that it is, or the string that stands there.
    attribute: str = ""
    literal: str | None = None


def _as_boolean(part: _Compiled) -> Callable[[Page, Node, int, int], bool]:
    run = part.run
    if part.exists is not None:
        return part.exists
    if part.kind == "number":
        return lambda page, node, at, size: (value := run(page, node, at, size)) == value and value != 0
    return lambda page, node, at, size: bool(run(page, node, at, size))


def _as_string(part: _Compiled) -> Callable[[Page, Node, int, int], str]:
    run, first = part.run, part.first
    if first is not None:
        return lambda page, node, at, size: first(page, node)
    return lambda page, node, at, size: _string(page, run(page, node, at, size))


def _string(page: Page, value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return page.string_value(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _spelt(value)


def _as_number(part: _Compiled) -> Callable[[Page, Node, int, int], float]:
    run = part.run
    if part.kind in ("number", "boolean"):
        return lambda page, node, at, size: float(cast(float, run(page, node, at, size)))
    text = _as_string(part)
    return lambda page, node, at, size: _number(text(page, node, at, size))


_COMPARES: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _equal(page: Page, left: Value, right: Value, negated: bool) -> bool:
    """`=` and, `negated`, `!=` (XPath 1.0, 3.4): of sets, whether any pair of their nodes fits."""
    if isinstance(right, list) and not isinstance(left, list):
        left, right = right, left
    if isinstance(left, list):
        if isinstance(right, bool):
            return (bool(left) == right) != negated
        if isinstance(right, float):
            return any((_number(page.string_value(node)) == right) != negated for node in left)
        if isinstance(right, str):
            return any((page.string_value(node) == right) != negated for node in left)
        left, right = (left, right) if len(left) <= len(right) else (right, left)
        there = {page.string_value(node) for node in left}
        if negated:
            several = len(there) > 1 and bool(right)
            return several or (bool(there) and any(page.string_value(node) not in there for node in right))
        return any(page.string_value(node) in there for node in right)
    if isinstance(left, bool) or isinstance(right, bool):
        return (_truth(left) == _truth(right)) != negated
    if isinstance(left, float) or isinstance(right, float):
        numbers = [value if isinstance(value, float) else _number(cast(str, value)) for value in (left, right)]
        return (numbers[0] == numbers[1]) != negated
    return (left == right) != negated


def _truth(value: Value) -> bool:
    return bool(value) and value == value


def _ordered(page: Page, left: Value, right: Value, operator: str) -> bool:
    compare = _COMPARES[operator]
    if isinstance(left, list) and isinstance(right, bool):
        left = bool(left)
    if isinstance(right, list) and isinstance(left, bool):
        right = bool(right)
    lefts, rights = (
        [_number(page.string_value(node)) for node in value]
        if isinstance(value, list)
        else [_number(value) if isinstance(value, str) else float(value)]
        for value in (left, right)
    )
    # any pair fits if the outermost two do; what is no number fits nothing
    lefts, rights = ([number for number in numbers if number == number] for numbers in (lefts, rights))
    if not lefts or not rights:
        return False
    smallest = operator in ("<", "<=")
    return compare((min if smallest else max)(lefts), (max if smallest else min)(rights))


# -- paths ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Predicate:
    """What stands in brackets: a place (`nth`, or the last), or a test of each node."""

    part: _Compiled
    nth: int | None = None
    is_last: bool = False
    #: Whether what it gives hangs on the node's place among the others.
    placed: bool = False
    test: Callable[[Page, Node, int, int], bool] = field(init=False)

    def __post_init__(self) -> None:
        part, key = self.part, object()
        if part.kind == "number":
            number = _as_number(part)
            self.placed = True
            self.test = lambda page, node, at, size: number(page, node, at, size) == at
            return
        self.placed = part.placed
        truth = _as_boolean(part)
        if part.placed or part.simple:
            self.test = truth
            return

        def remembered(page: Page, node: Node, at: int, size: int) -> bool:
            # within the brackets of another step the same node is asked about again and again
            known = page.known.setdefault(key, {})
            if node not in known:
                known[node] = truth(page, node, at, size)
            return known[node]

        self.test = remembered

    def kept(self, page: Page, nodes: Iterable[Node]) -> Iterable[Node]:
        """Those of the nodes that stay."""
        if self.nth is not None:
            return self._only(nodes, self.nth)
        test = self.test
        if not self.placed:
            return (node for node in nodes if self._paid(page) and test(page, node, 1, 1))
        nodes = list(nodes)
        page.spend(len(nodes))
        if self.is_last:
            return nodes[-1:]
        size = len(nodes)
        return [node for at, node in enumerate(nodes, 1) if self._paid(page) and test(page, node, at, size)]

    @staticmethod
    def _paid(page: Page) -> bool:
        page.spend(1)
        return True

    @staticmethod
    def _only(nodes: Iterable[Node], nth: int) -> Iterator[Node]:
        for at, node in enumerate(nodes, 1):
            if at == nth:
                yield node
                return


@dataclass(slots=True)
class _Step:
    axis: str
    test: str
    predicates: list[_Predicate]

    @property
    def placed(self) -> bool:
        return any(predicate.placed for predicate in self.predicates)

    def from_one(self, page: Page, node: Node) -> Iterable[Node]:
        """Where the step leads from one node, in the order of its axis, found while they are asked for."""
        nodes: Iterable[Node] = _along(page, self.axis, node, self.test)
        for predicate in self.predicates:
            nodes = predicate.kept(page, nodes)
        return nodes

    def from_all(self, page: Page, nodes: list[Node]) -> list[Node]:
        """Where the step leads from some nodes, in document order."""
        if self.placed:
            return _in_order(found for node in nodes if _spent(page) for found in self.from_one(page, node))
        found = _along_all(page, self.axis, nodes, self.test)
        for predicate in self.predicates:
            page.spend(len(found))
            test = predicate.test
            found = [node for node in found if test(page, node, 1, 1)]
        return found


def _spent(page: Page) -> bool:
    page.spend(1)
    return True


def _path(start: _Compiled | None, absolute: bool, steps: list[_Step]) -> _Compiled:
    """The nodes at the end of some steps, from what `start` gives, the document, or where one stands."""
    merged: list[_Step] = []
    for step in steps:
        before = merged[-1] if merged else None
        if (
            before is not None
            and (before.axis, before.test, before.predicates) == ("descendant-or-self", "node()", [])
            and step.axis == "child"
            and not step.placed
        ):
            merged[-1] = _Step("descendant", step.test, step.predicates)
        else:
            merged.append(step)
    steps = merged
    key = object()

    def begin(page: Page, node: Node, at: int, size: int) -> list[Node]:
        if start is not None:
            return cast(list[Node], start.run(page, node, at, size))
        return [0] if absolute else [node]

    def run(page: Page, node: Node, at: int, size: int) -> Value:
        if absolute and key in page.constant:
            return page.constant[key]
        nodes = begin(page, node, at, size)
        for step in steps:
            nodes = step.from_all(page, nodes)
        if absolute:
            page.constant[key] = nodes
        return nodes

    def exists(page: Page, node: Node, at: int, size: int) -> bool:
        if not steps:
            return bool(begin(page, node, at, size))
        if absolute:
            return bool(run(page, node, at, size))
        nodes = begin(page, node, at, size)
        for step in steps[:-1]:
            nodes = step.from_all(page, nodes)
        return any(True for one in nodes if _spent(page) for _ in steps[-1].from_one(page, one))

    made = _Compiled("nodes", run, exists=exists)
    if start is None and not absolute and len(steps) == 1 and not steps[0].predicates:
        axis, name = steps[0].axis, steps[0].test
        if axis == "attribute" and name not in ("*", "node()", ""):
            made.simple, made.attribute = True, name
            made.exists = lambda page, node, at, size: page.attribute(node, name) is not None
            made.first = lambda page, node: page.read(page.attribute(node, name) or "")
        elif (axis, name) == ("self", "node()"):
            made.first = lambda page, node: page.string_value(node)
    if start is not None:
        made.placed = start.placed
    return made


# -- reading -------------------------------------------------------------------------------------------

_NAME = r"[^\W\d][\w.·-]*"
_TOKEN = re.compile(
    rf"""[ \t\r\n]*(?:
    (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<string>"[^"]*"|'[^']*')
    |(?P<sign>::|//|\.\.|!=|<=|>=|[()\[\]./@,|+\-=<>*$:])
    |(?P<name>{_NAME})
    )""",
    re.VERBOSE,
)
_OPERATOR_NAMES = frozenset(["and", "or", "mod", "div"])
#: After one of these, or at the beginning, `*` and the names of operators are no operators (XPath 1.0, 3.7).
_OPENS = frozenset(["", "@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*op"])
_NODE_TYPES = {"node": "node()", "text": _TEXT, "comment": "", "processing-instruction": ""}


class _Token(NamedTuple):
    kind: str  # number, string, sign, name, operator, end
    text: str


def _tokens(expression: str) -> list[_Token]:
    found: list[_Token] = []
    at, before = 0, ""
    expression = expression.rstrip(" \t\r\n")
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            raise XPathError(f"it can't be read from {expression[at : at + 20]!r} on")
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if before not in _OPENS and (text == "*" or (kind == "name" and text in _OPERATOR_NAMES)):
            kind = "operator"
        found.append(_Token(kind, text))
        before = "*op" if kind == "operator" else text if kind == "sign" else "value"
        at = match.end()
    return found


class Expression:
    """A compiled expression."""

    def __init__(self, part: _Compiled) -> None:
        self._part = part

    def select(self, page: Page, allowance: int) -> list[Element | str]:
        """What the expression hits: elements, and the strings of text nodes and attributes; or the string that it makes.

        Raises TooCostly after `allowance` steps; `page.left` says how many were left.
        """
        page.left = allowance
        page.forget()
        root = next(iter(page.elements))
        value = self._part.run(page, root, 1, 1)
        if isinstance(value, str):
            return [value] if value.strip() else []
        if not isinstance(value, list):
            return []
        return [
            page.elements[node] if isinstance(node, int) and node in page.elements else page.string_value(node)
            for node in value
            if node != 0
        ]


def compiled(expression: str) -> Expression:
    """Read an expression. Raises XPathError for what is none."""
    if len(expression) > LONGEST:
        raise XPathError(f"it has more than {LONGEST} characters")
    reader = _Reader(_tokens(expression))
    part = reader.expression()
    if reader.token.kind != "end":
        raise XPathError(f"nothing should stand where {reader.token.text!r} does")
    return Expression(part)


class _Reader:
    """A parser by recursive descent; chains of one operator are loops, so that only brackets nest."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = [*tokens, _Token("end", "")]
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self.token
        self._at += token.kind != "end"
        return token

    def _is(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or operators."""
        return self.token.kind in ("sign", "operator") and self.token.text in texts

    def _take(self, *texts: str) -> str:
        return self._next().text if self._is(*texts) else ""

    def _need(self, text: str) -> None:
        if not self._take(text):
            here = repr(self.token.text) if self.token.kind != "end" else "its end"
            raise XPathError(f"{text!r} is missing before {here}")

    def expression(self) -> _Compiled:
        self._depth += 1
        if self._depth > DEEPEST:
            raise XPathError(f"its brackets nest deeper than {DEEPEST}")
        made = self._or()
        self._depth -= 1
        return made

    def _or(self) -> _Compiled:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return _junction(parts, any)

    def _and(self) -> _Compiled:
        parts = [self._equality()]
        while self._take("and"):
            parts.append(self._equality())
        return _junction(parts, all)

    def _chain(
        self,
        inner: Callable[[], _Compiled],
        operators: tuple[str, ...],
        kind: Kind,
        fold: Callable[[Page, Value, str, Value], Value],
    ) -> _Compiled:
        first, rest = inner(), list[tuple[str, _Compiled]]()
        while operator := self._take(*operators):
            rest.append((operator, inner()))
        if not rest:
            return first
        if [operator for operator, _ in rest] == ["="] and first.attribute and rest[0][1].literal is not None:
            # by far the most frequent of all
            name, text = first.attribute, rest[0][1].literal
            return _from([first], kind, lambda page, node, at, size: page.attribute(node, name) == text)

        def run(page: Page, node: Node, at: int, size: int) -> Value:
            value = first.run(page, node, at, size)
            for operator, part in rest:
                page.spend(1)
                value = fold(page, value, operator, part.run(page, node, at, size))
            return value

        return _from([first, *(part for _, part in rest)], kind, run)

    def _equality(self) -> _Compiled:
        return self._chain(self._relation, ("=", "!="), "boolean", lambda p, a, o, b: _equal(p, a, b, o == "!="))

    def _relation(self) -> _Compiled:
        return self._chain(self._sum, ("<", "<=", ">", ">="), "boolean", lambda page, a, o, b: _ordered(page, a, b, o))

    def _sum(self) -> _Compiled:
        return self._chain(self._product, ("+", "-"), "number", _calculated)

    def _product(self) -> _Compiled:
        return self._chain(self._negation, ("*", "div", "mod"), "number", _calculated)

    def _negation(self) -> _Compiled:
        signs = 0
        while self._take("-"):
            signs += 1
        part = self._union()
        if not signs:
            return part
        number, sign = _as_number(part), -1.0 if signs % 2 else 1.0
        return _from([part], "number", lambda page, node, at, size: sign * number(page, node, at, size))

    def _union(self) -> _Compiled:
        parts = [self._path()]
        while self._take("|"):
            parts.append(self._path())
        if len(parts) == 1:
            return parts[0]
        _require_nodes(parts)

        def run(page: Page, node: Node, at: int, size: int) -> Value:
            found = [one for part in parts for one in cast(list[Node], part.run(page, node, at, size))]
            page.spend(len(found))
            return _in_order(found)

        made = _from(parts, "nodes", run)
        tests = [_as_boolean(part) for part in parts]
        made.exists = lambda page, node, at, size: any(test(page, node, at, size) for test in tests)
        return made

    # -- paths --

    def _path(self) -> _Compiled:
        if self._is("/", "//"):
            steps = [_everywhere()] if self._next().text == "//" else []
            return _path(None, True, [*steps, *self._steps()] if steps or self._begins_a_step() else [])
        if not self._begins_a_filter():
            return _path(None, False, self._steps())
        part = self._primary()
        predicates = list(self._predicates())
        if predicates or self._is("/", "//"):
            _require_nodes([part])
        if predicates:
            part = _filtered(part, predicates)
        if not self._is("/", "//"):
            return part
        steps = [_everywhere()] if self._next().text == "//" else []
        return _path(part, False, [*steps, *self._steps()])

    def _begins_a_step(self) -> bool:
        return self._is("@", ".", "..", "*") or self.token.kind == "name"

    def _begins_a_filter(self) -> bool:
        if self.token.kind in ("number", "string") or self._is("("):
            return True
        after = self._tokens[self._at + 1] if self.token.kind == "name" else None
        return after is not None and after.text == "(" and self.token.text not in _NODE_TYPES

    def _steps(self) -> list[_Step]:
        steps = [self._step()]
        while operator := self._take("/", "//"):
            steps += [_everywhere()] if operator == "//" else []
            steps.append(self._step())
        return steps

    def _step(self) -> _Step:
        if self._take("."):
            return _Step("self", "node()", [])
        if self._take(".."):
            return _Step("parent", "node()", [])
        axis = "attribute" if self._take("@") else "child"
        if axis == "child" and self.token.kind == "name" and self._tokens[self._at + 1].text == "::":
            axis = self._next().text
            self._next()
            if axis not in _AXES and axis != "attribute":
                raise XPathError(f"there is no axis {axis!r} here")
        return _Step(axis, self._node_test(axis), list(self._predicates()))

    def _node_test(self, axis: str) -> str:
        if self._take("*"):
            return "*"
        if self.token.kind != "name":
            here = repr(self.token.text) if self.token.kind != "end" else "its end"
            raise XPathError(f"a name is missing before {here}")
        name = self._next().text
        if self._take("("):
            if name not in _NODE_TYPES:
                raise XPathError(f"{name}() is no test of nodes")
            if name == "processing-instruction" and self.token.kind == "string":
                self._next()
            self._need(")")
            # attributes are no text
            return "" if axis == "attribute" and name == "text" else _NODE_TYPES[name]
        if self._take(":"):
            local = self._next()
            if name == "xml" and local.kind == "name":  # the one prefix that is always declared
                return f"{name}:{local.text}"
            raise XPathError(f"the prefix {name!r} is not declared")
        return name

    def _predicates(self) -> Iterator[_Predicate]:
        while self._take("["):
            before = self._at
            part = self.expression()
            tokens = self._tokens[before : self._at]
            self._need("]")
            nth = None
            if len(tokens) == 1 and tokens[0].kind == "number":
                number = float(tokens[0].text)
                nth = int(number) if number.is_integer() else 0  # one with hundreds of digits is infinite
            yield _Predicate(part, nth, is_last=[token.text for token in tokens] == ["last", "(", ")"])

    # -- what a path may begin with --

    def _primary(self) -> _Compiled:
        token = self._next()
        if token.kind == "number":
            number = float(token.text)
            return _Compiled("number", lambda page, node, at, size: number, simple=True)
        if token.kind == "string":
            text = token.text[1:-1]
            return _Compiled("string", lambda page, node, at, size: text, simple=True, literal=text)
        if token.text == "(":
            part = self.expression()
            self._need(")")
            return part
        self._need("(")
        arguments: list[_Compiled] = []
        if not self._is(")"):
            arguments.append(self.expression())
            while self._take(","):
                arguments.append(self.expression())
        self._need(")")
        return _call(token.text, arguments)


def _everywhere() -> _Step:
    return _Step("descendant-or-self", "node()", [])


def _require_nodes(parts: list[_Compiled]) -> None:
    if any(part.kind != "nodes" for part in parts):
        raise XPathError("something that is no set of nodes stands where one is needed")


def _from(parts: list[_Compiled], kind: Kind, run: Callable[[Page, Node, int, int], Value]) -> _Compiled:
    """What is made of some parts hangs on what they hang on."""
    return _Compiled(
        kind,
        run,
        placed=any(part.placed for part in parts),
        simple=all(part.simple for part in parts),
    )


def _junction(parts: list[_Compiled], decide: Callable[[Iterable[object]], bool]) -> _Compiled:
    if len(parts) == 1:
        return parts[0]
    tests = [_as_boolean(part) for part in parts]
    return _from(
        parts, "boolean", lambda page, node, at, size: decide(_spent(page) and t(page, node, at, size) for t in tests)
    )


def _calculated(page: Page, left: Value, operator: str, right: Value) -> Value:
    a, b = (
        float(value) if isinstance(value, (float, bool)) else _number(_string(page, value)) for value in (left, right)
    )
    if operator in ("div", "mod"):
        if b == 0 or math.isnan(b):
            if operator == "mod" or a == 0 or a != a or b != b:
                return math.nan
            return math.copysign(math.inf, a) * math.copysign(1.0, b)
        if operator == "mod":
            return math.nan if math.isinf(a) else math.fmod(a, b)
        return a / b
    return a + b if operator == "+" else a - b if operator == "-" else a * b


def _filtered(part: _Compiled, predicates: list[_Predicate]) -> _Compiled:
    def run(page: Page, node: Node, at: int, size: int) -> Value:
        nodes: Iterable[Node] = cast(list[Node], part.run(page, node, at, size))
        for predicate in predicates:
            nodes = predicate.kept(page, nodes)
        return list(nodes)

    return _from([part], "nodes", run)


# -- functions -----------------------------------------------------------------------------------------

_Run = Callable[[Page, Node, int, int], Value]
#: For each function how many arguments it takes, and what it gives.
_SIGNATURES: dict[str, tuple[int, int, Kind]] = {
    "last": (0, 0, "number"), "position": (0, 0, "number"), "count": (1, 1, "number"), "id": (1, 1, "nodes"),
    "local-name": (0, 1, "string"), "namespace-uri": (0, 1, "string"), "name": (0, 1, "string"),
    "string": (0, 1, "string"), "concat": (2, LONGEST, "string"), "starts-with": (2, 2, "boolean"),
    "contains": (2, 2, "boolean"), "substring-before": (2, 2, "string"), "substring-after": (2, 2, "string"),
    "substring": (2, 3, "string"), "string-length": (0, 1, "number"), "normalize-space": (0, 1, "string"),
    "translate": (3, 3, "string"), "boolean": (1, 1, "boolean"), "not": (1, 1, "boolean"), "true": (0, 0, "boolean"),
    "false": (0, 0, "boolean"), "lang": (1, 1, "boolean"), "number": (0, 1, "number"), "sum": (1, 1, "number"),
    "floor": (1, 1, "number"), "ceiling": (1, 1, "number"), "round": (1, 1, "number"),
}  # fmt: skip
_OF_NODES = frozenset(["count", "local-name", "namespace-uri", "name", "sum"])
_OF_CONTEXT = frozenset(["local-name", "namespace-uri", "name", "string", "string-length", "normalize-space", "number"])
_SPACES = " \t\r\n"


def _call(name: str, arguments: list[_Compiled]) -> _Compiled:
    if name not in _SIGNATURES:
        raise XPathError(f"there is no function {name}()")
    least, most, kind = _SIGNATURES[name]
    if not least <= len(arguments) <= most:
        raise XPathError(f"{name}() can't be called with {len(arguments)} arguments")
    if not arguments and name in _OF_CONTEXT:
        arguments = [_path(None, False, [_Step("self", "node()", [])])]
    if name in _OF_NODES:
        _require_nodes(arguments)
    run: _Run
    if name == "contains" and arguments[0].attribute and arguments[1].literal is not None:
        run = _part_of_attribute(arguments[0].attribute, arguments[1].literal)
    elif name in _STRING_FUNCTIONS:
        texts, make = [_as_string(argument) for argument in arguments], _STRING_FUNCTIONS[name]

        def of_texts(page: Page, node: Node, at: int, size: int) -> Value:
            page.spend(1)
            return make(page, [text(page, node, at, size) for text in texts])

        run = of_texts
    else:
        inner = _MAKERS[name](arguments)

        def counted(page: Page, node: Node, at: int, size: int) -> Value:
            page.spend(1)
            return inner(page, node, at, size)

        run = counted
    made = _from(arguments, kind, run)
    if name in ("last", "position"):
        made.placed = True
    elif name == "lang":
        made.simple = False
    return made


def _part_of_attribute(name: str, part: str) -> _Run:
    """Whether an attribute contains a given string, which half of all lines for sites ask."""
    return lambda page, node, at, size: part in page.read(page.attribute(node, name) or "")


def _translated(page: Page, texts: list[str]) -> str:
    text, old, new = texts
    table: dict[int, str | None] = {}
    for at, character in enumerate(old):
        table.setdefault(ord(character), new[at] if at < len(new) else None)
    page.spend(len(text) // 8)  # it looks up each character
    return text.translate(table)


def _split_before(page: Page, texts: list[str]) -> str:
    before, found, _ = texts[0].partition(texts[1]) if texts[1] else ("", "", "")
    return page.read(before if found else "")


def _split_after(page: Page, texts: list[str]) -> str:
    return page.read(texts[0].partition(texts[1])[2] if texts[1] else texts[0])


def _joined(page: Page, texts: list[str]) -> str:
    page.spend(sum(map(len, texts)) // _CHARACTERS_A_STEP)
    return page.read("".join(texts))


def _single_spaced(page: Page, texts: list[str]) -> str:
    page.spend(len(texts[0]) // 8)
    return re.sub("[ \t\r\n]+", " ", texts[0].strip(_SPACES))


_STRING_FUNCTIONS: dict[str, Callable[[Page, list[str]], Value]] = {
    "string": lambda page, texts: texts[0],
    "concat": _joined,
    "starts-with": lambda page, texts: texts[0].startswith(texts[1]),
    "contains": lambda page, texts: texts[1] in texts[0],
    "substring-before": _split_before,
    "substring-after": _split_after,
    "string-length": lambda page, texts: float(len(texts[0])),
    "normalize-space": _single_spaced,
    "translate": _translated,
}


def _substring(arguments: list[_Compiled]) -> _Run:
    text, numbers = _as_string(arguments[0]), [_as_number(argument) for argument in arguments[1:]]

    def run(page: Page, node: Node, at: int, size: int) -> Value:
        whole = text(page, node, at, size)
        first, *length = (_rounded(number(page, node, at, size)) for number in numbers)
        end = first + length[0] if length else math.inf
        if math.isnan(first) or math.isnan(end):
            return ""
        start, stop = max(1.0, first), min(len(whole) + 1.0, end)
        return page.read(whole[int(start) - 1 : int(stop) - 1]) if start < stop else ""

    return run


def _lang(arguments: list[_Compiled]) -> _Run:
    text = _as_string(arguments[0])

    def run(page: Page, node: Node, at: int, size: int) -> Value:
        asked = text(page, node, at, size).lower()
        for holder in _ancestor_or_self(page, node if isinstance(node, int) else node.owner, "*"):
            said = page.attribute(holder, "xml:lang") or page.attribute(holder, "lang")
            if said is not None:
                return said.lower() == asked or said.lower().startswith(f"{asked}-")
        return False

    return run


def _id(arguments: list[_Compiled]) -> _Run:
    part = arguments[0]

    def run(page: Page, node: Node, at: int, size: int) -> Value:
        value = part.run(page, node, at, size)
        texts = map(page.string_value, value) if isinstance(value, list) else [_string(page, value)]
        words = [word for text in texts for word in text.split()]
        page.spend(len(words))
        return _in_order(page.by_id[word] for word in words if word in page.by_id)

    return run


def _name(local: bool) -> Callable[[list[_Compiled]], _Run]:
    def make(arguments: list[_Compiled]) -> _Run:
        part = arguments[0]

        def run(page: Page, node: Node, at: int, size: int) -> Value:
            nodes = cast(list[Node], part.run(page, node, at, size))
            if not nodes:
                return ""
            name = nodes[0].name if isinstance(nodes[0], Attribute) else page.names[nodes[0]]
            namespace, _, own = name.rpartition("}")
            return "" if name in (_TEXT, _DOCUMENT) else own if local else namespace.removeprefix("{")

        return run

    return make


def _sum(arguments: list[_Compiled]) -> _Run:
    part = arguments[0]

    def run(page: Page, node: Node, at: int, size: int) -> Value:
        # not math.fsum, which raises where a sum is infinite
        total = 0.0
        for one in cast(list[Node], part.run(page, node, at, size)):
            total += _number(page.string_value(one))
        return total

    return run


def _counted(arguments: list[_Compiled]) -> _Run:
    run = arguments[0].run
    return lambda page, node, at, size: float(len(cast(list[Node], run(page, node, at, size))))


def _of_number(make: Callable[[float], float]) -> Callable[[list[_Compiled]], _Run]:
    def maker(arguments: list[_Compiled]) -> _Run:
        number = _as_number(arguments[0])
        return lambda page, node, at, size: make(number(page, node, at, size))

    return maker


def _whole(make: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: number if math.isnan(number) or math.isinf(number) else float(make(number))


def _of_truth(negated: bool) -> Callable[[list[_Compiled]], _Run]:
    def maker(arguments: list[_Compiled]) -> _Run:
        truth = _as_boolean(arguments[0])
        return lambda page, node, at, size: truth(page, node, at, size) != negated

    return maker


_MAKERS: dict[str, Callable[[list[_Compiled]], _Run]] = {
    "last": lambda arguments: lambda page, node, at, size: float(size),
    "position": lambda arguments: lambda page, node, at, size: float(at),
    "count": _counted,
    "id": _id,
    "local-name": _name(local=True),
    "name": _name(local=True),
    "namespace-uri": _name(local=False),
    "substring": _substring,
    "boolean": _of_truth(negated=False),
    "not": _of_truth(negated=True),
    "true": lambda arguments: lambda page, node, at, size: True,
    "false": lambda arguments: lambda page, node, at, size: False,
    "lang": _lang,
    "number": _of_number(lambda number: number),
    "sum": _sum,
    "floor": _of_number(_whole(math.floor)),
    "ceiling": _of_number(_whole(math.ceil)),
    "round": _of_number(_rounded),
}
