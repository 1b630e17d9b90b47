"""The rule data and their documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver.cleaning import chrome
from archiver.cleaning.features import NAMES
from archiver.cleaning.lexicon import Lexicon, token_features, word_features, words_of
from archiver.cleaning.model import Stop, compile_trees, model
from archiver.cleaning.phrases import phrases
from archiver.cleaning.roles import role_of
from archiver.cleaning.rules import class_rules, load

ROOT = Path(__file__).parents[2]
DOCUMENTED = set(re.findall(r"`([a-z][a-z-]+)`", (ROOT / "docs" / "rules.md").read_text("utf-8")))
LANGUAGES = set("en de fr es it pt nl pl ru ja zh ar tr sv".split())


def used_rules() -> set[str]:
    """Every rule name that cleaning and notes can write: in the data, and in the code."""
    names = {*load("classes.toml"), *load("phrases.toml")}
    names |= {rule for rule, _ in (*chrome._BY_TAG.values(), *chrome._BY_ROLE.values())}
    for path in (ROOT / "src" / "archiver" / "cleaning").glob("*.py"):
        names |= set(
            re.findall(r'"((?:above|below|beside|outside)-article|hidden|edit-link)"', path.read_text("utf-8"))
        )
    for path in (ROOT / "src" / "archiver" / "notes").glob("*.py"):
        names |= set(
            re.findall(
                r'"(notes?-(?:label|backlink|brackets|service-link|duplicate|heading))"', path.read_text("utf-8")
            )
        )
    return names


@pytest.mark.parametrize("rule", sorted(used_rules()))
def test_every_rule_is_documented(rule: str) -> None:
    assert rule in DOCUMENTED


@pytest.mark.parametrize(
    "rule", ["related", "share-bar", "breadcrumb", "subscribe", "comments", "tags", "profile-link"]
)
def test_every_language_has_phrases(rule: str) -> None:
    kinds = load("phrases.toml")[rule]
    assert {language for languages in kinds.values() for language in languages} >= LANGUAGES


def test_class_tokens_match_whole() -> None:
    assert class_rules().of("Share_Bar other")[0][0] == "share-bar"
    assert class_rules().of("tag-politics menu-item-object share-bars layout--sidebar") == ()


@pytest.mark.parametrize(
    "token", ["shareBar", "#share_bar_17", "share-bar-2", "Page__share-bar--wide", "page__shareBar"]
)
def test_class_tokens_are_known_however_they_are_written(token: str) -> None:
    assert class_rules().of(token)[0][0] == "share-bar"


@pytest.mark.parametrize(
    ("text", "density", "rule"),
    [
        ("READ ALSO:", 0.0, "related"),
        ("Read also: the other quay", 0.5, "related"),
        ("Lesen Sie auch", 1.0, "related"),
        ("Tags: harbour, rope", 0.6, "tags"),
        ("اقرأ أيضًا", 0.0, "related"),
        ("اقرأ أيضاً", 0.0, "related"),
        ("Read alsoran papers", 1.0, None),
        ("Share prices fell on Monday", 0.0, None),
        ("Related questions came up", 0.1, None),
    ],
)
def test_phrases(text: str, density: float, rule: str | None) -> None:
    assert phrases().rule_of(text, density) == rule


def test_words_of_an_offer_count_in_short_lines_only() -> None:
    assert phrases().within("One letter a month, in your inbox.") == "subscribe"
    assert phrases().within("One letter a month, in your inbox." + " It rained." * 30) is None


def test_roles_by_words() -> None:
    assert role_of("The opinions expressed in this piece are the author's own.") == "disclaimer"
    assert role_of("Opinions differed along the quay.") is None


def test_trees_add_up() -> None:
    scores = compile_trees(0.5, [[0, 1.0, 2.0, -2.0], [1, 0.0, [0, 5.0, 0.25, 9.0], 9.0]])
    nothing = [0.0] * len(NAMES)
    assert scores([nothing, [3.0, *nothing[1:]]]) == [2.75, -1.25]


def test_scores_beyond_doubt_need_no_more_trees() -> None:
    trees = [[0, 1.0, 2.0, -2.0], [1, 0.0, 0.25, 9.0]]
    scores = compile_trees(0.5, trees, [Stop(1, -1.0, 5.0, (2.0, 0.5), (1.0, 0.0))])
    nothing = [0.0] * len(NAMES)
    assert scores([nothing, [3.0, *nothing[1:]]]) == [2.75, -2.5]


def test_a_line_is_asked_for_phrases_only_if_it_has_a_word_of_one() -> None:
    known = phrases()
    assert known.may_know("One letter a month, in your inbox.")
    assert known.may_know("関連記事はこちら")
    assert not known.may_know("Odile mended nets.")


def test_a_lexicon_sums_tokens_and_words() -> None:
    lexicon = Lexicon({"share": -1.0, "~share": -0.5, "<p": 0.25}, {"tags": -2.0}, 0.5)
    assert lexicon.tokens("p", "share") == -1.25
    assert lexicon.words(words_of("Tags")) == -1.5
    assert "~bar" in token_features("div", "shareBar")
    assert word_features(words_of("Read more")) == ["read", "more", "^read more", "^read", "more$", "=read more"]


def test_no_weight_for_tokens_with_digits() -> None:
    lexicon = model().lexicon
    assert not any(c.isdigit() for token in [*lexicon._tokens, *lexicon._words] for c in token)
