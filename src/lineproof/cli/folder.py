"""How does a folder begin and grow? `lineproof init`, `record` and `prepare`."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lineproof.cli.running import FINE, Folder
from lineproof.model.errors import LineproofError


def record(
    context: typer.Context,
    folder: Folder,
    kind: Annotated[str, typer.Argument(help="What is recorded, such as lifecycle or scores.")],
) -> int:
    """Append a record of what happened.

    Each column of the kind is an option, as in: lineproof record DIR lifecycle --line 4
    --event accepted --date 2024-03-04. --replaces ID corrects a row; with nothing else given it
    withdraws it. --recorded-at and --by are now and you, where they are left out.
    """
    from lineproof.model.record import RECORDS
    from lineproof.sources.folder import read_contract
    from lineproof.store.records import append_record

    if kind not in RECORDS:
        message = f'there is no kind of record "{kind}"; use one of {", ".join(RECORDS)}'
        raise LineproofError(message)
    columns = [column.name for column in RECORDS[kind].columns]
    given = _options(context.args, columns, kind=kind)
    now = dt.datetime.now(tz=dt.UTC).isoformat()
    values = {"recorded_at": now, "by": user(), **given}
    made = append_record(folder, read_contract(folder), kind, values)
    sys.stdout.write(f"recorded {made} in records/{kind}.csv\n")
    return FINE


def _options(arguments: Sequence[str], columns: Sequence[str], *, kind: str) -> dict[str, str]:
    """Return `--column value` pairs by column."""
    given: dict[str, str] = {}
    options = {f"--{c.replace('_', '-')}": c for c in columns}
    left = list(arguments)
    while left:
        option, has_value, value = left.pop(0).partition("=")
        name = options.get(option.replace("_", "-"))
        if name is None:
            message = f'"{option}" is no column of {kind}; it has {" ".join(options)}'
            raise LineproofError(message)
        if not has_value:
            if not left or left[0].partition("=")[0] in options:
                message = f'{option} needs a value; write {option}="" for none'
                raise LineproofError(message)
            value = left.pop(0)
        if name in given:
            message = f"{option} is given twice"
            raise LineproofError(message)
        given[name] = value
    return given


def user() -> str:
    """Return who records, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def init(
    folder: Folder,
    example: Annotated[
        str | None, typer.Option(help="Copy an example, such as 01-access-593.")
    ] = None,
) -> int:
    """Make a contract folder, from a draft or an example."""
    from lineproof.store.templates import copy_example, write_draft

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already and isn't empty; name another folder"
        raise LineproofError(message)
    if example is None:
        write_draft(folder)
    else:
        copy_example(folder, example)
    sys.stdout.write(f"made {folder}; next: lineproof check {folder}\n")
    return FINE


def prepare(folder: Folder) -> int:
    """Make a large folder quick to explain line by line.

    What is kept lies in DIR/.lineproof and can be deleted at any time.
    """
    from lineproof.store.prepare import prepare as prepared

    sys.stdout.write(f"prepared {prepared(folder)} lines in {Path(folder) / '.lineproof'}\n")
    return FINE
