"""The elements of a page, as readers make them and all passes use them.

An element has its own text, which stands before its first child, and its tail, which stands after its end. This is the model of ElementTree:

    <p>a<b>b</b>c</p>       p.text is "a", b.text is "b", b.tail is "c"

Plain Python objects take a third of the time of lxml's: lxml makes a proxy for each element that is asked for, and decodes its name, text and attributes each time.
Records are lxml trees all the same, because grammars and stylesheets need them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import overload

#: What elements without attributes share, and what elements without children share.
NO_ATTRIBUTES: dict[str, str] = {}
NO_CHILDREN: Sequence[Element] = ()


class Element:
    """An element of a page.

    `tag` is its name, `attributes` are its attributes by name, `text` and `tail` are "" where there is no text. `place` is its place among the children of
    `parent`. `index` is its place in document order in its Page (page.py); -1 outside of a Page. Elements are equal only to themselves.
    """

    __slots__ = ("attributes", "children", "index", "parent", "place", "tag", "tail", "text")

    def __init__(
        self, tag: str, attributes: dict[str, str] = NO_ATTRIBUTES, parent: Element | None = None, text: str = ""
    ) -> None:
        """With `parent`, the element becomes its last child."""
        self.tag = tag
        self.attributes = attributes
        self.text = text
        self.tail = ""
        self.parent = parent
        self.children: Sequence[Element] = NO_CHILDREN
        self.index = -1
        self.place = 0
        if parent is not None:
            children = parent.children
            if type(children) is list:
                self.place = len(children)
                children.append(self)
            else:
                parent.children = [self]

    def __repr__(self) -> str:
        attributes = "".join(f" {name}={value!r}" for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}>"

    # -- attributes --------------------------------------------------------------------------------

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute, or `default`."""
        return self.attributes.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Set an attribute."""
        if self.attributes is NO_ATTRIBUTES:
            self.attributes = {}
        self.attributes[name] = value

    # -- neighbours --------------------------------------------------------------------------------

    @property
    def next(self) -> Element | None:
        """The next sibling."""
        if self.parent is None:
            return None
        siblings, place = self.parent.children, self.place + 1
        return siblings[place] if place < len(siblings) else None

    @property
    def previous(self) -> Element | None:
        """The sibling before."""
        return self.parent.children[self.place - 1] if self.place and self.parent is not None else None

    def following(self) -> Sequence[Element]:
        """The siblings after this element, in order."""
        return self.parent.children[self.place + 1 :] if self.parent is not None else ()

    def preceding(self) -> Sequence[Element]:
        """The siblings before this element, the nearest first."""
        return self.parent.children[: self.place][::-1] if self.parent is not None else ()

    def ancestors(self, *tags: str) -> Iterator[Element]:
        """The parent, its parent, and so on up to the root; with `tags`, those with one of these names."""
        node = self.parent
        while node is not None:
            if not tags or node.tag in tags:
                yield node
            node = node.parent

    def is_within(self, holders: Container[Element]) -> bool:
        """Whether this element or one of its ancestors is among `holders`."""
        node: Element | None = self
        while node is not None:
            if node in holders:
                return True
            node = node.parent
        return False

    # -- content -----------------------------------------------------------------------------------

    def iter(self, *tags: str) -> Iterator[Element]:
        """This element and all below it in document order; with `tags`, those with one of these names."""
        stack = [self]
        while stack:
            node = stack.pop()
            if not tags or node.tag in tags:
                yield node
            if node.children:
                stack.extend(node.children[::-1])

    def named(self, *tags: str) -> list[Element]:
        """The children with one of these names."""
        return [child for child in self.children if child.tag in tags]

    def first(self, *tags: str) -> Element | None:
        """The first element below this one, in document order, with one of these names."""
        found = self.iter(*tags)
        node = next(found, None)
        return next(found, None) if node is self else node

    def itertext(self) -> Iterator[str]:
        """All texts inside this element, in order."""
        # an explicit stack, because pages nest deeper than Python recurses
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                yield node
                continue
            if node.text:
                yield node.text
            for child in reversed(node.children):
                if child.tail:
                    stack.append(child.tail)
                stack.append(child)

    # -- changes, for readers ----------------------------------------------------------------------

    def insert(self, place: int, *added: Element) -> None:
        """Make elements that have no parent children at this place."""
        children = [*self.children[:place], *added, *self.children[place:]]
        for child in added:
            child.parent = self
        for number in range(place, len(children)):
            children[number].place = number
        self.children = children

    def append(self, *added: Element) -> None:
        """Make elements that have no parent the last children. Quicker than `insert`, which copies the list."""
        children = self.children if type(self.children) is list else list(self.children)
        for child in added:
            child.parent, child.place = self, len(children)
            children.append(child)
        self.children = children or NO_CHILDREN

    def cut(self, place: int) -> Sequence[Element]:
        """Take out the children from this place on, with their tails, and return them."""
        taken = self.children[place:]
        self.children = self.children[:place] or NO_CHILDREN
        for child in taken:
            child.parent, child.place = None, 0
        return taken
