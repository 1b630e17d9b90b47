"""The fonts for pages: always the bundled ones, never those that happen to be installed on the machine.

The font files come in Python packages, all under the SIL Open Font License, which allows embedding. `bundled_fonts`
puts them into a folder of the user's cache. Variable fonts become the static fonts that `FAMILIES` lists, because
a variable font would be instantiated again for every document and every size. A file for fontconfig beside them
names no other folder.

A stylesheet uses only three families. For characters that a family lacks, fontconfig goes through the table in its
order, with the fonts for the language of the text first (`lang="ja"`, `"zh-Hant"`, …):

    "Archiver Serif"   the text; "Archiver Serif Small" for notes and captions, "Archiver Serif Display" for titles
    "Archiver Sans"    running heads, labels
    "Archiver Mono"    code

Every installation has the fonts of the fontpkg packages. Fonts of an extra of pyproject.toml (`EXTRAS`) may be absent;
shared/fonts/gaps.py reports the characters that an article loses without them. To add a font, add an entry to
`FAMILIES` and its package to pyproject.toml.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import importlib.util
import os
import shutil
import struct
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from archiver.errors import MissingDependency
from archiver.writers.shared.fonts import hyphens
from archiver.writers.shared.whole_files import make_whole_folder

#: The code that makes the fonts.
_CODE = (Path(__file__), Path(hyphens.__file__))
SERIF, SANS, MONO = "Archiver Serif", "Archiver Sans", "Archiver Mono"


@dataclass(frozen=True)
class FontFile:
    """One font file of a family, relative to its package, with the weight and the slope that it is used for."""

    file: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True)
class FontFamily:
    """Fonts under one family name. No two may have the same weight and slope, or WeasyPrint embeds the wrong one.

    `scripts`: the ISO 15924 codes that it covers (Zmth mathematics, Zsym symbols, Zsye emoji).
    `serves`: the families of the stylesheet that fall back to this one, in the order of the table.
    `languages`: CSS language tags in lower case for whose text this family comes first.
    `axes`: values for the axes of a variable font other than weight.
    `without`: Unicode ranges that are left to later families.
    `only`: the font is cut to these ranges, and comes before the text font for text in its languages.
    """

    name: str
    package: str
    fonts: tuple[FontFile, ...]
    scripts: tuple[str, ...]
    serves: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    axes: tuple[tuple[str, float], ...] = ()
    only: tuple[tuple[int, int], ...] = ()
    without: tuple[tuple[int, int], ...] = ()

    @property
    def needed(self) -> bool:
        """Whether every page needs this family: the stylesheets name it."""
        return not self.serves

    @property
    def distribution(self) -> str:
        """The name of the package for pip."""
        return self.package.replace("_", "-")

    @property
    def extra(self) -> str:
        """The extra that brings the package; "" if every installation has it."""
        return EXTRAS.get(self.package, "")

    @property
    def requirement(self) -> str:
        """The argument for `pip install` that brings this family."""
        return f"'article-archiver[{self.extra}]'" if self.extra else self.distribution


def _roman_and_italic(roman: str, italic: str, weights: Iterable[int] = (400, 700)) -> tuple[FontFile, ...]:
    return tuple(
        font for weight in weights for font in (FontFile(roman, weight), FontFile(italic, weight, italic=True))
    )


def _upright(file: str, weights: Iterable[int] = (400, 700)) -> tuple[FontFile, ...]:
    return tuple(FontFile(file, weight) for weight in weights)


def _noto(name: str, file: str, package: str, *scripts: str) -> FontFamily:
    """The Noto Sans of a script: the fallback for characters that no closer font has."""
    return FontFamily(name, package, _upright(file), scripts, (SERIF, SANS, MONO))


def _source_serif(name: str, optical_size: float) -> FontFamily:
    return FontFamily(
        name,
        "fontpkg_source_serif_4",
        _roman_and_italic(
            "files/SourceSerif4[opsz,wght].ttf", "files/SourceSerif4-Italic[opsz,wght].ttf", (400, 600, 700)
        ),
        _EUROPEAN,
        axes=(("opsz", optical_size),),
        without=GREEK,
    )


def _east_asian(variant: str, package: str, languages: tuple[str, ...], *scripts: str) -> tuple[FontFamily, ...]:
    """A serif for the text, with the sans as its bold: East Asian typography marks emphasis so. There is no italic."""
    serif, sans = f"NotoSerif{variant}-Regular.otf", f"NotoSans{variant}-Regular.otf"
    return (
        FontFamily(f"{SERIF} {variant}", package, (FontFile(serif), FontFile(sans, 700)), scripts, (SERIF,), languages),
        FontFamily(f"{SANS} {variant}", package, (FontFile(sans),), scripts, (SANS, MONO), languages),
    )


def _wide_marks(variant: str, package: str, languages: tuple[str, ...]) -> FontFamily:
    """Marks that are full width in Chinese and narrow in Latin fonts: middle dot, dash, quotes, ellipsis.

    Spaces are included because Pango sets a space in the font of the mark before it.
    """
    marks = tuple((ord(mark), ord(mark)) for mark in " \xa0·—‘’“”…")
    fonts = (FontFile(f"NotoSerif{variant}-Regular.otf"),)
    return FontFamily(f"{SERIF} Wide Marks {variant}", package, fonts, (), (SERIF,), languages, only=marks)


# One font for all Greek: Source Serif lacks the accents of ancient Greek, and a word in two fonts looks broken.
GREEK = ((0x0370, 0x03FF), (0x1F00, 0x1FFF))
HAN_SIMPLIFIED, HAN_TRADITIONAL = ("zh",), ("zh-hant", "zh-tw", "zh-hk", "zh-mo")

#: The scripts of the text fonts and of the fonts for their rare letters.
_EUROPEAN = ("Latn", "Cyrl")

#: Packages that not every installation has, and the extra of pyproject.toml that brings each.
EXTRAS = {
    "manimgx_fonts": "scripts",
    "pylopdf_fonts_jp": "cjk",
    "pylopdf_fonts_ko": "cjk",
    "pylopdf_fonts_zh_cn": "cjk",
    "pylopdf_fonts_zh_tw": "cjk",
}

#: Scripts whose Noto Sans has a package of its own; then scripts whose Noto Sans is one file of a larger package.
_NOTO_PACKAGES = (("Devanagari", "Deva"), ("Khmer", "Khmr"), ("Tamil", "Taml"), ("Telugu", "Telu"), ("Thai", "Thai"))
_NOTO_COLLECTION = (
    *(("Armenian", "Armn"), ("Bengali", "Beng"), ("Ethiopic", "Ethi"), ("Georgian", "Geor"), ("Gujarati", "Gujr")),
    *(("Gurmukhi", "Guru"), ("Kannada", "Knda"), ("Lao", "Laoo"), ("Malayalam", "Mlym"), ("Myanmar", "Mymr")),
    *(("Oriya", "Orya"), ("Sinhala", "Sinh")),
)

FAMILIES: tuple[FontFamily, ...] = (
    _source_serif(SERIF, 11),
    _source_serif(f"{SERIF} Small", 8.5),
    _source_serif(f"{SERIF} Display", 30),
    FontFamily(
        SANS,
        "fontpkg_source_sans_3",
        _roman_and_italic("files/SourceSans3[wght].ttf", "files/SourceSans3-Italic[wght].ttf", (400, 600, 700)),
        _EUROPEAN,
        without=GREEK,
    ),
    FontFamily(
        MONO,
        "fontpkg_source_code_pro",
        _roman_and_italic("files/SourceCodePro[wght].ttf", "files/SourceCodePro-Italic[wght].ttf"),
        _EUROPEAN,
    ),
    _wide_marks("SC", "pylopdf_fonts_zh_cn", HAN_SIMPLIFIED),
    _wide_marks("TC", "pylopdf_fonts_zh_tw", HAN_TRADITIONAL),
    # Polytonic Greek, phonetics, rare Latin and Cyrillic letters.
    FontFamily(
        f"{SERIF} Extended",
        "fontpkg_noto_serif",
        _roman_and_italic("files/NotoSerif[wdth,wght].ttf", "files/NotoSerif-Italic[wdth,wght].ttf"),
        (*_EUROPEAN, "Grek"),
        (SERIF,),
        axes=(("wdth", 100),),
    ),
    FontFamily(
        f"{SANS} Extended",
        "fontpkg_noto_sans",
        _roman_and_italic("files/NotoSans[wdth,wght].ttf", "files/NotoSans-Italic[wdth,wght].ttf"),
        (*_EUROPEAN, "Grek"),
        (SANS, MONO),
    ),
    FontFamily(
        f"{SERIF} Hebrew", "fontpkg_frank_ruhl_libre", _upright("files/FrankRuhlLibre[wght].ttf"), ("Hebr",), (SERIF,)
    ),
    FontFamily(
        f"{SERIF} Arabic",
        "fontpkg_amiri",
        (
            FontFile("files/Amiri-Regular.ttf"),
            FontFile("files/Amiri-Italic.ttf", italic=True),
            FontFile("files/Amiri-Bold.ttf", 700),
            FontFile("files/Amiri-BoldItalic.ttf", 700, italic=True),
        ),
        ("Arab",),
        (SERIF,),
    ),
    _noto(f"{SANS} Arabic", "files/NotoSansArabic[wdth,wght].ttf", "fontpkg_noto_sans_arabic", "Arab"),
    *(
        _noto(f"Archiver {name}", f"files/NotoSans{name}[wdth,wght].ttf", f"fontpkg_noto_sans_{name.lower()}", code)
        for name, code in _NOTO_PACKAGES
    ),
    # Fonts of the extras come last, so that they change no page that is complete without them.
    _noto(f"{SANS} Hebrew", "NotoSansHebrew[wght].ttf", "manimgx_fonts"),  # without it, the serif is used
    # Simplified Chinese first, because it has the most characters: Han text without a language stays in one font.
    *_east_asian("SC", "pylopdf_fonts_zh_cn", HAN_SIMPLIFIED, "Hani", "Bopo"),
    *_east_asian("TC", "pylopdf_fonts_zh_tw", HAN_TRADITIONAL, "Hani", "Bopo"),
    *_east_asian("JP", "pylopdf_fonts_jp", ("ja",), "Hani", "Hira", "Kana"),
    *_east_asian("KR", "pylopdf_fonts_ko", ("ko",), "Hani", "Hang"),
    *(_noto(f"Archiver {name}", f"NotoSans{name}[wght].ttf", "manimgx_fonts", code) for name, code in _NOTO_COLLECTION),
    FontFamily(
        "Archiver Math", "ziamath", (FontFile("fonts/STIXTwoMath-Regular.ttf"),), ("Zmth",), (SERIF, SANS, MONO)
    ),
    _noto("Archiver Symbols", "NotoSansSymbols[wght].ttf", "manimgx_fonts", "Zsym"),
    _noto("Archiver Emoji", "NotoEmoji[wght].ttf", "manimgx_fonts", "Zsye"),
)

# Generic families that other stylesheets use, and the families that they get.
_ALIASES = (("serif", SERIF), ("sans-serif", SANS), ("monospace", MONO), ("emoji", "Archiver Emoji"))


@functools.cache
def bundled_fonts() -> Path:
    """The folder with the static fonts, for an engine that takes a folder (Typst).

    The file `fonts.conf` beside the folder is for fontconfig (pdf/weasyprint/fontconfig.py). The first call on a
    machine takes a second, later calls some milliseconds. Raises MissingDependency if a font that every page needs is
    not installed.
    """
    files = dict(_installed())
    missing = sorted({f.distribution for f in absent() if f.needed})
    if missing:
        raise MissingDependency(
            f"The fonts for PDF pages are not all installed: {', '.join(missing)}.",
            f"Install them: pip install {' '.join(missing)}",
        )
    folder = _cache_root() / f"faces-{_digest(files)}"
    if not (folder / "fonts.conf").is_file():
        _make_folder(folder, files)
    return folder / "faces"


def uncovered(text: str) -> str:
    """The characters of `text` that no bundled font has, each once, in order of appearance.

    Invisible characters (controls, joiners, spaces, variation selectors) are left out.
    """
    covered = _covered(bundled_fonts().parent)
    return "".join(char for char in dict.fromkeys(text) if char not in covered and not _invisible(char))


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"} or "\ufe00" <= char <= "\ufe0f"


@functools.cache
def _covered(folder: Path) -> frozenset[str]:
    return frozenset((folder / "characters").read_bytes().decode())


def absent() -> tuple[FontFamily, ...]:
    """The families whose fonts are not all installed, in the order of the table."""
    files = dict(_installed())
    return tuple(f for f in FAMILIES if not all((f, font) in files for font in f.fonts))


def _installed() -> Iterator[tuple[tuple[FontFamily, FontFile], Path]]:
    for family in FAMILIES:
        spec = importlib.util.find_spec(family.package)
        for root in (spec.submodule_search_locations or ()) if spec else ():
            for font in family.fonts:
                if (path := Path(root, font.file)).is_file():
                    yield (family, font), path


def _cache_root() -> Path:
    """The user's cache folder; if it cannot be written, a temporary folder that is removed when this process ends."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "archiver"
        base.mkdir(parents=True, exist_ok=True)
        if os.access(base, os.W_OK):
            return base
    except (OSError, RuntimeError):  # RuntimeError: a user without an entry in the system has no home folder
        pass
    base = Path(tempfile.mkdtemp(prefix="archiver-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return base


def _digest(files: dict[tuple[FontFamily, FontFile], Path]) -> str:
    """The version of the folder: it changes when a font file, this table or what is done to the fonts changes."""
    state = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in files.values()]
    return hashlib.sha256(repr((state, *map(Path.read_bytes, _CODE))).encode()).hexdigest()[:16]


def _make_folder(folder: Path, files: dict[tuple[FontFamily, FontFile], Path]) -> None:
    """Make the folder of the fonts, with the list of their characters and the fontconfig file."""

    def fill(temporary: Path) -> None:
        (temporary / "faces").mkdir()
        codes: set[int] = set()
        placed = [
            (_add_font(family, font, path, temporary / "faces", codes), family, font)
            for (family, font), path in files.items()
        ]
        (temporary / "characters").write_bytes("".join(map(chr, sorted(codes))).encode(errors="ignore"))
        (temporary / "fonts.conf").write_text(_fonts_conf(folder, placed), encoding="utf-8")

    make_whole_folder(folder, fill)


def _add_font(family: FontFamily, font: FontFile, path: Path, folder: Path, codes: set[int]) -> str:
    """Put a static font into the folder: a link if the file is used unchanged, else an instance or a subset of it.

    Returns the file name, and adds the characters of the original file to `codes`.
    """
    import uharfbuzz as hb  # type: ignore[import-untyped]

    name = f"{family.name} {path.stem.partition('[')[0]} {font.weight}{' Italic' if font.italic else ''}"
    target = folder / f"{name.replace(' ', '-')}{path.suffix}"
    source = hb.Face(hb.Blob.from_file_path(str(path)))
    codes.update(source.unicodes)
    axis_values = {"wght": float(font.weight), **dict(family.axes)}
    axes = [axis.tag for axis in source.axis_infos]
    if not (axes or family.only or family.without):
        if path.suffix == ".otf":
            target.write_bytes(_with_identity_charset(path))
        else:
            target.symlink_to(path)
        return target.name
    subset = hb.SubsetInput()
    if not family.only:  # all glyphs, with alternates
        subset.keep_everything()
    for axis in axes:
        if axis in axis_values:
            subset.pin_axis_location(source, axis, axis_values[axis])
        else:
            subset.pin_axis_to_default(source, axis)
    for first, last in family.only:
        subset.unicode_set.add_range(first, last)
    if family.without:  # a glyph that is requested by number would bring its character back
        subset.glyph_set.clear()
    for first, last in family.without:
        subset.unicode_set.del_range(first, last)
    target.write_bytes(hb.subset(source, subset).blob.data)
    if path.suffix == ".otf":
        target.write_bytes(_with_identity_charset(target))
    elif family.needed and family.name != MONO:  # code is never hyphenated
        hyphens.tell_hyphens_apart(target)
    return target.name


def _with_identity_charset(path: Path) -> bytes:
    """An OpenType font with character ids (CID-keyed, as East Asian fonts are), with ids equal to glyph numbers.

    WeasyPrint writes glyph numbers into a PDF, where a reader expects the ids of such a font and would show other
    characters (veraPDF: 6.2.11.4.1). The list of ids (charset) is replaced in place by the shortest form of
    "1, 2, 3 …": format 2, first id 1, number of ids that follow.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    data = bytearray(path.read_bytes())
    with TTFont(path, lazy=True) as font:
        top = font["CFF "].cff.topDictIndex[0]
        if hasattr(top, "ROS"):
            start = font.reader.tables["CFF "].offset + top.rawDict["charset"]
            data[start : start + 5] = struct.pack(">BHH", 2, 1, font["maxp"].numGlyphs - 2)
    return bytes(data)


def _fonts_conf(folder: Path, placed: Iterable[tuple[str, FontFamily, FontFile]]) -> str:
    """The fontconfig file: the folder of the fonts, their family names, and the order of fallbacks."""
    placed = list(placed)
    present = {family.name for _, family, _ in placed}
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        f"<dir>{escape(str(folder / 'faces'))}</dir>",
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>",
        '<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>',
    ]
    for file, family, font in placed:
        # Prepended, because Pango looks a font up again by the names in the file.
        lines.append(
            f'<match target="scan"><test name="file"><string>{escape(str(folder / "faces" / file))}</string></test>'
            f'<edit name="family" mode="prepend"><string>{escape(family.name)}</string></edit>'
            f'<edit name="weight" mode="assign"><const>{_WEIGHTS[font.weight]}</const></edit>'
            f'<edit name="slant" mode="assign"><const>{"italic" if font.italic else "roman"}</const></edit></match>'
        )
    lines += [_fallback_rule(generic, (family,)) for generic, family in _ALIASES]
    lines.append(  # an unknown family becomes the text font
        f'<match target="pattern"><edit name="family" mode="append_last" binding="strong">'
        f"<string>{SERIF}</string></edit></match>"
    )
    for text_family in (f.name for f in FAMILIES if not f.serves):
        generic = next(name for name in (SERIF, SANS, MONO) if text_family.startswith(name))
        chain = [f for f in FAMILIES if generic in f.serves and f.name in present]
        # Each rule puts its families directly after the family that it tests for, so the last matching rule wins.
        lines.append(_fallback_rule(text_family, (f.name for f in chain if not f.only)))
        for language in dict.fromkeys(language for f in chain for language in f.languages):
            in_language = [f for f in chain if language in f.languages]
            lines.append(_fallback_rule(text_family, (f.name for f in in_language if not f.only), language))
            lines.append(_fallback_rule(text_family, (f.name for f in in_language if f.only), language, "prepend"))
    return "\n".join([*lines, "</fontconfig>", ""])


_WEIGHTS = {400: "regular", 600: "semibold", 700: "bold"}


def _fallback_rule(family: str, others: Iterable[str], language: str = "", mode: str = "append") -> str:
    """A fontconfig rule: add `others` directly after (or before) `family`, optionally for text in one `language`."""
    test = f'<test name="lang" compare="contains"><string>{language}</string></test>' if language else ""
    names = "".join(f"<string>{escape(name)}</string>" for name in others)
    if not names:
        return ""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(family)}</string></test>{test}'
        f'<edit name="family" mode="{mode}" binding="strong">{names}</edit></match>'
    )
