"""Does a log line say which request it belongs to?"""

from __future__ import annotations

import logging

from lineproof.web.server.logs import REQUEST_ID, WithRequestId


def test_a_line_has_the_id_of_its_request() -> None:
    """Within a request its id; outside of any, a dash."""
    ids = []
    for given in ("-", "abc"):
        token = REQUEST_ID.set(given)
        line = logging.makeLogRecord({"msg": "x"})
        assert WithRequestId().filter(line)
        ids.append(line.__dict__["request_id"])
        REQUEST_ID.reset(token)
    assert ids == ["-", "abc"]
