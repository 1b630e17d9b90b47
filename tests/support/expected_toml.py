"""The little of TOML that expected files need: values written one way, and keys replaced in a file whose comments stay.

An expected file is flat: strings, lists of strings, and lists of small tables. `tomllib` reads it; nothing in the standard library writes it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: A list longer than this has one line for each of its members.
_WIDTH = 100


@dataclass
class _Entry:
    """A key with its value, as they stand in the file, below the comments and empty lines that stand before them."""

    before: str
    key: str
    text: str


def value(of: Any) -> str:
    """A value as TOML: a string, a number, a truth value, a list or a table, on one line unless it is a long list."""
    if isinstance(of, str):
        # JSON's escapes are TOML's too; only DEL may stand in JSON and not in TOML
        return json.dumps(of, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(of, Mapping):
        return "{ " + ", ".join(f"{key} = {value(member)}" for key, member in of.items()) + " }"
    if isinstance(of, Sequence):
        members = [value(member) for member in of]
        line = f"[{', '.join(members)}]"
        tables = any(isinstance(member, Mapping) for member in of)
        return line if len(line) <= _WIDTH and not tables else "[\n" + "".join(f"  {m},\n" for m in members) + "]"
    return json.dumps(of)


def replaced(text: str, values: Mapping[str, Any], order: Sequence[str]) -> str:
    """The text of a file with these values. What has its value already stays as it is written; a new key goes where `order` puts it."""
    entries, rest = _entries(text)
    for key, new in values.items():
        written = f"{key} = {value(new)}\n"
        known = next((entry for entry in entries if entry.key == key), None)
        if known is None:
            later = order[order.index(key) + 1 :]
            place = next((n for n, entry in enumerate(entries) if entry.key in later), len(entries))
            entries.insert(place, _Entry("", key, written))
        elif tomllib.loads(known.text)[key] != new:
            known.text = written
    return "".join(entry.before + entry.text for entry in entries) + rest


def _entries(text: str) -> tuple[list[_Entry], str]:
    """The entries of a file in their order, and what stands after the last one."""
    entries: list[_Entry] = []
    before, begun = "", ""
    for line in text.splitlines(keepends=True):
        if not begun and (not line.strip() or line.startswith("#")):
            before += line
            continue
        begun += line
        try:
            (key,) = tomllib.loads(begun)
        except tomllib.TOMLDecodeError:
            continue  # a list that goes on in the next line
        entries.append(_Entry(before, key, begun))
        before, begun = "", ""
    return entries, before + begun
