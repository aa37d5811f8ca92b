"""Pictures come out as SVG and PNG, the same for the same data."""

from __future__ import annotations

from collections.abc import Callable

from lineproof.assess.term_months import term_months
from lineproof.contract.case import View
from lineproof.model.period import parse_month
from lineproof.report.heat_map import heat_map
from lineproof.report.picture import drawn


def test_a_picture_is_the_same_whenever_it_is_drawn(measured: Callable[..., View]) -> None:
    """No clock and no font of the machine is in it."""
    view = measured()
    (found,) = term_months(view, parse_month("2024-03"))
    data = heat_map(view, found, "en", worst=5, month="2024-03")
    for form, start in (("svg", b"<svg"), ("png", b"\x89PNG\r\n\x1a\n")):
        first, second = (drawn("heat_map", data, form=form) for _ in range(2))  # type: ignore[arg-type]
        assert first == second
        assert first.startswith(start)


def test_markup_in_a_name_is_shown_not_read(measured: Callable[..., View]) -> None:
    """A site of `#import "x": * ] $` is text: drawing it doesn't fail."""
    circuits = [{"line": "1", "id": '#panic("x")', "site": '#import "x": * ] $', "monthly_rent": 1,
                 "start": parse_month("2024-01")}]  # fmt: skip
    view = measured(circuits=circuits)
    (found,) = term_months(view, parse_month("2024-03"))
    data = heat_map(view, found, "en", worst=5, month="2024-03")
    assert drawn("heat_map", data, form="svg").startswith(b"<svg")
