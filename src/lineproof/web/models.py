"""Which tables does the database have? Django looks for them here."""

from __future__ import annotations

from lineproof.web.kept.checks import BillCheck
from lineproof.web.kept.contracts import (
    Circuit,
    Contract,
    KeptFile,
    Record,
    RecordFile,
    Schedule,
    SealedMonth,
    SealProposal,
    Version,
)
from lineproof.web.kept.imports import Batch
from lineproof.web.kept.jobs import Job
from lineproof.web.kept.notices import Subscription, Told
from lineproof.web.kept.once import Answered
from lineproof.web.kept.said import Comment, ScoreFigure, Withdrawal
from lineproof.web.kept.trail import Entry, Head
from lineproof.web.kept.views import SavedView
from lineproof.web.who.people import Membership, Organisation, Token, User

__all__ = [
    "Answered",
    "Batch",
    "BillCheck",
    "Circuit",
    "Comment",
    "Contract",
    "Entry",
    "Head",
    "Job",
    "KeptFile",
    "Membership",
    "Organisation",
    "Record",
    "RecordFile",
    "SavedView",
    "Schedule",
    "ScoreFigure",
    "SealProposal",
    "SealedMonth",
    "Subscription",
    "Token",
    "Told",
    "User",
    "Version",
    "Withdrawal",
]
