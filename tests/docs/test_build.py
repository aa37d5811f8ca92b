"""Is the reference what the code says, and does it describe what the commands print?"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHAPES = tomllib.loads((ROOT / "docs" / "json-shapes.toml").read_text("utf-8"))

#: A copy of the first example in which nobody scored any month: what is due isn't known either.
UNSCORED = "unscored"
#: Enough months of the examples to see every key: settled, blocked, taxed, waiting and corrected.
ASKED = {
    "check": (("check", "01-access-593"), ("check", "02-circuits-121")),
    "settle": (
        ("settle", "01-access-593", "--month", "2025-03"),
        ("settle", "01-access-593", "--month", "2025-03", "--as-known", "2025-04-04"),
        ("settle", UNSCORED, "--month", "2025-11"),
        ("settle", "06-berlin-exclusive-vat", "--month", "2025-04"),
    ),
    "explain": (
        ("explain", "01-access-593", "--month", "2025-03", "--line", "1a"),
        ("explain", "01-access-593", "--month", "2025-03", "--as-known", "2025-04-04"),
    ),
}


def test_the_reference_is_what_the_code_says() -> None:
    """`make docs` would change no page."""
    build = [sys.executable, str(ROOT / "docs" / "build.py"), "--check"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run `make docs`"


def keys_of(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every key that holds no table itself, such as `lines[].amount`."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from keys_of(held, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield f"{path}[]"
        for held in value:
            yield from keys_of(held, f"{path}[]")
    else:
        yield path


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the examples, and the one without scores."""
    copies = tmp_path_factory.mktemp("folders") / "examples"
    shutil.copytree(EXAMPLES, copies)
    shutil.copytree(EXAMPLES / "01-access-593", copies / UNSCORED)
    (copies / UNSCORED / "records" / "scores.csv").unlink()
    return copies


def printed_keys(shape: str, folders: Path) -> set[str]:
    """Return the keys that a command prints, those of trees and of totals named once."""
    keys: set[str] = set()
    for name, folder, *options in ASKED[shape]:
        command = ["lineproof", name, str(folders / folder), *options, "--json"]
        environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        keys |= set(keys_of(json.loads(done.stdout)))
    return {_told(key) for key in keys if not _is_branch(key, keys)}


def _told(key: str) -> str:
    """Return a key as the shapes tell it."""
    key = key.rpartition("inputs[].")[2]
    first, _, rest = key.partition(".")
    return f"bounds.*.{rest.partition('.')[2]}" if first == "bounds" else key


def _is_branch(key: str, keys: set[str]) -> bool:
    """Whether a list's own key only leads to tables in it."""
    is_tree = key.endswith("inputs[]")
    return not is_tree and any(other.startswith(f"{key}.") for other in keys)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_key_that_is_printed_is_described_and_no_other(shape: str, folders: Path) -> None:
    """A key without a meaning, or a meaning without a key, would mislead whoever reads it."""
    assert printed_keys(shape, folders) == {key for key, _, _ in SHAPES[shape]["keys"]}
