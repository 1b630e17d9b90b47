"""TEI against our own profile, or against any RELAX NG grammar that a library uses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from archiver import safety, schema
from archiver.errors import ArchiverError, UsageError
from archiver.schema import Violation
from archiver.validation import Verdict
from archiver.validation.java import jing_command

PROFILE = "archiver-tei.rng"
RULES = "archiver-tei.sch"
#: Large grammars have hung libxml2 for minutes; no judge may take longer than this for one file.
SECONDS = 120

_JING = re.compile(r"^(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): (?P<kind>fatal|error|warning)?:? ?(?P<text>.*)$")
_REMEDY = "docs/reference/tei.md shows what the profile holds."

# Runs in a process of its own, so that it can be stopped.
_LIBXML2 = """
import sys
from lxml import etree
grammar = etree.RelaxNG(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    grammar.validate(etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)))
    for error in grammar.error_log:
        print(f"{path}:{error.line}:{error.column}: error: {error.message}")
"""


def validate(paths: Iterable[Path], grammar: Path | None = None) -> list[Verdict]:
    """One verdict for each file: by our profile, or by `grammar`, a RELAX NG file (with jing, if it is here)."""
    files = list(paths)
    if grammar is None:
        return [Verdict(path, "Archiver's TEI profile", PROFILE, tuple(_by_profile(path))) for path in files]
    return _by_grammar(files, grammar)


def not_well_formed(path: Path) -> list[Violation]:
    """What is wrong with a file as XML: one breach, or none."""
    try:
        safety.parse_xml(safety.read_file(path), path.name)
    except ArchiverError as error:
        return [Violation(0, "well-formed", error.message, error.remedy)]
    return []


def _by_profile(path: Path) -> list[Violation]:
    try:
        root = safety.parse_xml(safety.read_file(path), path.name)
    except ArchiverError as error:
        return [Violation(0, "well-formed", error.message, error.remedy)]
    return schema.grammar_breaches(root, PROFILE, _REMEDY) or schema.rule_breaches(root, RULES)


def _by_grammar(files: list[Path], grammar: Path) -> list[Verdict]:
    command = jing_command()
    program = "jing" if command else "libxml2"
    compact = ["-c"] if command and grammar.suffix == ".rnc" else []
    call = [*(command or [sys.executable, "-c", _LIBXML2]), *compact, str(grammar), *map(str, files)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return [Verdict(path, grammar.name, program, skipped=f"{program} took more than {SECONDS} s") for path in files]
    if done.returncode and not done.stdout.strip():
        # libxml2 says so on standard error, and jing when its own program fails
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return [Verdict(path, grammar.name, program, skipped=f"{program} failed: {reason}") for path in files]
    found: dict[str, list[Violation]] = {}
    for line in done.stdout.splitlines():
        if match := _JING.match(line):
            breach = Violation(int(match["line"]), "grammar", match["text"], f"See what {grammar.name} allows there.")
            found.setdefault(str(Path(match["file"]).resolve()), []).append(breach)
    asked = {str(path.resolve()) for path in files}
    broken = [breach for path, breaches in found.items() if path not in asked for breach in breaches]
    if broken:
        raise UsageError(
            f"{grammar}: it cannot be used as a grammar: line {broken[0].line}: {broken[0].message}",
            "Give a RELAX NG grammar, in XML (.rng) or the compact form (.rnc, which needs jing).",
        )
    return [Verdict(path, grammar.name, program, tuple(found.get(str(path.resolve()), ()))) for path in files]
