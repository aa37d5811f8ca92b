"""What is wrong, doubtful or worth a look? It knows nothing of how a finding is shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(enum.StrEnum):
    """How much a finding weighs: errors and questions block what they touch, warnings don't."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"


class Status(enum.StrEnum):
    """Whether both parties have answered it; an answered finding stays listed."""

    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Touches:
    """What a finding casts doubt on, so that settling blocks exactly that.

    charges: the charges in doubt ("rent", "deduction", "one_off", "late_interest", "tax", "due");
    empty means none. lines: only these lines of them; empty means all.
    """

    charges: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


NOTHING = Touches()
EVERYTHING = Touches(charges=("rent", "deduction", "one_off", "late_interest", "tax", "due"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should know about the input.

    code: never changes its meaning; its first letter is the severity's (E-, Q-, W-).
    where: `file:line`, shown and never hashed. amount: money at stake in minor units.
    answers: for a question, the values an `[[answer]]` may take. subject: the term or line id that
    an answer names.
    """

    code: str
    severity: Severity
    message: str
    where: str
    fix: str
    clause: str = ""
    amount: int | None = None
    answers: tuple[str, ...] = ()
    subject: str = ""
    status: Status = Status.OPEN
    touches: Touches = NOTHING

    @property
    def is_open_block(self) -> bool:
        """Whether it blocks what it touches: an open error or question."""
        return self.status is Status.OPEN and self.severity is not Severity.WARNING

    def answered(self) -> Finding:
        """Return the same finding, answered."""
        return replace(self, status=Status.ANSWERED)


def error(code: str, message: str, *, where: str = "", fix: str = "") -> Finding:
    """Return an open error with no clause: what the readers of files report."""
    return Finding(code, Severity.ERROR, message, where, fix)


def count_open(findings: Iterable[Finding], severity: Severity) -> int:
    """Return how many findings of one severity are open."""
    return sum(1 for f in findings if f.severity is severity and f.status is Status.OPEN)
