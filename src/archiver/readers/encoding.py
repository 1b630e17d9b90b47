"""Bytes to text, without mojibake: byte order mark, then validity, then declaration, then detection.

The order differs from the HTML standard in one point: bytes that are valid UTF-8 are UTF-8 whatever the page declares, because
saved pages keep the declaration of the server's encoding while the browser wrote UTF-8, and text in another encoding is hardly
ever valid UTF-8 by accident. Labels are read as browsers read them (WHATWG Encoding: "iso-8859-1" means windows-1252).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import webencodings

from archiver.text import writable

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
#: How many bytes of a page may come before its declaration. Browsers look at 1024; saved pages put comments first.
_DECLARATION_WITHIN = 8192
#: How much of a source the detector looks at: enough to be sure, little enough to be quick.
_DETECTION_SAMPLE = 64 * 1024
#: A share of bad sequences under which a source is still taken for UTF-8 with damage.
_DAMAGE = 0.002


class Decoded(NamedTuple):
    """The text of a source, and the name of its encoding in lower case.

    `utf8` are the source's own bytes where they are the UTF-8 of that very text, so that nobody need encode it again; else None.
    """

    text: str
    encoding: str
    utf8: bytes | None = None


def _from_utf8(data: bytes, controls: bool) -> Decoded:
    """Bytes in UTF-8 decoded, and made writable; raises UnicodeDecodeError where they are not UTF-8."""
    text = data.decode("utf-8")
    if controls or "\ufffe" in text or "\uffff" in text:
        return Decoded(writable(text), "utf-8")
    return Decoded(text, "utf-8", data)


def declared_encoding(data: bytes) -> str | None:
    """The label that a page's own meta element or XML declaration gives, as written, or None."""
    match = _DECLARED.search(data[:_DECLARATION_WITHIN])
    return (match[1] or match[2]).decode("ascii") if match else None


def decode(data: bytes, declared: str | None = None, controls: bool = True) -> Decoded:
    """Decode a source.

    `declared` is a label from outside (a MIME header); without it the page's own declaration counts. `controls` says whether control
    characters may be among the bytes (`Source.has_controls`). What cannot be decoded becomes U+FFFD, which the pipeline reports; a byte
    order mark is dropped.
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
    """UTF-16 by the zero bytes that Latin text has in every other place."""
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
    """The likeliest legacy encoding, by charset-normalizer on the part of the source that has the most non-ASCII bytes."""
    from charset_normalizer import from_bytes

    start = next((i for i, byte in enumerate(data) if byte >= 0x80), 0)
    best = from_bytes(data[max(0, start - 1024) : start + _DETECTION_SAMPLE]).best()
    if best is None:
        return "cp1252"
    # Western text: the detector hesitates between near relatives, browsers do not.
    return (
        "cp1252"
        if best.encoding in ("latin_1", "cp1252", "iso8859_15", "cp850", "cp1250", "mac_roman")
        and best.encoding != "cp1250"
        else best.encoding
    )
