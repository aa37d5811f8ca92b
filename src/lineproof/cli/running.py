"""How does every command begin and end? Arguments read, errors told, one meaning an exit code.

Exit 0: fine. 1: an open error or question touches what was asked. 2: cannot go on.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import io
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TextIO

import typer

if TYPE_CHECKING:
    from lineproof.model.errors import LineproofError
    from lineproof.model.finding import Finding
    from lineproof.report.terminal import Printing

FINE, FOUND, CANNOT = 0, 1, 2
Given = ParamSpec("Given")


class Language(enum.StrEnum):
    """A language texts are printed in; clauses stay as they were written."""

    EN = "en"
    ZH = "zh"


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The contract folder.")]
Month = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month.")]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="DATE", help="Only what was known by the end of this day."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
In = Annotated[Language, typer.Option("--language", help="Language of our texts.")]


def ending(command: Callable[Given, int]) -> Callable[Given, None]:
    """Return a command that ends with the exit code the given one returns.

    What the system refuses while it runs, such as room for its output, ends it with a message.
    """

    @functools.wraps(command)
    def ended(*args: Given.args, **options: Given.kwargs) -> None:
        try:
            code = command(*args, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            # the reader of our output has enough of it: nothing more to say to it
            _silence(sys.stdout)
            code = FINE
        except KeyboardInterrupt:
            sys.stderr.write("lineproof: interrupted; nothing was half-written\n")
            code = CANNOT
        except OSError as problem:
            _silence(sys.stdout)
            sys.stderr.write(f"lineproof: {problem.strerror or problem}\n")
            code = CANNOT
        raise typer.Exit(code)

    return ended


def _silence(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, so that it isn't tried again on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_anything(*streams: TextIO) -> None:
    """Let a person's terminal show "?" for what its encoding lacks, rather than end the command."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write_json(text: str) -> None:
    """Print JSON and a line feed, in UTF-8 whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="replace") + b"\n")


def month_of(text: str) -> dt.date:
    """Return the month a command was given; ends it with exit code 2 where it is none."""
    from lineproof.model.period import parse_month

    try:
        return parse_month(text)
    except ValueError as wrong:
        raise _usage(f"--month: {wrong}") from wrong


def months_from(first: str, last: str) -> list[dt.date]:
    """Return the months from one to another; ends the command where they aren't in order."""
    from lineproof.model.period import add_months

    start, end = month_of(first), month_of(last)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    if count < 1:
        raise _usage(f"--to {last} is before --from {first}")
    return [add_months(start, n) for n in range(count)]


def day_of(text: str | None, *, option: str) -> dt.date | None:
    """Return the day a command was given; ends it with exit code 2 where it is none."""
    if text is None:
        return None
    from lineproof.model.period import parse_day

    try:
        return parse_day(text)
    except ValueError as wrong:
        raise _usage(f"{option}: {wrong}") from wrong


def _usage(message: str) -> LineproofError:
    """Return the error for an argument that can't be read."""
    from lineproof.model.errors import LineproofError

    return LineproofError(message)


def printing(language: Language) -> Printing:
    """Return where commands print."""
    from lineproof.report.terminal import Printing, console_for

    return Printing(console_for(sys.stdout), language.value)


def tell(problem: LineproofError, *, is_json: bool) -> None:
    """Print why a command cannot go on: findings where it has them, else its message."""
    findings: Iterable[Finding] = getattr(problem, "findings", ())
    if is_json:
        from lineproof.report.as_json import check_json, dumped

        told = check_json(findings, digits=2) | {"cannot": str(problem)}
        write_json(dumped(told))
    if findings:
        from lineproof.report.terminal import Printing, console_for, print_findings

        print_findings(findings, Printing(console_for(sys.stderr)), digits=2)
        return
    sys.stderr.write(f"lineproof: {problem}\n")
