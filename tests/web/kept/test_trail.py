"""Does the audit trail show every change, and that nobody changed it?"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.conftest import Made

from lineproof.web.kept.contracts import SealedMonth
from lineproof.web.kept.trail import Entry, broken_at, note, plain
from lineproof.web.who.people import Membership, Organisation
from lineproof.web.who.rights import Role


def noted(count: int, organisation: Organisation) -> list[Entry]:
    """Return entries, each following the one before."""
    with transaction.atomic():
        return [
            note("signed in", by=f"p{n}@example.com", organisation=organisation, revision=n)
            for n in range(count)
        ]


def stored() -> list[Entry]:
    """Return the whole trail, from the database."""
    return list(Entry.objects.order_by("pk"))


def test_each_entry_follows_the_one_before(organisation: Organisation) -> None:
    """The first follows 64 zeros; the chain holds as read from the database."""
    first, second, third = noted(3, organisation)
    assert (first.before, second.before, third.before) == ("0" * 64, first.sha256, second.sha256)
    assert broken_at(stored()) is None


def test_a_change_an_omission_and_an_insertion_are_found(organisation: Organisation) -> None:
    """Changed details break that entry; one left out breaks the next; so does a swapped pair."""
    noted(3, organisation)
    one, two, three = stored()
    two.details = {"revision": 9}
    assert broken_at([one, two, three]) == two.pk
    one, two, three = stored()
    assert broken_at([one, three]) == three.pk
    assert broken_at([one, three, two]) == three.pk
    assert broken_at([two, three]) == two.pk


@pytest.mark.parametrize(
    "command",
    ["UPDATE web_entry SET by = 'x'", "DELETE FROM web_entry", "DELETE FROM web_sealedmonth"],
)
def test_the_database_refuses_to_change_it(
    command: str, organisation: Organisation, request: pytest.FixtureRequest
) -> None:
    """Not only our code: an UPDATE or DELETE by whoever speaks SQL is refused."""
    noted(1, organisation)
    if "sealed" in command:
        contract = request.getfixturevalue("contract")
        SealedMonth.objects.create(contract=contract, month="2025-01", revision=0, files={})
    with (
        pytest.raises(DatabaseError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(command)


def test_our_own_code_can_t_change_it(organisation: Organisation) -> None:
    """Neither by the entry nor by a query."""
    (entry,) = noted(1, organisation)
    for change in (
        entry.save, entry.delete, Entry.objects.all().delete,
        lambda: Entry.objects.all().update(by="x"),
    ):  # fmt: skip
        with pytest.raises(AssertionError, match="only ever added to"):
            change()


def test_a_change_is_told_in_its_own_transaction(organisation: Organisation) -> None:
    """What is undone was never told of."""
    noted(1, organisation)
    with transaction.atomic():
        undone = transaction.savepoint()
        note("signed in", by="x@example.com", organisation=organisation)
        transaction.savepoint_rollback(undone)
    assert [entry.by for entry in stored()] == ["p0@example.com"]
    assert broken_at(stored()) is None


def test_only_those_with_the_right_for_the_whole_organisation_read_it(
    organisation: Organisation, person: Made
) -> None:
    """An auditor does, a finance person doesn't, an auditor of another organisation doesn't."""
    noted(1, organisation)
    other = Organisation.objects.create(name="Buyer B")
    auditor, finance = person(Role.AUDITOR), person(Role.FINANCE)
    stranger = person(Role.VIEWER, name="stranger")
    Membership.objects.create(user=stranger, organisation=other, role=Role.AUDITOR)
    counts = [Entry.objects.all().for_user(u).count() for u in (auditor, finance, stranger)]
    assert counts == [1, 0, 0]


def test_details_read_as_one_text() -> None:
    """A hash is cut to 12 digits; what is None is left out."""
    told = plain({"month": "2025-03", "result": "ab" * 32, "value": None})
    assert told == "month 2025-03, result abababababab"
