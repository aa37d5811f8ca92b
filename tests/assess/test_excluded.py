"""Which accepted claims take out which time, and how much of it? By hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.excluded import excluded
from lineproof.assess.intervals import service_intervals
from lineproof.assess.service import services
from lineproof.contract.case import View
from lineproof.measure.exclusions import EXCLUDED_SCHEMA

Row = dict[str, Any]
Viewed = Callable[..., View]
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
OUT, AVAILABLE = "remove_from_denominator", "count_as_available"
CIRCUITS = [{"line": str(n), "id": f"C{n}", "monthly_rent": 10000, "start": dt.date(2024, 1, 1)}
            for n in (1, 2)]  # fmt: skip


def claim(start: str, end: str, **more: object) -> Row:
    """Return an accepted claim of works, in Shanghai's time."""
    at = (dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, end))
    return {"cause": "works", "answer": "accepted", **dict(zip(("from", "to"), at, strict=True)),
            **more}  # fmt: skip


def exclusion(**more: object) -> Row:
    """Return an exclusion term for works."""
    return {"id": "WORKS", "kind": "exclusion", "cause": "works", **more}


def found(viewed: Viewed, claims: list[Row], *terms: Row, **more: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    """Return circuit, from and to in Shanghai, and claim; the mode only where it isn't usual."""
    seen = _seen(viewed, claims, *terms, **more)
    served = services(seen, service_intervals(seen))
    frame = excluded(seen, served).of(served.get_column("circuit"))
    return [(circuit, _text(lo), _text(hi), *([name] if mode == OUT else [name, mode]))
            for circuit, lo, hi, mode, name in frame.iter_rows()]  # fmt: skip


def _seen(viewed: Viewed, claims: list[Row], *terms: Row, **more: Any) -> View:  # noqa: ANN401
    records = {"exclusions": claims, **more.pop("records", {})}
    return viewed(circuits=more.pop("circuits", CIRCUITS), records=records, more=terms, **more)


def _text(ns: int) -> str:
    """Return an instant in Shanghai as day and time."""
    return dt.datetime.fromtimestamp(ns // 10**9, tz=SHANGHAI).strftime("%m-%d %H:%M")


def test_a_claim_is_about_its_lines_or_about_all(viewed: Viewed) -> None:
    """r1 names line 2, with a blank around it; r2 names none."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 09:00", lines=" 2 "),
              claim("2024-03-02 08:00", "2024-03-02 09:00")]  # fmt: skip
    assert found(viewed, claims) == [
        ("C1", "03-02 08:00", "03-02 09:00", "r2"), ("C2", "03-01 08:00", "03-01 09:00", "r1"),
        ("C2", "03-02 08:00", "03-02 09:00", "r2"),
    ]  # fmt: skip
    both = [claim("2024-03-01 08:00", "2024-03-01 09:00", lines="1;2")]
    assert [row[0] for row in found(viewed, both)] == ["C1", "C2"]


@pytest.mark.parametrize("answer", [None, "partly", "rejected"])
def test_only_what_was_accepted_is_excluded(viewed: Viewed, answer: str | None) -> None:
    """No answer, and no for some or all of it: nothing. What is accepted in part is a new claim."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 09:00", answer=answer)]
    assert found(viewed, claims) == []
    seen = _seen(viewed, claims)
    frame = excluded(seen, services(seen, service_intervals(seen))).of(["C1"])
    assert dict(frame.schema) == EXCLUDED_SCHEMA


def test_the_term_of_its_cause_says_how_its_time_counts(viewed: Viewed) -> None:
    """Works count as available; of a flood no term speaks, so that it is taken out."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 09:00", lines="1"),
              claim("2024-03-02 08:00", "2024-03-02 09:00", lines="1", cause="flood")]  # fmt: skip
    assert found(viewed, claims, exclusion(mode=AVAILABLE)) == [
        ("C1", "03-01 08:00", "03-01 09:00", "r1", AVAILABLE),
        ("C1", "03-02 08:00", "03-02 09:00", "r2"),
    ]  # fmt: skip


def test_the_term_in_force_when_the_claim_begins_rules_it(viewed: Viewed) -> None:
    """Taken out before 1 April, available from then on."""
    terms = (exclusion(effective_to=dt.date(2024, 4, 1)),
             exclusion(id="NEW", mode=AVAILABLE, effective_from=dt.date(2024, 4, 1)))  # fmt: skip
    claims = [claim("2024-03-31 23:59", "2024-04-01 01:00", lines="1"),
              claim("2024-04-01 00:00", "2024-04-01 01:00", lines="1")]  # fmt: skip
    assert [row[3:] for row in found(viewed, claims, *terms)] == [("r1",), ("r2", AVAILABLE)]


def test_a_claim_about_a_line_holds_while_its_circuit_serves_it(viewed: Viewed) -> None:
    """Line 1 is C1 till 2 March, X from then on; a claim over both days is each one's own day."""
    changed = {"line": "1", "event": "reidentified", "date": dt.date(2024, 3, 2), "value": "X"}
    claims = [claim("2024-03-01 00:00", "2024-03-03 00:00", lines="1")]
    assert found(viewed, claims, records={"lifecycle": [changed]}) == [
        ("C1", "03-01 00:00", "03-02 00:00", "r1"), ("X", "03-02 00:00", "03-03 00:00", "r1"),
    ]  # fmt: skip


def test_a_claim_that_is_empty_backwards_or_outside_the_contract_is_about_nothing(
    viewed: Viewed,
) -> None:
    """And one whose end is a typing error ends with the contract."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 08:00"),
              claim("2024-03-01 09:00", "2024-03-01 08:00"),
              claim("2023-03-01 08:00", "2023-03-01 09:00"),
              claim("2024-12-31 12:00", "9999-03-01 09:00", lines="1")]  # fmt: skip
    assert found(viewed, claims) == [("C1", "12-31 12:00", "01-01 00:00", "r4")]


# ---------------------------------------------------------------- hours a month

CAPPED = exclusion(monthly_cap_h="4")


def test_a_capped_cause_excuses_so_many_hours_a_month_the_first_ones(viewed: Viewed) -> None:
    """4 h a month: 3 h on the 1st, and of 2 h on the 5th one; April begins anew."""
    claims = [claim("2024-03-05 08:00", "2024-03-05 10:00", lines="1"),
              claim("2024-03-01 08:00", "2024-03-01 11:00", lines="1"),
              claim("2024-03-09 08:00", "2024-03-09 11:00", lines="1"),
              claim("2024-04-01 08:00", "2024-04-01 12:00", lines="1")]  # fmt: skip
    assert found(viewed, claims, CAPPED) == [
        ("C1", "03-01 08:00", "03-01 11:00", "r2"), ("C1", "03-05 08:00", "03-05 09:00", "r1"),
        ("C1", "04-01 08:00", "04-01 12:00", "r4"),
    ]  # fmt: skip


def test_overlapping_claims_of_a_capped_cause_use_it_up_once(viewed: Viewed) -> None:
    """8–10 and 9–11 are 3 h; 15–17 has one left."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 10:00", lines="1"),
              claim("2024-03-01 09:00", "2024-03-01 11:00", lines="1"),
              claim("2024-03-01 15:00", "2024-03-01 17:00", lines="1")]  # fmt: skip
    assert [row[1:] for row in found(viewed, claims, CAPPED)] == [
        ("03-01 08:00", "03-01 10:00", "r1"), ("03-01 10:00", "03-01 11:00", "r2"),
        ("03-01 15:00", "03-01 16:00", "r3"),
    ]  # fmt: skip


def test_a_capped_claim_across_the_months_end_uses_each_months_hours(viewed: Viewed) -> None:
    """31 March 19:00 to 1 April 06:00, Shanghai: 5 h and 6 h; the first 4 h of each."""
    claims = [claim("2024-03-31 19:00", "2024-04-01 06:00", lines="1")]
    assert [row[1:] for row in found(viewed, claims, CAPPED)] == [
        ("03-31 19:00", "03-31 23:00", "r1"), ("04-01 00:00", "04-01 04:00", "r1"),
    ]  # fmt: skip


def test_each_circuit_has_its_own_hours_and_other_causes_have_no_cap(viewed: Viewed) -> None:
    """5 h of works for all: 4 h each; 5 h of flood: 5 h."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 13:00"),
              claim("2024-03-02 08:00", "2024-03-02 13:00", lines="1", cause="flood")]  # fmt: skip
    assert found(viewed, claims, CAPPED) == [
        ("C1", "03-01 08:00", "03-01 12:00", "r1"), ("C1", "03-02 08:00", "03-02 13:00", "r2"),
        ("C2", "03-01 08:00", "03-01 12:00", "r1"),
    ]  # fmt: skip


def test_a_cap_of_nothing_excuses_nothing(viewed: Viewed) -> None:
    """0 h a month."""
    claims = [claim("2024-03-01 08:00", "2024-03-01 13:00")]
    assert found(viewed, claims, exclusion(monthly_cap_h="0")) == []
