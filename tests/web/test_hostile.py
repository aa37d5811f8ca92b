"""What does a hostile text do on the pages, and a forged file? Nothing.

A contract whose every free text begins as a formula and holds a script, people and records too:
each page is rendered, in both languages, and nothing of it stands there unescaped; no table that is
downloaded holds a formula. Then a sealed month's file is exchanged.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.web.conftest import EXAMPLES, Made
from tests.web.who.test_access import ALLOWED, Place
from tests.web.who.test_access import place as place  # noqa: PLC0414 - a fixture

from lineproof.model.record import RECORDS
from lineproof.model.table import ColumnType
from lineproof.seal.content import SEAL_FILE
from lineproof.sources.folder import parse_content
from lineproof.web.doing.closing import approve_seal
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, SealedMonth
from lineproof.web.kept.vault import path_of
from lineproof.web.known import case
from lineproof.web.known.worked_out import forget_all
from lineproof.web.who.people import Membership, Organisation, User, make_token
from lineproof.web.who.rights import Role

SCRIPT = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>"""
FORMULA = "=cmd|A0 "
#: What must never stand in a page as it is: a tag that somebody wrote.
RAW = ("<script>alert", "<img src=x", "'><img")
KEY = re.compile(r'\b(\w+) = "((?:[^"\\]|\\.)*)"')
FORMULAS = re.compile(r"<f>(.*?)</f>")
CLAUSES = re.compile(r"^clauses = \[.*?\]", re.MULTILINE | re.DOTALL)
#: Other parts of the example name these: changed alone, they would name nothing.
NAMES = {
    "id", "item", "line", "metric", "unit", "subject", "code", "value", "event", "number",
    "right_past_cap", "stated_total_words", "workdays",
}  # fmt: skip


def hostile_text(text: str) -> tuple[str, list[str]]:
    """Return a contract's text with the script behind every text that may be any, and their keys.

    A key's values may be any text if the contract can still be read with the script in them.
    """
    changed = []
    for key in sorted({match[1] for match in KEY.finditer(text)} - NAMES):

        def with_script(match: re.Match[str], key: str = key) -> str:
            if match[1] != key:
                return match[0]
            return f"{key} = {quoted(f'{FORMULA}{match[2]} {SCRIPT}')}"

        tried = KEY.sub(with_script, text)
        parsed = parse_content(tried.encode())
        if parsed.contract is not None and not parsed.findings:
            text = tried
            changed.append(key)
    listed = CLAUSES.search(text)
    assert listed is not None
    cited = re.sub(r'"([^"]+)"', lambda match: quoted(f"{FORMULA}{match[1]} {SCRIPT}"), listed[0])
    return text.replace(listed[0], cited), changed


def quoted(text: str) -> str:
    """Return a text as TOML has it."""
    return '"' + text.replace('"', '\\"') + '"'


def hostile_records(folder: Path) -> None:
    """Put the script into every text of the records that nothing refers to."""
    for path in (folder / "records").glob("*.csv"):
        kind = {c.name: c for c in RECORDS[path.stem].columns}
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        for row in rows:
            for name in ("by", "reason", "cause", "document", "channel"):
                if name in row and kind[name].type is ColumnType.TEXT and not kind[name].choices:
                    row[name] += SCRIPT
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def contract(organisation: Organisation, tmp_path: Path) -> Contract:
    """Return the first example as somebody hostile would have written it."""
    folder = Path(shutil.copytree(EXAMPLES / "01-access-593", tmp_path / "hostile"))
    text, changed = hostile_text((folder / "contract.toml").read_text("utf-8"))
    assert {"what", "quote", "reason", "clause", "name", "outcome"} <= set(changed), changed
    (folder / "contract.toml").write_text(text, "utf-8")
    hostile_records(folder)
    return take_in(folder, organisation, by=SCRIPT)


@pytest.fixture
def everybody(contract: Contract, person: Made) -> User:
    """Return somebody with every role and a hostile name, organisation and token."""
    user = person(Role.VIEWER, name="x")
    for role in Role:
        if role not in {Role.VIEWER, Role.PROVIDER}:
            Membership.objects.create(user=user, organisation=contract.organisation, role=role)
    User.objects.filter(pk=user.pk).update(name=SCRIPT)
    Organisation.objects.filter(pk=contract.organisation.pk).update(name=SCRIPT)
    make_token(user, name=SCRIPT[:100], days=9, now=timezone.now())
    return user


def shown(client: Client, place: Place) -> Iterator[tuple[str, int, str, str]]:
    """Yield each page that is read: its name, status, kind and text."""
    for name, address in place.address.items():
        if ALLOWED[name][0] == "GET":
            response = client.get(address)
            content = b"".join(response) if response.streaming else response.content
            text = content.decode(errors="replace")
            yield name, response.status_code, response.get("Content-Type", ""), text


def test_a_script_in_any_text_is_only_a_text(
    place: Place, everybody: User, signed_in: Callable[[User], Client]
) -> None:
    """Every page, in English and in Chinese; and what is no page says that it is none."""
    for language in ("en", "zh"):
        client = signed_in(everybody)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        escaped = set()
        for name, status, kind, text in shown(client, place):
            assert status in {200, 404}, name
            if not kind.startswith("text/html"):
                continue
            for raw in RAW:
                assert raw not in text, (name, text[max(0, text.find(raw) - 200) :][:400])
            if "&lt;script&gt;" in text:
                escaped.add(name)
        assert {
            "contracts",
            "contract",
            "version",
            "month",
            "people",
            "profile",
            "trail",
        } <= escaped


def test_no_table_that_is_downloaded_runs(
    place: Place, everybody: User, signed_in: Callable[[User], Client]
) -> None:
    """In a CSV no cell begins as a formula; in a workbook no formula is of their making."""
    client, found = signed_in(everybody), set()
    for name in ("circuits-csv", "circuits-xlsx", "import-wrong", "reconciliation-table"):
        response = client.get(place.address[name])
        content = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200, name
        assert response["Content-Disposition"].startswith("attachment"), name
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                parts = [book.read(part).decode() for part in book.namelist()]
            assert not any("cmd|" in f for part in parts for f in FORMULAS.findall(part)), name
            found |= {name} if any("=cmd|" in part for part in parts) else set()
        else:
            cells = [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row]
            assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells), name
            found |= {name} if any("=cmd|" in cell for cell in cells) else set()
    assert {"circuits-csv", "circuits-xlsx"} <= found, "the texts are there, as texts"


def test_a_forged_file_of_a_sealed_month_shows_nowhere(
    place: Place, everybody: User, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Its payable amount is raised in the vault, and what was worked out forgotten.

    Whatever reads it says that something was changed, and the export isn't written.
    """
    proposal = place.contract.proposals.get()
    approve_seal(proposal, by=person(Role.FINANCE, name="second"))
    sealed = SealedMonth.objects.get()
    path = path_of(settings.CONFIGURATION.vault, sealed.files[SEAL_FILE])
    seal = json.loads(path.read_bytes())
    seal["totals"]["payable"] = "987654.32"
    path.chmod(0o600)
    path.write_bytes(json.dumps(seal).encode())
    case.known.cache_clear()
    case.settled.cache_clear()
    forget_all(settings.CONFIGURATION.worked_out)
    broken = set()
    for name, status, _kind, text in shown(signed_in(everybody), place):
        assert "987654.32" not in text.replace(",", ""), name
        if status == 500:
            assert "isn&#x27;t as it was" in text or "isn't as it was" in text, name
            broken.add(name)
    assert {"contract", "months", "export"} <= broken
