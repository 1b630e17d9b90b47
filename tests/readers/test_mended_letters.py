"""Letters that a program on the way destroyed, and that can be brought back: control characters, and text that was encoded twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import archiver
from archiver import inspection
from archiver.cli.commands import cli
from archiver.readers.encoding import Decoded, decode
from archiver.source import Source
from support.letters import SENTENCES

ENGLISH = "It’s the keeper’s tale – “and not a penny more”, she’d say… "
ACCENTS = "Le café était fermé à Noël, où même l’élève naïf s’arrêtait. "


def found(decoded: Decoded) -> dict[str, dict[str, object]]:
    return {finding.code: dict(finding.values) for finding in decoded.findings}


def html_page(text: str, head: str = "") -> str:
    return f"<html><head><title>The Lock</title>{head}</head><body><h1>The Lock</h1>{f'<p>{text * 3}</p>' * 4}</body></html>"


# ---- control characters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "windows", "declared"),
    [("pl", "cp1250", "iso-8859-2"), ("cs", "cp1250", "iso-8859-2"), ("lt", "cp1257", "iso-8859-13"), ("el", "cp1253", "iso-8859-7"), ("fr", "cp1252", "iso-8859-15")],
)  # fmt: skip
def test_windows_bytes_under_a_label_of_iso_are_read_as_windows(language: str, windows: str, declared: str) -> None:
    text = "„" + " ".join(SENTENCES[language]) + "” – a tak dalej…"
    known = text.encode(windows, "ignore").decode(windows)
    read = decode(known.encode(windows), declared)
    assert read.text == known
    assert read.encoding == windows.replace("cp", "windows-") and found(read)["S005"]["encoding"] == read.encoding


def test_letters_of_iso_without_control_characters_stay_as_declared() -> None:
    text = SENTENCES["pl"][2]
    read = decode(text.encode("iso8859-2"), "iso-8859-2")
    assert (read.text, read.encoding, read.findings) == (text, "iso-8859-2", ())


@pytest.mark.parametrize(
    ("text", "windows", "misread"),
    [
        (ENGLISH, "cp1252", "latin-1"), (ACCENTS, "cp1252", "latin-1"), ("„" + " ".join(SENTENCES["pl"]) + "”", "cp1250", "latin-1"),
        ("„" + " ".join(SENTENCES["pl"]) + "”", "cp1250", "iso8859-2"), ("«…» – " + " ".join(SENTENCES["ru"]), "cp1251", "latin-1"),
    ],
)  # fmt: skip
def test_windows_bytes_that_were_saved_as_utf8_are_read_anew(text: str, windows: str, misread: str) -> None:
    text = text.encode(windows, "ignore").decode(windows)
    saved = text.encode(windows).decode(misread)
    read = decode(saved.encode("utf-8"))
    assert read.text == text and found(read)["S005"]["encoding"] == windows.replace("cp", "windows-")


def test_control_characters_beside_right_letters_are_read_alone() -> None:
    read = decode("Łódź nie jest wie\x9c, “tak” – mówi\x85".encode())
    assert read.text == "Łódź nie jest wieś, “tak” – mówi…" and found(read)["S005"]["example"] == "wieś"


def test_what_stays_unreadable_is_counted() -> None:
    data = html_page("The parish\x92s mill\x81 stood idle. ").encode()
    article = archiver.normalize(data, force=True)
    assert "parish’s mill\ufffd stood" in article.text()
    assert {finding.code: finding.text.split()[0] for finding in article.findings if finding.code[0] == "S"} == {
        "S001": "12",
        "S005": "12",
    }


def test_a_text_with_line_ends_of_a_mainframe_keeps_its_lines() -> None:
    read = decode("One line.\x85Another line.\x85".encode())
    assert read.text == "One line.\nAnother line.\n" and read.findings == ()


def test_a_reference_to_a_control_character_without_a_letter_is_told() -> None:
    article = archiver.normalize(html_page("It&#146;s a&#157;b here. ").encode(), force=True)
    assert "It’s a\ufffdb here." in article.text() and "S001" in [finding.code for finding in article.findings]


# ---- encoded twice ----------------------------------------------------------------------------------


@pytest.mark.parametrize("misread", ["latin-1", "cp1252"])
@pytest.mark.parametrize("text", [ENGLISH, SENTENCES["ja"][0], "Ā “quote” of ā"])
def test_control_characters_prove_that_text_was_encoded_twice(text: str, misread: str) -> None:
    # what windows-1252 lacks, browsers read as the control character
    twice = "".join(bytes([byte]).decode(misread, "ignore") or chr(byte) for byte in text.encode())
    assert any("\x80" <= sign <= "\x9f" for sign in twice)
    read = decode(f"<p>{twice}</p>".encode())
    assert read.text == f"<p>{text}</p>" and list(found(read)) == ["S006"]


def test_text_that_was_encoded_three_times_is_mended_too() -> None:
    thrice = ENGLISH.encode().decode("latin-1").encode().decode("latin-1")
    assert decode(thrice.encode()).text == ENGLISH


def test_a_proof_counts_for_the_whole_source() -> None:
    read = decode("cafÃ© – “rightâ\x80\x9d – Ã¼ber; À côté".encode())
    assert read.text == "café – “right” – über; À côté"


def test_russian_that_was_read_as_windows_1251_is_mended() -> None:
    text = "Идти к реке, и не ждать."
    twice = "".join(bytes([byte]).decode("cp1251", "ignore") or chr(byte) for byte in text.encode())
    assert "\x98" in twice
    assert decode(twice.encode()).text == text


@pytest.mark.parametrize(
    ("misread", "text"),
    [
        ("cp1252", "Der Müller fährt über die Brücke, für zwei Groschen. "), ("cp1250", "Der Müller fährt über die Brücke, für zwei Groschen. "),
        ("mac_roman", "It’s the keeper’s tale, and she’d tell it. "), ("cp1251", "Мельник закрыл шлюз к вечеру, а лодка ждала. "),
    ],
)  # fmt: skip
def test_without_a_proof_it_is_told_and_mended_only_on_request(misread: str, text: str) -> None:
    twice = f"<p>{text.encode().decode(misread)}</p>"
    read = decode(twice.encode())
    assert read.text == twice and list(found(read)) == ["S007"]
    mended = decode(twice.encode(), repair=True)
    assert mended.text == f"<p>{text}</p>" and list(found(mended)) == ["S006"]


@pytest.mark.parametrize(
    "text",
    [ACCENTS, *(sentence for sentences in SENTENCES.values() for sentence in sentences), "ÉTÉ » « À », NÃO; SÃO PAULO; 5 °C — ½ Å; СССР», «РЕКА»"],
)  # fmt: skip
def test_right_text_is_not_suspected(text: str) -> None:
    assert decode(f"<p>{text}</p>".encode(), repair=True) == Decoded(f"<p>{text}</p>", "utf-8")


@pytest.mark.parametrize(
    "spelled",
    ["isn&acirc;&euro;&trade;t &acirc;&euro;&oelig;so&acirc;&euro;&#157;", "isn&#226;&#128;&#153;t &#xE2;&#x80;&#x9C;so&#xe2;&#x80;&#x9d;", "isn&#226;&euro;&#153;t “so”"],
)  # fmt: skip
def test_references_may_spell_text_that_was_encoded_twice(spelled: str) -> None:
    article = archiver.normalize(html_page(f"It {spelled} and more. ").encode(), force=True)
    assert "It isn’t “so” and more." in article.text()
    assert "S006" in [finding.code for finding in article.findings]


def test_references_that_spell_french_stay() -> None:
    article = archiver.normalize(
        html_page(
            "D&eacute;j&agrave;&nbsp;&laquo;&nbsp;&acirc;g&eacute;&nbsp;&raquo;, &Agrave;&nbsp;&copy; 3. "
        ).encode(),
        force=True,
    )
    assert "Déjà « âgé », À © 3." in article.text().replace("\xa0", " ")
    assert [finding.code for finding in article.findings if finding.code[0] == "S"] == []


# ---- what follows from it ---------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["html", "txt"])
@pytest.mark.parametrize("repair", [False, True])
def test_the_account_of_words_balances_over_the_mended_text(suffix: str, repair: bool) -> None:
    for text in (
        ENGLISH.encode().decode("latin-1"),
        ACCENTS.encode().decode("cp1252", "ignore"),
        "The parish\x92s wie\x9c. ",
    ):
        data = (html_page(text) if suffix == "html" else "\n\n".join([text * 4] * 4)).encode()
        source = Source(f"a.{suffix}", data, "a", Path(f"a.{suffix}"), repair_encoding=repair)
        words = inspection.inspect(source, force=True).words
        assert words.unaccounted == 0 and words.source > 30


@pytest.mark.parametrize(
    ("misread", "turns", "repair"),
    [("latin-1", 1, False), ("latin-1", 2, False), ("windows-1252", 1, True)],
    ids=["proved", "twice over", "without a proof"],
)
def test_offsets_of_notes_count_in_the_source_as_it_stands(misread: str, turns: int, repair: bool) -> None:
    saved = (
        "The Lock\n\n"
        + "The keeper’s – café – tale was told twice.[1] " * 3
        + "\n\nNotes\n\n[1] By the keeper’s wife, who knew."
    )
    for _ in range(turns):
        saved = saved.encode().decode(misread)
    article = archiver.normalize(saved.encode(), force=True, repair_encoding=repair)
    assert "keeper’s – café" in article.text()
    assert len(article.noterefs) == 3
    assert all(saved[reference.offset or 0 :].startswith("[1]") for reference in article.noterefs)


def test_the_option_is_in_the_record_where_it_changed_something(tmp_path: Path) -> None:
    source, out = tmp_path / "lock.html", tmp_path / "lock.xml"
    source.write_text(html_page("Der MÃ¼ller fÃ¤hrt Ã¼ber die BrÃ¼cke. "), encoding="utf-8")
    assert archiver.normalize(source).tool.options == ()
    article = archiver.normalize(source, repair_encoding=True)
    assert article.tool.options == (("repair-encoding", "yes"),) and "Der Müller fährt" in article.text()
    assert CliRunner().invoke(cli, ["normalize", str(source), "-o", str(out), "--repair-encoding"]).exit_code == 0
    assert out.read_bytes() == article.xml()
    # a record is compared with what is made with the same option
    shown = CliRunner().invoke(cli, ["inspect", str(out), "--source", str(source)])
    assert shown.exit_code == 0 and "MÃ" not in shown.output


def test_a_proof_needs_no_option(tmp_path: Path) -> None:
    source = tmp_path / "lock.html"
    source.write_text(html_page(ENGLISH.encode().decode("latin-1")), encoding="utf-8")
    assert archiver.normalize(source).xml() == archiver.normalize(source, repair_encoding=True).xml()


@pytest.mark.parametrize("lost", ["\ufffd", ""], ids=["a sign for it", "nothing"])
def test_a_closing_quotation_mark_without_its_last_byte_is_mended_too(lost: str) -> None:
    """windows-1252 has no character for the last byte of ”: programs write a sign for it, or nothing."""
    right = "The keeper’s café was “open”, he said, and the “lamp” lit."
    misread = right.encode().replace("”".encode(), b"\xe2\x80@").decode("cp1252").replace("@", lost)
    read = decode(misread.encode(), repair=True)
    assert read.text == right
    left = found(decode(misread.encode()))
    assert left["S007"]["count"] == 6
