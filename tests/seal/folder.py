"""Which contract folder do tests of sealing build on? Three lines, a score's credit, 6 % of tax.

January 2024, scored 85, which leaves 90 %: 1,000.00 + 310.00 + 620.00 × 15/31 = 1,610.00 less
161.00, credited in February. February, scored 95: 1,310.00, of which 161.00 are taken.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from lineproof.model.period import parse_month
from lineproof.store.sealing import Sealing, seal_month

CIRCUITS = """\
line,id,monthly_rent,start,end
1,C1,1000.00,2024-01-01,2024-12-31
2,C2,310.00,2024-01-01,2024-12-31
3,C3,620.00,2024-01-01,2024-12-31
"""
LIFECYCLE = """\
id,recorded_at,by,line,event,date,value,one_off
L1,2024-01-20T09:00:00Z,buyer,3,ceased,2024-01-16,,
"""
SCORES = """\
id,recorded_at,by,month,points,replaces
S1,2024-02-02T09:00:00Z,buyer,2024-01,85,
S2,2024-03-02T09:00:00Z,buyer,2024-02,95,
"""
#: January's score corrected: nothing is taken off, which adds 161.00 to it.
LATER_SCORE = "S3,2024-03-05T09:00:00Z,buyer,2024-01,95,S1\n"

CONTRACT = """\
schema = "contract/1"

[contract]
id = "small"
currency = "CNY"
timezone = "Asia/Shanghai"
signed = 2023-12-20
start = 2024-01-01
months = 12
parties = { buyer = { name = "B"<BUYER_KEY> }, provider = { name = "P"<PROVIDER_KEY> } }
calendar = { workdays = "CN", first_day = "excluded", roll = "none" }
rounding = { unit = "0.01", at = "<AT>" }

[[term]]
id = "SCHEDULE"
kind = "circuit_schedule"
clause = "1"
file = "circuits.csv"
sha256 = "<SHA256>"

[[term]]
id = "PART-MONTHS"
kind = "proration"
clause = "2"
applies_to = ["rent"]
method = "actual_days"
while_suspended = "no_rent"

[[term]]
id = "BANDS"
kind = "bands"
clause = "3"
applies_to = ["rent"]
metric = "score"
domain = ["0", "100"]
bands = [{ ge = "90", factor = "1" }, { lt = "90", factor = "0.90" }]
apply_to = "<APPLY_TO>"
tax_nature = "price_reduction"

[[term]]
id = "CREDIT"
kind = "credit"
clause = "4"
cycle = "next_month"
after_last = "refund"

[[term]]
id = "VAT"
kind = "tax"
clause = "5"
rate = "0.06"
inclusive = <INCLUSIVE>

[[term]]
id = "MONTHLY"
kind = "payment_plan"
clause = "6"
mode = "monthly"
items = [{ item = "month", triggers = ["period_end"], within = 10, unit = "workdays" }]
"""
_USUAL = {
    "AT": "unit_month",
    "APPLY_TO": "unit",
    "INCLUSIVE": "true",
    "BUYER_KEY": "",
    "PROVIDER_KEY": "",
}


def write_folder(
    folder: Path,
    *,
    circuits: str = CIRCUITS,
    records: Mapping[str, str] | None = None,
    more: str = "",
    **words: str,
) -> Path:
    """Write the contract folder and return it.

    records: kind → CSV, beside the usual ones. more: behind the contract. words: what is written
    for a word in angle brackets.
    """
    (folder / "records").mkdir(parents=True)
    (folder / "circuits.csv").write_bytes(circuits.encode())
    pin = hashlib.sha256(circuits.encode()).hexdigest()
    text = CONTRACT.replace("<SHA256>", pin)
    for word, said in {**_USUAL, **words}.items():
        text = text.replace(f"<{word}>", said)
    (folder / "contract.toml").write_text(text + more, "utf-8")
    for kind, rows in {"lifecycle": LIFECYCLE, "scores": SCORES, **(records or {})}.items():
        (folder / "records" / f"{kind}.csv").write_bytes(rows.encode())
    return folder


def add_record(folder: Path, kind: str, row: str) -> None:
    """Append a row to a record file."""
    path = folder / "records" / f"{kind}.csv"
    path.write_bytes(path.read_bytes() + row.encode())


def sealed(folder: Path, month: str, as_known: dt.date | None = None) -> Sealing:
    """Seal a month."""
    return seal_month(folder, parse_month(month), as_known=as_known)


def seal_path(folder: Path, month: str = "2024-01") -> Path:
    """Seal a month and return where it lies."""
    found = sealed(folder, month).folder
    assert found is not None, "nothing is open"
    return found
