"""Whatever is brought in as a bill ends in a bill that is kept and read, or in a refusal."""

from __future__ import annotations

import random

import pytest
from tests.e_invoices import cii, fapiao, ubl

from lineproof.model.errors import LineproofError
from lineproof.reconcile.adds_up import adds_up
from lineproof.sources.bill_file import Said, read_bill_file
from lineproof.sources.bill_head import bill_from_head, head_of
from lineproof.sources.bill_lines import NAMES
from lineproof.sources.bill_sheet import SheetGiven

SHEET = (
    b"Circuit;Month;Qty;Price;Net;Tax rate;VAT amount;Gross amount;Note\n"
    b"C-1;2025-03;1;5;5,00;19%;0,95;5,95;x\nC-2;2025-03;1;5;-5,00;19%;-0,95;-5,95;y\nTotal;;;;0;;0;0;\n"
)  # fmt: skip
CANONICAL = f"{','.join(NAMES)}\n1,rent,,,,C1,,2025-03-01,2025-04-01,1,5,5.00,0.06,0.30,5.30,\n"
BILLS = {
    "ubl": ubl(), "credit": ubl(kind="CreditNote", credits_="R-0"), "cii": cii(),
    "fapiao": fapiao(), "sheet": SHEET, "canonical": CANONICAL.encode(),
}  # fmt: skip
TOKENS = (
    *(
        b"<",
        b">",
        b"&x;",
        b"]]>",
        b"<!--",
        b"<![CDATA[",
        b"<!DOCTYPE a>",
        b"\0",
        b"\xff",
        b'"',
        b";",
    ),
    *(
        b"-1",
        b"1e9",
        b"NaN",
        b"9" * 40,
        b"0.001",
        b"2025-02-30",
        b"9999-12-31",
        b"0001-01-01",
        b"=1",
    ),
    *(b"@", b"\xe2\x80\x8b", b"\n", b",", b"%", b"1,200", b"1.200", b"", b"XXX", b"100.00", b"C-1"),
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file with pieces cut out, doubled, or replaced."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((0, 1, 1, 3, 8, 40)))
        piece = chance.choice((chance.choice(TOKENS), content[start:end] * 2, b""))
        content = content[:start] + piece + content[end:]
    return content


@pytest.mark.parametrize("kind", BILLS)
def test_no_bill_ends_in_a_crash(kind: str, fuzz_inputs: int) -> None:
    """It reads and is judged, and its head comes back from JSON; or it is refused with a reason."""
    reached = set()
    for seed in range(max(30, fuzz_inputs // 20)):
        chance = random.Random(f"{kind} {seed}")  # noqa: S311 - chance, not secrecy
        content = mutated(BILLS[kind], chance)
        try:
            bill = read_bill_file(SheetGiven(f"{seed}", content, 2), Said("EUR", "R1")).bill
            adds_up(bill)
            assert bill_from_head(head_of(bill), bill.lines) == bill
            reached.add("read")
        except LineproofError as refusal:
            reached.add("refused" if str(refusal) else "refused without a reason")
        except Exception as crash:
            crash.add_note(f"{kind}, seed {seed}: {content!r}")
            raise
    assert reached == {"read", "refused"}
