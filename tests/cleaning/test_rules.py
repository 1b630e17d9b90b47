"""The rule data and their documentation."""

from __future__ import annotations

import json
import re
from functools import reduce
from importlib import resources
from math import fsum
from operator import add

import pytest

from archiver.cleaning import Measures, remove_chrome
from archiver.cleaning.block_roles import role_of
from archiver.cleaning.body.features import NAMES
from archiver.cleaning.body.lexicon import Lexicon, prose_features, token_features, word_features, words_of
from archiver.cleaning.body.model import model
from archiver.cleaning.phrases import phrases
from archiver.cleaning.rules import class_rules, load
from archiver.weighing.trees import Stop, Trees
from support.cleaning import PARAGRAPHS
from support.drafts import page
from support.folders import ROOT

DOCUMENTED = set(re.findall(r"`([a-z][a-z-]+)`", (ROOT / "docs" / "reference" / "rules.md").read_text("utf-8")))
LANGUAGES = set("en de fr es it pt nl pl ru ja zh ar tr sv".split())


#: Elements of HTML and roles of ARIA that say what something is on a page.
ELEMENTS = (
    "address aside button details dialog fieldset footer form header hgroup input menu nav search section".split()
)
ROLES = """alert alertdialog banner button complementary contentinfo dialog feed form list listbox log main marquee menu menubar navigation
    note region search searchbox status tablist toolbar tooltip tree""".split()


def used_rules() -> set[str]:
    """Every rule name that cleaning and notes can write into the ledger, from the data and from the code."""
    names = {*load("classes.toml"), *load("phrases.toml")}
    for opened in (*ELEMENTS, *(f'div role="{role}"' for role in ROLES)):
        draft = page(f"{PARAGRAPHS}<{opened}>Buoys</{opened.split()[0]}>")
        remove_chrome(draft, Measures(draft))
        names |= {removal.rule for removal in draft.removed.values()}
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


def test_class_tokens_match_only_as_a_whole() -> None:
    assert class_rules().of("Share_Bar other")[0][0] == "share-bar"
    assert class_rules().of("tag-politics menu-item-object share-bars layout--sidebar") == ()


@pytest.mark.parametrize(
    "token", ["shareBar", "#share_bar_17", "share-bar-2", "Page__share-bar--wide", "page__shareBar"]
)
def test_class_tokens_match_in_every_spelling(token: str) -> None:
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
def test_a_phrase_gives_the_rule_of_a_line(text: str, density: float, rule: str | None) -> None:
    assert phrases().rule_of(text, density) == rule


def test_phrases_of_an_offer_count_only_in_short_lines() -> None:
    assert phrases().within("One letter a month, in your inbox.") == "subscribe"
    assert phrases().within("One letter a month, in your inbox." + " It rained." * 30) is None


def test_words_give_a_role() -> None:
    assert role_of("The opinions expressed in this piece are the author's own.") == "disclaimer"
    assert role_of("Opinions differed along the quay.") is None


def test_signs_before_a_cue_do_not_hide_a_role() -> None:
    assert role_of("» *Correction:* the pier is older.") == "correction"
    assert role_of("A correction: the pier is older.") is None
    assert all(cue[0].isalnum() for table in load("roles.toml").values() for cue in table.get("start", ()))


def test_the_scores_of_trees_are_added() -> None:
    scores = Trees(0.5, [[0, 1.0, 2.0, -2.0], [1, 0.0, [0, 5.0, 0.25, 9.0], 9.0]])
    columns = [[0.0, 3.0], *[[0.0, 0.0]] * (len(NAMES) - 1)]
    assert scores(columns) == [2.75, -1.25]


def test_a_clear_score_stops_before_the_remaining_trees() -> None:
    trees = [[0, 1.0, 2.0, -2.0], [1, 0.0, 0.25, 9.0]]
    scores = Trees(0.5, trees, [Stop(1, -1.0, 5.0, (2.0, 0.5), (1.0, 0.0))])
    columns = [[0.0, 3.0], *[[0.0, 0.0]] * (len(NAMES) - 1)]
    assert scores(columns) == [2.75, -2.5]


@pytest.mark.parametrize("text", ["» Read also", "– À lire aussi", "→ Читайте также", "関連記事", "関連記事はこちら"])
def test_the_words_of_a_line_do_not_hide_its_phrase(text: str) -> None:
    """The words of a line are a prefilter. Phrases that begin with a sign, or are written without spaces, must pass it too."""
    known = phrases()
    assert known.rule_of(text, 1.0, words_of(text)) == "related"
    assert known.within(text, words_of(text)) is None


def test_words_are_split_in_the_same_way_in_every_script() -> None:
    pattern = re.compile(r"[^\W\d_]+|[©|»›→+@#:]")
    for text in (
        "Nets & ropes: 3rd edition | © 2024", "L’été à Étretat – „Ærø“, 2² ½ª µ", "Łódź… ’twas", "→ Далее: 12", "関連記事はこちら", "a_b @c #d",
        "İstanbul ΛΌΓΟΣ ß", "\x00\x1f\xa0\u2028x", "",
    ):  # fmt: skip
        assert words_of(text) == pattern.findall(text.lower())


def test_a_lexicon_adds_the_weights_of_tokens_and_words() -> None:
    lexicon = Lexicon({"share": -1.0, "~share": -0.5, "<p": 0.25}, {"tags": -2.0}, 0.5)
    assert lexicon.tokens("p", "share") == -1.25
    assert lexicon.words(words_of("Tags")) == -1.5
    assert "~bar" in token_features("div", "shareBar")
    assert lexicon.tokens("div", "shareBar #share @tags") == -1.0
    assert word_features(words_of("Read more")) == ["read", "more", "^read more", "^read", "more$", "=read more"]


@pytest.mark.parametrize("text", ["", "Tags", "Read more", "Read more and more about it", "Follow us @harbour: news"])
def test_a_lexicon_adds_the_learned_weights_of_a_text(text: str) -> None:
    data = json.loads((resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8"))
    lexicon, words = model().lexicon, words_of(text)
    said = [data["words"].get(feature, 0.0) for feature in word_features(words)]
    assert lexicon.words(words) == fsum([*said, data["words_bias"]])
    said = [data["prose"].get(feature, 0.0) for feature in prose_features(words)]
    assert lexicon.prose(words) == fsum([*said, data["prose_bias"]])
    for token in ("entry-content", "relatedPosts", "#comments", "@articleBody", "p", "x9"):
        known = [data["tokens"].get(f, 0.0) for f in token_features("div", token)]
        assert lexicon.tokens("div", token) == reduce(
            add, known, 0.0
        )  # one after the other: sum() rounds otherwise from Python 3.12 on


def test_tokens_with_digits_have_no_weight() -> None:
    data = json.loads((resources.files("archiver.cleaning.rules") / "learned.json").read_text("utf-8"))
    assert not any(c.isdigit() for token in [*data["tokens"], *data["words"]] for c in token)
