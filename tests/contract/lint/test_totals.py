"""Are figures that don't add up found, and those that do left alone?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding, Touches

Found = Callable[..., list[Finding]]


def prices(**line: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any key of a line
    """Return a price list of one line: 2 × 100.00 a month."""
    usual = {"line": "1a", "name": "access", "qty": 2, "monthly_rent": "100.00"}
    return [{"id": "PRICES", "kind": "price_lines", "lines": [usual | line]}]


SHARED = {
    "id": "PLAN",
    "kind": "payment_plan",
    "mode": "milestones",
    "items": [{"item": "all", "share": "1", "triggers": ["signed"]}],
}


@pytest.mark.parametrize(
    ("stated", "amounts"),
    [("2400.00", []), ("2400.01", [1]), ("2399.99", [1]), ("3000.00", [60000])],
)
def test_the_total_is_the_sum_of_the_prices(found: Found, stated: str, amounts: list[int]) -> None:
    """2 × 12 months × 100.00 = 2,400.00; a cent more or less is an error of a cent."""
    findings = found("E-TOTAL", terms=prices(), head={"stated_total": stated})
    assert [f.amount for f in findings] == amounts


def test_a_wrong_total_quotes_both_figures_and_can_be_accepted(found: Found) -> None:
    """2,400.00 priced, 2,500.00 stated: 100.00 at stake."""
    (finding,) = found("E-TOTAL", terms=prices(), head={"stated_total": "2500.00"})
    assert "2,500.00 CNY" in finding.message
    assert "2,400.00 CNY" in finding.message
    assert finding.answers == ("as_signed",)
    assert finding.subject == "contract"
    assert finding.where == "contract.toml:12"


@pytest.mark.parametrize(("plan", "touches"), [([], NOTHING), ([SHARED], Touches(("due",)))])
def test_a_wrong_total_touches_what_is_due_only_where_a_plan_shares_it_out(
    found: Found, plan: list[dict[str, Any]], touches: Touches
) -> None:
    """Monthly rent doesn't depend on the stated total; 100 % of it does."""
    terms = [*prices(), *plan]
    (finding,) = found("E-TOTAL", terms=terms, head={"stated_total": "1.00"})
    assert finding.touches == touches


def test_a_total_may_count_circuits_instead_of_the_places_they_take(found: Found) -> None:
    """One of 2 places goes to a circuit at 150.00: 12 × (100.00 + 150.00) = 3,000.00."""
    circuits = [{"line": "7", "id": "C7", "monthly_rent": 15000, "price_line": "1a"}]
    right, wrong = (
        found("E-TOTAL", terms=prices(), circuits=circuits, head={"stated_total": total})
        for total in ("3000.00", "3600.00")
    )
    assert right == []
    assert [f.amount for f in wrong] == [60000]


def test_a_total_may_include_tax_that_comes_on_top(found: Found) -> None:
    """2,400.00 net at 19 % is 456.00 of tax: 2,856.00; net itself is fine too."""
    terms = [*prices(), {"id": "VAT", "kind": "tax", "rate": "0.19", "inclusive": False}]
    counts = [
        len(found("E-TOTAL", terms=terms, head={"stated_total": total}))
        for total in ("2400.00", "2856.00", "2856.01")
    ]
    assert counts == [0, 0, 1]


def test_a_total_may_count_a_bundles_fee_once_or_each_month(found: Found) -> None:
    """2,400.00 and a fee of 30.00: 2,430.00 once, 2,760.00 for 12 months; 2,460.00 is neither."""
    bundle = {"id": "B", "kind": "bundle", "unit": "message", "included": 1, "fee": "30.00",
              "overage_price": "0.12"}  # fmt: skip
    counts = [
        len(found("E-TOTAL", terms=[*prices(), bundle], head={"stated_total": total}))
        for total in ("2400.00", "2430.00", "2760.00", "2460.00")
    ]
    assert counts == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("line", "amounts"),
    [
        ({"stated_amount": "2400.00"}, []),
        ({"stated_amount": "2400.01"}, [1]),
        ({"stated_amount": "1000.00", "months": 5}, []),
        ({"stated_amount": "1200.00", "months": 5}, [20000]),
    ],
)
def test_a_lines_amount_is_quantity_by_months_by_rent(
    found: Found, line: dict[str, Any], amounts: list[int]
) -> None:
    """2 × 12 × 100.00 = 2,400.00; for 5 months 1,000.00, so that 1,200.00 is 200.00 too much."""
    findings = found("E-LINE-AMOUNT", terms=prices(**line))
    assert [f.amount for f in findings] == amounts
    assert all(f.touches == Touches(("rent",), ("1a",)) for f in findings)


def test_a_price_list_for_part_of_the_term_counts_its_own_months(found: Found) -> None:
    """From 1 October on, 3 of 12 months: 2 × 3 × 100.00 = 600.00."""
    (term,) = prices(stated_amount="600.00")
    day = dt.date(2024, 10, 1)
    assert found("E-LINE-AMOUNT", terms=[term | {"effective_from": day}]) == []
    assert len(found("E-LINE-AMOUNT", terms=[term])) == 1


@pytest.mark.parametrize(("stated", "count"), [(3, 0), (2, 1), (4, 1)])
def test_the_stated_count_is_what_is_listed(found: Found, stated: int, count: int) -> None:
    """2 places, one of them named, and one circuit beside them: 3."""
    circuits = [
        {"line": "7", "id": "C7", "monthly_rent": 100, "price_line": "1a"},
        {"line": "8", "id": "C8", "monthly_rent": 100},
    ]
    head = {"stated_count": stated}
    assert len(found("E-COUNT", terms=prices(), circuits=circuits, head=head)) == count


@pytest.mark.parametrize(("named", "amounts"), [(2, []), (3, [120000])])
def test_no_more_circuits_are_named_than_there_are_places(
    found: Found, named: int, amounts: list[int]
) -> None:
    """Two circuits fill 2 places; a third is one too many: 12 × 100.00 = 1,200.00."""
    circuits = [
        {"line": str(n), "id": f"C{n}", "monthly_rent": 100, "price_line": "1a"}
        for n in range(named)
    ]
    findings = found("E-COUNT", terms=prices(), circuits=circuits)
    assert [f.amount for f in findings] == amounts
    assert all("lines 0, 1, 2" in f.message for f in findings)


def test_a_circuit_takes_its_place_out_of_a_line_there_is(found: Found) -> None:
    """1a is there, 1a.1 isn't: the fix names 1a."""
    circuits = [
        {"line": "7", "id": "C7", "monthly_rent": 100, "price_line": "1a"},
        {"line": "8", "id": "C8", "monthly_rent": 100, "price_line": "1a.1"},
    ]
    (finding,) = found("E-PRICE-LINE-UNKNOWN", terms=prices(), circuits=circuits)
    assert (finding.where, finding.fix) == ("circuits.csv:3", 'Did you mean "1a"?')


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("贰仟肆佰元整", []),
        ("人民币贰仟肆佰圆正", []),
        ("CNY two thousand four hundred", []),
        ("贰仟肆佰零壹元整", [100]),
        ("玖玖万元整", [None]),
        ("two thousand and nonsense", [None]),
    ],
)
def test_the_total_in_words_is_the_total(
    found: Found, words: str, amounts: list[int | None]
) -> None:
    """2,400.00 in Chinese and English; 2,401.00 is 1.00 off; two are no amounts."""
    head = {"stated_total": "2400.00", "stated_total_words": words}
    findings = found("E-WORDS", terms=prices(), head=head)
    assert [f.amount for f in findings] == amounts


def test_words_in_another_language_are_said_to_be_unread(found: Found) -> None:
    """German isn't read: no error is claimed, and nothing is hidden."""
    head = {"stated_total": "2400.00", "stated_total_words": "zweitausendvierhundert"}
    assert found("E-WORDS", terms=prices(), head=head) == []
    (finding,) = found("W-UNREAD", terms=prices(), head=head | {"calendar": None})
    assert "zweitausendvierhundert" in finding.message
