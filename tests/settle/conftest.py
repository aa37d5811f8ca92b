"""What do tests of settling build on? A minimal case, one month of it, and its amounts."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.contract.case import Case, View, view
from lineproof.contract.check import check
from lineproof.model.explained import recompute
from lineproof.model.period import parse_month
from lineproof.settle.explain import Explainer
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement

Built = Callable[..., Case]


@pytest.fixture
def settled(built: Built) -> Callable[..., Settlement]:
    """Return what builds a case and settles a month of it.

    as_known: the day; is_checked: with what the lint finds, else as if it found nothing. states:
    what was measured.
    """

    def run(
        month: str,
        *,
        as_known: dt.date | None = None,
        is_checked: bool = False,
        states: pl.DataFrame | None = None,
        **changes: object,
    ) -> Settlement:
        case = dataclasses.replace(built(**changes), states=states)
        findings = check(case, as_known=as_known) if is_checked else ()
        found = settle(case, Asked(parse_month(month), as_known, findings=findings))
        _explanations_recompute(view(case, as_known=as_known), found)
        return found

    return run


@pytest.fixture
def seen(built: Built) -> Callable[..., View]:
    """Return what builds a case with what was measured, and views all of it."""

    def run(*, states: pl.DataFrame | None, **changes: object) -> View:
        return view(dataclasses.replace(built(**changes), states=states))

    return run


@pytest.fixture
def amounts() -> Callable[[Settlement], list[tuple[Any, ...]]]:
    """Return what lists a month's lines: line, charge, first day, first day after, amount."""

    def run(settlement: Settlement) -> list[tuple[Any, ...]]:
        lines = settlement.lines.select("line", "charge", "from", "to", "amount").iter_rows()
        return [
            (line, charge, f"{start:%m-%d}", f"{end:%m-%d}", amount)
            for line, charge, start, end, amount in lines
        ]

    return run


def _explanations_recompute(known: View, settlement: Settlement) -> None:
    """Every line's explanation computes to its value, and to what the line owes."""
    explainer = Explainer(known, settlement)
    for (line,), rows in settlement.lines.group_by("line"):
        node = explainer.line(str(line))
        assert node is not None
        assert recompute(node) == node.value
        if not rows.get_column("amount").null_count():
            assert node.value == rows.get_column("amount").sum()
