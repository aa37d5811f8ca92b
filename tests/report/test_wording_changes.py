"""Do the report's words say the same of a saving as those of disputes? test_wording.py holds the
rest.
"""

import pytest

from lineproof.report.wording_changes import Change
from lineproof.report.wording_disputes import Said


@pytest.mark.parametrize("name", ["DISPUTED", "AGREED", "RECOVERED"])
def test_money_has_one_name(name: str) -> None:
    """The list of disputes and the report on months call it the same."""
    assert Change[name].value == Said[name].value
