"""Do findings block what they should?"""

import pytest

from lineproof.model.finding import (
    EVERYTHING,
    NOTHING,
    Finding,
    Severity,
    Status,
    count_open,
    error,
)


def finding(severity: Severity, status: Status = Status.OPEN) -> Finding:
    """Return a finding."""
    return Finding("X-CODE", severity, "m", "f:1", "fix", status=status)


@pytest.mark.parametrize(
    ("severity", "is_block"),
    [(Severity.ERROR, True), (Severity.QUESTION, True), (Severity.WARNING, False)],
)
def test_open_errors_and_questions_block(
    severity: Severity,
    is_block: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Warnings don't, and nothing does once it is answered."""
    assert finding(severity).is_open_block is is_block
    assert not finding(severity).answered().is_open_block


def test_an_answered_finding_is_the_same_but_for_its_status() -> None:
    """It stays listed."""
    before = finding(Severity.QUESTION)
    assert before.answered() == finding(Severity.QUESTION, Status.ANSWERED)
    assert before.status is Status.OPEN


def test_only_open_findings_of_a_severity_are_counted() -> None:
    """Two errors, one answered; one warning."""
    found = [finding(Severity.ERROR), finding(Severity.ERROR).answered(), finding(Severity.WARNING)]
    assert count_open(found, Severity.ERROR) == 1
    assert count_open(found, Severity.QUESTION) == 0


def test_readers_errors_touch_nothing_of_their_own() -> None:
    """They keep a file from being used at all."""
    found = error("E-X", "m", where="f:1")
    assert (found.severity, found.touches) == (Severity.ERROR, NOTHING)
    assert NOTHING.charges == ()
    assert set(EVERYTHING.charges) > {"rent", "due"}
