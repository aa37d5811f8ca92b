"""Write ping.csv: what one probe every ten minutes would have seen of June and July 2025."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
CIRCUITS = [f"H-0{number}" for number in range(1, 8)]
NO_ANSWER = {
    "H-02": [("06-10 08:00", "06-10 13:00")],
    "H-03": [("06-14 22:00", "06-15 07:00")],
    "H-05": [("06-03 09:00", "06-03 19:00"), ("06-25 02:00", "06-25 05:00")],
    "H-06": [("06-04 06:00", "06-04 20:00"), ("06-25 03:00", "06-25 06:00")],
    "H-07": [("06-05 10:00", "06-05 15:00"), ("06-27 00:00", "06-28 02:00")],
}
NOT_PROBED = {"H-04": [("06-20 04:00", "06-20 07:00"), ("07-12 11:00", "07-12 16:00")]}


def lies_in(at: datetime, stretches: list[tuple[str, str]]) -> bool:
    """Whether an instant lies in one of some stretches of local time."""
    return any(start <= f"{at:%m-%d %H:%M}" < end for start, end in stretches)


at, end = (datetime(2025, month, 1, tzinfo=BERLIN) for month in (6, 8))
with Path("ping.csv").open("w", encoding="utf-8") as file:
    file.write("circuit,sent_at,sent,received\n")
    while at < end + timedelta(hours=1):
        for circuit in CIRCUITS:
            if not lies_in(at, NOT_PROBED.get(circuit, [])):
                answers = 0 if lies_in(at, NO_ANSWER.get(circuit, [])) else 1
                file.write(f"{circuit},{at:%Y-%m-%dT%H:%M:%S%z},1,{answers}\n")
        at += timedelta(minutes=10)
