"""The parser of expressions (XPath 1.0, section 3): from the text of an expression to functions that evaluate it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from archiver.cleaning.site_rules.xpath.functions import function_call
from archiver.cleaning.site_rules.xpath.paths import (
    Predicate,
    Step,
    calculated,
    derived,
    everywhere,
    filtered,
    junction,
    path_of,
    require_nodes,
)
from archiver.cleaning.site_rules.xpath.tree import (
    AXES,
    DEEPEST,
    LONGEST,
    TEXT,
    Kind,
    Node,
    Tree,
    Value,
    XPathError,
    in_order,
)
from archiver.cleaning.site_rules.xpath.values import Compiled, as_boolean, as_number, equal, in_relation
from archiver.trees.elements import Element

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
#: Tokens behind which `*` and the names of operators are no operators (XPath 1.0, 3.7); "" is the beginning, "*op" any operator.
_NO_OPERATOR_AFTER = frozenset(
    ["", "@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*op"]
)
#: The node tests of node types, as `Tree.takes` has them. Comments and processing instructions are in no tree.
_NODE_TYPES = {"node": "node()", "text": TEXT, "comment": "", "processing-instruction": ""}


class _Token(NamedTuple):
    """A token; its kind is number, string, sign, name, operator or end."""

    kind: str
    text: str


def _tokens(expression: str) -> list[_Token]:
    """The tokens of an expression. Raises XPathError for characters that begin no token."""
    tokens: list[_Token] = []
    at, before = 0, ""
    expression = expression.rstrip(" \t\r\n")
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            raise XPathError(f"it can't be read from {expression[at : at + 20]!r} on")
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if before not in _NO_OPERATOR_AFTER and (text == "*" or (kind == "name" and text in _OPERATOR_NAMES)):
            kind = "operator"
        tokens.append(_Token(kind, text))
        before = "*op" if kind == "operator" else text if kind == "sign" else "value"
        at = match.end()
    return tokens


class Expression:
    """A compiled expression."""

    def __init__(self, part: Compiled) -> None:
        self._part = part

    def select(self, tree: Tree, allowance: int) -> list[Element | str]:
        """The hits of the expression: elements, and the strings of text nodes and attributes; or the string that is its value.

        Raises TooCostly if it takes more than `allowance` steps. Afterwards `tree.left` is the number of steps that are left.
        """
        tree.left = allowance
        tree.forget()
        root = next(iter(tree.elements))
        value = self._part.run(tree, root, 1, 1)
        if isinstance(value, str):
            return [value] if value.strip() else []
        if not isinstance(value, list):
            return []
        return [
            tree.elements[node] if isinstance(node, int) and node in tree.elements else tree.string_value(node)
            for node in value
            if node != 0
        ]


def compiled(expression: str) -> Expression:
    """Compile an expression. Raises XPathError for a text that is no expression, or that is too long."""
    if len(expression) > LONGEST:
        raise XPathError(f"it has more than {LONGEST} characters")
    parser = _Parser(_tokens(expression))
    part = parser.expression()
    if parser.token.kind != "end":
        raise XPathError(f"nothing should stand where {parser.token.text!r} does")
    return Expression(part)


class _Parser:
    """A recursive descent parser. Chains of one operator are loops, so only brackets lead to recursion."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = [*tokens, _Token("end", "")]
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> _Token:
        """The next token."""
        return self._tokens[self._at]

    def _next(self) -> _Token:
        """Consume the next token and return it."""
        token = self.token
        self._at += token.kind != "end"
        return token

    def _is(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or operators."""
        return self.token.kind in ("sign", "operator") and self.token.text in texts

    def _take(self, *texts: str) -> str:
        """Consume the next token if it is one of these signs or operators, and return its text; else return ""."""
        return self._next().text if self._is(*texts) else ""

    def _need(self, text: str) -> None:
        """Consume a sign. Raises XPathError if the next token is another one."""
        if not self._take(text):
            here = repr(self.token.text) if self.token.kind != "end" else "its end"
            raise XPathError(f"{text!r} is missing before {here}")

    def expression(self) -> Compiled:
        """Parse an expression up to its end, or up to the bracket that closes it. Raises XPathError for a syntax error."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise XPathError(f"its brackets nest deeper than {DEEPEST}")
        part = self._or()
        self._depth -= 1
        return part

    def _or(self) -> Compiled:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return junction(parts, any)

    def _and(self) -> Compiled:
        parts = [self._equality()]
        while self._take("and"):
            parts.append(self._equality())
        return junction(parts, all)

    def _chain(
        self,
        inner: Callable[[], Compiled],
        operators: tuple[str, ...],
        kind: Kind,
        fold: Callable[[Tree, Value, str, Value], Value],
    ) -> Compiled:
        """Parse a chain of operands (`inner`) and operators of one precedence; `fold` computes the value of two operands, from left to right."""
        first, rest = inner(), list[tuple[str, Compiled]]()
        while operator := self._take(*operators):
            rest.append((operator, inner()))
        if not rest:
            return first
        if [operator for operator, _ in rest] == ["="] and first.attribute and rest[0][1].literal is not None:
            # a fast test for @name="text", which is by far the most frequent comparison
            name, text = first.attribute, rest[0][1].literal
            return derived([first], kind, lambda tree, node, at, size: tree.attribute(node, name) == text)

        def run(tree: Tree, node: Node, at: int, size: int) -> Value:
            value = first.run(tree, node, at, size)
            for operator, part in rest:
                tree.spend(1)
                value = fold(tree, value, operator, part.run(tree, node, at, size))
            return value

        return derived([first, *(part for _, part in rest)], kind, run)

    def _equality(self) -> Compiled:
        return self._chain(self._relation, ("=", "!="), "boolean", lambda p, a, o, b: equal(p, a, b, o == "!="))

    def _relation(self) -> Compiled:
        return self._chain(
            self._sum, ("<", "<=", ">", ">="), "boolean", lambda tree, a, o, b: in_relation(tree, a, b, o)
        )

    def _sum(self) -> Compiled:
        return self._chain(self._product, ("+", "-"), "number", calculated)

    def _product(self) -> Compiled:
        return self._chain(self._negation, ("*", "div", "mod"), "number", calculated)

    def _negation(self) -> Compiled:
        signs = 0
        while self._take("-"):
            signs += 1
        part = self._union()
        if not signs:
            return part
        number, sign = as_number(part), -1.0 if signs % 2 else 1.0
        return derived([part], "number", lambda tree, node, at, size: sign * number(tree, node, at, size))

    def _union(self) -> Compiled:
        parts = [self._path()]
        while self._take("|"):
            parts.append(self._path())
        if len(parts) == 1:
            return parts[0]
        require_nodes(parts)

        def run(tree: Tree, node: Node, at: int, size: int) -> Value:
            nodes = [member for part in parts for member in cast(list[Node], part.run(tree, node, at, size))]
            tree.spend(len(nodes))
            return in_order(nodes)

        union = derived(parts, "nodes", run)
        tests = [as_boolean(part) for part in parts]
        union.exists = lambda tree, node, at, size: any(test(tree, node, at, size) for test in tests)
        return union

    # -- paths --

    def _path(self) -> Compiled:
        if self._is("/", "//"):
            steps = [everywhere()] if self._next().text == "//" else []
            return path_of(None, True, [*steps, *self._steps()] if steps or self._begins_a_step() else [])
        if not self._begins_a_filter():
            return path_of(None, False, self._steps())
        part = self._primary()
        predicates = list(self._predicates())
        if predicates or self._is("/", "//"):
            require_nodes([part])
        if predicates:
            part = filtered(part, predicates)
        if not self._is("/", "//"):
            return part
        steps = [everywhere()] if self._next().text == "//" else []
        return path_of(part, False, [*steps, *self._steps()])

    def _begins_a_step(self) -> bool:
        return self._is("@", ".", "..", "*") or self.token.kind == "name"

    def _begins_a_filter(self) -> bool:
        if self.token.kind in ("number", "string") or self._is("("):
            return True
        after = self._tokens[self._at + 1] if self.token.kind == "name" else None
        return after is not None and after.text == "(" and self.token.text not in _NODE_TYPES

    def _steps(self) -> list[Step]:
        steps = [self._step()]
        while operator := self._take("/", "//"):
            steps += [everywhere()] if operator == "//" else []
            steps.append(self._step())
        return steps

    def _step(self) -> Step:
        if self._take("."):
            return Step("self", "node()", [])
        if self._take(".."):
            return Step("parent", "node()", [])
        axis = "attribute" if self._take("@") else "child"
        if axis == "child" and self.token.kind == "name" and self._tokens[self._at + 1].text == "::":
            axis = self._next().text
            self._next()
            if axis not in AXES and axis != "attribute":
                raise XPathError(f"there is no axis {axis!r} here")
        return Step(axis, self._node_test(axis), list(self._predicates()))

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
            # no attribute is a text node
            return "" if axis == "attribute" and name == "text" else _NODE_TYPES[name]
        if self._take(":"):
            local = self._next()
            if name == "xml" and local.kind == "name":  # the only prefix that is always declared
                return f"{name}:{local.text}"
            raise XPathError(f"the prefix {name!r} is not declared")
        return name

    def _predicates(self) -> Iterator[Predicate]:
        while self._take("["):
            before = self._at
            part = self.expression()
            tokens = self._tokens[before : self._at]
            self._need("]")
            nth = None
            if len(tokens) == 1 and tokens[0].kind == "number":
                number = float(tokens[0].text)
                nth = int(number) if number.is_integer() else 0  # a number with hundreds of digits is infinite
            yield Predicate(part, nth, is_last=[token.text for token in tokens] == ["last", "(", ")"])

    # -- primary expressions --

    def _primary(self) -> Compiled:
        token = self._next()
        if token.kind == "number":
            number = float(token.text)
            return Compiled("number", lambda tree, node, at, size: number, simple=True)
        if token.kind == "string":
            text = token.text[1:-1]
            return Compiled("string", lambda tree, node, at, size: text, simple=True, literal=text)
        if token.text == "(":
            part = self.expression()
            self._need(")")
            return part
        self._need("(")
        arguments: list[Compiled] = []
        if not self._is(")"):
            arguments.append(self.expression())
            while self._take(","):
                arguments.append(self.expression())
        self._need(")")
        return function_call(token.text, arguments)
