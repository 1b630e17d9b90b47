"""The same record, options and version give the same bytes: in any folder, time zone and language, at any date, for every format.

Two processes that agree on as little as possible make all exports of some records, and the records of our own sources, in folders
of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import archiver
from archiver.writers import WRITERS
from support.folders import RECORDS, ROOT

pytestmark = pytest.mark.slow
NAMES = ("everything", "notes-everywhere", "pdf-places", "arabic")

SOURCES = [source for source in sorted((ROOT / "sources").iterdir()) if source.suffix in (".html", ".txt")]

#: Every format as it comes, and the options that make other bytes.
CASES = [(name, "{}") for name in WRITERS] + [
    ("pdf", '{"engine": "typst"}'),
    ("pdf", '{"page": "letter", "large_print": true}'),
    ("tei", '{"notes": "inline", "removed": true}'),
]

_MAKE = """
import json, sys
from pathlib import Path
import archiver
from archiver.article import Article
from archiver.errors import MissingDependency
from archiver.writers import WRITERS, export

records, cases = json.loads(sys.argv[1]), json.loads(sys.argv[2])
absent = {}
for number, (format, options) in enumerate(cases):
    for record in map(Path, records):
        target = Path(f"{number}-{record.stem}{WRITERS[format].suffix}")
        try:
            export(Article.from_bytes(record.read_bytes()), format, target, **json.loads(options))
        except MissingDependency as error:
            absent[number] = str(error)
for source in sorted(Path("sources").iterdir()):
    Path(f"record-of-{source.name}.xml").write_bytes(archiver.normalize(source).xml())
print(json.dumps(absent))
"""

#: Whatever a result must not depend on. LANG alone is the weakest of the names, LC_ALL the strongest.
HERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1", "COLUMNS": "40"}
THERE = {"TZ": "America/Lima", "LANG": "C.UTF-8", "PYTHONHASHSEED": "4000000000", "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, str]]:
    """The two folders, and which cases nobody can make here, with the reason."""
    folders = (tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there") / "a folder" / "déjà vu")
    absent: dict[str, str] = {}
    for folder, setting in zip(folders, (HERE, THERE), strict=True):
        home = folder.parent / f"home-of-{folder.name}"
        for path in (folder, home):
            path.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")}
        environment = {**kept, "PYTHONPATH": str(Path(archiver.__file__).parents[1]), "HOME": str(home), **setting}
        (folder / "sources").mkdir()
        for source in SOURCES:
            shutil.copy(source, folder / "sources")
        records = json.dumps([str((RECORDS / f"{name}.xml").resolve()) for name in NAMES])
        done = subprocess.run(
            [sys.executable, "-c", _MAKE, records, json.dumps(CASES)],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        absent |= json.loads(done.stdout)
    return *folders, absent


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{name} {options}" for name, options in CASES])
def test_exports_have_the_same_bytes_in_every_environment(made: tuple[Path, Path, dict[str, str]], number: int) -> None:
    here, there, absent = made
    if reason := absent.get(str(number)):
        pytest.skip(reason)
    files = sorted(here.glob(f"{number}-*"))
    assert len(files) == len(NAMES)
    for file in files:
        assert _difference(file, there / file.name) == ""


def test_records_have_the_same_bytes_in_every_environment(made: tuple[Path, Path, dict[str, str]]) -> None:
    here, there, _ = made
    files = sorted(here.glob("record-of-*"))
    assert len(files) == len(SOURCES) > 5
    assert [_difference(file, there / file.name) for file in files] == [""] * len(files)


def _difference(one: Path, other: Path) -> str:
    """Where two files part, in words: the member of a package, the place, and what stands there; "" when they are the same."""
    first, second = one.read_bytes(), other.read_bytes()
    if first == second:
        return ""
    if zipfile.is_zipfile(one) and zipfile.is_zipfile(other):
        with zipfile.ZipFile(one) as a, zipfile.ZipFile(other) as b:
            if a.namelist() != b.namelist():
                return f"{one.name}: other members: {set(a.namelist()) ^ set(b.namelist()) or 'in another order'}"
            for name in a.namelist():
                if (left := a.read(name)) != (right := b.read(name)):
                    return f"{one.name}: {name}: {_parting(left, right)}"
    return f"{one.name}: {_parting(first, second)}"


def _parting(first: bytes, second: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    return f"byte {at}: {first[at - 30 : at + 30]!r} and {second[at - 30 : at + 30]!r}"
