r"""Lists of RTF whose labels are written out: programs that have no tables of lists (WordPad, pandoc, old Word) write each item as a paragraph that hangs.

    {\pard \li360 \fi-360 1.\tx360\tab plums\par}        an item, with its label before a tab
    {\pntext\f1\'B7\tab}Forty jars\par                   WordPad's

pandoc reads such items as paragraphs. Each label gets a mark in the source, with its indentation, and pandoc's tree gets lists where the marks are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archiver.readers.documents.rtf import APART, TOKEN

#: What a label may be: a number or a letter with a stop, a bullet.
_LABEL = re.compile(r"\(?(?P<number>\d{1,3}|[a-zA-Z])[.)]|[•·‣▪▫◦●○■□–—−o*\-\uf0b7\uf0a7]")
#: Signs of RTF that stand for bullets.
_SIGNS = {b"bullet": "•", b"endash": "–", b"emdash": "—"}
_LONGEST_LABEL = 8
#: The character around the indentation; Unicode leaves it to private use. rtf.py takes the ones before it.
_MARK = "\uf8f7"
_MARKED = re.compile(rf"(?P<label>[^{_MARK}]{{1,{_LONGEST_LABEL}}}){_MARK}(?P<indent>\d+){_MARK}")
_NUMBER_STYLES = {"digit": "Decimal", "lower": "LowerAlpha", "upper": "UpperAlpha"}


def marked(data: bytes) -> bytes:
    """The source with a mark behind each label of an item, in place of its tab; as it was if the file has tables of lists, which pandoc reads, or no items."""
    sign = rb"\u%d" % (ord(_MARK) - 0x10000)
    if b"\\listtable" in data or b"\\tab" not in data or sign in data:
        return data
    pieces: list[bytes] = []
    last = 0
    for start, end, indent in _labels(data):
        pieces += [data[last:start], sign, b" ?", str(indent).encode(), sign, b" ?"]
        last = end
    return b"".join([*pieces, data[last:]]) if pieces else data


def _labels(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The tabs behind the labels of items: where each starts and ends, and how far its paragraph is set in."""
    stack: list[tuple[int, int]] = []
    first_line = left = 0
    text: str | None = ""  # of the paragraph so far; None once it can be no label any more
    numbered_group = -1  # the depth of the group that WordPad puts a label into
    tab: tuple[int, int] | None = None  # the indentation may come behind the label
    position = 0
    while (match := TOKEN.search(data, position)) is not None:
        if text is not None and (written := data[position : match.start()].strip(b"\r\n")):
            text += written.decode("latin-1")
        position = match.end()
        word, number = match["word"], int(match["number"] or 0)
        if match["open"]:
            if data.startswith(rb"\pntext", position):
                numbered_group, text = len(stack), ""
            elif APART.match(data, position):
                position = _behind_group(data, position)
                continue
            stack.append((first_line, left))
        elif match["close"]:
            if stack:
                first_line, left = stack.pop()
            if len(stack) == numbered_group:
                numbered_group = -1
        elif match["byte"]:
            text = None if text is None else text + bytes([int(match["byte"], 16)]).decode("cp1252", "replace")
        elif word in (b"par", b"cell", b"row", b"sect"):
            if tab is not None:
                yield *tab, left
            text, tab = "", None
        elif word == b"pard":
            first_line = left = 0
            text = ""
        elif word == b"fi":
            first_line = number
        elif word == b"li":
            left = number
        elif word in _SIGNS and text is not None:
            text += _SIGNS[word]
        elif word == b"u" and text is not None:
            text += chr(number % 0x10000)
        elif word == b"tab":
            is_item = text is not None and _LABEL.fullmatch(text.strip()) is not None
            if is_item and (first_line < 0 or numbered_group >= 0):
                tab = match.span()
            text = None
        if text is not None and len(text) > _LONGEST_LABEL:
            text = None


def _behind_group(data: bytes, position: int) -> int:
    """The place behind a group that is open."""
    depth = 1
    while depth and (match := TOKEN.search(data, position)) is not None:
        depth += 1 if match["open"] else -1 if match["close"] else 0
        position = match.end()
    return position


def put_lists(document: dict[str, Any]) -> None:
    """Make the paragraphs whose labels are marked to lists, each in the list of its indentation, and take the marks out of all others."""
    document["blocks"] = _with_lists(document["blocks"])
    _unmark(document["blocks"])


def _with_lists(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    #: the open lists: the indentation of each, its list block, and the number of its last item
    opened: list[tuple[int, dict[str, Any], int]] = []
    for block in blocks:
        found = _item(block)
        if found is None:
            opened.clear()
            if block["t"] in ("BlockQuote", "Div"):
                inner = block["c"] if block["t"] == "BlockQuote" else block["c"][1]
                inner[:] = _with_lists(inner)
            result.append(block)
            continue
        kind, value, indent, inlines = found
        while opened and (
            opened[-1][0] > indent or (opened[-1][0] == indent and not _goes_on(opened[-1], kind, value))
        ):
            opened.pop()
        if not opened or opened[-1][0] < indent:
            new: dict[str, Any] = (
                {"t": "OrderedList", "c": [[value, {"t": kind}, {"t": "Period"}], []]}
                if kind
                else {"t": "BulletList", "c": []}
            )
            holder = _items(opened[-1][1])[-1] if opened else result
            holder.append(new)
            opened.append((indent, new, value))
        _items(opened[-1][1]).append([{"t": "Plain", "c": inlines}])
        opened[-1] = (opened[-1][0], opened[-1][1], value)
    return result


def _items(block: dict[str, Any]) -> list[list[dict[str, Any]]]:
    items: list[list[dict[str, Any]]] = block["c"] if block["t"] == "BulletList" else block["c"][1]
    return items


def _goes_on(opened: tuple[int, dict[str, Any], int], kind: str, value: int) -> bool:
    """Whether an item is the next one of an open list."""
    _, block, last = opened
    if block["t"] == "BulletList":
        return not kind
    return bool(block["c"][0][1]["t"] == kind and value == last + 1)


def _item(block: dict[str, Any]) -> tuple[str, int, int, list[dict[str, Any]]] | None:
    """The style of number of an item ("" for a bullet), its value, its indentation and its text; None for a block that is no item."""
    if block["t"] not in ("Para", "Plain"):
        return None
    start = ""
    for count, inline in enumerate(block["c"][:4]):
        if inline["t"] == "Space":
            start += " "
        elif inline["t"] == "Str":
            start += inline["c"]
        else:
            return None
        if (match := _MARKED.match(start)) is None:
            continue
        label = _LABEL.fullmatch(match["label"].strip())
        if label is None:
            return None
        rest = block["c"][count + 1 :]
        if behind := start[match.end() :].lstrip():
            rest = [{"t": "Str", "c": behind}, *rest]
        while rest and rest[0]["t"] in ("Space", "SoftBreak"):
            rest = rest[1:]
        number = label["number"] or ""
        if not number:
            return "", 0, int(match["indent"]), rest
        kind = _NUMBER_STYLES["digit" if number.isdigit() else "lower" if number.islower() else "upper"]
        value = int(number) if number.isdigit() else ord(number.lower()) - ord("a") + 1
        return kind, value, int(match["indent"]), rest
    return None


def _unmark(node: Any) -> None:
    """Put a space in place of each mark that is left."""
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if node.get("t") == "Str" and _MARK in node["c"]:
                node["c"] = re.sub(f"{_MARK}[0-9]+{_MARK}", " ", node["c"])
            stack.append(node.get("c"))
