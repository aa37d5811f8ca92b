"""What is to be paid, and was it recorded once? A proposal for a day; invoices and payments, kept.

A form carries a key of its own: whoever sends it again is told what became of the first.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.ledger.proposal import Proposal, propose
from lineproof.model.money import parse_minor
from lineproof.model.period import parse_month
from lineproof.web.doing.bills import bill_of, heads_of
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.once import KEY_MAX, once
from lineproof.web.known.case import At, at, known
from lineproof.web.who.people import User

_REMEMBERED = 8
#: What a person says of each kind, as its columns are declared.
FIELDS = {
    "payments": ("item", "amount", "paid", "invoice", "evidence"),
    "invoices": (
        "number", "item", "amount", "received", "tax", "verified", "verified_by", "matches",
        "colour", "red_of", "reason", "confirmation",
    ),
}  # fmt: skip


def proposal_of(contract: Contract, *, on: dt.date, month: str = "") -> Proposal:
    """Return what is to be paid on a day; month: only that month's payments."""
    kept = tuple((each.folder.name, each.version) for each in heads_of(contract))
    return _proposal(at(contract), on, month, kept)


@functools.lru_cache(maxsize=_REMEMBERED)
def _proposal(
    state: At, on: dt.date, month: str, kept: tuple[tuple[str, str], ...]  # noqa: ARG001 - remembered by
) -> Proposal:  # fmt: skip
    """Return a proposal; kept: the bills there are, each by what it holds."""
    found = known(state)
    contract = Contract.objects.get(pk=state.contract)
    bills = [bill_of(each) for each in heads_of(contract)]
    until = parse_month(month) if month else None
    return propose(found.case, found.findings, on=on, month=until, bills=bills)


def submit(
    contract: Contract, kind: str, key: str, values: Mapping[str, str], *, by: User
) -> tuple[str, bool]:
    """Record what a form says once, and return its id and whether it was recorded now.

    key: the form's own. Raises NotNowError for a form without one, and what `pay` raises.
    """
    if not key or len(key) > KEY_MAX:
        raise NotNowError(_("Open the page again: its form has no key."))
    return once(contract, key, lambda: pay(contract, kind, values, by=by))


@transaction.atomic
def pay(contract: Contract, kind: str, values: Mapping[str, str], *, by: User) -> str:
    """Record an invoice or a payment, and return its id.

    kind: "invoices" or "payments". values: its fields, as texts; `again` says that it isn't the one
    recorded before. Raises NotNowError where the same was recorded, and InputRefusedError for
    values that can't be.
    """
    contract = lock(contract)
    row = {name: text for name in FIELDS[kind] if (text := values.get(name, ""))}
    if not values.get("again"):
        _refuse_same(contract, kind, row)
    return record(contract, kind, [row], by=by)[0]


def _refuse_same(contract: Contract, kind: str, row: Mapping[str, str]) -> None:
    """Raise NotNowError where an invoice has the number, or a payment all that this one says."""
    view = known(at(contract)).view
    rows = view.rows(kind)
    if kind == "invoices":
        same = rows.filter(pl.col("number") == row.get("number", ""))
    else:
        try:
            amount = parse_minor(row.get("amount", ""), digits=view.contract.digits)
            paid = dt.date.fromisoformat(row.get("paid", ""))
        except ValueError:
            return  # what it says is no payment: recording it tells why
        same = rows.filter(
            (pl.col("amount") == amount) & (pl.col("paid") == paid)
            & (pl.col("item") == row.get("item", ""))
            & (pl.col("invoice").fill_null("") == row.get("invoice", ""))
        )  # fmt: skip
    if same.height:
        text = _("%(id)s says the same; tick that it is another one to record it.")
        raise NotNowError(text % {"id": same.item(0, "id")})
