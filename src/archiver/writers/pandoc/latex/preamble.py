r"""What a LaTeX document says before it begins, so that engines find a face for each of its scripts and a list as deep as any.

Latin Modern has neither Arabic nor Chinese letters, and XeTeX is told no commands for text that runs the other way. No face is named that
is not asked for first, since nobody knows on which machine the file will be set; the scripts that need one are named in a comment.

LuaLaTeX looks a letter up in one face after the other (luaotfload); XeLaTeX cannot, and takes what babel is told of Arabic and Hebrew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archiver.writers.shared import tex

_RUNNING = re.compile(rb"\\(?:RL|LR)\{|\\begin\{(?:RTL|LTR)\}")
_LANGUAGE = re.compile(r"\\(?:foreignlanguage|begin\{otherlanguage\*?\})\{([a-z-]+)\}")
_MAIN = re.compile(r"\\documentclass\[([^\]]*)\]")
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
#: Script, faces to ask for in turn, and babel's names of the languages.
_FACES = (
    ("Arabic", ("Amiri", "Noto Naskh Arabic", "Scheherazade New"), ("arabic", "persian", "urdu")),
    ("Hebrew", ("Frank Ruhl Libre", "Noto Serif Hebrew", "David CLM"), ("hebrew",)),
)
_CJK = (
    "Noto Serif CJK JP", "Source Han Serif", "Noto Serif CJK SC", "Harano Aji Mincho", "IPAexMincho", "FandolSong", "AR PL UMing CN",
    "Hiragino Mincho ProN", "Songti SC", "MS Mincho", "SimSun",
)  # fmt: skip
_BEYOND_LATIN = re.compile(r"[\u0370-\u058f\u10a0-\u10ff\u1f00-\u1fff]")
_BROAD = ("Libertinus Serif", "STIX Two Text", "DejaVu Serif", "Noto Serif", "Times New Roman")
#: Scripts that need a face of their own, by the first word of their characters' names in Unicode, as their faces write them.
_SCRIPTS = {
    name.split()[0].replace("'", "").upper(): name
    for name in (
        "Arabic", "Armenian", "Balinese", "Bengali", "Cherokee", "Coptic", "Cuneiform", "Devanagari", "Ethiopic", "Georgian", "Gothic",
        "Gujarati", "Gurmukhi", "Hebrew", "Javanese", "Kannada", "Khmer", "Lao", "Malayalam", "Mongolian", "Myanmar", "NKo", "Oriya",
        "Runic", "Sinhala", "Syriac", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan", "Tifinagh", "Canadian Aboriginal",
        "Egyptian Hieroglyphs",
    )
}  # fmt: skip
#: Faces of many scripts, for letters without a nearer one; and those of signs, which are no script's.
_ANY = ("FreeSerif", "DejaVu Sans", "Arial Unicode MS", "Code2000")
_SIGNS = ("Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Music", "Noto Emoji", "Symbola")
#: LaTeX gives up on the fifth list of a kind in another, and on the seventh of any; deeper ones look like the last that it knows.
_DEEP_LISTS = r"""\makeatletter
\def\@toodeep{\global\advance\@listdepth\@ne}
\def\archiverdeeper#1{\newcounter{enum#1}\@namedef{labelenum#1}{\csname theenum#1\endcsname.}\@namedef{labelitem#1}{\labelitemiv}}
\@for\archiverdepth:=v,vi,vii,viii,ix,x,xi,xii\do{\expandafter\archiverdeeper\expandafter{\archiverdepth}}
\def\itemize{\advance\@itemdepth\@ne\edef\@itemitem{labelitem\romannumeral\the\@itemdepth}%
  \expandafter\list\csname\@itemitem\endcsname{\def\makelabel##1{\hss\llap{##1}}}}
\def\enumerate{\advance\@enumdepth\@ne\edef\@enumctr{enum\romannumeral\the\@enumdepth}%
  \expandafter\list\csname label\@enumctr\endcsname{\usecounter\@enumctr\def\makelabel##1{\hss\llap{##1}}}}
\makeatother"""
_XETEX_RUNS = rb"""\ifXeTeX
  \TeXXeTstate=1
  \providecommand{\RL}[1]{\beginR #1\endR}
  \providecommand{\LR}[1]{\beginL #1\endL}
  \ifcsname RTL\endcsname\else\newenvironment{RTL}{\beginR}{\endR}\newenvironment{LTR}{\beginL}{\endL}\fi
\fi
"""


def preamble(text: bytes) -> bytes:
    """What is to stand before the document that `text` begins."""
    said = text.decode("utf-8")
    options = (_MAIN.search(said) or [""] * 2)[1].replace("\n", "").replace(" ", "").strip(",").split(",")
    languages = {*_LANGUAGE.findall(said), options[-1]}
    scripts = _scripts(said)
    lines = [_comment(scripts)] if scripts else []
    lines += tex.formula_preamble(said)
    for language in sorted(languages.difference(options)):  # babel stops at a name that it has no locale for
        lines.append(rf"\IfFileExists{{babel-{language}.tex}}{{}}{{\babelprovide{{{language}}}}}")
    for script, known, names in _FACES:
        for language in sorted(languages.intersection(names)):
            asked = _first(known, rf"\babelfont[{language}]{{rm}}[Script={script}]{{%s}}")
            lines.append(rf"\ifPDFTeX\else{asked}\fi")
    east_asian = _EAST_ASIAN.search(said) is not None
    if east_asian:
        faces = _first(_CJK, r"\setCJKmainfont{%s}\setCJKsansfont{%s}\setCJKmonofont{%s}")
        lines.append(
            rf"\ifXeTeX\IfFileExists{{xeCJK.sty}}{{\IfFileExists{{ctexhook.sty}}{{\usepackage{{xeCJK}}{faces}}}{{}}}}{{}}\fi"
        )
    if east_asian or scripts:
        lines += _for_luatex(scripts, east_asian)
    if _BEYOND_LATIN.search(said):
        broad = _first(_BROAD, r"\setmainfont{%s}")
        lines.append(rf"\ifPDFTeX\else{broad}\fi")
    if _depth(said) > 4:
        lines.append(_DEEP_LISTS)
    made = "".join(f"{line}\n" for line in lines).encode()
    return made + (_XETEX_RUNS if _RUNNING.search(text) else b"")


def _scripts(said: str) -> list[str]:
    """The scripts of a text that Latin Modern lacks, in the order of Unicode; "" for signs."""
    found: dict[str, None] = {}
    for char in sorted(set(said)):
        if char < "\u0530" or _EAST_ASIAN.match(char):
            continue
        word = unicodedata.name(char, "").split(" ")[0]
        if word in _SCRIPTS or unicodedata.category(char) in ("So", "Co"):
            found[_SCRIPTS.get(word, "")] = None
    return list(found)


def _comment(scripts: Iterable[str]) -> str:
    named = ", ".join(script or "signs" for script in scripts)
    return (
        f"% Latin Modern has none of these: {named}.\n"
        "% LuaLaTeX takes the first face that it finds of those asked for below; for XeLaTeX name one: \\setmainfont{...}"
    )


def _faces(script: str) -> tuple[str, ...]:
    known = next((faces for name, faces, _ in _FACES if name == script), ())
    own = (*known, f"Noto Serif {script}", f"Noto Sans {script}") if script else _SIGNS
    return (*own, *_ANY)


def _for_luatex(scripts: Iterable[str], east_asian: bool) -> list[str]:
    """One list of faces, each asked for; behind the main face in any size and weight."""
    wanted = [_BROAD, *map(_faces, scripts), *([_CJK] if east_asian else [])]
    lines = [r"\ifLuaTeX\directlua{archiverfaces = {}}"]
    lines += [_first(faces, r"\directlua{table.insert(archiverfaces, '%s:')}") for faces in wanted]
    behind = r"\defaultfontfeatures+[\rmfamily]{RawFeature={fallback=archiver}}\setmainfont{Latin Modern Roman}"
    return [*lines, rf"\directlua{{luaotfload.add_fallback('archiver', archiverfaces)}}{behind}\fi"]


def _depth(said: str) -> int:
    """How deep lists stand in one another."""
    depth = deepest = 0
    for found in re.finditer(r"\\(begin|end)\{(?:itemize|enumerate|description|quote)\}", said):
        depth += 1 if found[1] == "begin" else -1
        deepest = max(deepest, depth)
    return deepest


def _first(faces: Iterable[str], use: str) -> str:
    """Code that uses the first of some faces that the machine has."""
    code = ""
    for face in reversed(list(faces)):
        code = rf"\IfFontExistsTF{{{face}}}{{{use.replace('%s', face)}}}{{{code}}}"
    return code
