"""A settled month, made by hand, with one of everything a statement shows.

March 2025 has 31 days. 90 % of the rent is paid.
Line 1a, 198 units of 113.00: 22,374.00; with the factor 198 × 101.70 = 20,136.60.
Line 4, 900.00 from the 4th: 900 × 28/31 = 812.903… = 812.90; × 0.9 = 731.6129… = 731.61.
Line 9, 100.00 cut into 1, 15 and 15 days: 3.23, 48.38, 48.39; × 0.9: 2.90, 43.55, 43.55.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import polars as pl
import pytest

from lineproof.contract.case import Case, View, view
from lineproof.contract.parse import parse_contract
from lineproof.model.circuit import CIRCUITS
from lineproof.model.finding import Finding, Severity, Status
from lineproof.model.period import Days
from lineproof.settle.settlement import (
    LINE_SCHEMA,
    Blocked,
    Bounded,
    Due,
    Factor,
    Settlement,
    TaxPart,
)

CONTRACT = """
schema = "contract/1"
[contract]
id = "demo-7"
currency = "CNY"
timezone = "Asia/Shanghai"
signed = 2024-10-23
start = 2024-11-01
months = 16
[contract.parties.buyer]
name = "Northern District Hospital Group 北区医院集团"
tax_id = "91110000000000000X"
[contract.parties.provider]
name = "City Telecom 城市电信有限公司"
[contract.rounding]
unit = "0.01"
[[term]]
id = "PRICES"
kind = "price_lines"
clause = "III.1"
lines = [
  { line = "1a", name = "phase 1 access", bandwidth = "8", qty = 198, monthly_rent = "113.00" },
]
[[term]]
id = "ANNEX-1"
kind = "circuit_schedule"
clause = "annex 1"
file = "circuits.csv"
[[term]]
id = "PART"
kind = "proration"
clause = "6.5.1"
method = "actual_days"
[[term]]
id = "SLA-PAY"
kind = "bands"
clause = "III.2.2"
metric = "score"
domain = ["0", "100"]
bands = [{ factor = "1", ge = "90" }, { factor = "0.9", ge = "80", lt = "90" },
         { factor = "0.6", lt = "80" }]
[[term]]
id = "SETUP"
kind = "one_off"
clause = "6.4"
name = "set-up of the rural sites"
amount = "300.00"
due = 2025-03-10
[[term]]
id = "LATE"
kind = "late_interest"
clause = "VI.5"
rate = "0.003"
[[term]]
id = "STOP-RENT"
kind = "notice"
clause = "5.1"
about = "stopping the rent"
[[term]]
id = "ODD"
kind = "unmodelled"
clause = '#import "x": * ] $'
reason = '=1+1'
"""
MARCH = (dt.date(2025, 3, 1), dt.date(2025, 4, 1))


@pytest.fixture
def known() -> View:
    """Return the contract of the month, as known."""
    parsed = parse_contract(CONTRACT, file="contract.toml")
    assert parsed.contract is not None, parsed.findings
    rows = [
        {"line": "4", "id": "C-4", "site": "东区 rural", "service": "ethernet", "bandwidth": "100",
         "monthly_rent": 90000, "row": 5},
        {"line": "9", "service": "=2+3", "monthly_rent": 10000, "row": 10},
    ]  # fmt: skip
    schedule = pl.DataFrame(rows, schema=CIRCUITS.empty().schema)
    return view(Case(parsed.contract, {"circuits.csv": schedule}, {}, None, parsed.positions))


def _row(line: str, charge: str, days: tuple[dt.date, dt.date], amount: int) -> dict[str, object]:
    """Return what every line has."""
    return {"line": line, "charge": charge, "from": days[0], "to": days[1], "amount": amount,
            "low": amount, "high": amount, "quantity": 1}  # fmt: skip


def _unit(
    number: int, line: str, rent: int, parts: list[tuple[int, int, int, int]]
) -> list[dict[str, object]]:
    """Return a unit's rent and deduction lines; parts: first day, last day, rent, deduction."""
    made_by = {"term": "ANNEX-1", "clause": "annex 1", "unit": number, "rent": rent,
               "share_den": 31, "factor": 0, "rule": 0, "rent_source": 2, "rent_row": number + 4,
               "start_source": 2, "start_row": number + 4}  # fmt: skip
    rows: list[dict[str, object]] = []
    for charge, column in (("rent", 2), ("deduction", 3)):
        for part in parts:
            days = (dt.date(2025, 3, part[0]), dt.date(2025, 3, part[1]) + dt.timedelta(days=1))
            row = _row(line, charge, days, part[column]) | made_by
            row["share_num"] = part[1] - part[0] + 1
            rows.append(row | ({"clause": "III.2.2"} if charge == "deduction" else {}))
    return rows


@pytest.fixture
def lines() -> pl.DataFrame:
    """Return the month's lines."""
    prices = {"term": "PRICES", "quantity": 198, "rent": 11300, "rent_source": 0, "rent_row": None,
              "start_source": 0, "start_row": None}  # fmt: skip
    rows = [r | prices for r in _unit(0, "1a", 11300, [(1, 31, 2237400, -223740)])]
    rows[0]["clause"] = "III.1"
    rows += _unit(1, "4", 90000, [(4, 31, 81290, -8129)])
    rows += _unit(2, "9", 10000, [(1, 1, 323, -33), (2, 16, 4838, -483), (17, 31, 4839, -484)])
    tenth = (dt.date(2025, 3, 10), dt.date(2025, 3, 11))
    rows.append(_row("SETUP", "one_off", tenth, 30000) | {"clause": "6.4", "term": "SETUP"})
    late = _row("2025-01", "late_interest", (MARCH[0], tenth[1]), 30000)
    rows.append(late | {"clause": "VI.5", "term": "LATE", "rent": 1000000})
    return pl.DataFrame(rows, schema=LINE_SCHEMA)


@pytest.fixture
def settled(lines: pl.DataFrame) -> Settlement:
    """Return the month: 23,286.90 - 2,328.69 + 300.00 + 300.00 = 21,558.21.

    Tax: 21,258.21 × 6/106 = 1,203.2949… = 1,203.29, net 20,054.92; interest is out of scope.
    """
    score = Factor("SLA-PAY", "III.2.2", "score", Fraction(85), "[80, 90)", Fraction(9, 10),
                   ("records/scores.csv:6",))  # fmt: skip
    due = (
        Due("late interest", dt.date(2025, 3, 31), None, Bounded.exactly(30000), "VI.5", MARCH[0]),
        Due("2025-03", dt.date(2025, 4, 15), None, Bounded.exactly(2025821), "III.2.1", MARCH[0]),
        Due("acceptance", None, "signed acceptance, an invoice", Bounded.exactly(500000), "2.3"),
    )
    return Settlement(
        contract="demo-7", month="2025-03", period=Days(*MARCH), currency="CNY", digits=2,
        lines=lines, gross=Bounded.exactly(2155821), carried=Bounded.exactly(-100000),
        payable=Bounded.exactly(2055821), net=Bounded.exactly(2035492), tax=Bounded.exactly(120329),
        taxes=(TaxPart(Fraction(6, 100), 2005492, 120329, "III.7", "price",
                       is_inclusive=True, round_at="category"),
               TaxPart(Fraction(0), 30000, 0, "III.7", "out_of_scope",
                       is_inclusive=True, round_at="category")),
        blocked=(), due=due, deferred=(), factors=((score,),), rules=("PART",),
        sources=("contract.toml", "records/lifecycle.csv", "circuits.csv"),
        not_computed=("STOP-RENT", "ODD"),
        notes=("interest on 2025-01 is capped (clause VI.5)",),
        inputs_hash="a1" * 32, result_hash="b2" * 32,
    )  # fmt: skip


@pytest.fixture
def blocked(settled: Settlement) -> Settlement:
    """Return the month without its score: deductions and totals lie between two amounts."""
    is_deduction = pl.col("charge") == "deduction"
    lines = settled.lines.with_columns(
        pl.when(is_deduction).then(pl.col("amount") * 4).otherwise("low").alias("low"),
        pl.when(is_deduction).then(0).otherwise("high").alias("high"),
        pl.when(~is_deduction).then("amount").alias("amount"),
    ).with_columns(pl.col("low", "high").cast(pl.Int64))
    reason = (
        "SLA-PAY needs score of 2025-03, and records/scores.csv has no single value of its domain"
    )
    missing = dataclasses.replace(
        settled.factors[0][0], value=None, band="no score recorded", factor=Fraction(6, 10)
    )
    return dataclasses.replace(
        settled, lines=lines, factors=((missing,),), gross=Bounded.between(1457214, 2388690),
        payable=Bounded.between(1357214, 2288690), net=Bounded.between(1374730, 2253481),
        tax=Bounded.between(82484, 135209), taxes=(),
        blocked=(Blocked("E-METRIC-MISSING", reason, "III.2.2", "SLA-PAY", 1357214, 2288690),
                 Blocked("E-OVERLAP", "two terms price line 7", "5", "7", None, None)),
        due=(dataclasses.replace(settled.due[1], amount=Bounded.between(1327214, 2258690)),),
    )  # fmt: skip


@pytest.fixture
def many(settled: Settlement) -> Callable[[int], Settlement]:
    """Return a function that makes a month of so many circuits, at 900.00 or 600.00 a month."""

    def made(count: int) -> Settlement:
        first = settled.lines.filter((pl.col("line") == "4") & (pl.col("charge") == "rent"))
        number = pl.int_range(count, dtype=pl.UInt32)
        lines = first[[0] * count].with_columns(
            (number + 1).cast(pl.String).alias("line"), number.alias("unit"),
            pl.lit(31, pl.Int64).alias("share_num"), (number + 2).alias("rent_row"),
            pl.when(number % 3 == 0).then(60000).otherwise(90000).cast(pl.Int64).alias("rent"),
            pl.lit(MARCH[0]).alias("from"),
        ).with_columns(pl.col("rent").alias(c) for c in ("amount", "low", "high"))  # fmt: skip
        gross = Bounded.exactly(int(lines["amount"].sum()))
        return dataclasses.replace(
            settled, lines=lines.select(*LINE_SCHEMA), gross=gross, payable=gross, net=gross,
            tax=Bounded.exactly(0), taxes=(), carried=Bounded.exactly(0), due=(), factors=((),),
        )  # fmt: skip

    return made


@pytest.fixture
def findings() -> tuple[Finding, ...]:
    """Return an open question, an open warning and an answered error."""
    return (
        Finding("W-UNUSED", Severity.WARNING, "nothing reads it", "contract.toml:9", "Drop it."),
        Finding("E-TOTAL", Severity.ERROR, "the total isn't the sum", "contract.toml:4", "Mend it.",
                clause="III.1", amount=12345, answers=("as_signed",), status=Status.ANSWERED),
        Finding("Q-ROLL", Severity.QUESTION, "ends a deadline on a day off?", "contract.toml:7",
                "Ask.", clause="III.8", answers=("none", "next_workday"), subject="INVOICE"),
    )  # fmt: skip
