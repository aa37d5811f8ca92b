"""How is a month's availability told to programs? Seconds as numbers, per cent as text, all units.

The shape is a promise: keys are added, never renamed or taken away.
"""

from __future__ import annotations

import functools
from typing import Any

from lineproof.assess.availability import Percentage, percentage
from lineproof.assess.term_months import TermMonth, Totals, plain_totals_of, totals_of
from lineproof.contract.case import View
from lineproof.model.period import Days
from lineproof.report.durations import seconds_of
from lineproof.report.percentages import availability_json

_SECONDS = ("service", "counted", "down", "unknown", "excluded", "longest")


def availability_report_json(
    view: View, found: tuple[TermMonth, ...], month: str
) -> dict[str, Any]:
    """Return what `availability --json` prints."""
    return {
        "contract": view.contract.contract.id,
        "month": month,
        "timezone": view.contract.contract.timezone,
        "as_known": view.as_known.isoformat() if view.as_known else None,
        "terms": [_term_json(term) for term in found],
    }


def unit_availability(row: dict[str, Any], *, digits: int | None) -> Percentage | None:
    """Return a unit's availability as agreed; row: in columns of `UNIT_SCHEMA`."""
    return percentage(row["counted"], row["down"], row["unknown"], digits=digits)


def _term_json(found: TermMonth) -> dict[str, Any]:
    """Return one term with its units, the worst first."""
    term = found.term
    return {
        "term": term.id,
        "clause": term.clause,
        "scope": term.scope,
        "window": {**_days(found.days), "is_judged": found.is_judged},
        "round_digits": term.round_digits,
        "availability": availability_json(found.whole),
        "as_agreed": _totals(totals_of(found)),
        "without_exclusions": _totals(plain_totals_of(found)),
        "units": [
            _unit(row, digits=term.round_digits) for row in found.units.iter_rows(named=True)
        ],
    }


def _days(days: Days) -> dict[str, str]:
    """Return days as texts."""
    return {"from": days.start.isoformat(), "to": days.end.isoformat()}


def _totals(totals: Totals) -> dict[str, Any]:
    """Return what all units come to."""
    return {"mean": availability_json(totals.mean), "pooled": availability_json(totals.pooled)}


def _unit(row: dict[str, Any], *, digits: int | None) -> dict[str, Any]:
    """Return one unit."""
    agreed = _ends(row["counted"], row["down"], row["unknown"], digits=digits)
    plain = _ends(row["service"], row["down_all"], row["unknown_all"], digits=digits)
    return {
        "unit": row["unit"],
        "availability": agreed,
        "without_exclusions": plain,
        **{f"{name}_s": seconds_of(row[name]) for name in _SECONDS},
        "measured_s": seconds_of(row["known"]),
        "outages": row["outages"],
    }


@functools.lru_cache(maxsize=1 << 16)
def _ends(counted: int, down: int, unknown: int, *, digits: int | None) -> dict[str, str] | None:
    """Return an availability's ends; of a million lines most have the same times."""
    return availability_json(percentage(counted, down, unknown, digits=digits))
