"""How does another bookkeeper read the ledger? As beancount text, which asserts every balance.

The text is for programs that aren't ours: https://beancount.github.io/docs/beancount_language_syntax
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

import polars as pl

from lineproof.ledger.accounts import Account

_DAY = dt.timedelta(days=1)
_PLACES: dict[Account, str] = {
    Account.COST: "Expenses:Service",
    Account.INTEREST: "Expenses:LateInterest",
    Account.TOLERANCE: "Expenses:Tolerance",
    Account.TAX_PENDING: "Assets:InputTax:Pending",
    Account.TAX: "Assets:InputTax:Deducted",
    Account.PREPAID: "Assets:Prepaid",
    Account.CREDITS: "Assets:CreditsReceivable",
    Account.DISPUTED: "Assets:Disputed",
    Account.ACCRUED: "Liabilities:Accrued",
    Account.PAYABLE: "Liabilities:Payable",
    Account.CASH: "Assets:Bank",
    Account.EXCHANGE: "Expenses:ExchangeDifference",
}
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Payee:
    """Whose contract it is: its id, the provider's name, and the currency's decimals."""

    contract: str
    provider: str
    digits: int


def beancount_text(journal: pl.DataFrame, payees: tuple[Payee, ...]) -> str:
    """Return a journal as beancount text: accounts, entries, and the balance of each at the end.

    journal: columns of `POSTINGS` and `contract`. The same journal gives the same text.
    """
    if journal.is_empty():
        return _head(())
    lines = _with_texts(journal, payees).sort("date", "contract", "key", maintain_order=True)
    first = lines.get_column("date").min()
    last = lines.get_column("date").max()
    assert isinstance(first, dt.date), "a journal that isn't empty has days"
    assert isinstance(last, dt.date), "a journal that isn't empty has days"
    names = lines.select("name", "currency").unique().sort("name", "currency")
    currencies = names.get_column("currency").unique().sort()
    opened = names.select(pl.format("{} open {} {}", pl.lit(str(first)), "name", "currency"))
    parts = [
        _head(tuple(currencies)),
        "\n".join(opened.to_series()),
        "\n".join(lines.select(_entry_text()).to_series()),
        "\n".join(_balances(lines, payees, last + _DAY).to_series()),
    ]
    return "\n\n".join(parts) + "\n"


def account_name(account: Account, contract: str) -> str:
    """Return an account of a contract as beancount names it.

    >>> account_name(Account.PAYABLE, "access-593")
    'Liabilities:Payable:Access-593'
    """
    return f"{_PLACES[account]}:{_component(contract)}"


def _component(contract: str) -> str:
    """Return a contract's id as a part of an account's name; other letters become its hash."""
    if _PLAIN.fullmatch(contract) and contract[0] == contract[0].lower():
        return contract[0].upper() + contract[1:]
    return f"X{hashlib.sha256(contract.encode()).hexdigest()[:16]}"


def _head(currencies: tuple[str, ...]) -> str:
    """Return the options of the file."""
    told = "".join(f'\noption "operating_currency" "{each}"' for each in currencies)
    return f'option "title" "lineproof ledger"{told}'


def _with_texts(journal: pl.DataFrame, payees: tuple[Payee, ...]) -> pl.DataFrame:
    """Return postings with their account's name, payee and amount as text."""
    pairs = journal.select("contract", "account").unique()
    names = [account_name(Account(a), c) for c, a in pairs.iter_rows()]
    known = pl.DataFrame(
        [(p.contract, _quoted(p.provider), p.digits) for p in payees],
        schema={"contract": pl.String(), "payee": pl.String(), "digits": pl.Int64()},
        orient="row",
    )
    joined = journal.join(pairs.with_columns(pl.Series("name", names, dtype=pl.String)),
                          on=["contract", "account"]).join(known, on="contract")  # fmt: skip
    return joined.with_columns(_amount_text(payees))


def _amount_text(payees: tuple[Payee, ...]) -> pl.Expr:
    """Return amounts as plain decimals, with the places of each contract's currency."""
    text: pl.Expr = pl.lit(None, dtype=pl.String())
    for digits in sorted({payee.digits for payee in payees}):
        exact = pl.Decimal(38, digits)
        money = (pl.col("amount").cast(exact) / 10**digits).cast(exact).cast(pl.String)
        text = pl.when(pl.col("digits") == digits).then(money).otherwise(text)
    return text.alias("text")


def _entry_text() -> pl.Expr:
    """Return a posting's line, behind its entry's head where it is the entry's first."""
    head = pl.format(
        '\n{} * "{}" "{}"\n', pl.col("date").dt.to_string("%Y-%m-%d"), "payee", _escaped("key")
    )
    is_first = pl.struct("contract", "key").is_first_distinct()
    posting = pl.format("  {}  {} {}", "name", "text", "currency")
    text: pl.Expr = pl.when(is_first).then(head + posting).otherwise(posting)
    return text


def _balances(lines: pl.DataFrame, payees: tuple[Payee, ...], day: dt.date) -> pl.DataFrame:
    """Return the assertion of each account's balance, exact: no tolerance is left to guessing."""
    sums = lines.group_by("name", "currency", "digits").agg(
        pl.col("amount").cast(pl.Int128).sum().cast(pl.Int64)
    )
    told = sums.sort("name", "currency").with_columns(_amount_text(payees))
    exact = pl.format("{} balance {} {} ~ 0 {}", pl.lit(str(day)), "name", "text", "currency")
    return told.select(exact)


def _quoted(text: str) -> str:
    """Return a text as it stands between beancount's quotes, on one line."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _escaped(column: str) -> pl.Expr:
    """Return a column's texts as they stand between beancount's quotes."""
    text: pl.Expr = (
        pl.col(column)
        .str.replace_all(r"\s+", " ")
        .str.replace_all("\\", "\\\\", literal=True)
        .str.replace_all('"', '\\"', literal=True)
    )
    return text
