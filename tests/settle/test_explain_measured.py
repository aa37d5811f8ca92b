"""Does an availability lead to its outages and their batches, and compute from them?"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import polars as pl
from tests.settle.measured import AVAIL, BANDS, LINES, MARCH, local, measured

from lineproof.contract.case import View
from lineproof.model.explained import Explained, recompute
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_measured import LISTED_MAX, no_batches
from lineproof.settle.settle import Asked, settle

Made = Callable[..., Any]
F = Fraction
UP: list[Any] = []
REST = dict.fromkeys(("C2", "C3", "C4"), UP)
DOWN = [("down", "04T00:00", "05T00:00"), ("down", "10T00:00", "10T16:00")]


def _batches(circuit: str, lo: int, hi: int) -> tuple[str, ...]:
    return (f"batch of {circuit}, {(hi - lo) // (3600 * 10**9)} h",)


def _explainer(seen: Callable[..., View], states: dict[str, Any], **changes: Any) -> Explainer:  # noqa: ANN401 - as the builder's
    keys: dict[str, Any] = {"terms": [AVAIL, BANDS], "circuits": LINES, **changes}
    view = seen(states=measured(states), **keys)
    found = settle(view.case, Asked(MARCH[0].date(), findings=()))
    return Explainer(view, found, _batches)


def _nodes(node: Explained) -> Iterator[Explained]:
    yield node
    for child in node.inputs:
        yield from _nodes(child)


def _labelled(node: Explained, begin: str) -> list[Explained]:
    return [n for n in _nodes(node) if n.label.startswith(begin)]


def _line(explainer: Explainer, line: str = "1") -> Explained:
    node = explainer.line(line)
    assert node is not None
    for each in _nodes(node):
        assert recompute(each) == each.value
    return node


def test_from_the_amount_to_the_outages_and_their_batches(seen: Made) -> None:
    """40 h of 744 h down: 704/744 of 100 % lie in [0, 95), so that 155.00 of 310.00 are taken off;
    24 h and 16 h, each with the batches that saw it.
    """
    node = _line(_explainer(seen, {**REST, "C1": DOWN}))
    deduction = _labelled(node, "deduction")[0]
    assert deduction.value == -15_500
    (metric,) = _labelled(deduction, "availability lies in [0, 95)")
    assert metric.value == F(70_400, 744)
    counted = _labelled(metric, "time that counts")[0]
    assert (counted.value, counted.unit) == (F(744 * 60), "min")
    outages = _labelled(metric, "down 2024-03")
    assert [(n.label, n.value) for n in outages] == [
        ("down 2024-03-04 00:00 → 2024-03-05 00:00", F(24 * 60)),
        ("down 2024-03-10 00:00 → 2024-03-10 16:00", F(16 * 60)),
    ]
    assert [n.evidence for n in outages] == [("batch of C1, 24 h",), ("batch of C1, 16 h",)]


def test_excluded_time_names_its_claim(seen: Made) -> None:
    """2 h of the first outage are excluded: 38 h down of 742 h; the claim stands in line 2."""
    claim = {"cause": "works", "answer": "accepted", "from": local(MARCH[0], "04T01:00"),
             "to": local(MARCH[0], "04T03:00"), "lines": "1"}  # fmt: skip
    node = _line(_explainer(seen, {**REST, "C1": DOWN}, records={"exclusions": [claim]}))
    (metric,) = _labelled(node, "availability lies in [0, 95)")
    assert metric.value == F(70_400, 742)
    taken, excluded = _labelled(metric, "taken out")[0], _labelled(metric, "excluded of it")[0]
    assert taken.value == excluded.value == 120
    assert taken.evidence == excluded.evidence == ("records/exclusions.csv:2 (r1)",)


def test_unknown_time_shows_both_ends(seen: Made) -> None:
    """8 h unknown: 736/744 or all of it; the doubt's own stretch is listed with its reason."""
    node = _line(_explainer(seen, {**REST, "C1": [("unknown", "04T00:00", "04T08:00")]}))
    low, high = (n for n in _nodes(node) if "unknown time taken as" in n.label)
    assert (low.value, high.value) == (F(73_600, 744), F(100))
    (gap,) = _labelled(low, "unknown 2024")
    assert gap.label == "unknown 2024-03-04 00:00 → 2024-03-04 08:00 (no data)"
    assert not _labelled(high, "unknown 2024")


def test_a_rounded_percentage_shows_its_step(seen: Made) -> None:
    """704/744 is 94.6236… %: to one decimal 94.6, that is 946 steps of 0.1 %."""
    terms = [{**AVAIL, "round_digits": 1}, BANDS]
    node = _line(_explainer(seen, {**REST, "C1": DOWN}, terms=terms))
    assert _labelled(node, "availability lies")[0].value == F("94.6")
    assert _labelled(node, "in rounding steps")[0].value == 946


def test_many_outages_are_summed_up(seen: Made) -> None:
    """25 outages of 2 h and one of 1 h: the 20 longest are listed, the rest is 5 × 2 h + 1 h."""
    each = [("down", f"{n:02}T00:00", f"{n:02}T02:00") for n in range(1, 26)]
    node = _line(_explainer(seen, {**REST, "C1": [*each, ("down", "27T00:00", "27T01:00")]}))
    (metric,) = _labelled(node, "availability lies")
    assert len(_labelled(metric, "down 2024")) == LISTED_MAX
    (rest,) = _labelled(metric, "others: 6")
    assert rest.value == 11 * 60


def test_an_outage_that_began_earlier_says_so(seen: Made) -> None:
    """Down since 29 February 23:00: what counts in March is 24 h, and since when is shown."""
    states = measured({**REST, "C1": [("down", "01T00:00", "02T00:00")]})
    earlier = MARCH[0].astimezone(dt.UTC) - dt.timedelta(hours=1)
    since = pl.when(pl.col("state") == "down").then(pl.lit(earlier)).otherwise("since")
    states = states.with_columns(since.cast(states.schema["since"]).alias("since"))
    view = seen(states=states, terms=[AVAIL, BANDS], circuits=LINES)
    found = settle(view.case, Asked(MARCH[0].date(), findings=()))
    (node,) = _labelled(_line(Explainer(view, found)), "down 2024")
    assert node.label.endswith("begun 2024-02-29 23:00")


def test_a_group_rests_on_the_batches_of_its_circuits(seen: Made) -> None:
    """A pair down together for 8 h: both circuits' batches are named."""
    both = [("down", "04T00:00", "04T08:00")]
    rows = [{**row, "group": "PAIR"} if row["line"] in "12" else row for row in LINES]
    terms = [{**AVAIL, "scope": "group", "group_up_min": 1}, BANDS]
    node = _line(_explainer(seen, {**REST, "C1": both, "C2": both}, terms=terms, circuits=rows))
    (outage,) = _labelled(node, "down 2024")
    assert outage.evidence == ("batch of C1, 8 h", "batch of C2, 8 h")


def test_the_mean_lists_the_worst(seen: Made) -> None:
    """40 h of one line, 1 h of another: (704 + 743 + 2 × 744) / (4 × 744), the worst first."""
    states = {**REST, "C1": DOWN, "C2": [("down", "04T00:00", "04T01:00")]}
    node = _line(_explainer(seen, states, terms=[{**AVAIL, "scope": "mean"}, BANDS]), "3")
    (metric,) = _labelled(node, "availability lies")
    assert metric.value == F(100 * (704 + 743 + 2 * 744), 4 * 744)
    each = [n.label for n in _labelled(metric, "availability of")]
    assert each == [f"availability of C{n}" for n in "1234"]


def test_slots_of_seconds_are_told_in_seconds(seen: Made) -> None:
    """Slots of 10 s: 24 h are 86,400 s."""
    node = _line(_explainer(seen, {**REST, "C1": DOWN}, terms=[{**AVAIL, "slot_s": 10}, BANDS]))
    outage = _labelled(node, "down 2024")[0]
    assert (outage.value, outage.unit) == (F(86_400), "s")


def test_without_a_store_there_are_no_batches(seen: Made) -> None:
    """The tree ends at the outages."""
    explainer = dataclasses.replace(_explainer(seen, {**REST, "C1": DOWN}), batches=no_batches)
    assert all(n.evidence == () for n in _labelled(_line(explainer), "down 2024"))
