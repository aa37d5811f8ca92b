"""How is an approval sheet set on paper? Typst sets it; data goes in as JSON, never as markup."""

from __future__ import annotations

import dataclasses
import datetime as dt
from importlib import resources
from pathlib import Path

import typst

from lineproof.ledger.proposal import Proposal
from lineproof.report.approval import approval_of
from lineproof.report.as_json import dumped
from lineproof.report.wording import Language

_REPORT = Path(str(resources.files("lineproof.report")))
_TEMPLATE = _REPORT / "templates" / "approval.typ"


def approval_pdf(proposal: Proposal, *, language: Language) -> bytes:
    """Return a proposal's approval sheet as PDF; the same bytes for the same proposal.

    Its date of creation is the proposal's day. Only the fonts beside this module are used.
    """
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[_REPORT / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": dumped(dataclasses.asdict(approval_of(proposal, language=language)))},
        timestamp=dt.datetime.combine(proposal.on, dt.time.min, tzinfo=dt.UTC),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made
