"""Is what waits told to programs, and accepted once?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.api.conftest import API, Called, Program, called

from lineproof.web.doing import acceptance
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.rights import Role


@pytest.fixture
def delivered(harbour: Contract, program: Called, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Return a program of operations, on 20 March 2025: lines 1 and 2 came on the 1st and 3rd."""
    monkeypatch.setattr(acceptance, "today", lambda _case, _now: dt.date(2025, 3, 20))
    one = program(Role.OPERATIONS, harbour)
    rows = [{"line": line, "event": "delivered", "date": day}
            for line, day in (("1", "2025-03-01"), ("2", "2025-03-03"))]  # fmt: skip
    record(harbour, "lifecycle", rows, by=one.user)
    return one


def decided(caller: Program, key: str, **form: object) -> Any:  # noqa: ANN401 - Django's own
    """Decide as a form does."""
    body = {"names": ["line:1", "line:2"], "decision": "accept", "day": "2025-03-05", **form}
    headers = {"Idempotency-Key": key}
    return caller.client.post(f"{API}{caller.of}/acceptance", body, headers=headers)


def test_what_waits_is_accepted_once(delivered: Program) -> None:
    """Two lines, a page each; accepted together with their proof, and sent again: two facts."""
    first = delivered.read("/acceptance?limit=1")
    rest = delivered.read(f"/acceptance?limit=1&after={first['next']}")
    assert [each["name"] for each in (*first["items"], *rest["items"])] == ["line:1", "line:2"]
    assert first["items"][0]["since"] == "2025-03-01"
    inbox = called(delivered.user, None).read("/acceptance")
    assert inbox["items"] == [*first["items"], *rest["items"]]
    proof = SimpleUploadedFile("sheet.pdf", b"%PDF-1.7")
    assert decided(delivered, "k", evidence=proof).json() == {"count": 2}
    proof.seek(0)
    assert decided(delivered, "k", evidence=proof).json() == {"count": 2}
    assert Record.objects.filter(values__event="accepted").count() == 2
    assert called(delivered.user, None).read("/acceptance")["items"] == []


def test_what_can_t_be_decided_is_refused(
    delivered: Program, program: Called, harbour: Contract
) -> None:
    """What doesn't wait, or on a day before it came 409; no verdict, nothing, no day 422."""
    cases: tuple[tuple[dict[str, object], int], ...] = (
        ({"names": ["line:9"]}, 409), ({"day": "2025-03-02"}, 409), ({"day": "2025-03-21"}, 409),
        ({"decision": "shrug"}, 422), ({"names": []}, 422), ({"day": "5 March"}, 422),
    )  # fmt: skip
    for number, (wrong, status) in enumerate(cases):
        refused = decided(delivered, f"k{number}", **wrong)
        assert refused.status_code == status, (wrong, refused.content)
    assert decided(program(Role.VIEWER, harbour), "k").status_code == 403
    assert not Record.objects.filter(values__event="accepted").exists()
