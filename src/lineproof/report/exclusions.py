"""How are claims of exclusion shown? Where each stands, and the month with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from lineproof.assess.claim_effects import Effect, Ends, Reading
from lineproof.report.printing import Printing
from lineproof.report.scorecard import span_text
from lineproof.report.wording_exclusions import Excluded, stands_text, wanting_text
from lineproof.settle.factors import plain

_SHOWN_DIGITS = 4


def print_exclusions(
    effects: Sequence[Effect], printing: Printing, *, contract: str, month: str
) -> None:
    """Print each claim with what it lacks, and each figure with and without it."""
    title = f"{Excluded.TITLE.said(printing.language)}  {contract}  {month}"
    printing.console.print(Text(title, style="bold"))
    if not effects:
        printing.console.print(Excluded.NONE.said(printing.language))
        return
    claims = _table(printing, Excluded.CLAIM, Excluded.CAUSE, Excluded.STANDS, Excluded.LACKS,
                    Excluded.ANSWER_BY)  # fmt: skip
    figures = _table(printing, Excluded.CLAIM, Excluded.FIGURE, Excluded.AS_IT_IS,
                     Excluded.WITHOUT, Excluded.ACCEPTED)  # fmt: skip
    for effect in effects:
        claim = effect.claim
        lacks = "; ".join(wanting_text(each, printing.language) for each in claim.wanting)
        stands = stands_text(claim.stands, printing.language)
        due = "–" if claim.due is None else claim.due.isoformat()
        claims.add_row(Text(claim.id), Text(claim.cause), stands, Text(lacks or "–"), due)
        for reading in effect.readings:
            ends = (reading.as_it_is, reading.without, reading.accepted)
            figures.add_row(Text(claim.id), Text(reading.term),
                            *(figure_text(reading, each) for each in ends))  # fmt: skip
    printing.console.print(claims)
    printing.console.print(figures)


def _table(printing: Printing, *heads: Excluded) -> Table:
    """Return an empty table under some heads."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head.said(printing.language))
    return table


def figure_text(reading: Reading, ends: Ends | None) -> str:
    """Return a figure between its ends; an availability to four decimals, in per cent."""
    if ends is None:
        return "–"
    if reading.is_points:
        return span_text(*ends)
    low, high = (f"{float(end):.{_SHOWN_DIGITS}f}" for end in ends)
    return f"{low} %" if low == high else f"{low} – {high} %"


def exclusions_json(effects: Sequence[Effect], *, contract: str, month: str) -> dict[str, Any]:
    """Return what `exclusions --json` prints; figures are exact."""

    def ends(found: Ends | None) -> dict[str, str] | None:
        return None if found is None else {"low": plain(found[0]), "high": plain(found[1])}

    return {
        "contract": contract,
        "month": month,
        "claims": [
            {
                "claim": effect.claim.id,
                "cause": effect.claim.cause,
                "term": effect.claim.term or None,
                "clause": effect.claim.clause or None,
                "stands": effect.claim.stands,
                "lacks": list(effect.claim.wanting),
                "answer_by": effect.claim.due.isoformat() if effect.claim.due else None,
                "where": effect.claim.where,
                "figures": [
                    {
                        "term": reading.term,
                        "unit": "points" if reading.is_points else "%",
                        "as_it_is": ends(reading.as_it_is),
                        "without": ends(reading.without),
                        "accepted": ends(reading.accepted),
                    }
                    for reading in effect.readings
                ],
            }
            for effect in effects
        ],
    }
