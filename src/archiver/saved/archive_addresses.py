"""Addresses of web archives: the address of the original page, and the moment of the capture, in one.

    https://web.archive.org/web/20190506101500im_/https://courier.example/lamp.png       Wayback, and what is built like it: a moment before an address
    https://wayback.archive-it.org/1234/20190506101500/https://courier.example/lamp
    https://archive.ph/2019.05.06-101500/https://courier.example/lamp                    archive.today; links in its pages: /o/AbCdE/https://…
    https://replay.example/w/id-1/mp_/https://courier.example/lamp                       Webrecorder: a mark before an address
    http://pandora.example/pan/1234/20060102-0000/courier.example/lamp                   Pandora
    https://webcache.example/search?q=cache:AbCdE:https://courier.example/lamp           the cache of a search engine

The form decides, not a list of hosts: new archives have the same software. Memento (RFC 7089) has no form of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from archiver import addresses

#: What stands between the archive and the original address: a moment, a mark, or both.
_FORM = re.compile(
    r"/(?:(?P<moment>\d{14})(?P<mark>[a-z]{2}_)?|(?P<dotted>\d{4}\.\d{2}\.\d{2}-\d{6})|(?P<only>[a-z]{2}_)|o/\w{4,8}|(?P<short>\d{4,13})(?:\*|[a-z]{2}_)?"
    r"|(?P<dashed>\d{8}-\d{4}))/(?P<original>https?:/{1,2}[^/\s].*|mailto:\S+|(?:[\w-]+\.)+[a-z]{2,}(?:[:/].*)?$)",
    re.IGNORECASE | re.DOTALL,
)
_CACHE = re.compile(r"[?&]q=cache:(?:[\w-]{8,16}:)?(?P<original>[^+&\s]+)", re.IGNORECASE)
_START = re.compile(r"(?:https?:)?//(?P<authority>[^/?#\s]+)(?P<path>[^?#\s]*)", re.IGNORECASE)
#: Words in the name or path of an archive. Forms that other sites may use by chance count only with one of them.
_ARCHIVE = re.compile(
    r"archiv|wayback|pandora|/pan/|/web/|/awa/|arquivo|vefsafn|perma|replay|webcitation|memento", re.IGNORECASE
)
_ARCHIVE_TODAY = re.compile(r"archive\.(?:today|ph|is|li|fo|vn|md)")
_MAX_LENGTH = 8000


@dataclass(frozen=True, slots=True)
class ArchivedAddress:
    """An address in an archive: the authority of the archive ("" for a relative address), the original address, the moment in ISO 8601 ("" when it is not there),
    and whether the page there is unchanged (`id_`).
    """

    authority: str
    original: str
    moment: str
    is_raw: bool = False

    @property
    def day(self) -> str:
        """The day of the capture, or ""."""
        return self.moment[:10]


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """What is known of a copy: the authority of the archive, the original address ("" when it is not known), and the moment in ISO 8601 (or "")."""

    authority: str
    original: str
    moment: str

    @property
    def day(self) -> str:
        """The day of the capture, or ""."""
        return self.moment[:10]

    @property
    def is_archive_today(self) -> bool:
        """Whether the archive is archive.today."""
        return _family(self.authority) == "archive.today"

    def is_of_archive(self, authority: str) -> bool:
        """Whether an authority is that of the archive. archive.today has many: archive.ph, archive.is …"""
        return _family(authority) == _family(self.authority)


def address_of(copy: ArchivedCopy) -> str:
    """The address of a copy in the Wayback Machine, which has one form for all; "" for other archives, and without a moment to the second."""
    if (
        _family(copy.authority) != "web.archive.org"
        or not copy.original
        or len(copy.moment) != len("2020-01-02T03:04:05Z")
    ):
        return ""
    return f"https://web.archive.org/web/{re.sub(r'[^0-9]', '', copy.moment)}/{copy.original}"


def _family(authority: str) -> str:
    """The authority without "www."; one for all of archive.today's."""
    authority = authority.lower().removeprefix("www.")
    return "archive.today" if _ARCHIVE_TODAY.fullmatch(authority) else authority


def may_hold(text: str) -> bool:
    """Whether a text may hold such an address. Cheap, and seldom true for a text that holds none."""
    return "/http" in text or "/mailto:" in text or "cache:" in text or "/o/" in text or "/pan/" in text


def split(address: str) -> ArchivedAddress | None:
    """The parts of an address in an archive; None for any other address."""
    address = address.strip()
    if len(address) > _MAX_LENGTH or address.startswith(("data:", "#", "javascript:")):
        return None
    start = _START.match(address)
    authority = start["authority"].lower() if start is not None else ""
    if start is None and not address.startswith("/"):
        return None
    if "cache:" in address and (cache := _CACHE.search(address)) is not None:
        original = unquote(cache["original"])
        return _found(authority, original if "://" in original else f"http://{original}", "")
    match = _FORM.search(address, start.end("authority") if start is not None else 0)
    if match is None:
        return None
    before, original = address[: match.start()], match["original"]
    if start is not None and match.start() > start.end("path"):
        return None  # in the query
    has_scheme = original[:4].lower() == "http" and ":/" in original[:7]
    has_scheme = has_scheme or original[:7].lower() == "mailto:"
    is_sure = has_scheme and bool(match["moment"] or match["only"])
    if not is_sure and authority and not _ARCHIVE.search(before):
        return None
    if not is_sure and not authority and not (has_scheme and match["dotted"]):
        return None
    if not has_scheme:
        original = f"http://{original}"
    original = re.sub(r"^(https?):/(?=[^/])", r"\1://", original, flags=re.IGNORECASE)
    stamp = match["moment"] or match["short"] or ""
    if match["dotted"] or match["dashed"]:
        stamp = re.sub(r"\D", "", match["dotted"] or match["dashed"])
    moment = _moment(stamp)
    if match["moment"] and not moment:
        return None
    return _found(authority, original, moment, (match["mark"] or match["only"] or "").lower() == "id_")


def _found(authority: str, original: str, moment: str, is_raw: bool = False) -> ArchivedAddress | None:
    return (
        ArchivedAddress(authority, original, moment, is_raw)
        if addresses.is_web(original) or addresses.scheme(original) == "mailto"
        else None
    )


def _moment(stamp: str) -> str:
    """A stamp of digits in ISO 8601: as much of it as is there, a whole moment in UTC; "" for one that is no date."""
    if len(stamp) < 8:
        return ""
    try:
        when = datetime.strptime((stamp + "000000")[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return ""
    if not 1990 <= when.year <= 2200:
        return ""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if len(stamp) == 14 else f"{when:%Y-%m-%d}"
