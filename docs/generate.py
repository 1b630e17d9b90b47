"""Make the parts of docs/ that come from the program: commands, formats, findings, the Python interface, errors, fields of
a metadata file, and the manual pages in docs/man/ (manual.py).

    make docs        or        python docs/generate.py [--check]

Some pages are made whole (PAGES). In others a part is made (PARTS): what stands between `<!-- made by docs/generate.py: NAME -->` and
`<!-- end -->`. With --check nothing is written: the stale pages are named, and the exit code is 1 if there is one. tests/docs asks the same.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import click
from command_help import all_commands, explained, own_options
from manual import command_page, program_page

import archiver
from archiver import errors
from archiver.batch.reports.catalogue import COLUMNS
from archiver.cli import options
from archiver.cli.commands import COMMANDS, cli
from archiver.cli.options.groups import grouped
from archiver.findings import FINDINGS
from archiver.metadata.overrides import KEYS, LISTS, field_name
from archiver.readers import READERS
from archiver.writers import WRITERS
from archiver.writers.bibliography.mapping import TABLE

DOCS = Path(__file__).resolve().parent
_PART = re.compile(r"(<!-- made by docs/generate\.py: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MADE = "<!-- Made by docs/generate.py (`make docs`). Do not edit. -->"


def stale() -> dict[Path, str]:
    """The pages that are not as the program would have them, each with the text that it should have."""
    found = {}
    for path, text in _wanted():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            found[path] = text
    return found


def _wanted() -> Iterator[tuple[Path, str]]:
    for name, page in PAGES.items():
        yield DOCS / name, page()
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if _PART.search(text):
            yield path, _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}\n{part[3]}", text)


# -- commands --------------------------------------------------------------------------------------


def commands() -> str:
    """docs/reference/commands.md: every command with its explanation, its arguments, its options and its examples."""
    lines = [
        "# Commands",
        "",
        _MADE,
        "",
        "`archiver COMMAND --help` (or `-h`) prints the same. Data goes to standard output or to files. Messages, progress and reports go to standard error.",
        "The [exit codes](exit-codes.md) are the same for all commands.",
        "",
        "| command | what it does |",
        "|---|---|",
        *(f"| [`archiver {name}`](#archiver-{name}) | {entry.summary} |" for name, entry in COMMANDS.items()),
        "",
        "## archiver",
        "",
        *_options_table(cli),
    ]
    context = click.Context(cli, info_name="archiver")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        lines += _section(command, f"archiver {name}", "##")
    return "\n".join(lines) + "\n"


def _section(command: click.Command, path: str, level: str) -> list[str]:
    """A command, and the commands below it."""
    arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
    below = command.commands if isinstance(command, click.Group) else {}
    usage = " ".join(
        [path, *(["[OPTIONS]"] if own_options(command) else []), *arguments, *(["COMMAND"] if below else [])]
    )
    prose, examples = explained(command.help or "")
    lines = ["", f"{level} {path}", "", f"    {usage}", ""]
    for paragraph in prose:
        lines += [paragraph, ""]
    lines += _options_table(command)
    if examples:
        lines += ["", "Examples:", "", *(f"    {example}" for example in examples)]
    for name, one in below.items():
        lines += _section(one, f"{path} {name}", f"{level}#")
    return lines


def _options_table(command: click.Command) -> list[str]:
    rows = []
    for option in (one for group in grouped(command.params).values() for one in group):
        takes = "" if option.is_flag else _takes(option)
        default = option.default if isinstance(option.default, (str, int)) and not option.is_flag else ""
        names = ", ".join(f"`{name}`" for name in option.opts)
        rows.append(f"| {names} | {takes} | {_cell(str(default))} | {_cell(option.help or '')} |")
    return (
        ["| option | takes | default | what it does |", "|---|---|---|---|", *rows] if rows else ["It has no options."]
    )


def _takes(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " or ".join(f"`{choice}`" for choice in option.type.choices)
    metavar = option.metavar or "TEXT"
    return f"`{_cell(metavar)}`" + (", repeatable" if option.multiple else "")


def _cell(text: str) -> str:
    """Text that stands in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


# -- formats ---------------------------------------------------------------------------------------


def formats() -> str:
    """docs/reference/formats.md: what is read, what is written, and what each writer can be told."""
    default = ", ".join(f"`{name}`" for name in options.DEFAULT_FORMATS)
    lines = [
        "# Formats",
        "",
        _MADE,
        "",
        "## What Archiver reads",
        "",
        "| name for `--from` | media type | endings |",
        "|---|---|---|",
        *(f"| `{r.name}` | `{r.media_type}` | {' '.join(f'`{s}`' for s in r.suffixes)} |" for r in READERS),
        "",
        "Without `--from` the content decides. A page that is called `.txt` is read as a page.",
        "A folder is searched for files with these endings.",
        "",
        "## What Archiver makes",
        "",
        f"`archiver convert` makes {default} when there is no `-t`; `archiver export` makes the same without `xml`.",
        "",
        "| name for `-t` | ending | what it is | media type | more |",
        "|---|---|---|---|---|",
        *(
            f"| `{w.name}` | `{w.suffix}` | {_cell(w.summary)} | `{w.media_type}` | [{_MORE[w.name]}]({_MORE[w.name]}) |"
            for w in WRITERS.values()
        ),
        "",
        *(
            f"An article with more than {w.max_characters:,} characters in body and notes is refused for `{w.name}` (exit code 3)."
            for w in WRITERS.values()
            if w.max_characters
        ),
        "",
        "## Options of the writers",
        "",
        "In Python they are keyword arguments of `archiver.export`. The [commands](commands.md) `convert` and `export` have options for them.",
        "",
        "| format | argument | default |",
        "|---|---|---|",
        *(
            f"| `{w.name}` | `{option}` | `{default!r}` |"
            for w in WRITERS.values()
            for option, default in w.defaults().items()
        ),
        "",
        "`title_case` sets the title, the subtitle and the headings that are in English in title case, by the rules of *The Chicago Manual of Style*.",
        "Words with capitals within stay. In a title in capitals, acronyms and names are those that the article writes so in its text.",
        "A heading that ends with a full stop, or has sixteen words or more, is a sentence and stays.",
    ]
    return "\n".join(lines) + "\n"


#: The page that says more of a format. A new format without a page fails here.
_MORE = {
    "xml": "record.md", "pdf": "pdf.md", "epub": "epub.md", "tei": "tei.md", "html": "html-and-text.md", "text": "html-and-text.md",
    "markdown": "word-processors.md", "docx": "word-processors.md", "odt": "word-processors.md", "jats": "word-processors.md",
    "latex": "word-processors.md", **dict.fromkeys(("csl", "bibtex", "ris", "dc", "mods", "marcxml", "zotero"), "bibliography.md"),
}  # fmt: skip


def bibliography() -> str:
    """The table of docs/reference/bibliography.md: where each field of a record goes in each bibliographic format."""
    names = ("csl", "bibtex", "ris", "dc", "mods", "marc", "zotero", "html")
    lines = [f"| field | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for row in TABLE:
        cells = [f"`{_cell(value)}`" if (value := getattr(row, name)) else "" for name in names]
        lines.append(f"| {row.says} | {' | '.join(cells)} |")
    return "\n".join(lines)


# -- findings ---------------------------------------------------------------------------------------


def findings() -> str:
    """docs/reference/findings.md."""
    lines = [
        "# Findings",
        "",
        _MADE,
        "",
        "A finding is something that you should know about an article. The record holds it in a `<finding>` element, `archiver inspect` shows it, and",
        "`archiver convert` prints it: warnings and errors always, the others with `-v`. A code never changes its meaning.",
        "",
        "The letter of a code says what the finding is about: S the source, M the metadata, N the notes, C the cleaning, F fetched pictures, R the record,",
        "A the account of words, W an export. Findings with W depend on the fonts of the machine that makes the export. So the command line prints them,",
        "and no record holds them.",
        "",
        "| code | severity | what it says | what to do |",
        "|---|---|---|---|",
        *(f"| {k.code} | {k.severity} | {_cell(k.sentence)} | {_cell(k.advice)} |" for k in FINDINGS.values()),
    ]
    return "\n".join(lines) + "\n"


# -- the Python interface --------------------------------------------------------------------------


def python() -> str:
    """docs/reference/python.md: the functions and classes of `archiver`, from their docstrings and annotations."""
    offered = {name: getattr(archiver, name) for name in archiver.__all__ if not name.startswith("__")}
    functions = {name: offered[name] for name in ("normalize", "read", "load", "export")}
    assert set(functions) == {name for name, one in offered.items() if inspect.isfunction(one)}, "give each a place"
    classes = {name: one for name, one in offered.items() if inspect.isclass(one) and not issubclass(one, Exception)}
    lines = [
        "# The Python interface",
        "",
        _MADE,
        "",
        "All of it is typed, and may be called from any thread. The examples run in the tests, one after the other, in a folder that holds `sources/`.",
        "[Use Archiver from Python](../how-to/use-from-python.md) is the introduction. [The errors](exit-codes.md#errors-in-python) derive from",
        "`archiver.ArchiverError`. A `BinaryFile` is any object with a method `read(size)` that returns bytes, such as `open(name, \"rb\")`.",
        "",
        "| name | what it is |",
        "|---|---|",
        *(f"| [`archiver.{name}`](#archiver{name.lower()}) | {_cell(_first_sentence(one))} |" for name, one in {**functions, **classes}.items()),
    ]  # fmt: skip
    for name, function in functions.items():
        lines += ["", f"## archiver.{name}", "", *_signature(f"archiver.{name}", function), "", *_prose(function)]
    for name, one in classes.items():
        told = _fields(one) if dataclasses.is_dataclass(one) else _members(one)
        lines += ["", f"## archiver.{name}", "", *_prose(one), "", *told]
    return "\n".join(lines) + "\n"


def _first_sentence(one: object) -> str:
    """The first sentence of a docstring."""
    text = " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split())
    return re.split(r"(?<=\.) (?=[A-Z`])", text)[0]


def _signature(name: str, function: Callable[..., object]) -> list[str]:
    """A function with its parameters, one on each line. It is no example, so its block has no language that runs."""
    lines, keyword = [], False
    for p in inspect.signature(function).parameters.values():
        if p.name == "self":
            continue
        if p.kind is p.KEYWORD_ONLY and not keyword:
            lines.append("    *,")
            keyword = True
        default = "" if p.default is p.empty else f" = {p.default!r}"
        stars = "**" if p.kind is p.VAR_KEYWORD else ""
        lines.append(f"    {stars}{p.name}: {p.annotation}{default},")
    result = f") -> {inspect.signature(function).return_annotation}"
    return ["```", *([f"{name}(", *lines, result] if lines else [f"{name}({result}"]), "```"]


def _prose(one: object) -> list[str]:
    """A docstring as Markdown: paragraphs, and examples in blocks that tests/docs runs."""
    lines: list[str] = []
    for paragraph in (inspect.getdoc(one) or "").split("\n\n"):
        block = ["```pycon", paragraph, "```"] if paragraph.startswith(">>> ") else [paragraph]
        lines += ["", *block] if lines else block
    return lines


def _members(one: type) -> list[str]:
    """The properties of a class as a table, then its methods."""
    rows, methods = [], []
    for name, member in vars(one).items():
        if name.startswith("_"):
            continue
        getter = member.func if isinstance(member, functools.cached_property) else getattr(member, "fget", None)
        if getter is not None:
            rows.append(
                f"| `{name}` | `{_cell(inspect.signature(getter).return_annotation)}` | {_cell(getter.__doc__ or '')} |"
            )
        else:
            function = member.__func__ if isinstance(member, classmethod) else member
            owner = one.__name__ if isinstance(member, classmethod) else one.__name__.lower()
            parameters = [p for p in inspect.signature(function).parameters if p not in ("self", "cls")]
            called = f"{owner}.{name}({', '.join(parameters)})"
            methods += [
                "",
                f"### {called}",
                "",
                *_signature(f"{owner}.{name}", getattr(one, name)),
                "",
                *_prose(function),
            ]
    return ["| property | type | what it is |", "|---|---|---|", *rows, *methods]  # fmt: skip


def _fields(one: type) -> list[str]:
    """The fields of a dataclass as a table. Of a field that has one of a few terms, the terms stand there."""
    types = get_type_hints(one)
    rows = [
        f"| `{field.name}` | {_terms(types[field.name]) or f'`{_cell(str(field.type))}`'} | {'' if field.default is dataclasses.MISSING else f'`{field.default!r}`'} |"
        for field in dataclasses.fields(one)
    ]
    return ["| field | type | default |", "|---|---|---|", *rows]


def _terms(type_: Any) -> str:
    """The terms of a Literal, or of a union of such; "" for any other type."""
    if get_origin(type_) is Literal:
        return ", ".join(f"`{_cell(repr(term))}`" for term in get_args(type_))
    parts = [_terms(part) for part in get_args(type_)] if get_origin(type_) in (Union, UnionType) else [""]
    return ", ".join(parts) if all(parts) else ""


# -- errors, fields --------------------------------------------------------------------------------


def python_errors() -> str:
    """The errors that Python programs meet: class, exit code, meaning."""
    rows = []
    for error in vars(errors).values():
        if inspect.isclass(error) and issubclass(error, errors.ArchiverError) and error is not errors.ArchiverError:
            first = (error.__doc__ or "").partition("\n")[0]
            parent = error.__mro__[1].__name__
            kind = f" (a `{parent}`)" if parent != "ArchiverError" else ""
            rows.append(f"| `{error.__name__}`{kind} | {error.exit_code} | {_cell(first)} |")
    return "\n".join(["| error | exit code | when |", "|---|---|---|", *rows])


def metadata_fields() -> str:
    """The fields of a metadata file, each with its other names."""
    names: dict[str, list[str]] = {}
    for key in KEYS:
        field = field_name(key) or key
        names.setdefault(field, [])
        if key != field:
            names[field].append(key)
    rows = [
        f"| `{field}` | {', '.join(f'`{other}`' for other in others)} | {'one text or a list' if field in LISTS else 'one text'} |"
        for field, others in names.items()
    ]
    return "\n".join(["| field | other names | takes |", "|---|---|---|", *rows])


def catalogue() -> str:
    """The columns of the catalogue of a batch."""
    rows = [f"| `{name}` | {_cell(meaning)} |" for name, (meaning, _) in COLUMNS.items()]
    return "\n".join(["| column | holds |", "|---|---|", *rows])


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands,
    "reference/findings.md": findings,
    "reference/formats.md": formats,
    "reference/python.md": python,
    "man/archiver.1": program_page,
    **{
        f"man/archiver-{'-'.join(path)}.1": functools.partial(command_page, path, command)
        for path, command in all_commands(cli)
    },
}
PARTS: dict[str, Callable[[], str]] = {
    "catalogue": catalogue,
    "errors": python_errors,
    "fields": metadata_fields,
    "bibliography": bibliography,
}


def main() -> int:
    """Write the stale pages, or with --check only name them; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when a page is stale")
    check = parser.parse_args().check
    found = stale()
    for path, text in found.items():
        if not check:
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}: {'stale; run `make docs`' if check else 'made anew'}\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
