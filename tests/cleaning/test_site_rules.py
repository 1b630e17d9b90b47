"""Rules for one site, in the format of ftr-site-config: they win over the other rules, and the ledger names their file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import archiver
from archiver.cleaning.site_rules import file_names
from archiver.cli.commands import cli
from archiver.errors import UsageError

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Gazette</title>
<link rel="canonical" href="https://www.harbour-gazette.example/tides"></head><body>
<div class="crest"><h1>The Tide Tables Were Wrong</h1><span class="pen">Ottoline Marsh</span><i class="day">3 May 2021</i></div>
<div class="leaf">
<p>For eleven years the harbour of Penwick went by tables that a clerk had copied with two columns exchanged, and nobody noticed.</p>
<p class="boxed-offer">Order our almanac today, bound in blue linen, with a ribbon, and have it sent to your house for nothing at all.</p>
<p>The fishermen, it turned out, had never looked at them. They looked at the wall, at the weed, and at the sky over the point.</p>
<img src="https://pixel.harbour-gazette.example/count.gif" alt="counter">
</div>
<div class="column"><p>In another column of this page, a long piece of prose on gardens, hedges, and the pruning of old pear trees.</p></div>
</body></html>"""

RULES = """# the Harbour Gazette
title: //div[@class='crest']/h1
author: //span[@class='pen']
date: //i[@class='day']
body: //div[@class='leaf']
strip_id_or_class: boxed-offer
strip_image_src: pixel.
single_page_link: //a[@rel='all']
replace_string(<br>): <p>
prune: no
test_url: https://www.harbour-gazette.example/tides
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "harbour-gazette.example.txt").write_text(RULES, "utf-8")
    return tmp_path


def test_the_rules_for_a_site_decide(folder: Path) -> None:
    article = archiver.normalize(folder / "page.html", site_rules=folder / "rules")
    assert article.title == "The Tide Tables Were Wrong"
    assert [a.name for a in article.authors] == ["Ottoline Marsh"]
    assert article.published is not None and article.published.startswith("2021-05-03")
    assert "two columns exchanged" in article.text() and "weed" in article.text()
    assert "almanac" not in article.text() and "pear trees" not in article.text()


def test_the_ledger_names_the_file_and_line_of_a_rule(folder: Path) -> None:
    article = archiver.normalize(folder / "page.html", site_rules=str(folder / "rules"))
    removed = next(r for r in article.removals if "almanac" in r.text)
    assert removed.rule == "site-rules:harbour-gazette.example.txt:6"
    assert b'rule="site-rules:harbour-gazette.example.txt:2"' in article.xml()
    assert b'for="body" rule="site-rules:harbour-gazette.example.txt:5"' in article.xml()


def test_no_word_is_lost(folder: Path) -> None:
    ran = CliRunner().invoke(
        cli, ["inspect", str(folder / "page.html"), "--site-rules", str(folder / "rules"), "--format", "json"]
    )
    assert ran.exit_code == 0 and '"unaccounted": 0' in ran.output


def test_metadata_from_the_user_win_over_a_rule(folder: Path) -> None:
    ran = CliRunner().invoke(
        cli,
        [
            "normalize",
            str(folder / "page.html"),
            "--site-rules",
            str(folder / "rules"),
            "--title",
            "On Tables of Tides",
        ],
    )
    assert "<title>On Tables of Tides</title>" in ran.output and "Ottoline Marsh" in ran.output


def test_rules_for_another_site_are_not_applied(folder: Path) -> None:
    with_rules = archiver.normalize(
        folder / "page.html", url="https://other.example/x", site_rules=folder / "rules", force=True
    )
    # the page still names its own address, after the one given
    assert any(r.rule.startswith("site-rules") for r in with_rules.removals)
    (folder / "rules" / "other.example.txt").write_text("strip: //h6\n", "utf-8")
    without = archiver.normalize(
        folder / "page.html", url="https://other.example/x", site_rules=folder / "rules", force=True
    )
    assert not any(r.rule.startswith("site-rules") for r in without.removals)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.harbour.example/a", "harbour.example.txt"),
        ("https://harbour.example/a", "www.harbour.example.txt"),
        ("https://news.harbour.example/a", ".harbour.example.txt"),
        ("https://harbour.example:8080/a", "harbour.example.txt"),
    ],
)
def test_rule_files_are_found_by_host(address: str, name: str) -> None:
    assert name in list(file_names(address))


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://../../etc/x", "not an address", "https://[::1/x", ""]
)
def test_no_address_gives_a_file_outside_the_folder(address: str) -> None:
    assert not [name for name in file_names(address) if "/" in name or "\\" in name or ".." in name]


def test_unknown_and_useless_lines_are_ignored(folder: Path) -> None:
    file = folder / "rules" / "harbour-gazette.example.txt"
    file.write_text(
        "tidy: no\nhttp_header(user-agent): x\nbody: count(//p)\nbody: //div[@class='none']\nstrip: //body\nstrip: //html\n"
        "strip_id_or_class: \"'\nauthor: //namespace::*\nauthor: //span[@class='pen']\ndate: //h1\n",
        "utf-8",
    )
    page = folder / "page.html"
    page.write_text(PAGE.replace(">Ottoline Marsh<", ">By Ottoline Marsh and Hew Tarn<"), "utf-8")
    article = archiver.normalize(page, site_rules=folder / "rules")
    assert [a.name for a in article.authors] == ["Ottoline Marsh", "Hew Tarn"]
    assert "two columns exchanged" in article.text()


def test_an_invalid_line_is_reported_and_the_others_are_applied(folder: Path) -> None:
    file = folder / "rules" / "harbour-gazette.example.txt"
    file.write_text("title: //div[@class='crest']/h1\nthis is no rule\n", "utf-8")
    article = archiver.normalize(folder / "page.html", site_rules=folder / "rules")
    assert article.title == "The Tide Tables Were Wrong"
    [finding] = [f for f in article.findings if f.code == "C003"]
    assert finding.text == "Line 2 of the site rules harbour-gazette.example.txt was not carried out: it is no rule."


@pytest.mark.parametrize(
    "expression",
    [
        "//div[",
        "document('/etc/hostname')",
        "//x:y",
    ],
)
def test_an_invalid_expression_is_reported_with_its_line(folder: Path, expression: str) -> None:
    file = folder / "rules" / "harbour-gazette.example.txt"
    file.write_text(f"title: //div[@class='crest']/h1\nbody: {expression}\n", "utf-8")
    article = archiver.normalize(folder / "page.html", site_rules=folder / "rules")
    assert article.title == "The Tide Tables Were Wrong"
    [finding] = [f for f in article.findings if f.code == "C003"]
    assert finding.text.startswith("Line 2 of the site rules harbour-gazette.example.txt was not carried out: ")
    ran = CliRunner().invoke(cli, ["rules", "test", str(file), str(folder / "page.html")])
    assert isinstance(ran.exception, UsageError) and "broken: " in ran.output.splitlines()[1]


def test_a_rule_file_that_is_too_large_is_refused(folder: Path) -> None:
    file = folder / "rules" / "harbour-gazette.example.txt"
    file.write_text("strip: //p" + " " * 1_100_000, "utf-8")
    with pytest.raises(UsageError, match="refused"):
        archiver.normalize(folder / "page.html", site_rules=folder / "rules")


def test_a_missing_folder_is_a_usage_error(folder: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        archiver.normalize(folder / "page.html", site_rules=folder / "nowhere")


def test_the_command_rules_test_shows_matches(folder: Path) -> None:
    ran = CliRunner().invoke(
        cli, ["rules", "test", str(folder / "rules" / "harbour-gazette.example.txt"), str(folder / "page.html")]
    )
    lines = ran.output.splitlines()
    assert ran.exit_code == 0 and len(lines) == 10
    assert "1 hit, 26 characters" in lines[0] and "The Tide Tables Were Wrong" in lines[0]
    assert "no hit" in lines[6] and "no hit" in lines[7] and "ignored" in lines[9]


def test_an_expression_that_searches_below_an_element_is_allowed(folder: Path) -> None:
    file = folder / "rules" / "harbour-gazette.example.txt"
    file.write_text("body: //div[@class='leaf'][.//p[.//text()]][not(//h6)]\n", "utf-8")
    article = archiver.normalize(folder / "page.html", site_rules=folder / "rules")
    assert "pear trees" not in article.text() and "two columns exchanged" in article.text()
