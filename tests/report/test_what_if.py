"""Is what differs shown? Totals and lines side by side, at most twenty of them."""

import io
from collections.abc import Callable

import pytest

from lineproof.contract.case import Case
from lineproof.model.period import parse_month
from lineproof.report.printing import Printing, console_for
from lineproof.report.what_if import print_what_if, what_if_json
from lineproof.report.wording import Language
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Bounded, Settlement
from lineproof.settle.what_if import Changed, Otherwise

LINES = tuple(Changed(str(n), "rent", "1", 10_000, 12_050) for n in range(1, 23))
FOUND = Otherwise((("gross", Bounded.exactly(220_000), Bounded.exactly(265_100)),), LINES)


def _shown(settled: Settlement, found: Otherwise, language: Language) -> str:
    """Return what is printed of a difference."""
    out = io.StringIO()
    settings = ["line:1.monthly_rent=120.50"]
    print_what_if(settings, settled, found, Printing(console_for(out), language))
    return out.getvalue()


@pytest.fixture
def march(built: Callable[..., Case]) -> Settlement:
    """Return a month of the minimal contract."""
    return settle(built(), Asked(parse_month("2024-03"), findings=()))


@pytest.mark.parametrize(("language", "title"), [("en", "What if"), ("zh", "假设测算")])
def test_both_sides_stand_beside_each_other(
    march: Settlement, language: Language, title: str
) -> None:
    """22 lines of 20.50 more: 451.00; twenty are shown, two more are counted."""
    shown = _shown(march, FOUND, language)
    assert all(part in shown for part in (title, "2,200.00", "2,651.00", "120.50"))
    assert ("2 more" if language == "en" else "另有 2 项") in shown


def test_nothing_that_differs_is_said(march: Settlement) -> None:
    """In a sentence."""
    assert "Nothing differs" in _shown(march, Otherwise((), ()), "en")


def test_json_has_every_line(march: Settlement) -> None:
    """All twenty-two."""
    printed = what_if_json(march, march, FOUND)
    assert len(printed["lines"]) == 22
    assert printed["totals"]["gross"] == {"before": "2200.00", "after": "2651.00"}
