"""Is each code of bills in the registry, and in one of its tables only?"""

import re

from lineproof.model.codes import CODES
from lineproof.model.codes_bill import BILLS
from lineproof.model.codes_ledger import LEDGER
from lineproof.model.codes_measured import MEASURED


def test_the_registry_holds_each_code_of_bills_once() -> None:
    """A code in two tables would have two meanings, of which the later one hid the other."""
    codes = re.findall(r"^(\S+): ", BILLS, flags=re.MULTILINE)
    assert len(codes) == len(set(codes)) > 0
    assert set(codes) <= set(CODES)
    assert not set(codes) & set(re.findall(r"^(\S+): ", LEDGER + MEASURED, flags=re.MULTILINE))
