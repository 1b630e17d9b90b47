"""Running text of the record as pandoc's inlines (pandoc-types, `Text.Pandoc.Definition`), and what all its nodes have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from archiver.article import XML_LANG, tag
from archiver.writers.shared.prepare import DIRECTION, EXPORT, FILE, HREF, SOURCE
from archiver.writers.shared.tex import safe_formula

Node = dict[str, Any]
Attributes = list[Any]

#: Where the door (writers/pandoc/__init__.py) puts the TeX of a formula that the record has in MathML.
TEX = f"{{{EXPORT}}}tex"

_SPACES = re.compile(r"[ \t\r\n]+")
_PLAIN_MARKS = {"em": "Emph", "strong": "Strong", "sub": "Subscript", "sup": "Superscript"}
#: Programs that draw through or under words stumble over a note among them.
_LINED = {"del": "Strikeout", "ins": "Underline"}
#: Where in a node's content its inlines are: they are all of it, or its second part.
_INSIDE = dict.fromkeys(("Emph", "Strong", "Subscript", "Superscript", "Strikeout", "Underline"), 0) | dict.fromkeys(
    ("Span", "Quoted", "Link"), 1
)


class Call(dict[str, Any]):
    """A node that calls a note; links and marks are parted around it."""


def node(kind: str, *content: Any) -> Node:
    """One node of the tree; its only argument stands alone, several in a list."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def attributes(
    id: str = "", classes: Iterable[str] = (), pairs: Mapping[str, str | None] = MappingProxyType({})
) -> Attributes:
    """Pandoc's Attr: an id, classes, and pairs of key and value (those that are there)."""
    return [id, [c for c in classes if c], [[key, value] for key, value in pairs.items() if value]]


def strings(text: str) -> list[Node]:
    """Plain text as words and spaces."""
    words = _SPACES.split(text.strip())
    return [n for word in words if word for n in (node("Space"), node("Str", word))][1:]


def language_of(element: etree._Element) -> dict[str, str | None]:
    """The pairs that say an element's language and direction."""
    return {"lang": element.get(XML_LANG), "dir": element.get("dir") or element.get(DIRECTION)}


def flat(element: etree._Element) -> Iterator[str | etree._Element]:
    """Text in which marks do not count, code for one: strings, and each call where it stands."""
    yield element.text or ""
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "noteref":
            yield child
        elif name == "br":
            yield "\n"
        elif name == "image":
            yield child.get("alt") or ""
        elif name and name not in ("annotation", "annotation-xml"):
            yield from flat(child)
        yield child.tail or ""


def flat_text(element: etree._Element) -> str:
    """The same without the calls."""
    return "".join(piece for piece in flat(element) if isinstance(piece, str))


def every(tree: Any) -> Iterator[Node]:
    """Every node of a tree, in no order; without recursion, since this is asked for every document."""
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += [inner for inner in here if isinstance(inner, (list, dict))]
        elif isinstance(here, dict):
            if "t" in here:
                if here["t"] in ("Str", "Space"):
                    continue
                yield here
            waiting += [inner for inner in here.values() if isinstance(inner, (list, dict))]


def ids_of(tree: Any) -> Iterator[str]:
    """The ids of all nodes that have attributes."""
    for node in every(tree):
        if node["t"] in ("Span", "Div", "Header", "Figure", "Table"):
            yield node["c"][1 if node["t"] == "Header" else 0][0]


def apart(nodes: list[Node]) -> Iterator[Call | list[Node]]:
    """Runs of nodes, and between them each call (or link) that stood among or inside them."""
    run: list[Node] = []
    for inner in nodes:
        if isinstance(inner, Call):
            pieces: list[Call | list[Node]] = [inner]
        elif inner["t"] in _INSIDE:
            pieces = [p if isinstance(p, Call) else [_with(inner, p)] for p in apart(_within(inner))]
            pieces = pieces or [[inner]]
        else:
            pieces = [[inner]]
        for piece in pieces:
            if isinstance(piece, Call):
                if run:
                    yield run
                yield piece
                run = []
            else:
                run += piece
    if run:
        yield run


def _within(inline: Node) -> list[Node]:
    return list(inline["c"] if _INSIDE[inline["t"]] == 0 else inline["c"][1])


def _with(inline: Node, content: list[Node]) -> Node:
    if _INSIDE[inline["t"]] == 0:
        return node(inline["t"], content)
    first, _, *rest = inline["c"]
    return node(inline["t"], first, content, *rest)


class Inlines:
    """Makes inlines; `call` makes what stands for a noteref, `mark` what stands for the alternative text of the picture of this number.

    `parted` says that each word is to be a node.
    """

    def __init__(
        self,
        call: Callable[[etree._Element], Call],
        words: dict[str, str],
        mark: Callable[[int], str] | None = None,
        *,
        tex: bool = True,
        parted: bool = True,
    ) -> None:
        self._tex = tex
        self._apart = parted
        self._call = call
        self._mark = mark
        self._words = words
        self._spaced = True  # whether a space would be one too many
        #: The alternative texts of the pictures shown, in the order of the document.
        self.alternatives: list[str] = []

    def of(self, element: etree._Element | None) -> list[Node]:
        """The running text of a block, without white space at its ends."""
        if element is None:
            return []
        before, self._spaced = self._spaced, True
        nodes = self._content(element)
        self._spaced = before
        while nodes and nodes[-1]["t"] in ("Space", "LineBreak"):
            nodes.pop()
        return nodes

    def _content(self, element: etree._Element) -> list[Node]:
        nodes = self._text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                nodes += self._child(child)
            nodes += self._text(child.tail)
        return nodes

    def _text(self, text: str | None) -> list[Node]:
        nodes: list[Node] = []
        words = _SPACES.split(text or "")
        if not self._apart and len(words) > 1:  # in one piece, but for the spaces at its ends
            between = " ".join(filter(None, words))
            words = [*words[: words[0] == ""], between, *words[len(words) - (words[-1] == "") :]]
        for number, word in enumerate(words):
            if number and not self._spaced:
                nodes.append(node("Space"))
                self._spaced = True
            if word:
                nodes.append(node("Str", word))
                self._spaced = False
        return nodes

    def _child(self, child: etree._Element) -> list[Node]:
        name = etree.QName(child).localname
        match name:
            case "em" | "strong" | "sub" | "sup":
                return self._wrapped(child, lambda inner: node(_PLAIN_MARKS[name], inner))
            case "del" | "ins":
                return self._parted(child, lambda inner: node(_LINED[name], inner))
            case "mark":
                return self._parted(child, lambda inner: node("Span", attributes(classes=["mark"]), inner))
            case "small":
                return self._wrapped(child, lambda inner: node("Span", attributes(classes=["small"]), inner))
            case "abbr":
                said = attributes(classes=["abbr"], pairs={"title": child.get("title")})
                return self._wrapped(child, lambda inner: node("Span", said, inner))
            case "lang":
                said = attributes(pairs=language_of(child))
                return self._wrapped(child, lambda inner: node("Span", said, inner))
            case "q":
                kind = node("SingleQuote" if sum(1 for _ in child.iterancestors(tag("q"))) % 2 else "DoubleQuote")
                return self._wrapped(child, lambda inner: node("Quoted", kind, inner))
            case "link":
                return self._link(child)
            case "cite":
                return self._link(child, lambda inner: [node("Emph", inner)])
            case "code":
                return self._code(child)
            case "br":
                self._spaced = True
                return [node("LineBreak")]
            case "noteref":
                self._spaced = False
                return [self._call(child)]
            case "image":
                self._spaced = False
                return self.image(child)
            case "formula":
                return self.formula(child)
            case "reading":
                return [node("Str", "("), *self._content(child), node("Str", ")")]
        return self._content(child)  # ruby and base, and what a later grammar may bring

    def _wrapped(self, element: etree._Element, wrap: Callable[[list[Node]], Node]) -> list[Node]:
        inner = self._content(element)
        return [wrap(inner)] if inner else []

    def _parted(self, element: etree._Element, wrap: Callable[[list[Node]], Node]) -> list[Node]:
        return [p if isinstance(p, Call) else wrap(p) for p in apart(self._content(element))]

    def _link(
        self, element: etree._Element, around: Callable[[list[Node]], list[Node]] = lambda inner: inner
    ) -> list[Node]:
        """A link, which holds neither calls nor links: it is parted around them."""
        href = element.get(HREF)
        inner = self._content(element)
        inside_link = any(a.get(HREF) for a in element.iterancestors(tag("link"), tag("cite")))
        if not href or inside_link:
            return around(inner) if inner else []
        target = [href, element.get("title", "")]
        return [p if isinstance(p, Call) else node("Link", attributes(), around(p), target) for p in apart(inner)]

    def _code(self, element: etree._Element) -> list[Node]:
        nodes: list[Node] = []
        text = ""
        for piece in flat(element):
            if isinstance(piece, str):
                text += piece
                continue
            nodes += [node("Code", attributes(), _SPACES.sub(" ", text))] if text else []
            nodes.append(self._call(piece))
            text = ""
        if text:
            nodes.append(node("Code", attributes(), _SPACES.sub(" ", text)))
        self._spaced = False
        return nodes

    def image(self, image: etree._Element) -> list[Node]:
        """The picture where the record carries it; else its words and its address, since nothing is fetched."""
        alt, href = image.get("alt"), image.get(HREF)
        if file := image.get(FILE):
            width = f"{image.get('width')}px" if image.get("width") else None
            target = [file, image.get("title", "")]
            shown = self._mark(len(self.alternatives)) if self._mark and alt else alt
            self.alternatives.append(alt or "")
            drawn = node("Image", attributes(pairs={"width": width}), strings(shown or ""), target)
            inside_link = any(a.get(HREF) for a in image.iterancestors(tag("link")))
            return [node("Link", attributes(), [drawn], [href, ""])] if href and not inside_link else [drawn]
        if alt == "" and not image.get(SOURCE):
            return []
        src = image.get("src", "")
        address = [node("Str", src)] if len(src) < 2000 and not src.startswith("data:") else []
        alt = "" if address and alt == src else alt
        said = strings(f"[{self._words['image']}{':' if alt or address else ''} {alt or ''}")
        inside_link = any(a.get(HREF) for a in image.iterancestors(tag("link")))
        if address and image.get(SOURCE) and not inside_link:
            address = [node("Link", attributes(), address, [image.get(SOURCE), ""])]
        inner = [*said, *([node("Space")] if address else []), *address, node("Str", "]")]
        return [node("Span", attributes(classes=["image"]), inner)]

    def formula(self, formula: etree._Element, kind: str = "InlineMath") -> list[Node]:
        """A formula in TeX, the source's own or what MathML became; else its words. TeX that may not stand as a formula is shown as code."""
        source = flat_text(formula) if formula.get("notation") == "tex" else ""
        tex = formula.get(TEX) or source
        if tex.strip() and self._tex:
            self._spaced = False
            if (formula_ := safe_formula(tex)) is not None:
                # (a space means nothing in TeX, and pandoc would end a CDATA section there)
                return [node("Math", node(kind), formula_.replace("]]>", "]] >"))]
            if source.strip():
                return [node("Code", attributes(), _SPACES.sub(" ", source.strip()))]
        if formula.get("notation") == "mathml":
            nodes = [n for child in formula.iterchildren(etree.Element) for n in on_one_line(child)]
            self._spaced = self._spaced and not nodes
            return nodes or strings(formula.get("alt") or "")
        return self._content(formula)


#: Marks over a letter, as the characters that stand on it.
_ACCENTS = {
    "¯": "\u0305", "‾": "\u0305", "―": "\u0305", "_": "\u0305", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303",
    "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c",
}  # fmt: skip


def part_calls(tree: Any, between: Node) -> None:
    """Put something between two calls in a row, which would read as one number."""
    if isinstance(tree, dict):
        part_calls(tree.get("c"), between)
        return
    if not isinstance(tree, list):
        return
    for inner in tree:
        part_calls(inner, between)
    for at in range(len(tree) - 1, 0, -1):
        if _calls(tree[at - 1]) and _calls(tree[at]):
            tree.insert(at, between)


def _calls(inline: Any) -> bool:
    """Whether all that an inline shows is the call of a note."""
    if not isinstance(inline, dict):
        return False
    match inline.get("t"), inline.get("c"):
        case "Note", _:
            return True
        case "Superscript", [only]:
            return _calls(only)
        case "Span", [_, [only]]:
            return _calls(only)
        case "Link", [[_, ["noteref"], _], _, _]:
            return True
    return False


def on_one_line(math: etree._Element) -> list[Node]:
    """A formula in MathML on one line, with raised and lowered parts; fractions and roots in signs and brackets."""
    name = etree.QName(math).localname if isinstance(math.tag, str) else ""
    parts = [on_one_line(child) for child in math.iterchildren(etree.Element)]
    match name, parts:
        case (("annotation" | "annotation-xml" | "mphantom" | ""), _):
            return []
        case "mover", [base, [{"t": "Str", "c": mark}]] if mark in _ACCENTS and len(base) == 1 and base[0].get("c"):
            return (
                [node("Str", f"{base[0]['c']}{_ACCENTS[mark]}")]
                if len(str(base[0]["c"])) == 1
                else [*base, node("Str", mark)]
            )
        case (("msup" | "mover"), [base, up]):
            return [*base, node("Superscript", up)]
        case (("msub" | "munder"), [base, down]):
            return [*base, node("Subscript", down)]
        case (("msubsup" | "munderover"), [base, down, up]):
            return [*base, node("Subscript", down), node("Superscript", up)]
        case "mfrac", [above, below]:
            return [*_bracketed(above), node("Str", "/"), *_bracketed(below)]
        case "msqrt", _:
            return [node("Str", "√"), *_bracketed([n for part in parts for n in part])]
        case "mtable", _:
            return [node("Str", "["), *_listed(parts, ";"), node("Str", "]")]
        case "mtr", _:
            return _listed(parts, ",")
        case "mroot", [of, degree]:
            return [node("Superscript", degree), node("Str", "√"), *_bracketed(of)]
    if parts:
        return [n for part in parts for n in part]
    said = strings("".join(math.itertext()))
    spaced = name == "mo" and said and said[0].get("c", "") in "=+−-<>≤≥≠≈→∈×⇒"
    return [node("Space"), *said, node("Space")] if spaced else said


def _listed(parts: list[list[Node]], sign: str) -> list[Node]:
    """Cells or rows of a matrix, set apart."""
    return [n for at, part in enumerate(parts) for n in ([node("Str", sign), node("Space")] if at else []) + part]


def _bracketed(nodes: list[Node]) -> list[Node]:
    return nodes if len(nodes) <= 1 else [node("Str", "("), *nodes, node("Str", ")")]
