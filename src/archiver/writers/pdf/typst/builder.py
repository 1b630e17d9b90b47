"""The nodes of pandoc/tree.py in plain words for stylesheets/article.typ, with everything settled that could stop Typst.

Typst gives up on a whole document for one character without a face, one link that leads nowhere, one picture that it cannot read.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from archiver.article import NS, Article
from archiver.images import Picture
from archiver.writers.pandoc.dialect import Tree
from archiver.writers.pdf import images, lines
from archiver.writers.pdf.paper import Paper
from archiver.writers.pdf.typst import tables
from archiver.writers.pdf.typst.fonts import language_of
from archiver.writers.pdf.typst.nodes import Values, left_to_right, of_kind, shows_a_call, stand_alone, tight, words_of
from archiver.writers.pdf.typst.text import Lettering, all_shown
from archiver.writers.shared.i18n import words_for

_MILLIMETRE = 72 / 25.4  # in points
_TALLEST_IN_NOTE = 60 * _MILLIMETRE
_LONGEST = 24  # characters of a word that need no place to break
_HEADING_LINES = (52, 62, 66)  # characters, by level
_UNBROKEN = 40  # characters of a link that stay on one line where they run against the text
_SHORT = 16  # lines of code that stay on one page
_LINE = 72  # characters of code on a line
_ALIGNMENTS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_NUMBERINGS = {"Decimal": "1.", "LowerAlpha": "a.", "UpperAlpha": "A.", "LowerRoman": "i.", "UpperRoman": "I."}
_SIMPLE = frozenset("Emph Strong Strikeout Underline Superscript Subscript Para Plain BlockQuote".split())


class Builder:
    """Nodes of one article in the template's words, with its pictures, the ids that links may lead to, and its missing notes."""

    def __init__(self, article: Article, made: Tree, direction: str, paper: Paper) -> None:
        self.article = article
        self.tree = made
        self.direction = direction
        self.words = words_for(article.language)
        self.pictures: dict[str, bytes] = {}
        self.lettering = Lettering(all_shown(article.root, self.words))
        self.drawn = self.lettering.drawn
        self.said = self.lettering.said
        self.anchored: set[str] = set()
        self.within: list[Values] = []  # links to places of the article
        self.lost = [note.get("status") == "missing" for note in article.root.iterfind("a:notes/a:note", NS)]
        self.missing: list[str] = []
        self.level = 0
        self.facts = False  # in the colophon
        self.held = 0  # how many blocks are around the next one: only outside of all may a table turn the page
        self.rooms = paper.rooms
        self.tallest = paper.tallest * _MILLIMETRE  # of a picture
        self.page = (paper.size[1] - paper.margins[0] - paper.margins[1]) * _MILLIMETRE
        self.longest = _LONGEST

    # -- text --------------------------------------------------------------------------------------

    def pieces(self, text: str, longest: int = 0) -> list[str]:
        """Text parted where a word longer than what there is room for may break."""
        return self.lettering.pieces(text, longest or self.longest)

    def text(self, text: str) -> list[Values]:
        """Text as one node, but for characters that no face has."""
        made: list[Values] = []
        for rare, run in self.lettering.runs(text):
            if rare:
                made.append({"t": "Rare", "c": self.drawn(run)})
            elif pieces := self.pieces(run):
                made.append({"t": "Text", "c": pieces})
        return made

    # -- nodes -------------------------------------------------------------------------------------

    def nodes(self, nodes: list[Any]) -> list[Values]:
        """The nodes in the template's words, neighbouring words as one text."""
        made: list[Values] = []
        said = ""
        for node in nodes:
            if node["t"] in ("Str", "Space"):
                said += " " if node["t"] == "Space" else node["c"]
                continue
            made += self.text(said)
            follows = not said and bool(made) and shows_a_call(made[-1])
            said = ""
            more = self._node(node)
            if follows and more and shows_a_call(more[0]):  # two calls in a row would read as one number
                made.append({"t": "Gap"})
            made += more
        return made + self.text(said)

    def _node(self, node: Any) -> list[Values]:
        kind, content = node["t"], node.get("c")
        if kind in _SIMPLE:
            with self._inside(kind == "BlockQuote"):
                return [{"t": kind, "c": self.nodes(content)}]
        match kind:
            case "LineBreak":
                return [{"t": "Break"}]
            case "HorizontalRule":
                return [{"t": kind}]
            case "Quoted":
                return [{"t": kind, "c": self.nodes(content[1])}]
            case "Code":
                return [{"t": "Code", "c": self.pieces(content[1])}]
            case "Span":
                return self._span(content)
            case "Link":
                return self._link(content)
            case "Image":
                return self._image(content)
            case "Header":
                level, attributes, inner = content
                if not any(map(str.isalnum, words_of(inner))):
                    # no outline has an entry without words
                    return [{"t": "Div", **self._said(attributes), "c": [{"t": "Para", "c": self.nodes(inner)}]}]
                self.level = min(level, self.level + 1)  # PDF/UA knows no level that is left out
                line = _HEADING_LINES[min(self.level, 3) - 1]
                share = lines.even_share(lines.width(words_of(inner)), line)
                return [
                    {"t": kind, "level": self.level, "id": self._id(attributes), "share": share, "c": self.nodes(inner)}
                ]
            case "CodeBlock":
                return [self._code(content[1])]
            case "BulletList":
                with self._inside() as inner:
                    items = [self.nodes(item) for item in content]
                return [{"t": kind, "tight": tight(content), "inner": inner, "c": items}]
            case "OrderedList":
                (start, style, _), content = content
                said = {"start": start, "numbering": _NUMBERINGS[style["t"]], "tight": tight(content)}
                with self._inside() as inner:
                    items = [self.nodes(item) for item in content]
                return [{"t": kind, **said, "inner": inner, "c": items}]
            case "LabelledList":
                labels, content = content
                with self._inside() as inner:
                    items = [self.nodes(item) for item in content]
                said = {"labels": [self.drawn(label) for label in labels], "tight": tight(content)}
                return [{"t": kind, **said, "inner": inner, "c": items}]
            case "DefinitionList":
                with self._inside():
                    entries = [[self.nodes(term), [self.nodes(b) for b in defined]] for term, defined in content]
                return [{"t": kind, "facts": self.facts, "c": entries}]
            case "LineBlock":
                return [{"t": kind, "c": [self.nodes(line) for line in content]}]
            case "Table":
                return self._table(content)
            case "Figure":
                return [self._figure(content)]
            case "Div":
                attributes, blocks = content
                framed = bool(attributes[1])
                self.held += framed
                self.facts = "colophon" in attributes[1]
                made = [{"t": kind, **self._said(attributes), "c": self.nodes(blocks)}]
                if "figure" in attributes[1]:
                    stand_alone(made[0]["c"])
                self.held -= framed
                return made
        raise ValueError(kind)

    @contextmanager
    def _inside(self, block: bool = True) -> Iterator[bool]:
        """Inside of one block more; tells whether there was one around it already."""
        self.held += block
        yield self.held > block
        self.held -= block

    def _figure(self, content: Any) -> Values:
        attributes, (_, caption), blocks = content
        pictured = next(of_kind(blocks, "Image"), None) is not None
        if len(blocks) > 1:
            blocks = [{**block, "t": "Para"} if block["t"] == "Plain" else block for block in blocks]
        made = self.nodes(blocks)
        turned = [table for table in of_kind(made, "Table") if table["turned"]]
        for table in turned:
            table["turned"] = False
        with self._inside():
            said = self.nodes(caption)
        stand_alone(made)
        tall = sum(image["height"] for image in of_kind(made, "Image")) + 12 * len(words_of(caption)) / 70
        body = {
            "caption": said,
            "c": made,
            "pictured": pictured,
            "turned": bool(turned),
            "whole": tall < 0.8 * self.page,
        }
        return {"t": "Figure", "id": self._id(attributes), **body}

    def _id(self, attributes: Any) -> str:
        """The id of what links lead to, once."""
        id_ = str(attributes[0])
        if not id_ or id_ in self.anchored:
            return ""
        self.anchored.add(id_)
        return id_

    def _said(self, attributes: Any) -> Values:
        pairs = dict(attributes[2])
        language = pairs.get("lang")
        return {
            "id": self._id(attributes),
            "classes": attributes[1],
            "lang": language_of(language) if language else None,
            "dir": pairs.get("dir"),
        }

    def _span(self, content: Any) -> list[Values]:
        attributes, inner = content
        if attributes[0].startswith(self.tree.anchor_prefix) and inner and inner[0]["t"] == "Note":
            number = int(attributes[0].removeprefix(self.tree.anchor_prefix))
            label = self.drawn(self.tree.labels[number])
            if self.lost[number]:
                self.missing.append(attributes[0])
                return [{"t": "Lost note", "id": self._id(attributes), "label": label}]
            tallest, self.tallest = self.tallest, min(self.tallest, _TALLEST_IN_NOTE)
            with self._inside():
                first, *rest = self.nodes(inner[0]["c"])
            self.tallest = tallest
            inner = first["c"][0] if first["t"] == "Div" and first["c"] else first
            if inner["t"] == "Para":
                inner["t"] = "Plain"  # it goes on behind the label
            return [{"t": "Note", "id": self._id(attributes), "label": label, "c": [first, *rest]}]
        return [{"t": "Span", **self._said(attributes), "c": self.nodes(inner)}]

    def _link(self, content: Any) -> list[Values]:
        attributes, inner, (href, _) = content
        if "noteref" in attributes[1]:
            return [{"t": "NoteLink", "to": href[1:], "c": self.nodes(inner)}]
        made = {
            "t": "Link",
            "to": href,
            "c": self.nodes(inner),
            "ltr": self.direction == "rtl" and len(words_of(inner)) < _UNBROKEN and left_to_right(words_of(inner)),
        }
        if href.startswith("#"):
            self.within.append(made)
        return [made]

    def unlink(self) -> None:
        """Make words of each link that leads to nothing on the pages."""
        for link in self.within:
            if link["to"][1:] not in self.anchored:
                link.update({"t": "Span", "id": "", "classes": [], "lang": None, "dir": None})

    def _image(self, content: Any) -> list[Values]:
        _, inner, (src, _) = content
        drawn = images.drawable(src)
        said = "".join(" " if n["t"] == "Space" else n["c"] for n in inner)
        if drawn is None:
            return self.text(f"[{self.words['image']}{': ' if said else ''}{said}]")
        data = base64.b64decode(drawn.src.partition(",")[2])
        media_type = drawn.src.partition(":")[2].partition(";")[0]
        name = Picture(data, media_type).name
        self.pictures[name] = data
        width, height = drawn.width * 0.75, drawn.height * 0.75
        fit = min(1.0, self.rooms[""] / width, self.tallest / height)
        return [
            {
                "t": "Image",
                "file": name,
                "alt": said or self.words["image"],
                "width": width * fit,
                "height": height * fit,
                "alone": False,
            }
        ]

    def _code(self, code: str) -> Values:
        drawn = self.drawn(code.replace("\t", "    "))
        long = {
            line: self.pieces(line, _LINE)
            for line in drawn.split("\n")
            if any(len(word) > _LINE for word in line.split())
        }
        return {"t": "Code block", "c": drawn, "long": long, "short": drawn.count("\n") < _SHORT}

    def _table(self, content: Any) -> list[Values]:
        attributes, (_, caption), columns, (_, head), bodies, (_, foot) = content
        self.longest = _LONGEST if len(columns) < 3 else _LONGEST // 2
        said: dict[int, str] = {}
        turns = self.held == 0
        with self._inside():
            shown = self.nodes(caption)
            first = self._cells(head, 0, said, head=True)
            rest = self._cells([*(row for body in bodies for row in body[3]), *foot], len(head), said)
        self.longest = _LONGEST
        # a head that holds links or notes stands once (Typst 0.15 stumbles over them), as does one that would fill the page
        held = next((n for kind in ("Note", "Link") for n in of_kind(head, kind)), None)
        heavy = held is not None or len(words_of(head)) > 400
        table = {
            "t": "Table", "id": self._id(attributes), "caption": shown, "head": first, "body": rest,
            "repeat": not heavy and bool(rest), "heads": len(head), "rows": len(head) + len(foot) + sum(len(body[3]) for body in bodies),
        }  # fmt: skip
        return tables.table_setting(table, said, len(columns), self.rooms, turns=turns)

    def _cells(self, rows: list[Any], top: int, said: dict[int, str], *, head: bool = False) -> list[Values]:
        """Cells with their places: the first free ones, row by row, as table_grid gave them; `said` gets their words."""
        taken: set[tuple[int, int]] = set()
        made: list[Values] = []
        for y, (_, cells) in enumerate(rows):
            x = 0
            for _, alignment, rowspan, colspan, blocks in cells:
                while (x, y) in taken:
                    x += 1
                taken |= {(x + i, y + j) for i in range(colspan) for j in range(rowspan)}
                place = {"x": x, "y": top + y, "colspan": colspan, "rowspan": rowspan}
                side = _ALIGNMENTS.get(alignment["t"])
                made.append({**place, "align": side, "head": head, "c": self.nodes(blocks)})
                said[id(made[-1])] = " ".join(map(words_of, blocks))
        return made
