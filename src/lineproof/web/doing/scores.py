"""How do two sides come to one score? Each gives a figure, and each signs one.

Where both signed the same figure of the same sheet, it is recorded as the month's score. Whom
somebody signs for follows from their role; a closed month takes no figure any more.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.assess.measured import Measured
from lineproof.assess.taken import taken_in
from lineproof.contract.case import view
from lineproof.contract.suppose import supposed
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.period import parse_month
from lineproof.report.scorecard import Sheet, sheet_json, sheets_of
from lineproof.settle.factors import plain
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.said import TEXT_MAX, ScoreFigure
from lineproof.web.kept.trail import note
from lineproof.web.known.case import At, at, known
from lineproof.web.templatetags.moments import month_said
from lineproof.web.who.people import User
from lineproof.web.who.sides import Side, side_of

_POINTS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)
_REMEMBERED = 16
_SHEETS_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that somebody gives of a month. sheet: the hash of the sheet that they saw."""

    month: str
    card: str
    points: str
    sheet: str
    reason: str = ""


@functools.lru_cache(maxsize=_SHEETS_REMEMBERED)
def sheets(state: At, month: str) -> tuple[Sheet, ...]:
    """Return the sheets of the scorecards in force in a month."""
    asked = parse_month(month)
    return tuple(sheets_of(Measured(taken_in(known(state).view, asked)), asked))


def sheet_hash(sheet: Sheet) -> str:
    """Return the SHA-256 of all that a sheet says."""
    return sha256_hex(canonical_json(sheet_json(sheet)))


def standing(contract: Contract, month: str, card: str) -> dict[str, ScoreFigure]:
    """Return the figure that each side gave last, by side."""
    found = ScoreFigure.objects.filter(contract=contract, month=month, card=card)
    return {figure.side: figure for figure in found.select_related("by")}


@functools.lru_cache(maxsize=_REMEMBERED)
def settled_at(state: At, month: str, points: str) -> tuple[Sheet, Settlement]:
    """Return a month's sheet and settlement if its score were so many points."""
    found, asked = known(state), parse_month(month)
    case = supposed(found.case, f"score:{month}={points}")
    (sheet,) = sheets_of(Measured(taken_in(view(case), asked)), asked)
    return sheet, settle(case, Asked(asked, findings=found.findings))


@transaction.atomic
def give_figure(contract: Contract, given: Given, *, by: User) -> ScoreFigure:
    """Keep the figure that a side gives, with its reason; raises NotNowError."""
    if not given.reason:
        raise NotNowError(_("Say why it is this figure."))
    return _kept(lock(contract), given, by=by, is_signed=False)


@transaction.atomic
def sign_figure(contract: Contract, given: Given, *, by: User) -> ScoreFigure:
    """Keep a side's signature; where the other side signed the same, record the score.

    Raises NotNowError as things stand, and where one person would sign for both sides.
    """
    contract = lock(contract)
    made = _kept(contract, given, by=by, is_signed=True)
    other = standing(contract, given.month, given.card).get(Side(made.side).other)
    if other is None or not other.is_signed or other.sheet != made.sheet:
        return made
    if Fraction(other.points) != Fraction(made.points):
        return made
    if other.by == by:
        raise NotNowError(_("You signed for the other side; another person signs for this one."))
    names = {made.side: str(by), other.side: str(other.by)}
    signed_by = "; ".join(f"{side}: {names[side]}" for side in Side)
    row = {"month": given.month, "points": made.points, "signed_by": signed_by}
    record(contract, "scores", [row], by=by)
    return made


def _kept(contract: Contract, given: Given, *, by: User, is_signed: bool) -> ScoreFigure:
    """Return a side's new figure; raises NotNowError where there can be none."""
    sheet = _sheet(contract, given)
    points = _points(given.points, sheet)
    made = ScoreFigure.objects.create(
        contract=contract,
        month=given.month,
        card=given.card,
        side=side_of(by, contract),
        points=points,
        reason=given.reason[:TEXT_MAX],
        sheet=given.sheet,
        is_signed=is_signed,
        by=by,
    )
    note(
        "score signed" if is_signed else "score figure given",
        by=by,
        contract=contract,
        month=given.month,
        points=points,
        side=made.side,
        sha256=given.sheet,
    )
    return made


def _sheet(contract: Contract, given: Given) -> Sheet:
    """Return the sheet that a figure is about; raises NotNowError where it takes none."""
    if contract.sealed.filter(month=given.month).exists():
        message = _("%(month)s is sealed: its score takes no figure any more.")
        raise NotNowError(message % {"month": month_said(given.month)})
    found = sheets(at(contract), given.month)
    sheet = found[0] if len(found) == 1 else None
    if sheet is None or sheet.card.id != given.card:
        raise NotNowError(_("The month has no such scorecard, or several: record its items."))
    if sheet.score.signed is not None:
        message = _("Both sides signed %(points)s already.")
        raise NotNowError(message % {"points": plain(sheet.score.signed)})
    if sheet_hash(sheet) != given.sheet:
        raise NotNowError(_("The sheet has changed since you saw it; look at it again."))
    return sheet


def _points(text: str, sheet: Sheet) -> str:
    """Return points as they are written plainly; raises NotNowError for what are none."""
    if _POINTS.fullmatch(text.strip()) is None or Fraction(text.strip()) > sheet.card.base:
        message = _("Points are a figure from 0 to %(base)s, such as 92.5.")
        raise NotNowError(message % {"base": plain(sheet.card.base)})
    return plain(Fraction(text.strip()))
