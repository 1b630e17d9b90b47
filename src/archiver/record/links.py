"""Links: the targets of the page's links, once the record stands alone."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qs

from archiver import addresses
from archiver.draft import Draft
from archiver.trees.elements import Element as Node

#: Schemes that a link in the record may have. Scripts and data are excluded.
_LINKABLE = frozenset(["http", "https", "mailto", "tel", "ftp", "doi", "urn"])

#: Addresses for sharing a page on social networks.
_SHARING = re.compile(
    r"//(www\.|m\.|web\.)?(facebook\.com/(sharer|share\.php|dialog/)|(twitter|x)\.com/(intent|share)\b|linkedin\.com/(shareArticle|sharing/|cws/share)"
    r"|[a-z.]*pinterest\.[a-z.]+/pin/create|reddit\.com/submit|(t|telegram)\.me/share|(api|web)\.whatsapp\.com/send|wa\.me/\?|tumblr\.com/(share|widgets/share)"
    r"|vk\.com/share|getpocket\.com/(save|edit)|plus\.google\.com/share|bsky\.app/intent|threads\.(net|com)/intent|b\.hatena\.ne\.jp/(add|entry)"
    r"|xing\.com/(spi/shares|app/user|social/share)|[a-z-]*\.line\.me/(lineit/)?(share|R/msg)|flipboard\.com/bookmarklet|news\.ycombinator\.com/submitlink)",
    re.IGNORECASE,
)
#: Attributes from which a script fills the address of a frame, when it comes into view or when the visitor consents.
_DEFERRED_ATTRIBUTES = ("data-src", "data-lazy-src", "data-litespeed-src", "data-src-cmplz", "data-cookieblock-src", "data-cookieconsent-src", "data-consent-src", "data-cmp-src", "data-url", "data-original")  # fmt: skip
#: Elements that a script replaces by a video player, with the address of the player.
FILMS = {
    "lite-youtube": "https://www.youtube.com/embed/",
    "lite-vimeo": "https://player.vimeo.com/video/",
    "amp-youtube": "https://www.youtube.com/embed/",
}
_PLAYER = re.compile(r"(https:)?//(player\.|www\.)?[\w.-]+/(embed|video)/[\w?=&;/.%-]+$")
#: Addresses, complete or from the root of the site, that need no full URL join: it would only put the site before the
#: latter. They have plain characters, no port (which may be bad), and no trailing delimiter that a join would drop.
_PLAIN_ADDRESS = re.compile(
    r"(?:https?://(?=[a-zA-Z0-9][^/?#:@]*(?:[/?#]|$))[a-zA-Z0-9]|/(?!/))(?:[!-:<-Z\\^-~]*[!\"$-:<->@-Z\\^-~])?"
)
_REDIRECT = re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/url\?", re.IGNORECASE)
#: Folders in which browsers save the pictures of a page.
_SAVED_FOLDER = re.compile(r"(\./)?[^/?#:]*_files/")


def base(draft: Draft) -> str | None:
    """The base address of the page: as given by the user or in its `base` element, else the one that the page declares
    for itself.
    """
    if draft.page.base_url:
        return draft.page.base_url
    declared = (value for kind, value in draft.head.identifiers if kind == "url")
    return next((value for value in declared if addresses.is_web(value)), None)


def is_sharing(href: str) -> bool:
    """Whether an address is for sharing a page on a social network."""
    return bool(_SHARING.search(href))


def complete(address: str, base_url: str | None) -> str:
    """The complete address, as far as it is known. A file that a browser saved beside the page stays relative. "" when
    it is not an address.
    """
    if address_found := joined_plain(address, base_url):
        return address_found
    if base_url and not _SAVED_FOLDER.match(address):
        address = addresses.join(base_url, address)
    # Without a page to inherit the scheme from, https is the one that is served everywhere.
    address = f"https:{address}" if address.startswith("//") else address
    return address if addresses.split(address) is not None else ""


def joined_plain(address: str, base_url: str | None) -> str:
    """The result of `urljoin` for plain addresses, at a tenth of its cost; "" for addresses that need the full join."""
    if not _PLAIN_ADDRESS.fullmatch(address) or "?#" in address:
        return ""
    if address[0] != "/":
        return address
    return _site(base_url) + address if base_url and "/." not in address and _site(base_url) else ""


@lru_cache(maxsize=64)
def _site(base_url: str) -> str:
    parts = addresses.split(base_url)
    return f"{parts.scheme}://{parts.netloc}" if parts is not None and addresses.is_web(base_url) else ""


def frame_address(node: Node, attribute: str, base_url: str | None) -> str:
    """The web address of the content of a frame or player, also where a script or consent banner keeps it in another
    attribute; else "".
    """
    source = next((source for source in node.iter("source") if "src" in source.attributes), None)
    for address in (
        node.get(attribute),
        *map(node.get, _DEFERRED_ATTRIBUTES),
        source.get("src") if source is not None else None,
    ):
        address_found = absolute(address or "", base_url)
        if addresses.is_web(address_found):
            return address_found
    return ""


def film_address(node: Node, name: str) -> str:
    """The address of the film behind a preview picture (lite-youtube and similar); "" for any other element."""
    if name in FILMS and (film_id := re.fullmatch(r"[\w-]{4,20}", node.get("videoid") or "")):
        return FILMS[name] + film_id[0]
    if name in ("div", "span") and (player_address := node.get("data-src")) and _PLAYER.match(player_address):
        return complete(player_address, None)
    return ""


def link(node: Node, base_url: str | None) -> str:
    """The target of an `a` element, as `absolute` gives it. A fragment stays a fragment, and "#" alone is ""."""
    href = "".join((node.get("href") or "").split("\n")).strip()
    if href.startswith("#"):
        return href if len(href) > 1 else ""
    return absolute(unwrapped(href), base_url)


def unwrapped(href: str) -> str:
    """The address behind a redirect of Google, which Google Docs puts before each address of a document; other addresses as they are."""
    if "google." not in href or _REDIRECT.match(href) is None:
        return href
    query = parse_qs(href.partition("?")[2].partition("#")[0])
    target = next((value for name in ("q", "url") for value in query.get(name, ())), "")
    return target if addresses.is_web(target) else href


def absolute(href: str, base_url: str | None) -> str:
    """The complete address where the page's own (`base_url`) is known; a fragment for a target in that page; "" for
    scripts and empty values.
    """
    href = href.strip()
    if not href:
        return ""
    address = joined_plain(href, base_url)
    if not address:
        address = complete(href, base_url)
        scheme = addresses.scheme(address)
        if scheme and scheme not in _LINKABLE:
            return ""
    if base_url and "#" in address:
        page, _, fragment = address.partition("#")
        if fragment and page == base_url.partition("#")[0]:
            return f"#{fragment}"
    return address.replace(" ", "%20")
