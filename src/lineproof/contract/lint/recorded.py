"""Can what was recorded of faults, incidents and exclusions be so? Times in order, names known.

It judges no month: whether a claim is right, the parties say.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import polars as pl

from lineproof.contract.lint.rows import Row, row_findings
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import quoted
from lineproof.model.finding import Finding, Severity

_REF = r"^(.+)@\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


def _told(
    view: LintView, rows: pl.DataFrame, kind: str, code: str, texts: tuple[str, str]
) -> Iterator[Finding]:
    """Yield a finding for each row; texts: what is said, with the row's columns, and the fix."""
    severity = Severity.ERROR if code.startswith("E-") else Severity.WARNING

    def make(row: Row) -> Finding:
        where = f"records/{kind}.csv:{row['row']}"
        said = texts[0].format_map({name: quoted(str(value)) for name, value in row.items()})
        return Finding(code, severity, said, where, texts[1], subject=str(row["id"]))

    yield from row_findings(view, rows, subject="id", make=make)


def fault_times(view: LintView) -> Iterator[Finding]:
    """E-FAULT-TIMES: nobody answers, arrives or restores before the fault is reported."""
    rows = view.rows("faults")
    for name, what in (("responded", "answered"), ("on_site", "attended"), ("restored", "over")):
        said = f"the fault {{id}} was {what} at {{{name}}}, before it was reported at {{reported}}"
        fix = "Record its times again with --replaces, each with its offset from UTC."
        wrong = rows.filter(pl.col(name) < pl.col("reported"))
        yield from _told(view, wrong, "faults", "E-FAULT-TIMES", (said, fix))


def fault_endpoints(view: LintView) -> Iterator[Finding]:
    """W-FAULT-ENDPOINT: a fault says what failed."""
    rows = view.rows("faults")
    bare = rows.filter(pl.col("line").is_null() & pl.col("site").is_null())
    said = "the fault {id} names neither a line nor a site, so that it joins no measured outage"
    fix = "Record its line or site with --replaces."
    yield from _told(view, bare, "faults", "W-FAULT-ENDPOINT", (said, fix))


def pauses_inside(view: LintView) -> Iterator[Finding]:
    """W-PAUSE-OUTSIDE: the buyer is awaited while the fault lasts, and for some time."""
    rows = view.rows("faults").filter(pl.col("pauses").is_not_null())
    columns = rows.select("id", "pauses", "reported", "restored").iter_rows()
    outside = [id_ for id_, *facts in columns if _reaches_out(*facts)]
    said = "a pause of the fault {id} is empty or reaches out of it: {pauses}"
    fix = "Record its pauses with --replaces; what lies outside stops no clock."
    wrong = rows.filter(pl.col("id").is_in(outside))
    yield from _told(view, wrong, "faults", "W-PAUSE-OUTSIDE", (said, fix))


def pauses_apart(view: LintView) -> Iterator[Finding]:
    """W-PAUSE-OVERLAP: the buyer is awaited once at a time."""
    rows = view.rows("faults").filter(pl.col("pauses").is_not_null())
    told = rows.select("id", "pauses").iter_rows()
    overlapping = [id_ for id_, pauses in told if _overlap(pauses)]
    said = "two pauses of the fault {id} overlap: {pauses}; what both cover stops the clock once"
    fix = "Record its pauses with --replaces, each from the end of the one before on."
    wrong = rows.filter(pl.col("id").is_in(overlapping))
    yield from _told(view, wrong, "faults", "W-PAUSE-OVERLAP", (said, fix))


def _overlap(text: str) -> bool:
    """Tell whether some pause begins before an earlier one has ended."""
    listed = sorted(_pauses(text))
    return any(later[0] < earlier[1] for earlier, later in itertools.pairwise(listed))


def _pauses(text: str) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield pauses as they are recorded: from when to when."""
    for part in filter(None, (p.strip() for p in text.split(";"))):
        start, _, end = part.partition("/")
        yield dt.datetime.fromisoformat(start.strip()), dt.datetime.fromisoformat(end.strip())


def _reaches_out(text: str, reported: dt.datetime, restored: dt.datetime | None) -> bool:
    """Tell whether a pause is empty, or begins before its fault or ends after it."""
    for begins, ends in _pauses(text):
        if begins >= ends or begins < reported or (restored is not None and ends > restored):
            return True
    return False


def exclusion_times(view: LintView) -> Iterator[Finding]:
    """E-EXCLUSION-TIMES: a claim ends after it begins, and what is agreed lies within it."""
    rows = view.rows("exclusions")
    backwards = rows.filter(pl.col("to") <= pl.col("from"))
    fix = "Record it again with --replaces."
    said = "the claim {id} ends at {to}, no later than it begins: it excludes nothing"
    yield from _told(view, backwards, "exclusions", "E-EXCLUSION-TIMES", (said, fix))
    outside = rows.filter(
        (pl.col("agreed_from") < pl.col("from"))
        | (pl.col("agreed_to") > pl.col("to"))
        | (pl.col("agreed_to") <= pl.col("agreed_from"))
    )
    said = "what was agreed of the claim {id}, {agreed_from} to {agreed_to}, isn't a part of it"
    yield from _told(view, outside, "exclusions", "E-EXCLUSION-TIMES", (said, fix))


def one_answer(view: LintView) -> Iterator[Finding]:
    """E-EXCLUSION-ANSWERS: one claim made twice has one answer."""
    rows = view.rows("exclusions").filter(pl.col("answer").is_not_null())
    differ = pl.col("answer").n_unique().over("cause", "from", "to", "lines") > 1
    said = "the claim {id} is answered {answer}, and another row of it otherwise"
    fix = "Correct one of them with --replaces: a later answer replaces the earlier row."
    yield from _told(view, rows.filter(differ), "exclusions", "E-EXCLUSION-ANSWERS", (said, fix))


def incident_members(view: LintView) -> Iterator[Finding]:
    """E-INCIDENT-MEMBER: a decision is about a fault, or an outage of a known circuit, once."""
    rows = view.rows("incidents")
    if not rows.height:
        return
    faults = view.rows("faults").select(pl.col("id").alias("member"))
    named = rows.with_columns(pl.col("member").str.extract(_REF).alias("circuit"))
    changed = view.rows("lifecycle").filter(pl.col("event") == "reidentified").get_column("value")
    known = pl.concat(
        [view.circuits.get_column("id"), view.circuits.get_column("line"), changed]
    ).drop_nulls().unique()  # fmt: skip
    is_known = pl.col("circuit").is_in(known.implode()).fill_null(value=False)
    unknown = named.join(faults, on="member", how="anti").filter(~is_known)
    fix = "Name a fault's id, or CIRCUIT@ONSET as `lineproof outages` shows it, in UTC."
    said = "the decision {id} is about {member}, which is no fault and no outage of a known circuit"
    yield from _told(view, unknown, "incidents", "E-INCIDENT-MEMBER", (said, fix))
    differ = pl.col("incident").fill_null("").n_unique().over("member") > 1
    said = "{member} is said to belong to {incident}, and by another row elsewhere"
    fix = "Correct one of them with --replaces."
    yield from _told(view, rows.filter(differ), "incidents", "E-INCIDENT-TWICE", (said, fix))


RULES = (
    fault_times, fault_endpoints, pauses_inside, pauses_apart, exclusion_times, one_answer,
    incident_members,
)  # fmt: skip
