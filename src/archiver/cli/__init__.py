"""The command line. Each command is a module of its own, imported when it is called: `archiver --help` loads none of them."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass

import click

from archiver.errors import ArchiverError
from archiver.version import __version__


@dataclass(frozen=True, slots=True)
class _Entry:
    module: str
    summary: str


#: Every command: the module that holds it (its function is called `command`) and its line in the overview.
COMMANDS = {
    "convert": _Entry("convert", "Raw sources to exports: record, PDF, EPUB, TEI."),
    "normalize": _Entry("normalize", "A raw source to its archival record."),
    "clean": _Entry("clean", "A raw source to the page without its chrome."),
    "export": _Entry("export", "Records, perhaps corrected by hand, to exports."),
    "validate": _Entry("validate", "Check records and exports against their standards."),
    "inspect": _Entry("inspect", "What was kept, what was removed and why."),
    "rules": _Entry("rules", "Try rules for a site on one of its pages."),
    "doctor": _Entry("doctor", "What is installed, what is missing, and how to mend it."),
}


class _Commands(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = importlib.import_module(f"archiver.cli.{entry.module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all done, 2 wrong usage, 3 a source cannot be read, 4 no article in it, 5 a result is not valid, "
    "6 something is missing, 10 some sources failed, 130 interrupted.",
)
@click.version_option(__version__, prog_name="archiver")
@click.option("--debug", is_flag=True, help="Show Python tracebacks of failures.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Turn saved web articles into something worth keeping.

    A raw page or a copied text becomes one archival XML record, with every footnote linked and every removal recorded, and
    the record becomes PDF, EPUB, TEI and more.

    \b
      archiver convert article.html
      archiver inspect article.html
    """
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command line and leave with its exit code."""
    debug = "--debug" in sys.argv
    try:
        code = cli.main(prog_name="archiver", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except ArchiverError as error:
        if debug:
            raise
        click.echo(f"archiver: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("archiver: interrupted; what was finished is kept.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # whoever read our output has had enough: no fault of ours or theirs
        sys.stderr.close()
        sys.exit(0)
