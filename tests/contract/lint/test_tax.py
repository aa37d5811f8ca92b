"""Are printed taxes checked to the cent, and open tax questions asked?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
TAX = Touches(("tax",))
DAY = dt.date


def charge(**stated: str) -> Table:
    """Return the software of integration-milestones, 490,000.00 with 6 % included."""
    return {"id": "SW", "kind": "one_off", "name": "software", "due": "signed",
            "amount": "490000.00"} | stated  # fmt: skip


def vat(rate: str = "0.06", **fields: Any) -> Table:  # noqa: ANN401 - any field of a tax
    """Return a tax that prices include."""
    return {"id": "VAT", "kind": "tax", "rate": rate, "inclusive": True} | fields


@pytest.mark.parametrize(
    ("tax", "stakes"), [("27735.85", []), ("27735.86", [1]), ("27735.84", [1])]
)
def test_net_and_tax_are_gross(found: Found, tax: str, stakes: list[int]) -> None:
    """462,264.15 + 27,735.85 = 490,000.00."""
    stated = charge(stated_net="462264.15", stated_tax=tax, stated_gross="490000.00")
    findings = found("E-VAT-SUM", terms=[stated, vat()])
    assert [f.amount for f in findings] == stakes
    assert all(f.subject == "SW" and f.touches == TAX for f in findings)


@pytest.mark.parametrize(
    ("inclusive", "amount", "count"),
    [
        (True, "490000.00", 0),
        (True, "462264.15", 1),
        (False, "462264.15", 0),
        (False, "490000.00", 1),
    ],
)
def test_the_amount_is_what_the_document_prints(
    found: Found,
    inclusive: bool,  # noqa: FBT001 - a column of the table
    amount: str,
    count: int,
) -> None:
    """Gross where prices include tax, net where they don't."""
    stated = charge(amount=amount, stated_net="462264.15", stated_gross="490000.00")
    assert len(found("E-VAT-SUM", terms=[stated, vat(inclusive=inclusive)])) == count


@pytest.mark.parametrize(
    ("rate", "tax", "stakes"),
    [
        ("0.06", "27735.85", []),
        ("0.06", "27735.86", [1]),
        ("0.13", "27735.85", [2863583]),
    ],
)
def test_tax_is_net_by_rate_or_gross_by_rate(
    found: Found, rate: str, tax: str, stakes: list[int]
) -> None:
    """462,264.15 × 6 % = 27,735.849, and 490,000 - 490,000/1.06 = 27,735.849: 27,735.85.
    At 13 %: from gross 490,000 - 433,628.32 = 56,371.68, 28,635.83 more; from net 60,094.34.
    """
    stated = charge(stated_net="462264.15", stated_tax=tax, stated_gross="490000.00")
    assert [f.amount for f in found("E-VAT-RATE", terms=[stated, vat(rate)])] == stakes


def test_either_way_of_rounding_is_right(found: Found) -> None:
    """Net 0.25 at 6 % is 0.015, so 0.02; gross 0.27 / 1.06 = 0.2547, so 0.27 - 0.25 = 0.02; of
    gross 0.26 / 1.06 = 0.2453 the tax is 0.26 - 0.25 = 0.01: both are accepted, 0.03 isn't.
    """
    for tax, count in (("0.02", 0), ("0.01", 0), ("0.03", 1)):
        stated = charge(stated_net="0.25", stated_tax=tax, stated_gross="0.26")
        assert len(found("E-VAT-RATE", terms=[stated, vat()])) == count


def test_tax_without_a_printed_amount_or_rate_is_not_judged(found: Found) -> None:
    """No rate agreed, or nothing printed: nothing to compare."""
    stated = charge(stated_net="462264.15", stated_gross="490000.00")
    no_rate = {"id": "VAT", "kind": "tax", "inclusive": True}
    assert found("E-VAT-RATE", terms=[stated, no_rate]) == []
    assert found("E-VAT-RATE", terms=[charge(), vat()]) == []
    assert found("E-VAT-RATE", terms=[stated]) == []


@pytest.mark.parametrize(
    ("tax", "count"),
    [
        ({"rate": "0.06"}, 1),
        ({"rate": "0.06", "inclusive": True}, 0),
        ({"rate": "0.06", "inclusive": False}, 0),
        ({"rate": "0"}, 0),
        ({}, 0),
        ({"rate": "0.06", "nature": "out_of_scope"}, 0),
    ],
)
def test_a_rate_says_whether_prices_include_it(found: Found, tax: Table, count: int) -> None:
    """6 % of a total of 1,200.00 is 72.00; nothing of it is at stake at 0 %."""
    findings = found("Q-TAX-INCLUSIVE", more=[{"id": "VAT", "kind": "tax"} | tax])
    assert [f.amount for f in findings] == [7200] * count


SLA = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
       "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.6"}]}  # fmt: skip
OUTAGE = {"id": "OUT", "kind": "outage_credit", "base": "month_rent",
          "brackets": [{"from_h": "1", "share": "0.1"}]}  # fmt: skip
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001", "base": "overdue_amount"}


@pytest.mark.parametrize(
    ("terms", "subjects"),
    [
        ([SLA, vat()], ["SLA"]),
        ([SLA], []),
        ([SLA, {"id": "VAT", "kind": "tax", "inclusive": True}], []),
        ([SLA | {"tax_nature": "price_reduction"}, vat()], []),
        ([SLA, vat(), vat(id="VAT2", applies_to=["deduction"], nature="price_reduction")], []),
        ([SLA, vat(), vat(id="VAT2", applies_to=["SLA"], nature="price_reduction")], []),
        ([SLA, vat(), vat(id="VAT2", applies_to=["rent"])], ["SLA"]),
        ([OUTAGE, vat()], ["OUT"]),
    ],
)
def test_a_reduction_says_what_it_is_to_the_tax(
    found: Found, terms: list[Table], subjects: list[str]
) -> None:
    """Only where a rate is agreed, and no term says it already."""
    assert [f.subject for f in found("Q-TAX-NATURE", more=terms)] == subjects


def test_the_tax_in_a_months_greatest_reduction_is_at_stake(found: Found) -> None:
    """40 % of 100.00 is 40.00, and 40.00 × 0.06 / 1.06 = 2.26; both keep the tax open."""
    (bands,) = found("Q-TAX-NATURE", more=[SLA, vat()])
    (outage,) = found("Q-TAX-NATURE", more=[OUTAGE, vat()])
    assert (bands.amount, bands.touches) == (226, TAX)
    assert (outage.amount, outage.touches) == (None, TAX)


@pytest.mark.parametrize(
    ("terms", "count"),
    [
        ([LATE, vat()], 1),
        ([LATE], 0),
        ([LATE | {"tax_nature": "out_of_scope"}, vat()], 0),
        ([LATE, vat(), vat(id="V2", applies_to=["late_interest"])], 0),
    ],
)
def test_interest_says_whether_it_bears_tax(found: Found, terms: list[Table], count: int) -> None:
    """Only where a rate is agreed, and no term says it already."""
    assert len(found("Q-TAX-INTEREST", more=terms)) == count


BEFORE: Table = {"effective_to": DAY(2024, 7, 1)}
AFTER: Table = {"id": "NEW", "effective_from": DAY(2024, 7, 1)}


@pytest.mark.parametrize(
    ("terms", "subjects"),
    [
        ([vat(**BEFORE), vat("0.05", **AFTER)], ["VAT", "NEW"]),
        ([vat(**BEFORE), vat("0.06", **AFTER)], []),
        ([vat(**BEFORE, on_rate_change="gross_fixed"), vat("0.05", **AFTER)], ["NEW"]),
        ([vat(**BEFORE, applies_to=["rent"]), vat("0.05", **AFTER, applies_to=["one_off"])], []),
        ([vat()], []),
    ],
)
def test_a_change_of_the_rate_says_what_stays(
    found: Found, terms: list[Table], subjects: list[str]
) -> None:
    """6 % until July, then 5 %, on the same charges."""
    findings = found("Q-TAX-RATE-CHANGE", more=terms)
    assert [f.subject for f in findings] == subjects
    assert all(f.amount == 94 for f in findings)  # 100.00 × 0.01 / 1.06


def test_a_rate_that_an_amendment_changes_is_asked_about_once(found: Found) -> None:
    """The same id in both: one question, one answer for both."""
    amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A1",
                 "replaces": [vat("0.05") | {"clause": "A1"}]}  # fmt: skip
    assert len(found("Q-TAX-RATE-CHANGE", more=[vat()], amendment=[amendment])) == 1
