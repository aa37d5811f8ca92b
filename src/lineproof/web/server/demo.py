"""What does `lineproof serve --demo` show? The examples, measured and billed, and their people."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lineproof.model.period import add_months, parse_month
from lineproof.sources.folder import read_case
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_csv import read_csv
from lineproof.store.samples import SampleStore
from lineproof.store.templates import examples
from lineproof.web.doing.bills import bring_bill, keep_sent
from lineproof.web.doing.bookkeeping import book
from lineproof.web.doing.checking import Question, looked
from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import note
from lineproof.web.known.case import at, known
from lineproof.web.known.months import months_begun
from lineproof.web.server.administration import OPERATOR
from lineproof.web.who.people import Membership, Organisation, User
from lineproof.web.who.rights import Role

ORGANISATION = "Demo"
DOMAIN = "demo.example"
#: What an example that was measured has, what it writes, and how often it was measured.
_SCRIPT, _SAMPLES, _EVERY_NS = "make_samples.py", "ping.csv", 600 * 10**9
#: What an example that was billed has; the last month closed; the last bill brought in, which is
#: left to check for whoever looks at the demo.
_SENT, _CLOSED_UNTIL, _BILLED_UNTIL = "sent", "2025-10", "2025-11"
_WEEK = dt.timedelta(days=7)


@transaction.atomic
def load_demo() -> str | None:
    """Load the demo into an empty database; return the password of all its users.

    None where there is an organisation already: nothing is changed then.
    """
    if Organisation.objects.exists():
        return None
    password = secrets.token_urlsafe(9)
    demo = Organisation.objects.create(name=ORGANISATION)
    with tempfile.TemporaryDirectory() as place:
        folders = [measured(folder, Path(place)) for _, folder in sorted(examples().items())]
        taken = [take_in(folder, demo, by=OPERATOR) for folder in folders]
    people = {
        role: _somebody(demo, role, password, only=taken[0] if role is Role.PROVIDER else None)
        for role in Role
    }
    for folder, contract in zip(folders, taken, strict=True):
        if (folder / _SENT).is_dir():
            _close(contract, people)
            _bill(contract, folder / _SENT, by=people[Role.FINANCE])
    return password


def _close(contract: Contract, people: Mapping[Role, User]) -> None:
    """Seal the months whose bills were checked: one person proposes, another approves."""
    term = known(at(contract)).view.term_days
    for month in months_begun(term, parse_month(_CLOSED_UNTIL)):
        proposal = propose_seal(contract, month, by=people[Role.CONTRACT_MANAGER])
        approve_seal(proposal, by=people[Role.FINANCE])


def _bill(contract: Contract, sent: Path, *, by: User) -> None:
    """Bring in the bills, each issued a week after its month, and book what is owed and billed."""
    for file in sorted(sent.glob("*.csv")):
        month = file.stem.removeprefix("R-")
        if month > _BILLED_UNTIL:
            continue
        issued = add_months(parse_month(month), 1) + _WEEK
        given = keep_sent({file.name: file.read_bytes()}, number=file.stem, issued=str(issued))
        bring_bill(contract, given, columns=None, by=by)
        if month <= _CLOSED_UNTIL:
            looked(contract, Question((month,), (file.stem,)), by=by)
    book(contract, by=by)


def measured(folder: Path, place: Path) -> Path:
    """Return a copy of an example with what its script measures; itself where it has no script."""
    if not (folder / _SCRIPT).is_file():
        return folder
    copy = Path(shutil.copytree(folder, place / folder.name))
    subprocess.run([sys.executable, _SCRIPT], cwd=copy, check=True)  # noqa: S603 - our own example's
    table, now = copy / _SAMPLES, timezone.now()
    schedules = read_case(folder).schedules.values()
    request = SampleRequest(
        place=str(table),
        vantage="office",
        every_ns=_EVERY_NS,
        circuits=frozenset(name for rows in schedules for name in rows.get_column("id")),
        latest_ns=int(now.timestamp()) * 10**9,
    )
    store = SampleStore(copy)
    for samples in read_csv(request):
        store.append(samples, recorded_at=now)
    table.unlink()
    return copy


def _somebody(demo: Organisation, role: Role, password: str, *, only: Contract | None) -> User:
    """Return the user of a role, made."""
    address = f"{role.value.replace('_', '-')}@{DOMAIN}"
    user = User.objects.make(address, name=str(role.label), password=password)
    Membership.objects.create(user=user, organisation=demo, contract=only, role=role)
    note("person added", by=OPERATOR, organisation=demo, person=address, role=role.value)
    return user


def addresses() -> list[str]:
    """Return the addresses of the demo's users."""
    return [f"{role.value.replace('_', '-')}@{DOMAIN}" for role in Role]
