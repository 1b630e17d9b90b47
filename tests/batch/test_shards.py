"""Shards: all machines agree on who does what, and on the names of the results, whatever is added meanwhile."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archiver.batch.ledger import Entry, Ledger
from archiver.batch.plan import Task, make_plan
from archiver.batch.shards import WHOLE, Shard, ledger_name, ledgers_in, of_this_machine
from archiver.batch.shards.ledgers import settled_elsewhere, shard_of, standing_stems
from archiver.batch.shards.plan_file import (
    PLAN_NAME,
    as_bytes,
    digest_of_call,
    from_bytes,
    frozen_plan,
    new_plan,
    tasks_of_old_plan,
)
from archiver.errors import Malformed, SourceError, UsageError
from archiver.readers.captures import CapturedPage

PAGE = "<html><body><article><h1>Terns</h1><p>Terns fish along the quay at dawn.</p></article></body></html>"


def tasks(number: int) -> list[Task]:
    return [Task(f"saved/{n}.html", f"{n}") for n in range(number)]


# --- who does what


def test_each_source_is_in_one_shard() -> None:
    shares = [Shard(number, 8).tasks(tasks(4000)) for number in range(1, 9)]
    assert Counter(task.source for share in shares for task in share) == Counter(task.source for task in tasks(4000))
    assert max(map(len, shares)) < 1.2 * min(map(len, shares))


def test_a_source_stays_in_its_shard_whatever_is_added() -> None:
    before = {task.source for task in Shard(3, 8).tasks(tasks(100))}
    assert before < {task.source for task in Shard(3, 8).tasks([Task("new.html", "new"), *reversed(tasks(200))])}


def test_addresses_of_one_host_and_pages_of_one_file_stay_together() -> None:
    several = [
        *(Task(f"https://quay.example/{n}", f"{n}") for n in range(40)),
        *(Task("mails.mbox", f"m{n}", CapturedPage(f"{n}")) for n in range(40)),
    ]
    for number in range(1, 9):
        assert len(Shard(number, 8).tasks(several)) in (0, 40, 80)


def test_one_shard_of_one_is_the_whole() -> None:
    assert of_this_machine("1/1", {}) == WHOLE
    assert of_this_machine(None, {}) == WHOLE
    assert WHOLE.tasks(tasks(3)) == tasks(3)
    assert ledger_name(WHOLE) == "archiver.sqlite"


SLURM = {"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "10", "SLURM_ARRAY_TASK_STEP": "3"}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "environment", "expected"),
    [
        ("3/8", {}, (3, 8)),
        ("3/8", SLURM, (3, 8)),
        (None, SLURM, (3, 4)),
        ("auto", SLURM, (3, 4)),
        ("auto/4", SLURM, (3, 4)),
        (None, {"SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "0"}, (1, 2)),
        (None, {"SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "2"}, (2, 2)),
        ("auto/8", {"JOB_COMPLETION_INDEX": "0"}, (1, 8)),
        ("auto/8", {"JOB_COMPLETION_INDEX": "7"}, (8, 8)),
    ],
)
def test_the_shard_comes_from_the_option_or_from_the_array(
    value: str | None, environment: dict[str, str], expected: tuple[int, int]
) -> None:
    shard = of_this_machine(value, environment)
    assert (shard.number, shard.count) == expected


@pytest.mark.parametrize(
    ("value", "environment", "said"),
    [
        ("0/8", {}, "no shard 0 of 8"),
        ("9/8", {}, "no shard 9 of 8"),
        ("1/0", {}, "from 1 to"),
        ("1/999999999", {}, "from 1 to"),
        ("three", {}, "names no shard"),
        ("-1/8", {}, "names no shard"),
        ("١/٨", {}, "names no shard"),
        ("auto", {}, "no array job"),
        ("auto/8", {}, "no array job"),
        (None, {"JOB_COMPLETION_INDEX": "3"}, "does not say how many"),
        ("auto/2", {"JOB_COMPLETION_INDEX": "3"}, "no shard 4 of 2"),
        ("auto/2", {"JOB_COMPLETION_INDEX": "x"}, "no number"),
        ("auto", {"SLURM_ARRAY_TASK_ID": "3"}, "COUNT is not set"),
        # --array=3,7: two that were sent again are not the halves of the whole
        (None, {**SLURM, "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_MAX": "7", "SLURM_ARRAY_TASK_STEP": "1"}, "does not count through"),
        ("auto/9", SLURM, "does not count through"),
    ],
)  # fmt: skip
def test_what_names_no_shard_is_refused(value: str | None, environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        of_this_machine(value, environment)


# --- the frozen plan


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    for name in ("terns.html", "gulls.html"):
        (folder / name).write_text(PAGE, encoding="utf-8")
    return folder


def test_the_plan_of_the_first_shard_holds_for_all(saved: Path, tmp_path: Path) -> None:
    path, call = tmp_path / "out" / PLAN_NAME, digest_of_call([str(saved)])
    first = frozen_plan(path, call, lambda: make_plan([str(saved)]))
    # now "terns" needs a hash in its name, and there is one source more
    (saved / "terns.htm").write_text(PAGE, encoding="utf-8")
    second = frozen_plan(path, call, lambda: make_plan([str(saved)]))
    assert second.tasks == first.tasks
    assert [task.stem for task in second.tasks] == ["gulls", "terns"]
    assert [file.name for file in path.parent.iterdir()] == [PLAN_NAME]


def test_when_two_make_a_plan_at_once_the_first_one_counts(saved: Path, tmp_path: Path) -> None:
    path, call = tmp_path / PLAN_NAME, digest_of_call([str(saved)])

    def slow() -> object:
        new_plan(path, call, make_plan([str(saved / "gulls.html")]))  # another machine was faster
        return make_plan([str(saved)])

    assert [task.stem for task in frozen_plan(path, call, slow).tasks] == ["gulls"]  # type: ignore[arg-type]


def test_a_plan_comes_back_as_it_was(saved: Path, tmp_path: Path) -> None:
    plan = make_plan([str(saved), str(tmp_path / "missing.html"), "ftp://quay.example/x"])
    plan.tasks.append(
        Task("odd \udcff\n\x1b.html", "odd \udcff", CapturedPage("k", "https://a.example/", "", " 2"), "/p")
    )
    plan.pass_over("images", "a.png")
    again = from_bytes(as_bytes(plan, "call"), "plan", "call")
    assert (again.tasks, again.passed_over, again.examples) == (plan.tasks, plan.passed_over, plan.examples)
    assert [(name, type(e), str(e)) for name, e in again.failures] == [(n, type(e), str(e)) for n, e in plan.failures]


def test_the_plan_of_another_call_is_refused(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / PLAN_NAME
    frozen_plan(path, digest_of_call([str(saved)]), lambda: make_plan([str(saved)]))
    with pytest.raises(UsageError, match="made for other sources"):
        frozen_plan(path, digest_of_call(["other"]), lambda: make_plan([str(saved)]))


def test_a_damaged_plan_is_refused(saved: Path) -> None:
    whole = as_bytes(make_plan([str(saved)]), "call")
    for data in (
        b"", b"\xff", b"[]\n", b"{}\n", b"[" * 100_000, whole[: len(whole) // 2], whole.replace(b'"tasks": 2', b'"tasks": 3'),
        b"\n".join(whole.splitlines()[:-1]), b"\n".join([*whole.splitlines()[:2], *whole.splitlines()[3:]]),
        whole.replace(b'"source": "', b'"sauce": "', 1), whole.replace(b'"stem": "', b'"stem": "../', 1), whole.replace(b'"stem": "', b'"stem": "/', 1),
    ):  # fmt: skip
        with pytest.raises(SourceError, match="this is no plan of a batch, or it is damaged"):
            from_bytes(data, "plan")
    with pytest.raises(SourceError, match="another version"):
        from_bytes(whole.replace(b'"format": 1', b'"format": 99'), "plan")


def test_standard_input_is_no_part_of_a_plan() -> None:
    with pytest.raises(UsageError, match="only this process"):
        as_bytes(make_plan(["-"]), "call")


def test_an_error_of_a_plan_keeps_its_kind() -> None:
    plan = make_plan([])
    plan.failures.append(("mails.mbox", Malformed("mails.mbox: it is broken.", "Save it again.")))
    ((_, error),) = from_bytes(as_bytes(plan, ""), "plan").failures
    assert (type(error), error.message, error.remedy) == (Malformed, "mails.mbox: it is broken.", "Save it again.")


def test_an_old_plan_that_cannot_be_read_has_no_tasks(tmp_path: Path) -> None:
    (tmp_path / PLAN_NAME).write_bytes(b"rubbish")
    assert tasks_of_old_plan(tmp_path / PLAN_NAME) == tasks_of_old_plan(tmp_path / "none") == []


# --- their ledgers


def put(path: Path, *entries: Entry) -> None:
    with Ledger.open(path, create=True) as ledger:
        ledger.put_all(entries)


def test_ledgers_are_known_by_their_names(tmp_path: Path) -> None:
    for name in ("archiver.sqlite", "archiver-10-of-12.sqlite", "archiver-2-of-12.sqlite"):
        put(tmp_path / name)
    for name in ("archiver-13-of-12.sqlite", "archiver-0-of-2.sqlite", "archiver-01-of-2.sqlite", "archiver-1-of-1.sqlite", "archiver.old.sqlite"):  # fmt: skip
        (tmp_path / name).touch()
        assert shard_of(name) is None
    assert [path.name for path in ledgers_in(tmp_path)] == [
        "archiver.sqlite", "archiver-2-of-12.sqlite", "archiver-10-of-12.sqlite",
    ]  # fmt: skip
    assert ledgers_in(tmp_path / "none") == []


def test_what_another_division_knows_is_carried_over(tmp_path: Path) -> None:
    done = Entry("a.html", "a", state="done", finished="2026-11-30T10:00:00Z")
    put(tmp_path / "archiver-1-of-2.sqlite", done, Entry("b.html", "b"), Entry("c.html", "c", state="done"))
    put(tmp_path / "archiver-2-of-2.sqlite", Entry("a.html", "a", state="failed", finished="2026-11-29T10:00:00Z"))
    (tmp_path / "archiver.sqlite").write_bytes(b"no ledger" * 100)
    with Ledger.open(tmp_path / "archiver-1-of-3.sqlite", create=True) as own:
        assert list(settled_elsewhere(tmp_path, Shard(1, 3), {"a.html", "b.html"}, own)) == [done]
        own.put(Entry("a.html", "a"))
        assert list(settled_elsewhere(tmp_path, Shard(1, 3), {"a.html", "b.html"}, own)) == []


def test_names_stand_in_all_ledgers(tmp_path: Path) -> None:
    put(tmp_path / "archiver-1-of-2.sqlite", Entry("a.html", "a-1"))
    put(tmp_path / "archiver-2-of-2.sqlite", Entry("b.html", "b-2"))
    assert standing_stems(ledgers_in(tmp_path)) == {"a.html": "a-1", "b.html": "b-2"}
