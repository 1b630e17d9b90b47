"""What WeasyPrint works out of the styles of each document anew, worked out once in a process.

WeasyPrint 70 makes a style for each element, each page and each margin of a page, and works each property out when it is first asked for. Our
documents differ in their words; their styles are the same few hundred, told apart by what the CSS says and by the style that they inherit from.
For each of these one *master* is kept that no box is ever given, and the styles of boxes take from it what it knows. The pages are the same.

Only where the CSS is ours alone (`begin`): another's may say what hangs on the page.
"""

from __future__ import annotations

import threading
from typing import Any

#: What belongs to one element, and is never taken from a master: its name, and the label that pdf_page gives an item.
_OWN = ("anchor", "list_style_type")
#: The weight of what a `style` attribute says: it is read anew for each element, and so makes each a style of its own.
_BY_ATTRIBUTE = (1, 0, 0)
#: A process that has seen more styles than this begins to collect them anew.
_MOST = 4000

_masters: dict[Any, Any] = {}


class _Sharing(threading.local):
    """Whether this thread makes a document of ours now: a program's own documents have styles of their own."""

    on = False


_sharing = _Sharing()


def quicken(css: Any) -> None:
    """Give WeasyPrint's module `css` the shared styles."""
    if all(hasattr(css, name) for name in ("ComputedStyle", "AnonymousStyle")):
        _share_styles(css)


def begin(*, ours: bool) -> None:
    """Begin a document; `ours` says that its CSS is ours alone."""
    _sharing.on = ours
    if len(_masters) > _MOST:
        _masters.clear()


def end() -> None:
    """End a document: what WeasyPrint makes now is no more of ours."""
    _sharing.on = False


def home(style: Any) -> Any:
    """Where to keep what follows from a style: its master, or else itself."""
    master = getattr(style, "master", None)
    return style if master is None else master


def _share_styles(css: Any) -> None:
    original, original_anonymous = css.ComputedStyle, css.AnonymousStyle

    class Computed(original):  # type: ignore[misc, valid-type]
        master: Any = None
        linked = False

        def __missing__(self, key: str) -> Any:
            if key in _OWN:
                if key == "anchor" and key not in self.cascaded:  # each is asked for it, most for nothing else
                    self[key] = None
                    return None
                return super().__missing__(key)
            if not self.linked:
                self.link()
                if key in self:
                    return self[key]
            if self.master is None:
                return super().__missing__(key)
            value = self[key] = self.master[key]
            return value

        def link(self) -> None:
            """Find the master, and take what it knows so far."""
            self.linked = True
            self.master = master = _master(self, original) if _sharing.on else None
            if master is not None:
                own = dict(self)
                self.update(master)
                _leave_own(self)
                self.update(own)
                self.specified = master.specified

        def copy(self) -> Any:
            copy = super().copy()
            copy.linked, copy.master = True, None  # it is copied to be changed
            return copy

    class Anonymous(original_anonymous):  # type: ignore[misc, valid-type]
        master: Any = None

        def __init__(self, parent_style: Any) -> None:
            super().__init__(parent_style)
            if getattr(parent_style, "master", None) is not None:
                self.master = parent_style.master.anonymous_style
                self.update(self.master)
                _leave_own(self)

        def __missing__(self, key: str) -> Any:
            if self.master is None or key in _OWN:
                return super().__missing__(key)
            value = self[key] = self.master[key]
            return value

        def copy(self) -> Any:
            copy = super().copy()
            copy.master = None
            return copy

    css.ComputedStyle, css.AnonymousStyle = Computed, Anonymous


def _leave_own(style: Any) -> None:
    for key in _OWN:
        style.pop(key, None)


def _master(style: Any, kind: Any) -> Any:
    """The master of a style, made if it is the first of its kind; None for one that can have none."""
    parent, root = style.parent_style, style.root_style
    if parent is not None:
        for needed in (parent, root):
            if not needed.linked:
                needed.link()
        parent, root = parent.master, root.master
        if parent is None or root is None:
            return None
    said: list[Any] = []
    for name, (value, weight) in style.cascaded.items():
        if name == "lang":
            said.append((name, value))
        elif name not in _OWN:
            if weight[2] == _BY_ATTRIBUTE:
                return None
            said.append(
                (name, id(value), *weight[:2], *weight[2])
            )  # the CSS is kept, so no other value comes to have that id
    key = id(parent), id(root), style.pseudo_type, tuple(said)
    if parent is None:
        key = id(style.font_config), 0, style.pseudo_type, tuple(said)
    master = _masters.get(key)
    if master is None:
        master = _masters[key] = kind(
            parent, style.cascaded, style.pseudo_type, root,
            style.base_url, style.font_config, style.initial_page_sizes,
        )  # fmt: skip
    return master
