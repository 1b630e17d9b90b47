"""Each external validator accepts a good file and refuses a bad one: a validator that passes everything would be worse than none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from support import external

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
