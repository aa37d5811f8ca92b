"""Is every planted mistake found, with its cause and its money, and none in a right bill?

The bills are made here, by whole numbers alone, and know nothing of how they are compared. A seed
bills a few circuits of its own in one of the ways that carriers do; a thousand seeds share a bill.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
import pytest

from lineproof.contract.case import Case, view
from lineproof.model.bill import BILL_LINES, Bill, BilledTotals
from lineproof.reconcile.owed import Owed, owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.settle.settle import Asked, settle

D = dt.date
FIRST, AFTER = D(2024, 3, 1), D(2024, 4, 1)
FULL, BEGUN = 31, D(2024, 3, 12)
PART = (AFTER - BEGUN).days
TERMS = (
    {"id": "PART", "kind": "proration", "method": "actual_days"},
    {"id": "CARD", "kind": "scorecard", "base": "100",
     "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
    {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
     "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]},
    {"id": "OBJECT", "kind": "bill_objection", "within": 30, "unit": "days",
     "meanwhile": "withhold_disputed", "back_billing_months": 3},
)  # fmt: skip
SCORES = {"scores": [{"month": "2024-03", "points": "80"}]}
ISSUED = D(2024, 4, 2)
Row = dict[str, Any]
Sums = dict[str, int]


@dataclass(frozen=True)
class Circuit:
    """A circuit of the contract: its rent in minor units, and its days in service in the month."""

    id: str
    rent: int
    days: int = FULL

    def cost(self, *, rent: int | None = None, days: int | None = None, tenths: int = 9) -> int:
        """Return rent × days/31 × tenths/10, half away from zero."""
        above = (self.rent if rent is None else rent) * (self.days if days is None else days)
        return (2 * above * tenths + FULL * 10) // (2 * FULL * 10)

    @property
    def days_printed(self) -> Row:
        """The days in service as a bill prints them."""
        return {"from": FIRST if self.days == FULL else BEGUN, "to": AFTER}


def vat(net: int) -> int:
    """Return 19 % of an amount, half away from zero."""
    size = (2 * abs(net) * 19 + 100) // 200
    return size if net >= 0 else -size


class World:
    """A contract of some circuits and what it claims, and the circuits that owe nothing."""

    def __init__(self, minimal: Callable[..., Case], count: int, *, is_taxed: bool = False) -> None:
        """Make the contract: a fifth of its circuits began within the month."""
        chance = random.Random(20240301)  # noqa: S311 - no secret
        self.is_taxed = is_taxed
        self.circuits = [
            Circuit(f"C{n:06}", chance.randrange(1_000, 300_000), PART if n % 5 == 4 else FULL)
            for n in range(count)
        ]
        rows = [
            {"line": str(n), "id": c.id, "monthly_rent": c.rent,
             "start": D(2024, 1, 1) if c.days == FULL else BEGUN}
            for n, c in enumerate(self.circuits, start=1)
        ]  # fmt: skip
        idle = {"line": "A", "id": "CEASED", "start": D(2024, 1, 1)}, {"line": "B", "id": "LATER"}
        over = {"line": "D", "id": "OVER", "start": D(2024, 1, 1), "end": D(2024, 2, 10)}
        rows += [{**row, "monthly_rent": 5_000} for row in (*idle, over)]
        lifecycle = [{"line": "A", "event": "ceased", "date": D(2024, 2, 10)}]
        tax = {"id": "VAT", "kind": "tax", "rate": "0.19", "inclusive": False}
        case = minimal(
            circuits=rows, terms=(*TERMS, *((tax,) if is_taxed else ())),
            records={**SCORES, "lifecycle": lifecycle},
        )  # fmt: skip
        self.claim: Owed = owed(view(case), [settle(case, Asked(FIRST, findings=()))])

    def right(self, circuit: Circuit, chance: random.Random) -> list[Row]:
        """Return a circuit's month as one carrier or another bills it: 90 % of its rent."""
        full, left = circuit.cost(tenths=10), circuit.cost()
        own = {"circuit": circuit.id}
        part = chance.randrange(full + 1)
        ways: list[list[Row]] = [
            [{**own, "gross": left}],
            [{**own, "gross": left, **circuit.days_printed}],
            [{**own, "gross": full, "price": price_text(circuit.rent)},
             {**own, "gross": left - full, "charge": "credit"}],
            [{**own, "gross": full, "charge": "rent", "quantity": "1"},
             {**own, "gross": left - full}],
            [{**own, "gross": part}, {**own, "gross": full - part},
             {**own, "gross": left - full, "charge": "credit"}],
        ]  # fmt: skip
        return chance.choice(ways)

    def bill(self, rows: list[Row], chance: random.Random) -> Bill:
        """Return a bill of some rows in any order; with tax, each row prints its own."""
        rows = [dict(row) for row in rows]
        chance.shuffle(rows)
        for number, row in enumerate(rows, start=1):
            row |= {"row": number, "line": str(number)}
            if self.is_taxed:
                net = row.pop("gross")
                tax = row.pop("own_tax", vat(net))
                row |= {"net": net, "tax": tax, "gross": net + tax}
        lines = pl.DataFrame(rows, schema=BILL_LINES.schema(), infer_schema_length=None)
        total = int(lines["gross"].sum())
        if self.is_taxed:  # its tax is that of the sum, as the contract rounds it
            net = int(lines["net"].sum())
            strange = sum(row["tax"] - vat(row["net"]) for row in rows)
            total = net + vat(net) + strange
        return Bill(
            number="B1", kind="invoice", issued=ISSUED, currency="CNY", digits=2, seller="P",
            buyer="B", totals=BilledTotals(None, None, total), lines=lines, file="b", sha256="",
        )  # fmt: skip


def price_text(minor: int) -> str:
    """Return a price as a bill prints it."""
    return f"{minor // 100}.{minor % 100:02}".rstrip("0").rstrip(".")


def planted(
    world: World, circuit: Circuit, mistake: str, chance: random.Random
) -> tuple[list[Row], Sums]:
    """Return a circuit's rows with a mistake in them, and what it comes to by cause."""
    amount = chance.randrange(1_000, 100_000)
    right = world.right(circuit, chance)
    if mistake == "billed_twice":
        return [*right, *right], {mistake: circuit.cost()}
    if mistake == "not_billed":
        return [], {mistake: -circuit.cost()}
    if mistake in EXTRA:
        return [*right, {"gross": amount, **EXTRA[mistake](circuit, amount)}], {mistake: amount}
    row, billed = WRONG[mistake](circuit, amount)
    rows: list[Row] = [{"circuit": circuit.id, **circuit.days_printed, **row}]
    if mistake == "missing_credit" and chance.random() < 0.5:
        half = (circuit.cost(tenths=10) - circuit.cost()) // 2
        rows += [{**rows[0], "charge": "credit", "gross": -half}] if half else []
        billed -= half
    return rows, {mistake: billed - circuit.cost()}


def extra_row(**row: object) -> Callable[[Circuit, int], Row]:
    """Return what makes a row that nothing owes; `{n}` in a text is a number of its own."""

    def made(circuit: Circuit, amount: int) -> Row:
        texts = {
            k: v.format(n=amount, own=circuit.id) for k, v in row.items() if isinstance(v, str)
        }
        return row | texts

    return made


#: What stands on the bill besides a circuit's right rows.
EXTRA: dict[str, Callable[[Circuit, int], Row]] = {
    "ceased": extra_row(circuit="CEASED"),
    "not_yet_accepted": extra_row(circuit="LATER", **{"from": FIRST, "to": AFTER}),
    "outside_term": extra_row(circuit="OVER"),
    "unknown_id": extra_row(circuit="X{n}"),
    "wrong_contract": extra_row(circuit="X{n}", contract="another"),
    "surcharge": extra_row(circuit="{own}", charge="surcharge"),
    "carried_balance": extra_row(charge="balance"),
    "late_fee": extra_row(charge="interest"),
    "back_billing": extra_row(circuit="{own}", **{"from": D(2023, 1, 1), "to": D(2024, 1, 2)}),
    "wrong_period": extra_row(circuit="{own}", **{"from": D(2024, 2, 1), "to": FIRST}),
}


def dearer(circuit: Circuit, amount: int) -> tuple[Row, int]:
    """Bill another price, and print it."""
    price = circuit.rent + amount
    billed = circuit.cost(rent=price)
    return {"gross": billed, "price": price_text(price)}, billed


def threefold(circuit: Circuit, _: int) -> tuple[Row, int]:
    """Bill three units where one is."""
    billed = 3 * circuit.cost()
    return {"gross": billed, "quantity": "3", "price": price_text(circuit.rent)}, billed


def other_days(circuit: Circuit, _: int) -> tuple[Row, int]:
    """Bill a part of a month in full, and of a full one 20 days."""
    days = FULL if circuit.days < FULL else 20
    billed = circuit.cost(days=days)
    return {"from": AFTER - dt.timedelta(days=days), "to": AFTER, "gross": billed}, billed


def uncredited(circuit: Circuit, _: int) -> tuple[Row, int]:
    """Bill the rent without its credit."""
    billed = circuit.cost(tenths=10)
    return {"gross": billed, "price": price_text(circuit.rent)}, billed


def by_the_day(circuit: Circuit, _: int) -> tuple[Row, int]:
    """Round the price of a day first."""
    a_day = (2 * circuit.rent + FULL) // (2 * FULL)
    billed = (2 * a_day * circuit.days * 9 + 10) // 20
    return {"gross": billed, "price": price_text(circuit.rent)}, billed


def odd(circuit: Circuit, _: int) -> tuple[Row, int]:
    """Bill 7.77 more than the printed price explains."""
    billed = circuit.cost() + 777
    return {"gross": billed, "price": price_text(circuit.rent)}, billed


def overtaxed(circuit: Circuit, amount: int) -> tuple[Row, int]:
    """Print more tax than the rate comes to."""
    left = circuit.cost()
    return {"gross": left, "own_tax": vat(left) + amount}, left + amount


#: What stands there in the place of a circuit's right rows, and what that bills.
WRONG: dict[str, Callable[[Circuit, int], tuple[Row, int]]] = {
    "wrong_price": dearer, "wrong_quantity": threefold, "wrong_proration": other_days,
    "missing_credit": uncredited, "rounding": by_the_day, "unexplained": odd, "tax": overtaxed,
}  # fmt: skip
MISTAKES = (*WRONG, *EXTRA, "billed_twice", "not_billed")


def by_cause(found: Reconciliation) -> Sums:
    """Return the difference by cause."""
    return {cause.value: amount for cause, amount in found.causes.items()}


@pytest.fixture(scope="module")
def small(minimal: Callable[..., Case]) -> World:
    """Return a contract of 3,000 circuits, prices as they are paid."""
    return World(minimal, 3_000)


@pytest.fixture(scope="module")
def taxed(minimal: Callable[..., Case]) -> World:
    """Return a contract of 300 circuits with 19 % of tax on top."""
    return World(minimal, 300, is_taxed=True)


def blocks(world: World, each: int) -> Iterator[tuple[random.Random, list[Circuit]]]:
    """Yield each seed's chance and its circuits."""
    for seed, start in enumerate(range(0, len(world.circuits), each)):
        yield random.Random(seed), world.circuits[start : start + each]  # noqa: S311 - no secret


@pytest.mark.parametrize("name", ["small", "taxed"])
def test_a_right_bill_has_no_difference(name: str, request: pytest.FixtureRequest) -> None:
    """1,000 seeds of three circuits each, in five ways and any order: nothing differs.

    With tax on top it is that of the sum; each line's own differs from it by cents at most.
    """
    world: World = request.getfixturevalue(name)
    rows = [row for chance, circuits in blocks(world, 3) for c in circuits
            for row in world.right(c, chance)]  # fmt: skip
    found = reconcile([world.claim], [world.bill(rows, random.Random(1))])  # noqa: S311 - no secret
    assert by_cause(found) == {}
    assert (found.billed, found.undisputed) == (found.expected, found.expected)


@pytest.mark.parametrize("name", ["small", "taxed"])
def test_a_thousand_seeds_plant_mistakes(name: str, request: pytest.FixtureRequest) -> None:
    """Each seed plants one of the mistakes on the second of its three circuits.

    Every cause comes to what was planted, and each circuit's rows say the same of it.
    """
    world: World = request.getfixturevalue(name)
    rows, sums, of_circuit = [], Counter[str](), {}
    for number, (chance, circuits) in enumerate(blocks(world, 3)):
        kinds = [m for m in MISTAKES if m != "tax" or world.is_taxed]
        mistake = kinds[number % len(kinds)]
        before, wrong, behind = circuits
        more, amounts = planted(world, wrong, mistake, chance)
        rows += [*world.right(before, chance), *more, *world.right(behind, chance)]
        gross = {c: a if c == "tax" or not world.is_taxed else a + vat(a)
                 for c, a in amounts.items()}  # fmt: skip
        sums.update(gross)
        of_circuit[wrong.id] = gross
    found = reconcile([world.claim], [world.bill(rows, random.Random(1))])  # noqa: S311 - no secret
    if world.is_taxed:
        # a line's tax and that of the sum differ by cents, which rounding has, and no other cause
        assert abs(found.causes.get("rounding", 0) - sums["rounding"]) <= len(rows)  # type: ignore[call-overload]
        assert off(by_cause(found), sums) <= len(rows)
        return
    assert by_cause(found) == {c: a for c, a in sums.items() if a}
    own = found.differences.filter(pl.col("circuit").is_in(list(of_circuit)))
    rows_of = own.drop_nulls("cause").group_by("circuit", "cause")
    sums_ = rows_of.agg(pl.col("difference").sum())
    for circuit, cause, amount in sums_.iter_rows():
        assert of_circuit[circuit].get(cause) == amount, circuit


def off(found: Sums, expected: Sums) -> int:
    """Return how far causes are from what was planted, all together."""
    return sum(abs(found.get(c, 0) - expected.get(c, 0)) for c in {*found, *expected})


@pytest.mark.parametrize("count", [1, 2, 7, 100_000])
def test_mistakes_in_bills_of_any_size(minimal: Callable[..., Case], count: int) -> None:
    """One line in ten is wrong, a mistake after the other; of a few lines the first is."""
    world = World(minimal, count)
    chance = random.Random(7)  # noqa: S311 - no secret
    kinds = [m for m in MISTAKES if m != "tax"]
    rows, sums = [], Counter[str]()
    for number, circuit in enumerate(world.circuits):
        if number % 10:
            rows += world.right(circuit, chance)
            continue
        more, amounts = planted(world, circuit, kinds[number // 10 % len(kinds)], chance)
        rows += more
        sums.update(amounts)
    found = reconcile([world.claim], [world.bill(rows, chance)])
    assert by_cause(found) == {c: a for c, a in sums.items() if a}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("wrong_price", "billed_twice"), ("wrong_price", "missing_credit"),
        ("wrong_price", "wrong_proration"), ("wrong_quantity", "wrong_price"),
    ],
)  # fmt: skip
def test_two_mistakes_on_one_line(minimal: Callable[..., Case], first: str, second: str) -> None:
    """Each is told apart: the second on top of what the first made of the line.

    A circuit at 100.00 in full and 90 % is billed at 150.00: 135.00 for 90.00.
    """
    world = World(minimal, 1)
    circuit = world.circuits[0]
    price = circuit.rent + 5_000
    own = {"circuit": circuit.id, "price": price_text(price), "from": FIRST, "to": AFTER}
    left, dear = circuit.cost(), circuit.cost(rent=price)
    row = {**own, "gross": dear}
    expected = {first: dear - left}
    rows = [row]
    if second == "billed_twice":
        rows, expected[second] = [row, row], dear
    elif second == "missing_credit":
        full = circuit.cost(rent=price, tenths=10)
        rows, expected[second] = [{**own, "gross": full}], full - dear
    elif second == "wrong_proration":
        days = {"from": D(2024, 3, 12), "to": AFTER}
        shorter = circuit.cost(days=PART)
        billed = circuit.cost(rent=price, days=PART)
        rows, expected = [{**own, **days, "gross": billed}], {second: shorter - left}
        expected[first] = billed - shorter
    else:
        rows = [{**own, "gross": 2 * dear, "quantity": "2"}]
        expected = {first: left, second: 2 * dear - 2 * left}
    found = reconcile([world.claim], [world.bill(rows, random.Random(3))])  # noqa: S311 - no secret
    assert by_cause(found) == expected
