"""Do the pinned requirements still answer `pyproject.toml`? If not: `make lock`."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
FILES = ["run.txt", "dev.txt", "spark.txt"]


def pins(name: str) -> dict[str, str]:
    """Return the pinned version of each package in one of the requirement files."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def declared(*groups: str) -> list[Requirement]:
    """Return what lineproof needs to run, and what the groups need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [*project["project"]["dependencies"]]
    for group in groups:
        lines += project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("name", "groups"), [("run.txt", ["build"]), ("dev.txt", ["build", "dev"])]
)
def test_each_declared_dependency_is_pinned_within_its_bounds(name: str, groups: list[str]) -> None:
    """`polars>=1.20` is answered by `polars==2.1.0`, not by nothing and not by 1.19."""
    pinned = pins(name)
    missed = [str(r) for r in declared(*groups) if pinned.get(r.name, "0") not in r.specifier]
    assert missed == []


def test_what_spark_needs_is_pinned_within_its_bounds() -> None:
    """`lineproof[spark]` is answered by spark.txt, which pins what users run with, too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [Requirement(line) for line in project["optional-dependencies"]["spark"]]
    pinned = pins("spark.txt")
    missed = [str(r) for r in needed if pinned.get(r.name, "0") not in r.specifier]
    assert missed == []
    assert pins("run.txt").items() <= pinned.items()


def test_tests_run_with_what_users_run_with() -> None:
    """Each pin of run.txt stands in dev.txt with the same version."""
    assert pins("run.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("name", FILES)
def test_each_pin_has_a_hash(name: str) -> None:
    """A pin ends its line with a backslash, and a hash follows on the next."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    hashed = re.findall(r"^[a-z0-9-]+==.* \\\n +--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(hashed) == len(pins(name)) > 0
