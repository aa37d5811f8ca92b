"""How long did an incident take, where it is only partly excused or not over? By hand, in hours."""

from __future__ import annotations

import polars as pl

from lineproof.assess.incident_clocks import Clocks, Took, stretches_of
from lineproof.assess.tickets import Told
from lineproof.contract.terms.standing import Incident
from lineproof.measure.exclusions import EXCLUDED_SCHEMA, each_its_own

RULE = Incident(id="", clause="", kind="incident")
OUT = "remove_from_denominator"
END = 100


def clocks(rule: Incident = RULE, **excluded: list[tuple[int, int]]) -> Clocks:
    """Return clocks of a month that ends at 100; excluded: by circuit, numbered as they are told.

    Circuits are classes 0, 1 … here.
    """
    rows = [(c, lo, hi, OUT, "x") for c, spans in excluded.items() for lo, hi in spans]
    claims = each_its_own(pl.DataFrame(rows, schema=EXCLUDED_SCHEMA, orient="row"))
    return Clocks(rule, None, stretches_of(claims), END)


def test_the_clock_stands_still_only_while_all_endpoints_are_excused() -> None:
    """Down 0-20; A is excused 2-10, B 5-12: both 5-10, 15 of 20 count."""
    both = clocks(A=[(2, 10)], B=[(5, 12)])
    assert both.of((0, 1), 0, known_to=None).measured(20) == Took(15, 15)
    assert both.of((0,), 0, known_to=None).measured(20) == Took(12, 12)
    assert both.of((0, None), 0, known_to=None).measured(20) == Took(20, 20)


def test_overlapping_claims_of_one_circuit_are_one() -> None:
    """2-6 and 4-9 are 7."""
    assert clocks(A=[(2, 6), (4, 9)]).of((0,), 0, known_to=None).measured(20) == Took(13, 13)


def test_what_is_not_over_took_at_least_what_was_measured_of_it() -> None:
    """From 10 on: measured up to 60, else to the month's end; nobody knows how long."""
    assert clocks().of((None,), 10, known_to=60).measured(None) == Took(50, None)
    assert clocks().of((None,), 10, known_to=None).measured(None) == Took(90, None)


def test_nothing_measured_has_no_measured_time() -> None:
    """Only tickets tell of it."""
    assert clocks().of((None,), None, known_to=None).measured(30) is None


def test_tickets_count_from_what_the_clause_starts_with() -> None:
    """Down from 10, reported 12, answered 15, restored 30: from the report, or from the onset."""
    told = Told(reported=12, responded=15, on_site=None, restored=30)
    from_report = clocks().of((None,), 10, known_to=None).by_tickets(told)
    assert from_report == (Took(3, 3), Took(88, None), Took(18, 18))
    earlier = Incident(id="", clause="", kind="incident", starts="onset")
    assert clocks(earlier).of((None,), 10, known_to=None).by_tickets(told)[2] == Took(20, 20)
    assert clocks().of((None,), 10, known_to=None).by_tickets(None) == (None, None, None)
