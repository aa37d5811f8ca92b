"""Is what is to be paid told, and what was paid recorded once?"""

from __future__ import annotations

from tests.web.api.conftest import Called, told

from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.rights import Role

PAID = {"item": "2025-01", "amount": "55687.50", "paid": "2025-02-20"}


def test_a_payment_is_recorded_once(contract: Contract, program: Called) -> None:
    """By one key; the same by another is asked about, and recorded where it is another one."""
    one = program(Role.FINANCE, contract)
    before = Record.objects.filter(kind="payments").count()
    first, second = (one.post("/payments", PAID, idempotency_key="k") for _ in range(2))
    assert (first.status_code, second.content) == (201, first.content)
    same = one.post("/payments", PAID)
    assert same.status_code == 409
    assert first.json()["id"] in told(same)
    assert one.post("/payments", PAID | {"again": True}).status_code == 201
    assert Record.objects.filter(kind="payments").count() == before + 2
    assert program(Role.CONTRACT_MANAGER, contract).post("/payments", PAID).status_code == 403


def test_an_invoice_is_recorded_once(contract: Contract, program: Called) -> None:
    """By its number."""
    one = program(Role.FINANCE, contract)
    came = {"number": "F-1", "item": "2025-01", "amount": "55687.50", "received": "2025-02-10"}
    assert one.post("/invoices", came).status_code == 201
    assert one.post("/invoices", came).status_code == 409
    assert one.post("/invoices", came | {"number": "F-2", "amount": "1e3"}).status_code == 422


def test_what_is_to_be_paid_is_told(contract: Contract, program: Called) -> None:
    """In yuan, on a day; not to the provider."""
    told_on = program(Role.VIEWER, contract).read("/payment-proposal?on=2025-03-01&month=2025-02")
    assert (told_on["on"], told_on["currency"]) == ("2025-03-01", "CNY")
    provider = program(Role.PROVIDER, contract)
    assert provider.get("/payment-proposal").status_code == 403
