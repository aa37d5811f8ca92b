"""Does a bill belong here? Its currency, contract, parties, account and ids against the contract's.

What the provider got wrong doesn't stop a bill from being brought in: it is told, and reconciling
says what it costs. It compares no amounts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import polars as pl

from lineproof.contract.case import Case
from lineproof.contract.first_look_rows import circuit_key
from lineproof.model.bill import Bill
from lineproof.model.finding import Finding, Severity, error
from lineproof.model.money import grouped_minor

_CREDITS = ("credit", "balance")
_NAMED_MAX = 3


def fits(bill: Bill, case: Case, earlier: Sequence[Bill] = ()) -> tuple[Finding, ...]:
    """Return what of a bill isn't the contract's; earlier: the bills that were brought in before.

    All of it is warnings, but for credit notes that can't be right.
    """
    return (
        *_currency(bill, case),
        *_contract(bill, case),
        *_parties(bill, case),
        *_account(bill, case),
        *_credit_note(bill, earlier),
        *_negative(bill),
        *_letters(bill, case),
    )


def _warning(bill: Bill, code: str, message: str, fix: str) -> Finding:
    """Return a warning about a bill."""
    told = f"bill {bill.number} {message}"
    return Finding(code, Severity.WARNING, told, bill.file, fix, subject=bill.number)


def _currency(bill: Bill, case: Case) -> list[Finding]:
    """Return the warning for another currency."""
    agreed = case.contract.contract.currency
    if bill.currency == agreed:
        return []
    fix = "Check that it belongs here; reconciling says that it isn't owed."
    return [_warning(bill, "W-BILL-CURRENCY", f"is in {bill.currency}, not in {agreed}", fix)]


def _contract(bill: Bill, case: Case) -> list[Finding]:
    """Return the warning for other contracts that it, or a line of it, names."""
    own = _key(case.contract.contract.id)
    named = [bill.contract, *bill.lines["contract"].drop_nulls().unique(maintain_order=True)]
    others = [name for name in dict.fromkeys(named) if name and _key(name) != own]
    if not others:
        return []
    said = ", ".join(others[:_NAMED_MAX]) + (" …" if len(others) > _NAMED_MAX else "")
    message = f"names the contract {said}; this one is {case.contract.contract.id}"
    fix = "Check that it belongs here; reconciling says what of it isn't ours."
    return [_warning(bill, "W-BILL-CONTRACT", message, fix)]


def _parties(bill: Bill, case: Case) -> list[Finding]:
    """Return the warnings for a buyer or seller who isn't the contract's; a tax id goes first."""
    parties = case.contract.contract.parties
    found = []
    for who, party, name, tax_id in (
        ("buyer", parties.buyer, bill.buyer, bill.buyer_tax_id),
        ("seller", parties.provider, bill.seller, bill.seller_tax_id),
    ):
        if party.tax_id and tax_id:
            if _key(party.tax_id) == _key(tax_id):
                continue
            message = f"has the {who}'s tax id {tax_id}, the contract {party.tax_id}"
        elif name and _key(name) != _key(party.name):
            message = f"names the {who} {name}, the contract {party.name}"
        else:
            continue
        found.append(_warning(bill, "W-BILL-PARTY", message, "Have it reissued in the right name."))
    return found


def _account(bill: Bill, case: Case) -> list[Finding]:
    """Return the warning for another account to be paid to; spaces and hyphens only group it."""
    agreed = case.contract.contract.parties.provider.account
    if not agreed or not bill.account:
        return []
    if _key(agreed).replace("-", "") == _key(bill.account).replace("-", ""):
        return []
    message = f"asks to be paid to the account {bill.account}, the contract names {agreed}"
    fix = "Pay nothing to it until the provider has confirmed it in the contract's way."
    return [_warning(bill, "W-BILL-ACCOUNT", message, fix)]


def _key(text: str) -> str:
    """Return what a name is compared by: no width, case or white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _credit_note(bill: Bill, earlier: Sequence[Bill]) -> list[Finding]:
    """Return what is wrong with a credit note: no invoice, one not here, or more than it asked."""
    if bill.kind != "credit_note":
        return []
    if not bill.credits:
        message = f"credit note {bill.number} names no invoice that it corrects"
        fix = "Ask the provider which invoice it is for."
        return [error("E-BILL-CREDIT-NOTE", message, where=bill.file, fix=fix)]
    known = {each.number: each for each in earlier}
    missing = [number for number in bill.credits if number not in known]
    if missing:
        message = f"corrects {', '.join(missing)}, which wasn't brought in"
        fix = "Bring that invoice in too, so that both are compared."
        return [_warning(bill, "W-BILL-CREDITS-UNKNOWN", message, fix)]
    asked = sum(known[number].totals.gross for number in set(bill.credits))
    given = [e for e in earlier if e.kind == "credit_note" and set(e.credits) & set(bill.credits)]
    left = asked + sum(e.totals.gross for e in given) + bill.totals.gross
    if left >= 0:
        return []
    message = (
        f"credit note {bill.number} and those before it give back "
        f"{grouped_minor(-left, digits=bill.digits)} more than {', '.join(bill.credits)} asked for"
    )
    fix = "Refuse the last of them, or correct the invoice it names."
    return [error("E-BILL-CREDITED", message, where=bill.file, fix=fix)]


def _negative(bill: Bill) -> list[Finding]:
    """Return the warning for negative lines of which nothing says that they are credits."""
    if bill.kind == "credit_note":
        return []
    amount = pl.coalesce("gross", "net")
    is_credit = pl.col("charge").is_in(_CREDITS).fill_null(value=False)
    rows = bill.lines.filter((amount < 0) & ~is_credit)
    if rows.is_empty():
        return []
    total = grouped_minor(int(rows.select(amount.sum()).item()), digits=bill.digits)
    message = f"has {rows.height:,} negative lines, the first {rows['line'][0]}, {total} in all"
    return [_warning(bill, "W-BILL-NEGATIVE", message, "Ask what they are for.")]


def _letters(bill: Bill, case: Case) -> list[Finding]:
    """Return the warning for ids that are nearly ours: O for 0, I or l for 1."""
    ours = [rows.select(circuit_key(pl.col("id").drop_nulls())) for rows in case.schedules.values()]
    known = pl.concat([*ours, pl.DataFrame(schema={"id": pl.String()})])["id"].unique()
    billed = bill.lines["circuit"].drop_nulls().unique(maintain_order=True)
    strange = billed.to_frame().filter(~circuit_key(pl.col("circuit")).is_in(known.implode()))
    if strange.is_empty():
        return []
    by_digits = known.to_frame().select(_digits(pl.col("id")).alias("key"), ours="id")
    near = strange.with_columns(
        _digits(circuit_key(pl.col("circuit"))).alias("key")
    ).join(by_digits.unique("key", keep="none"), on="key", maintain_order="left")  # fmt: skip
    if near.is_empty():
        return []
    said = ", ".join(
        f"{theirs} for {own}" for theirs, own in near.select("circuit", "ours").head(
            _NAMED_MAX
        ).iter_rows()
    )  # fmt: skip
    more = f" and {near.height - _NAMED_MAX:,} more" if near.height > _NAMED_MAX else ""
    fix = "Ask the provider to correct them: nothing is matched by guess."
    return [_warning(bill, "W-BILL-LETTER", f"seems to say {said}{more}", fix)]


def _digits(key: pl.Expr) -> pl.Expr:
    """Return an id's key with the letters that are taken for digits as those."""
    return key.str.replace_all("O", "0", literal=True).str.replace_all("[IL]", "1")
