"""Does what is given back lead to its base, its brackets and its outages, and compute from them?"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from tests.settle.measured import AVAIL, CREDIT, LINES, MARCH, local, measured

from lineproof.model.explained import Explained, recompute
from lineproof.settle.explain import Explainer
from lineproof.settle.settle import Asked, settle

Made = Callable[..., Any]
F = Fraction
UP: list[Any] = []
REST = dict.fromkeys(("C2", "C3", "C4"), UP)
TWO = [("down", "04T00:00", "04T05:00"), ("down", "10T00:00", "10T08:00")]


def _nodes(node: Explained) -> Iterator[Explained]:
    yield node
    for child in node.inputs:
        yield from _nodes(child)


def _credit(seen: Made, states: dict[str, Any], *, line: str = "1", **changes: Any) -> Explained:  # noqa: ANN401 - as the builder's
    """Return the tree of a line's credit; every node of it recomputes."""
    term, more = {**CREDIT, **changes.pop("credit", {})}, changes
    view = seen(states=measured({**REST, **states}), terms=[AVAIL, term], circuits=LINES, **more)
    found = settle(view.case, Asked(MARCH[0].date(), findings=()))
    node = Explainer(view, found, lambda circuit, _lo, _hi: (f"batch of {circuit}",)).line(line)
    assert node is not None
    for each in _nodes(node):
        assert recompute(each) == each.value
    return next(n for n in _nodes(node) if n.label.startswith("deduction"))


def _labelled(node: Explained, begin: str) -> list[Explained]:
    return [n for n in _nodes(node) if n.label.startswith(begin)]


def test_each_outage_has_its_bracket_and_its_batches(seen: Made) -> None:
    """5 h give 10 %, 8 h 20 %, of 310.00: 93.00."""
    node = _credit(seen, {"C1": TWO})
    assert (node.label, node.value) == ("deduction 2024-03, line 1, OC", F(-9300))
    assert [(n.label, n.value) for n in _labelled(node, "share: ")] == [
        ("share: 5 h, reaches 4 h", F(1, 10)), ("share: 8 h, reaches 8 h", F(2, 10)),
    ]  # fmt: skip
    outages = _labelled(node, "outage 2024")
    assert [(n.value, n.evidence) for n in outages] == [
        (F(300), ("batch of C1",)), (F(480), ("batch of C1",)),
    ]  # fmt: skip
    (base,) = _labelled(node, "the month's rent")
    assert (base.value, base.evidence) == (F(31_000), ("circuits.csv:2",))


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ({"base": "day_rent"}, -300),
        ({"base": "annual_rent"}, -111_600),
        ({"count": "cumulative"}, -6200),
        ({"mode": "marginal", "brackets": [{"from_h": "4", "share": "0.01"}]}, -1550),
        ({"brackets": [{"from_h": "4", "share": "0.1"}, {"from_h": "8", "amount": "5.55"}]}, -3655),
        ({"cap_unit_month": "0.25"}, -7750),
        ({"cap_contract": "0.05"}, -6200),
    ],
)
def test_every_form_computes(seen: Made, credit: dict[str, Any], expected: int) -> None:
    """30 % of 10.00, of 3,720.00; 13 h together 20 % of 310.00; 1 h and 4 h over 4 h, 1 % each; 10
    % and 5.55; 25 % of 310.00 at most; 5 % of 1,240.00 at most.
    """
    assert _credit(seen, {"C1": TWO}, credit=credit).value == expected


def test_an_excluded_part_names_its_claim(seen: Made) -> None:
    """8 h less 3 h excluded are 5 h: 10 %, with the claim in line 2 of the records."""
    claim = {"cause": "works", "answer": "accepted", "from": local(MARCH[0], "10T00:00"),
             "to": local(MARCH[0], "10T03:00"), "lines": "1"}  # fmt: skip
    node = _credit(seen, {"C1": TWO[1:]}, records={"exclusions": [claim]})
    assert node.value == -3100
    (out,) = _labelled(node, "excluded of it")
    assert (out.value, out.evidence) == (F(180), ("records/exclusions.csv:2 (r1)",))


def test_what_isnt_known_has_bounds(seen: Made) -> None:
    """8 h unknown: 0.00 to -62.00, shown as if they were down."""
    node = _credit(seen, {"C1": [("unknown", "04T00:00", "04T08:00")]})
    assert (node.bounds, node.value) == ((-6200, 0), F(-6200))


def test_many_outages_are_summed_up(seen: Made) -> None:
    """25 outages of 4 h, 10 % each: 20 are listed, 5 more are 50 %; together, 100 h give 20 %."""
    many = [("down", f"{n:02}T00:00", f"{n:02}T04:00") for n in range(1, 26)]
    node = _credit(seen, {"C1": many})
    assert node.value == -77_500
    assert len(_labelled(node, "share: ")) == 20
    assert _labelled(node, "others: 5")[0].value == F(5, 10)
    together = _credit(seen, {"C1": many}, credit={"count": "cumulative"})
    assert _labelled(together, "others: 5")[0].value == 5 * 240
