r"""The LaTeX preamble: fonts for the scripts of a document, right-to-left commands, and deeply nested lists.

Latin Modern has no Arabic and no Chinese letters, and XeTeX gets no commands for right-to-left text from pandoc. The
machine that will typeset the file is unknown, so each font is tested before it is used. A comment names the scripts
that need one.

LuaLaTeX looks a letter up in one font after another (luaotfload). XeLaTeX cannot; it uses what babel declares for
Arabic and Hebrew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archiver.writers.formulas import tex

_RUNNING = re.compile(rb"\\(?:RL|LR)\{|\\begin\{(?:RTL|LTR)\}")
_LANGUAGE = re.compile(r"\\(?:foreignlanguage|begin\{otherlanguage\*?\})\{([a-z-]+)\}")
_MAIN = re.compile(r"\\documentclass\[([^\]]*)\]")
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
#: Script, fonts to try in this order, and babel's names of the languages.
_FONTS = (
    ("Arabic", ("Amiri", "Noto Naskh Arabic", "Scheherazade New"), ("arabic", "persian", "urdu")),
    ("Hebrew", ("Frank Ruhl Libre", "Noto Serif Hebrew", "David CLM"), ("hebrew",)),
)
_CJK = (
    "Noto Serif CJK JP", "Source Han Serif", "Noto Serif CJK SC", "Harano Aji Mincho", "IPAexMincho", "FandolSong", "AR PL UMing CN",
    "Hiragino Mincho ProN", "Songti SC", "MS Mincho", "SimSun",
)  # fmt: skip
_BEYOND_LATIN = re.compile(r"[\u0370-\u058f\u10a0-\u10ff\u1f00-\u1fff]")
_WIDE_COVERAGE = ("Libertinus Serif", "STIX Two Text", "DejaVu Serif", "Noto Serif", "Times New Roman")
#: Scripts that need a font of their own: the first word of their characters' Unicode names, and the name in font names.
_SCRIPTS = {
    name.split()[0].replace("'", "").upper(): name
    for name in (
        "Arabic", "Armenian", "Balinese", "Bengali", "Cherokee", "Coptic", "Cuneiform", "Devanagari", "Ethiopic", "Georgian", "Gothic",
        "Gujarati", "Gurmukhi", "Hebrew", "Javanese", "Kannada", "Khmer", "Lao", "Malayalam", "Mongolian", "Myanmar", "NKo", "Oriya",
        "Runic", "Sinhala", "Syriac", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan", "Tifinagh", "Canadian Aboriginal",
        "Egyptian Hieroglyphs",
    )
}  # fmt: skip
#: Fonts of many scripts, for letters without a better one; and fonts for symbols.
_MANY_SCRIPTS = ("FreeSerif", "DejaVu Sans", "Arial Unicode MS", "Code2000")
_SYMBOLS = ("Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Music", "Noto Emoji", "Symbola")
#: LaTeX fails at the fifth nested list of one kind and at the seventh of any. Deeper lists look like the deepest known.
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
    """The lines to insert before `\\begin{document}` in the LaTeX document `text`."""
    document = text.decode("utf-8")
    options = (_MAIN.search(document) or [""] * 2)[1].replace("\n", "").replace(" ", "").strip(",").split(",")
    languages = {*_LANGUAGE.findall(document), options[-1]}
    scripts = _scripts(document)
    lines = [_comment(scripts)] if scripts else []
    lines += tex.formula_preamble(document)
    for language in sorted(languages.difference(options)):  # babel fails at a language without a locale
        lines.append(rf"\IfFileExists{{babel-{language}.tex}}{{}}{{\babelprovide{{{language}}}}}")
    for script, candidates, names in _FONTS:
        for language in sorted(languages.intersection(names)):
            first_known = _first_installed(candidates, rf"\babelfont[{language}]{{rm}}[Script={script}]{{%s}}")
            lines.append(rf"\ifPDFTeX\else{first_known}\fi")
    east_asian = _EAST_ASIAN.search(document) is not None
    if east_asian:
        fonts = _first_installed(_CJK, r"\setCJKmainfont{%s}\setCJKsansfont{%s}\setCJKmonofont{%s}")
        lines.append(
            rf"\ifXeTeX\IfFileExists{{xeCJK.sty}}{{\IfFileExists{{ctexhook.sty}}{{\usepackage{{xeCJK}}{fonts}}}{{}}}}{{}}\fi"
        )
    if east_asian or scripts:
        lines += _for_luatex(scripts, east_asian)
    if _BEYOND_LATIN.search(document):
        first_broad = _first_installed(_WIDE_COVERAGE, r"\setmainfont{%s}")
        lines.append(rf"\ifPDFTeX\else{first_broad}\fi")
    if _depth(document) > 4:
        lines.append(_DEEP_LISTS)
    result = "".join(f"{line}\n" for line in lines).encode()
    return result + (_XETEX_RUNS if _RUNNING.search(text) else b"")


def _scripts(document: str) -> list[str]:
    """The scripts of a text that Latin Modern lacks, in the order of Unicode; "" for symbols."""
    scripts: dict[str, None] = {}
    for char in sorted(set(document)):
        if char < "\u0530" or _EAST_ASIAN.match(char):
            continue
        word = unicodedata.name(char, "").split(" ")[0]
        if word in _SCRIPTS or unicodedata.category(char) in ("So", "Co"):
            scripts[_SCRIPTS.get(word, "")] = None
    return list(scripts)


def _comment(scripts: Iterable[str]) -> str:
    named = ", ".join(script or "signs" for script in scripts)
    return (
        f"% Latin Modern has none of these: {named}.\n"
        "% LuaLaTeX takes the first face that it finds of those asked for below; for XeLaTeX name one: \\setmainfont{...}"
    )


def _fonts(script: str) -> tuple[str, ...]:
    candidates = next((fonts for name, fonts, _ in _FONTS if name == script), ())
    specific = (*candidates, f"Noto Serif {script}", f"Noto Sans {script}") if script else _SYMBOLS
    return (*specific, *_MANY_SCRIPTS)


def _for_luatex(scripts: Iterable[str], east_asian: bool) -> list[str]:
    """A list of fallback fonts for LuaLaTeX, each tested; they serve the main font in every size and weight."""
    groups = [_WIDE_COVERAGE, *map(_fonts, scripts), *([_CJK] if east_asian else [])]
    lines = [r"\ifLuaTeX\directlua{archiverfaces = {}}"]
    lines += [_first_installed(fonts, r"\directlua{table.insert(archiverfaces, '%s:')}") for fonts in groups]
    feature = r"\defaultfontfeatures+[\rmfamily]{RawFeature={fallback=archiver}}\setmainfont{Latin Modern Roman}"
    return [*lines, rf"\directlua{{luaotfload.add_fallback('archiver', archiverfaces)}}{feature}\fi"]


def _depth(document: str) -> int:
    """The depth of nested lists."""
    depth = deepest = 0
    for match in re.finditer(r"\\(begin|end)\{(?:itemize|enumerate|description|quote)\}", document):
        depth += 1 if match[1] == "begin" else -1
        deepest = max(deepest, depth)
    return deepest


def _first_installed(fonts: Iterable[str], use: str) -> str:
    """Code that uses the first of the fonts that the machine has."""
    code = ""
    for font in reversed(list(fonts)):
        code = rf"\IfFontExistsTF{{{font}}}{{{use.replace('%s', font)}}}{{{code}}}"
    return code
