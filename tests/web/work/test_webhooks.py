"""Does the server call the hosts that its operator lists, and never another?"""

from __future__ import annotations

from pathlib import Path

import pytest

from lineproof.model.errors import LineproofError
from lineproof.web.server.configuration import Configuration
from lineproof.web.work.webhooks import refuse_elsewhere

LISTED = Configuration(
    data=Path(), webhook_hosts="hooks.example.com, http://127.0.0.1:8025 https://b.example.com:8443"
)


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.example.com/a?b=c",
        "https://HOOKS.example.com:443/",
        "http://127.0.0.1:8025/x",
        "https://b.example.com:8443/",
    ],
)
def test_what_is_listed_may_be_called(address: str) -> None:
    """Scheme, host and port are the same; what is behind them is the person's."""
    refuse_elsewhere(LISTED, address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "http://hooks.example.com/",
        "https://hooks.example.com:8443/",
        "https://hooks.example.com.evil.example/",
        "https://hooks.example.com@evil.example/",
        "https://a:b@hooks.example.com/",
        "https://evil.example/#hooks.example.com",
        "https://evil.example\\@hooks.example.com/",
        "http://127.0.0.1:8026/",
        "http://localhost:8025/",
        "http://[::1]:8025/",
        "http://169.254.169.254/",
        "https://b.example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:8025/",
        "https://hooks.example.com:x/",
        "https://[/",
    ],
)
def test_whatever_else_is_refused(address: str) -> None:
    """Another scheme, port or host; a login; what only looks like a listed one; nothing at all."""
    with pytest.raises(LineproofError, match=r"alone"):
        refuse_elsewhere(LISTED, address)


def test_nothing_is_listed_at_first() -> None:
    """Then nothing may be called."""
    with pytest.raises(LineproofError, match="no host"):
        refuse_elsewhere(Configuration(data=Path()), "https://hooks.example.com/")
