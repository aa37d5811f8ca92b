"""Which addresses are to be probed? A table of targets, checked as a whole before the first probe.

It sends nothing and asks no name server.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lineproof.model.canonical import canonical_csv, sha256_hex
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.model.target import TARGETS
from lineproof.sources.flaws import LISTED_MAX, Flaw, listed, quote
from lineproof.sources.table_file import read_table


@dataclass(frozen=True)
class Targets:
    """What is probed: `circuit`, `address` and `is_canary`, in the file's order.

    sha256: of all of it, so that a log can say which targets it speaks of.
    """

    frame: pl.DataFrame
    sha256: str

    @property
    def canaries(self) -> tuple[str, ...]:
        """The circuits by which the vantage watches itself."""
        return tuple(self.frame.filter("is_canary").get_column("circuit").to_list())


def read_targets(path: Path) -> Targets:
    """Return a file's targets; raises InputRefusedError with everything that is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        code = "E-FILE-MISSING" if isinstance(problem, FileNotFoundError) else "E-FILE-UNREADABLE"
        message = f"{path} can't be read: {problem.strerror}"
        fix = "Write a table of targets there: circuit,address,canary."
        raise InputRefusedError((error(code, message, where=str(path), fix=fix),)) from problem
    return targets_of(content, file=path.name)


def targets_of(content: bytes, *, file: str) -> Targets:
    r"""Return the targets of a file's content; raises InputRefusedError.

    >>> targets_of(b"circuit,address\nC1,192.0.2.1\n", file="t.csv").frame.rows()
    [('C1', '192.0.2.1', False)]
    """
    read = read_table(content, file=file, table=TARGETS, currency_digits=2, timezone="UTC")
    findings = [f for f in read.findings if f.severity is Severity.ERROR]
    rows = read.frame.drop_nulls(["circuit", "address"])
    addresses = {text: _address(text) for text in rows.get_column("address").unique().to_list()}
    findings += _wrong_addresses(rows, addresses, file=file)
    if not rows.height and not findings:
        fix = "List a circuit and its address in each row."
        findings.append(error("E-FILE-EMPTY", f"{file} lists no target", where=file, fix=fix))
    if findings:
        raise InputRefusedError(tuple(findings))
    frame = rows.select(
        "circuit",
        pl.col("address").replace_strict(addresses, return_dtype=pl.String),
        is_canary=pl.col("canary").eq_missing("yes"),
    )
    return Targets(frame, sha256_hex(canonical_csv(frame.cast(pl.String))))


def _address(text: str) -> str | None:
    """Return an address that one machine can answer at, in its usual form; None for any other."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    is_many = address.is_multicast or str(address) == "255.255.255.255"
    return None if is_many or address.is_unspecified else str(address)


def _wrong_addresses(
    rows: pl.DataFrame, addresses: dict[str, str | None], *, file: str
) -> tuple[Finding, ...]:
    """Return an error for each of the first addresses that can't be probed."""
    wrong = [text for text, address in addresses.items() if address is None]
    found = rows.filter(pl.col("address").is_in(wrong)).select("address", "row")
    fix = "Write its IPv4 or IPv6 address, as 192.0.2.7; look a name up once: getent hosts …"
    first = []
    for text, row in found.head(LISTED_MAX).rows():
        message = f"{quote(text)} is no address of one machine"
        first.append((row, error("E-TARGET-ADDRESS", message, where=f"{file}:{row}", fix=fix)))
    return listed([Flaw("E-TARGET-ADDRESS", found.height, tuple(first))], file=file)
