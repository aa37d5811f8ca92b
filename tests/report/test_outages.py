"""How outages are listed, for people and for programs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from zoneinfo import ZoneInfo

from lineproof.assess.outages import outages_of
from lineproof.assess.term_months import term_months
from lineproof.contract.case import View
from lineproof.model.period import parse_month
from lineproof.report.outages import (
    Proof,
    TermOutages,
    clock_text,
    instant_json,
    instant_text,
    outages_json,
    print_outages,
)
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Language

NS = 10**9
#: 4 March 2024, 08:00 in Shanghai.
EIGHT = 1_709_510_400 * NS
PROOF = Proof("ab" * 32, "noc", "csv:ping.csv", dt.datetime(2024, 4, 2, tzinfo=dt.UTC),
              EIGHT - 600 * NS, EIGHT + 600 * NS)  # fmt: skip


def told(view: View, proofs: tuple[Proof, ...] | None = None) -> TermOutages:
    """Return March's outages by the only term."""
    (found,) = term_months(view, parse_month("2024-03"))
    return TermOutages(found, outages_of(found.month), proofs)


def printed(view: View, each: TermOutages, language: Language = "en", width: int = 140) -> str:
    """Return what is printed, runs of spaces as one."""
    out = io.StringIO()
    printing = Printing(console_for(out, width=width), language)
    print_outages(view, [each], printing, month="2024-03")
    return "\n".join(" ".join(line.split()) for line in out.getvalue().splitlines())


def claimed(measured: Callable[..., View], **more: object) -> View:
    """Return a month: 08–10 down, of which 09–11 excluded; unknown 3 h; down over both ends."""
    zone = dt.timezone(dt.timedelta(hours=8))
    claim = {"cause": "works", "answer": "accepted",
             "from": dt.datetime(2024, 3, 4, 9, tzinfo=zone),
             "to": dt.datetime(2024, 3, 4, 11, tzinfo=zone)}  # fmt: skip
    return measured(
        count=1,
        down=[
            ("C1", "2024-02-29T20:00", "2024-03-01T01:00"),
            ("C1", "2024-03-04T08:00", "2024-03-04T10:00"),
            ("C1", "2024-03-31T23:00", "2024-04-01T00:00"),
        ],
        unknown=[("C1", "2024-03-05T00:00", "2024-03-05T03:00")],
        records={"exclusions": [claim]},
        **more,
    )


def test_people_read_local_time_and_what_is_odd(measured: Callable[..., View]) -> None:
    """Local time with its offset, a length, and remarks."""
    view = claimed(measured)
    text = printed(view, told(view))
    for line in (
        "Outages minimal 2024-03 Asia/Shanghai",
        "C1 down 2024-03-01 00:00+08:00 2024-03-01 01:00+08:00 1 h since 2024-02-29 20:00+08:00",
        "C1 down 2024-03-04 08:00+08:00 2024-03-04 10:00+08:00 2 h 1 h excluded by r1",
        "C1 unknown 2024-03-05 00:00+08:00 2024-03-05 03:00+08:00 3 h no data",
        "C1 down 2024-03-31 23:00+08:00 2024-04-01 00:00+08:00 1 h still open at the end",
        "Outages: 3; unknown stretches: 1",
    ):
        assert line in text
    narrow = printed(view, told(view), width=80)
    assert "C1 unknown 2024-03-05 00:00+08:00 3 h no data" in narrow


def test_chinese_is_said_too(measured: Callable[..., View]) -> None:
    """Reasons and remarks as well."""
    view = claimed(measured)
    text = printed(view, told(view), "zh")
    assert "C1 状态未知 2024-03-05 00:00+08:00 2024-03-05 03:00+08:00 3 小时 没有数据" in text
    assert "其中 1 小时 免责，依据 r1" in text


def test_many_stretches_are_cut_and_counted(measured: Callable[..., View]) -> None:
    """61 unknown minutes: 60 are printed."""
    hours = [(n // 30, n % 30 * 2) for n in range(61)]
    unknown = [
        ("C1", f"2024-03-05T{hour:02d}:{minute:02d}", f"2024-03-05T{hour:02d}:{minute + 1:02d}")
        for hour, minute in hours
    ]
    view = measured(count=1, unknown=unknown)
    text = printed(view, told(view))
    assert text.count("C1 unknown") == 60
    assert "… and 1 more" in text


def test_what_is_too_short_to_count_is_said(measured: Callable[..., View]) -> None:
    """Outages below 5 min don't count: of one of 3 min nothing is listed."""
    down = [("C1", "2024-03-04T08:00", "2024-03-04T08:03")]
    view = measured(down=down, availability={"shortest_outage_s": 300})
    text = printed(view, told(view))
    assert "Outages shorter than 5 min don't count and are not listed." in text
    assert "Nothing was down or unknown." in text


def test_evidence_is_the_batches(measured: Callable[..., View]) -> None:
    """The vantage, the source, and when it was recorded."""
    view = claimed(measured)
    text = printed(view, told(view, (PROOF,)))
    recorded = "noc csv:ping.csv 2024-04-02 08:00+08:00"
    assert f"{recorded} 2024-03-04 07:50+08:00 2024-03-04 08:10+08:00 abababababab" in text
    assert f"{recorded} abababababab" in printed(view, told(view, (PROOF,)), width=80)


def test_programs_read_utc_and_seconds(measured: Callable[..., View]) -> None:
    """08:00 in Shanghai is midnight UTC; the batch holds samples of this outage alone."""
    view = claimed(measured)
    first, second, unknown, last = outages_json(view, [told(view, (PROOF,))], "2024-03")["terms"][
        0
    ]["outages"]
    assert second == {
        "unit": "C1", "state": "down", "from": "2024-03-04T00:00:00Z", "to": "2024-03-04T02:00:00Z",
        "length_s": 7_200, "since": "2024-03-04T00:00:00Z", "still_open": False, "reason": "",
        "excluded_s": 3_600, "excluded_by": ["r1"],
        "evidence": [{"batch": "ab" * 32, "vantage": "noc", "source": "csv:ping.csv"}],
    }  # fmt: skip
    assert (first["since"], first["from"]) == ("2024-02-29T12:00:00Z", "2024-02-29T16:00:00Z")
    assert (unknown["reason"], unknown["evidence"], last["still_open"]) == ("no data", [], True)
    bare = outages_json(view, [told(view)], "2024-03")["terms"][0]["outages"][0]
    assert bare["evidence"] is None


def test_an_instant_is_written_as_exactly_as_it_is() -> None:
    """Seconds only where there are some; an offset by the day."""
    berlin = ZoneInfo("Europe/Berlin")
    assert instant_text(EIGHT + 7 * NS, ZoneInfo("Asia/Shanghai")) == "2024-03-04 08:00:07+08:00"
    assert instant_text(1_719_792_000 * NS, berlin) == "2024-07-01 02:00+02:00"
    assert clock_text(EIGHT, berlin) == "01:00"
    assert instant_json(NS // 2) == "1970-01-01T00:00:00.5Z"
