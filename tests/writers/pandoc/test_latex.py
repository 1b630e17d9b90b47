"""LaTeX that TeX engines accept: notes with paragraphs, notes in headings and titles, scripts that Latin Modern lacks."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archiver.article import Article
from archiver.writers import pandoc
from support.records import changed, record

LONG = "<p>One thing.</p><p>And a second paragraph.</p>"


def latex(article: Article) -> str:
    out = io.BytesIO()
    pandoc.write_latex(article, out)
    return out.getvalue().decode()


def noted(body: str, *notes: str, title: str = "<title/>") -> str:
    """The LaTeX of a record around a body whose calls n1, n2 … are for these notes."""
    made = "".join(
        f'<note id="n{n}" label="{n}" kind="footnote" status="present">{note}</note>' for n, note in enumerate(notes, 1)
    )
    return latex(
        changed(
            "bare",
            ("<title/>", title),
            ('<p id="p1">', f'{body}<p id="p1">'),
            ("<provenance>", f"<notes>{made}</notes><provenance>"),
        ).article
    )


def call(number: int) -> str:
    return f'<noteref id="r{number}" target="n{number}" label="{number}"/>'


def test_a_note_of_two_paragraphs_follows_its_heading() -> None:
    made = noted(
        f'<section id="s"><heading>The bell{call(1)} rings{call(2)}</heading><p id="a">x</p></section>',
        LONG,
        "<p>Two.</p>",
    )
    heading = re.findall(r"\\section.*", made)[0]
    assert heading.count(r"\footnotemark{}") == 2 and "One thing" not in heading
    behind = made[made.index(heading) :]
    assert (
        behind.index("value{footnote}-1")
        < behind.index("One thing")
        < behind.index("value{footnote}-0")
        < behind.index("Two.")
    )


def test_a_short_note_stays_in_its_heading() -> None:
    assert r"bell\footnote{" in noted(
        f'<section id="s"><heading>The bell{call(1)}</heading></section>', "<p>One thing.</p>"
    )


def test_a_note_of_two_paragraphs_follows_the_title() -> None:
    made = noted(f'<p id="a">x{call(2)}</p>', LONG, "<p>Two.</p>", title=f"<title>Bells{call(1)}</title>")
    assert r"\title{Bells" in made
    assert made.index(r"\fnsymbol{footnote}") > made.index(r"\maketitle")
    assert made.index("second paragraph") < made.index("Two.")


def test_fonts_are_tested_before_they_are_used() -> None:
    japanese, arabic = latex(record("japanese").article), latex(record("arabic").article)
    assert r"\IfFontExistsTF{Noto Serif CJK JP}" in japanese and "xeCJK" in japanese
    assert r"\babelfont[arabic]" in arabic and r"\providecommand{\LR}" in arabic
    assert "IfFontExistsTF" not in latex(record("lost-notes").article)


@pytest.mark.parametrize("name", ["everything", "notes-everywhere", "arabic", "hostile"])
def test_tex_engines_accept_the_document(name: str, tmp_path: Path) -> None:
    if shutil.which("lualatex") is None or shutil.which("kpsewhich") is None:
        pytest.skip("lualatex is not installed (Debian: texlive-luatex, texlive-latex-extra)")
    if subprocess.run(["kpsewhich", "footnotehyper.sty"], capture_output=True, check=False).returncode:
        pytest.skip("TeX is here without its extra packages (Debian: texlive-latex-extra)")
    (tmp_path / "a.tex").write_text(latex(record(name).article))
    command = ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]


def test_scripts_that_need_a_font_are_named_and_tested_in_lualatex() -> None:
    made = noted('<p id="x">Thai ท่าเรือ and Georgian ნავსადგური.</p>')
    assert "% Latin Modern has none of these: Thai, Georgian." in made
    assert r"\IfFontExistsTF{Noto Serif Thai}" in made and "add_fallback('archiver'" in made
    assert "add_fallback" not in noted('<p id="x">Plain English, naïve café — and Ελληνικά.</p>')


def test_a_language_that_babel_lacks_does_not_stop_the_document() -> None:
    made = noted('<p id="x"><lang xml:lang="nqo">ߒߞߏ</lang></p>')
    assert r"\IfFileExists{babel-nko.tex}{}{\babelprovide{nko}}" in made


def test_lists_may_nest_to_any_depth() -> None:
    deep = "<p>at last</p>"
    for _ in range(8):
        deep = f'<list type="unordered"><item><p>in</p>{deep}</item></list>'
    assert r"\def\@toodeep" in noted(deep)
    assert r"\@toodeep" not in noted('<list type="unordered"><item>flat</item></list>')
