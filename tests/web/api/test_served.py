"""Does the real server do what the how-to says, and one thing once when it is asked many times?"""

from __future__ import annotations

import re
import runpy
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.web.conftest import EXAMPLES, ROOT
from tests.web.running_server import Place, prepared, serving

HOW_TO = ROOT / "docs" / "how-to" / "use-the-api.md"
AT_ONCE = 12


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a server's folder with a contract and two people."""
    data = tmp_path_factory.mktemp("served") / "data"
    return prepared(data, [EXAMPLES / "01-access-593"], ["contract_manager", "finance"])


def test_what_the_how_to_shows_works_and_many_at_once_do_one_thing(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its program closes January. Then February, proposed 12 times at once by one key: once.

    The others are told the same; by 12 other keys, that it is proposed already.
    """
    script = re.search(r"```python\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    assert script is not None
    (tmp_path / "close.py").write_text(script[1], "utf-8")
    with serving(place, "--jobs", "0") as server:
        base = f"{server.origin}/api/v1/"
        monkeypatch.setenv("LINEPROOF_API", base)
        monkeypatch.setenv("TOKEN_ONE", place.tokens["contract_manager"])
        monkeypatch.setenv("TOKEN_TWO", place.tokens["finance"])
        runpy.run_path(str(tmp_path / "close.py"))
        assert capsys.readouterr().out == "earned 55687.50\nsealed as revision 0\n"
        headers = {"Authorization": f"Bearer {place.tokens['finance']}"}
        with httpx.Client(base_url=base, headers=headers, timeout=120) as client:

            def propose(key: str) -> httpx.Response:
                body = {"month": "2025-02"}
                address = "contracts/1/seal-proposals"
                return client.post(address, json=body, headers={"Idempotency-Key": key})

            with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
                same = list(pool.map(propose, ["k"] * AT_ONCE))
                others = list(pool.map(propose, map(str, range(AT_ONCE))))
            proposed = client.get("contracts/1/seal-proposals").json()["items"]
    assert {answer.status_code for answer in same} == {201}
    assert len({answer.content for answer in same}) == 1
    assert {answer.status_code for answer in others} == {409}
    assert [each["month"] for each in proposed] == ["2025-02", "2025-01"]
