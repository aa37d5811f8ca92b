"""Is a month closed by two, once, and as it was proposed?"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.web.conftest import EXAMPLES, Made, rescored
from tests.web.server import Server, prepared, serving

from lineproof.model.errors import InputRefusedError
from lineproof.model.period import parse_month
from lineproof.store.sealing import seal_month
from lineproof.web.case import case_of, file_of
from lineproof.web.closing import approve_seal, previous_seal, propose_seal, reject_seal
from lineproof.web.deciding import NotNowError
from lineproof.web.kept import Contract, SealedMonth, SealProposal, State
from lineproof.web.rights import Role
from lineproof.web.trail import Entry


def closed(contract: Contract, month: str, person: Made) -> SealedMonth:
    """Return a month closed by two people."""
    one, two = (person(Role.FINANCE, name=f"{month}-{n}") for n in "ab")
    return approve_seal(propose_seal(contract, month, by=one), by=two)


def test_it_holds_what_the_folder_s_seal_holds(
    contract: Contract, person: Made, tmp_path: Path
) -> None:
    """Every file has the bytes that `lineproof seal` writes into a folder."""
    folder = Path(shutil.copytree(EXAMPLES / "01-access-593", tmp_path / "folder"))
    place = seal_month(folder, parse_month("2025-01"), as_known=None).folder
    assert place is not None
    sealed = closed(contract, "2025-01", person)
    written = {path.name: path.read_bytes() for path in place.iterdir()}
    assert {name: file_of(sealed, name) for name in sealed.files} == written
    seal = json.loads(written["seal.json"])
    assert sealed.result_hash == seal["result_hash"]
    assert case_of(contract.in_force).sealed[0].month == "2025-01"


def test_nobody_closes_alone(contract: Contract, person: Made) -> None:
    """Whoever proposed it is told; it stays proposed, and they may take it back."""
    user = person(Role.FINANCE)
    proposal = propose_seal(contract, "2025-01", by=user)
    with pytest.raises(NotNowError, match="another person"):
        approve_seal(proposal, by=user)
    reject_seal(proposal, by=user)
    proposal.refresh_from_db()
    assert (proposal.state, contract.sealed.count()) == (State.REJECTED, 0)


def test_what_changed_meanwhile_isn_t_closed(contract: Contract, person: Made) -> None:
    """A score is corrected between proposal and approval: the approver is told, nothing closes."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    proposal = propose_seal(contract, "2025-01", by=one)
    rescored(contract, "95")
    with pytest.raises(NotNowError, match="has changed since"):
        approve_seal(proposal, by=two)
    assert not contract.sealed.exists()
    reject_seal(proposal, by=two)
    assert approve_seal(propose_seal(contract, "2025-01", by=one), by=two).revision == 0


def test_a_decision_is_taken_once(contract: Contract, person: Made) -> None:
    """A second approval, or a rejection behind it, is told who was first."""
    one, two, three = (person(Role.FINANCE, name=n) for n in "abc")
    proposal = propose_seal(contract, "2025-01", by=one)
    with pytest.raises(NotNowError, match="proposed already"):
        propose_seal(contract, "2025-01", by=two)
    approve_seal(SealProposal.objects.get(), by=two)
    with pytest.raises(NotNowError, match="b approved it already"):
        approve_seal(proposal, by=three)
    with pytest.raises(NotNowError, match="b approved it already"):
        reject_seal(proposal, by=three)
    with pytest.raises(NotNowError, match="nothing changed"):
        propose_seal(contract, "2025-01", by=one)
    assert [e.action for e in Entry.objects.filter(action__contains="seal")] == [
        "seal proposed", "month sealed",
    ]  # fmt: skip


def test_months_are_closed_in_order(contract: Contract, person: Made) -> None:
    """After January comes February: March is refused, as in a folder."""
    closed(contract, "2025-01", person)
    with pytest.raises(InputRefusedError, match="2025-03 can't be sealed yet: 2025-02 isn't"):
        propose_seal(contract, "2025-03", by=person(Role.FINANCE))


def test_a_late_fact_makes_a_restatement(contract: Contract, person: Made) -> None:
    """Scored 95 instead of 89.99: r1 beside r0, its seal follows r0's, r0 is untouched."""
    first = closed(contract, "2025-01", person)
    before = dict(first.files)
    rescored(contract, "95")
    one, two = person(Role.FINANCE, name="c"), person(Role.FINANCE, name="d")
    second = approve_seal(propose_seal(contract, "2025-01", by=one), by=two)
    assert (first.revision, second.revision) == (0, 1)
    first.refresh_from_db()
    assert first.files == before
    seal = json.loads(file_of(second, "seal.json"))
    assert seal["follows"] == before["seal.json"]
    latest = previous_seal(contract, "2025-01")
    assert latest is not None
    assert latest.booked.revision == 1
    assert previous_seal(contract, "2025-02") is None


@contextlib.contextmanager
def visitor(server: Server, role: str) -> Iterator[httpx.Client]:
    """Give a browser in which somebody signed in."""
    with httpx.Client(base_url=server.origin, follow_redirects=True, timeout=120) as client:
        given = {"login": f"{role}@example.com", "password": server.place.passwords[role]}
        form = token(client, "/accounts/login/")
        shown = client.post("/accounts/login/", data={**given, **form})
        assert "Sign out" in shown.text
        yield client


def token(client: httpx.Client, address: str) -> dict[str, str]:
    """Return what a form of a page needs to be sent."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return {"csrfmiddlewaretoken": found[1]}


def paid_at_once(browsers: Sequence[httpx.Client]) -> int:
    """Return how many payments there are after browsers sent one form at once."""
    address, day = "/contracts/1/payments/", "2025-02-01"
    found = re.search(r'name="key" value="([^"]+)p"', browsers[0].get(address).text)
    assert found is not None
    form = {"item": "2025-01", "amount": "1.00", "paid": day, "key": found[1]}
    forms = [form | token(browser, address) for browser in browsers]

    def pay(number: int) -> int:
        at = number % len(browsers)
        return browsers[at].post(f"{address}payment", data=forms[at]).status_code

    with ThreadPoolExecutor(max_workers=12) as pool:
        assert set(pool.map(pay, range(12))) == {200}
    return browsers[0].get("/contracts/1/records/payments/").text.count(day)


def test_of_several_at_once_one_closes_and_the_others_are_told(tmp_path: Path) -> None:
    """A real server, one proposal, three browsers approve at once: one seal, two are told.

    Then they send the form of one payment twelve times at once: it is one payment.
    """
    folders, month = [EXAMPLES / "01-access-593"], "/contracts/1/months/2025-01/"
    place = prepared(tmp_path / "data", folders, ["contract_manager", "finance"])
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(serving(place))
        manager = stack.enter_context(visitor(server, "contract_manager"))
        manager.post(f"{month}propose", data=token(manager, month))
        browsers = [stack.enter_context(visitor(server, "finance")) for _ in range(3)]
        forms = [token(browser, month) for browser in browsers]

        def approve(number: int) -> str:
            address = "/contracts/1/seals/1/approve"
            return browsers[number].post(address, data=forms[number]).text

        with ThreadPoolExecutor(max_workers=3) as pool:
            said = list(pool.map(approve, range(3)))
        assert paid_at_once(browsers) == 1
    assert sum("2025-01 is sealed, revision 0." in text for text in said) == 1
    assert sum("finance approved it already." in text for text in said) == 2
    assert all(text.count("Sealed as revision") == 1 for text in said)
