"""How is a collector doing? What it counted, and what troubles it: told once, and when it ends.

It shows nothing by itself: the metrics and the terminal do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Counts:
    """What a collector did since it began.

    intended, sent, answered: probes. rounds: those sent and recorded; late: those that could not
    begin in time; unlogged: those not sent since the journal could not be written; failed: those
    that were to be sent and were not seen through. jumps: of the clock. batches, samples: stored.
    last_round_ns: when the last round was recorded, on the monotonic clock; None before the first.
    """

    intended: int = 0
    sent: int = 0
    answered: int = 0
    rounds: int = 0
    late: int = 0
    unlogged: int = 0
    failed: int = 0
    jumps: int = 0
    batches: int = 0
    samples: int = 0
    store_errors: int = 0
    last_round_ns: int | None = None


@dataclass
class Health:
    """What troubles a collector now, by its kind; `tell` is given each change as a sentence."""

    tell: Callable[[str], None]
    troubles: dict[str, str] = field(default_factory=dict)

    def bad(self, kind: str, why: str) -> None:
        """Say what is wrong, once as long as it stays the same."""
        if self.troubles.get(kind) != why:
            self.tell(why)
        self.troubles[kind] = why

    def good(self, kind: str) -> None:
        """Say that it is over, where there was something."""
        if self.troubles.pop(kind, None) is not None:
            self.tell(f"{kind}: works again")
