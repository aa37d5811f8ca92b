"""What does a contract's ledger lack of what is known? Booked in its folder, and nothing twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from lineproof.contract.case import View
from lineproof.ledger.checked import tolerated_of
from lineproof.ledger.facts import billed_parts, documents
from lineproof.ledger.journal import Booking, lacking
from lineproof.model.bill import Bill
from lineproof.store.ledger import Kept, book
from lineproof.store.sealed_books import Reads, booked_months


def book_lacking(
    folder: Path, view: View, bills: Sequence[Bill], sealed: Mapping[str, Reads], *, on: dt.date
) -> tuple[Kept, Booking]:
    """Book what a ledger lacks, and return it with what was booked; findings: nothing was.

    view: with the bills as invoices. sealed: what reads the files of each sealed month. on: the day
    on which what changed is booked.
    """
    head = view.contract.contract
    stands = tolerated_of(view, bills, on=on)
    asked = documents(view, booked_months(view, sealed), billed_parts(view, stands, on=on))
    return book(
        folder,
        contract=head.id,
        digits=view.contract.digits,
        lacks=lambda journal: lacking(journal, asked, currency=head.currency, on=on),
    )
