"""Which tables does the database have? Django looks for them here."""

from __future__ import annotations

from lineproof.web.api.once import Answered
from lineproof.web.checks import BillCheck
from lineproof.web.kept import (
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
from lineproof.web.kept_imports import Batch
from lineproof.web.kept_jobs import Job
from lineproof.web.kept_notices import Subscription, Told
from lineproof.web.kept_said import Comment, ScoreFigure, Withdrawal
from lineproof.web.kept_views import SavedView
from lineproof.web.people import Membership, Organisation, Token, User
from lineproof.web.submissions import Submission
from lineproof.web.trail import Entry, Head

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
    "Submission",
    "Subscription",
    "Token",
    "Told",
    "User",
    "Version",
    "Withdrawal",
]
