"""Does a cap only ever lower, and does interest sum to the same however its days are cut?"""

import datetime as dt
import itertools
import random
from collections.abc import Callable
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.contract.case import Case, View, view
from lineproof.contract.terms.paying import LateInterest
from lineproof.model.period import Days, add_months
from lineproof.settle.interest import Overdue, interest_of
from lineproof.settle.liability import Months, Side, liability_cuts
from lineproof.settle.plan import Instalment
from lineproof.settle.settlement import LINE_SCHEMA

D = dt.date
Made = Callable[..., Case]
QUICK = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
MONTHS = [add_months(D(2024, 1, 1), n) for n in range(6)]
WINDOW = 3
COUNTED: dict[Side, str] = {"provider": "delay_penalty", "buyer": "late_interest"}
Lines = dict[dt.date, list[tuple[str, int]]]

_charges = st.tuples(
    st.sampled_from(["rent", "delay_penalty", "late_interest"]), st.integers(0, 50_000)
)
_owed = st.fixed_dictionaries({month: st.lists(_charges, max_size=4) for month in MONTHS})


@pytest.fixture(scope="module")
def capped(minimal: Made) -> dict[str, View]:
    """Return a contract with a cap on a fixed amount, and one on a window's fees, for each side."""
    cap = {"id": "CAP", "kind": "liability_cap", "who": "both", "share": "0.5"}
    whole = cap | {"base": "contract_amount"}
    window = cap | {"base": "fees_in_window", "window_months": WINDOW}
    head = {"stated_total": "1000.00"}
    return {
        "contract_amount": view(minimal(head=head, more=[whole])),
        "fees_in_window": view(minimal(head=head, more=[window])),
    }


def _frame(rows: list[tuple[str, int]], side: str) -> pl.DataFrame:
    """Return a month's lines; a cap's own is named after its side."""
    made = [
        {"line": f"CAP/{side}", "charge": charge, "term": "CAP", "amount": amount}
        for charge, amount in rows
    ]
    return pl.DataFrame(made, schema=LINE_SCHEMA)


def _cuts(seen: View, owed: Lines, side: Side, shuffle: random.Random) -> list[int]:
    """Return what is cut off each month, as settled: month after month, each with its cut."""
    rows = {
        month: [(charge, -amount if charge == "delay_penalty" else amount) for charge, amount in of]
        for month, of in owed.items()
    }
    frames, found = {}, []
    for month in MONTHS:
        shuffle.shuffle(rows[month])
        frames[month] = _frame(rows[month], side)
        cuts = [*liability_cuts(Months(seen, month, frames.__getitem__), side)]
        assert len(cuts) <= 1
        found.append(sum(int(cut.why.value) for cut in cuts))
        frames[month] = _frame([*rows[month], ("liability_cap", found[-1])], side)
    return found


@pytest.mark.parametrize("base", ["contract_amount", "fees_in_window"])
@pytest.mark.parametrize("side", ["provider", "buyer"])
@QUICK
@given(owed=_owed, order=st.randoms(use_true_random=False))
def test_a_cap_never_adds_and_leaves_no_more_than_itself(
    capped: dict[str, View], base: str, side: Side, owed: Lines, order: random.Random
) -> None:
    """Each month bears what it owed, or what the cap leaves of it after the months before.

    Of 1,000.00 half, over all months; or half of the rents of three months, over those. What is
    borne is between nothing and what was owed, and with what was borne before within the cap,
    unless nothing more is borne. The order of the lines never matters.
    """
    cuts = _cuts(capped[base], owed, side, order)
    charge = COUNTED[side]
    own = [sum(a for c, a in owed[m] if c == charge) for m in MONTHS]
    rents = [sum(a for c, a in owed[m] if c == "rent") for m in MONTHS]
    back = 1 if side == "provider" else -1
    borne: list[int] = []
    for n, (due, cut) in enumerate(zip(own, cuts, strict=True)):
        first = 0 if base == "contract_amount" else max(0, n + 1 - WINDOW)
        fees = sum(rents[first : n + 1])
        cap = 50_000 if base == "contract_amount" else (fees + 1) // 2
        kept = due - back * cut
        assert 0 <= kept <= due
        assert kept == 0 or sum(borne[first:]) + kept <= cap
        assert kept == due or kept == max(0, cap - sum(borne[first:]))
        borne.append(kept)
    assert cuts == _cuts(capped[base], owed, side, random.Random(7))  # noqa: S311 - an order


_paid = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60_000)), max_size=4)
_rates = st.lists(
    st.tuples(st.integers(-40, 200), st.integers(0, 900)),
    max_size=4, unique_by=lambda rate: rate[0],
)  # fmt: skip
DUE = D(2024, 3, 10)


@QUICK
@given(
    paid=_paid,
    rates=_rates,
    edges=st.tuples(st.integers(1, 80), st.integers(0, 80), st.integers(0, 80)),
    cap=st.none() | st.integers(0, 300),
)
def test_interest_is_the_same_however_its_days_are_cut(
    minimal: Made,
    paid: list[tuple[int, int]],
    rates: list[tuple[int, int]],
    edges: tuple[int, int, int],
    cap: int | None,
) -> None:
    """Of 1,000.00 due on 10 March 2024, at a reference rate and 2 %: two parts sum to the whole.

    Both are rounded as the difference of what came to so far, so that not a cent is lost. A day by
    day sum, with the last rate up to each day, gives the same exact value.
    """
    day = dt.timedelta(days=1)
    first = DUE + day
    cuts = [first, first + edges[0] * day, first + (edges[0] + edges[1]) * day]
    rows = [{"item": "a", "amount": a, "paid": DUE + n * day} for n, a in paid]
    known = [(DUE + n * day, Fraction(r, 10_000)) for n, r in [(-60, 300), *rates]]
    told = [{"series": "BASE", "date": d, "value": f"{float(r):.4f}"} for d, r in known]
    seen = view(minimal(records={"payments": rows, "rates": told}))
    term = LateInterest(
        id="LATE", clause="9", kind="late_interest", reference="BASE", margin=Fraction(2, 100),
        cap=None if cap is None else Fraction(cap, 10_000),
    )  # fmt: skip
    owed = Instalment("a", 100_000, "1", Days(DUE, first), DUE, DUE, ())

    def of(start: dt.date, end: dt.date) -> Overdue | None:
        return interest_of(seen, term, owed, amount=100_000, period=Days(start, end))

    parts = [each.amount for lo, hi in itertools.pairwise(cuts) if (each := of(lo, hi))]
    whole = of(cuts[0], cuts[2])
    assert sum(parts) == (whole.amount if whole else 0)
    exact = _day_by_day(known, paid, (cuts[2] - DUE).days)
    limited = exact if cap is None else min(exact, Fraction(cap, 10_000) * 100_000)
    assert (whole.so_far if whole else Fraction(0)) == limited


def _day_by_day(
    known: list[tuple[dt.date, Fraction]], paid: list[tuple[int, int]], after: int
) -> Fraction:
    """Return the interest of the days 1 to `after` - 1 from the due day on, added one by one."""
    total = Fraction(0)
    for n in range(1, after):
        owed = max(0, 100_000 - sum(a for m, a in paid if m < n))
        _, rate = max((d, r) for d, r in known if d <= DUE + dt.timedelta(days=n))
        total += owed * (rate + Fraction(2, 100)) / 365
    return total
