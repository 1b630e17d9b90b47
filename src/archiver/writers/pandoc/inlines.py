"""Running text of a record as pandoc inlines (pandoc-types, `Text.Pandoc.Definition`), and helpers for all nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from archiver.article import XML_LANG, tag
from archiver.writers.formulas.tex import safe_formula
from archiver.writers.formulas.translation import NUMBER, TEX, TYPST
from archiver.writers.shared.absent_pictures import LABEL, label, short_name
from archiver.writers.shared.cited_works import WHOLE
from archiver.writers.shared.prepare import DIRECTION, FILE, HREF, READING, SOURCE

Node = dict[str, Any]
Attributes = list[Any]

_SPACES = re.compile(r"[ \t\r\n]+")
_PLAIN_MARKS = {"em": "Emph", "strong": "Strong", "sub": "Subscript", "sup": "Superscript"}
#: Lines through or under words: programs fail on a note among such words.
_LINE_MARKS = {"del": "Strikeout", "ins": "Underline"}
#: The place of the inlines in a node's content: 0 for all of the content, 1 for its second member.
_INLINES_AT = dict.fromkeys(
    ("Emph", "Strong", "Subscript", "Superscript", "Strikeout", "Underline"), 0
) | dict.fromkeys(("Span", "Quoted", "Link"), 1)


class CallNode(dict[str, Any]):
    """A node that calls a note. Links and other marks are split around it."""


def node(kind: str, *content: Any) -> Node:
    """A node of the tree: {"t": kind, "c": content}; several arguments become a list."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def attributes(
    id: str = "", classes: Iterable[str] = (), pairs: Mapping[str, str | None] = MappingProxyType({})
) -> Attributes:
    """Pandoc's Attr: an id, classes, and key-value pairs; empty classes and values are left out."""
    return [id, [c for c in classes if c], [[key, value] for key, value in pairs.items() if value]]


def strings(text: str) -> list[Node]:
    """Plain text as Str and Space nodes."""
    words = _SPACES.split(text.strip())
    return [n for word in words if word for n in (node("Space"), node("Str", word))][1:]


def language_pairs(element: etree._Element) -> dict[str, str | None]:
    """The attributes for an element's language and direction."""
    return {"lang": element.get(XML_LANG), "dir": element.get("dir") or element.get(DIRECTION)}


def flatten(element: etree._Element) -> Iterator[str | etree._Element]:
    """The text of an element without marks, as strings, with each noteref element at its place; for code."""
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
            yield from flatten(child)
        yield child.tail or ""


def flattened_text(element: etree._Element) -> str:
    """The text of an element without marks and without calls."""
    return "".join(piece for piece in flatten(element) if isinstance(piece, str))


def walk_nodes(tree: Any) -> Iterator[Node]:
    """All nodes of a tree except Str and Space, in no order. Not recursive, because every document is walked."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += [inner for inner in item if isinstance(inner, (list, dict))]
        elif isinstance(item, dict):
            if "t" in item:
                if item["t"] in ("Str", "Space"):
                    continue
                yield item
            stack += [inner for inner in item.values() if isinstance(inner, (list, dict))]


def node_ids(tree: Any) -> Iterator[str]:
    """The ids of all nodes that have attributes."""
    for node in walk_nodes(tree):
        if node["t"] in ("Span", "Div", "Header", "Figure", "Table"):
            yield node["c"][1 if node["t"] == "Header" else 0][0]


def split_at_calls(nodes: list[Node]) -> Iterator[CallNode | list[Node]]:
    """Runs of nodes, and between them each call that was among or inside them."""
    run: list[Node] = []
    for inner in nodes:
        if isinstance(inner, CallNode):
            pieces: list[CallNode | list[Node]] = [inner]
        elif inner["t"] in _INLINES_AT:
            pieces = [
                p if isinstance(p, CallNode) else [_with_content(inner, p)] for p in split_at_calls(_content_of(inner))
            ]
            pieces = pieces or [[inner]]
        else:
            pieces = [[inner]]
        for piece in pieces:
            if isinstance(piece, CallNode):
                if run:
                    yield run
                yield piece
                run = []
            else:
                run += piece
    if run:
        yield run


def _content_of(inline: Node) -> list[Node]:
    return list(inline["c"] if _INLINES_AT[inline["t"]] == 0 else inline["c"][1])


def _with_content(inline: Node, content: list[Node]) -> Node:
    if _INLINES_AT[inline["t"]] == 0:
        return node(inline["t"], content)
    first, _, *rest = inline["c"]
    return node(inline["t"], first, content, *rest)


class Inlines:
    """Builds inlines from running text.

    `call` makes the node for a noteref. `mark` makes the placeholder for the alternative text of the picture with this
    number. `word_nodes`: each word becomes a node of its own. `tags` gives the raw JATS around a reference or a part of one.
    `marks_decoration`: see Dialect.
    """

    def __init__(
        self,
        call: Callable[[etree._Element], CallNode],
        words: dict[str, str],
        placeholder: Callable[[int], str] | None = None,
        *,
        tex: bool = True,
        word_nodes: bool = True,
        tags: Callable[[etree._Element], tuple[str, str] | None] | None = None,
        marks_decoration: bool = False,
    ) -> None:
        self._tex = tex
        self._tags = tags
        self._word_nodes = word_nodes
        self._marks_decoration = marks_decoration
        self._call = call
        self._placeholder = placeholder
        self._words = words
        self._space_done = True  # whether another space would be superfluous
        #: The alternative texts of all pictures that are shown, in the order of the document.
        self.alternatives: list[str] = []

    def of(self, element: etree._Element | None) -> list[Node]:
        """The running text of a block, without white space at its ends."""
        if element is None:
            return []
        was_space_done, self._space_done = self._space_done, True
        nodes = self._content(element)
        self._space_done = was_space_done
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
        if not self._word_nodes and len(words) > 1:  # one node, with the spaces at its ends apart
            text_ = " ".join(filter(None, words))
            words = [*words[: words[0] == ""], text_, *words[len(words) - (words[-1] == "") :]]
        for number, word in enumerate(words):
            if number and not self._space_done:
                nodes.append(node("Space"))
                self._space_done = True
            if word:
                nodes.append(node("Str", word))
                self._space_done = False
        return nodes

    def _child(self, child: etree._Element) -> list[Node]:
        name = etree.QName(child).localname
        match name:
            case "em" | "strong" | "sub" | "sup":
                return self._wrapped(child, lambda inner: node(_PLAIN_MARKS[name], inner))
            case "del" | "ins":
                return self._split_around_calls(child, lambda inner: node(_LINE_MARKS[name], inner))
            case "mark":
                return self._split_around_calls(child, lambda inner: node("Span", attributes(classes=["mark"]), inner))
            case "small":
                return self._wrapped(child, lambda inner: node("Span", attributes(classes=["small"]), inner))
            case "abbr":
                attrs = attributes(classes=["abbr"], pairs={"title": child.get("title")})
                return self._wrapped(child, lambda inner: node("Span", attrs, inner))
            case "lang":
                attrs = attributes(pairs=language_pairs(child))
                return self._wrapped(child, lambda inner: node("Span", attrs, inner))
            case "q":
                kind = node("SingleQuote" if sum(1 for _ in child.iterancestors(tag("q"))) % 2 else "DoubleQuote")
                return self._wrapped(child, lambda inner: node("Quoted", kind, inner))
            case "link":
                return self._link(child)
            case "cite" if self._tags is not None and next(child.iter(tag("reference")), None) is not None:
                return self._content(child)  # the page's own mark around a whole reference
            case "cite":
                return self._link(child, lambda inner: inner if child.get(WHOLE) else [node("Emph", inner)])
            case "code":
                return self._code(child)
            case "br":
                self._space_done = True
                return [node("LineBreak")]
            case "noteref":
                self._space_done = False
                return [self._call(child)]
            case "image":
                self._space_done = False
                return self.image(child)
            case "formula":
                return self.formula(child)
            case "reference" | "part" if self._tags is not None and (tags := self._tags(child)) is not None:
                return [node("RawInline", "jats", tags[0]), *self._content(child), node("RawInline", "jats", tags[1])]
            case "base" if child.get(READING):
                return [{"t": "Ruby", "reading": child.get(READING), "c": self._content(child)}]
            case "reading" if (base := child.getprevious()) is not None and base.get(READING):
                return []  # it stands above its base
            case "reading":
                return [node("Str", "("), *self._content(child), node("Str", ")")]
        return self._content(child)  # ruby and base, and elements of later grammars

    def _wrapped(self, element: etree._Element, wrap: Callable[[list[Node]], Node]) -> list[Node]:
        inner = self._content(element)
        return [wrap(inner)] if inner else []

    def _split_around_calls(self, element: etree._Element, wrap: Callable[[list[Node]], Node]) -> list[Node]:
        return [p if isinstance(p, CallNode) else wrap(p) for p in split_at_calls(self._content(element))]

    def _link(
        self, element: etree._Element, decorate: Callable[[list[Node]], list[Node]] = lambda inner: inner
    ) -> list[Node]:
        """A link. It may hold neither calls nor links, so it is split around them."""
        href = element.get(HREF)
        inner = self._content(element)
        inside_link = any(a.get(HREF) for a in element.iterancestors(tag("link"), tag("cite")))
        if not href or inside_link:
            return decorate(inner) if inner else []
        target = [href, element.get("title", "")]
        return [
            p if isinstance(p, CallNode) else node("Link", attributes(), decorate(p), target)
            for p in split_at_calls(inner)
        ]

    def _code(self, element: etree._Element) -> list[Node]:
        nodes: list[Node] = []
        text = ""
        for piece in flatten(element):
            if isinstance(piece, str):
                text += piece
                continue
            nodes += [node("Code", attributes(), _SPACES.sub(" ", text))] if text else []
            nodes.append(self._call(piece))
            text = ""
        if text:
            nodes.append(node("Code", attributes(), _SPACES.sub(" ", text)))
        self._space_done = False
        return nodes

    def image(self, image: etree._Element) -> list[Node]:
        """The picture if the record contains it, else its words and a short form of its address: nothing is fetched."""
        alt, href = image.get("alt"), image.get(HREF)
        if file := image.get(FILE):
            width = f"{image.get('width')}px" if image.get("width") else None
            target = [file, image.get("title", "")]
            description = self._placeholder(len(self.alternatives)) if self._placeholder and alt else alt
            self.alternatives.append(alt or "")
            classes = ["decoration"] if self._marks_decoration and alt == "" else []
            picture = node(
                "Image", attributes(classes=classes, pairs={"width": width}), strings(description or ""), target
            )
            inside_link = any(a.get(HREF) for a in image.iterancestors(tag("link")))
            return [node("Link", attributes(), [picture], [href, ""])] if href and not inside_link else [picture]
        words = label(image) if image.get(LABEL) is None else image.get(LABEL, "")
        name = short_name(image.get("src", ""))
        inside_link = any(a.get(HREF) for a in image.iterancestors(tag("link")))
        in_text = next(image.iterancestors(tag("figure")), None) is None
        # In the text, the words have the link; the address would interrupt it.
        parts = [strings(part) for part in ((words or name,) if in_text else (words, name)) if part]
        if parts and (address := image.get(SOURCE)) and not inside_link:
            parts[-1] = [node("Link", attributes(), parts[-1], [address, ""])]
        inner = strings(f"[{self._words['image']}{':' if parts else ''}")
        for number, part in enumerate(parts):
            inner += [node("Space"), *([node("Str", "·"), node("Space")] if number else []), *part]
        in_caption = next(image.iterancestors(tag("caption")), None) is not None
        return [
            node(
                "Span",
                attributes(classes=["image", "in-caption"] if in_caption else ["image"]),
                [*inner, node("Str", "]")],
            )
        ]

    def formula(self, formula: etree._Element, kind: str = "InlineMath") -> list[Node]:
        """A formula: for Typst where it was translated for it, else as TeX (the source's own, or the translation of MathML).

        TeX that is not allowed as a formula is shown as code.
        """
        source = flattened_text(formula) if formula.get("notation") == "tex" else ""
        tex = formula.get(TEX) or source
        if typst := formula.get(TYPST):
            self._space_done = False
            values = {"typst": typst, "number": formula.get(NUMBER, ""), "alt": formula.get("alt") or tex}
            return [{"t": "Formula", "display": kind == "DisplayMath", **values, "c": self._as_text(formula, source)}]
        if tex.strip() and self._tex:
            self._space_done = False
            if (formula_ := safe_formula(tex)) is not None:
                # A space means nothing in TeX. Without it pandoc would end a CDATA section here.
                return [node("Math", node(kind), formula_.replace("]]>", "]] >"))]
        return self._as_text(formula, source)

    def _as_text(self, formula: etree._Element, source: str) -> list[Node]:
        """A formula that is not set as mathematics: MathML on one line, TeX as code."""
        if source.strip():
            self._space_done = False
            return [node("Code", attributes(), _SPACES.sub(" ", source.strip()))]
        if formula.get("notation") == "mathml":
            nodes = [n for child in formula.iterchildren(etree.Element) for n in linear_formula(child)]
            self._space_done = self._space_done and not nodes
            return nodes or strings(formula.get("alt") or "")
        return self._content(formula)


#: Accents over a letter as combining characters.
_ACCENTS = {
    "¯": "\u0305", "‾": "\u0305", "―": "\u0305", "_": "\u0305", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303",
    "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c",
}  # fmt: skip


def separate_calls(tree: Any, between: Node) -> None:
    """Put `between` between two calls in a row, which would read as one number."""
    if isinstance(tree, dict):
        separate_calls(tree.get("c"), between)
        return
    if not isinstance(tree, list):
        return
    for inner in tree:
        separate_calls(inner, between)
    for index in range(len(tree) - 1, 0, -1):
        if _is_call(tree[index - 1]) and _is_call(tree[index]):
            tree.insert(index, between)


def _is_call(inline: Any) -> bool:
    """Whether an inline shows only the call of a note."""
    if not isinstance(inline, dict):
        return False
    match inline.get("t"), inline.get("c"):
        case "Note", _:
            return True
        case "Superscript", [only]:
            return _is_call(only)
        case "Span", [_, [only]]:
            return _is_call(only)
        case "Link", [[_, ["noteref"], _], _, _]:
            return True
    return False


def linear_formula(math: etree._Element) -> list[Node]:
    """A MathML formula on one line: superscripts and subscripts, fractions and roots with signs and brackets."""
    name = etree.QName(math).localname if isinstance(math.tag, str) else ""
    children = [linear_formula(child) for child in math.iterchildren(etree.Element)]
    match name, children:
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
            return [node("Str", "√"), *_bracketed([n for part in children for n in part])]
        case "mtable", _:
            return [node("Str", "["), *_listed(children, ";"), node("Str", "]")]
        case "mtr", _:
            return _listed(children, ",")
        case "mroot", [radicand, degree]:
            return [node("Superscript", degree), node("Str", "√"), *_bracketed(radicand)]
    if children:
        return [n for part in children for n in part]
    nodes = strings("".join(math.itertext()))
    spaced = name == "mo" and nodes and nodes[0].get("c", "") in "=+−-<>≤≥≠≈→∈×⇒"
    return [node("Space"), *nodes, node("Space")] if spaced else nodes


def _listed(items: list[list[Node]], separator: str) -> list[Node]:
    """Cells or rows of a matrix with a separator."""
    return [
        n for index, item in enumerate(items) for n in ([node("Str", separator), node("Space")] if index else []) + item
    ]


def _bracketed(nodes: list[Node]) -> list[Node]:
    return nodes if len(nodes) <= 1 else [node("Str", "("), *nodes, node("Str", ")")]
