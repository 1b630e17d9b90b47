"""Fetching: the one room that asks the network, and only when a user says so. It calls the flow and is never called by it."""

from archiver.fetching.guarded import Fetcher, Refused
from archiver.fetching.pictures import embed_pictures

__all__ = ["Fetcher", "Refused", "embed_pictures"]
