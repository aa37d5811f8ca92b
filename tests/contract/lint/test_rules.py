"""Are all rules there, pure, and silent on a contract in which nothing is wrong?"""

import datetime as dt
import time
from collections.abc import Callable

import polars as pl

from lineproof.contract.case import Case, view
from lineproof.contract.check import check
from lineproof.contract.lint.rules import RULES
from lineproof.contract.lint.view import lint_view
from lineproof.model.circuit import CIRCUITS


def test_no_rule_stands_twice() -> None:
    """Its findings would."""
    assert len(set(RULES)) == len(RULES)


def test_every_rule_says_which_codes_it_finds() -> None:
    """In the first words of its docstring."""
    for rule in RULES:
        first, _, _ = (rule.__doc__ or "").partition(":")
        assert first[:2] in {"E-", "Q-", "W-"}, rule


def test_the_minimal_contract_is_in_order(minimal: Callable[..., Case]) -> None:
    """Nothing is found in it, by any rule."""
    seen = lint_view(view(minimal(), is_answered=False))
    assert [finding for rule in RULES for finding in rule(seen)] == []


def test_a_million_circuits_are_checked_within_seconds(minimal: Callable[..., Case]) -> None:
    """0.4 s on two cores, every tenth circuit from 4 March on; 20 s leave room for a busy machine.
    Listed: 100 of 1,000 repeated ids and one that counts 900; one question about part months.
    """
    count = 1_000_000
    number = pl.int_range(count, eager=True).alias("n")
    is_tenth = number % 10 == 0
    frame = number.to_frame().select(
        pl.col("n").cast(pl.String).alias("line"),
        pl.format("C{}", pl.when(pl.col("n") < 2000).then(pl.col("n") // 2).otherwise("n"))
        .alias("id"),
        pl.lit("eth").alias("service"),
        pl.lit("100").alias("bandwidth"),
        pl.lit(90000, pl.Int64).alias("monthly_rent"),
        pl.when(is_tenth).then(dt.date(2024, 3, 4)).otherwise(dt.date(2024, 1, 1)).alias("start"),
        (pl.col("n") + 2).cast(pl.UInt32).alias("row"),
    )  # fmt: skip
    rows = pl.concat([CIRCUITS.empty(), frame], how="diagonal")
    small = minimal(circuits=[{"line": "1", "id": "C1", "monthly_rent": 1}])
    case = Case(small.contract, {"circuits.csv": rows}, {}, None, small.positions)
    before = time.perf_counter()
    findings = check(case)
    assert time.perf_counter() - before < 20
    codes = [finding.code for finding in findings]
    assert (codes.count("E-CIRCUIT-DUPLICATE"), codes.count("Q-PRORATION")) == (101, 1)
    assert "… and 900 more" in [finding.message for finding in findings]
