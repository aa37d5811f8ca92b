"""How does a provider's bill come in? `lineproof bill import`, `list` and `show`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    CANNOT,
    FINE,
    FOUND,
    AsJson,
    Folder,
    In,
    Language,
    day_of,
    ending,
    printing,
    write_json,
)
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.contract.case import Case
    from lineproof.sources.bill_file import Said
    from lineproof.sources.bill_sheet import SheetGiven
    from lineproof.store.bringing import Brought

_COLUMN = "--column"

_Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="The bills.")]
_Detail = Annotated[
    Path | None,
    typer.Option("--detail", metavar="SHEET", help="The sheet with an invoice's lines."),
]
_Provider = Annotated[
    str | None,
    typer.Option("--provider", help="Whose layout it is; by default the contract's provider."),
]
_Columns = Annotated[
    list[str] | None,
    typer.Option(_COLUMN, metavar="NAME=HEADER", help="What a column is; no HEADER: none."),
]
_Sheet = Annotated[str | None, typer.Option("--sheet", help="The sheet of a workbook.")]
_Number = Annotated[
    str | None, typer.Option("--number", help="The bill's number, where it doesn't say.")
]
_Issued = Annotated[
    str | None,
    typer.Option("--issued", metavar="DATE", help="Its day of issue, where it doesn't say."),
]
_Currency = Annotated[
    str | None,
    typer.Option("--currency", help="ISO 4217, of a sheet; by default the contract's."),
]
_Credits = Annotated[
    list[str] | None,
    typer.Option("--credits", metavar="NUMBER", help="The invoice that a sheet credits."),
]
_Confirm = Annotated[
    bool, typer.Option("--confirm", "--yes", help="The guessed columns are right.")
]

group = typer.Typer(
    help="Bring in, list and show the provider's bills.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(frozen=True)
class _Asked:
    """What a person said about the files that are brought in."""

    folder: Path
    case: Case
    provider: str
    said: Said
    columns: Mapping[str, str]
    sheet: str | None
    is_confirmed: bool


def import_(
    folder: Folder,
    files: _Files,
    detail: _Detail = None,
    provider: _Provider = None,
    column: _Columns = None,
    sheet: _Sheet = None,
    number: _Number = None,
    issued: _Issued = None,
    currency: _Currency = None,
    corrects: _Credits = None,
    confirm: _Confirm = False,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Bring bills into a contract folder: read, checked, and kept with the original and its hash.

    Columns of a sheet are guessed and shown; --confirm accepts them, and they are remembered for
    files with the same headers. Exit code 1: columns wait to be confirmed, or a bill doesn't add
    up; it is kept all the same. Exit code 2: a file was refused; nothing of it was kept.
    """
    from lineproof.report.as_json import dumped
    from lineproof.report.bills import brought_json, print_brought
    from lineproof.sources.folder import read_case
    from lineproof.store.bill_given import said_by

    if len(files) > 1 and (detail or number):
        message = "--detail and --number are for one FILE"
        raise LineproofError(message)
    case = read_case(folder)
    head = case.contract.contract
    agreed = said_by(case)
    said = dataclasses.replace(
        agreed,
        currency=_code_of(currency) or agreed.currency,
        number=(number or "").strip(),
        issued=day_of(issued, option="--issued"),
        credits=tuple(corrects or ()),
    )
    whose = provider or head.parties.provider.name
    asked = _Asked(folder, case, whose, said, _columns(column), sheet, confirm)
    brought = [_bring(asked, file, detail) for file in files]
    if is_json:
        write_json(dumped(brought_json(brought)))
    else:
        print_brought(brought, printing(language))
    return _code(brought)


def _code(brought: Sequence[Brought]) -> int:
    """Return the exit code of what all files came to."""
    if any(each.bill is None and not each.is_waiting for each in brought):
        return CANNOT
    is_open = any(f.is_open_block for each in brought for f in each.findings)
    return FOUND if is_open else FINE


def _columns(texts: Sequence[str] | None) -> dict[str, str]:
    """Return what was said of columns, by declared name."""
    said = {}
    for text in texts or ():
        name, equals, header = text.partition("=")
        if not equals:
            message = f'{_COLUMN} {text}: write NAME=HEADER, such as {_COLUMN} circuit="Circuit no"'
            raise LineproofError(message)
        said[name.strip()] = header.strip()
    return said


def _code_of(code: str | None) -> str | None:
    """Return a currency that was said; ends the command where it is none."""
    is_code = code is None or (len(code) == 3 and code.isascii() and code.isupper())  # noqa: PLR2004
    if not is_code:
        message = f'--currency "{code}" is no code of ISO 4217 such as EUR or CNY'
        raise LineproofError(message)
    return code


def _bring(asked: _Asked, file: Path, detail: Path | None) -> Brought:
    """Return what bringing in one file came to; one that is refused stops no other."""
    from lineproof.store.bringing import Coming, bring

    coming = Coming(
        _given(asked, file),
        asked.said,
        asked.provider,
        detail=_given(asked, detail) if detail else None,
        is_confirmed=asked.is_confirmed,
    )
    return bring(asked.folder, asked.case, coming)


def _given(asked: _Asked, file: Path) -> SheetGiven:
    """Return a file as it was given, with the columns that were said."""
    from lineproof.store.bill_given import given_file

    given = given_file(
        asked.folder, asked.case, file, currency=asked.said.currency, provider=asked.provider
    )
    return dataclasses.replace(given, sheet=asked.sheet, columns=asked.columns)


def list_(folder: Folder, is_json: AsJson = False, language: In = Language.EN) -> int:
    """List the bills that were brought into a contract folder."""
    from lineproof.report.as_json import dumped
    from lineproof.report.bills import bills_json, print_bills
    from lineproof.sources.folder import read_contract
    from lineproof.store.bills import read_bills

    read_contract(folder)
    bills = read_bills(folder)
    if is_json:
        write_json(dumped(bills_json(bills)))
    else:
        print_bills(bills, printing(language))
    return FINE


def show(
    folder: Folder,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The bill's number.")],
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Show a bill as it was brought in, once its files are seen to be unchanged."""
    from lineproof.report.as_json import dumped
    from lineproof.report.bills import bill_json, print_bill
    from lineproof.store.bills import bill_folder, read_kept, verify_kept

    place = bill_folder(folder, number)
    verify_kept(place)
    bill = read_kept(place)
    if is_json:
        write_json(dumped(bill_json(bill)))
    else:
        print_bill(bill, printing(language))
    return FINE


group.command("import")(ending(import_))
group.command("list")(ending(list_))
group.command("show")(ending(show))
