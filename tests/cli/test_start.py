"""Does a newcomer with two spreadsheets see every fault in them, and get a draft to go on with?

The spreadsheets are written here: the schedule of circuits-121 and a bill for March 2024.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from lineproof.cli.main import run
from lineproof.contract.check import check
from lineproof.model.finding import Severity
from lineproof.sources.folder import read_case

Row: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[..., tuple[int, Any]]

EXAMPLE = Path(__file__).parents[2] / "examples" / "02-circuits-121" / "circuits.csv"
MARCH = dt.date(2024, 3, 1)


def schedule_rows() -> list[Row]:
    """Return the example's lines; amounts as numbers, days as days."""
    rows: list[Row] = []
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            days = {k: dt.date.fromisoformat(row[k]) if row[k] else None for k in ("start", "end")}
            rows.append({**row, "monthly_rent": float(row["monthly_rent"]), **days})
    return rows


def bill_rows(schedule: Sequence[Row]) -> list[Row]:
    """Return a right bill for March 2024: one row a line in service; 5 lines have no id."""
    return [
        {"id": row["circuit_id"].strip("/"), "amount": row["monthly_rent"]}
        for row in schedule
        if row["monthly_rent"] and row["start"] <= MARCH
    ]


def planted() -> tuple[list[Row], list[Row]]:
    """Return a schedule and a bill with the faults that `FAULTS` lists."""
    schedule = schedule_rows()
    lines = {row["line"]: row for row in schedule}
    bill = bill_rows(schedule)
    ids = {row["id"]: row for row in bill}
    bill.append(dict(ids["CE7BC2B595"]))
    ids["C1356F417B"]["amount"] = 660
    ids["C3024915BB"]["amount"] = 850
    bill.append({"id": "CZ00000001", "amount": 750})
    lines["5"]["end"] = dt.date(2024, 2, 29)
    bill.append({"id": "CC58F2BB97", "amount": 200})
    bill.remove(ids["CFE53D5E22"])
    ids["CC7B7E57B0"]["id"] = lines["10"]["circuit_id"] = "CB677C5BF1"
    lines["13"]["monthly_rent"] = None
    ids["CFE8B6A5A2"]["amount"] = lines["20"]["monthly_rent"] = 9000
    lines["31"]["monthly_rent"] = 0
    bill.append({"id": "", "amount": 12.34})
    return schedule, bill


#: Each planted fault, with the money that it is about.
FAULTS = [
    ("E-BILL-TWICE", "CE7BC2B595", "900.00"),  # 900 a second time
    ("E-BILL-PRICE", "C1356F417B", "60.00"),  # 660 - 600
    ("E-BILL-PRICE", "C3024915BB", "50.00"),  # 900 - 850
    ("E-BILL-UNSCHEDULED", "CZ00000001", "750.00"),
    ("E-BILL-ENDED", "CAD83E59C5", "300.00"),  # line 5 ended on 29 February
    ("E-BILL-OUTSIDE", "CC58F2BB97", "200.00"),  # line 23 starts on 1 September
    ("W-BILL-MISSING", "CFE53D5E22", "900.00"),
    ("E-CIRCUIT-DUPLICATE", "CB677C5BF1", "600.00"),  # 900 + 600 - 900
    ("E-CELL-REQUIRED", "C220EFEF4D", "900.00"),  # no rent, and billed 900
    ("W-RENT-OUTLIER", "20", "8100.00"),  # 9000 - 900
    ("W-RENT-FREE", "C7CC935675", "0.00"),
    ("E-BILL-PRICE", "C7CC935675", "600.00"),  # line 31 is free, and billed 600
    ("W-BILL-NO-ID", "", "12.34"),
]


def xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write a spreadsheet: texts, numbers and days."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    write = sheet.write_string if isinstance(cell, str) else sheet.write
                    write(number, column, cell)
    return path


def schedule_file(folder: Path, rows: Sequence[Row]) -> Path:
    """Write a schedule as a Chinese customer keeps it: a title, and a sum below."""
    keys = ("line", "site", "service", "circuit_id", "bandwidth_mbps", "monthly_rent", "start",
            "end")  # fmt: skip
    header = ("序号", "单位名称", "业务类型", "电路编号", "带宽(M)", "月租费(元)", "起租日期",
              "到期日")  # fmt: skip
    body = [[row[key] for key in keys] for row in rows]
    total = ["合计", "", "", "", "", sum(row["monthly_rent"] or 0 for row in rows)]
    return xlsx(folder / "专线清单.xlsx", [["附件1 专线清单"], header, *body, total])


def bill_file(folder: Path, rows: Sequence[Row]) -> Path:
    """Write a bill as a provider sends it, its amounts as text."""
    body = [[row["id"], "2024年3月", "monthly rent", f"¥{row['amount']:,.2f}"] for row in rows]
    total = ["Total", "", "", f"¥{sum(row['amount'] for row in rows):,.2f}"]
    header = ("Circuit No.", "Billing period", "Narrative", "Amount due")
    return xlsx(folder / "bill.xlsx", [header, *body, total])


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Start:
    """Return what runs `lineproof start` and gives its exit code and what it printed, as JSON."""

    def start(*arguments: object, is_json: bool = True) -> tuple[int, Any]:
        json_option = ["--json"] if is_json else []
        argv = ["lineproof", "start", *map(str, arguments), *json_option]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        code = run()
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if is_json else printed.out + printed.err

    return start


def told(printed: Row) -> Counter[tuple[str, str, str | None]]:
    """Return each finding's code, subject and money."""
    return Counter((f["code"], f["subject"], f["amount"]) for f in printed["findings"])


def test_every_planted_fault_is_found_and_nothing_else(start: Start, tmp_path: Path) -> None:
    """What the right bill and schedule don't have already is what was planted, to the cent."""
    rows = schedule_rows()
    (tmp_path / "right").mkdir()
    right = tmp_path / "right"
    code, clean = start(
        schedule_file(right, rows), bill_file(right, bill_rows(rows)), "--out", right / "draft"
    )
    assert code == 1  # the example's own double ids
    schedule, bill = planted()
    code, printed = start(
        schedule_file(tmp_path, schedule), bill_file(tmp_path, bill), "--out", tmp_path / "draft"
    )
    assert code == 1
    assert told(printed) - told(clean) == Counter(FAULTS)
    assert told(clean) - told(printed) == Counter()


def test_a_right_bill_has_no_findings(start: Start, tmp_path: Path) -> None:
    """Its sum is the schedule's: 46,800 a month less 200 of line 23, which starts in September."""
    rows = schedule_rows()
    _, printed = start(
        schedule_file(tmp_path, rows), bill_file(tmp_path, bill_rows(rows)), "--out",
        tmp_path / "draft",
    )  # fmt: skip
    assert not [f for f in printed["findings"] if "BILL" in f["code"]]
    totals = {k: printed[k] for k in ("month", "currency", "scheduled", "billed", "difference")}
    assert totals == {
        "month": "2024-03", "currency": "CNY", "scheduled": "46600.00", "billed": "46600.00",
        "difference": "0.00",
    }  # fmt: skip


def test_the_totals_are_those_of_the_files(start: Start, tmp_path: Path) -> None:
    """Scheduled: 46,600 - 300 ended - 900 blank + 8,100 dearer - 600 free = 52,900.

    Billed: 46,600 + 900 + 60 - 50 + 750 + 200 - 900 + 8,100 + 12.34 = 55,672.34.
    """
    schedule, bill = planted()
    _, printed = start(
        schedule_file(tmp_path, schedule), bill_file(tmp_path, bill), "--out", tmp_path / "draft"
    )
    assert (printed["scheduled"], printed["billed"]) == ("52900.00", "55672.34")
    assert printed["difference"] == "2772.34"
    amounts = [float(f["amount"]) for f in printed["findings"] if f["amount"] is not None]
    assert amounts == sorted(amounts, reverse=True)


def test_the_draft_is_one_that_check_takes(start: Start, tmp_path: Path) -> None:
    """Its errors are the data's own: three ids on several lines, as the example has them."""
    rows = schedule_rows()
    folder = tmp_path / "draft"
    schedule, bill = schedule_file(tmp_path, rows), bill_file(tmp_path, bill_rows(rows))
    _, printed = start(schedule, bill, "--out", folder)
    assert printed["folder"] == str(folder)
    case = read_case(folder)
    errors = [f.code for f in check(case) if f.severity is Severity.ERROR]
    assert errors == ["E-CIRCUIT-DUPLICATE"] * 3
    assert case.contract.draft
    assert (case.contract.contract.start, case.contract.contract.months) == (
        dt.date(2024, 1, 1), 12,
    )  # fmt: skip
    assert (folder / "originals" / schedule.name).read_bytes() == schedule.read_bytes()
    assert (folder / "originals" / "bill.xlsx").read_bytes() == bill.read_bytes()


def test_headers_that_say_nothing_are_guessed_by_their_cells(start: Start, tmp_path: Path) -> None:
    """Columns called A to H: the guess says that it went by what stands in them."""
    rows = schedule_rows()
    keys = ("line", "site", "service", "circuit_id", "bandwidth_mbps", "monthly_rent", "start",
            "end")  # fmt: skip
    body = [[row[key] for key in keys] for row in rows]
    schedule = xlsx(tmp_path / "a.xlsx", [list("ABCDEFGH"), *body])
    bill = xlsx(
        tmp_path / "b.xlsx", [["X", "Y"], *([r["id"], r["amount"]] for r in bill_rows(rows))]
    )
    _, printed = start(schedule, bill, "--out", tmp_path / "draft", "--month", "2024-03")
    means = {c["header"]: (c["means"], c["why"]) for c in printed["columns"]["schedule"]}
    expected = ("line", "site", "service", "id", "bandwidth", "monthly_rent", "start", "end")
    assert means == {h: (m, "content") for h, m in zip("ABCDEFGH", expected, strict=True)}
    of_bill = {c["header"]: c["means"] for c in printed["columns"]["bill"]}
    assert of_bill == {"X": "id", "Y": "amount"}
    assert not [f for f in printed["findings"] if "BILL" in f["code"]]


def test_a_person_corrects_the_guess(start: Start, tmp_path: Path) -> None:
    """Two rents: the one that was said is taken, and the column that isn't a site is left out."""
    schedule = tmp_path / "s.csv"
    schedule.write_text("circuit,monthly rent,new price,site\nC-001,100,90,x\nC-002,100,90,y\n")
    _, printed = start(
        schedule, "--out", tmp_path / "d", "--column", "monthly_rent=new price", "--column", "site="
    )
    means = {c["header"]: (c["means"], c["why"]) for c in printed["columns"]["schedule"]}
    assert means["new price"] == ("monthly_rent", "given")
    assert means["site"] == (None, None)
    assert (tmp_path / "d" / "circuits.csv").read_text() == (
        "line,id,monthly_rent\n1,C-001,90.00\n2,C-002,90.00\n"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--column", "rent"], "write NAME=HEADER"),
        (["--column", "rent=fee"], "there is no such column"),
        (["--column", "monthly_rent=fees"], 'did you mean "fee"?'),
        (["--currency", "euro"], "no code of ISO 4217"),
        (["--timezone", "Berlin"], "no IANA name"),
        (["--month", "March"], "is not a month"),
        (["--column", "monthly_rent="], "no column of s.csv looks like monthly_rent"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    start: Start, tmp_path: Path, options: list[str], said: str
) -> None:
    """The message names the option, and nothing is written."""
    (tmp_path / "s.csv").write_text("circuit,fee\nC-001,100\n")
    code, printed = start(tmp_path / "s.csv", "--out", tmp_path / "d", *options, is_json=False)
    assert code == 2
    assert said in " ".join(printed.split())
    assert not (tmp_path / "d").exists()


def test_a_folder_that_holds_something_is_never_written(start: Start, tmp_path: Path) -> None:
    """It is refused before anything is read."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "note.txt").write_text("mine")
    code, printed = start(tmp_path / "none.csv", "--out", tmp_path / "d", is_json=False)
    assert code == 2
    assert "isn't empty" in printed
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["note.txt"]


def test_a_schedule_alone_is_looked_at_too(start: Start, tmp_path: Path) -> None:
    """Without a bill, lines that ended are told with what they would go on to cost."""
    (tmp_path / "s.csv").write_text("circuit,rent,end\nC-001,100,2020-01-31\nC-002,100,\n")
    code, printed = start(tmp_path / "s.csv", "--out", tmp_path / "d", "--month", "2024-03")
    assert code == 0
    assert (printed["billed"], printed["difference"]) == (None, None)
    assert ("W-LINE-ENDED", "C-001", "100.00") in told(printed)


def test_what_is_printed_names_guess_totals_and_findings(start: Start, tmp_path: Path) -> None:
    """For a person, in both languages."""
    (tmp_path / "s.csv").write_text("circuit,rent\nC-001,100\n")
    (tmp_path / "b.csv").write_text("circuit,month,amount\nC-001,2024-03,120\n")
    both = (tmp_path / "s.csv", tmp_path / "b.csv")
    code, english = start(*both, "--out", tmp_path / "en", "--yes", is_json=False)
    assert code == 1
    for text in ("Columns of s.csv (1 rows)", "monthly_rent", "Scheduled", "100.00",
                 "E-BILL-PRICE", "20.00", "next: lineproof check"):  # fmt: skip
        assert text in english
    _, chinese = start(*both, "--out", tmp_path / "zh", "--yes", "--language", "zh", is_json=False)
    assert "初步核查" in chinese
    assert "账单超出清单" in chinese
