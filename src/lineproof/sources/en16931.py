"""Is an e-invoice valid by EN 16931? As its official rules say, asked in a process of its own.

Valid is not correct: those rules let each rate's tax be nearly one unit of the currency off. Where
they can't be run to the end, that is an error; nothing is ever called valid that nobody checked.
"""

from __future__ import annotations

import json

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.sources.apart import ApartError, Bounds, run_apart

MODULE = "lineproof.sources.en16931_process"
#: A thousand lines take two seconds; a hundred thousand about a minute.
BOUNDS = Bounds(seconds=300, memory_bytes=4 * 2**30)
_LISTED_MAX, _QUOTED_MAX = 50, 300
_ASK = "Ask the provider for a valid one; what it bills is kept and compared all the same."


def official_findings(content: bytes, *, file: str, bounds: Bounds = BOUNDS) -> tuple[Finding, ...]:
    """Return the rules of EN 16931 that an invoice in UBL or CII breaks.

    content: seen to have no document type. Raises InputRefusedError with E-BILL-VALIDATOR where the
    check couldn't be run.
    """
    try:
        broken = json.loads(run_apart(MODULE, content, bounds=bounds))["broken"]
        found = [_finding(rule, file) for rule in broken]
    except (ApartError, ValueError, LookupError, TypeError) as problem:
        message = f"the rules of EN 16931 couldn't be run on {file}: {problem}"
        fix = "Try again; if it stays so, tell us what it says. Nothing was brought in."
        finding = error("E-BILL-VALIDATOR", message, where=file, fix=fix)
        raise InputRefusedError((finding,)) from problem
    if len(found) > _LISTED_MAX:
        more = f"{file} breaks {len(found) - _LISTED_MAX:,} more rules"
        found = [*found[:_LISTED_MAX], error("E-BILL-RULE", more, where=file, fix=_ASK)]
    return tuple(found)


def _finding(rule: dict[str, str], file: str) -> Finding:
    """Return one broken rule as a finding; what the rules only warn of is a warning."""
    text = rule["text"] if rule["id"] in rule["text"] else f"{rule['id']}: {rule['text']}"
    message = f"{file} breaks a rule: {text[:_QUOTED_MAX]}"
    if rule["flag"] in {"warning", "information"}:
        return Finding("W-BILL-RULE", Severity.WARNING, message, file, _ASK)
    return error("E-BILL-RULE", message, where=file, fix=_ASK)
