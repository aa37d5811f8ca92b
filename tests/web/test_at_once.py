"""What of several who do the same at once, on a real server? One does it, the others are told."""

from __future__ import annotations

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

from tests.web.running_server import Server, token, visitor


def test_a_month_is_closed_by_one(served: Server) -> None:
    """A real server, one proposal, three browsers approve at once: one seal, two are told."""
    month = "/contracts/1/months/2025-01/"
    with contextlib.ExitStack() as stack:
        manager = stack.enter_context(visitor(served, "contract_manager"))
        manager.post(f"{month}propose", data=token(manager, month))
        browsers = [stack.enter_context(visitor(served, "finance")) for _ in range(3)]
        forms = [token(browser, month) for browser in browsers]

        def approve(number: int) -> str:
            address = "/contracts/1/seals/1/approve"
            return browsers[number].post(address, data=forms[number]).text

        with ThreadPoolExecutor(max_workers=3) as pool:
            said = list(pool.map(approve, range(3)))
    assert sum("January 2025 is sealed, revision 0." in text for text in said) == 1
    assert sum("finance approved it already." in text for text in said) == 2
    assert all(text.count("Sealed as revision") == 1 for text in said)


def test_a_payment_is_recorded_and_booked_once(served: Server) -> None:
    """One form of a payment, sent 500 times by 20 browsers of a real server: one row, one posting.

    Two lines of the journal say it, which cancel out: 1.23 from the bank, 1.23 no longer owed.
    """
    address = "/contracts/1/payments/"
    form = {"item": "year-2", "amount": "1.23", "paid": "2025-11-20", "key": "one-form"}
    with visitor(served, "finance") as browser:
        form |= token(browser, address)

        def send(_number: int) -> int:
            return browser.post(f"{address}payment", data=form, follow_redirects=False).status_code

        with ThreadPoolExecutor(max_workers=20) as pool:
            assert set(pool.map(send, range(500))) == {302}
        assert browser.get("/contracts/1/records/payments/").text.count("1.23") == 1
        booked = browser.post("/contracts/1/ledger/book", data=token(browser, address))
        assert booked.status_code == 200
        journal = browser.get("/contracts/1/ledger/export").text
    assert len(re.findall(r"\D1\.23 CNY", journal)) == 2
