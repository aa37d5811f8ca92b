"""Which errors end a command? One tree; everything a user can mend is a `Finding` instead.

LineproofError                 cannot go on; the command line prints it and exits with 2
├── InputRefusedError          a folder, file or month cannot be used at all; carries its findings
├── CalendarMissingError       a deadline needs workdays and the contract names no calendar
├── CalendarYearMissingError   the calendar has no data for a year
└── StoreError                 something could not be written or locked
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lineproof.model.finding import Finding


class LineproofError(Exception):
    """What was asked cannot be done; the message says what, where, why and how to fix it."""


class InputRefusedError(LineproofError):
    """The input is unusable as a whole; `findings` says everything that is wrong with it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the findings; the message is the first of them."""
        assert findings, "a refusal needs a reason"
        super().__init__(findings[0].message)
        self.findings = findings


class StoreError(LineproofError):
    """A file could not be written, replaced or locked; nothing was half-written."""
