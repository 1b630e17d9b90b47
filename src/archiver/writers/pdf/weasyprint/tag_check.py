"""Tag check: whether the tags of a finished PDF are right. Used for versions of WeasyPrint that patches.py does not
know.

The check reads the file as any other program would (pikepdf), and trusts nothing else:

- each call is a Reference with one link to its note; each link on a page has one tag, which is not inside another link;
- each note is a Note with an ID of its own, and with a label that links back to one of its calls;
- a footnote follows in reading order directly after a block that calls it;
- the items of a list are read in the order in which they are drawn, and a nested list after its item;
- all rows of a table have the same number of columns, with spans counted (PDF/UA-1, 7.2);
- the metadata of xmp.py are in the file, and tounicode.py has seen the letters of Arabic glyphs.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archiver.article import Article
from archiver.errors import InvalidResult

_REMEDY = "Make it with `--pdf-engine typst`."
#: Letters that fonts may draw together as one glyph (tounicode.py).
_JOINED_LETTERS = re.compile("[\u0590-\u08ff]")


@dataclass(slots=True, eq=False)
class _Element:
    """A structure element: role, place in reading order, parent, and the targets of the links in it."""

    role: str
    id: str
    place: int
    parent: _Element | None
    targets: list[str] = field(default_factory=list)
    #: The number of links that belong to this element directly.
    links: int = 0
    kids: list[_Element] = field(default_factory=list)
    #: For a cell: the numbers of columns and rows that it spans.
    columns: int = 1
    rows: int = 1
    #: The first place where its content is drawn: page, and number of the marked content on it.
    drawn: tuple[int, int] | None = None

    def ancestors(self) -> Iterator[_Element]:
        """The ancestors of this element, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    @property
    def in_note(self) -> bool:
        return any(element.role == "/Note" for element in self.ancestors())


def require_tags(data: bytes, article: Article, footnotes: frozenset[str], *, lettered: bool) -> None:
    """Raise InvalidResult if the tags of the PDF `data` of an article are wrong.

    `footnotes` has the ids of footnotes. `lettered`: tounicode.py has seen the document's glyphs.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            metadata = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
            elements = list(_elements(pdf))
            links = sum(
                1
                for page in pdf.pages
                for annotation in page.get("/Annots", [])
                if annotation.get("/Subtype") == "/Link"
            )
    except pikepdf.PdfError as error:
        raise InvalidResult(f"It cannot be read ({error}).", _REMEDY) from error
    if problem := _problem(article, elements, links, footnotes):
        raise InvalidResult(problem, _REMEDY)
    if b'pdfuaid:part="1"' not in metadata or b'pdfaid:part="3"' not in metadata:
        raise InvalidResult("It does not say which standards it follows.", _REMEDY)
    if not lettered and _JOINED_LETTERS.search("".join(article.root.itertext())):
        raise InvalidResult("Its letters could not be copied whole.", _REMEDY)


def _problem(article: Article, elements: list[_Element], links: int, footnotes: frozenset[str]) -> str:
    """The first problem as a sentence; "" if there is none."""
    references = [element for element in elements if element.role == "/Reference"]
    if any(len(reference.targets) != 1 for reference in references):
        return "A call in it has no link, or several."
    linked = [element for element in elements if element.links]
    if any(ancestor.links for element in linked for ancestor in element.ancestors()):
        return "A link in it is made twice."
    if links != sum(element.links for element in linked):
        return "A link in it has no tag."
    if any(element.role == "/L" and not _in_order(element) for element in elements):
        return "A list in it is not read in its order."
    if any(element.role == "/Table" and not _is_even(element) for element in elements):
        return "A table in it has rows of several lengths."
    links_to = Counter(reference.targets[0] for reference in references)
    missing = {note.id for note in article.notes if note.status == "missing"}
    called: dict[str, list[str]] = {}
    for call in article.noterefs:
        called.setdefault(call.note, []).append(call.id)
    for target, calls in called.items():
        if target not in missing and links_to[target] < len(calls):
            return f"A call of the note {target} is not marked as one."
    notes = [element for element in elements if element.role == "/Note"]
    if len({note.id for note in notes} - {""}) != len(notes):
        return "A note in it has no name of its own."
    present = [note for note in article.notes if note.status != "missing"]
    if len(notes) < len(present):
        return f"Of {len(present)} notes {len(notes)} are marked as such."
    for note in present:
        calls = called.get(note.id, [])
        tags = [element for element in notes if not set(calls).isdisjoint(element.targets)]
        if calls and not tags:
            return f"The note {note.id} is not marked as one that its call leads to."
        if note.id in footnotes and calls:
            calls_to = [reference for reference in references if reference.targets[0] == note.id]
            if not any(_follows(element, reference) for element in tags for reference in calls_to):
                return f"The note {note.id} does not come behind the text that calls it."
    return ""


def _follows(note: _Element, reference: _Element) -> bool:
    """Whether a note follows directly after the block of a reference; for a reference in a note: anywhere after it."""
    if any(element is note for element in reference.ancestors()):
        return True  # the note calls itself
    if note.place < reference.place:
        return False
    return reference.in_note or any(element is note.parent for element in reference.ancestors())


def _in_order(element: _Element) -> bool:
    """Whether the children of an element are read in the order in which they are drawn."""
    drawn = [kid.drawn for kid in element.kids if kid.drawn is not None]
    return drawn == sorted(drawn)


def _is_even(table: _Element) -> bool:
    """Whether all rows of a table have the same number of columns, with cells from earlier rows that span them."""
    lengths: set[int] = set()
    from_above: list[tuple[int, int]] = []  # cells of earlier rows, as (number of further rows, number of columns)
    for row in _rows(table):
        lengths.add(sum(kid.columns for kid in row.kids) + sum(columns for _, columns in from_above))
        from_above = [
            (rows - 1, columns)
            for rows, columns in (*from_above, *((kid.rows, kid.columns) for kid in row.kids))
            if rows > 1
        ]
    return len(lengths) <= 1


def _rows(element: _Element) -> Iterator[_Element]:
    """The rows of a table or of one of its sections."""
    for kid in element.kids:
        if kid.role == "/TR":
            yield kid
        elif kid.role in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(kid)


def _elements(pdf: Any) -> Iterator[_Element]:
    """The structure elements in reading order."""
    import pikepdf

    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    tree = pdf.Root.get("/StructTreeRoot", {}).get("/K", [])
    stack: list[tuple[Any, _Element | None, int]] = [(tree, None, -1)]
    place = 0
    while stack:
        node, parent, page = stack.pop()
        if isinstance(node, (pikepdf.Array, list)):
            stack += [(kid, parent, page) for kid in reversed(list(node))]
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            place += 1
            element = _Element(str(node.S), str(node.get("/ID", "")), place, parent)
            if isinstance(cell := node.get("/A"), pikepdf.Dictionary):
                element.columns, element.rows = (int(cell.get(f"/{name}", 1)) for name in ("ColSpan", "RowSpan"))
            if parent is not None:
                parent.kids.append(element)
            yield element
            stack.append((node.get("/K", []), element, pages[node.Pg.objgen] if "/Pg" in node else page))
        elif isinstance(node, int) and parent is not None:
            for element in (parent, *parent.ancestors()):
                if element.drawn is None:
                    element.drawn = page, node
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/OBJR" and parent is not None:
            target = str(node.Obj.get("/Dest", ""))
            parent.links += node.Obj.get("/Subtype") == "/Link"
            for element in (parent, *parent.ancestors()):
                element.targets.append(target)
                if element.role in ("/Reference", "/Note"):
                    break
