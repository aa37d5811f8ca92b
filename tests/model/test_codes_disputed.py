"""Is each code of disputes in the registry, and in one of its tables only?"""

import re

from lineproof.model.codes import CODES
from lineproof.model.codes_disputed import DISPUTED
from lineproof.model.codes_ledger import LEDGER


def test_the_registry_holds_each_code_of_disputes_once() -> None:
    """A code in two tables would have two meanings, of which the later one hid the other."""
    codes = re.findall(r"^(\S+): ", DISPUTED, flags=re.MULTILINE)
    assert len(codes) == len(set(codes)) > 0
    assert set(codes) <= set(CODES)
    assert not set(codes) & set(re.findall(r"^(\S+): ", LEDGER, flags=re.MULTILINE))
