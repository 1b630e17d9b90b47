"""Replacements in a site's rules: carried out where they correct markup, reported and left where they would change words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import archiver
from archiver.cleaning.site_rules import read
from archiver.cleaning.site_rules.replacements import replacements
from archiver.cli.commands import cli

PROSE = "The keepers of the lower lock wrote down each boat that passed, and nobody read what they had written. "
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>The lock keepers</title><link rel="canonical" href="https://locks.example/keepers"></head><body>
<div class="leaf"><h1>The lock keepers</h1><p>{PROSE * 3}</p>
<div class="sub">The books</div><p>{PROSE * 3}</p>
<noscript><img src="https://locks.example/quay.jpg" alt="The quay"></noscript>
<p>{PROSE * 2}<span class="loud">Nobody.</span></p></div></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    return tmp_path


def with_rules(folder: Path, rules: str) -> archiver.Article:
    (folder / "locks.example.txt").write_text("body: //div[@class='leaf']\nprune: no\n" + rules, "utf-8")
    return archiver.normalize(folder / "page.html", site_rules=folder)


def xml(article: archiver.Article) -> str:
    return article.xml().decode()


@pytest.mark.parametrize(
    "rules",
    [
        'replace_string(<div class="sub">The books</div>): <h2>The books</h2>\n',
        'find_string: <div class="sub">The books</div>\nreplace_string: <h2>The books</h2>\n',
    ],
)
def test_a_tag_can_be_replaced_by_another(folder: Path, rules: str) -> None:
    article = with_rules(folder, rules)
    assert "<heading>The books</heading>" in xml(article)
    [evidence] = [e for e in article.evidence if e.field == "markup"]
    assert evidence.rule == "site-rules:locks.example.txt:3" and evidence.confidence == "high"
    assert not [f for f in article.findings if f.code in ("C003", "A001")]


def test_a_picture_in_noscript_can_be_made_visible(folder: Path) -> None:
    article = with_rules(folder, "replace_string(<noscript>): <div>\nreplace_string(</noscript>): </div>\n")
    assert 'src="https://locks.example/quay.jpg"' in xml(article)


def test_the_source_in_the_provenance_does_not_change(folder: Path) -> None:
    plain, mended = with_rules(folder, ""), with_rules(folder, 'replace_string(class="sub"): class="sup"\n')
    source = plain.root.find("{*}provenance/{*}source")
    again = mended.root.find("{*}provenance/{*}source")
    assert source is not None and again is not None and dict(source.attrib) == dict(again.attrib)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("replace_string(Nobody.): Somebody.", "change words"),
        ('replace_string(<span class="loud">): <span class="loud">Indeed. ', "change words"),
        ("replace_string(</h1>): </h1><script>", "change words"),
        (f"replace_string(e): <i class='{'x' * 900}'>e</i>", "double the page"),
    ],
)
def test_a_replacement_that_would_change_words_is_reported_and_not_carried_out(
    folder: Path, line: str, reason: str
) -> None:
    # a good one beside it is carried out all the same
    article = with_rules(folder, f'replace_string(<div class="sub">The books</div>): <h2>The books</h2>\n{line}\n')
    assert "Nobody." in article.text() and "<heading>The books</heading>" in xml(article)
    [finding] = [f for f in article.findings if f.code == "C003"]
    assert finding.text.startswith("Line 4 of the site rules locks.example.txt") and reason in finding.text


def test_find_and_replace_lines_are_paired_in_order(tmp_path: Path) -> None:
    file = tmp_path / "x.example.txt"
    file.write_text(
        "find_string: a\nfind_string: b\nreplace_string(c:d): e\nreplace_string: x\nreplace_string:\nreplace_string: lone\n",
        "utf-8",
    )
    assert [(r.find, r.put, r.rule.line) for r in replacements(read(file))] == [
        ("c:d", "e", 3),
        ("a", "x", 1),
        ("b", "", 2),
    ]


def test_elements_can_be_unwrapped_or_wrapped(folder: Path) -> None:
    article = with_rules(
        folder, "wrap_in(h2): //div[@class='sub']\ndissolve: //span[@class='loud']\nwrap_in(script): //p\n"
    )
    assert "<heading>The books</heading>" in xml(article) and "Nobody." in article.text()


def test_the_command_rules_test_shows_replacements(folder: Path) -> None:
    file = folder / "try.txt"
    file.write_text(
        "replace_string(<noscript>): <div>\nreplace_string(Nobody.): Somebody.\nfind_string: zzz\nreplace_string: y\nfind_string: alone\n",
        "utf-8",
    )
    ran = CliRunner().invoke(cli, ["rules", "test", str(file), str(folder / "page.html")])
    told = [line.split(maxsplit=2)[2] for line in ran.output.splitlines()]
    assert ran.exit_code == 0
    assert told == [
        "1 hit, only markup changes   <noscript> → <div>",
        "1 hit, not carried out: it would change words of the page, not only its markup   Nobody. → Somebody.",
        "no hit   zzz → y",
        "goes with the find_string line before it",
        "ignored; no replace_string line follows it",
    ]
