"""What did the provider send in 2025? Twelve bills, six of them wrong; written to bills-2025/.

Run it anywhere: it writes beside itself. Amounts are in fen; every wrong figure stands in `WRONG`.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

COLUMNS = ("line", "charge", "account", "contract", "order", "circuit", "product", "from", "to",
           "quantity", "price", "net", "rate", "tax", "gross", "text")  # fmt: skip
#: The price list: line, circuit, product, quantity, monthly rent in fen.
LINES = (
    ("1a", "", "phase 1 access 8M", 198, 113_00),
    ("1b", "", "phase 1 access 100M", 14, 120_00),
    ("1c-1", "EA-1000-01", "phase 1 access 1000M", 1, 1999_00),
    ("2", "", "phase 2 access 20M", 42, 102_00),
    ("3", "", "2018 additions 20M", 41, 116_00),
    ("3-1", "EA-0020-43", "2018 additions 20M", 1, 116_00),
    ("4-1", "EA-0020-85", "special line 20M", 1, 116_00),
    ("5", "", "rural access 10M", 295, 90_00),
)
#: Per cent taken off for the month's score; March's should be 10, June's 20.
CREDITS = {3: 5, 6: 0, 11: 10}
#: The months in which the special line, which ceased with March, is billed.
SPECIAL = (1, 2, 3, 4)
#: What else is wrong, by month.
WRONG = {
    5: {"twice": "1c-1"},
    9: {"price": ("2", 104_00), "stranger": ("EA-0010-77", "rural access 10M", 90_00)},
    11: {"twice": "3", "no_credit": "5"},
}


def yuan(fen: int) -> str:
    """Return fen as a plain decimal."""
    return str(Decimal(fen) / 100)


def bill(month: int) -> list[dict[str, str]]:
    """Return the rows of one month's bill."""
    wrong, rows = WRONG.get(month, {}), []
    days = {"from": f"2025-{month:02d}-01",
            "to": f"{2025 + month // 12}-{month % 12 + 1:02d}-01"}  # fmt: skip
    for line, circuit, product, quantity, rent in LINES:
        if line == "4-1" and month not in SPECIAL:
            continue
        price = wrong["price"][1] if wrong.get("price", ("",))[0] == line else rent
        row = days | {"order": line, "circuit": circuit, "product": product}
        charged = row | {"charge": "rent", "quantity": str(quantity), "price": yuan(price),
                         "gross": yuan(quantity * price)}  # fmt: skip
        rows += [charged] * (2 if wrong.get("twice") == line else 1)
        percent = 0 if wrong.get("no_credit") == line else CREDITS.get(month, 0)
        if percent:
            less = -quantity * rent * percent // 100
            rows.append(row | {"charge": "credit", "gross": yuan(less), "text": "monthly score"})
    if "stranger" in wrong:
        circuit, product, rent = wrong["stranger"]
        rows.append(days | {"charge": "rent", "circuit": circuit, "product": product,
                            "quantity": "1", "price": yuan(rent), "gross": yuan(rent)})  # fmt: skip
    return [{"line": str(number), **row} for number, row in enumerate(rows, start=1)]


def main() -> None:
    """Write the twelve bills."""
    folder = Path(__file__).parent / "bills-2025"
    folder.mkdir(exist_ok=True)
    for month in range(1, 13):
        with (folder / f"R-2025-{month:02d}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(bill(month))


if __name__ == "__main__":
    main()
