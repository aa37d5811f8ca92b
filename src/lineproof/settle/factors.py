"""What share of a month's rent does its score leave? Bands over a metric, exact at their edges.

A metric nobody recorded is unknown: `on_missing` says who bears the doubt, or it stays a doubt.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Band, Bands, Scorecard
from lineproof.model.period import month_text
from lineproof.settle.settlement import Factor

Doubt = Literal["lowest", "highest"]
SCORES = "records/scores.csv"


@dataclass(frozen=True, slots=True)
class Metric:
    """A month's metric, and where it was recorded; value None: nobody recorded it."""

    name: str
    value: Fraction | None
    evidence: tuple[str, ...] = ()


def month_metric(view: View, bands: Bands, month: dt.date) -> Metric:
    """Return the metric that a month's bands are read with: the signed total of its scorecard.

    Availability isn't measured yet: it is unknown.
    """
    scorecards = {v.term.id for v in view.versions if isinstance(v.term, Scorecard)}
    if bands.metric != "score" and bands.metric not in scorecards:
        return Metric(bands.metric, None)
    rows = view.rows("scores").filter(
        (pl.col("month") == month_text(month)) & pl.col("item").is_null()
    )
    values = {Fraction(text) for text in rows.get_column("points")}
    if len(values) != 1:
        return Metric(bands.metric, None)
    where = tuple(f"{SCORES}:{row}" for row in rows.get_column("row"))
    return Metric(bands.metric, values.pop(), where)


def is_per_unit(bands: Bands) -> bool:
    """Whether a term's factor goes on each unit's own rent, not on a total."""
    return bands.apply_to == "unit" and bands.monthly_base == "month_rent"


def is_doubtful(metric: Metric, bands: Bands) -> bool:
    """Whether the metric leaves the factor open: none recorded, or outside its domain."""
    return not _in_domain(metric, bands) and bands.on_missing == "block"


def factor_of(metric: Metric, bands: Bands, *, doubt: Doubt) -> Factor:
    """Return the factor of a month.

    doubt: which end to take where the factor is open.
    """
    ruling = _ruling(metric, bands)
    if ruling is not None and metric.value is not None:
        band, factor = _by_metric(metric.value, ruling, bands)
    else:
        choice = {"full": "highest", "lowest": "lowest", "block": doubt}[bands.on_missing]
        extreme = max if choice == "highest" else min
        factor = extreme((b.factor for b in bands.bands), default=Fraction(1))
        band = f"no {metric.name} recorded" if metric.value is None else "no band holds it"
    return Factor(
        term=bands.id,
        clause=bands.clause,
        metric=metric.name,
        value=metric.value,
        band=band,
        factor=factor if bands.cap is None else max(factor, 1 - bands.cap),
        evidence=metric.evidence,
    )


def _in_domain(metric: Metric, bands: Bands) -> bool:
    """Whether there is a metric that the bands speak of."""
    low, high = bands.domain
    return metric.value is not None and low <= metric.value <= high


def _ruling(metric: Metric, bands: Bands) -> Band | None:
    """Return the band a metric falls in; None outside the domain, and in a gap the lint blocks."""
    value = metric.value
    if value is None or not _in_domain(metric, bands):
        return None
    return next((b for b in bands.bands if _holds(b, value)), None)


def _by_metric(value: Fraction, ruling: Band, bands: Bands) -> tuple[str, Fraction]:
    """Return the band a value falls in, in words, and the factor it leaves."""
    low, high = bands.domain
    if bands.mode == "cliff" or low == high:
        return band_text(ruling, bands), ruling.factor
    earned = sum((_part(b, value, bands) * b.factor for b in bands.bands), Fraction(0))
    return f"each band for its own part up to {band_text(ruling, bands)}", earned / (high - low)


def _holds(band: Band, value: Fraction) -> bool:
    """Whether a value lies in a band: from `ge` on, below `lt`."""
    return (band.ge is None or value >= band.ge) and (band.lt is None or value < band.lt)


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
