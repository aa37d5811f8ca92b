"""Which bills do tests of the web application bring in? Those of the example with twelve."""

from __future__ import annotations

from tests.web.conftest import EXAMPLES

from lineproof.web.doing.bills import bring_bill, keep_sent
from lineproof.web.doing.recording import record
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import folder_of
from lineproof.web.who.people import Organisation, User

YEAR = EXAMPLES / "11-a-year-of-bills"
SENT = YEAR / "sent"


def billed(contract: Contract, month: str, *, by: User | None = None) -> str:
    """Bring in a bill of 2025, issued on the 8th of the next month, and return its number."""
    number = f"R-2025-{month}"
    year, following = divmod(2025 * 12 + int(month), 12)
    issued = f"{year}-{following + 1:02}-08"
    content = (SENT / f"{number}.csv").read_bytes()
    sent = keep_sent({f"{number}.csv": content}, number=number, issued=issued)
    brought = bring_bill(contract, sent, columns=None, by=by or _anybody())
    assert brought.bill is not None, brought.findings
    return number


def _anybody() -> User:
    """Return somebody who is there."""
    return User.objects.earliest("pk")


def disputed(contract: Contract, *, by: User) -> None:
    """Record a dispute that was sent, with a letter that is one by its name."""
    place = folder_of(contract) / "disputes" / "D001"
    place.mkdir(parents=True)
    (place / "letter.pdf").write_bytes(b"a letter")
    own = {"dispute": "D001", "date": "2025-04-10"}
    draft = {"event": "draft", "amount": "3093.75", "bill": "R-2025-03", "month": "2025-03",
             "cause": "missing_credit"}  # fmt: skip
    record(contract, "disputes", [own | draft, own | {"event": "sent"}], by=by)


def year_of_bills(organisation: Organisation) -> Contract:
    """Take in the example with a year of bills, of which none is brought in yet."""
    return take_in(YEAR, organisation, by="operator")
