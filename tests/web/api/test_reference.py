"""Is the document told to a person, down to every key?"""

from __future__ import annotations

from tests.web.api.test_door import ALLOWED, document

from lineproof.web.api.reference import Row, ToldOperation, resources


def told(name: str) -> ToldOperation:
    """Return one operation."""
    every = (each for resource in resources(document()) for each in resource.operations)
    return next(each for each in every if each.name == name)


def test_every_operation_is_told_once() -> None:
    """By resource."""
    names = [each.name for resource in resources(document()) for each in resource.operations]
    assert sorted(names) == sorted(ALLOWED)


def test_an_operation_is_told_with_what_it_needs() -> None:
    """To answer a question: the right, the key that makes it happen once, the code."""
    found = told("propose_version")
    assert (found.method, found.right) == ("POST", "answer")
    assert (
        Row("code", "", "text", is_needed=True, meaning="Of the finding that asks.") in found.body
    )
    assert ("Idempotency-Key", True) in [(each.name, each.is_needed) for each in found.parameters]
    assert (409, "Conflict") in found.statuses
    assert [told(name).is_form for name in ("propose_version", "bring_in_bill")] == [False, True]


def test_keys_are_told_down_to_the_last() -> None:
    """Of lists, tables that may be null, and trees, which hold their own kind."""
    rows = {row.name: row.form for row in told("settlement_lines").answer}
    assert (rows["items[].from"], rows["items[].amount"], rows["next"]) == (
        "date", "decimal or null", "text or null",
    )  # fmt: skip
    rows = {row.name: row.form for row in told("availability").answer}
    assert rows["terms[].units[].availability.low"] == "decimal"
    rows = {row.name: row.form for row in told("explanation").answer}
    assert rows["inputs[]"] == "tree"
    assert {row.form for row in told("seal_file").answer} == {"file"}
