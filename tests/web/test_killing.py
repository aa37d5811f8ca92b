"""Is nothing lost or half done when server and worker are killed at random? See `killing`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from tests.web.killing import BEFORE, killed_at_random, place_in, ran
from tests.web.running_server import Place

_KILLS = 8


@dataclass(frozen=True)
class Begun:
    """A server's place, and what came of what was done in it before the server ran."""

    place: Place
    told: dict[str, Any]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Make the place of a server with two contracts and two people."""
    place = place_in(tmp_path_factory.mktemp("killing") / "data")
    return Begun(place, ran(place, BEFORE))


@pytest.mark.usefixtures("db")
def test_of_twenty_who_submit_the_same_at_once_one_does(begun: Begun) -> None:
    """Two people, twenty connections, one moment: one job, queued once."""
    found = begun.told
    assert len(found["jobs"]) == 20
    assert (len(set(found["jobs"])), found["queued"]) == (1, 1)


@pytest.mark.usefixtures("db")
def test_a_server_killed_at_random_loses_nothing(begun: Begun, kills: int) -> None:
    """What callers were told is there, once, and nothing else is: eight kills here.

    `make fuzz` kills a hundred times.
    """
    kills = max(_KILLS, kills)
    done, left = killed_at_random(begun.place, begun.told["tokens"], kills=kills, seed=kills)
    count = len(done.records)
    assert count >= kills
    assert left["damaged"] == []
    assert left["broken_at"] is None
    assert left["records"] == ["R1", "R2", *done.records]
    assert left["revisions"] == done.revisions == list(range(count))
    assert all(a != b for a, b in zip(left["results"], left["results"][1:], strict=False))
    assert left["follows"][1:] == left["seals"][:-1]
    assert left["proposals"] == ["approved"] * count
    said = Counter(left["actions"])
    assert said["month sealed"] == said["seal proposed"] == count
    states = {int(pk): state for pk, state in left["jobs"].items()}
    assert sorted(states) == sorted(set(done.jobs))
    # killed three times, a job gives up: then it left nothing
    assert set(states.values()) <= {"done", "failed"}
    assert sorted(left["proofs"]) == [pk for pk, state in sorted(states.items()) if state == "done"]
