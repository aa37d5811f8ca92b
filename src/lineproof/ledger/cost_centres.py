"""Who bears it? A contract's cost by cost centre, each line by the most specific rule for it.

A rule for a line goes before one for its site, that before one for its service, and the rule
without any of them takes the rest. Parts sum to the whole: cut by largest remainder, ties to the
cost centre whose first line comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.pricing import PriceLines
from lineproof.model.finding import Finding, error
from lineproof.model.money import parse_ratio, unordered_parts
from lineproof.model.table import Column, ColumnType, Table

_T = ColumnType.TEXT
COST_CENTRES = Table(
    "cost_centres",
    "A cost centre bears a share of some lines.",
    (
        Column("cost_centre", _T, "The cost centre.", is_required=True, aliases=("成本中心",)),
        Column("share", ColumnType.DECIMAL, "Its share, such as 0.5; blank: all.",
               aliases=("比例", "分摊比例")),
        Column("line", _T, "Only of this line.", aliases=("行号", "序号")),
        Column("site", _T, "Only of lines at this site.", aliases=("站点", "地点")),
        Column("service", _T, "Only of lines of this service.", aliases=("业务", "业务类型")),
    ),
    has_key=False,
)  # fmt: skip
#: From the most specific on; the last is for what no other rule is for.
_BY = ("line", "site", "service")
#: What no rule is for.
UNASSIGNED = ""

Weights = tuple[tuple[str, Fraction], ...]


def wrong_shares(rules: pl.DataFrame, *, file: str) -> Iterator[Finding]:
    """Yield an error where a row has two selectors, or the shares of one don't sum to 1."""
    given = pl.sum_horizontal(pl.col(name).is_not_null() for name in _BY)
    for row in rules.filter(given > 1).get_column("row"):
        yield error(
            "E-COST-RULE",
            "a rule is for a line, a site or a service, and this row names two of them",
            where=f"{file}:{row}",
            fix="Leave all but one of them blank.",
        )
    for what, group in rules.group_by(_BY, maintain_order=True):
        shares = [_share(text) for text in group.get_column("share")]
        if sum(shares) != 1:
            named = (
                ", ".join(str(value) for value in what if value is not None) or "all other lines"
            )
            yield error(
                "E-COST-RULE",
                f'the shares of "{named}" sum to {sum(shares, Fraction(0))}, not to 1',
                where=f"{file}:{group.item(0, 'row')}",
                fix="Correct them: what is cut must sum to the whole.",
            )


def weights(view: View, lines: pl.DataFrame, rules: pl.DataFrame) -> Weights:
    """Return what each cost centre bears of some lines' amounts, exact, by its first line.

    lines: `line` and `amount`, in the order of the schedule. rules: columns of `COST_CENTRES`.
    """
    placed = lines.with_row_index("place").join(_known(view), on="line", how="left")
    found = []
    for by in _BY:
        own = rules.filter(pl.col(by).is_not_null()).select(by, "cost_centre", "share")
        found.append(_summed(placed.join(own, on=by)))
        placed = placed.join(own, on=by, how="anti")
    rest = rules.filter(pl.all_horizontal(pl.col(name).is_null() for name in _BY))
    others = rest.select("cost_centre", "share")
    if others.is_empty():
        others = pl.DataFrame({"cost_centre": [UNASSIGNED], "share": ["1"]})
    found.append(_summed(placed.join(others, how="cross")))
    rows = pl.concat(found).sort("place", "cost_centre")
    summed: dict[str, Fraction] = {}
    for centre, share, amount in rows.select("cost_centre", "share", "amount").iter_rows():
        summed[centre] = summed.get(centre, Fraction(0)) + amount * _share(share)
    return tuple(summed.items())


def cut(total: int, by: Weights) -> tuple[tuple[str, int], ...]:
    """Return an amount cut by weights; with none that count, all of it is nobody's.

    >>> cut(100, (("A", Fraction(1)), ("B", Fraction(2))))
    (('A', 33), ('B', 67))
    """
    whole = sum((weight for _, weight in by), Fraction(0))
    if not whole:
        return ((UNASSIGNED, total),)
    exact = [total * weight / whole for _, weight in by]
    parts = unordered_parts(total, exact=exact)
    return tuple((name, part) for (name, _), part in zip(by, parts, strict=True) if part)


def _share(text: str | None) -> Fraction:
    """Return a rule's share; blank: all."""
    return Fraction(1) if text is None else parse_ratio(text)


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return amounts by cost centre and share, each with its first line's place."""
    return rows.group_by("cost_centre", "share").agg(
        pl.col("place").min(), pl.col("amount").cast(pl.Int128).sum().cast(pl.Int64)
    )


def _known(view: View) -> pl.DataFrame:
    """Return each line's site and service."""
    columns = ("line", "site", "service")
    frames = [rows.select(columns) for rows in view.case.schedules.values()]
    priced = _priced(view)
    own = pl.DataFrame(priced, schema=dict.fromkeys(columns, pl.String()), orient="row")
    return pl.concat([*frames, own]).unique("line", keep="first", maintain_order=True)


def _priced(view: View) -> Sequence[tuple[str, None, str | None]]:
    """Return the lines of price lists."""
    terms = (v.term for v in view.versions if isinstance(v.term, PriceLines))
    return [(line.line, None, line.service or line.name) for term in terms for line in term.lines]
