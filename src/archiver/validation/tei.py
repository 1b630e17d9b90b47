"""Validator of TEI: Archiver's own TEI profile, or any RELAX NG grammar that the user gives."""

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
#: libxml2 has run for minutes on large grammars; no validation may take longer than this.
MAX_SECONDS = 120

_MESSAGE = re.compile(r"^(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): (?P<kind>fatal|error|warning)?:? ?(?P<text>.*)$")
_REMEDY = "See docs/reference/tei.md for the profile."

# Runs in a process of its own, so that it can be stopped.
_LIBXML2_PROGRAM = """
import sys
from lxml import etree
grammar = etree.RelaxNG(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    grammar.validate(etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)))
    for error in grammar.error_log:
        print(f"{path}:{error.line}:{error.column}: error: {error.message}")
"""


def validate(paths: Iterable[Path], grammar: Path | None = None) -> list[Verdict]:
    """One verdict for each file, against Archiver's profile or against `grammar`, a RELAX NG file (with jing where it
    is installed).

    Raises UsageError when `grammar` is not a RELAX NG grammar.
    """
    files = list(paths)
    if grammar is None:
        return [Verdict(path, "Archiver's TEI profile", PROFILE, tuple(_profile_violations(path))) for path in files]
    return _grammar_verdicts(files, grammar)


def not_well_formed(path: Path) -> list[Violation]:
    """The violation of a file that is not well-formed XML, or nothing."""
    try:
        safety.parse_xml(safety.read_file(path), path.name)
    except ArchiverError as error:
        return [Violation(0, "well-formed", error.message, error.remedy)]
    return []


def _profile_violations(path: Path) -> list[Violation]:
    try:
        root = safety.parse_xml(safety.read_file(path), path.name)
    except ArchiverError as error:
        return [Violation(0, "well-formed", error.message, error.remedy)]
    return schema.grammar_violations(root, PROFILE, _REMEDY) or schema.rule_violations(root, RULES)


def _grammar_verdicts(files: list[Path], grammar: Path) -> list[Verdict]:
    command = jing_command()
    program = "jing" if command else "libxml2"
    compact = ["-c"] if command and grammar.suffix == ".rnc" else []
    arguments = [*(command or [sys.executable, "-c", _LIBXML2_PROGRAM]), *compact, str(grammar), *map(str, files)]
    try:
        completed = subprocess.run(arguments, capture_output=True, text=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return [
            Verdict(path, grammar.name, program, skipped=f"{program} took more than {MAX_SECONDS} s") for path in files
        ]
    if completed.returncode and not completed.stdout.strip():
        # libxml2 reports a bad grammar on standard error; so does jing when it fails itself.
        reason = (completed.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return [Verdict(path, grammar.name, program, skipped=f"{program} failed: {reason}") for path in files]
    violations: dict[str, list[Violation]] = {}
    for line in completed.stdout.splitlines():
        if match := _MESSAGE.match(line):
            violation = Violation(
                int(match["line"]), "grammar", match["text"], f"Check what {grammar.name} allows there."
            )
            violations.setdefault(str(Path(match["file"]).resolve()), []).append(violation)
    validated_paths = {str(path.resolve()) for path in files}
    grammar_errors = [
        violation
        for path, violations_of_file in violations.items()
        if path not in validated_paths
        for violation in violations_of_file
    ]
    if grammar_errors:
        raise UsageError(
            f"{grammar}: it cannot be used as a grammar: line {grammar_errors[0].line}: {grammar_errors[0].message}",
            "Give a RELAX NG grammar, in XML (.rng) or the compact form (.rnc, which needs jing).",
        )
    return [Verdict(path, grammar.name, program, tuple(violations.get(str(path.resolve()), ()))) for path in files]
