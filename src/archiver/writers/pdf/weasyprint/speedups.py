"""Speedups: work that WeasyPrint and pydyf repeat for the pages of an article is done once. The bytes do not change.

- Styles: WeasyPrint makes a style for each element, each page and each page margin, and computes each property on first
  use. Archiver's documents differ in their text, but have the same few hundred styles, which are defined by their CSS
  declarations and by the style that they inherit from. For each of these one *master* style is kept, which no box
  uses directly; the styles of boxes copy its values.
- Objects: pydyf serializes and compresses each object when it writes it and again for the file's identifier, and lists
  all pages again for each element that refers to its page.
- Declarations: WeasyPrint asks cffi for an array type of each length, and for each of these cffi parses all its
  declarations again, some twelve times for a document.

patches.py applies these only to known versions, and removes them again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

#: Properties of a single element that are never copied from a master: anchor, and the label that page.py gives an item.
_OWN = ("anchor", "list_style_type")
#: The weight of a `style` attribute: it is parsed anew for each element, so each such element has a style of its own.
_BY_ATTRIBUTE = (1, 0, 0)
#: The compression level of streams. pydyf's 9 takes 2.5 times as long (5 % of a PDF's time) and saves 1.6 % of the
#: size.
_LEVEL = 6


# ---- styles -------------------------------------------------------------------------------------


class SharedStyles:
    """The master styles of documents with the same CSS (all of it Archiver's), the same paper and the same fonts.

    The key of a master is its parent's master, the root's master, and the identities of its declared values. The master
    holds references to all of these, so no other object can get the same identity.
    """

    #: The most masters that are kept. An article that needs more computes them itself, and the next one starts anew.
    MOST = 4000

    def __init__(self) -> None:
        self._masters: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self._masters)

    def begin(self) -> None:
        """Begin a document. No style of an earlier document may be in use any more."""
        if len(self._masters) >= self.MOST:
            self._masters.clear()

    def master(self, style: Any, kind: Any) -> Any:
        """The master of a style, made with the class `kind` if it is new; None for a style that cannot have one."""
        parent, root = style.parent_style, style.root_style
        if parent is not None:
            for needed in (parent, root):
                if not needed.linked:
                    needed.link()
            parent, root = parent.master, root.master
            if parent is None or root is None:
                return None
        declared: list[Any] = []
        for name, (value, weight) in style.cascaded.items():
            if name == "lang":
                declared.append((name, value))
            elif name not in _OWN:
                if weight[2] == _BY_ATTRIBUTE:
                    return None
                declared.append((name, id(value), *weight[:2], *weight[2]))
        # The root inherits from initial values, which each document makes anew.
        inherited = (id(parent), id(root)) if parent is not None else ()
        key = inherited, style.pseudo_type, tuple(declared)
        master = self._masters.get(key)
        if master is None and len(self._masters) < self.MOST:
            master = self._masters[key] = kind(
                parent, style.cascaded, style.pseudo_type, root,
                style.base_url, style.font_config, style.initial_page_sizes,
            )  # fmt: skip
        return master


def computed_style(original: Any, styles: Callable[[], SharedStyles | None]) -> Any:
    """Patch of weasyprint.css.ComputedStyle; `styles` returns the shared styles of this thread's document, if any."""

    class Computed(original):  # type: ignore[misc]
        master: Any = None
        linked = False

        def __new__(cls, *args: Any) -> Any:
            # A foreign document gets WeasyPrint's own class.
            return original(*args) if styles() is None else super().__new__(cls)

        def __missing__(self, key: str) -> Any:
            if key in _OWN:
                if key == "anchor" and key not in self.cascaded:  # the most frequent request
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
            """Find the master and copy the values that it has so far."""
            self.linked = True
            shared = styles()
            self.master = master = None if shared is None else shared.master(self, original)
            if master is not None:
                own_values = dict(self)
                self.update(master)
                _drop_own(self)
                self.update(own_values)
                self.specified = master.specified

        def copy(self) -> Any:
            copy = super().copy()
            copy.linked, copy.master = True, None  # a copy is made in order to be changed
            return copy

    return Computed


def anonymous_style(original: Any) -> Any:
    """Patch of weasyprint.css.AnonymousStyle."""

    class Anonymous(original):  # type: ignore[misc]
        master: Any = None

        def __new__(cls, parent_style: Any) -> Any:
            return original(parent_style) if getattr(parent_style, "master", None) is None else super().__new__(cls)

        def __init__(self, parent_style: Any) -> None:
            super().__init__(parent_style)
            self.master = parent_style.master.anonymous_style
            self.update(self.master)
            _drop_own(self)

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


def _drop_own(style: Any) -> None:
    for key in _OWN:
        style.pop(key, None)


# ---- objects ------------------------------------------------------------------------------------


def serialize_once(pdf: Any) -> None:
    """Make a pydyf.PDF serialize each of its objects once, and list its pages once."""
    pdf.__class__ = _pdf_class()


@cache
def _pdf_class() -> Any:
    import pydyf  # type: ignore[import-untyped]

    class Serialized(pydyf.Object):  # type: ignore[misc]
        """An object that is already serialized."""

        data = b""
        compressible = False

    class Compressed(pydyf.Stream):  # type: ignore[misc]
        @cached_property
        def data(self) -> bytes:
            return _compressed(self)

    class SerializedOnce(pydyf.PDF):  # type: ignore[misc]
        _page_list: tuple[int, Any] = (-1, ())
        _writing = False

        @property
        def page_references(self) -> Any:
            number = len(self.pages["Kids"])
            if self._page_list[0] != number:
                self._page_list = number, super().page_references
            return self._page_list[1]

        def write(self, *args: Any, **options: Any) -> Any:
            self._writing = True
            for number, object in enumerate(self.objects):
                if object.free == "f":
                    continue
                serialized = self.objects[number] = Serialized()
                serialized.number, serialized.generation = object.number, object.generation
                serialized.compressible = object.compressible
                serialized.data = _compressed(object) if getattr(object, "compress", False) else object.data
            return super().write(*args, **options)

        def add_object(self, object: Any) -> None:
            super().add_object(object)
            # During `write`, pydyf adds the stream that contains all other objects.
            if self._writing and type(object) is pydyf.Stream and object.compress:
                object.__class__ = Compressed

    return SerializedOnce


def _compressed(stream: Any) -> bytes:
    """The bytes of a pydyf stream, compressed with _LEVEL."""
    import pydyf

    uncompressed = pydyf.Stream(stream.stream).data  # "<</Length 5>>\nstream\n…\nendstream"
    compressor = zlib.compressobj(level=_LEVEL)
    compressed = compressor.compress(uncompressed[uncompressed.index(b"\nstream\n") + 8 : -10]) + compressor.flush()
    return bytes(pydyf.Stream([compressed], {**stream.extra, "Filter": "/FlateDecode"}).data)


# ---- declarations -------------------------------------------------------------------------------


def parse_types_once(original: Any, ours: Callable[[], bool]) -> Any:
    """Patch of weasyprint.pdf.fonts.ffi: one array type of variable length instead of one type for each length."""

    class Types:
        def __getattr__(self, name: str) -> Any:
            return getattr(original, name)

        def new(self, kind: str, *args: Any) -> Any:
            if args and kind.startswith("hb_codepoint_t[") and ours():
                kind = "hb_codepoint_t[]"
            return original.new(kind, *args)

    return Types()
