"""WeasyPrint quickened makes the same pages, byte by byte, as WeasyPrint left alone."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.article import Article
from archiver.writers import pdf

RECORDS = Path(__file__).parent / "records"
#: A process of its own, since what is replaced stays replaced.
LEFT_ALONE = """
import contextlib, hashlib, io, sys
from archiver.article import Article
from archiver.writers import pdf, pdf_quick, pdf_quick_objects
pdf_quick.quicken = lambda: None
pdf_quick_objects.made_once = contextlib.nullcontext
pdf_quick_objects.write_once = lambda made: None
for name in sys.argv[1:]:
    out = io.BytesIO()
    pdf.write(Article.from_bytes(open(name, "rb").read()), out)
    print(hashlib.sha256(out.getvalue()).hexdigest())
"""


def digest(record: Path, **options: object) -> str:
    out = io.BytesIO()
    pdf.write(Article.from_bytes(record.read_bytes()), out, **options)  # type: ignore[arg-type]
    return hashlib.sha256(out.getvalue()).hexdigest()


def test_the_bytes_are_those_of_weasyprint_left_alone() -> None:
    """Notes everywhere, right to left, East Asian, lost notes, whatever the record knows."""
    names = ["everything", "notes-everywhere", "arabic", "japanese", "lost-notes", "bare"]
    records = [RECORDS / f"{name}.xml" for name in names]
    done = subprocess.run(
        [sys.executable, "-c", LEFT_ALONE, *map(str, records)], capture_output=True, text=True, check=True
    )
    assert [digest(record) for record in records] == done.stdout.split()


def test_one_document_leaves_nothing_in_the_next(tmp_path: Path) -> None:
    """What is kept from document to document is what all have in common: another's CSS between them, or another paper, changes nothing."""
    record = RECORDS / "notes-everywhere.xml"
    css = tmp_path / "large.css"
    css.write_text("p { font-size: calc(1vw + 5pt); text-align: justify } .note { color: red }")
    first = digest(record)
    other = digest(record, css=css)
    assert digest(record, page="letter") != first
    assert digest(record) == first
    assert digest(record, css=css) == other != first


def test_a_program_s_own_documents_are_weasyprint_s_alone() -> None:
    """Who makes other PDFs in the same process gets them as ever: no style of theirs is kept, none of ours given."""
    import weasyprint  # type: ignore[import-untyped]

    from archiver.writers import pdf_quick_styles

    pages = [f"<style>p {{ width: {n}0px; color: rgb({n}, 0, 0) }}</style><p>Ebb {n}" for n in range(1, 20)]
    before = [weasyprint.HTML(string=page).write_pdf() for page in pages]
    digest(RECORDS / "everything.xml")
    kept = len(pdf_quick_styles._masters)
    assert [weasyprint.HTML(string=page).write_pdf() for page in pages] == before
    assert len(pdf_quick_styles._masters) == kept > 0


def test_what_weasyprint_does_not_have_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that another version lost is not replaced, and nothing stops."""
    from weasyprint.layout import percent  # type: ignore[import-untyped]

    from archiver.writers import pdf_quick

    monkeypatch.delattr(percent, "resolve_percentages")
    pdf_quick._replace(percent, "resolve_percentages", lambda old: pytest.fail("called"))
    assert not hasattr(percent, "resolve_percentages")
