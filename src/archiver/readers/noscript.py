"""Pages that leave all their text to scripts, and say it a second time for readers without scripts.

Forum software (Discourse, Flarum) and some news sites send an empty shell and put the whole text into `noscript`. A
page that shows next to nothing without it is read as a browser without scripts shows it. On all other pages noscript
stays unseen: there it holds copies of pictures, trackers, and requests to switch scripts on.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver.page import visible_text

#: Less text than this is a request to switch scripts on.
_LEAST = 600
#: What the rest of the page may show beside it: this part of it, and never more than the second.
_SHELL_SHARE, _SHELL = 0.25, 1500


def reveal(body: Element) -> bool:
    """Make the noscript elements of a page into div when they hold its text; say whether it was so."""
    holders = [element for element in body.iter("noscript") if element.getparent() is not None]
    inside = sum(len(" ".join(element.itertext()).split()) for element in holders) if holders else 0
    # words first: they are cheap, and most pages end here
    if inside * 12 < _LEAST:
        return False
    told = sum(_told(element) for element in holders)
    if told < _LEAST or len(visible_text(body)) > min(_SHELL, _SHELL_SHARE * told):
        return False
    for element in holders:
        element.tag = "div"
    return True


def _told(element: Element) -> int:
    """Characters that readers without scripts see in a noscript element."""
    element.tag = "div"
    try:
        return len(visible_text(element))
    finally:
        element.tag = "noscript"
