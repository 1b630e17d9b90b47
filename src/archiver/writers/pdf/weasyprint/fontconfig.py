"""WeasyPrint's FontConfiguration on a fontconfig of our own: our faces and no others, and the process keeps its own.

Fontconfig has one configuration for the process (`FONTCONFIG_FILE` and the system's folders), and Pango asks it twice: for the files
that there are, which a font map may be told otherwise (`pango_fc_font_map_set_config`), and for the rules that say which family stands
in for which, which it always takes from the process. Pango lets a font map add rules of its own after these
(`pango_ft2_font_map_set_default_substitute`): there we take out what the process's rules put in, and apply ours.

No environment variable is set, and nothing that belongs to the process is changed.
"""

from __future__ import annotations

import ctypes
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from archiver.errors import MissingDependency

#: As WeasyPrint looks for them (weasyprint/text/ffi.py).
_FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig")
_PANGOFT2 = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll", "pangoft2-1.0")
#: FcMatchPattern, FcValueBindingStrong, FcResultMatch of fontconfig.h.
_PATTERN, _STRONG, _FOUND = 0, 1, 0
#: What rules of the process may have said of how glyphs are drawn; Pango itself asks for none of it.
_OF_THE_PROCESS = (
    b"antialias", b"autohint", b"dpi", b"embeddedbitmap", b"embolden", b"hinting", b"hintstyle", b"lcdfilter", b"matrix",
    b"minspace", b"pixelsizefixupfactor", b"rgba", b"scale",
)  # fmt: skip


class _Value(ctypes.Structure):
    """An FcValue, as far as it is a string."""

    _fields_ = (("type", ctypes.c_int), ("string", ctypes.c_char_p))


_Substitute = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


def font_configuration(fonts_conf: Path) -> Any:
    """A FontConfiguration that knows the faces and the rules of the file `fonts_conf`, and nothing else.

    To be made once WeasyPrint is imported. Raises MissingDependency where fontconfig or Pango cannot be spoken to.
    """
    from weasyprint.text import ffi  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    fontconfig, pangoft2 = _libraries()

    class OwnFaces(FontConfiguration):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            address = fontconfig.FcConfigCreate()
            config = ffi.ffi.cast("FcConfig *", address)
            read = ffi.fontconfig.FcConfigParseAndLoadFromMemory(config, fonts_conf.read_bytes(), False)
            if not (read and fontconfig.FcConfigBuildFonts(address)):
                raise MissingDependency("Fontconfig cannot read the list of our faces.", "Install Archiver anew.")
            self._config = config
            ffi.pangoft2.pango_fc_font_map_set_config(ffi.ffi.cast("PangoFcFontMap *", self.font_map), config)
            ffi.fontconfig.FcConfigDestroy(config)  # the font map holds it
            # a closure that C calls has to live as long as the font map
            self._substitute = _Substitute(lambda pattern, _: _apply_rules(fontconfig, address, pattern))
            font_map = int(ffi.ffi.cast("uintptr_t", self.font_map))
            pangoft2.pango_ft2_font_map_set_default_substitute(font_map, self._substitute, None, None)

        def close(self) -> None:
            """Remove the files of the faces that CSS has brought; no page is set with them any more."""
            if folder := getattr(self, "_folder", None):
                shutil.rmtree(folder, ignore_errors=True)
                self._folder = None

    return OwnFaces()


def _apply_rules(fontconfig: Any, config: int, pattern: int) -> None:
    """Leave of a pattern what Pango asked for, and apply the rules of `config` to it.

    Fontconfig adds the languages of the process's locale to every pattern, and a Chinese text would be set in Japanese forms where
    somebody reads Japanese; it does not where the language "und" is among them.
    """
    families, languages = (_asked_for(fontconfig, pattern, name) for name in (b"family", b"lang"))
    for name in (b"family", b"lang", *_OF_THE_PROCESS):
        fontconfig.FcPatternDel(pattern, name)
    for family in families:
        fontconfig.FcPatternAddString(pattern, b"family", family)
    for language in (*languages, b"und"):
        fontconfig.FcPatternAddString(pattern, b"lang", language)
    fontconfig.FcConfigSubstitute(config, pattern, _PATTERN)


def _asked_for(fontconfig: Any, pattern: int, name: bytes) -> list[bytes]:
    """The values that Pango gave a property of a pattern: these are bound strongly, what fontconfig and its rules add is bound weakly.

    (Families that the system's rules bind strongly are like ones, Courier New for Courier: we have none of them.)
    """
    found: list[bytes] = []
    value, binding = _Value(), ctypes.c_int()
    index = 0
    while fontconfig.FcPatternGetWithBinding(pattern, name, index, value, binding) == _FOUND:
        if binding.value == _STRONG:
            found.append(value.string)
        index += 1
    return found


@cache
def _libraries() -> tuple[Any, Any]:
    """Fontconfig and Pango's FreeType part, the ones that WeasyPrint has opened."""
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
