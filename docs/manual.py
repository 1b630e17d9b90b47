"""The manual pages (docs/man/), in roff: one for the program, and one for each command. docs/generate.py writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
from command_help import explained, own_options

import archiver
from archiver.cli.commands import COMMANDS, cli
from archiver.cli.options.groups import GroupedCommand, grouped


def program_page() -> str:
    """docs/man/archiver.1: the program, its commands, its files, its exit codes."""
    prose, examples = explained(cli.help or "")
    codes = (cli.epilog or "").removeprefix("Exit codes: ").rstrip(".").split(", ")
    lines = [
        *_man_head("archiver", "convert saved web articles to archival XML, PDF, EPUB and TEI"),
        ".SH SYNOPSIS", _bold("archiver"), r"[\fIOPTIONS\fR] \fICOMMAND\fR [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION", *_man_paragraphs(prose),
        ".SH COMMANDS", "Each command has a page of its own.",
        *(line for name, entry in COMMANDS.items() for line in (".TP", f"\\fBarchiver\\-{_roff(name)}\\fR(1)", _roff(entry.summary))),
        ".SH OPTIONS", *_man_options(cli),
        ".SH FILES",
        ".TP", _bold("archiver.toml"), "Options, in the working folder or a folder above it. A key is the long name of an option.",
        "At the top of the file it is for all commands that have the option, in a table such as [convert] for one.",
        ".TP", _bold("$XDG_CONFIG_HOME/archiver/archiver.toml"), "Options that you always want; the other file wins over them.",
        _roff("$XDG_CONFIG_HOME is ~/.config where it is not set. `archiver config` shows what counts."),
        ".SH ENVIRONMENT", *(line for name, text in _variables() for line in (".TP", _bold(name), _roff(text))),
        ".SH EXIT STATUS", *(line for code in codes for line in (".TP", _bold(code.split(" ", 1)[0]), _roff(code.split(" ", 1)[1]))),
        ".SH EXAMPLES", *_man_examples(examples),
        *_see_also([f"archiver-{name}" for name in COMMANDS]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def command_page(path: tuple[str, ...], command: click.Command) -> str:
    """docs/man/archiver-COMMAND.1: what `archiver COMMAND --help` says."""
    prose, examples = explained(command.help or "")
    arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
    below = list(command.commands) if isinstance(command, click.Group) else []
    name = "-".join(("archiver", *path))
    entry = COMMANDS.get(path[0])
    summary = entry.summary if entry is not None and len(path) == 1 else prose[0].split(". ")[0]
    options_and_arguments = [
        *(["[OPTIONS]"] if own_options(command) else []),
        *arguments,
        *(["COMMAND"] if below else []),
    ]
    lines = [
        *_man_head(name, summary.rstrip(".")),
        ".SH SYNOPSIS", _bold(" ".join(("archiver", *path))), _roff(" ".join(options_and_arguments)),
        ".SH DESCRIPTION", *_man_paragraphs(prose),
    ]  # fmt: skip
    if own_options(command):
        lines += [".SH OPTIONS", *_man_options(command)]
    if examples:
        lines += [".SH EXAMPLES", *_man_examples(examples)]
    lines += _see_also(["archiver", *("-".join((name, one)) for one in below)])
    return "\n".join(line for line in lines if line) + "\n"


def _man_head(name: str, summary: str) -> list[str]:
    """Title and name. The page has no date: it is made of the program, and says its version."""
    title = _roff(name.upper())
    return [
        '.\\" Made by docs/generate.py (make docs). Do not edit.',
        f'.TH {title} 1 "" "Archiver {_roff(archiver.__version__)}" "Archiver"',
        ".SH NAME",
        f"{_roff(name)} \\- {_roff(summary[0].lower() + summary[1:])}",
    ]


def _man_paragraphs(prose: list[str]) -> list[str]:
    return [line for paragraph in prose for line in (".PP", _roff(paragraph))][1:]


def _man_options(command: click.Command) -> list[str]:
    if not isinstance(command, GroupedCommand):
        return _man_list(own_options(command))
    groups = grouped(command.params).items()
    return [line for group, options in groups for line in (f".SS {_roff(group)}", *_man_list(options))]


def _man_list(options: list[click.Option]) -> list[str]:
    lines = []
    for option in options:
        names = ", ".join(_bold(name) for name in option.opts)
        if not option.is_flag:
            choices = "|".join(option.type.choices) if isinstance(option.type, click.Choice) else ""
            names += f" \\fI{_roff(choices or option.metavar or 'TEXT')}\\fR"
        default = option.default if option.show_default and not option.is_flag else None
        text = f"{option.help} Default: {default}." if default is not None else option.help or ""
        lines += [".TP", names, _roff(text)]
    return lines


def _man_examples(examples: list[str]) -> list[str]:
    return [".EX", *map(_roff, examples), ".EE"]


def _see_also(names: list[str]) -> list[str]:
    return [".SH SEE ALSO", ", ".join(f"{_bold(name)}(1)" for name in names)]


def _bold(text: str) -> str:
    return f"\\fB{_roff(text)}\\fR"


def _roff(text: str) -> str:
    r"""Text for roff: `code` is bold, dashes are those of a command line, and all signs beyond ASCII are escapes, so that
    no program asks for the encoding. Source: groff_man_style(7), groff_char(7).
    """
    text = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti")
    )
    text = re.sub(r"`([^`]+)`", r"\\fB\1\\fR", text).replace('"', "\\(dq")
    text = "".join(sign if ord(sign) < 128 else f"\\[u{ord(sign):04X}]" for sign in text)
    return f"\\&{text}" if text.startswith(".") else text


def _variables() -> Iterator[tuple[str, str]]:
    """The environment variables that the program reads: name and explanation, as docs/reference/environment.md has them."""
    text = (Path(__file__).resolve().parent / "reference" / "environment.md").read_text(encoding="utf-8")
    for name, reader, told in re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", text, re.MULTILINE):
        if "archiver" in reader:
            told = re.sub(r" \(\[[^\]]*\]\([^)]*\)\)|\[([^\]]*)\]\([^)]*\)", r"\1", told)
            yield name, f"{told[0].upper()}{told[1:]}."
