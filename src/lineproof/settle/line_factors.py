"""What does each line's own availability leave of its rent? Found once for lines that are alike.

Lines are alike where their times are; how many there are doesn't matter. A line that was never
measured has no availability: its factor is as open as one whose metric nobody recorded.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.assess.availability import percentage, window_of
from lineproof.assess.governing import Rulings
from lineproof.assess.measured import Measured
from lineproof.contract.terms.scoring import Availability, Bands
from lineproof.settle.factors import Doubt, Metric, factor_of, own_term
from lineproof.settle.settlement import Factor

Template = tuple[Factor | Bands, ...]
"""Factors of a ruling; bands stand for the factor that each line's own availability leaves."""
TIMES = ("counted", "down", "unknown")
"""What a line's availability is worked out from, in nanoseconds."""
_UNMEASURED = 0


@dataclass(frozen=True)
class Factors:
    """The factors on each segment's rent: `index` says which of the `results`."""

    index: npt.NDArray[np.uint32]
    results: tuple[tuple[Factor, ...], ...]


def line_factors(
    measured: Measured,
    lines: pl.Series,
    templates: Rulings[Template],
    *,
    month: dt.date,
    doubt: Doubt,
) -> Factors:
    """Return the factors of each segment, those of its line's own availability among them.

    lines: the segments' lines. doubt: which end of a factor to take where it is open.
    """
    key = templates.index.astype(np.int64)
    own = {part: None for t in templates.results for part in t if isinstance(part, Bands)}
    if not own:
        return Factors(templates.index.astype(np.uint32), _factors_only(templates.results))
    outcomes = []
    for bands in own:
        number, factors = _outcomes(measured, lines, bands, month=month, doubt=doubt)
        is_ruled = np.array([bands in t for t in templates.results] or [False])
        key = key * len(factors) + np.where(is_ruled[templates.index], number, 0)
        outcomes.append(factors)
    found, index = np.unique(key, return_inverse=True)
    results: dict[tuple[Factor, ...], int] = {}
    by_key = [
        results.setdefault(_filled(int(each), templates.results, [*own], outcomes), len(results))
        for each in found
    ]
    return _in_order(np.array(by_key or [0])[index], tuple(results))


def _in_order(index: npt.NDArray[np.int64], results: tuple[tuple[Factor, ...], ...]) -> Factors:
    """Return factors numbered as they first occur, so that the same lines number them alike."""
    found, first = np.unique(index, return_index=True)
    order = found[np.argsort(first)]
    numbers = np.zeros(len(results) + 1, dtype=np.uint32)
    numbers[order] = np.arange(order.size)
    return Factors(numbers[index], tuple(results[i] for i in order))


def line_metric(times: tuple[int, int, int], bands: Bands, term: Availability) -> Metric:
    """Return a line's own metric; times: counted, down and unknown nanoseconds."""
    counted, down, unknown = times
    found = percentage(counted, down, unknown, digits=term.round_digits)
    return Metric.between(bands.metric, found)


def line_factor(metric: Metric, bands: Bands, *, doubt: Doubt) -> Factor:
    """Return the factor that a line's own metric leaves, alike for all lines of its band."""
    found = factor_of(metric, bands, doubt=doubt)
    if found.value is None:
        return found
    return dataclasses.replace(found, value=None, of_each="line")


def _factors_only(results: Sequence[Template]) -> tuple[tuple[Factor, ...], ...]:
    """Return rulings that no line's own availability changes."""
    return tuple(tuple(f for f in t if isinstance(f, Factor)) for t in results)


def _outcomes(
    measured: Measured, lines: pl.Series, bands: Bands, *, month: dt.date, doubt: Doubt
) -> tuple[npt.NDArray[np.int64], list[Factor]]:
    """Return for each segment which of a few factors its line's availability leaves."""
    factors = {line_factor(Metric(bands.metric), bands, doubt=doubt): _UNMEASURED}
    term = own_term(measured.view, bands, month)
    assert term is not None, "only bands that read each line's own availability stand open"
    judged = None if measured.view.case.states is None else measured.judged(term, month)
    if judged is None:
        return np.zeros(len(lines), dtype=np.int64), [*factors]
    alike = judged.lines.select(*TIMES).unique()
    numbers = [
        factors.setdefault(
            line_factor(line_metric(times, bands, term), bands, doubt=doubt), len(factors)
        )
        for times in alike.iter_rows()
    ]
    by_line = judged.lines.select("line", *TIMES).join(
        alike.with_columns(pl.Series("outcome", numbers, dtype=pl.Int64)), on=TIMES
    )
    found = lines.to_frame("line").join(
        by_line.select("line", "outcome"), on="line", how="left", maintain_order="left"
    )
    return found.get_column("outcome").fill_null(_UNMEASURED).to_numpy(), [*factors]


def _filled(
    key: int, templates: Sequence[Template], own: list[Bands], outcomes: list[list[Factor]]
) -> tuple[Factor, ...]:
    """Return the factors that a key stands for: its ruling's, with the lines' own put in."""
    chosen: dict[Bands, Factor] = {}
    for bands, factors in zip(reversed(own), reversed(outcomes), strict=True):
        key, number = divmod(key, len(factors))
        chosen[bands] = factors[number]
    return tuple(chosen[part] if isinstance(part, Bands) else part for part in templates[key])


def is_judged(measured: Measured, bands: Bands, month: dt.date) -> bool:
    """Whether bands over each line's own availability say anything of a month."""
    term = own_term(measured.view, bands, month)
    return term is not None and window_of(measured.view, term, month) is not None
