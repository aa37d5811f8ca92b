"""What is left of a server whose processes are killed at random while people work?

A real gunicorn, whose worker is killed and started again by its master; and a worker of jobs. Both
are forked by processes that have imported everything, so that a hundred deaths cost no hundred
imports. A caller who got no answer asks again with the same key, as the API tells programs to do.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.web.conftest import EXAMPLES
from tests.web.running_server import Place, prepared, serving

FOLDERS = (EXAMPLES / "06-berlin-exclusive-vat", EXAMPLES / "04-storage-instalments")
CLOSED, WORKED_ON = 1, 2
MONTH, LINE = "2025-04", "4"
DAYS = ("2025-04-09", "2025-04-10")
_OVER_WITHIN_S = 120

_BEGIN = "import django; django.setup()"
#: Tokens; and twenty threads submit the same work at the same moment, each by its own connection.
BEFORE = f"""{_BEGIN}
import json, threading
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from lineproof.web.work.jobs import submit
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.who.people import Scope, User, make_token
contract, users = Contract.objects.get(pk=1), list(User.objects.all())
together = threading.Barrier(20)

def one(number):
    together.wait()
    try:
        return submit("export", contract, by=users[number % 2], key="same").pk
    finally:
        connection.close()

with ThreadPoolExecutor(20) as pool:
    found = list(pool.map(one, range(20)))
print(json.dumps(dict(
    jobs=found,
    queued=DBTaskResult.objects.count(),
    tokens=dict(
        (user.name, make_token(user, name="t", days=1, now=timezone.now(), scope=Scope.WRITE)[1])
        for user in users
    ),
)))
DBTaskResult.objects.all().delete()
Job.objects.all().delete()
"""
#: A job that leaves one entry in the trail, in the transaction that marks it done.
WORKER = f"""{_BEGIN}
import os, time
from django.db import transaction
from django.urls import get_resolver
from lineproof.web.work import job_kinds
from lineproof.web.work import working
from lineproof.web.who.rights import Right
from lineproof.web.kept.trail import note

def proved(work):
    for step in range(5):
        work.progress(step, 5)
        time.sleep(0.01)
    with transaction.atomic():
        work.finish()
        note("recorded", by=work.job.by, contract=work.job.contract, job=work.job.pk)
    return {{}}

job_kinds.KINDS["settle"] = job_kinds.Kind("settle", Right.SEE, proved)
working.REST_S = 0.02
get_resolver().url_patterns
me = os.getpid()
while True:
    child = os.fork()
    if not child:
        working.work(lambda: os.getppid() == me)
        os._exit(0)
    os.waitpid(child, 0)
"""
LEFT = f"""{_BEGIN}
import json
from lineproof.web.server.backup import damaged
from lineproof.web.known.case import seal_of
from lineproof.web.kept.contracts import Record, SealedMonth, SealProposal
from lineproof.web.kept.jobs import Job
from lineproof.web.kept.trail import Entry, broken_at
sealed = list(SealedMonth.objects.order_by("revision"))
print(json.dumps(dict(
    damaged=list(damaged()),
    broken_at=broken_at(Entry.objects.order_by("pk")),
    records=list(Record.objects.filter(kind="lifecycle").values_list("name", flat=True)),
    revisions=[each.revision for each in sealed],
    results=[each.result_hash for each in sealed],
    seals=[each.files["seal.json"] for each in sealed],
    follows=[seal_of(each).get("follows") for each in sealed],
    proposals=list(SealProposal.objects.order_by("pk").values_list("state", flat=True)),
    actions=list(Entry.objects.values_list("action", flat=True)),
    proofs=[d["job"] for d in Entry.objects.values_list("details", flat=True) if "job" in d
            and "kind" not in d],
    jobs=dict(Job.objects.values_list("pk", "state")),
)))
"""


@dataclass
class Done:
    """What callers were told of. revisions, records, jobs: what each answer named."""

    records: list[str] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    jobs: list[int] = field(default_factory=list)


@dataclass
class Killer:
    """Kills one of two processes, at random moments of a cycle that lasts so long."""

    parents: tuple[int, int]
    rng: random.Random
    cycle_s: float = 0.0
    killed: int = 0

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Kill once while the block runs, or just behind it."""
        parent = self.rng.choice(self.parents)
        timer = threading.Timer(self.rng.uniform(0, self.cycle_s), self._kill, (parent,))
        timer.start()
        yield
        timer.join()

    def _kill(self, parent: int) -> None:
        """Kill the child of a process, once there is one."""
        while not (found := children(parent)):
            time.sleep(0.005)
        for child in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.killed += 1


def children(process: int) -> list[int]:
    """Return the processes that a process started, as Linux lists them."""
    return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


class Caller:
    """A program that calls the API, and asks again where the connection broke."""

    def __init__(self, origin: str, token: str) -> None:
        """Keep where and as whom."""
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=f"{origin}/api/v1/", headers=headers, timeout=60)
        self._number = 0

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def get(self, address: str) -> httpx.Response:
        """Read."""
        return self._answered(lambda: self._client.get(address))

    def post(self, address: str, body: object = None, **headers: str) -> httpx.Response:
        """Change something, once."""
        self._number += 1
        given = {"Idempotency-Key": str(self._number), **headers}
        return self._answered(lambda: self._client.post(address, json=body, headers=given))

    def _answered(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Return an answer, however often it must be asked for."""
        give_up = time.monotonic() + _OVER_WITHIN_S
        while time.monotonic() < give_up:
            with contextlib.suppress(httpx.TransportError):
                answer = ask()
                assert answer.is_success, answer.text
                return answer
            time.sleep(0.005)
        message = "the server never answered"
        raise AssertionError(message)


def cycle(one: Caller, two: Caller, done: Done) -> None:
    """Correct a fact, so that a month comes to something else; close it by two; begin a job."""
    number = len(done.records)
    row = {"line": LINE, "event": "accepted", "date": DAYS[number % 2],
           "replaces": done.records[-1] if done.records else "R2"}  # fmt: skip
    told = one.post(f"contracts/{CLOSED}/records/lifecycle", {"rows": [row]}).json()
    done.records += told["ids"]
    made = one.post(f"contracts/{CLOSED}/seal-proposals", {"month": MONTH}).json()
    seen = two.get(f"contracts/{CLOSED}").headers["ETag"]
    address = f"contracts/{CLOSED}/seal-proposals/{made['proposal']}/approve"
    done.revisions.append(two.post(address, **{"If-Match": seen}).json()["revision"])
    done.jobs.append(one.post(f"contracts/{WORKED_ON}/jobs", {"kind": "settle"}).json()["job"])


def place_in(data: Path) -> Place:
    """Make a server's place, whose gunicorn imports everything before it forks."""
    place = prepared(data, FOLDERS, ("contract_manager", "finance"))
    place.environment.update(
        DJANGO_SETTINGS_MODULE="lineproof.web.server.settings", GUNICORN_CMD_ARGS="--preload"
    )
    return place


def killed_at_random(
    place: Place, tokens: Mapping[str, str], *, kills: int, seed: int
) -> tuple[Done, dict[str, Any]]:
    """Return what callers were told, and what is left, after so many kills."""
    done = Done()
    with serving(place) as server, forking(place) as zygote, contextlib.ExitStack() as stack:
        one, two = (
            stack.enter_context(contextlib.closing(Caller(server.origin, tokens[name])))
            for name in ("contract_manager", "finance")
        )
        cycle(one, two, done)
        began = time.monotonic()
        cycle(one, two, done)
        rng = random.Random(seed)  # noqa: S311 - no secret: the same seed, the same moments
        killer = Killer((server.process, zygote.pid), rng, time.monotonic() - began)
        while killer.killed < kills:
            with killer.at_work():
                cycle(one, two, done)
        give_up = time.monotonic() + _OVER_WITHIN_S
        while open_jobs(one) and time.monotonic() < give_up:
            time.sleep(0.05)
    return done, ran(place, LEFT)


def open_jobs(caller: Caller) -> list[int]:
    """Return the jobs that wait or run."""
    found = caller.get("jobs").json()["items"]
    return [job["job"] for job in found if job["state"] in {"queued", "running"}]


@contextlib.contextmanager
def forking(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of jobs, and another whenever it dies, until the block ends."""
    log = (place.data.parent / "worker.log").open("w")
    with log, subprocess.Popen(
        [sys.executable, "-c", WORKER], env=place.environment, stdout=log, stderr=log
    ) as zygote:  # fmt: skip
        yield zygote
        zygote.kill()


def ran(place: Place, program: str) -> dict[str, Any]:
    """Return what a program says of a server's data."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, env=place.environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
