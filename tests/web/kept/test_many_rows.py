"""Do many rows come in as one would, whatever a text holds?"""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from lineproof.web.kept import many_rows
from lineproof.web.kept.contracts import Circuit, Contract, Record
from lineproof.web.kept.many_rows import add_rows

TEXTS = ["", "\\N", 'a "quoted", text', "two\nlines", "大楼 🏢", "\\", "null"]


def test_a_text_stays_what_it_is(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes, line ends, blanks, and what stands for null in a COPY; a null day stays one."""
    monkeypatch.setattr(many_rows, "_MANY", 1)
    schedule = contract.in_force.schedules.get()
    rows = [
        {"schedule_id": schedule.pk, "row": 100 + at, "line": f"x{at}", "circuit": text,
         "site": "", "service": "", "bandwidth": "", "quantity": 1, "monthly_rent": -(2**62),
         "start": dt.date(2024, 2, 29) if at else None, "end": None, "group": ""}
        for at, text in enumerate(TEXTS)
    ]  # fmt: skip
    add_rows(Circuit, pl.DataFrame(rows, schema_overrides={"end": pl.Date()}))
    kept = list(Circuit.objects.filter(row__gte=100))
    assert [each.circuit for each in kept] == TEXTS
    assert [each.start for each in kept] == [None, *[dt.date(2024, 2, 29)] * (len(TEXTS) - 1)]
    assert {each.monthly_rent for each in kept} == {-(2**62)}


def test_an_instant_is_written_as_django_writes_it(contract: Contract) -> None:
    """With and without a fraction of a second: each is found again by the instant itself."""
    days = [dt.datetime(2025, 3, 30, 1, 2, 3, us, tzinfo=dt.UTC) for us in (0, 4)]
    rows = [
        {"contract_id": contract.pk, "kind": "scores", "row": 50 + at, "name": f"N{at}",
         "recorded_at": day, "by": "b", "evidence": "", "replaces": "", "line": "",
         "values": '{"month":"2025-03"}'}
        for at, day in enumerate(days)
    ]  # fmt: skip
    add_rows(Record, pl.DataFrame(rows))
    found = [Record.objects.get(row__gte=50, recorded_at=day) for day in days]
    assert [each.name for each in found] == ["N0", "N1"]
    assert found[0].values == {"month": "2025-03"}
