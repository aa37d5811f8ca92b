"""How does one begin with two spreadsheets? `lineproof start`: a first look, and a draft folder."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    CANNOT,
    FINE,
    FOUND,
    AsJson,
    In,
    Language,
    month_of,
    printing,
)
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.contract.first_look import FirstLook
    from lineproof.sources.start_files import Given, StartRead

_TIMEZONES = {
    "CNY": "Asia/Shanghai",
    "EUR": "Europe/Berlin",
    "GBP": "Europe/London",
    "USD": "America/New_York",
    "CHF": "Europe/Zurich",
    "JPY": "Asia/Tokyo",
}
_COLUMN = "--column"
_BILL_COLUMN = "--bill-column"


_Schedule = Annotated[
    Path, typer.Argument(metavar="SCHEDULE", help="The lines you pay for: XLSX or CSV.")
]
_Bill = Annotated[Path | None, typer.Argument(metavar="BILL", help="A month's bill: XLSX or CSV.")]
_Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The new contract folder; by default named as SCHEDULE."),
]
_Month = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="The bill's month, where it doesn't say."),
]
_Columns = Annotated[
    list[str] | None,
    typer.Option(
        _COLUMN, metavar="NAME=HEADER", help="What a column of SCHEDULE is; no HEADER: none."
    ),
]
_BillColumns = Annotated[
    list[str] | None,
    typer.Option(
        _BILL_COLUMN, metavar="NAME=HEADER", help="What a column of BILL is; no HEADER: none."
    ),
]
_SheetName = Annotated[str | None, typer.Option(help="The sheet of SCHEDULE.")]
_BillSheet = Annotated[str | None, typer.Option(help="The sheet of BILL.")]
_Currency = Annotated[
    str | None, typer.Option(help="ISO 4217; by default guessed from the headers.")
]
_Timezone = Annotated[str | None, typer.Option(help="IANA name; by default the currency's.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Don't ask whether the guess is right.")]


@dataclass(frozen=True)
class _Begun:
    """The two files as read, and what they are counted in."""

    given: Given
    bill_given: Given | None
    schedule: StartRead
    bill: StartRead | None
    currency: str
    digits: int


def start(
    schedule: _Schedule,
    bill: _Bill = None,
    out: _Out = None,
    month: _Month = None,
    column: _Columns = None,
    bill_column: _BillColumns = None,
    sheet: _SheetName = None,
    bill_sheet: _BillSheet = None,
    currency: _Currency = None,
    timezone: _Timezone = None,
    yes: _Yes = False,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Look at a schedule and a bill for the first time, and write a draft contract folder.

    The columns are guessed and shown; correct them with --column and --bill-column. Exit code 1:
    an error was found.
    """
    from lineproof.store.first_draft import folder_name, refuse_filled

    folder = out or Path(folder_name(schedule.name))
    refuse_filled(folder)
    given = _given(schedule, _COLUMN, column, sheet)
    bill_given = _given(bill, _BILL_COLUMN, bill_column, bill_sheet) if bill else None
    begun = _read(given, bill_given, currency)
    asked = month_of(month) if month else None
    found = _look(begun, asked)
    if not is_json:
        _print_guesses(begun, language)
        if not yes and not _is_confirmed():
            message = f"nothing was written; say what a column is: {_COLUMN} monthly_rent=HEADER"
            sys.stderr.write(f"lineproof: {message}\n")
            return CANNOT
    _write(folder, begun, timezone, found)
    _print(begun, found, folder, is_json=is_json, language=language)
    return FOUND if any(finding.is_open_block for finding in found.everything) else FINE


def _given(path: Path, option: str, columns: Sequence[str] | None, sheet: str | None) -> Given:
    """Return a file as it was given."""
    from lineproof.sources.start_files import Given

    said = {}
    for text in columns or ():
        name, equals, header = text.partition("=")
        if not equals:
            message = f'{option} {text}: write NAME=HEADER, such as {option} id="Circuit no"'
            raise LineproofError(message)
        said[name.strip()] = header.strip()
    try:
        content = path.read_bytes()
    except OSError as problem:
        message = f"{path} can't be read: {problem.strerror}"
        raise LineproofError(message) from problem
    return Given(path.name, content, option, sheet, said)


def _read(given: Given, bill_given: Given | None, currency: str | None) -> _Begun:
    """Return both files as read, in the currency that was said or that their headers name."""
    from lineproof.model.money import currency_digits
    from lineproof.sources.start_files import currency_of, read_bill, read_schedule

    if currency is not None and not (
        currency.isascii() and currency.isalpha() and currency.isupper() and len(currency) == 3  # noqa: PLR2004
    ):
        message = f'--currency "{currency}" is no code of ISO 4217 such as EUR or CNY'
        raise LineproofError(message)
    code = currency or currency_of(given, *([bill_given] if bill_given else ()))
    digits = currency_digits(code)
    schedule = read_schedule(given, digits=digits)
    bill = None
    if bill_given is not None:
        bill = read_bill(bill_given, digits=digits, schedule=schedule.frame)
    return _Begun(given, bill_given, schedule, bill, code, digits)


def _look(begun: _Begun, month: dt.date | None) -> FirstLook:
    """Return what strikes one, with what of the files could not be read."""
    import dataclasses

    from lineproof.contract.first_look import first_look
    from lineproof.contract.first_look_rows import Look

    bill = begun.bill
    if month is None and bill is None:
        month = _month_to_look_at(begun.schedule.frame.get_column("end").max())
    named = begun.bill_given.file if begun.bill_given else ""
    look = Look(month, begun.given.file, named, begun.digits)
    found = first_look(begun.schedule.frame, bill.frame if bill else None, look)
    read = begun.schedule.findings + (bill.findings if bill else ())
    return dataclasses.replace(found, unread=read)


def _month_to_look_at(last: object) -> dt.date:
    """Return this month; the schedule's last one where all of it has ended.

    last: the last scheduled day, or None where no line has one.
    """
    today = _today()
    return (min(today, last) if isinstance(last, dt.date) else today).replace(day=1)


def _today() -> dt.date:
    """Return today, where the user is."""
    return dt.datetime.now().astimezone().date()


def _print_guesses(begun: _Begun, language: Language) -> None:
    """Print what the columns were taken for."""
    from lineproof.report.first_look import print_guesses

    print_guesses(begun.given.file, begun.schedule, printing(language))
    if begun.bill_given is not None and begun.bill is not None:
        print_guesses(begun.bill_given.file, begun.bill, printing(language))


def _is_confirmed() -> bool:
    """Return whether the guess is right; nobody can be asked where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return typer.confirm("\nIs that right?", default=True)


def _write(folder: Path, begun: _Begun, timezone: str | None, found: FirstLook) -> None:
    """Write the draft folder; refuses a timezone that there isn't."""
    import zoneinfo

    from lineproof.store.first_draft import FirstDraft, write_first_draft

    zone = timezone or _TIMEZONES.get(begun.currency, "UTC")
    if zone not in zoneinfo.available_timezones():
        message = f'--timezone "{zone}" is no IANA name such as Asia/Shanghai or Europe/Berlin'
        raise LineproofError(message)
    originals = {begun.given.file: begun.given.content}
    if begun.bill_given is not None:
        name = begun.bill_given.file
        name = f"bill-{name}" if name in originals else name
        originals[name] = begun.bill_given.content
    draft = FirstDraft(
        name=folder.resolve().name,
        currency=begun.currency,
        timezone=zone,
        digits=begun.digits,
        frame=begun.schedule.frame,
        texts=begun.schedule.texts,
        fallback=found.month or _today().replace(day=1),
        originals=originals,
    )
    write_first_draft(folder, draft)


def _print(
    begun: _Begun, found: FirstLook, folder: Path, *, is_json: bool, language: Language
) -> None:
    """Print what was found, and where the draft lies."""
    from lineproof.report.as_json import dumped
    from lineproof.report.first_look import first_look_json, print_first_look

    if is_json:
        reads = {"schedule": begun.schedule, "bill": begun.bill}
        told = first_look_json(
            found, currency=begun.currency, digits=begun.digits, reads=reads, folder=str(folder)
        )
        sys.stdout.write(dumped(told) + "\n")
        return
    print_first_look(found, printing(language), digits=begun.digits, currency=begun.currency)
    sys.stdout.write(f"\nwrote {folder}; next: lineproof check {folder}\n")
