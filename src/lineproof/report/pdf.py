"""How is a statement set on paper? Typst sets it; data goes in as JSON, never as markup."""

from __future__ import annotations

import dataclasses

from lineproof.report.paper import pages
from lineproof.report.statement import Statement
from lineproof.report.worded import worded
from lineproof.report.wording import Language


def statement_pdf(statement: Statement, *, language: Language) -> bytes:
    """Return a statement as PDF; the same bytes for the same statement.

    Its date of creation is the period's last day. Only the fonts beside this module are used.
    """
    data = dataclasses.asdict(worded(statement, language)) | {"month": statement.month}
    return pages("statement", data, on=statement.last)
