"""What is a month, and what of a part of one? Period, proration, suspension."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.contract.answers import ANSWERS, CONTRACT
from lineproof.contract.fields import Term
from lineproof.contract.in_force import Version
from lineproof.contract.lint.amounts import exact_sum
from lineproof.contract.lint.priced import month_minor
from lineproof.contract.lint.scopes import LINE
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, plural, quoted, some
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines, Proration
from lineproof.model.finding import EVERYTHING, Finding, Severity, Touches

#: Records whose day cuts a line's month.
_CUTTING = ("accepted", "in_service", "ceased", "repriced", "suspended", "resumed")
_RENTED = ("rent", "deduction")
_SCHEMA = {"line": pl.String(), "owner": pl.String(), "date": pl.Date(), "why": pl.String()}


def period_known(view: LintView) -> Iterator[Finding]:
    """Q-PERIOD: months of a contract that doesn't start on a 1st."""
    days, head = view.term_days, view.contract.contract
    if days is None or days.start.day == 1 or head.period is not None:
        return
    yield Finding(
        "Q-PERIOD",
        Severity.QUESTION,
        f"the contract starts on {days.start}: is its month the calendar's, or does it run from "
        f"each {days.start.day}. on?",
        view.head_where("start"),
        "Write period, or record both parties' answer.",
        amount=month_minor(view),
        answers=ANSWERS["Q-PERIOD"],
        subject=CONTRACT,
        touches=EVERYTHING,
    )


def proration_known(view: LintView) -> Iterator[Finding]:
    """Q-PRORATION: a line that is in service for part of a month has a rule for it."""
    days = view.term_days
    if days is None:
        return
    cuts = pl.concat([_scheduled(view), _recorded(view), _agreed(view).filter(_is_unruled(view))])
    for version in _prorations(view):
        cuts = cuts.filter(~(_held(version) & _covered(version.term)))
    if cuts.is_empty():
        return
    first = cuts.sort("date", maintain_order=True).row(0, named=True)
    lines = cuts.get_column("line").unique(maintain_order=True)
    is_all = bool(lines.null_count())
    named = tuple(lines.drop_nulls().to_list())
    who = "the contract" if first["line"] is None else f"line {quoted(first['line'])}"
    more = "" if is_all or len(named) == 1 else f"; {plural(len(named), 'line')} in all"
    yield Finding(
        "Q-PRORATION",
        Severity.QUESTION,
        f"{who} {first['why']} on {first['date']}, within a month, and no proration says how part "
        f"months are shared out{more}",
        view.head_where(),
        "Add a proration term, or record both parties' answer.",
        amount=_part_months(view, named, is_all=is_all),
        answers=ANSWERS["Q-PRORATION"],
        subject=CONTRACT,
        touches=Touches(_RENTED, () if is_all else named),
    )


def _part_months(view: LintView, lines: tuple[str, ...], *, is_all: bool) -> int | None:
    """Return a full month's rent of the lines whose months are cut: what is shared out."""
    if is_all:
        return month_minor(view)
    rents = view.circuits.filter(pl.col("line").is_in(lines)).get_column("monthly_rent")
    priced = sum(
        line.qty * view.contract.minor(line.monthly_rent)
        for _, _, _, line in view.price_lines
        if line.line in lines
    )
    return exact_sum(rents) + priced


def _is_cut(view: LintView) -> pl.Expr:
    """Whether a day of the term is not the first of a month of the contract."""
    days, date = view.term_days, pl.col("date")
    assert days is not None, "asked only where the term is known"
    is_inside = (date >= days.start) & (date <= days.end)
    if view.answered.contract.period != "anniversary":
        return is_inside & (date.dt.day() != 1)
    of_month = pl.lit(days.start.day, pl.Int8)
    return is_inside & (date.dt.day() != pl.min_horizontal(of_month, date.dt.days_in_month()))


def _is_unruled(view: LintView) -> pl.Expr:
    """Whether a day cuts a month, and no proration of every rent holds on it."""
    ruling = [_held(v) for v in _prorations(view) if _is_of_all(v.term)]
    return _is_cut(view) & ~pl.any_horizontal(pl.lit(value=False), *ruling)


def _prorations(view: LintView) -> list[Version]:
    """Return the versions of prorations."""
    return [version for version in view.versions if isinstance(version.term, Proration)]


def _held(version: Version) -> pl.Expr:
    """Whether a version holds on a day."""
    return (pl.col("date") >= version.days.start) & (pl.col("date") < version.days.end)


def _is_of_all(term: Term) -> bool:
    """Whether a proration rules every rent."""
    return not term.applies_to or "rent" in term.applies_to


def _covered(term: Term) -> pl.Expr:
    """Whether a proration rules a cut."""
    if _is_of_all(term):
        return pl.lit(value=True)
    lines = [name.removeprefix(LINE) for name in term.applies_to if name.startswith(LINE)]
    by_line = pl.col("line").is_in(lines).fill_null(value=False)
    return by_line | pl.col("owner").is_in(list(term.applies_to)).fill_null(value=False)


def _scheduled(view: LintView) -> pl.DataFrame:
    """Return the unruled days on which schedules start and end lines."""
    rows = view.circuits
    days = {"starts": pl.col("start"), "ends before": pl.col("end") + pl.duration(days=1)}
    return pl.concat(
        rows.select("line", pl.col("term").alias("owner"), day.alias("date"))
        .filter(_is_unruled(view))
        .with_columns(pl.lit(why).alias("why"))
        for why, day in days.items()
    )


def _recorded(view: LintView) -> pl.DataFrame:
    """Return the unruled days on which records start, end, reprice or suspend lines."""
    rows = view.rows("lifecycle").filter(pl.col("event").is_in(_CUTTING) & _is_unruled(view))
    named = view.circuits.filter(pl.col("line").is_in(rows.get_column("line").unique().implode()))
    owners = named.select("line", pl.col("term").alias("owner")).unique("line")
    listed = {line.line: term.id for _, term, _, line in view.price_lines}
    priced = pl.col("line").replace_strict(listed, default=None, return_dtype=pl.String)
    owner = pl.coalesce("owner", priced) if listed else pl.col("owner")
    return rows.join(owners, on="line", how="left", maintain_order="left").select(
        "line", owner.alias("owner"), "date", (pl.lit("is ") + pl.col("event")).alias("why")
    )


def _agreed(view: LintView) -> pl.DataFrame:
    """Return the days on which the term itself, or a version of its prices, starts and ends."""
    days = view.term_days
    assert days is not None, "asked only where the term is known"
    priced = [v for v in view.versions if isinstance(v.term, PriceLines | CircuitSchedule)]
    if not priced:
        return pl.DataFrame(schema=_SCHEMA)
    cuts: list[tuple[str | None, str | None, dt.date, str]] = [
        (None, None, days.start, "starts"),
        (None, None, days.end, "ends before"),
    ]
    for version in priced:
        edges = {version.days.start, version.days.end}
        cuts += [
            (None, version.term.id, edge, f"changes its prices ({version.term.id})")
            for edge in sorted(edges)
            if days.start < edge < days.end
        ]
    return pl.DataFrame(cuts, schema=_SCHEMA, orient="row")


def suspension_known(view: LintView) -> Iterator[Finding]:
    """Q-SUSPENSION: rent of a suspended line runs on, or doesn't."""
    rows = view.rows("lifecycle").filter(pl.col("event") == "suspended")
    if rows.is_empty():
        return
    lines = tuple(rows.get_column("line").unique(maintain_order=True).to_list())
    rents = view.circuits.filter(pl.col("line").is_in(lines)).get_column("monthly_rent")
    rent = exact_sum(rents)
    terms = view.all_of(Proration)
    first = rows.row(0, named=True)
    for term in terms or (None,):
        if term is not None and term.while_suspended is not None:
            continue
        yield Finding(
            "Q-SUSPENSION",
            Severity.QUESTION,
            f"{'lines' if len(lines) > 1 else 'line'} {some(lines)} "
            f"{'were' if len(lines) > 1 else 'was'} suspended (from {first['date']}): is rent owed "
            f"meanwhile ({money(view.contract, rent)} a month)?",
            f"records/lifecycle.csv:{first['row']}",
            "Write while_suspended in the proration, or record both parties' answer.",
            clause="" if term is None else term.clause,
            amount=rent,
            answers=ANSWERS["Q-SUSPENSION"],
            subject="Q-PRORATION" if term is None else term.id,
            touches=Touches(_RENTED, lines),
        )


RULES = (period_known, proration_known, suspension_known)
