"""Options of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from support.warm import WarmProgram


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update`: see tests/fixtures/README.md."""
    parser.addoption(
        "--update", action="store_true", help="write what the records say now into tests/fixtures/**/*.expected.toml"
    )


def pytest_configure() -> None:
    """The tester's own options (archiver.toml) are no part of a test."""
    os.environ["XDG_CONFIG_HOME"] = os.devnull


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmProgram]:
    """The command line in processes that need not load the program."""
    program = WarmProgram()
    yield program
    program.close()
