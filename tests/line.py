"""A line that really fails: two network namespaces joined by a virtual cable, cut when asked.

It needs to be root, and iproute2. A test that can't have it fails.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = itertools.count()


@dataclass(frozen=True)
class Line:
    """The near end probes, from 10.99.0.1; the far end answers, as 10.99.0.2.

    10.99.0.3 is on the cable and nobody's; there is no way to 10.77.0.1.
    """

    near: str
    far: str
    near_end: str
    far_end: str

    def at_near(self, *command: str) -> list[str]:
        """Return a command that runs another at the near end."""
        return ["ip", "netns", "exec", self.near, *command]

    def at_far(self, *command: str) -> list[str]:
        """Return a command that runs another at the far end."""
        return ["ip", "netns", "exec", self.far, *command]

    def cut(self) -> None:
        """Take the far end's interface down: nothing answers, and the near end can still send."""
        _ip("-n", self.far, "link", "set", self.far_end, "down")

    def mend(self) -> None:
        """Bring it up again."""
        _ip("-n", self.far, "link", "set", self.far_end, "up")


@contextlib.contextmanager
def a_line() -> Iterator[Line]:
    """Make a line of one's own, and take it away again."""
    name = f"lp{os.getpid()}x{next(_NUMBERS)}"
    line = Line(f"{name}n", f"{name}f", f"{name[-10:]}n", f"{name[-10:]}f")
    try:
        _ip("netns", "add", line.near)
        _ip("netns", "add", line.far)
        _ip("link", "add", line.near_end, "netns", line.near, "type", "veth",
            "peer", "name", line.far_end, "netns", line.far)  # fmt: skip
        for space, end, address in (
            (line.near, line.near_end, "10.99.0.1/24"),
            (line.far, line.far_end, "10.99.0.2/24"),
        ):
            _ip("-n", space, "address", "add", address, "dev", end)
            _ip("-n", space, "link", "set", "lo", "up")
            _ip("-n", space, "link", "set", end, "up")
        yield line
    finally:
        for space in (line.near, line.far):
            subprocess.run(["ip", "netns", "delete", space], capture_output=True, check=False)


def _ip(*arguments: str) -> None:
    """Run `ip`; what it says is shown where it fails."""
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ip {' '.join(arguments)}: {done.stderr}"
