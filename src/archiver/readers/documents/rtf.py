r"""RTF (Rich Text Format 1.9.1): what pandoc reads wrongly is put right in the source before pandoc reads it.

{\*\footnote …}    LibreOffice and pandoc write notes so, and pandoc's reader leaves out every \* group        {\footnote …}
\u8220"So          the character behind \uN stands for it in old programs; pandoc takes one too many           \u8220 "So
\'e8 under cp1251  pandoc reads all bytes as windows-1252                                                      \u1080 ?
{\s1 … Heading 1;}  LibreOffice names headings by their style alone; pandoc knows them by their level              {\s1 … \outlinelevel0 Heading 1;}
\row … {\footnote  pandoc puts the rows before a note into that note, if no other paragraph ends before it       notes_apart
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archiver.errors import Malformed
from archiver.page import Property
from archiver.source import Source

TOKEN = re.compile(
    rb"\\(?P<word>[a-z]+)(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\[^a-z]|(?P<open>\{)|(?P<close>\})",
    re.DOTALL,
)
#: The encodings of \fcharsetN.
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_WIDE = frozenset(("cp932", "cp949", "cp936", "cp950"))
_INFO = re.compile(rb"\{\\info\b")
_FIELD = re.compile(rb"\{\\(title|author|keywords) ((?:[^{}\\]|\\'[0-9a-f]{2}|\\u-?\d+ ?\??)*)\}")
#: Characters that mark the place of a note: the first one that the document does not have. Unicode leaves them to private use.
_MARKS = range(0xF8D0, 0xF8F0)
#: The number of first bytes in which the styles are looked for, and a style of a heading there.
_HEAD = 1 << 20
_CHARACTER_STYLE = re.compile(rb"\{\\\*\\(?:cs|ts|ds)\d{1,5}\b[^{}]{0,2000}\}[\r\n]*")
_HEADING_STYLE = re.compile(rb"(\{\\s\d{1,5}\b[^{};]{0,2000}?)( ?[Hh]eading )([1-6]);\}")
_STYLE = re.compile(rb"\{\\s(\d{1,5})\b[^{};]{0,2000}?(?: |(?<=\d)|\n)([A-Za-z][A-Za-z ]{0,40});\}")
#: By the name of a paragraph style, the field of the head; and how many first paragraphs may have one.
_FIELDS = {"Title": "title", "Subtitle": "subtitle", "Author": "author", "Date": "date"}
_FIRST = 12
#: The beginning of a group that is no text.
APART = re.compile(
    rb"\s*\\(?:\*|(?:fonttbl|colortbl|stylesheet|info|listtable|listoverridetable|revtbl|header[lrf]?|footer[lrf]?|pict|footnote|fldinst|pgdsctbl)\b)"
)
#: The most levels of groups. Programs write a dozen.
_MOST_GROUPS = 2_000


def mended(source: Source) -> bytes:
    """The source with notes, Unicode characters and bytes of code pages as pandoc reads them.

    Raises Malformed when the groups do not end, as in a file that was cut off.
    """
    data = source.data
    default = _default_encoding(data)
    fonts = _fonts(data, default)
    pieces: list[bytes] = []
    #: for each open group, the encoding of its font
    encodings = [default]
    font_table = -1
    position = 0
    previous = b""
    length = len(data)
    while position < length:
        match = TOKEN.search(data, position)
        if match is None:
            break
        pieces.append(data[position : match.start()])
        position = match.end()
        token = match[0]
        if match["open"]:
            encodings.append(encodings[-1])
            if len(encodings) > _MOST_GROUPS:
                raise Malformed(f"{source.name}: refused: its groups nest too deeply.", "Save it as DOCX.")
        elif match["close"]:
            if len(encodings) > 1:
                encodings.pop()
            if len(encodings) <= font_table:
                font_table = -1
        elif word := match["word"]:
            number = match["number"]
            if word == b"bin" and number:
                size = max(0, int(number))
                pieces.append(data[match.start() : position + size])
                position += size
                previous = b""
                continue
            if word == b"fonttbl":
                font_table = len(encodings)
            elif word == b"f" and number and font_table < 0:
                encodings[-1] = fonts.get(int(number), default)
            elif word == b"plain":
                encodings[-1] = default
            elif word == b"u" and number:
                token = b"\\u" + number + b" "
            elif word == b"footnote" and previous == b"\\*":
                # the \* before it goes
                pieces.pop()
                if pieces and pieces[-1] == b"\\*":
                    pieces.pop()
        elif match["byte"]:
            encoding = encodings[-1]
            if encoding != "cp1252" and previous != b"u":
                token, position = _character(data, match.start(), position, encoding)
        previous = b"u" if match["word"] == b"u" else token
        pieces.append(token)
    pieces.append(data[position:])
    if len(encodings) > 1:
        raise Malformed(f"{source.name}: this RTF document is cut off.", "Save it again with the program that made it.")
    return _with_levels(b"".join(pieces))


def _with_levels(data: bytes) -> bytes:
    """The document with the level of headings in its list of styles, and without styles of characters: pandoc takes what they say (\\super) for all text."""
    start = data.find(b"{\\stylesheet", 0, _HEAD)
    if start < 0:
        return data

    def level(match: re.Match[bytes]) -> bytes:
        if b"\\outlinelevel" in match[1]:
            return match[0]
        return b"%b\\outlinelevel%d %b" % (match[1], int(match[3]) - 1, match[2] + match[3] + b";}")

    styles = _HEADING_STYLE.sub(level, _CHARACTER_STYLE.sub(b"", data[start : start + _HEAD]))
    return data[:start] + styles + data[start + _HEAD :]


def styled(data: bytes) -> Iterator[tuple[str, str]]:
    """The paragraphs at the start that have the style of a title and the like: (field, text)."""
    start = data.find(b"{\\stylesheet", 0, _HEAD)
    names = {int(m[1]): m[2].decode("ascii", "replace").strip() for m in _STYLE.finditer(data, max(start, 0), max(start, 0) + _HEAD)}  # fmt: skip
    if start < 0 or not any(name in _FIELDS for name in names.values()):
        return
    for number, (style, text) in enumerate(_paragraphs(data)):
        field = _FIELDS.get(names.get(style, ""))
        if number >= _FIRST or (text and field is None):
            return
        if field is not None and text:
            yield field, text


def _paragraphs(data: bytes) -> Iterator[tuple[int, str]]:
    """The first paragraphs of a document: number of the style, and text."""
    pieces: list[str] = []
    style = depth = skipped = 0
    position = 0
    while position < len(data) and (match := TOKEN.search(data, position)) is not None:
        between = data[position : match.start()].translate(None, b"\r\n")
        position = match.end()
        if not skipped:
            pieces.append(between.decode("cp1252", "replace"))
        word = match["word"]
        if match["open"]:
            depth += 1
            is_apart = APART.match(data, match.end()) is not None
            skipped = depth if is_apart and not skipped else skipped
        elif match["close"]:
            skipped = 0 if skipped == depth else skipped
            depth -= 1
        elif skipped:
            continue
        elif word == b"par":
            yield style, " ".join("".join(pieces).split())
            pieces = []
        elif word == b"pard":
            style = 0
        elif word == b"s" and match["number"]:
            style = int(match["number"])
        elif word == b"u" and match["number"]:
            pieces.append(chr(int(match["number"]) % 0x10000))
            position += data[position : position + 1] == b"?"
        elif match["byte"]:
            pieces.append(bytes([int(match["byte"], 16)]).decode("cp1252", "replace"))
        elif word in (b"tab", b"line"):
            pieces.append(" ")


def _character(data: bytes, start: int, end: int, encoding: str) -> tuple[bytes, int]:
    r"""A byte of a code page as \uN, and the place behind it. In East Asian code pages, a character may have two bytes."""
    raw = bytes([int(data[start + 2 : end], 16)])
    text = _decoded(raw, encoding)
    if text is None and encoding in _WIDE:
        following = data[end : end + 4]
        second = (
            int(following[2:4], 16)
            if re.fullmatch(rb"\\'[0-9a-fA-F]{2}", following)
            else following[0]
            if following
            else 0
        )
        width = 4 if following.startswith(b"\\'") else 1
        text = _decoded(raw + bytes([second]), encoding)
        if text is not None:
            end += width
    if text is None:
        return data[start:end], end
    return b"".join(
        b"\\u%d ?" % (ord(c) if ord(c) < 0x8000 else ord(c) - 0x10000) for c in text if ord(c) < 0x10000
    ), end


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _default_encoding(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:4096])
    name = f"cp{match[1].decode()}" if match else "cp1252"
    if re.match(rb"\{\\rtf\d?\\mac\b", data[:64]):
        return "mac_roman"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return "cp1252" if name in ("cp65001", "cp1200") else name


def _fonts(data: bytes, default: str) -> dict[int, str]:
    """The encoding of each font of the font table."""
    start = data.find(b"{\\fonttbl")
    if start < 0:
        return {}
    fonts: dict[int, str] = {}
    for match in re.finditer(rb"\\f(\d{1,5})\b([^{};]{0,200}?)\\fcharset(\d{1,3})", data[start : start + 65536]):
        charset = int(match[3])
        fonts[int(match[1])] = default if charset in (0, 1, 2) else _CHARSETS.get(charset, default)
    return fonts


@dataclass(frozen=True, slots=True)
class NotesApart:
    """A document whose notes stand behind its text: `data` are its bytes. Each of its `count` notes has left `mark` at its place."""

    data: bytes
    mark: str
    count: int

    def put_back(self, document: Mapping[str, Any]) -> bool:
        """Put the notes into pandoc's tree of the document, and say whether that can be done. If it cannot, the tree is spoiled."""
        blocks = document["blocks"]
        end = {"t": "Str", "c": self.mark}
        start = next((n for n in range(len(blocks) - 1, -1, -1) if blocks[n].get("c") == [end]), len(blocks))
        notes = [node for block in blocks[start + 1 :] for node in block.get("c", ()) if _is_note(node)]
        if len(notes) != self.count:
            return False
        del blocks[start:]
        found = 0
        lists: list[list[Any]] = []
        stack: list[Any] = [blocks]
        while stack:  # in the order of the text, as the notes are
            node = stack.pop()
            if isinstance(node, list):
                lists.append(node)
                stack.extend(item for item in reversed(node) if isinstance(item, dict | list))
            elif node.get("t") == "Str" and self.mark in node["c"]:
                node["notes"] = notes[found : found + node["c"].count(self.mark)]
                found += node["c"].count(self.mark)
            elif isinstance(content := node.get("c"), dict | list):
                stack.append(content)
        for node in lists:
            node[:] = [piece for item in node for piece in (_pieces(item, self.mark) if _has_notes(item) else (item,))]
        return found == self.count


def _has_notes(item: Any) -> bool:
    return isinstance(item, dict) and "notes" in item


def _pieces(item: dict[str, Any], mark: str) -> Iterator[dict[str, Any]]:
    """A text as several, with the notes that it marks between them."""
    first, *others = item["c"].split(mark)
    for note, text in zip((None, *item["notes"]), (first, *others), strict=False):
        if note is not None:
            yield note
        if text:
            yield {"t": "Str", "c": text}


def _is_note(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") == "Note"


def notes_apart(data: bytes) -> NotesApart | None:
    r"""The document (as `mended` gives it) with its notes behind its text; None for one without a table before a note, and for one where that cannot be done.

    pandoc keeps the rows of a table until a paragraph behind it ends, and the first one that ends may be in a note: the table is then in the note.

        \row Old {\footnote The wall.} Brannoch\par    →    \row Old {\plain \u-1840 ?} Brannoch\par … {\footnote The wall.}\par
    """
    row = re.search(rb"\\(?:nest)?row\b", data)
    mark = next((code for code in _MARKS if b"\\u%d" % (code - 0x10000) not in data and b"\\u%d" % code not in data), 0)
    if row is None or not mark or data.find(b"{\\footnote", row.start()) < 0:
        return None
    sign = b"\\u%d ?" % (mark - 0x10000)
    text: list[bytes] = []
    notes: list[bytes] = []
    depth = position = 0
    taken = 0  # up to here the data are taken over
    note_depth, note_start = 0, 0
    root_end = -1
    while (match := TOKEN.search(data, position)) is not None:
        position = match.end()
        if match["word"] == b"bin" and match["number"]:
            position += max(0, int(match["number"]))
        elif match["open"]:
            depth += 1
            if not note_depth and match.start() > row.start() and data.startswith(b"{\\footnote", match.start()):
                note_depth, note_start = depth, match.start()
        elif match["close"]:
            if depth == note_depth:
                text += [data[taken:note_start], b"{\\plain %b}" % sign]
                notes.append(data[note_start:position])
                taken, note_depth = position, 0
            depth -= 1
            if depth == 0:
                root_end = match.start()
                break
    if root_end < taken or not notes:
        return None
    behind = b"".join(b"\\pard\\plain %b\\par\n" % note for note in notes)
    text += [data[taken:root_end], b"\n\\par\\pard\\plain %b\\par\n" % sign, behind, data[root_end:]]
    return NotesApart(b"".join(text), chr(mark), len(notes))


def properties(source: Source) -> Iterator[Property]:
    """What the properties of the file say."""
    found = _INFO.search(source.data[:65536])
    if found is None:
        return
    encoding = _default_encoding(source.data)
    for match in _FIELD.finditer(source.data, found.start(), found.start() + 8192):
        text = re.sub(rb"\\u(-?\d+) ?\??", lambda m: chr(int(m[1]) % 0x10000).encode("utf-8", "replace"), match[2])
        raw = re.sub(rb"\\'([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), text)
        value = (
            " ".join((raw.decode("utf-8") if b"\\u" in match[2] else raw.decode(encoding, "replace")).split())
            if _is_valid(raw)
            else ""
        )
        if value:
            name = {"title": "title", "author": "author", "keywords": "keyword"}[match[1].decode()]
            yield Property(name, value, "document-properties", "low")


def _is_valid(raw: bytes) -> bool:
    return bool(raw.strip())
