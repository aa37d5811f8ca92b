"""How a month's availability is printed: the worst, the totals, what the contract judges."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Callable

import polars as pl
import pytest

from lineproof.assess.term_months import term_months
from lineproof.contract.case import View, view
from lineproof.model.period import parse_month
from lineproof.report.printing import Printing, console_for
from lineproof.report.terminal_availability import print_availability, print_unit
from lineproof.report.wording import Language

DOWN = [("C1", "2024-03-04T08:00", "2024-03-04T11:20")]


def printed(
    seen: View, language: Language = "en", *, width: int = 140, worst: int = 20, unit: str = ""
) -> str:
    """Return what is printed of March, runs of spaces as one."""
    out = io.StringIO()
    printing = Printing(console_for(out, width=width), language)
    terms = term_months(seen, parse_month("2024-03"))
    if unit:
        alone = [dataclasses.replace(t, units=t.units.filter(pl.col("unit") == unit))
                 for t in terms]  # fmt: skip
        print_unit(seen, alone, printing, month="2024-03")
    else:
        print_availability(seen, terms, printing, month="2024-03", worst=worst)
    return "\n".join(" ".join(line.split()) for line in out.getvalue().splitlines())


def test_a_circuits_figures_and_the_totals(measured: Callable[..., View]) -> None:
    """C1: 200 of 44,640 min down: 99.55197… %; C2 unknown: 0 to 100. Mean 49.7759… to 99.7759…"""
    text = printed(measured(down=DOWN, silent=["C2"]))
    for line in (
        "Availability minimal 2024-03 Asia/Shanghai",
        "AVAIL clause 4.1",
        "slots of 1 min; down after 3 bad, up after 3 good",
        "The contract judges: each circuit for itself",
        "C1 99.5520 100 3 h 20 min 0 0 744 h 1 3 h 20 min",
        "C2 0 to 100 0.0 0 744 h 0 744 h 0 0",
        "Mean of all 49.7759 to 99.7760",
        "C1 ···▅···",
    ):
        assert line in text


def test_exclusions_are_told_apart(measured: Callable[..., View]) -> None:
    """The whole outage excluded: 100 % as agreed, 99.552 % if nothing were."""
    zone = dt.timezone(dt.timedelta(hours=8))
    claim = {"cause": "works", "answer": "accepted",
             "from": dt.datetime(2024, 3, 4, 8, tzinfo=zone),
             "to": dt.datetime(2024, 3, 4, 12, tzinfo=zone)}  # fmt: skip
    text = printed(measured(count=1, down=DOWN, records={"exclusions": [claim]}))
    assert "C1 100 100 0 0 4 h 744 h 0 0" in text
    assert "Mean of all 100 99.5520" in text
    assert "All time together 100 99.5520" in text


def test_only_the_worst_are_listed(measured: Callable[..., View]) -> None:
    """2 of 25; the map has the same two."""
    text = printed(measured(count=25, down=[("C9", *DOWN[0][1:])]), worst=2)
    assert [line.split()[0] for line in text.splitlines() if line[:1] == "C" and "·" in line] == [
        "C9",
        "C1",
    ]
    assert "… and 23 more" in text


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"scope": "mean", "round_digits": 2}, "合同口径：全部电路的平均值：99.78 %"),
        ({"scope": "pooled"}, "合同口径：全部电路时间合并计算：99.7760 %"),
        ({"scope": "group", "group_up_min": 2}, "按保护组，至少 2 条电路正常即为正常"),
        ({"window": "quarter"}, "2024-01-01 至 2024-03-31"),
    ],
)
def test_what_the_contract_judges_is_said(
    measured: Callable[..., View], term: dict[str, object], expected: str
) -> None:
    """Of two circuits one is down for 200 of 44,640 min: (99.55197 + 100)/2 = 99.77598."""
    assert expected in printed(measured(down=DOWN, availability=term), "zh")


def test_a_month_that_judges_no_quarter_says_so(measured: Callable[..., View]) -> None:
    """February's own figures are shown."""
    seen = measured("2024-02", availability={"window": "quarter"})
    out = io.StringIO()
    terms = term_months(seen, parse_month("2024-02"))
    printing = Printing(console_for(out, width=140), "en")
    print_availability(seen, terms, printing, month="2024-02", worst=20)
    assert "The contract judges the quarter, in its last month" in out.getvalue()


def test_a_narrow_terminal_has_fewer_columns(measured: Callable[..., View]) -> None:
    """80 columns: no line is longer, and no figure is cut."""
    text = printed(measured(down=DOWN), width=80)
    assert "C1 99.5520 100 3 h 20 min 0 0 1" in text
    assert "In service" not in text


def test_one_unit_has_its_hours(measured: Callable[..., View]) -> None:
    """A row a day; no totals of the others. As known on a day is said."""
    seen = view(measured(down=DOWN).case, as_known=dt.date(2024, 4, 2))
    text = printed(seen, unit="C1")
    assert "As known on 2024-04-02" in text
    assert "Mon 4 " + "·" * 16 + "█" * 7 + "·" * 25 in text
    assert "Mean of all" not in text
