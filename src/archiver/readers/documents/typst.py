r"""Typst: what its template says of the metadata, and documents that import packages or other files.

#show: conf.with(title: [The Mill], authors: ((name: "Ann Tarn"),))    is run, and shows its arguments, but what they are is lost
#import "@preview/boxes:1.0": note    pandoc in its sandbox reaches no file, and reads nothing of the document. So for each imported name
                                      a function stands in that gives what it was called with, and a finding names what was not read
#show link: this => text(this)        pandoc loses all links; so rules for looks are taken out
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from archiver.page import Property

#: The call of a template: "#show: doc => conf(" or "#show: conf.with(".
_TEMPLATE = re.compile(r"^[ \t]*#show:\s*(?:\w+\s*=>\s*)?[\w.-]+\(", re.MULTILINE)
_ARGUMENTS = {"title": "title", "subtitle": "subtitle", "authors": "author", "author": "author", "date": "published"}
#: A token: text in quotation marks, an escaped sign, a bracket, a comma or colon between arguments.
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[\[\](){};\n]', re.DOTALL)
_TYPST = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|\\.|[\[\](){},:]', re.DOTALL)
#: The most characters of a call that are looked at.
_LONGEST_CALL = 50_000
#: The most brackets in the argument with the authors that are looked into.
_MOST_AUTHORS = 200


def properties(text: str) -> Iterator[Property]:
    """What the arguments of the template say: title, subtitle, authors and date."""
    call = _TEMPLATE.search(text)
    if call is None:
        return
    for name, value in _arguments(text[call.end() : call.end() + _LONGEST_CALL]):
        if (field := _ARGUMENTS.get(name)) is None:
            continue
        values = _values(value) if field == "author" else [_plain(value)]
        for found in filter(None, values):
            yield Property(field, found, "document-metadata", "high" if field != "published" else "medium")


def _arguments(text: str) -> Iterator[tuple[str, str]]:
    """The named arguments of a call, whose opening bracket is before the text."""
    depth, start, name = 0, 0, ""
    for match in _TYPST.finditer(text):
        token = match[0]
        if token in ("(", "[", "{"):
            depth += 1
        elif token in (")", "]", "}", ",") and (depth == 0 or token != ","):
            if depth == 0:
                if name:
                    yield name, text[start : match.start()].strip()
                name, start = "", match.end()
                if token != ",":
                    return
            else:
                depth -= 1
        elif token == ":" and depth == 0 and not name:
            name, start = text[start : match.start()].strip(), match.end()


def _values(value: str) -> list[str]:
    """The names in the argument with the authors: those of dictionaries, or the members of a list, or one."""
    if not value.startswith("("):
        return [_plain(value)]
    if "name" not in dict(_arguments(value[1:])) and re.search(r"\bname\s*:", value):
        return [name for match in islice(re.finditer(r"\(", value[1:]), _MOST_AUTHORS) if (name := _plain(dict(_arguments(value[match.end() + 1 :])).get("name", "")))]  # fmt: skip
    if name := dict(_arguments(value[1:])).get("name", ""):
        return [_plain(name)]
    return [_plain(match[0]) for match in re.finditer(r'"(?:[^"\\]|\\.)*"|\[[^\[\]]*\]', value)]


def _plain(value: str) -> str:
    """The text of an argument: of a string or of content in brackets. "" for anything else, such as code."""
    if value.startswith('"') and value.endswith('"'):
        text = value[1:-1]
    elif value.startswith("[") and value.endswith("]"):
        text = re.sub(r"#footnote\[.*?\]", "", value[1:-1], flags=re.DOTALL)
        text = re.sub(r"(?<!\\)[*_]", "", text).replace("~", " ")
        if "#" in text:
            return ""
    else:
        return ""
    return " ".join(re.sub(r"\\(.)", r"\1", text).replace("\\ ", " ").split())


# -- imports -------------------------------------------------------------------------------------------

_NAME = r"[A-Za-z_][\w-]*"
#: `#import "file" as name: one, two as three` and `#include "file"`, also in code.
_IMPORT = re.compile(
    rf"""(?P<indent>^[ \t]*|(?<=[{{;])[ \t]*|(?<=\s)(?=\#))\#?(?P<word>import|include)[ \t]+"(?P<file>[^"\n]{{1,300}})"(?:[ \t]+as[ \t]+(?P<alias>{_NAME}))?"""
    rf"""(?:[ \t]*:[ \t]*(?P<names>\*|\([^()]{{0,3000}}\)|{_NAME}[^\n;]{{0,3000}}))?[ \t]*;?""",
    re.MULTILINE,
)
#: What stands in for a function of a package: it gives the content and the text with which it was called.
_STAND_IN = (
    "#let {}(..args) = {{for v in args.named().values() {{if type(v) == content {{v; parbreak()}}}};"
    " for v in args.pos() {{if type(v) == content or type(v) == str {{v}}}}}}\n"
)
_NOT_FOUND = re.compile(rf'Identifier "({_NAME})" not found|does not have a method "({_NAME})"')
#: Methods of functions themselves.
_OF_FUNCTIONS = frozenset(("with", "where"))
#: The most names that are found one after the other, by an error for each.
_MOST_NAMES = 40


@dataclass(slots=True)
class Imports:
    """The imports of a document: `files` are their names, `text` is the document with functions that stand in for what they define."""

    text: str
    files: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """What pandoc reads."""
        return ("".join(map(_STAND_IN.format, self.names)) + self.text).encode("utf-8")

    def resolve(self, reason: str) -> bool:
        """Let a function stand in for the name that an error of pandoc says is not known. False for another error, and for too many names."""
        missing = _NOT_FOUND.search(reason)
        if missing is None or not self.files or len(self.names) >= _MOST_NAMES:
            return False
        name, method = missing.groups()
        if name is not None:
            is_new = name not in self.names
            self.names[name] = None
            return is_new
        return method not in _OF_FUNCTIONS and self._join(method)

    def _join(self, member: str) -> bool:
        """Make one name of a member of an imported module: `boxes.note` becomes `boxes-note`."""
        found: set[str] = set()

        def joined(match: re.Match[str]) -> str:
            if match[1] not in self.names:
                return match[0]
            found.add(name := f"{match[1]}-{member}")
            return name

        self.text = re.sub(rf"(?<![\w.-])({_NAME})\.{re.escape(member)}(?![\w-])", joined, self.text)
        self.names |= dict.fromkeys(sorted(found))
        return bool(found)


#: Raw text, which is shown as it stands, and comments.
_RAW = re.compile(r"(`{3,}.*?`{3,}|`[^`\n]*`|/\*.*?\*/|(?<![:\w/])//[^\n]*)", re.DOTALL)
#: The beginning of a rule for the looks of an element: "#show link: …", "show heading.where(level: 1): …"; not "#show: conf.with(…)".
_LOOK = re.compile(r"(?:^|(?<=[{;]))[ \t]*#?show[ \t]+(?=[A-Za-z_])", re.MULTILINE)
#: A rule that puts other words for words.
_OF_WORDS = re.compile(r"regex\b")
_OPENING, _CLOSING = "([{", ")]}"


def _outside_raw(text: str, change: Callable[[str], str]) -> str:
    """A document with a change in all of it but raw text and comments."""
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(_RAW.split(text)))


def without_looks(text: str) -> str:
    """A stretch of a document without its rules for the looks of elements: pandoc loses each link, or all code, that a rule with a condition or a function is for."""
    pieces: list[str] = []
    position = 0
    for match in _LOOK.finditer(text):
        if match.start() < position or _OF_WORDS.match(text, match.end()):
            continue
        pieces.append(text[position : match.start()])
        position = _end_of_rule(text, match.end())
    return "".join([*pieces, text[position:]])


def _end_of_rule(text: str, start: int) -> int:
    """Where a rule ends: at the end of its line, or at a semicolon, or where the block around it ends; but not inside brackets."""
    depth = 0
    for match in _BRACKET.finditer(text, start):
        token = match[0]
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            if depth == 0:
                return match.start()
            depth -= 1
        elif token in ("\n", ";") and depth == 0:
            return match.start()
    return len(text)


def imports(text: str) -> Imports:
    """What a document imports and includes, taken out of it, and without rules for looks."""
    found = Imports("")

    def taken(match: re.Match[str]) -> str:
        found.files.append(match["file"])
        for name in _imported(match):
            found.names[name] = None
        return match["indent"]

    found.text = _outside_raw(text, lambda piece: _IMPORT.sub(taken, without_looks(piece)))
    if found.files:
        for module in tuple(found.names):
            for member in dict.fromkeys(re.findall(rf"(?<![\w.-]){module}\.({_NAME})", found.text)):
                if member not in _OF_FUNCTIONS:
                    found._join(member)
    return found


def _imported(match: re.Match[str]) -> Iterator[str]:
    """The names that an import defines."""
    if match["word"] == "include":
        return
    if match["alias"]:
        yield match["alias"]
    names = (match["names"] or "").strip("() \t")
    if names and names != "*":
        for item in names.split(","):
            name = item.partition(" as ")[2] or item
            if re.fullmatch(_NAME, last := name.strip().rpartition(".")[2]):
                yield last
    elif not names and not match["alias"]:
        # "@preview/boxes:1.0" and "lib/boxes.typ" are the module `boxes`
        module = re.sub(r"\.typ$|:[\d.]+$", "", match["file"]).rpartition("/")[2]
        if re.fullmatch(_NAME, module):
            yield module
