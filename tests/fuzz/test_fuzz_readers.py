"""Whatever bytes a table file holds, reading it ends in a frame and findings, never in a crash."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from lineproof.model.circuit import CIRCUITS
from lineproof.model.record import RECORDS
from lineproof.model.table import Table
from lineproof.sources.table_file import TableRead, read_table

_ROWS = (
    ("序号", "电路编号", "月租(元)", "开通日期", "带宽", "站点"),
    ("1", "CKT-1", "900.00", "2024-11-01", "10", "a, b"),
    ("2", "CKT-2", "812.9", "2024年11月2日", "2.5", 'c "d"'),
    ("3", "/", "-5", "03/04/2025", "1e5", "=1+1"),
    ("4", "1.2E+11", "1,200", "", "９", "two\nlines"),
)
_FAULTS = (
    "id,recorded_at,by,replaces,line,reported,restored,whose\n"
    "a,2025-03-30T02:30,me,,1,2025-03-30 01:00Z,2025-10-26 02:30,buyer\n"
    "b,2025-03-30T02:30+02:00,me,a,,,,\n"
)
_TEXT_TOKENS = (
    *('"', ",", ";", "\t", "\n", "\r", "\r\n", "\0", "\ufeff", "=", "-", "+", "/", "'", "<", ">"),
    *("９", "1e5", "0" * 40, "99999999999999999999", "1E+400", "NaN", "-0", "2025-02-30", "&lt;"),
    *('"\n"', 't="e"', 't="s"', 'r="XFD1048576"', "<v>", "</c>", "<c r='B2'>", "<row>", "&"),
)
_TOKENS = (b"\xff\xfe", "元".encode("gb18030"), *(token.encode() for token in _TEXT_TOKENS))


def _csv() -> bytes:
    """Return the rows as CSV, quoted where they must be."""
    quoted = (",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in _ROWS)
    return "\n".join(quoted).encode()


def _xlsx() -> bytes:
    """Return the rows as XLSX, with a number, a date, a formula, an error and merged cells."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("circuits")
        sheet.merge_range(0, 0, 0, 3, "Annex 1")
        for index, row in enumerate(_ROWS, 2):
            for column, text in enumerate(row):
                sheet.write_string(index, column, text)
        sheet.write_number(7, 0, 5)
        sheet.write_formula(7, 2, "=1/0", None, "#DIV/0!")
        sheet.write_number(7, 3, 45000, book.add_format({"num_format": "yyyy-mm-dd"}))
        book.add_worksheet("other").hide()
    return buffer.getvalue()


def _parquet() -> bytes:
    """Return a circuit as Parquet."""
    buffer = io.BytesIO()
    empty = CIRCUITS.empty().drop("row")
    row = pl.DataFrame({"line": ["1"], "monthly_rent": [90000]})
    frame = pl.concat([empty, row], how="diagonal")
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """Return some bytes with a few of them changed, cut, doubled, or replaced by telling ones."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        size = chance.choice((1, 1, 2, 8, 64))
        match chance.randrange(5):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + size]
            case 2:
                data[place:place] = data[place : place + size]
            case 3:
                data[place:place] = chance.choice(_TOKENS)
            case _:
                data[place : place + size] = chance.choice(_TOKENS)
    return bytes(data)


def _with_mutated_part(content: bytes, chance: random.Random) -> bytes:
    """Return an archive of which one part is mutated, and which is sound otherwise."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = chance.choice([name for name in parts if name.startswith("xl/") and "theme" not in name])
    parts[name] = _mutated(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for part, text in parts.items():
            target.writestr(part, text)
    return buffer.getvalue()


def _read(content: bytes, table: Table) -> TableRead:
    """Return what the reader makes of some bytes."""
    return read_table(content, file="f", table=table, currency_digits=2, timezone="Europe/Berlin")


def _fuzz(
    content: bytes,
    *,
    count: int,
    table: Table = CIRCUITS,
    mutate: Callable[[bytes, random.Random], bytes] = _mutated,
) -> None:
    """Read mutations of some bytes; each must give the declared columns, or say why not."""
    for seed in range(count):
        mutation = mutate(content, random.Random(seed))  # noqa: S311 - chance, not secrecy
        read = _read(mutation, table)
        assert read.frame.schema == table.schema(), seed
        assert all(f.message and f.where and f.fix for f in read.findings), seed


def test_mutated_csv_is_read_or_refused(fuzz_inputs: int) -> None:
    """6 of 10 inputs: quoted, plain and Chinese CSV alike."""
    plain = "\n".join(";".join(row) for row in _ROWS).encode("gb18030")
    _fuzz(_csv(), count=fuzz_inputs // 5)
    _fuzz(plain, count=fuzz_inputs // 5)
    _fuzz(_FAULTS.encode(), count=fuzz_inputs // 5, table=RECORDS["faults"])


def test_mutated_xlsx_is_read_or_refused(fuzz_inputs: int) -> None:
    """3 of 10 inputs: one with a damaged archive to two with a damaged part in a sound one."""
    content = _xlsx()
    _fuzz(content, count=fuzz_inputs // 10)
    _fuzz(content, count=fuzz_inputs // 5, mutate=_with_mutated_part)


def test_mutated_parquet_is_read_or_refused(fuzz_inputs: int) -> None:
    """1 of 10 inputs."""
    _fuzz(_parquet(), count=fuzz_inputs // 10)
