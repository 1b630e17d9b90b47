"""Fetching: the one room that asks the network, and only when a user says so. It calls the flow and is never called by it."""

from archiver.fetching.fetcher import Fetcher
from archiver.fetching.pictures import Limits, embed_pictures
from archiver.fetching.public_addresses import is_public
from archiver.fetching.responses import Refused

__all__ = ["Fetcher", "Limits", "Refused", "embed_pictures", "is_public"]
