"""The command line: one group, plain errors, and an exit code that says whose fault it is."""

from __future__ import annotations

import logging
import sys

import click

from outreach.cli import logs
from outreach.cli.commands import Commands
from outreach.model.errors import Fault, OutreachError
from outreach.settings import SettingError


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="outreach")
def cli() -> None:
    """Announce a meeting once: texts, radio scripts and printed pages come out.

    Exit codes: 0 done, 1 the input is at fault, 2 wrong usage, 3 something of ours or a
    gateway failed.
    """


def main() -> None:
    """Run the command line; every failure is one plain sentence on standard error."""
    logs.begin()
    try:
        sys.exit(cli(standalone_mode=False))
    except click.Abort:
        _fail("Stopped.", 1)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SettingError as error:
        _fail(str(error), 2)
    except Fault as error:
        _fail(str(error), 3)
    except OutreachError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        sys.exit(0)  # the reader of our output has gone: nothing is wrong
    except OSError as error:
        _fail(f"{error.filename or 'The machine'}: {error.strerror}.", 3)
    except Exception as error:  # noqa: BLE001  # a bulkhead: staff get a sentence
        _fail(_failure(error), 3)


def _failure(error: Exception) -> str:
    """A sentence for staff; what nobody foresaw is logged for whoever mends it."""
    from outreach.store import (
        Unavailable,  # the database's libraries, only if they failed
    )

    if isinstance(error, Unavailable):
        return f"The database can't be used now: {_first_words(error)}."
    logging.getLogger(__name__).exception("outreach %s", *sys.argv[1:2])
    return "Something of ours failed. Send the lines above to who looks after it."


def _first_words(error: BaseException) -> str:
    """What the driver says is wrong, without the statement."""
    said = str(getattr(error, "orig", error)).partition("\n")[0]
    return said.strip().rstrip(".")


def _fail(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)
