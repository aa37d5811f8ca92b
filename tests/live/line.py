"""What is a line that really fails? Two network namespaces joined by a cable that can be cut.

`near` is the buyer's side, where the line is probed from; `far` the other end. A second cable, for
management, stays whole. The kernel has no netem: nftables drops what a bad line would lose.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.live.programs import run

NEAR, FAR = "192.0.2.1", "192.0.2.2"
"""The two ends of the line."""
FAR_MANAGEMENT = "192.0.2.6"
"""The far end by the cable that is never cut."""
_COUNT = itertools.count()


@dataclass(frozen=True)
class Line:
    """A line between two namespaces; each change returns when it was made, in nanoseconds."""

    near: str
    far: str

    def drop(self, what: str) -> int:
        """Let the far end drop what an nftables expression matches, as "icmp type echo-request"."""
        rules = (
            "add table inet line; add chain inet line arriving "
            "{ type filter hook input priority 0; }; "
            f"add rule inet line arriving iifname line0 {what} drop"
        )
        return self._changed("ip", "netns", "exec", self.far, "nft", rules)

    def mend(self) -> int:
        """Drop nothing any more."""
        return self._changed("ip", "netns", "exec", self.far, "nft", "flush ruleset")

    def set_link(self, namespace: str, state: str) -> int:
        """Set an end of the line "up" or "down"."""
        return self._changed("ip", "-n", namespace, "link", "set", "line0", state)

    @staticmethod
    def _changed(*command: str) -> int:
        run(*command)
        return time.time_ns()


@contextmanager
def laid() -> Iterator[Line]:
    """Lay a line, and take it away when the block ends."""
    tag = f"lp{os.getpid():x}-{next(_COUNT)}"
    line = Line(f"{tag}n", f"{tag}f")
    try:
        for namespace in (line.near, line.far):
            run("ip", "netns", "add", namespace)
            run("ip", "-n", namespace, "link", "set", "lo", "up")
        for name, near, far in (
            ("line0", NEAR, FAR),
            ("manage0", "192.0.2.5", FAR_MANAGEMENT),
        ):
            run("ip", "-n", line.near, "link", "add", name, "type", "veth",
                "peer", "name", name, "netns", line.far)  # fmt: skip
            for namespace, address in ((line.near, near), (line.far, far)):
                run("ip", "-n", namespace, "address", "add", f"{address}/30", "dev", name)
                run("ip", "-n", namespace, "link", "set", name, "up")
        yield line
    finally:
        for namespace in (line.near, line.far):
            run("ip", "netns", "delete", namespace)
