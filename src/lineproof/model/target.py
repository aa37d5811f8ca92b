"""What does the collector probe? One declared table: a circuit, and the address that answers."""

from __future__ import annotations

from lineproof.model.table import Column, ColumnType, Table

TARGETS = Table(
    "targets",
    "An address that answers as long as a circuit is up, or a canary that always answers.",
    (
        Column(
            "circuit",
            ColumnType.TEXT,
            "The circuit's id, as in the schedule; of a canary, any name of its own.",
            is_required=True,
            aliases=("circuit id", "id", "电路编号", "电路代号", "电路号", "线路编号"),
        ),
        Column(
            "address",
            ColumnType.TEXT,
            "IPv4 or IPv6 address; never a name, which may come to mean another machine.",
            is_required=True,
            aliases=("ip", "ip address", "host", "地址", "ip地址"),
        ),
        Column(
            "canary",
            ColumnType.TEXT,
            "`yes`: it always answers, unless the vantage itself is cut off.",
            choices=("yes", "no"),
        ),
    ),
)
