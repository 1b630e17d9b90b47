"""Words of both engines break only with a hyphen, and text that is copied out of the PDF has each word whole."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from archiver.article import Article
from archiver.writers import pdf
from support import external
from support.external import vera
from support.pdf_words import words_of

ENGINES = ("typst", "weasyprint")
#: Sentences of our own with the long words of each language, true hyphens among them.
SENTENCES = {
    "de": (
        "Die Binnenschifffahrtsverwaltung veröffentlichte ihre Jahreszusammenstellung erst nach der Frühjahrsüberschwemmung.",
        "Ein Betriebszugehörigkeitsverzeichnis lag im Nord-Süd-Saal der Landwirtschaftskammer, und niemand schlug es auf.",
        "Grundstücksverkehrsgenehmigungszuständigkeiten regelte der Bürgermeister zwischen Mittagessen und Schiffsankunft.",
        "Mehr als tausend Beschäftigte der Trinkwasseraufbereitungsanlage unterschrieben die Arbeitszeitvereinbarung.",
    ),
    "fi": (
        "Satamakonttorin kirjanpitäjä merkitsi tavaraluetteloon kaikki kevättalven purjelaivaliikenteen saapumisilmoitukset.",
        "Kunnallisvaltuuston ympäristölautakunta lykkäsi jätevedenpuhdistamon kunnostussuunnitelman käsittelyä.",
        "Rautatieasemarakennuksen lipunmyyntisalissa odotettiin iltajunaa, joka oli myöhässä lumimyrskyn vuoksi.",
        "Elintarviketurvallisuusviranomaiset tarkastivat maanantaiaamuna kalastajakylän säilyketehtaan.",
    ),
    "en": (
        "The harbourmaster's well-known recommendations concerning navigational responsibilities were misunderstood everywhere.",
        "Counterrevolutionary pamphleteers misrepresented the commissioner's straightforward administrative arrangements.",
        "Uncharacteristically thoughtful correspondence between the lighthouse-keepers survived in a weatherproof cupboard.",
        "Telecommunications infrastructure along the northern coastline deteriorated notwithstanding considerable investment.",
    ),
    "fr": (
        "L'administration portuaire communiquait régulièrement ses recommandations concernant l'approvisionnement des phares.",
        "Malheureusement, les correspondances internationales furent systématiquement interrompues après l'inondation.",
        "Anticonstitutionnellement, le sous-préfet avait réorganisé la bibliothèque départementale du chef-lieu.",
        "L'accompagnement professionnel des apprentis bénéficiait d'un remboursement proportionnel aux investissements.",
    ),
    "pl": (
        "Przedsiębiorstwo żeglugowe opublikowało szczegółowe sprawozdanie o niebezpieczeństwach przybrzeżnych latarni.",
        "Najprawdopodobniej zapowiedziane przedsięwzięcie rozpoczęto dopiero po uporządkowaniu księgozbioru.",
        "Społeczno-gospodarcze przeobrażenia województwa charakteryzowała niewystarczająca współpraca samorządów.",
        "Konstantynopolitańczykiewiczówna porozumiewała się z przewodniczącym za pośrednictwem rozgłośni.",
    ),
    "hu": (
        "A kikötőparancsnokság visszavonhatatlanul megváltoztatta a gőzhajózási társaság menetrendszerkesztési gyakorlatát.",
        "Megszentségteleníthetetlenségeskedéseitekért a lelkészi hivatal bocsánatkérő nyilatkozatot fogalmazott.",
        "Az önkormányzati könyvtárosok szakszervezete összeférhetetlenségi szabályzatot terjesztett elő karácsonykor.",
        "Legkiszámíthatatlanabb felhőszakadásaink kárfelmérésével megbízott szakértők a rakpart-felújítást sürgették.",
    ),
}
_SOFT = "\u00ad"


def record(language: str, body: str, title: str = "Harbour") -> Article:
    return Article.from_bytes(
        f'<article xmlns="urn:archiver:article:1" xml:lang="{language}" version="1.0"><head><title>{title}</title>'
        f"<language>{language}</language></head><body>{body}</body><provenance>"
        f'<source href="a.html" media-type="text/html" sha256="{"0" * 64}" bytes="1"/>'
        f'<tool name="archiver" version="0.1.0" rules="sha256:{"0" * 64}"/></provenance></article>'.encode()
    )


def paragraph(number: int, text: str) -> str:
    return f'<p id="p{number}">{text}</p>'


def table(rows: list[list[str]]) -> str:
    cells = "".join(f"<row>{''.join(f'<cell>{cell}</cell>' for cell in row)}</row>" for row in rows)
    return f'<table id="t1">{cells}</table>'


def pages_in(language: str) -> Article:
    """Some pages of text, every line of it other than the one before, and a table with seven narrow columns."""
    sentences = SENTENCES[language]
    paragraphs = []
    for number in range(40):
        turned = sentences[number % 4 :] + sentences[: number % 4]
        # words are left out at the start, so that the lines of each paragraph end elsewhere
        paragraphs.append(paragraph(number, " ".join(" ".join(turned).split()[number % 7 :])))
    words = [word.strip(".,") for word in " ".join(sentences).split() if len(word) > 6]
    rows = [[words[(row * 7 + column) % len(words)] for column in range(7)] for row in range(12)]
    return record(language, "".join(paragraphs) + table(rows))


def made(article: Article, engine: str) -> bytes:
    out = io.BytesIO()
    pdf.write(article, out, engine=engine)
    return out.getvalue()


@cache
def specimen(language: str, engine: str) -> bytes:
    return made(pages_in(language), engine)


def text_of(article: Article) -> str:
    return " ".join(" ".join(element.itertext()) for element in article.root.iter("{*}p", "{*}cell"))


def extracted(data: bytes, folder: Path) -> str:
    """The text in the order in which the file draws it, without running heads and page numbers."""
    if shutil.which("pdftotext") is None:
        external.absent("pdftotext", "poppler-utils")
    file = folder / "pages.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")
    kept = [
        line
        for page in pages
        for line in page.splitlines()
        if line.strip() not in ("Harbour", "") and not line.isdigit()
    ]
    return "\n".join(kept)


def whole(drawn: str) -> str:
    """The text as a reading program joins it: a soft hyphen at a line end goes, another hyphen stays."""
    return re.sub(r"(?<=-)\n", "", drawn.replace(f"{_SOFT}\n", "")).replace("\n", " ")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
class TestWordsAtLineEnds:
    def test_twenty_pages_in_six_languages_have_no_word_that_is_torn(self, engine: str, tmp_path: Path) -> None:
        pages, hyphens = 0, Counter[str]()
        for language in SENTENCES:
            data = specimen(language, engine)
            with pikepdf.open(io.BytesIO(data)) as file:
                pages += len(file.pages)
            drawn = extracted(data, tmp_path)
            hyphens[language] = drawn.count(_SOFT)
            # poppler drops a true hyphen at a line end itself, so both sides are compared without hyphens
            wanted = Counter(text_of(pages_in(language)).replace("-", "").split())
            found = Counter(whole(drawn).replace("-", "").split())
            assert not wanted - found, language
        assert pages >= 20
        assert all(hyphens[language] > 20 for language in SENTENCES), hyphens

    def test_each_hyphen_stands_at_a_line_end(self, engine: str, tmp_path: Path) -> None:
        for language in SENTENCES:
            assert re.search(rf"{_SOFT}(?!\n)", extracted(specimen(language, engine), tmp_path)) is None

    def test_the_files_are_valid_and_always_the_same(self, engine: str, tmp_path: Path) -> None:
        files = []
        for language in ("de", "hu"):
            files.append(tmp_path / f"{language}.pdf")
            files[-1].write_bytes(specimen(language, engine))
            assert made(pages_in(language), engine) == specimen(language, engine)
        assert [v["failed"] for v in vera(files) if not v["compliant"]] == []

    def test_no_cell_reaches_into_the_next(self, engine: str, tmp_path: Path) -> None:
        found = [word for word in words_of(specimen("fi", engine), tmp_path) if word.page > 1]
        for one, next_one in itertools.pairwise(found):
            if one.page == next_one.page and abs(one.top - next_one.top) < 1 and one.left < next_one.left:
                assert one.right <= next_one.left + 0.5


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
class TestHyphensOfTheText:
    def test_they_stay_what_they_are(self, engine: str, tmp_path: Path) -> None:
        text = "Nord-Süd-Gefälle und wohl\u2010bekannt, Binnenschifffahrtsverwaltungsgebäude " * 12
        drawn = extracted(made(record("de", paragraph(1, text)), engine), tmp_path)
        assert _SOFT in drawn
        assert "wohl\u2010bekannt" in drawn
        assert "Nord-Süd-Gefälle" in drawn

    def test_an_address_breaks_without_a_hyphen(self, engine: str, tmp_path: Path) -> None:
        address = "https://archiv.example.org/binnenschifffahrtsverwaltung/jahreszusammenstellungen_und_nachweise.html"
        drawn = extracted(
            made(record("de", paragraph(1, f"Siehe {address}, und danach die Karte. " * 6)), engine), tmp_path
        )
        assert drawn.replace("\n", "").count(address) == 6
        assert all(
            line.endswith(("/", ".", "-", "_", ":"))
            for line in drawn.split("\n")
            if re.fullmatch(r"\S*archiv\.\S*", line)
        )


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
class TestLanguages:
    WELSH = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

    def test_without_rules_no_word_is_broken_that_fits_a_line(self, engine: str, tmp_path: Path) -> None:
        text = "gwasanaethau cyhoeddus llywodraethwyr cydweithrediad " * 30
        assert _SOFT not in extracted(made(record("cy", paragraph(1, text)), engine), tmp_path)

    def test_without_rules_a_word_wider_than_its_cell_has_a_hyphen(self, engine: str, tmp_path: Path) -> None:
        rows = [[self.WELSH, *("tref fach ar lan y môr a phont dros yr afon".split())] for _ in range(3)]
        drawn = extracted(made(record("cy", table(rows)), engine), tmp_path)
        assert _SOFT in drawn
        assert whole(drawn).replace(_SOFT, "").count(self.WELSH) == 3

    def test_a_passage_is_broken_by_the_rules_of_its_own_language(self, engine: str, tmp_path: Path) -> None:
        word = "Zuständigkeitsvereinbarungen"  # a guess without rules is Zus-tän-dig
        german = f'<lang xml:lang="de">{f"{word} und " * 40}</lang>'
        parts = re.findall(rf"(\w+){_SOFT}\n", extracted(made(record("cy", paragraph(1, german)), engine), tmp_path))
        assert parts
        assert set(parts) <= {
            "Zustän",
            "Zuständig",
            "Zuständigkeits",
            "Zuständigkeitsver",
            "Zuständigkeitsverein",
            "Zuständigkeitsvereinba",
            "Zu",
            "Zuständigkeitsvereinbarun",
        }
