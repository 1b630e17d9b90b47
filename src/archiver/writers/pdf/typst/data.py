"""The data for stylesheets/article.typ: the title block, the blocks, the notes at the end, and the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from archiver.article import NS, Article, tag
from archiver.writers.formulas.translation import add_typst
from archiver.writers.pandoc.dialect import Dialect
from archiver.writers.pandoc.tree import build_tree
from archiver.writers.pdf import lines
from archiver.writers.pdf.paper import A4, SIZES, Paper
from archiver.writers.pdf.running_heads import authors_or_publisher, shorter_forms
from archiver.writers.pdf.typst.builder import Builder
from archiver.writers.pdf.typst.end_notes import notes_for_the_end
from archiver.writers.pdf.typst.fonts import EAST_ASIAN, MATHEMATICS, fonts_for, typst_language
from archiver.writers.pdf.typst.nodes import (
    Values,
    is_colophon,
    nodes_of_kind,
    starts_left_to_right,
    text_of,
    with_headings_on_turned_pages,
)
from archiver.writers.pdf.weasyprint import page
from archiver.writers.shared.absent_pictures import settle
from archiver.writers.shared.i18n import missing_sentence
from archiver.writers.shared.personal_names import full_name
from archiver.writers.shared.prepare import READING, is_shown, prepare
from archiver.writers.shared.reference import publication_line
from archiver.writers.shared.written_dates import article_date

_MOST_LINES_OF_AUTHORS = 3  # more stand in one paragraph
_TITLE_LINES = (30, 38, 50)  # characters, by size


@dataclass(slots=True)
class Data:
    """The values for the template, its pictures by file name, and the number of notes at the end.

    `moved` has the ids of those notes at the end that would make the layout too slow (end_notes.py).
    """

    values: Values
    pictures: dict[str, bytes] = field(default_factory=dict)
    end_notes: int = 0
    moved: frozenset[str] = frozenset()


def article_data(article: Article, paper: Paper = A4) -> Data:
    """Build the data of an article for the template, on one paper."""
    prepared = prepare(article, show=lambda picture: picture.uri)
    settle(prepared.root, is_shown)
    add_typst(prepared.root)
    _set_readings(prepared.root)
    moved = notes_for_the_end(article)
    tree = build_tree(
        article,
        prepared,
        Dialect(
            labels="call", always_anchored=True, bare_figures=True, tex=False, word_nodes=False, free_lists=True, title_block=True,
            marks_decoration=True,
        ),
        moved,
    )  # fmt: skip
    data = _data(Builder(article, tree, prepared.direction, paper))
    data.values["paper"] = {
        "size": SIZES[paper.name],
        "zoom": paper.zoom,
        "margins": [margin * paper.zoom for margin in paper.margins],
        "broad": [margin * paper.zoom for margin in paper.landscape_margins],
    }
    data.moved = moved
    return data


def _set_readings(root: etree._Element) -> None:
    """Give each base of ruby its reading, if that fits above it. Not in headings: Typst takes their text for the outline."""
    for base in (*root.iterfind("a:body//a:base", NS), *root.iterfind("a:notes//a:base", NS)):
        if next(base.iterancestors(tag("heading")), None) is not None:
            continue
        reading = base.getnext()
        if reading is None or reading.tag != tag("reading") or len(base) or len(reading):
            continue
        text = " ".join((reading.text or "").split())
        if lines.is_above(base.text or "", text):
            base.set(READING, text)


def _data(builder: Builder) -> Data:
    """The title block, the running heads and the blocks."""
    article, meta = builder.article, builder.tree.document["meta"]
    title = builder.visible(article.title).strip() or builder.visible(page.substitute_title(article))
    drawn_title = builder.drawn(title)
    shown_title = builder.nodes(meta["title"]["c"])
    if not builder.drawn(text_of(meta["title"]["c"])).strip():
        # The title may have no visible text, and still call a note.
        shown_title = builder.text(title) + list(nodes_of_kind(shown_title, "Note"))
    subtitle = builder.nodes(meta["subtitle"]["c"]) if "subtitle" in meta else []
    abstract = builder.nodes(meta["abstract"]["c"][0]["c"]) if "abstract" in meta else []
    published = article_date(article, "published")
    description = article.root.find("a:head/a:abstract", NS)
    address = next((e for kind in ("doi", "url") for e in article.identifiers if e[0] == kind), None)
    width = lines.width(drawn_title)
    size = 2 if width > 160 else 1 if width > 80 else 0
    values: Values = {
        "title": title,
        "shown-title": shown_title,
        "title-size": size,
        "title-share": lines.even_share(width, _TITLE_LINES[size]),
        "subtitle": subtitle,
        "abstract": abstract,
        "author": [builder.visible(a.name) for a in article.authors],
        "people": _people(builder),
        "keywords": [builder.visible(keyword) for keyword in article.keywords],
        "shown-keywords": builder.text("; ".join(article.keywords)),
        "description": " ".join("".join(description.itertext()).split()) if description is not None else "",
        "labels": {name: builder.text(builder.words[name]) for name in ("abstract", "keywords")},
        "publication": {
            "publisher": builder.text(publication_line(article)),
            "date": builder.text(published),
            "ltr": builder.direction == "rtl" and starts_left_to_right(publication_line(article)),
        },
        "running": [
            shorter_forms(builder.drawn(authors_or_publisher(article))),
            shorter_forms(drawn_title),
        ],
        "address": _address(builder, *address) if address else None,
        "language": typst_language(article.language or "und"),
        "rtl": builder.direction == "rtl",
        "faces": {key: fonts_for(key) for key in (*EAST_ASIAN, "default")},
        # East Asian typography marks emphasis by another font instead of a heavier one.
        "bold": [re.sub(r"Serif (?=[SJTK][CPR]$)", "Sans ", font) for font in fonts_for(article.language)],
        "math": MATHEMATICS,
        "mono": ["Source Code Pro", *fonts_for(article.language)[1:]],
        "blocks": _blocks(builder),
    }
    builder.remove_dead_links()
    return Data(values, builder.pictures, end_notes=len(builder.tree.at_end))


def _people(builder: Builder) -> list[Values]:
    """The authors; where they are many, what several in a row share stands with the last of them."""
    authors = builder.article.authors
    about = [", ".join((*a.roles, *a.affiliations, *([f"ORCID {a.orcid}"] if a.orcid else []))) for a in authors]
    if len(authors) > _MOST_LINES_OF_AUTHORS:
        about = ["" if this == next_ else this for this, next_ in zip(about, [*about[1:], ""], strict=True)]
    return [
        {"name": builder.text(full_name(author)), "about": builder.text(text)}
        for author, text in zip(authors, about, strict=True)
    ]


def _blocks(builder: Builder) -> list[Values]:
    """The blocks of the article, with one sentence about missing notes before the notes at the end."""
    blocks = builder.tree.document["blocks"]
    colophon = next((end_notes for end_notes, block in enumerate(blocks) if is_colophon(block)), len(blocks))
    end_notes = colophon - len(builder.tree.at_end)
    before = with_headings_on_turned_pages(builder.nodes(blocks[:end_notes]))
    after = builder.nodes(blocks[end_notes:])
    if not builder.missing:
        return before + after
    heading = {"t": "Header", "level": 1, "id": "", "share": 1.0, "c": builder.text(builder.words["notes"])}
    sentence = builder.text(missing_sentence(builder.article, builder.words))
    return (
        before
        + [heading] * (not builder.tree.at_end)
        + [{"t": "Lost notes", "ids": builder.missing, "c": sentence}]
        + after
    )


def _address(builder: Builder, kind: str, value: str) -> Values | None:
    address = f"https://doi.org/{value}" if kind == "doi" else value
    return {"to": address, "c": builder.pieces(address)} if address.startswith(("http://", "https://")) else None
