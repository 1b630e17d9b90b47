"""Languages: each tag has one form, one script and one direction."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from babel import Locale, localedata

import archiver
from archiver.languages import (
    RIGHT_TO_LEFT,
    canonical_tag,
    direction,
    right_to_left,
    same_written_language,
    script,
    subtags,
)
from archiver.writers import WRITERS
from archiver.writers.shared.i18n import language_of_words

#: Where Unicode CLDR and ISO 15924 put them: from right to left, and not.
RTL = """ar arz ary apc ars ar-EG ar-ary fa prs fa-AF he iw hbo yi ji ydd lad ur pnb pa-Arab pa-PK ps pbu sd ug ckb sdh ku-Arab ku-IQ azb
az-Arab az-IR uz-Arab uz-AF kk-Arab kk-CN ky-CN tg-Arab ms-Arab tr-Arab ota ks dv syr arc sam mid myz nqo man-Nkoo ff-Adlm rhg mzn glk lrc
bqi bal brh skr khw trw lah hnd haz bgn luz jrb jpr aij dcc ku-Hebr en-Hebr AR_eg ps-Aran arc-Syrc phn ha-Arab"""
LTR = """en de ku ku-Latn ku-TR kmr az az-Latn pa pa-Guru uz kk ms tr tg sd-Deva sd-IN ks-Deva ff ha ar-Latn he-Latn fa-Latn yi-Latn ur-Latn
nqo-Latn rhg-Latn el ru ja zh zh-Hant ko th hi am ka hy mn bo chr cop und mul x-klingon tlh zxx en-x-arab de-u-nu-arab ug-Cyrl"""


def test_which_languages_run_from_right_to_left() -> None:
    wrong = [tag for tag in RTL.split() if not right_to_left(tag)] + [tag for tag in LTR.split() if right_to_left(tag)]
    assert wrong == []
    assert direction("") == "ltr"


def test_kurdish_alone_is_written_in_latin_letters() -> None:
    assert (script("ku"), direction("ku")) == ("Latn", "ltr")
    assert (script("ckb"), direction("ckb")) == ("Arab", "rtl")


@pytest.mark.slow
def test_cldr_says_the_same_of_all_its_locales() -> None:
    known = {tag: Locale.parse(tag).character_order for tag in localedata.locale_identifiers()}
    assert len(known) > 700
    assert [tag for tag, order in known.items() if right_to_left(tag) != (order == "right-to-left")] == []


@pytest.mark.slow
def test_unicode_says_the_same_of_the_letters_of_each_script() -> None:
    """A script is named as its letters are in Unicode; those that this Python's Unicode lacks are passed over."""
    classes: dict[str, set[str]] = {}
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in ("Lo", "Lu", "Ll"):
            words = unicodedata.name(chr(code), "").split(" LETTER ")[0].split(" ")
            for length in range(1, len(words) + 1):
                classes.setdefault(" ".join(words[:length]), set()).add(unicodedata.bidirectional(chr(code)))
    found = 0
    for code, name in Locale("en").scripts.items():
        plain = re.sub(r"[^A-Z -]", "", str(name).upper().replace("’", ""))
        if len(of_letters := classes.get(plain, set()) & {"L", "R", "AL"}) == 1:
            found += 1
            assert (code in RIGHT_TO_LEFT) == (of_letters != {"L"}), f"{code} {name}"
    assert found > 100


def test_parts_of_a_tag() -> None:
    assert subtags("Az-arab-ir") == ("az", "Arab", "IR")
    assert subtags("zh-yue-HK") == ("yue", "", "HK")
    assert subtags("en-usa") == ("en", "", ""), "only some languages have extended ones"
    assert subtags("es-419-x-latn") == ("es", "", "419")
    assert same_written_language("en-GB", "en") and same_written_language("az", "az-Latn")
    assert not same_written_language("az", "az-Arab")
    assert not same_written_language("", "en")


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("EN", "en"),
        ("pt_br", "pt-BR"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("eng", "en"),
        ("ger", "de"),
        ("iw", "he"),
        ("in", "id"),
        ("zh-yue", "yue"),
        ("no", "no"),
        ("se", "se"),
        ("ise", "ise"),
        ("gem", "gem"),
        ("sr-Latn-RS", "sr-Latn-RS"),
        ("de-1996", "de-1996"),
        ("es-419", "es-419"),
        ("en-x-harbour", "en-x-harbour"),
        ("de-DE-u-co-phonebk", "de-DE-u-co-phonebk"),
        ("qaa", "qaa"),
    ],
)
def test_tags_take_their_canonical_form(given: str, tag: str) -> None:
    assert canonical_tag(given) == tag
    assert canonical_tag(tag) == tag


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("english", "it is not a BCP 47 tag: write en for english"),
        ("German", "it is not a BCP 47 tag: write de for German"),
        ("xx-yy-zz", "it is not a BCP 47 tag"),
        ("xx", "there is no language 'xx'"),
        ("xyz", "there is no language 'xyz'"),
        ("en-usa", "there is no language 'usa'"),
        ("en-Lotn", "there is no script 'Lotn'"),
        ("en-QF", "there is no region 'QF'"),
        ("sl-rozaj-rozaj", "one of its parts is repeated"),
        ("", "it is not a BCP 47 tag"),
        ("en; rm -r", "it is not a BCP 47 tag"),
        ("en\n", "it is not a BCP 47 tag"),
        ("False", "it is not a BCP 47 tag"),
    ],
)
def test_what_is_no_tag_is_refused_with_the_reason(given: str, why: str) -> None:
    if given == "en\n":  # white space at its ends is nobody's mistake
        assert canonical_tag(given) == "en"
        return
    with pytest.raises(ValueError, match=re.escape(why)):
        canonical_tag(given)


def test_the_words_of_exports_go_by_language_and_script() -> None:
    chosen = {
        tag: language_of_words(tag) for tag in ("zh-HK", "zh-Hant", "zh", "zh-SG", "nn-NO", "no", "pt-BR", "ku", "")
    }
    assert chosen == {
        "zh-HK": "zh-Hant", "zh-Hant": "zh-Hant", "zh": "zh", "zh-SG": "zh", "nn-NO": "nb", "no": "nb", "pt-BR": "pt", "ku": "en", "": "en",
    }  # fmt: skip


# ---- every writer asks the same place --------------------------------------------------------------

_PAGE = """<!DOCTYPE html><html lang="{lang}"><head><title>Bendera bi şev</title></head><body><article><h1>Bendera bi şev</h1>
{body}<p lang="{other}">{words}</p></article></body></html>"""
_WORDS = (
    "Keştî di şevê de tên benderê û ronahiya wan li ser avê dileyize heta ku roj hiltê û masîvan ji xew radibin. " * 4
)


def _article(lang: str, other: str) -> archiver.Article:
    page = _PAGE.format(lang=lang, other=other, body=f"<p>{_WORDS}</p>" * 3, words=_WORDS)
    article = archiver.normalize(page.encode())
    if article.language != lang:  # the text itself was asked; here the page is to be believed
        root = article.root
        root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
        root.attrib.pop("dir", None)
        if right_to_left(lang):
            root.set("dir", "rtl")
        article = archiver.Article(root)
    return article


def _made(article: archiver.Article, name: str, folder: Path) -> str:
    """What says the direction in an export, as text."""
    path = archiver.export(article, name, folder / f"made{WRITERS[name].suffix}")
    data = path.read_bytes()
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [
            packed.read(entry).decode("utf-8") for entry in sorted(packed.namelist()) if entry.endswith(("ml", "opf"))
        ]
    return "\n".join(parts)


#: What an export of an article from right to left says, and one of the other direction does not.
_SIGNS = {
    "xml": r'<article[^>]*dir="rtl"',
    "html": r'<html[^>]*dir="rtl"',
    "epub": r'page-progression-direction="rtl"',
    "latex": r"\\newenvironment\{RTL\}",
    "docx": r"<w:bidi",
    "odt": r'writing-mode="rl-tb"',
}


@pytest.mark.parametrize("format", _SIGNS)
def test_each_writer_sets_kurdish_by_its_script(format: str, tmp_path: Path) -> None:
    sign = re.compile(_SIGNS[format])
    assert not sign.search(_made(_article("ku", "en"), format, tmp_path))
    assert sign.search(_made(_article("ku-Arab", "fa"), format, tmp_path))


@pytest.mark.parametrize("lang", ["ku", "az"])
def test_both_pdf_engines_are_told_the_same(lang: str) -> None:
    from archiver.writers.pdf.weasyprint import page as pdf_page
    from archiver.writers.shared.prepare import prepare

    for tag, expected in ((lang, "ltr"), (f"{lang}-Arab", "rtl")):
        article = _article(tag, "en")
        assert pdf_page.direction(article) == expected
        assert (prepare(article, show=lambda picture: "").direction or "ltr") == expected


def test_a_passage_that_runs_the_other_way_says_so_in_each_format(tmp_path: Path) -> None:
    """The page gave it a language and no direction."""
    article = _article("ku", "ps")
    assert re.search(r'lang="ps"[^>]*dir="rtl"', _made(article, "html", tmp_path))
    assert "<w:bidi" in _made(article, "docx", tmp_path) or "<w:rtl" in _made(article, "docx", tmp_path)
    latin = _article("ku-Arab", "ku-Latn")
    assert re.search(r'lang="ku-Latn"[^>]*dir="ltr"', _made(latin, "html", tmp_path)), "one language in two scripts"


def test_no_list_of_such_languages_stands_anywhere_else() -> None:
    listed = re.compile(r"""["' ](?:ckb|mzn|pnb|azb|glk)["' ]""")
    package = Path(archiver.__file__).parent
    found = [
        str(path.relative_to(package))
        for path in sorted(package.rglob("*"))
        if path.suffix in (".py", ".xsl", ".typ", ".css", ".toml") and listed.search(path.read_text(encoding="utf-8"))
    ]
    assert found in ([], ["languages/__init__.py"])
