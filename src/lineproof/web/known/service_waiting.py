"""What of the service waits for whom? Acceptances, claims to answer, scores to sign.

Each is a line of the work queue: what it is, where it is done, and whether the reader does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineproof.model.period import month_text
from lineproof.web.doing.acceptance import waiting_on
from lineproof.web.doing.claims import KIND
from lineproof.web.doing.claims import waiting as claims_waiting
from lineproof.web.doing.scores import sheets
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.said import ScoreFigure
from lineproof.web.known.case import At, known
from lineproof.web.templatetags.moments import month_said
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side, side_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, where it is done, whether the reader does it, and until when."""

    what: str
    address: str
    is_mine: bool
    due: dt.date | None = None


def service_waiting(contract: Contract, state: At, user: User, *, on: dt.date) -> Iterator[Waiting]:
    """Yield what of a contract's service waits on a day, for its reader or for the other side."""
    may = {right: contract.allows(user, right)
           for right in (Right.RECORD, Right.CLAIM, Right.SIGN)}  # fmt: skip
    side = side_of(user, contract)
    yield from _acceptances(contract, state, on=on, is_mine=may[Right.RECORD])
    yield from _claims(contract, state, side, on=on, is_mine=may[Right.CLAIM])
    yield from _scores(contract, state, side, is_mine=may[Right.SIGN])


def _acceptances(contract: Contract, state: At, *, on: dt.date, is_mine: bool) -> Iterator[Waiting]:
    """Yield how much was delivered and isn't accepted."""
    count = len(waiting_on(state, on))
    if count:
        what = ngettext("%(n)d acceptance waits", "%(n)d acceptances wait", count) % {"n": count}
        yield Waiting(what, reverse("acceptance-of-contract", args=(contract.pk,)), is_mine)


def _claims(
    contract: Contract, state: At, side: Side, *, on: dt.date, is_mine: bool
) -> Iterator[Waiting]:
    """Yield each claim of exclusion that a side is to answer."""
    begun = dict(known(state).view.rows(KIND).select("id", "from").iter_rows())
    for each in claims_waiting(state, side, on=on):
        day = begun[each.id].date()
        what = _("Answer the claim %(name)s: %(cause)s") % {"name": each.id, "cause": each.cause}
        address = reverse("exclusions", args=(contract.pk, month_text(day)))
        yield Waiting(what, f"{address}#{each.id}", is_mine, each.due)


def _scores(contract: Contract, state: At, side: Side, *, is_mine: bool) -> Iterator[Waiting]:
    """Yield each month whose score the other side gave a figure of last, and nobody signed both."""
    last = ScoreFigure.objects.filter(contract=contract).values("month").annotate(last=Max("pk"))
    figures = ScoreFigure.objects.filter(pk__in=last.values("last")).exclude(side=side)
    closed = set(contract.sealed.values_list("month", flat=True))
    for figure in figures.order_by("month"):
        if figure.month in closed:
            continue
        found = sheets(state, figure.month)
        if len(found) == 1 and found[0].score.signed is None:
            what = _("Answer the score of %(month)s: the other side says %(points)s")
            told = {"month": month_said(figure.month), "points": figure.points}
            address = reverse("scorecard", args=(contract.pk, figure.month))
            yield Waiting(what % told, address, is_mine)
