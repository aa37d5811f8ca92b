"""Both sides' figures of a month's score, as programs see them: given with a reason, and signed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from lineproof.report.scorecard import Sheet
from lineproof.settle.factors import plain
from lineproof.web.api.comments import Words
from lineproof.web.api.door import ContractCall
from lineproof.web.api.operations import Operations
from lineproof.web.api.shapes import Month, Shape, Text, iso
from lineproof.web.doing.scores import (
    Given,
    give_figure,
    sheet_hash,
    sheets,
    sign_figure,
    standing,
)
from lineproof.web.kept.said import ScoreFigure
from lineproof.web.known.case import at
from lineproof.web.known.months import refuse_outside_term
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side

operations = Operations("scores")

_OF_MONTH = "/contracts/{int:pk}/months/{month}"
Points = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6})?$"),
    Field(description="An exact decimal, from 0 to the scorecard's base.", examples=["92.5"]),
]
SheetHash = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Field(description="Hash of the sheet that you looked at: what is said is said of that one."),
]


class FigureShape(Shape):
    """The points that a side gave last."""

    side: Side = Field(description="Whose it is.")
    points: str = Field(description="An exact decimal.")
    reason: str = Field(description="Why; of one that was only signed, empty.")
    signed: bool = Field(description="Whether the side signed it, of the sheet as it is now.")
    by: str = Field(description="Who.")
    at: str = Field(description="When.")


class SheetShape(Shape):
    """A scorecard of a month, and what each side says of it."""

    scorecard: str = Field(description="The scorecard's id.")
    sheet: str = Field(description="Hash of all that its sheet says.")
    low: str = Field(description="The fewest points it can be.")
    high: str = Field(description="The most.")
    signed: str | None = Field(description="The points that both sides signed.")
    figures: list[FigureShape] = Field(description="Each side's last.")


class Figures(Shape):
    """What both sides say of a month's scores."""

    sheets: list[SheetShape]


class Signing(Shape):
    """A figure that a side signs."""

    scorecard: Text = Field(min_length=1, description="The scorecard's id.")
    sheet: SheetHash
    points: Points


class Giving(Signing):
    """A figure that a side gives."""

    reason: Words = Field(min_length=1, description="Why it is this one; the other side reads it.")


@operations.reads(f"{_OF_MONTH}/figures", Right.SEE, Figures)
def figures(call: ContractCall, month: Month) -> dict[str, object]:
    """Read the figures that both sides gave of a month's scores, and which they signed."""
    state = at(call.contract)
    refuse_outside_term(state, month)
    return {"sheets": [_sheet(call, sheet) for sheet in sheets(state, month)]}


def _sheet(call: ContractCall, sheet: Sheet) -> dict[str, object]:
    """Return a scorecard's sheet with both sides' figures."""
    held = sheet_hash(sheet)
    given = standing(call.contract, sheet.score.month, sheet.card.id)
    low, high = sheet.ends
    signed = sheet.score.signed
    return {
        "scorecard": sheet.card.id,
        "sheet": held,
        "low": plain(low),
        "high": plain(high),
        "signed": None if signed is None else plain(signed),
        "figures": [_figure(each, held) for _side, each in sorted(given.items())],
    }


def _figure(found: ScoreFigure, held: str) -> dict[str, object]:
    """Return a side's figure. held: hash of the sheet as it is now."""
    return {
        "side": found.side,
        "points": found.points,
        "reason": found.reason,
        "signed": found.is_signed and found.sheet == held,
        "by": str(found.by),
        "at": iso(found.at),
    }


@operations.changes(f"{_OF_MONTH}/figures", Right.SIGN, FigureShape)
def give_score(call: ContractCall, month: Month, body: Giving) -> dict[str, object]:
    """Give the figure of the side that you speak for, with its reason."""
    return _figure(give_figure(call.contract, _given(call, month, body), by=call.user), body.sheet)


@operations.changes(f"{_OF_MONTH}/signatures", Right.SIGN, FigureShape)
def sign_score(call: ContractCall, month: Month, body: Signing) -> dict[str, object]:
    """Sign a figure for the side that you speak for; signed by both, it is the month's score."""
    return _figure(sign_figure(call.contract, _given(call, month, body), by=call.user), body.sheet)


def _given(call: ContractCall, month: str, body: Signing) -> Given:
    """Return what is said of a month of the contract's term."""
    refuse_outside_term(at(call.contract), month)
    reason = body.reason if isinstance(body, Giving) else ""
    return Given(month, body.scorecard, body.points, body.sheet, reason)
