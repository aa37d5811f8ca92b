"""What of a contract is worth telling? Deadlines, deductions, questions, what was decided or said.

Each has a key that stays the same for as long as it is the same thing, and says itself in either
language. Who wants to hear of it, and whether they did, isn't known here.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from lineproof.assess.deadlines import Dated
from lineproof.assess.disputed import DISPUTE
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import LineproofError
from lineproof.model.finding import Finding, Severity, Status
from lineproof.model.period import month_text
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.charge_rules import rule_text
from lineproof.report.deadline_words import effect_text, what_text
from lineproof.report.deadlines import PARTY_WORDS, STATUS_WORDS
from lineproof.report.exact_words import exact_words
from lineproof.report.phrases import charge_name
from lineproof.report.statement import Charge, Statement, statement_of
from lineproof.settle.duties import duties
from lineproof.web.doing.claims import month_of_claim
from lineproof.web.doing.versions import open_version
from lineproof.web.kept.contracts import Circuit, Contract, Decided, SealProposal, State, Version
from lineproof.web.kept.notices import DAYS_AHEAD_MAX, About
from lineproof.web.kept.said import About as Commented
from lineproof.web.kept.said import Comment, ScoreFigure
from lineproof.web.known.case import At, at, known, settled, today
from lineproof.web.known.months import months_begun
from lineproof.web.known.waiting import Waits, waiting
from lineproof.web.server.middleware import language_spoken
from lineproof.web.templatetags.moments import month_said
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side

_DAYS_BACK = dt.timedelta(days=60)
_DAYS_AHEAD = dt.timedelta(days=DAYS_AHEAD_MAX)
_LATE = {"breached", "lost", "unknown"}
_OVER = {"met", "waived"}
_DISPUTED = {"bill_objection"}
_LESS = {"deduction", "delay_penalty"}
_MONTHS_BACK = 2
_SAID = {
    "check": gettext_noop("Check the bill %(name)s"),
    "decide": gettext_noop("Decide about the bill %(name)s"),
    "send": gettext_noop("Send the dispute %(name)s"),
}
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Said:
    """A thing in one language: what it is in a few words, and what more there is to it."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to be told. say: in the language spoken. day: its last day, if it has one.

    right: who is told, besides seeing the contract. not_by: whose own doing it is. side: whom
    those who are told speak for; None: either.
    """

    key: str
    about: About
    address: str
    say: Callable[[], Said]
    day: dt.date | None = None
    right: Right = Right.SEE
    not_by: int | None = None
    side: Side | None = None


def things_of(contract: Contract) -> tuple[Thing, ...]:
    """Return all that is worth telling of a contract, as it is now."""
    state = at(contract)
    try:
        on = today(known(state).case, timezone.now())
        return (
            *_of_day(state, on),
            *_decisions(contract),
            *_bills(contract, on),
            *_comments(contract),
            *_figures(contract),
        )
    except LineproofError as problem:
        said = functools.partial(_said_unreadable, str(problem))
        address = reverse("contract", args=(contract.pk,))
        return (Thing(_key("unreadable", state.text), About.QUESTION, address, said),)


def _key(*parts: object) -> str:
    """Return what is the same for as long as a thing is the same."""
    return sha256_hex(canonical_json([str(part) for part in parts]))


def _said_unreadable(problem: str) -> Said:
    """Say that a contract can't be read."""
    return Said(_("can't be read: %(why)s") % {"why": exact_words(problem, language_spoken())})


@functools.lru_cache(maxsize=_REMEMBERED)
def _of_day(state: At, on: dt.date) -> tuple[Thing, ...]:
    """Return what follows from a contract's state on a day."""
    return (*_deadlines(state, on), *_deductions(state, on), *_questions(state))


def _deadlines(state: At, on: dt.date) -> Iterator[Thing]:
    """Yield what falls due around a day and isn't done; once before, and once it is late."""
    address = reverse("contract", args=(state.contract,))
    for dated in duties(known(state).view, on=on):
        if dated.due is None or dated.status in _OVER:
            continue
        if not on - _DAYS_BACK <= dated.due <= on + _DAYS_AHEAD:
            continue
        stage = "late" if dated.status in _LATE else dated.status
        is_disputed = dated.kind in _DISPUTED or dated.event.startswith(DISPUTE)
        yield Thing(
            _key(stage, dated.due, dated.term, dated.what, dated.subject),
            About.DISPUTE if is_disputed else About.DEADLINE,
            address,
            functools.partial(_said_deadline, dated),
            day=dated.due,
        )


def _said_deadline(dated: Dated) -> Said:
    """Say a dated duty."""
    language = language_spoken()
    what = what_text(dated.what, dated.kind, language)
    subject = "" if dated.subject in what else f" {dated.subject}"
    who = PARTY_WORDS[dated.who].said(language)
    status = STATUS_WORDS[dated.status].said(language)
    effect = effect_text(dated.effect, language)
    text = _("%(who)s: %(what)s") % {"who": who, "what": f"{what}{subject}"}
    return Said(text, _joined(status, effect, _clause(dated.clause)))


def _joined(*parts: str) -> str:
    """Return what there is of some texts as one."""
    return " · ".join(part for part in parts if part)


def _clause(clause: str) -> str:
    """Return where something is agreed."""
    return _("clause %(clause)s") % {"clause": clause} if clause else ""


def _deductions(state: At, on: dt.date) -> Iterator[Thing]:
    """Yield what is taken off the last months that are over; anew where it comes to another sum."""
    over = [m for m in months_begun(known(state).view.term_days, on) if m < month_text(on)]
    for month in over[-_MONTHS_BACK:]:
        try:
            settlement = settled(state, month)
        except LineproofError:  # why it can't be settled is a finding, and told as one
            continue
        statement = statement_of(settlement, known(state).view, known(state).findings)
        for charge in statement.charges:
            bounds = (charge.amount.low, charge.amount.high)
            if charge.charge in _LESS and bounds != (0, 0):
                yield Thing(
                    _key("less", month, charge.charge, charge.term, bounds),
                    About.BREACH,
                    reverse("month", args=(state.contract, month)),
                    functools.partial(_said_charge, charge, statement),
                )


def _said_charge(charge: Charge, statement: Statement) -> Said:
    """Say what is taken off a month."""
    language = language_spoken()
    text = _("%(month)s: %(charge)s %(amount)s %(currency)s") % {
        "month": month_said(statement.month),
        "charge": charge_name(charge.charge, language),
        "amount": bounded_text(charge.amount, digits=statement.digits, language=language),
        "currency": statement.currency,
    }
    return Said(text, _joined(rule_text(charge, statement, language), _clause(charge.clause)))


def _questions(state: At) -> Iterator[Thing]:
    """Yield what is open in the contract."""
    address = reverse("contract", args=(state.contract,))
    for finding in known(state).findings:
        is_grave = finding.severity in {Severity.ERROR, Severity.QUESTION}
        if finding.status is Status.OPEN and is_grave:
            said = functools.partial(_said_finding, finding)
            yield Thing(_key(finding.code, finding.subject), About.QUESTION, address, said)


def _said_finding(finding: Finding) -> Said:
    """Say a finding, in the words of `check`."""
    message = exact_words(finding.message, language_spoken())
    return Said(f"{finding.code}: {message}", _clause(finding.clause))


def _bills(contract: Contract, on: dt.date) -> Iterator[Thing]:
    """Yield the bills to check and the letters to send; what is to be paid is a deadline."""
    found = known(at(contract))
    for each in waiting(contract, found, duties(found.view, on=on), on=on):
        if each.what in _SAID:
            page_of = ("dispute", each.name) if each.what == "send" else ("bill", each.folder)
            yield Thing(
                _key(each.what, each.name),
                About.DISPUTE,
                reverse(page_of[0], args=(contract.pk, page_of[1])),
                functools.partial(_said_waits, each),
                day=each.due,
                right=Right.CHECK_BILLS,
            )


def _said_waits(waits: Waits) -> Said:
    """Say that a bill or a letter waits."""
    return Said(gettext(_SAID[waits.what]) % {"name": waits.name})


def _decisions(contract: Contract) -> Iterator[Thing]:
    """Yield what one person proposed and another is to decide."""
    version = open_version(contract)
    if version is not None:
        yield Thing(
            _key("version", version.pk),
            About.DECISION,
            reverse("version", args=(contract.pk, version.number)),
            functools.partial(_said_version, version),
            right=Right.APPROVE_VERSION,
            not_by=version.proposed_by_id,
        )
    for proposal in contract.proposals.filter(state=State.PROPOSED).select_related("proposed_by"):
        yield Thing(
            _key("seal", proposal.pk),
            About.DECISION,
            reverse("month", args=(contract.pk, proposal.month)),
            functools.partial(_said_seal, proposal, known(at(contract)).case.contract.digits),
            right=Right.APPROVE_SEAL,
            not_by=proposal.proposed_by_id,
        )


def _said_version(version: Version) -> Said:
    """Say that a version waits."""
    text = _("Approve version %(number)s") % {"number": version.number}
    return Said(text, _joined(_proposed_by(version), version.why))


def _said_seal(proposal: SealProposal, digits: int) -> Said:
    """Say that a seal waits."""
    text = _("Approve the seal of %(month)s, payable %(amount)s") % {
        "month": month_said(proposal.month),
        "amount": amount_text(proposal.payable, digits=digits),
    }
    return Said(text, _proposed_by(proposal))


def _proposed_by(decided: Decided) -> str:
    """Return whose proposal something is."""
    return _("proposed by %(who)s") % {"who": decided.proposed_by}


def _comments(contract: Contract) -> Iterator[Thing]:
    """Yield the comments of the last weeks that are for both sides, each for the other one.

    What they say isn't told: a comment that is taken back is nowhere any more.
    """
    since = timezone.now() - _DAYS_BACK
    said = contract.comments.filter(is_internal=False, withdrawal=None, at__gte=since)
    for comment in said.select_related("by"):
        yield Thing(
            _key("comment", comment.pk),
            About.SAID,
            _address_of(contract, comment),
            functools.partial(_said_comment, comment),
            side=Side(comment.side).other,
        )


def _address_of(contract: Contract, comment: Comment) -> str:
    """Return the page that shows a comment; the contract's, where what it is about is gone."""
    pk, subject = contract.pk, comment.subject
    match comment.about:
        case Commented.MONTH:
            return reverse("month", args=(pk, subject))
        case Commented.DISPUTE:
            return reverse("dispute", args=(pk, subject))
        case Commented.LINE:
            schedules = contract.in_force.schedules.all()
            circuit = Circuit.objects.filter(schedule__in=schedules, line=subject).first()
            if circuit is not None:
                return reverse("circuit", args=(pk, circuit.pk))
        case Commented.EXCLUSION:
            month = month_of_claim(at(contract), subject)
            if month:
                return reverse("exclusions", args=(pk, month))
    return reverse("contract", args=(pk,))


def _said_comment(comment: Comment) -> Said:
    """Say that there is a comment."""
    is_month = comment.about == Commented.MONTH
    text = _("%(side)s: a comment on the %(what)s %(subject)s") % {
        "side": PARTY_WORDS[comment.side].said(language_spoken()),
        "what": comment.get_about_display(),
        "subject": month_said(comment.subject) if is_month else comment.subject,
    }
    return Said(text, _("written by %(who)s") % {"who": comment.by})


def _figures(contract: Contract) -> Iterator[Thing]:
    """Yield the figure that each side gave or signed last of a month's score, for the other one."""
    since = timezone.now() - _DAYS_BACK
    given = contract.figures.filter(at__gte=since).select_related("by")
    for figure in {(each.month, each.card, each.side): each for each in given}.values():
        yield Thing(
            _key("figure", figure.pk),
            About.SAID,
            reverse("scorecard", args=(contract.pk, figure.month)),
            functools.partial(_said_figure, figure),
            side=Side(figure.side).other,
        )


def _said_figure(figure: ScoreFigure) -> Said:
    """Say which figure a side gave or signed, and why."""
    text = (
        _("%(side)s: signed %(points)s points for %(month)s")
        if figure.is_signed
        else _("%(side)s: %(points)s points for %(month)s")
    )
    told = {
        "side": PARTY_WORDS[figure.side].said(language_spoken()),
        "points": figure.points,
        "month": month_said(figure.month),
    }
    who = _("by %(who)s") % {"who": figure.by}
    return Said(text % told, _joined(who, " ".join(figure.reason.split())))
