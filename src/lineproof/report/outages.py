"""How are a month's outages told? Every stretch that wasn't up, with why it is believed or excused.

People get local time with its offset, programs get UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from rich.text import Text

from lineproof.assess.term_months import TermMonth
from lineproof.contract.case import View
from lineproof.report.durations import duration_text, seconds_of
from lineproof.report.phrases import reason_text
from lineproof.report.printing import LINES_SHOWN_MAX, Printing
from lineproof.report.terminal_availability import print_title
from lineproof.report.wording import Language, Word
from lineproof.store.batches import BatchLine

_NS = 10**9
_ID_SHOWN = 12
_WIDE_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Proof:
    """A batch of samples that a state rests on; lo, hi: what it covers, in nanoseconds."""

    batch: str
    vantage: str
    source: str
    recorded_at: dt.datetime
    lo: int
    hi: int


def proofs_of(batches: Iterable[BatchLine]) -> tuple[Proof, ...]:
    """Return batches as an outage's proofs."""
    return tuple(Proof(b.id, b.vantage, b.source, b.recorded_at, b.lo, b.hi) for b in batches)


@dataclass(frozen=True)
class TermOutages:
    """What wasn't up in a month by one term.

    rows: in columns of `OUTAGE_SCHEMA`. proofs: the batches of the one unit asked for; None: all
    units are told, without them.
    """

    found: TermMonth
    rows: pl.DataFrame
    proofs: tuple[Proof, ...] | None = None


def instant_text(instant_ns: int, zone: ZoneInfo) -> str:
    """Return an instant as the clock showed it, with its offset; seconds where it has them.

    >>> instant_text(1_741_047_300 * 10**9, ZoneInfo("Asia/Shanghai"))
    '2025-03-04 08:15+08:00'
    """
    at = dt.datetime.fromtimestamp(instant_ns // _NS, tz=zone)
    return at.isoformat(" ", "seconds" if at.second else "minutes")


def clock_text(instant_ns: int, zone: ZoneInfo) -> str:
    """Return what the clock showed at an instant, without the day.

    >>> clock_text(1_741_047_300 * 10**9, ZoneInfo("Asia/Shanghai"))
    '08:15'
    """
    return instant_text(instant_ns, zone).partition(" ")[2][:-6]


def instant_json(instant_ns: int) -> str:
    """Return an instant in UTC.

    >>> instant_json(1_741_047_300 * 10**9)
    '2025-03-04T00:15:00Z'
    """
    seconds, rest = divmod(instant_ns, _NS)
    text = dt.datetime.fromtimestamp(seconds, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:09d}".rstrip("0") + "Z" if rest else text + "Z"


def print_outages(
    view: View, told: Iterable[TermOutages], printing: Printing, *, month: str
) -> None:
    """Print what wasn't up in a month by each term."""
    print_title(view, printing, title=Word.OUTAGES_OF, month=month)
    for each in told:
        _print_term(view, each, printing)


def _print_term(view: View, told: TermOutages, printing: Printing) -> None:
    """Print what wasn't up, a row a stretch, the batches behind it, and how many there are."""
    term = told.found.term
    clause = printing.said(Word.CLAUSE_N, clause=term.clause)
    printing.heading(f"{term.id}  {clause}")
    if term.shortest_outage_s:
        length = duration_text(term.shortest_outage_s * _NS, printing.language)
        printing.indented(printing.said(Word.SHORT_LEFT_OUT, length=length))
    if not told.rows.height:
        printing.indented(printing.said(Word.NO_OUTAGES))
    else:
        _print_rows(view, told, printing)
    if told.proofs is not None:
        _print_proofs(told.proofs, printing, zone=ZoneInfo(view.contract.contract.timezone))


def _print_rows(view: View, told: TermOutages, printing: Printing) -> None:
    """Print the stretches, at most as many as a person reads, and how many there are."""
    zone = ZoneInfo(view.contract.contract.timezone)
    unit = Word.GROUP if told.found.term.scope == "group" else Word.CIRCUIT
    # where there is no room for it, the end follows from the length
    ended = [(Word.ENDED, "right")] if printing.console.width >= _WIDE_COLUMNS else []
    table = printing.table(
        (unit, "left"), (Word.STATE, "left"), (Word.BEGAN, "right"), *ended,
        (Word.LENGTH, "right"), (Word.REMARKS, "left"),
    )  # fmt: skip
    for row in told.rows.head(LINES_SHOWN_MAX).iter_rows(named=True):
        is_down = row["state"] == "down"
        state = printing.said(Word.DOWN if is_down else Word.NOT_KNOWN)
        table.add_row(
            Text(row["unit"]),
            Text(state, style="bold bright_red" if is_down else "yellow"),
            instant_text(row["lo"], zone),
            *([instant_text(row["hi"], zone)] if ended else []),
            duration_text(row["hi"] - row["lo"], printing.language),
            Text(remarks_text(row, zone, printing.language)),
        )
    printing.console.print(table)
    more = told.rows.height - LINES_SHOWN_MAX
    if more > 0:
        printing.console.print(printing.said(Word.AND_MORE, count=f"{more:,}"))
    down = told.rows.filter(pl.col("state") == "down").height
    counts = {"down": f"{down:,}", "unknown": f"{told.rows.height - down:,}"}
    printing.console.print(printing.said(Word.OUTAGES_N, **counts))


def remarks_text(row: Mapping[str, Any], zone: ZoneInfo, language: Language) -> str:
    """Return what else there is to say of a stretch: since when, why, what excuses it.

    row: in columns of `OUTAGE_SCHEMA`.
    """
    return Word.SEMICOLON.said(language).join(_remarks(row, zone, language))


def _remarks(row: Mapping[str, Any], zone: ZoneInfo, language: Language) -> Iterable[str]:
    """Yield what else there is to say of a stretch."""
    if row["since"] < row["lo"]:
        yield Word.BEGAN_EARLIER.said(language, instant=instant_text(row["since"], zone))
    if row["is_open"]:
        yield Word.STILL_OPEN.said(language)
    if row["reason"]:
        yield reason_text(row["reason"], language)
    if row["excluded"]:
        length = duration_text(row["excluded"], language)
        claims = Word.COMMA.said(language).join(row["claims"])
        yield Word.EXCLUDED_BY.said(language, length=length, claims=claims)


def _print_proofs(proofs: Sequence[Proof], printing: Printing, *, zone: ZoneInfo) -> None:
    """Print the batches of samples that the states rest on."""
    printing.heading(printing.said(Word.EVIDENCE_BATCHES))
    spans = printing.console.width >= _WIDE_COLUMNS
    table = printing.table(
        (Word.VANTAGE, "left"), (Word.SOURCE, "left"), (Word.RECORDED_AT, "right"),
        *([(Word.BEGAN, "right"), (Word.ENDED, "right")] if spans else []), (Word.BATCH, "right"),
    )  # fmt: skip
    for proof in proofs[:LINES_SHOWN_MAX]:
        recorded = int(proof.recorded_at.timestamp()) // 60 * 60 * _NS
        table.add_row(
            Text(proof.vantage),
            Text(proof.source),
            instant_text(recorded, zone),
            *([instant_text(at, zone) for at in (proof.lo, proof.hi)] if spans else []),
            proof.batch[:_ID_SHOWN],
        )
    printing.console.print(table)
    if len(proofs) > LINES_SHOWN_MAX:
        count = f"{len(proofs) - LINES_SHOWN_MAX:,}"
        printing.console.print(printing.said(Word.AND_MORE, count=count))


def outages_json(view: View, told: Iterable[TermOutages], month: str) -> dict[str, Any]:
    """Return what `outages --json` prints: instants in UTC, lengths in seconds."""
    return {
        "contract": view.contract.contract.id,
        "month": month,
        "timezone": view.contract.contract.timezone,
        "as_known": view.as_known.isoformat() if view.as_known else None,
        "terms": [
            {
                "term": each.found.term.id,
                "clause": each.found.term.clause,
                "shortest_outage_s": each.found.term.shortest_outage_s,
                "outages": [
                    _outage_json(row, each.proofs) for row in each.rows.iter_rows(named=True)
                ],
            }
            for each in told
        ],
    }


def _outage_json(row: Mapping[str, Any], proofs: Sequence[Proof] | None) -> dict[str, Any]:
    """Return one stretch; its evidence is null where no one unit was asked for."""
    return {
        "unit": row["unit"],
        "state": row["state"],
        "from": instant_json(row["lo"]),
        "to": instant_json(row["hi"]),
        "length_s": seconds_of(row["hi"] - row["lo"]),
        "since": instant_json(row["since"]),
        "still_open": row["is_open"],
        "reason": row["reason"],
        "excluded_s": seconds_of(row["excluded"]),
        "excluded_by": row["claims"],
        "evidence": None
        if proofs is None
        else [
            {"batch": proof.batch, "vantage": proof.vantage, "source": proof.source}
            for proof in proofs
            if proof.lo < row["hi"] and proof.hi > row["since"]
        ],
    }
