"""What stylesheets/article.typ reads: the title block, the article's blocks, the notes at its end, and on which paper they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archiver.article import NS, Article
from archiver.writers.pandoc.dialect import Dialect
from archiver.writers.pandoc.tree import build_tree
from archiver.writers.pdf import lines
from archiver.writers.pdf.paper import A4, SIZES, Paper
from archiver.writers.pdf.typst.builder import Builder
from archiver.writers.pdf.typst.fonts import EAST_ASIAN, faces_for, language_of
from archiver.writers.pdf.typst.nodes import Values, is_colophon, left_to_right, of_kind, words_of
from archiver.writers.pdf.weasyprint import page
from archiver.writers.shared.i18n import missing_sentence
from archiver.writers.shared.personal_names import full_name
from archiver.writers.shared.prepare import prepare

_TITLE_LINES = (30, 38, 50)  # characters, by size


@dataclass(slots=True)
class Data:
    """The values for the template, the pictures by the names that it gives them, and how many notes stand at the end."""

    values: Values
    pictures: dict[str, bytes] = field(default_factory=dict)
    ended: int = 0


def article_data(article: Article, paper: Paper = A4) -> Data:
    """All that the template says of an article, and on which paper."""
    prepared = prepare(article, show=lambda picture: picture.uri)
    tree = build_tree(
        article,
        prepared,
        Dialect(
            labels="call", always_anchored=True, bare_figures=True, tex=False, word_nodes=False, free_lists=True, title_block=True,
        ),
    )  # fmt: skip
    data = _data(Builder(article, tree, prepared.direction, paper))
    data.values["paper"] = {
        "size": SIZES[paper.name],
        "zoom": paper.zoom,
        "margins": [margin * paper.zoom for margin in paper.margins],
        "broad": [margin * paper.zoom for margin in paper.broad_margins],
    }
    return data


def _data(settler: Builder) -> Data:
    """The title block, what stands beside every page, and the blocks."""
    article, meta = settler.article, settler.tree.document["meta"]
    title = settler.said(article.title).strip() or settler.said(page.name_without_title(article))
    drawn_title = settler.drawn(title)
    shown_title = settler.nodes(meta["title"]["c"])
    if not settler.drawn(words_of(meta["title"]["c"])).strip():
        # perhaps it has no words, and calls a note all the same
        shown_title = settler.text(title) + list(of_kind(shown_title, "Note"))
    subtitle = settler.nodes(meta["subtitle"]["c"]) if "subtitle" in meta else []
    abstract = settler.nodes(meta["abstract"]["c"][0]["c"]) if "abstract" in meta else []
    published = next((d.text or d.when for d in article.dates if d.type == "published"), "")
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
        "author": [settler.said(a.name) for a in article.authors],
        "people": [
            {
                "name": settler.text(full_name(a)),
                "about": settler.text(", ".join((*a.roles, *a.affiliations))),
            }
            for a in article.authors
        ],
        "keywords": [settler.said(keyword) for keyword in article.keywords],
        "shown-keywords": settler.text("; ".join(article.keywords)),
        "description": " ".join("".join(description.itertext()).split()) if description is not None else "",
        "labels": {name: settler.text(settler.words[name]) for name in ("abstract", "keywords")},
        "publication": {
            "publisher": settler.text(article.publisher),
            "date": settler.text(published),
            "ltr": settler.direction == "rtl" and left_to_right(article.publisher),
        },
        "running": [
            settler.drawn(page.shortened(page.who(article), 32)),
            page.shortened(drawn_title, 48),
        ],
        "address": _address(settler, *address) if address else None,
        "language": language_of(article.language or "und"),
        "rtl": settler.direction == "rtl",
        "faces": {key: faces_for(key) for key in (*EAST_ASIAN, "default")},
        # East Asian printing marks stress by another face
        "bold": [re.sub(r"Serif (?=[SJTK][CPR]$)", "Sans ", face) for face in faces_for(article.language)],
        "mono": ["Source Code Pro", *faces_for(article.language)[1:]],
        "blocks": _blocks(settler),
    }
    settler.unlink()
    return Data(values, settler.pictures, ended=len(settler.tree.at_end))


def _blocks(settler: Builder) -> list[Values]:
    """The blocks of the article; what no note was saved for is said once, before the notes that stand at the end."""
    blocks = settler.tree.document["blocks"]
    colophon = next((at for at, block in enumerate(blocks) if is_colophon(block)), len(blocks))
    at = colophon - len(settler.tree.at_end)
    before, after = settler.nodes(blocks[:at]), settler.nodes(blocks[at:])
    if not settler.missing:
        return before + after
    heading = {"t": "Header", "level": 1, "id": "", "share": 1.0, "c": settler.text(settler.words["notes"])}
    said = settler.text(missing_sentence(settler.article, settler.words))
    return (
        before
        + [heading] * (not settler.tree.at_end)
        + [{"t": "Lost notes", "ids": settler.missing, "c": said}]
        + after
    )


def _address(settler: Builder, kind: str, value: str) -> Values | None:
    to = f"https://doi.org/{value}" if kind == "doi" else value
    return {"to": to, "c": settler.pieces(to)} if to.startswith(("http://", "https://")) else None
