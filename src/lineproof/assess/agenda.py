"""Which dated duties and rights does a contract have, on a day? All its clauses with a time.

Payments of the plan are added where amounts are known (`settle`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from lineproof.assess.chronic import chronic_failures
from lineproof.assess.deadlines import Dated, as_far_as_counted
from lineproof.assess.obligations import obligations
from lineproof.assess.silence import silences
from lineproof.assess.windows import claims, notice_effects, objections, renewals
from lineproof.contract.case import View
from lineproof.contract.fields import Term
from lineproof.contract.terms.paying import BillObjection, Claim
from lineproof.contract.terms.scoring import Chronic
from lineproof.contract.terms.standing import Deemed, Notice, Obligation, Renewal, Right
from lineproof.model.few_rows import few_rows

_DAY = dt.timedelta(days=1)
_WAIVER = "waiver"
#: Which fold makes a kind's duties. Any: each takes its own kind of term.
_FOLDS: dict[type[Term], Callable[..., Iterator[Dated]]] = {
    Deemed: silences,
    Obligation: obligations,
    Notice: notice_effects,
    Renewal: renewals,
    Claim: claims,
    BillObjection: objections,
    Chronic: chronic_failures,
}


def agenda(view: View, *, on: dt.date, more: Sequence[Dated] = ()) -> tuple[Dated, ...]:
    """Return everything dated that is known on a day, by last day, then by clause.

    more: duties that others worked out, which may also give rise to rights.
    """
    found = [*more]
    for version in view.versions:
        fold: Any = _FOLDS.get(type(version.term))
        if fold is not None:
            dated = as_far_as_counted(fold(view, version.term, on=on), version.term)
            found += [d for d in dated if (day := _day_of(d)) is None or day in version.days]
    found = _with_threats(view, _waived(view, found, on=on))
    found += _rights(view, found)
    return tuple(sorted(found, key=lambda d: (d.due or dt.date.max, d.clause, d.term, d.subject)))


def _day_of(dated: Dated) -> dt.date | None:
    """Return the day on which a duty's term must hold: that of its event, or when it was broken."""
    return dated.done if dated.kind == "chronic" else dated.since


def _waived(view: View, found: Iterable[Dated], *, on: dt.date) -> list[Dated]:
    """Return duties with those waived that a notice gave up, by the name of their term."""
    rows = view.rows("notices")
    waivers = {
        (about, line or "")
        for what, about, line, sent in few_rows(rows, "what", "about", "line", "sent")
        if what == _WAIVER and about and sent <= on
    }
    if not waivers:
        return list(found)
    return [
        d
        if d.status == "met" or not {(d.term, ""), (d.term, d.subject)} & waivers
        else _as_waived(d)
        for d in found
    ]


def _as_waived(dated: Dated) -> Dated:
    """Return a duty that nobody insists on."""
    return dated._replace(status="waived", effect="waived")


def _with_threats(view: View, found: Iterable[Dated]) -> list[Dated]:
    """Return duties; those still to be done with the rights that arise if they aren't."""
    rights = [v.term for v in view.versions if isinstance(v.term, Right)]
    return [
        d._replace(effect="; ".join(filter(None, (d.effect, *_threats(rights, d)))))
        if d.status == "pending"
        else d
        for d in found
    ]


def _threats(rights: Iterable[Right], dated: Dated) -> Iterator[str]:
    """Yield the rights that a duty gives if it isn't done, in words."""
    for right in rights:
        if _is_given(right, dated):
            yield f"if not: {right.what} (clause {right.clause})"


def _is_given(right: Right, cause: Dated) -> bool:
    """Whether a duty gives a right: as it says, else by the right's own trigger."""
    return cause.term == right.trigger if cause.gives is None else right.id in cause.gives


def _rights(view: View, found: Iterable[Dated]) -> Iterator[Dated]:
    """Yield the rights that arose because a duty they name was breached, or fell silent."""
    arisen = {"breached", "deemed"}
    for version in view.versions:
        term = version.term
        if not isinstance(term, Right):
            continue
        for cause in found:
            since = cause.done if cause.due is None else cause.due + _DAY
            if _is_given(term, cause) and cause.status in arisen and since is not None:
                yield Dated(
                    term=term.id, kind=term.kind, clause=term.clause, who=term.who, what=term.what,
                    subject=cause.subject, event=term.trigger, since=since, due=None,
                    status="pending", effect=f"may be used since {since}", evidence=cause.evidence,
                )  # fmt: skip
