"""Does a score worked out from records pay by its band, and explain itself down to the record?"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lineproof.assess.measured import Measured
from lineproof.contract.case import View, view
from lineproof.contract.terms.scoring import Bands
from lineproof.model.explained import Explained, recompute
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_score import score
from lineproof.settle.settle import Asked, settle

Built = Callable[..., Any]
MARCH = dt.date(2024, 3, 1)
SERVICE = {"item": "service", "metric": "events", "max_points": "60", "deduction": "each",
           "each": {"complaint": "5", "late": "0.01"}}  # fmt: skip
REPAIR = {
    "item": "repair", "metric": "restoration_h", "max_points": "40", "deduction": "step",
    "steps": [{"level": 1, "endpoints_min": 1, "limit_h": "4", "first": "10", "each": "1",
               "per_h": "2", "part_step": "counts", "boundary": "within"}],
}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "clause": "annex 3", "base": "100",
        "items": [SERVICE, REPAIR]}  # fmt: skip
BANDS = {"id": "PAY", "kind": "bands", "clause": "7", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"ge": "50", "lt": "90", "factor": "0.9"},
                   {"lt": "50", "factor": "0.6"}]}  # fmt: skip


def _fault(restored: dt.datetime | None) -> dict[str, Any]:
    reported = dt.datetime(2024, 3, 5, 1, tzinfo=dt.UTC)
    return {"site": "East", "reported": reported, "restored": restored, "endpoints": 3}


def _duties(complaints: int, late: int = 0) -> list[dict[str, Any]]:
    rows = [("complaint", complaints), ("late", late)]
    return [{"duty": d, "period": "2024-03", "count": n} for d, n in rows if n]


def _paid(settled: Built, **records: Any) -> tuple[Any, ...]:  # noqa: ANN401 - rows of records
    found = settled("2024-03", more=[CARD, BANDS], records=records).payable
    return found.value, found.low, found.high


@pytest.mark.parametrize(
    ("duties", "paid"),
    [(_duties(2), 10000), (_duties(2, 1), 9000), (_duties(10), 9000), (_duties(10, 1), 6000)],
)
def test_a_month_exactly_on_a_bands_edge(
    settled: Built, duties: list[dict[str, Any]], paid: int
) -> None:
    """100 - 10 = 90: all of 100.00; 89.99: 90 %; 50: 90 %; 49.99: 60 %."""
    assert _paid(settled, faults=[], duties=duties)[0] == paid


def test_both_ends_in_one_band_settle(settled: Built) -> None:
    """Nothing known of 40 points, 6 × 5 = 30 lost: 30 to 70, in two bands; 60 lost: 0 to 40."""
    assert _paid(settled, duties=_duties(6)) == (None, 6000, 9000)
    assert _paid(settled, duties=_duties(12))[0] == 6000


def test_a_signed_total_goes_before_what_is_worked_out(settled: Built) -> None:
    """49 by the records, 95 signed: all is paid; two totals that differ: 60 to 100 %."""
    signed = [{"month": "2024-03", "points": "95"}]
    assert _paid(settled, faults=[], duties=_duties(11), scores=signed)[0] == 10000
    two = [*signed, {"month": "2024-03", "points": "85"}]
    assert _paid(settled, faults=[], duties=_duties(11), scores=two) == (None, 6000, 10000)


def test_without_records_nothing_is_known(settled: Built) -> None:
    """60 to 100 % of 100.00, as where no score was signed."""
    assert _paid(settled) == (None, 6000, 10000)


def _nodes(node: Explained) -> Iterator[Explained]:
    yield node
    for child in node.inputs:
        yield from _nodes(child)


def _explained(built: Built, **records: Any) -> list[Explained]:  # noqa: ANN401 - rows of records
    known = view(built(more=[CARD, BANDS], records=records))
    found = settle(known.case, Asked(MARCH, findings=()))
    node = Explainer(known, found).line("1a")
    assert node is not None
    assert recompute(node) == node.value
    return [*_nodes(node)]


def test_the_factor_leads_to_the_record(built: Built) -> None:
    """9 h against 4: 10 + ⌈5/2⌉ = 13 points; 5 for a complaint: 100 - 18 = 82, 90 %."""
    restored = dt.datetime(2024, 3, 5, 10, tzinfo=dt.UTC)
    nodes = _explained(built, faults=[_fault(restored)], duties=_duties(1))
    found = next(n for n in nodes if n.label.startswith("score lies in [50, 90)"))
    assert found.value == recompute(found) == 82
    assert found.clause == "annex 3"
    below = [*_nodes(found)]
    incident = next(n for n in below if n.label.startswith("incident"))
    assert incident.value == 3
    assert incident.evidence == ("records/faults.csv:2",)
    complaint = next(n for n in below if n.label == "1 × complaint")
    assert complaint.value == 5
    assert complaint.evidence == ("records/duties.csv:2",)


def test_an_item_never_loses_more_than_it_has(built: Built) -> None:
    """13 × 5 = 65, at most 60 are lost: 40."""
    nodes = _explained(built, faults=[], duties=_duties(13))
    lost = next(n for n in nodes if n.label == "service: lost")
    assert lost.value == recompute(lost) == 60
    assert lost.inputs[0].value == 65


def test_both_ends_are_explained(built: Built) -> None:
    """10 lost, 40 not known: 90 at its highest, 50 at its lowest."""
    nodes = _explained(built, duties=_duties(2))
    ends = {n.label: n.value for n in nodes if "at its" in n.label}
    assert sorted(ends.values()) == [50, 90]
    assert any("records/faults.csv is missing" in n.label for n in nodes)


def test_a_signed_total_has_its_own_record(built: Built) -> None:
    """No tree of items below it."""
    signed = [{"month": "2024-03", "points": "85"}]
    nodes = _explained(built, duties=_duties(2), scores=signed)
    assert not [n for n in nodes if n.unit == "points"]
    assert any("records/scores.csv:2" in n.evidence for n in nodes)


def test_nothing_to_explain_without_a_card(built: Built) -> None:
    """Bands over a score that only signatures give."""
    known = view(built(more=[BANDS]))
    bands = next(v.term for v in known.versions if isinstance(v.term, Bands))
    assert not [*score(Measured(known), bands, MARCH)]


def test_a_deduction_leads_through_its_incident_to_outages_and_batches(
    measured: Callable[..., View],
) -> None:
    """Down 9 h, reported: 10 + ⌈5/2⌉ = 13 points; its ticket's row, its 540 min, their batch."""
    zone = dt.timezone(dt.timedelta(hours=8))
    begun, ended = (dt.datetime(2024, 3, 5, hour, tzinfo=zone) for hour in (8, 17))
    fault = {"line": "1", "reported": begun, "restored": ended, "endpoints": 3}
    known = measured(
        down=[("C1", "2024-03-05T08:00", "2024-03-05T17:00")],
        more=[CARD, BANDS],
        records={"faults": [fault], "duties": []},
    )
    bands = next(v.term for v in known.versions if isinstance(v.term, Bands))
    asked: list[tuple[str, int, int]] = []

    def batches(circuit: str, lo: int, hi: int) -> tuple[str, ...]:
        asked.append((circuit, lo, hi))
        return ("batch 1 of probe-a, ours",)

    (node,) = score(Measured(known), bands, MARCH, batches=batches)
    incident = next(n for n in _nodes(node) if n.label.startswith("incident"))
    assert incident.evidence == ("records/faults.csv:2", "C1@2024-03-05T00:00:00Z")
    (outage,) = incident.inputs
    assert outage.label == "outage of C1 2024-03-05 08:00 → 2024-03-05 17:00"
    assert (int(outage.value), outage.unit) == (540, "min")
    assert outage.evidence == ("batch 1 of probe-a, ours",)
    assert asked == [("C1", *(int(at.timestamp()) * 10**9 for at in (begun, ended)))]
    assert recompute(node) == node.value == 87
