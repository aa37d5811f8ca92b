"""Are the systemd unit and the container file what they should be?"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.web.conftest import ROOT

UNIT = ROOT / "packaging" / "lineproof.service"


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """With a command that exists in place of the installed one, nothing is said against it."""
    made = tmp_path / "lineproof.service"
    made.write_text(UNIT.read_text().replace("/usr/local/bin/lineproof", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", made], check=False, capture_output=True, text=True
    )
    said = [line for line in done.stderr.splitlines() if "lineproof.service" in line]
    assert said == []


def test_the_container_isn_t_root_and_listens_where_it_says() -> None:
    """A user of its own, one volume, no secret inside."""
    text = (ROOT / "packaging" / "Containerfile").read_text()
    assert re.search(r"^USER lineproof$", text, re.MULTILINE)
    assert '"--data", "/data"' in text
    assert "SECRET" not in text
