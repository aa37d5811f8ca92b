"""Did this machine drop answers that had arrived? What Linux counts of its raw sockets.

An answer that finds its socket's buffer full is gone, and looks like a line that lost it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

#: The protocol stands where a port would: ICMP is 1, ICMPv6 is 58.
_TABLES = ((Path("/proc/net/raw"), ":0001"), (Path("/proc/net/raw6"), ":003A"))
_LOCAL, _INODE, _COLUMNS_MIN = 1, 9, 12


def icmp_drops() -> dict[str, int]:
    """Return how many packets each raw socket for ICMP has dropped, by its inode."""
    found: dict[str, int] = {}
    for table, protocol in _TABLES:
        with contextlib.suppress(OSError):  # no IPv6 on this machine
            found |= drops_in(table.read_text(), protocol=protocol)
    return found


def drops_in(table: str, *, protocol: str) -> dict[str, int]:
    r"""Return the drops that a table of raw sockets lists for a protocol.

    >>> row = "1: 00000000:0001 00000000:0000 07 00:0 00:0 0 0 0 4711 2 ffff 12"
    >>> drops_in("sl local_address\n" + row, protocol=":0001")
    {'4711': 12}
    """
    rows = (line.split() for line in table.splitlines()[1:])
    return {
        row[_INODE]: int(row[-1])
        for row in rows
        if len(row) >= _COLUMNS_MIN and row[_LOCAL].endswith(protocol)
    }


def has_dropped(before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    """Whether a socket that is new has dropped something; old ones belong to other programs.

    >>> has_dropped({"1": 5}, {"1": 6, "3": 0}), has_dropped({"1": 5}, {"1": 5, "3": 1})
    (False, True)
    """
    return any(count for inode, count in after.items() if inode not in before)
