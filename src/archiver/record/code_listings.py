"""Code listings: their language, and the line numbers beside them.

Highlighters put line numbers beside code in one of four ways: a table with two cells, one with numbers and one with
code (Pygments, Rouge, Chroma); a table with a row for each line (code hosts, children of SyntaxHighlighter); an element
with a number at the start of each line; or script and style alone, which leave nothing in the page. The numbers are not
part of the code: whoever copies it would have to remove them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lxml.etree import _Element as Element

from archiver import markup_numbers
from archiver.article import tag
from archiver.page import visible_pieces, visible_text
from archiver.record.flow import make
from archiver.trees.changes import append_text
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element as Node

_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:?)[-\s]+([\w+#-]+)")
#: Sphinx: <div class="highlight-python notranslate">
_SPHINX_LANGUAGE = re.compile(r"(?:^|\s)highlight-([\w+#]+)\s+notranslate")
#: Class names in the place of a language that are not languages.
_NO_LANGUAGE = frozenset(["default", "none", "text", "plaintext", "plain", "txt", "nohighlight", "code"])
_NUMBERS = re.compile(r"\s*\d{1,6}(\s+\d{1,6})*\s*")
_NUMBER_CLASSES = frozenset(
    "lineno linenos line-no linenumber linenumbers line-number line-numbers line_number line_numbers ln lnt lineno-n gutter rouge-gutter blob-num"
    " hljs-ln-numbers hljs-ln-n react-syntax-highlighter-line-number crayon-num linenodiv line-numbers-rows nums".split()
)
#: Elements that begin a line inside a listing.
_LINE_TAGS = frozenset(["br", "div", "p", "li", "tr"])
_NO_CODE = frozenset("p h1 h2 h3 h4 h5 h6 article section main blockquote figure header footer nav form".split())
_CODE_CLASSES = frozenset(
    "highlight highlighttable syntaxhighlighter rouge-table lntable crayon-table blob js-file-line-container hljs-ln linenums codehilite codehilitetable"
    .split()
)  # fmt: skip


def language(pre: Node) -> str:
    """The language of a listing, from the element, the code in it, or its two ancestors; "" when the page does
    not name it.
    """
    candidates = [pre, *pre.children[:1]]
    parent = pre.parent
    for _ in range(2):
        if parent is not None:
            candidates.append(parent)
            parent = parent.parent
    for candidate in candidates:
        classes = candidate.get("class") or ""
        match = _LANGUAGE.search(classes) or _SPHINX_LANGUAGE.search(classes)
        name = match[1] if match else candidate.get("data-lang") or candidate.get("data-language") or ""
        if re.fullmatch(r"[\w+#-]+", name):
            return "" if name.lower() in _NO_LANGUAGE else name
    return ""


def is_mixed(pre: Node) -> bool:
    """Whether a pre holds more than a listing: parsers put everything after an unclosed pre into it."""
    return any(node.tag in _NO_CODE for node in pre.iter())


def is_line_number(node: Node) -> bool:
    """Whether an element within code holds only the number of its line."""
    has_name = node.get("data-line-number") is not None or not _NUMBER_CLASSES.isdisjoint(class_tokens(node))
    return bool(has_name) and _NUMBERS.fullmatch(visible_text(node)) is not None


def numbers_at_line_starts(pre: Node) -> set[Node]:
    """The elements with line numbers in a listing whose classes don't tell them: each line begins with one, they are of one kind,
    count up by one, and a line at least goes on without a space ("1row = load()"), as no list that is itself numbered does.
    """
    first = next((node for node in pre.iter() if node is not pre and (node.text or "").strip()), None)
    if first is None or (pre.text or "").strip() or _NUMBERS.fullmatch(first.text or "") is None:
        return set()
    lines = _NumberedLines(first)
    stack: list[tuple[Node, bool]] = [(pre, True)]
    while stack and lines.all_numbered:
        node, entering = stack.pop()
        if node.tag in _LINE_TAGS:
            lines.at_start = True
        if not entering:
            lines.read(node.tail if node is not pre else None)
        else:
            if not lines.take(node):
                lines.read(node.text)
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.children))
    return lines.result()


class _NumberedLines:
    """The numbers at the starts of the lines of a listing, while it is walked."""

    def __init__(self, first: Node) -> None:
        self._kind = (first.tag, first.get("class"))
        self._numbers: dict[Node, int] = {}
        self._after_number = False
        self._is_glued = False
        self.at_start = True
        self.all_numbered = True

    def take(self, node: Node) -> bool:
        """Whether an element is of the kind of the first number; it must be one, at the start of its line."""
        if (node.tag, node.get("class")) != self._kind:
            return False
        number = markup_numbers.integer((node.text or "").strip())
        if number is None or node.children or not self.at_start:
            self.all_numbered = False
            return False
        self._numbers[node] = number
        self.at_start, self._after_number = False, True
        return True

    def read(self, text: str | None) -> None:
        """Text between numbers."""
        for place, line in enumerate((text or "").split("\n")):
            if place:
                self.at_start = True
            if line and self._after_number:
                self._is_glued = self._is_glued or line[0].isalpha()
                self._after_number = False
            if self.at_start and line.strip():
                self.all_numbered = False

    def result(self) -> set[Node]:
        """The elements with the numbers, if they are those of the lines."""
        if not self.all_numbered or not self._is_glued or len(self._numbers) < 3:
            return set()
        counts_up = all(after == before + 1 for before, after in pairwise(self._numbers.values()))
        return set(self._numbers) if counts_up else set()


def line_number_cells(table: Node) -> set[Node] | None:
    """The cells with line numbers, if the table is a listing; else None.

    A table is a listing when each row has two cells, the first with numbers that count up from row to row, and when it
    holds code or has a class for it.
    """
    numbers: list[int] = []
    cells: set[Node] = set()
    for row in table.iter("tr"):
        row_cells = [cell for cell in row.children if cell.tag in ("td", "th")]
        if len(row_cells) != 2:
            return None
        texts: list[str] = []
        for text in visible_pieces(row_cells[0]):
            # Layout tables hold the whole page in nested cells: stop early.
            if text.strip() and not _NUMBERS.fullmatch(text):
                return None
            texts.append(text)
        numbers += [number for n in "".join(texts).split() if (number := markup_numbers.integer(n)) is not None]
        cells.add(row_cells[0])
    if not cells or not _holds_code(table):
        return None
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return None
    return cells if numbers or not _CODE_CLASSES.isdisjoint(class_tokens(table)) else None


def _holds_code(table: Node) -> bool:
    if not _CODE_CLASSES.isdisjoint(class_tokens(table)):
        return True
    return all(cell.first("pre", "code") is not None for cell in table.iter("tr"))


def join_lines(container: Element, before: Element | None) -> None:
    """Join the listings after the child `before` of a container (the lines of a table) into one, if there is nothing
    else.
    """
    lines = list(container if before is None else before.itersiblings())
    if len(lines) < 2 or any(line.tag != tag("code") for line in lines):
        return
    listing = lines[0]
    for line in lines[1:]:
        container.remove(line)
        append_text(listing, f"\n{line.text or ''}" if not _ends_line(listing) else line.text or "")
        for child in list(line):
            listing.append(child)


def _ends_line(code: Element) -> bool:
    text = (code[-1].tail or "") if len(code) else code.text or ""
    return text.endswith("\n")


def blank_line() -> Element:
    """A listing of one empty line, which keeps the place of an empty row until the rows are joined."""
    line = make("code", display="block")
    line.text = "\n"
    return line
