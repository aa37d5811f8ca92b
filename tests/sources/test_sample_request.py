"""Does a request say which file it is about, and hear what it is told?"""

from __future__ import annotations

import dataclasses

from lineproof.model.finding import Finding, error
from lineproof.sources.sample_request import SampleRequest

REQUEST = SampleRequest("some/where/ping.csv", "v", 60 * 10**9, frozenset(), 0)


def test_a_file_is_named_without_its_folder() -> None:
    """So that the same file is the same source wherever it lies."""
    assert REQUEST.file == "ping.csv"


def test_what_a_source_tells_is_heard_by_who_asks() -> None:
    """And by nobody where nobody asks."""
    heard: list[Finding] = []
    warning = error("E-SAMPLE-FILE", "x")
    REQUEST.tell(warning)
    dataclasses.replace(REQUEST, tell=heard.append).tell(warning)
    assert heard == [warning]
