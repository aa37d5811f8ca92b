"""Does a file come in by a program as it does by pages: looked at, kept whole, undone?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cli.measuring import CIRCUITS, TERM, write_contract
from tests.web.api.conftest import API, Called, Program, told

from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.jobs import Job
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role
from lineproof.web.work import imports

TEXT = b"Event,When\nx,2025-01-05\ny,2025-02-30\n"


def sent(caller: Program, content: bytes, key: str = "k", **said: str) -> Any:  # noqa: ANN401
    """Send a file."""
    form = {"file": SimpleUploadedFile("e.csv", content), "kind": "events", **said}
    headers = {"Idempotency-Key": key}
    return caller.client.post(f"{API}{caller.of}/imports", form, headers=headers)


def test_a_file_is_looked_at_kept_and_undone(contract: Contract, program: Called) -> None:
    """A header nobody knows, then a day that there isn't; mended: two facts, once, then none."""
    one = program(Role.OPERATIONS, contract)
    begun = sent(one, TEXT)
    assert begun.status_code == 201, begun.content
    first = begun.json()
    address = f"/imports/{first['batch']}"
    assert first["columns"] == [
        {"header": "Event", "name": "event"}, {"header": "When", "name": ""},
    ]  # fmt: skip
    assert (first["preview"]["absent"], first["preview"]["fit"]) == (["date"], False)
    before = one.get(address)["ETag"]
    named = one.post(f"{address}/columns", {"columns": ["event", "date"]})
    assert named.status_code == 201, named.content
    assert one.get(address)["ETag"] != before
    assert named.json()["preview"]["wrong_cells"] == 1
    (wrong,) = one.read(f"{address}/wrong")["items"]
    assert (wrong["row"], wrong["column"], wrong["text"]) == (3, "date", "2025-02-30")
    assert one.post(f"{address}/keep").status_code == 409
    assert one.get(f"{address}/file").content == TEXT
    good = sent(one, TEXT.replace(b"02-30", b"02-28"), "k2").json()
    assert [each["name"] for each in good["columns"]] == ["event", "date"]
    assert (good["preview"]["fit"], good["preview"]["new"]) == (True, 2)
    assert good["preview"]["first"] == "2025-01"
    kept = one.post(f"/imports/{good['batch']}/keep").json()
    assert (kept["state"], kept["count"], kept["job"]) == ("kept", 2, None)
    assert one.post(f"/imports/{good['batch']}/keep").json() == kept
    assert Record.objects.filter(kind="events").count() == 2
    undone = one.post(f"/imports/{good['batch']}/undo", {})
    assert (undone.status_code, undone.json()["state"]) == (201, "undone")
    assert [each["state"] for each in one.read("/imports")["items"]] == ["undone", "open"]
    assert one.read(f"/imports/{good['batch']}")["preview"] is None


def test_many_rows_are_kept_by_a_job(
    contract: Contract, program: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if one were many: asked for twice, one job."""
    monkeypatch.setattr(imports, "ROWS_MAX", 1)
    one = program(Role.OPERATIONS, contract)
    batch = sent(one, b"event,date\nx,2025-01-05\ny,2025-02-28\n").json()["batch"]
    made = [one.post(f"/imports/{batch}/keep").json() for _time in range(2)]
    assert [each["job"] for each in made] == [Job.objects.get().pk] * 2
    assert made[0]["state"] == "open"


def test_each_kind_has_its_right(contract: Contract, program: Called) -> None:
    """Operations brings events, finance invoices; neither the other's, an auditor none of them."""
    one, two = program(Role.OPERATIONS, contract), program(Role.FINANCE, contract)
    batch = sent(one, TEXT).json()["batch"]
    for caller in (two, program(Role.AUDITOR, contract)):
        assert caller.get(f"/imports/{batch}").status_code == 200
        for path, body in (("columns", {"columns": []}), ("keep", None), ("undo", {})):
            assert caller.post(f"/imports/{batch}/{path}", body).status_code == 403, path
    assert sent(two, TEXT).status_code == 403
    assert sent(two, b"number,amount,received\n", kind="invoices").status_code == 201
    assert sent(one, TEXT, "k2", kind="circuits").status_code == 403
    assert program(Role.PROVIDER, contract).get(f"/imports/{batch}").status_code == 403


def test_what_is_no_import_is_refused(contract: Contract, program: Called) -> None:
    """No such kind, no table, no meaning of that name, no schedule; another contract's."""
    one = program(Role.CONTRACT_MANAGER, contract)
    for key, content, said in (
        ("a", TEXT, {"kind": "weather"}), ("b", b"", {}), ("c", b"\0", {}),
        ("d", TEXT, {"kind": "circuits", "schedule": "none.csv"}),
    ):  # fmt: skip
        refused = sent(one, content, key, **said)
        assert refused.status_code == 422, (key, refused.content)
        assert told(refused)
    batch = sent(one, TEXT).json()["batch"]
    wrong = one.post(f"/imports/{batch}/columns", {"columns": ["event", "dates"]})
    assert wrong.status_code == 422
    assert 'called "dates"' in told(wrong)
    assert one.post(f"/imports/{batch}/columns", {"columns": ["event"] * 2}).status_code == 409
    assert one.get("/imports/999").status_code == 404


def test_a_schedule_becomes_a_version(
    organisation: Organisation, tmp_path: Path, program: Called
) -> None:
    """One line's rent changes: proposed as version 2, which another person approves."""
    contract = take_in(write_contract(tmp_path / "h", terms=TERM), organisation, by="operator")
    one = program(Role.CONTRACT_MANAGER, contract)
    content = CIRCUITS.replace("120.00", "130.00", 1).encode()
    begun = sent(one, content, kind="circuits", schedule="circuits.csv").json()
    preview = begun["preview"]
    assert (preview["fit"], preview["corrections"], preview["same"]) == (True, 1, 1)
    done = one.post(f"/imports/{begun['batch']}/keep").json()
    assert (done["version"], done["state"]) == (2, "kept")
    two = program(Role.CONTRACT_MANAGER, contract, name="two")
    assert two.decide("/versions/2/approve").status_code == 200
