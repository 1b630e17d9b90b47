"""Text that is safe on a terminal. File names and page text may hold characters that control a terminal or reverse a
line.
"""

from __future__ import annotations

import re

from archiver.text import printable

__all__ = ["printable", "without_secrets"]

#: The name of a user and a password in an address (RFC 3986, 3.2.1); with one slash, as the address has as a path.
_USER_IN_ADDRESS = re.compile(r"\b((?:https?|ftp):/{1,2})[^/?#\s]*@|\b([a-z][a-z0-9+.-]*:/{1,2})[^/@\s]*:[^/@\s]*@")


def without_secrets(text: str) -> str:
    """A message without the names of users and the passwords in its addresses: messages end up in logs."""
    return _USER_IN_ADDRESS.sub(lambda match: match[1] or match[2], text)


def in_words(message: str) -> str:
    """A message about "-" as one about standard input."""
    return f"standard input{message[1:]}" if message.startswith("-: ") else message
