"""Is a mail refused that says neither when it came nor what it announces?"""

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.maintenance_mail import announced


@pytest.mark.parametrize(
    ("mail", "said"),
    [(b"", "doesn't say when"),
     (b"Subject: x\r\nDate: Fri, 01 Mar 2024 08:00:00 +0000\r\n\r\nhello", "text/plain")],
)  # fmt: skip
def test_what_is_no_notice_is_refused(mail: bytes, said: str) -> None:
    """An empty file, and a friendly letter."""
    with pytest.raises(InputRefusedError, match=said):
        announced(mail, provider="genericprovider", file="m.eml")
