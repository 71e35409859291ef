"""How is Firsthand called from a terminal? Finds the command, runs it, says errors as sentences with an exit status."""

from __future__ import annotations

import difflib
import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from firsthand import __version__
from firsthand.errors import FirsthandError

COMMANDS = {
    "init": "init",
    "import": "import_",
    "export": "export",
    "check": "check",
    "capture": "capture",
    "explain": "explain",
    "case": "case",
    "checklist": "checklist",
    "decide": "decide",
    "audit": "audit",
    "voice": "voice",
    "verify": "verify",
    "evidence": "evidence",
    "state": "state",
    "calibrate": "calibrate",
    "index": "index",
    "desk": "desk",
    "demo": "demo",
}
"""Command -> its module in `firsthand.commands`; a module is loaded when its command is asked for."""


class Verbs(click.Group):
    """The commands, loaded late: `--help` and a usage error must not wait for the database or the readers."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"firsthand.commands.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"Did you mean {near[0]!r}?" if near else "To check something: firsthand check TIP."
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="firsthand")
def firsthand() -> None:
    """A verification desk's memory.

    Firsthand says whether your casebook knows a picture or a claim, and what the record contradicts. New here?
    `firsthand demo` makes a casebook of six cases and checks six tips against it.

    Exit status: 0 nothing contradicted, 1 something contradicted, 2 the call or a file was wrong, 3 something could not
    be checked and nothing was contradicted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    if sys.stdout is None:  # closed by the caller: firsthand ... >&-
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it ends with the program
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal of an old encoding shows the number of a letter that it does not know.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = firsthand.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Exit as end:
        status = end.exit_code
    except click.ClickException as error:
        error.show()
        status = 2
    except click.Abort:
        click.echo("Stopped.", err=True)
        status = 130
    except FirsthandError as error:
        _say(str(error))
        status = 2
    except BrokenPipeError:
        sys.stderr.close()
        status = 141
    except OSError as error:
        # The last net: what no command expected of the disk is still a sentence.
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}. Look at the path, its rights and the space on the disk.")
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _say(sentence: str) -> None:
    """A file's name or a field's may hold what steers a terminal."""
    from firsthand.commands.common import shown

    click.echo(f"firsthand: {shown(sentence)}", err=True)


if __name__ == "__main__":
    main()
