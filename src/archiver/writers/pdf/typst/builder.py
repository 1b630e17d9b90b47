"""Nodes for stylesheets/article.typ, built from the pandoc document of pandoc/tree.py.

Typst refuses the document if one character has no font, one link has no target, or one picture is unreadable. This
module replaces or removes these.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from archiver.article import NS, Article
from archiver.images import Picture
from archiver.writers.pandoc.dialect import PandocTree
from archiver.writers.pandoc.inlines import walk_nodes
from archiver.writers.pdf import images, lines
from archiver.writers.pdf.hyphenation import is_hyphenable
from archiver.writers.pdf.paper import Paper
from archiver.writers.pdf.segments import segments
from archiver.writers.pdf.typst import tables
from archiver.writers.pdf.typst.fonts import typst_language
from archiver.writers.pdf.typst.nodes import (
    LISTS,
    Values,
    center_pictures,
    is_call,
    is_colophon,
    is_tight,
    keep_calls,
    level_list,
    nodes_of_kind,
    set_in_rows,
    starts_left_to_right,
    text_of,
)
from archiver.writers.pdf.typst.text import Lettering, visible_text
from archiver.writers.shared.history import corrections, made_with
from archiver.writers.shared.i18n import words_for
from archiver.writers.shared.table_grid import place_cells
from archiver.writers.shared.written_dates import written_dates

_MILLIMETRE = 72 / 25.4  # in points
_TALLEST_IN_NOTE = 60 * _MILLIMETRE
_TALLEST_IN_CELL = 30 * _MILLIMETRE
_LONGEST = 24  # a longer identifier needs places where it may break, in tables of three columns one half as long
_LONGEST_IN_TEXT = 48  # a longer word does not fit a line of text
_HEADING_LINES = (52, 62, 66)  # characters of a line, by level
_UNBROKEN = 40  # a shorter link stays on one line if its direction differs from the text's
_SHORT = 16  # code with fewer lines stays on one page
_LINE = 72  # characters of a line of code
_UNKNOWN = 10**6  # characters of a cell whose height is not known
#: A colophon with corrections by hand, and one without, with more characters may break over pages.
_ON_ONE_PAGE, _EVER_ON_ONE_PAGE = 1000, 2500
_COLOPHON_LINE = 45  # fewer characters than any line of the colophon has
_ALIGNMENTS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_NUMBERINGS = {"Decimal": "1.", "LowerAlpha": "a.", "UpperAlpha": "A.", "LowerRoman": "i.", "UpperRoman": "I."}
#: Lists and quotations inside so many blocks are set without further levels: Typst refuses about fifteen lists in lists.
_DEEPEST = 10
_SIMPLE = frozenset("Emph Strong Strikeout Underline Superscript Subscript Para Plain BlockQuote".split())


class Builder:
    """Builds the template's nodes for one article; collects its pictures, link targets and missing notes."""

    def __init__(self, article: Article, pandoc_tree: PandocTree, direction: str, paper: Paper) -> None:
        self.article = article
        self.tree = pandoc_tree
        self.direction = direction
        self.words = words_for(article.language)
        self.pictures: dict[str, bytes] = {}
        made = [*written_dates(article), made_with(article), *corrections(article, self.words)]
        self.lettering = Lettering(visible_text(article.root, self.words) + "".join(made))
        self.drawn = self.lettering.drawn
        self.visible = self.lettering.visible
        self.anchored: set[str] = set()
        self.inner_links: list[Values] = []  # links to places in the article
        self.is_missing = [note.get("status") == "missing" for note in article.root.iterfind("a:notes/a:note", NS)]
        self.missing: list[str] = []
        self.level = 0
        self.depth = 0  # the number of blocks around the next one; only a table outside all blocks may turn the page
        self.table_widths = paper.table_widths
        #: The greatest width and height of a picture.
        self.picture_room = (self.table_widths[""], paper.picture_height * _MILLIMETRE)
        self.page_height = (paper.size[1] - paper.margins[0] - paper.margins[1]) * _MILLIMETRE
        self.longest_word = _LONGEST
        self.linked_heads = 0  # the number of tables with links in their heads
        self.in_cell = False  # whether the next nodes are in a cell of a table
        self.language = article.language or "und"  # of the next nodes

    # -- text --------------------------------------------------------------------------------------

    def pieces(self, text: str, longest_word: int = 0) -> list[str]:
        """Code or an address in pieces between which a line may break without a hyphen."""
        return self.lettering.pieces(text, longest_word or self.longest_word)

    def text(self, text: str) -> list[Values]:
        """Text as nodes: Text, with a Rare node for each character without a font.

        Identifiers, and numbers that stay with their sign, are nodes of their own (segments.py).
        """
        nodes: list[Values] = []
        longest = self.longest_word if self.in_cell else _LONGEST_IN_TEXT
        for rare, run in self.lettering.runs(text):
            if rare:
                nodes.append({"t": "Rare", "c": self.drawn(run)})
                continue
            for kind, segment in segments(run):
                if kind == "identifier" and (pieces := self.pieces(segment)):
                    nodes.append({"t": "Identifier", "c": pieces})
                elif kind == "together" and not self.in_cell:
                    nodes.append({"t": "Together", "c": [{"t": "Text", "c": [self.drawn(segment)]}]})
                elif pieces := self.lettering.pieces(segment, longest, self.language):
                    if nodes and nodes[-1]["t"] == "Text":
                        pieces[0] = nodes[-1]["c"].pop() + pieces[0]
                        nodes[-1]["c"] += pieces
                    else:
                        nodes.append({"t": "Text", "c": pieces})
        return nodes

    @contextmanager
    def _in_language(self, attributes: Any) -> Iterator[None]:
        """The next nodes are in the language that a Span or Div states, if it does."""
        outer = self.language
        self.language = dict(attributes[2]).get("lang") or outer
        yield
        self.language = outer

    # -- nodes -------------------------------------------------------------------------------------

    def nodes(self, nodes: list[Any]) -> list[Values]:
        """The template's nodes for nodes of the pandoc document; adjacent words become one Text."""
        result: list[Values] = []
        text = ""
        for node in nodes:
            if node["t"] in ("Str", "Space"):
                text += " " if node["t"] == "Space" else node["c"]
                continue
            result += self._behind(result, text)
            after_call = not text and bool(result) and is_call(result[-1])
            text = ""
            built = self._node(node)
            if after_call and built and is_call(built[0]):  # two calls in a row would read as one number
                result.append({"t": "Gap"})
            result += built
        return keep_calls(result + self._behind(result, text))

    def _behind(self, before: list[Values], text: str) -> list[Values]:
        """Text as nodes; a word directly behind a link or a call is not broken.

        Typst 0.15 fails on the document if a line breaks there (typst/typst#8608).
        """
        if not before or before[-1]["t"] not in ("Link", "NoteLink", "Note", "Span", "Emph", "Strong"):
            return self.text(text)
        word = re.match(r"[^\s\d-]{4,}", text)
        if word is None or not is_hyphenable(next(filter(str.isalpha, word[0]), "")):
            return self.text(text)
        return [{"t": "Identifier", "c": self.pieces(word[0])}, *self.text(text[word.end() :])]

    def _node(self, node: Any) -> list[Values]:
        kind, content = node["t"], node.get("c")
        if self.depth >= _DEEPEST and kind == "BlockQuote":
            return [{"t": "Plain", "c": self.nodes(content)}]
        if self.depth >= _DEEPEST - 1 and kind in LISTS:
            node = level_list(node)
            kind, content = node["t"], node["c"]
        if kind == "Para" and content and content[0]["t"] == "Str":
            ems, word = lines.without_indent(content[0]["c"])
            if ems:
                rest = [{"t": "Str", "c": word}, *content[1:]] if word else content[1:]
                return [{**built, "indent": ems} for built in self._node({"t": "Para", "c": rest})]
        if kind in _SIMPLE:
            with self._nested(kind == "BlockQuote"):
                nodes = self.nodes(content)
            if kind == "Para" and any(n["t"] == "Formula" and n["display"] for n in nodes):
                kind = "Plain"  # in Typst a paragraph cannot contain blocks
            return [{"t": kind, "c": nodes}]
        match kind:
            case "LineBreak":
                return [{"t": "Break"}]
            case "HorizontalRule":
                return [{"t": kind}]
            case "Quoted":
                return [{"t": kind, "c": self.nodes(content[1])}]
            case "Code":
                return [{"t": "Code", "c": self.pieces(content[1])}]
            case "Formula":
                return self._formula(node)
            case "Ruby":
                return [{"t": kind, "reading": self.text(node["reading"]), "c": self.nodes(content)}]
            case "Span":
                return self._span(content)
            case "Link":
                return self._link(content)
            case "Image":
                return self._image(content)
            case "Header":
                level, attributes, inner = content
                if not any(map(str.isalnum, text_of(inner))):
                    # An outline entry needs a text.
                    return [{"t": "Div", **self._common(attributes), "c": [{"t": "Para", "c": self.nodes(inner)}]}]
                self.level = min(level, self.level + 1)  # PDF/UA allows no skipped level
                line = _HEADING_LINES[min(self.level, 3) - 1]
                share = lines.even_share(lines.width(text_of(inner)), line)
                return [
                    {"t": kind, "level": self.level, "id": self._id(attributes), "share": share, "c": self.nodes(inner)}
                ]
            case "CodeBlock":
                return [self._code(content[1])]
            case "BulletList":
                with self._nested() as inner:
                    items = [self.nodes(item) for item in content]
                return [{"t": kind, "tight": is_tight(content), "inner": inner, "c": items}]
            case "OrderedList":
                (start, style, _), content = content
                options = {"start": start, "numbering": _NUMBERINGS[style["t"]], "tight": is_tight(content)}
                with self._nested() as inner:
                    items = [self.nodes(item) for item in content]
                return [{"t": kind, **options, "inner": inner, "c": items}]
            case "LabelledList":
                labels, content = content
                with self._nested() as inner:
                    items = [self.nodes(item) for item in content]
                options = {"labels": [self.drawn(label) for label in labels], "tight": is_tight(content)}
                return [{"t": kind, **options, "inner": inner, "c": items}]
            case "DefinitionList":
                with self._nested():
                    entries = [[self.nodes(term), [self.nodes(b) for b in defined]] for term, defined in content]
                return [{"t": kind, "c": entries}]
            case "LineBlock":
                return [{"t": kind, "c": [self.nodes(line) for line in content]}]
            case "Table":
                return self._table(content)
            case "Figure":
                return [self._figure(content)]
            case "Div":
                attributes, blocks = content
                if is_colophon(node):
                    return [self._colophon(blocks)]
                framed = bool(attributes[1])
                self.depth += framed
                with self._in_language(attributes):
                    built = [{"t": kind, **self._common(attributes), "c": self.nodes(blocks)}]
                if "figure" in attributes[1]:
                    center_pictures(built[0]["c"])
                self.depth -= framed
                return built
        raise ValueError(kind)

    @contextmanager
    def _nested(self, block: bool = True) -> Iterator[bool]:
        """Count one more block around the next nodes; gives whether there was one already."""
        self.depth += block
        yield self.depth > block
        self.depth -= block

    def _colophon(self, blocks: list[Any]) -> Values:
        """The colophon: its heading, and its facts as pairs of a term and the blocks of each of its values."""
        most = _ON_ONE_PAGE if self.article.revisions else _EVER_ON_ONE_PAGE
        built = self.nodes(blocks)
        lists = [block["c"] for block in blocks if block["t"] == "DefinitionList"]
        widths = [lines.width(text_of(value)) for facts in lists for _, values in facts for value in values]
        return {
            "t": "Colophon",
            "most-lines": 3 + sum(1 + width // _COLOPHON_LINE for width in widths),
            "setting": "long" if len(text_of(blocks)) > most else "fit",
            "heading": [n for n in built if n["t"] == "Header"],
            "facts": [fact for n in built if n["t"] == "DefinitionList" for fact in n["c"]],
        }

    def _figure(self, content: Any) -> Values:
        attributes, (_, caption), blocks = content
        has_picture = next(nodes_of_kind(blocks, "Image"), None) is not None
        if len(blocks) > 1:
            blocks = [{**block, "t": "Para"} if block["t"] == "Plain" else block for block in blocks]
        body_nodes = self.nodes(blocks)
        turned_tables = [
            table for kind in ("Table", "Turned") for table in nodes_of_kind(body_nodes, kind) if table["turned"]
        ]
        for table in turned_tables:
            table["turned"] = False
        with self._nested():
            caption_nodes = self.nodes(caption)
        if self.picture_room[1] > _TALLEST_IN_CELL:
            center_pictures(body_nodes)
            set_in_rows(body_nodes, self.table_widths[""])
        elif not caption:  # a picture in a cell is no wider than it is
            return {"t": "Div", "id": self._id(attributes), "classes": [], "lang": None, "dir": None, "c": body_nodes}
        height = sum(image["height"] for image in nodes_of_kind(body_nodes, "Image")) + 12 * len(text_of(caption)) / 70
        values = {
            "caption": caption_nodes,
            "c": body_nodes,
            "pictured": has_picture,
            "turned": bool(turned_tables),
            "whole": height < 0.8 * self.page_height,
        }
        return {"t": "Figure", "id": self._id(attributes), **values}

    def _id(self, attributes: Any) -> str:
        """The id of a link target, at its first use; "" after that."""
        id_ = str(attributes[0])
        if not id_ or id_ in self.anchored:
            return ""
        self.anchored.add(id_)
        return id_

    def _common(self, attributes: Any) -> Values:
        pairs = dict(attributes[2])
        language = pairs.get("lang")
        return {
            "id": self._id(attributes),
            "classes": attributes[1],
            "lang": typst_language(language) if language else None,
            "dir": pairs.get("dir"),
        }

    def _span(self, content: Any) -> list[Values]:
        attributes, inner = content
        if attributes[0].startswith(self.tree.anchor_prefix) and inner and inner[0]["t"] == "Note":
            number = int(attributes[0].removeprefix(self.tree.anchor_prefix))
            label = self.drawn(self.tree.labels[number])
            if self.is_missing[number]:
                self.missing.append(attributes[0])
                return [{"t": "Lost note", "id": self._id(attributes), "label": label}]
            room = self.picture_room
            self.picture_room = (room[0], min(room[1], _TALLEST_IN_NOTE))
            with self._nested():
                first, *rest = self.nodes(inner[0]["c"])
            self.picture_room = room
            inner = first["c"][0] if first["t"] == "Div" and first["c"] else first
            if inner["t"] == "Para":
                inner["t"] = "Plain"  # it continues the line of the label
            return [{"t": "Note", "id": self._id(attributes), "label": label, "c": [first, *rest]}]
        with self._in_language(attributes):
            return [{"t": "Span", **self._common(attributes), "c": self.nodes(inner)}]

    def _link(self, content: Any) -> list[Values]:
        attributes, inner, (href, _) = content
        if "noteref" in attributes[1]:
            return [{"t": "NoteLink", "to": href[1:], "c": self.nodes(inner)}]
        link = {
            "t": "Link",
            "to": href,
            "c": self.nodes(inner),
            "ltr": self.direction == "rtl" and len(text_of(inner)) < _UNBROKEN and starts_left_to_right(text_of(inner)),
        }
        if href.startswith("#"):
            self.inner_links.append(link)
        return [link]

    def remove_dead_links(self) -> None:
        """Turn links to places that are not on the pages into text."""
        for link in self.inner_links:
            if link["to"][1:] not in self.anchored:
                link.update({"t": "Span", "id": "", "classes": [], "lang": None, "dir": None})

    def _image(self, content: Any) -> list[Values]:
        attributes, inner, (src, _) = content
        picture = images.drawable(src)
        description = "".join(" " if n["t"] == "Space" else n["c"] for n in inner)
        if picture is None:
            return self.text(f"[{self.words['image']}{': ' if description else ''}{description}]")
        data = base64.b64decode(picture.src.partition(",")[2])
        media_type = picture.src.partition(":")[2].partition(";")[0]
        name = Picture(data, media_type).name
        self.pictures[name] = data
        width, height = picture.width * 0.75, picture.height * 0.75
        fit = min(1.0, self.picture_room[0] / width, self.picture_room[1] / height)
        return [
            {
                "t": "Image",
                "file": name,
                # None makes it an artifact
                "alt": None if "decoration" in attributes[1] else description or self.words["image"],
                "width": width * fit,
                "height": height * fit,
                "alone": False,
            }
        ]

    def _formula(self, formula: Any) -> list[Values]:
        """A formula, with its text for the case that Typst cannot set it: it also fails on a character without a font."""
        as_text = self.nodes(formula["c"])
        if any(rare for rare, _ in self.lettering.runs(formula["typst"])):
            return as_text
        set_ = {"typst": formula["typst"], "display": formula["display"], "number": self.drawn(formula["number"])}
        return [{"t": "Formula", **set_, "alt": self.visible(formula["alt"]) or "…", "c": as_text}]

    def _code(self, code: str) -> Values:
        text = self.drawn(code.replace("\t", "    "))
        long_lines = {
            line: self.pieces(line, _LINE)
            for line in text.split("\n")
            if any(len(word) > _LINE for word in line.split())
        }
        return {"t": "Code block", "c": text, "long": long_lines, "short": text.count("\n") < _SHORT}

    def _table(self, content: Any) -> list[Values]:
        attributes, (_, caption), columns, (_, head), bodies, (_, foot) = content
        self.longest_word = _LONGEST if len(columns) < 3 else _LONGEST // 2
        texts: dict[int, str] = {}
        may_turn = self.depth == 0
        room = self.picture_room
        self.picture_room = (0.8 * room[0] / max(len(columns), 1), min(room[1], _TALLEST_IN_CELL))
        with self._nested():
            caption_nodes = self.nodes(caption)
            outer, self.in_cell = self.in_cell, True
            head_cells = self._cells(head, 0, texts, head=True)
            body_cells = self._cells([*(row for body in bodies for row in body[3]), *foot], len(head), texts)
        self.in_cell = outer
        self.longest_word, self.picture_room = _LONGEST, room
        # On later pages a head is an artifact, in which PDF/UA allows no link. A head that would fill the page is not
        # repeated.
        linked = [n for kind in ("Link", "Note", "NoteLink") for n in nodes_of_kind(head_cells, kind)]
        if linked:
            self.linked_heads += 1
            head_cells[0]["name"] = f"archiver-head-{self.linked_heads}"
            for node in linked:
                node["head"] = head_cells[0]["name"]
        table = {
            "t": "Table", "id": self._id(attributes), "caption": caption_nodes, "head": head_cells, "body": body_cells,
            "repeat": len(text_of(head)) <= 400 and bool(body_cells), "heads": len(head), "rows": len(head) + len(foot) + sum(len(body[3]) for body in bodies),
        }  # fmt: skip
        return tables.table_setting(table, texts, len(columns), self.table_widths, may_turn=may_turn)

    def _cells(self, rows: list[Any], top: int, texts: dict[int, str], *, head: bool = False) -> list[Values]:
        """The cells of a section with their places; `texts` gets the text of each cell by its identity."""
        result: list[Values] = []
        places = place_cells([(colspan, rowspan) for _, _, rowspan, colspan, _ in cells] for _, cells in rows)
        for y, ((_, cells), row_places) in enumerate(zip(rows, places, strict=True)):
            for (_, alignment, rowspan, colspan, blocks), (x, _) in zip(cells, row_places, strict=True):
                place = {"x": x, "y": top + y, "colspan": colspan, "rowspan": rowspan}
                side = _ALIGNMENTS.get(alignment["t"])
                text = " ".join(map(text_of, blocks))
                tall = any(next(nodes_of_kind(blocks, kind), None) for kind in ("Image", "CodeBlock", "Table"))
                size = (
                    _UNKNOWN
                    if tall
                    else len(text) + _LINE * (sum(1 for _ in walk_nodes(blocks)) if len(blocks) > 1 else 0)
                )
                result.append({**place, "align": side, "head": head, "characters": size, "c": self.nodes(blocks)})
                texts[id(result[-1])] = text
        return result
