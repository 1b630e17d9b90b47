"""The tags of the PDF: what WeasyPrint leaves general is named for what it is.

WeasyPrint builds one structure element for each box. `Tagger.build` goes along while it does (pdf/weasyprint/patches.py) and

- makes a Note, with an ID, of each note, a Reference of each call and a Lbl of the label that leads back;
- gives elements their language where it changes, abbreviations their expansion, header cells their scope;
- makes one element again of what a page break parted: a paragraph over two pages is one P;
- says in words what an inner link is for;

and `Tagger.settle` then moves each note behind the paragraph that calls it first, where a reading program comes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_NAMES = {
    "main": "Note",
    "code": "Code",
    "pre": "Code",
    "q": "Quote",
    **dict.fromkeys(("em", "strong", "i", "small", "mark", "del", "ins", "sub", "sup", "cite", "abbr", "b"), "Span"),
}
#: What a page break parts and we join again; rows and cells are not among it, since a row that breaks is two in print.
_BLOCKS = {"/Art", "/Sect", "/Div", "/BlockQuote", "/LBody", "/Caption"}
_HEADINGS = {f"/H{level}" for level in range(1, 7)}
_JOINED = frozenset({"/P", "/L", "/LI", "/Note", "/Table", "/TBody", "/Code"} | _HEADINGS | _BLOCKS)
#: Where a note may stand, behind the block that calls it.
_HOMES = frozenset({"/Document", "/TD", "/TH", "/NonStruct"} | _BLOCKS)


class Tagger:
    """Names the structure elements of one document while they are made."""

    def __init__(self, language: str, words: dict[str, str]) -> None:
        self.language = language
        self.words = words
        self.notes: dict[str, Any] = {}
        self.calls: dict[str, Any] = {}
        self._whole: dict[tuple[int, str, str], tuple[int, Any]] = {}
        self._heads: set[int] = set()

    def build(
        self, build: Callable[..., Iterator[Any]], box: Any, parent: Any, pdf: Any, page: int, *rest: Any
    ) -> Iterator[Any]:
        """The structure elements that WeasyPrint's `build` (weasyprint.pdf.tags._build_box_tree) makes of a box, named.

        WeasyPrint calls this for the boxes within, too.
        """
        from weasyprint.formatting_structure.boxes import PageBox  # type: ignore[import-untyped]

        shown = getattr(box, "_box", box)  # of an AbsolutePlaceholder
        if isinstance(shown, PageBox):
            _one_link_each(shown, pdf, page)
        for element in build(box, parent, pdf, page, *rest):
            # html and body are no elements: they hand on those of their children, which are named already
            if shown.element_tag in ("html", "body") or self.name(shown, element, parent, pdf, page):
                yield element

    def name(self, box: Any, element: Any, parent: Any, pdf: Any, page: int) -> bool:
        """Name one structure element. False when it says nothing, or has become part of an earlier one."""
        if element["S"] == "/NonStruct" and not element["K"]:
            return False
        html = box.element
        if html is None:
            return True
        kind = box.element_tag
        if kind == "main" and parent["S"] == "/Part":  # a line of its own in a note, which is no note
            element["S"] = "/NonStruct"
            return True
        if kind == "thead":
            if id(html) in self._heads:
                return False  # the head that is repeated on the next page
            self._heads.add(id(html))
        self._say_what(box, html, kind, element, pdf)
        return not self._joins(html, kind, element, pdf, page)

    def _say_what(self, box: Any, html: Any, kind: str, element: Any, pdf: Any) -> None:
        import pydyf  # type: ignore[import-untyped]

        role = html.get("class", "")
        if kind == "main":
            element["S"] = "/Note"
            if role.startswith("note"):
                self.notes.setdefault(html.get("id") or f"pointer-{id(html)}", element)
        elif element["S"] == "/LI":
            _embody(element, pdf)
        elif element["S"] in ("/NonStruct", "/Span") and kind in _NAMES:
            element["S"] = f"/{_NAMES[kind]}"
        if kind == "sup" and role.startswith("call"):
            element["S"] = "/Reference"
            for link in html:
                self.calls.setdefault(link.get("href", "")[1:], element)
        elif kind == "b" and role == "label":
            element["S"] = "/Lbl"
        elif role == "formula" and kind in ("span", "div"):
            element["S"] = "/Formula"
            element["Alt"] = pydyf.String(" ".join("".join(html.itertext()).split()) or "…")
        elif role == "rare":
            element["ActualText"] = pydyf.String(html.get("title", ""))
        elif kind == "abbr" and html.get("title"):
            element["E"] = pydyf.String(html.get("title"))
        elif kind == "th" and "A" in element:
            element["A"]["Scope"] = "/Row" if html.get("scope") == "row" else "/Column"
        if kind == html.tag and (language := html.get("lang")) and language != self.language:
            element["Lang"] = pydyf.String(language)
        annotation = getattr(box, "link_annotation", None)
        if annotation and kind == "a" and "Dest" in annotation:
            annotation["Contents"] = pydyf.String(self._purpose(html))

    def _purpose(self, link: Any) -> str:
        """What an inner link is for."""
        label = " ".join("".join(link.itertext()).split())
        target = link.get("href", "")[1:]
        if link.get("class") in ("inner", "page-of"):
            return label or target
        return f"{self.words['note']} {label}" if link.get("id") else self.words["back"]

    def _joins(self, html: Any, kind: str, element: Any, pdf: Any, page: int) -> bool:
        """Whether this element continues one on an earlier page; then its children have gone there."""
        role = str(element["S"])
        if role not in _JOINED or kind != html.tag:
            return False
        first_page, first = self._whole.setdefault((id(html), kind, role), (page, element))
        if first_page == page:
            return False
        children = element["K"]
        if any(isinstance(child, int) for child in children):
            return False
        if role == "/Table":
            _follow_heads(first, element, pdf)
        for child in children:
            kid = _object(pdf, child)
            if "P" in kid:
                kid["P"] = first.reference
        first["K"].extend(children)
        element["K"] = type(children)()
        return True

    def settle(self, pdf: Any) -> None:
        """Give the notes their IDs, and move those at the foot of a page behind the block that calls them."""
        import pydyf

        for element in pdf.objects:
            if getattr(element, "get", None) and element.get("S") == "/Note":
                element["ID"] = pydyf.String(f"note-{element.number}")
        behind: dict[int, Any] = {}
        for id, note in self.notes.items():
            call = self.calls.get(id)
            if call is not None:
                _move_behind(pdf, note, call, behind)


def _embody(item: Any, pdf: Any) -> None:
    """A list item holds a label and a body; WeasyPrint leaves blocks beside them."""
    import pydyf

    kids = [(child, _object(pdf, child)) for child in item["K"]]
    beside = [(child, kid) for child, kid in kids if kid.get("S") not in ("/Lbl", "/LBody")]
    if not beside:
        return
    body: Any = next((kid for _, kid in kids if kid.get("S") == "/LBody"), None)
    if body is None:
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
        )
        pdf.add_object(body)
        item["K"].append(body.reference)
    for child, kid in beside:
        item["K"].remove(child)
        body["K"].append(child)
        if "P" in kid:
            kid["P"] = body.reference


def _move_behind(pdf: Any, note: Any, call: Any, behind: dict[int, Any]) -> None:
    block = call
    home = _object(pdf, block["P"])
    while home.get("S") not in _HOMES and home.get("Type") == "/StructElem":
        block, home = home, _object(pdf, home["P"])
    if home.get("Type") != "/StructElem" or block.get("S") == "/Note" or any(a is note for a in _upward(pdf, home)):
        return
    old = _object(pdf, note["P"])
    after = behind.get(block.number, block)
    if note.reference not in old["K"] or after.reference not in home["K"]:
        return
    old["K"].remove(note.reference)
    home["K"].insert(home["K"].index(after.reference) + 1, note.reference)
    note["P"] = home.reference
    behind[block.number] = note


def _upward(pdf: Any, element: Any) -> Iterator[Any]:
    while element.get("Type") == "/StructElem":
        yield element
        element = _object(pdf, element["P"])


def _follow_heads(first: Any, part: Any, pdf: Any) -> None:
    """Cells after a page break name the header cells of the repeated head, which is not in the tree: name the first."""
    old, new = f"{part.number}-", f"{first.number}-"
    here = {str(e["ID"].string) for e in _below(pdf, part) if "ID" in e}
    for cell in _below(pdf, part):
        headers = cell.get("A", {}).get("Headers", ())
        for header in headers:
            if header.string not in here and header.string.startswith(old):
                header.string = new + header.string.removeprefix(old)


def _below(pdf: Any, element: Any) -> Iterator[Any]:
    for child in element["K"]:
        if not isinstance(child, int):
            kid = _object(pdf, child)
            if kid.get("Type") == "/StructElem":
                yield kid
                yield from _below(pdf, kid)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _one_link_each(box: Any, pdf: Any, page: int, around: Any = None) -> None:
    """WeasyPrint makes a link of every box inside a link; one is enough, and it reaches as far as they did."""
    box = getattr(box, "_box", box)
    own = getattr(box, "link_annotation", None)
    if own and around and _target(own) == _target(around):
        around["Rect"] = type(own["Rect"])(_union(around["Rect"], own["Rect"]))
        box.link_annotation = None
        _object(pdf, pdf.page_references[page])["Annots"].remove(own.reference)
        own = None
    for child in box.all_children():
        _one_link_each(child, pdf, page, own or around)


def _target(annotation: Any) -> str:
    return str((annotation["Dest"] if "Dest" in annotation else annotation["A"]["URI"]).string)


def _union(one: Any, other: Any) -> list[float]:
    """The rectangle (left, top, right, bottom; upwards) around two."""
    return [min(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2]), min(one[3], other[3])]
