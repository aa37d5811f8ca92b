"""Does what waits with money say what, by when, and nothing that is done?"""

from __future__ import annotations

import datetime as dt

from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.settle.duties import duties
from lineproof.web.doing.checking import Question, accept, looked
from lineproof.web.doing.disputing import dispute, standing
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.known.waiting import Waits, waiting
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

NOVEMBER = Question(("2025-11",), ("R-2025-11",))


def waits(contract: Contract, on: dt.date) -> list[Waits]:
    """Return what waits on a day."""
    found = known(at(contract))
    return list(waiting(contract, found, duties(found.view, on=on), on=on))


def test_a_bill_waits_until_it_is_decided(organisation: Organisation, person: Made) -> None:
    """To be checked, to be decided, to be sent: one after the other, by 22 December."""
    finance, year = person(Role.FINANCE), year_of_bills(organisation)
    billed(year, "11", by=finance)
    day, last = dt.date(2025, 12, 10), dt.date(2025, 12, 22)
    assert waits(year, day)[0] == Waits("check", "R-2025-11", "R-2025-11", last)
    looked(year, NOVEMBER, by=finance)
    assert waits(year, day)[0] == Waits("decide", "R-2025-11", "R-2025-11", last)
    accept(year, NOVEMBER, ["missing_credit"], why="small", by=finance)
    name = dispute(year, NOVEMBER, ["billed_twice"], by=finance)
    today = standing(year, is_ours=True).on
    sent = [each for each in waits(year, today) if each.what != "pay"]
    assert sent == [Waits("send", name, due=last)]


def test_a_payment_waits_two_weeks_before_it_is_due(organisation: Organisation) -> None:
    """November falls due on 29 December: not on the 14th, on the 15th it is 14 days ahead."""
    year = year_of_bills(organisation)
    for day, is_there in ((14, False), (15, True)):
        names = {w.name for w in waits(year, dt.date(2025, 12, day)) if w.what == "pay"}
        assert ("2025-11" in names) is is_there
