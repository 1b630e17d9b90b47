"""What WeasyPrint and pydyf work out again and again for the pages of articles, worked out once. The pages are the same bytes.

- Styles: WeasyPrint makes a style for each element, each page and each margin of a page, and works each property out when it is first
  asked for. Our documents differ in their words; their styles are the same few hundred, told apart by what the CSS says and by the style that they
  inherit from. For each of these one *master* is kept that no box is ever given, and the styles of boxes take from it what it knows.
- Objects: pydyf makes, and packs, the bytes of each object when it writes it and again for the file's identifier, and lists all pages for each element that
  names the one it is on.
- Declarations: WeasyPrint asks cffi for an array of each length, and cffi reads all its declarations anew for each, some twelve times a document.

pdf/weasyprint/patches.py puts these in place for known versions alone, and takes them out again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

#: What belongs to one element, and is never taken from a master: its name, and the label that page.py gives an item.
_OWN = ("anchor", "list_style_type")
#: The weight of what a `style` attribute says: it is read anew for each element, and so makes each a style of its own.
_BY_ATTRIBUTE = (1, 0, 0)
#: How hard streams are packed. pydyf's 9 takes two and a half times as long (5 % of a PDF's time) for files that are 1.6 % smaller.
_LEVEL = 6


# ---- styles -------------------------------------------------------------------------------------


class SharedStyles:
    """The masters of the documents that are set with the same CSS, all of it ours, on the same paper and in the same faces.

    A master is known by its parent's master, the root's, and the values that the CSS gives it, each by its identity: it holds all of them, so
    that no other object comes to have that identity while it lives.
    """

    #: No more masters than this are kept: an article that needs more has them worked out as ever, and the next one begins anew.
    MOST = 4000

    def __init__(self) -> None:
        self._masters: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self._masters)

    def begin(self) -> None:
        """Begin a document. No style of an earlier one may be in use any more."""
        if len(self._masters) >= self.MOST:
            self._masters.clear()

    def master(self, style: Any, kind: Any) -> Any:
        """The master of a style, made with the class `kind` if it is the first of its sort; None for one that can have none."""
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
                said.append((name, id(value), *weight[:2], *weight[2]))
        # the root inherits from initial values, which each document has made anew
        above = (id(parent), id(root)) if parent is not None else ()
        key = above, style.pseudo_type, tuple(said)
        master = self._masters.get(key)
        if master is None and len(self._masters) < self.MOST:
            master = self._masters[key] = kind(
                parent, style.cascaded, style.pseudo_type, root,
                style.base_url, style.font_config, style.initial_page_sizes,
            )  # fmt: skip
        return master


def computed_style(original: Any, styles: Callable[[], SharedStyles | None]) -> Any:
    """For weasyprint.css.ComputedStyle; `styles` gives the shared ones of the document that this thread makes, if it is one of ours."""

    class Computed(original):  # type: ignore[misc]
        master: Any = None
        linked = False

        def __new__(cls, *given: Any) -> Any:
            # a document that is not ours gets the class that it would have got
            return original(*given) if styles() is None else super().__new__(cls)

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
            shared = styles()
            self.master = master = None if shared is None else shared.master(self, original)
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

    return Computed


def anonymous_style(original: Any) -> Any:
    """For weasyprint.css.AnonymousStyle."""

    class Anonymous(original):  # type: ignore[misc]
        master: Any = None

        def __new__(cls, parent_style: Any) -> Any:
            return original(parent_style) if getattr(parent_style, "master", None) is None else super().__new__(cls)

        def __init__(self, parent_style: Any) -> None:
            super().__init__(parent_style)
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

    return Anonymous


def _leave_own(style: Any) -> None:
    for key in _OWN:
        style.pop(key, None)


# ---- objects ------------------------------------------------------------------------------------


def make_once(pdf: Any) -> None:
    """Have the objects of this PDF, a pydyf.PDF, made into bytes once each, and its pages listed once."""
    pdf.__class__ = _pdf_class()


@cache
def _pdf_class() -> Any:
    import pydyf  # type: ignore[import-untyped]

    class Made(pydyf.Object):  # type: ignore[misc]
        """An object whose bytes are made."""

        data = b""
        compressible = False

    class Packed(pydyf.Stream):  # type: ignore[misc]
        @cached_property
        def data(self) -> bytes:
            return _packed(self)

    class MadeOnce(pydyf.PDF):  # type: ignore[misc]
        _listed: tuple[int, Any] = (-1, ())
        _writing = False

        @property
        def page_references(self) -> Any:
            number = len(self.pages["Kids"])
            if self._listed[0] != number:
                self._listed = number, super().page_references
            return self._listed[1]

        def write(self, *given: Any, **options: Any) -> Any:
            self._writing = True
            for number, object in enumerate(self.objects):
                if object.free == "f":
                    continue
                made = self.objects[number] = Made()
                made.number, made.generation = object.number, object.generation
                made.compressible = object.compressible
                made.data = _packed(object) if getattr(object, "compress", False) else object.data
            return super().write(*given, **options)

        def add_object(self, object: Any) -> None:
            super().add_object(object)
            # while it writes, pydyf adds the stream that holds all other objects
            if self._writing and type(object) is pydyf.Stream and object.compress:
                object.__class__ = Packed

    return MadeOnce


def _packed(stream: Any) -> bytes:
    """The bytes of a stream of pydyf, packed with _LEVEL."""
    import pydyf

    bare = pydyf.Stream(stream.stream).data  # "<</Length 5>>\nstream\n…\nendstream"
    packer = zlib.compressobj(level=_LEVEL)
    packed = packer.compress(bare[bare.index(b"\nstream\n") + 8 : -10]) + packer.flush()
    return bytes(pydyf.Stream([packed], {**stream.extra, "Filter": "/FlateDecode"}).data)


# ---- declarations -------------------------------------------------------------------------------


def types_read_once(original: Any, ours: Callable[[], bool]) -> Any:
    """For weasyprint.pdf.fonts.ffi: arrays of any length instead of one type for each length."""

    class Types:
        def __getattr__(self, name: str) -> Any:
            return getattr(original, name)

        def new(self, kind: str, *given: Any) -> Any:
            if given and kind.startswith("hb_codepoint_t[") and ours():
                kind = "hb_codepoint_t[]"
            return original.new(kind, *given)

    return Types()
