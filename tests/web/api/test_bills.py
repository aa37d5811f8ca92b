"""Does a bill come in by a program as it does by a page, and may the provider read it too?"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.api.conftest import API, Called, Program, told
from tests.web.billing import SENT

from lineproof.web.doing.bills import heads_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role

MARCH = {"number": "R-2025-03", "issued": "2025-04-08"}


def upload(caller: Program, name: str, content: bytes, key: str, **said: str) -> Any:  # noqa: ANN401
    """Send a file with what is said of it."""
    form = {"file": SimpleUploadedFile(name, content), **said}
    address = f"{API}{caller.of}/bills"
    return caller.client.post(address, form, headers={"Idempotency-Key": key})


def test_a_bill_is_brought_in_once_and_read(contract: Contract, program: Called) -> None:
    """R-2025-03 of 58,781.25 with 16 lines; sent again by the same key or another: one bill."""
    one, content = program(Role.FINANCE, contract), (SENT / "R-2025-03.csv").read_bytes()
    made = [upload(one, "R-2025-03.csv", content, key, **MARCH) for key in ("a", "a", "b")]
    assert [each.status_code for each in made] == [201, 201, 201], made[0].content
    assert [each.json()["is_new"] for each in made] == [True, True, False]
    assert len(heads_of(contract)) == 1
    provider = program(Role.PROVIDER, contract)
    (listed,) = provider.read("/bills")["items"]
    assert (listed["bill"]["number"], listed["bill"]["count"]) == ("R-2025-03", 16)
    assert listed["bill"]["totals"]["gross"] == "58781.25"
    address = f"/bills/{listed['key']}"
    assert provider.read(address) == listed
    lines = provider.read(f"{address}/lines?limit=10")
    rest = provider.read(f"{address}/lines?after={lines['next']}")
    assert (len(lines["items"]), len(rest["items"])) == (10, 6)
    assert provider.get(f"{address}/original").content == content
    assert provider.get(f"{address}/findings").status_code == 403
    assert one.read(f"{address}/findings")["errors"] == 0
    assert provider.get("/bills/other").status_code == 404


def test_the_same_key_stands_for_one_file(contract: Contract, program: Called) -> None:
    """Another file by it is refused, whatever stands between the parts of a form."""
    one, content = program(Role.FINANCE, contract), (SENT / "R-2025-03.csv").read_bytes()
    assert upload(one, "R-2025-03.csv", content, "k", **MARCH).status_code == 201
    other = upload(one, "R-2025-03.csv", content + b"\n", "k", **MARCH)
    assert other.status_code == 422
    assert "stands for another request" in told(other)


def test_columns_are_confirmed_first(contract: Contract, program: Called) -> None:
    """A sheet of unknown headers: told what they were taken for; with confirm it comes in."""
    one = program(Role.FINANCE, contract)
    content = b"Circuit,Period,Net\nC1,2025-03,900.00\n"
    waiting = upload(one, "b.csv", content, "1", number="B1", issued="2025-04-01")
    assert waiting.status_code == 409
    assert '"Net": net' in told(waiting)
    said = {"number": "B1", "issued": "2025-04-01"}
    assert upload(one, "b.csv", content, "2", **said, columns="[1]").status_code == 422
    assert upload(one, "b.csv", content, "3", **said, columns='{"net": 1}').status_code == 409
    made = upload(one, "b.csv", content, "4", **said, confirm="true")
    assert made.status_code == 201, made.content
    assert made.json()["bill"]["totals"]["gross"] is not None


def test_what_is_no_bill_is_refused(contract: Contract, program: Called) -> None:
    """A program by its name or content, nothing at all, and somebody without the right."""
    one = program(Role.FINANCE, contract)
    for name, content in (("b.exe", b"MZ"), ("b.pdf", b"MZ"), ("b.csv", b"")):
        refused = upload(one, name, content, name + "k", **MARCH)
        assert refused.status_code == 422, name
        assert told(refused)
    assert not heads_of(contract)
    viewer = program(Role.VIEWER, contract)
    assert upload(viewer, "b.csv", b"a", "k", **MARCH).status_code == 403
