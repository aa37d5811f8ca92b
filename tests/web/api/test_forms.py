"""Is a form refused that holds more than is asked for?"""

from __future__ import annotations

from tests.web.api.conftest import API, Called, told

from lineproof.web.api.exclusions import answer_exclusion, claim_exclusion
from lineproof.web.api.forms import form_names
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.rights import Role


def test_what_is_asked_for_is_known_by_its_name() -> None:
    """As it is sent: `from`; with the file; of an operation without a form none."""
    names = {"cause", "from", "to", "lines", "notice", "evidence"}
    assert form_names(claim_exclusion) == names
    assert form_names(answer_exclusion) == frozenset()


def test_a_misspelt_field_isn_t_left_out(contract: Contract, program: Called) -> None:
    """`line` for `lines`: else all lines would be claimed."""
    one = program(Role.OPERATIONS, contract)
    form = {"cause": "works", "from": "2025-01-04", "to": "2025-01-05", "line": "1c"}
    headers = {"Idempotency-Key": "k"}
    refused = one.client.post(f"{API}{one.of}/exclusions", form, headers=headers)
    assert refused.status_code == 422
    assert '"line" isn\'t asked for' in told(refused)
    assert not Record.objects.filter(contract=contract, kind="exclusions").exists()
