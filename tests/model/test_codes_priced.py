"""Is each code of prices and rates in the registry, and in one of its tables only?"""

import re

from lineproof.model.codes import CODES
from lineproof.model.codes_ledger import LEDGER
from lineproof.model.codes_priced import PRICED


def test_the_registry_holds_each_code_of_prices_once() -> None:
    """A code in two tables would have two meanings, of which the later one hid the other."""
    codes = re.findall(r"^(\S+): ", PRICED, flags=re.MULTILINE)
    assert len(codes) == len(set(codes)) > 0
    assert set(codes) <= set(CODES)
    assert not set(codes) & set(re.findall(r"^(\S+): ", LEDGER, flags=re.MULTILINE))
