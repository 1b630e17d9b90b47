"""Whether the tags of a finished PDF are those that it should have: asked where a version of WeasyPrint made it that pdf/weasyprint/patches.py does not know.

It reads the file as any program would (pikepdf), and trusts nothing that was meant to happen:

- each call is a Reference with one link, which leads to its note; and each link on a page is in the tree, and not within another;
- each note is a Note with an ID of its own, and a label that leads back to a call of it;
- a note at the foot of a page comes in the order of reading right behind a block that calls it;
- what a list holds is read in the order in which it is drawn, and a list within an item behind that item;
- the rows of a table are of one length, by what their cells say of the columns and rows they go over (PDF/UA-1, 7.2);
- the file says of itself what pdf/weasyprint/xmp.py has it say; and the letters of Arabic glyphs went by pdf/weasyprint/tounicode.py.
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
#: Letters that faces draw several of as one (pdf/weasyprint/tounicode.py).
_JOINED_LETTERS = re.compile("[\u0590-\u08ff]")


@dataclass(slots=True, eq=False)
class _Element:
    """A structure element: its role, its place in the order of reading, the elements around it, and where the links in it lead."""

    role: str
    id: str
    place: int
    parent: _Element | None
    targets: list[str] = field(default_factory=list)
    #: the links that are this element's own
    links: int = 0
    kids: list[_Element] = field(default_factory=list)
    #: of a cell: how many columns and rows it goes over
    columns: int = 1
    rows: int = 1
    #: where the first of its content is drawn: the page, and the number of the marked content there
    drawn: tuple[int, int] | None = None

    def around(self) -> Iterator[_Element]:
        """The elements that this one stands in, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    @property
    def in_note(self) -> bool:
        return any(element.role == "/Note" for element in self.around())


def require_tags(data: bytes, article: Article, feet: frozenset[str], *, lettered: bool) -> None:
    """Raise InvalidResult when the PDF `data` of an article has other tags than it should.

    `feet` names the notes at the feet of pages; `lettered` says whether the letters of glyphs were looked after.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            said = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
            elements = list(_elements(pdf))
            links = sum(1 for page in pdf.pages for one in page.get("/Annots", []) if one.get("/Subtype") == "/Link")
    except pikepdf.PdfError as error:
        raise InvalidResult(f"It cannot be read ({error}).", _REMEDY) from error
    if problem := _problem(article, elements, links, feet):
        raise InvalidResult(problem, _REMEDY)
    if b'pdfuaid:part="1"' not in said or b'pdfaid:part="3"' not in said:
        raise InvalidResult("It does not say which standards it follows.", _REMEDY)
    if not lettered and _JOINED_LETTERS.search("".join(article.root.itertext())):
        raise InvalidResult("Its letters could not be copied whole.", _REMEDY)


def _problem(article: Article, elements: list[_Element], links: int, feet: frozenset[str]) -> str:
    """The first thing that is wrong, as a sentence; "" if nothing is."""
    references = [element for element in elements if element.role == "/Reference"]
    if any(len(reference.targets) != 1 for reference in references):
        return "A call in it has no link, or several."
    linked = [element for element in elements if element.links]
    if any(one.links for element in linked for one in element.around()):
        return "A link in it is made twice."
    if links != sum(element.links for element in linked):
        return "A link in it has no tag."
    if any(element.role == "/L" and not _in_order(element) for element in elements):
        return "A list in it is not read in its order."
    if any(element.role == "/Table" and not _is_even(element) for element in elements):
        return "A table in it has rows of several lengths."
    led = Counter(reference.targets[0] for reference in references)
    missing = {note.id for note in article.notes if note.status == "missing"}
    called: dict[str, list[str]] = {}
    for call in article.noterefs:
        called.setdefault(call.note, []).append(call.id)
    for target, calls in called.items():
        if target not in missing and led[target] < len(calls):
            return f"A call of the note {target} is not marked as one."
    notes = [element for element in elements if element.role == "/Note"]
    if len({note.id for note in notes} - {""}) != len(notes):
        return "A note in it has no name of its own."
    present = [note for note in article.notes if note.status != "missing"]
    if len(notes) < len(present):
        return f"Of {len(present)} notes {len(notes)} are marked as such."
    for note in present:
        calls = called.get(note.id, [])
        own = [element for element in notes if not set(calls).isdisjoint(element.targets)]
        if calls and not own:
            return f"The note {note.id} is not marked as one that its call leads to."
        if note.id in feet and calls:
            by = [reference for reference in references if reference.targets[0] == note.id]
            if not any(_follows(element, reference) for element in own for reference in by):
                return f"The note {note.id} does not come behind the text that calls it."
    return ""


def _follows(note: _Element, reference: _Element) -> bool:
    """Whether a note comes right behind the block that a reference stands in; where that block is a note, somewhere behind it."""
    if any(element is note for element in reference.around()):
        return True  # it calls itself
    if note.place < reference.place:
        return False
    return reference.in_note or any(element is note.parent for element in reference.around())


def _in_order(parts: _Element) -> bool:
    """Whether the parts of an element are read in the order in which they are drawn."""
    drawn = [kid.drawn for kid in parts.kids if kid.drawn is not None]
    return drawn == sorted(drawn)


def _is_even(table: _Element) -> bool:
    """Whether all rows of a table are of one length, counting the cells of earlier rows that go over them."""
    lengths: set[int] = set()
    over: list[tuple[int, int]] = []  # of earlier cells: for how many more rows, and their columns
    for row in _rows(table):
        lengths.add(sum(kid.columns for kid in row.kids) + sum(columns for _, columns in over))
        over = [
            (rows - 1, columns) for rows, columns in (*over, *((kid.rows, kid.columns) for kid in row.kids)) if rows > 1
        ]
    return len(lengths) <= 1


def _rows(part: _Element) -> Iterator[_Element]:
    """The rows of a table, or of a part of one."""
    for kid in part.kids:
        if kid.role == "/TR":
            yield kid
        elif kid.role in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(kid)


def _elements(pdf: Any) -> Iterator[_Element]:
    """The structure elements in the order of reading."""
    import pikepdf

    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    tree = pdf.Root.get("/StructTreeRoot", {}).get("/K", [])
    waiting: list[tuple[Any, _Element | None, int]] = [(tree, None, -1)]
    place = 0
    while waiting:
        thing, parent, page = waiting.pop()
        if isinstance(thing, (pikepdf.Array, list)):
            waiting += [(kid, parent, page) for kid in reversed(list(thing))]
        elif isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
            place += 1
            element = _Element(str(thing.S), str(thing.get("/ID", "")), place, parent)
            if isinstance(cell := thing.get("/A"), pikepdf.Dictionary):
                element.columns, element.rows = (int(cell.get(f"/{name}", 1)) for name in ("ColSpan", "RowSpan"))
            if parent is not None:
                parent.kids.append(element)
            yield element
            waiting.append((thing.get("/K", []), element, pages[thing.Pg.objgen] if "/Pg" in thing else page))
        elif isinstance(thing, int) and parent is not None:
            for element in (parent, *parent.around()):
                if element.drawn is None:
                    element.drawn = page, thing
        elif isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/OBJR" and parent is not None:
            target = str(thing.Obj.get("/Dest", ""))
            parent.links += thing.Obj.get("/Subtype") == "/Link"
            for element in (parent, *parent.around()):
                element.targets.append(target)
                if element.role in ("/Reference", "/Note"):
                    break
