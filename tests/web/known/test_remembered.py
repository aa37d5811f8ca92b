"""Do a case and a month come back as they were, refusals as well?"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest
from tests.web.conftest import EXAMPLES

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.measured import STATES
from lineproof.model.period import parse_month
from lineproof.model.sealed import Booked
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import CONTRACT_FILE, read_case
from lineproof.web.known.remembered import (
    Known,
    keep_known,
    keep_settled,
    or_refused,
    read_known,
    read_settled,
)

BOOKED = Booked("2025-01", 1, -5, 7, (("2025-02", -3), (None, 0)), 0, "ab" * 32)


@pytest.mark.parametrize("example", ["01-access-593", "02-circuits-121"])
def test_a_case_and_a_month_come_back(example: str, tmp_path: Path) -> None:
    """Tables with their types, the calendar, findings, closed months; then the month itself."""
    states = STATES.empty()
    case = dataclasses.replace(read_case(EXAMPLES / example), sealed=(BOOKED,), states=states)
    found = Known(case, check(case), view(case))
    keep_known(tmp_path, found)
    back = read_known(tmp_path, (EXAMPLES / example / CONTRACT_FILE).read_bytes())
    for name in ("contract", "workdays", "positions", "findings", "sealed"):
        assert getattr(back.case, name) == getattr(case, name)
    assert back.findings == found.findings
    for name in ("schedules", "records"):
        before, after = getattr(case, name), getattr(back.case, name)
        assert list(before) == list(after)
        assert all(before[key].equals(after[key]) for key in before)
        assert all(before[key].schema == after[key].schema for key in before)
    assert back.case.states is not None
    assert back.case.states.schema == states.schema
    month = settle(case, Asked(parse_month("2025-01"), findings=found.findings))
    keep_settled(tmp_path, month)
    again = read_settled(tmp_path)
    assert again.lines.equals(month.lines)
    assert dataclasses.replace(again, lines=month.lines) == month
    assert all(isinstance(f.factor, Fraction) for each in again.factors for f in each)


def test_a_refusal_comes_back(tmp_path: Path) -> None:
    """With every finding, each time it is asked for; another error isn't kept."""
    findings = (error("E-X", "message", where="a:1", fix="fix"),)

    def refused(_place: Path) -> None:
        raise InputRefusedError(findings)

    or_refused(refused)(tmp_path)
    for read in (read_settled, lambda place: read_known(place, b"")):
        with pytest.raises(InputRefusedError) as problem:
            read(tmp_path)
        assert problem.value.findings == findings
