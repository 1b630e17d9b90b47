"""Links: where one of the page leads, once the record stands alone."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import _Element as Element

from archiver import addresses
from archiver.draft import Draft

#: Schemes that a link of the record may have; scripts and data are no places.
_LINKABLE = frozenset(["http", "https", "mailto", "tel", "ftp", "doi", "urn"])

#: Addresses at which networks take a page that a reader wants to pass on.
_SHARING = re.compile(
    r"//(www\.|m\.|web\.)?(facebook\.com/(sharer|share\.php|dialog/)|(twitter|x)\.com/(intent|share)\b|linkedin\.com/(shareArticle|sharing/|cws/share)"
    r"|[a-z.]*pinterest\.[a-z.]+/pin/create|reddit\.com/submit|(t|telegram)\.me/share|(api|web)\.whatsapp\.com/send|wa\.me/\?|tumblr\.com/(share|widgets/share)"
    r"|vk\.com/share|getpocket\.com/(save|edit)|plus\.google\.com/share|bsky\.app/intent|threads\.(net|com)/intent|b\.hatena\.ne\.jp/(add|entry)"
    r"|xing\.com/(spi/shares|app/user|social/share)|[a-z-]*\.line\.me/(lineit/)?(share|R/msg)|flipboard\.com/bookmarklet|news\.ycombinator\.com/submitlink)",
    re.IGNORECASE,
)
#: Attributes from which a script fills the address of a frame, when it comes into view or its visitor consents.
_KEPT_FOR_LATER = ("data-src", "data-lazy-src", "data-litespeed-src", "data-src-cmplz", "data-cookieblock-src", "data-cookieconsent-src", "data-consent-src", "data-cmp-src", "data-url", "data-original")  # fmt: skip
#: Elements that stand for the player of a host of films, by the address of the player.
FILMS = {
    "lite-youtube": "https://www.youtube.com/embed/",
    "lite-vimeo": "https://player.vimeo.com/video/",
    "amp-youtube": "https://www.youtube.com/embed/",
}
_PLAYER = re.compile(r"(https:)?//(player\.|www\.)?[\w.-]+/(embed|video)/[\w?=&;/.%-]+$")
#: Addresses, complete or from the root of the site, of which joining changes nothing but that it puts the site before the latter: of plain
#: characters, without a port (which may be a bad one), and without what is dropped where nothing follows it.
_PLAIN = re.compile(
    r"(?:https?://(?=[a-zA-Z0-9][^/?#:@]*(?:[/?#]|$))[a-zA-Z0-9]|/(?!/))(?:[!-:<-Z\\^-~]*[!\"$-:<->@-Z\\^-~])?"
)
#: Folders in which browsers put the pictures of a page that they save.
_SAVED = re.compile(r"(\./)?[^/?#:]*_files/")


def base(draft: Draft) -> str | None:
    """The address against which those of the page are read: the page's own as it was given or as its `base` says, else the one it declares for itself."""
    if draft.page.base_url:
        return draft.page.base_url
    declared = (value for kind, value in draft.head.identifiers if kind == "url")
    return next((value for value in declared if addresses.is_web(value)), None)


def is_sharing(href: str) -> bool:
    """Whether an address is one at which a network takes a page to pass it on."""
    return bool(_SHARING.search(href))


def whole(address: str, base_url: str | None) -> str:
    """An address in full, as far as that is known; what a browser saved beside the page stays relative. "" for what is no address."""
    if found := known(address, base_url):
        return found
    if base_url and not _SAVED.match(address):
        address = addresses.join(base_url, address)
    # without a page to inherit from, any scheme would do, and this is the one that is served everywhere
    address = f"https:{address}" if address.startswith("//") else address
    return address if addresses.split(address) is not None else ""


def known(address: str, base_url: str | None) -> str:
    """What `urljoin` makes of most addresses, at a tenth of its price; "" for those that are worth its care."""
    if not _PLAIN.fullmatch(address) or "?#" in address:
        return ""
    if address[0] != "/":
        return address
    return _site(base_url) + address if base_url and "/." not in address and _site(base_url) else ""


@lru_cache(maxsize=64)
def _site(base_url: str) -> str:
    parts = addresses.split(base_url)
    return f"{parts.scheme}://{parts.netloc}" if parts is not None and addresses.is_web(base_url) else ""


def of_frame(node: Element, attribute: str, base_url: str | None) -> str:
    """The address of what a frame or a player shows, also where a script or a banner for consent keeps it for later; "" for none on the web."""
    source = node.find(".//source[@src]")
    for address in (
        node.get(attribute),
        *map(node.get, _KEPT_FOR_LATER),
        source.get("src") if source is not None else None,
    ):
        found = absolute(address or "", base_url)
        if addresses.is_web(found):
            return found
    return ""


def of_facade(node: Element, name: str) -> str:
    """The address of the film that a page shows a picture of until someone clicks it (lite-youtube and its kind); "" for any other element."""
    if name in FILMS and (film := re.fullmatch(r"[\w-]{4,20}", node.get("videoid") or "")):
        return FILMS[name] + film[0]
    if name in ("div", "span") and (kept := node.get("data-src")) and _PLAYER.match(kept):
        return whole(kept, None)
    return ""


def link(node: Element, base_url: str | None) -> str:
    """Where an `a` leads: see `absolute`. A fragment stays one, and "#" alone leads nowhere."""
    href = "".join((node.get("href") or "").split("\n")).strip()
    if href.startswith("#"):
        return href if len(href) > 1 else ""
    return absolute(href, base_url)


def absolute(href: str, base_url: str | None) -> str:
    """An address in full where the page's own (`base_url`) is known, a fragment if it leads into that page; "" for scripts and nothing."""
    href = href.strip()
    if not href:
        return ""
    address = known(href, base_url)
    if not address:
        address = whole(href, base_url)
        scheme = addresses.scheme(address)
        if scheme and scheme not in _LINKABLE:
            return ""
    if base_url and "#" in address:
        page, _, fragment = address.partition("#")
        if fragment and page == base_url.partition("#")[0]:
            return f"#{fragment}"
    return address.replace(" ", "%20")
