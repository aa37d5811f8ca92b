"""Is what is sent what is asked for, and nothing more?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from tests.web.api.conftest import Called, told

from lineproof.web.api.shapes import Text, iso
from lineproof.web.kept.contracts import Contract, SealProposal
from lineproof.web.who.rights import Role

JANUARY = {"month": "2025-01"}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body.body.month"),
        ({"month": "2025-13"}, "body.body.month"),
        ({"month": 202501}, "body.body.month"),
        ({**JANUARY, "result_hash": "0" * 64, "state": "approved"}, "body.body.result_hash"),
        ([], "body.body"),
    ],
)
def test_what_isn_t_asked_for_is_refused(
    body: Any,  # noqa: ANN401 - whatever somebody sends
    where: str,
    contract: Contract,
    program: Called,
) -> None:
    """Missing, wrong, or more than is asked for: a field that only we set can't be sent along."""
    refused = program(Role.FINANCE, contract).post("/seal-proposals", body)
    assert refused.status_code == 422
    assert where in told(refused)
    assert where in [each["where"] for each in refused.json()["findings"]]
    assert not SealProposal.objects.exists()


def test_a_text_is_what_every_database_holds() -> None:
    """No NUL, no line feed, 500 characters."""
    text: TypeAdapter[str] = TypeAdapter(Text)
    assert text.validate_python("第一条, “clause” <b>") == "第一条, “clause” <b>"
    for wrong in ("a\x00", "a\nb", "x" * 501, "\ud800"):
        with pytest.raises(ValidationError):
            text.validate_python(wrong)


def test_days_and_instants_are_iso() -> None:
    """Instants in UTC, wherever they were."""
    east = dt.timezone(dt.timedelta(hours=8))
    assert iso(dt.datetime(2025, 3, 1, 8, tzinfo=east)) == "2025-03-01T00:00:00+00:00"
    assert iso(dt.date(2025, 3, 1)) == "2025-03-01"
    assert iso(None) is None
