"""Does a prepared folder explain the same, and is it set aside once anything changed?"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lineproof import __version__
from lineproof.cli.main import run
from lineproof.store.prepare import prepare
from lineproof.store.prepared import load_prepared

ASKED = (
    *(("--line", line) for line in ("1", "2", "3", "4", "5", "10", "P1", "P2")),
    *(("--line", line) for line in ("SETUP", "BANDS", "2024-01", "2024-02", "nosuch")),
    *(("--circuit", circuit) for circuit in ("C-1", "C-3", "C-5", "C-10", "nosuch")),
)


@pytest.fixture
def explained(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return what runs `lineproof explain` and how it ended."""

    def explain(folder: Path, *options: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lineproof", "explain", str(folder), *options])
        capfd.readouterr()
        code = run()
        sys.stdout.flush()
        return code, *capfd.readouterr()

    return explain


@pytest.mark.parametrize("month", ["2024-01", "2024-03", "2024-05", "2024-07"])
def test_every_line_is_explained_the_same(
    small: Path, explained: Callable[..., object], month: str
) -> None:
    """Repeated ids, reprices, suspensions, new ids, one-offs, unnamed price lines, interest.

    May has no score: the same lines are unknown, with the same exit code. There all are asked for,
    and every other one in the other months.
    """
    text = small / "contract.toml"
    text.write_text(
        text.read_text("utf-8").replace("due = 2024-01-15", "due = 2024-03-15"), "utf-8"
    )
    moved = "L9,2024-03-27T10:00:00Z,ben,L3,4,suspended,2024-03-12,,\n"
    with (small / "records" / "lifecycle.csv").open("a") as lifecycle:
        lifecycle.write(moved)  # a correction that names another line
    asked = ASKED if month == "2024-05" else ASKED[::2]
    options = [*((*each, "--json") for each in asked), *ASKED[::6]]
    whole = [explained(small, "--month", month, *option) for option in options]
    prepare(small)
    assert load_prepared(small, line="1", circuit=None) is not None
    for option, expected in zip(options, whole, strict=True):
        assert explained(small, "--month", month, *option) == expected, option


def test_a_doubted_line_is_doubted_still(small: Path, explained: Callable[..., object]) -> None:
    """Without the answer, lines 1 and 2 are billed both or once: 1 has bounds, and exit code 1."""
    text = (small / "contract.toml").read_text("utf-8")
    (small / "contract.toml").write_text(text[: text.index("[[answer]]")], "utf-8")
    options = [("--month", "2024-03", "--line", line, "--json") for line in ("1", "2", "3", "P1")]
    whole = [explained(small, *option) for option in options]
    prepare(small)
    assert [explained(small, *option) for option in options] == whole
    assert whole[1][0] == 1  # type: ignore[index]


def is_used(folder: Path) -> bool:
    """Whether what is kept of a folder still counts."""
    return load_prepared(folder, line="1", circuit=None) is not None


def _touch(folder: Path) -> None:
    os.utime(folder / "circuits.csv")


def _edit(folder: Path) -> None:
    path = folder / "records" / "scores.csv"
    path.write_text(path.read_text("utf-8").replace("59.99", "60.00"), "utf-8")


def _edit_contract(folder: Path) -> None:
    path = folder / "contract.toml"
    path.write_text(path.read_text("utf-8").replace("113.00", "114.00"), "utf-8")


def _replace_with_same_time(folder: Path) -> None:
    path, other = folder / "circuits.csv", folder / "other.csv"
    shutil.copy2(path, other)
    other.replace(path)


def _add(folder: Path) -> None:
    (folder / "records" / "notices.csv").write_text("id,recorded_at,by,what,sent\n", "utf-8")


def _remove(folder: Path) -> None:
    (folder / "records" / "payments.csv").unlink()


def _other_version(folder: Path) -> None:
    key = folder / ".lineproof" / "key.json"
    key.write_text(key.read_text("utf-8").replace(__version__, "0.0.0"), "utf-8")


@pytest.mark.parametrize(
    "change",
    [_touch, _edit, _edit_contract, _replace_with_same_time, _add, _remove, _other_version],
)
def test_any_change_sets_it_aside(small: Path, change: Callable[[Path], None]) -> None:
    """A changed, touched, replaced, added or removed file, and another version of lineproof."""
    prepare(small)
    assert is_used(small)
    change(small)
    assert not is_used(small)


@pytest.mark.parametrize(
    "file", ["key.json", "findings.json", "schedule-0.parquet", "record-lifecycle.parquet"]
)
@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"PAR1 no", None])
def test_what_is_broken_is_set_aside(small: Path, file: str, content: bytes | None) -> None:
    """Anything that is kept can be cut short, overwritten or deleted at any time."""
    prepare(small)
    if content is None:
        (small / ".lineproof" / file).unlink()
    else:
        (small / ".lineproof" / file).write_bytes(content)
    assert not is_used(small)


def test_a_key_that_lies_is_set_aside(small: Path) -> None:
    """JSON of other shapes."""
    prepare(small)
    path = small / ".lineproof" / "key.json"
    key = json.loads(path.read_bytes())
    for name in key:
        others: tuple[object, ...] = (None, 1, [], {})
        for wrong in others:
            path.write_text(json.dumps(key | {name: wrong}), "utf-8")
            assert not is_used(small) or key[name] == wrong, (name, wrong)
