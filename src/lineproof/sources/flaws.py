"""Which rows are wrong, and how much of it is worth listing? The same for a row and for a million.

It knows neither files' formats nor cells' types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lineproof.model.finding import Finding, error

#: How many findings about rows are listed for one file; the others are counted.
LISTED_MAX = 100

_QUOTED_MAX = 60


@dataclass(frozen=True, slots=True)
class Flaw:
    """One kind of mistake in one column (or in whole rows) of a file.

    count: how many rows have it. first: the first of them, as (row, finding), at most `LISTED_MAX`.
    """

    code: str
    count: int
    first: tuple[tuple[int, Finding], ...]


def quote(text: str) -> str:
    r"""Return a text as a message quotes it: on one line, and not too long.

    >>> quote("12\n3"), len(quote("x" * 1000))
    ('"12 3"', 63)
    """
    plain = "".join(c if c.isprintable() else " " for c in text[: _QUOTED_MAX + 1])
    return f'"{plain[:_QUOTED_MAX]}…"' if len(plain) > _QUOTED_MAX else f'"{plain}"'


def listed(flaws: Iterable[Flaw], *, file: str) -> tuple[Finding, ...]:
    """Return the findings of a file's flaws in the order of its rows; the last one counts the rest.

    >>> listed([Flaw("E-DATE", 300, ((2, error("E-DATE", "…")),))], file="a.csv")[-1].code
    'E-ROWS-MORE'
    """
    kept = [flaw for flaw in flaws if flaw.count]
    first = [item for flaw in kept for item in flaw.first]
    first.sort(key=lambda item: item[0])
    findings = tuple(finding for _, finding in first[:LISTED_MAX])
    count = sum(flaw.count for flaw in kept)
    return findings if count <= len(findings) else (*findings, _more(kept, file=file))


def _more(flaws: list[Flaw], *, file: str) -> Finding:
    """Return the finding that says how many mistakes there are in all, by code."""
    by_code: Counter[str] = Counter()
    for flaw in flaws:
        by_code[flaw.code] += flaw.count
    codes = ", ".join(f"{code} {count:,}" for code, count in sorted(by_code.items()))
    message = f"{file} has {by_code.total():,} mistakes in its rows in all ({codes})"
    fix = "Mend the listed ones first: mistakes that repeat usually have one cause."
    return error("E-ROWS-MORE", message, where=file, fix=fix)
