"""Do the examples come to what their READMEs work out by hand?

Each `examples/NN-name/expected.toml` holds figures worked out by hand; nothing in it is output.
tests/docs/test_docs_run.py runs the commands of the READMEs.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lineproof.contract.case import Case
from lineproof.contract.check import check
from lineproof.model.finding import Finding
from lineproof.model.money import format_minor
from lineproof.model.period import parse_month
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Bounded, Due, Settlement
from lineproof.sources.folder import read_case
from lineproof.store.cases import open_case

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
TOTALS = ("gross", "carried", "payable", "net", "tax")
UNKNOWN = "unknown"

Table = dict[str, Any]


@dataclass(frozen=True)
class Asking:
    """One table of an expected file: which folder, as signed or without answers, which month."""

    folder: Path
    is_answered: bool
    table: Table

    def __str__(self) -> str:
        """Return what pytest calls it."""
        parts = (self.table["month"], self.table.get("as_known", ""))
        said = "-".join(str(part) for part in parts if part)
        return f"{self.folder.name}-{said}{'' if self.is_answered else '-unanswered'}"


def expected(folder: Path) -> Table:
    """Return what an example expects."""
    return tomllib.loads((folder / "expected.toml").read_text("utf-8"))


def askings() -> list[Asking]:
    """Return every month that some example expects something of."""
    return [
        Asking(folder, key == "month", table)
        for folder in FOLDERS
        for key in ("month", "unanswered")
        for table in expected(folder).get(key, [])
    ]


@cache
def case_of(folder: Path) -> Case:
    """Return an example as read; one with samples, after they were taken in."""
    if not (folder / "make_samples.py").exists():
        return read_case(folder)
    with tempfile.TemporaryDirectory() as place:
        made = copied(folder, Path(place))
        subprocess.run([sys.executable, made / "make_samples.py"], cwd=place, check=True)
        program = Path(sys.executable).with_name("lineproof")
        command: list[str | Path] = [program, "ingest", made, "ping.csv"]
        options = ["--vantage", "office", "--every", "600"]
        subprocess.run([*command, *options], cwd=place, check=True, capture_output=True)
        return open_case(made)


@cache
def unanswered(folder: Path, scratch: Path) -> Case:
    """Return an example whose `[[answer]]` tables were taken out of its text."""
    copy = copied(folder, scratch)
    contract = copy / "contract.toml"
    text = contract.read_text("utf-8")
    contract.write_text(text[: text.index("[[answer]]")], "utf-8")
    return read_case(copy)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for copies that several tests read."""
    return tmp_path_factory.mktemp("unanswered")


def copied(folder: Path, target: Path) -> Path:
    """Return a copy of an example in a folder."""
    return Path(shutil.copytree(folder, target / folder.name, dirs_exist_ok=True))


def money(minor: int | None, digits: int) -> str:
    """Return minor units as expected files write them."""
    return UNKNOWN if minor is None else format_minor(minor, digits=digits)


def bounded(amount: Bounded, digits: int) -> str | list[str]:
    """Return an amount, or its bounds, as expected files write them."""
    if amount.value is not None:
        return money(amount.value, digits)
    if amount.low is None:
        return UNKNOWN
    return [money(amount.low, digits), money(amount.high, digits)]


def found(finding: Finding, digits: int) -> tuple[str, str, str, str]:
    """Return what an expected file says of a finding."""
    amount = "" if finding.amount is None else money(finding.amount, digits)
    return finding.code, finding.subject, finding.status.value, amount


def due_table(due: Due, digits: int) -> Table:
    """Return what an expected file says of something due."""
    day = {} if due.date is None else {"date": due.date}
    waiting = {} if due.waiting_for is None else {"waiting_for": due.waiting_for}
    return {"item": due.item, "amount": bounded(due.amount, digits)} | day | waiting


def line_rows(settlement: Settlement) -> list[list[str]]:
    """Return a settlement's lines as expected files write them, in their order."""
    return [
        [line, charge, f"{start}", f"{end}", money(amount, settlement.digits)]
        for line, charge, start, end, amount in settlement.lines.select(
            "line", "charge", "from", "to", "amount"
        ).iter_rows()
    ]


def settled(case: Case, month: str, as_known: dt.date | None = None) -> Settlement:
    """Return a month of a case."""
    findings = check(case, as_known=as_known)
    return settle(case, Asked(parse_month(month), as_known=as_known, findings=findings))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_check_finds_what_is_expected_and_nothing_else(folder: Path) -> None:
    """Code, subject, status and the money at stake of every finding, worked out in the README."""
    case = case_of(folder)
    digits = case.contract.digits
    wanted = [
        (f["code"], f.get("subject", ""), f.get("status", "open"), f.get("amount", ""))
        for f in expected(folder).get("finding", [])
    ]
    assert sorted(found(f, digits) for f in check(case)) == sorted(wanted)


@pytest.mark.parametrize("asking", askings(), ids=str)
def test_a_month_comes_to_what_was_worked_out_by_hand(asking: Asking, scratch: Path) -> None:
    """Totals, dues, lines and what blocks: every figure is worked out in the README."""
    case = case_of(asking.folder) if asking.is_answered else unanswered(asking.folder, scratch)
    table = asking.table
    settlement = settled(case, table["month"], table.get("as_known"))
    digits = settlement.digits
    totals = {name: table[name] for name in TOTALS if name in table}
    assert {name: bounded(getattr(settlement, name), digits) for name in totals} == totals
    assert [f"{b.code} {b.subject}" for b in settlement.blocked] == table.get("blocked", [])
    if "due" in table:
        assert [due_table(d, digits) for d in settlement.due] == table["due"]
    if "lines" in table:
        assert line_rows(settlement) == table["lines"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_clause_is_modelled(folder: Path) -> None:
    """A clause without a term would be one that nobody computes and nobody owns up to."""
    contract = case_of(folder).contract
    items = (item for term in contract.term for item in getattr(term, "items", ()))
    cited = [part.clause or "" for part in (*contract.term, *items)]
    assert {part.strip() for clause in cited for part in clause.split(",")} - {""} == set(
        contract.contract.clauses
    )


# ---------------------------------------------------------------- variants

ACCESS, CIRCUITS, INTEGRATION, STORAGE = FOLDERS[:4]
LIFECYCLE = "id,recorded_at,by,line,event,date,value,one_off\n"


def test_access_593_costs_its_total_at_full_scores(tmp_path: Path) -> None:
    """16 months at 61,875.00 are 990,000.00; the second payment is 247,500.00, without credit."""
    folder = copied(ACCESS, tmp_path)
    payments = folder / "records" / "payments.csv"
    payments.write_text(payments.read_text("utf-8").replace("123750.00", "247500.00"), "utf-8")
    scores = folder / "records" / "scores.csv"
    with scores.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["points"] = "100"
    with scores.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    case = read_case(folder)
    gross = [settled(case, row["month"]).gross.value for row in rows]
    assert gross == [61_875_00] * 16
    assert sum(amount or 0 for amount in gross) == 990_000_00


def test_access_593_pays_what_it_earns() -> None:
    """742,500.00 + 123,750.00 - 37,125.00 paid is the sum of the 16 months' gross, 829,125.00."""
    months = [table["month"] for table in expected(ACCESS)["month"] if "as_known" not in table]
    assert len(months) == 17
    settlements = [settled(case_of(ACCESS), month) for month in months]
    assert sum(s.gross.value or 0 for s in settlements) == 829_125_00
    assert sum(s.payable.value or 0 for s in settlements) == 829_125_00


def test_circuits_121_ships_the_annex_as_signed() -> None:
    """The annex, byte for byte; its lines add up to the stated total."""
    content = (CIRCUITS / "circuits.csv").read_bytes()
    digest = "6eac85dd05566ef65155112cfe0ae119ff518faf2f82992462f98274fecb34cb"
    assert hashlib.sha256(content).hexdigest() == digest
    rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
    assert len(rows) == 121
    assert sum(int(row["stated_amount"]) for row in rows) == 560_000


def test_circuits_121_costs_its_total() -> None:
    """8 months at 46,600.00 and, with line 23, 4 months at 46,800.00 are 560,000.00."""
    months = [f"2024-{month:02}" for month in range(1, 13)]
    gross = [settled(case_of(CIRCUITS), month).gross.value for month in months]
    assert gross == [46_600_00] * 8 + [46_800_00] * 4
    assert sum(amount or 0 for amount in gross) == 560_000_00


def test_circuits_121_owes_the_days_since_a_circuit_opened(tmp_path: Path) -> None:
    """Accepted on 4 March: 28 of 31 days; R(900.00 × 28/31) = R(812.9032…) = 812.90."""
    folder = copied(CIRCUITS, tmp_path)
    row = "L1,2024-03-05T09:00:00+08:00,buyer,4,accepted,2024-03-04,,\n"
    (folder / "records" / "lifecycle.csv").write_text(LIFECYCLE + row, "utf-8")
    case = read_case(folder)
    rows = [row for row in line_rows(settled(case, "2024-03")) if row[0] == "4"]
    assert rows == [["4", "rent", "2024-03-04", "2024-04-01", "812.90"]]
    assert settled(case, "2024-02").gross.value == 46_600_00 - 900_00
    assert settled(case, "2024-03").gross.value == 46_600_00 - 87_10


def test_integration_taxes_each_charge_to_the_documents_cent() -> None:
    """One line at 13 %: 249,557.52 + 32,442.48; four at 6 %: 1,072,641.51 + 64,358.49."""
    taxes = settled(case_of(INTEGRATION), "2025-01").taxes
    assert [(f"{part.rate}", part.net, part.tax) for part in taxes] == [
        ("13/100", 249_557_52, 32_442_48),
        ("3/50", 1_072_641_51, 64_358_49),
    ]


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-03-10", dt.date(2026, 4, 27)), ("2026-04-13", dt.date(2026, 5, 13))],
)
def test_storage_waits_a_year_from_acceptance_but_not_from_the_invoice(
    received: str, due: dt.date, tmp_path: Path
) -> None:
    """Accepted 26 March 2025; one year later, day 30 is Saturday 25 April 2026, so Monday the 27th.
    Invoiced on 13 April 2026, later than that: day 30 is 13 May.
    """
    folder = copied(STORAGE, tmp_path)
    row = f"I02,{received}T10:00:00+08:00,buyer,INV-2,second,1424430.00,{received},,\n"
    with (folder / "records" / "invoices.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    dues = {d.item: d for d in settled(read_case(folder), f"{due:%Y-%m}").due}
    assert (dues["second"].date, dues["second"].amount.value) == (due, 1_424_430_00)
    assert (dues["third"].date, dues["third"].waiting_for) == (None, "an invoice")
