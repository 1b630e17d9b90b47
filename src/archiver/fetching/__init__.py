"""Fetching pictures: the only package that uses the network, and only when the user asks for it. It calls the pipeline;
the pipeline never calls it.
"""

from archiver.fetching.fetcher import Fetcher
from archiver.fetching.pictures import Limits, embed_pictures, has_linked_pictures
from archiver.fetching.public_addresses import is_public
from archiver.fetching.responses import Refused

__all__ = ["Fetcher", "Limits", "Refused", "embed_pictures", "has_linked_pictures", "is_public"]
