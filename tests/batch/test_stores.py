"""Sources and results in an object store: the same results as in a folder, and whatever the store does costs one source and one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archiver.batch.cloud import addresses
from archiver.batch.cloud.conversion import convert_task
from archiver.batch.cloud.results import StoredResults
from archiver.batch.cloud.store import Store, store_at, store_of
from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.ledger import Entry, Ledger, Output
from archiver.batch.plan import Plan, Task, make_plan
from archiver.errors import SourceError, UsageError
from support.stores import ENVIRONMENT, FaultyStore, failure, faulty_store

s3fs = pytest.importorskip("s3fs", reason="the extra cloud is not installed")
pytest.importorskip("moto", reason="moto is not installed")
pytest.importorskip("flask", reason="the server of moto is not installed")
pytestmark = pytest.mark.slow

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>On {name}</title></head><body>
<article><h1>On {name}</h1><p>The {name} is a bird of opinions, and it holds them loudly, whatever the weather says about it.<sup><a href="#n1" id="r1">1</a></sup></p>
<p>On the harbour wall, where the boats come in at six, it keeps a kind of court, in which the fish are always guilty.</p>
<ol><li id="n1"><p>Or so the harbourmaster says, who feeds them. <a href="#r1">↩</a></p></li></ol></article></body></html>"""
OUT = "s3://press/out"


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyStore]:
    with faulty_store() as running:
        yield running


@pytest.fixture
def server_and_bucket(server: FaultyStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyStore]:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    store_of.cache_clear()
    files = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    files.mkdir("press")
    server.asked.clear()
    yield server
    server.heal()
    files.rm("press", recursive=True)
    store_of.cache_clear()


@pytest.fixture
def store(server_and_bucket: FaultyStore) -> Store:
    """The bucket "press", in which three pages are saved."""
    store = store_at("s3://press")
    for name in ("gulls", "2021/terns", "2021/auks"):
        store.put(f"s3://press/saved/{name}.html", PAGE.format(name=name.rpartition("/")[2]).encode())
    return store


@pytest.fixture
def batch(tmp_path: Path, server_and_bucket: FaultyStore) -> Callable[..., subprocess.CompletedProcess[str]]:
    paths = [str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]

    def call(*arguments: str, cache: str = "cache") -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ, **server_and_bucket.environment, "PYTHONPATH": os.pathsep.join(paths), "XDG_CACHE_HOME": str(tmp_path / cache),
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "archiver.cli", *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    return call


def names(store: Store, below: str = OUT) -> list[str]:
    return [found.address.removeprefix(f"{below}/") for found in store.below(below)]


def results(store: Store) -> dict[str, bytes]:
    made = [name for name in names(store) if name.endswith((".xml", ".txt")) and name != "failures.txt"]
    return {name: store.read(f"{OUT}/{name}")[0] for name in made}


# --- a whole batch


def test_results_are_those_of_a_folder_and_are_made_once(
    batch: Callable[..., subprocess.CompletedProcess[str]], store: Store, server_and_bucket: FaultyStore, tmp_path: Path
) -> None:
    ran = batch("batch", "s3://press/saved", "-o", OUT, "-t", "xml,text")
    assert ran.returncode == 0, ran.stderr
    assert f"s3://press/saved/gulls.html → {OUT}/gulls.xml, {OUT}/gulls.txt (1 note" in ran.stderr

    here = ConvertOptions(tmp_path / "here", ("xml", "text"))
    for name in ("gulls", "2021/terns", "2021/auks"):
        path = tmp_path / "saved" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(store.read(f"s3://press/saved/{name}.html")[0])
        made = convert_task(Task(str(path), name), here).files
        assert [results(store)[f"{name}{file.suffix}"] for file in made] == [file.read_bytes() for file in made]
    assert len(results(store)) == 3 * 2
    assert {"index.html", "catalogue.csv", "report.jsonl", "summary.json"} < set(names(store))

    # another machine, without the ledger, knows from the store what is done
    server_and_bucket.asked.clear()
    again = batch("batch", "s3://press/saved", "-o", OUT, "-t", "xml,text", cache="other")
    assert "3 unchanged since an earlier run." in again.stderr and again.returncode == 0
    assert not [
        request
        for request in server_and_bucket.writes
        if request.endswith((".xml", ".txt")) and "failures" not in request
    ]

    # what is new, changed or gone is made
    store.put("s3://press/saved/gulls.html", PAGE.format(name="geese").encode())
    s3fs.S3FileSystem(skip_instance_cache=True).rm("press/out/2021/auks.txt")
    third = batch("batch", "s3://press/saved", "-o", OUT, "-t", "xml,text")
    assert "2 sources went through" in third.stderr and "1 unchanged" in third.stderr
    assert b"geese" in results(store)["gulls.txt"]
    secrets = ENVIRONMENT["AWS_SECRET_ACCESS_KEY"].encode(), ENVIRONMENT["AWS_ACCESS_KEY_ID"].encode()
    kept = [
        *(store.read(f"{OUT}/{name}")[0] for name in names(store)),
        *(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()),
    ]
    assert not [data for data in kept if any(secret in data for secret in secrets)]


def test_shards_in_a_store_share_a_plan_and_one_report(
    batch: Callable[..., subprocess.CompletedProcess[str]], store: Store
) -> None:
    first = batch("batch", "s3://press/saved", "-o", OUT, "-t", "xml", "--shard", "1/2", cache="one")
    # "gulls" would need a hash now, if the second machine made a plan of its own
    store.put("s3://press/saved/gulls.htm", PAGE.format(name="guls").encode())
    second = batch("batch", "s3://press/saved", "-o", OUT, "-t", "xml", "--shard", "2/2", cache="two")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "of 3 sources" in first.stderr and "of 3 sources" in second.stderr
    assert [name for name in names(store) if name.endswith(".xml")] == ["2021/auks.xml", "2021/terns.xml", "gulls.xml"]
    assert "index.html" not in names(store)
    report = batch("report", OUT, "--merge", cache="three")
    assert f"{OUT}/index.html: 3 sources: 3 done." in report.stderr, report.stderr


def test_a_store_that_takes_nothing_ends_the_run_at_once(
    batch: Callable[..., subprocess.CompletedProcess[str]], store: Store, server_and_bucket: FaultyStore
) -> None:
    server_and_bucket.answer("PUT /press/out", failure("403 Forbidden", "AccessDenied"))
    ran = batch("batch", "s3://press/saved", "-o", OUT, "-t", "xml")
    assert ran.returncode == 2 and "out/.archiver/format: cannot be written: the store denies access" in ran.stderr
    assert "quay-secret" not in ran.stderr and "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_what_cannot_be_is_refused(batch: Callable[..., subprocess.CompletedProcess[str]], store: Store) -> None:
    for arguments, said in (
        (("s3://press/saved", "-o", "s3://press/saved"), "this is the folder of the sources"),
        (("s3://press/saved", "-o", "s3://ann:quay-secret@press/out"), "the address holds a password"),
        (("s3://press/saved", "-o", "out", "--work", "work"), "the ledger of a folder is in it"),
    ):
        ran = batch("batch", *arguments, "-t", "xml")
        assert ran.returncode in (2, 3) and said in ran.stderr and "quay-secret" not in ran.stderr, ran.stderr


# --- what goes wrong with one source


def convert(tmp_path: Path, source: str = "s3://press/saved/gulls.html", stem: str = "gulls", **options: Any) -> Result:
    wanted = ConvertOptions(tmp_path / "work", ("xml",), store=OUT, for_ledger=True, **options)
    return convert_task(Task(source, stem, place=source), wanted)


def plain_error(result: Result, code: int, *said: str) -> None:
    assert result.exit_code == code and all(part in result.error for part in said), result.error
    assert "quay-secret" not in result.error + result.trace and "stored-" not in result.error
    assert "Traceback" not in result.error and "\n" not in result.error


def test_a_source_that_vanished(store: Store, tmp_path: Path) -> None:
    plain_error(
        convert(tmp_path, "s3://press/saved/none.html"),
        3,
        "s3://press/saved/none.html: cannot be read: it is not there.",
    )


def test_a_source_without_access(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    server_and_bucket.answer("HEAD /press/saved/", failure("403 Forbidden", "AccessDenied"))
    plain_error(convert(tmp_path), 3, "s3://press/saved/gulls.html: the store denies access.")
    server_and_bucket.heal()
    server_and_bucket.answer("GET /press/saved/gulls", failure("403 Forbidden", "AccessDenied"))
    plain_error(convert(tmp_path), 3, "s3://press/saved/gulls.html: the store denies access.")


def test_a_store_that_is_throttled_is_asked_again(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    server_and_bucket.answer("GET /press/saved/gulls", failure("503 Slow Down", "SlowDown"), times=2)
    server_and_bucket.answer("PUT /press/out/gulls", failure("503 Slow Down", "SlowDown"), times=2)
    assert convert(tmp_path).ok
    assert "gulls.xml" in names(store)


def test_a_source_that_ends_too_early(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    half = ("200 OK", {"Content-Length": "10", "ETag": '"x"'}, b"<html><bod")
    server_and_bucket.answer("GET /press/saved/gulls", half)
    plain_error(convert(tmp_path), 3, "s3://press/saved/gulls.html: it ended too early.")


def test_a_source_that_changes_while_it_is_read(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    another = ("200 OK", {"Content-Length": "700", "ETag": '"another"'}, b"")
    server_and_bucket.answer("HEAD /press/saved/gulls", another, after=1)
    plain_error(convert(tmp_path), 3, "s3://press/saved/gulls.html: it changed while it was read.")


def test_a_source_that_is_too_large_is_not_read(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    large = ("200 OK", {"Content-Length": str(65 * 1024**2), "ETag": '"x"'}, b"")
    server_and_bucket.answer("HEAD /press/saved/gulls", large)
    plain_error(convert(tmp_path), 3, "s3://press/saved/gulls.html: refused: it has more than 64 MB (65 MB).")
    assert "GET /press/saved/gulls.html" not in server_and_bucket.asked


def test_a_source_that_is_no_article_names_the_store(store: Store, tmp_path: Path) -> None:
    store.put("s3://press/saved/scan.html", b"%PDF-1.7")
    plain_error(
        convert(tmp_path, "s3://press/saved/scan.html", "scan"), 3, "s3://press/saved/scan.html: it is a PDF file"
    )


def test_a_result_that_the_store_refuses(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    server_and_bucket.answer("PUT /press/out/gulls", failure("403 Forbidden", "AccessDenied"))
    plain_error(convert(tmp_path), 2, "s3://press/out/gulls.xml: cannot be written: the store denies access.")


def test_the_file_of_somebody_else_is_not_replaced(store: Store, tmp_path: Path) -> None:
    store.put(f"{OUT}/gulls.xml", b"<list>of somebody else</list>")
    plain_error(
        convert(tmp_path), 2, f"{OUT}/gulls.xml: this file was not made from s3://press/saved/gulls.html as it is now"
    )
    assert store.read(f"{OUT}/gulls.xml")[0] == b"<list>of somebody else</list>"
    assert convert(tmp_path, overwrite=True).ok


def test_a_corrected_record_is_kept(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    assert convert(tmp_path).ok
    corrected = store.read(f"{OUT}/gulls.xml")[0].replace(b"loudly", b"softly")
    store.put(f"{OUT}/gulls.xml", corrected)
    result = convert(tmp_path)
    assert result.ok and result.kept == tmp_path / "work" / "gulls.xml"
    assert store.read(f"{OUT}/gulls.xml")[0] == corrected


def test_results_that_are_there_are_not_put_again(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    first = convert(tmp_path)
    server_and_bucket.asked.clear()
    second = convert(tmp_path)
    assert not server_and_bucket.writes
    assert first.outputs == second.outputs and first.outputs[0].modified != 0


# --- what is a source


def listed(*called: str, store: str = "") -> Plan:
    return make_plan(called, stores=True, store=store)


def test_folders_patterns_and_objects(store: Store) -> None:
    for key in (
        "README.md",
        "photo.png",
        ".hidden/a.html",
        ".b.html",
        "gulls_files/part.html",
        "2021/out/x.html",
        "odd/a #?%20ä.html",
        "odd/../up.html",
    ):
        store.put(f"s3://press/saved/{key}", b"<p>x</p>")
    plan = listed("s3://press/saved", store="s3://press/saved/2021/out")
    assert [(task.source.removeprefix("s3://press/saved/"), task.stem) for task in plan.tasks] == [
        ("2021/auks.html", "2021/auks"), ("2021/terns.html", "2021/terns"), ("gulls.html", "gulls"),
        ("odd/../up.html", "odd/_../up"), ("odd/a #?%20ä.html", "odd/a #?%20ä"),
    ]  # fmt: skip
    assert plan.passed_over == {"files about the folder": 1, ".png": 1}
    assert [t.stem for t in listed("s3://press/saved/*/t*.html").tasks] == ["2021/terns"]
    assert [t.stem for t in listed("s3://press/saved/**/*.html", "s3://press/saved/gulls.html").tasks][:3] == [
        "2021/auks", "2021/out/x", "2021/terns",
    ]  # fmt: skip
    assert [t.stem for t in listed("s3://press/saved/gulls.html").tasks] == ["gulls"]


def test_names_that_clash_get_a_hash_as_in_a_folder(store: Store) -> None:
    store.put("s3://press/saved/GULLS.htm", b"<p>x</p>")
    stems = [task.stem for task in listed("s3://press/saved").tasks if "gulls" in task.stem.lower()]
    assert len(stems) == 2 and all(len(stem) == len("gulls-") + 6 for stem in stems)


def test_each_name_that_leads_nowhere_is_a_failure_of_its_own(store: Store) -> None:
    plan = listed(
        "s3://press/none",
        "s3://nobucket/x",
        "s3://ann:quay-secret@b/x",
        "s3://press/*.xyz",
        "s3://press/saved/gulls.html",
    )
    assert len(plan.failures) == 4 and len(plan.tasks) == 1
    assert not [error for name, error in plan.failures if "quay-secret" in f"{name}{error}"]
    assert all("there is nothing" in str(error) or "password" in str(error) for _, error in plan.failures)


def test_addresses_of_stores_are_taken_as_they_are_written() -> None:
    assert addresses.is_stored("s3://press/a b?c#d") and addresses.is_stored("gs://x/y")
    for name in (
        "memory://a",
        "ftp://a/b",
        "file:///etc/passwd",
        "http://a/b",
        "https://a/b",
        "s3:/x",
        "zip::s3://a/b",
        "S3",
        "github://x",
        "s3://",
        "./s3://a",
    ):
        assert not addresses.is_stored(name), name
    assert addresses.name_of("s3://b/" + "x" * 300 + ".html") == "source.html"
    assert addresses.name_of("s3://b/..") == "source"
    assert str(addresses.relative_path("s3://b/in/../../x", "s3://b/in")) == "_../_../x"
    folder, name = addresses.relative_path(f"s3://b/in/{'ö' * 400}/x", "s3://b/in").parts
    assert name == "x" and len(folder.encode()) <= 255 and folder.startswith("öö")


MAIL = """From ann@quay.example Mon Jan  1 00:00:00 2024
From: Ann Lee <ann@quay.example>
Subject: On {name}
Date: Mon, 1 Jan 2024 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

{page}

"""


def test_each_page_of_a_capture_is_a_source(store: Store, server_and_bucket: FaultyStore, tmp_path: Path) -> None:
    mails = "".join(MAIL.format(name=name, page=PAGE.format(name=name)) for name in ("stints", "knots"))
    store.put("s3://press/mails/post.mbox", mails.encode())
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "post.mbox").write_text(mails, encoding="utf-8")
    plan, here = listed("s3://press/mails"), make_plan([str(tmp_path / "mails")])
    assert [task.stem for task in plan.tasks] == [task.stem for task in here.tasks]
    assert len(plan.tasks) == 2 and not plan.failures
    assert plan.tasks[0].name.startswith("s3://press/mails/post.mbox (")

    server_and_bucket.asked.clear()
    wanted = ConvertOptions(tmp_path / "out", ("xml",), for_ledger=True)
    results = [convert_task(task, wanted) for task in plan.tasks]
    assert all(result.ok for result in results), [result.error for result in results]
    assert len([request for request in server_and_bucket.asked if request.startswith("GET /press/mails/")]) == 1
    for task, result in zip(here.tasks, results, strict=True):
        made = result.files[0].read_bytes()
        assert convert_task(task, ConvertOptions(tmp_path / "here", ("xml",))).files[0].read_bytes() == made

    broken = listed("s3://press/none.mbox")
    assert [name for name, _ in broken.failures] == ["s3://press/none.mbox"]


def test_a_capture_that_cannot_be_read_is_a_failure_of_its_own(store: Store, server_and_bucket: FaultyStore) -> None:
    store.put("s3://press/mails/bad.warc", b"WARC/1.0\r\nrubbish")
    store.put("s3://press/mails/no.mbox", b"From ann")
    server_and_bucket.answer("GET /press/mails/no.mbox", failure("403 Forbidden", "AccessDenied"))
    plan = listed("s3://press/mails", "s3://press/saved/gulls.html")
    assert [task.stem for task in plan.tasks] == ["gulls"]
    assert [name for name, _ in plan.failures] == ["s3://press/mails/bad.warc", "s3://press/mails/no.mbox"]
    assert not [error for _, error in plan.failures if "stored-" in str(error) or "quay-secret" in str(error)]


# --- what the store knows of the ledger

DONE = Entry("s3://press/saved/a \udcff.html", "a", state="done", findings=(("N001", "warning", "x"),), outputs=(Output("xml", "a.xml", "ab", 1, 5),), authors=("Ann",))  # fmt: skip


def test_entries_come_back_and_damaged_ones_are_left_out(store: Store, tmp_path: Path) -> None:
    known = StoredResults(OUT)
    known.keep(DONE)
    known.close()
    assert known.failure is None
    (name,) = names(store, f"{OUT}/.archiver/entries")
    good, _ = store.read(f"{OUT}/.archiver/entries/{name}")
    outside = good.replace(b'"stem": "a"', b'"stem": "../a"'), good.replace(b'"a.xml"', b'"/a.xml"')
    for number, data in enumerate((b"", b"{}", b"[]", b'{"source": 1}', b"[" * 10_000, *outside)):
        store.put(f"{OUT}/.archiver/entries/{number}.json", data)
    assert list(StoredResults(OUT).entries()) == [DONE]
    assert list(StoredResults(OUT).entries(["another"])) == []
    with Ledger.open(tmp_path / "archiver.sqlite", create=True) as ledger:
        assert StoredResults(OUT).restore(ledger, [DONE.source]) == 1
        assert StoredResults(OUT).restore(ledger) == 0
        assert ledger.get(DONE.source) == DONE


def test_many_questions_take_few_requests(
    store: Store, server_and_bucket: FaultyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archiver.batch.cloud.store.MOST_ONE_BY_ONE", 2)
    monkeypatch.setattr("archiver.batch.cloud.results.FEW", 2)
    known = StoredResults(OUT)
    done = []
    for number in range(12):
        put = store.put(f"{OUT}/{number}.xml", f"{number}".encode())
        output = Output("xml", f"{number}.xml", "", put.size, put.version_number)
        done.append(Entry(f"{number}.html", f"{number}", state="done", outputs=(output,)))
        known.keep(done[-1])
    known.close()
    server_and_bucket.asked.clear()
    known = StoredResults(OUT)
    assert all(map(known.stand, done))
    assert len(server_and_bucket.asked) == 3
    assert not known.stand(replace(done[0], outputs=(Output("xml", "0.xml", "", 1, 77),)))
    assert not known.stand(replace(done[0], outputs=(Output("xml", "gone.xml", "", 1, 77),)))
    assert sorted(entry.source for entry in known.entries([f"{n}.html" for n in range(3, 99)])) == sorted(
        f"{n}.html" for n in range(3, 12)
    )
    server_and_bucket.asked.clear()
    assert [entry.source for entry in known.entries(["3.html", "none.html"])] == ["3.html"]
    assert len(server_and_bucket.asked) <= 4


def test_an_entry_that_cannot_be_put_is_said_and_costs_nothing_else(
    store: Store, server_and_bucket: FaultyStore
) -> None:
    server_and_bucket.answer("PUT /press/out/.archiver/entries", failure("403 Forbidden", "AccessDenied"))
    known = StoredResults(OUT)
    known.keep(DONE)
    known.close()
    assert isinstance(known.failure, UsageError) and "denies access" in known.failure.message


def test_a_plan_in_a_store_is_put_once(store: Store, server_and_bucket: FaultyStore) -> None:
    assert store.put_new(f"{OUT}/plan", b"1") and not store.put_new(f"{OUT}/plan", b"2")
    # also when both looked before either had put it
    server_and_bucket.answer("HEAD /press/out/plan", failure("404 Not Found", "NoSuchKey"), times=1)
    assert not store.put_new(f"{OUT}/plan", b"3")
    assert store.read(f"{OUT}/plan")[0] == b"1"


def test_a_store_that_does_not_answer_is_not_waited_for_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object, **__: object) -> None:
        raise TimeoutError("http://ann:quay-secret@127.0.0.1/")

    monkeypatch.setattr(s3fs.S3FileSystem, "_info", hang)
    monkeypatch.setattr("archiver.batch.cloud.store.PAUSES", (0.0,))
    with pytest.raises(SourceError, match="the store does not answer") as caught:
        Store("s3").find("s3://press/x")
    assert "quay-secret" not in str(caught.value)
