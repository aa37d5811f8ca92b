"""Which contract folder do tests of paying build on? The small one of sealing, with an account.

January 2024 claims 1,610.00, due on 19 February (10 workdays after 31 January), and was billed at
1,760.00: of the 150.00 too much a dispute was sent. Interest is 0.05 % a day, from the day after.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
from tests.seal.folder import write_folder

from lineproof.model.bill import BILL_LINES, Bill, BilledTotals

ACCOUNT = "ZZ00 0000 0000 0001"
MORE = """
[[term]]
id = "OBJECTION"
kind = "bill_objection"
clause = "7"
within = 30
unit = "days"
meanwhile = "withhold_disputed"

[[term]]
id = "LATE"
kind = "late_interest"
clause = "8"
rate = "0.0005"
base = "overdue_amount"
tax_nature = "out_of_scope"
"""
INVOICES = """\
id,recorded_at,by,number,item,amount,received,verified,booked,tax,verified_by,matches
I1,2024-02-05T09:00:00Z,buyer,N1,2024-01,1760.00,2024-02-05,2024-02-06,,99.62,A. Clerk,yes
"""
ORDERS = """\
id,recorded_at,by,order,line,purchase_order,budget_line,ordered
O1,2023-12-20T09:00:00Z,buyer,ORD-1,1,PO-77,NET-2024,2023-12-20
O2,2023-12-20T09:00:00Z,buyer,ORD-1,2,PO-77,NET-2024,2023-12-20
O3,2023-12-20T09:00:00Z,buyer,ORD-2,3,PO-78,NET-2024,2023-12-21
"""
LIFECYCLE = """\
id,recorded_at,by,line,event,date,value,one_off
L1,2024-01-20T09:00:00Z,buyer,3,ceased,2024-01-16,,
L2,2024-01-02T09:00:00Z,buyer,1,accepted,2024-01-01,,
L3,2024-01-02T09:00:00Z,buyer,2,accepted,2024-01-01,,
"""
DISPUTES = """\
id,recorded_at,by,dispute,event,date,amount,bill,month,cause
D1,2024-02-07T09:00:00Z,buyer,X1,draft,2024-02-07,150.00,N1,2024-01,wrong_price
D2,2024-02-08T09:00:00Z,buyer,X1,sent,2024-02-08,,,,
"""
SCORES = """\
id,recorded_at,by,month,points,signed_by
S1,2024-02-02T09:00:00Z,buyer,2024-01,85,buyer; provider
S2,2024-03-02T09:00:00Z,buyer,2024-02,95,
"""


def write_paying(
    folder: Path, *, account: str = ACCOUNT, meanwhile: str = "withhold_disputed", **files: str
) -> Path:
    """Write the folder and return it; files: record kinds with other rows than the usual ones."""
    records = {
        "invoices": INVOICES, "orders": ORDERS, "lifecycle": LIFECYCLE, "disputes": DISPUTES,
        "scores": SCORES, "payments": "id,recorded_at,by,item,amount,paid,invoice\n",
    }  # fmt: skip
    more = MORE.replace("withhold_disputed", meanwhile)
    made = write_folder(folder, records=records | files, more=more)
    path = made / "contract.toml"
    named = f'name = "P", account = "{account}"' if account else 'name = "P"'
    path.write_text(path.read_text("utf-8").replace('name = "P"', named), "utf-8")
    return made


def bill(**changes: Any) -> Bill:  # noqa: ANN401 - any of its fields
    """Return the bill N1 as it was brought in: 1,760.00 for January, issued on 5 February."""
    line = {"line": "1", "from": dt.date(2024, 1, 1), "to": dt.date(2024, 2, 1), "gross": 176000}
    usual: dict[str, Any] = {
        "number": "N1", "kind": "invoice", "issued": dt.date(2024, 2, 5), "currency": "CNY",
        "digits": 2, "seller": "P", "buyer": "B", "file": "n1.xml", "sha256": "b" * 64,
        "totals": BilledTotals(net=166038, tax=9962, gross=176000),
        "lines": pl.DataFrame([line], schema=BILL_LINES.schema()),
    }  # fmt: skip
    return Bill(**(usual | changes))


def lines_bill(*gross: tuple[str, int], **changes: Any) -> Bill:  # noqa: ANN401 - any of its fields
    """Return N1 with a line for each circuit and its amount in minor units, as its only price."""
    columns = {"from": dt.date(2024, 1, 1), "to": dt.date(2024, 2, 1)}
    rows = [{"line": str(n), "charge": "rent", "circuit": circuit, "gross": amount, **columns}
            for n, (circuit, amount) in enumerate(gross, 1)]  # fmt: skip
    totals = BilledTotals(net=None, tax=None, gross=sum(amount for _, amount in gross))
    return bill(lines=pl.DataFrame(rows, schema=BILL_LINES.schema()), totals=totals, **changes)


def with_tolerance(folder: Path, *, share: str, inside: str) -> Path:
    """Add a tolerance of a share of the provider's figure, and say which figure stands inside."""
    term = f"""
[[term]]
id = "TOL"
kind = "tolerance"
clause = "9"
share = "{share}"
of = "provider"
inside = "{inside}"
"""
    path = folder / "contract.toml"
    path.write_text(path.read_text("utf-8") + term, "utf-8")
    return folder
