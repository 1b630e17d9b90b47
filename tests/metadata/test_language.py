"""The language: declared, detected, and what happens when the two disagree."""

from __future__ import annotations

import pytest

from archiver.draft import Draft
from archiver.metadata import gather_metadata
from archiver.metadata.fields import language
from archiver.metadata.fields.language import detect, normal_tag
from archiver.readers import html
from archiver.source import Source

GERMAN = "<p>" + "Der Hafenmeister führt zwei Bücher, und niemand hat je nach dem zweiten gefragt. " * 4 + "</p>"


def gathered(markup: str) -> Draft:
    draft = Draft(html.read(Source(name="a.html", data=markup.encode(), stem="a")))
    gather_metadata(draft)
    return draft


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en_US", "en-US"),
        ("DE", "de"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("German", "de"),
        ("jp", "ja"),
        ("x-default", ""),
        ("", ""),
    ],
)
def test_declarations_become_tags(written: str, tag: str) -> None:
    assert normal_tag(written) == tag


def test_a_declaration_that_the_text_bears_out_is_kept_with_its_region() -> None:
    draft = gathered(f"<html lang='de-CH'><body>{GERMAN}</body></html>")
    assert draft.head.language == "de-CH"
    assert draft.findings == []


def test_a_text_in_another_language_than_declared_wins_and_is_told() -> None:
    draft = gathered(f"<html lang='en-US'><body>{GERMAN}</body></html>")
    assert draft.head.language == "de"
    assert [(f.code, f.values) for f in draft.findings] == [("M004", {"declared": "en-US", "detected": "de"})]


def test_without_a_declaration_the_text_tells() -> None:
    assert gathered(f"<html><body>{GERMAN}</body></html>").head.language == "de"


def test_too_little_text_tells_nothing() -> None:
    assert gathered("<html><body><p>OK 1</p></body></html>").head.language == ""


def test_detection_gives_the_same_answer_twice() -> None:
    assert detect("Le chat est sur la table et il mange du poisson.") == detect(
        "Le chat est sur la table et il mange du poisson."
    )


def test_a_text_that_opens_as_declared_needs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def listen(text: str) -> tuple[str, float]:
        asked.append(len(text))
        return detect(text)

    monkeypatch.setattr(language, "detect", listen)
    assert gathered(f"<html lang='de'><body>{GERMAN}</body></html>").head.language == "de"
    assert asked == [250]
    asked.clear()
    assert gathered(f"<html lang='en'><body>{GERMAN}</body></html>").head.language == "de"
    assert len(asked) == 2
    assert asked[1] > 250
