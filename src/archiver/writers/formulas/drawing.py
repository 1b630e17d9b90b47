"""Formulas as drawings (SVG) for WeasyPrint, which sets no mathematics: ziamath draws the MathML in STIX Two Math.

`add_drawings` marks the formulas of a copy of a record with children of the namespace urn:archiver:export:1, which
print.xsl turns into pictures in the line:

    x:drawing  one piece of a formula: `src` (a data: URI), and `width`, `height` and `drop` (below the baseline) in ems

Most formulas are one piece. A formula that is wider than its line has several, between which the line may break: it is
divided before relations and before plus and minus, outside all brackets.
"""

from __future__ import annotations

import base64
import copy
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from lxml import etree

from archiver.article import tag
from archiver.writers.formulas.translation import add_mathml
from archiver.writers.shared.prepare import EXPORT

DRAWING = f"{{{EXPORT}}}drawing"

#: The pixels of an em in a drawing; only the precision of its numbers hangs on it.
_EM = 48.0
#: The widest piece in a line of text, and the widest formula on a line of its own, in ems.
_WIDEST_IN_TEXT, _WIDEST = 9.0, 44.0
#: A formula with more elements, or deeper, is not drawn; it keeps its form on one line.
_MOST_ELEMENTS, _DEEPEST = 4000, 60
_TRANSPARENT = ("mrow", "mstyle", "semantics", "mpadded")
_BREAK_BEFORE = frozenset("=<>≤≥≠≈≡∼≃≅∝∈∉⊂⊆→⇒⇔↔←+−±∓-")
_OPENING, _CLOSING = frozenset("([{⟨⌈⌊"), frozenset(")]}⟩⌉⌋")


@dataclass(frozen=True, slots=True)
class _Drawing:
    src: str
    width: float
    height: float
    drop: float


def add_drawings(root: etree._Element) -> None:
    """Mark the formulas below `root` that can be drawn; TeX is translated first. Lengths are in ems of the text around.

    Raises MissingDependency without pandoc, InvalidResult if pandoc fails.
    """
    add_mathml(root)
    for formula in root.iter(tag("formula")):
        if formula.get("notation") != "mathml" or not len(formula):
            continue
        display = formula.get("display") == "block"
        for drawing in _pieces(formula[-1], display):
            element = etree.SubElement(formula, DRAWING)
            element.set("src", drawing.src)
            for name in ("width", "height", "drop"):
                element.set(name, f"{getattr(drawing, name):.3f}")


def _pieces(math: etree._Element, display: bool) -> tuple[_Drawing, ...]:
    """The drawings of a formula: one, or several if it is wider than its line; none if it cannot be drawn."""
    whole = _draw(_presentation(math, list(math), display))
    if whole is None:
        return ()
    if whole.width <= (_WIDEST if display else _WIDEST_IN_TEXT):
        return (whole,)
    pieces = [_draw(_presentation(math, part, display)) for part in _parts(math)]
    return tuple(p for p in pieces if p is not None) if all(pieces) else (whole,)


def _parts(math: etree._Element) -> list[list[etree._Element]]:
    """The children of a formula in groups, each of which begins with a sign that a line may begin with."""
    row = math
    while len(elements := _presented(row)) == 1 and etree.QName(elements[0]).localname in _TRANSPARENT:
        row = elements[0]
    parts: list[list[etree._Element]] = [[]]
    depth = 0
    for element in _presented(row):
        sign = "".join(map(str, element.itertext())).strip() if etree.QName(element).localname == "mo" else ""
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
        elif sign in _BREAK_BEFORE and depth == 0 and parts[-1]:
            parts.append([])
        parts[-1].append(element)
    return parts if depth == 0 else [_presented(math)]


def _presented(element: etree._Element) -> list[etree._Element]:
    return [
        child
        for child in element.iterchildren(etree.Element)
        if etree.QName(child).localname not in ("annotation", "annotation-xml")
    ]


def _presentation(math: etree._Element, children: list[etree._Element], display: bool) -> str:
    """The MathML of some children of a formula without prefixes and annotations."""
    result = etree.Element("math", {"display": "block"} if display else {})
    row = etree.SubElement(result, "mrow")
    for child in children:
        row.append(copy.deepcopy(child))
    if (
        len(row)
        and etree.QName(row[0]).localname == "mo"
        and row[0].text in _BREAK_BEFORE
        and children[0].getprevious() is not None
    ):
        row[0].set("form", "infix")  # it begins a piece, and not the formula
    if children == list(math) and not any(isinstance(child.tag, str) for child in children):
        etree.SubElement(row, "mtext").text = math.text
    for element in list(result.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in ("annotation", "annotation-xml"):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
        else:
            element.tag = name if name != "semantics" else "mrow"
            element.tail = None
    etree.cleanup_namespaces(result)
    return etree.tostring(result, encoding="unicode", with_tail=False)


# The attempts at a layout draw the same formulas again, and long articles repeat the same letters.
@lru_cache(maxsize=2048)
def _draw(mathml: str) -> _Drawing | None:
    """The drawing of a formula, or None if ziamath cannot draw it or its font lacks a letter."""
    from ziamath.zmath import Math

    source = etree.fromstring(mathml)
    if sum(1 for _ in source.iter()) > _MOST_ELEMENTS or _depth(source) > _DEEPEST:
        return None
    try:
        math = Math(mathml, size=_EM, margin=0)
        letters = {char for text in source.itertext() for char in str(text) if not char.isspace()}
        if any(math.font.glyphindex(char) == 0 for char in letters if not _is_invisible(char)):
            return None
        svg = math.svgxml()
        below = math.node.bbox.ymin
    except Exception:  # noqa: BLE001 - on MathML that it does not know, ziamath raises anything
        return None
    width, height = (float(svg.get(name, "0")) for name in ("width", "height"))
    if width <= 0 or height <= 0:
        return None
    data = ElementTree.tostring(_plain(svg), encoding="utf-8")
    src = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
    return _Drawing(src, width / _EM, height / _EM, max(0.0, -below / _EM))


def _depth(element: etree._Element) -> int:
    depth, level = 0, [element]
    while level:
        depth += 1
        level = [child for parent in level for child in parent]
    return depth


def _is_invisible(char: str) -> bool:
    return "\u2061" <= char <= "\u2064" or char in "\u200b\ufeff"


def _plain(svg: ElementTree.Element) -> ElementTree.Element:
    """The drawing without `symbol` and `use`, each glyph at its place: the simplest SVG, and no ids."""
    symbols = {f"#{symbol.get('id')}": symbol for symbol in svg.iter("symbol")}
    result = ElementTree.Element(svg.tag, dict(svg.attrib))
    for element in svg:
        if element.tag == "symbol":
            continue
        if element.tag != "use":
            result.append(element)
            continue
        symbol = symbols[element.get("href", "")]
        left, top, _, height = (float(number) for number in symbol.get("viewBox", "0 0 1 1").split())
        if not len(symbol) or not height:  # a space
            continue
        scale = float(element.get("height", "1")) / height
        x, y = float(element.get("x", "0")) - left * scale, float(element.get("y", "0")) - top * scale
        group = ElementTree.SubElement(result, "g", {"transform": f"translate({x:.2f} {y:.2f}) scale({scale:.4f})"})
        group.extend(symbol)
    return result
