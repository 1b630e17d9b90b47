"""Where things lie: the project, what tests read, and the folder beside the project that not every machine has."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
RECORDS = FIXTURES / "records"
SHARED = ROOT.parent / "shared"
