"""Is a server asked for the right time, and are only the contract's circuits taken?"""

import time

import polars as pl
import pytest

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.server_samples import of_contract, span_of

NS = 10**9
PLACE = "http://192.0.2.1:9090"


def request(**changes: object) -> SampleRequest:
    """Return a request for C-1 and C-2, by the minute."""
    usual = SampleRequest(PLACE, "east", 60 * NS, frozenset({"C-1", "C-2"}), latest_ns=10**18)
    names = usual.__dataclass_fields__
    return SampleRequest(**{name: getattr(usual, name) for name in names} | changes)


def batch(*circuits: str) -> Samples:
    """Return a batch with one sample of each circuit."""
    rows = [(name, 0, 0, 1, 1, None) for name in circuits]
    return Samples(pl.DataFrame(rows, schema=SAMPLE_SCHEMA, orient="row"), "east", 60 * NS, "test")


def circuits(found: Samples) -> list[str]:
    """Return whose samples there are."""
    return found.frame.get_column("circuit").to_list()


def test_a_start_is_needed() -> None:
    """How far back a server's memory is asked for isn't guessed."""
    with pytest.raises(InputRefusedError, match="from when on") as refused:
        span_of(request())
    assert refused.value.findings[0].code == "E-SAMPLE-SPAN"


def test_an_end_is_as_told_and_not_ahead_of_the_clocks() -> None:
    """7 s as told; 11 × 10^8 s lies behind what could have been measured, 10^9 s."""
    assert span_of(request(start_ns=5 * NS, end_ns=7 * NS)) == (5 * NS, 7 * NS)
    assert span_of(request(start_ns=5 * NS, end_ns=11 * 10**17)) == (5 * NS, 10**18)


def test_without_an_end_it_is_a_period_ago() -> None:
    """The round of this minute may still be underway."""
    before = time.time_ns()
    _, end = span_of(request(start_ns=0))
    assert before - 60 * NS <= end <= time.time_ns() - 60 * NS


def test_a_circuit_that_the_contract_doesn_t_have_is_refused() -> None:
    """Nothing of its batch is yielded; the finding names it."""
    found = of_contract([batch("C-1"), batch("C-2", "C-9")], request())
    assert circuits(next(found)) == ["C-1"]
    with pytest.raises(InputRefusedError, match='"C-9"') as refused:
        next(found)
    assert (refused.value.findings[0].code, refused.value.findings[0].where) == (
        "E-SAMPLE-UNKNOWN", PLACE
    )  # fmt: skip


def test_circuits_of_others_are_left_out_if_told_and_said_once() -> None:
    """C-9 twice and C-8 once: two warnings; a batch of nothing else is no batch."""
    told: list[Finding] = []
    asked = request(skips_unknown=True, tell=told.append)
    found = list(of_contract([batch("C-1", "C-9"), batch("C-9"), batch("C-8", "C-2")], asked))
    assert [circuits(each) for each in found] == [["C-1"], ["C-2"]]
    assert [(each.code, each.message.rpartition(": ")[2]) for each in told] == [
        ("W-SAMPLE-SKIPPED", '"C-9"'), ("W-SAMPLE-SKIPPED", '"C-8"')
    ]  # fmt: skip


def test_a_server_s_names_become_the_contract_s() -> None:
    """The address is the target's, C-1 the contract's."""
    found = list(of_contract([batch("192.0.2.9")], request(targets={"192.0.2.9": "C-1"})))
    assert circuits(found[0]) == ["C-1"]


def test_canaries_are_kept_with_the_batches_that_have_them() -> None:
    """The router before the lines is no circuit of the contract, and is watched all the same."""
    asked = request(canaries=("router",))
    found = list(of_contract([batch("C-1", "router"), batch("C-2")], asked))
    assert [(circuits(each), each.canaries) for each in found] == [
        (["C-1", "router"], ("router",)), (["C-2"], ())
    ]  # fmt: skip
