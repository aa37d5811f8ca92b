"""Is it told what an import's rows would be, and what they would change?"""

from __future__ import annotations

from pathlib import Path

from tests.cli.measuring import CIRCUITS, write_contract
from tests.web.conftest import Made
from tests.web.doing.test_closing import closed
from tests.web.doing.test_importing import begun

from lineproof.web.api.import_preview import Preview, preview_of
from lineproof.web.doing.importing import Place, put_aside
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role


def test_rows_are_counted_and_closed_months_named(contract: Contract, person: Made) -> None:
    """Two events, of January which is closed and of February; a row twice wrong is one row."""
    closed(contract, "2025-01", person)
    by = person(Role.OPERATIONS)
    good = Preview(**preview_of(begun(contract, by), by=by))
    assert (good.fit, good.rows, good.new, good.wrong_rows) == (True, 2, 2, 0)
    assert (good.first, good.sealed) == ("2025-01", ["2025-01"])
    bad = Preview(**preview_of(begun(contract, by, b"event,date\n,soon\n"), by=by))
    assert (bad.fit, bad.new, bad.wrong_rows, bad.wrong_cells) == (False, 0, 1, 2)
    assert (bad.first, bad.come) == ("", [])


def test_a_schedule_is_told_by_its_lines(
    organisation: Organisation, tmp_path: Path, person: Made
) -> None:
    """Line 1 dearer, line 2 gone, line 3 new."""
    contract = take_in(write_contract(tmp_path / "h"), organisation, by="operator")
    by, (head, first, second) = person(Role.CONTRACT_MANAGER), CIRCUITS.splitlines()
    third = second.replace("2,P-2", "3,P-3")
    text = "\n".join((head, first.replace("120.00", "130.00"), third, ""))
    upload = Upload("new.csv", Kind.CSV, text.encode())
    batch = put_aside(contract, "circuits", upload, Place(file="circuits.csv"), by=by)
    found = Preview(**preview_of(batch, by=by))
    assert (found.fit, found.new, found.corrections, found.gone, found.same) == (True, 1, 1, 1, 0)
