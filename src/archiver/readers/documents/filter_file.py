"""The filter for pandoc, as a file."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import resources
from pathlib import Path


def filter_path() -> AbstractContextManager[Path]:
    """The path of the filter (pandoc_filter.lua), also when the package is in a ZIP file."""
    return resources.as_file(resources.files(__package__).joinpath("pandoc_filter.lua"))
