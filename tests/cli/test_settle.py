"""Does `settle` print a month as other programs rely on? A preview: nothing is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., Any]
Edit: TypeAlias = Callable[[str, str, str], Path]

KEYS = [
    "contract", "month", "currency", "lines", "gross", "carried", "payable", "net", "tax",
    "blocked", "due", "inputs_hash", "result_hash",
]  # fmt: skip
HASH_LENGTH = 64


def listed(folder: Path) -> dict[str, str]:
    """Return every file of a folder with its hash."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def is_amount(text: object) -> bool:
    """Whether a JSON value is an amount: plain decimals as text, or null."""
    return text is None or (isinstance(text, str) and text.lstrip("-").replace(".", "").isdigit())


def test_a_month_as_json(program: Run, small: Path) -> None:
    """February at 88 points: 3 × 113 × 0.9 is credited next month, so P1 earns 305.10."""
    before = listed(small)
    ended = program("settle", small, "--month", "2024-02", "--json")
    assert ended.code == 0
    month = ended.json
    assert [key for key in month if key in KEYS] == KEYS
    assert (month["contract"], month["month"], month["currency"]) == ("small", "2024-02", "CNY")
    assert all(is_amount(month[k]) for k in ("gross", "carried", "payable", "net", "tax"))
    amounts = [line["amount"] for line in month["lines"] if line["line"] == "P1"]
    assert amounts == ["339.00", "-33.90"]
    line = month["lines"][0]
    assert set(line) >= {"line", "charge", "from", "to", "amount", "clause"}
    assert (line["from"], line["to"]) == ("2024-02-01", "2024-03-01")
    assert month["blocked"] == []
    for due in month["due"]:
        assert set(due) >= {"date", "waiting_for", "amount", "clause"}
        assert due["date"] is None or dt.date.fromisoformat(due["date"]) > dt.date(2024, 2, 1)
        assert is_amount(due["amount"])
    assert len(month["inputs_hash"]) == len(month["result_hash"]) == HASH_LENGTH
    assert listed(small) == before


def test_lines_sum_to_gross_exactly(lineproof: Run, small: Path) -> None:
    """In minor units, as 2 decimals of text; a reduction is credited the month after."""
    month = lineproof("settle", small, "--month", "2024-01", "--json").json
    cents = sum(int(line["amount"].replace(".", "")) for line in month["lines"])
    assert f"{cents // 100}.{cents % 100:02d}" == month["gross"]


def test_lines_can_be_left_out(lineproof: Run, small: Path) -> None:
    """Everything else is the same."""
    whole = lineproof("settle", small, "--month", "2024-02", "--json").json
    short = lineproof("settle", small, "--month", "2024-02", "--json", "--no-lines").json
    assert "lines" not in short
    assert short == {key: value for key, value in whole.items() if key != "lines"}


def test_several_months_are_one_object_a_line(program: Run, small: Path) -> None:
    """January to March: three lines, each the month's own JSON."""
    ended = program("settle", small, "--from", "2024-01", "--to", "2024-03")
    months = [json.loads(line) for line in ended.out.splitlines()]
    assert [month["month"] for month in months] == ["2024-01", "2024-02", "2024-03"]
    assert months[1] == program("settle", small, "--month", "2024-02", "--json").json


def test_a_month_that_waits_for_its_score_ends_with_1(program: Run, small: Path) -> None:
    """May has no score: amounts are null, between bounds, with the reason."""
    ended = program("settle", small, "--month", "2024-05", "--json")
    assert ended.code == 1
    month = ended.json
    assert month["gross"] is None
    assert {"reason", "clause", "low", "high"} <= set(month["blocked"][0])
    assert month["blocked"][0]["clause"] == "4.1"
    assert "2024-05" in month["blocked"][0]["reason"]
    assert program("settle", small, "--month", "2024-05").code == 1


def test_what_was_known_then(lineproof: Run, small: Path) -> None:
    """The score of March was recorded on 5 April: the day before, March waits for it."""
    asked = ("settle", small, "--month", "2024-03", "--json", "--as-known")
    assert lineproof(*asked, "2024-04-04").code == 1
    known = lineproof(*asked, "2024-04-05")
    assert known.code == 0
    assert known.json["inputs_hash"] != lineproof(*asked, "2024-05-06").json["inputs_hash"]


def test_people_see_the_statement(program: Run, small: Path) -> None:
    """On stdout, and nothing on stderr."""
    ended = program("settle", small, "--month", "2024-02")
    assert (ended.code, ended.err) == (0, "")
    assert "small  2024-02  CNY" in ended.out


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--from", "2024-01"),
        ("--to", "2024-01"),
        ("--month", "2024-01", "--from", "2024-01"),
        ("--month", "2024-01", "--from", "2024-01", "--to", "2024-02"),
        ("--month", "2024-1"),
        ("--month", "2024-13"),
        ("--month", "２０２４-01"),
        ("--month", "0000-01"),
        ("--month", "9999-12"),
        ("--month", "2023-12"),
        ("--month", "2025-02"),
        ("--from", "2024-03", "--to", "2024-01"),
        ("--from", "2023-12", "--to", "2024-01"),
        ("--from", "2024-12", "--to", "2025-02"),
        ("--from", "1901-01", "--to", "2999-12"),
        ("--month", "2024-01", "--as-known", "20240101"),
        ("--month", "2024-01", "--as-known", "2024-02-30"),
        ("--month", "2024-01", "--as-known", "9999-12-31"),
        ("--month", "2024-01", "--as-known", ""),
    ],
)
def test_a_month_that_cannot_be_asked_for_ends_with_2(
    lineproof: Run, small: Path, options: tuple[str, ...]
) -> None:
    """Nothing is printed on stdout, not even the months that could be."""
    ended = lineproof("settle", small, *options)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err
