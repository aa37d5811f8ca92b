"""How is something said about a contract? Once, to one's own side or to both; never changed.

A comment that its author withdraws stays in its place, without its text.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.model.period import parse_month
from lineproof.settle.settle import refuse_outside
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.kept.contracts import Circuit, Contract, Record
from lineproof.web.kept.said import TEXT_MAX, About, Comment, Withdrawal
from lineproof.web.kept.trail import note
from lineproof.web.known.case import at, known
from lineproof.web.who.people import User
from lineproof.web.who.sides import Side, side_of


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants to say. about, subject: what it is about, such as a line and its name."""

    about: str
    subject: str
    text: str
    is_internal: bool


@transaction.atomic
def say(contract: Contract, said: Said, *, by: User) -> Comment:
    """Keep a comment and return it; a provider's is always for both sides.

    Raises NotNowError where it is empty or too long, or about what isn't there for its author.
    """
    contract = lock(contract)
    side, text = side_of(by, contract), said.text.strip()
    if not text or len(text) > TEXT_MAX:
        message = _("A comment has 1 to %(most)s characters.")
        raise NotNowError(message % {"most": TEXT_MAX})
    if not is_there(contract, said.about, said.subject, side=side):
        raise NotNowError(_("What it is about isn't there."))
    made = Comment.objects.create(
        contract=contract,
        about=said.about,
        subject=said.subject,
        text=text,
        is_internal=said.is_internal and side is Side.BUYER,
        side=side,
        by=by,
    )
    _tell("comment added", made, by=by)
    return made


@transaction.atomic
def withdraw(comment: Comment, *, by: User) -> None:
    """Take one's own comment back; raises NotNowError for another's, and the second time."""
    lock(comment.contract)
    if comment.by != by:
        raise NotNowError(_("Only its author takes a comment back."))
    if Withdrawal.objects.filter(comment=comment).exists():
        raise NotNowError(_("It was taken back already."))
    Withdrawal.objects.create(comment=comment)
    _tell("comment withdrawn", comment, by=by)


def _tell(action: str, comment: Comment, *, by: User) -> None:
    """Tell the trail of a comment: never its text."""
    told = {"kind": comment.about, "subject": comment.subject, "comment": str(comment.pk)}
    note(action, by=by, organisation=None, contract=comment.contract, **told)


def is_there(contract: Contract, about: str, subject: str, *, side: Side) -> bool:
    """Whether a contract has what is commented on, as far as a side sees it."""
    records = Record.objects.filter(contract=contract)
    match about:
        case About.MONTH:
            return _has_month(contract, subject)
        case About.LINE:
            schedules = contract.in_force.schedules.all()
            return Circuit.objects.filter(schedule__in=schedules, line=subject).exists()
        case About.EXCLUSION:
            return records.filter(kind="exclusions", name=subject).exists()
        case About.DISPUTE:
            told = records.filter(kind="disputes", values__dispute=subject)
            return (told if side is Side.BUYER else told.filter(values__event="sent")).exists()
    return False


def _has_month(contract: Contract, month: str) -> bool:
    """Whether a month is one of a contract's."""
    try:
        refuse_outside(known(at(contract)).view, parse_month(month))
    except (LineproofError, ValueError):
        return False
    return True
