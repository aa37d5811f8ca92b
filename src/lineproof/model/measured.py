"""What was measured of a line, as settlement reads it? One row a stretch of one state."""

from __future__ import annotations

from lineproof.model.table import Column, ColumnType, Table

_T, _I = ColumnType.TEXT, ColumnType.INSTANT

STATES = Table(
    "states",
    "A circuit was in one state. A month's rows tile its time in service: what is missing here "
    "was never measured.",
    (
        Column("term", _T, "The availability term by whose rule it was.", is_required=True),
        Column("circuit", _T, "The circuit.", is_required=True),
        Column("from", _I, "When the stretch begins, in this month.", is_required=True),
        Column("to", _I, "When it ends; no longer part of it.", is_required=True),
        Column("since", _I, "When the state began, maybe in an earlier month.", is_required=True),
        Column("state", _T, "Unknown is neither up nor down.", is_required=True,
               choices=("up", "down", "unknown")),
        Column("reason", _T, "Why it isn't known: no data, not sent, suspect, no quorum …"),
        Column("known_s", ColumnType.COUNT, "Seconds of it that were measured.", is_required=True),
    ),
    has_key=False,
)  # fmt: skip
