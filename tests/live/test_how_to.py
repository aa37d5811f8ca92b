"""Does the page on Prometheus say what works? Its files and commands, with the real programs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.live.programs import run
from tests.live.watch import Watch
from tests.seal.folder import write_folder

from lineproof.store.batches import instant_text

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "from-prometheus.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> dict[str, str]:
    """Return the page's blocks of one kind, by the file they name, or else by their text."""
    found = BLOCK.findall(PAGE.read_text("utf-8"))
    return {file or text: text for language, file, text in found if language == kind}


def test_the_configurations_are_what_the_programs_read(tmp_path: Path) -> None:
    """Checked by the programs they are for."""
    files = blocks("yaml")
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert set(files) == {"blackbox.yml", "prometheus.yml"}
    run("promtool", "check", "config", str(tmp_path / "prometheus.yml"))
    blackbox = f"--config.file={tmp_path / 'blackbox.yml'}"
    run("prometheus-blackbox-exporter", "--config.check", blackbox)


def test_the_commands_take_in_what_is_measured(watch: Watch, tmp_path: Path) -> None:
    """Both store something: C1 as a probe sees it, C3 as its interface says.

    The line is watched for some seconds only, slot by second: `--every` and `--start` say so.
    """
    start = instant_text(watch.past(4))
    folder = write_folder(tmp_path / "leased")
    commands = [text for block in blocks("sh") for text in block.splitlines()]
    assert len(commands) == 2
    for command in commands:
        here = command.replace("--every 60", "--every 1").replace("2025-03-01T00:00:00Z", start)
        words = [sys.executable, "-m", *shlex.split(here)]
        done = subprocess.run(
            ["ip", "netns", "exec", watch.line.near, *words],
            cwd=folder.parent, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert re.search(r"stored [1-9]\d* samples in 1 batch\n", done.stdout), done.stdout
