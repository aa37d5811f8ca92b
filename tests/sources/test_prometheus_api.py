"""Are Prometheus' answers read as they are meant, and what isn't one refused?"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.sources.fake_prometheus import Holding
from tests.sources.fake_server import Answering, Said, in_turn, said, serving

from lineproof.model.errors import InputRefusedError
from lineproof.sources.http_json import Patience, Server, client_for
from lineproof.sources.prometheus_api import Api

LINE = {"__name__": "probe_success", "job": "lines", "instance": "192.0.2.2"}


@contextmanager
def api(answering: Answering) -> Iterator[Api]:
    """Return the connection to a fake that answers so."""
    with serving(answering) as fake:
        patience = Patience(attempts=2, pause_s=0.01, timeout_s=2, bytes_max=2000)
        server = Server("Prometheus", fake.url, patience=patience)
        with client_for(server) as client:
            yield Api(server, client)


def refusal(answer: Said) -> tuple[str, str]:
    """Return the code and the message with which an answer to a query is refused."""
    with api(in_turn(answer)) as asked, pytest.raises(InputRefusedError) as refused:
        asked.samples("probe_success", start_ms=0, end_ms=1000)
    (finding,) = refused.value.findings
    return finding.code, finding.message


@pytest.mark.parametrize("is_closed", [True, False], ids=["Prometheus 2", "Prometheus 3"])
def test_samples_are_those_from_start_to_before_end(*, is_closed: bool) -> None:
    """Of 9.999, 10, 14.5, 19.999 and 20 s three lie in [10, 20), whichever end counts in."""
    series = [(LINE, [(at, "1") for at in (9.999, 10, 14.5, 19.999, 20)])]
    with api(Holding(series, is_closed=is_closed)) as asked:
        found = asked.samples("probe_success", start_ms=10_000, end_ms=20_000)
    assert found is not None
    assert found.labels == [LINE]
    assert found.frame.rows() == [(0, 10_000, 1.0), (0, 14_500, 1.0), (0, 19_999, 1.0)]


def test_an_instant_is_exact_to_the_millisecond() -> None:
    """1,700,000,000.007 s comes as a float; rounded to milliseconds it is what was meant."""
    at = 1_700_000_000.007
    with api(Holding([(LINE, [(at, "0")])])) as asked:
        found = asked.samples("probe_success", start_ms=1_700_000_000_007, end_ms=1_700_000_000_008)
    assert found is not None
    assert found.frame.rows() == [(0, 1_700_000_000_007, 0.0)]


def test_nan_is_no_sample() -> None:
    """A stale mark, or a value that isn't known."""
    with api(Holding([(LINE, [(1, "NaN"), (2, "1")])])) as asked:
        found = asked.samples("probe_success", start_ms=0, end_ms=3000)
    assert found is not None
    assert found.frame.rows() == [(0, 2000, 1.0)]


def test_no_series_are_no_samples() -> None:
    """An empty result has the columns all the same."""
    with api(Holding([])) as asked:
        found = asked.samples("probe_success", start_ms=0, end_ms=3000)
    assert found is not None
    assert found.frame.rows() == []


def test_too_many_samples_are_none() -> None:
    """422 by Prometheus' own limit, 503 by its time limit, or longer than we read: ask for less."""
    told = "query timed out in expression evaluation"
    timed_out = said({"status": "error", "errorType": "timeout", "error": told}, status=503)
    for answering in (
        Holding([(LINE, [(1, "1"), (2, "1")])], samples_max=1),
        in_turn(timed_out),
        in_turn(Said(200, b" " * 2001)),
    ):
        with api(answering) as asked:
            assert asked.samples("probe_success", start_ms=0, end_ms=3000) is None


def test_label_sets_that_are_too_many_are_refused() -> None:
    """There is no time to halve."""
    with api(in_turn(Said(200, b" " * 2001))) as asked, pytest.raises(InputRefusedError) as refused:
        asked.label_sets("probe_success", start_ms=0, end_ms=1)
    assert refused.value.findings[0].code == "E-PROMETHEUS-TOO-MANY"


def test_a_selector_that_isn_t_understood_is_refused_in_its_own_words() -> None:
    """`rate(x[5m])` with a range behind it is no expression."""
    with (
        api(Holding([])) as asked,
        pytest.raises(InputRefusedError, match="parse error") as refused,
    ):
        asked.samples("rate(x[5m])", start_ms=0, end_ms=1)
    assert refused.value.findings[0].code == "E-PROMETHEUS-QUERY"


def test_an_answer_that_lacks_some_is_refused() -> None:
    """A store behind Prometheus was away: what it would have said is no "up"."""
    with (
        api(Holding([(LINE, [(1, "1")])], warning="store away")) as asked,
        pytest.raises(InputRefusedError, match="store away") as refused,
    ):
        asked.samples("probe_success", start_ms=0, end_ms=3000)
    assert refused.value.findings[0].code == "E-PROMETHEUS-PARTIAL"


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"a": 1},
        {"status": "success"},
        {"status": "success", "data": []},
        {"status": "success", "data": {"resultType": "vector", "result": []}},
        {"status": "success", "data": {"resultType": "matrix", "result": [{"values": []}]}},
        {"status": "success", "data": {"resultType": "matrix",
                                       "result": [{"metric": {}, "values": [[1, "x"]]}]}},
        {"status": "success", "data": {"resultType": "matrix",
                                       "result": [{"metric": {}, "values": [["x", "1"]]}]}},
        {"status": "success", "data": {"resultType": "matrix",
                                       "result": [{"metric": {}, "values": [1]}]}},
        {"status": "success", "data": {"resultType": "matrix", "result": [7]}},
    ],
)  # fmt: skip
def test_json_that_isn_t_prometheus_is_refused(content: object) -> None:
    """Another program's JSON, or an answer of another form."""
    code, message = refusal(said(content))
    assert code == "E-SERVER-OTHER"
    assert "doesn't speak as Prometheus does" in message


def test_label_sets_of_another_form_are_refused() -> None:
    """A number where a label set should be."""
    answering = in_turn(said({"status": "success", "data": [7]}))
    with api(answering) as asked, pytest.raises(InputRefusedError) as refused:
        asked.label_sets("probe_success", start_ms=0, end_ms=1)
    assert refused.value.findings[0].code == "E-SERVER-OTHER"
