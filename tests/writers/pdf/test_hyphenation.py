"""Words of both engines break only with a hyphen, and text that is copied out of the PDF has each word whole."""

from __future__ import annotations

import io
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


def breaks(data: bytes, known: set[str], folder: Path) -> list[tuple[str, str]]:
    """The places where a word goes on in the next line, as its two parts: the last word of a line and the first of the
    next that are no words of the text by themselves."""
    found = words_of(data, folder)
    return [(a.text, b.text) for a, b in zip(found, found[1:], strict=False) if a.text not in known and b.top > a.top]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
class TestWordsAtLineEnds:
    def test_twenty_pages_in_six_languages_have_no_word_that_is_torn(self, engine: str, tmp_path: Path) -> None:
        pages, hyphens = 0, Counter[str]()
        for language in SENTENCES:
            data = specimen(language, engine)
            with pikepdf.open(io.BytesIO(data)) as file:
                pages += len(file.pages)
            wanted = Counter(text_of(pages_in(language)).split())
            drawn = " ".join(word.text for word in words_of(data, tmp_path))
            hyphens[language] = drawn.count(_SOFT)
            whole = Counter(re.sub(r"(?<=\w-) (?=\w)", "", drawn.replace(f"{_SOFT} ", "")).split())
            assert not wanted - whole, language
        assert pages >= 20
        assert all(hyphens[language] > 3 for language in SENTENCES), hyphens
