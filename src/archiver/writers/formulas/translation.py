r"""Translations of formulas with pandoc (texmath): MathML to TeX, TeX to MathML and to Typst.

All formulas of an article go through one call of pandoc, and an article without formulas makes none. The functions mark
the formulas of a prepared copy of a record (shared/prepare.py) with attributes of the namespace urn:archiver:export:1:

    x:tex      the TeX of a formula in MathML
    x:typst    the formula for Typst's mathematics
    x:number   the number of an equation, from its \tag

A formula without the attribute cannot be set: it is not allowed (tex.py), or pandoc does not know a command in it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Literal

from lxml import etree

from archiver import pandoc
from archiver.article import Article, tag
from archiver.errors import InvalidResult
from archiver.writers.formulas.tex import safe_formula
from archiver.writers.shared.prepare import EXPORT

TEX, TYPST, NUMBER = (f"{{{EXPORT}}}{name}" for name in ("tex", "typst", "number"))
MATHML = "http://www.w3.org/1998/Math/MathML"

_FORMULA = tag("formula")
_TEX_ANNOTATIONS = ("application/x-tex", "application/x-latex", "tex", "latex")
#: What only numbers or names an equation. texmath drops a \tag and refuses a \label.
_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}\\]*)\}")
_NO_SIGNS = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
#: A line of the output between two formulas.
_SEPARATOR = "// archiver"
#: Code in Typst's mathematics that pandoc writes: a space, and a frame. Anything else with "#" would be a program.
_SAFE_CODE = re.compile(r"#h\(-?[0-9.]+em\)|#box\(stroke: black, inset: 3pt, \[\$|\$\]\)")
#: White space at the edges of text in a formula: MathML would drop it, and in TeX it is part of the text.
_EDGE_SPACE = re.compile(r"^ +| +$")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_CODE_OR_END = re.compile(r"(?<!\\)[#$]")

_Target = Literal["html", "typst"]


def add_tex(root: etree._Element) -> None:
    """Set `x:tex` on the MathML formulas below `root`: the annotation of the source, else the translation.

    Raises MissingDependency without pandoc, InvalidResult if pandoc fails.
    """
    without_tex = []
    for formula in root.iter(_FORMULA):
        if formula.get("notation") != "mathml" or not len(formula):
            continue
        for annotation in formula.iter(f"{{{MATHML}}}annotation"):
            tex = (annotation.text or "").strip() if annotation.get("encoding", "").lower() in _TEX_ANNOTATIONS else ""
            if tex and safe_formula(tex) is not None:
                formula.set(TEX, tex)
                break
        else:
            without_tex.append(formula)
    sources = tuple(etree.tostring(_bare(formula[0]), encoding="unicode") for formula in without_tex)
    for formula, translated in zip(without_tex, _tex_of_mathml(sources), strict=True):
        if translated:
            formula.set(TEX, translated)


def add_typst(root: etree._Element) -> None:
    """Set `x:typst`, and `x:number` where an equation has one, on the formulas below `root` that Typst can set.

    Raises MissingDependency without pandoc, InvalidResult if pandoc fails.
    """
    add_tex(root)
    formulas = list(root.iter(_FORMULA))
    for formula, translated in zip(formulas, _translated(formulas, "typst"), strict=True):
        if translated and (typst := typst_mathematics(translated)):
            formula.set(TYPST, typst)


def add_mathml(root: etree._Element) -> None:
    """Turn the TeX formulas below `root` into MathML with the TeX as annotation, and set `x:number` on equations that have one.

    A formula that cannot be translated stays TeX. Raises MissingDependency without pandoc, InvalidResult if pandoc fails.
    """
    formulas = [formula for formula in root.iter(_FORMULA) if formula.get("notation") == "tex"]
    for formula, translated in zip(formulas, _translated(formulas, "html"), strict=True):
        if not translated.startswith("<math"):
            continue
        math = etree.fromstring(translated)
        for element in math.iter(etree.Element):
            element.attrib.pop("style", None)  # pandoc writes the cells of a table for browsers, with HTML's attribute
            if element.text and element.tag == f"{{{MATHML}}}mtext":
                element.text = _EDGE_SPACE.sub("\N{NO-BREAK SPACE}", element.text)
        source = _text(formula)
        math.attrib.pop("display", None)
        formula.text = None
        for child in list(formula):
            formula.remove(child)
        formula.set("notation", "mathml")
        if not formula.get("alt"):
            formula.set("alt", " ".join(source.split()))
        formula.append(math)


def sources_not_set(article: Article) -> tuple[str, ...]:
    """The TeX of the formulas of an article that no format can set as mathematics, each once and in order.

    Exports show their source. Raises MissingDependency without pandoc, InvalidResult if pandoc fails.
    """
    formulas = [f for f in article.root.iter(_FORMULA) if f.get("notation") == "tex" and _text(f).strip()]
    translated = _translate(tuple(_source(formula) for formula in formulas), "html")
    sources = (
        " ".join(_text(formula).split())
        for formula, mathml in zip(formulas, translated, strict=True)
        if not mathml.startswith("<math")
    )
    return tuple(dict.fromkeys(sources))


def _translated(formulas: list[etree._Element], target: _Target) -> tuple[str, ...]:
    """The formulas in another notation ("" where that fails), with `x:number` set on them."""
    for formula in formulas:
        if number := _TAG.search(_tex(formula)):
            formula.set(NUMBER, number[2] if number[1] else f"({number[2]})")
    return _translate(tuple(_source(formula) for formula in formulas), target)


def _source(formula: etree._Element) -> str:
    """The TeX of a formula that pandoc may read, or ""."""
    return safe_formula(_NO_SIGNS.sub("", _TAG.sub("", _tex(formula)))) or ""


def _tex(formula: etree._Element) -> str:
    """The TeX of a formula: the translation of its MathML, or the source's own; else ""."""
    return formula.get(TEX) or (_text(formula) if formula.get("notation") == "tex" else "")


def _text(formula: etree._Element) -> str:
    return "".join(map(str, formula.itertext()))


# Written once for each article, read by each of its formats and by each attempt at a layout.
@lru_cache(maxsize=32)
def _translate(sources: tuple[str, ...], target: _Target) -> tuple[str, ...]:
    """TeX formulas in another notation; "" where pandoc cannot read one."""
    if not any(sources):
        return ("",) * len(sources)
    blocks = []
    for tex in sources:
        kind = {"t": "DisplayMath"} if target == "html" else {"t": "InlineMath"}
        blocks.append({"t": "Plain", "c": [{"t": "Math", "c": [kind, tex]}] if tex else []})
        blocks.append({"t": "RawBlock", "c": [target, f"\n{_SEPARATOR}\n"]})
    document = json.dumps({"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}, ensure_ascii=False)
    options = ("--wrap=none", *(("--mathml",) if target == "html" else ()))
    output = _run(document, "json", target, *options).decode("utf-8")
    pieces = re.split(rf"^{_SEPARATOR}$", output, flags=re.MULTILINE)[:-1]
    if len(pieces) != len(sources):
        return ("",) * len(sources)
    return tuple(piece.strip() for piece in pieces)


@lru_cache(maxsize=32)
def _tex_of_mathml(sources: tuple[str, ...]) -> tuple[str, ...]:
    """MathML formulas as TeX; "" where pandoc cannot read one."""
    if not sources:
        return ()
    page = "".join(f"<p>{source}</p>" for source in sources)
    blocks = json.loads(_run(page, "html", "json"))["blocks"]
    if len(blocks) != len(sources):  # pandoc did not read some of them as formulas, and they stay text
        return ("",) * len(sources)
    found = []
    for block in blocks:
        inner = block["c"] if block["t"] in ("Para", "Plain") else []
        found.append(inner[0]["c"][1].strip() if len(inner) == 1 and inner[0]["t"] == "Math" else "")
    return tuple(found)


def typst_mathematics(markup: str) -> str:
    """What stands between the dollar signs of a formula in Typst, or "" if it is text or would run code."""
    if len(markup) < 2 or markup[0] != "$" or markup[-1] != "$" or markup.endswith("\\$"):
        return ""
    inner = markup[1:-1].strip()
    return "" if _CODE_OR_END.search(_SAFE_CODE.sub("", _STRINGS.sub('""', inner))) else inner


def _run(source: str, from_: str, to: str, *options: str) -> bytes:
    try:
        return pandoc.run(source.encode("utf-8"), from_, to, *options)
    except pandoc.PandocFailed as error:
        raise InvalidResult(
            f"pandoc could not translate the formulas: {error.reason}", "Please report it with the record."
        ) from error


def _bare(math: etree._Element) -> etree._Element:
    """The formula without namespace prefixes, as HTML writes it, and without annotations."""
    bare = etree.Element(etree.QName(math).localname, {k: v for k, v in math.attrib.items() if k == "display"})
    bare.text = math.text
    for child in math.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if name not in ("annotation", "annotation-xml"):
            inner = _bare(child)
            inner.tail = child.tail
            bare.append(inner)
    return bare
