"""Text that is safe on a terminal. File names and page text may hold characters that control a terminal or reverse a
line.
"""

from __future__ import annotations

import re

#: C0 and C1 controls, line and paragraph separators, surrogates, and the embeddings, overrides and isolates of the
#: bidirectional algorithm (UAX #9).
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]")
#: The name of a user and a password in an address (RFC 3986, 3.2.1); with one slash, as the address has as a path.
_USER_IN_ADDRESS = re.compile(r"\b((?:https?|ftp):/{1,2})[^/?#\s]*@")


def printable(text: str, *, keep: str = "") -> str:
    r"""`text` with each unsafe character as an escape; the characters in `keep` stay.

    A byte of a file name that is not valid text becomes `\\xff`, a control character `\\x1b` or `\\n`, an override
    `\\u202e`.
    """
    return _UNSAFE.sub(lambda match: match[0] if match[0] in keep else _escaped(match[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"  # a byte that was not decoded (PEP 383)
    return character.encode("unicode_escape").decode("ascii")


def without_secrets(text: str) -> str:
    """A message without the names of users and the passwords in its addresses: messages end up in logs."""
    return _USER_IN_ADDRESS.sub(r"\1", text)
