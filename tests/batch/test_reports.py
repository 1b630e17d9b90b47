"""The reports of a batch: what each says of a small run, that each names every source once, and that nothing in a name or a title breaks one."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.batch import reports
from archiver.batch.ledger import STATES, Entry, Output, State
from archiver.errors import UsageError
from archiver.trees import browser
from archiver.trees.elements import Element
from support.ledgers import done, failed, ledger_of, reported

GULLS = done(
    "saved/gulls.html", "xml", "pdf",
    title="On Gulls", authors=("Ann Lee", "Bo Roe"), date="2021-05-03", container="The Quay", language="en",
    words=1240, notes=12, missing=1, removed=9, doubtful=("author",), seconds=1.25, peak_memory=80_000_000, size=40_000, sha256="a" * 64,
    started="2026-11-30T10:00:00+00:00", finished="2026-11-30T10:00:02+00:00",
    findings=(("N001", "warning", "The source carries no text for note 4."), ("M003", "info", "The source carries no date of publication.")),
)  # fmt: skip
LAMP = failed("saved/lamp.html")


def rows(folder: Path) -> list[dict[str, str]]:
    """The rows of the catalogue."""
    text = (folder / "catalogue.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def objects(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "report.jsonl").read_bytes().splitlines()]


def summary(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_bytes())
    return data


def index(folder: Path) -> Element:
    """The index page as a browser without scripts builds it."""
    return browser.parse((folder / "index.html").read_text("utf-8"))


def listed(folder: Path) -> list[Element]:
    """The rows of the index page."""
    return next(body for body in index(folder).iter("tbody") if body.get("id") == "rows").named("tr")


def inside(element: Element, *tags: str) -> list[Element]:
    return list(element.iter(*tags))


def words(element: Element) -> str:
    return " ".join("".join(f"{text} " for text in element.itertext()).split())


class TestSmallRun:
    def test_the_catalogue_has_a_row_for_each_source(self, tmp_path: Path) -> None:
        data = (reported(tmp_path, GULLS, LAMP) / "catalogue.csv").read_bytes()
        assert data.decode() == (
            '\ufeff"source","state","title","authors","date","container","language","words","notes","missing_notes","removed","findings",'
            '"doubtful","error","exit_code","attempts","files","seconds","peak_memory","bytes","sha256","started","finished"\r\n'
            '"saved/gulls.html","done","On Gulls","Ann Lee; Bo Roe","2021-05-03","The Quay","en",1240,12,1,9,"N001 M003",'
            f'"author","",0,1,"saved/gulls.xml; saved/gulls.pdf",1.25,80000000,40000,"{"a" * 64}",'
            '"2026-11-30T10:00:00+00:00","2026-11-30T10:00:02+00:00"\r\n'
            '"saved/lamp.html","failed","","","","","",0,0,0,0,"","","saved/lamp.html: it is empty. Save it again.",3,1,"",0.0,0,0,"","",""\r\n'
        )

    def test_the_catalogue_has_each_code_once_with_its_number(self, tmp_path: Path) -> None:
        missing, doubtful = GULLS.findings
        folder = reported(tmp_path, replace(GULLS, findings=(missing, doubtful, missing, missing)))
        assert b'"N001\xc3\x973 M003"' in (folder / "catalogue.csv").read_bytes()

    def test_the_lines_have_all_that_the_ledger_knows(self, tmp_path: Path) -> None:
        first, second = objects(reported(tmp_path, GULLS, LAMP))
        assert first["outputs"][1] == {
            "format": "pdf", "path": "saved/gulls.pdf", "sha256": "b" * 64, "size": 100, "modified": 0,
        }  # fmt: skip
        assert first["findings"][0] == {
            "code": "N001", "severity": "warning", "text": "The source carries no text for note 4.",
        }  # fmt: skip
        assert set(first) == set(Entry.__dataclass_fields__)
        assert (second["state"], second["exit_code"], second["error"]) == ("failed", 3, LAMP.error)

    def test_the_counts(self, tmp_path: Path) -> None:
        quay = replace(GULLS, source="saved/quay.html", findings=(GULLS.findings[0],) * 2, doubtful=())
        counts = summary(reported(tmp_path, GULLS, LAMP, quay, Entry("saved/later.html", "later")))
        assert counts["sources"] == 4
        assert counts["states"] == {
            "waiting": 1, "running": 0, "done": 2, "failed": 1, "quarantined": 0, "passed-over": 0,
        }  # fmt: skip
        assert counts["failures_by_exit_code"] == {"3": 1}
        assert (counts["words"], counts["notes"], counts["missing_notes"]) == (2480, 24, 2)
        assert counts["sources_with"] == {"findings": 2, "warnings": 2, "missing_notes": 2, "doubtful_fields": 1}
        assert counts["findings"]["N001"] == {
            "severity": "warning", "sources": 2, "times": 3, "example": "The source carries no text for note 4.",
        }  # fmt: skip
        assert counts["doubtful_fields"] == {"author": 1}
        assert counts["files"]["pdf"] == {"files": 2, "bytes": 200}

    def test_the_page_has_a_row_with_links_to_the_files(self, tmp_path: Path) -> None:
        row = listed(reported(tmp_path, GULLS, LAMP))[0]
        assert [words(cell) for cell in inside(row, "th", "td")] == [
            "On Gulls saved/gulls.html",
            "Ann Lee Bo Roe (doubtful)",
            "2021-05-03",
            "The Quay",
            "1,240",
            "12",
            "1",
            "1 warning, 1 info N001 warning: The source carries no text for note 4. M003 info: The source carries no date of publication. "
            "Doubtful: author",
            "xml pdf",
        ]
        assert [(link.get("href"), words(link)) for link in inside(row, "a")] == [
            ("saved/gulls.pdf", "On Gulls"),
            ("saved/gulls.xml", "xml"),
            ("saved/gulls.pdf", "pdf"),
        ]
        title = next(cell for cell in row.iter("div") if cell.get("class") == "title")
        assert (title.get("lang"), title.get("dir")) == ("en", "auto")

    def test_a_failure_stands_with_its_sentence(self, tmp_path: Path) -> None:
        row = listed(reported(tmp_path, GULLS, LAMP))[1]
        assert [words(cell) for cell in inside(row, "th", "td")] == [
            "saved/lamp.html",
            "Failed (exit code 3) saved/lamp.html: it is empty. Save it again.",
        ]
        assert row.get("data-is") == "failed"

    def test_what_was_made_before_a_failure_is_linked(self, tmp_path: Path) -> None:
        made = replace(LAMP, outputs=(Output("xml", "saved/lamp.xml", "", 1),))
        (link,) = inside(listed(reported(tmp_path, made))[0], "a")
        assert link.get("href") == "saved/lamp.xml"

    @pytest.mark.parametrize(
        ("state", "shown"),
        [
            ("waiting", "Waiting"),
            ("running", "At work"),
            ("passed-over", "Passed over"),
            ("quarantined", "In quarantine"),
        ],
    )
    def test_every_state_has_its_words(self, tmp_path: Path, state: State, shown: str) -> None:
        row = listed(reported(tmp_path, Entry("a.html", "a", state=state)))[0]
        assert words(inside(row, "td")[0]) == shown

    def test_doubtful_fields_that_the_page_does_not_show_are_in_the_other_reports(self, tmp_path: Path) -> None:
        folder = reported(tmp_path, done("a.html", "xml", doubtful=("rights", "published"), date="2021"))
        assert "rights" not in words(index(folder)) and "2021 (doubtful)" in words(listed(folder)[0])
        assert rows(folder)[0]["doubtful"] == "rights published"
        assert summary(folder)["doubtful_fields"] == {"published": 1, "rights": 1}

    def test_findings_are_counted_at_the_head_of_the_page(self, tmp_path: Path) -> None:
        table = next(t for t in index(reported(tmp_path, GULLS)).iter("table") if t.get("class") == "findings")
        assert [words(row) for row in inside(table, "tr")][2] == (
            "N001 warning 1 The source carries no text for note … Look for the note in the original page."
        )

    def test_an_address_as_a_source_is_a_link(self, tmp_path: Path) -> None:
        row = listed(reported(tmp_path, done("https://example.org/a?b=1&c=ü", "xml", stem="example.org/a")))[0]
        assert inside(row, "a")[1].get("href") == "https://example.org/a?b=1&c=%C3%BC"

    def test_without_sources_all_files_are_there(self, tmp_path: Path) -> None:
        reported(tmp_path)
        assert (tmp_path / "failures.txt").read_bytes() == (tmp_path / "report.jsonl").read_bytes() == b""
        assert rows(tmp_path) == []
        assert "There are no sources" in words(index(tmp_path))

    def test_the_same_ledger_gives_the_same_bytes(self, tmp_path: Path) -> None:
        with ledger_of(tmp_path, GULLS, LAMP) as ledger:
            reports.write(tmp_path, ledger)
            first = {name: (tmp_path / name).read_bytes() for name in reports.REPORTS}
            reports.write(tmp_path, ledger)
        assert {name: (tmp_path / name).read_bytes() for name in reports.REPORTS} == first

    def test_a_report_that_cannot_be_written_leaves_the_others_as_they_were(self, tmp_path: Path) -> None:
        reported(tmp_path, GULLS)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name in reports.REPORTS}
        (tmp_path / "summary.json").unlink()
        (tmp_path / "summary.json").mkdir()
        with (
            ledger_of(tmp_path, LAMP) as ledger,
            pytest.raises(UsageError, match=r"summary\.json: cannot be written: it is a folder"),
        ):
            reports.write(tmp_path, ledger)
        del before["summary.json"]
        assert {name: (tmp_path / name).read_bytes() for name in before} == before
        assert not list(tmp_path.glob(".archiver-*"))


HOSTILE = [
    "</script><script>alert(1)</script>",
    "</noscript></style><img src=x onerror=alert(1)>",
    '"><b onmouseover="alert(1)">',
    "' data-v='9' x='",
    "javascript:alert(1)",
    "a\x00b\x07c\x1b[31m\x85\u2028d\ne\rf\tg",
    "invoice\u202efdp.exe",
    "caf\udce9-\udcff",
    "100% #1 ?a=b&c;d+e 'q' \\",
    "=cmd|'/c calc'!A0",
    " \t=1+1",
    "@SUM(A1)",
    "<!--",
    "&lt;b&gt; &amp;amp;",
    "x" * 5000,
    "\ufeffmark",
]


class TestHostileText:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A batch in which every text is hostile, in every place that holds one."""
        entries = []
        for number, text in enumerate(HOSTILE):
            named = {
                "title": text,
                "authors": (text, text),
                "date": text,
                "container": text,
                "language": text,
                "doubtful": (text,),
            }
            findings = ((text, text, text),)
            outputs = (Output(text, f"{text}/{number}.xml", text, 1),)
            entries += [
                Entry(f"{text}-{number}", text, state="done", findings=findings, outputs=outputs, kept=text, **named),  # type: ignore[arg-type]
                Entry(f"{text}-{number}-failed", text, state="failed", exit_code=3, error=text),
            ]
        return reported(tmp_path / "<i>&\"' results", *entries)

    def test_the_page_holds_its_own_script_and_nothing_else_that_acts(self, folder: Path) -> None:
        page = index(folder)
        assert len(inside(page, "script")) == len(inside(page, "style")) == 1
        assert not inside(page, "img", "iframe", "object", "base")
        for element in page.iter():
            assert not [name for name in element.attributes if name.startswith("on")], element
            assert "style" not in element.attributes
        # text in which characters of HTML were escaped is text
        assert words(listed(folder)[0])

    def test_each_source_is_one_line_and_one_row(self, folder: Path) -> None:
        assert len(listed(folder)) == 2 * len(HOSTILE)
        text = (folder / "index.html").read_text("utf-8")
        lines = text.partition('<tbody id="rows">\n')[2].partition("</tbody>")[0].splitlines()
        assert len(lines) == 2 * len(HOSTILE)
        assert all(line.startswith("<tr data-is=") and line.endswith("</tr>") for line in lines)

    def test_links_lead_to_files_below_the_folder_or_to_nothing(self, folder: Path) -> None:
        for row in listed(folder):
            for link in inside(row, "a"):
                address = link.get("href") or ""
                assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", address) and not address.startswith("/"), address

    @pytest.mark.parametrize("path", ["../secret.xml", "/etc/passwd", "a/../../b", ""])
    def test_a_path_that_leads_out_of_the_folder_is_no_link(self, tmp_path: Path, path: str) -> None:
        row = listed(
            reported(tmp_path, Entry("a", "a", state="done", outputs=(Output("xml", path, "", 1),), kept=path))
        )[0]
        assert inside(row, "a") == []

    def test_bytes_of_a_name_that_are_no_text_are_in_the_link(self, tmp_path: Path) -> None:
        row = listed(
            reported(tmp_path, Entry("a", "a", state="done", outputs=(Output("xml", "caf\udce9 #1?.xml", "", 1),)))
        )[0]
        assert inside(row, "a")[-1].get("href") == "caf%E9%20%231%3F.xml"

    def test_nothing_turns_the_direction_of_a_line(self, folder: Path) -> None:
        for name in ("index.html", "catalogue.csv"):
            text = (folder / name).read_text("utf-8-sig")
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\x00-\x08\x1b]", text)
        assert r"invoice\u202efdp.exe" in (folder / "index.html").read_text("utf-8")

    def test_no_cell_of_the_catalogue_is_a_formula(self, folder: Path) -> None:
        for row in rows(folder):
            assert not [cell for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@") and cell.strip()]
        assert {row["title"] for row in rows(folder)} >= {"'=cmd|'/c calc'!A0", "'@SUM(A1)", r" \t=1+1"}

    def test_the_lines_hold_every_text_as_it_is(self, folder: Path) -> None:
        assert {one["title"] for one in objects(folder)} == {*HOSTILE, ""}

    def test_the_policy_names_the_script_and_the_style(self, folder: Path) -> None:
        import base64
        import hashlib

        text = (folder / "index.html").read_text("utf-8")
        for kind in ("script", "style"):
            content = re.search(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
            assert content is not None
            digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in text
        assert "default-src 'none'" in text


TEXTS = st.text(st.characters(codec=None), max_size=20)
ENTRIES = st.builds(
    Entry,
    source=st.text(min_size=1, max_size=12).filter(lambda name: "\x00" not in name),
    stem=TEXTS,
    state=st.sampled_from(STATES),
    error=TEXTS,
    title=TEXTS,
    authors=st.lists(TEXTS, max_size=6).map(tuple),
    language=TEXTS,
    words=st.integers(0, 10**7),
    findings=st.lists(
        st.tuples(st.sampled_from(["N001", "Q999"]), st.sampled_from(["info", "warning"]), TEXTS), max_size=3
    ).map(tuple),
    outputs=st.lists(st.builds(Output, TEXTS, TEXTS, TEXTS, st.integers(0, 99)), max_size=3).map(tuple),
)


class MadeUp:
    """Entries that no ledger holds."""

    def __init__(self, entries: list[Entry], times: int = 1) -> None:
        self._entries, self._times = entries, times

    def entries(self) -> Iterator[Entry]:
        for _ in range(self._times):
            yield from self._entries

    def unchanging(self) -> AbstractContextManager[None]:
        return nullcontext()


@settings(deadline=None, max_examples=60)
@given(st.lists(ENTRIES, max_size=8, unique_by=lambda entry: entry.source))
def test_every_entry_is_in_each_report_once(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    folder = tmp_path_factory.mktemp("batch")
    reports.write(folder, MadeUp(entries))
    assert [one["source"] for one in objects(folder)] == [entry.source for entry in entries]
    assert [row["state"] for row in rows(folder)] == [entry.state for entry in entries]
    assert len(listed(folder)) == len(entries) if entries else True
    assert summary(folder)["sources"] == len(entries)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_entries(tmp_path: Path) -> None:
    def most(times: int) -> int:
        tracemalloc.start()
        reports.write(tmp_path, MadeUp([GULLS, LAMP], times))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(1)
    assert most(4000) < most(40) + 200_000
