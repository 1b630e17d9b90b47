"""PDF tags: structure elements that WeasyPrint leaves generic get their specific roles.

WeasyPrint builds one structure element for each box. `Tagger.build` runs at the same time (patches.py) and

- makes each note a Note with an ID, each call a Reference, and the label that links back a Lbl;
- sets the language of elements where it changes, the expansion of abbreviations, and the scope of header cells;
- joins elements that a page break has split: a paragraph over two pages becomes one P;
- describes the purpose of internal links in words.

`Tagger.move_notes` then moves each footnote after the first paragraph that calls it, for reading programs.
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
#: Roles of elements that a page break splits and that are joined again. Not rows and cells: a split row is two in
#: print.
_BLOCKS = {"/Art", "/Sect", "/Div", "/BlockQuote", "/LBody", "/Caption"}
_HEADINGS = {f"/H{level}" for level in range(1, 7)}
_JOINED = frozenset({"/P", "/L", "/LI", "/Note", "/Table", "/TBody", "/Code"} | _HEADINGS | _BLOCKS)
#: Roles of elements that may contain a note, after the block that calls it.
_NOTE_PARENTS = frozenset({"/Document", "/TD", "/TH", "/NonStruct"} | _BLOCKS)


class Tagger:
    """Sets the roles of the structure elements of one document while they are made."""

    def __init__(self, language: str, words: dict[str, str]) -> None:
        self.language = language
        self.words = words
        self.notes: dict[str, Any] = {}
        self.calls: dict[str, Any] = {}
        self._first_parts: dict[tuple[int, str, str], tuple[int, Any]] = {}
        self._heads: set[int] = set()

    def build(
        self, build: Callable[..., Iterator[Any]], box: Any, parent: Any, pdf: Any, page: int, *rest: Any
    ) -> Iterator[Any]:
        """The structure elements that WeasyPrint's `build` (weasyprint.pdf.tags._build_box_tree) makes for a box.

        WeasyPrint calls this also for the boxes inside.
        """
        from weasyprint.formatting_structure.boxes import PageBox  # type: ignore[import-untyped]

        inner_box = getattr(box, "_box", box)  # the box of an AbsolutePlaceholder
        if isinstance(inner_box, PageBox):
            _one_link_each(inner_box, pdf, page)
        for element in build(box, parent, pdf, page, *rest):
            # html and body yield no elements of their own; their children have their roles already.
            if inner_box.element_tag in ("html", "body") or self.name(inner_box, element, parent, pdf, page):
                yield element

    def name(self, box: Any, element: Any, parent: Any, pdf: Any, page: int) -> bool:
        """Set the role of one element. False if the element is empty or was joined to an earlier one."""
        if element["S"] == "/NonStruct" and not element["K"]:
            return False
        html = box.element
        if html is None:
            return True
        kind = box.element_tag
        if kind == "main" and parent["S"] == "/Part":  # an anonymous line inside a note, not a note
            element["S"] = "/NonStruct"
            return True
        if kind == "thead":
            if id(html) in self._heads:
                return False  # the head is repeated on this page
            self._heads.add(id(html))
        self._set_role(box, html, kind, element, pdf)
        return not self._joins(html, kind, element, pdf, page)

    def _set_role(self, box: Any, html: Any, kind: str, element: Any, pdf: Any) -> None:
        import pydyf  # type: ignore[import-untyped]

        class_ = html.get("class", "")
        if kind == "main":
            element["S"] = "/Note"
            if class_.startswith("note"):
                self.notes.setdefault(html.get("id") or f"pointer-{id(html)}", element)
        elif element["S"] == "/LI":
            _fill_body(element, pdf)
        elif element["S"] in ("/NonStruct", "/Span") and kind in _NAMES:
            element["S"] = f"/{_NAMES[kind]}"
        if kind == "sup" and class_.startswith("call"):
            element["S"] = "/Reference"
            for link in html:
                self.calls.setdefault(link.get("href", "")[1:], element)
        elif kind == "b" and class_ == "label":
            element["S"] = "/Lbl"
        elif class_.split(" ")[0] == "formula" and kind in ("span", "div"):
            element["S"] = "/Formula"
            element["Alt"] = pydyf.String(html.get("title") or " ".join("".join(html.itertext()).split()) or "…")
        elif class_ == "rare":
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
        """The purpose of an internal link, in words."""
        label = " ".join("".join(link.itertext()).split())
        target = link.get("href", "")[1:]
        if link.get("class") in ("inner", "page-of"):
            return label or target
        return f"{self.words['note']} {label}" if link.get("id") else self.words["back"]

    def _joins(self, html: Any, kind: str, element: Any, pdf: Any, page: int) -> bool:
        """Whether this element continues one on an earlier page; then its children have been moved there."""
        role = str(element["S"])
        if role not in _JOINED or kind != html.tag:
            return False
        first_page, first = self._first_parts.setdefault((id(html), kind, role), (page, element))
        if first_page == page:
            return False
        children = element["K"]
        if any(isinstance(child, int) for child in children):
            return False
        if role == "/Table":
            _use_first_head(first, element, pdf)
        for child in children:
            kid = _object(pdf, child)
            if "P" in kid:
                kid["P"] = first.reference
        first["K"].extend(children)
        element["K"] = type(children)()
        return True

    def move_notes(self, pdf: Any) -> None:
        """Give the notes their IDs, and move footnotes after the block that calls them."""
        import pydyf

        for element in pdf.objects:
            if getattr(element, "get", None) and element.get("S") == "/Note":
                element["ID"] = pydyf.String(f"note-{element.number}")
        last_moved: dict[int, Any] = {}
        for id, note in self.notes.items():
            call = self.calls.get(id)
            if call is not None:
                _move_behind(pdf, note, call, last_moved)


def _fill_body(item: Any, pdf: Any) -> None:
    """Move all of a list item into its body, after its label; WeasyPrint leaves blocks beside them."""
    import pydyf

    kids = [(child, _object(pdf, child)) for child in item["K"]]
    outside = [(child, kid) for child, kid in kids if kid.get("S") not in ("/Lbl", "/LBody")]
    if not outside:
        return
    body: Any = next((kid for _, kid in kids if kid.get("S") == "/LBody"), None)
    if body is None:
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
        )
        pdf.add_object(body)
        item["K"].append(body.reference)
    for child, kid in outside:
        item["K"].remove(child)
        body["K"].append(child)
        if "P" in kid:
            kid["P"] = body.reference


def _move_behind(pdf: Any, note: Any, call: Any, last_moved: dict[int, Any]) -> None:
    block = call
    parent = _object(pdf, block["P"])
    while parent.get("S") not in _NOTE_PARENTS and parent.get("Type") == "/StructElem":
        block, parent = parent, _object(pdf, parent["P"])
    if (
        parent.get("Type") != "/StructElem"
        or block.get("S") == "/Note"
        or any(a is note for a in _ancestors(pdf, parent))
    ):
        return
    old = _object(pdf, note["P"])
    anchor = last_moved.get(block.number, block)
    if note.reference not in old["K"] or anchor.reference not in parent["K"]:
        return
    old["K"].remove(note.reference)
    parent["K"].insert(parent["K"].index(anchor.reference) + 1, note.reference)
    note["P"] = parent.reference
    last_moved[block.number] = note


def _ancestors(pdf: Any, element: Any) -> Iterator[Any]:
    while element.get("Type") == "/StructElem":
        yield element
        element = _object(pdf, element["P"])


def _use_first_head(first: Any, continuation: Any, pdf: Any) -> None:
    """Let cells after a page break refer to the first head: they name cells of the repeated head, which has no tags."""
    own_prefix, first_prefix = f"{continuation.number}-", f"{first.number}-"
    own_ids = {str(e["ID"].string) for e in _descendants(pdf, continuation) if "ID" in e}
    for cell in _descendants(pdf, continuation):
        headers = cell.get("A", {}).get("Headers", ())
        for header in headers:
            if header.string not in own_ids and header.string.startswith(own_prefix):
                header.string = first_prefix + header.string.removeprefix(own_prefix)


def _descendants(pdf: Any, element: Any) -> Iterator[Any]:
    for child in element["K"]:
        if not isinstance(child, int):
            kid = _object(pdf, child)
            if kid.get("Type") == "/StructElem":
                yield kid
                yield from _descendants(pdf, kid)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _one_link_each(box: Any, pdf: Any, page: int, outer: Any = None) -> None:
    """Remove duplicate links: WeasyPrint makes one for every box in a link. The remaining one covers all of them."""
    box = getattr(box, "_box", box)
    inner = getattr(box, "link_annotation", None)
    if inner and outer and _target(inner) == _target(outer):
        outer["Rect"] = type(inner["Rect"])(_union(outer["Rect"], inner["Rect"]))
        box.link_annotation = None
        _object(pdf, pdf.page_references[page])["Annots"].remove(inner.reference)
        inner = None
    for child in box.all_children():
        _one_link_each(child, pdf, page, inner or outer)


def _target(annotation: Any) -> str:
    return str((annotation["Dest"] if "Dest" in annotation else annotation["A"]["URI"]).string)


def _union(first: Any, second: Any) -> list[float]:
    """The rectangle (left, top, right, bottom; y upwards) around two rectangles."""
    return [min(first[0], second[0]), max(first[1], second[1]), max(first[2], second[2]), min(first[3], second[3])]
