"""The encoding of a source: what says it, and what is guessed if nothing does."""

from __future__ import annotations

from itertools import islice

import pytest

from archiver.readers.encoding import Decoded, decode
from support.letters import ENCODINGS, SENTENCES, LegacySource, legacy_sources

FRENCH = " ".join(SENTENCES["fr"])
RUSSIAN = SENTENCES["ru"][0]


def codes(decoded: Decoded) -> list[str]:
    return [finding.code for finding in decoded.findings]


def page(text: str, head: str = "", encoding: str = "cp1252") -> bytes:
    return f"<html><head>{head}<title>x</title></head><body><p>{text}</p></body></html>".encode(encoding)


# ---- what says the encoding, in its order -----------------------------------------------------------


def test_a_byte_order_mark_comes_first() -> None:
    for encoding, bom in (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        read = decode(bom + page(FRENCH, '<meta charset="koi8-r">', encoding), "windows-1251")
        assert FRENCH in read.text and read.encoding == encoding and codes(read) == []


def test_the_label_of_the_transport_comes_before_the_declaration_of_the_page() -> None:
    read = decode(page(RUSSIAN, '<meta charset="windows-1252">', "koi8-r"), "koi8-r")
    assert RUSSIAN in read.text and read.encoding == "koi8-r" and codes(read) == []


def test_the_declaration_of_the_page_counts_as_browsers_read_it() -> None:
    for head in ('<meta charset="iso-8859-1">', "<meta http-equiv=content-type content='text/html; charset=latin1'>"):
        read = decode(page("Der Preis: 5 € – „billig“", head))
        assert "5 € – „billig“" in read.text and read.encoding == "windows-1252" and codes(read) == []


def test_a_declaration_far_behind_long_comments_and_styles_counts() -> None:
    head = f"<!-- {'x' * 9000} --><style>{'p{}' * 4000}</style><meta charset='iso-8859-7'>"
    read = decode(page(SENTENCES["el"][0], head, "iso8859-7"))
    assert SENTENCES["el"][0] in read.text and codes(read) == []


def test_a_declaration_in_a_comment_or_a_script_does_not_count() -> None:
    for head in ('<!-- <meta charset="koi8-r"> -->', "<script>w('<meta charset=koi8-r>')</script>"):
        read = decode(page(FRENCH, head))
        assert FRENCH in read.text and codes(read) == ["S004"]


def test_a_text_about_declarations_declares_nothing() -> None:
    text = f'In old pages <meta charset="koi8-r"> was usual. {FRENCH}'
    assert decode(text.encode("cp1252"), markup=False).text == text


def test_valid_utf8_is_utf8_whatever_the_page_declares() -> None:
    read = decode(page(FRENCH, '<meta charset="iso-8859-1">', "utf-8"))
    assert FRENCH in read.text and read.encoding == "utf-8" and codes(read) == []


@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "no-such-encoding", "shift_jis"])
def test_a_declaration_that_is_wrong_leads_to_a_guess(declared: str) -> None:
    read = decode(page(FRENCH * 3, f'<meta charset="{declared}">'))
    assert FRENCH in read.text and read.findings[0].values == {"encoding": "windows-1252"}


def test_some_damage_in_utf8_stays_damage() -> None:
    data = page(FRENCH, '<meta charset="utf-8">', "utf-8").replace("été".encode(), b"\xe9t\xc3\xa9")
    read = decode(data)
    assert read.encoding == "utf-8" and read.text.count("\ufffd") == 1 and "près du vieux moulin" in read.text


def test_a_file_that_was_cut_off_within_a_letter_stays_utf8() -> None:
    assert decode(b'<meta charset="utf-8"><p>Plain words, then the end: ' + b"\xe2\x80").encoding == "utf-8"


# ---- the guess --------------------------------------------------------------------------------------

WESTERN = ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is")
#: Twelve languages in eleven encodings.
SCRIPTS = ("fr", "pl", "cs", "hu", "ru", "el", "tr", "he", "ja", "zh", "ko", "lt")


def wrong(sources: list[LegacySource], url: str | None = None, *, markup: bool = False) -> list[tuple[str, str, str]]:
    """The sources that are read wrongly. Each must have finding S004."""
    found = []
    for source in sources:
        read = decode(source.data, url=url, markup=markup)
        assert codes(read) == ["S004"], source
        if read.text != source.text:
            found.append((source.language, source.encoding, read.encoding))
    return found


@pytest.mark.parametrize("markup", [False, True], ids=["text", "page"])
@pytest.mark.parametrize("languages", [WESTERN, SCRIPTS], ids=["western", "all scripts"])
def test_of_96_small_sources_at_most_two_are_read_wrongly(languages: tuple[str, ...], markup: bool) -> None:
    sources = list(legacy_sources(languages, markup=markup))
    if languages is SCRIPTS:
        assert len({source.encoding for source in sources}) >= 11
    assert len(wrong(sources, markup=markup)) <= 2


@pytest.mark.parametrize("domain", ["com", "de", "co.uk", "pl", "jp", "cn", "ru", "gr", "tr"])
def test_the_country_of_the_host_does_not_mislead(domain: str) -> None:
    assert len(wrong(list(legacy_sources(tuple(ENCODINGS))), f"https://mill.{domain}/lock")) <= 2


def test_little_text_is_read_by_the_language_that_the_page_declares() -> None:
    assert (
        "Lietuvių kalba graži"
        in decode(page("Lietuvių kalba graži", "", "cp1257").replace(b"<html", b"<html lang=lt")).text
    )
    for head in ('<meta http-equiv="content-language" content="pl">', '<meta property="og:locale" content="pl_PL">'):
        assert "źrebię" in decode(page("źrebię", head, "iso8859-2")).text


def test_a_text_that_reads_as_no_language_is_read_in_the_next_likely_encoding() -> None:
    """The detector takes the first for Western Europe, where "naktį" is "naktá"."""
    text = "Švyturys buvo parduotas miesto odontologui, kuris norėjo vaizdo, o gavo ir rūko sireną. Pirmąją ūkanotą naktį ji jį pažadino."
    read = decode(text.encode("cp1257"), markup=False)
    assert (read.text, read.encoding) == (text, "windows-1257")


def test_little_text_is_read_by_the_country_of_its_host() -> None:
    data = page("źrebię", "", "iso8859-2")
    assert "źrebię" in decode(data, url="https://gazeta.pl/a").text
    assert "źrebię" in decode(b"<!-- saved from url=(0020)https://gazeta.pl/a -->" + data).text
    assert (
        "źrebię" in decode(data.replace(b"<title>", b'<link rel="canonical" href="https://gazeta.pl/a"><title>')).text
    )


@pytest.mark.parametrize(
    "text",
    ["£20", "It costs £20 today.", "é", "a café", "don’t", "“word”", "a – b", "€5, or 6 €", "20°C", "½ cup", "§4", "© 2020", "±5", "• one", "ß", "¿Qué?", "1ère"],
)  # fmt: skip
def test_a_single_sign_of_the_west_is_read_rightly(text: str) -> None:
    for data, markup in ((text.encode("cp1252"), False), (page(text), True)):
        read = decode(data, markup=markup)
        assert text in read.text and codes(read) == ["S004"]


@pytest.mark.parametrize(
    ("encoding", "language", "named"),
    [
        ("mac_roman", "fr", "macintosh"), ("mac_roman", "en", "macintosh"), ("cp850", "de", "ibm850"), ("cp850", "sv", "ibm850"), ("cp437", "es", "ibm850"),
        ("cp866", "ru", "ibm866"), ("koi8-u", "uk", "koi8-u"),
    ],
)  # fmt: skip
def test_old_computers_are_known(encoding: str, language: str, named: str) -> None:
    for text in SENTENCES[language]:
        known = text.encode(encoding, "ignore").decode(encoding)
        read = decode(known.encode(encoding), markup=False)
        if not known.isascii():
            assert (read.text, read.encoding) == (known, named)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_utf16_without_a_mark_is_known_by_its_zero_bytes(encoding: str, language: str) -> None:
    data = page("".join(f"<p>{sentence}</p>" for sentence in SENTENCES[language]), "", encoding)
    read = decode(data)
    assert SENTENCES[language][-1] in read.text and read.encoding == encoding and codes(read) == ["S004"]
    assert codes(decode(data, "utf-16")) == []


def test_iso_2022_jp_is_known_by_its_escapes() -> None:
    text = SENTENCES["ja"][0]
    assert codes(decode(page(text, "", "iso2022_jp"))) == ["S004"]
    read = decode(page(text, '<meta charset="iso-2022-jp">', "iso2022_jp"))
    assert text in read.text and codes(read) == []


def test_what_nobody_can_know_is_told_all_the_same() -> None:
    for data in (
        bytes(range(128, 256)),
        b"\xff",
        b"a\x81b",
        b"\xa4" * 500,
        bytes(islice((n * 7 % 256 for n in range(9999)), 9999)),
    ):
        assert codes(decode(data, markup=False))[0] == "S004"


def test_plain_ascii_needs_no_guess() -> None:
    assert decode(b"<p>Nothing but letters.</p>").findings == ()


@pytest.mark.parametrize(
    "piece",
    [b"<!--", b"<script", b"<html ", b"<meta ", b"<link ", b"&acirc;", b"\xc3\xa2\xc2\x80", b"\xc2\x92", b"\xe9"],
)
def test_the_work_grows_with_the_size_of_hostile_bytes(piece: bytes) -> None:
    # with quadratic work, a megabyte would take hours
    decode(b"\xe9" + piece * (1_000_000 // len(piece)))
