"""How many inputs do the fuzz tests try? `make fuzz` runs `pytest tests/fuzz --fuzz 100000`."""

from __future__ import annotations

import pytest

_INPUTS = 600


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make fuzz` set the number; the whole suite makes do with a few."""
    parser.addoption("--fuzz", type=int, default=_INPUTS, help="inputs of each fuzz property")


@pytest.fixture(scope="session")
def fuzz_inputs(request: pytest.FixtureRequest) -> int:
    """Return how many inputs a fuzz test tries."""
    return int(request.config.getoption("--fuzz", _INPUTS))
