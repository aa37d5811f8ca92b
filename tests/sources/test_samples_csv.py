"""Is a CSV file of samples read as it stands, in any size, or told to be none?"""

from __future__ import annotations

from pathlib import Path

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources import sample_batches, samples_csv
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_csv import read_csv

NS = 10**9
MARCH = 1_740_787_200


def request(path: Path, *circuits: str) -> SampleRequest:
    """Return a request for a file."""
    return SampleRequest(str(path), "v", 60 * NS, frozenset(circuits or ("a", "b")), 10**19 // 2)


def rows(path: Path, content: str | bytes) -> list[tuple[object, ...]]:
    """Return the samples of a file with some content: circuit, minute of March, sent, received."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [
        (circuit, (at // NS - MARCH) // 60, sent, received)
        for batch in read_csv(request(path))
        for circuit, at, sent, received in batch.frame.select(
            "circuit", "scheduled", "sent", "received"
        ).iter_rows()
    ]


@pytest.mark.parametrize(
    "content",
    [
        "circuit,time,up\na,2025-03-01T00:00:00Z,1\nb,2025-03-01T00:01:59Z,0\n",
        "\ufeffcircuit;time;up\r\na;1740787200;1\r\nb;1740787319;0\r\n",
        "TIME\tNote\tUp\tCircuit_ID\n1740787200000\tx\t1\ta\n1740787319000\t\t0\tb",
        "电路编号,时间,发包数,收包数\na,2025-03-01 08:00:00+08:00,1,1\nb,1740787319.5,1,0\n",
        '"circuit","time","sent","received"\n"a","1740787200","1","1"\n"b","1740787319","1","0"\n',
    ],
)
def test_a_file_may_be_written_so(tmp_path: Path, content: str) -> None:
    """Minute 0 answered, minute 1 lost."""
    assert rows(tmp_path / "a.csv", content) == [("a", 0, 1, 1), ("b", 1, 1, 0)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E-SAMPLE-FILE"),
        (b" \n\n", "E-SAMPLE-FILE"),
        (b"circuit,time,up\n", "E-SAMPLE-FILE"),
        (b"circuit,time,up\na,1740787200,1,9\n", "E-SAMPLE-FILE"),
        (b"PAR1\0\0\1", "E-SAMPLE-FILE"),
        ("电路,时间,up\n".encode("gb18030"), "E-SAMPLE-FILE"),
        (b"circuit,time,up\na,1740787200,1\n\xff\xfe,1,1\n", "E-SAMPLE-FILE"),
        (b"a,1740787200,1\n", "E-SAMPLE-COLUMNS"),
        (b'circuit,time,up\n"a,1740787200,1\n', "E-SAMPLE"),
    ],
)
def test_what_is_no_table_of_samples_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    """By one finding that says why."""
    with pytest.raises(InputRefusedError) as refused:
        rows(tmp_path / "a.csv", content)
    assert {f.code.startswith(code) for f in refused.value.findings} == {True}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(InputRefusedError, match=r"no\.csv: it can't be read: No such file"):
        list(read_csv(request(tmp_path / "no.csv")))


def test_pieces_and_batches_keep_rows_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5,000 minutes read 100 at a time and cut into batches of 999: five, and one of five rows."""
    monkeypatch.setattr(samples_csv, "ROWS_READ", 100)
    monkeypatch.setattr(sample_batches, "ROWS_IN_BATCH", 999)
    path = tmp_path / "a.csv"
    lines = [f"a,{MARCH + 60 * n},1" for n in range(5000)]
    path.write_text("\n".join(["circuit,time,up", *lines]), "utf-8")
    batches = list(read_csv(request(path)))
    assert [batch.frame.height for batch in batches] == [999] * 5 + [5]
    at = [t for batch in batches for t in batch.frame.get_column("scheduled")]
    assert at == [(MARCH + 60 * n) * NS for n in range(5000)]


def test_a_row_is_told_by_its_line(tmp_path: Path) -> None:
    """Line 4 of the file, its header counted."""
    content = "circuit,time,up\na,1740787200,1\na,1740787260,1\na,1740787320,?\n"
    with pytest.raises(InputRefusedError) as refused:
        rows(tmp_path / "a.csv", content)
    assert [f.where for f in refused.value.findings] == ["a.csv:4"]
