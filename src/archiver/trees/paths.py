"""The places of elements in a page as XPath."""

from __future__ import annotations

from collections import Counter

from archiver.trees.elements import Element


class Paths:
    """The paths of elements, such as /html/body/div[2]/p[1]. An element without siblings of its name has no number."""

    def __init__(self) -> None:
        self._paths: dict[Element, str] = {}
        self._steps: dict[Element, str] = {}
        self._parents_seen: set[Element] = set()

    def of(self, element: Element) -> str:
        """The path of an element."""
        chain: list[Element] = []
        node: Element | None = element
        while node is not None and node not in self._paths:
            chain.append(node)
            node = node.parent
        path = self._paths[node] if node is not None else ""
        for node in reversed(chain):
            path = f"{path}/{self._step(node)}"
            self._paths[node] = path
        return path

    def _step(self, element: Element) -> str:
        """An element's step in its path. From the second request on, all children of a parent are numbered at once:
        numbering each of them alone is quadratic.
        """
        step = self._steps.get(element)
        if step is not None:
            return step
        parent, name = element.parent, element.tag
        if parent is None:
            return name
        names = [child.tag for child in parent.children]
        if parent not in self._parents_seen:
            self._parents_seen.add(parent)
            repeated = names.count(name) > 1
            return f"{name}[{names[: element.place].count(name) + 1}]" if repeated else name
        totals = Counter(names)
        counts: dict[str, int] = {}
        for child, name in zip(parent.children, names, strict=True):
            counts[name] = number = counts.get(name, 0) + 1
            self._steps[child] = f"{name}[{number}]" if totals[name] > 1 else name
        return self._steps[element]
