"""A command line whose fetchers may reach the loopback, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.batch import fetched
from support import servers

Ran = tuple[int, str, str]


#: The same for the worker processes of a run over several sources, which load it before all else.
_IN_WORKERS = """
import datetime
from archiver.batch import fetched
from archiver.fetching import Fetcher, PageFetcher
MOMENT = datetime.datetime.fromisoformat("{moment}")
def reach(address): return address.is_loopback
fetched.page_fetcher = lambda ignore_robots: PageFetcher(ignore_robots=ignore_robots, may_reach=reach, now=lambda: MOMENT)
fetched.picture_fetcher = lambda: Fetcher(may_reach=reach)
fetched.PAUSE = 0.0
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """A function that calls `archiver` in an empty folder: its exit code, standard output and standard error."""
    from archiver.cli.commands import cli
    from archiver.errors import ArchiverError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fetched, "page_fetcher", servers.page_fetcher)
    monkeypatch.setattr(fetched, "picture_fetcher", servers.fetcher)
    monkeypatch.setattr("archiver.batch.fetched.PAUSE", 0.0)
    folder = tmp_path / ".for-workers"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_IN_WORKERS.format(moment=servers.MOMENT.isoformat()), encoding="utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))

    def run(*arguments: str) -> Ran:
        ran = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
        if isinstance(ran.exception, ArchiverError):
            return ran.exception.exit_code, ran.stdout, f"{ran.stderr}archiver: {ran.exception}\n"
        if ran.exception is not None:
            raise ran.exception
        return int(ran.return_value or 0), ran.stdout, ran.stderr

    return run
