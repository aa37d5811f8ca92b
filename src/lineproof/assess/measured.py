"""What did each availability term and scorecard make of each month? Judged once, where one asks.

It knows neither money nor bands.
"""

from __future__ import annotations

import datetime as dt
import functools

import polars as pl

from lineproof.assess.availability import Judged, judge, judge_days
from lineproof.assess.intervals import Intervals, service_intervals
from lineproof.assess.score import score_of
from lineproof.assess.scorecard import Score
from lineproof.assess.service import services
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Availability, Scorecard


class Measured:
    """A case as known, its lines' intervals, and what was measured of them, each judged once."""

    def __init__(self, view: View) -> None:
        """Look at a case; nothing is judged before it is asked for."""
        self.view = view
        self._judged: dict[tuple[str, dt.date], Judged | None] = {}
        self._months: dict[tuple[str, dt.date], Judged] = {}
        self._scores: dict[tuple[str, dt.date], Score] = {}

    @functools.cached_property
    def intervals(self) -> Intervals:
        """When each line was in service."""
        return service_intervals(self.view)

    @functools.cached_property
    def served(self) -> pl.DataFrame:
        """When each circuit served which line, in columns of `SERVICE_SCHEMA`."""
        return services(self.view, self.intervals)

    def judged(self, term: Availability, month: dt.date) -> Judged | None:
        """Return what a term makes of the window it judges in a month; None: it judges none."""
        key = (term.id, month)
        if key not in self._judged:
            own = term.window == "month"
            self._judged[key] = (
                self.month(term, month) if own else judge(self.view, self.served, term, month)
            )
        return self._judged[key]

    def month(self, term: Availability, month: dt.date) -> Judged:
        """Return what a term makes of a month's own days, whatever window it judges."""
        key = (term.id, month)
        if key not in self._months:
            days = self.view.period(month)
            self._months[key] = judge_days(self.view, self.served, term, days, on=days.start)
        return self._months[key]

    def score(self, card: Scorecard, month: dt.date) -> Score:
        """Return a month's score as worked out."""
        key = (card.id, month)
        if key not in self._scores:
            self._scores[key] = score_of(self.view, self.served, card, month)
        return self._scores[key]
