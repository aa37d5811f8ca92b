"""Is each code of measurements in the registry, and in one of its two tables only?"""

import re

from lineproof.model.codes import CODES
from lineproof.model.codes_measured import MEASURED


def test_the_registry_holds_each_code_of_measurements_once() -> None:
    """A code in both tables would have two meanings, of which the later one hid the other."""
    codes = re.findall(r"^(\S+): ", MEASURED, flags=re.MULTILINE)
    assert len(codes) == len(set(codes)) > 0
    assert set(codes) <= set(CODES)
    assert list(CODES)[-len(codes) :] == codes
