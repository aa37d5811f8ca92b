"""Which version of a term holds on a day, and as known on another?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case
from lineproof.contract.in_force import known_amendments, of_kind, versions_in_force
from lineproof.contract.terms.pricing import Tax
from lineproof.model.period import FAR_FUTURE, Days

Minimal = Callable[..., Case]
DAY = dt.date


def tax(rate: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a tax
    """Return a tax term."""
    return {"id": "VAT", "kind": "tax", "rate": rate, "clause": "1"} | fields


def amended(minimal: Minimal, *amendments: dict[str, Any], **fields: Any) -> Case:  # noqa: ANN401 - any field of a tax
    """Return a case with 6 % of tax and some amendments, of 1 July, known on 1 June."""
    usual = {"signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
             "known_at": DAY(2024, 6, 1), "clause": "A"}  # fmt: skip
    listed = [usual | {"id": f"A{n}"} | one for n, one in enumerate(amendments)]
    return minimal(terms=[tax("0.06", **fields)], amendment=listed)


def rates(case: Case, *, as_known: dt.date | None = None) -> list[tuple[str, dt.date, dt.date]]:
    """Return the rates in force with the days they hold."""
    versions = versions_in_force(case.contract, as_known=as_known)
    return [(str(t.rate), days.start, days.end) for t, days in of_kind(versions, Tax)]


def test_a_term_holds_for_ever_where_it_says_nothing(minimal: Minimal) -> None:
    """From the first day there is to the last."""
    assert rates(amended(minimal)) == [("3/50", dt.date.min, FAR_FUTURE)]


def test_a_replacement_cuts_the_term_before(minimal: Minimal) -> None:
    """6 % until before 1 July, 5 % from it on."""
    case = amended(minimal, {"replaces": [tax("0.05")]})
    assert rates(case) == [
        ("3/50", dt.date.min, DAY(2024, 7, 1)),
        ("1/20", DAY(2024, 7, 1), FAR_FUTURE),
    ]


def test_a_second_replacement_cuts_the_first(minimal: Minimal) -> None:
    """Whatever their order in the file: 6 %, from July 5 %, from October 3 %."""
    later = {"replaces": [tax("0.03")], "effective_from": DAY(2024, 10, 1)}
    case = amended(minimal, later, {"replaces": [tax("0.05")]})
    assert rates(case) == [
        ("3/50", dt.date.min, DAY(2024, 7, 1)),
        ("1/20", DAY(2024, 7, 1), DAY(2024, 10, 1)),
        ("3/100", DAY(2024, 10, 1), FAR_FUTURE),
    ]


def test_an_end_and_an_addition(minimal: Minimal) -> None:
    """VAT ends with June; NEW begins with July."""
    case = amended(minimal, {"ends": ["VAT"], "adds": [tax("0.05", id="NEW")]})
    assert rates(case) == [
        ("3/50", dt.date.min, DAY(2024, 7, 1)),
        ("1/20", DAY(2024, 7, 1), FAR_FUTURE),
    ]


def test_a_replacement_before_the_term_begins_leaves_nothing_of_it(minimal: Minimal) -> None:
    """VAT would begin in August: it never holds."""
    case = amended(minimal, {"replaces": [tax("0.05")]}, effective_from=DAY(2024, 8, 1))
    assert rates(case) == [("1/20", DAY(2024, 7, 1), FAR_FUTURE)]


@pytest.mark.parametrize(("as_known", "count"), [(DAY(2024, 5, 31), 1), (DAY(2024, 6, 1), 2)])
def test_an_amendment_counts_from_the_day_it_is_known(
    minimal: Minimal, as_known: dt.date, count: int
) -> None:
    """Known on 1 June: not on 31 May."""
    case = amended(minimal, {"replaces": [tax("0.05")]})
    assert len(rates(case, as_known=as_known)) == count
    assert len(known_amendments(case.contract, as_known=as_known)) == count - 1


def test_terms_are_cut_to_the_days_asked_for(minimal: Minimal) -> None:
    """In June, only the 6 % hold."""
    case = amended(minimal, {"replaces": [tax("0.05")]})
    june = Days(DAY(2024, 6, 1), DAY(2024, 7, 1))
    versions = versions_in_force(case.contract, as_known=None)
    assert [days for _, days in of_kind(versions, Tax, within=june)] == [june]


def test_a_version_ranks_by_where_it_comes_from(minimal: Minimal) -> None:
    """general, amendment, or what it says itself."""
    added = [tax("0.05", id="NEW"), tax("0.05", id="OWN", rank="special")]
    versions = versions_in_force(amended(minimal, {"adds": added}).contract, as_known=None)
    assert [v.rank for v in versions] == ["general", "amendment", "special"]
