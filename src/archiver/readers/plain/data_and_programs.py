"""Data and programs that are text, under whatever name: scripts, style sheets, tables of values, log files, lines of JSON.

Their lines tell it: nearly all of them end with a semicolon or a bracket, have the same number of separators, or begin with a time and a level.
No article does so, though it may hold pieces of all of them. What has sentences is read as a text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence

#: The fewest lines that tell a kind, the most that are looked at, and the most characters of each.
_FEWEST, _MOST, _LONGEST = 5, 1500, 2000
#: The share of the lines that must be of a kind. The rest are comments, heads, and lines that go on.
_OF_CODE, _OF_TABLE, _OF_LOG = 0.8, 0.95, 0.9
#: From this share of sentences on, a file is a text.
_SENTENCES = 0.1
#: A file of a page: its first sign, and its tags.
_PAGE = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|article|main|div|section|h[1-6]|p|table|br|a|span|script|style)\b[^<>]*>",
    re.IGNORECASE,
)
#: A sentence: six words or more side by side, a stop at its end, and no sign of a program before and behind them.
_STOP = re.compile(r"[.!?…。！？][\"”»’)\]]*$")
_WORDS = re.compile(r"[^\W\d_]{2,}+(?:[ ,;:'’\-]++[^\W\d_]++){5,}+")
_OF_PROGRAMS = frozenset("{}<>=;")
_COMMENT = re.compile(r"(?://|/\*|\*(?:/|\s|$)|#(?!include|define|[\w-]+\s*\{)|--\s|<!--|;;|%)")
_CODE = re.compile(
    r".*[{};]$|[\[{].*[\]}],$|.*[\w\"')\]]\s*[({\[]$|[)}\]]+[;,)]*$|[)}\]]+\s*(?:else|catch|finally|while)\b.*"
    r"|(?:def|class|import|from|return|function|var|let|const|public|private|static|package|using|if|elif|else|for|while|try|except|with|export|async|await|raise|print|echo|fi|done|end|then|do|case|esac)\b"
    r"(?:.*[({:;=\]]\s*$|\s+[\w.*]+(?:\s+(?:import|as)\s+[\w.*, ]+)?$|\s*$|.*\)$|.*\bin\b.*:$)"
    r"|#(?:include|define|!)\S*.*|[\w.\[\]\"'$@-]+\s*(?:[-+*/|&]?=|:=|=>)\s*\S.*|[\w.$]+\(.*\)[;,:]?$|(?:INSERT INTO|CREATE TABLE|SELECT|UPDATE|DELETE FROM|DROP TABLE)\b.*"
    r"|\"[^\"]+\"\s*:\s*.*,?$|(?:@[\w-]+|[.#]?[\w-]+(?:[ ,>+~:.#\[\]=\w\"-]*))\s*\{.*\}$|\.\w+\(.*"
)
#: A rule of a style sheet, and its parts.
_STYLE_RULE = re.compile(r"[^{};]{1,300}\{[^{}]*\}")
_DECLARATION = re.compile(r"(?:^|[{;])\s*-{0,2}[a-z][a-z-]{1,40}\s*:\s*[^;{}:]{1,200}(?=[;}])")
_DATE_TIME = r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d"
_LOG_START = re.compile(
    rf"[\[(]?{_DATE_TIME}|(?:\d{{1,3}}\.){{3}}\d{{1,3}}\s+\S+\s+\S+\s+\[|[A-Z][a-z]{{2}}\s+\d{{1,2}} \d\d:\d\d:\d\d \S+ \S+[:\[]"
    r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\]?[:\s]|\[\w{3} \w{3} \d{2} \d\d:\d\d:\d\d|\d\d:\d\d:\d\d[.,]\d{3}\s"
)
_OF_MACHINE = re.compile(
    r"\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b|HTTP/\d|\b\w+=\S|\[\d+\]|(?:\d{1,3}\.){3}\d{1,3}|/\w+/\w+|\w+\.\w+\.\w+|\[[\w. -]+\]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?[\d.,:/\s%€$£-]*\d[\d.,:/\s%€$£-]*|")
#: The longest cell of a table of values in words, and the share of the cells that may be longer.
_WORDS_OF_CELL, _LONG_CELLS = 6, 0.1
#: The fewest columns of a table with prose in it, and the longest name of one.
_FEWEST_COLUMNS, _LONGEST_NAME = 3, 40
#: From this number of bytes on, the last record may be cut.
_CUT = 64 * 1024
#: The share of the cells that are numbers in a table of two columns.
_NUMBERS = 0.4


def text_kind(head: bytes) -> str:
    """The kind of data or program that a file is by its first bytes: "script", "style-sheet", "table", "log", "json"; "" for a page or a text."""
    text = head.replace(b"\x00", b"").decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<" or _PAGE.search(text[:4096]):
        return ""
    if text.startswith("#!/"):
        return "script"
    lines = [line.strip()[:_LONGEST] for line in text.splitlines()[:_MOST]]
    if len(head) > len(text.encode("utf-8", "replace")) // 2 and len(lines) > _FEWEST:
        lines = lines[:-1]  # the last line may be cut
    lines = [line for line in lines if line]
    if not lines:
        return ""
    if _is_table_with_prose(text, is_cut=len(head) >= _CUT):
        return "table"
    if sum(map(_is_sentence, lines)) >= max(1, _SENTENCES * len(lines)):
        return ""
    if _is_lines_of_json(lines):
        return "json"
    if _is_style_sheet(text):
        return "style-sheet"
    if len(lines) < _FEWEST:
        return "script" if _is_packed_script(text) else ""
    if sum(_LOG_START.match(line) is not None for line in lines) >= _OF_LOG * len(lines) and (
        sum(_OF_MACHINE.search(line) is not None for line in lines) >= 0.8 * len(lines)
    ):
        return "log"
    said = [line for line in lines if not _COMMENT.match(line)]
    if len(said) >= _FEWEST and sum(_CODE.match(line) is not None for line in said) >= _OF_CODE * len(said):
        is_json = said[0][0] in "{[" and sum('":' in line for line in said) > len(said) // 3
        return "json" if is_json else "script"
    return "table" if _is_table(lines) else ""


def _is_sentence(line: str) -> bool:
    """Whether a line is a sentence of a text."""
    if _STOP.search(line[-8:]) is None or (words := _WORDS.search(line)) is None:
        return False
    return _OF_PROGRAMS.isdisjoint(line[: words.start()]) and _OF_PROGRAMS.isdisjoint(line[words.end() :])


def has_columns(head: bytes) -> bool:
    """Whether nearly every line has a separator of columns: enough for a file whose name says that it is a table."""
    lines = [line for line in head.replace(b"\x00", b"").splitlines()[:_MOST] if line.strip()]
    return any(sum(separator in line for line in lines) >= _OF_CODE * len(lines) for separator in (b",", b";", b"\t"))


def _is_table_with_prose(text: str, *, is_cut: bool) -> bool:
    """Whether a text is a table by RFC 4180 although there are sentences in its cells: names of columns, and behind them records of as many cells each. In prose a
    space follows the comma or the semicolon, and no two lines have the same number of them.

        id,name,comment
        1,Orla,"It was cold, and we went home."
    """
    for separator in ",;\t":
        heads = text.lstrip().partition("\n")[0].rstrip("\r").split(separator)
        if len(heads) < _FEWEST_COLUMNS or not _are_names_of_columns(heads):
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
        except csv.Error:
            continue
        rows = rows[1:-1] if is_cut else rows[1:]
        same = sum(len(row) == len(heads) for row in rows)
        if len(rows) < _FEWEST - 1 or same < _OF_TABLE * len(rows):
            continue
        if separator == "\t":
            # a table that was copied out of a page has tabs too; an export quotes its cells, or counts its records
            is_quoted = text.count('\t"') >= len(rows) // 2
            return is_quoted or all(_NUMBER.fullmatch(row[0]) for row in rows if row[0])
        cells = [cell for row in rows for cell in row[1:] if cell]
        return sum(cell.startswith(" ") for cell in cells) <= 0.05 * len(cells)
    return False


def _are_names_of_columns(cells: Sequence[str]) -> bool:
    """Whether the cells of a first line are names of columns: short, all there, no two the same, no sentences."""
    names = [cell.strip().strip('"').lower() for cell in cells]
    return len(set(names)) == len(names) and all(
        name and len(name) <= _LONGEST_NAME and len(name.split()) <= _WORDS_OF_CELL and name[-1] not in ".!?:…"
        for name in names
    )


def _is_lines_of_json(lines: Sequence[str]) -> bool:
    """Whether each line is an object of its own (JSON Lines)."""
    if len(lines) < 2 or not all(line.startswith("{") and line.endswith("}") for line in lines[:50]):
        return False
    try:
        return all(isinstance(json.loads(line), dict) for line in lines[:3])
    except (ValueError, RecursionError):
        return False


def _is_style_sheet(text: str) -> bool:
    """Whether a text consists of rules with declarations and nothing else."""
    bare = re.sub(r"/\*.*?\*/", "", text[: _LONGEST * 10], flags=re.DOTALL)
    rules = list(_STYLE_RULE.finditer(bare))
    if len(rules) < 2:
        return False
    size = sum(len(rule[0].strip()) for rule in rules)
    declared = sum(_DECLARATION.search(rule[0][rule[0].index("{") :]) is not None for rule in rules)
    return size >= 0.7 * len(bare.strip()) and declared >= 0.8 * len(rules)


def _is_packed_script(text: str) -> bool:
    """Whether a text of a few long lines is a script without line ends: brackets and semicolons are where words would be."""
    start = text[:_LONGEST]
    signs = Counter(start)
    marks = sum(signs[c] for c in "{}();=")
    return (
        len(start) >= 200
        and marks >= 0.08 * len(start)
        and signs["{"] >= 3
        and signs[";"] >= 5
        and signs[" "] <= 0.15 * len(start)
    )


def _is_table(lines: Sequence[str]) -> bool:
    """Whether all lines have the same number of separators, and short cells between them."""
    for separator in ("\t", ";", ",", "|"):
        counts = Counter(line.count(separator) for line in lines)
        usual, times = counts.most_common(1)[0]
        if not usual or times < _OF_TABLE * len(lines):
            continue
        if separator in ",;" and sum(line.count(separator + " ") for line in lines) > 0.2 * usual * len(lines):
            continue  # in a text, a space is behind a comma
        cells = [cell.strip(' "') for line in lines[1:] for cell in line.split(separator)]
        if sum(len(cell.split()) > _WORDS_OF_CELL for cell in cells) > _LONG_CELLS * len(cells):
            return False
        numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
        return (
            separator != "|"
            and (usual >= 2 or numbers >= _NUMBERS * len(cells))
            and (separator != "\t" or numbers >= 0.2 * len(cells))
        )
    return False
