"""Is a draft folder written whole, never over anything, and such that it is read again?"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import polars as pl
import pytest

from lineproof.model.circuit import CIRCUITS
from lineproof.model.errors import StoreError
from lineproof.sources.folder import read_case
from lineproof.store.first_draft import FirstDraft, folder_name, write_first_draft

APRIL = dt.date(2024, 4, 1)


def draft(**changes: object) -> FirstDraft:
    """Return the draft of two lines in 2024; the second one's rent can't be read."""
    texts = pl.DataFrame({"line": ["1", "2"], "id": ["C1", None], "monthly_rent": ["900", "tbd"]})
    frame = pl.DataFrame(
        {"line": ["1", "2"], "id": ["C1", None], "monthly_rent": [90000, None], "row": [2, 3]},
        schema_overrides={"row": pl.UInt32},
    )
    values = {
        "name": 'a "b"', "currency": "CNY", "timezone": "Asia/Shanghai", "digits": 2,
        "frame": pl.concat([CIRCUITS.empty(), frame], how="diagonal"), "texts": texts,
        "fallback": APRIL, "originals": {"s\n.xlsx": b"x", "b.xlsx": b"y"}, **changes,
    }  # fmt: skip
    return FirstDraft(**values)  # type: ignore[arg-type]


def dated(start: dt.date, end: dt.date) -> FirstDraft:
    """Return a draft whose lines have days, and rents that can be read."""
    frame = draft().frame.with_columns(
        pl.lit(start).alias("start"), pl.lit(end).alias("end"),
        pl.col("monthly_rent").fill_null(100),
    )  # fmt: skip
    texts = draft().texts.with_columns(pl.lit("x").alias("start"), pl.lit("x").alias("end"))
    return draft(frame=frame, texts=texts)


def test_the_folder_holds_contract_schedule_and_originals(tmp_path: Path) -> None:
    """A cell that can't be read says what stood there."""
    write_first_draft(tmp_path / "d", draft(originals={"s.xlsx": b"x", "b.xlsx": b"y"}))
    files = sorted(str(p.relative_to(tmp_path / "d")) for p in (tmp_path / "d").rglob("*.*"))
    assert files == ["circuits.csv", "contract.toml", "originals/b.xlsx", "originals/s.xlsx"]
    assert (tmp_path / "d" / "circuits.csv").read_text() == (
        "line,id,monthly_rent\n1,C1,900.00\n2,,tbd\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_the_contract_is_a_draft_that_says_what_is_guessed(tmp_path: Path) -> None:
    """Names are quoted, and a file's name can't break out of its comment."""
    write_first_draft(tmp_path / "d", draft())
    text = (tmp_path / "d" / "contract.toml").read_text("utf-8")
    read = tomllib.loads(text)
    assert read["draft"] is True
    assert read["contract"]["id"] == 'a "b"'
    assert read["contract"]["start"] == APRIL
    assert "nothing says it" in text
    assert read["contract"]["months"] == 12
    assert text.count("<-") >= 10


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (dt.date(2024, 12, 31), 12),
        (dt.date(2025, 1, 1), 13),
        (dt.date(2024, 12, 30), 12),
        (dt.date(2024, 1, 1), 1),
        (dt.date(2999, 12, 31), 12),
    ],
)
def test_the_term_runs_to_the_schedules_last_day(
    tmp_path: Path, last: dt.date, months: int
) -> None:
    """From 1 January: a month begun counts; the year 2999 says nothing, and 12 is a guess."""
    write_first_draft(tmp_path / "d", dated(dt.date(2024, 1, 1), last))
    head = read_case(tmp_path / "d").contract.contract
    assert (head.start, head.months) == (dt.date(2024, 1, 1), months)


@pytest.mark.parametrize(("digits", "unit"), [(0, "1"), (2, "0.01"), (3, "0.001")])
def test_the_rounding_unit_is_the_currencys(tmp_path: Path, digits: int, unit: str) -> None:
    """As many decimals as it has."""
    write_first_draft(tmp_path / "d", draft(digits=digits))
    read = tomllib.loads((tmp_path / "d" / "contract.toml").read_text("utf-8"))
    assert read["contract"]["rounding"]["unit"] == unit


def test_an_empty_folder_is_filled_and_another_never(tmp_path: Path) -> None:
    """Neither a file nor a folder with something in it is touched."""
    (tmp_path / "empty").mkdir()
    write_first_draft(tmp_path / "empty", draft())
    for path in (tmp_path / "empty", tmp_path / "empty" / "contract.toml"):
        with pytest.raises(StoreError, match="isn't empty"):
            write_first_draft(path, draft())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Its parent is a file; nothing is left behind."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="can't be made"):
        write_first_draft(tmp_path / "file" / "d", draft())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [("Bill.XLSX", "bill"), ("a b (1).csv", "a-b-1"), ("清单 2024.xlsx", "清单-2024"),
     ("../x.csv", "x"), ("---.csv", "contract")],
)  # fmt: skip
def test_a_folder_is_named_as_its_schedule(file: str, expected: str) -> None:
    """Without what a shell would have to quote."""
    assert folder_name(file) == expected
