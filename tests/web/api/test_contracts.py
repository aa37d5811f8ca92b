"""Are contracts told as the pages and the command line tell them?"""

from __future__ import annotations

from tests.web.api.conftest import Called

from lineproof.report.as_json import check_json
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.who.rights import Role


def test_a_contract_is_listed_and_told(contract: Contract, program: Called) -> None:
    """The first example: in yuan, for 16 months from 2024-11-26, nothing open."""
    reader = program(Role.VIEWER)
    (listed,) = reader.read("/contracts")["items"]
    assert listed == {
        "number": contract.pk, "contract": contract.name, "organisation": "Buyer A",
    }  # fmt: skip
    head = reader.read(f"/contracts/{contract.pk}")
    assert head | listed == head
    assert (head["currency"], head["months"], head["version"]) == ("CNY", 16, 1)


def test_the_list_is_read_page_by_page(contract: Contract, program: Called) -> None:
    """Three contracts, two a page: two, then one, then no more."""
    for name in ("b", "c"):
        Contract.objects.create(organisation=contract.organisation, name=name)
    reader = program(Role.VIEWER)
    first = reader.read("/contracts?limit=2")
    rest = reader.read(f"/contracts?limit=2&after={first['next']}")
    assert [each["contract"] for each in (*first["items"], *rest["items"])] == [
        contract.name, "b", "c",
    ]  # fmt: skip
    assert rest["next"] is None


def test_terms_are_as_the_contract_has_them(contract: Contract, program: Called) -> None:
    """Each with its kind and clause; prose isn't computed."""
    terms = program(Role.VIEWER, contract).read("/terms")["terms"]
    by_id = {term["id"]: term for term in terms}
    assert {"id", "kind", "clause", "computed"} <= set(terms[0])
    assert any(term["kind"] == "price_lines" and term["lines"] for term in by_id.values())


def test_findings_are_what_check_prints(contract: Contract, program: Called) -> None:
    """The same keys and values."""
    found = known(at(contract))
    told = check_json(found.findings, digits=found.case.contract.digits)
    assert program(Role.VIEWER, contract).read("/findings") == told
