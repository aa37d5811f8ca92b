"""The JSON that other programs read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction

from lineproof.model.explained import Explained, Rule
from lineproof.model.finding import Finding
from lineproof.report.as_json import (
    check_json,
    explained_json,
    settlement_json,
    settlement_json_line,
    write_settlement_json,
)
from lineproof.settle.settlement import Settlement

SETTLED_KEYS = {
    "contract", "month", "currency", "lines", "gross", "carried", "payable", "net", "tax",
    "blocked", "due", "inputs_hash", "result_hash",
}  # fmt: skip


def test_a_settlement_keeps_every_key_promised(settled: Settlement) -> None:
    """The keys of the issue's "Command line" are there, amounts as strings, `to` exclusive."""
    found = settlement_json(settled, with_lines=True)
    assert set(found) >= SETTLED_KEYS
    assert found["lines"][0] == {
        "line": "1a", "charge": "rent", "from": "2025-03-01", "to": "2025-04-01",
        "amount": "22374.00", "clause": "III.1",
    }  # fmt: skip
    assert [found[t] for t in ("gross", "carried", "payable", "net", "tax")] == [
        "21558.21", "-1000.00", "20558.21", "20354.92", "1203.29",
    ]  # fmt: skip
    assert found["due"][0] == {
        "item": "late interest", "date": "2025-03-31", "waiting_for": None, "amount": "300.00",
        "clause": "VI.5",
    }  # fmt: skip
    assert found["due"][2]["date"] is None
    assert found["due"][2]["waiting_for"] == "signed acceptance, an invoice"
    assert found["not_computed"] == ["STOP-RENT", "ODD"]
    assert "bounds" not in found


def test_no_lines_leaves_them_out(settled: Settlement) -> None:
    """`--no-lines` has no key `lines` at all."""
    assert "lines" not in settlement_json(settled, with_lines=False)
    assert "lines" not in json.loads(settlement_json_line(settled, with_lines=False))


def test_what_is_unknown_is_null_with_its_bounds(blocked: Settlement) -> None:
    """Line 4's deduction lies between -81.29 × 4 = -325.16 and 0.00; without bounds: null."""
    found = settlement_json(blocked, with_lines=True)
    assert found["gross"] is None
    assert found["bounds"]["payable"] == {"low": "13572.14", "high": "22886.90"}
    (line,) = (x for x in found["lines"] if x["line"] == "4" and x["charge"] == "deduction")
    assert (line["amount"], line["low"], line["high"]) == (None, "-325.16", "0.00")
    assert [(b["code"], b["low"], b["high"]) for b in found["blocked"]] == [
        ("E-METRIC-MISSING", "13572.14", "22886.90"), ("E-OVERLAP", None, None),
    ]  # fmt: skip
    assert set(found["blocked"][0]) == {"code", "subject", "reason", "clause", "low", "high"}


def test_the_stream_and_the_line_say_the_same(settled: Settlement, blocked: Settlement) -> None:
    """Three ways to print, one content; `--from/--to` has one object a line."""
    empty = settled.lines.clear()
    for each in (settled, blocked, Settlement(**{**vars(settled), "lines": empty})):
        for with_lines in (True, False):
            expected = settlement_json(each, with_lines=with_lines)
            out = io.BytesIO()
            write_settlement_json(each, out, with_lines=with_lines)
            assert json.loads(out.getvalue()) == expected
            line = settlement_json_line(each, with_lines=with_lines)
            assert "\n" not in line
            assert json.loads(line) == expected


def test_a_clause_that_looks_like_the_lines_is_harmless(settled: Settlement) -> None:
    """Quotes are escaped, so that no text can hold the place the lines go to."""
    odd = Settlement(**{**vars(settled), "contract": '"lines":[]'})
    assert json.loads(settlement_json_line(odd, with_lines=True))["contract"] == '"lines":[]'


def test_lines_are_written_in_chunks(many: Callable[[int], Settlement]) -> None:
    """300,000 lines are two chunks, joined by a comma; a second would do for them."""
    settlement, out = many(300_000), io.BytesIO()
    start = time.perf_counter()
    write_settlement_json(settlement, out, with_lines=True)
    assert time.perf_counter() - start < 20
    found = json.loads(out.getvalue())
    assert [line["line"] for line in found["lines"][::100_000]] == ["1", "100001", "200001"]
    assert len(found["lines"]) == 300_000


def test_findings_are_counted_while_open(findings: tuple[Finding, ...]) -> None:
    """One error is answered: it stays listed, and no longer counts."""
    found = check_json(findings, digits=2)
    assert (found["errors"], found["questions"], found["warnings"]) == (0, 1, 1)
    assert found["findings"][1] == {
        "code": "E-TOTAL", "severity": "error", "status": "answered", "subject": "",
        "clause": "III.1", "where": "contract.toml:4", "message": "the total isn't the sum",
        "fix": "Mend it.", "amount": "123.45", "answers": ["as_signed"],
    }  # fmt: skip


def test_an_explanation_says_exact_and_rounded() -> None:
    """900.00 × 28/31 = 812.903… is 25200/31 exactly, and 812.90 once rounded."""
    rent = Explained(label="rent", exact=Fraction(90000), unit="CNY", evidence=("a.csv:5",))
    days = Explained(label="days", exact=Fraction(28, 31))
    owed = Explained(label="owed", exact=Fraction(2520000, 31), rule=Rule.PRODUCT, unit="CNY",
                     is_rounded=True, clause="4.3", inputs=(rent, days))  # fmt: skip
    found = explained_json(owed, digits=2)
    assert (found["value"], found["exact"], found["rounding"]) == (
        "812.90",
        "25200/31",
        "half_away",
    )
    assert found["inputs"][0]["value"] == "900.00"
    assert found["inputs"][0]["evidence"] == ["a.csv:5"]
    assert found["inputs"][1]["value"] == "28/31"
    assert set(found) == {
        "label", "value", "exact", "rounding", "unit", "rule", "clause", "evidence", "inputs",
    }  # fmt: skip


def test_an_unknown_explanation_has_bounds() -> None:
    """Its one reading's value would be taken for the amount."""
    node = Explained(label="x", exact=Fraction(5), unit="CNY", bounds=(0, None))
    found = explained_json(node, digits=2)
    assert (found["value"], found["exact"], found["low"], found["high"]) == (
        None,
        None,
        "0.00",
        None,
    )


def test_json_and_terminal_load_no_typesetter() -> None:
    """`settle --json` starts fast: neither typst nor xlsxwriter is imported."""
    code = (
        "import sys, lineproof.report.as_json, lineproof.report.terminal, lineproof.report.tree;"
        "sys.exit(bool({'typst', 'xlsxwriter'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
