"""What expressions give (XPath 1.0, 3 and 4): node sets, strings, numbers and booleans, made into one another and compared."""

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


def rounded(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


@dataclass(slots=True)
class Compiled:
    """A part of an expression: what it gives (`kind`), how, and on what that hangs."""

    kind: Kind
    run: Callable[[Tree, Node, int, int], Value]
    #: Whether it asks for the place of its node among others (position, last).
    placed: bool = False
    #: Whether it is soon told, so that nothing is gained by remembering it.
    simple: bool = False
    #: For nodes: whether there is one, without looking for the others.
    exists: Callable[[Tree, Node, int, int], bool] | None = None
    #: For nodes: the string-value of the first.
    first: Callable[[Tree, Node], str] | None = None
    #: The name of the attribute that it is, or the string that stands there.
    attribute: str = ""
    literal: str | None = None


def as_boolean(part: Compiled) -> Callable[[Tree, Node, int, int], bool]:
    run = part.run
    if part.exists is not None:
        return part.exists
    if part.kind == "number":
        return lambda tree, node, at, size: (value := run(tree, node, at, size)) == value and value != 0
    return lambda tree, node, at, size: bool(run(tree, node, at, size))


def as_string(part: Compiled) -> Callable[[Tree, Node, int, int], str]:
    run, first = part.run, part.first
    if first is not None:
        return lambda tree, node, at, size: first(tree, node)
    return lambda tree, node, at, size: to_string(tree, run(tree, node, at, size))


def to_string(tree: Tree, value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tree.string_value(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _spelt(value)


def as_number(part: Compiled) -> Callable[[Tree, Node, int, int], float]:
    run = part.run
    if part.kind in ("number", "boolean"):
        return lambda tree, node, at, size: float(cast(float, run(tree, node, at, size)))
    text = as_string(part)
    return lambda tree, node, at, size: to_number(text(tree, node, at, size))


_COMPARES: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def equal(tree: Tree, left: Value, right: Value, negated: bool) -> bool:
    """`=` and, `negated`, `!=` (XPath 1.0, 3.4): of sets, whether any pair of their nodes fits."""
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
        there = {tree.string_value(node) for node in left}
        if negated:
            several = len(there) > 1 and bool(right)
            return several or (bool(there) and any(tree.string_value(node) not in there for node in right))
        return any(tree.string_value(node) in there for node in right)
    if isinstance(left, bool) or isinstance(right, bool):
        return (_truth(left) == _truth(right)) != negated
    if isinstance(left, float) or isinstance(right, float):
        numbers = [value if isinstance(value, float) else to_number(cast(str, value)) for value in (left, right)]
        return (numbers[0] == numbers[1]) != negated
    return (left == right) != negated


def _truth(value: Value) -> bool:
    return bool(value) and value == value


def in_relation(tree: Tree, left: Value, right: Value, operator: str) -> bool:
    compare = _COMPARES[operator]
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
    # any pair fits if the outermost two do; what is no number fits nothing
    lefts, rights = ([number for number in numbers if number == number] for numbers in (lefts, rights))
    if not lefts or not rights:
        return False
    smallest = operator in ("<", "<=")
    return compare((min if smallest else max)(lefts), (max if smallest else min)(rights))
