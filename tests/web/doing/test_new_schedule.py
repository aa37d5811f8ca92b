"""Does a new schedule come into force by two people, with nothing else of the text changed?"""

from __future__ import annotations

import pytest
from tests.web.conftest import EXAMPLES, Made

from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import InputRefusedError
from lineproof.sources.folder import parse_content
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.new_schedule import (
    NewSchedule,
    propose_schedule,
    repinned,
    schedule_files,
)
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.versions import approve_version
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

FOLDER = EXAMPLES / "05-amendment-and-moves"
TEXT = (FOLDER / "contract.toml").read_bytes()
#: The first line at 2,000.00 instead of 1,999.00.
DEARER = (FOLDER / "circuits.csv").read_bytes().replace(b"1999.00", b"2000.00")


@pytest.fixture
def moves(organisation: Organisation) -> Contract:
    """Return the contract of six circuits."""
    return take_in(FOLDER, organisation, by="operator")


def test_two_people_exchange_a_schedule(moves: Contract, person: Made) -> None:
    """Proposed, it changes nothing yet; approved, line 1 costs 2,000.00."""
    given = NewSchedule("circuits.csv", "new.csv", DEARER)
    version = propose_schedule(moves, given, by=person(Role.CONTRACT_MANAGER))
    assert version.files["circuits.csv"] == sha256_hex(DEARER)
    rent = known(at(moves)).case.schedules["circuits.csv"].get_column("monthly_rent").max()
    assert rent == 199900
    approve_version(version, by=person(Role.FINANCE))
    rent = known(at(moves)).case.schedules["circuits.csv"].get_column("monthly_rent").max()
    assert rent == 200000
    assert bytes(version.text).count(b"\n") == TEXT.count(b"\n")
    with pytest.raises(NotNowError, match="there already"):
        propose_schedule(moves, given, by=person(Role.CONTRACT_MANAGER, name="other"))


def test_one_that_can_t_be_read_is_refused(moves: Contract, person: Made) -> None:
    """A rent with a comma: nothing is proposed."""
    wrong = DEARER.replace(b"2000.00", b'"2,000.00"')
    with pytest.raises(InputRefusedError):
        propose_schedule(
            moves, NewSchedule("circuits.csv", "c.csv", wrong), by=person(Role.CONTRACT_MANAGER)
        )
    assert moves.versions.count() == 1


def test_only_name_and_hash_differ_in_the_text() -> None:
    """Two lines of it, whether or not a hash was pinned; a name in a comment stays as it is."""
    made = repinned(TEXT, "circuits.csv", "circuits.xlsx", "a" * 64).decode()
    changed = set(made.splitlines()) - set(TEXT.decode().splitlines())
    assert changed == {'file = "circuits.xlsx"', f'sha256 = "{"a" * 64}"'}
    lines = TEXT.decode().splitlines(keepends=True)
    unpinned = "".join(line for line in lines if not line.startswith("sha256")).encode()
    made = repinned(unpinned, "circuits.csv", "circuits.csv", "b" * 64).decode()
    assert set(made.splitlines()) - set(TEXT.decode().splitlines()) == {f'sha256 = "{"b" * 64}"'}
    agreed = parse_content(TEXT).contract
    assert agreed is not None
    assert schedule_files(agreed) == ["circuits.csv"]
