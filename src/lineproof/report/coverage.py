"""How much of a contract executes? Clause by clause, as a table and as JSON."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from lineproof.assess.coverage import Coverage, Executes
from lineproof.model.money import round_half_away
from lineproof.report.printing import Printing
from lineproof.report.wording import Word

_WORDS: dict[Executes, Word] = {
    "computed": Word.COMPUTES,
    "in part": Word.IN_PART,
    "words": Word.WORDS_ONLY,
    "absent": Word.NOT_CITED,
}
_PER_MILLE = 1000


def print_coverage(found: Coverage, printing: Printing) -> None:
    """Print each clause, how far it executes and why not further, then the share that does."""
    printing.console.print(Text(printing.said(Word.COVERAGE), style="bold"))
    if found.share is None:
        printing.console.print(printing.said(Word.NO_CLAUSES))
        return
    table = printing.table(
        (Word.CLAUSE, "left"), (Word.STATUS, "left"), (Word.TERMS, "left"), (Word.WHY_NOT, "left")
    )
    for clause in found.clauses:
        status = printing.said(_WORDS[clause.executes])
        table.add_row(
            Text(clause.clause), status, Text(", ".join(clause.terms)), Text("; ".join(clause.why))
        )
    printing.console.print(table)
    computed = sum(c.executes == "computed" for c in found.clauses)
    share = f"{round_half_away(found.share * _PER_MILLE) / 10:g}"
    said = printing.said(Word.COVERED, computed=computed, count=len(found.clauses), share=share)
    printing.console.print(said)


def coverage_json(found: Coverage) -> dict[str, Any]:
    """Return what `check --coverage --json` prints."""
    return {
        "clauses": [
            {
                "clause": clause.clause,
                "executes": clause.executes,
                "terms": list(clause.terms),
                "why": list(clause.why),
            }
            for clause in found.clauses
        ],
        "computed": sum(c.executes == "computed" for c in found.clauses),
        "count": len(found.clauses),
    }
