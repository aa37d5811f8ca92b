"""How is an approval sheet set on paper? Typst sets it; data goes in as JSON, never as markup."""

from __future__ import annotations

import dataclasses

from lineproof.ledger.proposal import Proposal
from lineproof.report.approval import approval_of
from lineproof.report.paper import pages
from lineproof.report.wording import Language


def approval_pdf(proposal: Proposal, *, language: Language) -> bytes:
    """Return a proposal's approval sheet as PDF; the same bytes for the same proposal.

    Its date of creation is the proposal's day. Only the fonts beside this module are used.
    """
    data = dataclasses.asdict(approval_of(proposal, language=language))
    return pages("approval", data, on=proposal.on)
