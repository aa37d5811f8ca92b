"""Does every operation let in whom it should, and nobody else? Each one, as everybody.

The operations come from the OpenAPI document: a new one that isn't listed here fails. Who may do
what is written out by hand below, apart from `rights.py`. What is asked for is nothing worth an
answer, so that it is told what comes behind the door: 304 for what is read, 422 for what is sent.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from tests.web.api.conftest import Called, Program, called, told
from tests.web.billing import disputed
from tests.web.conftest import PASSWORD, Made

from lineproof.web.api.application import api
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Membership, Organisation, Scope, User
from lineproof.web.who.rights import Role

V, O, M, F, P, A, D = Role  # noqa: E741 - in the order that Role declares them
EVERYBODY = frozenset(Role)
#: operation → the roles that may ask it; EVERYBODY: whoever sees the contract.
ALLOWED: dict[str, frozenset[Role]] = {
    "contracts": EVERYBODY,
    "contract": EVERYBODY,
    "terms": EVERYBODY,
    "findings": EVERYBODY,
    **dict.fromkeys(
        (
            "circuits",
            "circuit",
            "circuit_charges",
            "circuit_records",
            "record_kinds",
            "records",
            "months",
            "settlement",
            "settlement_lines",
            "explanation",
            "scorecards",
            "availability",
            "outages",
            "deadlines",
            "jobs",
            "job",
            "job_file",
        ),
        EVERYBODY,
    ),
    # Which right it needs depends on the kind: test_records.py, test_jobs.py.
    **dict.fromkeys(("add_records", "begin_job", "cancel_job", "retry_job"), EVERYBODY),
    **dict.fromkeys(
        (
            "bills",
            "bill",
            "bill_lines",
            "bill_original",
            "disputes",
            "dispute_files",
            "dispute_file",
        ),
        EVERYBODY,
    ),
    **dict.fromkeys(
        ("bill_findings", "reconciliation", "reconciliation_lines", "payment_proposal"),
        EVERYBODY - {P},
    ),
    **dict.fromkeys(
        (
            "bring_in_bill",
            "draft_dispute",
            "let_differences_stand",
            "record_step",
            "claim_credit",
        ),
        frozenset({M, F}),
    ),
    **dict.fromkeys(("record_payment", "record_invoice"), frozenset({F})),
    **dict.fromkeys(
        (
            "acceptance_inbox",
            "acceptance",
            "figures",
            "exclusions",
            "comments",
            "files",
            "file_content",
        ),
        EVERYBODY,
    ),
    "accept_or_refuse": frozenset({O, M}),
    **dict.fromkeys(("give_score", "sign_score"), frozenset({M, P})),
    **dict.fromkeys(
        ("exclusions_to_answer", "claim_exclusion", "answer_exclusion"), frozenset({O, M, P})
    ),
    **dict.fromkeys(("add_comment", "withdraw_comment"), frozenset({O, M, F, P})),
    **dict.fromkeys(
        (
            "ledger_balances",
            "ledger_statement",
            "ledger_statement_entries",
            "ledger_postings",
            "month_end_of",
            "month_end_journal",
            "changes",
        ),
        EVERYBODY - {P},
    ),
    **dict.fromkeys(("ledger_beancount", "month_end_audit_pack"), frozenset({O, M, F, A})),
    "book_ledger": frozenset({F}),
    # Which right changing one needs depends on the kind: test_imports.py.
    **dict.fromkeys(
        (
            "imports",
            "import_of_file",
            "import_wrong",
            "import_file",
            "begin_import",
            "name_import_columns",
            "keep_import",
            "undo_import",
        ),
        frozenset({O, M, F, A}),
    ),
    "versions": EVERYBODY,
    "version": EVERYBODY,
    "version_text": EVERYBODY,
    "propose_version": frozenset({M}),
    "approve_of_version": frozenset({M, F}),
    "reject_of_version": frozenset({M, F}),
    "seals": EVERYBODY,
    "seal": EVERYBODY,
    "seal_file": EVERYBODY,
    "seal_proposals": EVERYBODY,
    "seal_proposal": EVERYBODY,
    "propose_to_seal": frozenset({M, F}),
    "approve_to_seal": frozenset({F}),
    "reject_to_seal": frozenset({M, F}),
    "tokens": EVERYBODY,
    "delete_token": EVERYBODY,
    "trail": frozenset({A, D}),
}
#: What stands in an address; what it names needn't be there to get to the door.
NAMED = {
    "circuit": "1",
    "batch": "1",
    "kept": "1",
    "comment": "1",
    "job": "1",
    "month": "2025-01",
    "from": "2025-01",
    "to": "2025-02",
    "name": "seal.json",
    "kind": "events",
}


@dataclass(frozen=True)
class Operation:
    """An operation at an address that names a contract, or none."""

    name: str
    method: str
    address: str
    is_of_contract: bool

    def asked(self, client: Client) -> int:
        """Return what it answers who asks for nothing."""
        answer = client.generic(self.method, self.address, headers={"If-None-Match": "*"})
        if answer.status_code >= 400:
            told(answer)
        return answer.status_code

    @property
    def is_past(self) -> frozenset[int]:
        """What it answers behind the door."""
        return {"GET": frozenset({304}), "POST": frozenset({422})}.get(
            self.method, frozenset({404})
        )


@functools.cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, which takes a while to make."""
    return dict(api.get_openapi_schema())


def operations(contract: Contract) -> Iterator[Operation]:
    """Yield every operation that the document names, of a contract where it is of one."""
    for path, methods in document()["paths"].items():
        for method, said in methods.items():
            address = path.replace("{pk}", str(contract.pk))
            for parameter in said["parameters"]:
                name, where = parameter["name"], parameter["in"]
                address = address.replace(f"{{{name}}}", NAMED.get(name, "0"))
                if where == "query" and parameter["required"]:
                    address += f"{'&' if '?' in address else '?'}{name}={NAMED[name]}"
            yield Operation(said["operationId"], method.upper(), address, "{pk}" in path)


def test_every_operation_is_listed(contract: Contract) -> None:
    """What isn't listed isn't tested: an operation without a rule is none."""
    assert sorted(each.name for each in operations(contract)) == sorted(ALLOWED)


def test_a_role_reaches_what_it_may_and_nothing_else(contract: Contract, program: Called) -> None:
    """Each role, each operation, by a token that writes."""
    for role in Role:
        caller = program(role, contract)
        for each in operations(contract):
            found = each.asked(caller.client)
            if role not in ALLOWED[each.name]:
                assert found == 403, (role, each)
            else:
                assert found in each.is_past, (role, each, found)


def test_a_token_that_reads_changes_nothing(contract: Contract, program: Called) -> None:
    """However much its owner may do: it reads as one that writes does."""
    caller = program(F, contract, scope=Scope.READ)
    for each in operations(contract):
        found = each.asked(caller.client)
        is_read = each.method == "GET" and F in ALLOWED[each.name]
        assert found in (each.is_past if is_read else {403}), each


def everywhere_else(contract: Contract) -> Program:
    """Return a program of somebody with every role in another organisation."""
    other = Organisation.objects.create(name="Buyer B")
    user = User.objects.make("b@example.com", name="b", password=PASSWORD)
    for role in Role:
        if role is not P:
            Membership.objects.create(user=user, organisation=other, role=role)
    return called(user, contract)


def test_another_tenant_reaches_nothing_of_a_contract(contract: Contract) -> None:
    """Whatever names the contract isn't there; lists hold what is theirs: nothing of it."""
    caller = everywhere_else(contract)
    for each in operations(contract):
        if each.is_of_contract:
            assert each.asked(caller.client) == 404, each
        elif each.method == "GET":
            shown = caller.client.get(each.address).content.decode()
            assert contract.name not in shown, each
            assert "Buyer A" not in shown, each


def test_a_provider_of_one_contract_reaches_no_other(contract: Contract, person: Made) -> None:
    """Of two contracts of one buyer, the provider of the second doesn't find the first."""
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    caller = called(person(P, contract=second), contract)
    for each in operations(contract):
        if each.is_of_contract:
            assert each.asked(caller.client) == 404, each


def test_no_answer_of_a_provider_s_holds_what_is_internal(
    contract: Contract, program: Called
) -> None:
    """Every one of theirs, beside a comment and a reason that the buyer reads, each in its list."""
    buyer, provider = program(F, contract), program(P, contract)
    disputed(contract, by=buyer.user)
    step = {"event": "acknowledged", "date": "2025-04-12", "reason": "between ourselves"}
    assert buyer.post("/disputes/D001/steps", step).status_code == 201
    for about, subject in (("month", "2025-01"), ("line", "1c"), ("dispute", "D001")):
        said = {"about": about, "subject": subject, "text": "between ourselves", "internal": True}
        assert buyer.post("/comments", said).status_code == 201
    for path in ("/comments", "/disputes"):
        assert b"between ourselves" in buyer.get(path).content, path
    for each in operations(contract):
        if each.method == "GET":
            assert b"between ourselves" not in provider.client.get(each.address).content, each


def test_a_stranger_is_told_that_a_token_is_needed(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Without a token; by a session, however much its owner may do; by one that was deleted."""
    gone = called(person(F), contract)
    gone.user.tokens.all().delete()
    browser = signed_in(person(M))
    for each in operations(contract):
        for client in (Client(), browser, gone.client):
            answer = client.generic(each.method, each.address)
            assert answer.status_code == 401, each
            assert answer["WWW-Authenticate"].startswith("Bearer"), each
            told(answer)


def test_a_contract_that_can_t_be_is_none(contract: Contract, program: Called) -> None:
    """A number larger than any database holds: 404, for whoever asks."""
    caller = program(F, contract)
    for number in (0, 2**31, 2**63, 10**40):
        assert caller.client.get(f"/api/v1/contracts/{number}").status_code == 404, number
