"""Listings: program code in pages. Which language it is in, and which of what stands beside it are only the numbers of its lines.

Those who colour code put numbers beside it in one of four ways: a table of two cells, one full of numbers and one full of code (Pygments,
Rouge, Chroma); a table with a row for each line (code hosts, SyntaxHighlighter's children); an element with a number at the start of each line; or by
script and style alone, which leaves no trace. The numbers are no part of the code: whoever copies it would have to take them out again.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lxml.etree import _Element as Element

from archiver import markup_numbers
from archiver.article import tag
from archiver.class_names import class_tokens
from archiver.page import visible_pieces, visible_text
from archiver.record.flow import make
from archiver.xmltree import append_text

_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:?)[-\s]+([\w+#-]+)")
#: Sphinx: <div class="highlight-python notranslate">
_SPHINX_LANGUAGE = re.compile(r"(?:^|\s)highlight-([\w+#]+)\s+notranslate")
#: What stands where a language would, and is none.
_NO_LANGUAGE = frozenset(["default", "none", "text", "plaintext", "plain", "txt", "nohighlight", "code"])
_NUMBERS = re.compile(r"\s*\d{1,6}(\s+\d{1,6})*\s*")
_NUMBER_CLASSES = frozenset(
    "lineno linenos line-no linenumber linenumbers line-number line-numbers line_number line_numbers ln lnt lineno-n gutter rouge-gutter blob-num"
    " hljs-ln-numbers hljs-ln-n react-syntax-highlighter-line-number crayon-num linenodiv line-numbers-rows nums".split()
)
_NO_CODE = frozenset("p h1 h2 h3 h4 h5 h6 article section main blockquote figure header footer nav form".split())
_CODE_CLASSES = frozenset(
    "highlight highlighttable syntaxhighlighter rouge-table lntable crayon-table blob js-file-line-container hljs-ln linenums codehilite codehilitetable"
    .split()
)  # fmt: skip


def language(pre: Element) -> str:
    """The language that the page says a listing is in, by itself, by the code in it or by what is around it; "" where it says none."""
    holders = [pre, *pre[:1]]
    parent = pre.getparent()
    for _ in range(2):
        if parent is not None:
            holders.append(parent)
            parent = parent.getparent()
    for holder in holders:
        classes = holder.get("class") or ""
        match = _LANGUAGE.search(classes) or _SPHINX_LANGUAGE.search(classes)
        named = match[1] if match else holder.get("data-lang") or holder.get("data-language") or ""
        if re.fullmatch(r"[\w+#-]+", named):
            return "" if named.lower() in _NO_LANGUAGE else named
    return ""


def is_mixed(pre: Element) -> bool:
    """Whether a pre holds more than a listing: parsers put all that follows into one that was never closed."""
    return any(node.tag in _NO_CODE for node in pre.iter("*"))


def is_line_number(node: Element) -> bool:
    """Whether an element within code holds nothing but the number of its line."""
    named = node.get("data-line-number") is not None or not _NUMBER_CLASSES.isdisjoint(class_tokens(node))
    return bool(named) and _NUMBERS.fullmatch(visible_text(node)) is not None


def numbered(table: Element) -> set[Element] | None:
    """The cells with line numbers of a table that is a listing; None for any other table.

    It is one if each row has two cells, the first with numbers that count on from row to row, and code is in it or in its class.
    """
    numbers: list[int] = []
    cells: set[Element] = set()
    for row in table.iter("tr"):
        parts = [cell for cell in row if cell.tag in ("td", "th")]
        if len(parts) != 2:
            return None
        pieces: list[str] = []
        for piece in visible_pieces(parts[0]):
            # tables that lay out a page hold it all in their cells, one in another
            if piece.strip() and not _NUMBERS.fullmatch(piece):
                return None
            pieces.append(piece)
        numbers += [number for n in "".join(pieces).split() if (number := markup_numbers.integer(n)) is not None]
        cells.add(parts[0])
    if not cells or not _holds_code(table):
        return None
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return None
    return cells if numbers or not _CODE_CLASSES.isdisjoint(class_tokens(table)) else None


def _holds_code(table: Element) -> bool:
    if not _CODE_CLASSES.isdisjoint(class_tokens(table)):
        return True
    return all(any(cell.find(f".//{name}") is not None for name in ("pre", "code")) for cell in table.iter("tr"))


def join(container: Element, before: Element | None) -> None:
    """Make one listing of the listings that a container holds behind its child `before`, the lines of a table, if it holds nothing else there."""
    lines = list(container if before is None else before.itersiblings())
    if len(lines) < 2 or any(line.tag != tag("code") for line in lines):
        return
    whole = lines[0]
    for line in lines[1:]:
        container.remove(line)
        append_text(whole, f"\n{line.text or ''}" if not _ends_line(whole) else line.text or "")
        for child in list(line):
            whole.append(child)


def _ends_line(code: Element) -> bool:
    text = (code[-1].tail or "") if len(code) else code.text or ""
    return text.endswith("\n")


def blank_line() -> Element:
    """A listing of one empty line, which holds the place of an empty row until the rows are joined."""
    line = make("code", display="block")
    line.text = "\n"
    return line
