"""Does a contract's page show what was agreed, and let a question be answered?"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.test import Client
from tests.web.conftest import EXAMPLES, Made
from tests.web.doing.test_giving_back import files
from tests.web.test_journey import ASKED, unanswered

from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

SCRIPT = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_the_list_has_parties_total_and_what_is_open(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """990,000.00 CNY for 16 months from 2024-11-01, nothing open."""
    shown = signed_in(person(Role.VIEWER)).get("/contracts/").text
    for text in (contract.name, "990,000.00", "2024-11-01", ">16<"):
        assert text in shown
    assert "badge bad" not in shown


def test_an_answer_goes_from_the_page_into_a_version(
    organisation: Organisation,
    person: Made,
    signed_in: Callable[[User], Client],
    tmp_path: Path,
) -> None:
    """Asked by the page's form; a value that isn't offered is told, and nothing is kept."""
    folder = unanswered(tmp_path / "folder", ASKED)
    pk = take_in(folder, organisation, by="operator").pk
    manager, finance = (signed_in(person(r)) for r in (Role.CONTRACT_MANAGER, Role.FINANCE))
    given = {"code": ASKED, "subject": "contract", "value": "next_workday", "reason": SCRIPT}
    told = manager.post(f"/contracts/{pk}/answer", {**given, "value": "never"}, follow=True).text
    assert "is none of the answers" in told
    shown = manager.post(f"/contracts/{pk}/answer", given, follow=True).text
    assert "+value = &quot;next_workday&quot;" in shown
    assert ESCAPED in shown
    assert SCRIPT not in shown
    told = manager.post(f"/contracts/{pk}/versions/2/approve", follow=True).text
    assert "another person approves it" in told
    told = finance.post(f"/contracts/{pk}/versions/2/approve", follow=True).text
    assert "Version 2 is in force." in told
    told = finance.post(f"/contracts/{pk}/versions/2/reject", follow=True).text
    assert "approved it already" in told


def test_a_clause_is_shown_as_it_is_written_and_never_run(
    organisation: Organisation,
    person: Made,
    signed_in: Callable[[User], Client],
    tmp_path: Path,
) -> None:
    """A term that says <script>: shown, not run; in Chinese it isn't translated either."""
    folder = unanswered(tmp_path / "folder", ASKED)
    text = (folder / "contract.toml").read_text("utf-8")
    (folder / "contract.toml").write_text(text.replace("planned works", SCRIPT, 1), "utf-8")
    pk = take_in(folder, organisation, by="operator").pk
    client = signed_in(person(Role.VIEWER))
    for language in ("en", "zh-hans"):
        shown = client.get(f"/contracts/{pk}/", headers={"Accept-Language": language}).text
        assert ESCAPED in shown
        assert SCRIPT not in shown


def test_a_finding_leads_to_its_term_and_back(
    organisation: Organisation,
    person: Made,
    signed_in: Callable[[User], Client],
    tmp_path: Path,
) -> None:
    """The question is asked of a term, whose own lines are shown as they are written."""
    folder = unanswered(tmp_path / "asked", "Q-RATE-CITED")
    contract = take_in(folder, organisation, by="operator")
    shown = signed_in(person(Role.VIEWER)).get(f"/contracts/{contract.pk}/").text
    for text in (
        '<tr id="term-LATE">',
        'href="#about-LATE">1 finding<',
        'href="#term-LATE"',
        '<article class="finding question" id="about-LATE">',
        "id = &quot;LATE&quot;",
    ):
        assert text in shown  # fmt: skip


def test_the_archive_is_the_folder(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Every file with its bytes; the name of the archive comes from no one."""
    answer = signed_in(person(Role.AUDITOR)).get(f"/contracts/{contract.pk}/export.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="contract-{contract.pk}.zip"'
    with zipfile.ZipFile(BytesIO(answer.getvalue())) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held == files(EXAMPLES / "01-access-593")
