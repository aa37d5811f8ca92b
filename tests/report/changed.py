"""Three months that change for every reason, worked out by hand: what the report's tests show."""

from __future__ import annotations

from lineproof.reconcile.savings import Savings
from lineproof.report.changes import Changes
from lineproof.settle.waterfall import Waterfall

#: 1,000.00 + 60.00 - 160.00 + 100.00 = 1,000.00; 1,000.00 - 1,300.00 = -300.00, a refund.
CHANGES = Changes(
    "harbour-lines", "EUR", 2,
    (
        Waterfall("2025-01", "2025-02", 1_000_00, 1_000_00,
                  (("price", 60_00), ("ceased", -160_00), ("one_off", 100_00))),
        Waterfall("2025-02", "2025-03", 1_000_00, -300_00, (("credit", -1_300_00),)),
    ),
    Savings(800_00, 600_00, 100_00, 450_00, 0, (("billed_twice", 500_00), ("ceased", 300_00))),
)  # fmt: skip
CALM = Changes(
    "harbour-lines", "EUR", 2, (Waterfall("2025-01", "2025-02", 1_000_00, 1_010_00,
                                          (("new", 10_00),)),),
    Savings(0, 0, 0, 0, 0, ()),
)  # fmt: skip
