"""MIME messages: the frame of MHTML files and of mails (RFC 2045 to 2047, RFC 5322).

Python's parser finds the parts. Bodies are taken as bytes: `get_content` of the standard library reads HTML of an undeclared encoding as ASCII, and loses the rest.
"""

from __future__ import annotations

import email
import email.errors
import email.policy
import email.utils
from collections.abc import Iterator
from datetime import UTC
from email.header import decode_header
from email.message import Message

from archiver.errors import Malformed
from archiver.text import writable

#: How many parts of a message are looked at.
_MAX_PARTS = 20_000


def parse(data: bytes, name: str) -> Message:
    """The message with its parts. Raises Malformed for one whose parts nest too deep to be read."""
    try:
        return email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
    except RecursionError as error:
        raise Malformed(f"{name}: refused: its parts nest too deep.", "Save the page again.") from error


def leaves(message: Message, name: str) -> Iterator[Message]:
    """The parts that hold no other parts, in order. Raises Malformed for a message of more than _MAX_PARTS parts."""
    left = [message]
    count = 0
    while left:
        part = left.pop()
        if (count := count + 1) > _MAX_PARTS:
            raise Malformed(f"{name}: refused: it has more than {_MAX_PARTS} parts.", "Save the page again.")
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list):
            left.extend(child for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def body(part: Message) -> bytes:
    """The bytes of a part without its transfer encoding."""
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def header(part: Message, name: str) -> str:
    """A header as text on one line, with encoded words decoded (RFC 2047); "" when it is not there."""
    value = part.get(name)
    if value is None:
        return ""
    pieces = []
    try:
        for piece, charset in decode_header(str(value)):
            pieces.append(piece if isinstance(piece, str) else piece.decode(charset or "utf-8", "replace"))
    except (LookupError, email.errors.HeaderParseError, ValueError):
        pieces = [str(value)]
    return writable(" ".join("".join(pieces).split()))


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
