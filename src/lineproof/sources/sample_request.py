"""What is asked of a source of samples? One vantage, one period, and which circuits there are.

A source is a function of a request that yields samples in bounded memory. It says what is wrong
with its input by raising InputRefusedError, and what is worth knowing by `tell`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from lineproof.measure.samples import Samples
from lineproof.model.finding import Finding

#: So many samples are one batch, in the order the input has them, so that reading it again meets
#: the same batches.
ROWS_IN_BATCH = 1 << 21


def _heard(_: Finding) -> None:
    """Let a finding go unheard."""


@dataclass(frozen=True)
class SampleRequest:
    """What is read, and how it is understood.

    place: a file's path, or a server's address. every_ns: the period it was probed at. circuits:
    those that the contract knows; latest_ns: later samples can't have been measured yet.
    skips_unknown: samples of other circuits are left out, instead of refused. start_ns, end_ns:
    only samples in between. targets: what a source calls a circuit, where that isn't its id.

    For servers: query; token_file; circuit_label, vantage_label: what holds the circuit and, in
    place of `vantage`, the vantage; rtt_query: what holds round-trip times; reading: what values
    mean.
    """

    place: str
    vantage: str
    every_ns: int
    circuits: frozenset[str]
    latest_ns: int
    canaries: tuple[str, ...] = ()
    skips_unknown: bool = False
    start_ns: int | None = None
    end_ns: int | None = None
    query: str = ""
    token_file: Path | None = None
    circuit_label: str = ""
    vantage_label: str = ""
    rtt_query: str = ""
    reading: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    tell: Callable[[Finding], None] = _heard

    @property
    def file(self) -> str:
        """The name of the file that is read."""
        return Path(self.place).name


Source: TypeAlias = Callable[[SampleRequest], Iterator[Samples]]
