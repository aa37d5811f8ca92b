"""What does an endpoint share, as of an onset? By hand."""

import datetime as dt
from collections.abc import Callable

import polars as pl

from lineproof.assess.incidents import OUTAGE_SCHEMA
from lineproof.assess.intervals import service_intervals
from lineproof.assess.service import midnight_ns, services
from lineproof.assess.shared import shared_by, with_shared
from lineproof.contract.case import View
from lineproof.contract.terms.standing import Incident

DAY = dt.date(2024, 3, 4)
MORNING = midnight_ns(DAY, timezone="Asia/Shanghai")


def _named(view: View, shared: str, lo: int) -> list[str]:
    """Return what the line 1, its circuit C1 and an unknown one share at an instant."""
    rule = Incident(id="", clause="", kind="incident", shared=shared)  # type: ignore[arg-type]
    rows = [(e, e, lo, None, e) for e in ("1", "C1", "X")]
    outages = pl.DataFrame(rows, schema=OUTAGE_SCHEMA, orient="row")
    served = services(view, service_intervals(view))
    found = with_shared(outages, shared_by(view, served, rule, outages["endpoint"]))
    return list(found.sort("endpoint").get_column("shared"))


def test_lines_and_circuits_share_what_held_at_the_onset(viewed: Callable[..., View]) -> None:
    """Behind N1, and from midnight of 4 March on behind N2; X shares nothing. The site stays S."""
    circuit = {"line": "1", "id": "C1", "monthly_rent": 1, "start": dt.date(2024, 1, 1),
               "upstream": "N1", "site": "S"}  # fmt: skip
    moved = {"line": "1", "event": "rehomed", "date": DAY, "value": "N2"}
    view = viewed(circuits=[circuit], records={"lifecycle": [moved]})
    assert _named(view, "upstream", MORNING - 1) == ["N1", "N1", "X"]
    assert _named(view, "upstream", MORNING) == ["N2", "N2", "X"]
    assert _named(view, "site", MORNING) == ["S", "S", "X"]
    assert _named(view, "none", MORNING) == ["1", "C1", "X"]
