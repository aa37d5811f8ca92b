"""Does the process that runs the rules know its formats, and nothing else?"""

import pytest

from lineproof.sources.en16931_process import broken_rules


def test_another_root_is_no_invoice() -> None:
    """Neither UBL nor CII: it has no rules to be held to."""
    with pytest.raises(LookupError):
        broken_rules(b"<a/>")
