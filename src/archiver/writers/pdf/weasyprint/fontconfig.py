"""A FontConfiguration for WeasyPrint with its own fontconfig: only the bundled fonts, without changing the process.

Fontconfig has one configuration for the process (`FONTCONFIG_FILE` and the system's folders). Pango asks it for two
things. The first is the list of font files; a font map can get another one (`pango_fc_font_map_set_config`). The second
are the rules for replacing families, which always come from the process. Pango lets a font map apply rules of its own
after these (`pango_ft2_font_map_set_default_substitute`). At that point this module removes what the process's rules
added, and applies Archiver's rules.

No environment variable is set, and nothing that belongs to the process is changed.
"""

from __future__ import annotations

import ctypes
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from archiver.errors import MissingDependency

#: The names under which WeasyPrint loads these libraries (weasyprint/text/ffi.py).
_FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig")
_PANGOFT2 = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll", "pangoft2-1.0")
#: FcMatchPattern, FcValueBindingStrong, FcResultMatch of fontconfig.h.
_PATTERN, _STRONG, _FOUND = 0, 1, 0
#: Properties of glyph drawing that rules of the process may have set; Pango itself sets none of them.
_DRAWING_PROPERTIES = (
    b"antialias", b"autohint", b"dpi", b"embeddedbitmap", b"embolden", b"hinting", b"hintstyle", b"lcdfilter", b"matrix",
    b"minspace", b"pixelsizefixupfactor", b"rgba", b"scale",
)  # fmt: skip


class _Value(ctypes.Structure):
    """An FcValue, as far as it is a string."""

    _fields_ = (("type", ctypes.c_int), ("string", ctypes.c_char_p))


_Substitute = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


def font_configuration(fonts_conf: Path) -> Any:
    """A FontConfiguration that knows only the fonts and the rules in the file `fonts_conf`.

    WeasyPrint must be imported before. Raises MissingDependency if fontconfig or Pango cannot be loaded or used.
    """
    from weasyprint.text import ffi  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    fontconfig, pangoft2 = _libraries()

    class BundledFonts(FontConfiguration):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            address = fontconfig.FcConfigCreate()
            config = ffi.ffi.cast("FcConfig *", address)
            read = ffi.fontconfig.FcConfigParseAndLoadFromMemory(config, fonts_conf.read_bytes(), False)
            if not (read and fontconfig.FcConfigBuildFonts(address)):
                raise MissingDependency("Fontconfig cannot read the list of fonts.", "Install Archiver again.")
            self._config = config
            ffi.pangoft2.pango_fc_font_map_set_config(ffi.ffi.cast("PangoFcFontMap *", self.font_map), config)
            ffi.fontconfig.FcConfigDestroy(config)  # the font map holds a reference
            # A callback for C must live as long as the font map.
            self._substitute = _Substitute(lambda pattern, _: _apply_rules(fontconfig, address, pattern))
            font_map = int(ffi.ffi.cast("uintptr_t", self.font_map))
            pangoft2.pango_ft2_font_map_set_default_substitute(font_map, self._substitute, None, None)

        def close(self) -> None:
            """Remove the font files that CSS has brought; no page uses them any more."""
            if folder := getattr(self, "_folder", None):
                shutil.rmtree(folder, ignore_errors=True)
                self._folder = None

    return BundledFonts()


def _apply_rules(fontconfig: Any, config: int, pattern: int) -> None:
    """Reduce a pattern to what Pango asked for, and apply the rules of `config` to it.

    Fontconfig adds the languages of the process's locale to every pattern: a Chinese text would get Japanese glyphs on
    a Japanese system. It does not add them if the language "und" is in the pattern.
    """
    families, languages = (_requested(fontconfig, pattern, name) for name in (b"family", b"lang"))
    for name in (b"family", b"lang", *_DRAWING_PROPERTIES):
        fontconfig.FcPatternDel(pattern, name)
    for family in families:
        fontconfig.FcPatternAddString(pattern, b"family", family)
    for language in (*languages, b"und"):
        fontconfig.FcPatternAddString(pattern, b"lang", language)
    fontconfig.FcConfigSubstitute(config, pattern, _PATTERN)


def _requested(fontconfig: Any, pattern: int, name: bytes) -> list[bytes]:
    """The values that Pango gave a property of a pattern: they have a strong binding, those of rules a weak one.

    System rules add some families with a strong binding (Courier New for Courier); none of these is a bundled font.
    """
    values: list[bytes] = []
    value, binding = _Value(), ctypes.c_int()
    index = 0
    while fontconfig.FcPatternGetWithBinding(pattern, name, index, value, binding) == _FOUND:
        if binding.value == _STRONG:
            values.append(value.string)
        index += 1
    return values


@cache
def _libraries() -> tuple[Any, Any]:
    """Fontconfig and Pango's FreeType library, as WeasyPrint has loaded them."""
    fontconfig, pangoft2 = _open(_FONTCONFIG), _open(_PANGOFT2)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, arguments in (
        (fontconfig.FcConfigCreate, pointer, ()),
        (fontconfig.FcConfigBuildFonts, number, (pointer,)),
        (fontconfig.FcConfigSubstitute, number, (pointer, pointer, number)),
        (fontconfig.FcPatternDel, number, (pointer, text)),
        (fontconfig.FcPatternAddString, number, (pointer, text, text)),
        (
            fontconfig.FcPatternGetWithBinding,
            number,
            (pointer, text, number, ctypes.POINTER(_Value), ctypes.POINTER(number)),
        ),
        (pangoft2.pango_ft2_font_map_set_default_substitute, None, (pointer, _Substitute, pointer, pointer)),
    ):
        function.restype, function.argtypes = result, arguments
    return fontconfig, pangoft2


def _open(names: tuple[str, ...]) -> Any:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise MissingDependency(f"The library {names[0]} is not installed.", "Install Pango and fontconfig.")
