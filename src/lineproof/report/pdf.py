"""How is a statement set on paper? Typst sets it; data goes in as JSON, never as markup."""

from __future__ import annotations

import dataclasses
import datetime as dt
from importlib import resources
from pathlib import Path

import typst

from lineproof.report.as_json import dumped
from lineproof.report.statement import Statement
from lineproof.report.worded import worded
from lineproof.report.wording import Language

_REPORT = Path(str(resources.files("lineproof.report")))
_TEMPLATE = _REPORT / "templates" / "statement.typ"
_FONTS = _REPORT / "fonts"


def statement_pdf(statement: Statement, *, language: Language) -> bytes:
    """Return a statement as PDF; the same bytes for the same statement.

    Its date of creation is the period's last day. Only the fonts beside this module are used.
    """
    data = dataclasses.asdict(worded(statement, language)) | {"month": statement.month}
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"statement": dumped(data)},
        timestamp=dt.datetime.combine(statement.last, dt.time.min, tzinfo=dt.UTC),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made
