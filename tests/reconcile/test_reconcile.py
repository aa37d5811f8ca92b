"""Is each kind of mistake found, with its cause and its money? One mistake at a time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.model.bill import Bill
from lineproof.model.errors import InputRefusedError
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date
MARCH = {"from": D(2024, 3, 1), "to": D(2024, 4, 1)}
Compared = Callable[..., Reconciliation]
Told = Callable[[Reconciliation], list[tuple[Any, ...]]]

#: Four circuits in March 2024: all of it; from the 4th on (28 of 31 days of 900.00 is 812.90);
#: ceased in February; not accepted before April.
CIRCUITS = [
    {"line": "1", "id": "C1", "service": "access", "monthly_rent": 60_000, "start": D(2024, 1, 1)},
    {"line": "2", "id": "C2", "service": "access", "monthly_rent": 90_000},
    {"line": "3", "id": "C3", "monthly_rent": 50_000, "start": D(2024, 1, 1)},
    {"line": "4", "id": "C4", "monthly_rent": 40_000},
]
RECORDS = {
    "lifecycle": [
        {"line": "2", "event": "accepted", "date": D(2024, 3, 4)},
        {"line": "3", "event": "ceased", "date": D(2024, 2, 10)},
        {"line": "4", "event": "accepted", "date": D(2024, 4, 1)},
    ],
    "orders": [{"order": "PO-7", "line": "1", "ordered": D(2023, 12, 1)}],
}
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}
OBJECTION = {"id": "OBJECT", "kind": "bill_objection", "clause": "8.1", "within": 30,
             "unit": "days", "meanwhile": "withhold_disputed",
             "back_billing_months": 6}  # fmt: skip
#: What is right.
ONE = {"circuit": "C1", "gross": 60_000, **MARCH}
TWO = {"circuit": "C2", "gross": 81_290, "from": D(2024, 3, 4), "to": D(2024, 4, 1)}


@pytest.fixture(scope="module")
def march(claimed: Callable[..., Owed]) -> Owed:
    """Return what the contract claims for March 2024: 600.00 and 812.90."""
    return claimed("2024-03", terms=(PART, OBJECTION), circuits=CIRCUITS, records=RECORDS)


def test_a_right_bill_has_no_difference(march: Owed, compared_to: Compared, told: Told) -> None:
    """600.00 + 812.90 = 1,412.90 on both sides, and all of it is undisputed."""
    found = compared_to(march, [ONE, TWO])
    assert (found.billed, found.expected, found.undisputed) == (141_290, 141_290, 141_290)
    assert (told(found), found.causes, found.unproven) == ([], {}, None)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([{**ONE, "gross": 90_000, "price": "900"}, TWO],
                     [("1", "wrong_price", 30_000)], id="900 where 600 was agreed"),
        pytest.param([{**ONE, "gross": 90_000}, TWO],
                     [("1", "wrong_price", 30_000)], id="the same, and no price is printed"),
        pytest.param([ONE, {**TWO, "gross": 90_000, **MARCH}],
                     [("2", "wrong_proration", 8_710)], id="a part-month billed in full"),
        pytest.param([ONE, {**TWO, "gross": 84_000}],
                     [("2", "wrong_proration", 2_710)], id="28/30 where 28/31 was agreed"),
        pytest.param([ONE, {**TWO, "gross": 90_000}],
                     [("2", "wrong_proration", 8_710)], id="in full, its days printed right"),
        pytest.param([{**ONE, "gross": 62_000}, TWO],
                     [("1", "wrong_proration", 2_000)], id="31/30 of a full month"),
        pytest.param([{**ONE, "gross": 120_000, "quantity": "2", "price": "600"}, TWO],
                     [("1", "wrong_quantity", 60_000)], id="two where one was ordered"),
        pytest.param([ONE, TWO, ONE], [("1", "billed_twice", 60_000)], id="the same line twice"),
        pytest.param([ONE, TWO, {**ONE, "gross": 70_000}],
                     [("1", "billed_twice", 70_000)], id="twice, at another price"),
        pytest.param([ONE, TWO, {**ONE, "circuit": "C3", "gross": 50_000}],
                     [("3", "ceased", 50_000)], id="ceased in February"),
        pytest.param([ONE, TWO, {**ONE, "circuit": "C4", "gross": 40_000}],
                     [("4", "not_yet_accepted", 40_000)], id="accepted in April"),
        pytest.param([ONE, TWO, {**ONE, "circuit": "X9", "gross": 12_300}],
                     [("", "unknown_id", 12_300)], id="nobody's circuit"),
        pytest.param([ONE, TWO, {"charge": "surcharge", "product": "fuel", "gross": 500}],
                     [("", "surcharge", 500)], id="a charge without a term"),
        pytest.param([ONE, TWO, {**ONE, "charge": "surcharge", "product": "fuel", "gross": 500}],
                     [("1", "surcharge", 500)], id="the same, on a circuit"),
        pytest.param([ONE, TWO, {"charge": "balance", "gross": 7_000}],
                     [("", "carried_balance", 7_000)], id="an earlier balance"),
        pytest.param([ONE, TWO, {"charge": "interest", "gross": 900}],
                     [("", "late_fee", 900)], id="interest without a clause"),
        pytest.param([TWO], [("1", "not_billed", -60_000)], id="a circuit is absent"),
        pytest.param([ONE, TWO, {**ONE, "from": D(2024, 2, 1), "to": D(2024, 3, 1)}],
                     [("1", "wrong_period", 60_000)], id="February on March's bill"),
        pytest.param([ONE, TWO, {**ONE, "from": D(2023, 9, 1), "to": D(2023, 10, 1)}],
                     [("1", "outside_term", 60_000)], id="before the contract began"),
        pytest.param([ONE, {**TWO, "gross": 81_291}],
                     [("2", "unexplained", 1)], id="a cent that nothing explains"),
        pytest.param([ONE, {**TWO, "gross": 81_284}],
                     [("2", "rounding", -6)], id="28 times R(900.00 / 31) is 812.84"),
        pytest.param([{**ONE, "gross": 70_000, "price": "600"}, TWO],
                     [("1", "unexplained", 10_000)], id="the printed price isn't what is billed"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_cause(
    march: Owed, compared_to: Compared, told: Told, rows: list[Any], expected: list[Any]
) -> None:
    """Only the mistake differs, by its own money, in minor units."""
    found = compared_to(march, rows)
    assert told(found) == expected
    assert sum(found.causes.values()) == found.billed - found.expected


@pytest.mark.parametrize(
    ("issued", "cause"),
    [(D(2024, 8, 1), "back_billing"), (D(2024, 7, 31), "wrong_period")],
)
def test_back_billing_begins_where_the_clause_ends(
    march: Owed, compared_to: Compared, told: Told, issued: dt.date, cause: str
) -> None:
    """Six months before 2024-08-01 is 2024-02-01, January's end; a day earlier it isn't past."""
    january = {**ONE, "from": D(2024, 1, 1), "to": D(2024, 2, 1)}
    found = compared_to(march, [ONE, TWO, january], issued=issued)
    assert told(found) == [("1", cause, 60_000)]


def test_what_comes_too_late_is_owed_no_more(
    march: Owed, compared_to: Compared, told: Told
) -> None:
    """March billed on 2024-10-01 lies six months back: 600.00 and 812.90 are refused whole."""
    found = compared_to(march, [ONE, TWO], issued=D(2024, 10, 1))
    assert told(found) == [("1", "back_billing", 60_000), ("2", "back_billing", 81_290)]
    assert (found.expected, found.undisputed) == (0, 0)


def test_the_order_names_a_line_without_its_circuit(
    march: Owed, compared_to: Compared, told: Told
) -> None:
    """PO-7 is line 1's order."""
    assert told(compared_to(march, [{**ONE, "circuit": None, "order": "PO-7"}, TWO])) == []


def test_a_likeness_is_a_suggestion_and_never_a_match(march: Owed, compared_to: Compared) -> None:
    """C1 is billed as Cl: 600.00 is unknown, 600.00 not billed, and nothing nets them."""
    found = compared_to(march, [{**ONE, "circuit": "Cl"}, TWO])
    assert found.causes == {Cause.UNKNOWN_ID: 60_000, Cause.NOT_BILLED: -60_000}
    rows = found.differences.filter(pl.col("cause") == "unknown_id")
    assert rows.select("circuit", "suggestion").rows() == [("Cl", "C1")]


def test_a_bill_in_another_currency_is_not_compared(
    march: Owed, compared_to: Compared, told: Told
) -> None:
    """600.00 in dollars pays no line: it differs whole, and both lines are still owed."""
    found = compared_to(march, [ONE], currency="USD")
    assert told(found) == [
        ("1", "not_billed", -60_000), ("1", "wrong_currency", 60_000), ("2", "not_billed", -81_290),
    ]  # fmt: skip


def test_an_unknown_circuit_of_another_contract_says_so(
    march: Owed, compared_to: Compared, told: Told
) -> None:
    """Z1 names a contract that isn't the one compared."""
    strange = {**ONE, "circuit": "Z1", "contract": "other", "gross": 100}
    assert told(compared_to(march, [ONE, TWO, strange])) == [("", "wrong_contract", 100)]


def test_what_another_bill_has_is_billed_twice(
    march: Owed, bill_of: Callable[..., Bill], told: Told
) -> None:
    """B0 billed C1's March already: B1 asks for 600.00 again, and 812.90 that is owed."""
    others = [bill_of([ONE], number="B0")]
    found = reconcile([march], [bill_of([ONE, TWO])], others=others)
    assert told(found) == [("1", "billed_twice", 60_000)]
    assert found.expected == 81_290


def test_two_bills_may_share_a_month(march: Owed, bill_of: Callable[..., Bill], told: Told) -> None:
    """B0 has C1 and B1 the rest: neither lacks what the other has."""
    first, second = bill_of([ONE], number="B0"), bill_of([TWO])
    assert told(reconcile([march], [second], others=[first])) == []
    assert told(reconcile([march], [first, second])) == []


def test_a_credit_note_takes_back_what_it_names(
    march: Owed, bill_of: Callable[..., Bill], told: Told
) -> None:
    """900.00 billed, 300.00 given back: 600.00 is what is owed, with the bill or after it."""
    wrong = bill_of([{**ONE, "gross": 90_000}, TWO])
    note = bill_of([{**ONE, "gross": -30_000}], number="N1", kind="credit_note", credits=("B1",))
    assert told(reconcile([march], [wrong, note])) == []
    alone = reconcile([march], [note], others=[wrong])
    assert (told(alone), alone.expected) == ([], -30_000)


def test_a_red_reversal_of_all_leaves_everything_unbilled(
    march: Owed, bill_of: Callable[..., Bill]
) -> None:
    """Both lines are billed and taken back: they are owed still."""
    bill = bill_of([ONE, TWO])
    red = bill_of([{**row, "gross": -int(str(row["gross"]))} for row in (ONE, TWO)], number="R1",
                  kind="credit_note", credits=("B1",))  # fmt: skip
    found = reconcile([march], [bill, red])
    assert (found.billed, found.causes) == (0, {Cause.NOT_BILLED: -141_290})


def test_sums_beyond_what_can_be_compared_are_refused(march: Owed, compared_to: Compared) -> None:
    """2^62 minor units twice don't fit 64 bits."""
    with pytest.raises(InputRefusedError, match="more than can be compared"):
        compared_to(march, [{**ONE, "gross": 2**61}, TWO], total=0)


def test_contracts_of_different_currencies_are_refused(
    claimed: Callable[..., Owed], bill_of: Callable[..., Bill]
) -> None:
    """100.00 CNY and 100.00 EUR aren't 200.00 of anything; two contracts of one currency are."""
    rows = [{"circuit": "C1", "gross": 10_000}]
    each = [
        claimed("2024-03", terms=(), circuits=CIRCUITS, head={"id": name, "currency": currency})
        for name, currency in (("one", "CNY"), ("other", "EUR"), ("third", "CNY"))
    ]
    with pytest.raises(InputRefusedError) as refused:
        reconcile(each[:2], [bill_of(rows)])
    (finding,) = refused.value.findings
    assert finding.code == "E-CONTRACTS-CURRENCY"
    assert "one in CNY, other in EUR" in finding.message
    assert reconcile([each[0], each[2]], [bill_of(rows)]).currency == "CNY"
