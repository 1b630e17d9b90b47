"""Markdown, DOCX, ODT, JATS and LaTeX, by pandoc: the record becomes pandoc's own tree, and pandoc writes it.

record ─ prepare ─▶ tree.py ─▶ JSON ─ pandoc, in its sandbox ─▶ dates and labels of the source ─▶ count ─▶ bytes

Each function here is one format. Pandoc reads no file and no address: it gets the tree, with the pictures in it.
"""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO

from lxml import etree

from archiver.article import Article, tag
from archiver.errors import InvalidResult, MissingDependency
from archiver.images import Picture
from archiver.writers.pandoc import jats, latex, markdown, packages
from archiver.writers.pandoc.dialect import Dialect, Tree
from archiver.writers.pandoc.inlines import TEX, node, part_calls
from archiver.writers.pandoc.tree import tree
from archiver.writers.shared.identity import made_at
from archiver.writers.shared.prepare import Prepared, prepare, require_all_notes
from archiver.writers.shared.recursion import deep_stack
from archiver.writers.shared.tex import safe_formula

_MATHML = "http://www.w3.org/1998/Math/MathML"
_TEX_ANNOTATIONS = frozenset(["application/x-tex", "application/x-latex", "tex", "latex"])


#: Between two calls in a row: a narrow space that breaks no line.
_THIN = node("Superscript", [node("Str", "\u202f")])
_JATS = Dialect(
    notes_in_head=False, lines=False, labels="mark", always_marked=True, marks_alternatives=True, bare_figures=True,
    role_key="content-type",
)  # fmt: skip


def write_markdown(article: Article, out: BinaryIO) -> None:
    """Pandoc's Markdown, with the head as YAML."""
    made = _tree(article, Dialect(figures=False, plain_dates=True))
    markdown.quiet(made.document)
    text = _pandoc(made, "markdown")
    said = {int(number) for number in re.findall(rb"(?m)^\[\^(\d+)\]:", text)}
    called = {int(number) for number in re.findall(rb"\[\^(\d+)\]", re.sub(rb"(?m)^\[\^\d+\]:", b"", text))}
    # numbers beyond ours may stand in code
    ours = set(range(1, len(made.placed) + 1))
    links, ended = _found(made, rb"\(#%s\)", text), _found(made, rb"\{#%s[ }]", text)
    require_all_notes(
        article, "Markdown", calls=len(ours & called) + len(links), notes=len(ours & said) + _at_end(made, ended)
    )
    out.write(text)


def write_latex(article: Article, out: BinaryIO) -> None:
    """A LaTeX document. Pictures are named, not shown: LaTeX takes none from within its text."""
    made = _tree(article, Dialect(), pictures=False)
    part_calls(made.document["blocks"], node("RawInline", "latex", r"\textsuperscript{\,}"))
    latex.tame_code(made)
    latex.hold_back(made)
    text = latex.finish(_reached(_pandoc(made, "latex"), made), made)
    # What stands in code is no command.
    plain = re.sub(rb"(?s)\\begin\{verbatim\}.*?\\end\{verbatim\}", b"", text)
    called = len(re.findall(rb"\\footnote(?:\{|mark\b)", plain))
    said = len(re.findall(rb"\\footnote(?:text(?:\[[^\]]*\])?)?\{", plain))
    links, ended = _found(made, rb"\\hyperref\[%s\]", plain), _found(made, rb"\\label\{%s\}", plain)
    # The head of a table is written again for the pages after the first, links in it too.
    require_all_notes(article, "LaTeX", calls=called + min(len(links), made.links), notes=said + _at_end(made, ended))
    out.write(text)


def write_jats(article: Article, out: BinaryIO) -> None:
    """JATS, archiving and interchange tag set."""
    prepared = _prepared(article)
    with deep_stack():
        made = tree(article, prepared, _JATS)
    made.document["meta"] |= jats.metadata(article, prepared)
    text, calls, notes = jats.finish(_pandoc(made, "jats_archiving"), made, article)
    require_all_notes(article, "JATS", calls=calls, notes=notes)
    out.write(text)


def write_docx(article: Article, out: BinaryIO) -> None:
    """A document for Word."""
    made = _tree(article, Dialect(labels="mark"))
    part_calls(made.document["blocks"], _THIN)
    data, calls, notes = packages.docx(_pandoc(made, "docx"), made, made_at(article))
    require_all_notes(article, "DOCX", calls=calls, notes=notes)
    out.write(data)


def write_odt(article: Article, out: BinaryIO) -> None:
    """A document for LibreOffice and others (OpenDocument)."""
    made = _tree(article, Dialect(labels="mark"))
    part_calls(made.document["blocks"], _THIN)
    data, calls, notes = packages.odt(_pandoc(made, "odt"), made, made_at(article))
    require_all_notes(article, "ODT", calls=calls, notes=notes)
    out.write(data)


def _tree(article: Article, dialect: Dialect, *, pictures: bool = True) -> Tree:
    with deep_stack():
        return tree(article, _prepared(article, pictures=pictures), dialect)


def _prepared(article: Article, *, pictures: bool = True) -> Prepared:
    prepared = prepare(article, show=_shown if pictures else lambda picture: "")
    _say_in_tex(prepared.root)
    return prepared


def _shown(picture: Picture) -> str:
    """Where a picture can be shown from; word processors know no WebP."""
    if picture.media_type != "image/webp":
        return picture.uri
    from archiver.writers.pdf.images import drawable

    drawn = drawable(picture.uri)
    return drawn.src if drawn else ""


def _pandoc(made: Tree, to: str) -> bytes:
    with deep_stack():
        source = json.dumps(made.document, ensure_ascii=False)
    return call_pandoc(source, "json", to, "--standalone", "--wrap=none")


def call_pandoc(source: str, from_: str, to: str, *arguments: str) -> bytes:
    """What pandoc makes of a text. Raises MissingDependency without pandoc, InvalidResult where pandoc gives up."""
    remedy = "Install it: pip install pypandoc_binary"
    try:
        import pypandoc  # type: ignore[import-untyped]

        made: Any = pypandoc.convert_text(
            source, to, format=from_, extra_args=["--sandbox", "--quiet", *arguments], verify_format=False,
            outputfile="-" if to in ("docx", "odt") else None,
        )  # fmt: skip
    except (ImportError, OSError) as error:
        raise MissingDependency("pandoc, which makes this format, is not installed.", remedy) from error
    except RuntimeError as error:
        reason = " ".join(str(error).split())[:300]
        raise InvalidResult(f"pandoc could not write {to}: {reason}", "Please report it with the record.") from error
    return made if isinstance(made, bytes) else str(made).encode("utf-8")


def _reached(text: bytes, made: Tree) -> bytes:
    r"""LaTeX whose links to notes arrive: pandoc gives those in headings no \label, and those in captions two."""
    own = rb"(%s\d+)" % made.own.encode()
    text = re.sub(rb"\\protect\\phantomsection\\label\{%s\}\{\}" % own, b"", text)
    return re.sub(rb"\\protect\\hypertarget\{%s\}\{\}" % own, rb"\\protect\\phantomsection\\label{\1}", text)


def _found(made: Tree, pattern: bytes, text: bytes) -> list[int]:
    """The numbers of our notes in what looks like this; %s stands for an anchor."""
    return [int(number) for number in re.findall(pattern % rb"%s(\d+)" % made.own.encode(), text)]


def _at_end(made: Tree, found: list[int]) -> int:
    return len(set(made.at_end) & set(found))


def _say_in_tex(root: etree._Element) -> None:
    """Give formulas in MathML their TeX: the source's own annotation, else as pandoc reads them (texmath)."""
    unsaid = []
    for formula in root.iter(tag("formula")):
        if formula.get("notation") != "mathml" or not len(formula):
            continue
        for annotation in formula.iter(f"{{{_MATHML}}}annotation"):
            said = (annotation.text or "").strip() if annotation.get("encoding", "").lower() in _TEX_ANNOTATIONS else ""
            if said and safe_formula(said) is not None:
                formula.set(TEX, said)
                break
        else:
            unsaid.append(formula)
    if not unsaid:
        return
    page = "".join(f"<p>{etree.tostring(_bare(formula[0]), encoding='unicode')}</p>" for formula in unsaid)
    read = json.loads(call_pandoc(page, "html", "json"))["blocks"]
    if len(read) == len(unsaid):  # else something in them was no formula, and they stay words
        for formula, block in zip(unsaid, read, strict=True):
            inner = block["c"] if block["t"] in ("Para", "Plain") else []
            if len(inner) == 1 and inner[0]["t"] == "Math" and inner[0]["c"][1].strip():
                formula.set(TEX, inner[0]["c"][1])


def _bare(math: etree._Element) -> etree._Element:
    """A formula without prefixes, as HTML writes it, and without what could be anything else."""
    made = etree.Element(etree.QName(math).localname, {k: v for k, v in math.attrib.items() if k == "display"})
    made.text = math.text
    for child in math.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if name not in ("annotation", "annotation-xml"):
            inner = _bare(child)
            inner.tail = child.tail
            made.append(inner)
    return made
