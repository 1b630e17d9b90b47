"""The tokens of class attributes. All packages read them with these functions."""

from __future__ import annotations

from archiver.trees.elements import Element


def class_tokens(element: Element) -> list[str]:
    """The class tokens of an element in lower case: class="Entry-Content wide" gives ["entry-content", "wide"]."""
    return (element.get("class") or "").lower().split()


def hyphenated(names: str) -> str:
    """Class names in lower case with "-" for "_", because sites use both signs: "Photo_Credit" gives "photo-credit"."""
    return names.lower().replace("_", "-")
