"""What does Icinga DB itself report of the cases that must be right? Debian's schema, its function.

Its `get_sla_ok_percent` reads tables of hard states and downtimes, in milliseconds; the page
"What the others report" sets our figures beside these. Debian's 1.1.0 cuts off the fraction of a
percent (its issue 648, mended since), so that whole percents are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.live.postgres import Postgres, postgres

SCHEMA = Path("/usr/share/icingadb/schema/pgsql/schema.sql")
HOUR = 3_600_000
DAY = 24 * HOUR
JUNE = 720 * HOUR
UP, DOWN, PENDING = 0, 1, 99
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


def test_a_minute_of_planned_downtime_lifts_a_half_to_two_thirds(database: Postgres) -> None:
    """Case 1. 12 h pending, 6 h up, 6 h down: 6 of 12 h are 50 %.

    A downtime of one minute at 6 h, while still pending: of the pending time only what comes after
    it is taken out of the total, 5 h 59 min. 24 h less that are 1,081 min, of which 360 were down:
    721 / 1,081 = 66.7 %.
    """
    changes = [(12 * HOUR, UP, PENDING), (18 * HOUR, DOWN, UP)]
    assert percent(database, changes=changes) == 50
    minute = (6 * HOUR, 6 * HOUR + 60_000)
    reported = percent(database, changes=changes, downtimes=[minute])
    assert int(reported) == 100 * 721 // 1_081 == 66


def test_an_outage_inside_downtimes_is_not_counted_and_they_stay_in_the_total(
    database: Postgres,
) -> None:
    """Case 2. 10 h down inside two downtimes that overlap: 100 %.

    With 72 h down outside of it: 648 of 720 h, 90 %. Taken out of the total it would be 638 of 710,
    89.86 %, and 89 without its fraction; Icinga has no such choice.
    """
    inside = [(100 * HOUR, DOWN, UP), (110 * HOUR, UP, DOWN)]
    outside = [(200 * HOUR, DOWN, UP), (210 * HOUR, UP, DOWN)]
    both = [(100 * HOUR, 108 * HOUR), (104 * HOUR, 112 * HOUR)]
    assert percent(database, changes=inside, downtimes=both, length=JUNE) == 100
    apart = [(100 * HOUR, 110 * HOUR)]
    three = [*inside, *outside, (300 * HOUR, DOWN, UP), (362 * HOUR, UP, DOWN)]
    found = percent(database, changes=three, downtimes=apart, length=JUNE)
    assert int(found) == 100 * (720 - 72) // 720 == 90


def test_a_host_without_any_history_is_fully_available(database: Postgres) -> None:
    """Case 3. Nothing was ever measured: 100 %."""
    assert percent(database) == 100


def test_an_outage_that_began_before_and_goes_on_counts_as_far_as_it_reaches(
    database: Postgres,
) -> None:
    """Case 6. Down since before, up from 6 h on, down again from 18 h and still: 12 of 24 h."""
    changes = [(0, DOWN, UP), (6 * HOUR, UP, DOWN), (18 * HOUR, DOWN, UP)]
    assert percent(database, changes=changes) == 50


def test_an_hour_in_which_icinga_did_not_run_keeps_the_last_state(database: Postgres) -> None:
    """Cases 4, 9 and 10. No event says that nothing was checked: the host stays up, 100 %."""
    assert percent(database, changes=[(0, UP, PENDING)]) == 100
