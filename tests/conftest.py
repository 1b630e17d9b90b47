"""Options of the tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update`: see tests/fixtures/README.md."""
    parser.addoption(
        "--update", action="store_true", help="write what the records say now into tests/fixtures/**/*.expected.toml"
    )
