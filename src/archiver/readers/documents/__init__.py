"""Readers of documents: pandoc reads them in its sandbox, and its tree becomes the elements of a page.

    containers.py     ZIP containers, read under limits
    docx.py odt.py rtf.py jats.py    what pandoc does not tell of these formats, or reads wrongly
    rtf_changes.py    tracked changes and comments of RTF; rtf_lists.py: lists with written labels; odt_code.py: code in ODT
    flat_odt.py       OpenDocument in one XML file
    epub.py           EPUB, whose chapters are pages: they are read like pages, without pandoc
    metadata.py       what pandoc's tree says of the metadata
    tree.py           the elements; raw_html.py: HTML inside of documents
    pictures.py       pictures of the container
    markup.py         what pandoc loses of the heads of texts in markup; the files that they include
    typst.py          the template of a Typst document, and what it imports
    words.py          the words of pandoc's tree, for the account of words

All of a document is its article. Its notes are marked by the format, so the page says which they are (page.Document), and no pass has to find them.
docs/reference/documents.md describes each format.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from archiver import pandoc
from archiver.errors import ArchiverError, Malformed, TooLarge
from archiver.page import Document, Page, PageFinding, Property
from archiver.readers.documents import (
    docx,
    flat_odt,
    jats,
    markup,
    metadata,
    odt,
    odt_code,
    pictures,
    rtf,
    rtf_changes,
    rtf_lists,
    tree,
    typst,
    words,
)
from archiver.readers.documents.containers import ZipContainer
from archiver.readers.documents.filter_file import filter_path
from archiver.readers.encoding import Decoded, decode
from archiver.readers.entities import require_no_entities
from archiver.readers.own_exports import require_no_export
from archiver.source import Source
from archiver.trees.elements import Element

__all__ = ["FORMATS", "read_docbook", "read_docx", "read_epub", "read_fb2", "read_jats", "read_latex", "read_markdown", "read_mediawiki", "read_odt", "read_org", "read_rst", "read_rtf", "read_typst"]  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+|\d+")
_LONG_TABLE = re.compile(r"\\begin\{longtable\}.*?\\end\{longtable\}", re.DOTALL)
_FOOT = re.compile(r"\\end(?:last)?foot\b")
#: How TeX itself includes a file.
_PLAIN_INPUT = re.compile(r"^([ \t]*\\input)[ \t]+([\w./-]{1,200})[ \t]*$", re.MULTILINE)
#: The encoding that a LaTeX document declares in its first bytes, and its label.
_INPUT_ENCODING = re.compile(rb"\\usepackage\s*\[(\w+)\]\s*\{inputenc\}")
_INPUT_ENCODINGS = {
    "latin1": "iso-8859-1", "latin2": "iso-8859-2", "latin5": "iso-8859-9", "latin9": "iso-8859-15", "ansinew": "windows-1252", "cp1252": "windows-1252",
    "cp1250": "windows-1250", "cp1251": "windows-1251", "koi8": "koi8-r", "applemac": "macintosh", "utf8": "utf-8",
}  # fmt: skip
_PREAMBLE = 16_384
#: The most seconds that pandoc may take. A book of a thousand pages takes twenty.
MOST_SECONDS = 90
#: How many files that a document includes a finding names.
_MOST_NAMES = 8
#: Label, kind, and whether the label is a mark that stands in the text too, of each note.
Labels = Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class _Extra:
    """What the container or the source itself says, beside pandoc's tree."""

    data: bytes
    encoding: str
    text: str = ""
    labels: Labels = ()
    properties: tuple[Property, ...] = ()
    #: The texts of the first paragraphs that are a field of the head, by their style.
    styled: tuple[tuple[str, str], ...] = ()
    #: What is no text of the document and not in pandoc's tree, as (class, text).
    changes: tuple[tuple[str, str], ...] = ()
    #: The number of tracked insertions, where pandoc's tree does not tell it.
    insertions: int = 0
    #: All text of the source, for the check that pandoc read it; "" for no check.
    all_text: str = ""
    #: What the decoder tells.
    findings: tuple[PageFinding, ...] = ()
    #: The names of other files that a container says to be part of the text.
    included: tuple[str, ...] = ()
    #: The RTF document with its notes behind its text, if pandoc would read it wrongly.
    notes_apart: rtf.NotesApart | None = None
    #: The blocks of code of an OpenDocument text, for which marks stand in the data.
    blocks_of_code: tuple[str, ...] = ()
    #: What a Typst document imports, if it imports anything.
    imports: typst.Imports | None = None


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A format: its name in messages, its media type, its name and extensions for pandoc, and what else reads the source."""

    title: str
    media_type: str
    pandoc: str
    extra: Callable[[Source, str | None], _Extra]
    arguments: tuple[str, ...] = ()


def _of_text(source: Source, declared: str | None) -> _Extra:
    """A source of text: pandoc takes UTF-8 only."""
    text, encoding, findings, _ = _decoded(source, declared, markup=False)
    return _Extra(text.encode("utf-8"), encoding, text, findings=findings)


def _of_rst(source: Source, declared: str | None) -> _Extra:
    extra = _of_text(source, declared)
    return replace(extra, data=markup.without_files(markup.with_all_authors(extra.text)).encode("utf-8"))


def _of_typst(source: Source, declared: str | None) -> _Extra:
    extra = _of_text(source, declared)
    imports = typst.imports(extra.text)
    properties = tuple(typst.properties(extra.text))
    return replace(
        extra,
        data=imports.data,
        properties=properties,
        included=tuple(imports.files),
        imports=imports if imports.files else None,
    )


def _decoded(source: Source, declared: str | None, *, markup: bool) -> Decoded:
    return decode(
        source.data, declared, source.has_controls, url=source.url, markup=markup, repair=source.repair_encoding
    )


def _of_latex(source: Source, declared: str | None) -> _Extra:
    r"""LaTeX: pandoc loses the cell behind the foot of a long table (\endfoot, \endlastfoot), so these commands go; and it reads no \input without braces, and nothing that a macro
    puts into a box.
    """
    named = _INPUT_ENCODING.search(source.data[:_PREAMBLE])
    label = declared or (_INPUT_ENCODINGS.get(named[1].decode()) if named else None)
    text, encoding, findings, _ = _decoded(source, label, markup=False)
    whole = _LONG_TABLE.sub(lambda table: _FOOT.sub("", table[0]), text)
    whole = markup.without_boxes(_PLAIN_INPUT.sub(r"\1{\2}", whole))
    return _Extra(whole.encode("utf-8"), encoding, text, findings=findings)


def _of_xml(source: Source, declared: str | None) -> _Extra:
    text, encoding, findings, _ = _decoded(source, declared, markup=True)
    require_no_entities(source, text)
    properties = tuple(jats.properties(source, text))
    return _Extra(text.encode("utf-8"), encoding, text, properties=properties, findings=findings)


def _of_docx(source: Source, _: str | None) -> _Extra:
    container = ZipContainer(source, "Word document")
    return _Extra(
        docx.mended(container),
        "utf-8",
        labels=docx.labels(container),
        properties=tuple(docx.properties(container)),
        all_text=docx.source_text(container),
        included=tuple(docx.included(container)),
    )


def _of_odt(source: Source, _: str | None) -> _Extra:
    container = ZipContainer(flat_odt.packed(source) if flat_odt.is_flat(source) else source, "OpenDocument text")
    odt.require_readable(container)
    data, blocks_of_code = odt.mended(container)
    return _Extra(
        data,
        "utf-8",
        blocks_of_code=tuple(blocks_of_code),
        labels=odt.labels(container),
        properties=tuple(odt.properties(container)),
        styled=tuple(odt.styled(container)),
        changes=tuple(odt.changes(container)),
        insertions=odt.count_insertions(container),
        all_text=odt.source_text(container),
    )


def _of_rtf(source: Source, _: str | None) -> _Extra:
    changes = rtf_changes.without_changes(rtf.mended(source))
    data = rtf_lists.marked(changes.data)
    return _Extra(
        data,
        "ascii",
        changes=changes.left_out,
        insertions=changes.insertions,
        properties=tuple(rtf.properties(source)),
        styled=tuple(rtf.styled(data)),
        notes_apart=rtf.notes_apart(data),
    )


#: Markdown as people write it in all its dialects. A list, a heading and a quotation need no blank line before them;
_MARKDOWN = (
    "markdown+lists_without_preceding_blankline-blank_before_header-blank_before_blockquote+autolink_bare_uris+tex_math_single_backslash"
    "+mark+wikilinks_title_after_pipe-raw_tex-citations-auto_identifiers+gfm_auto_identifiers"
)

FORMATS: Mapping[str, DocumentFormat] = {
    "docx": DocumentFormat(
        "Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", _of_docx, ("--track-changes=all",),
    ),
    "odt": DocumentFormat("OpenDocument text", "application/vnd.oasis.opendocument.text", "odt", _of_odt),
    "rtf": DocumentFormat("RTF document", "application/rtf", "rtf", _of_rtf),
    "markdown": DocumentFormat("Markdown text", "text/markdown", _MARKDOWN, _of_text),
    "latex": DocumentFormat("LaTeX document", "application/x-latex", "latex", _of_latex),
    "rst": DocumentFormat("reStructuredText", "text/x-rst", "rst", _of_rst, ("--standalone",)),
    "org": DocumentFormat("Org document", "text/org", "org", _of_text),
    "mediawiki": DocumentFormat("MediaWiki text", "text/x-wiki", "mediawiki", _of_text),
    "jats": DocumentFormat("JATS article", "application/jats+xml", "jats", _of_xml),
    "docbook": DocumentFormat("DocBook document", "application/docbook+xml", "docbook", _of_xml),
    "fb2": DocumentFormat("FictionBook", "application/x-fictionbook+xml", "fb2", _of_xml),
    "typst": DocumentFormat("Typst document", "text/x-typst", "typst", _of_typst),
}  # fmt: skip


def _read(source: Source, declared: str | None = None, *, name: str) -> Page:
    """The Page of a document in the format `name`. `declared` is the encoding label of a transport header, if there was one.

    Raises Malformed, TooLarge or Forbidden for what cannot be read or is refused, and MissingDependency without pandoc.
    """
    kind = FORMATS[name]
    extra = kind.extra(source, declared)
    document = _parsed(source, kind, extra)
    version = document["meta"].pop("archiver-pandoc", {}).get("c", "")
    if name == "rtf":
        document["meta"].clear()  # the properties of the file, which the document does not show
        rtf_lists.put_lists(document)
    if name in ("docx", "rtf"):
        docx.join_lists(document)
    if name == "odt":
        odt.without_indents(document)
        odt_code.put_back(document, extra.blocks_of_code)
    metadata.without_colon(document["meta"])
    if name == "rst":
        markup.join_authors(document["meta"])
        markup.list_other_fields(document)
    metadata.name_styled(document, extra.styled)
    document["blocks"] += [
        {"t": "Div", "c": [["", [name], []], [{"t": "Para", "c": [{"t": "Str", "c": text}]}]]}
        for name, text in extra.changes
    ]
    visible = words.visible_text(document)
    require_no_export(source, visible)
    found = tree.build(document, source.name, _labels(extra.labels, tree.count_notes(document)))
    findings = [
        *extra.findings,
        *pictures.mend(found.body), *_changes(found, extra.insertions), *_unread(extra.all_text, visible), *_included([*extra.included, *markup.included(name, extra.text)]),
    ]  # fmt: skip
    properties = (*metadata.properties(document["meta"], found), *extra.properties)
    root, head = _around(found.body, document["meta"])
    return Page(
        source,
        root,
        media_type=kind.media_type,
        encoding=extra.encoding,
        text=extra.text,
        head=head,
        base_url=source.url,
        parser=f"pandoc {version}".strip(),
        visible=visible,
        findings=findings,
        document=Document(tuple(found.notes), tuple(found.left_out), properties),
    )


def _parsed(source: Source, kind: DocumentFormat, extra: _Extra) -> dict[str, Any]:
    """Pandoc's tree of a document."""
    if extra.notes_apart is not None:
        document = _tree(source, kind, extra.notes_apart.data)
        if extra.notes_apart.put_back(document):
            return document
    while extra.imports is not None:
        try:
            return _tree(source, kind, extra.imports.data)
        except Malformed as error:
            if not extra.imports.resolve(error.message):
                raise
    return _tree(source, kind, extra.data)


def _tree(source: Source, kind: DocumentFormat, data: bytes) -> dict[str, Any]:
    try:
        with filter_path() as path:
            output = pandoc.run(
                data, kind.pandoc, "json", f"--lua-filter={path}", *kind.arguments, seconds=MOST_SECONDS
            )
        document: dict[str, Any] = json.loads(output)
    except pandoc.PandocFailed as error:
        raise _failure(source, kind, error) from error
    except RecursionError as error:
        raise TooLarge(f"{source.name}: refused: its blocks nest too deeply.", "Save the article alone.") from error
    return document


def _failure(source: Source, kind: DocumentFormat, error: pandoc.PandocFailed) -> ArchiverError:
    if error.kind == "error":
        reason = error.reason.removeprefix("pandoc: ").rstrip(".") or "pandoc cannot read it"
        return Malformed(
            f"{source.name}: this {kind.title} cannot be read: {reason}.",
            "Check that it is whole; or save it as HTML with the program that made it.",
        )
    limit = {
        "time": f"pandoc needs more than {MOST_SECONDS} seconds for it",
        "memory": f"pandoc needs more than {pandoc.MOST_MEGABYTES} MB of memory for it",
        "output": error.reason,
    }[error.kind]
    return TooLarge(f"{source.name}: refused: {limit}.", "Save the article alone, or in parts.")


def _labels(labels: Labels, count: int) -> tree.Labels:
    """The label and the kind of each note. What the format says counts where it says it of as many notes as pandoc found; else the notes are
    counted from 1, as pandoc and all its writers do.
    """
    if len(labels) == count:
        return lambda number: labels[number]
    return lambda number: (str(number + 1), "footnote", False)


def _changes(found: tree.DocumentTree, insertions: int) -> list[PageFinding]:
    """The finding on tracked changes and comments. `insertions` are those that pandoc's tree does not tell."""
    counts = [sum(part.rule == wanted for part in found.left_out) for wanted in (tree.DELETION, tree.COMMENT)]
    insertions += found.insertions
    if not any(counts) and not insertions:
        return []
    return [PageFinding("D001", {"insertions": insertions, "deletions": counts[0], "comments": counts[1]})]


def _unread(all_text: str, visible: str) -> list[PageFinding]:
    """The finding on words of the source that pandoc did not read."""
    read = Counter(_WORD.findall(visible))
    missing = Counter(_WORD.findall(all_text))
    missing.subtract(read)
    lost = {word: count for word, count in missing.items() if count > 0}
    # a word in pieces, as drop capitals are, is no lost word
    joined = "".join(visible.split())
    lost = {word: count for word, count in lost.items() if read[word] or word not in joined}
    if not lost:
        return []
    return [PageFinding("D003", {"count": sum(lost.values()), "examples": ", ".join(sorted(lost)[:12])})]


def _included(names: list[str]) -> list[PageFinding]:
    """The finding on files that a document includes."""
    more = f" … ({len(names)} in all)" if len(names) > _MOST_NAMES else ""
    return [PageFinding("D004", {"names": ", ".join(names[:_MOST_NAMES]) + more})] if names else []


def _around(body: Element, meta: Mapping[str, Any]) -> tuple[Element, Element]:
    """The body in a page with a head, as the passes expect it."""
    html = Element("html")
    if language := metadata.language(meta):
        html.set("lang", language)
    head = Element("head", parent=html)
    html.insert(1, body)
    return body, head


def read_epub(source: Source, declared: str | None = None) -> Page:
    """The Page of an EPUB. Raises what the other readers raise."""
    from archiver.readers.documents import epub

    return epub.read(source)


read_docx = partial(_read, name="docx")
read_odt = partial(_read, name="odt")
read_rtf = partial(_read, name="rtf")
read_markdown = partial(_read, name="markdown")
read_latex = partial(_read, name="latex")
read_rst = partial(_read, name="rst")
read_org = partial(_read, name="org")
read_mediawiki = partial(_read, name="mediawiki")
read_jats = partial(_read, name="jats")
read_docbook = partial(_read, name="docbook")
read_fb2 = partial(_read, name="fb2")
read_typst = partial(_read, name="typst")
