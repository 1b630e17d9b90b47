"""The character encoding of a source, in the order of the HTML Standard (13.2.3.2): the byte order mark, the label of the transport, the declaration in the
page, and at last a guess.

The order differs in one point: bytes that are valid UTF-8 are read as UTF-8, whatever is declared. A saved page often keeps the declaration of the server's
encoding, although the browser wrote UTF-8; and text in another encoding is hardly ever valid UTF-8 by accident. Labels are read as browsers read them
(WHATWG Encoding Standard: "iso-8859-1" means windows-1252).

    hints.py      what a page says of its encoding, its language and its host
    guess.py      the guess
    controls.py   control characters that are letters of windows-125x
    twice.py      text that was encoded twice
    references.py character references that spell such text
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

import webencodings

from archiver.page import PageFinding, Shift
from archiver.readers.encoding.controls import CONTROLS, read_as_letters, reread, without_controls
from archiver.readers.encoding.guess import WIDE, decoded, guessed, misfits
from archiver.readers.encoding.hints import declared_encoding
from archiver.readers.encoding.references import may_be_spelled, readable, spelled_out
from archiver.readers.encoding.twice import may_hold_sequences, mend
from archiver.text import writable

__all__ = ["Decoded", "declared_encoding", "decode", "may_be_spelled", "with_references"]

#: Byte order marks. UTF-32 comes before UTF-16, because the little-endian mark of UTF-32 begins with the mark of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: If a larger share of the bytes cannot be decoded in the declared encoding, the declaration is wrong.
_DAMAGE = 0.002
#: How many characters of valid UTF-8 there are for each damaged one, at least, if the bytes are UTF-8: if it is declared, and if it is not.
_GOOD_IF_DECLARED, _GOOD = 1, 4
#: Escape sequences of ISO-2022-JP that begin Japanese text.
_JAPANESE_ESCAPES = (b"\x1b$B", b"\x1b$@")
#: Labels that say nothing of bytes that are not UTF-8. A page that says UTF-16 in its own text is not in UTF-16, or nobody could have read that.
_SAY_NOTHING = ("utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined")


class Decoded(NamedTuple):
    """The text of a source, the name of its encoding in lower case, what the user should know of how it was read, and how characters moved when letters were
    mended.
    """

    text: str
    encoding: str
    findings: tuple[PageFinding, ...] = ()
    shifts: tuple[Shift, ...] = ()


def decode(
    data: bytes,
    declared: str | None = None,
    controls: bool = True,
    *,
    url: str | None = None,
    markup: bool = True,
    repair: bool = False,
) -> Decoded:
    """Decode the bytes of a source. Nothing is raised: bytes that cannot be decoded become U+FFFD, and a finding reports them.

    `declared` is the encoding label of a transport header (MIME). Without it, the declaration in the page is used, if `markup` says that the source is a page.
    `controls` is False if the bytes hold no control characters (`Source.has_controls`). `url` is the address of the source, and `repair` says whether text that
    reads as encoded twice is mended where nothing proves it. A byte order mark is dropped.
    """
    findings: list[PageFinding] = []
    text, encoding = _decoded(data, declared, controls, findings, url=url, markup=markup)
    is_utf8 = encoding == "utf-8"
    if controls or not is_utf8 or "\ufffe" in text or "\uffff" in text:
        text = writable(text)
    if may_hold_sequences(data if is_utf8 else text.encode("utf-8", "surrogatepass")):
        text, shifts = _mended(text, findings, url=url, markup=markup, repair=repair)
    else:
        shifts = ()
    return Decoded(text, encoding, tuple(findings), shifts)


def with_references(page: Decoded, *, url: str | None, repair: bool) -> Decoded:
    """A decoded page in which character references spelled text that was encoded twice, or control characters: with that mended as well."""
    text = spelled_out(page.text)
    if text == page.text:
        return page._replace(text=readable(text))
    # what was suspected before is found again
    findings = [finding for finding in page.findings if finding.code != "S007"]
    text, _ = _mended(text, findings, url=url, markup=True, repair=repair)
    return Decoded(readable(text), page.encoding, tuple(findings))


def _decoded(
    data: bytes, declared: str | None, controls: bool, findings: list[PageFinding], *, url: str | None, markup: bool
) -> tuple[str, str]:
    """The text of a source as its bytes say it, and its encoding. Adds findings S004 and S005."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace"), name
    if controls and (encoding := _of_control_bytes(data, declared, markup, findings)):
        return decoded(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_bad = error
    label = declared or (declared_encoding(data) if markup else None)
    known = webencodings.lookup(label) if label else None
    if known is not None and known.name not in _SAY_NOTHING:
        text = decoded(data, known.name)
        if text.count("\ufffd") <= len(data) * _DAMAGE:
            return _of_windows(data, known.name, text, findings, url=url, markup=markup)
    else:
        repaired = data.decode("utf-8", "replace")
        if _is_damaged_utf8(data, repaired, first_bad, is_declared=known is not None and known.name == "utf-8"):
            return repaired, "utf-8"
    encoding = guessed(data, url, markup=markup)
    findings.append(PageFinding("S004", {"encoding": encoding}))
    return decoded(data, encoding), encoding


def _of_control_bytes(data: bytes, declared: str | None, markup: bool, findings: list[PageFinding]) -> str:
    """The encoding of bytes that hold control characters, if these show it: UTF-16 without a byte order mark, or ISO-2022-JP; else "". Adds finding S004 if
    it is not declared.
    """
    if encoding := _utf16_without_mark(data):
        known = webencodings.lookup(declared) if declared else None
        if known is None or not known.name.startswith("utf-16"):
            findings.append(PageFinding("S004", {"encoding": encoding}))
        return encoding
    if b"\x1b" in data and data.isascii():
        label = declared or (declared_encoding(data) if markup else None)
        known = webencodings.lookup(label) if label else None
        if known is not None and known.name == "iso-2022-jp":
            return known.name
        if any(escape in data for escape in _JAPANESE_ESCAPES):
            findings.append(PageFinding("S004", {"encoding": "iso-2022-jp"}))
            return "iso-2022-jp"
    return ""


def _utf16_without_mark(data: bytes) -> str:
    """The name of UTF-16 without a byte order mark, or "". Spaces and markup in UTF-16 have a zero byte, always in the same one of two places; in other
    encodings no text has zero bytes.
    """
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    least = max(2, 0.1 * len(sample))
    if odd >= least and even < 0.05 * odd:
        return "utf-16-le"
    if even >= least and odd < 0.05 * even:
        return "utf-16-be"
    return ""


def _is_damaged_utf8(data: bytes, repaired: str, first_bad: UnicodeDecodeError, *, is_declared: bool) -> bool:
    """Whether bytes are UTF-8 with some damage. `repaired` is their text with U+FFFD for what is damaged, and `first_bad` the first such place.

    Text in another encoding has hardly any sequences that are valid in UTF-8, so there must be more of them than of damaged places.
    """
    if is_declared and first_bad.end >= len(data) and "end of data" in first_bad.reason:
        return True  # the file was cut off within a character
    damaged = repaired.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(repaired) - len(repaired.encode("ascii", "ignore")) - damaged
    return good >= damaged * (_GOOD_IF_DECLARED if is_declared else _GOOD)


def _of_windows(
    data: bytes, encoding: str, text: str, findings: list[PageFinding], *, url: str | None, markup: bool
) -> tuple[str, str]:
    """The text of bytes in their declared encoding, and this encoding; those in an encoding of Windows, if control characters show that it was meant."""
    if not CONTROLS.search(text) or encoding in WIDE:
        return text, encoding
    again, other = reread(data, encoding, text)
    if other != encoding:
        findings.append(_controls_read(text, again, other))
        return again, other
    guess = guessed(data, url, markup=markup)
    if guess not in WIDE and misfits(candidate := decoded(data, guess)) < misfits(text) / 2:
        findings.append(PageFinding("S004", {"encoding": guess}))
        return candidate, guess
    return text, encoding


def _mended(
    text: str, findings: list[PageFinding], *, url: str | None, markup: bool, repair: bool
) -> tuple[str, tuple[Shift, ...]]:
    """The text with what was encoded twice and with control characters as they were meant, and how characters moved. Adds findings S005 to S007."""
    result = mend(text, without_proof=repair)
    if result.mended:
        findings.append(
            PageFinding("S006", {"count": result.mended, "example": result.example, "unproved": result.unproved})
        )
    if result.suspected:
        findings.append(PageFinding("S007", {"count": result.suspected, "example": result.suspect}))
    text = result.text
    if CONTROLS.search(text):
        before, (text, encoding) = text, without_controls(text, url, markup=markup)
        finding = _controls_read(before, text, encoding)
        if encoding and finding.values["count"]:
            findings.append(finding)
    return CONTROLS.sub("\ufffd", text), result.shifts


def _controls_read(before: str, after: str, encoding: str) -> PageFinding:
    """Finding S005 for a text before and after its control characters were read as letters of an encoding."""
    count, example = read_as_letters(before, after)
    return PageFinding("S005", {"count": count, "encoding": encoding, "example": example})
