"""When does a line count as up? The parameters a contract sets, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

NS = 10**9


@dataclass(frozen=True, slots=True)
class StateRule:
    """How samples become states.

    slot_s: length of a slot in seconds, the contract's Δt; slots start at multiples of it since
    1970 UTC. loss_max: a slot that lost more than this share of what was sent is bad, C.
    down_run, up_run: so many bad slots in a row make the line down, so many good ones up, each from
    the first of them; one number, n, where they are equal. quorum: votes of distinct vantages that
    a slot needs. vantages: those whose votes count; none named: all.

    Source: MEF 10.4, 8.8 (Δt, C and n are parameters there, n the same both ways).
    """

    slot_s: int
    loss_max: Fraction
    down_run: int
    up_run: int
    quorum: int = 1
    vantages: tuple[str, ...] = ()

    @property
    def slot_ns(self) -> int:
        """Length of a slot."""
        return self.slot_s * NS

    @property
    def lookahead(self) -> int:
        """How many slots past its end a stretch's states depend on."""
        return max(self.down_run, self.up_run) - 1
