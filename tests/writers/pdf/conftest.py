"""What tests of pages look at."""

from __future__ import annotations

from typing import Any

import pytest

from archiver.writers.pdf.weasyprint import layout_check


@pytest.fixture
def surveys(monkeypatch: pytest.MonkeyPatch) -> list[layout_check.Survey]:
    """What was found on the pages of WeasyPrint, one entry for each time that they are laid out from here on."""
    found: list[layout_check.Survey] = []
    survey = layout_check.survey

    def kept(*given: Any) -> layout_check.Survey:
        found.append(survey(*given))
        return found[-1]

    monkeypatch.setattr(layout_check, "survey", kept)
    return found
