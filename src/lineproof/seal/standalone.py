"""A second opinion on a sealed month: one file, the standard library, nothing of lineproof.

    python3 standalone.py settled/2025-03/r0 [--key buyer=HEX] [--key provider=HEX]

It checks the set of files and their SHA-256, computes every line's amount again from its rent,
share and factor, the totals from the lines, the tax from the totals, and both hashes; and Ed25519
signatures (RFC 8032) by the keys given, or those that the sealed contract pins. It doesn't settle
the contract again: `lineproof verify` says which rent, days and factor hold, and what interest is.

Its own SHA-256 is published with each release: take it from there, since a verifier sent by the
other side is not to be trusted. Exit code 0: all as sealed; 1: something isn't; 2: no seal.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import itertools
import json
import math
import operator
import os
import stat
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple, NoReturn

NOT_CHECKED = {"late_interest", "delay_penalty", "bundle", "overage", "early_end", "lost_claim",
               "liability_cap"}  # fmt: skip
FACTS = operator.attrgetter("charge", "start", "amount")
DAMAGE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
          csv.Error)  # fmt: skip
SIGNATURES = {"signature-buyer.txt": "buyer", "signature-provider.txt": "provider"}
#: A row of lines.csv; money in minor units, factor: its number in explanation.json.
Row = NamedTuple("Row", [  # noqa: UP014 - a class takes a screen
    ("line", str), ("charge", str), ("start", str), ("amount", int), ("term", str), ("unit", str),
    ("quantity", int), ("rent", int), ("share_num", int), ("share_den", int), ("factor", int),
])  # fmt: skip


class NotAsSealedError(Exception):
    """Something differs; the message says what."""


def fail(message: str) -> NoReturn:
    """Stop: something isn't as it was sealed."""
    raise NotAsSealedError(message)


def sha256(content: bytes) -> str:
    """Return a SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: object) -> bytes:
    """Return RFC 8785 JSON of texts, whole numbers, lists and dicts whose keys are ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read_files(folder: str) -> dict[str, bytes]:
    """Return a folder's files; links and anything but plain files are refused."""
    files = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if not stat.S_ISREG(os.lstat(path).st_mode):
            fail(f"{name} is no plain file")
        with open(path, "rb") as file:
            files[name] = file.read()
    return files


def check_files(files: dict[str, bytes], seal: dict[str, Any]) -> None:
    """Check that exactly the listed files are there, unchanged."""
    listed = seal["files"]
    for name in sorted({*listed, *files} - {"seal.json", *SIGNATURES}):
        if name not in files:
            fail(f"{name} is missing")
        if name not in listed:
            fail(f"{name} isn't part of the seal")
        if sha256(files[name]) != listed[name]:
            fail(f"{name} was changed")


def check_hashes(files: dict[str, bytes], seal: dict[str, Any]) -> None:
    """Check the hash of the inputs, the tables it names, and the hash of the result."""
    if sha256(files["inputs.json"]) != seal["inputs_hash"]:
        fail("inputs_hash isn't the hash of inputs.json")
    inputs = json.loads(files["inputs.json"])
    for name, expected in inputs["tables"].items():
        if name not in files or sha256(files[name]) != expected:
            fail(f"{name} isn't the table that inputs.json names")
    result = {"lines": sha256(files["lines.csv"]), "totals": seal["totals"]}
    if sha256(canonical(result)) != seal["result_hash"]:
        fail("result_hash isn't the hash of lines.csv and the totals")
    contract = inputs["contract"]["contract"]["id"]
    if (seal["contract"], seal["month"]) != (contract, inputs["month"]):
        fail("seal.json names another contract or month than inputs.json")
    if canonical(seal) != files["seal.json"]:
        fail("seal.json isn't in canonical form")


def minor(text: str, digits: int) -> int:
    """Return a plain decimal in minor units."""
    whole, _, decimals = text.partition(".")
    if len(decimals) > digits:
        fail(f"{text} has more than {digits} decimals")
    return int(whole + decimals.ljust(digits, "0"))


def rounded(numerator: int, denominator: int) -> int:
    """Return a quotient rounded half away from zero."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -whole if numerator < 0 else whole


def read_lines(content: bytes, digits: int) -> Iterator[Row]:
    """Yield the rows of lines.csv."""
    table = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    names = next(table)
    pick = operator.itemgetter(*(names.index(n.replace("start", "from")) for n in Row._fields))
    for cells in table:
        line, charge, start, amount, term, unit, quantity, rent, num, den, factor = pick(cells)
        yield Row(line, charge, start, minor(amount, digits), term, unit, int(quantity or 0),
                  minor(rent or "0", digits), int(num or 0), int(den or 1),
                  int(factor or 0))  # fmt: skip


class Amounts:
    """The arithmetic of one seal: its rounding, its factors, the one-off charges it knows."""

    def __init__(self, files: dict[str, bytes], seal: dict[str, Any]) -> None:
        explanation = json.loads(files["explanation.json"])
        self.step = minor(explanation["rounding"]["unit"], seal["digits"])
        self.at = explanation["rounding"]["at"]
        groups = [[Fraction(each["factor"]) for each in group] for group in explanation["factors"]]
        self.factors = [math.prod(group, start=Fraction(1)) for group in groups]
        self.one_offs = set(one_offs(files, seal["digits"]))

    def exact(self, row: Row) -> Fraction:
        """Return what a row's unit bears, unrounded, in steps."""
        return Fraction(row.rent * row.share_num, row.share_den * self.step)

    def left(self, row: Row) -> Fraction:
        """Return what its factor leaves of it."""
        return self.exact(row) * self.factors[row.factor]


def one_offs(files: dict[str, bytes], digits: int) -> Iterator[tuple[str, int]]:
    """Yield the line and amount of each one-off charge that was agreed or recorded."""
    contract = json.loads(files["inputs.json"])["contract"]
    for part in (contract, *contract.get("amendment", [])):
        for term in itertools.chain(*(part.get(key, []) for key in ("term", "adds", "replaces"))):
            if term["kind"] == "one_off":
                yield term["id"], minor(term["amount"], digits)
    text = files.get("record-lifecycle.csv", b"").decode("utf-8")
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        if row["one_off"]:
            yield row["line"], minor(row["one_off"], digits)


def steps(exact: list[Fraction]) -> list[int]:
    """Return parts in time: each R(first k) less R(first k - 1)."""
    ends = [rounded(e.numerator, e.denominator) for e in itertools.accumulate(exact)]
    return [end - before for end, before in zip(ends, [0, *ends])]


def shared_out(units: list[list[Fraction]], target: int) -> list[list[int]]:
    """Return a rounded total's parts: by largest remainder among units, then in time."""
    sums = [sum(parts, Fraction(0)) for parts in units]
    floors = [value.numerator // value.denominator for value in sums]
    by_remainder = sorted(range(len(sums)), key=lambda i: (floors[i] - sums[i], i))
    for i in by_remainder[: target - sum(floors)]:
        floors[i] += 1
    found = [steps(parts) for parts in units]
    for parts, total in zip(found, floors):
        parts[-1] += total - sum(parts)
    return found


def check_lines(rows: Iterable[Row], amounts: Amounts) -> tuple[int, int, int]:
    """Check each line's amount; return their sum, how many were computed again, and the rest."""
    total, computed, others, last = 0, 0, 0, -1
    groups: dict[str, list[list[Row]]] = {}
    for unit, grouped in itertools.groupby(rows, key=operator.attrgetter("unit")):
        own = list(grouped)
        total += sum(row.amount for row in own)
        if not unit:
            done = sum(check_other(row, amounts) for row in own)
            computed, others = computed + done, others + len(own) - done
            continue
        if int(unit) <= last:
            fail(f"line {own[0].line}: its rows don't stand together")
        last, computed = int(unit), computed + len(own)
        if amounts.at != "unit_month":
            groups.setdefault(own[0].term if amounts.at == "charge" else "", []).append(own)
            continue
        rents = [row for row in own if row.charge == "rent"]
        full = steps([amounts.exact(row) for row in rents])
        left = steps([amounts.left(row) for row in rents])
        less = [(b - a) * row.quantity for a, b, row in zip(full, left, rents)]
        check_unit(own, [a * row.quantity for a, row in zip(full, rents)], less, amounts)
    for group in groups.values():
        check_group(group, amounts)
    return total, computed, others


def check_group(group: list[list[Row]], amounts: Amounts) -> None:
    """Check units that are rounded together: their rents, and what is taken off them."""
    rents = [[row for row in unit if row.charge == "rent"] for unit in group]
    full = [[amounts.exact(row) * row.quantity for row in unit] for unit in rents]
    left = [[amounts.left(row) * row.quantity for row in unit] for unit in rents]
    ends = [sum(map(sum, side), Fraction(0)) for side in (full, left)]
    whole, rest = (rounded(end.numerator, end.denominator) for end in ends)
    less = [[b - a for a, b in zip(*parts)] for parts in zip(full, left)]
    for found in zip(group, shared_out(full, whole), shared_out(less, rest - whole)):
        check_unit(*found, amounts)


def check_unit(unit: list[Row], full: list[int], less: list[int], amounts: Amounts) -> None:
    """Check a unit's rents and deductions; full, less: what they should be, in steps."""
    rents = [row for row in unit if row.charge == "rent"]
    expected = [("rent", row.start, part) for row, part in zip(rents, full)]
    for row, part in zip(rents, less):
        if amounts.factors[row.factor] != 1:
            expected.append(("deduction", row.start, part))
        elif part:  # what rounding left on a segment without a factor belongs to the one before
            expected[-1] = (*expected[-1][:2], expected[-1][2] + part)
    should = [(charge, start, part * amounts.step) for charge, start, part in expected]
    for one, other in itertools.zip_longest(map(FACTS, unit), should):
        if one != other:
            fail(f"line {unit[0].line}: {one} should be {other}, in minor units")


def check_other(row: Row, amounts: Amounts) -> int:
    """Check a one-off, or R(base × factor) - R(base) taken off a total; 1: it was, 0: neither."""
    if row.charge == "deduction":
        full, left = amounts.exact(row), amounts.left(row)
        ends = [rounded(end.numerator, end.denominator) * amounts.step for end in (full, left)]
        is_right = ends[1] - ends[0] == row.amount
    else:
        is_right = row.charge in NOT_CHECKED or (row.line, row.amount) in amounts.one_offs
    if not is_right:
        fail(f"line {row.line}: a {row.charge} of {row.amount} minor units can't be")
    return int(row.charge not in NOT_CHECKED)


def check_totals(found: tuple[int, int], seal: dict[str, Any], explanation: dict[str, Any]) -> None:
    """Check gross, net, tax, payable and what is booked; found: the lines' sum and number."""
    digits, totals, booked, (total, rows) = seal["digits"], seal["totals"], seal["booked"], found
    parts, step = explanation["taxes"], minor(explanation["rounding"]["unit"], digits)
    gross = minor(totals["gross"], digits)
    sums = [(minor(part["net"], digits), minor(part["tax"], digits)) for part in parts]
    for part, (net, tax) in zip(parts, sums):
        check_tax(part, net, tax, (step, rows))
    nets, taxes = sum(net for net, _ in sums), sum(tax for _, tax in sums)
    base = sum(n + t if p["is_inclusive"] else n for p, (n, t) in zip(parts, sums))
    if total != (base if parts else gross):
        fail(f"gross {totals['gross']} isn't what the lines come to: {total} minor units")
    known = [minor(totals[name], digits) for name in ("net", "tax", "gross") if parts]
    if known and known != [nets, taxes, nets + taxes]:
        fail("net, tax and gross don't add up")
    due = sum(minor(d["amount"], digits) for d in seal["due"] if d["is_counted"])
    if due != minor(totals["payable"], digits):
        fail("payable isn't the sum of what falls due in the month")
    deferred = sum(minor(amount, digits) for _, amount in booked["deferred"])
    if minor(booked["at_once"], digits) != gross - deferred:
        fail("what the month books at once isn't its gross less what is credited later")
    if booked["carried"] != totals["carried"] or booked["result_hash"] != seal["result_hash"]:
        fail("what is booked isn't what was settled")


def check_tax(part: dict[str, Any], net: int, tax: int, within: tuple[int, int]) -> None:
    """Check one rate's tax: rounded once, or once for each of at most so many rows."""
    step, rows = within
    rate = Fraction(part["rate"])
    exact = ((net + tax) * rate / (1 + rate) if part["is_inclusive"] else net * rate) / step
    once = rounded(exact.numerator, exact.denominator) * step
    off = abs(Fraction(tax, step) - exact) * 2
    if once != tax and (part["round_at"] != "line" or off > rows):
        fail(f"the tax {part['tax']} at {part['rate']} isn't that rate of {part['net']}")


# Signatures: RFC 8032, 5.1.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


def add(p: Point, q: Point) -> Point:
    """Return the sum of two points, in extended coordinates."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    """Return a multiple of a point."""
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def decompress(encoded: bytes) -> Point | None:
    """Return the point that 32 bytes stand for, or None."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def is_signed(content: bytes, key: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature over some bytes is by a public key."""
    base, a, r = map(decompress, (bytes([0x58, *([0x66] * 31)]), key, signature[:32]))
    s = int.from_bytes(signature[32:], "little")
    if base is None or a is None or r is None or s >= Q or len(signature) != 64:  # noqa: PLR2004
        return False
    digest = hashlib.sha512(signature[:32] + key + content).digest()
    left = multiply(s, base)
    right = add(r, multiply(int.from_bytes(digest, "little") % Q, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P
                or (left[1] * right[2] - right[1] * left[2]) % P)  # fmt: skip


def check_signatures(files: dict[str, bytes], keys: dict[str, str]) -> list[str]:
    """Check every signature that is there; return who signed."""
    parties = tomllib.loads(files["contract.toml"].decode("utf-8-sig"))["contract"]["parties"]
    signers = []
    for name, party in SIGNATURES.items():
        if name not in files:
            continue
        pinned = keys.get(party) or parties[party].get("key")
        if not pinned:
            fail(f"{name}: no key of the {party} is known")
        _, key, text = files[name].decode("latin-1").split("\n")[:3]
        if key != pinned.lower():
            fail(f"{name} is by another key than that of the {party}")
        signature = bytes.fromhex(text)
        is_form = files[name] == f"ed25519\n{key}\n{signature.hex()}\n".encode()
        if not is_form or not is_signed(files["seal.json"], bytes.fromhex(key), signature):
            fail(f"{name} isn't a signature of this seal.json")
        signers.append(party)
    return signers


def verify(folder: str, keys: dict[str, str]) -> str:
    """Check a sealed folder; return what was found. Raises NotAsSealedError."""
    files = read_files(folder)
    try:
        seal = json.loads(files["seal.json"])
        check_files(files, seal)
    except DAMAGE:
        fail("seal.json isn't readable")
    check_hashes(files, seal)
    rows = read_lines(files["lines.csv"], seal["digits"])
    total, computed, others = check_lines(rows, Amounts(files, seal))
    check_totals((total, computed + others), seal, json.loads(files["explanation.json"]))
    signers = check_signatures(files, keys)
    who = f"signed by {' and '.join(signers)}" if signers else "integrity only"
    who += " (by keys that the seal itself names: give --key)" if {*signers} - {*keys} else ""
    return f"as sealed: {len(files)} files, {computed} amounts computed again; {who}"


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--key", action="append", default=[], type=lambda text: text.split("=", 1))
    asked = parser.parse_args(arguments)
    if not os.path.isfile(os.path.join(asked.folder, "seal.json")):
        parser.error(f"{asked.folder} is no sealed month: it has no seal.json")
    try:
        print(verify(asked.folder, dict(asked.key)))
    except NotAsSealedError as problem:
        print(f"NOT as sealed: {problem}")
        return 1
    except DAMAGE as problem:
        print(f"NOT as sealed: it isn't in the form of a seal ({problem!r})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
