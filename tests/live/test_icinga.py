"""What does Icinga DB itself report of the cases that must be right? Debian's schema, its function.

Its `get_sla_ok_percent` reads tables of hard states and downtimes, in milliseconds; the page
"What the others report" sets our figures beside these. Debian's 1.1.0 cuts off the fraction of a
percent (its issue 648, mended since), so that whole percents are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from tests.live.postgres import Postgres, postgres

from lineproof.measure.availability import tally
from lineproof.measure.exclusions import EXCLUDED_SCHEMA, each_its_own
from lineproof.measure.states import STATE_SCHEMA

SCHEMA = Path("/usr/share/icingadb/schema/pgsql/schema.sql")
HOUR = 3_600_000
DAY = 24 * HOUR
JUNE = 720 * HOUR
UP, DOWN, PENDING = 0, 1, 99
REMOVED, COUNTED_UP = "remove_from_denominator", "count_as_available"
HOST = "decode(repeat('01', 20), 'hex')"

Change = tuple[int, int, int]
"""When, the state from then on, and the state before."""


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    """Run a PostgreSQL with the schema of Icinga DB."""
    with postgres() as running:
        running.create("icingadb", SCHEMA.read_text(encoding="utf-8"))
        yield running


def percent(
    database: Postgres,
    *,
    changes: Iterable[Change] = (),
    downtimes: Iterable[tuple[int, int]] = (),
    length: int = DAY,
) -> Decimal:
    """Return what Icinga DB reports of a host from 0 on, undone afterwards."""
    rows = [
        f"insert into sla_history_state (id, environment_id, endpoint_id, object_type, host_id,"  # noqa: S608 - numbers
        f" event_time, hard_state, previous_hard_state) values (decode(lpad('{place}', 40, '0'),"
        f" 'hex'), {HOST}, {HOST}, 'host', {HOST}, {at}, {state}, {before});"
        for place, (at, state, before) in enumerate(changes)
    ]
    rows += [
        f"insert into sla_history_downtime (environment_id, endpoint_id, object_type, host_id,"  # noqa: S608 - numbers
        f" downtime_id, downtime_start, downtime_end) values ({HOST}, {HOST}, 'host', {HOST},"
        f" decode(lpad('{place}', 40, '0'), 'hex'), {lo}, {hi});"
        for place, (lo, hi) in enumerate(downtimes)
    ]
    query = f"select get_sla_ok_percent({HOST}, null, 0, {length});"
    told = database.sql("icingadb", "begin; " + " ".join(rows) + query + " rollback;")
    return Decimal(told)


def ours(
    *spells: tuple[str, int, int], excluded: Iterable[tuple[int, int]] = (), mode: str = REMOVED
) -> tuple[Fraction, Fraction]:
    """Return what we report of the same states: the lowest and the highest it can have been."""
    states = pl.DataFrame(
        [("A", lo, hi, lo, state, "", 0 if state == "unknown" else hi - lo)
         for state, lo, hi in spells],
        schema=STATE_SCHEMA, orient="row",
    )  # fmt: skip
    rows = [("A", *each, mode, f"claim {n}") for n, each in enumerate(excluded)]
    claims = pl.DataFrame(rows, schema=EXCLUDED_SCHEMA, orient="row")
    (counted,) = tally(states, each_its_own(claims)).to_dicts()
    down, unknown, total = (counted[name] for name in ("down", "unknown", "counted"))
    return 1 - Fraction(down + unknown, total), 1 - Fraction(down, total)


def test_a_minute_of_planned_downtime_lifts_a_half_to_two_thirds(database: Postgres) -> None:
    """Case 1. 12 h pending, 6 h up, 6 h down: 6 of 12 h are 50 %.

    A downtime of one minute at 6 h, while still pending: of the pending time only what comes after
    it is taken out of the total, 5 h 59 min. 24 h less that are 1,081 min, of which 360 were down:
    721 / 1,081 = 66.7 %.

    We say 360 to 1,080 of 1,440 min, 25 to 75 %; the minute taken out, 360 to 1,079 of 1,439.
    """
    changes = [(12 * HOUR, UP, PENDING), (18 * HOUR, DOWN, UP)]
    assert percent(database, changes=changes) == 50
    minute = (6 * HOUR, 6 * HOUR + 60_000)
    reported = percent(database, changes=changes, downtimes=[minute])
    assert int(reported) == 100 * 721 // 1_081 == 66
    day = (("unknown", 0, 12 * HOUR), ("up", 12 * HOUR, 18 * HOUR), ("down", 18 * HOUR, DAY))
    assert ours(*day) == (Fraction(1, 4), Fraction(3, 4))
    assert ours(*day, excluded=[minute]) == (Fraction(360, 1_439), Fraction(1_079, 1_439))


def test_an_outage_inside_downtimes_is_not_counted_and_they_stay_in_the_total(
    database: Postgres,
) -> None:
    """Case 2. 10 h down inside two downtimes that overlap: 100 %.

    With 72 h down outside of it: 648 of 720 h, 90 %. Taken out of the total it would be 638 of 710,
    89.86 %, and 89 without its fraction; Icinga has no such choice. We have both, by the contract.
    """
    inside = [(100 * HOUR, DOWN, UP), (110 * HOUR, UP, DOWN)]
    outside = [(200 * HOUR, DOWN, UP), (210 * HOUR, UP, DOWN)]
    both = [(100 * HOUR, 108 * HOUR), (104 * HOUR, 112 * HOUR)]
    assert percent(database, changes=inside, downtimes=both, length=JUNE) == 100
    apart = [(100 * HOUR, 110 * HOUR)]
    three = [*inside, *outside, (300 * HOUR, DOWN, UP), (362 * HOUR, UP, DOWN)]
    found = percent(database, changes=three, downtimes=apart, length=JUNE)
    assert int(found) == 100 * (720 - 72) // 720 == 90
    month = [("down", 100 * HOUR, 110 * HOUR), ("down", 200 * HOUR, 272 * HOUR)]
    month += [("up", 0, 100 * HOUR), ("up", 110 * HOUR, 200 * HOUR), ("up", 272 * HOUR, JUNE)]
    taken_out, as_up = (ours(*month, excluded=apart, mode=mode) for mode in (REMOVED, COUNTED_UP))
    assert taken_out == (Fraction(638, 710), Fraction(638, 710))
    assert as_up == (Fraction(648, 720), Fraction(648, 720))


def test_a_host_without_any_history_is_fully_available(database: Postgres) -> None:
    """Case 3. Nothing was ever measured: 100 %. We say 0 to 100 %."""
    assert percent(database) == 100
    assert ours(("unknown", 0, DAY)) == (Fraction(0), Fraction(1))


def test_an_outage_that_began_before_and_goes_on_counts_as_far_as_it_reaches(
    database: Postgres,
) -> None:
    """Case 6. Down since before, up from 6 h on, down again from 18 h and still: 12 of 24 h."""
    changes = [(0, DOWN, UP), (6 * HOUR, UP, DOWN), (18 * HOUR, DOWN, UP)]
    assert percent(database, changes=changes) == 50
    spells = (("down", 0, 6 * HOUR), ("up", 6 * HOUR, 18 * HOUR), ("down", 18 * HOUR, DAY))
    assert ours(*spells) == (Fraction(1, 2), Fraction(1, 2))


def test_an_hour_in_which_icinga_did_not_run_keeps_the_last_state(database: Postgres) -> None:
    """Cases 4, 9 and 10. No event says that nothing was checked: the host stays up, 100 %.

    We say 23 to 24 of 24 h.
    """
    assert percent(database, changes=[(0, UP, PENDING)]) == 100
    spells = (("up", 0, 6 * HOUR), ("unknown", 6 * HOUR, 7 * HOUR), ("up", 7 * HOUR, DAY))
    assert ours(*spells) == (Fraction(23, 24), Fraction(1))
