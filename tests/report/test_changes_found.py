"""Are months compared one after the other, and refused while one isn't known?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.model.errors import InputRefusedError
from lineproof.report.changes_found import changes_of
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import read_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


def test_steps_and_savings_are_of_the_months() -> None:
    """March to May: 61,759.00 − 55,687.50 = 6,071.50, then nothing; 5,208.75 disputed.

    3,093.75 + 116.00 + 1,999.00 = 5,208.75.
    """
    case = read_case(EXAMPLE)
    findings = check(case)
    months = [settle(case, Asked(dt.date(2025, m, 1), findings=findings)) for m in (3, 4, 5)]
    found = changes_of(view(case), months)
    assert [step.after - step.before for step in found.steps] == [6_071_50, 0]
    assert found.savings.disputed == 5_208_75
    unknown = settle(case, Asked(dt.date(2026, 1, 1), findings=findings))
    with pytest.raises(InputRefusedError, match="2026-01"):
        changes_of(view(case), [months[0], unknown])
