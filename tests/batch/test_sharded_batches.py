"""`archiver batch --shard` as machines call it that share a folder."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click import Context

from archiver.batch.ledger import Entry, Ledger, held_folder
from archiver.batch.shards import ledgers_in
from archiver.cli.commands import cli
from support.folders import ROOT
from support.warm import WarmProgram, in_text

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Quay {n}</title></head><body>
<article><h1>Quay {n}</h1><p>The quay has a number, and the number is {n}, which nobody reads while the boats come in at six.</p>
<p>On the wall, where the nets are mended, the harbourmaster keeps a list of all the ropes that were ever lost.</p></article></body></html>"""
SLURM = {"SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "2", "SLURM_ARRAY_TASK_STEP": "1"}  # fmt: skip


@pytest.fixture
def call(tmp_path: Path, warm: WarmProgram) -> Call:
    (tmp_path / "saved").mkdir()
    for n in range(8):
        (tmp_path / "saved" / f"{n}.html").write_text(PAGE.format(n=n), encoding="utf-8")
    paths = [str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]

    def called(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        given = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment}
        return in_text(warm.run(list(arguments), tmp_path, environment=given))

    return called


def batch(call: Call, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return call("batch", "saved", "-o", "out", "-t", "xml", *arguments, **environment)


def entries(folder: Path) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for path in ledgers_in(folder):
        with Ledger.open(path) as ledger:
            found[path.name] = list(ledger.entries())
    return found


def test_two_tasks_of_an_array_do_all_and_one_report_shows_it(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = batch(call, SLURM_ARRAY_TASK_ID="1", **SLURM)
    (tmp_path / "saved" / "0.htm").write_text(PAGE.format(n="new"), encoding="utf-8")  # comes too late for this plan
    second = batch(call, "--shard", "2/2")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stderr.startswith("Shard 1 of 2 (SLURM_ARRAY_TASK_ID): ")
    done = entries(out)
    assert sorted(done) == ["archiver-1-of-2.sqlite", "archiver-2-of-2.sqlite"]
    assert sorted(entry.source for some in done.values() for entry in some) == [f"saved/{n}.html" for n in range(8)]
    assert all(done.values()) and sorted(p.name for p in out.glob("*.xml")) == [f"{n}.xml" for n in range(8)]
    assert not (out / "index.html").exists() and not list(out.glob(".*"))

    report = call("report", "out", "--merge")
    assert report.stderr == "out/index.html: 8 sources: 8 done.\n"

    # one machine goes on where the shards stopped; what came later keeps out of the names that stand
    whole = batch(call)
    assert "8 unchanged since an earlier run." in whole.stderr and "1 source went through" in whole.stderr
    assert len(entries(out)["archiver.sqlite"]) == 9
    assert len(list(out.glob("0-*.xml"))) == 1


def test_a_new_plan_takes_in_what_was_added_and_names_stay(call: Call, tmp_path: Path) -> None:
    assert "8 sources in out/archiver-plan.jsonl." in batch(call, "--plan-only").stderr
    old = (tmp_path / "out" / "archiver-plan.jsonl").read_text(encoding="ascii")
    (tmp_path / "saved" / "0.htm").write_text(PAGE.format(n="new"), encoding="utf-8")
    assert "9 sources" in batch(call, "--plan-only").stderr
    new = (tmp_path / "out" / "archiver-plan.jsonl").read_text(encoding="ascii")
    tasks = [line for line in old.splitlines() if '"source"' in line]
    assert len(tasks) == 8 and all(line in new for line in tasks)
    dry = batch(call, "--shard", "1/1", "--plan", "out/archiver-plan.jsonl", "--dry-run")
    assert "9 to convert" in dry.stderr
    other = call("batch", "saved/1.html", "-o", "out", "-t", "xml", "--shard", "1/2")
    assert other.returncode == 2 and "this plan was made for other sources" in other.stderr
    assert not list((tmp_path / "out").glob("*.xml"))


def test_shards_exclude_their_like_and_the_whole(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with held_folder(out, "archiver-1-of-2"):
        same, whole = batch(call, "--shard", "1/2"), batch(call)
        assert (same.returncode, whole.returncode) == (2, 2)
        assert "another run is at work in this folder (archiver-1-of-2)" in same.stderr
        assert "another run is at work in this folder." in whole.stderr
        assert batch(call, "--shard", "2/2").returncode == 0
    with held_folder(out):
        assert "another run is at work" in batch(call, "--shard", "2/2").stderr
    assert not list(out.glob(".*"))


def test_the_job_files_of_the_docs_call_what_there_is() -> None:
    folder = ROOT / "docs" / "how-to" / "cluster"
    (job,) = yaml.safe_load_all((folder / "kubernetes.yaml").read_text(encoding="utf-8"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    calls = [[*container["command"], *container["args"]]]
    assert f"auto/{job['spec']['completions']}" in container["args"]
    for path in folder.glob("*.sh"):
        subprocess.run(["sh", "-n", str(path)], check=True)
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        calls += [
            shlex.split(line.removeprefix("exec "))
            for line in text.splitlines()
            if "archiver batch" in line and line[0] != "#"
        ]
    command = cli.get_command(Context(cli), "batch")
    assert command is not None and len(calls) == 3
    known = {name for option in command.params for name in option.opts}
    for words in calls:
        assert words[:2] == ["archiver", "batch"]
        assert {word for word in words if word.startswith("-")} <= known


def test_without_the_extra_a_store_says_how_to_get_it(call: Call, tmp_path: Path) -> None:
    (tmp_path / "shadow").mkdir()
    (tmp_path / "shadow" / "fsspec.py").write_text("raise ImportError", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "shadow"), *sys.path])
    for arguments in (("s3://press/saved", "-o", "out"), ("saved", "-o", "s3://press/out")):
        ran = call("batch", *arguments, "-t", "xml", PYTHONPATH=path, XDG_CACHE_HOME=str(tmp_path / "cache"))
        assert ran.returncode == 6 and "pip install 'article-archiver[cloud]'" in ran.stderr, ran.stderr
    assert batch(call, PYTHONPATH=path).returncode == 0
