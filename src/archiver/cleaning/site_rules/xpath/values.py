"""The values of expressions (XPath 1.0, sections 3 and 4): node sets, strings, numbers and booleans, with their conversions and comparisons."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from archiver.cleaning.site_rules.xpath.tree import Kind, Node, Tree, Value

_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")


def to_number(text: str) -> float:
    """The number that a string stands for, or NaN (XPath 1.0, 4.4)."""
    match = _NUMBER.fullmatch(text) if len(text) < 400 else None
    return float(match[1]) if match else math.nan


def _number_as_string(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(f"{number:.15g}"), "f")


def rounded(number: float) -> float:
    """The function round() (XPath 1.0, 4.4): halves are rounded up. NaN and infinities stay."""
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


@dataclass(slots=True)
class Compiled:
    """A compiled expression: the kind of its value, and `run`, which evaluates it for a tree, a context node, its position and the size of its node set."""

    kind: Kind
    run: Callable[[Tree, Node, int, int], Value]
    #: Whether its value depends on the position of the node among others (position, last).
    placed: bool = False
    #: Whether it is so cheap to evaluate that it is not worth remembering.
    simple: bool = False
    #: For a node set: whether it has a node, without a search for the others.
    exists: Callable[[Tree, Node, int, int], bool] | None = None
    #: For a node set: the string-value of its first node.
    first: Callable[[Tree, Node], str] | None = None
    #: The name of the attribute, if the expression is only an attribute; the string, if it is only a string.
    attribute: str = ""
    literal: str | None = None


def as_boolean(part: Compiled) -> Callable[[Tree, Node, int, int], bool]:
    """A function that evaluates an expression and converts its value to a boolean (XPath 1.0, 4.3)."""
    run = part.run
    if part.exists is not None:
        return part.exists
    if part.kind == "number":
        return lambda tree, node, at, size: (value := run(tree, node, at, size)) == value and value != 0
    return lambda tree, node, at, size: bool(run(tree, node, at, size))


def as_string(part: Compiled) -> Callable[[Tree, Node, int, int], str]:
    """A function that evaluates an expression and converts its value to a string (XPath 1.0, 4.2)."""
    run, first = part.run, part.first
    if first is not None:
        return lambda tree, node, at, size: first(tree, node)
    return lambda tree, node, at, size: to_string(tree, run(tree, node, at, size))


def to_string(tree: Tree, value: Value) -> str:
    """A value as a string (XPath 1.0, 4.2): of a node set, the string-value of its first node."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tree.string_value(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number_as_string(value)


def as_number(part: Compiled) -> Callable[[Tree, Node, int, int], float]:
    """A function that evaluates an expression and converts its value to a number (XPath 1.0, 4.4)."""
    run = part.run
    if part.kind in ("number", "boolean"):
        return lambda tree, node, at, size: float(cast(float, run(tree, node, at, size)))
    text = as_string(part)
    return lambda tree, node, at, size: to_number(text(tree, node, at, size))


_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def equal(tree: Tree, left: Value, right: Value, negated: bool) -> bool:
    """The value of `=`, or of `!=` if `negated` (XPath 1.0, 3.4). For node sets, it is true if it is true for any pair of their nodes."""
    if isinstance(right, list) and not isinstance(left, list):
        left, right = right, left
    if isinstance(left, list):
        if isinstance(right, bool):
            return (bool(left) == right) != negated
        if isinstance(right, float):
            return any((to_number(tree.string_value(node)) == right) != negated for node in left)
        if isinstance(right, str):
            return any((tree.string_value(node) == right) != negated for node in left)
        left, right = (left, right) if len(left) <= len(right) else (right, left)
        strings = {tree.string_value(node) for node in left}
        if negated:
            several = len(strings) > 1 and bool(right)
            return several or (bool(strings) and any(tree.string_value(node) not in strings for node in right))
        return any(tree.string_value(node) in strings for node in right)
    if isinstance(left, bool) or isinstance(right, bool):
        return (_truth(left) == _truth(right)) != negated
    if isinstance(left, float) or isinstance(right, float):
        numbers = [value if isinstance(value, float) else to_number(cast(str, value)) for value in (left, right)]
        return (numbers[0] == numbers[1]) != negated
    return (left == right) != negated


def _truth(value: Value) -> bool:
    return bool(value) and value == value


def in_relation(tree: Tree, left: Value, right: Value, operator: str) -> bool:
    """The value of `left operator right` for `<`, `<=`, `>` and `>=` (XPath 1.0, 3.4), for node sets as in `equal`."""
    compare = _RELATIONS[operator]
    if isinstance(left, list) and isinstance(right, bool):
        left = bool(left)
    if isinstance(right, list) and isinstance(left, bool):
        right = bool(right)
    lefts, rights = (
        [to_number(tree.string_value(node)) for node in value]
        if isinstance(value, list)
        else [to_number(value) if isinstance(value, str) else float(value)]
        for value in (left, right)
    )
    # the relation is true for any pair if it is true for the extremes; it is never true for NaN
    lefts, rights = ([number for number in numbers if number == number] for numbers in (lefts, rights))
    if not lefts or not rights:
        return False
    smallest = operator in ("<", "<=")
    return compare((min if smallest else max)(lefts), (max if smallest else min)(rights))
