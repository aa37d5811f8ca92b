"""How is a program told that something can't be? As problem details (RFC 9457), always the same.

A page tells a person the same in words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from lineproof.model.errors import InputRefusedError, LineproofError

PROBLEM = "application/problem+json"


class ProblemError(LineproofError):
    """What a program asked can't be done; the message says why."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        """Keep the status, and headers by name, `_` for `-`."""
        super().__init__(detail)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem(
    status: int,
    detail: str,
    *,
    findings: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """Return the answer that tells of a problem. findings: each one's code, message, where, fix."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "findings": [dict(finding) for finding in findings],
    }
    return JsonResponse(told, status=status, content_type=PROBLEM, headers=headers)


def problem_of(error: LineproofError) -> JsonResponse:
    """Return the answer that tells of an error, with all of its findings."""
    if isinstance(error, ProblemError):
        return problem(error.status, str(error), headers=error.headers)
    findings = error.findings if isinstance(error, InputRefusedError) else ()
    told = (
        {"code": f.code, "message": f.message, "where": f.where, "fix": f.fix} for f in findings
    )
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), findings=told)
