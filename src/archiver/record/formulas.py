"""Formulas: MathML unchanged, TeX where the page has nothing else, and each formula only once.

Pages hold formulas in four ways: as MathML; as MathML for machines beside glyphs for display (KaTeX, MathJax with its
assistive MathML, MediaWiki with a picture); as TeX in a script element for MathJax 2; and as TeX between delimiters in
the text, which a script finds there (MathJax 3, KaTeX auto-render). A saved page shows the state before or after the
script ran.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from archiver.article import tag
from archiver.page import BLOCKS, INVISIBLE, visible_text
from archiver.record.flow import last_child, make
from archiver.record.vocabulary import MATHML, MATHML_NAMESPACE
from archiver.trees.elements import Element as Node

#: Scripts that render formulas, in lower case.
_MATH_SCRIPTS = ("mathjax", "katex")
_DOLLARS = re.compile(r"""(inlineMath|delimiters)[\s\S]{0,400}?["']\$["']""")
# The text between delimiters holds no delimiter, so no text is searched twice.
_BETWEEN = r"((?:[^\\]|\\[^()\[\]])++)"
_DISPLAY_DELIMITED = rf"\\\[{_BETWEEN}\\\]|\$\$([^$]++)\$\$"
_DELIMITED = re.compile(rf"\\\({_BETWEEN}\\\)|{_DISPLAY_DELIMITED}", re.DOTALL)
_DELIMITED_OR_DOLLARS = re.compile(
    rf"\\\({_BETWEEN}\\\)|{_DISPLAY_DELIMITED}|(?<![\\$\w])\$(?=[^\s$])([^$]{{1,300}})(?<=[^\s\\])\$(?![\w$])",
    re.DOTALL,
)
_BLOCK_FORMULA = re.compile(rf"\s*(?:{_DISPLAY_DELIMITED})\s*", re.DOTALL)
_SPACE = re.compile(r"\s+")
_CODE, _FORMULA, _P = tag("code"), tag("formula"), tag("p")
#: Elements that hold blocks, in which a formula may be a block.
_HOLDS_BLOCKS = frozenset(tag(n) for n in ("body", "section", "quote", "note"))


def mathml(node: Node) -> Element | None:
    """A math element as a formula. Elements that are not MathML lose their tag and keep their text."""
    element = make("formula", notation="mathml")
    alt = node.get("alttext")
    if alt:
        element.set("alt", " ".join(alt.split()))
    root: Element | None = None
    # the text for the end of the element `written`, which is set at once: lxml copies it for each addition
    pieces: list[str] = []
    written = element

    def write(target: Element, text: str) -> None:
        nonlocal written
        if target is not written:
            _append_text(written, pieces)
            written = target
        pieces.append(text)

    # (source element, parent of its copy, True for the tail of the element only)
    stack: list[tuple[Node, Element, bool]] = [(node, element, False)]
    while stack:
        source, target, is_tail = stack.pop()
        # the edges of a block separate words
        edge = " " if source.tag in BLOCKS else ""
        if is_tail:
            write(target, f"{edge}{source.tail}")
            continue
        name = source.tag.split(":")[-1]
        if name in INVISIBLE:
            continue
        if name in MATHML:
            _append_text(written, pieces)
            copy = etree.SubElement(target, f"{{{MATHML_NAMESPACE}}}{name}", nsmap={None: MATHML_NAMESPACE})
            for key, value in source.attributes.items():
                if key.isascii() and key.isalpha() and not key.startswith(("on", "href", "xmlns")):
                    copy.set(key, value)
        else:
            copy = target
        if edge or source.text:
            write(copy, f"{edge}{source.text}")
        if root is None:
            root = copy
        # The stack reverses the order, so the children are pushed in reverse.
        for child in reversed(source.children):
            stack += ((child, copy, True), (child, copy, False))
    _append_text(written, pieces)
    return element if visible_text(node) else None


def _append_text(element: Element, pieces: list[str]) -> None:
    """Append pieces of text with folded white space to an element that has none behind its last child, and empty the list.

    MathML does not show white space, but it separates words for screen readers.
    """
    last = last_child(element)
    folded: list[str] = []
    for piece in pieces:
        text = _SPACE.sub(" ", piece)
        if folded and folded[-1][-1] == " ":
            text = text.removeprefix(" ")
        if text and (text != " " or folded or last is not None):
            folded.append(text)
    pieces.clear()
    if folded and last is not None:
        last.tail = "".join(folded)
    elif folded:
        element.text = "".join(folded)


def is_visual_copy(node: Node) -> bool:
    """Whether an element holds only the glyphs of a formula whose MathML is beside it (KaTeX, MathJax 2)."""
    parent = node.parent
    if node.get("aria-hidden") != "true" or parent is None:
        return False
    parent_classes = (parent.get("class") or "").lower()
    if "katex" not in parent_classes and "mathjax" not in parent_classes:
        return False
    return any(sibling is not node and _is_or_holds_math(sibling) for sibling in parent.children)


def _is_or_holds_math(node: Node) -> bool:
    return node.tag == "math" or node.first("math") is not None


def tex_script(node: Node) -> Element | None:
    """The TeX of a script element (type math/tex) for MathJax 2. None when the rendered formula is right before it."""
    kind = (node.get("type") or "").lower()
    source = " ".join((node.text or "").split())
    if not kind.startswith("math/tex") or not source:
        return None
    before = node.previous
    if before is not None and "mathjax" in (before.get("class") or "").lower() and visible_text(before):
        return None
    element = make("formula", notation="tex")
    element.text = source
    if "mode=display" in kind.replace(" ", ""):
        element.set("display", "block")
    return element


def mark_tex(root: Element, page: str) -> None:
    r"""Turn TeX between \( \), \[ \], $$ $$ below `root` into formulas, and between $ $ where the page configures that.

    `page` is the whole source: the delimiters mean formulas only on a page that loads MathJax or KaTeX.
    """
    text_of_root = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    if not _may_hold(text_of_root):
        return
    if "$$" not in text_of_root and "\\" not in text_of_root and "inlineMath" not in page and "delimiters" not in page:
        # Single dollar signs mostly mean money; as delimiters they must be configured.
        return
    candidates = [e for e in root.iter("*") if _may_hold(e.text) or _may_hold(e.tail)]
    if not candidates:
        return
    lower = page.lower()
    if not any(setter in lower for setter in _MATH_SCRIPTS):
        return
    pattern = _DELIMITED_OR_DOLLARS if _DOLLARS.search(page) else _DELIMITED
    for element in candidates:
        if not _is_literal(element) and element.text:
            _split(element, element.text, pattern, into=True)
        if element is not root and element.tail and not _is_literal(element.getparent()):
            _split(element, element.tail, pattern, into=False)


def _may_hold(text: str | None) -> bool:
    return text is not None and ("$" in text or "\\(" in text or "\\[" in text)


def _is_literal(element: Element | None) -> bool:
    """Whether the text of an element must not be searched for formulas: code and formulas."""
    while element is not None:
        if element.tag in (_CODE, _FORMULA):
            return True
        element = element.getparent()
    return False


def _split(element: Element, text: str, pattern: re.Pattern[str], into: bool) -> None:
    """Split a text node at its formulas: the text of an element (`into`), or its tail."""
    parent = element.getparent()
    fills_paragraph = (
        into and element.tag == _P and len(element) == 0 and parent is not None and parent.tag in _HOLDS_BLOCKS
    )
    if fills_paragraph and (block := _BLOCK_FORMULA.fullmatch(text)):
        formula = _formula(block)
        formula.set("display", "block")
        assert parent is not None
        parent.replace(element, formula)
        return
    formulas: list[Element] = []
    position = 0
    text_before = ""
    for match in pattern.finditer(text):
        text_between = text[position : match.start()]
        if formulas:
            formulas[-1].tail = text_between
        else:
            text_before = text_between
        formulas.append(_formula(match))
        position = match.end()
    if not formulas:
        return
    formulas[-1].tail = text[position:] or None
    if into:
        element.text = text_before or None
        element[:0] = formulas
    else:
        element.tail = None
        # In reverse order, so that no position among the siblings must be looked up.
        for formula in reversed(formulas):
            element.addnext(formula)
        element.tail = text_before or None


def _formula(match: re.Match[str]) -> Element:
    formula = make("formula", notation="tex")
    formula.text = " ".join(next(filter(None, match.groups()), "").split())
    return formula
