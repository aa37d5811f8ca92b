"""Can availability be measured as the contract says, and by which term? It measures none."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.lint.scopes import touched
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import nearest, plain, quoted
from lineproof.contract.terms.scoring import (
    Availability,
    Bands,
    OutageCredit,
    RateItem,
    Scorecard,
    StepItem,
)
from lineproof.model.finding import Finding, Severity

METRIC = "availability"
_DAY_S = 86_400
_PER_CENT = 100


def _wrong(
    view: LintView, term: Availability | Bands | OutageCredit, code: str, said: str,
    mend: tuple[str, str],
) -> Finding:  # fmt: skip
    """Return an error of a term; mend: the key it stands in and how to mend it."""
    key, fix = mend
    return Finding(
        code,
        Severity.ERROR,
        said,
        view.where(term, key) if key else view.where(term),
        fix,
        clause=term.clause,
        subject=term.id,
        touches=touched(term),
    )


def _readers(view: LintView) -> Iterator[tuple[Bands | OutageCredit, str, str | None]]:
    """Yield what reads some availability: the term, the key that names it, and the name."""
    known = {term.id for term in view.all_of(Availability)}
    for bands in view.all_of(Bands):
        if bands.metric in known | {METRIC}:
            yield bands, "metric", None if bands.metric == METRIC else bands.metric
    for credit in view.all_of(OutageCredit):
        yield credit, "measured_by", credit.measured_by


def term_named(view: LintView) -> Iterator[Finding]:
    """E-AVAILABILITY-NONE, -SEVERAL, -TERM: it is clear by which term availability is measured."""
    known = {term.id for term in view.all_of(Availability)}
    several = _together(view)
    for reader, key, name in _readers(view):
        if not known:
            yield _wrong(
                view, reader, "E-AVAILABILITY-NONE",
                f"{reader.id} depends on when a line is up, and no term says when it is",
                ("", "Add a term of the kind availability, as the contract has it."),
            )  # fmt: skip
        elif name is not None and name not in known:
            yield _wrong(
                view, reader, "E-AVAILABILITY-TERM",
                f'{reader.id} is measured by "{quoted(name)}", which is no availability term',
                (key, nearest(name, known)),
            )  # fmt: skip
        elif name is None and several:
            yield _wrong(
                view, reader, "E-AVAILABILITY-SEVERAL",
                f"{reader.id} depends on availability, and {' and '.join(several)} each say when a "
                "line is up",
                ("" if isinstance(reader, OutageCredit) else key,
                 f'Write {key} = "{several[0]}", or another of them.'),
            )  # fmt: skip


def _together(view: LintView) -> list[str]:
    """Return the ids of availability terms that hold on one day; none where they never do."""
    for _, held in view.together(Availability):
        ids = sorted({view.versions[index].term.id for index in held})
        if len(ids) > 1:
            return ids
    return []


def in_per_cent(view: LintView) -> Iterator[Finding]:
    """E-AVAILABILITY-DOMAIN: bands on availability are in per cent."""
    for bands, _, _ in _readers(view):
        if not isinstance(bands, Bands):
            continue
        low, high = bands.domain
        if low < 0 or not 1 < high <= _PER_CENT:
            yield _wrong(
                view, bands, "E-AVAILABILITY-DOMAIN",
                f"{bands.id} reads availability, which is in per cent, and its domain is "
                f"{plain(low)}–{plain(high)}",
                ("domain", 'Write domain = ["0", "100"], and bands so: 99.9 rather than 0.999.'),
            )  # fmt: skip


def groups_there(view: LintView) -> Iterator[Finding]:
    """E-AVAILABILITY-GROUP: where groups are judged, it says how many are up, of which."""
    for term in view.all_of(Availability):
        if term.scope != "group":
            continue
        if term.group_up_min is None:
            yield _wrong(
                view, term, "E-AVAILABILITY-GROUP",
                f"{term.id} judges groups, and doesn't say how many of a group's circuits must be "
                "up",
                ("scope", "Write group_up_min = 1 where one of a pair suffices."),
            )  # fmt: skip
            continue
        sizes = _group_sizes(view)
        if not sizes:
            yield _wrong(
                view, term, "E-AVAILABILITY-GROUP",
                f"{term.id} judges groups, and no line of a schedule is in one",
                ("scope", "Fill in the column group of the schedule."),
            )  # fmt: skip
        for name, size in sizes:
            if size < term.group_up_min:
                yield _wrong(
                    view, term, "E-AVAILABILITY-GROUP",
                    f'{term.id} wants {term.group_up_min} circuits of a group up, and "'
                    f'{quoted(name)}" has {size}',
                    ("group_up_min", "Lower it, or complete the column group of the schedule."),
                )  # fmt: skip
                break


def _group_sizes(view: LintView) -> list[tuple[str, int]]:
    """Return how many circuits each group ever has, the smallest first."""
    rows = view.circuits.filter(pl.col("group").is_not_null())
    circuit = pl.coalesce("id", "line").n_unique().alias("size")
    return rows.group_by("group").agg(circuit).sort("size", "group").rows()


def slots_decided(view: LintView) -> Iterator[Finding]:
    """E-AVAILABILITY-LOSS, -QUORUM, -WINDOW: slots can be bad, votes suffice, a window has days."""
    for term in view.all_of(Availability):
        if term.loss_max == 1:
            yield _wrong(
                view, term, "E-AVAILABILITY-LOSS",
                f"{term.id} lets a slot lose all that was sent (loss_max 1): none is ever bad",
                ("loss_max", 'Write the share above which a slot is bad; "0": any loss is enough.'),
            )  # fmt: skip
        count = len(set(term.vantages))
        if count and term.quorum > count:
            yield _wrong(
                view, term, "E-AVAILABILITY-QUORUM",
                f"{term.id} wants {term.quorum} votes and names {count} of the vantages that have "
                "one",
                ("quorum", f"Write quorum = {count} or less, or name more vantages."),
            )  # fmt: skip
        if term.window == "rolling" and term.window_days is None:
            yield _wrong(
                view, term, "E-AVAILABILITY-WINDOW",
                f"{term.id} judges a rolling window, and doesn't say how long it is",
                ("window", "Write window_days = 30, or as the contract says."),
            )  # fmt: skip


def slots_in_days(view: LintView) -> Iterator[Finding]:
    """W-AVAILABILITY-SLOT: a day holds whole slots.

    Else months begin and end within one: that is counted right, and is seldom meant.
    """
    for term in view.all_of(Availability):
        if _DAY_S % term.slot_s:
            yield Finding(
                "W-AVAILABILITY-SLOT",
                Severity.WARNING,
                f"{term.id} has slots of {term.slot_s} s, which don't divide a day: months begin "
                "and end within one",
                view.where(term, "slot_s"),
                "Check it against the contract; 60 or 300 is usual.",
                clause=term.clause,
                subject=term.id,
            )


def availability_read(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: an availability term that no bands, outage credits or scored items read."""
    named = {name for _, _, name in _readers(view)}
    items = [item for card in view.all_of(Scorecard) for item in card.items]
    metrics = {item.metric for item in items if isinstance(item, RateItem)}
    is_timed = any(isinstance(item, StepItem) for item in items)
    for term in view.all_of(Availability):
        if not is_timed and not {None, term.id} & named and not {METRIC, term.id} & metrics:
            yield _unread(view, term, f"nothing in the contract depends on {term.id}", "")
        if term.group_up_min is not None and term.scope != "group":
            yield _unread(view, term, f"{term.id} has group_up_min, and judges no groups",
                          "group_up_min")  # fmt: skip
        if term.window_days is not None and term.window != "rolling":
            yield _unread(view, term, f"{term.id} has window_days, and no rolling window",
                          "window_days")  # fmt: skip


def _unread(view: LintView, term: Availability, said: str, key: str) -> Finding:
    """Return the warning of something that nothing reads."""
    return Finding(
        "W-UNREAD",
        Severity.WARNING,
        said,
        view.where(term, key) if key else view.where(term),
        "Check that bands or an outage credit aren't missing, or take it out.",
        clause=term.clause,
        subject=term.id,
    )


RULES = (
    term_named, in_per_cent, groups_there, slots_decided, slots_in_days, availability_read,
)  # fmt: skip
