"""A second opinion on a sealed month: one file, the standard library, nothing of lineproof.

    python3 standalone.py settled/2025-03/r0 [--key buyer=HEX] [--key provider=HEX]

It checks the set of files and their SHA-256, computes every line's amount again from its rent,
share and factor, the totals from the lines, the tax from the totals, and both hashes; and Ed25519
signatures (RFC 8032) by the keys given, or those that the sealed contract pins. It doesn't settle
the contract again: which rent, days and factor hold is for `lineproof verify`.

Its own SHA-256 is published with each release: take it from there, since a verifier sent by the
other side is not to be trusted. Exit code 0: all as sealed; 1: something isn't; 2: no seal.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import stat
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

SIGNATURES = {"signature-buyer.txt": "buyer", "signature-provider.txt": "provider"}
Row = dict[str, str]


class NotAsSealedError(Exception):
    """Something differs; the message says what."""


def fail(message: str) -> None:
    """Stop: something isn't as it was sealed."""
    raise NotAsSealedError(message)


# ---------------------------------------------------------------- files and hashes


def sha256(content: bytes) -> str:
    """Return a SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Any) -> bytes:
    """Return RFC 8785 JSON of texts, whole numbers, lists and dicts."""

    def ordered(part: Any) -> Any:
        if isinstance(part, dict):
            keys = sorted(part, key=lambda key: key.encode("utf-16-be"))
            return {key: ordered(part[key]) for key in keys}
        return [ordered(one) for one in part] if isinstance(part, list) else part

    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


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


# ---------------------------------------------------------------- amounts


def minor(text: str, digits: int) -> int:
    """Return a plain decimal in minor units."""
    value = Fraction(text) * 10**digits
    if value.denominator != 1:
        fail(f"{text} has more than {digits} decimals")
    return int(value.numerator)


def rounded(numerator: int, denominator: int) -> int:
    """Return a quotient rounded half away from zero."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -whole if numerator < 0 else whole


class Amounts:
    """The arithmetic of one seal: its decimals, its rounding, its factors."""

    def __init__(self, seal: dict[str, Any], explanation: dict[str, Any]) -> None:
        self.digits = seal["digits"]
        self.step = minor(explanation["rounding"]["unit"], self.digits)
        self.at = explanation["rounding"]["at"]
        self.factors = []
        for group in explanation["factors"]:
            product = Fraction(1)
            for factor in group:
                product *= Fraction(factor["factor"])
            self.factors.append(product)

    def money(self, row: Row, column: str) -> int:
        """Return a column's amount in minor units."""
        return minor(row[column], self.digits)

    def exact(self, row: Row, *, with_factor: bool) -> tuple[int, int]:
        """Return a row's exact amount of one unit, as numerator and denominator."""
        numerator = self.money(row, "rent") * int(row["share_num"])
        denominator = int(row["share_den"])
        if with_factor:
            factor = self.factors[int(row["factor"])]
            numerator, denominator = numerator * factor.numerator, denominator * factor.denominator
        return numerator, denominator

    def in_time(self, rows: list[Row], *, with_factor: bool) -> list[int]:
        """Return the parts of one unit's month: each R(first k) less R(first k - 1)."""
        parts, running, before = [], Fraction(0), 0
        for row in rows:
            running += Fraction(*self.exact(row, with_factor=with_factor))
            scaled = running / self.step
            now = rounded(scaled.numerator, scaled.denominator) * self.step
            parts.append((now - before) * int(row["quantity"]))
            before = now
        return parts

    def shared_out(self, units: list[list[Row]], *, with_factor: bool) -> list[list[int]]:
        """Return the parts of units that are rounded together, by largest remainder."""
        exact = []
        for rows in units:
            one = (Fraction(*self.exact(row, with_factor=with_factor)) for row in rows)
            exact.append([x * int(row["quantity"]) / self.step for x, row in zip(one, rows)])
        sums = [sum(parts, Fraction(0)) for parts in exact]
        whole = sum(sums, Fraction(0))
        floors = [value.numerator // value.denominator for value in sums]
        missing = rounded(whole.numerator, whole.denominator) - sum(floors)
        for i in sorted(range(len(sums)), key=lambda i: (floors[i] - sums[i], i))[:missing]:
            floors[i] += 1
        return [self._unit(parts, total) for parts, total in zip(exact, floors)]

    def _unit(self, exact: list[Fraction], total: int) -> list[int]:
        """Return a unit's segments: in time, the last taking what is left of its total."""
        parts, running, before = [], Fraction(0), 0
        for value in exact:
            running += value
            now = rounded(running.numerator, running.denominator)
            parts.append((now - before) * self.step)
            before = now
        parts[-1] += (total - before) * self.step
        return parts


def read_lines(content: bytes) -> Iterator[Row]:
    """Yield the rows of lines.csv."""
    return csv.DictReader(content.decode("utf-8").splitlines(), strict=True)


def check_lines(rows: Iterable[Row], amounts: Amounts) -> tuple[int, int]:
    """Check each line's amount; return their sum, and how many were computed again."""
    total = computed = 0
    units: dict[str, list[Row]] = {}
    for row in rows:
        total += amounts.money(row, "amount")
        if row["unit"]:
            units.setdefault(row["unit"], []).append(row)
        elif row["charge"] == "deduction":
            check_total_deduction(row, amounts)
            computed += 1
    groups: dict[str, list[list[Row]]] = {}
    for unit in units.values():
        rents = [row for row in unit if row["charge"] == "rent"]
        if amounts.at == "unit_month":
            left = amounts.in_time(rents, with_factor=True)
            computed += check_unit(unit, amounts.in_time(rents, with_factor=False), left, amounts)
        else:
            key = rents[0]["term"] if amounts.at == "charge" else ""
            groups.setdefault(key, []).append(unit)
    for group in groups.values():
        rents_of = [[row for row in unit if row["charge"] == "rent"] for unit in group]
        plain = amounts.shared_out(rents_of, with_factor=False)
        left_of = amounts.shared_out(rents_of, with_factor=True)
        for unit, rent, left in zip(group, plain, left_of):
            computed += check_unit(unit, rent, left, amounts)
    return total, computed


def check_unit(unit: list[Row], rents: list[int], left: list[int], amounts: Amounts) -> int:
    """Check a unit's rent and deduction rows against what they should be."""
    expected = {}
    own = [row for row in unit if row["charge"] == "rent"]
    for row, rent, rest in zip(own, rents, left):
        expected["rent", row["from"]] = rent
        expected["deduction", row["from"]] = rest - rent
    for row in unit:
        should = expected.pop((row["charge"], row["from"]), None)
        if should != amounts.money(row, "amount"):
            fail(f"line {row['line']}, {row['charge']} from {row['from']}: {row['amount']} isn't "
                 f"{should} minor units")  # fmt: skip
    if any(value for (charge, _), value in expected.items() if charge == "deduction"):
        fail(f"line {own[0]['line']}: a deduction is missing")
    return len(unit)


def check_total_deduction(row: Row, amounts: Amounts) -> None:
    """Check a deduction from a total: R(base × factor) less R(base)."""
    ends = []
    for with_factor in (True, False):
        numerator, denominator = amounts.exact(row, with_factor=with_factor)
        ends.append(rounded(numerator, denominator * amounts.step) * amounts.step)
    if ends[0] - ends[1] != amounts.money(row, "amount"):
        fail(f"{row['line']}: the deduction {row['amount']} isn't {ends[0] - ends[1]} minor units")


def check_totals(total: int, seal: dict[str, Any], explanation: dict[str, Any]) -> None:
    """Check gross, net, tax, payable and what is booked for later months."""
    digits, totals = seal["digits"], seal["totals"]
    gross = minor(totals["gross"], digits)
    parts = explanation["taxes"]
    if not parts:
        if gross != total:
            fail(f"gross {totals['gross']} isn't the sum of the lines, {total} minor units")
    else:
        nets, taxes, base = 0, 0, 0
        for part in parts:
            net, tax = minor(part["net"], digits), minor(part["tax"], digits)
            check_tax(part, net, tax)
            nets, taxes = nets + net, taxes + tax
            base += net + tax if part["is_inclusive"] else net
        if base != total:
            fail(f"the taxed amounts, {base}, aren't the sum of the lines, {total} minor units")
        known = [minor(totals[name], digits) for name in ("net", "tax")]
        if known != [nets, taxes] or gross != nets + taxes:
            fail("net, tax and gross don't add up")
    due = [minor(d["amount"], digits) for d in seal["due"] if d["is_counted"]]
    if sum(due) != minor(totals["payable"], digits):
        fail("payable isn't the sum of what falls due in the month")
    booked = seal["booked"]
    deferred = sum(minor(amount, digits) for _, amount in booked.get("deferred", []))
    if minor(booked["at_once"], digits) != gross - deferred:
        fail("what the month books at once isn't its gross less what is credited later")


def check_tax(part: dict[str, Any], net: int, tax: int) -> None:
    """Check one rate's tax where it was rounded once; per line, only that it is close."""
    rate = Fraction(part["rate"])
    exact = (net + tax) * rate / (1 + rate) if part["is_inclusive"] else net * rate
    if part["round_at"] == "category" and rounded(exact.numerator, exact.denominator) != tax:
        fail(f"the tax {part['tax']} at {part['rate']} isn't that rate of {part['net']}")


# ---------------------------------------------------------------- signatures (RFC 8032, 5.1)

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
    base = decompress(bytes([0x58, *([0x66] * 31)]))
    a, r = decompress(key), decompress(signature[:32])
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
    contract = tomllib.loads(files["contract.toml"].decode("utf-8-sig"))
    parties = contract["contract"]["parties"]
    signers = []
    for name, party in SIGNATURES.items():
        if name not in files:
            continue
        pinned = keys.get(party) or parties[party].get("key")
        if not pinned:
            fail(f"{name}: no key of the {party} is known")
        kind, key, signature = files[name].decode("ascii").split()
        if kind != "ed25519" or key != pinned.lower():
            fail(f"{name} is by another key than that of the {party}")
        if not is_signed(files["seal.json"], bytes.fromhex(key), bytes.fromhex(signature)):
            fail(f"{name} isn't a signature of this seal.json")
        signers.append(party)
    return signers


def verify(folder: str, keys: dict[str, str]) -> str:
    """Check a sealed folder; return what was found. Raises NotAsSealedError."""
    files = read_files(folder)
    seal = json.loads(files["seal.json"])
    explanation = json.loads(files["explanation.json"]) if "explanation.json" in files else {}
    check_files(files, seal)
    check_hashes(files, seal)
    total, computed = check_lines(read_lines(files["lines.csv"]), Amounts(seal, explanation))
    check_totals(total, seal, explanation)
    signers = check_signatures(files, keys)
    who = f"signed by {' and '.join(signers)}" if signers else "integrity only"
    return f"as sealed: {len(files)} files, {computed} amounts computed again; {who}"


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    keys = {}
    folders = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--key" and left and "=" in left[0]:
            party, _, key = left.pop(0).partition("=")
            keys[party] = key
        else:
            folders.append(word)
    if len(folders) != 1 or not os.path.isfile(os.path.join(folders[0], "seal.json")):
        print(__doc__)
        return 2
    try:
        print(verify(folders[0], keys))
    except NotAsSealedError as problem:
        print(f"NOT as sealed: {problem}")
        return 1
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, csv.Error) as problem:
        print(f"NOT as sealed: it isn't in the form of a seal ({problem!r})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
