"""What can be supposed? A field, a price, a score, an answer; anything else is refused with why."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.contract.suppose import supposed
from lineproof.contract.terms.paying import LateInterest
from lineproof.contract.terms.pricing import PriceLines
from lineproof.contract.terms.scoring import Bands
from lineproof.model.errors import InputRefusedError

Made = Callable[..., Any]
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.03", "base": "overdue_amount"}
BANDS = {
    "id": "PAY", "kind": "bands", "metric": "score", "domain": ["0", "100"],
    "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}],
}  # fmt: skip


def _term(case: Any, kind: type) -> Any:  # noqa: ANN401 - any term
    return next(term for term in case.contract.term if isinstance(term, kind))


def test_a_terms_field_is_set_as_its_type(minimal: Made) -> None:
    """0.003 becomes the exact 3/1000; the case it came from is as it was."""
    case = minimal(more=[LATE])
    changed = supposed(case, "LATE.rate=0.003")
    assert _term(changed, LateInterest).rate == Fraction(3, 1000)
    assert _term(case, LateInterest).rate == Fraction(3, 100)


def test_a_part_of_a_field_is_set_by_its_place(minimal: Made) -> None:
    """The second band, counted from 0."""
    changed = supposed(minimal(more=[BANDS]), "PAY.bands[1].factor = 0.85")
    assert [b.factor for b in _term(changed, Bands).bands] == [1, Fraction("0.85")]


def test_whole_numbers_and_choices_are_written_as_they_are(minimal: Made) -> None:
    """25 days, and a choice."""
    changed = supposed(minimal(more=[LATE]), "LATE.right_after_days=25")
    changed = supposed(changed, "LATE.base=contract_amount")
    term = _term(changed, LateInterest)
    assert (term.right_after_days, term.base) == (25, "contract_amount")


def test_a_lines_rent_is_set_on_its_list_or_its_schedule(minimal: Made) -> None:
    """100.00 becomes 120.50 on the price list; 90.00 becomes 9,050 minor units on the schedule."""
    listed = supposed(minimal(), "line:1a.monthly_rent=120.50")
    assert str(_term(listed, PriceLines).lines[0].monthly_rent) == "120.50"
    rows = [{"line": "7", "monthly_rent": 9000, "start": dt.date(2024, 1, 1)}]
    scheduled = supposed(minimal(circuits=rows), "line:7.monthly_rent=90.50")
    assert scheduled.schedules["circuits.csv"].item(0, "monthly_rent") == 9050


def test_a_months_signed_total_is_set(minimal: Made) -> None:
    """What was signed for it gives way; other months and items stay."""
    rows = [
        {"month": "2024-03", "points": "95"},
        {"month": "2024-03", "item": "online", "points": "9"},
        {"month": "2024-04", "points": "80"},
    ]
    changed = supposed(minimal(records={"scores": rows}), "score:2024-03=79.99")
    scores = changed.records["scores"].select("month", "item", "points").rows()
    assert sorted(scores, key=str) == [
        ("2024-03", "online", "9"), ("2024-03", None, "79.99"), ("2024-04", None, "80"),
    ]  # fmt: skip


def test_a_claims_answer_is_set(minimal: Made) -> None:
    """The provider's claim r1, rejected, is taken as accepted."""
    at = dt.datetime(2024, 3, 4, tzinfo=dt.UTC)
    rows = [{"cause": "flood", "from": at, "to": at, "answer": "rejected"}]
    changed = supposed(minimal(records={"exclusions": rows}), "exclusion:r1=accepted")
    assert changed.records["exclusions"].get_column("answer").to_list() == ["accepted"]


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("LATE.rate", "it has no value"),
        ("LATE.rate=", "it has no value"),
        ("NOBODY.rate=1", 'there is no term "NOBODY"'),
        ("LATE.rates=1", 'it has no field "rates"'),
        ("LATE.id=X", 'it has no field "id"'),
        ("LATE.rate=7", "at most 1"),
        ("LATE.base=moon", "overdue_amount"),
        ("PAY.bands[9].factor=1", "the places 0 to 1"),
        ("PAY.bands[0]=1", "the places 0 to 1"),
        ("line:99.monthly_rent=1.00", 'has the line "99"'),
        ("line:1a.bandwidth=8", 'a line has no field "bandwidth"'),
        ("line:1a.monthly_rent=1.001", "1.001"),
        ("score:2024-13=90", "2024-13"),
        ("score:2024-03=many", "many"),
        ("exclusion:x=accepted", 'there is no claim "x"'),
        ("exclusion:x=perhaps", "no answer"),
    ],
)
def test_what_cannot_be_supposed_says_why_and_how(minimal: Made, setting: str, why: str) -> None:
    """One finding, with the forms there are."""
    with pytest.raises(InputRefusedError) as refused:
        supposed(minimal(more=[LATE, BANDS]), setting)
    (finding,) = refused.value.findings
    assert finding.code == "E-SUPPOSED"
    assert why in finding.message
    assert "TERM.field=value" in finding.fix
