"""What share of a month's rent does a metric leave? Bands over a score or an availability, exact.

A metric that isn't known lies between two ends, or anywhere: `on_missing` says who bears the doubt,
or it stays a doubt.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.assess.availability import Percentage, named_term, window_of
from lineproof.assess.measured import Measured
from lineproof.assess.score import card_named
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Availability, Band, Bands, Scorecard
from lineproof.model.period import month_text
from lineproof.settle.settlement import Factor

Doubt = Literal["lowest", "highest"]
SCORES = "records/scores.csv"
_WHOLE = {"mean", "pooled"}
#: Which end of an open factor holds where the contract says who bears the doubt.
_BEARS: dict[str, Doubt] = {"full": "highest", "lowest": "lowest"}


@dataclass(frozen=True, slots=True)
class Metric:
    """A month's metric, between what is sure and what is possible, and where it was recorded.

    low, high: None: nothing is known of it.
    """

    name: str
    low: Fraction | None = None
    high: Fraction | None = None
    evidence: tuple[str, ...] = ()

    @classmethod
    def exactly(cls, name: str, value: Fraction, evidence: tuple[str, ...] = ()) -> Metric:
        """Return a metric that is known."""
        return cls(name, value, value, evidence)

    @classmethod
    def between(cls, name: str, found: Percentage | None) -> Metric:
        """Return an availability; None: nothing counts, or nothing was judged."""
        return cls(name) if found is None else cls(name, found.low, found.high)


def is_measured(view: View, bands: Bands) -> bool:
    """Whether bands read an availability, not a scorecard's signed total."""
    scorecards = {v.term.id for v in view.versions if isinstance(v.term, Scorecard)}
    return bands.metric != "score" and bands.metric not in scorecards


def measured_by(view: View, bands: Bands, month: dt.date) -> Availability | None:
    """Return the availability term that bands read in a month; None: a score, or there is none."""
    return named_term(view, bands.metric, month) if is_measured(view, bands) else None


def own_term(view: View, bands: Bands, month: dt.date) -> Availability | None:
    """Return the term by which each line has an availability of its own; None: one for all."""
    term = measured_by(view, bands, month) if is_per_unit(bands) else None
    return None if term is None or term.scope in _WHOLE else term


def month_metric(measured: Measured, bands: Bands, month: dt.date) -> Metric | None:
    """Return the metric that a month's bands are read with, one for all lines; None: not judged.

    The signed total of a scorecard, else what its items come to where anything is known of them;
    or the mean or pooled availability. An availability that each
    circuit has for itself is none of a total: it is unknown.
    """
    view = measured.view
    if is_measured(view, bands):
        term = measured_by(view, bands, month)
        if term is not None and window_of(view, term, month) is None:
            return None
        if term is None or term.scope not in _WHOLE or view.case.states is None:
            return Metric(bands.metric)
        judged = measured.judged(term, month)
        return Metric.between(bands.metric, None if judged is None else judged.whole)
    rows = view.rows("scores").filter(
        (pl.col("month") == month_text(month)) & pl.col("item").is_null()
    )
    values = {Fraction(text) for text in rows.get_column("points")}
    if not values:
        return _scored(measured, bands, month)
    if len(values) != 1:
        return Metric(bands.metric)
    where = tuple(f"{SCORES}:{row}" for row in rows.get_column("row"))
    return Metric.exactly(bands.metric, values.pop(), where)


def _scored(measured: Measured, bands: Bands, month: dt.date) -> Metric:
    """Return the points that a month's items come to, between their ends."""
    card = card_named(measured.view, bands.metric, month)
    score = None if card is None else measured.score(card, month)
    if score is None or not score.is_known:
        return Metric(bands.metric)
    return Metric(bands.metric, score.low, score.high)


def is_per_unit(bands: Bands) -> bool:
    """Whether a term's factor goes on each unit's own rent, not on a total."""
    return bands.apply_to == "unit" and bands.monthly_base == "month_rent"


def is_doubtful(metric: Metric, bands: Bands) -> bool:
    """Whether the metric leaves the factor open: nothing of the domain is known, or two factors."""
    if bands.on_missing != "block":
        return False
    if not _in_domain(metric, bands):
        return True
    lowest, highest = (factor_of(metric, bands, doubt=end) for end in _BEARS.values())
    return lowest.factor != highest.factor


def factor_of(metric: Metric, bands: Bands, *, doubt: Doubt) -> Factor:
    """Return the factor of a month.

    doubt: which end to take where the factor is open.
    """
    end = _BEARS.get(bands.on_missing, doubt)
    found = _ruling(metric, bands, end)
    value: Fraction | None
    if found is not None:
        ruling, value = found
        band, factor = _by_metric(value, ruling, bands)
    else:
        value = metric.low if metric.low == metric.high else None
        extreme = max if end == "highest" else min
        factor = extreme((b.factor for b in bands.bands), default=Fraction(1))
        band = f"no {metric.name} recorded" if value is None else "no band holds it"
    return Factor(
        term=bands.id,
        clause=bands.clause,
        metric=metric.name,
        value=value,
        band=band,
        factor=factor if bands.cap is None else max(factor, 1 - bands.cap),
        evidence=metric.evidence,
    )


def _in_domain(metric: Metric, bands: Bands) -> bool:
    """Whether there is a metric that the bands speak of."""
    low, high = bands.domain
    if metric.low is None or metric.high is None:
        return False
    return low <= metric.low and metric.high <= high


def _ruling(metric: Metric, bands: Bands, end: Doubt) -> tuple[Band, Fraction] | None:
    """Return the band that rules, and a value of the metric in it.

    None outside the domain, and in a gap the lint blocks. Of a metric between two ends, all bands
    it may lie in are possible: bands needn't rise.
    """
    if not _in_domain(metric, bands) or metric.low is None or metric.high is None:
        return None
    low, high = metric.low, metric.high
    if bands.mode == "marginal":
        low = high = high if end == "highest" else low
    possible = [b for b in bands.bands if _meets(b, low, high)]
    if not possible:
        return None
    if end == "highest":
        ruling = max(possible, key=lambda b: (b.factor, _holds(b, high)))
        return ruling, high if _holds(ruling, high) else _least(ruling, low)
    ruling = min(possible, key=lambda b: (b.factor, not _holds(b, low)))
    return ruling, _least(ruling, low)


def _least(band: Band, low: Fraction) -> Fraction:
    """Return the least value from `low` on that a band holds."""
    return low if band.ge is None else max(low, band.ge)


def _by_metric(value: Fraction, ruling: Band, bands: Bands) -> tuple[str, Fraction]:
    """Return the band a value falls in, in words, and the factor it leaves."""
    low, high = bands.domain
    if bands.mode == "cliff" or low == high:
        return band_text(ruling, bands), ruling.factor
    earned = sum((_part(b, value, bands) * b.factor for b in bands.bands), Fraction(0))
    return f"each band for its own part up to {band_text(ruling, bands)}", earned / (high - low)


def _holds(band: Band, value: Fraction) -> bool:
    """Whether a value lies in a band: from `ge` on, below `lt`."""
    return _meets(band, value, value)


def _meets(band: Band, low: Fraction, high: Fraction) -> bool:
    """Whether some value from `low` to `high` lies in a band: from `ge` on, below `lt`."""
    return (band.ge is None or high >= band.ge) and (band.lt is None or low < band.lt)


def _part(band: Band, value: Fraction, bands: Bands) -> Fraction:
    """Return how much of [least value of the domain, value] lies in a band."""
    low = max(band.ge if band.ge is not None else bands.domain[0], bands.domain[0])
    high = min(band.lt if band.lt is not None else bands.domain[1], bands.domain[1], value)
    return max(high - low, Fraction(0))


def band_text(band: Band, bands: Bands) -> str:
    """Return a band as an interval: [80, 90)."""
    low = band.ge if band.ge is not None else bands.domain[0]
    if band.lt is None:
        return f"[{plain(low)}, {plain(bands.domain[1])}]"
    return f"[{plain(low)}, {plain(band.lt)})"


def plain(value: Fraction) -> str:
    """Return a ratio as a plain decimal where it has one, else as a fraction.

    >>> plain(Fraction(8999, 100)), plain(Fraction(1, 3)), plain(Fraction(90))
    ('89.99', '1/3', '90')
    """
    rest, digits = value.denominator, 0
    while rest % 10 == 0:
        rest //= 10
        digits += 1
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits += max(twos, fives)
    scaled = abs(value.numerator) * 10**digits // value.denominator
    text = str(scaled).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
