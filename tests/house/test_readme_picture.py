"""The picture that the README opens with, and the script that makes it."""

from __future__ import annotations

import re
import struct
import subprocess
import sys

from support.folders import ROOT


def test_the_readme_opens_with_a_picture_that_says_what_it_shows() -> None:
    alternative, path = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))[0]
    data = (ROOT / path).read_bytes()
    assert len(alternative) > 60
    assert len(data) < 300_000
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG") and width > height > 800


def test_without_a_browser_the_script_says_how_to_get_one() -> None:
    script = [sys.executable, str(ROOT / "docs" / "pictures" / "make.py")]
    done = subprocess.run(script, env={"PATH": "", "HOME": ""}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        6,
        "The picture was not made: chromium is not installed: apt-get install chromium\n",
    )
