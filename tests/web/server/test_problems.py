"""Is a program told of what can't be in one form, with all that is wrong?"""

from __future__ import annotations

import json

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.finding import error
from lineproof.web.server.problems import PROBLEM, ProblemError, problem, problem_of


def test_a_problem_has_its_type_and_words() -> None:
    """404 is "Not Found"."""
    told = problem(404, "it isn't there")
    assert (told.status_code, told["Content-Type"]) == (404, PROBLEM)
    assert json.loads(told.content) == {
        "type": "about:blank", "title": "Not Found", "status": 404,
        "detail": "it isn't there", "findings": [],
    }  # fmt: skip


def test_an_error_is_told_with_its_findings_and_headers() -> None:
    """A refusal with two findings; one with a header; any other."""
    two = tuple(error(code, "wrong", where="a:1", fix="mend it") for code in ("E-ONE", "E-TWO"))
    told = problem_of(InputRefusedError(two))
    assert told.status_code == 422
    assert [each["code"] for each in json.loads(told.content)["findings"]] == ["E-ONE", "E-TWO"]
    assert json.loads(told.content)["findings"][0]["fix"] == "mend it"
    again = problem_of(ProblemError(429, "too often", Retry_After="7"))
    assert (again.status_code, again["Retry-After"]) == (429, "7")
    assert problem_of(LineproofError("no")).status_code == 422
