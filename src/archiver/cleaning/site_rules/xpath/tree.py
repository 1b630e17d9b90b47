"""The table of the nodes of a tree, and the axes (XPath 1.0, 2.2). Each node that is looked at takes a step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, cast

from archiver.trees.elements import Element

#: The most characters of an expression, and the deepest nesting of its brackets.
LONGEST, DEEPEST = 2000, 20
#: Characters that a function reads in one step, and the most characters of a string.
CHARACTERS_A_STEP, _LONGEST_STRING = 64, 16_000_000
#: The names of the document node and of text nodes in the table.
DOCUMENT, TEXT = "#document", "#text"


class XPathError(ValueError):
    """A text is no XPath expression, or uses something that is not supported. The message gives the reason, without a full stop."""


class TooCostly(Exception):
    """An expression took more steps than its allowance."""


class Attribute(NamedTuple):
    """An attribute node: the number of its element, its place among the attributes of the element, its name and value."""

    owner: int
    place: int
    name: str
    value: str


Node = int | Attribute
Value = list[Node] | str | float | bool
Kind = Literal["nodes", "string", "number", "boolean"]


class Tree:
    """The nodes of a tree in document order, by number. Number 0 is the document.

    Comments and processing instructions are not in the table, because the HTML reader drops them. `left` is the number of steps that the current
    expression may still take.
    """

    def __init__(self, root: Element) -> None:
        self.names: list[str] = [DOCUMENT]
        self.parents: list[int] = [-1]
        self.elements: dict[int, Element] = {}
        self.left = 0
        #: The results of predicates by node, and the values of absolute paths, in the current expression.
        self.results: dict[object, dict[Node, bool]] = {}
        self.constant: dict[object, Value] = {}
        self._by_name: dict[str, list[int]] = {}
        self._attributes: dict[int, list[Attribute]] = {}
        self._children: dict[tuple[int, str], list[int]] = {}
        texts: list[str] = []
        starts, ends, length = [0], [0], 0

        def add_text(text: str, parent: int) -> int:
            if not text:
                return 0
            self._by_name.setdefault(TEXT, []).append(len(self.names))
            self.names.append(TEXT)
            self.parents.append(parent)
            ends.append(len(self.names))
            starts.append(length)
            texts.append(text)
            return len(text)

        holders = [0]
        # for each open element, its children that are still to come
        open_elements: list[Iterator[Element]] = [iter([root])]
        opened: list[Element] = []
        while open_elements:
            node = next(open_elements[-1], None)
            if node is not None:
                number = len(self.names)
                self._by_name.setdefault(node.tag, []).append(number)
                self.names.append(node.tag)
                self.parents.append(holders[-1])
                self.elements[number] = node
                ends.append(0)
                starts.append(length)
                holders.append(number)
                length += add_text(node.text, number)
                open_elements.append(iter(node.children))
                opened.append(node)
                continue
            open_elements.pop()
            if opened:
                ends[holders.pop()] = len(self.names)
                if (node := opened.pop()) is not root:
                    length += add_text(node.tail, holders[-1])
        ends[0] = len(self.names)
        self.ends = ends
        self._starts = [*starts, length]
        self._text = "".join(texts)

    def spend(self, steps: int) -> None:
        """Subtract steps from those that are left. Raises TooCostly if there are not enough."""
        self.left -= steps
        if self.left < 0:
            raise TooCostly

    def forget(self) -> None:
        """Clear the results of the last expression. The number of steps of an expression must not depend on those before it."""
        self.results, self.constant, self._children = {}, {}, {}

    def read(self, text: str) -> str:
        """Return the text, and spend the steps for reading it. Raises TooCostly."""
        self.spend(len(text) // CHARACTERS_A_STEP)
        if len(text) > _LONGEST_STRING:
            raise TooCostly
        return text

    def string_value(self, node: Node) -> str:
        """The string-value of a node (XPath 1.0, 5): all text below it, or the value of an attribute."""
        self.left -= 1
        if isinstance(node, Attribute):
            return self.read(node.value)
        return self.read(self._text[self._starts[node] : self._starts[self.ends[node]]])

    def attribute(self, node: Node, name: str) -> str | None:
        """The value of an attribute of an element, or None."""
        element = self.elements.get(node) if isinstance(node, int) else None
        return element.get(name) if element is not None else None

    def attributes(self, node: int) -> list[Attribute]:
        """All attribute nodes of an element."""
        if node not in self._attributes:
            element = self.elements.get(node)
            items = element.attributes.items() if element is not None else []
            self._attributes[node] = [Attribute(node, place, str(k), str(v)) for place, (k, v) in enumerate(items)]
        return self._attributes[node]

    def listed(self, test: str) -> Sequence[int]:
        """The numbers of all nodes that a node test takes, in document order."""
        if test == "node()":
            return range(len(self.names))
        return self._all_elements if test == "*" else self._by_name.get(test, ())

    @cached_property
    def _all_elements(self) -> list[int]:
        return list(self.elements)

    def children(self, parent: int, test: str) -> list[int]:
        """The numbers of the children of a node that a node test takes. The parent of the document has the number -1 and no children."""
        if parent < 0:
            return []
        if (parent, test) not in self._children:
            children, at = [], parent + 1
            while at < self.ends[parent]:
                self.spend(1)
                if self.takes(test, at):
                    children.append(at)
                at = self.ends[at]
            self._children[parent, test] = children
        return self._children[parent, test]

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The number of the first element with each id."""
        numbers: dict[str, int] = {}
        for number, element in self.elements.items():
            numbers.setdefault(element.get("id") or "", number)
        return numbers

    def takes(self, test: str, node: int) -> bool:
        """Whether a node test takes a node that is no attribute. Tests are `node()`, `*`, `#text`, a name, and "" for nodes that no tree has."""
        name = self.names[node]
        return name == test or test == "node()" or (test == "*" and name not in (TEXT, DOCUMENT))


def _order(node: Node) -> tuple[int, int]:
    return (node.owner, node.place) if isinstance(node, Attribute) else (node, -1)


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """The nodes in document order, each once."""
    unique = list(dict.fromkeys(nodes))
    if any(isinstance(node, Attribute) for node in unique):
        return sorted(unique, key=_order)
    return cast(list[Node], sorted(cast(list[int], unique)))


# -- axes ----------------------------------------------------------------------------------------------


def _child(tree: Tree, node: int, test: str) -> Iterator[int]:
    at, end, ends = node + 1, tree.ends[node], tree.ends
    while at < end:
        tree.spend(1)
        if tree.takes(test, at):
            yield at
        at = ends[at]


def _within(tree: Tree, test: str, first: int, end: int) -> Iterator[int]:
    listed = tree.listed(test)
    for at in range(bisect_left(listed, first), bisect_left(listed, end)):
        tree.spend(1)
        yield listed[at]


def _descendant(tree: Tree, node: int, test: str) -> Iterator[int]:
    return _within(tree, test, node + 1, tree.ends[node])


def _descendant_or_self(tree: Tree, node: int, test: str) -> Iterator[int]:
    return _within(tree, test, node, tree.ends[node])


def _self(tree: Tree, node: int, test: str) -> Iterator[int]:
    tree.spend(1)
    if tree.takes(test, node):
        yield node


def _parent(tree: Tree, node: int, test: str) -> Iterator[int]:
    return _self(tree, tree.parents[node], test) if node else iter(())


def _ancestor(tree: Tree, node: int, test: str) -> Iterator[int]:
    return ancestor_or_self(tree, tree.parents[node], test)


def ancestor_or_self(tree: Tree, node: int, test: str) -> Iterator[int]:
    """The numbers of a node and its ancestors that a node test takes, the innermost first."""
    while node >= 0:
        tree.spend(1)
        if tree.takes(test, node):
            yield node
        node = tree.parents[node]


def _following_sibling(tree: Tree, node: int, test: str) -> Iterator[int]:
    siblings = tree.children(tree.parents[node], test)
    for place in range(bisect_left(siblings, tree.ends[node]), len(siblings)):
        tree.spend(1)
        yield siblings[place]


def _preceding_sibling(tree: Tree, node: int, test: str) -> Iterator[int]:
    siblings = tree.children(tree.parents[node], test)
    for place in range(bisect_left(siblings, node) - 1, -1, -1):
        tree.spend(1)
        yield siblings[place]


def _following(tree: Tree, node: int, test: str) -> Iterator[int]:
    return _within(tree, test, tree.ends[node], len(tree.names))


def _preceding(tree: Tree, node: int, test: str) -> Iterator[int]:
    listed = tree.listed(test)
    for at in range(bisect_left(listed, node) - 1, -1, -1):
        tree.spend(1)
        if tree.ends[listed[at]] <= node:
            yield listed[at]


_Axis = Callable[[Tree, int, str], Iterator[int]]
AXES: dict[str, _Axis] = {
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "self": _self,
    "parent": _parent,
    "ancestor": _ancestor,
    "ancestor-or-self": ancestor_or_self,
    "following-sibling": _following_sibling,
    "preceding-sibling": _preceding_sibling,
    "following": _following,
    "preceding": _preceding,
}
_REVERSE = frozenset(["ancestor", "ancestor-or-self", "preceding", "preceding-sibling"])


def along(tree: Tree, axis: str, node: Node, test: str) -> Iterator[Node]:
    """The nodes on an axis of a node that a node test takes, in the order of the axis."""
    if axis == "attribute":
        if isinstance(node, int):
            for attribute in tree.attributes(node):
                tree.spend(1)
                if test in ("*", "node()", attribute.name):
                    yield attribute
    elif isinstance(node, int):
        yield from AXES[axis](tree, node, test)
    elif axis in ("self", "ancestor-or-self", "descendant-or-self"):
        if test == "node()":
            yield node
        if axis == "ancestor-or-self":
            yield from ancestor_or_self(tree, node.owner, test)
    elif axis == "parent":
        yield from _self(tree, node.owner, test)
    elif axis == "ancestor":
        yield from ancestor_or_self(tree, node.owner, test)
    elif axis in ("following", "preceding"):  # as in libxml2, these are the nodes of its element
        yield from AXES[axis](tree, node.owner, test)


def along_all(tree: Tree, axis: str, nodes: list[Node], test: str) -> list[Node]:
    """The nodes on an axis of several nodes, in document order. No node is looked at twice."""
    numbers = [node for node in nodes if isinstance(node, int)]
    result: list[int] = []
    if len(numbers) < len(nodes) or axis == "attribute":
        return in_order(reached for node in nodes for reached in along(tree, axis, node, test))
    if axis in ("descendant", "descendant-or-self"):
        covered, listed = -1, tree.listed(test)
        for node in numbers:
            tree.spend(1)
            if node >= covered:  # else it is a descendant of a node before it
                covered, first = tree.ends[node], node + (axis == "descendant")
                result += listed[bisect_left(listed, first) : bisect_left(listed, covered)]
        tree.spend(len(result))
        return cast(list[Node], result)
    if axis == "following":
        numbers = [min(numbers, key=tree.ends.__getitem__)] if numbers else []
    elif axis == "preceding":
        numbers = numbers[-1:]
    elif axis in ("following-sibling", "preceding-sibling"):
        # the siblings that follow the first of several siblings include those that follow the others
        tree.spend(len(numbers))
        ordered = numbers if axis == "preceding-sibling" else reversed(numbers)
        numbers = list({tree.parents[node]: node for node in ordered}.values())
    elif axis in ("ancestor", "ancestor-or-self"):
        seen: set[int] = set()
        for node in numbers:
            at = node if axis == "ancestor-or-self" else tree.parents[node]
            while at >= 0 and at not in seen:
                tree.spend(1)
                seen.add(at)
                at = tree.parents[at]
        result = [node for node in seen if tree.takes(test, node)]
        return cast(list[Node], sorted(result))
    for node in numbers:
        result += AXES[axis](tree, node, test)
    return in_order(result)
