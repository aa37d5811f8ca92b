"""Is it known what leaving early costs, before somebody leaves? It works out no amount."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import plural, some
from lineproof.contract.terms.standing import Termination
from lineproof.model.finding import Finding, Severity


def list_rents_there(view: LintView) -> Iterator[Finding]:
    """W-LIST-RENT-NONE: a discount is made up for, and every line's list rent is known."""
    terms = [term for term in view.all_of(Termination) if term.make_up == "discount"]
    bare = _without_list_rent(view) if terms else []
    if not bare:
        return
    have = f"{plural(len(bare), 'line')} {'has' if len(bare) == 1 else 'have'} none"
    for term in terms:
        yield Finding(
            "W-LIST-RENT-NONE",
            Severity.WARNING,
            "whoever leaves early makes up for the discount on list rents, and "
            f"{have} ({some(bare)}): what leaving costs can't be worked out",
            view.where(term, "make_up"),
            "Fill in `list_rent` of the schedule or of the price line, while both sides still "
            "agree on the list prices.",
            clause=term.clause,
            subject=term.id,
        )


def _without_list_rent(view: LintView) -> list[str]:
    """Return the lines without a list rent, in order; of a price list those that no row names."""
    rows = view.circuits.select("line", "list_rent", "price_line")
    listed = {line.line for _, _, _, line in view.price_lines if line.list_rent is not None}
    listed.update(rows.drop_nulls("list_rent").get_column("line"))
    named = dict(rows.drop_nulls("price_line").group_by("price_line").len().iter_rows())
    unnamed = [
        line.line for _, _, _, line in view.price_lines if line.qty > named.get(line.line, 0)
    ]
    bare = [*rows.filter(pl.col("list_rent").is_null()).get_column("line"), *unnamed]
    return [line for line in dict.fromkeys(bare) if line not in listed]


RULES = (list_rents_there,)
