"""Is it found when a signature, a hash or an acceptance is missing?"""

import datetime as dt
from collections.abc import Callable

import pytest

from lineproof.model.finding import Finding

Found = Callable[..., list[Finding]]
DAY = dt.date


@pytest.mark.parametrize(
    ("end", "count"),
    [(DAY(2024, 12, 31), 0), (DAY(2025, 1, 1), 1), (DAY(2024, 12, 30), 1), (None, 0)],
)
def test_the_end_is_the_start_and_the_months(found: Found, end: dt.date | None, count: int) -> None:
    """12 months from 1 January 2024 end with 31 December 2024."""
    findings = found("E-END", head={"end": end})
    assert [f.answers for f in findings] == [("as_signed",)] * count
    assert all("end with 2024-12-31" in f.message for f in findings)


@pytest.mark.parametrize(
    ("signed", "count"),
    [(DAY(2023, 12, 31), 0), (DAY(2024, 1, 1), 0), (DAY(2024, 1, 2), 1)],
)
def test_it_is_signed_by_its_start(found: Found, signed: dt.date, count: int) -> None:
    """On 1 January at the latest."""
    assert len(found("W-SIGNED-AFTER-START", head={"signed": signed})) == count


def test_how_late_it_was_signed_is_said(found: Found) -> None:
    """2024 is a leap year: 20 November is 324 days after 1 January (30 + 29 + 31 + 30 + 31 + 30
    + 31 + 31 + 30 + 31 + 20 = 324).
    """
    (finding,) = found("W-SIGNED-AFTER-START", head={"signed": DAY(2024, 11, 20)})
    assert "324 days after" in finding.message


@pytest.mark.parametrize(
    ("signed", "draft", "count"),
    [(None, False, 1), (None, True, 0), (DAY(2024, 1, 1), False, 0)],
)
def test_what_is_no_draft_is_signed(
    found: Found,
    signed: dt.date | None,
    draft: bool,  # noqa: FBT001 - a column of the table
    count: int,
) -> None:
    """A draft may lack the day."""
    assert len(found("W-NOT-SIGNED", head={"signed": signed}, draft=draft)) == count


@pytest.mark.parametrize(
    ("sha256", "draft", "count"), [(None, False, 1), (None, True, 0), ("0" * 64, False, 0)]
)
def test_a_signed_schedule_is_pinned(
    found: Found,
    sha256: str | None,
    draft: bool,  # noqa: FBT001 - a column of the table
    count: int,
) -> None:
    """By its SHA-256, once the contract is no draft."""
    term = {"id": "S", "kind": "circuit_schedule", "file": "circuits.csv"}
    terms = [term if sha256 is None else term | {"sha256": sha256}]
    circuits = [{"line": "1", "id": "C1", "monthly_rent": 100}]
    findings = found("W-HASH-MISSING", terms=terms, circuits=circuits, draft=draft)
    assert len(findings) == count


@pytest.mark.parametrize(
    ("accepted_by", "lacking"),
    [
        ([], ["buyer, provider"]),
        (["buyer"], ["provider"]),
        (["provider"], ["buyer"]),
        (["buyer", "provider"], []),
    ],
)
def test_prose_is_accepted_by_both(
    found: Found, accepted_by: list[str], lacking: list[str]
) -> None:
    """The party that is missing is named."""
    prose = {"id": "U", "kind": "unmodelled", "reason": "prose", "accepted_by": accepted_by}
    findings = found("W-UNMODELLED", more=[prose])
    assert [f.message.partition("by the ")[2] for f in findings] == lacking
