"""Fetching: the only package that uses the network, and only when the user asks for it, with an address as a source or for the pictures of a
page. It calls the pipeline; the pipeline never calls it.

    fetcher.py      one address, within limits, and never inside this machine or its local network
    pages.py        an address as a source: its page
    robots.py       what the site of a page asks of programs
    pictures.py     the pictures that a page only links to
    warc.py         what was fetched, as a WARC file
    again.py        a page that was kept in a file, as it came from its server
"""

from archiver.fetching.again import as_fetched
from archiver.fetching.fetcher import Fetcher
from archiver.fetching.pages import FetchedPage, PageFetcher, checked, is_address, shown
from archiver.fetching.pictures import Limits, embed_pictures, has_linked_pictures
from archiver.fetching.public_addresses import is_public
from archiver.fetching.responses import Exchange, FetchedAnswer, Refused
from archiver.fetching.warc import warc_file

__all__ = [
    "Exchange",
    "FetchedAnswer",
    "FetchedPage",
    "Fetcher",
    "Limits",
    "PageFetcher",
    "Refused",
    "as_fetched",
    "checked",
    "embed_pictures",
    "has_linked_pictures",
    "is_address",
    "is_public",
    "shown",
    "warc_file",
]  # fmt: skip
