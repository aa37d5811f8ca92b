"""Does any input at all lead to an answer that isn't in the document? Schemathesis tries.

The real application answers, in this process, about a contract with records, a sealed month and
something proposed. Of each operation a few requests are made, from the document or against
it; each answer must have a status, a type and a shape that the document names.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.web.api.conftest import Called
from tests.web.billing import billed, disputed
from tests.web.conftest import rescored

from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.doing.importing import put_aside
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.server.wsgi import application
from lineproof.web.who.rights import Role

#: How often an operation is asked that reads, and one that changes something.
READS, CHANGES = 2, 3
KEYS = count()
#: What is good by the document may still be refused: by a state that isn't named, or is another.
CONFIG = {
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", 304, 401, 403, 404, 409, 412, 428, 429]
        },
        "ignored_auth": {"enabled": False},  # test_door.py asks each without a token
    }
}
COMMENT = {"about": "month", "subject": "2025-01", "text": "so it was", "internal": False}
TABLE = Upload("invoices.csv", Kind.CSV, b"number,amount,received\nF-1,1.00,soon\n")
#: Whose content the readers of files judge, whatever the document says: 422 with their findings;
#: or which are of a day, from 1901 to 2999.
JUDGED = {
    "deadlines", "payment_proposal",
    "add_records", "propose_to_seal", "bring_in_bill", "reconciliation", "reconciliation_lines",
    "draft_dispute", "let_differences_stand", "record_step", "claim_credit", "record_payment",
    "record_invoice", "claim_exclusion", "answer_exclusion", "give_score",
    "sign_score", "accept_or_refuse", "ledger_balances", "ledger_statement",
    "ledger_statement_entries", "changes", "begin_import", "name_import_columns",
}  # fmt: skip


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """Keep requests from closing the connection that the test's own transaction is in.

    Django's test client does so too, for each of its requests, and lets it be closed behind them.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def named(contract: Contract, program: Called) -> dict[str, list[Any]]:
    """Return what is there to be named in an address: a contract with something of everything."""
    one, two = program(Role.FINANCE, contract, name="one"), program(Role.FINANCE, name="two")
    approve_seal(propose_seal(contract, "2025-01", by=one.user), by=two.user)
    rescored(contract, "95")
    disputed(contract, by=one.user)
    proposal = propose_seal(contract, "2025-01", by=one.user)
    said = one.post("/comments", COMMENT).json()["comment"]
    circuit = contract.in_force.schedules.get().circuits.earliest("pk")
    job = one.post("/jobs", {"kind": "settle"}).json()["job"]
    return {
        "pk": [contract.pk],
        "month": ["2025-01", "2025-02"],
        "revision": [0],
        "name": ["seal.json", "D001"],
        "key": [billed(contract, "03")],
        "file": ["letter.pdf"],
        "proposal": [proposal.pk],
        "number": [1],
        "circuit": [circuit.pk],
        "kind": ["scores", "lifecycle"],
        "job": [job],
        "token": [0],
        "comment": [said],
        "kept": [contract.files.earliest("pk").pk],
        "batch": [put_aside(contract, "invoices", TABLE, by=one.user).pk],
        "exclusion": ["E0001"],
    }


def operations(schema: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield every operation."""
    for found in schema.get_all_operations():
        yield found.ok()


def test_every_answer_is_one_that_the_document_names(
    named: dict[str, list[Any]], program: Called, settings: LazySettings
) -> None:
    """As somebody from finance; what is sent and what is named is tried."""
    settings.TOKEN_REQUESTS_A_MINUTE = 100_000
    caller = program(Role.FINANCE, name="caller")
    with kept_open():
        config = schemathesis.Config.from_dict(CONFIG)
        document = "/api/v1/openapi.json"
        schema = schemathesis.openapi.from_wsgi(document, application, config=config)
        for operation in operations(schema):
            try_out(operation, named, caller.text)


def try_out(operation: Any, named: dict[str, list[Any]], token: str) -> None:  # noqa: ANN401
    """Ask an operation several times, the first time by the simplest that is good."""
    cases = {mode: operation.as_strategy(generation_mode=mode) for mode in GenerationMode}

    @seed(7)
    @hypothesis_settings(
        max_examples=READS if operation.method == "get" else CHANGES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def asked(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from(GenerationMode))
        case = data.draw(cases[mode])
        headers = {"Authorization": f"Bearer {token}"}
        if mode is GenerationMode.POSITIVE:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = data.draw(st.sampled_from(named[name]))
            headers["Idempotency-Key"] = f"key-{next(KEYS)}"
        is_judged = operation.definition.raw["operationId"] in JUDGED
        left_out = [positive_data_acceptance] if is_judged else []
        case.call_and_validate(headers=headers, excluded_checks=left_out)

    asked()
