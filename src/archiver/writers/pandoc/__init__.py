"""Markdown, DOCX, ODT, JATS and LaTeX through pandoc: the record becomes pandoc's document tree, and pandoc writes it.

record ─ prepare ─▶ tree.py ─▶ JSON ─ pandoc, in its sandbox ─▶ dates and labels of the source ─▶ count ─▶ bytes

Each public function writes one format. Pandoc reads no files and no addresses: the tree contains the pictures. Each
function raises MissingDependency without pandoc, and InvalidResult if a note call or a note would be missing.
"""

from __future__ import annotations

import json
import re
from typing import BinaryIO

from archiver import pandoc
from archiver.article import Article
from archiver.errors import InvalidResult
from archiver.images import Picture, rasters
from archiver.writers.formulas.translation import add_tex
from archiver.writers.pandoc import jats, latex, markdown, packages
from archiver.writers.pandoc.dialect import Dialect, PandocTree
from archiver.writers.pandoc.inlines import node, separate_calls
from archiver.writers.pandoc.tree import build_tree
from archiver.writers.shared.absent_pictures import settle
from archiver.writers.shared.identity import made_at
from archiver.writers.shared.prepare import Prepared, is_shown, prepare, require_all_notes
from archiver.writers.shared.recursion import deep_stack

__all__ = ["call_pandoc", "write_docx", "write_jats", "write_latex", "write_markdown", "write_odt"]


#: Separates two calls in a row: a narrow space that does not allow a line break.
_THIN = node("Superscript", [node("Str", "\u202f")])
_JATS = Dialect(
    notes_in_head=False, line_blocks=False, labels="mark", always_placeholders=True, alternative_placeholders=True, bare_figures=True,
    role_key="content-type", repeats_abstract=True, mixed_citations=True,
)  # fmt: skip


def write_markdown(article: Article, out: BinaryIO) -> None:
    """Write pandoc's Markdown, with the head as YAML."""
    tree = _tree(article, Dialect(figures=False, plain_dates=True))
    markdown.escape_markup(tree.document)
    text = _pandoc(tree, "markdown")
    note_numbers = {int(number) for number in re.findall(rb"(?m)^\[\^(\d+)\]:", text)}
    call_numbers = {int(number) for number in re.findall(rb"\[\^(\d+)\]", re.sub(rb"(?m)^\[\^\d+\]:", b"", text))}
    # Numbers above those of the notes may appear in code.
    known_numbers = set(range(1, len(tree.placed) + 1))
    links, anchors = _anchored_numbers(tree, rb"\(#%s\)", text), _anchored_numbers(tree, rb"\{#%s[ }]", text)
    require_all_notes(
        article,
        "Markdown",
        calls=len(known_numbers & call_numbers) + len(links),
        notes=len(known_numbers & note_numbers) + _count_at_end(tree, anchors),
    )
    out.write(text)


def write_latex(article: Article, out: BinaryIO) -> None:
    """Write a LaTeX document. Pictures are named but not shown: LaTeX cannot read them from its own text."""
    tree = _tree(article, Dialect(), pictures=False)
    separate_calls(tree.document["blocks"], node("RawInline", "latex", r"\textsuperscript{\,}"))
    latex.split_unsafe_code(tree)
    latex.move_notes(tree)
    text = latex.finish(_with_working_links(_pandoc(tree, "latex"), tree), tree)
    # Code may contain text that looks like a command.
    without_code = re.sub(rb"(?s)\\begin\{verbatim\}.*?\\end\{verbatim\}", b"", text)
    call_count = len(re.findall(rb"\\footnote(?:\{|mark\b)", without_code))
    note_count = len(re.findall(rb"\\footnote(?:text(?:\[[^\]]*\])?)?\{", without_code))
    links, anchors = (
        _anchored_numbers(tree, rb"\\hyperref\[%s\]", without_code),
        _anchored_numbers(tree, rb"\\label\{%s\}", without_code),
    )
    # LaTeX repeats the head of a table on each page; pandoc writes it twice, with its links.
    require_all_notes(
        article,
        "LaTeX",
        calls=call_count + min(len(links), tree.links),
        notes=note_count + _count_at_end(tree, anchors),
    )
    out.write(text)


def write_jats(article: Article, out: BinaryIO) -> None:
    """Write JATS (Z39.96, archiving and interchange tag set)."""
    prepared = _prepared(article, references=True)
    with deep_stack():
        tree = build_tree(article, prepared, _JATS)
    tree.document["meta"] |= jats.metadata(article, prepared)
    text, calls, notes = jats.finish(_pandoc(tree, "jats_archiving"), tree, article)
    require_all_notes(article, "JATS", calls=calls, notes=notes)
    out.write(text)


def write_docx(article: Article, out: BinaryIO) -> None:
    """Write a document for Word."""
    tree = _tree(article, Dialect(labels="mark"))
    separate_calls(tree.document["blocks"], _THIN)
    data, calls, notes = packages.docx(_pandoc(tree, "docx"), tree, made_at(article))
    require_all_notes(article, "DOCX", calls=calls, notes=notes)
    out.write(data)


def write_odt(article: Article, out: BinaryIO) -> None:
    """Write a document for LibreOffice and other programs (OpenDocument)."""
    tree = _tree(article, Dialect(labels="mark"))
    separate_calls(tree.document["blocks"], _THIN)
    data, calls, notes = packages.odt(_pandoc(tree, "odt"), tree, made_at(article))
    require_all_notes(article, "ODT", calls=calls, notes=notes)
    out.write(data)


def _tree(article: Article, dialect: Dialect, *, pictures: bool = True) -> PandocTree:
    prepared = _prepared(article, pictures=pictures)
    settle(prepared.root, is_shown)
    with deep_stack():
        return build_tree(article, prepared, dialect)


def _prepared(article: Article, *, pictures: bool = True, references: bool = False) -> Prepared:
    show = _picture_address if pictures else lambda picture: ""
    prepared = prepare(article, show=show, references=references)
    add_tex(prepared.root)
    return prepared


def _picture_address(picture: Picture) -> str:
    """The address from which a picture can be shown: a raster picture in a form that word processors read, upright."""
    if picture.is_drawing:
        return picture.uri
    plain = rasters.plain(picture.data, ("JPEG", "PNG", "GIF"))
    return Picture(plain.data, plain.media_type).uri if plain else ""


def _pandoc(tree: PandocTree, to: str) -> bytes:
    with deep_stack():
        source = json.dumps(tree.document, ensure_ascii=False)
    return call_pandoc(source, "json", to, "--standalone", "--wrap=none")


def call_pandoc(source: str, from_: str, to: str, *arguments: str) -> bytes:
    """Convert a text with pandoc. Raises MissingDependency without pandoc, InvalidResult if pandoc fails."""
    try:
        return pandoc.run(source.encode("utf-8"), from_, to, *arguments)
    except pandoc.PandocFailed as error:
        raise InvalidResult(
            f"pandoc could not write {to}: {error.reason}", "Please report it with the record."
        ) from error


def _with_working_links(text: bytes, tree: PandocTree) -> bytes:
    r"""Make links to notes work in LaTeX: pandoc writes no \label in headings and two labels in captions."""
    anchor = rb"(%s\d+)" % tree.anchor_prefix.encode()
    text = re.sub(rb"\\protect\\phantomsection\\label\{%s\}\{\}" % anchor, b"", text)
    return re.sub(rb"\\protect\\hypertarget\{%s\}\{\}" % anchor, rb"\\protect\\phantomsection\\label{\1}", text)


def _anchored_numbers(tree: PandocTree, pattern: bytes, text: bytes) -> list[int]:
    """The numbers of notes whose anchor occurs in `pattern`, where %s is the place of the anchor."""
    return [int(number) for number in re.findall(pattern % rb"%s(\d+)" % tree.anchor_prefix.encode(), text)]


def _count_at_end(tree: PandocTree, numbers: list[int]) -> int:
    return len(set(tree.at_end) & set(numbers))
