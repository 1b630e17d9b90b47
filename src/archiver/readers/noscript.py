"""Text in `noscript`: pages whose visible text is made by scripts, with a copy for browsers without scripts.

Forum software (Discourse, Flarum) and some news sites send an empty shell and put the whole text into `noscript`. A page that shows hardly any
text outside of `noscript` is read as a browser without scripts shows it. On all other pages `noscript` stays invisible: there it holds copies
of pictures, trackers, and requests to switch scripts on.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from archiver.page import visible_text

#: Characters of visible text that `noscript` must hold; a shorter text is a request to switch scripts on.
_LEAST = 600
#: The most characters that the rest of the page may show: this share of the text in `noscript`, and never more than this number.
_SHELL_SHARE, _SHELL = 0.25, 1500


def reveal(body: Element) -> bool:
    """Turn the noscript elements of a page into div elements if they hold its text. Return whether they did.

    <body><div id="app"/><noscript><p>The text.</p></noscript></body>    becomes    <body><div id="app"/><div><p>The text.</p></div></body>
    """
    holders = [element for element in body.iter("noscript") if element.getparent() is not None]
    words = sum(len(" ".join(element.itertext()).split()) for element in holders) if holders else 0
    # a cheap estimate at twelve characters a word comes first; it settles most pages
    if words * 12 < _LEAST:
        return False
    characters = sum(_visible_characters(element) for element in holders)
    if characters < _LEAST or len(visible_text(body)) > min(_SHELL, _SHELL_SHARE * characters):
        return False
    for element in holders:
        element.tag = "div"
    return True


def _visible_characters(element: Element) -> int:
    """The number of characters that a browser without scripts shows of a noscript element."""
    element.tag = "div"
    try:
        return len(visible_text(element))
    finally:
        element.tag = "noscript"
