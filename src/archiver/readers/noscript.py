"""Text in `noscript`: scripts make the visible text of some pages, and `noscript` holds a copy for browsers without scripts.

Forum software (Discourse, Flarum) and some news sites send a page without text and put the whole text into `noscript`. If a page shows hardly any
text outside of `noscript`, its `noscript` elements become visible, as in a browser without scripts. On all other pages `noscript` stays invisible:
there it holds copies of pictures, trackers, and requests to switch scripts on.
"""

from __future__ import annotations

from archiver.page import visible_text
from archiver.trees.elements import Element

#: The fewest characters of visible text in `noscript`. A shorter text is a request to switch scripts on.
_LEAST = 600
#: The most characters of visible text in the rest of the page: this share of the text in `noscript`, and at most this number.
_SHELL_SHARE, _SHELL = 0.25, 1500


def reveal(body: Element) -> bool:
    """Turn the noscript elements of a page into div elements if they hold the text of the page. Return whether they do.

    <body><div id="app"/><noscript><p>The text.</p></noscript></body>    becomes    <body><div id="app"/><div><p>The text.</p></div></body>
    """
    holders = [element for element in body.iter("noscript") if element.parent is not None]
    words = sum(len(" ".join(element.itertext()).split()) for element in holders) if holders else 0
    # a cheap estimate comes first, with twelve characters for each word; for most pages it is enough
    if words * 12 < _LEAST:
        return False
    characters = sum(_visible_characters(element) for element in holders)
    if characters < _LEAST or len(visible_text(body)) > min(_SHELL, _SHELL_SHARE * characters):
        return False
    for element in holders:
        element.tag = "div"
    return True


def _visible_characters(element: Element) -> int:
    """The number of visible characters of a noscript element in a browser without scripts."""
    element.tag = "div"
    try:
        return len(visible_text(element))
    finally:
        element.tag = "noscript"
