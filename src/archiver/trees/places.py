"""Places: paths of elements as the console of a browser finds them (XPath 1.0, `document.evaluate`) on the page as the browser loads it.

    /html/body/div[2]/p[1]                                the first of several p in the second of several div
    /html/body/p/*[name()='svg']/*[name()='title']        a plain step finds elements of HTML only, so those of drawings and formulas have another one
    /html/body/x-card//div/p                              in a shadow root: behind `//` a path of its own. XPath enters no shadow root, so there are two steps
    /html/body/noscript                                   for all that stands in it: in a browser that runs scripts it is one text

The tree of the passes is not everywhere that of the browser: the content of a shadow root stands in its host there, the content of a select that was never
closed stands behind it, noscript may be a div, and a picture in the noscript of a head begins the body. For such a page, the paths are those in the tree of a
browser that runs scripts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from turbohtml import DocumentFragment, Namespace, ShadowRoot
from turbohtml import Element as Node

from archiver.trees import browser
from archiver.trees.elements import Element

#: The names for which XPath has a plain step.
_PLAIN = re.compile("[a-z_][a-z0-9_.-]*")
_NOSCRIPT = re.compile(r"<noscript\b[^<>]*+>", re.IGNORECASE)
#: What noscript may hold in a head (HTML Standard, 13.2.6.4.5).
_IN_HEAD = re.compile(
    r"(?:\s++|<!--.*?-->|<(?:link|meta|basefont|bgsound)\b[^>]*+>|<(style|noframes)\b.*?</\1\s*+>)*+",
    re.DOTALL | re.IGNORECASE,
)


def begins_body_early(text: str) -> bool:
    """Whether a noscript in the head of a page may begin the body, unless scripts are run: it holds more than it may hold there."""
    start = text.find("<noscript")
    if start < 0 or text.find("<body", 0, start) >= 0:
        return False
    body = text.find("<body", start)
    for noscript in _NOSCRIPT.finditer(text, start, body if body >= 0 else len(text)):
        end = text.find("</noscript", noscript.end())
        if end < 0 or not _IN_HEAD.fullmatch(text, noscript.end(), end):
            return True
    return False


class Places:
    """The paths of the elements of a page. Each is made when it is asked for.

    `names` has the browser's names of all elements in drawings and formulas, and of those that the tree cannot call by their name. `nodes` is for a page whose
    tree is not the browser's: it returns the nodes of the browser's tree by element (`nodes_in_browser`).
    """

    def __init__(
        self, names: Mapping[Element, str] | None = None, nodes: Callable[[], Mapping[Element, Node]] | None = None
    ) -> None:
        self._names = names or {}
        self._make_nodes = nodes
        self._nodes: Mapping[Element, Node] = {}
        self._paths: dict[Element | Node, str] = {}
        self._steps: dict[Element | Node, str] = {}
        self._parents_seen: set[object] = set()

    def path(self, element: Element) -> str:
        """The path of an element of the page. For one that the reader made, that of the nearest element around it that the page has."""
        if self._make_nodes is None:
            return self._path(element)
        self._nodes = self._nodes or self._make_nodes()
        while element not in self._nodes and element.parent is not None:
            element = element.parent
        return self._path(_closed(self._nodes[element]))

    def _path(self, element: Element | Node) -> str:
        chain: list[Element | Node] = []
        current: Element | Node | None = element
        while current is not None and current not in self._paths:
            chain.append(current)
            current = _parent(current)
        path = self._paths[current] if current is not None else ""
        for part in reversed(chain):
            separator = "//" if isinstance(part, Node) and type(part.parent) is ShadowRoot else "/"
            path = f"{path}{separator}{self._step(part)}"
            self._paths[part] = path
        return path

    def _step(self, element: Element | Node) -> str:
        """The step to an element from its parent, with a number if siblings have the same name. From the second request on, all children of a parent are
        numbered at once: to number each of them alone takes quadratic time.
        """
        if (step := self._steps.get(element)) is not None:
            return step
        parent = element.parent
        if parent is None:
            return self._test(element)
        siblings = _children(parent)
        names = [self._names.get(sibling) or sibling.tag for sibling in siblings]
        if parent not in self._parents_seen:
            self._parents_seen.add(parent)
            index = siblings.index(element)
            before = names[:index].count(names[index])
            return self._numbered(element, before + 1 if before or names[index] in names[index + 1 :] else 0)
        totals, counts = Counter(names), Counter[str]()
        for sibling, name in zip(siblings, names, strict=True):
            counts[name] += 1
            self._steps[sibling] = self._numbered(sibling, counts[name] if totals[name] > 1 else 0)
        return self._steps[element]

    def _numbered(self, element: Element | Node, number: int) -> str:
        return f"{self._test(element)}[{number}]" if number else self._test(element)

    def _test(self, element: Element | Node) -> str:
        """The step without its number."""
        if isinstance(element, Node):
            name, is_html = element.tag, element.namespace is Namespace.HTML
        else:
            is_html = element not in self._names
            name = element.tag if is_html else self._names[element]
        return name if is_html and _PLAIN.fullmatch(name) else f"*[name()={_literal(name)}]"


def nodes_in_browser(text: str, elements: Sequence[Element]) -> dict[Element, Node]:
    """The nodes of the tree of a browser that runs scripts, by element. `elements` are those of the columns that were made from this text.

    The page is parsed twice more: as it was for the columns, and as such a browser does it. A node of one tree is the one of the other that has its name and
    its position in the source. What a browser does not have, because it stands in noscript, has the node of the noscript.
    """
    scripted: dict[object, deque[Node]] = defaultdict(deque)
    noscripts: list[tuple[tuple[int, int], Node]] = []
    for node in browser.positioned(text, scripting=True):
        scripted[_key(node)].append(node)
        if node.tag == "noscript" and node.position is not None:
            noscripts.append((node.position, node))
    starts = [position for position, _ in noscripts]
    found: list[Node] = []
    for node in browser.positioned(text, scripting=False):
        if same := scripted[_key(node)]:
            found.append(same.popleft())
            continue
        before = bisect_right(starts, node.position) if node.position is not None else 0
        found.append(noscripts[before - 1][1] if before else found[-1])
    return dict(zip(elements, found, strict=True))


def _key(node: Node) -> object:
    """What a node has in both trees. The parser implies some elements: these have no position, so they are known by the element around them."""
    if node.tag in ("html", "head", "body"):
        return node.tag
    above = node.parent
    return node.tag, node.position or (above.position if above is not None else None)


def _closed(node: Node) -> Node:
    """The outermost template around a node, or the node itself: XPath finds nothing in a template."""
    found = node
    for above in (node, *node.ancestors):
        if type(above) is Node and above.tag == "template" and above.namespace is Namespace.HTML:
            found = above
    return found


def _parent(element: Element | Node) -> Element | Node | None:
    """The element around an element: for the uppermost ones in a shadow root its host, and in a template the template."""
    if not isinstance(element, Node):
        return element.parent
    parent = element.parent
    if type(parent) is ShadowRoot:
        return parent.host
    if type(parent) is DocumentFragment:
        parent = parent.parent
    return parent if isinstance(parent, Node) else None


def _children(parent: Any) -> list[Any]:
    """The elements in an element, or in a node of the parser's tree."""
    if isinstance(parent, Element):
        return list(parent.children)
    return [node for node in parent.children if type(node) is Node]


def _literal(text: str) -> str:
    """A string in XPath 1.0, which knows no escapes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat({})".format(', "\'", '.join(f"'{part}'" for part in text.split("'")))
