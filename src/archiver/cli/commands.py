"""The commands of the command line. Each command is a module of its own, which is imported when the command is called:
`archiver --help` imports none of them.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import os
import sys
import traceback
from dataclasses import dataclass

import click

from archiver.cli import process
from archiver.cli.terminal import in_words, printable, without_secrets
from archiver.errors import ArchiverError, OutputClosed, UsageError, guarded
from archiver.version import __version__

#: The environment variable that a shell sets to ask for completions.
_COMPLETION = "_ARCHIVER_COMPLETE"
_COMPLETION_ADVICE = "The scripts are bash_source, zsh_source and fish_source."


@dataclass(frozen=True, slots=True)
class _Entry:
    module: str
    summary: str


#: Every command: the module that holds it (its function is called `command`), and its line in `archiver --help`.
COMMANDS = {
    "convert": _Entry("convert", "Convert raw sources to a record, PDF, EPUB and TEI."),
    "batch": _Entry("batch", "Convert thousands of sources; go on after an interruption."),
    "normalize": _Entry("normalize", "Convert a raw source to its archival record."),
    "clean": _Entry("clean", "Remove the page chrome from a raw source."),
    "export": _Entry("export", "Make PDF, EPUB, TEI and more from records."),
    "report": _Entry("report", "Make the index page, the catalogue and the other reports of a batch again."),
    "validate": _Entry("validate", "Check records and exports against their standards."),
    "inspect": _Entry("inspect", "Show what was kept, what was removed, and why."),
    "cite": _Entry("cite", "Cite an article in APA, Chicago, MLA or another style."),
    "rules": _Entry("rules", "Test the rules for a site on one of its pages."),
    "config": _Entry("config", "Show every option, its value, and where it comes from."),
    "doctor": _Entry("doctor", "Show what is installed, what is missing, and how to get it."),
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
        command.short_help = entry.summary
        from archiver.cli.settings import ConfiguredContext  # `archiver --help` gets no command

        for one in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            one.context_class = ConfiguredContext
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # click compares a misspelt name with the commands that it has imported; here that is none.
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            if near := difflib.get_close_matches(args[0].lower(), COMMANDS, n=1):
                raise click.UsageError(f"No such command {args[0]!r}. Did you mean {near[0]!r}?", ctx)
            if os.path.exists(args[0]):  # noqa: PTH110 - which says no of any name
                raise click.UsageError(
                    f"No such command {args[0]!r}. To convert it, write `archiver convert {args[0]}`.", ctx
                )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(
    cls=_Commands,
    no_args_is_help=False,  # click reports the help as an error; see _invoke
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all done, 2 wrong usage, 3 a source cannot be read, 4 no article in the source, 5 a result is not valid, "
    "6 a program or library is missing, 10 some of several sources failed, 70 a defect of Archiver, 130 interrupted.",
)
@click.version_option(__version__, prog_name="archiver")
@click.option("--debug", is_flag=True, help="Show Python tracebacks of failures.")
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    type=click.Path(),
    help="Read options from this file (TOML), and from no other.",
)
@click.option(
    "--no-config",
    is_flag=True,
    help="Read options from no file. Default: from the nearest archiver.toml, and your own.",
)
@click.pass_context
def cli(ctx: click.Context, debug: bool, config_file: str | None, no_config: bool) -> None:
    """Convert saved web articles to an archival XML record, and the record to PDF, EPUB, TEI and more.

    A source is a saved page or a copied text. In the record, footnotes are linked to their markers, and everything that was
    left out of the source is listed.

    \b
      archiver convert article.html
      archiver inspect article.html
    """
    from archiver.cli.settings import Settings

    if config_file is not None and no_config:
        raise click.UsageError("--config and --no-config contradict each other.", ctx)
    ctx.obj = {"debug": debug, "settings": Settings(cli, config_file, none=no_config)}


def run() -> int:
    """Run the command line of this process, write its failure to standard error, and return the exit code.

    Raises KeyboardInterrupt when the run was interrupted.
    """
    try:
        with guarded(f"archiver {' '.join(sys.argv[1:])}"):
            return _invoke()
    except ArchiverError as error:
        if process.interrupted():
            raise KeyboardInterrupt from error
        if "--debug" in sys.argv:
            _write_error(traceback.format_exc())
        _write_error(f"archiver: {printable(in_words(str(error)))}\n")
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except OutputClosed:
        return 0


def _invoke() -> int:
    """The exit code of the command that the command line names. Raises ArchiverError, or OutputClosed when standard
    output is closed.
    """
    try:
        if request := os.environ.get(_COMPLETION):
            return _complete(request)
        if not sys.argv[1:]:
            with cli.make_context("archiver", [], resilient_parsing=True) as context:
                _write_error(f"{cli.get_help(context)}\n")
            return UsageError.exit_code
        # Not click's own main(): that one ends the process itself.
        with cli.make_context("archiver", sys.argv[1:]) as context:
            try:
                code = cli.invoke(context)
            except UsageError as error:
                raise context.obj["settings"].explain(error) from error
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        # click's parser of options does not know its command.
        called = ["archiver", *(word for word in sys.argv[1:] if word in COMMANDS)][:2]
        name = error.ctx.command_path if error.ctx else " ".join(called)
        message = error.format_message().strip()
        remedy = f"Try `{name} --help`."
        if isinstance(error, click.NoSuchOption) and any(error.option_name in option.opts for option in cli.params):
            message, remedy = (
                f"{message.partition(' Did ')[0]} It stands before the command.",
                f"Write `archiver {error.option_name} …`.",
            )
        raise UsageError(message if message.endswith(("?", "?)", ".")) else f"{message}.", remedy) from error
    except click.ClickException as error:
        raise UsageError(error.format_message()) from error
    except BrokenPipeError as error:
        raise OutputClosed from error
    return code if isinstance(code, int) else 0


def _complete(request: str) -> int:
    """Answer a shell that asks for its completion script (`bash_source`) or for the completions of a line
    (`bash_complete`); 0. Raises UsageError for a request that is not known. Source: click's "Shell Completion".
    """
    # Only a shell sets the variable, and no other call needs this import.
    from click.shell_completion import CompletionItem, get_completion_class

    shell, _, wanted = request.partition("_")
    of_click = get_completion_class(shell)
    if of_click is None or wanted not in ("source", "complete"):
        raise UsageError(f"{_COMPLETION}={request}: there are no such completions.", _COMPLETION_ADVICE)

    class Completion(of_click):  # type: ignore[misc,valid-type]
        def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
            """Those of click. What turns a switch off comes when it is asked for: most calls do not need it."""
            items: list[CompletionItem] = super().get_completions(args, incomplete)
            if incomplete.startswith("--no-"):
                return [CompletionItem(item.value, item.type) for item in items]
            has_command = any(word in COMMANDS for word in args)
            return [item for item in items if not (has_command and item.value.startswith("--no-"))]

        def source(self) -> str:
            """The script of click. That for fish would end a completion at its first comma: `pdf,epub`, or a sentence."""
            script: str = super().source()
            return script.replace('(string split "," $completion)', '(string split -m 1 "," $completion)')

    completion = Completion(cli, {}, "archiver", _COMPLETION)
    click.echo(completion.source() if wanted == "source" else completion.complete())
    return 0


def _write_error(text: str) -> None:
    # Standard error may be closed; the exit code still says it.
    with contextlib.suppress(OSError):
        click.echo(printable(without_secrets(text), keep="\n"), err=True, nl=False)
