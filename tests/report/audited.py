"""Two billed lines with their links, one of them with some missing: what the audit's tests show."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from lineproof.model.explained import Explained
from lineproof.reconcile.sample import Billed, Picked, Sample
from lineproof.reconcile.trace import Link, Trace
from lineproof.report.audit import AuditPack

D = dt.date
_WHOLE = Billed("R-2025-03", "1", "1a", "EA-1000-01", "2025-03-01 – 03-31", "rent", 1_999_00)
_STRANGE = Billed("R-2025-03", "9", "", "=EA-0010", "2025-03-01 – 03-31", "rent", 90_00)
_INVOICE = (
    Link("invoice", ("records/invoices.csv:4",), D(2025, 4, 8), 2_089_00, "R-2025-03"),
    Link("approval", ("records/invoices.csv:4",), D(2025, 4, 9), None, "buyer"),
    Link("payment"),
)
PACK = AuditPack(
    "access-593", "2025-03", "CNY", 2,
    Sample("seed-1", (Picked(_WHOLE, is_sure=True), Picked(_STRANGE, is_sure=False)), 12, 2_500_00),
    (
        Trace(
            _WHOLE,
            (
                Link("order", ("records/orders.csv:2",), D(2024, 10, 23), None, "PO-593-1"),
                Link("acceptance", ("records/milestones.csv:3",), D(2024, 11, 1)),
                Link("settlement", ("result abc",), None, 1_999_00, "III.1"),
                *_INVOICE,
            ),
            Explained(label="rent 2025-03, line 1a", exact=Fraction(1_999_00), unit="CNY"),
        ),
        Trace(_STRANGE, (Link("order"), Link("acceptance"), Link("settlement"), *_INVOICE), None),
    ),
    ("", "unknown_id"),
)  # fmt: skip
