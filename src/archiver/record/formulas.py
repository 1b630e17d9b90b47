"""Formulas: MathML as it is, TeX where the page carries nothing else, and neither of them twice.

Pages show formulas in four ways: as MathML; as MathML for machines beside glyphs for eyes (KaTeX, MathJax with its assistive part, MediaWiki with
a picture); as TeX in a script element that MathJax 2 would have set; and as TeX between delimiters in the running text, which a script finds there
(MathJax 3, KaTeX auto-render). A saved page holds them before the script ran or after it.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.page import INVISIBLE, visible_text
from archiver.record.flow import make
from archiver.record.vocabulary import MATHML, MATHML_NAMESPACE

#: The scripts that set formulas, in lower case.
_SETTERS = ("mathjax", "katex")
_DOLLARS = re.compile(r"""(inlineMath|delimiters)[\s\S]{0,400}?["']\$["']""")
# what is between delimiters holds none, so that no text is looked through twice
_BETWEEN = r"((?:[^\\]|\\[^()\[\]])++)"
_DISPLAYED = rf"\\\[{_BETWEEN}\\\]|\$\$([^$]++)\$\$"
_DELIMITED = re.compile(rf"\\\({_BETWEEN}\\\)|{_DISPLAYED}", re.DOTALL)
_DELIMITED_OR_DOLLARS = re.compile(
    rf"\\\({_BETWEEN}\\\)|{_DISPLAYED}|(?<![\\$\w])\$(?=[^\s$])([^$]{{1,300}})(?<=[^\s\\])\$(?![\w$])", re.DOTALL
)
_BLOCK_FORMULA = re.compile(rf"\s*(?:{_DISPLAYED})\s*", re.DOTALL)
_SPACE = re.compile(r"\s+")
_CODE, _FORMULA, _P = tag("code"), tag("formula"), tag("p")
#: What holds blocks, so that a formula may be one.
_HOLDS_BLOCKS = frozenset(tag(n) for n in ("body", "section", "quote", "note"))


def mathml(node: Element) -> Element | None:
    """A math element as a formula; elements that MathML does not know lose their tag and keep their text."""
    element = make("formula", notation="mathml")
    alt = node.get("alttext")
    if alt:
        element.set("alt", " ".join(alt.split()))
    root: Element | None = None
    # (source, where its copy goes, or only the text behind it)
    stack: list[tuple[Element, Element, bool]] = [(node, element, False)]
    while stack:
        source, target, is_tail = stack.pop()
        if is_tail:
            _append_text(target, source.tail or "")
            continue
        name = source.tag.split(":")[-1].lower() if isinstance(source.tag, str) else ""
        if name in INVISIBLE:
            continue
        if name in MATHML:
            copy = etree.SubElement(target, f"{{{MATHML_NAMESPACE}}}{name}", nsmap={None: MATHML_NAMESPACE})
            for key, value in source.attrib.items():
                key = str(key)
                if key.isascii() and key.isalpha() and not key.startswith(("on", "href", "xmlns")):
                    copy.set(key, str(value))
        else:
            copy = target
        if source.text:
            _append_text(copy, source.text)
        if root is None:
            root = copy
        # children in order: a stack turns them round, so they are put on it the other way
        for child in reversed(source):
            stack += ((child, copy, True), (child, copy, False))
    if not visible_text(node):
        return None
    return element


def _append_text(element: Element, text: str) -> None:
    """Put text behind what an element holds, its white space folded: MathML does not show it, and it parts the words of who reads it aloud."""
    folded = _SPACE.sub(" ", text)
    if not folded:
        return
    if len(element):
        element[-1].tail = _SPACE.sub(" ", f"{element[-1].tail or ''}{folded}")
    elif folded != " " or element.text:
        element.text = _SPACE.sub(" ", f"{element.text or ''}{folded}")


def shows_again(node: Element) -> bool:
    """Whether an element holds the glyphs of a formula that stands beside it as MathML, for eyes only (KaTeX, MathJax 2)."""
    parent = node.getparent()
    if node.get("aria-hidden") != "true" or parent is None:
        return False
    around = (parent.get("class") or "").lower()
    if "katex" not in around and "mathjax" not in around:
        return False
    return any(sibling is not node and _is_or_holds_math(sibling) for sibling in parent)


def _is_or_holds_math(node: Element) -> bool:
    return node.tag == "math" or node.find(".//math") is not None


def tex_script(node: Element) -> Element | None:
    """The TeX that a page keeps in a script element (type math/tex) for MathJax 2, unless the formula it became stands right before it."""
    kind = (node.get("type") or "").lower()
    source = " ".join((node.text or "").split())
    if not kind.startswith("math/tex") or not source:
        return None
    before = node.getprevious()
    if before is not None and "mathjax" in (before.get("class") or "").lower() and visible_text(before):
        return None
    element = make("formula", notation="tex")
    element.text = source
    if "mode=display" in kind.replace(" ", ""):
        element.set("display", "block")
    return element


def mark_tex(root: Element, page: str) -> None:
    r"""Make formulas of the TeX between \( \), \[ \], $$ $$ below `root`, and between $ $ where the page says so.

    `page` is the whole source: only a page that loads MathJax or KaTeX means formulas by those signs.
    """
    whole = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    if not _may_hold(whole):
        return
    if "$$" not in whole and "\\" not in whole and "inlineMath" not in page and "delimiters" not in page:
        # single signs, of money most often, which would have to be declared
        return
    found = [e for e in root.iter("*") if _may_hold(e.text) or _may_hold(e.tail)]
    if not found:
        return
    lower = page.lower()
    if not any(setter in lower for setter in _SETTERS):
        return
    pattern = _DELIMITED_OR_DOLLARS if _DOLLARS.search(page) else _DELIMITED
    for element in found:
        if not _is_literal(element) and element.text:
            _split(element, element.text, pattern, into=True)
        if element is not root and element.tail and not _is_literal(element.getparent()):
            _split(element, element.tail, pattern, into=False)


def _may_hold(text: str | None) -> bool:
    return text is not None and ("$" in text or "\\(" in text or "\\[" in text)


def _is_literal(element: Element | None) -> bool:
    """Whether the text of an element is not to be read for formulas: code, and formulas themselves."""
    while element is not None:
        if element.tag in (_CODE, _FORMULA):
            return True
        element = element.getparent()
    return False


def _split(element: Element, text: str, pattern: re.Pattern[str], into: bool) -> None:
    """Cut a text node at its formulas: the text in an element (`into`) or the one after it."""
    parent = element.getparent()
    alone = into and element.tag == _P and len(element) == 0 and parent is not None and parent.tag in _HOLDS_BLOCKS
    if alone and (whole := _BLOCK_FORMULA.fullmatch(text)):
        formula = _formula(whole)
        formula.set("display", "block")
        assert parent is not None
        parent.replace(element, formula)
        return
    pieces: list[Element] = []
    position = 0
    lead = ""
    for match in pattern.finditer(text):
        between = text[position : match.start()]
        if pieces:
            pieces[-1].tail = between
        else:
            lead = between
        pieces.append(_formula(match))
        position = match.end()
    if not pieces:
        return
    pieces[-1].tail = text[position:] or None
    if into:
        element.text = lead or None
        element[:0] = pieces
    else:
        element.tail = None
        # one behind the other, without asking for the place of any among its siblings
        for piece in reversed(pieces):
            element.addnext(piece)
        element.tail = lead or None


def _formula(match: re.Match[str]) -> Element:
    formula = make("formula", notation="tex")
    formula.text = " ".join(next(filter(None, match.groups()), "").split())
    return formula
