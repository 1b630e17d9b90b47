"""The names of rules that a program can write down, read from its source: whatever text can flow into something that is called `rule`.

Given: `draft.remove(element, "share-bar" if shares else "promo")`, `moves[element] = ("byline", words)` and later `rule, words = moves[element]`
becomes: share-bar, promo, byline.

Texts are followed through branches, tuples, tables, loops, what functions return and what they are called with. Texts that come out of files,
and those that are put together at run time, are not seen.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

#: A name in lower case with dashes, as rules have them.
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: The way into a value: the index in a tuple, or ANY of its items.
ANY = -1
Way = tuple[int, ...]
_Function = ast.FunctionDef | ast.Lambda | ast.Module


#: A name of a rule reaches its place in a few steps. With more, whatever any container holds would count.
_STEPS = 9


class Program:
    """Modules, with what is bound to each variable, what each function returns, and where each is called."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._module = ast.Module([], [])
        self.module_of: dict[_Function, ast.Module] = {}
        self.scope_of: dict[ast.AST, _Function] = {}
        self.outer: dict[_Function, _Function] = {}
        #: By scope and name: (expression, way into it) of everything that the name stands for.
        self.bound: dict[tuple[_Function, str], list[tuple[ast.expr, Way]]] = defaultdict(list)
        #: By module and name: what is put into the container that has the name, in whichever function.
        self.items: dict[tuple[ast.Module, str], list[ast.expr]] = defaultdict(list)
        self.parameters: dict[str, list[list[str]]] = defaultdict(list)
        self.functions: dict[str, list[ast.FunctionDef]] = defaultdict(list)
        self.calls: dict[str, list[ast.Call]] = defaultdict(list)
        for path in paths:
            module = ast.parse(path.read_text(encoding="utf-8"))
            self._module = module
            self._read(module, module)

    def names(self, word: str = "rule") -> set[str]:
        """Every text that can flow into a parameter, a field, a variable or the result of a function that is called `word`."""
        found: set[str] = set()
        seen: set[object] = set()
        reached = list(self._into(word))
        for _ in range(_STEPS):
            before, reached = reached, []
            for value, way in before:
                if (id(value), way) in seen or len(way) > 4:
                    continue
                seen.add((id(value), way))
                for one, rest in self._step(value, way):
                    if not isinstance(one, ast.Constant):
                        reached.append((one, rest))
                    elif isinstance(one.value, str) and not rest:
                        found.add(one.value)
        return {text for text in found if _NAME.fullmatch(text)}

    def _into(self, word: str) -> Iterator[tuple[ast.expr, Way]]:
        for name, signatures in self.parameters.items():
            if any(word in names for names in signatures):
                for call in self.calls[name]:
                    yield from ((value, ()) for value in self._arguments(name, word, call))
        for calls in self.calls.values():
            yield from ((k.value, ()) for call in calls for k in call.keywords if k.arg == word)
        for (_, name), values in self.bound.items():
            if name == word:
                yield from values
        for name, functions in self.functions.items():
            if name.strip("_") in (word, f"{word}_of"):
                yield from ((value, ()) for function in functions for value in _returned(function))

    # -- reading ------------------------------------------------------------------------------------

    def _read(self, node: ast.AST, scope: _Function) -> None:
        self.scope_of[node] = scope
        self.module_of[scope] = self._module
        if isinstance(node, ast.FunctionDef):
            names = [a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")]
            self.parameters[node.name].append(names)
            self.functions[node.name].append(node)
        elif isinstance(node, ast.ClassDef):
            fields = [b.target.id for b in node.body if isinstance(b, ast.AnnAssign) and isinstance(b.target, ast.Name)]
            bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in self.parameters]
            inherited = [name for base in bases for name in self.parameters[base][0]]
            self.parameters[node.name].append(inherited + fields)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(scope, target, node.value, ())
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            self._bind(scope, node.target, node.value, ())
        elif isinstance(node, (ast.For, ast.comprehension)):
            self._bind(scope, node.target, node.iter, (ANY,))
        elif isinstance(node, ast.Call):
            self.calls[_called(node)].append(node)
            if (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in ("append", "add", "extend", "setdefault")
                and node.args
            ):
                added = node.args[-1]
                self._put(scope, node.func.value, getattr(added, "elt", added) if node.func.attr == "extend" else added)
        inside: _Function = scope
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            self.outer[node] = scope
            inside = node
        for child in ast.iter_child_nodes(node):
            self._read(child, inside)

    def _bind(self, scope: _Function, target: ast.expr, value: ast.expr, way: Way) -> None:
        if isinstance(target, ast.Name):
            self.bound[scope, target.id].append((value, way))
        elif isinstance(target, ast.Attribute):
            self.bound[scope, target.attr].append((value, way))
        elif isinstance(target, (ast.Tuple, ast.List)):
            for index, one in enumerate(target.elts):
                self._bind(scope, one, value, (*way, index))
        elif isinstance(target, ast.Subscript) and not way:
            self._put(scope, target.value, value)

    def _put(self, scope: _Function, container: ast.expr, value: ast.expr) -> None:
        if isinstance(container, ast.Name):
            self.items[self._module, container.id].append(value)

    # -- following ----------------------------------------------------------------------------------

    def _step(self, value: ast.expr, way: Way) -> Iterator[tuple[ast.expr, Way]]:
        if isinstance(value, ast.Constant):
            yield value, way
        elif isinstance(value, ast.IfExp):
            yield from ((value.body, way), (value.orelse, way))
        elif isinstance(value, ast.BoolOp):
            yield from ((one, way) for one in value.values)
        elif isinstance(value, ast.Starred):
            yield value.value, (ANY, *way)
        elif isinstance(value, ast.NamedExpr):
            yield value.value, way
        elif isinstance(value, ast.Subscript):
            index = (
                value.slice.value
                if isinstance(value.slice, ast.Constant) and isinstance(value.slice.value, int)
                else ANY
            )
            yield value.value, (index, *way)
        elif isinstance(value, (ast.Tuple, ast.List, ast.Set)) and way:
            chosen = value.elts[way[0] : way[0] + 1] if isinstance(value, ast.Tuple) and way[0] >= 0 else value.elts
            yield from ((one, way[1:]) for one in chosen)
        elif isinstance(value, ast.Dict) and way:
            yield from ((one, way[1:]) for one in value.values)
        elif isinstance(value, (ast.ListComp, ast.GeneratorExp, ast.SetComp)) and way:
            yield value.elt, way[1:]
        elif isinstance(value, ast.Name):
            yield from self._of_name(value.id, self.scope_of[value], way)
        elif isinstance(value, ast.Call):
            name = _called(value)
            if isinstance(value.func, ast.Attribute) and name in ("get", "pop", "setdefault"):
                yield value.func.value, (ANY, *way)
                yield from ((one, way) for one in value.args[1:])
            elif isinstance(value.func, ast.Attribute) and name == "items" and way[:1] == (ANY,) and way[1:2] == (1,):
                yield value.func.value, (ANY, *way[2:])
            else:
                for function in self.functions.get(name, []):
                    yield from ((one, way) for one in _returned(function))

    def _of_name(self, name: str, scope: _Function, way: Way) -> Iterator[tuple[ast.expr, Way]]:
        """What a variable stands for: what is bound to it in the nearest scope that does so, or what its function is called with."""
        if way:
            yield from ((one, way[1:]) for one in self.items[self.module_of[scope], name])
        current: _Function | None = scope
        while current is not None:
            if (current, name) in self.bound:
                yield from ((one, (*into, *way)) for one, into in self.bound[current, name])
                return
            if isinstance(current, ast.FunctionDef) and any(name in names for names in self.parameters[current.name]):
                for call in self.calls[current.name]:
                    yield from ((one, way) for one in self._arguments(current.name, name, call))
                return
            current = self.outer.get(current)

    def _arguments(self, function: str, parameter: str, call: ast.Call) -> Iterator[ast.expr]:
        yield from (k.value for k in call.keywords if k.arg == parameter)
        for names in self.parameters[function]:
            if parameter in names and names.index(parameter) < len(call.args):
                yield call.args[names.index(parameter)]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    """What a function returns or yields, nested functions included."""
    nodes = [node for node in ast.walk(function) if isinstance(node, (ast.Return, ast.Yield))]
    return [node.value for node in nodes if node.value is not None]
