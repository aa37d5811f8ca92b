"""How is a term written in the contract's text, and which is a finding about? By its lines.

Its lines are shown as both sides signed them; nothing of them is translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lineproof.contract.contract import Contract as Agreed
from lineproof.contract.locate import Positions
from lineproof.contract.parse import located_terms
from lineproof.model.finding import Finding

_HEADER = re.compile(r"\[\[?[A-Za-z]")
_PART = "[[term."


@dataclass(frozen=True, slots=True)
class Written:
    """A term's lines in the contract's text, from its first line on."""

    id: str
    first: int
    text: str


def written_terms(agreed: Agreed, positions: Positions, text: str) -> tuple[Written, ...]:
    """Return every term as it is written, in the text's order.

    positions: where the parts of the text stand, as its parser says.
    """
    lines = text.splitlines()
    found = []
    for path, term in located_terms(agreed):
        first = positions.lines.get(path)
        if first is not None:
            found.append(Written(term.id, first, "\n".join(_own(lines, first))))
    return tuple(sorted(found, key=lambda each: each.first))


def _own(lines: list[str], first: int) -> Iterable[str]:
    """Yield a term's lines: up to the next table that is no part of it."""
    kept = [lines[first - 1]]
    for line in lines[first:]:
        if _HEADER.match(line) and not line.startswith(_PART):
            break
        kept.append(line)
    while kept and (not kept[-1].strip() or kept[-1].startswith("#")):
        kept.pop()  # what stands above the next term is said of that
    return kept


def term_of(finding: Finding, written: Iterable[Written], *, file: str) -> str:
    """Return the id of the term that a finding is about; blank: none, or more than one could be.

    file: the contract's own, whose line a finding names.
    """
    terms: Mapping[str, Written] = {each.id: each for each in written}
    if finding.subject in terms:
        return finding.subject
    name, _colon, line = finding.where.rpartition(":")
    if name != file or not line.isdecimal():
        return ""
    for each in terms.values():
        if each.first <= int(line) < each.first + len(each.text.splitlines()):
            return each.id
    return ""
