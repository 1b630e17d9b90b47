"""The faces that pages are set in: always ours, never what lies around on the machine.

The files come with Python packages (all under the SIL Open Font License, which allows embedding). `use_own_faces`
lays them out in a folder of the user's cache, variable files cut to the static faces that `FAMILIES` lists, with a file for
fontconfig that names no other folder. A variable face would be cut anew for every document and every size of type in it.

A stylesheet names one of three families and nothing else; for what the family lacks, fontconfig walks down the same
table, the faces for the text's own language first (`lang="ja"`, `"zh-Hant"`, …):

    "Archiver Serif"   the text; "Archiver Serif Small" for notes and captions, "Archiver Serif Display" for titles
    "Archiver Sans"    running heads, labels
    "Archiver Mono"    code

Every install has the faces of the fontpkg packages; those that an extra of pyproject.toml brings (`EXTRAS`) may be absent,
and shared/font_gaps.py says what that costs an article. A newcomer adds a face by one entry in `FAMILIES`, and its package to
pyproject.toml.
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
from archiver.writers.shared.whole_files import make_whole_folder

SERIF, SANS, MONO = "Archiver Serif", "Archiver Sans", "Archiver Mono"


@dataclass(frozen=True)
class Face:
    """One face of a family: the file in its package, and the weight and slope that it stands for."""

    file: str
    weight: int = 400
    italic: bool = False


@dataclass(frozen=True)
class Family:
    """Faces under one name of our own: no two of the same weight and slope, or WeasyPrint embeds one for the other.

    `scripts` are what it is there for, as ISO 15924 codes (Zmth mathematics, Zsym symbols, Zsye emoji). `serves` names the families of the stylesheet that fall back to this one, in the table's order; `languages` (CSS
    language tags in lower case) are those for whose text it is asked first. `axes` are points on a variable file's axes
    besides weight. `without` are Unicode ranges that it leaves to the families after it; a family with `only` is cut to
    these ranges and goes before the text face where its language is the text's.
    """

    name: str
    package: str
    faces: tuple[Face, ...]
    scripts: tuple[str, ...]
    serves: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    axes: tuple[tuple[str, float], ...] = ()
    only: tuple[tuple[int, int], ...] = ()
    without: tuple[tuple[int, int], ...] = ()

    @property
    def needed(self) -> bool:
        """Whether no page can be set without it: the stylesheets name it."""
        return not self.serves

    @property
    def distribution(self) -> str:
        """What pip calls the package."""
        return self.package.replace("_", "-")

    @property
    def extra(self) -> str:
        """The extra that brings the package; "" for one that comes with every install."""
        return EXTRAS.get(self.package, "")

    @property
    def requirement(self) -> str:
        """What to give to `pip install` for this family to be there."""
        return f"'article-archiver[{self.extra}]'" if self.extra else self.distribution


def _roman_and_italic(roman: str, italic: str, weights: Iterable[int] = (400, 700)) -> tuple[Face, ...]:
    return tuple(face for weight in weights for face in (Face(roman, weight), Face(italic, weight, italic=True)))


def _plain(file: str, weights: Iterable[int] = (400, 700)) -> tuple[Face, ...]:
    return tuple(Face(file, weight) for weight in weights)


def _noto(name: str, file: str, package: str, *scripts: str) -> Family:
    """A script's Noto Sans, which stands in wherever nothing nearer to the text face has the character."""
    return Family(name, package, _plain(file), scripts, (SERIF, SANS, MONO))


def _source_serif(name: str, optical_size: float) -> Family:
    return Family(
        name,
        "fontpkg_source_serif_4",
        _roman_and_italic(
            "files/SourceSerif4[opsz,wght].ttf", "files/SourceSerif4-Italic[opsz,wght].ttf", (400, 600, 700)
        ),
        _EUROPEAN,
        axes=(("opsz", optical_size),),
        without=GREEK,
    )


def _east_asian(variant: str, package: str, languages: tuple[str, ...], *scripts: str) -> tuple[Family, ...]:
    """Serif for text, with the sans as its bold: so East Asian printing marks stress, and there is no slanted face."""
    serif, sans = f"NotoSerif{variant}-Regular.otf", f"NotoSans{variant}-Regular.otf"
    return (
        Family(f"{SERIF} {variant}", package, (Face(serif), Face(sans, 700)), scripts, (SERIF,), languages),
        Family(f"{SANS} {variant}", package, (Face(sans),), scripts, (SANS, MONO), languages),
    )


def _wide_marks(variant: str, package: str, languages: tuple[str, ...]) -> Family:
    """Marks that Chinese sets full width and Latin faces have as narrow ones: middle dot, dash, quotes, ellipsis.

    The spaces are there because Pango sets a space in the face of the mark before it.
    """
    marks = tuple((ord(mark), ord(mark)) for mark in " \xa0·—‘’“”…")
    faces = (Face(f"NotoSerif{variant}-Regular.otf"),)
    return Family(f"{SERIF} Wide Marks {variant}", package, faces, (), (SERIF,), languages, only=marks)


# One face for all Greek: Source Serif has no accents of ancient Greek, and half a word in another face looks broken.
GREEK = ((0x0370, 0x03FF), (0x1F00, 0x1FFF))
HAN_SIMPLIFIED, HAN_TRADITIONAL = ("zh",), ("zh-hant", "zh-tw", "zh-hk", "zh-mo")

#: What the text faces and those that stand in for their rare letters are there for.
_EUROPEAN = ("Latn", "Cyrl")

#: Packages that not every install has, and the extra of pyproject.toml that brings them.
EXTRAS = {
    "manimgx_fonts": "scripts",
    "ziamath": "scripts",
    "pylopdf_fonts_jp": "cjk",
    "pylopdf_fonts_ko": "cjk",
    "pylopdf_fonts_zh_cn": "cjk",
    "pylopdf_fonts_zh_tw": "cjk",
}

#: Scripts whose Noto Sans is a package of its own, and those whose is one file of many in a package made for something else.
_WORLD = (("Devanagari", "Deva"), ("Khmer", "Khmr"), ("Tamil", "Taml"), ("Telugu", "Telu"), ("Thai", "Thai"))
_WIDE_WORLD = (
    *(("Armenian", "Armn"), ("Bengali", "Beng"), ("Ethiopic", "Ethi"), ("Georgian", "Geor"), ("Gujarati", "Gujr")),
    *(("Gurmukhi", "Guru"), ("Kannada", "Knda"), ("Lao", "Laoo"), ("Malayalam", "Mlym"), ("Myanmar", "Mymr")),
    *(("Oriya", "Orya"), ("Sinhala", "Sinh")),
)

FAMILIES: tuple[Family, ...] = (
    _source_serif(SERIF, 11),
    _source_serif(f"{SERIF} Small", 8.5),
    _source_serif(f"{SERIF} Display", 30),
    Family(
        SANS,
        "fontpkg_source_sans_3",
        _roman_and_italic("files/SourceSans3[wght].ttf", "files/SourceSans3-Italic[wght].ttf", (400, 600, 700)),
        _EUROPEAN,
        without=GREEK,
    ),
    Family(
        MONO,
        "fontpkg_source_code_pro",
        _roman_and_italic("files/SourceCodePro[wght].ttf", "files/SourceCodePro-Italic[wght].ttf"),
        _EUROPEAN,
    ),
    _wide_marks("SC", "pylopdf_fonts_zh_cn", HAN_SIMPLIFIED),
    _wide_marks("TC", "pylopdf_fonts_zh_tw", HAN_TRADITIONAL),
    # Polytonic Greek, phonetics, the rarer Latin and Cyrillic letters.
    Family(
        f"{SERIF} Extended",
        "fontpkg_noto_serif",
        _roman_and_italic("files/NotoSerif[wdth,wght].ttf", "files/NotoSerif-Italic[wdth,wght].ttf"),
        (*_EUROPEAN, "Grek"),
        (SERIF,),
        axes=(("wdth", 100),),
    ),
    Family(
        f"{SANS} Extended",
        "fontpkg_noto_sans",
        _roman_and_italic("files/NotoSans[wdth,wght].ttf", "files/NotoSans-Italic[wdth,wght].ttf"),
        (*_EUROPEAN, "Grek"),
        (SANS, MONO),
    ),
    Family(
        f"{SERIF} Hebrew", "fontpkg_frank_ruhl_libre", _plain("files/FrankRuhlLibre[wght].ttf"), ("Hebr",), (SERIF,)
    ),
    Family(
        f"{SERIF} Arabic",
        "fontpkg_amiri",
        (
            Face("files/Amiri-Regular.ttf"),
            Face("files/Amiri-Italic.ttf", italic=True),
            Face("files/Amiri-Bold.ttf", 700),
            Face("files/Amiri-BoldItalic.ttf", 700, italic=True),
        ),
        ("Arab",),
        (SERIF,),
    ),
    _noto(f"{SANS} Arabic", "files/NotoSansArabic[wdth,wght].ttf", "fontpkg_noto_sans_arabic", "Arab"),
    *(
        _noto(f"Archiver {name}", f"files/NotoSans{name}[wdth,wght].ttf", f"fontpkg_noto_sans_{name.lower()}", code)
        for name, code in _WORLD
    ),
    # From here on what an extra brings: behind all others, so that it changes no page that is complete without it.
    _noto(f"{SANS} Hebrew", "NotoSansHebrew[wght].ttf", "manimgx_fonts"),  # without it, the serif stands in
    # Simplified Chinese first, because it has the most characters: Han text without a language stays in one face.
    *_east_asian("SC", "pylopdf_fonts_zh_cn", HAN_SIMPLIFIED, "Hani", "Bopo"),
    *_east_asian("TC", "pylopdf_fonts_zh_tw", HAN_TRADITIONAL, "Hani", "Bopo"),
    *_east_asian("JP", "pylopdf_fonts_jp", ("ja",), "Hani", "Hira", "Kana"),
    *_east_asian("KR", "pylopdf_fonts_ko", ("ko",), "Hani", "Hang"),
    *(_noto(f"Archiver {name}", f"NotoSans{name}[wght].ttf", "manimgx_fonts", code) for name, code in _WIDE_WORLD),
    Family("Archiver Math", "ziamath", (Face("fonts/STIXTwoMath-Regular.ttf"),), ("Zmth",), (SERIF, SANS, MONO)),
    _noto("Archiver Symbols", "NotoSansSymbols[wght].ttf", "manimgx_fonts", "Zsym"),
    _noto("Archiver Emoji", "NotoEmoji[wght].ttf", "manimgx_fonts", "Zsye"),
)

# What other stylesheets may say, and what they get.
_ALIASES = (("serif", SERIF), ("sans-serif", SANS), ("monospace", MONO), ("emoji", "Archiver Emoji"))


@functools.cache
def use_own_faces() -> Path:
    """The folder that holds the static faces, for an engine that takes a folder, as Typst does; beside it lies `fonts.conf`, which tells
    fontconfig of them (pdf/weasyprint/fontconfig.py).

    It costs a second the first time on a machine, some milliseconds later.
    Raises MissingDependency when a face that every page needs is not installed.
    """
    files = dict(_installed())
    missing = sorted({f.distribution for f in absent() if f.needed})
    if missing:
        raise MissingDependency(
            f"The fonts that pages are set in are not all installed: {', '.join(missing)}.",
            f"Install them: pip install {' '.join(missing)}",
        )
    folder = _cache_root() / f"faces-{_digest(files)}"
    if not (folder / "fonts.conf").is_file():
        _lay_out(folder, files)
    return folder / "faces"


def uncovered(text: str) -> str:
    """The characters of `text` that no face of ours has, each once, in order: a page would show an empty box for them.

    What is never drawn (controls, joiners, spaces, variation selectors) is not among them.
    """
    covered = _covered(use_own_faces().parent)
    return "".join(char for char in dict.fromkeys(text) if char not in covered and not _undrawn(char))


def _undrawn(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"} or "\ufe00" <= char <= "\ufe0f"


@functools.cache
def _covered(folder: Path) -> frozenset[str]:
    return frozenset((folder / "characters").read_bytes().decode())


def absent() -> tuple[Family, ...]:
    """The families whose faces are not installed, in the table's order."""
    files = dict(_installed())
    return tuple(f for f in FAMILIES if not all((f, face) in files for face in f.faces))


def _installed() -> Iterator[tuple[tuple[Family, Face], Path]]:
    for family in FAMILIES:
        spec = importlib.util.find_spec(family.package)
        for root in (spec.submodule_search_locations or ()) if spec else ():
            for face in family.faces:
                if (path := Path(root, face.file)).is_file():
                    yield (family, face), path


def _cache_root() -> Path:
    """The user's cache folder; where that cannot be written, one that ends with this process."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "archiver"
        base.mkdir(parents=True, exist_ok=True)
        if os.access(base, os.W_OK):
            return base
    except (OSError, RuntimeError):  # RuntimeError: a user whom the system does not know has no home
        pass
    base = Path(tempfile.mkdtemp(prefix="archiver-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return base


def _digest(files: dict[tuple[Family, Face], Path]) -> str:
    """Names the folder after all that shapes it, so that a new version of a face or of this table makes a new one."""
    state = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in files.values()]
    return hashlib.sha256(repr((state, Path(__file__).read_bytes())).encode()).hexdigest()[:16]


def _lay_out(folder: Path, files: dict[tuple[Family, Face], Path]) -> None:
    """Fills the folder of the faces."""

    def fill(aside: Path) -> None:
        (aside / "faces").mkdir()
        codes: set[int] = set()
        named = [
            (_place(family, face, path, aside / "faces", codes), family, face) for (family, face), path in files.items()
        ]
        (aside / "characters").write_bytes("".join(map(chr, sorted(codes))).encode(errors="ignore"))
        (aside / "fonts.conf").write_text(_fonts_conf(folder, named), encoding="utf-8")

    make_whole_folder(folder, fill)


def _place(family: Family, face: Face, path: Path, faces: Path, codes: set[int]) -> str:
    """Puts a static face into the folder: a link where the file serves as it is, else an instance cut from it.

    Gives the file's name, and adds to `codes` the characters of the package's file.
    """
    import uharfbuzz as hb  # type: ignore[import-untyped]

    name = f"{family.name} {path.stem.partition('[')[0]} {face.weight}{' Italic' if face.italic else ''}"
    target = faces / f"{name.replace(' ', '-')}{path.suffix}"
    source = hb.Face(hb.Blob.from_file_path(str(path)))
    codes.update(source.unicodes)
    points = {"wght": float(face.weight), **dict(family.axes)}
    axes = [axis.tag for axis in source.axis_infos]
    if not (axes or family.only or family.without):
        if path.suffix == ".otf":
            target.write_bytes(_numbered_in_order(path))
        else:
            target.symlink_to(path)
        return target.name
    wanted = hb.SubsetInput()
    if not family.only:  # all glyphs, alternates included
        wanted.keep_everything()
    for axis in axes:
        if axis in points:
            wanted.pin_axis_location(source, axis, points[axis])
        else:
            wanted.pin_axis_to_default(source, axis)
    for first, last in family.only:
        wanted.unicode_set.add_range(first, last)
    if family.without:  # and a glyph that is asked for by number would bring its character along
        wanted.glyph_set.clear()
    for first, last in family.without:
        wanted.unicode_set.del_range(first, last)
    target.write_bytes(hb.subset(source, wanted).blob.data)
    if path.suffix == ".otf":
        target.write_bytes(_numbered_in_order(target))
    return target.name


def _numbered_in_order(path: Path) -> bytes:
    """An OpenType file with character ids (as East Asian faces have) whose ids are made to count its glyphs.

    WeasyPrint writes glyph numbers where such a face in a PDF is read by its ids, so that a reader that keeps to the
    standard would show other characters (veraPDF: 6.2.11.4.1). The list of ids is replaced in place by the shortest
    form of "1, 2, 3 …": format 2, first id 1, so many more.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    data = bytearray(path.read_bytes())
    with TTFont(path, lazy=True) as font:
        top = font["CFF "].cff.topDictIndex[0]
        if hasattr(top, "ROS"):
            start = font.reader.tables["CFF "].offset + top.rawDict["charset"]
            data[start : start + 5] = struct.pack(">BHH", 2, 1, font["maxp"].numGlyphs - 2)
    return bytes(data)


def _fonts_conf(folder: Path, named: Iterable[tuple[str, Family, Face]]) -> str:
    """The fontconfig file: where our faces are, what they are called, and which stands in for which."""
    named = list(named)
    present = {family.name for _, family, _ in named}
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        f"<dir>{escape(str(folder / 'faces'))}</dir>",
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>",
        '<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>',
    ]
    for file, family, face in named:
        # Prepended, since Pango looks a face up again by the names in the file.
        lines.append(
            f'<match target="scan"><test name="file"><string>{escape(str(folder / "faces" / file))}</string></test>'
            f'<edit name="family" mode="prepend"><string>{escape(family.name)}</string></edit>'
            f'<edit name="weight" mode="assign"><const>{_WEIGHTS[face.weight]}</const></edit>'
            f'<edit name="slant" mode="assign"><const>{"italic" if face.italic else "roman"}</const></edit></match>'
        )
    lines += [_beside(generic, (family,)) for generic, family in _ALIASES]
    lines.append(  # for a family that we do not have, the text face stands in
        f'<match target="pattern"><edit name="family" mode="append_last" binding="strong">'
        f"<string>{SERIF}</string></edit></match>"
    )
    for text_family in (f.name for f in FAMILIES if not f.serves):
        general = next(name for name in (SERIF, SANS, MONO) if text_family.startswith(name))
        chain = [f for f in FAMILIES if general in f.serves and f.name in present]
        # Each rule puts its families right behind the one that it tests for, so the last rule that holds is nearest.
        lines.append(_beside(text_family, (f.name for f in chain if not f.only)))
        for language in dict.fromkeys(language for f in chain for language in f.languages):
            own = [f for f in chain if language in f.languages]
            lines.append(_beside(text_family, (f.name for f in own if not f.only), language))
            lines.append(_beside(text_family, (f.name for f in own if f.only), language, "prepend"))
    return "\n".join([*lines, "</fontconfig>", ""])


_WEIGHTS = {400: "regular", 600: "semibold", 700: "bold"}


def _beside(family: str, others: Iterable[str], language: str = "", mode: str = "append") -> str:
    """A rule: where `family` is asked for (for text in `language`), ask for the others right after or before it."""
    test = f'<test name="lang" compare="contains"><string>{language}</string></test>' if language else ""
    names = "".join(f"<string>{escape(name)}</string>" for name in others)
    if not names:
        return ""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(family)}</string></test>{test}'
        f'<edit name="family" mode="{mode}" binding="strong">{names}</edit></match>'
    )
