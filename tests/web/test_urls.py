"""Are addresses what they say? test_access.py tries each of them as everybody."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, resolve, reverse

from lineproof.web.urls import ENTRANCE, Month


def test_a_month_is_one() -> None:
    """2025-13 is no month, and no page."""
    assert Month().to_python("2025-03") == "2025-03"
    assert Month().to_url("2025-03") == "2025-03"
    with pytest.raises(ValueError, match="2025-13"):
        Month().to_python("2025-13")
    assert resolve("/contracts/1/months/2025-03/").view_name == "month"
    for wrong in ("2025-13", "２０２５-03", "2025-3"):
        with pytest.raises(Resolver404):
            resolve(f"/contracts/1/months/{wrong}/")


def test_of_the_entrance_only_what_people_need_is_there() -> None:
    """Nobody changes their address: another server vouches for people by it."""
    names = {getattr(pattern, "name", None) for pattern in ENTRANCE}
    assert {"account_login", "mfa_index", "mfa_add_webauthn"} <= names
    assert not {"account_email", "mfa_signup_webauthn"} & names
    assert reverse("account_login") == "/accounts/login/"
