"""Is a token known, good, and not used too often?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import LazySettings
from django.test import RequestFactory
from django.utils import timezone
from tests.web.conftest import Made

from lineproof.web.server.problems import ProblemError
from lineproof.web.who.people import make_token
from lineproof.web.who.rights import Role
from lineproof.web.who.tokens import token_given


def test_a_token_is_used_so_often_in_a_minute(person: Made, settings: LazySettings) -> None:
    """Two allowed: the third is told when to come again; in the next minute it is the first."""
    settings.TOKEN_REQUESTS_A_MINUTE = 2
    made, text = make_token(person(Role.VIEWER), name="program", days=1, now=timezone.now())
    asked = RequestFactory().get("/", headers={"Authorization": f"Bearer {text}"})
    for _ in range(2):
        assert token_given(asked) == made
    with pytest.raises(ProblemError, match="2 times in a minute") as refused:
        token_given(asked)
    assert refused.value.status == 429
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
    made.refresh_from_db()
    assert made.minute is not None
    made.minute -= dt.timedelta(minutes=1)
    made.save()
    assert token_given(asked).used == 1


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer lp_none"])
def test_what_is_no_token_is_none(given: str, db: None) -> None:  # noqa: ARG001
    """401, and how to ask."""
    asked = RequestFactory().get("/", headers={"Authorization": given})
    with pytest.raises(ProblemError) as refused:
        token_given(asked)
    assert refused.value.status == 401
    assert refused.value.headers["WWW-Authenticate"].startswith("Bearer")
