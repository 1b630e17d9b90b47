r"""RTF (Rich Text Format 1.9.1): what pandoc reads wrongly is put right in the source before pandoc reads it.

{\*\footnote …}    LibreOffice and pandoc write notes so, and pandoc's reader leaves out every \* group        {\footnote …}
\u8220"So          the character behind \uN stands for it in old programs; pandoc takes one too many           \u8220 "So
\'e8 under cp1251  pandoc reads all bytes as windows-1252                                                      \u1080 ?
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from archiver.errors import Malformed
from archiver.page import Property
from archiver.source import Source

_TOKEN = re.compile(
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
        match = _TOKEN.search(data, position)
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
    return b"".join(pieces)


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
