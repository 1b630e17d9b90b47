"""The core function library (XPath 1.0, section 4).

A function of an expression is compiled to a function that takes the tree, the context node, its position and the size of its node set.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import cast

from archiver.cleaning.site_rules.xpath.paths import Step, derived, path_of, require_nodes
from archiver.cleaning.site_rules.xpath.tree import (
    CHARACTERS_A_STEP,
    DOCUMENT,
    LONGEST,
    TEXT,
    Attribute,
    Kind,
    Node,
    Tree,
    Value,
    XPathError,
    ancestor_or_self,
    in_order,
)
from archiver.cleaning.site_rules.xpath.values import (
    Compiled,
    as_boolean,
    as_number,
    as_string,
    rounded,
    to_number,
    to_string,
)

_Run = Callable[[Tree, Node, int, int], Value]
#: For each function, the least and the most number of arguments, and the kind of its result.
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
#: Functions whose arguments must be node sets, and functions that take the context node if they have no argument.
_OF_NODES = frozenset(["count", "local-name", "namespace-uri", "name", "sum"])
_OF_CONTEXT = frozenset(["local-name", "namespace-uri", "name", "string", "string-length", "normalize-space", "number"])
_SPACES = " \t\r\n"


def function_call(name: str, arguments: list[Compiled]) -> Compiled:
    """Compile the call of a function. Raises XPathError for an unknown function, and for arguments of a wrong number or kind."""
    if name not in _SIGNATURES:
        raise XPathError(f"there is no function {name}()")
    least, most, kind = _SIGNATURES[name]
    if not least <= len(arguments) <= most:
        raise XPathError(f"{name}() can't be called with {len(arguments)} arguments")
    if not arguments and name in _OF_CONTEXT:
        arguments = [path_of(None, False, [Step("self", "node()", [])])]
    if name in _OF_NODES:
        require_nodes(arguments)
    run: _Run
    if name == "contains" and arguments[0].attribute and arguments[1].literal is not None:
        run = _part_of_attribute(arguments[0].attribute, arguments[1].literal)
    elif name in _STRING_FUNCTIONS:
        texts, make = [as_string(argument) for argument in arguments], _STRING_FUNCTIONS[name]

        def of_texts(tree: Tree, node: Node, at: int, size: int) -> Value:
            tree.spend(1)
            return make(tree, [text(tree, node, at, size) for text in texts])

        run = of_texts
    else:
        inner = _MAKERS[name](arguments)

        def counted(tree: Tree, node: Node, at: int, size: int) -> Value:
            tree.spend(1)
            return inner(tree, node, at, size)

        run = counted
    call = derived(arguments, kind, run)
    if name in ("last", "position"):
        call.placed = True
    elif name == "lang":
        call.simple = False
    return call


def _part_of_attribute(name: str, part: str) -> _Run:
    """A fast test whether an attribute contains a constant string. Half of all site rules use it."""
    return lambda tree, node, at, size: part in tree.read(tree.attribute(node, name) or "")


def _translated(tree: Tree, texts: list[str]) -> str:
    text, old, new = texts
    table: dict[int, str | None] = {}
    for at, character in enumerate(old):
        table.setdefault(ord(character), new[at] if at < len(new) else None)
    tree.spend(len(text) // 8)  # each character is looked up
    return text.translate(table)


def _split_before(tree: Tree, texts: list[str]) -> str:
    before, separator, _ = texts[0].partition(texts[1]) if texts[1] else ("", "", "")
    return tree.read(before if separator else "")


def _split_after(tree: Tree, texts: list[str]) -> str:
    return tree.read(texts[0].partition(texts[1])[2] if texts[1] else texts[0])


def _concatenated(tree: Tree, texts: list[str]) -> str:
    tree.spend(sum(map(len, texts)) // CHARACTERS_A_STEP)
    return tree.read("".join(texts))


def _space_normalized(tree: Tree, texts: list[str]) -> str:
    tree.spend(len(texts[0]) // 8)
    return re.sub("[ \t\r\n]+", " ", texts[0].strip(_SPACES))


_STRING_FUNCTIONS: dict[str, Callable[[Tree, list[str]], Value]] = {
    "string": lambda tree, texts: texts[0],
    "concat": _concatenated,
    "starts-with": lambda tree, texts: texts[0].startswith(texts[1]),
    "contains": lambda tree, texts: texts[1] in texts[0],
    "substring-before": _split_before,
    "substring-after": _split_after,
    "string-length": lambda tree, texts: float(len(texts[0])),
    "normalize-space": _space_normalized,
    "translate": _translated,
}


def _substring(arguments: list[Compiled]) -> _Run:
    text, numbers = as_string(arguments[0]), [as_number(argument) for argument in arguments[1:]]

    def run(tree: Tree, node: Node, at: int, size: int) -> Value:
        string = text(tree, node, at, size)
        first, *length = (rounded(number(tree, node, at, size)) for number in numbers)
        end = first + length[0] if length else math.inf
        if math.isnan(first) or math.isnan(end):
            return ""
        start, stop = max(1.0, first), min(len(string) + 1.0, end)
        return tree.read(string[int(start) - 1 : int(stop) - 1]) if start < stop else ""

    return run


def _lang(arguments: list[Compiled]) -> _Run:
    text = as_string(arguments[0])

    def run(tree: Tree, node: Node, at: int, size: int) -> Value:
        language = text(tree, node, at, size).lower()
        for holder in ancestor_or_self(tree, node if isinstance(node, int) else node.owner, "*"):
            tag = tree.attribute(holder, "xml:lang") or tree.attribute(holder, "lang")
            if tag is not None:
                return tag.lower() == language or tag.lower().startswith(f"{language}-")
        return False

    return run


def _id(arguments: list[Compiled]) -> _Run:
    part = arguments[0]

    def run(tree: Tree, node: Node, at: int, size: int) -> Value:
        value = part.run(tree, node, at, size)
        texts = map(tree.string_value, value) if isinstance(value, list) else [to_string(tree, value)]
        words = [word for text in texts for word in text.split()]
        tree.spend(len(words))
        return in_order(tree.by_id[word] for word in words if word in tree.by_id)

    return run


def _name(local: bool) -> Callable[[list[Compiled]], _Run]:
    def make(arguments: list[Compiled]) -> _Run:
        part = arguments[0]

        def run(tree: Tree, node: Node, at: int, size: int) -> Value:
            nodes = cast(list[Node], part.run(tree, node, at, size))
            if not nodes:
                return ""
            name = nodes[0].name if isinstance(nodes[0], Attribute) else tree.names[nodes[0]]
            namespace, _, own = name.rpartition("}")
            return "" if name in (TEXT, DOCUMENT) else own if local else namespace.removeprefix("{")

        return run

    return make


def _sum(arguments: list[Compiled]) -> _Run:
    part = arguments[0]

    def run(tree: Tree, node: Node, at: int, size: int) -> Value:
        # math.fsum would raise for an infinite sum
        total = 0.0
        for summand in cast(list[Node], part.run(tree, node, at, size)):
            total += to_number(tree.string_value(summand))
        return total

    return run


def _counted(arguments: list[Compiled]) -> _Run:
    run = arguments[0].run
    return lambda tree, node, at, size: float(len(cast(list[Node], run(tree, node, at, size))))


def _of_number(make: Callable[[float], float]) -> Callable[[list[Compiled]], _Run]:
    def maker(arguments: list[Compiled]) -> _Run:
        number = as_number(arguments[0])
        return lambda tree, node, at, size: make(number(tree, node, at, size))

    return maker


def _integral(make: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: number if math.isnan(number) or math.isinf(number) else float(make(number))


def _of_boolean(negated: bool) -> Callable[[list[Compiled]], _Run]:
    def maker(arguments: list[Compiled]) -> _Run:
        truth = as_boolean(arguments[0])
        return lambda tree, node, at, size: truth(tree, node, at, size) != negated

    return maker


_MAKERS: dict[str, Callable[[list[Compiled]], _Run]] = {
    "last": lambda arguments: lambda tree, node, at, size: float(size),
    "position": lambda arguments: lambda tree, node, at, size: float(at),
    "count": _counted,
    "id": _id,
    "local-name": _name(local=True),
    "name": _name(local=True),
    "namespace-uri": _name(local=False),
    "substring": _substring,
    "boolean": _of_boolean(negated=False),
    "not": _of_boolean(negated=True),
    "true": lambda arguments: lambda tree, node, at, size: True,
    "false": lambda arguments: lambda tree, node, at, size: False,
    "lang": _lang,
    "number": _of_number(lambda number: number),
    "sum": _sum,
    "floor": _of_number(_integral(math.floor)),
    "ceiling": _of_number(_integral(math.ceil)),
    "round": _of_number(rounded),
}
