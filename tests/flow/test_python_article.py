"""The Article as a library gives it: loading, properties, `repr`, `export`, and metadata and files that a caller gives."""

from __future__ import annotations

import codecs
import datetime
import gzip
import hashlib
import io
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import safety
from archiver.cli.options import parse_given
from archiver.pipeline import normalize as pipeline_normalize
from archiver.source import Source
from support.folders import RECORDS, ROOT

SENTENCE = "The ferryman counted his passengers twice, once at the landing and once in the middle of the river. "
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PAGE = f"""<html lang="en"><head><meta name="author" content="Ada Quill"><meta name="description" content="A ferry.">
</head><body><article><h1>The Far Landing</h1><img src="river.png" alt="The river">{f"<p>{SENTENCE * 3}</p>" * 5}</article></body></html>"""


@pytest.fixture(scope="module")
def article() -> archiver.Article:
    return archiver.normalize(PAGE.encode())


# -- load ------------------------------------------------------------------------------------------


def test_a_record_from_a_path_its_bytes_and_a_file_is_the_same(tmp_path: Path) -> None:
    path = RECORDS / "everything.xml"
    data = path.read_bytes()
    with path.open("rb") as file:
        loaded = [archiver.load(r) for r in (path, str(path), data, bytearray(data), memoryview(data), file)]
        assert not file.closed
    assert len({article.xml() for article in loaded}) == 1
    assert archiver.load(loaded[0].xml()).xml() == loaded[0].xml()
    assert all(type(article) is archiver.Article for article in loaded)


@pytest.mark.parametrize(
    ("record", "error", "message"),
    [
        (b"", archiver.Malformed, "bytes: it is empty"),
        (b"A text.", archiver.Malformed, "this is not an archival record"),
        (b"<html/>", archiver.Malformed, "its root is <html>"),
        (b'<article xmlns="urn:archiver:article:1">', archiver.Malformed, "not well-formed XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><article xmlns="urn:archiver:article:1"/>', archiver.Forbidden, "entities"),
        (b'<article xmlns="urn:archiver:article:1"/>', archiver.InvalidResult, "The record is not valid"),
        ("no such file.xml", archiver.SourceError, "it does not exist"),
        (None, archiver.UsageError, "a record cannot be of the type NoneType"),
        (5, archiver.UsageError, "a record cannot be of the type int"),
    ],
    ids=str,
)
def test_a_record_that_cannot_be(record: Any, error: type[archiver.ArchiverError], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        archiver.load(record)
    assert type(caught.value) is error and caught.value.remedy


def test_an_invalid_record_fails_with_its_line() -> None:
    data = (RECORDS / "everything.xml").read_bytes().replace(b'status="present"', b'status="lost"', 1)
    with pytest.raises(archiver.InvalidResult, match=r"line \d+: "):
        archiver.load(data)


# -- export ----------------------------------------------------------------------------------------


def test_the_method_and_the_function_write_the_same(article: archiver.Article, tmp_path: Path) -> None:
    stream, other = io.BytesIO(), io.BytesIO()
    for format, options in (("xml", {}), ("text", {}), ("tei", {"notes": "inline"})):
        by_method = article.export(format, tmp_path / "a", **options)
        assert by_method == tmp_path / "a"
        assert by_method.read_bytes() == archiver.export(article, format, str(tmp_path / "b"), **options).read_bytes()
    article.export("html", stream)
    archiver.export(article, "html", other)
    assert stream.getvalue() == other.getvalue() != b""


def test_the_method_refuses_what_the_function_refuses(article: archiver.Article, tmp_path: Path) -> None:
    for arguments, options in ((("papyrus", tmp_path / "a"), {}), (("text", tmp_path), {}), (("text", None), {}), (("text", tmp_path / "a"), {"ink": 1})):  # fmt: skip
        with pytest.raises(archiver.UsageError):
            article.export(*arguments, **options)  # type: ignore[call-overload]
    assert not list(tmp_path.iterdir())


# -- metadata --------------------------------------------------------------------------------------

GIVEN: dict[str, Any] = {
    "title": "The Near Landing", "subtitle": "A correction", "authors": ["Bo Reed", "Cy Marsh"], "date": "2021-03", "modified": "2022-04-05",
    "language": "EN-gb", "publisher": "The Reed Press", "rights": "https://licence.example/free", "abstract": "Who crossed.",
    "keywords": ("ferry", "river"), "doi": "https://doi.org/10.5555/ferry",
}  # fmt: skip


def test_given_metadata_win_over_the_page() -> None:
    article = archiver.normalize(PAGE.encode(), **GIVEN)
    assert (article.title, article.subtitle) == ("The Near Landing", "A correction")
    assert [author.name for author in article.authors] == ["Bo Reed", "Cy Marsh"]
    assert (article.published, article.modified, article.language) == ("2021-03", "2022-04-05", "en-GB")
    assert (article.publisher, article.abstract) == ("The Reed Press", "Who crossed.")
    assert article.rights == article.rights_href == "https://licence.example/free"
    assert (article.keywords, article.doi) == (("ferry", "river"), "10.5555/ferry")


def test_the_library_and_the_command_line_make_the_same_record(tmp_path: Path) -> None:
    path, metadata = tmp_path / "page.html", tmp_path / "metadata.yaml"
    path.write_text(PAGE, encoding="utf-8")
    metadata.write_text("title: Unused\ndoi: 10.5555/ferry\nkeywords: [ferry, river]\n", encoding="utf-8")
    options = {"title": "A", "authors": ("Bo Reed",), "date": "2021", "language": "en", "publisher": "P", "rights": "R"}
    given = parse_given(metadata_file=metadata, **options)  # type: ignore[arg-type]
    by_command = pipeline_normalize(Source.from_file(path), given=given)
    assert archiver.normalize(path, metadata=metadata, **options).xml() == by_command.xml()  # type: ignore[arg-type]
    assert by_command.title == "A" and by_command.doi == "10.5555/ferry"


def test_nothing_and_an_empty_text_give_nothing(article: archiver.Article) -> None:
    texts: dict[str, Any] = dict.fromkeys(GIVEN, "")
    nothing: dict[str, Any] = {**dict.fromkeys(GIVEN), "authors": [], "keywords": []}
    empty, lists = (archiver.normalize(PAGE.encode(), **given, metadata=None) for given in (texts, nothing))
    assert empty.xml() == lists.xml() == article.xml()


def test_one_author_as_a_text_and_dates_of_python() -> None:
    day, moment = datetime.date(2020, 5, 6), datetime.datetime(2020, 6, 7, 8, 9, tzinfo=datetime.UTC)
    article = archiver.normalize(PAGE.encode(), authors="Bo Reed", date=day, modified=moment)
    assert [author.name for author in article.authors] == ["Bo Reed"]
    assert (article.published, article.modified) == ("2020-05-06", "2020-06-07")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "2021-13"), ("date", "soon"), ("date", 2021), ("modified", "03/04/2021"), ("language", "klingon!"), ("doi", "doi"),
        ("rights", "javascript:pay()"), ("title", 3), ("title", b"A"), ("authors", 3), ("authors", [None]), ("authors", b"Bo"),
        ("authors", {"Bo"}), ("keywords", [["a"]]), ("abstract", ["a"]), ("publisher", 5.5), ("metadata", "none.yaml"), ("metadata", 3),
    ],
    ids=str,
)  # fmt: skip
def test_metadata_that_cannot_be_name_their_parameter(name: str, value: Any) -> None:
    with pytest.raises(archiver.UsageError) as caught:
        archiver.normalize(PAGE.encode(), **{name: value})
    assert (value if value == "none.yaml" else name) in caught.value.message and caught.value.remedy


def test_a_field_of_the_file_that_cannot_be_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"language": "klingon!"}', encoding="utf-8")
    with pytest.raises(archiver.UsageError, match=r"m\.json: language 'klingon!'"):
        archiver.normalize(PAGE.encode(), metadata=tmp_path / "m.json")


# -- files -----------------------------------------------------------------------------------------


def test_an_open_file_gives_what_its_name_gives(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (tmp_path / "river.png").write_bytes(codecs.decode(DOT.encode(), "base64"))
    expected = archiver.normalize(path).xml()
    assert b'src="data:image/png' in expected
    for buffering in (-1, 0):
        with path.open("rb", buffering=buffering) as file:
            assert archiver.normalize(file).xml() == expected
            assert not file.closed and file.read() == b""


def test_a_file_in_memory_gives_what_its_bytes_give(article: archiver.Article) -> None:
    stream = io.BytesIO(b"before" + PAGE.encode())
    stream.seek(6)
    assert archiver.normalize(stream).xml() == article.xml()


def test_a_packed_file_keeps_its_name_but_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that happens to lie on the disk under the folder of a ZIP member is not that of the page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "river.png").write_bytes(codecs.decode(DOT.encode(), "base64"))
    with zipfile.ZipFile("pages.zip", "w") as packed:
        packed.writestr("saved/page.html", PAGE)
    with zipfile.ZipFile("pages.zip") as packed, packed.open("saved/page.html") as member:
        article = archiver.normalize(member)
    assert article.source.href == "page.html" and b"data:image" not in article.xml()
    with gzip.open(tmp_path / "page.html.gz", "wb") as file:
        file.write(PAGE.encode())
    with gzip.open(tmp_path / "page.html.gz", "rb") as file:
        article = archiver.normalize(file)
    assert article.title == "The Far Landing" and str(tmp_path) not in article.xml().decode()


def test_a_renamed_file_and_standard_input_have_no_path(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    with path.open("rb") as file:
        path.rename(tmp_path / "other.html")
        assert archiver.normalize(file).source.href == "page.html"
    code = "import archiver, sys; print(archiver.normalize(sys.stdin.buffer).source.href)"
    done = subprocess.run(
        [sys.executable, "-c", code], input=PAGE.encode(), capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.stdout.strip() == b"bytes"


class Stream:
    """An object with a `read` of its own."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def read(self, size: int, /) -> Any:
        answer = self.answers.pop(0) if self.answers else b""
        if isinstance(answer, BaseException):
            raise answer
        return answer


def test_any_object_that_gives_bytes(article: archiver.Article) -> None:
    pieces = [PAGE.encode()[i : i + 100] for i in range(0, len(PAGE), 100)]
    assert archiver.normalize(Stream(*pieces)).xml() == article.xml()


@pytest.mark.parametrize("call", [archiver.normalize, archiver.load])
def test_text_files_are_refused_with_what_to_do(tmp_path: Path, call: Callable[[Any], object]) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.encode() + b"\xff")
    decoded = codecs.getreader("utf-8")(io.BytesIO(PAGE.encode()))
    undecodable = codecs.getreader("utf-8")(io.BytesIO(b"\xff" + PAGE.encode()))
    with (tmp_path / "page.html").open(encoding="utf-8") as text:
        for stream in (io.StringIO(PAGE), io.StringIO(""), text, decoded, undecodable, Stream("<p>")):
            with pytest.raises(archiver.UsageError, match="Open it in binary mode"):
                call(stream)


@pytest.mark.parametrize(
    ("error", "message"),
    [(OSError(5, "Input/output error"), "Input/output error"), (LookupError("the line is cut."), "the line is cut"), (KeyError(), "KeyError")],
    ids=str,
)  # fmt: skip
def test_a_stream_that_fails_in_its_own_way(error: Exception, message: str) -> None:
    with pytest.raises(archiver.SourceError, match=rf"bytes: cannot be read: {message}\. "):
        archiver.normalize(Stream(b"<p>", error))


def test_closed_files_and_streams_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.BytesIO()
    closed.close()
    with pytest.raises(archiver.SourceError, match="closed file"):
        archiver.normalize(closed)
    monkeypatch.setattr(safety, "MAX_BYTES", 1000)
    with pytest.raises(archiver.TooLarge):
        archiver.load(Stream(*[b"x" * 100] * 1000))


# -- properties and repr ---------------------------------------------------------------------------


def test_the_properties_say_what_the_record_says() -> None:
    article = archiver.load(RECORDS / "everything.xml")
    for name in ("title", "subtitle", "publisher", "abstract", "rights"):
        element = article.root.find(f"a:head/a:{name}", {"a": "urn:archiver:article:1"})
        assert element is not None
        assert getattr(article, name) == " ".join("".join(element.itertext()).split()) != ""
    assert (article.rights, article.rights_href) == ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    whens = {date.type: date.when for date in article.dates}
    assert {"published": article.published, "modified": article.modified, "retrieved": article.retrieved} == whens
    assert (
        article.identifiers
        and ("doi", article.doi) in article.identifiers
        and ("url", article.url) in article.identifiers
    )


def test_the_source_and_the_tool(article: archiver.Article) -> None:
    data = PAGE.encode()
    source = archiver.RecordedSource("bytes", "text/html", "utf-8", hashlib.sha256(data).hexdigest(), len(data))
    assert article.source == source and article.source_href == "bytes"
    assert (article.tool.name, article.tool.version) == ("archiver", archiver.__version__)
    assert article.tool.rules.startswith("sha256:")


def test_properties_of_a_record_without_values() -> None:
    article = archiver.Article.from_bytes(b'<article xmlns="urn:archiver:article:1"/>')
    texts = (
        "title subtitle published modified retrieved language publisher rights rights_href abstract doi url source_href"
    )
    assert [getattr(article, name) for name in texts.split()] == [""] * len(texts.split())
    assert (article.source, article.tool) == (archiver.RecordedSource(), archiver.Tool())
    assert repr(article) == "<Article without a title: 0 words, 0 notes, 0 images>"


def test_every_public_name_of_an_article_has_a_docstring() -> None:
    names = [name for name in vars(archiver.Article) if not name.startswith("_")]
    assert len(names) > 25 and all(getattr(archiver.Article, name).__doc__ for name in names)
    assert set(archiver.__all__) <= {*dir(archiver), *(n for n in archiver.__all__ if getattr(archiver, n).__doc__)}


def test_repr_says_title_authors_and_counts(article: archiver.Article) -> None:
    words = len(archiver.normalize(PAGE.encode()).text(markers=False).split())
    assert repr(article) == f"<Article 'The Far Landing' by Ada Quill: {words} words, 0 notes, 1 image>"
    assert "by Maren Holt, Ludwig van der Aa and 1 more: " in repr(archiver.load(RECORDS / "everything.xml"))
    assert repr(archiver.load(RECORDS / "japanese.xml")).endswith(": 121 characters, 2 notes, 0 images>")


def test_repr_is_one_short_line_that_no_terminal_obeys() -> None:
    nasty = "\u202eevil\u2028line\u0085" + "long " * 500
    article = archiver.normalize(PAGE.encode(), title=nasty, authors=["\u2066" + "Name " * 90] * 50)
    assert article.title.startswith("\u202eevil")
    shown = repr(article)
    assert shown.isprintable() and len(shown) < 400 and "\\u202eevil" in shown and "48 more" in shown


# -- the process -----------------------------------------------------------------------------------


def test_importing_archiver_loads_no_library() -> None:
    code = (
        "import sys, archiver; print([m for m in sys.modules if m.split('.')[0] in ('lxml', 'babel', 'yaml', 'click')])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert (
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout.strip() == b"[]"
    )


def test_many_threads_read_one_article_and_make_their_own() -> None:
    shared = archiver.load(RECORDS / "everything.xml")
    expected = (repr(archiver.load(shared.xml())), archiver.normalize(PAGE.encode(), **GIVEN).xml())
    found: list[tuple[str, bytes]] = []

    def work() -> None:
        for _ in range(5):
            out = io.BytesIO()
            shared.export("xml", out)
            assert out.getvalue() == shared.xml()
            found.append((repr(shared), archiver.normalize(io.BytesIO(PAGE.encode()), **GIVEN).xml()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 20


def test_the_process_is_left_as_it_was(tmp_path: Path) -> None:
    def state() -> tuple[object, ...]:
        return dict(os.environ), Path.cwd(), sys.getrecursionlimit(), sys.stdout, sys.stderr, threading.active_count()

    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    archiver.normalize(tmp_path / "page.html", **GIVEN).export("text", tmp_path / "warm.txt")
    before = state()
    with (tmp_path / "page.html").open("rb") as file:
        archiver.load(archiver.normalize(file, **GIVEN).xml()).export("text", tmp_path / "page.txt")
    assert state() == before
