"""MIME messages: the frame of MHTML files and of mails (RFC 2045 to 2047, RFC 5322).

Python's parser finds the parts. Bodies are taken as bytes: `get_content` of the standard library reads HTML of an undeclared encoding as ASCII, and loses the rest.
"""

from __future__ import annotations

import binascii
import copy
import email
import email.policy
import email.utils
import quopri
import re
from collections.abc import Iterator
from datetime import UTC
from email.message import Message

from archiver.errors import Malformed
from archiver.readers.encoding import declared_encoding, decode
from archiver.text import writable

#: How many parts of a message are looked at.
MAX_PARTS = 20_000
#: How much of a part in Base64 is looked at, and the least share of its characters that are spaces within lines, if it is none.
_READABLE_WITHIN, _LEAST_SHARE = 4096, 0.05
_BETWEEN_WORDS = re.compile(r"(?<=\S)[ \t](?=\S)")


def parse(data: bytes, name: str) -> Message:
    """The message with its parts. Raises Malformed for one whose parts nest too deep to be read."""
    try:
        return email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
    except RecursionError as error:
        raise Malformed(f"{name}: refused: its parts nest too deep.", "Save the page again.") from error


def leaves(message: Message, name: str) -> Iterator[Message]:
    """The parts that hold no other parts, in order. Raises Malformed for a message of more than MAX_PARTS parts."""
    left = [message]
    count = 0
    while left:
        part = left.pop()
        if (count := count + 1) > MAX_PARTS:
            raise Malformed(f"{name}: refused: it has more than {MAX_PARTS} parts.", "Save the page again.")
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list):
            left.extend(child for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def is_cut(message: Message) -> bool:
    """Whether a message ends before the boundary that closes its parts. (Programs that write MIME always close them: RFC 2046, 5.1.1.)"""
    return any(
        isinstance(defect, email.errors.CloseBoundaryNotFoundDefect | email.errors.StartBoundaryNotFoundDefect)
        for part in message.walk()
        for defect in part.defects
    )


def body(part: Message) -> bytes:
    """The bytes of a part without its transfer encoding. A part that says it is in Base64, and is text that anybody can read, stays as it is."""
    payload = part.get_payload()
    is_base64 = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    if is_base64 and isinstance(payload, str) and _is_readable(payload):
        part = copy.copy(part)
        del part["Content-Transfer-Encoding"]
    try:
        decoded = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, IndexError, TypeError):  # what old decoders do with broken data
        return b""
    return decoded if isinstance(decoded, bytes) else b""


def _is_readable(payload: str) -> bool:
    """Whether what should be Base64 has spaces between words and other signs, which Base64 has not (RFC 2045, 6.8)."""
    start = payload[:_READABLE_WITHIN].strip()
    return len(_BETWEEN_WORDS.findall(start)) > _LEAST_SHARE * len(start)


def parameter(part: Message, name: str, of: str = "Content-Type") -> str:
    """A parameter of a header, decoded (RFC 2231, and encoded words, which programs write there too); "" when it is not there."""
    try:
        value = part.get_param(name, "", of.lower())
        if isinstance(value, tuple):
            value = email.utils.collapse_rfc2231_value(value)
    except (ValueError, LookupError, TypeError, AttributeError):  # what the parser does with broken parameters
        return ""
    return writable(" ".join(_decoded_words(_text_of_bytes(str(value))).split()))


def content_id(part: Message) -> str:
    """The Content-ID of a part, by which "cid:" addresses find it; "" for none."""
    return header(part, "Content-ID").strip("<> ")


def declared_in(data: bytes) -> str | None:
    """The encoding that a page declares for itself."""
    return declared_encoding(data)


def header(part: Message, name: str) -> str:
    """A header as text on one line, with encoded words decoded (RFC 2047), also those that break its rules; "" when it is not there.

    A header that has bytes instead of encoded words is read as UTF-8, else by detection.
    """
    value = next((value for key, value in part.raw_items() if key.lower() == name.lower()), None)
    if value is None:
        return ""
    return writable(" ".join(_decoded_words(_text_of_bytes(str(value))).split()))


def _text_of_bytes(value: str) -> str:
    """A header of the parser as text: it has bytes that are not ASCII as surrogates."""
    data = value.encode("utf-8", "surrogateescape")
    return decode(data).text if not data.isascii() else value


#: An encoded word. Mail programs also leave spaces in it, and put it into the middle of a word.
_ENCODED_WORD = re.compile(
    r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]{0,1000}(?:\?(?!=)[^?]{0,1000}){0,3}?)\?="
)


def _decoded_words(text: str) -> str:
    """A text with its encoded words decoded. Words of one encoding that follow each other are one text: programs cut letters in two."""
    pieces: list[str] = []
    position, charset, data = 0, "", b""

    def flush() -> None:
        nonlocal data
        pieces.append(text_in(data, charset))
        data = b""

    for word in _ENCODED_WORD.finditer(text):
        between = text[position : word.start()]
        if data and (between.strip() or word[1].lower() != charset):
            flush()
        if between.strip() or not position:
            pieces.append(between)
        charset, position = word[1].lower(), word.end()
        data += _word_bytes(word[2], word[3])
    if data:
        flush()
    return "".join([*pieces, text[position:]])


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "qQ":
        return quopri.decodestring(text.replace("_", " ").encode("utf-8", "replace"), header=True)
    letters = re.sub(r"[^A-Za-z0-9+/]", "", text)
    if len(letters) % 4 == 1:
        letters = letters[:-1]  # a cut word: the rest holds no whole byte
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))


def text_in(data: bytes, charset: str | None) -> str:
    """Bytes of a mail as text. `charset` is the encoding that they declare; one that is not known, or is wrong, is detected."""
    if charset and charset.lower() in ("utf-7", "unicode-1-1-utf-7", "utf7"):
        return data.decode("utf-7", "replace")  # browsers forbid it, but old mails have it
    return decode(data, charset).text


def moment(text: str) -> str:
    """The moment of a Date header in ISO 8601 and UTC; "" when it cannot be read. A date in a time zone that is not known counts as UTC."""
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return ""
    try:
        return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return ""


def day(text: str) -> str:
    """The day of a Date header in ISO 8601, as in the zone of the sender; "" when it cannot be read."""
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return ""
