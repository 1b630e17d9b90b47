"""Pages are set in the fonts of the project: all are there, embedded, and chosen by language, whatever fonts the machine has."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.errors import MissingDependency
from archiver.writers.pdf.weasyprint.fontconfig import font_configuration
from archiver.writers.shared import fonts as typefaces
from archiver.writers.shared import whole_files

PLAIN = "Text Ελληνικά ἀρχῇ Русский العربية עברית हिन्दी ខ្មែរ தமிழ் తెలుగు ไทย √†"
SCRIPTS = "Հայերեն বাংলা አማርኛ ქართული ગુજરાતી ਪੰਜਾਬੀ ಕನ್ನಡ ລາວ മലയാളം မြန်မာ ଓଡ଼ିଆ සිංහල ★②∈🌍"
ABSENT = {family.extra for family in typefaces.absent()}
EAST_ASIAN = pytest.mark.skipif("cjk" in ABSENT, reason="the extra cjk is not installed")
MORE_SCRIPTS = pytest.mark.skipif("scripts" in ABSENT, reason="the extra scripts is not installed")


def faces_used(html: str, folder: Path) -> dict[str, int]:
    """The faces in the PDF of some HTML, without their subset tag."""
    pikepdf = pytest.importorskip("pikepdf")
    import weasyprint  # type: ignore[import-untyped]

    faces = font_configuration(typefaces.bundled_fonts().parent / "fonts.conf")
    target = folder / "page.pdf"
    weasyprint.HTML(string=html).write_pdf(target, pdf_variant="pdf/a-3a", font_config=faces)
    with pikepdf.open(target) as pdf:
        fonts = [pdf_object for pdf_object in pdf.objects if is_font(pdf_object)]
        return Counter(str(font["/BaseFont"]).partition("+")[2] for font in fonts)


def is_font(pdf_object: Any) -> bool:
    pikepdf = pytest.importorskip("pikepdf")
    return isinstance(pdf_object, pikepdf.Dictionary) and pdf_object.get("/Subtype") == "/Type0"


def test_no_two_fonts_of_a_family_have_the_same_weight_and_slope() -> None:
    for family in typefaces.FAMILIES:
        styles = Counter((face.weight, face.italic) for face in family.fonts)
        assert set(styles.values()) == {1}, family.name
    assert len({family.name for family in typefaces.FAMILIES}) == len(typefaces.FAMILIES)


def test_bold_and_italic_are_fonts_of_their_own(tmp_path: Path) -> None:
    used = faces_used(
        '<html lang=en><title>t</title><body style="font-family:Archiver Serif">a <i>b</i> <b>c <i>d</i>', tmp_path
    )
    assert set(used) == {
        "Archiver-Serif",
        "Archiver-Serif-Italic",
        "Archiver-Serif-Bold",
        "Archiver-Serif-Bold-Italic",
    }


def test_an_unknown_family_is_replaced_by_the_text_font(tmp_path: Path) -> None:
    used = faces_used(
        '<html lang=en><title>t</title><body style="font-family:Courier, sans-serif">a<p style="font-family:Lobster">b',
        tmp_path,
    )
    assert set(used) == {"Archiver-Sans", "Archiver-Serif"}


def test_every_character_of_the_sample_has_a_font() -> None:
    assert typefaces.uncovered(PLAIN) == ""
    assert typefaces.uncovered("a\N{TIBETAN SYLLABLE OM}a\N{ZERO WIDTH JOINER}") == "\N{TIBETAN SYLLABLE OM}"


@EAST_ASIAN
@pytest.mark.parametrize(
    ("language", "variant"),
    [("ja", "JP"), ("zh-Hans", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("en", "SC")],
)
def test_han_text_has_the_glyphs_of_its_language(language: str, variant: str, tmp_path: Path) -> None:
    used = faces_used(f'<html lang={language}><title>t</title><body style="font-family:Archiver Serif">骨直', tmp_path)
    assert set(used) == {f"Archiver-Serif-{variant}"}


@MORE_SCRIPTS
def test_every_character_of_more_scripts_has_a_font() -> None:
    assert typefaces.uncovered(SCRIPTS) == ""


def test_a_missing_text_font_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    gone = "fontpkg_source_serif_4"
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == gone else find_spec(name))
    typefaces.bundled_fonts.cache_clear()
    with pytest.raises(MissingDependency, match="pip install fontpkg-source-serif-4"):
        typefaces.bundled_fonts()
    typefaces.bundled_fonts.cache_clear()


@MORE_SCRIPTS
@pytest.mark.parametrize("language", ["hi", "en"])
def test_marks_that_scripts_share_have_the_font_of_every_installation(language: str, tmp_path: Path) -> None:
    used = faces_used(
        f'<html lang={language}><title>t</title><body style="font-family:Archiver Serif">हिन्दी।', tmp_path
    )
    assert set(used) == {"Archiver-Devanagari"}


@EAST_ASIAN
def test_hangul_is_korean_in_any_language(tmp_path: Path) -> None:
    used = faces_used('<html lang=en><title>t</title><body style="font-family:Archiver Serif">한국어', tmp_path)
    assert set(used) == {"Archiver-Serif-KR"}


def test_greek_has_one_font_with_and_without_accents(tmp_path: Path) -> None:
    used = faces_used('<html lang=en><title>t</title><body style="font-family:Archiver Serif">ἀρχή', tmp_path)
    assert set(used) == {"Archiver-Serif-Extended"}


#: A process that fills a folder, says so, and never ends.
FILLING = """
import sys, time
from pathlib import Path
from archiver.writers.shared import whole_files

def fill(aside):
    (aside / "half").write_text("half")
    print(aside.name, flush=True)
    time.sleep(300)

whole_files.make_whole_folder(Path(sys.argv[1]), fill)
"""


def test_an_unfinished_folder_of_an_ended_process_is_removed_and_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "faces"
    environment = {**os.environ, "PYTHONPATH": str(Path(archiver.__file__).parents[1])}
    command = [sys.executable, "-c", FILLING, str(target)]
    dead, living = (subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2))
    try:
        asides = []
        for process in (dead, living):
            assert process.stdout is not None
            asides.append(process.stdout.readline().strip())
        dead.kill()
        dead.wait()
        whole_files.make_whole_folder(target, lambda aside: (aside / "face").touch())
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([asides[1], "faces"])
        assert [path.name for path in target.iterdir()] == ["face"]
    finally:
        for process in (dead, living):
            process.kill()
            process.communicate()


@pytest.mark.slow
def test_a_user_without_a_home_gets_a_folder_for_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # as a process that has not asked for the fonts yet
    assert tmp_path in typefaces.bundled_fonts.__wrapped__().parents
