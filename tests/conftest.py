"""What do tests of the stages build on? A minimal contract, changed where a test says so."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import settings

from lineproof.contract.case import Case, View, view
from lineproof.contract.check import check
from lineproof.contract.parse import parse_contract
from lineproof.model.calendar import WorkdayTable
from lineproof.model.circuit import CIRCUITS
from lineproof.model.finding import Finding
from lineproof.model.measured import STATES
from lineproof.model.period import calendar_month, parse_month
from lineproof.model.record import RECORDS

# A shared machine is slow at times: no example fails for that. The examples are the same each time;
# `make fuzz` searches with others.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, database=None, max_examples=1000)
settings.load_profile("same")

Table = Mapping[str, Any]
Rows = Sequence[Table]
Built = Callable[..., Case]

FILE = "contract.toml"
HEAD: Table = {
    "id": "minimal",
    "currency": "CNY",
    "timezone": "Asia/Shanghai",
    "signed": dt.date(2024, 1, 1),
    "start": dt.date(2024, 1, 1),
    "months": 12,
    "parties": {"buyer": {"name": "B"}, "provider": {"name": "P"}},
    "rounding": {"unit": "0.01"},
}
PRICES: Table = {
    "id": "PRICES",
    "kind": "price_lines",
    "lines": [{"line": "1a", "name": "access", "qty": 1, "monthly_rent": "100.00"}],
}
PLAN: Table = {
    "id": "PLAN",
    "kind": "payment_plan",
    "mode": "monthly",
    "items": [{"item": "month", "triggers": ["period_end"], "within": 30, "unit": "workdays"}],
}
AVAILABILITY: Table = {
    "id": "AVAIL",
    "kind": "availability",
    "clause": "4.1",
    "slot_s": 60,
    "down_run": 3,
}
CALENDAR: Table = {"workdays": "CN", "roll": "none"}
SMALL = Path(__file__).parent / "folders" / "small"
#: The days off around National Day 2024, and the weekend days worked for them.
NATIONAL_DAY = WorkdayTable(
    "CN",
    (2024,),
    frozenset(dt.date(2024, 10, n) for n in range(1, 8)),
    frozenset({dt.date(2024, 9, 29), dt.date(2024, 10, 12)}),
)
RECORDED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


#: How many inputs a fuzz test tries, and how many of them `make fuzz` counts as a kill.
_INPUTS, _INPUTS_A_KILL = 300, 1000
#: How many tests a worker is given at a time: as in the Makefile.
_AT_A_TIME = 16


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, each for another worker, so that none is left with it."""
    longest = [item for item in items if item.get_closest_marker("long")]
    if len(items) <= _AT_A_TIME * len(longest):
        return
    items[:] = [item for item in items if item not in longest]
    for number, item in enumerate(longest):
        items.insert(number * _AT_A_TIME, item)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make fuzz` set how much is tried; the whole suite makes do with a little."""
    parser.addoption("--fuzz", type=int, default=_INPUTS, help="inputs of each fuzz property")


@pytest.fixture(scope="session")
def fuzz_inputs(request: pytest.FixtureRequest) -> int:
    """Return how many inputs a fuzz test tries."""
    return int(request.config.getoption("--fuzz"))


@pytest.fixture(scope="session")
def kills(fuzz_inputs: int) -> int:
    """Return how often `make fuzz` kills something; each test has a least number of its own."""
    return fuzz_inputs // _INPUTS_A_KILL


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a copy of a small folder that has something of everything, and settles."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture(scope="session")
def minimal() -> Callable[..., Case]:
    """Return the builder of a minimal case, in which nothing is wrong.

    head: keys of `[contract]` instead of the usual ones; None leaves one out. terms: instead of a
    price list of one line (12 × 100.00) and a monthly plan; more: beside them. circuits: rows of
    circuits.csv, from its line 2 on, whose term is added. records: rows by kind. The rest is other
    keys of the file: draft, amendment, answer.
    """
    return _minimal


@pytest.fixture(scope="session")
def found() -> Callable[..., list[Finding]]:
    """Return what builds a minimal case and finds what has a code in it."""
    return _found


def _found(code: str, **changes: Any) -> list[Finding]:  # noqa: ANN401 - the builder's keys
    return [finding for finding in check(_minimal(**changes)) if finding.code == code]


def _minimal(
    *,
    head: Table | None = None,
    terms: Rows = (PRICES, PLAN),
    more: Rows = (),
    circuits: Rows | None = None,
    records: Mapping[str, Rows] | None = None,
    **rest: object,
) -> Case:
    terms = (*terms, *more)
    schedules = {} if circuits is None else {"circuits.csv": _frame(CIRCUITS.schema(), circuits)}
    if circuits is not None and not any(t.get("kind") == "circuit_schedule" for t in terms):
        terms = (*terms, {"id": "SCHEDULE", "kind": "circuit_schedule", "file": "circuits.csv",
                          "sha256": "0" * 64})  # fmt: skip
    contract = {k: v for k, v in {"calendar": CALENDAR, **HEAD, **(head or {})}.items()
                if v is not None}  # fmt: skip
    text = _toml({"schema": "contract/1", **rest, "contract": contract,
                  "term": [{"clause": "1", **term} for term in terms]})  # fmt: skip
    parsed = parse_contract(text, file=FILE)
    assert parsed.contract is not None, (parsed.findings, text)
    rows = {kind: _records(kind, listed) for kind, listed in (records or {}).items()}
    return Case(parsed.contract, schedules, rows, None, parsed.positions)


def _records(kind: str, rows: Rows) -> pl.DataFrame:
    usual = {"recorded_at": RECORDED, "by": "tester"}
    numbered = [{"id": f"r{n}", **usual, **row} for n, row in enumerate(rows, start=1)]
    return _frame(RECORDS[kind].schema(), numbered)


def _frame(schema: Mapping[str, pl.DataType], rows: Rows) -> pl.DataFrame:
    assert all(set(row) <= set(schema) for row in rows), "a row has a column that isn't declared"
    numbered = [{"row": n, **row} for n, row in enumerate(rows, start=2)]
    return pl.DataFrame(numbered, schema=dict(schema), orient="row")


def _toml(document: Table) -> str:
    """Return a document as TOML, each key on a line of its own."""
    lines = [f"{key} = {_value(value)}" for key, value in document.items() if not _is_table(value)]
    for name, value in document.items():
        for table in value if isinstance(value, list) else [value]:
            if _is_table(value):
                lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
                lines += [f"{key} = {_block(part)}" for key, part in table.items()]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping | list)


def _block(value: object) -> str:
    """Return a value; the tables of a list each on a line of their own."""
    if isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
        return "[\n" + "".join(f"  {_value(part)},\n" for part in value) + "]"
    return _value(value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f'"{k}" = {_value(v)}' for k, v in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)


@pytest.fixture
def built(minimal: Built) -> Built:
    """Return the builder of a minimal case that knows the workdays around National Day 2024."""

    def run(**changes: object) -> Case:
        return dataclasses.replace(minimal(**changes), workdays=NATIONAL_DAY)

    return run


@pytest.fixture
def viewed(built: Built) -> Callable[..., View]:
    """Return what builds a case and views all of it."""

    def run(**changes: object) -> View:
        return view(built(**changes))

    return run


@pytest.fixture
def measured(minimal: Built) -> Callable[..., View]:
    """Return what builds a case whose circuits C1, C2 … were measured in one month, and views it.

    down, unknown: (circuit, from, to) in local time without an offset; else they were up. silent:
    circuits that nothing is known of. availability: keys of the term; the rest as of `minimal`.
    """

    def run(month: str = "2024-03", count: int = 2, **changes: Any) -> View:  # noqa: ANN401 - keys
        spans = {state: changes.pop(state, ()) for state in ("down", "unknown")}
        silent, term = changes.pop("silent", ()), changes.pop("availability", {})
        changes.setdefault("circuits", [_circuit(n) for n in range(1, count + 1)])
        changes["more"] = (*changes.get("more", ()), {**AVAILABILITY, **term})
        case = minimal(**changes)
        zone = ZoneInfo(case.contract.contract.timezone)
        ids = dict.fromkeys(row["id"] for row in changes["circuits"])
        names = [name for name in ids if name not in silent]
        rows = [row for name in names for row in _states(name, month, zone, spans)]
        return view(dataclasses.replace(case, states=_frame(STATES.schema(), rows)))

    return run


def _circuit(number: int) -> Table:
    return {"line": str(number), "id": f"C{number}", "site": f"site {number}",
            "monthly_rent": 10000, "start": dt.date(2024, 1, 1)}  # fmt: skip


def _states(circuit: str, month: str, zone: ZoneInfo, spans: Mapping[str, Any]) -> list[Table]:
    """Return a circuit's states, up where nothing else is said."""
    days = calendar_month(parse_month(month))
    first, last = (dt.datetime.combine(day, dt.time.min, zone) for day in (days.start, days.end))
    told = sorted(
        (dt.datetime.fromisoformat(a).replace(tzinfo=zone).astimezone(dt.UTC),
         dt.datetime.fromisoformat(b).replace(tzinfo=zone).astimezone(dt.UTC), state)
        for state, listed in spans.items() for name, a, b in listed if name == circuit
    )  # fmt: skip
    at, end = first.astimezone(dt.UTC), last.astimezone(dt.UTC)
    rows: list[Table] = []
    for since, until, state in (*told, (end, end, "up")):
        start, stop = max(since, at), min(until, end)
        for lo, hi, name, begun in ((at, start, "up", at), (start, stop, state, since)):
            if lo < hi:
                known = 0 if name == "unknown" else int((hi - lo).total_seconds())
                rows.append({"term": "AVAIL", "circuit": circuit, "from": lo, "to": hi,
                             "since": begun, "state": name, "known_s": known,
                             "reason": "no data" if name == "unknown" else None})  # fmt: skip
        at = stop
    return rows
