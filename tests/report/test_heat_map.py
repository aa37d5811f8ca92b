"""The heat map: a cell a circuit and local day, the worst on top, unknown in its own colour."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.report.pixels import read_png

from lineproof.assess.term_months import term_months
from lineproof.contract.case import View
from lineproof.model.period import parse_month
from lineproof.report.heat_map import draw_heat_map, heat_map
from lineproof.report.wording import Language

UP, SHORT, LONG, WORST, UNKNOWN = "#cfe2f1", "#f6b57a", "#dd6b20", "#8a2a06", "#a79fc0"


def told(view: View, *, month: str = "2024-03", worst: int = 20, language: Language = "en") -> Any:  # noqa: ANN401 - what is told
    """Return what the map of the only term says."""
    (found,) = term_months(view, parse_month(month))
    return heat_map(view, found, language, worst=worst, month=month)


def squares(svg: bytes) -> Counter[str]:
    """Return how many shapes of an SVG are filled with each colour."""
    return Counter(re.findall(r'<path[^>]* fill="(#\w{6})"', svg.decode()))


def test_each_circuit_and_day_has_one_cell(measured: Callable[..., View]) -> None:
    """3 × 31 = 93 cells: 10 min, 1 h and 5 h down on a day each, 31 unknown, 59 up.

    The legend has one of each more.
    """
    view = measured(
        count=3,
        silent=["C3"],
        down=[
            ("C1", "2024-03-04T08:00", "2024-03-04T08:10"),
            ("C1", "2024-03-05T08:00", "2024-03-05T09:00"),
            ("C2", "2024-03-06T08:00", "2024-03-06T13:00"),
        ],
    )
    data = told(view)
    looks = Counter(cell["look"] for row in data["rows"] for cell in row["cells"])
    assert looks == {"up": 59, "short": 1, "long": 1, "worst": 1, "unknown": 31}
    found = squares(draw_heat_map(data, form="svg"))
    colours = {UP: 59, SHORT: 1, LONG: 1, WORST: 1, UNKNOWN: 31}
    assert {colour: found[colour] - 1 for colour in colours} == colours


def test_the_worst_are_on_top_and_the_rest_is_counted(measured: Callable[..., View]) -> None:
    """C3 was down: of 30 circuits it and the first by name are shown."""
    view = measured(count=30, down=[("C3", "2024-03-04T08:00", "2024-03-04T10:00")])
    data = told(view, worst=2)
    assert [row["unit"] for row in data["rows"]] == ["C3", "C1"]
    assert data["notes"] == ["2 of 30, the worst first"]
    # 2 h of 744 h: 99.73118… %
    assert [row["available"] for row in data["rows"]] == ["99.7312", "100"]
    assert [row["down"] for row in data["rows"]] == ["2 h", "0"]


@pytest.mark.parametrize(("month", "service"), [("2024-03", 743), ("2024-10", 745)])
def test_months_in_which_clocks_change_have_31_cells_a_row(
    measured: Callable[..., View], month: str, service: int
) -> None:
    """Berlin: March has 743 h and October 745 h, each 31 days; down all of its last day."""
    view = measured(
        month,
        count=1,
        head={"timezone": "Europe/Berlin", "months": 24},
        down=[("C1", f"{month}-31T00:00", "2024-04-01T00:00" if month[-1] == "3" else
               "2024-11-01T00:00")],
    )  # fmt: skip
    (found,) = term_months(view, parse_month(month))
    assert found.units.item(0, "service") == service * 3_600 * 10**9
    (row,) = told(view, month=month)["rows"]
    assert [cell["look"] for cell in row["cells"]] == ["up"] * 30 + ["worst"]


def test_excluded_time_is_hatched_and_doubt_beside_an_outage_is_marked(
    measured: Callable[..., View],
) -> None:
    """4 March: excluded 8–10 h; 5 March: down 1 h and unknown 1 h."""
    zone = dt.timezone(dt.timedelta(hours=8))
    times = {"from": dt.datetime(2024, 3, 4, 8, tzinfo=zone),
             "to": dt.datetime(2024, 3, 4, 10, tzinfo=zone)}  # fmt: skip
    view = measured(
        count=1,
        down=[("C1", "2024-03-05T08:00", "2024-03-05T09:00")],
        unknown=[("C1", "2024-03-05T10:00", "2024-03-05T11:00")],
        records={"exclusions": [{"cause": "works", "answer": "accepted", **times}]},
    )
    data = told(view)
    cells = data["rows"][0]["cells"]
    assert cells[3] == {"look": "up", "hatched": True, "marked": False}
    assert cells[4] == {"look": "long", "hatched": False, "marked": True}
    assert [each["text"] for each in data["legend"]] == [
        "up", "down, 15 min to 4 h", "excluded", "down, and unknown for a part",
    ]  # fmt: skip


def test_a_png_shows_unknown_in_its_own_colour(measured: Callable[..., View]) -> None:
    """One row of 31 cells of 15 × 12 pt at 144 dpi: 30 × 24 pixels each, less the glyph in it.

    Neither the colours of up nor of down are in it.
    """
    width, height, colours = read_png(
        draw_heat_map(told(measured(count=1, silent=["C1"])), form="png")
    )
    assert width > 5 * height
    assert 31 * 30 * 24 * 0.8 < colours[UNKNOWN] < 32 * 30 * 24
    assert not {UP, SHORT, LONG, WORST} & set(colours)


def test_groups_are_called_so_and_chinese_is_said(measured: Callable[..., View]) -> None:
    """Two circuits of one group are one row."""
    circuits = [
        {"line": str(n), "id": f"C{n}", "monthly_rent": 1, "start": dt.date(2024, 1, 1),
         "group": "pair"}
        for n in (1, 2)
    ]  # fmt: skip
    view = measured(circuits=circuits, availability={"scope": "group", "group_up_min": 1})
    data = told(view, language="zh")
    assert (data["heads"]["unit"], [row["unit"] for row in data["rows"]]) == ("保护组", ["pair"])
    assert draw_heat_map(data, form="svg").startswith(b"<svg")
