"""Is a closed month given as it was closed, checked, and told against what is known by now?"""

from __future__ import annotations

import datetime as dt

from tests.web.conftest import Made, rescored
from tests.web.doing.test_closing import closed

from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.known.case import at
from lineproof.web.known.sealed_months import (
    files_of,
    recorded_since,
    restatement,
    verified,
    zipped,
)
from lineproof.web.who.rights import Role


def test_a_restatement_follows_what_it_restates(contract: Contract, person: Made) -> None:
    """r0 and r1 hold, the second beside the first; each is the same archive every time."""
    first = closed(contract, "2025-01", person)
    rescored(contract, "95")
    one, two = person(Role.FINANCE, name="c"), person(Role.FINANCE, name="d")
    second = approve_seal(propose_seal(contract, "2025-01", by=one), by=two)
    for sealed in (first, second):
        assert verified(sealed).is_ok, sealed
        assert zipped(sealed) == zipped(sealed)
    assert "deltas.csv" in files_of(second)


def test_what_changed_since_is_told_in_money_and_by_cause(contract: Contract, person: Made) -> None:
    """89.99 paid 90 % of 61,875.00; 95 pays all: the month's deduction of 6,187.50 is gone."""
    sealed = closed(contract, "2025-01", person)
    rescored(contract, "95")
    found = restatement(at(contract), sealed, "en")
    assert found.totals[0] == ("Earned this month", "55,687.50", "61,875.00", "+6,187.50")
    ((cause, records),) = recorded_since(sealed, found.causes)
    assert cause == "records/scores.csv"
    assert records == []  # recorded in 2025, before it was sealed here
    Record.objects.filter(name="S99").update(recorded_at=sealed.sealed_at + dt.timedelta(days=1))
    ((_cause, records),) = recorded_since(sealed, found.causes)
    assert records[0].startswith("S99: month 2025-01, points 95, signed_by both parties (tester, ")
    Record.objects.filter(name="S99").update(kind="disputes")
    told = recorded_since(sealed, ["tables.record-disputes.csv: one more row"])
    assert told == [("records/disputes.csv", [])]  # whose reasons are the buyer's own
    by_line = {line: (then, now, change) for line, _charge, then, now, change in found.lines}
    assert by_line["1a"] == ("-2,237.40", "0.00", "+2,237.40")  # 10 % of 22,374.00
