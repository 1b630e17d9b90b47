"""The columns of a tree: what a tree says of its elements, as lists in document order."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element


@dataclass(slots=True)
class Columns:
    """The elements of a tree in document order, and by index their tags, their attributes and the indexes of their parents; -1 is the parent of the first.

    They are what the tree itself says; but to ask it again for each element takes longer than to build it. `names` has what the tree does not say: the names
    that a browser gives to the elements of drawings and formulas, and to those whose names lxml cannot write.
    """

    elements: list[Element] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: list[dict[str, str]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: dict[Element, str] = field(default_factory=dict)

    def from_last_child(self, element: Element) -> Columns:
        """The columns of the tree below an element that is the last child of the root."""
        first = self.elements.index(element)
        parents = [parent - first for parent in self.parents[first:]]
        parents[0] = -1
        return Columns(self.elements[first:], self.tags[first:], self.attributes[first:], parents, self.names)
