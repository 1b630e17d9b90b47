"""Options of the tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update`: see tests/fixtures/README.md."""
    parser.addoption(
        "--update", action="store_true", help="write what the records say now into tests/fixtures/**/*.expected.toml"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Marks that tests use."""
    config.addinivalue_line("markers", "slow: takes more than a second; `make check` leaves it out")
