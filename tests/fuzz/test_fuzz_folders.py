"""Whatever a contract folder holds, commands end in results or a LineproofError, never a crash."""

from __future__ import annotations

import copy
import datetime as dt
import random
import shutil
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.model.errors import LineproofError
from lineproof.model.period import add_months
from lineproof.report.as_json import check_json, explained_json, settlement_json_line
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_total import explain_total
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import read_folder

Files: TypeAlias = dict[str, bytes]
Place: TypeAlias = tuple[Any, Any]

SMALL = Path(__file__).parents[1] / "folders" / "small"
CONTRACT = "contract.toml"
SECONDS_MAX = 20
_VALUES: tuple[object, ...] = (
    *(0, 1, -1, 2, 12, 31, 10**9, 10**9 + 1, 2**63, True, False, "", " ", "0", "1", "-1", "0.5"),
    *("1e5", "９", "100", "999999999999.99", "0.001", "99999999999999999999", "0" * 30, "NaN"),
    *(dt.date(1, 1, 1), dt.date(1900, 1, 1), dt.date(2024, 2, 29), dt.date(2024, 6, 16)),
    *(dt.date(2026, 12, 31), dt.date(2999, 12, 31), dt.date(9999, 12, 31), dt.time(12, 0)),
    *(dt.datetime(2024, 1, 1, tzinfo=dt.UTC), 1.5, float("nan"), [], {}, [[]], [{}], ["P1"]),
    *("rent", "deduction", "one_off", "late_interest", "line:1", "P1", "P2", "1", "C-1", "BANDS"),
    *("PRICES", "CIRCUITS", "LATE", "score", "availability", "none", "thirty", "half_month"),
    *("annual_365", "charge", "invoice", "category", "line", "period_start", "period_end"),
    *("effective", "signed", "days", "workdays", "months", "next_workday", "statutory_holiday"),
    *("anniversary", "annual_prepay", "by_date", "milestones", "after_acceptance", "marginal"),
    *("charge_total", "total_over_12", "lowest", "full", "next_payment", "same_month", "lapse"),
    *("refund", "net_fixed", "JPY", "KWD", "later_signature", "CN", "DE", "US", "XX", "as_signed"),
    *("largest_only", "../circuits.csv", "/etc/passwd", "records", "records/scores.csv"),
)
_CELLS = (
    *("", "/", "0", "1", "-1", "1e5", "９", "=1+1", "1.2E+11", "900.001", "9999999999999.99"),
    *("2024-02-30", "2024-03-01", "2023-01-01", "1901-01-01", "9999-12-31", "2024-03", "2024-13"),
    *("accepted", "in_service", "repriced", "suspended", "resumed", "reidentified", "ceased"),
    *("moved", "refused", "transferred", "bandwidth_changed", "L1", "L7", "C-1", "P1", "P2", "10"),
    *("2024-03-05T09:00:00Z", "2024-03-05", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    *("100", "100.5", "month", "2024-01", "effective", "signed", '"', "a,b", "電路", "\u200b"),
)
_TOKENS = (
    *(b"\n", b"\r\n", b"\0", b'"', b"'", b"[", b"]", b"[[term]]\n", b"{", b"}", b"=", b",", b"#"),
    *(b"\xff", b"\xef\xbb\xbf", "\u7535".encode("gb18030"), b'"""', b"\\u0000", b"[" * 2000),
    *(b"a." * 500, b"draft = true\n", b"1979-05-27T07:32:00Z", b"inf", b"0x1F", b"\\", b"-"),
)


def small_files() -> Files:
    """Return the files of the small folder."""
    return {
        path.relative_to(SMALL).as_posix(): path.read_bytes()
        for path in sorted(SMALL.rglob("*"))
        if path.is_file()
    }


def try_everything(folder: Path, chance: random.Random) -> str:
    """Read, check, settle and explain a folder; return how far it went."""
    try:
        read = read_folder(folder)
        assert read.case is not None or read.findings, "a refusal says why"
        if read.case is None:
            check_json(read.findings, digits=2)
            return "refused"
        day = chance.choice((None, None, dt.date(2024, 3, 15)))
        findings = check(read.case, as_known=day)
        digits = read.case.contract.digits
        check_json(findings, digits=digits)
        month = add_months(dt.date(2024, 1, 1), chance.randint(0, 12))
        settled = settle(read.case, Asked(month, as_known=day, findings=findings))
        settlement_json_line(settled, with_lines=True)
        explainer = Explainer(view(read.case, as_known=day), settled)
        explained_json(explain_total(explainer), digits=digits)
        lines = settled.lines.get_column("line").unique(maintain_order=True).to_list()
        for line in chance.sample(lines, min(3, len(lines))):
            node = explainer.line(line)
            assert node is not None, "a line of the settlement is explained"
            explained_json(node, digits=digits)
        explainer.lines_of("C-1")
    except LineproofError as problem:
        return "ended" if str(problem) else "ended without a reason"
    return "settled"


def fuzz(folder: Path, mutate: Callable[[Files, random.Random], Files], *, count: int) -> set[str]:
    """Try everything on so many mutations of the small folder; return how far they went."""
    reached = set()
    for seed in range(count):
        chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        files = mutate(_some(small_files(), chance), chance)
        write(folder, files)
        started = time.monotonic()
        try:
            reached.add(try_everything(folder, chance))
        except Exception as crash:
            crash.add_note(f"seed {seed}; the folder is in {folder}")
            raise
        assert "ended without a reason" not in reached, seed
        took_s = time.monotonic() - started
        assert took_s < SECONDS_MAX, f"seed {seed} took {took_s:.0f} s"
    return reached


def _some(files: Files, chance: random.Random) -> Files:
    """Return the files without two of the records, so that an input takes less time."""
    left_out = chance.sample([name for name in files if name.startswith("records/")], 2)
    return {name: content for name, content in files.items() if name not in left_out}


def write(folder: Path, files: Files) -> None:
    """Put files into a folder, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


# ---------------------------------------------------------------- ways to change a folder


def with_changed_text(files: Files, chance: random.Random) -> Files:
    """Return the files, the bytes and lines of one of them changed."""
    name = chance.choice([CONTRACT, CONTRACT, *files])
    content = files[name]
    for _ in range(chance.randint(1, 4)):
        content = chance.choice((_other_bytes, _other_lines, _other_words))(content, chance)
    return files | {name: content}


def _other_bytes(content: bytes, chance: random.Random) -> bytes:
    """Return a text with a byte flipped, or a token put in."""
    place = chance.randrange(len(content) + 1)
    new = chance.choice((*_TOKENS, bytes([chance.randrange(256)])))
    return content[:place] + new + content[place + chance.choice((0, 1)) :]


def _other_lines(content: bytes, chance: random.Random) -> bytes:
    """Return a text with lines left out, doubled or swapped."""
    lines = content.splitlines(keepends=True) or [b""]
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            del lines[first : first + chance.choice((1, 1, 3, 9))]
        case 1:
            lines.insert(second, lines[first])
        case _:
            lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _other_words(content: bytes, chance: random.Random) -> bytes:
    """Return a text in which one word stands in place of another."""
    words = content.split()
    if not words:
        return content
    return content.replace(chance.choice(words), chance.choice(words), chance.choice((1, -1)))


def with_changed_tree(files: Files, chance: random.Random) -> Files:
    """Return the files, values of the contract's tables changed in type or kind; still TOML."""
    tree = tomllib.loads(files[CONTRACT].decode())
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        places = _places(tree)
        owner, key = chance.choice(places)
        match chance.randrange(6):
            case 0:
                del owner[key]
            case 1:
                other, name = chance.choice(places)
                owner[key] = copy.deepcopy(other[name])
            case 2 if isinstance(owner, list):
                owner.append(copy.deepcopy(owner[key]))
            case 3:
                owner[key] = chance.choice(_VALUES)
            case _:
                owner[key] = _like(owner[key], chance)
    if chance.random() < 0.8:
        for term in tree.get("term", []) if isinstance(tree.get("term"), list) else []:
            if isinstance(term, dict):
                term.pop("sha256", None)
        tree["draft"] = True
    return files | {CONTRACT: _toml(tree).encode()}


def _like(value: object, chance: random.Random) -> object:
    """Return another value of the same type, where there is one."""
    like = [other for other in _VALUES if type(other) is type(value)]
    if isinstance(value, str):
        like = [v for v in like if str(v)[:1].isdecimal() == value[:1].isdecimal()]
    return chance.choice(like or _VALUES)


def _places(owner: object) -> list[Place]:
    """Return every table or array with each of its keys or indexes, all the way down."""
    keys: Sequence[object] = ()
    if isinstance(owner, dict):
        keys = tuple(owner)
    elif isinstance(owner, list):
        keys = range(len(owner))
    found: list[Place] = []
    for key in keys:
        found += [(owner, key), *_places(owner[key])]  # type: ignore[index]
    return found


def _toml(tree: Mapping[str, object]) -> str:
    """Return a tree as TOML, every table inline."""
    return "".join(f"{_text(key)} = {_inline(value)}\n" for key, value in tree.items())


def _inline(value: object) -> str:
    """Return a value in one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case dict():
            return "{" + ", ".join(f"{_text(k)} = {_inline(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(_inline(v) for v in value) + "]"
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value)


def _text(value: str) -> str:
    """Return a basic string."""
    escaped = (c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in value)
    return '"' + "".join(escaped) + '"'


def with_changed_cells(files: Files, chance: random.Random) -> Files:
    """Return the files, cells of the tables changed, rows doubled or left out; a draft."""
    changed = {CONTRACT: files[CONTRACT].replace(b"\n\n", b"\ndraft = true\n\n", 1)}
    for _ in range(chance.choice((1, 2, 2, 6))):
        name = chance.choice([name for name in files if name != CONTRACT])
        content = changed.get(name, files[name])
        rows = [line.split(",") for line in content.decode().splitlines()] or [[""]]
        row = chance.randrange(len(rows)) if chance.random() < 0.1 else -chance.randint(1, 3)
        row = max(row, -len(rows))
        match chance.randrange(8):
            case 0:
                rows.append(list(rows[row]))
                rows[-1][0] = f"X{chance.randrange(9)}"
            case 1:
                del rows[row]
            case _:
                rows[row][chance.randrange(len(rows[row]))] = chance.choice(_CELLS)
        changed[name] = "".join(",".join(row) + "\n" for row in rows).encode()
    return files | changed


# ---------------------------------------------------------------- nothing crashes


def test_changed_text_is_read_or_refused(tmp_path: Path, fuzz_inputs: int) -> None:
    """3 of 10 inputs: bytes, lines and words of any file."""
    reached = fuzz(tmp_path / "folder", with_changed_text, count=fuzz_inputs * 3 // 10)
    assert {"refused", "settled"} <= reached


@pytest.mark.long
def test_changed_contracts_are_read_or_refused(tmp_path: Path, fuzz_inputs: int) -> None:
    """4 of 10 inputs: other types and values in the contract's tables."""
    reached = fuzz(tmp_path / "folder", with_changed_tree, count=fuzz_inputs * 4 // 10)
    assert {"refused", "settled"} <= reached


@pytest.mark.long
def test_changed_records_are_read_or_refused(tmp_path: Path, fuzz_inputs: int) -> None:
    """3 of 10 inputs: other values, more and fewer rows in schedule and records."""
    reached = fuzz(tmp_path / "folder", with_changed_cells, count=fuzz_inputs * 3 // 10)
    assert {"refused", "settled"} <= reached


# ---------------------------------------------------------------- what once crashed stays mended

ONCE_CRASHED = {
    "a score in a gap of the bands": (CONTRACT, 'ge = "60", lt = "90"', 'ge = "89", lt = "90"'),
    "bands without a band": (
        CONTRACT,
        """
  { factor = "1", ge = "90" },
  { factor = "0.9", ge = "60", lt = "90" },
  { factor = "0.5", lt = "60" },
""",
        "",
    ),
    "a plan without an item": (
        CONTRACT,
        '  { item = "month", triggers = ["period_end"], within = 10, unit = "workdays" },',
        "",
    ),
    "a number of 5,000 digits": (CONTRACT, "qty = 3", "qty = " + "9" * 5000),
    "a share of 5,000 digits": (CONTRACT, '"0.06"', f'"0.{"1" * 5000}"'),
    "a timezone Polars doesn't know": (CONTRACT, "Asia/Shanghai", "Factory"),
    "a timezone that is a folder": (CONTRACT, "Asia/Shanghai", "America"),
    "the last day there is": (CONTRACT, "start = 2024-01-01", "start = 9999-12-31"),
    "a deadline of ages": (CONTRACT, 'within = 10, unit = "workdays"', "within = 10000000"),
    "a term of ages": (CONTRACT, "months = 12", "months = 90000"),
    "amounts beyond 64 bits": (CONTRACT, '"113.00"', '"9999999999999.00"'),
    "interest of a million a day": (CONTRACT, '"0.0005"', '"1000000"'),
    "a payment on the last day there is": ("records/payments.csv", "2024-02-19", "9999-12-31"),
    "a line number in full-width digits": ("circuits.csv", "\n10,", "\n１０,"),
    "a key of thousands of parts": (CONTRACT, "months = 12", "a." * 3000 + "b = 1"),
}


@pytest.mark.parametrize("name", ONCE_CRASHED)
def test_what_once_crashed_is_read_or_refused(tmp_path: Path, name: str) -> None:
    """Each was found by the tests above, or on their way; in a draft, whose hashes don't count."""
    file, old, new = ONCE_CRASHED[name]
    files = small_files()
    assert old.encode() in files[file]
    files[file] = files[file].replace(old.encode(), new.encode(), 1)
    files[CONTRACT] = files[CONTRACT].replace(b"\n\n", b"\ndraft = true\n\n", 1)
    write(tmp_path / "folder", files)
    for seed in range(4):
        try_everything(tmp_path / "folder", random.Random(seed))  # noqa: S311 - not secrecy
