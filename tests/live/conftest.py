"""Which line do live tests share? One a worker, watched by real programs while they run."""

from collections.abc import Iterator

import pytest
from tests.live.line import laid
from tests.live.watch import Watch, watched


@pytest.fixture(scope="session")
def watch_of_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    """Return a line that is watched twice a second."""
    with laid() as line, watched(line, tmp_path_factory.mktemp("watch")) as found:
        yield found


@pytest.fixture
def watch(watch_of_worker: Watch) -> Iterator[Watch]:
    """Return a watched line that is seen up; whatever a test did to it is undone."""
    watch_of_worker.wait_until_up()
    yield watch_of_worker
    watch_of_worker.restore()
