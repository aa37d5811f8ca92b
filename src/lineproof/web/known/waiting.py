"""What waits with bills, disputes and payments? What is to be checked, sent and paid.

It looks at heads, records and checks alone: nothing is compared for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lineproof.assess.deadlines import Dated
from lineproof.reconcile.disputes import register_of
from lineproof.report.disputes import due_of
from lineproof.web.doing.bills import heads_of
from lineproof.web.kept.checks import last_checks
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.remembered import Known

PAY_AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits. name: of a bill (with its folder), a dispute, or a payment's item."""

    what: Literal["check", "decide", "send", "pay"]
    name: str
    folder: str = ""
    due: dt.date | None = None


def waiting(
    contract: Contract, found: Known, dated: Iterable[Dated], *, on: dt.date
) -> Iterator[Waits]:
    """Yield what waits for the buyer's people on a day; dated: the contract's duties."""
    duties = tuple(dated)
    checks = last_checks(contract)
    for headed in heads_of(contract):
        check = checks.get(headed.bill.number)
        if check is None or check.left:
            what: Literal["check", "decide"] = "check" if check is None else "decide"
            own = (d for d in duties if d.kind == "bill_objection")
            window = next((d for d in own if d.subject == headed.bill.number), None)
            due = window.due if window is not None and window.done is None else None
            yield Waits(what, headed.bill.number, headed.folder.name, due)
    for dispute in register_of(found.view, on=on).disputes:
        if dispute.state == "draft":
            window = due_of(dispute, duties)
            yield Waits("send", dispute.id, due=window.due if window is not None else None)
    for each in duties:
        is_open = each.done is None and each.due is not None and each.due <= on + PAY_AHEAD
        # who keeps no record of payments isn't told to make them
        is_kept = each.status != "unknown"
        if each.what == f"pay {each.subject}" and is_open and is_kept:
            yield Waits("pay", each.subject, due=each.due)
