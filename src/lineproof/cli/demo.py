"""What does it look like? `lineproof demo`: the main job on a real contract, command by command."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from lineproof.cli.running import FINE, FOUND

_EXAMPLE, _MONTH = "01-access-593", "2025-03"
_BILLS, _BILLED = "11-a-year-of-bills", "2025-11"


def demo(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder for the demo's files.")
    ] = Path("lineproof-demo"),
) -> int:
    """Show the main job on a real contract, in a new folder.

    Each command is printed before what it prints; try them again, or others, in the folder.
    """
    contract, billed = str(folder / _EXAMPLE), str(folder / _BILLS)
    month, sealed = ("--month", _MONTH), str(folder / _EXAMPLE / "settled" / _MONTH / "r0")
    pages = ("--pdf", str(folder / "statement.pdf"), "--xlsx", str(folder / "statement.xlsx"))
    for command in (
        ("init", contract, "--example", _EXAMPLE),
        ("check", contract),
        ("settle", contract, *month),
        ("explain", contract, *month, "--line", "1a"),
        ("statement", contract, *month, *pages),
        ("seal", contract, *month),
        ("verify", sealed),
        ("init", billed, "--example", _BILLS),
        ("reconcile", billed, f"{billed}/sent/R-{_BILLED}.csv", "--month", _BILLED),
    ):
        sys.stdout.write(f"\n$ lineproof {shlex.join(command)}\n")
        sys.stdout.flush()
        try:
            context.find_root().command.main(list(command), prog_name="lineproof")
        except SystemExit as done:
            # the bill differs from what is owed, and comparing it says so
            if done.code != (FOUND if command[0] == "reconcile" else FINE):
                raise
    return FINE
