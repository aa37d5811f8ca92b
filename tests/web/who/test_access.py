"""Does every address let in whom it should, and nobody else? Each one, as everybody, by any method.

The addresses come from Django's own table: a new one that isn't listed here fails. Who may do what
is written out by hand below, apart from `rights.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.web.billing import billed, disputed
from tests.web.conftest import PASSWORD, Made

from lineproof.web.doing.closing import propose_seal
from lineproof.web.doing.comments import Said, say
from lineproof.web.doing.documents import add_document
from lineproof.web.doing.importing import put_aside
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.urls import ENTRANCE
from lineproof.web.who.people import Membership, Organisation, User, make_token
from lineproof.web.who.rights import Role
from lineproof.web.work.jobs import submit
from lineproof.web.work.running import run_job

V, O, M, F, P, A, D = Role  # noqa: E741 - in the order that Role declares them
EVERYBODY = frozenset(Role)
BUYERS = EVERYBODY - {P}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: address → the one method it answers, and the roles that may ask it.
ALLOWED: dict[str, tuple[str, frozenset[Role]]] = {
    "home": ("GET", EVERYBODY),
    "contracts": ("GET", EVERYBODY),
    "contract": ("GET", EVERYBODY),
    "document": ("GET", EVERYBODY),
    "document-add": ("POST", frozenset({M})),
    "version": ("GET", EVERYBODY),
    "circuits": ("GET", EVERYBODY),
    "circuit": ("GET", EVERYBODY),
    "months": ("GET", EVERYBODY),
    "month": ("GET", EVERYBODY),
    "explain": ("GET", EVERYBODY),
    "scorecard": ("GET", EVERYBODY),
    "availability": ("GET", EVERYBODY),
    "availability-picture": ("GET", EVERYBODY),
    "scorecards": ("GET", EVERYBODY),
    "score-figure": ("POST", frozenset({M, P})),
    "score-sign": ("POST", frozenset({M, P})),
    "acceptance": ("GET", EVERYBODY),
    "acceptance-of-contract": ("GET", EVERYBODY),
    "acceptance-decide": ("POST", frozenset({O, M})),
    "month-picture": ("GET", EVERYBODY),
    "seal": ("GET", EVERYBODY),
    "seal-verify": ("GET", EVERYBODY),
    "exclusions": ("GET", EVERYBODY),
    "claim-proof": ("GET", EVERYBODY),
    "exclusion-add": ("POST", frozenset({O, M, P})),
    "exclusion-answer": ("POST", frozenset({O, M, P})),
    "comment-add": ("POST", frozenset({O, M, F, P})),
    "comment-withdraw": ("POST", frozenset({O, M, F, P})),
    "export": ("GET", frozenset({O, M, F, A})),
    "answer": ("POST", frozenset({M})),
    "version-approve": ("POST", frozenset({M, F})),
    "version-reject": ("POST", frozenset({M, F})),
    "seal-propose": ("POST", frozenset({M, F})),
    "seal-approve": ("POST", frozenset({F})),
    "seal-reject": ("POST", frozenset({M, F})),
    "jobs": ("GET", EVERYBODY),
    "contract-jobs": ("GET", EVERYBODY),
    "job-settle": ("POST", EVERYBODY),
    "job-export": ("POST", frozenset({O, M, F, A})),
    "job": ("GET", EVERYBODY),
    "job-cancel": ("POST", EVERYBODY),
    "job-retry": ("POST", EVERYBODY),
    "job-file": ("GET", frozenset({O, M, F, A})),
    "circuits-csv": ("GET", frozenset({O, M, F, A})),
    "circuits-xlsx": ("GET", frozenset({O, M, F, A})),
    "circuits-edit": ("POST", frozenset({O, M})),
    "view-save": ("POST", EVERYBODY),
    "view-delete": ("POST", EVERYBODY),
    "circuit-history": ("GET", EVERYBODY),
    "evidence": ("GET", frozenset({O, M, F, A})),
    "contract-new": ("GET", frozenset({M})),
    "contract-take": ("POST", frozenset({M})),
    "imports": ("GET", frozenset({O, M, F, A})),
    "import": ("GET", frozenset({O, M, F, A})),
    "import-wrong": ("GET", frozenset({O, M, F, A})),
    "import-file": ("GET", frozenset({O, M, F, A})),
    "import-upload": ("POST", frozenset({O, M})),
    "folder-check": ("POST", frozenset({M})),
    "folder-keep": ("POST", frozenset({M})),
    "import-name": ("POST", frozenset({O, M})),
    "import-keep": ("POST", frozenset({O, M})),
    "import-undo": ("POST", frozenset({O, M})),
    "records": ("GET", EVERYBODY),
    "record-kind": ("GET", EVERYBODY),
    "record-new": ("GET", frozenset({O, M})),
    "record-check": ("POST", frozenset({O, M})),
    "record-keep": ("POST", frozenset({O, M})),
    "trail": ("GET", frozenset({A, D})),
    "people": ("GET", frozenset({A, D})),
    "programs": ("GET", EVERYBODY),
    "person": ("GET", frozenset({A, D})),
    "organisation": ("GET", frozenset({A, D})),
    **dict.fromkeys(
        (
            "person-add",
            "person-link",
            "person-deactivate",
            "person-activate",
            "person-factor",
            "role-give",
            "role-take",
            "their-token",
            "organisation-save",
        ),
        ("POST", frozenset({D})),
    ),
    "profile": ("GET", EVERYBODY),
    "profile-save": ("POST", EVERYBODY),
    "notices": ("GET", EVERYBODY),
    "notices-save": ("POST", EVERYBODY),
    "notices-test": ("POST", EVERYBODY),
    "sessions-end": ("POST", EVERYBODY),
    "token-add": ("POST", EVERYBODY),
    "token-delete": ("POST", EVERYBODY),
}
#: What isn't there for those who may not have it.
UNSEEN = {"job-file"}
ALLOWED |= {
    "bills": ("GET", EVERYBODY),
    "bill": ("GET", EVERYBODY),
    "bill-original": ("GET", EVERYBODY),
    "bill-upload": ("POST", frozenset({M, F})),
    "reconciliation": ("GET", BUYERS),
    "reconciliation-picture": ("GET", BUYERS),
    "reconciliation-table": ("GET", BUYERS),
    "reconciliation-decide": ("POST", frozenset({M, F})),
    "disputes": ("GET", EVERYBODY),
    "dispute": ("GET", EVERYBODY),
    "dispute-file": ("GET", EVERYBODY),
    "dispute-step": ("POST", frozenset({M, F})),
    "claim": ("POST", frozenset({M, F})),
    "payments": ("GET", BUYERS),
    "approval-sheet": ("GET", BUYERS),
    "payment-record": ("POST", frozenset({F})),
    "invoice-record": ("POST", frozenset({F})),
    "ledger": ("GET", BUYERS),
    "ledger-book": ("POST", frozenset({F})),
    "ledger-export": ("GET", frozenset({O, M, F, A})),
    "savings": ("GET", BUYERS),
    "savings-picture": ("GET", BUYERS),
    "savings-table": ("GET", BUYERS),
    "close": ("GET", BUYERS),
    "journal": ("GET", BUYERS),
    "audit": ("GET", frozenset({O, M, F, A})),
}
#: What strangers reach: nobody's data.
OPEN = {"set_language", "healthz", "readyz", "metrics"}
#: What names no contract, so that people of another tenant reach it, and find their own there.
OWN = {
    "home", "contracts", "profile", "profile-save", "sessions-end", "token-add", "trail", "people",
    "person-add", "jobs", "programs", "notices", "notices-test",
    "contract-new", "contract-take", "acceptance",
}  # fmt: skip
#: What names something that isn't there, past the door: 404 to those who may ask.
ABSENT = {
    "token-delete", "notices-save", "view-delete", "availability-picture", "seal", "seal-verify",
    "their-token", "role-take", "claim-proof",
}  # fmt: skip


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the name of each address, but django-allauth's; api/test_door.py has the API's."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.url_patterns is not ENTRANCE and pattern.namespace != "api":
                yield from names(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_every_address_is_listed() -> None:
    """What isn't listed isn't tested: an address without a rule is none."""
    assert sorted(names(get_resolver().url_patterns)) == sorted([*ALLOWED, *OPEN])


def refused(name: str) -> int:
    """Return what an address answers somebody without its right."""
    return 404 if name in UNSEEN else 403


@dataclass(frozen=True)
class Place:
    """What the addresses name."""

    contract: Contract
    address: dict[str, str]


@pytest.fixture
def place(contract: Contract, person: Made) -> Place:
    """Return every address of a contract with a month that somebody proposed to close."""
    proposer = person(F, name="proposer")
    proposal = propose_seal(contract, "2025-01", by=proposer)
    circuit = Circuit.objects.filter(schedule__contract=contract).earliest("pk")
    settle = submit("settle", contract, by=proposer, key="x")
    export = submit("export", contract, by=proposer, key="x")
    run_job.call(export.pk, 1)
    table = Upload("events.csv", Kind.CSV, b"event,date\nx,2025-01-01\n")
    batch = put_aside(contract, "events", table, by=proposer)
    pk = contract.pk
    paper = Upload("signed.txt", Kind.TXT, b"1.1 Rent.")
    signed = add_document(contract, "contract", paper, by=proposer)
    said = say(contract, Said("month", "2025-01", "for both sides", is_internal=False), by=proposer)
    given: dict[str, tuple[object, ...]] = {
        "version": (pk, 1), "version-approve": (pk, 1), "version-reject": (pk, 1),
        "circuit": (pk, circuit.pk), "seal-approve": (pk, proposal.pk),
        "seal-reject": (pk, proposal.pk),
        **dict.fromkeys(("month", "explain", "scorecard", "seal-propose",
                         "availability", "availability-picture", "score-figure", "score-sign",
                         "month-picture", "exclusions", "exclusion-add", "exclusion-answer"),
                        (pk, "2025-01")),
        "document": (pk, signed.pk),
        **dict.fromkeys(("contract", "document-add", "export", "answer", "circuits", "months",
                         "scorecards", "acceptance-of-contract", "acceptance-decide",
                         "comment-add"), (pk,)),
        "comment-withdraw": (pk, said.pk), "claim-proof": (pk, 0),
        **dict.fromkeys(("seal", "seal-verify"), (pk, "2025-01", 0)),
        "token-delete": (0,), "role-take": (proposer.pk, 0), "their-token": (proposer.pk, 0),
        **dict.fromkeys(
            ("person", "person-link", "person-deactivate", "person-activate", "person-factor",
             "role-give"),
            (proposer.pk,),
        ),
        **dict.fromkeys(("organisation", "organisation-save"), (contract.organisation.pk,)),
        "job-file": (export.pk,),
        **dict.fromkeys(("job", "job-cancel", "job-retry"), (settle.pk,)),
        **dict.fromkeys(("contract-jobs", "job-settle", "job-export"), (pk,)),
        "records": (pk,), "imports": (pk,), "import-upload": (pk,),
        "folder-check": (pk,), "folder-keep": (pk,),
        "circuit-history": (pk, circuit.pk), "evidence": (pk, contract.files.earliest("pk").pk),
        **dict.fromkeys(("circuits-csv", "circuits-xlsx", "circuits-edit", "view-save"), (pk,)),
        "view-delete": (pk, 0),
        **dict.fromkeys(("import", "import-wrong", "import-file", "import-name", "import-keep",
                         "import-undo"), (pk, batch.pk)),
        **dict.fromkeys(("record-kind", "record-new", "record-check", "record-keep"),
                        (pk, "events")),
    }  # fmt: skip
    given |= money(contract, by=proposer)
    asked = dict.fromkeys(("reconciliation-picture", "reconciliation-table"), "?from=2025-03")
    asked |= dict.fromkeys(("savings-picture", "savings-table"), "?from=2025-02&to=2025-03")
    return Place(
        contract,
        {name: reverse(name, args=given.get(name)) + asked.get(name, "") for name in ALLOWED},
    )


def money(contract: Contract, *, by: User) -> dict[str, tuple[object, ...]]:
    """Return what the addresses of bills and disputes name, and bring in one of each."""
    billed(contract, "03", by=by)
    disputed(contract, by=by)
    pk = contract.pk
    of_contract = ("bills", "bill-upload", "disputes", "claim", "payments", "payment-record",
                   "invoice-record", "ledger", "ledger-book", "ledger-export", "savings",
                   "savings-picture", "savings-table")  # fmt: skip
    compared = (f"reconciliation{part}" for part in ("", "-picture", "-table", "-decide"))
    return {
        **dict.fromkeys((*of_contract, *compared), (pk,)),
        **dict.fromkeys(("bill", "bill-original"), (pk, "R-2025-03")),
        **dict.fromkeys(("dispute", "dispute-step"), (pk, "D001")),
        "dispute-file": (pk, "D001", "letter.pdf"),
        "approval-sheet": (pk, "en", "xlsx"),
        **dict.fromkeys(("close", "journal", "audit"), (pk, "2025-03")),
    }


def status(client: Client, method: str, address: str) -> int:
    """Return what an address answers."""
    response = client.generic(method, address)
    if response.streaming:
        b"".join(response)  # read to its end, as a browser does
    return response.status_code


def text_of(client: Client, address: str) -> str:
    """Return what a page says; of an archive nothing, though it is read to its end."""
    response = client.get(address)
    read = b"".join(response) if response.streaming else response.content
    return "" if response.streaming else read.decode(errors="replace")


def test_a_role_reaches_what_it_may_and_nothing_else(
    place: Place, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Each role, each address: 403 without the right, else it answers."""
    for role in Role:
        client = signed_in(person(role, contract=place.contract if role is P else None))
        for name, address in place.address.items():
            method, roles = ALLOWED[name]
            found = status(client, method, address)
            if role not in roles:
                assert found == refused(name), (role, name)
            else:
                expected = {404} if name in ABSENT else {200, 302}
                assert found in expected, (role, name, found)


def test_an_address_answers_one_method(
    place: Place, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """405 for any other, before anybody's rights are looked at."""
    client = signed_in(person(V))
    for (name, address), method in product(place.address.items(), METHODS):
        if method != ALLOWED[name][0]:
            assert status(client, method, address) == 405, (method, name)


def test_another_tenant_reaches_nothing_of_a_contract(
    place: Place, signed_in: Callable[[User], Client]
) -> None:
    """Somebody with every role in another organisation: whatever names the contract isn't there."""
    other = Organisation.objects.create(name="Buyer B")
    user = User.objects.make("b@example.com", name="b", password=PASSWORD)
    for role in Role:
        if role is not P:
            Membership.objects.create(user=user, organisation=other, role=role)
    client = signed_in(user)
    for name, address in place.address.items():
        method = ALLOWED[name][0]
        expected = {200, 302} if name in OWN else {404}
        assert status(client, method, address) in expected, name
    for name in ("home", "contracts", "jobs", "trail", "people"):
        shown = client.get(place.address[name]).content.decode()
        assert "access-593" not in shown, name
        assert "Buyer A" not in shown, name
        assert "proposer" not in shown, name


def test_a_provider_sees_the_contract_named_and_no_other(
    place: Place, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Of two contracts of one buyer, the provider of the second doesn't find the first.

    Of the buyer's people none is there, and none is said not to be: 403 for each.
    """
    second = Contract.objects.create(organisation=place.contract.organisation, name="second")
    client = signed_in(person(P, contract=second))
    for name, address in place.address.items():
        if name not in OWN:
            hidden = {404} if address.startswith("/contracts/") else {403, 404}
            assert status(client, ALLOWED[name][0], address) in hidden, name


def test_no_page_of_a_provider_s_holds_what_is_internal(
    place: Place, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Every page of theirs, with an internal comment on each thing: the buyer's side finds it.

    Of what both sides read the provider finds the month's comment on two pages, as the buyer does.
    """
    buyer, circuit = person(O), Circuit.objects.earliest("pk")
    for about, subject in (("month", "2025-01"), ("line", circuit.line), ("dispute", "D001")):
        say(place.contract, Said(about, subject, "between ourselves", is_internal=True), by=buyer)
    found = {}
    for user in (buyer, person(P, contract=place.contract)):
        client = signed_in(user)
        pages = [a for name, a in place.address.items() if ALLOWED[name][0] == "GET"]
        texts = [text_of(client, a) for a in pages]
        found[user.name] = [sum(words in text for text in texts)
                            for words in ("between ourselves", "for both sides")]  # fmt: skip
    assert found == {"operations": [4, 2], "provider": [0, 2]}


def test_a_stranger_is_sent_to_sign_in(place: Place) -> None:
    """Every address by every method, to the page to sign in, with the way back."""
    client = Client()
    for address in place.address.values():
        for method in METHODS:
            response = client.generic(method, address)
            assert response.status_code == 302, (method, address)
            assert response["Location"].startswith("/accounts/login/?next="), address


def test_a_part_of_a_page_takes_the_whole_page_to_sign_in(place: Place) -> None:
    """Htmx would put the sign-in form into a table: it is told to go there instead."""
    response = Client().get(place.address["explain"], headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/accounts/login/?next=")
    assert response.content == b""


def test_a_token_reads_what_its_owner_may_and_changes_nothing(place: Place, person: Made) -> None:
    """GET as its owner; every other method 403, whatever the role: of the most and the least."""
    for role in (F, P):
        user = person(role, contract=place.contract if role is P else None)
        _, text = make_token(user, name="program", days=1, now=timezone.now())
        client = Client(headers={"Authorization": f"Bearer {text}"})
        for (name, address), method in product(place.address.items(), ("GET", "POST", "DELETE")):
            answers, roles = ALLOWED[name]
            found = status(client, method, address)
            if method != "GET":
                assert found == 403, (method, name)
            elif answers == "GET":
                there = 404 if name in ABSENT else 200
                assert found == (there if role in roles else refused(name)), (role, name)


def test_an_inactive_person_is_a_stranger(
    place: Place, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Whoever is made inactive while signed in is outside from the next request on."""
    user = person(F)
    client = signed_in(user)
    assert status(client, "GET", place.address["contract"]) == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert status(client, "GET", place.address["contract"]) == 302


def test_a_month_that_isn_t_there_is_no_page(
    place: Place, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """The contract runs from 2024-11 for 16 months: before, after, and no month at all."""
    client = signed_in(person(V))
    months = ("2024-10", "2027-01", "2025-13", "0000-00")
    for name, month in product(("month", "explain", "scorecard", "availability"), months):
        address = place.address[name].replace("2025-01", month)
        assert status(client, "GET", address) == 404, address
