"""How are the outside books kept? `books.toml` and `cost-centres.csv`, of a contract or of all.

Both may lie in the contract folder, else in the folder that it lies in.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
from pydantic import TypeAdapter, ValidationError

from lineproof.ledger.books import Books
from lineproof.ledger.cost_centres import COST_CENTRES, wrong_shares
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.sources.folder import file_content
from lineproof.sources.table_file import read_table

BOOKS_FILE, CENTRES_FILE = "books.toml", "cost-centres.csv"
_ADAPTER = TypeAdapter(Books)


def read_books(folder: Path) -> Books:
    """Return how the books of a contract are kept; raises InputRefusedError with all that is wrong.

    Without a file: in each contract's currency, with the accounts' usual names.
    """
    return books_of(_content(folder, BOOKS_FILE))


def books_of(content: bytes | None) -> Books:
    """Return how books are kept by a `books.toml`, or without one; see `read_books`."""
    if content is None:
        return Books()
    try:
        return _ADAPTER.validate_python(tomllib.loads(content.decode()))
    except (ValueError, RecursionError) as wrong:
        raise InputRefusedError(_wrong(wrong)) from wrong


def read_cost_centres(folder: Path, *, digits: int) -> pl.DataFrame:
    """Return who bears what, as columns of `COST_CENTRES`; without a file nobody is named.

    Raises InputRefusedError with all that is wrong. digits: decimals of the currency.
    """
    return cost_centres_of(_content(folder, CENTRES_FILE), digits=digits)


def cost_centres_of(content: bytes | None, *, digits: int) -> pl.DataFrame:
    """Return who bears what by a `cost-centres.csv`, or without one; see `read_cost_centres`."""
    if content is None:
        return COST_CENTRES.empty()
    read = read_table(
        content, file=CENTRES_FILE, table=COST_CENTRES, currency_digits=digits, timezone="UTC"
    )
    wrong = [f for f in read.findings if f.severity is Severity.ERROR]
    wrong = wrong or [*wrong_shares(read.frame, file=CENTRES_FILE)]
    if wrong:
        raise InputRefusedError(tuple(wrong))
    return read.frame


def _content(folder: Path, file: str) -> bytes | None:
    """Return a file of the contract's folder, else of the one around it; None: of neither."""
    for place in (folder, folder.resolve().parent):
        if (place / file).exists():
            content, findings = file_content(place, file, named_at=file)
            if content is None:
                raise InputRefusedError(findings)
            return content
    return None


def _wrong(problem: Exception) -> tuple[Finding, ...]:
    """Return why the file can't be read."""
    fix = "See the page on closing the books for what it may hold."
    if not isinstance(problem, ValidationError):
        return (error("E-BOOKS", f"books.toml isn't TOML: {problem}", where=BOOKS_FILE, fix=fix),)
    found = []
    for detail in problem.errors():
        path = ".".join(str(part) for part in detail["loc"])
        message = f'{path}: {detail["msg"]}; it is "{detail["input"]}"'
        found.append(error("E-BOOKS", message, where=BOOKS_FILE, fix=fix))
    return tuple(found)
