"""The commands of the command line. Each is a module of its own, imported when it is called: `archiver --help` loads none of them."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import traceback
from dataclasses import dataclass

import click

from archiver.cli import process
from archiver.cli.terminal import printable
from archiver.errors import ArchiverError, ReaderGone, UsageError, guarded
from archiver.version import __version__

#: What a shell sets to ask for completions.
_COMPLETION = "_ARCHIVER_COMPLETE"


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
    "6 something is missing, 10 some sources failed, 70 a defect of Archiver, 130 interrupted.",
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


def run() -> int:
    """Carry out the command line of this process, and say how it failed if it did; the exit code. Raises KeyboardInterrupt when it was interrupted."""
    try:
        with guarded(f"archiver {' '.join(sys.argv[1:])}"):
            return _called()
    except ArchiverError as error:
        if process.interrupted():
            raise KeyboardInterrupt from error
        if "--debug" in sys.argv:
            _say(traceback.format_exc())
        _say(f"archiver: {printable(str(error))}\n")
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except ReaderGone:
        return 0


def _called() -> int:
    """The exit code of the command that the command line names. Raises ArchiverError, and what ends a process."""
    try:
        if _COMPLETION in os.environ:
            cli.main(prog_name="archiver", complete_var=_COMPLETION)
        # not click's own main(), which ends the process in its own ways
        with cli.make_context("archiver", sys.argv[1:]) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        name = error.ctx.command_path if error.ctx else "archiver"
        message = error.format_message().strip().rstrip(".")
        raise UsageError(f"{message}.", f"Try `{name} --help`.") from error
    except click.ClickException as error:
        raise UsageError(error.format_message()) from error
    except BrokenPipeError as error:
        raise ReaderGone from error
    return code if isinstance(code, int) else 0


def _say(text: str) -> None:
    # when nobody can hear it, the exit code still tells
    with contextlib.suppress(OSError):
        click.echo(printable(text, keep="\n"), err=True, nl=False)
