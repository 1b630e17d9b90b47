"""Folded panels: elements of an article that a page hides until a reader opens them, as accordions and tabs do (WAI-ARIA's patterns, Bootstrap, Elementor).

A saved page keeps them folded. What opens a panel stands on the page, so a panel without its text would be a question without its answer. Menus and
dialogs are folded, too; they are no panels.
"""

from __future__ import annotations

from functools import cached_property

from archiver.page import Page, is_hidden
from archiver.trees.elements import Element

#: Attributes that name the id of the element that a control opens.
_CONTROLS = ("aria-controls", "data-target", "data-bs-target")
_ROLES = frozenset(["tab", "button"])
#: Elements and roles in which nothing is a panel of an article.
_NOT_IN = frozenset(["nav", "header", "footer", "aside", "dialog", "form", "menu"])
_NOT_IN_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "search", "listbox"]
)
#: The most elements that wrap the control of a panel.
_WRAPPERS = 4


class Panels:
    """The folded panels of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __contains__(self, element: Element) -> bool:
        """Whether a hidden element is a panel."""
        if (
            element.get("role") != "tabpanel"
            and element.get("id") not in self._controlled
            and not _follows_a_control(element)
        ):
            return False
        parent = self._page.parents[element.index]
        return not (self._in_menus[element.index] or (parent >= 0 and self._in_hidden[parent]))

    @cached_property
    def _in_menus(self) -> list[bool]:
        """By index, whether an element is a menu, a dialog or the like, or inside of one."""
        page = self._page
        inside: list[bool] = []
        for tag, attributes, parent in zip(page.tags, page.attributes, page.parents, strict=True):
            is_one = tag in _NOT_IN or attributes.get("role") in _NOT_IN_ROLES or "aria-modal" in attributes
            inside.append(is_one or (parent >= 0 and inside[parent]))
        return inside

    @cached_property
    def _in_hidden(self) -> list[bool]:
        """By index, whether an element or one of its ancestors is hidden."""
        elements = self._page.elements
        hidden = [
            ("hidden" in a or "style" in a) and is_hidden(e)
            for e, a in zip(elements, self._page.attributes, strict=True)
        ]
        for index, parent in enumerate(self._page.parents):
            hidden[index] = hidden[index] or (parent >= 0 and hidden[parent])
        return hidden

    @cached_property
    def _controlled(self) -> frozenset[str]:
        """The ids that controls outside of menus name."""
        named: set[str] = set()
        for attributes, in_menu in zip(self._page.attributes, self._in_menus, strict=True):
            if not attributes or in_menu:
                continue
            named.update(attributes[name].lstrip("#") for name in _CONTROLS if name in attributes)
            if attributes.get("role") in _ROLES and attributes.get("href", "").startswith("#"):
                named.add(attributes["href"][1:])
        return frozenset(named - {""})


def _follows_a_control(element: Element) -> bool:
    """Whether the element right before is a control that opens this one, or wraps one and nothing else: `<h3><button>…</button></h3>`."""
    before = element.previous
    for _ in range(_WRAPPERS):
        if before is None or before.tag == "a" or before.tag in _NOT_IN:
            return False
        if before.tag == "button" or before.get("role") == "button" or before.get("aria-expanded") is not None:
            return True
        inside = before.children
        if len(inside) != 1 or (before.text or "").strip() or (inside[0].tail or "").strip():
            return False
        before = inside[0]
    return False
