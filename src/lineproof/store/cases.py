"""Which case does a contract folder hold? Its files, its closed months, and what was measured."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
from pathlib import Path

from lineproof.contract.case import Case
from lineproof.sources.folder import read_case
from lineproof.store.batches import MEASUREMENTS
from lineproof.store.sealed import sealed_months


def open_case(folder: Path, *, as_known: dt.date | None = None) -> Case:
    """Return a folder's case with its sealed months and measured states.

    as_known: states of samples that were recorded by the end of this day. Raises as `read_case`
    does, InputRefusedError where samples are damaged, and StoreError.
    """
    case = read_case(folder)
    known = dataclasses.replace(case, sealed=sealed_months(folder))
    return with_states(folder, known, as_known=as_known)


def with_states(folder: Path, case: Case, *, as_known: dt.date | None = None) -> Case:
    """Return a folder's case with its measured states, as known at the end of a day.

    Raises InputRefusedError where samples are damaged, and StoreError.
    """
    if not (folder / MEASUREMENTS).exists():
        return case
    # by name, at need: what reads samples takes long to import, and most folders have none
    states = importlib.import_module("lineproof.store.states")
    return dataclasses.replace(case, states=states.measured_states(folder, case, as_known=as_known))
