"""Location paths (XPath 1.0, section 2): steps, predicates, and expressions that are composed of other expressions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from archiver.cleaning.site_rules.xpath.tree import Kind, Node, Tree, Value, XPathError, along, along_all, in_order
from archiver.cleaning.site_rules.xpath.values import Compiled, as_boolean, as_number, to_number, to_string


@dataclass(slots=True)
class Predicate:
    """The expression in square brackets: a position (`nth`, or the last one), or a test of each node."""

    part: Compiled
    nth: int | None = None
    is_last: bool = False
    #: Whether its result depends on the position of the node among the others.
    placed: bool = False
    test: Callable[[Tree, Node, int, int], bool] = field(init=False)

    def __post_init__(self) -> None:
        part, key = self.part, object()
        if part.kind == "number":
            number = as_number(part)
            self.placed = True
            self.test = lambda tree, node, at, size: number(tree, node, at, size) == at
            return
        self.placed = part.placed
        truth = as_boolean(part)
        if part.placed or part.simple:
            self.test = truth
            return

        def remembered(tree: Tree, node: Node, at: int, size: int) -> bool:
            # in the brackets of another step, the same node is tested again and again
            results = tree.results.setdefault(key, {})
            if node not in results:
                results[node] = truth(tree, node, at, size)
            return results[node]

        self.test = remembered

    def filter(self, tree: Tree, nodes: Iterable[Node]) -> Iterable[Node]:
        """The nodes for which the predicate is true, in the same order."""
        if self.nth is not None:
            return self._only(nodes, self.nth)
        test = self.test
        if not self.placed:
            return (node for node in nodes if _step(tree) and test(tree, node, 1, 1))
        nodes = list(nodes)
        tree.spend(len(nodes))
        if self.is_last:
            return nodes[-1:]
        size = len(nodes)
        return [node for at, node in enumerate(nodes, 1) if _step(tree) and test(tree, node, at, size)]

    @staticmethod
    def _only(nodes: Iterable[Node], nth: int) -> Iterator[Node]:
        for at, node in enumerate(nodes, 1):
            if at == nth:
                yield node
                return


@dataclass(slots=True)
class Step:
    """A step of a location path: its axis, its node test (as in `Tree.takes`), and its predicates."""

    axis: str
    test: str
    predicates: list[Predicate]

    @property
    def placed(self) -> bool:
        """Whether a predicate depends on the position of the node."""
        return any(predicate.placed for predicate in self.predicates)

    def from_one(self, tree: Tree, node: Node) -> Iterable[Node]:
        """The nodes that the step reaches from one node, in the order of its axis. They are found lazily."""
        nodes: Iterable[Node] = along(tree, self.axis, node, self.test)
        for predicate in self.predicates:
            nodes = predicate.filter(tree, nodes)
        return nodes

    def from_all(self, tree: Tree, nodes: list[Node]) -> list[Node]:
        """The nodes that the step reaches from several nodes, in document order."""
        if self.placed:
            return in_order(reached for node in nodes if _step(tree) for reached in self.from_one(tree, node))
        result = along_all(tree, self.axis, nodes, self.test)
        for predicate in self.predicates:
            tree.spend(len(result))
            test = predicate.test
            result = [node for node in result if test(tree, node, 1, 1)]
        return result


def _step(tree: Tree) -> bool:
    """Spend a step, and return True, so that it can stand in a condition. Raises TooCostly."""
    tree.spend(1)
    return True


def path_of(start: Compiled | None, absolute: bool, steps: list[Step]) -> Compiled:
    """Compile a location path. Its steps begin at the nodes of `start`, at the document (`absolute`), or at the context node.

    The steps `//` and `child::name` are merged to `descendant::name`, which needs no set of all nodes.
    """
    merged: list[Step] = []
    for step in steps:
        before = merged[-1] if merged else None
        if (
            before is not None
            and (before.axis, before.test, before.predicates) == ("descendant-or-self", "node()", [])
            and step.axis == "child"
            and not step.placed
        ):
            merged[-1] = Step("descendant", step.test, step.predicates)
        else:
            merged.append(step)
    steps = merged
    key = object()

    def begin(tree: Tree, node: Node, at: int, size: int) -> list[Node]:
        if start is not None:
            return cast(list[Node], start.run(tree, node, at, size))
        return [0] if absolute else [node]

    def run(tree: Tree, node: Node, at: int, size: int) -> Value:
        if absolute and key in tree.constant:
            return tree.constant[key]
        nodes = begin(tree, node, at, size)
        for step in steps:
            nodes = step.from_all(tree, nodes)
        if absolute:
            tree.constant[key] = nodes
        return nodes

    def exists(tree: Tree, node: Node, at: int, size: int) -> bool:
        if not steps:
            return bool(begin(tree, node, at, size))
        if absolute:
            return bool(run(tree, node, at, size))
        nodes = begin(tree, node, at, size)
        for step in steps[:-1]:
            nodes = step.from_all(tree, nodes)
        return any(True for start_node in nodes if _step(tree) for _ in steps[-1].from_one(tree, start_node))

    path = Compiled("nodes", run, exists=exists)
    if start is None and not absolute and len(steps) == 1 and not steps[0].predicates:
        axis, name = steps[0].axis, steps[0].test
        if axis == "attribute" and name not in ("*", "node()", ""):
            path.simple, path.attribute = True, name
            path.exists = lambda tree, node, at, size: tree.attribute(node, name) is not None
            path.first = lambda tree, node: tree.read(tree.attribute(node, name) or "")
        elif (axis, name) == ("self", "node()"):
            path.first = lambda tree, node: tree.string_value(node)
    if start is not None:
        path.placed = start.placed
    return path


def everywhere() -> Step:
    """The step for which `//` is the abbreviation (XPath 1.0, 2.5)."""
    return Step("descendant-or-self", "node()", [])


def require_nodes(parts: list[Compiled]) -> None:
    """Raise XPathError if one of the expressions gives no node set."""
    if any(part.kind != "nodes" for part in parts):
        raise XPathError("something that is no set of nodes stands where one is needed")


def derived(parts: list[Compiled], kind: Kind, run: Callable[[Tree, Node, int, int], Value]) -> Compiled:
    """An expression that is composed of others. It depends on the position, or is simple, as they do."""
    return Compiled(
        kind,
        run,
        placed=any(part.placed for part in parts),
        simple=all(part.simple for part in parts),
    )


def junction(parts: list[Compiled], decide: Callable[[Iterable[object]], bool]) -> Compiled:
    """Compile `or` (decide is `any`) or `and` (decide is `all`)."""
    if len(parts) == 1:
        return parts[0]
    tests = [as_boolean(part) for part in parts]
    return derived(
        parts, "boolean", lambda tree, node, at, size: decide(_step(tree) and t(tree, node, at, size) for t in tests)
    )


def calculated(tree: Tree, left: Value, operator: str, right: Value) -> Value:
    """The value of `left operator right` for +, -, *, div and mod (XPath 1.0, 3.5). A division by zero gives an infinity or NaN."""
    a, b = (
        float(value) if isinstance(value, (float, bool)) else to_number(to_string(tree, value))
        for value in (left, right)
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


def filtered(part: Compiled, predicates: list[Predicate]) -> Compiled:
    """Compile a filter expression (XPath 1.0, 3.3): a node set with predicates."""

    def run(tree: Tree, node: Node, at: int, size: int) -> Value:
        nodes: Iterable[Node] = cast(list[Node], part.run(tree, node, at, size))
        for predicate in predicates:
            nodes = predicate.filter(tree, nodes)
        return list(nodes)

    return derived([part], "nodes", run)
