"""The character encoding of a source. It is decided by the byte order mark, else by validity as UTF-8, else by the declaration, else by detection.

The order differs from the HTML Standard in one point: bytes that are valid UTF-8 are read as UTF-8, whatever the page declares. A saved page
often keeps the declaration of the server's encoding, although the browser wrote UTF-8; and text in another encoding is hardly ever valid UTF-8
by accident. Labels are read as browsers read them (WHATWG Encoding Standard: "iso-8859-1" means windows-1252).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import webencodings

from archiver.text import writable

#: Byte order marks. UTF-32 comes before UTF-16, because the little-endian mark of UTF-32 begins with the mark of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([a-zA-Z0-9_.:-]+)""",
    re.IGNORECASE,
)
#: The declaration must be in this number of first bytes. Browsers read 1024 bytes, but saved pages may begin with long comments.
_DECLARATION_WITHIN = 8192
#: The number of bytes that the detector reads. With more bytes it is slower, and not more reliable.
_DETECTION_SAMPLE = 64 * 1024
#: If a larger share of the bytes cannot be decoded in the declared encoding, the declaration is wrong.
_DAMAGE = 0.002


class Decoded(NamedTuple):
    """The text of a source, and the name of its encoding in lower case."""

    text: str
    encoding: str


def _from_utf8(data: bytes, controls: bool) -> Decoded:
    """Decode UTF-8 and replace characters that XML cannot hold. Raises UnicodeDecodeError for bytes that are not UTF-8."""
    text = data.decode("utf-8")
    clean = not controls and "\ufffe" not in text and "\uffff" not in text
    return Decoded(text if clean else writable(text), "utf-8")


def declared_encoding(data: bytes) -> str | None:
    """The encoding label in the meta element or the XML declaration of a page, as written, or None."""
    match = _DECLARED.search(data[:_DECLARATION_WITHIN])
    return (match[1] or match[2]).decode("ascii") if match else None


def decode(data: bytes, declared: str | None = None, controls: bool = True) -> Decoded:
    """Decode the bytes of a source. Nothing is raised: bytes that cannot be decoded become U+FFFD, and a finding reports them.

    `declared` is the encoding label of a transport header (MIME). Without it, the declaration in the page is used. `controls` is False if the bytes
    hold no control characters (`Source.has_controls`). A byte order mark is dropped.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(writable(data[len(bom) :].decode(name, "replace")), name)
    label = declared or declared_encoding(data)
    encoding = webencodings.lookup(label) if label else None
    if encoding is not None and encoding.name == "iso-2022-jp" and b"\x1b" in data:
        return Decoded(writable(data.decode("iso-2022-jp", "replace")), "iso-2022-jp")
    try:
        return _from_utf8(data, controls)
    except UnicodeDecodeError:
        pass
    if wide := _utf16_without_mark(data):
        return Decoded(writable(data.decode(wide, "replace")), wide)
    if encoding is not None and encoding.name not in ("utf-8", "utf-16le", "utf-16be", "replacement"):
        text = data.decode(encoding.codec_info.name, "replace")
        if text.count("\ufffd") <= len(data) * _DAMAGE:
            return Decoded(writable(text), encoding.name)
    repaired = data.decode("utf-8", "replace")
    wide_characters = sum(byte >= 0x80 for byte in data[:_DETECTION_SAMPLE])
    bad = repaired[:_DETECTION_SAMPLE].count("\ufffd")
    if bad <= max(1, wide_characters * 0.05):
        return Decoded(writable(repaired), "utf-8")
    detected = _detect(data)
    try:
        return Decoded(writable(data.decode(detected, "replace")), detected)
    except LookupError:
        return Decoded(writable(repaired), "utf-8")


def _utf16_without_mark(data: bytes) -> str | None:
    """The name of UTF-16 without a byte order mark, or None. Latin text in UTF-16 has a zero byte in every other place."""
    sample = data[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _detect(data: bytes) -> str:
    """The most likely legacy encoding. charset-normalizer detects it in the bytes around and after the first non-ASCII byte."""
    from charset_normalizer import from_bytes

    start = next((i for i, byte in enumerate(data) if byte >= 0x80), 0)
    best = from_bytes(data[max(0, start - 1024) : start + _DETECTION_SAMPLE]).best()
    if best is None:
        return "cp1252"
    # the detector confuses windows-1252 with similar encodings; browsers read all of these as windows-1252
    return (
        "cp1252"
        if best.encoding in ("latin_1", "cp1252", "iso8859_15", "cp850", "cp1250", "mac_roman")
        and best.encoding != "cp1250"
        else best.encoding
    )
