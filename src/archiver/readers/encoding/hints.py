"""What a page says of its encoding, and what helps to guess it: its declaration, its language, and the country of its host.

All is read from bytes whose encoding is not known yet, so only ASCII is looked for.
"""

from __future__ import annotations

import re

from archiver import addresses
from archiver.languages import country, subtags

#: A declaration is looked for in this number of first bytes. The prescan of browsers ends after 1,024 bytes; a declaration behind them is found when the page is
#: parsed, and then the page is read again (HTML Standard, 13.2.3.5). Saved pages may begin with long comments and styles.
_DECLARATION_WITHIN = 64 * 1024
_DECLARED = re.compile(
    rb"""<meta\s[^>]{0,999}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]+)|^\s*<\?xml[^>]{1,999}?encoding\s*=\s*["']([a-zA-Z0-9_.:-]+)""",
    re.IGNORECASE,
)
#: What holds no tags of the page.
_NO_TAGS = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)

_LANGUAGE = re.compile(
    rb"""<html\b[^>]{0,999}?\blang\s*=\s*["']?\s*([a-zA-Z_-]+)"""
    rb"""|<meta\s+(?:http-equiv|name|property)\s*=\s*["']?(?:content-language|language|dc\.language|og:locale)["']?\s+content\s*=\s*["']?\s*([a-zA-Z_-]+)""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rb"""<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*|Mirrored from |Saved from )([!-;=?-~]+)"""
    rb"""|<link\s[^>]{0,999}?\brel\s*=\s*["']?canonical\b[^>]{0,999}?\bhref\s*=\s*["']?([!#-&(-;=?-~]+)"""
    rb"""|<(?:base\s[^>]{0,999}?\bhref|meta\s+property\s*=\s*["']?og:url["']?\s+content)\s*=\s*["']?([!#-&(-;=?-~]+)""",
    re.IGNORECASE,
)
#: Domains of countries that are used everywhere.
_NO_COUNTRY = frozenset("ac ai am bz cc cd cm co fm gg im io la ly me mu nu pw sc sh st su tk to tv vc ws".split())


def declared_encoding(data: bytes) -> str | None:
    """The encoding label in a meta element or the XML declaration of a page, as written, or None. What stands in comments, scripts and styles is no declaration."""
    head = data[:_DECLARATION_WITHIN]
    if b"charset" not in head.lower() and b"encoding" not in head.lower():
        return None
    match = _DECLARED.search(_NO_TAGS.sub(b" ", head))
    return (match[1] or match[2]).decode("ascii") if match else None


def language_and_country(data: bytes, url: str | None, *, markup: bool) -> tuple[str, str]:
    """The language that the page declares, and the top-level domain that goes with it; each "" if there is none.

    The declared language says more than the host: a page in Russian may stand in Germany. But "en" is what many systems write into any page, so it says nothing.
    Without a country of the language, the host's counts: of `url`, the address of the source, else of the address that the page itself gives.
    """
    head = data[:_DECLARATION_WITHIN] if markup else b""
    match = _LANGUAGE.search(head)
    tag = (match[1] or match[2]).decode("ascii") if match else ""
    language = subtags(tag).language
    if language == "en":
        language = tag = ""
    # Chinese is written in two ways, each with its own encoding, and "zh" alone names neither
    place = "" if tag.lower() == "zh" else country(tag).lower()
    return language, place or _country_of_host(url or _own_address(head))


def _own_address(head: bytes) -> str:
    match = _ADDRESS.search(head)
    return next((group.decode("ascii") for group in match.groups() if group), "") if match else ""


def _country_of_host(url: str) -> str:
    """The top-level domain of an address, as DNS writes it; "" for a domain that is used in all countries, and for a text that is not an address."""
    parts = addresses.split(url if "//" in url else f"//{url}")
    host = (parts.hostname or "") if parts is not None else ""
    last = host.rstrip(".").rsplit(".", 1)[-1]
    if not last.isascii():
        try:
            last = last.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    is_country = (len(last) == 2 and last.isalpha()) or last.startswith("xn--")
    return last if is_country and last not in _NO_COUNTRY and "." in host else ""
